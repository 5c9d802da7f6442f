"""A whole check of a small workspace with everything hostile in it: findings, no traceback, within time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_hostile_style import bomb
from workbench import copy_base, write

ROOT = Path(__file__).resolve().parents[2]
MEMORY, SECONDS = 300 << 20, 20  # bytes that are really used; the clock only catches what hangs
# The peak that the system tells is that of the largest child so far, and a child begins with that of its parent: so a
# small process of its own starts the one that is measured.
MEASURED = """
import pathlib, resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(done.returncode)
"""
CHECK = [sys.executable, "-m", "kapstok", "check", "--opmerkingen", "geen", "--workspace"]
LOGO = "huisstijl:\n  logo: huisstijl/logo.svg\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {0}>{1}</svg>'

WORKSPACES: dict[str, dict[str, str | bytes]] = {
    "nothing wrong": {},
    "logo with a number without end": {"huisstijl/logo.svg": SVG.format('width="' + "9" * 60_000 + '"', "")},
    "logo that is HTML": {"huisstijl/logo.svg": "<!--><script>alert(1)</script>--><svg/>"},
    "logo of many shapes": {"huisstijl/logo.svg": SVG.format("", "<rect/>" * 30_000)},
    "template that is a bomb": {"huisstijl/sjabloon.docx": b""},
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
    "tokens": {"huisstijl/tokens.css": ":root{" + "--a:(;" * 30_000},
}


@pytest.mark.parametrize("files", WORKSPACES.values(), ids=WORKSPACES)
def test_a_hostile_workspace_is_told_in_time(files: dict[str, str | bytes], tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    write(root, {path: text for path, text in files.items() if isinstance(text, str)})
    if "huisstijl/sjabloon.docx" in files:
        (root / "huisstijl").mkdir()
        (root / "huisstijl" / "sjabloon.docx").write_bytes(bomb())
    settings = root / "agenda" / "agenda.yaml"
    named = {"logo": "logo.svg", "tokens": "tokens.css", "word_sjabloon": "sjabloon.docx"}
    lines = [f"  {key}: huisstijl/{file}" for key, file in named.items() if f"huisstijl/{file}" in files]
    settings.write_text(settings.read_text() + ("\n".join(["huisstijl:", *lines]) + "\n" if lines else ""))
    start, peak = time.monotonic(), tmp_path / "peak"
    child = subprocess.Popen(
        [sys.executable, "-c", MEASURED, str(peak), *CHECK, str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    out, error = child.communicate(timeout=SECONDS)
    assert time.monotonic() - start < SECONDS
    assert "Traceback" not in out + error
    assert child.returncode in (0, 1), out + error
    assert int(peak.read_text()) * 1024 < MEMORY
