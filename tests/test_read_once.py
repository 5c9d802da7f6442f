"""What a check or a build reads, it reads once: files of the agenda, and templates within one build."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from workbench import REPOSITORY, copy_base

# Counts the files that are opened to be read; run in a process of its own, for a hook cannot be taken away.
_COUNT = """
import json, os, sys
from collections import Counter
root, made, told = sys.argv[1:4]
opened = Counter()

def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)) and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
        opened[os.fsdecode(arguments[0])] += 1

sys.addaudithook(hook)
from kapstok.cli import main
code = main(sys.argv[4:])
folders = (os.path.join(root, ""), made)
inside = {path: count for path, count in opened.items() if path.startswith(folders) and os.path.isfile(path)}
with open(told, "w", encoding="utf-8") as file:
    json.dump([code, inside], file)
"""


def opened(root: Path, *command: str) -> dict[str, int]:
    """How often each file of the workspace and each template was opened to be read."""
    told = root.parent / "geteld.json"
    templates = str(REPOSITORY / "templates")
    run = [sys.executable, "-c", _COUNT, str(root), templates, str(told), *command, "--workspace", str(root)]
    subprocess.run(run, check=True, capture_output=True, cwd=REPOSITORY)
    code, counts = json.loads(told.read_text(encoding="utf-8"))
    assert code == 0
    return counts


def more_than_once(counts: dict[str, int], root: Path) -> dict[str, int]:
    """The files that were read again, by a name to recognise."""
    places = (root, REPOSITORY)
    return {
        next(str(Path(path).relative_to(p)) for p in places if Path(path).is_relative_to(p)): count
        for path, count in counts.items()
        if count > 1 and ".kapstok" not in path
    }


def test_a_check_reads_the_agenda_and_every_template_once(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    counts = opened(root, "check")
    assert sum("/agenda/" in path for path in counts) > 10
    assert more_than_once(counts, root) == {}


@pytest.mark.langzaam
def test_a_build_reads_the_agenda_and_every_template_once(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    counts = opened(root, "build", "--date", "2026-11-30", "--out", str(tmp_path / "uit"))
    assert sum("/templates/" in path for path in counts) > 50
    again = {name for name in more_than_once(counts, root) if not name.startswith("templates/stijl/")}
    assert again <= {"mkdocs.yml"}  # MkDocs reads its settings itself
