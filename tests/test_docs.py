"""The documentation is true: its commands run, its links lead somewhere, its codes and messages are the real ones."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import council_contradictions
import pytest

from kapstok.cli import _parser
from kapstok.core.audience import AUDIENCES
from kapstok.core.dates import parse_date
from kapstok.core.finding import Finding, Severity
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.files.house.looks import TOKENS
from kapstok.pipeline import Rendered, load, render

ROOT = Path(__file__).resolve().parent.parent
BASE = Path(__file__).parent / "basis"
HANDBOOK = ROOT / "docs" / "handleiding"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CHAPTERS = sorted(HANDBOOK.glob("*.md"))
DAY = date(2026, 11, 1)

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
ROW = re.compile(r"^\| `([a-z-]+)` \| (.+?) \| .+ \|$", re.MULTILINE)
AUDIENCE_ROW = re.compile(r"^\| `([a-z]+)`[^|]* \| ((?:`[a-z]+`(?:, )?)+) \|$", re.MULTILINE)
TESTED_ELSEWHERE = ("eigen-velden", "kader-toetsen")  # below, and in test_handbook_examples.py
GOAL = "nummer: '9'\ntitel: Inwoners bewegen\nopgave: meedoen\n"
BEGINNINGS = {
    "agenda/activiteiten": "titel: Proef\nvoortgang: voorgesteld\n",
    "agenda/ontwikkelopdrachten": "kaderlijsten: [kwaliteitsnormen]\nopdracht: Werk het uit.\n",
    "agenda/agenda.yaml": "titel: Agenda\ngemeente: Voorbeeldstad\nstatus: concept\npublicatie: openbaar\n",
}
PLAN = "titel: Samen koken\nvoortgang: voorgesteld\n"
# What to write where for each code of `meldingen.md`: the file that gives the message which stands there.
FAULTS = {
    "yaml-dubbele-punt": GOAL.replace("Inwoners bewegen", "Bewegen: samen sterk"),
    "yaml-dubbele-punt-vergeten": GOAL.replace("titel:", "titel"),
    "yaml-spatie": GOAL.replace("titel: ", "titel:"),
    "yaml-aanhalingsteken-open": GOAL.replace("'9'", "'7"),
    "yaml-inspringing": GOAL.replace("opgave", "  opgave"),
    "yaml-tab": GOAL + "indicatoren:\n\t- mensen-aan-het-werk\n",
    "yaml-dubbel-veld": GOAL + "titel: Inwoners sporten\n",
    "yaml-ster": GOAL.replace("Inwoners", "*Inwoners*"),
    "veld-onbekend": GOAL + "titl: Inwoners sporten\n",
    "veld-ontbreekt": GOAL.replace("titel: Inwoners bewegen\n", ""),
    "tekst-zonder-aanhalingstekens": GOAL.replace("'9'", "6.10"),
    "waarde-onbekend": GOAL + "status: vastgestelt\n",
    "waarde-leeg": GOAL.replace(" meedoen", ""),
    "waarde-soort": GOAL + "indicatoren: mensen-aan-het-werk\n",
    "getal-vorm": PLAN + "kosten:\n  bedrag: 58.400\n",
    "blok-niet-ingesprongen": PLAN + "kosten:\nbedrag: 58400\njaar: 2026\n",
    "tekst-achter-hekje": GOAL.replace("Inwoners bewegen", "Campagne #doemee"),
    "datum-spelling": GOAL + "besluitvorming:\n  - status: concept\n    datum: 5/11/26\n",
    "datum-weekdag": GOAL + "besluitvorming:\n  - status: concept\n    datum: vrijdag 7 november 2019\n",
    "datum-woorden": GOAL
    + "besluitvorming:\n  - status: concept\n    datum: {tekst: zomer 2019, laatst: '2019-01-31'}\n",
    "bestand-niet-gelezen": GOAL,
    "git-conflict": GOAL + "<<<<<<< HEAD\n=======\n>>>>>>> plan\n",
    "datum-onduidelijk": GOAL + "besluitvorming:\n  - status: concept\n    datum: na de zomer\n",
    "verwijzing-bestaat-niet": GOAL.replace("meedoen", "medoen"),
    "verwijzing-verkeerde-soort": GOAL.replace("meedoen", "niemand-alleen"),
    "bestandsnaam": GOAL,
    "nummer-dubbel": GOAL.replace("'9'", "'1'"),
    "tekst-lijst": GOAL + "toelichting: |\n  Drie dingen:\n  - een\n",
    "tekst-nummering": GOAL + "toelichting: |\n  1. een\n  2. twee\n  3. drie\n  3. vier\n",
    "tekst-gevouwen": GOAL + "toelichting: >\n  Drie dingen:\n  - een\n",
    "tekst-tabel": GOAL + "toelichting: |\n  | a | b |\n  | --- | --- |\n  | 1 | 2 | 3 |\n",
    "tekst-nadruk": GOAL + "toelichting: |\n  Een **woord\n",
    "tekst-schuine-streep": GOAL + "toelichting: |\n  Een \\woord\n",
}
NORM = """titel: Onze afspraken
ontwikkelopdracht: inkoop-en-subsidie
kaders:
  - id: start
    nummer: '1'
    tekst: Een activiteit start pas als bekend is wat we doen
"""
TEST = """    toets:
      - voor: activiteit
        wanneer: voortgang == 'gestart'
        eis: gevuld(wat)
        melding: '{titel} is gestart zonder antwoord.'
"""
CASE = """        gevallen:
          - geval: Een geval
            velden: {voortgang: gestart}
            uitkomst: breekt
"""
EXEMPT = """titel: Soepmiddag
voortgang: gestart
afwijking:
  kader: zz.start
  reden: Een proef.
  door: college
"""
# The same for tests: the list of norms, and the activity that it is held against.
NORM_FAULTS = {
    "toets-soort": (NORM + TEST.replace("activiteit\n", "activiteiten\n"), EXEMPT),
    "toets-veld": (NORM + TEST.replace("gevuld(wat)", "gevuld(wattt)"), EXEMPT),
    "toets-waarde": (NORM + TEST.replace("'gestart'", "'begonnen'"), EXEMPT),
    "toets-functie": (NORM + TEST.replace("gevuld(wat)", "ingevuld(wat)"), EXEMPT),
    "toets-taal": (NORM + TEST.replace("==", "="), EXEMPT),
    "toets-melding": (NORM + TEST.replace("{titel}", "{naam}"), EXEMPT),
    "kader-zonder-plaats": (NORM, EXEMPT),
    "kader-niet-aanvaard": (
        f"{NORM}    niet_toetsbaar: {{reden: Geen idee, voorstel: Vraag het}}\nstatus: vastgesteld\n",
        EXEMPT,
    ),
    "geval-anders": (f"{NORM}{TEST}{CASE.replace('gestart}', 'gestart, wat: Soep}')}", EXEMPT),
    "geval-soort": (f"{NORM}{TEST}{CASE}            erbij: [{{soort: meting, id: a, velden: {{}}}}]\n", EXEMPT),
    "geval-bij-poort": (f"{NORM}    toets:\n      - poort: einde-met-reden\n{CASE}", EXEMPT),
    "afwijking-verlopen": (NORM + TEST, EXEMPT + "  tot: '2026-06-30'\n"),
    "afwijking-grond": (NORM + TEST, EXEMPT + "  op_grond_van: kader-inkoop.keuzevrijheid\n"),
    "afwijking-onnodig": (NORM + TEST, EXEMPT + "wat: Buren eten samen.\n"),
}
FIGURE = "titel: Bewegen\nsoort: outcome\neenheid: '%'\nrichting: hoger-beter\n"
AIM = "streefwaarden:\n  - {id: doel-2024, soort: aandeel, vergelijking: '>=', waarde: 80, termijn: '2026'}\n"


def _figure(*measured: str, more: str = "") -> dict[str, str]:
    lines = "".join(f"  - {{{one}}}\n" for one in measured)
    return {"indicatoren/zz.yaml": FIGURE + (f"metingen:\n{lines}" if lines else "") + more}


# Of two things that cannot both be so: the files, by their path in the agenda.
_WORK = "titel: Vitaliteitsapp\ndoelen: [niemand-alleen]\n"


def _budget(title: str, year: int, amount: int, more: str = "") -> str:
    """A budget with one line."""
    return (
        f"titel: {title}\njaar: {year}\nsoort: begroting\nregels:\n  - {{id: a, titel: Post, "
        f"hangt_aan: 'opgave:meedoen', bedrag: {amount}, soort: lasten, stand: begroot{more}}}\n"
    )


CONTRADICTED: dict[str, dict[str, str]] = {
    "meting-dubbel": _figure("id: a, waarde: 61.2, peil: '2025'", "id: b, waarde: 60, peil: '2025'"),
    "nulmeting-dubbel": _figure(
        "id: a, waarde: 40, peil: '2019', nulmeting: true", "id: b, waarde: 41, peil: '2020', nulmeting: true"
    ),
    "groep-schrijfwijze": _figure(
        "id: a, waarde: 40, peil: '2019', uitsplitsing: volwassenen",
        "id: b, waarde: 41, peil: '2020', uitsplitsing: Volwassenen",
    ),
    "meting-status": _figure("id: a, waarde: 40, peil: '2019', status_meting: n.n.b."),
    "streefwaarde-voor-nulmeting": _figure(
        "id: a, waarde: 40, peil: '2021', nulmeting: true", more=AIM.replace("2026", "2019")
    ),
    "streefwaarde-dubbel": _figure(more=AIM + "  - {id: b, soort: aandeel, waarde: 85, termijn: '2026'}\n"),
    "vervangt-elders": {"indicatoren/ander.yaml": FIGURE + AIM}
    | _figure(more=AIM.replace("doel-2024", "b").replace("termijn", "vervangt: ander.doel-2024, termijn")),
    "streefwaarde-richting": _figure(more=AIM.replace(">=", "<=")),
    "bereik-omgekeerd": _figure(more="streefwaarden:\n  - {id: b, soort: bereik, waarde_van: 24, waarde_tot: 20}\n"),
    "streefwaarde-eenheid": _figure(more="streefwaarden:\n  - {id: b, soort: rang, waarde: 20}\n"),
    "richting-rang": {"indicatoren/zz.yaml": FIGURE.replace("'%'", "rang")},
    "regel-buiten-begroting": {"begroting/zz.yaml": _budget("Begroting 2020-2021", 2020, 0, ", jaar: 2028")},
    "realisatie-vooraf": {"begroting/zz.yaml": _budget("B", 2030, 0).replace("begroot", "realisatie")},
    "post-dubbel": {
        "begroting/zy.yaml": _budget("Eerste wijziging", 2026, 5),
        "begroting/zz.yaml": _budget("Tweede wijziging", 2026, 6),
    },
    "kosten-anders-begroot": {
        "activiteiten/zz.yaml": f"{_WORK}voortgang: loopt\nkosten: {{bedrag: 48000, jaar: 2026}}\n",
        "begroting/zz.yaml": _budget("B", 2026, 50000).replace("opgave:meedoen", "activiteit:zz"),
    },
    "bedrag-na-einde": {
        "activiteiten/zz.yaml": f"{_WORK}voortgang: afgerond\neinde: '2025-06-30'\n",
        "begroting/zz.yaml": _budget("B", 2026, 12500).replace("opgave:meedoen", "activiteit:zz"),
    },
    "einde-voor-begin": {
        "activiteiten/zz.yaml": f"{_WORK}voortgang: loopt\nwanneer: voorjaar 2026\neinde: '2025-06-30'\n"
    },
    "voorbij-voor-einde": {"activiteiten/zz.yaml": f"{_WORK}voortgang: afgerond\neinde: '2090'\n"},
    "begrotingsjaar-buiten-looptijd": {
        "activiteiten/zz.yaml": f"{_WORK}voortgang: loopt\neinde: '2025-06-30'\nbegrotingsjaren: [2026]\n"
    },
    "opvolger-te-vroeg": {
        "opgaven/zz.yaml": "nummer: '9'\ntitel: Bewegen\nstatus: concept\nvervangen_door: opgave:meedoen\n"
    },
    "hangt-aan-vervallen": {
        "opgaven/zz.yaml": "nummer: '9'\ntitel: Bewegen\nstatus: vervallen\n",
        "doelen/zz.yaml": "nummer: '9'\ntitel: Bewegen\nopgave: zz\n",
    },
    "aantal-te-klein": {
        "akkoorden/zz.yaml": "naam: A\nthema: t\nfase: analyse\naantal_werkgroepen: 1\n"
        "werkgroepen:\n  - {id: een, naam: Een}\n  - {id: twee, naam: Twee}\n"
    },
}
CONTRADICTED |= council_contradictions.CONTRADICTED


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A fenced code block: its language, its text, and the place in the workspace that the page gives it."""

    language: str
    text: str
    place: str = ""


def blocks(page: Path) -> Iterator[Block]:
    """The code blocks of a page; a place is a comment on the first line, else the last code word before the block."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        first, _, rest = match[2].partition("\n")
        if first.startswith("# ") and match[1] == "yaml":
            yield Block(language=match[1], text=rest, place=first.removeprefix("# "))
        else:
            paragraph = text[: match.start()].rstrip().rpartition("\n\n")[2]
            places = CODE.findall(paragraph) if paragraph.endswith(":") else []
            yield Block(language=match[1], text=match[2], place=places[-1] if places else "")


def yaml_blocks(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.language == "yaml"]


def without_fences(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def commands(page: Path) -> list[str]:
    """Every command that starts with kapstok, in running text and in blocks."""
    text = page.read_text(encoding="utf-8")
    found = CODE.findall(FENCE.sub("", text))
    found += [line for _, body in FENCE.findall(text) for line in body.splitlines()]
    return [command for command in found if re.match(r"kapstok (?!:)", command)]


def small_workspace(folder: Path) -> Path:
    shutil.copytree(BASE, folder)
    return folder


def put(workspace: Path, place: str, text: str) -> None:
    target = workspace / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def findings_in(workspace: Path) -> list[Finding]:
    return [f for f in load(open_workspace(workspace), day=DAY).findings if f.severity is not Severity.NOTE]


def is_accepted(arguments: list[str]) -> bool:
    """Whether the command line takes these; a command that is only named need not be complete."""
    try:
        _parser().parse_args(arguments if len(arguments) > 1 else [*arguments, "--help"])
    except SystemExit as end:
        return end.code == 0
    return True


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_in_the_documentation_is_one(page: Path) -> None:
    assert [command for command in commands(page) if not is_accepted(shlex.split(command)[1:])] == []


def test_the_readme_gives_the_two_commands_and_names_every_order() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python -m pip install . && python build.py" in text
    assert (ROOT / "build.py").is_file()
    for command in ("build", "check", "kaders", "leesbaarheid", "serve", "herstel", "new"):
        assert f"kapstok {command}" in text


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_option_in_the_documentation_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        "build",
        "check",
        "kaders",
        "leesbaarheid",
        "serve",
        "new",
        "vaststellen",
        "herstel",
        "schoon",
        "opmerking",
        "verschil",
        "nagaan",
        "stukken",
        "waarom",
        "rename",
    ):
        with pytest.raises(SystemExit):
            _parser().parse_args([command, "--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) | {"--version", "--sandbox"}
    tokens = {name for names in TOKENS.values() for name in names}
    code = " ".join(code for code in CODE.findall(without_fences(page)) if code not in tokens)
    used = set(re.findall(r"(?<!\S)--[a-z-]+", code))
    assert used <= known


def anchors(page: Path) -> set[str]:
    """The anchors that a forge and the site give the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", without_fences(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_internal_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(CODE.sub("", without_fences(page))):
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)}: {link}"
        assert not anchor or anchor in anchors(target), f"{name(page)}: {link}"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name)
def test_a_chapter_has_a_head_and_stands_in_the_list_of_chapters(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    assert re.match(r"---\ntitel: .+\nomschrijving: .+\nvolgorde: \d+\n---\n# ", text)
    assert chapter.stem == "index" or chapter.name in (HANDBOOK / "index.md").read_text(encoding="utf-8")


def test_every_code_in_the_documentation_is_a_code_of_kapstok() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "kapstok").rglob("*.py")))
    known = set(re.findall(r"\"([a-z]+(?:-[a-z]+)*)\"", source))
    listed = ROW.findall((HANDBOOK / "meldingen.md").read_text(encoding="utf-8"))
    known |= {"kader-zonder-plaats", "kader-niet-aanvaard"}  # codes that begin with the name of a kind
    assert {code for code, _ in listed} <= known
    codes = re.compile(r"(?:yaml|veld|waarde|tekst|verwijzing|datum|schema|peildatum|stuk|toets|afwijking)-[a-z-]+")
    for page in PAGES:
        assert {word for word in CODE.findall(without_fences(page)) if codes.fullmatch(word)} <= known, name(page)


@pytest.mark.parametrize(("code", "message"), ROW.findall((HANDBOOK / "meldingen.md").read_text(encoding="utf-8")))
def test_a_message_in_the_handbook_is_what_kapstok_says(code: str, message: str, tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "ws")
    if code in NORM_FAULTS:
        for folder, text in zip(("kaderlijsten", "activiteiten"), NORM_FAULTS[code], strict=True):
            put(workspace, f"agenda/{folder}/zz.yaml", text)
    elif code in CONTRADICTED:
        for path, text in CONTRADICTED[code].items():
            put(workspace, f"agenda/{path}", text)
    else:
        file = {"bestandsnaam": "Meer bewegen.yaml", "bestand-niet-gelezen": "zz.yml"}.get(code, "zz.yaml")
        folder = "activiteiten" if FAULTS[code].startswith(PLAN) else "doelen"
        put(workspace, f"agenda/{folder}/{file}", FAULTS[code])
    said = {(finding.code, finding.message) for finding in load(open_workspace(workspace), day=DAY).findings}
    assert (code, message.replace("\\*", "*")) in said


def test_the_handbook_explains_the_messages_people_meet_and_its_example_is_real(tmp_path: Path) -> None:
    page = HANDBOOK / "meldingen.md"
    listed = [code for code, _ in ROW.findall(page.read_text(encoding="utf-8"))]
    assert len(listed) == len(set(listed)) == len(FAULTS) + len(NORM_FAULTS) + len(CONTRADICTED) >= 30
    workspace = small_workspace(tmp_path / "ws")
    put(workspace, "agenda/doelen/bewegen.yaml", GOAL.replace("titel:", "titl:"))
    example = next(block.text for block in blocks(page) if block.language == "text")
    said = [
        f"{f.path}:{f.line}:{f.column}: fout: {f.message} [{f.code}]\n    {f.hint}\n" for f in findings_in(workspace)
    ]
    assert example in said


def example_workspace(folder: Path) -> Path:
    """The shipped agenda, which the examples of the handbook refer to."""
    for part in ("agenda", "huisstijl"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


@pytest.mark.parametrize(
    "page", [page for page in CHAPTERS if page.stem not in TESTED_ELSEWHERE and yaml_blocks(page)], ids=name
)
def test_every_yaml_example_is_right(page: Path, tmp_path: Path) -> None:
    workspace = example_workspace(tmp_path / "ws")
    for number, block in enumerate(yaml_blocks(page)):
        assert block.place, f"{name(page)}: say in the first line where this belongs:\n{block.text}"
        if block.place.startswith("in "):
            place = block.place.removeprefix("in ")
            beginning = BEGINNINGS[place]
            if place.endswith("opdrachten"):
                beginning += "".join(
                    f"{field}: '{value}'\n"
                    for field, value in (("nummer", f"7.{number}"), ("titel", "Proef"))
                    if not re.search(rf"^{field}:", block.text, re.MULTILINE)
                )
            file = place if place.endswith(".yaml") else f"{place}/proef-{number}.yaml"
            put(workspace, file, beginning + block.text)
        else:
            put(workspace, block.place, block.text)
    found = [f for f in findings_in(workspace) if f.code != "nummer-dubbel"]
    # An example is a draft: the agenda's own norms may warn of what it still lacks.
    assert [f for f in found if f.severity is Severity.ERROR or not f.code.startswith("kader-")] == []


def test_every_date_in_the_handbook_can_be_placed() -> None:
    table = (
        (HANDBOOK / "een-bestand.md").read_text(encoding="utf-8").partition("| U schrijft |")[2].partition("\n\n")[0]
    )
    written = [row.split("|")[1] for row in table.splitlines()[2:]]
    phrases = [phrase.strip("'") for column in written for phrase in CODE.findall(column)]
    assert len(phrases) > 25
    assert all(parse_date(phrase) for phrase in phrases)


def test_the_first_change_differs_from_the_agenda_in_its_explanation_only() -> None:
    (block,) = yaml_blocks(HANDBOOK / "eerste-wijziging.md")
    real = (ROOT / block.place).read_text(encoding="utf-8")
    assert real.partition("toelichting:")[0] == block.text.partition("toelichting:")[0]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rendered]:
    """A workspace with everything that `eigen-velden.md` makes, rendered for everybody."""
    workspace = small_workspace(tmp_path_factory.mktemp("eigen") / "ws")
    goal = "agenda/doelen/meedoen-naar-vermogen.yaml"
    put(workspace, goal, GOAL + "publicatie: openbaar\n")
    for block in blocks(HANDBOOK / "eigen-velden.md"):
        assert block.place, block.text
        put(workspace, block.place, block.text)
    assert findings_in(workspace) == []
    loaded = load(open_workspace(workspace), day=DAY)
    with ThreadPoolExecutor(1) as executor:
        return workspace, render(loaded, parts=["site", "data"], executor=executor, watcher=Nobody())


def output(own: tuple[Path, Rendered], path: str) -> str:
    found = next(o.content for o in own[1].outputs if o.path == path)
    assert isinstance(found, bytes)
    return found.decode()


def test_an_own_kind_gets_its_page_its_overview_and_its_data(own: tuple[Path, Rendered]) -> None:
    assert [f for f in own[1].findings if f.code != "onderdelen-ontbreken"] == []
    page = output(own, "buurtideeen/soepmiddag/index.html")
    assert "Een idee uit Lexmond." in page
    assert "../../doelen/meedoen-naar-vermogen/" in page
    assert "Soepmiddag in het dorpshuis" in output(own, "buurtideeen/index.html")
    assert "soepmiddag" in output(own, "data/buurtideeen.csv")
    assert '"kern": "Lexmond"' in output(own, "data/buurtideeen.json")


def test_an_own_field_is_in_the_data_and_checked(own: tuple[Path, Rendered]) -> None:
    assert '"wethouder": "wethouder sociaal domein"' in output(own, "data/doelen.json")
    put(own[0], "agenda/buurtideeen/fout.yaml", "titel: Fout\ndoel: bestaat-niet\n")
    put(own[0], "agenda/doelen/fout.yaml", GOAL + "wethouder: [a]\n")
    codes = {f.code for f in findings_in(own[0]) if f.path.endswith("fout.yaml")}
    assert {"verwijzing-bestaat-niet", "waarde-soort"} <= codes


@pytest.mark.parametrize("page", [HANDBOOK / "publicatie.md", ROOT / "docs/ontwikkelen/architectuur.md"], ids=name)
def test_the_table_of_audiences_is_that_of_the_code(page: Path) -> None:
    rows = AUDIENCE_ROW.findall(page.read_text(encoding="utf-8"))
    table = {audience: frozenset(CODE.findall(levels)) for audience, levels in rows}
    assert table == dict(AUDIENCES)
    folders = (HANDBOOK / "uitgaven.md").read_text(encoding="utf-8")
    assert all(f"`intern/{audience}/`" in folders for audience in AUDIENCES if audience != "inwoners")


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.")[0]
    reasons = (ROOT / "docs/ontwikkelen/keuzes.md").read_text(encoding="utf-8")
    names = re.findall(r"^(?:  |requires = \[)\"([A-Za-z][\w-]*)", project, re.MULTILINE)
    assert len(names) > 25
    assert [wanted for wanted in names if wanted.casefold() not in reasons.casefold()] == []


def test_every_target_of_make_in_the_documentation_exists() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    used = {target for page in PAGES for target in re.findall(r"`make ([a-z]+)`", page.read_text(encoding="utf-8"))}
    assert used
    assert used <= known
