"""A whole check of a small workspace with everything hostile in it: findings, no traceback, within time and memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_hostile_style import bomb
from workbench import copy_base

ROOT = Path(__file__).resolve().parents[2]
# Bytes that are really used, and seconds of CPU beside those of a check with nothing wrong; the clock only catches what
# hangs. On a busy machine all work takes more CPU: what is over the bound is tried again, and the best time counts.
MEMORY, SECONDS, HANGS, TRIES = 300 << 20, 1.0, 60, 4
# The peak that the system tells is that of the largest child so far, and a child begins with that of its parent: so a
# small process of its own starts the one that is measured.
MEASURED = """
import pathlib, resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
pathlib.Path(sys.argv[1]).write_text(f"{used.ru_maxrss} {used.ru_utime + used.ru_stime}")
sys.exit(done.returncode)
"""
CHECK = [sys.executable, "-m", "kapstok", "check", "--opmerkingen", "geen", "--workspace"]
LOGO = "huisstijl:\n  logo: huisstijl/logo.svg\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {0}>{1}</svg>'

LINES = "titel: Geld\njaar: 2026\nsoort: begroting\nregels:\n" + "".join(
    f"  - {{id: r{n}, titel: R, hangt_aan: opgave:meedoen, bedrag: {n}, soort: lasten, stand: begroot}}\n"
    for n in range(2_000)
)
ALIASES = "a: &a [x]\nb0: &b0 [*a]\n" + "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 40))
NORMS = "titel: X\nontwikkelopdracht: inkoop-en-subsidie\nkaders:\n" + "".join(
    f"  - {{id: k{n}, tekst: N, toets: [{{voor: doel, eis: 'gevuld(titel) and (gevuld(opgave) or gevuld(wat))'}}]}}\n"
    for n in range(300)
)
WORKSPACES: dict[str, dict[str, str | bytes]] = {
    "nothing wrong": {},
    "logo with a number without end": {"huisstijl/logo.svg": SVG.format('width="' + "9" * 60_000 + '"', "")},
    "logo that is HTML": {"huisstijl/logo.svg": "<!--><script>alert(1)</script>--><svg/>"},
    "logo of many shapes": {"huisstijl/logo.svg": SVG.format("", "<rect/>" * 30_000)},
    "template that is a bomb": {"huisstijl/sjabloon.docx": bomb()},
    "page of brackets": {"docs/site/x.md": "[" * 20_000},
    "page of stars": {"docs/site/x.md": "*a " * 20_000},
    "page of code": {"docs/site/x.md": "`" * 20_000},
    "page of smaller than": {"docs/site/x.md": "<" * 20_000},
    "page of quotes": {"docs/site/x.md": "> " * 5_000 + "x"},
    "page of links": {"docs/site/x.md": "[a](b" * 10_000},
    "schema of boxes": {"schemas/x.json": "[" * 100_000},
    "schema of figures": {"schemas/x.json": "1" * 100_000},
    "record of boxes": {"vastgesteld/x.json": "[" * 100_000},
    "settings of the site": {"mkdocs.yml": "site_name: !ENV HOME\nhooks: [x.py]\n"},
    "tokens upon tokens": {
        "huisstijl/tokens.css": ":root{"
        + "".join(f"--a{n}:var(--a{n + 1}) var(--a{n + 1});" for n in range(3_000))
        + "}"
    },
    "a value that is tried in many ways": {
        "agenda/doelen/x.yaml": "titel: X\nopgave: [" + "{a: [b, {c: d}]}, " * 8_000 + "]\n"
    },
    "lines of money": {"agenda/begroting/x.yaml": LINES},
    "aliases upon aliases": {"agenda/doelen/x.yaml": ALIASES},
    "an open quote": {"agenda/doelen/x.yaml": "titel: '" + "x" * 1_000_000},
    "a megabyte of one word": {"agenda/doelen/x.yaml": "titel: X\nopgave: meedoen\ntoelichting: " + "x" * 1_000_000},
    "a megabyte of lines": {
        "agenda/doelen/x.yaml": "titel: X\nopgave: meedoen\ntoelichting: |\n" + "  - x\n" * 150_000
    },
    "a thousand items": {f"agenda/begrippen/x{n}.yaml": f"term: x{n}\ndefinitie: y{n}\n" for n in range(1_000)},
    "a megabyte of a page": {"docs/site/x.md": "# X\n\n" + "[x](doel:y) " * 80_000},
    "a page of tables": {"docs/site/x.md": "| a | b |\n| - | - |\n" + "| x | y |\n" * 8_000},
    "a page of references": {"docs/site/x.md": "".join(f"[a{n}]: b\n" for n in range(8_000)) + "[a1] " * 8_000},
    "a page of html": {"docs/site/x.md": "<a><b>" * 15_000},
    "a template without end": {"templates/pagina/doel.md.j2": "{% if a %}" * 20_000},
    "a template of one expression": {"templates/pagina/doel.md.j2": "{{ " + "(" * 50_000},
    "a norm of many parts": {"agenda/kaderlijsten/x.yaml": NORMS},
    "tokens": {"huisstijl/tokens.css": ":root{" + "--a:(;" * 30_000},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """What a whole check said, the most memory it had (bytes) and the CPU it took (seconds)."""

    said: str
    code: int
    memory: int
    seconds: float


def measured(root: Path, folder: Path) -> Used:
    """Check a workspace in a process of its own, with a cache that knows nothing of it."""
    peak, cache = folder / "peak", folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(peak), *CHECK, str(root)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)},
        timeout=HANGS,
        check=False,
    )
    memory, seconds = peak.read_text().split()
    return Used(said=done.stdout + done.stderr, code=done.returncode, memory=int(memory) * 1024, seconds=float(seconds))


def _ordinary(root: Path) -> None:
    """What most workspaces have beside an agenda: a page of their own, so that a check looks at pages at all."""
    (root / "docs" / "site").mkdir(parents=True)
    (root / "docs" / "site" / "een.md").write_text("# Een\n\nTekst.\n", encoding="utf-8")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> float:
    """The CPU of a check with nothing wrong, at its best."""
    folder = tmp_path_factory.mktemp("goed")
    root = copy_base(folder)
    _ordinary(root)
    return min(measured(root, folder).seconds for _ in range(2))


@pytest.mark.parametrize("files", WORKSPACES.values(), ids=WORKSPACES)
def test_a_hostile_workspace_is_told_in_time(files: dict[str, str | bytes], clean: float, tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    _ordinary(root)
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    named = {"logo": "logo.svg", "tokens": "tokens.css", "word_sjabloon": "sjabloon.docx"}
    lines = [f"  {key}: huisstijl/{file}" for key, file in named.items() if f"huisstijl/{file}" in files]
    settings = root / "agenda" / "agenda.yaml"
    settings.write_text(settings.read_text() + ("\n".join(["huisstijl:", *lines]) + "\n" if lines else ""))
    for _ in range(TRIES):
        used = measured(root, tmp_path)
        if used.seconds - clean < SECONDS:
            break
    assert "Traceback" not in used.said, used.said
    assert "onvoorzien" not in used.said, used.said
    assert used.code in (0, 1), used.said
    assert used.memory < MEMORY
    assert used.seconds - clean < SECONDS, (used.seconds, clean)
