"""Who may not see something cannot work it out either: what differs only in hidden things gives the same edition.

That something hidden is there may be said where a total or a judgement is not the whole (`Model.incomplete`); what it
is, how much of it there is and when it changed may not be told by a single byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from papers_git import change, commit, workspace
from secrets_planted import AMOUNT, LEVELS, WORD, plant
from workbench import build_of, copy_base, shipped_kinds, write

from kapstok.core.audience import AUDIENCES, PUBLIC
from kapstok.core.finding import Severity
from kapstok.core.model import Key
from kapstok.core.workspace import open_workspace
from kapstok.kinds.schema import Kind
from kapstok.pipeline import Loaded, load
from kapstok.render.data.opendata import render_data
from kapstok.view import view

DAY = date(2026, 11, 1)
OTHER_WORD, OTHER_AMOUNT = "Aabverzwegen", 27182818
_KINDS = shipped_kinds()
# Public norms that look at what hangs on a public thing, at all things of a kind, at fields that are narrowed, and at
# what a public thing names: of each there is hidden more.
NORMS = {
    "te-veel-geld": ("opgave", f"som(begrotingsregels.bedrag) < {AMOUNT - 5}"),
    "minder-geld": ("opgave", f"som(begrotingsregels.bedrag) > {AMOUNT - 5}"),
    "genoeg-activiteiten": ("doel", "aantal(activiteiten) > 6"),
    "alle-activiteiten": ("activiteit", "aantal(agenda.activiteiten) > 12"),
    "zonder-notitie": ("activiteit", "not bevat(werknotitie, 'aab')"),
    "iets-gestart": ("doel", "sommige(activiteiten, 'leeg(wat)')"),
    "eerste-doel": ("activiteit", "aantal(doelen) > 4"),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = plant(tmp_path_factory.mktemp("geheim"))
    shutil.rmtree(root / ".git")
    tests = [
        {"id": name, "tekst": f"Norm {name}", "toets": [{"voor": kind, "eis": test, "niveau": "opmerking"}]}
        for name, (kind, test) in NORMS.items()
    ]
    norms = {
        "titel": "Toetsen",
        "publicatie": "openbaar",
        "ontwikkelopdracht": "vol-ontwikkelopdracht",
        "kaders": tests,
    }
    write(root, {"agenda/kaderlijsten/toetsen.yaml": yaml.safe_dump(norms, allow_unicode=True, sort_keys=False)})
    return root


def edition(loaded: Loaded, audience: str) -> dict[str, str]:
    """Everything that an edition is made of: its pages, its papers with all they say of themselves, and its data."""
    found: dict[str, str] = {}
    with ThreadPoolExecutor(1) as executor:
        build = build_of(loaded, executor, audience, asked=True)
        for draft in build.drafts():
            found[f"stuk {draft.planned.stem}"] = repr((draft.paper, draft.origin.day, draft.pending))
        for page in build._pages():
            found[f"pagina {page.address}"] = repr(page)
        assert not build.library.troubles
        for path, content in render_data(build.model, build.kinds, build.day):
            found[f"data {path}"] = content.decode()
    judgement = build.model.judgement
    found["oordeel"] = repr(judgement and (judgement.outcomes, judgement.exemptions, judgement.placements))
    return found


def told(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Where two editions differ, with the first difference."""
    found = []
    for name in sorted(one.keys() | other.keys()):
        a, b = one.get(name, ""), other.get(name, "")
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            found.append(f"{name}: {a[max(0, at - 80) : at + 80]!r} / {b[max(0, at - 80) : at + 80]!r}")
    return found


def in_other_words(root: Path, folder: Path, levels: Sequence[str] = LEVELS) -> Path:
    """The same with every word, name and amount of what has one of these levels another."""

    def other(text: str) -> str:
        for level in levels if set(levels) != set(LEVELS) else ():
            mark, new = f"{WORD}{level or 'ongezegd'}", f"{OTHER_WORD}{level or 'ongezegd'}"
            text = text.replace(mark, new).replace(mark.lower(), new.lower())
        if set(levels) != set(LEVELS):
            return text
        text = text.replace(WORD, OTHER_WORD).replace(WORD.lower(), OTHER_WORD.lower())
        return text.replace(str(AMOUNT), str(OTHER_AMOUNT))

    for path in sorted(p for p in root.rglob("*") if p.is_file() and ".kapstok" not in p.parts):
        target = folder / other(path.relative_to(root).as_posix())
        target.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        target.write_bytes(data if path.suffix in (".pdf", ".png") else other(data.decode()).encode())
    return folder


def with_more_of_it(root: Path, folder: Path) -> Path:
    """The same with every hidden file there thrice, the copies with no more than they must have."""
    copy = Path(shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".kapstok")))
    for path, kind, data in list(_hidden_files(copy)):
        names = kind.fields_with_role("publicatie")
        shapes = kind.shape.fields
        slim = {k: v for k, v in data.items() if k in kind.shape.required or k in names or shapes[k].targets}
        text = yaml.safe_dump({k: v for k, v in slim.items() if "vorige-id" not in shapes[k].role}, allow_unicode=True)
        for number in ("0", "1"):
            path.with_name(f"{number}{path.name}").write_text(text, encoding="utf-8")
    return copy


def _hidden_files(root: Path) -> Iterator[tuple[Path, Kind, dict[str, Any]]]:
    for path in sorted((root / "agenda").glob(f"*/*{WORD.lower()}*.yaml")):
        kind = _KINDS.by_folder(path.parent.name)
        assert kind is not None
        yield path, kind, yaml.safe_load(path.read_text(encoding="utf-8"))


def _loaded(root: Path) -> Loaded:
    loaded = load(open_workspace(root), day=DAY)
    assert not [f for f in loaded.findings if f.severity is Severity.ERROR]
    return loaded


@pytest.fixture(scope="module")
def editions(planted: Path) -> dict[str, dict[str, str]]:
    loaded = _loaded(planted)
    return {audience: edition(loaded, audience) for audience in (PUBLIC, "raad", "werkvloer")}


@pytest.mark.langzaam
@pytest.mark.parametrize("vary", [in_other_words, with_more_of_it])
def test_what_differs_only_in_hidden_things_gives_the_same_edition(
    planted: Path, editions: dict[str, dict[str, str]], vary: Callable[[Path, Path], Path], tmp_path: Path
) -> None:
    """Each edition against that of a workspace in which only what all of these audiences cannot see is different."""
    loaded = _loaded(vary(planted, tmp_path / "werkruimte"))
    assert len(editions[PUBLIC]) > 200
    assert told(editions[PUBLIC], edition(loaded, PUBLIC)) == []


@pytest.mark.langzaam
@pytest.mark.parametrize("audience", ["raad", "partners", "werkvloer"])
def test_other_editions_tell_nothing_of_what_is_hidden_from_them(planted: Path, audience: str, tmp_path: Path) -> None:
    """Here only the words of the levels that this audience does not see differ."""
    hidden = [level for level in LEVELS if (level or "intern") not in AUDIENCES[audience]]
    loaded = _loaded(in_other_words(planted, tmp_path / "werkruimte", hidden))
    assert hidden
    assert told(edition(_loaded(planted), audience), edition(loaded, audience)) == []


@pytest.mark.langzaam
def test_who_sees_everything_sees_the_difference(planted: Path, tmp_path: Path) -> None:
    """The comparison finds what differs: for who may see it all, most of the pages do."""
    loaded = _loaded(in_other_words(planted, tmp_path / "werkruimte"))
    differing = told(edition(_loaded(planted), "besloten"), edition(loaded, "besloten"))
    assert len(differing) > 200


NORM = """\
titel: Geld
publicatie: openbaar
ontwikkelopdracht: inkoop-en-subsidie
kaders:
  - id: grens
    nummer: '1'
    tekst: Niet meer dan een ton
    toets:
      - {voor: opgave, eis: som(begrotingsregels.bedrag) < 100000, niveau: opmerking}
"""
BUDGET = """\
titel: Begroting
jaar: 2026
soort: begroting
publicatie: openbaar
regels:
  - {id: open, titel: O, hangt_aan: opgave:meedoen, bedrag: 5000, soort: lasten, stand: begroot, publicatie: openbaar}
"""


def _money(root: Path, amount: int | None) -> Path:
    line = BUDGET.splitlines()[-1].replace("open,", "dicht,").replace("5000", str(amount))
    more = line.replace("publicatie: openbaar", "publicatie: intern") + "\n" if amount is not None else ""
    write(root, {"agenda/kaderlijsten/geld.yaml": NORM, "agenda/begroting/geld.yaml": BUDGET + more})
    return root


def _state(root: Path, audience: str) -> list[str]:
    loaded = load(open_workspace(root), day=DAY)
    judgement = view(loaded.model, loaded.kinds, audience).judgement
    assert judgement is not None
    return [outcome.state for outcome in judgement.of_norm(Key(kind="kader", id="geld.grens"))]


@pytest.mark.parametrize("amount", [5, 5_000_000])
def test_a_norm_over_a_hidden_amount_says_that_it_cannot_be_told(amount: int, tmp_path: Path) -> None:
    root = _money(copy_base(tmp_path), amount)
    assert _state(root, PUBLIC) == ["onbekend"]
    assert _state(root, "bestuur") == ["houdt" if amount == 5 else "breekt"]


def test_a_norm_of_which_nothing_is_hidden_is_told(tmp_path: Path) -> None:
    assert _state(_money(copy_base(tmp_path), None), PUBLIC) == ["houdt"]


def test_a_public_norm_that_looks_at_a_narrowed_field_is_told_at_that_name(tmp_path: Path) -> None:
    root = _money(copy_base(tmp_path), None)
    change(root, "agenda/kaderlijsten/geld.yaml", "eis: som(", "wanneer: leeg(werknotitie), eis: som(")
    (found,) = load(open_workspace(root), day=DAY).findings
    assert (found.code, found.line, found.column) == ("toets-beperkt-veld", 9, 38)
    assert _state(root, PUBLIC) == ["onbekend"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("agenda/opgaven/meedoen.yaml", "titel:", "werknotitie: Wie gaat dit betalen?\ntitel:"),
        ("agenda/doelen/niemand-alleen.yaml", "titel:", "# nog navragen\ntitel:"),
    ],
)
def test_a_commit_of_which_its_reader_sees_nothing_leaves_a_paper_as_it_is(
    path: str, old: str, new: str, tmp_path: Path
) -> None:
    root = workspace(tmp_path)
    before = edition(load(open_workspace(root), day=DAY), PUBLIC)
    change(root, path, old, new)
    assert told(before, edition(load(open_workspace(root), day=DAY), PUBLIC)) == []
    commit(root, "2026-03-09")
    assert told(before, edition(load(open_workspace(root), day=DAY), PUBLIC)) == []


def test_a_commit_that_its_reader_sees_gives_a_paper_its_day(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for day, word, words in (("09", "Meedoen", "Iedereen"), ("11", "Iedereen", "Iedereen\nwerknotitie: Stil")):
        change(root, "agenda/opgaven/meedoen.yaml", f"titel: {word}", f"titel: {words}")
        commit(root, f"2026-03-{day}")
    (paper,) = [text for name, text in edition(load(open_workspace(root)), PUBLIC).items() if "opgave-meedoen" in name]
    assert "Versie van 9 maart 2026" in paper
    (inside,) = [t for name, t in edition(load(open_workspace(root)), "bestuur").items() if "opgave-meedoen" in name]
    assert "Versie van 11 maart 2026" in inside
