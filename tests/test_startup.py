"""What a command brings in: nothing that it has no need of. Seen in the modules of a fresh process, never in time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from workbench import copy_base

from kapstok.check.plain.table import READING_FORMATS
from kapstok.commands.difference import COMPARE_FORMATS, FILES
from kapstok.commands.frame_table import FRAME_FORMATS
from kapstok.commands.papers_table import PAPER_FORMATS
from kapstok.commands.recheck import RECHECK_FORMATS
from kapstok.commands.report import FORMATS
from kapstok.commands.why import WHY_FORMATS
from kapstok.core import choices

SHOW = (
    "import sys; from kapstok.cli import main\n"
    "try: main(sys.argv[1:])\n"
    "except SystemExit: pass\n"
    "print('#', *sys.modules)"
)
RENDERERS = {"mkdocs", "material", "markdown", "pypandoc", "typst", "pikepdf", "docx", "PIL", "jsonschema"}
OF_THE_SITE = {"kapstok.render.build", "kapstok.render.own_files", "kapstok.convert", "kapstok.render.site.config"}


def modules(*arguments: str | Path) -> set[str]:
    """What is imported once this command has run."""
    done = subprocess.run(
        [sys.executable, "-c", SHOW, *map(str, arguments)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.rpartition("#")[2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help"), ("build", "--only", "niets")])
def test_help_brings_in_the_options_alone(arguments: tuple[str, ...]) -> None:
    found = {name for name in modules(*arguments) if name.startswith("kapstok.")}
    light = {
        "cli",
        "core",
        "core.audience",
        "core.choices",
        "core.collation",
        "core.figure",
        "core.interrupt",
        "core.printable",
        "core.text",
    }
    assert found <= {f"kapstok.{name}" for name in light}


def test_nothing_from_elsewhere_is_needed_for_help() -> None:
    heavy = {"yaml", "jinja2", "jsonschema_rs", "subprocess", "concurrent", "email", "hashlib", "dataclasses"}
    assert not modules("--help") & heavy


def test_a_check_brings_in_no_renderer_once_it_knows_what_lies_beside_the_agenda(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    modules("check", "--workspace", root)
    second = modules("check", "--workspace", root)
    assert "kapstok.check.structure" in second
    assert not second & (RENDERERS | OF_THE_SITE | {"urllib.request", "importlib.metadata"})


def test_a_first_check_brings_in_neither_mkdocs_nor_a_converter(tmp_path: Path) -> None:
    assert not modules("check", "--workspace", copy_base(tmp_path)) & {"mkdocs", "pypandoc", "typst", "docx", "pikepdf"}


def test_an_edit_of_the_agenda_brings_in_no_reader_of_templates(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    modules("check", "--workspace", root)
    file = next((root / "agenda" / "doelen").glob("*.yaml"))
    file.write_text(f"{file.read_text(encoding='utf-8')}# klaar\n", encoding="utf-8")
    assert "kapstok.render.own_files" not in modules("check", "--opmerkingen", "geen", "--workspace", root)


def test_the_choices_of_the_command_line_are_what_there_is() -> None:
    assert sorted(choices.REPORT_FORMS) == sorted(FORMATS)
    assert sorted(choices.FRAME_FORMS) == sorted(FRAME_FORMATS)
    assert sorted(choices.READING_FORMS) == sorted(READING_FORMATS)
    assert sorted(choices.PAPER_FORMS) == sorted(PAPER_FORMATS)
    assert sorted(choices.RECHECK_FORMS) == sorted(RECHECK_FORMATS)
    assert sorted(choices.WHY_FORMS) == sorted(WHY_FORMATS)
    assert sorted(choices.COMPARE_FORMS) == sorted([*COMPARE_FORMATS, *FILES])
