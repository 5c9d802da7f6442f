"""Plain language: syllables, sentences and passives are found as people find them; notes stand where they belong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shipped import shipped
from workbench import REPOSITORY, copy_base, good_model, load_from, model_of, places, shipped_kinds, write

from kapstok.check.plain.notes import RULES, plain_notes
from kapstok.check.plain.passive import is_passive
from kapstok.check.plain.sentences import split_sentences
from kapstok.check.plain.syllables import count_syllables
from kapstok.check.plain.table import reading_as_json, reading_as_text
from kapstok.check.plain.texts import Measure, Rules, measure
from kapstok.cli import main
from kapstok.commands import report
from kapstok.core.finding import Finding, Severity
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.kinds.schema import Kind, Shape
from kapstok.pipeline import load
from kapstok.render.build import Build
from kapstok.render.site.pages import render_pages, shorten
from kapstok.view import view

SETTINGS = "titel: Agenda\ngemeente: Voorbeeldstad\nstatus: concept\npublicatie: openbaar\n"
LONG = (
    "De gemeente wil dat iedereen mee kan doen en zorgt daarom samen met de partners voor plekken waar mensen elkaar "
    "ontmoeten, maar zij kan dat niet alleen en vraagt inwoners om hulp."
)
SYLLABLES = """
gemeente 3, inwoner 3, inwoners 3, jeugd 1, jeugdhulp 2, kijken 2, bijdrage 3, bijzonder 3, vrijwilliger 4
vrijwilligers 4, mooi 1, mooie 2, groeien 2, lawaai 2, nieuw 1, nieuwe 2, eeuw 1, eeuwen 2, milieu 2, milieus 2
bureau 2, bureaucratie 4, niveau 2, ideeën 3, zeeën 2, tweeën 2, industrieën 4, financiën 4, België 3
coördinatie 5, coöperatie 5, geïnformeerd 4, beïnvloeden 4, reële 3, reëel 2, ideëel 3, geüit 2, geëerd 2
toeëigenen 4, patiënt 3, cliënten 3, mozaïek 3, naïef 2, ruïne 3, egoïsme 4, Oekraïne 4, poëzie 3, efficiënt 4
continuïteit 5, station 3, nationaal 4, sociaal 3, financieel 4, officieel 4, speciaal 3, theater 3, theorie 3
realiseren 5, ideaal 3, evaluatie 5, evalueren 5, situatie 4, individueel 5, actueel 3, duo 2, regio 3, radio 3
coalitie 4, chaos 2, januari 4, februari 4, geopend 3, beoordelen 4, beamen 3, biologie 4, pensioen 3, miljoen 2
museum 3, lyceum 3, jubileum 4, serieus 3, ambitieuze 5, ingenieur 4, interieur 4, systeem 2, royaal 2, yoga 2
baby 2, hobby's 2, foto's 2, zo'n 1, één 1, café 2, team 1, wijkteam 2, coach 1, website 2, online 2
casemanager 4, geautomatiseerd 6, ongeautoriseerd 6, quotum 2, kwaliteit 3, samenleving 4, Vijfheerenlanden 5
verantwoordelijkheid 6, ondersteuning 4, maatschappelijke 5, zelfredzaamheid 4, 18-jarigen 4, e-mail 2, GGZ 3
2021 1, dieet 2, hygiëne 4, variëren 4, jaarlijks 2, buiten 2, luie 2, trottoir 2, gezondheid 3, eenzaamheid 3
meedoen 2, Europees 3, dorpshuis 2, re-integratie 5, uitvoering 3, detail 2, religieus 4, vernieuwing 3
bijeenkomst 3, thuis 1, vrijuit 2, tijd 1, ziekenhuis 3, ijs 1, IJsselstein 3
"""


def known_counts() -> Iterator[tuple[str, int]]:
    for line in SYLLABLES.strip().splitlines():
        for pair in line.split(", "):
            word, count = pair.rsplit(" ", 1)
            yield word, int(count)


def notes(files: dict[str, str]) -> list[Finding]:
    """The notes about a small agenda in which nothing else is wrong."""
    return plain_notes(good_model(files), shipped_kinds())


def goal(text: str) -> dict[str, str]:
    return {"kernwaarden/proef.yaml": f"titel: Proef\ntekst: {text}"}


# --- syllables ---


@pytest.mark.parametrize(("word", "count"), list(known_counts()))
def test_a_word_has_the_syllables_that_it_is_broken_in(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_enough_words_with_a_known_count_were_tried() -> None:
    assert len(dict(known_counts())) >= 120


@given(st.text(max_size=60))
def test_any_text_has_at_least_one_syllable_and_no_more_than_signs(text: str) -> None:
    assert 1 <= count_syllables(text) <= max(1, len(text))


# --- sentences ---


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dit is één. Dit is twee! Is dit drie?", 3),
        ("De gemeente helpt, bijv. met o.a. dhr. Jansen en mevr. De Wit.", 1),
        ("Zie art. 3 van de wet, nr. 5 op blz. 12.", 1),
        ("Dat kost € 1.000 per jaar, dus 37.5 procent meer.", 1),
        ("Lees https://voorbeeld.nl/a.b/c. Dan weet u meer.", 2),
        ("Mail naar team.beleid@voorbeeld.nl voor meer.", 1),
        ("Er waren er 4. De raad wilde 5.", 2),
        ("In 2021 was dat 3. In 2022 ook.", 2),
        ("1. Eerst dit.\n2. Dan dat.", 2),
        ("Eerst: 1. De raad, 2. Het college.", 1),
        ("- het ene\n- het andere\n  met een vervolg", 2),
        ("'s Avonds is het dicht. 's Ochtends niet.", 2),
        ('"Wat nu?" vroeg de raad. Niets.', 2),
        ("Zij helpen met zorg, werk enz. De rest doet de regio.", 2),
        ("Zij helpen met zorg, werk enz. en ook met geld.", 1),
        ("J.P. Thijsse kwam niet (zie p. 4).", 1),
        ("Nog een… Ja.", 2),
        ("Zonder punt\n\nOok zonder", 2),
        ("> Een citaat. Van een ander.\n\nVan ons.", 1),
        ("| Kop | Kop |\n| --- | --- |\n| Een zin. | Nog een. |", 0),
        ("Zie *hoofdstuk* [een](doel:een). Of [twee](https://voorbeeld.nl/x.y).", 2),
    ],
)
def test_a_text_has_the_sentences_that_a_reader_sees(text: str, sentences: int) -> None:
    assert len(split_sentences(text)) == sentences


def test_a_sentence_keeps_its_words_and_its_place() -> None:
    text = "Kort.\n\n- Zie [de wet](wet:wmo) en *dit*, o.a. foto's van 18-jarigen."
    first, second = split_sentences(text)
    assert first.words == ("Kort",)
    assert second.text == "Zie de wet en dit, o.a. foto's van 18-jarigen."
    assert second.words == ("Zie", "de", "wet", "en", "dit", "o.a", "foto's", "van", "18-jarigen")
    assert text[second.offset :].startswith("Zie [de wet]")
    assert (first.listed, second.listed) == (False, True)


@given(st.text(alphabet=st.sampled_from(list("Aa1é .!?…\n->|*_`[]():/@'\"“")), max_size=120))
@example("- \n1. \n> a")
@example("[a](b.c)[d](e")
def test_no_text_breaks_the_splitting_and_every_sentence_is_where_it_says(text: str) -> None:
    last = -1
    for sentence in split_sentences(text):
        assert last < sentence.offset < len(text)
        assert not text[sentence.offset].isspace()
        assert sentence.words
        last = sentence.offset


# --- the figure ---


def test_the_figure_is_that_of_douma() -> None:
    assert Measure(words=100, sentences=10, syllables=150).figure == pytest.approx(206.84 - 77 * 1.5 - 9.3)
    assert Measure().figure == 0
    easy = measure(tuple(split_sentences("De kat zit op de mat. Hij is blij.")))
    assert (easy.words, easy.sentences, easy.syllables, easy.longest) == (9, 2, 9, 6)
    assert easy.figure > 120


# --- the passive ---


@pytest.mark.parametrize(
    "text",
    [
        "Het plan wordt vastgesteld.",
        "Er werden drie moties ingediend.",
        "Dat kan worden uitgevoerd door de partners.",
        "Het besluit is genomen door de raad.",
        "De afspraken zijn vastgelegd in een akkoord.",
        "Zo wordt beter bekeken wat nodig is.",
        "Vragen worden besproken en beantwoord.",
    ],
)
def test_a_passive_sentence_is_seen(text: str) -> None:
    assert is_passive(text)


@pytest.mark.parametrize(
    "text",
    [
        "De raad stelt het plan vast.",
        "Inwoners worden ouder en gezond blijven is lastig.",
        "Het werk is gestart en loopt.",
        "De gemeente is verplicht om te helpen.",
        "Zijn gezin is groot.",
        "Dit beleid is voor alle gemeenten.",
        "Het wordt tijd voor onderhoud.",
        "De doorlooptijd is kort.",
        "Wie hulp heeft gekregen, vertelt erover.",
        "Dat is wat dit bewijst.",
        "De raad heeft besloten.",
    ],
)
def test_an_active_sentence_is_left_alone(text: str) -> None:
    assert not is_passive(text)


# --- notes ---


def test_a_long_sentence_is_quoted_counted_and_cut() -> None:
    (note,) = notes(goal(f"|\n  Kort.\n\n  {LONG} Kort.\n"))
    assert places([note]) == [("agenda/kernwaarden/proef.yaml", 5, 3, "taal-lange-zin")]
    assert note.severity is Severity.NOTE
    assert note.message == "Deze zin telt 32 woorden: ‘De gemeente wil dat iedereen mee …’."
    assert note.hint == "Zet een punt vóór ‘maar zij kan dat …’ en maak er twee zinnen van."
    assert notes(goal("|\n  Zij kan het.\n")) == []


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("'Kort. De zin van De Wit ''s middags: {}'", (2, 15)),
        ('"Kort. \\u201cDe zin {}"', (2, 21)),
        (">-\n  Kort, maar\n  krachtig. {}", (4, 13)),
        ("|-\n  - kort\n  - [Een](https://voorbeeld.nl/) en {}", (4, 6)),
        ("Kort.\n  {}", (3, 3)),
    ],
)
def test_the_place_is_that_of_the_sentence_however_it_is_quoted(form: str, place: tuple[int, int]) -> None:
    long = " ".join(["dan"] * 30).capitalize() + "."
    (note,) = notes(goal(form.format(long)))
    assert (note.line, note.column) == place


def test_a_repeated_text_is_told_where_it_is_repeated() -> None:
    long = " ".join(["Dan", *["dan"] * 30]) + "."
    value = f"titel: A\ntekst: &tekst |\n  {long}\naanvullingen:\n  - tekst: *tekst\nsamenvatting: Dan dit.\n"
    assert [(n.line, n.column) for n in notes({"visies/a.yaml": value})] == [(3, 3), (5, 12)]


@pytest.mark.parametrize(
    ("sentence", "advice"),
    [
        ("Wij " + "doen iets; zij " + "doen wat " * 13 + "ook.", "Maak van wat na de puntkomma komt een eigen zin."),
        (
            "Wij helpen bij wonen, werken, leren, lopen, sporten en " + "eten " * 20 + ".",
            "Maak van de opsomming een lijst, met een streepje voor elk deel.",
        ),
        ("Wij " + "doen iets " * 13 + "(soms).", "Maak van wat tussen haakjes staat een eigen zin."),
        ("Wij " + "doen iets " * 13 + "ook.", "Maak er twee zinnen van, elk met één boodschap."),
    ],
)
def test_the_advice_fits_the_sentence(sentence: str, advice: str) -> None:
    (note,) = notes(goal(f"|\n  {sentence}\n"))
    assert note.hint == advice


def test_a_hard_text_gets_its_figure_and_its_longest_words() -> None:
    hard = "De organisatorische verantwoordelijkheden vereisen interdisciplinaire samenwerkingsovereenkomsten. " * 8
    (note,) = notes(goal(f"|\n  {hard}\n"))
    assert (note.line, note.column, note.code) == (3, 3, "taal-moeilijk")
    assert "Flesch-Douma" in note.message
    assert "samenwerkingsovereenkomsten" in note.hint
    short = hard.split(".")[0] + "."
    assert notes(goal(f"|\n  {short}\n")) == []  # too few words for a figure


def test_a_pile_of_passives_is_one_note_and_two_are_none() -> None:
    pile = "Er wordt een plan gemaakt. Het wordt besproken. Daarna wordt het uitgevoerd. Dat is alles."
    (note,) = notes(goal(f"|\n  Eerst iets.\n\n  {pile}\n"))
    assert (note.line, note.column, note.code) == (5, 3, "taal-lijdend")
    assert "3 van de 4 zinnen" in note.message
    assert notes(goal("|\n  Er wordt een plan gemaakt. Het wordt besproken.\n\n  Daarna wordt het uitgevoerd.\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "De gemeentelijke gezondheidsdienst (GGD) helpt. De GGD komt.",
        "De GGD (gemeentelijke gezondheidsdienst) helpt.",
        "De [GGD](https://voorbeeld.nl/) (de gezondheidsdienst) helpt.",
        "De EU helpt, in deel III, op postcode 4131 AB, met wegen als A2.",
        "De partners van MKB-Leerdam-GGD@voorbeeld.nl helpen.",
        "Dit mag NIET. LET OP: code ABC-123 en AB/CD.",
        "Het VWG helpt.",
        "De GZ helpt.",
    ],
)
def test_an_abbreviation_that_is_explained_or_known_is_left_alone(text: str) -> None:
    files = {
        "begrippen/vwg.yaml": "term: Vrijwilligerswerk (VWG)\ndefinitie: Werk voor een ander.\npublicatie: openbaar\n",
        "organisaties/gz.yaml": "naam: GZ Noord\npublicatie: openbaar\n",
    }
    assert notes({**files, **goal(f"|\n  {text}\n")}) == []


def test_an_unexplained_abbreviation_is_told_once_in_a_file() -> None:
    (note,) = notes(goal("|\n  Iets.\n  De GGD helpt de GGD en de CJG's.\nsamenvatting: De GGD helpt.\n"))[:1]
    assert (note.line, note.column, note.code) == (4, 6, "taal-afkorting")
    assert [n.column for n in notes(goal("|\n  De jeugd-GGZ en een UWV-kantoor.\n"))] == [12, 23]
    assert [n.message for n in notes(goal("|\n  De GGD en de GGD en de Bbz.\n"))] == [
        "De afkorting GGD wordt nergens uitgelegd.",
        "De afkorting Bbz wordt nergens uitgelegd.",
    ]


def test_words_of_somebody_else_are_left_alone() -> None:
    assert any("x-letterlijk" in json.dumps(kind.schema) for kind in shipped_kinds())
    promise = f"titel: Proef\ndatum: '2020-01-01'\ntekst: |\n  {LONG} De GGD.\nstand: {LONG}\n"
    assert [(n.line, n.code) for n in notes({"toezeggingen/proef.yaml": promise})] == [(5, "taal-lange-zin")]
    quoted = goal(f"|\n  > {LONG}\n\n  Dat zei de raad.\nwerknotitie: {LONG}\n")
    assert notes(quoted) == []  # a quotation, and a note that nobody outside reads


def test_the_settings_move_the_limits_and_leave_items_alone() -> None:
    files = goal(f"|\n  {LONG} De GGD.\n")

    def with_settings(lines: str) -> list[str]:
        return [n.code for n in notes({**files, "agenda.yaml": SETTINGS + lines})]

    assert with_settings("") == ["taal-lange-zin", "taal-afkorting"]
    assert with_settings("gewone_taal:\n  zin: 40\n  afkortingen: [GGD]\n") == []
    assert with_settings("gewone_taal:\n  letterlijk: ['kernwaarde:proef']\n") == []
    assert "taal-moeilijk" in with_settings("gewone_taal:\n  woorden: 10\n  leesbaarheid: 100\n")
    _, findings = model_of({"agenda.yaml": f"{SETTINGS}gewone_taal:\n  letterlijk: ['kernwaarde:prof']\n", **files})
    assert [f.code for f in findings] == ["verwijzing-bestaat-niet"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cn")), max_size=200))
def test_no_running_text_breaks_the_notes(text: str) -> None:
    model, _ = model_of(goal("'" + text.replace("'", "''") + "'\n"))
    assert all(note.severity is Severity.NOTE and note.line > 0 for note in plain_notes(model, shipped_kinds()))


def test_every_rule_explains_itself() -> None:
    assert all("Slecht:" in (rule.__doc__ or "") and "Goed:" in (rule.__doc__ or "") for rule in RULES)


@pytest.mark.parametrize("workspace", [".", "examples/leusden", "examples/landerd", "examples/gooi-en-vechtstreek"])
def test_what_comes_with_kapstok_is_plain_itself(workspace: str) -> None:
    loaded = load(open_workspace(REPOSITORY / workspace), day=date(2026, 11, 1))
    assert plain_notes(loaded.model, loaded.kinds) == []


def has_page(kind: Kind) -> bool:
    return kind.has_page and not kind.file


def test_every_kind_with_a_page_has_a_summary() -> None:
    kinds = [kind for kind in shipped_kinds() if has_page(kind)]
    assert len(kinds) > 20
    assert [kind.name for kind in kinds if not kind.fields_with_role("samenvatting")] == []


# --- the command line ---


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments])
    return code, capsys.readouterr().out


def workspace_with(tmp_path: Path, files: dict[str, str]) -> str:
    root = copy_base(tmp_path)
    write(root, {f"agenda/{path}": text for path, text in files.items()})
    return str(root)


def test_notes_never_fail_a_check_and_are_shown_as_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace_with(tmp_path, goal(f"|\n  {' '.join([LONG] * 6)}\n"))
    code, short = run(capsys, "check", "--strict", "--workspace", root)
    assert (code, short.count("taal-lange-zin")) == (0, 3)
    assert "In dit bestand nog 3 opmerkingen over de taal." in short
    assert short.rstrip().endswith("6 opmerkingen")
    code, whole = run(capsys, "check", "--strict", "--workspace", root, "--opmerkingen", "alle")
    assert (code, whole.count("taal-lange-zin")) == (0, 6)
    assert run(capsys, "check", "--workspace", root, "--opmerkingen", "geen") == (0, "Geen bevindingen.\n")


FORM_LEVELS: list[tuple[str, Callable[[str], int]]] = [
    ("sarif", lambda text: sum(found["level"] == "note" for found in json.loads(text)["runs"][0]["results"])),
    ("github", lambda text: text.count("::notice ")),
    ("gitlab", lambda text: text.count('"severity": "info"')),
    ("json", lambda text: text.count('"severity": "note"')),
]


@pytest.mark.parametrize(("form", "count"), FORM_LEVELS, ids=[form for form, _ in FORM_LEVELS])
def test_a_machine_gets_every_note_at_the_level_of_a_note(
    form: str, count: Callable[[str], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace_with(tmp_path, goal(f"|\n  {' '.join([LONG] * 6)}\n"))
    code, text = run(capsys, "check", "--workspace", root, "--format", form)
    assert (code, count(text)) == (0, 6)


def test_notes_of_many_files_are_counted_together() -> None:
    many = [
        Finding(path=f"agenda/x/{n:02}.yaml", line=1, column=1, severity=Severity.NOTE, code="taal-proef", message="M")
        for n in range(12)
    ]
    other = Finding(path="agenda/x/00.yaml", line=2, column=1, severity=Severity.NOTE, code="anders", message="A")
    text = report.as_short_text([*many, other])
    assert (text.count("[taal-proef]"), text.count("[anders]")) == (10, 1)
    assert "En nog 2 opmerkingen over de taal in andere bestanden." in text
    assert "--opmerkingen alle" in text
    assert "--opmerkingen" not in report.as_short_text(many[:10])


def test_the_table_has_the_hardest_first_and_says_what_the_figure_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    easy = "De raad wil dat. Wij ook. Het is goed. " * 6
    files = {
        "kernwaarden/makkelijk.yaml": f"titel: Makkelijk\ntekst: |\n  {easy}\npublicatie: openbaar\n",
        "kernwaarden/moeilijk.yaml": f"titel: Moeilijk\ntekst: |\n  {LONG} {LONG}\npublicatie: intern\n",
    }
    root = workspace_with(tmp_path, files)
    code, text = run(capsys, "leesbaarheid", "--workspace", root)
    assert code == 0
    assert text.index("kernwaarden/moeilijk.yaml") < text.index("kernwaarden/makkelijk.yaml")
    assert "zegt niet of een tekst op taalniveau B1 is" in text
    _, public = run(capsys, "leesbaarheid", "--workspace", root, "--audience", "inwoners")
    assert "moeilijk.yaml" not in public
    rows = json.loads(run(capsys, "leesbaarheid", "--workspace", root, "--format", "json")[1])
    assert [row["flesch_douma"] for row in rows] == sorted(row["flesch_douma"] for row in rows)
    assert rows[0].keys() >= {"soort", "id", "titel", "bestand", "woorden", "langste_zin"}


def test_an_agenda_without_long_texts_gets_a_table_that_says_so(tmp_path: Path) -> None:
    loaded = load_from(copy_base(tmp_path))
    assert reading_as_text(loaded.model, loaded.kinds).startswith("Er zijn geen teksten van 40 woorden of meer.")
    assert reading_as_json(loaded.model, loaded.kinds) == "[]"


# --- what the documentation and the pages say ---

HANDBOOK = REPOSITORY / "docs" / "handleiding" / "gewone-taal.md"
EXAMPLES = {
    "taal-lange-zin": "Wij werken samen met de partners " + "en doen " * 12 + ".",
    "taal-moeilijk": "De gemeente werkt samen met maatschappelijke organisaties aan een plan voor elke gemeenschap. "
    * 4,
    "taal-lijdend": "Er wordt een plan gemaakt. Het wordt besproken. Het wordt uitgevoerd.",
    "taal-afkorting": "De GGD helpt.",
}


def test_the_messages_in_the_handbook_are_those_of_kapstok() -> None:
    rows = re.findall(r"^\| `(taal-[a-z-]+)` \| (.+?) \| .+ \|$", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert [code for code, _ in rows] == list(EXAMPLES)
    for code, message in rows:
        (note,) = notes(goal(f"|\n  {EXAMPLES[code]}\n"))
        assert (note.code, note.message) == (code, message)


def test_the_handbook_names_every_setting_with_its_default() -> None:
    table = HANDBOOK.read_text(encoding="utf-8").partition("| Veld |")[2]
    rows = dict(re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", table, re.MULTILINE))
    defaults, fields = Rules(), _settings_fields()
    assert set(rows) == set(fields)
    assert [rows[name] for name in ("leesbaarheid", "woorden", "zin", "lijdend")] == [
        str(number) for number in (defaults.hardest, defaults.fewest, defaults.longest, defaults.passives)
    ]
    assert all(
        f"Niet ingevuld: {rows[name]}." in shape.description
        for name, shape in fields.items()
        if "Niet" in shape.description
    )


def _settings_fields() -> Mapping[str, Shape]:
    (kind,) = (kind for kind in shipped_kinds() if kind.file)
    return kind.shape.fields["gewone_taal"].fields


def test_a_summary_stands_on_the_page_of_every_kind_and_in_its_head() -> None:
    """Whatever a page shows, and whatever template of a municipality comes in its place, the theme needs no help."""
    loaded = shipped()
    items = {
        key: replace(item, fields={**item.fields, "samenvatting": f"Kort gezegd {key.kind} {key.id}."})
        if has_page(loaded.kinds[key.kind])
        else item
        for key, item in loaded.model.items.items()
    }
    whole = replace(loaded.model, items=items)
    with ThreadPoolExecutor(1) as executor:
        build = Build(
            workspace=loaded.workspace,
            kinds=loaded.kinds,
            model=view(whole, loaded.kinds, "werkvloer"),
            day=loaded.day,
            executor=executor,
            watcher=Nobody(),
        )
        pages = {page.source: page for page in render_pages(build.library, build.model, build.kinds) if page.source}
    assert len(pages) > 80
    for key, item in build.model.items.items():
        if has_page(loaded.kinds[key.kind]):
            wanted = f"Kort gezegd {key.kind} {key.id}."
            assert wanted in pages[item.path].markdown.partition("\n## ")[0], item.path
            assert pages[item.path].description == wanted


def test_without_a_summary_the_head_of_a_page_ends_at_a_sentence() -> None:
    one = "Dit is de eerste zin van de tekst, met genoeg woorden. "
    assert shorten(one * 9) == (one * 3).strip()
    assert shorten("woord " * 90).endswith("woord …")
    assert len(shorten("woord " * 90)) <= 200
    assert shorten("Kort.") == "Kort."
