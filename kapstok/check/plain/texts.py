"""The running text of a model that is ours to write: of which item, where it stands, and how hard it reads.

A field whose schema says `x-letterlijk`, and an item that the settings name as verbatim, hold somebody else's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kapstok.check.plain.sentences import Sentence, split_sentences
from kapstok.check.plain.syllables import count_syllables
from kapstok.core.audience import AUDIENCES
from kapstok.core.model import Item, Key, Model, Pointer, Prose, Value, keys_in
from kapstok.core.values import as_fields, as_texts
from kapstok.kinds.schema import Kinds, Shape
from kapstok.kinds.walk import walk

FIELD = "gewone_taal"
INTERNAL = "intern"
SUMMARY_ROLE = "samenvatting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What the settings of the agenda ask of a text; `known` are abbreviations that every reader knows.

    A text of fewer than `fewest` words is too short for a figure. `verbatim` are the items that are left alone.
    """

    hardest: int = 45
    fewest: int = 40
    longest: int = 25
    passives: int = 3
    known: frozenset[str] = frozenset()
    verbatim: frozenset[Key] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One field with running text of an item; `pointer` is its place in the file and `text` the text itself."""

    item: Item
    pointer: Pointer
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """The counts of a text. `figure` is Flesch-Douma: the higher, the easier; words and lengths are all it knows."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    longest: int = 0

    @property
    def figure(self) -> float:
        """206,84 − 77 · syllables per word − 0,93 · words per sentence."""
        if not self.words or not self.sentences:
            return 0.0
        return 206.84 - 77 * self.syllables / self.words - 0.93 * self.words / self.sentences

    def plus(self, other: Measure) -> Measure:
        """The counts of two texts together."""
        return Measure(
            words=self.words + other.words,
            sentences=self.sentences + other.sentences,
            syllables=self.syllables + other.syllables,
            longest=max(self.longest, other.longest),
        )


def measure(sentences: tuple[Sentence, ...]) -> Measure:
    """Count a text."""
    return Measure(
        words=sum(len(sentence.words) for sentence in sentences),
        sentences=len(sentences),
        syllables=sum(count_syllables(word) for sentence in sentences for word in sentence.words),
        longest=max((len(sentence.words) for sentence in sentences), default=0),
    )


def read_rules(model: Model, kinds: Kinds) -> Rules:
    """The settings for plain language; what is not filled in, or is no use, keeps its default."""
    settings = next(iter(model.settings), None)
    found = as_fields(settings.fields.get(FIELD)) if settings else {}
    usual = Rules()
    return Rules(
        hardest=_whole(found.get("leesbaarheid"), usual.hardest),
        fewest=_whole(found.get("woorden"), usual.fewest),
        longest=_whole(found.get("zin"), usual.longest),
        passives=_whole(found.get("lijdend"), usual.passives),
        known=frozenset(as_texts(found.get("afkortingen"))),
        verbatim=frozenset(keys_in(found.get("letterlijk"))),
    )


def _whole(value: Value, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def texts(
    model: Model, kinds: Kinds, rules: Rules, wanted: Callable[[str], bool] = lambda path: True
) -> Iterator[Text]:
    """Every text that is ours to write, item by item in the order of the files; only of files that are `wanted`."""
    for item in model.items.values():
        if not wanted(item.path):
            continue
        if not _is_verbatim(item, model, rules):
            fields = kinds[item.key.kind].shape.fields
            for name, value in item.fields.items():
                for pointer, text, shape in walk(value, fields[name], (*item.pointer, name), _is_not_ours):
                    if isinstance(text, Prose) or (isinstance(text, str) and SUMMARY_ROLE in shape.roles):
                        yield Text(item=item, pointer=pointer, text=text, sentences=tuple(split_sentences(text)))


def _is_verbatim(item: Item, model: Model, rules: Rules) -> bool:
    """Whether the settings leave alone this item, or the one that it stands in."""
    above: Item | None = item
    while above is not None:
        if above.key in rules.verbatim:
            return True
        above = model.items.get(above.parent) if above.parent else None
    return False


def _is_not_ours(shape: Shape) -> bool:
    """Whether a field holds somebody else's words, or a note to a colleague: nobody outside may ever see it."""
    if shape.verbatim:
        return True
    return shape.audiences is not None and all(INTERNAL in AUDIENCES[audience] for audience in shape.audiences)
