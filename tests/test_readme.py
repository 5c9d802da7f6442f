"""The commands of the README: every line of a shell is run, and those of PowerShell say the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(sh|powershell)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SOURCES = ("agenda", "docs", "huisstijl", "kapstok", "poorten", "schemas", "templates")


def blocks(language: str) -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [body for found, body in BLOCK.findall(text) if found == language]


def steps(body: str) -> list[str]:
    """The commands of a block, one by one."""
    return [part.strip() for line in body.splitlines() for part in line.split("&&")]


def test_powershell_gets_the_same_commands() -> None:
    """`&&` is not in the PowerShell of Windows itself, so that each command has a line of its own there."""
    shells, powershells = blocks("sh"), blocks("powershell")
    assert len(shells) == len(powershells) == 2
    for shell, powershell in zip(shells, powershells, strict=True):
        assert "&&" not in powershell
        told = [line.replace("\\", "/").replace("/Scripts/", "/bin/") for line in steps(powershell)]
        assert [re.sub(r"^py ", "python ", line) for line in told] == [
            re.sub(r"^python3 ", "python ", line) for line in steps(shell)
        ]


@pytest.mark.langzaam
@pytest.mark.parametrize("body", blocks("sh"), ids=["pip", "venv"])
def test_every_line_for_a_shell_runs(body: str, tmp_path: Path) -> None:
    """In a copy of the project; what pip would fetch is what is installed here."""
    copy = tmp_path / "project"
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".kapstok"))
    for name in ("build.py", "mkdocs.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    programs = tmp_path / "bin"
    if "venv" not in body:
        subprocess.run([sys.executable, "-m", "venv", tmp_path / "eigen"], check=True)
        programs = tmp_path / "eigen/bin"
    env = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads this one the other way round
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(["sh", "-ec", body], cwd=copy, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (copy / "public/index.html").is_file()
    assert list((copy / "public/stukken").glob("*.pdf"))
