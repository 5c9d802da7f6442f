"""A new workspace: what it refuses, what it makes, and that it works at once with the installed package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from kapstok.cli import main
from kapstok.commands import new
from kapstok.commands.new import make_workspace
from kapstok.commands.wheel import wheel_name
from kapstok.core.workspace import WorkspaceError, open_workspace
from kapstok.pipeline import load

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "templates" / "werkruimte"
DAY = date(2026, 3, 4)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def settings_of(folder: Path) -> dict[str, str]:
    loaded = yaml.safe_load((folder / "agenda/agenda.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_every_file_of_the_example_is_there_and_nothing_is_left_to_fill_in(tmp_path: Path) -> None:
    folder = tmp_path / "nieuw" / "agenda van ons"
    make_workspace(folder, "Leusden", day=DAY)
    made = {name for name in files(folder) if not name.startswith(".kapstok/")}
    tools = {f"gereedschap/{name}" for name in ("eisen.txt", "versies.txt", wheel_name())}
    schemas = {name for name in made if name.startswith(".vscode/schemas/")}
    assert len(schemas) > 40
    settings = {".vscode/settings.json", ".vscode/kapstok.code-snippets"}
    assert made == files(SOURCE) | settings | tools | schemas
    assert "vastgesteld/** -text" in (folder / ".gitattributes").read_text(encoding="utf-8")
    for name in made - schemas - {f"gereedschap/{wheel_name()}"}:
        assert "[[" not in (folder / name).read_text(encoding="utf-8"), name


def test_the_agenda_has_no_findings_and_everything_in_it_is_a_public_example(tmp_path: Path) -> None:
    make_workspace(tmp_path / "map", "Leusden", day=DAY)
    loaded = load(open_workspace(tmp_path / "map"))
    assert not loaded.findings
    assert loaded.day == DAY
    whole = {kind.name for kind in loaded.kinds if kind.file}
    for item in loaded.model.items.values():
        assert item.publication == "openbaar", item.key
        assert item.example or item.key.kind in whole, item.key


@pytest.mark.parametrize("name", ["'s-Hertogenbosch", "Súdwest-Fryslân", 'De "Hoek": #1 \\ {x}', "[[vandaag]]x"])
def test_any_name_of_a_municipality_is_kept(tmp_path: Path, name: str) -> None:
    make_workspace(tmp_path / "map", name, day=DAY)
    if not name.startswith("[["):
        assert settings_of(tmp_path / "map")["gemeente"] == name
    assert not load(open_workspace(tmp_path / "map")).findings


@pytest.mark.parametrize("name", ["", "  ", "\n\t"])
def test_without_a_name_it_says_where_to_fill_it_in(tmp_path: Path, name: str) -> None:
    lines = make_workspace(tmp_path / "map", name, day=DAY)
    assert settings_of(tmp_path / "map")["gemeente"] == "Voorbeeldgemeente"
    assert any("het veld gemeente" in line for line in lines)


def test_a_name_of_several_lines_becomes_one_line(tmp_path: Path) -> None:
    make_workspace(tmp_path / "map", "Gooi\nen\x00 Vechtstreek", day=DAY)
    assert settings_of(tmp_path / "map")["gemeente"] == "Gooi en Vechtstreek"


def test_every_kind_is_bound_to_its_files(tmp_path: Path) -> None:
    make_workspace(tmp_path / "map", "Leusden", day=DAY)
    bound = json.loads((tmp_path / "map/.vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    kinds = load(open_workspace(tmp_path / "map")).kinds
    assert set(bound) == {f"./.vscode/schemas/{kind.name}.json" for kind in kinds if not kind.nested}
    for schema in bound:
        assert (tmp_path / "map" / schema).is_file()


def test_an_empty_folder_and_an_empty_repository_may_be_filled(tmp_path: Path) -> None:
    for name in ("leeg", "kloon/.git"):
        (tmp_path / name).mkdir(parents=True)
    make_workspace(tmp_path / "leeg", "", day=DAY)
    make_workspace(tmp_path / "kloon", "", day=DAY)
    assert (tmp_path / "leeg/agenda/agenda.yaml").is_file()
    assert (tmp_path / "kloon/agenda/agenda.yaml").is_file()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("vol", "is niet leeg"),
        ("vol/los.txt", "is een bestand"),
        ("vol/los.txt/a/b", "is een bestand"),
        ("x" * 300, "kan niet gemaakt"),
    ],
)
def test_what_stands_in_the_way_is_refused_and_kept(
    tmp_path: Path, target: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol/los.txt").write_text("van mij", encoding="utf-8")
    assert main(["new", str(tmp_path / target)]) == 2
    assert message in capsys.readouterr().err
    assert files(tmp_path) == {"vol/los.txt"}
    assert (tmp_path / "vol/los.txt").read_text(encoding="utf-8") == "van mij"


def test_a_disk_that_fills_up_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new, "editor_settings", full)
    with pytest.raises(WorkspaceError, match="kan niet gemaakt worden"):
        make_workspace(tmp_path / "a" / "b", "", day=DAY)
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository, unpacked where nothing else of it is."""
    place = tmp_path_factory.mktemp("wiel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    offline = ["--no-deps", "--no-index"]
    subprocess.run(
        [*pip, "wheel", *offline, "--no-build-isolation", "-w", str(place), str(ROOT)], check=True, cwd=place
    )
    (wheel,) = place.glob("*.whl")
    subprocess.run([*pip, "install", *offline, "--target", str(place / "pakket"), str(wheel)], check=True, cwd=place)
    return place / "pakket"


def run(package: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed Kapstok with an empty PATH, so without git, and with nothing of this repository in reach."""
    nothing = package.parent / "niets"
    nothing.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    environment = {**kept, "PATH": str(nothing), "HOME": str(nothing), "PYTHONPATH": str(package)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )


@pytest.mark.langzaam
def test_a_new_workspace_works_at_once_with_the_installed_package(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import kapstok; print(kapstok.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(installed), where.stderr

    made = run(installed, tmp_path, "-m", "kapstok", "new", "map", "--gemeente", "'s-Gravenhage")
    assert made.returncode == 0, made.stderr
    assert "kapstok check" in made.stdout
    again = run(installed, tmp_path, "-m", "kapstok", "new", "map")
    assert again.returncode == 2
    assert "is niet leeg" in again.stderr

    workspace = tmp_path / "map"
    checked = run(installed, workspace, "-m", "kapstok", "check", "--strict")
    assert (checked.returncode, checked.stdout.strip()) == (0, "Geen bevindingen."), checked.stderr

    built = run(installed, workspace, "-m", "kapstok", "build", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "waarschuwing" not in built.stdout + built.stderr
    public = workspace / "public"
    assert "Voorbeeldgemeente" not in (public / "index.html").read_text(encoding="utf-8")
    for address in ("opgaven/meedoen", "doelen/elkaar-ontmoeten", "activiteiten/buurtkamer", "begrippen"):
        assert (public / address / "index.html").is_file(), address
    assert list((public / "stukken").glob("*.docx"))
    assert list((public / "stukken").glob("*.pdf"))
    assert list((public / "data").glob("*.json"))
    assert list((public / "data").glob("*.csv"))
