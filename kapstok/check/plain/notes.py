"""Notes about texts that could be plainer: advice at the exact sentence, never an error.

Each rule is a generator over one text; all stand in `RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from math import floor

from kapstok.check.plain.abbreviations import Glossary, read_glossary, unexplained
from kapstok.check.plain.passive import is_passive
from kapstok.check.plain.sentences import WORD, Sentence
from kapstok.check.plain.texts import Rules, Text, measure, read_rules, texts
from kapstok.core.finding import Finding, Severity
from kapstok.core.kept import KeptByFile
from kapstok.core.model import Document, Model
from kapstok.core.places import START, Place, within
from kapstok.kinds.schema import Kinds

_QUOTED = 6  # words of a sentence that are quoted
_PARTING = re.compile(r",\s+(maar|want|dus|zodat|waardoor|waarbij|waarmee|waarna|omdat|terwijl|hoewel|doordat|en)\s")
_LIST = re.compile(r"(?<![^,])[^,]+,[^,]+,[^,]+\b(?:en|of)\b")


def plain_notes(model: Model, kinds: Kinds, kept: KeptByFile | None = None) -> list[Finding]:
    """What could be plainer in the texts of a model, by the settings of its agenda; `kept` is what is known of a file.

    What `kept` holds was found with these schemas and this code; the settings and the glossary are asked here.
    """
    rules, glossary = read_rules(model, kinds), read_glossary(model, kinds)
    known = (kept or KeptByFile()).under(_said(rules, glossary), model.documents)
    found: dict[str, list[Finding]] = {path: [] for path in known.fresh}
    wanted = texts(model, kinds, rules, lambda path: path not in known.findings)
    for path, group in groupby(wanted, key=lambda text: text.item.path):
        own, notes = tuple(group), found.setdefault(path, [])
        for text in own:
            document = model.documents.get(path)
            notes += [note for rule in RULES for note in rule(text, document, rules)]
        notes += _abbreviations(own, model, rules, glossary)
    known.keep(found)
    every = {**found, **known.findings}
    return [note for path in dict.fromkeys((*model.documents, *every)) for note in every.get(path, ())]


def _said(rules: Rules, glossary: Glossary) -> str:
    """All that a note rests on besides the file itself."""
    verbatim = sorted(str(key) for key in rules.verbatim)
    numbers = (rules.hardest, rules.fewest, rules.longest, rules.passives)
    return repr([numbers, sorted(rules.known), verbatim, sorted(glossary.short())])


def hard_text(text: Text, document: Document | None, rules: Rules) -> Iterator[Finding]:
    """A text of some length in which words and sentences are long.

    Slecht: De realisatie van participatiemogelijkheden geschiedt in gezamenlijkheid. Goed: Samen zorgen we dat
    iedereen mee kan doen.
    """
    counted = measure(text.sentences)
    if counted.words < rules.fewest or counted.figure >= rules.hardest:
        return
    per_sentence = counted.words / counted.sentences
    long_words = _long_words(text)
    advice = (
        "Maak de zinnen korter." if per_sentence > 15 or counted.longest > rules.longest else "Kies kortere woorden."
    )
    examples = f" Lange woorden hier: {', '.join(long_words)}." if long_words else ""
    yield Finding.at(
        _place(text, document, text.sentences[0]),
        "taal-moeilijk",
        f"Deze tekst leest moeilijk: de leesbaarheid is {floor(counted.figure)} "
        f"(Flesch-Douma; hier is {rules.hardest} de grens), met {_comma(per_sentence)} woorden per zin.",
        advice + examples,
        Severity.NOTE,
    )


def long_sentence(text: Text, document: Document | None, rules: Rules) -> Iterator[Finding]:
    """A sentence of more words than a reader keeps in mind.

    Slecht: één zin van dertig woorden. Goed: twee zinnen van vijftien.
    """
    for sentence in text.sentences:
        if len(sentence.words) > rules.longest:
            yield Finding.at(
                _place(text, document, sentence),
                "taal-lange-zin",
                f"Deze zin telt {len(sentence.words)} woorden: ‘{_start(sentence)}’.",
                _how_to_split(sentence),
                Severity.NOTE,
            )


def passive_pile(text: Text, document: Document | None, rules: Rules) -> Iterator[Finding]:
    """A paragraph in which it is time and again unsaid who does something.

    Slecht: Er wordt een plan gemaakt. Het wordt besproken. Daarna wordt het uitgevoerd. Goed: Het college maakt een
    plan, bespreekt het met de raad en voert het uit.
    """
    for _, group in groupby(text.sentences, key=lambda sentence: sentence.paragraph):
        paragraph = tuple(group)
        if len(paragraph) < rules.passives:
            continue
        passive = [sentence for sentence in paragraph if is_passive(sentence.text)]
        if len(passive) >= rules.passives and 2 * len(passive) >= len(paragraph):
            yield Finding.at(
                _place(text, document, passive[0]),
                "taal-lijdend",
                f"In deze alinea zijn {len(passive)} van de {len(paragraph)} zinnen lijdend, te beginnen met "
                f"‘{_start(passive[0])}’.",
                "Zeg wie het doet: ‘het college beslist’ in plaats van ‘er wordt beslist’.",
                Severity.NOTE,
            )


RULES: tuple[Callable[[Text, Document | None, Rules], Iterable[Finding]], ...] = (
    hard_text,
    long_sentence,
    passive_pile,
)


def _abbreviations(own: tuple[Text, ...], model: Model, rules: Rules, glossary: Glossary) -> Iterator[Finding]:
    """An abbreviation that neither the file itself nor the glossary explains; once a file.

    Slecht: De GGD denkt mee. Goed: De gemeentelijke gezondheidsdienst (GGD) denkt mee.
    """
    document = model.documents.get(own[0].item.path)
    for index, offset, word in unexplained([text.text for text in own], rules.known, glossary):
        text = own[index]
        place = within(document, text.pointer, text.text, offset, word) if document else START
        yield Finding.at(
            Place(text.item.path, place),
            "taal-afkorting",
            f"De afkorting {word} wordt nergens uitgelegd.",
            f"Schrijf haar de eerste keer voluit, met ({word}) erachter, of zet haar bij de begrippen.",
            Severity.NOTE,
        )


def _how_to_split(sentence: Sentence) -> str:
    """Where this sentence can best be cut."""
    if ";" in sentence.text[:-1]:
        return "Maak van wat na de puntkomma komt een eigen zin."
    if len(_LIST.findall(sentence.text)) and sentence.text.count(",") > 2:
        return "Maak van de opsomming een lijst, met een streepje voor elk deel."
    middle = len(sentence.text) / 2
    parting = min(_PARTING.finditer(sentence.text), key=lambda match: abs(match.start() - middle), default=None)
    if parting:
        following = _start_of(sentence.text[parting.end() :], 3)
        return f"Zet een punt vóór ‘{parting[1]} {following}’ en maak er twee zinnen van."
    if "(" in sentence.text:
        return "Maak van wat tussen haakjes staat een eigen zin."
    return "Maak er twee zinnen van, elk met één boodschap."


def _long_words(text: Text) -> list[str]:
    """The three longest words of a text, each once."""
    words = dict.fromkeys(word.casefold() for sentence in text.sentences for word in sentence.words if len(word) > 14)
    return sorted(words, key=lambda word: (-len(word), word))[:3]


def _start(sentence: Sentence) -> str:
    return _start_of(sentence.text, _QUOTED)


def _start_of(text: str, count: int) -> str:
    words = text.split()
    return " ".join(words[:count]) + (" …" if len(words) > count else "")


def _comma(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _place(text: Text, document: Document | None, sentence: Sentence) -> Place:
    """Where the first word of a sentence stands in the file."""
    first = WORD.search(text.text, sentence.offset)
    place = START
    if document and first:
        word = re.split(r"['’./-]", first[0].lstrip("'’"))[0]  # one that no way of quoting in YAML writes differently
        place = within(document, text.pointer, text.text, first.start() + first[0].index(word), word)
    return Place(text.item.path, place)
