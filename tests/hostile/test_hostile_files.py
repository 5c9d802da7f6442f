"""Thirty ways to read outside its folder, and every one of them stays shut."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile_git import git
from workbench import copy_base, good_model, load_from, png, shipped_kinds, write

from kapstok.core.door import Door, Shut, named_door
from kapstok.files.attachments import check_attachments, find_attachments
from kapstok.files.frozen import read_frozen
from kapstok.files.house.looks import read_looks
from kapstok.files.house_style import word_template
from kapstok.read.reader import read_files
from kapstok.render.drawings.logo import read_logo

SECRET = "geheim-van-deze-computer"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace beside something that is none of its business."""
    space = tmp_path / "w"
    write(tmp_path, {"elders/geheim.csv": f"{SECRET}\n", "elders/x.csv": SECRET, "w-ook/x.md": SECRET})
    (tmp_path / "elders" / "logo.svg").write_text(f"<svg><title>{SECRET}</title></svg>", encoding="utf-8")
    write(space, {"agenda/agenda.yaml": "titel: A\n", "docs/site/over.md": "# Over\n", "intern/raad/x.svg": "<svg/>"})
    write(space, {"bijlagen/lijst.csv": "a;b\n", "huisstijl/logo.svg": "<svg/>", ".git/config": f"[x]\n{SECRET}\n"})
    return space


def link(path: Path, to: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(to)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A name in a folder, and what makes it lead away."""

    folder: str
    name: str
    make: Callable[[Path], None] = lambda _: None


def _linked(path: str, to: str) -> Callable[[Path], None]:
    return lambda root: link(root / path, to)


def _folder(path: str, to: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        place = root / path
        if place.is_dir():
            place.rename(root / "weg")
        link(place, to)

    return make


def _pipe(path: str) -> Callable[[Path], None]:
    return lambda root: os.mkfifo(root / path)


def _chain(root: Path) -> None:
    link(root / "bijlagen" / "een.csv", "twee.csv")
    link(root / "bijlagen" / "twee.csv", "../../elders/geheim.csv")


def _circle(root: Path) -> None:
    link(root / "bijlagen" / "een.csv", "twee.csv")
    link(root / "bijlagen" / "twee.csv", "een.csv")


WAYS: dict[str, Way] = {
    "up": Way(folder="bijlagen", name="../../elders/geheim.csv"),
    "up and down": Way(folder="bijlagen", name="x/../../agenda/agenda.yaml"),
    "absolute": Way(folder="bijlagen", name="/etc/passwd"),
    "backslashes": Way(folder="bijlagen", name="..\\..\\elders\\geheim.csv"),
    "a disk": Way(folder="bijlagen", name="C:\\geheim.csv"),
    "nul": Way(folder="bijlagen", name="lijst.csv\0.png"),
    "link to git": Way(folder="bijlagen", name="x.csv", make=_linked("bijlagen/x.csv", "../.git/config")),
    "link away": Way(folder="bijlagen", name="x.csv", make=_linked("bijlagen/x.csv", "../../elders/geheim.csv")),
    "absolute link": Way(folder="bijlagen", name="x.csv", make=_linked("bijlagen/x.csv", "/etc/passwd")),
    "link to the agenda": Way(folder="bijlagen", name="x.csv", make=_linked("bijlagen/x.csv", "../agenda/agenda.yaml")),
    "link over a link": Way(folder="bijlagen", name="een.csv", make=_chain),
    "links in a circle": Way(folder="bijlagen", name="een.csv", make=_circle),
    "the folder is a link": Way(folder="bijlagen", name="geheim.csv", make=_folder("bijlagen", "../elders")),
    "a folder inside is a link": Way(
        folder="bijlagen", name="m/geheim.csv", make=_linked("bijlagen/m", "../../elders")
    ),
    "the name begins the same": Way(folder="docs/site", name="x.md", make=_folder("docs/site", "../../w-ook")),
    "docs is a link": Way(folder="docs/site", name="x.md", make=_folder("docs", "../elders")),
    "page that is a link": Way(folder="docs/site", name="x.md", make=_linked("docs/site/x.md", "../../.git/config")),
    "page to the agenda": Way(
        folder="docs/site", name="x.md", make=_linked("docs/site/x.md", "../../agenda/agenda.yaml")
    ),
    "itself of the process": Way(folder="docs/site", name="x.md", make=_linked("docs/site/x.md", "/proc/self/environ")),
    "a device": Way(folder="docs/site", name="x.md", make=_linked("docs/site/x.md", "/dev/zero")),
    "standard input": Way(folder="docs/site", name="x.md", make=_linked("docs/site/x.md", "/dev/stdin")),
    "a pipe": Way(folder="docs/site", name="x.md", make=_pipe("docs/site/x.md")),
    "a pipe of attachments": Way(folder="bijlagen", name="x.csv", make=_pipe("bijlagen/x.csv")),
    "a folder": Way(folder="docs/site", name="x.md", make=lambda root: (root / "docs/site/x.md").mkdir()),
    "template": Way(folder="templates", name="stuk/x.j2", make=_linked("templates/stuk/x.j2", "/etc/passwd")),
    "schema": Way(folder="schemas", name="x.json", make=_linked("schemas/x.json", "../../elders/geheim.csv")),
    "settings of the site": Way(folder="", name="mkdocs.yml", make=_linked("mkdocs.yml", "../elders/geheim.csv")),
    "adopted record": Way(folder="vastgesteld", name="x.json", make=_linked("vastgesteld/x.json", "/etc/passwd")),
    "a folder up": Way(folder="..", name="elders/geheim.csv"),
    "nothing": Way(folder="bijlagen", name=""),
    "a dot": Way(folder="bijlagen", name="."),
    "a very long name": Way(folder="bijlagen", name="a" * 5000 + ".csv"),
    "a very deep name": Way(folder="bijlagen", name="a/" * 3000 + "x.csv"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_way_leads_out_of_the_folder(way: Way, root: Path) -> None:
    way.make(root)
    start = time.monotonic()
    door = Door(root, way.folder)
    assert isinstance(door.read(way.name), Shut)
    assert isinstance(door.find(way.name), Shut)
    assert time.monotonic() - start < 1


def test_a_link_within_the_folder_to_the_same_kind_is_read(root: Path) -> None:
    link(root / "bijlagen" / "ook.csv", "lijst.csv")
    assert Door(root, "bijlagen", endings=(".csv",)).read("ook.csv") == b"a;b\n"
    link(root / "bijlagen" / "ook.png", "lijst.csv")
    assert Door(root, "bijlagen", endings=(".csv", ".png")).read("ook.png") is Shut.OUTSIDE


NAMED = (
    "../elders/logo.svg",
    "/etc/passwd",
    ".git/config",
    "huisstijl/.verborgen.svg",
    "intern/raad/x.svg",
    "public/index.html",
    "huisstijl/../../elders/logo.svg",
    "huisstijl/weg.svg",
    "huisstijl",
    "",
    "huisstijl\\logo.svg",
    "huisstijl/logo.svg\0",
)


def house_of(name: str) -> dict[str, object]:
    """Settings that name one file for everything."""
    style: dict[str, object] = dict.fromkeys(("logo", "tokens", "word_sjabloon"), name)
    return style | {"lettertype": "X", "letterbestanden": {"gewoon": name}}


@pytest.mark.parametrize("name", NAMED)
def test_settings_name_no_file_outside_their_reach(name: str, root: Path) -> None:
    link(root / "huisstijl" / "weg.svg", "../../elders/logo.svg")
    door, file = named_door(root, name, limit=1000)
    assert isinstance(door.read(file), Shut)
    assert read_logo(root, name).data is None
    house = house_of(name)
    looks, _ = read_looks(root, house)
    assert (looks.tokens.css(), looks.letters.faces, word_template(root, house)) == ("", (), None)


@pytest.mark.parametrize("ending", ["svg", "css", "docx", "ttf", "woff2"])
@pytest.mark.parametrize("to", ["../../elders/geheim.csv", "../.git/config", "/etc/passwd", "../agenda/agenda.yaml"])
def test_no_file_of_the_house_style_is_a_link_out_of_its_folder(ending: str, to: str, root: Path) -> None:
    link(root / "huisstijl" / f"x.{ending}", to)
    name = f"huisstijl/x.{ending}"
    house = house_of(name)
    looks, problems = read_looks(root, house)
    assert (looks.tokens.css(), looks.letters.faces, word_template(root, house)) == ("", (), None)
    assert problems
    assert read_logo(root, name).problem[0] == "logo-ontbreekt"


MEETING = """titel: Raad
overleg: raad
datum: 5 maart 2026
vertrouwelijk: false
bijlagen:
  - titel: Lijst
    bestand: {0}
agendapunten:
  - id: opening
    titel: Opening
"""
ATTACHED = {
    "x.csv": ("bijlage-buiten", "../.git/config"),
    "diep/x.csv": ("bijlage-buiten", "../../../elders/geheim.csv"),
    "x.png": ("bijlage-buiten", "lijst.csv"),
    "x.svg": ("bijlage-soort", "lijst.csv"),
    "x.html": ("bijlage-soort", "lijst.csv"),
    "x.csv.exe": ("bijlage-soort", "lijst.csv"),
    "weg.csv": ("bijlage-ontbreekt", "bestaat-niet.csv"),
    "map.csv": ("bijlage-onleesbaar", ""),
}


@pytest.mark.parametrize(("name", "code", "to"), [(name, *rest) for name, rest in ATTACHED.items()])
def test_an_attachment_that_leads_away_is_told_and_not_published(name: str, code: str, to: str, root: Path) -> None:
    if to:
        link(root / "bijlagen" / name, to)
    else:
        (root / "bijlagen" / name).mkdir()
    texts = {"overleggen/raad.yaml": "naam: Raad\nniveau: gemeente\n", "vergaderingen/maart.yaml": MEETING.format(name)}
    model = good_model(texts)
    findings = list(check_attachments(root, model, shipped_kinds()))
    assert [(f.code, f.line, f.column) for f in findings] == [(code, 7, 14)]
    (attachment,) = next(iter(find_attachments(root, model, shipped_kinds()).values()))
    assert (attachment.source, attachment.path) == (None, "")


def test_the_published_name_comes_from_the_written_one(root: Path) -> None:
    (root / "bijlagen" / "echt.PNG").write_bytes(png())
    link(root / "bijlagen" / "kaart.png", "echt.PNG")
    texts = {"overleggen/raad.yaml": "naam: Raad\nniveau: gemeente\n"}
    texts["vergaderingen/maart.yaml"] = MEETING.format("kaart.png\n    alt: Een kaart")
    (attachment,) = next(iter(find_attachments(root, good_model(texts), shipped_kinds()).values()))
    assert attachment.path == "stukken/bijlagen/maart-1-lijst.png"


def test_agenda_and_adopted_papers_are_read_through_the_door(root: Path, tmp_path: Path) -> None:
    link(root / "agenda" / "b.yaml", "../mkdocs.yml")
    link(root / "agenda" / "c.yaml", "../../elders/geheim.csv")
    os.mkfifo(root / "agenda" / "d.yaml")
    _, findings = read_files(root, [root / "agenda" / f"{name}.yaml" for name in "bcd"])
    assert [f.code for f in findings] == ["yaml-koppeling", "yaml-koppeling", "yaml-onleesbaar"]
    _folder("vastgesteld", "../elders")(root)
    assert [f.code for f in read_frozen(root)[1]] == ["bestand-buiten"]


TREE = {
    "docs/site/x.md": ("bestand-buiten", _linked("docs/site/x.md", "../../.git/config")),
    "docs/site/y.md": ("bestand-geen-bestand", _pipe("docs/site/y.md")),
    "docs/site/z.md": ("bestand-te-groot", lambda root: write(root, {"docs/site/z.md": "x " * 200_000})),
    "docs/site": ("bestand-buiten", _folder("docs", "../elders")),
    "templates/pagina/x.md.j2": ("bestand-buiten", _linked("templates/pagina/x.md.j2", "/etc/passwd")),
    "templates/stijl/site/x.css": ("bestand-buiten", _linked("templates/stijl/site/x.css", "/etc/passwd")),
    "templates": ("bestand-buiten", _linked("templates", "../elders")),
    "schemas/x.json": ("bestand-buiten", _linked("schemas/x.json", "/etc/passwd")),
    "mkdocs.yml": ("bestand-buiten", _linked("mkdocs.yml", "/etc/passwd")),
}


@pytest.mark.parametrize(("place", "code", "make"), [(place, *rest) for place, rest in TREE.items()])
def test_what_stays_shut_is_told_once_at_its_place(
    place: str, code: str, make: Callable[[Path], None], tmp_path: Path
) -> None:
    root = copy_base(tmp_path)
    write(tmp_path, {"elders/site/x.md": SECRET})
    (root / "docs" / "site").mkdir(parents=True)
    make(root)
    start = time.monotonic()
    found = load_from(root).findings
    assert [(f.path, f.code) for f in found] == [(place, code)]
    assert SECRET not in "".join(f.message + f.hint for f in found)
    assert time.monotonic() - start < 5


def test_names_of_files_with_odd_signs_break_nothing(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    names = ["a\nb", "::add-mask::x", "\x1b[31mrood", "$(touch x)", "`x`", "-rf", "a\u202eb", "con", "x" * 200, "é"]
    for name in names:
        for folder, ending in (("docs/site", "md"), ("bijlagen", "csv"), ("agenda/doelen", "yaml")):
            write(root, {f"{folder}/{name}.{ending}": "x\n"})
    git(root, "init", "-q")
    found = load_from(root).findings
    assert len([f for f in found if f.path.startswith("docs/site/")]) == len(names)
    assert len([f for f in found if f.path.startswith("agenda/doelen/")]) == len(names)
    assert not [f for f in found for text in (f.path, f.message, f.hint) if set(text) & {"\n", "\x1b", "\u202e"}]
    assert all(len(f.message) < 400 for f in found)
