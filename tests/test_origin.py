"""Where a Kapstok came from, which wheel it packs of itself, and which forge keeps a workspace."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PathDistribution
from io import BytesIO
from pathlib import Path

import pytest
import yaml

from kapstok.commands import ourselves as module
from kapstok.commands.forges import place_of
from kapstok.commands.new import make_workspace
from kapstok.commands.origin import Origin, find_origin
from kapstok.commands.ourselves import Ourselves, ourselves
from kapstok.commands.wheel import CARRIED, pack_wheel, wheel_name
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load
from kapstok.render.site.loose import with_files
from tests.workbench import REPOSITORY


def test_our_wheel_holds_what_the_builder_of_packages_puts_in_one(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(tmp_path), str(REPOSITORY)], check=True, cwd=tmp_path, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    ours = ourselves()
    assert ours is not None
    packed = pack_wheel(ours)
    assert built.name == wheel_name()
    with zipfile.ZipFile(built) as theirs, zipfile.ZipFile(BytesIO(packed)) as mine:
        inside = {name for name in theirs.namelist() if ".dist-info/" not in name}
        assert {name for name in mine.namelist() if ".dist-info/" not in name} == inside
        assert all(theirs.read(name) == mine.read(name) for name in inside)
        said = theirs.read(next(name for name in theirs.namelist() if name.endswith("METADATA"))).decode()
        own = mine.read(next(name for name in mine.namelist() if name.endswith("METADATA"))).decode()
    wanted = {line.replace(" ", "") for line in own.splitlines() if line.startswith("Requires-Dist")}
    theirs_wanted = {line.replace(" ", "") for line in said.splitlines() if line.startswith("Requires-Dist")}
    assert len(wanted) == len({line for line in theirs_wanted if "extra==" not in line}) > 15
    assert pack_wheel(ours) == packed, "the same files give the same bytes"


def test_what_a_wheel_carries_is_what_the_project_says() -> None:
    hatch = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    wheel = hatch["targets"]["wheel"]
    assert set(CARRIED) == {*wheel["only-include"], *wheel["force-include"]} - {"kapstok"}


def installed_from(monkeypatch: pytest.MonkeyPatch, folder: Path, recorded: object) -> Origin:
    """The origin of a Kapstok of which pip recorded this."""
    info = folder / "kapstok-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: kapstok\nVersion: 0.1.0\nRequires-Dist: PyYAML>=6\n")
    if recorded is not None:
        (info / "direct_url.json").write_text(json.dumps(recorded), encoding="utf-8")
    found = PathDistribution(info)
    ours = Ourselves(requires=("PyYAML>=6",), metadata="Name: kapstok\n", commands="", installed=found)
    monkeypatch.setattr("kapstok.commands.origin.ourselves", lambda: ours)
    return find_origin()


SHA, HASH = "c" * 40, "d" * 64
RECORDED: list[tuple[object, str]] = [
    (None, "kapstok==0.1.0"),
    (
        {"url": "https://x.nl/k.git", "vcs_info": {"vcs": "git", "commit_id": SHA}},
        f"kapstok @ git+https://x.nl/k.git@{SHA}",
    ),
    (
        {"url": "https://x.nl/k.whl", "archive_info": {"hashes": {"sha256": HASH}}},
        f"kapstok @ https://x.nl/k.whl#sha256={HASH}",
    ),
    ({"url": "https://x.nl/k.whl", "archive_info": {}}, "wiel"),
    ({"url": "file:///home/x/kapstok", "dir_info": {"editable": True}}, "wiel"),
    ({"url": "file:///home/x/k.whl", "archive_info": {"hashes": {"sha256": HASH}}}, "wiel"),
    ({"url": "https://naam:geheim@x.nl/k.git", "vcs_info": {"vcs": "git", "commit_id": SHA}}, "wiel"),
    ({"url": "https://x.nl/k.git -e x", "vcs_info": {"vcs": "git", "commit_id": SHA}}, "wiel"),
    ({"url": "https://x.nl/k.git", "vcs_info": {"vcs": "git", "commit_id": "main; x"}}, "wiel"),
]


@pytest.mark.parametrize(("recorded", "wanted"), RECORDED)
def test_the_pipeline_installs_from_where_this_kapstok_came(
    recorded: object, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = installed_from(monkeypatch, tmp_path, recorded)
    assert "geheim" not in origin.requirement
    if wanted == "wiel":
        assert origin.requirement == f"./gereedschap/{wheel_name()}"
        assert origin.wheel is not None
    else:
        assert (origin.requirement, origin.wheel) == (wanted, None)
    assert any(pin.startswith("pyyaml==6.") for pin in origin.pins)


def test_without_anything_known_it_is_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kapstok.commands.origin.ourselves", lambda: None)
    assert find_origin().requirement == "kapstok==0.1.0"


def test_a_folder_that_is_not_ours_is_not_read_as_ours(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "anders"\n', encoding="utf-8")
    assert module._in_folder(tmp_path / "pyproject.toml") is None


PLACES = [
    ("https://github.com/gemeente/agenda.git", "", "https://github.com/gemeente/agenda/edit/main/"),
    ("git@github.com:gemeente/agenda.git", "", "https://github.com/gemeente/agenda/edit/main/"),
    (
        "ssh://git@gitlab.gemeente.nl:2222/groep/sub/agenda.git",
        "",
        "https://gitlab.gemeente.nl/groep/sub/agenda/-/edit/main/",
    ),
    ("https://naam:geheim@gitlab.com/g/a", "", "https://gitlab.com/g/a/-/edit/main/"),
    ("https://codeberg.org/g/a", "", "https://codeberg.org/g/a/_edit/main/"),
    ("https://git.gemeente.nl/g/a", "", ""),
    ("https://git.gemeente.nl:8443/g/a", "forgejo", "https://git.gemeente.nl:8443/g/a/_edit/main/"),
    ("https://notgithub.example.nl/g/a", "", ""),
]


@pytest.mark.parametrize(("remote", "forge", "edit"), PLACES)
def test_a_clone_says_where_its_files_are_edited(remote: str, forge: str, edit: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path, check=True)
    place = place_of(tmp_path, forge=forge)
    assert place is not None
    assert place.edit == edit
    assert "geheim" not in place.address
    assert place_of(tmp_path / "niets", address=remote, forge=forge) == place


@pytest.mark.parametrize(
    "remote", ["", "/tmp/x.git", "https://x.nl/a b", "https://x.nl/a'\"\nb: c", "https://x.nl/../..", "x"]
)
def test_an_odd_address_is_no_place(remote: str, tmp_path: Path) -> None:
    assert place_of(tmp_path, address=remote) is None


def test_a_new_workspace_in_a_clone_has_the_edit_button_and_otherwise_says_how(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "hoofd", str(tmp_path / "kloon")], check=True)
    remote = "git@github.com:gemeente/agenda.git"
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path / "kloon", check=True)
    lines = make_workspace(tmp_path / "kloon", "Leusden")
    settings = yaml.safe_load((tmp_path / "kloon/agenda/agenda.yaml").read_text(encoding="utf-8"))
    assert settings["repository"]["bewerken"] == "https://github.com/gemeente/agenda/edit/hoofd/"
    for forge in (".github", ".forgejo"):
        text = (tmp_path / "kloon" / forge / "workflows/kapstok.yml").read_text(encoding="utf-8")
        assert yaml.safe_load(text)[True]["push"]["branches"] == ["main", "master", "hoofd"]
    assert any("Bewerk dit" in line for line in lines)
    assert not load(open_workspace(tmp_path / "kloon")).findings
    make_workspace(tmp_path / "los", "Leusden")
    text = (tmp_path / "los/agenda/agenda.yaml").read_text(encoding="utf-8")
    assert "repository" not in yaml.safe_load(text)
    shown = text.replace("# repository", "repository").replace("#   ", "  ")
    (tmp_path / "los/agenda/agenda.yaml").write_text(shown, encoding="utf-8")
    assert not load(open_workspace(tmp_path / "los")).findings, "what stands there as a remark is right"


def test_a_workspace_below_the_top_of_a_repository_is_told_that_no_pipeline_runs(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    lines = make_workspace(tmp_path / "beleid" / "agenda", "Leusden")
    assert any("beleid/agenda/ is niet de bovenste map" in line for line in lines)


@pytest.mark.parametrize(
    ("link", "becomes"),
    [
        ("../", "../index.html"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("doelen/x/#kader-a", "doelen/x/index.html#kader-a"),
        ("../zoeken/?q=a", "../zoeken/index.html?q=a"),
        ("../assets/site.css", "../assets/site.css"),
        ("#boven", "#boven"),
        ("", ""),
        ("https://x.nl/a/", "https://x.nl/a/"),
        ("//x.nl/", "//x.nl/"),
        ("mailto:a@b.nl", "mailto:a@b.nl"),
    ],
)
def test_a_link_in_a_preview_names_its_file(link: str, becomes: str) -> None:
    page = f'<p title="href=">Tekst href="{link}"</p><a class="x" href="{link}">x</a>'
    assert with_files(page.encode()).decode() == page.replace(f' href="{link}">', f' href="{becomes}">')


def test_a_page_that_moved_leads_to_a_file() -> None:
    page = b'<script src="../a.js" data-naar="../b/"></script><meta http-equiv="refresh" content="0; url=../b/">'
    assert with_files(page).count(b"../b/index.html") == 2
