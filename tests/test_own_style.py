"""Files of an own style, one by one: each is used beside those of Kapstok, and a broken one is told beforehand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_foresight import told_by_build, told_by_check
from workbench import copy_base, write

from kapstok.cli import main

ROOT = Path(__file__).resolve().parent.parent
STYLE = ROOT / "templates" / "stijl"
MEMO = "titel: Stand\naan: de raad\nvan: het college\ndatum: 5 maart 2026\nbetreft: Voortgang\npublicatie: openbaar\n"


def built(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, bytes]:
    code = main(["build", "--workspace", str(root), "--date", "2026-03-05"])
    assert code == 0, capsys.readouterr().out
    public = root / "public"
    return {
        path.relative_to(public).as_posix(): path.read_bytes()
        for path in public.rglob("*")
        if path.is_file() and "manifest" not in path.name
    }


@pytest.mark.langzaam
def test_each_file_of_a_style_can_be_brought_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy of one file, and nothing else: everything is as it would be without it."""
    root = copy_base(tmp_path / "ws")
    write(root, {"agenda/memos/memo.yaml": MEMO})
    plain = built(root, capsys)
    for name in ("document.typ", "stuk.lua", "stuk.pandoc.typ", "site/main.html", "site/partials/boven.html"):
        own = root / "templates" / "stijl" / name
        own.parent.mkdir(parents=True)
        shutil.copyfile(STYLE / name, own)
        assert built(root, capsys) == plain, name
        shutil.rmtree(root / "templates")
    (root / "templates/stijl/site/assets/stijl").mkdir(parents=True)
    (root / "templates/stijl/site/assets/stijl/eigen.css").write_text("p { color: #333 }\n", encoding="utf-8")
    assert built(root, capsys).keys() - plain.keys() == {"assets/stijl/eigen.css"}


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("document.typ", "// leeg\n#let kapot = \n", 2, "typst meldt in document.typ op regel 2"),
        ("stuk.lua", "function Pandoc(d)\n  return d +\nend\n", 3, "pandoc meldt"),
        ("stuk.lua", "", 1, "pandoc meldt"),
        ("stuk.pandoc.typ", "$body$\n", 1, "typst meldt"),
    ],
)
def test_a_file_that_makes_no_paper_is_one_finding_at_its_line(
    tmp_path: Path, name: str, text: str, line: int, said: str
) -> None:
    root = copy_base(tmp_path / "ws")
    write(root, {f"templates/stijl/{name}": text, "agenda/memos/memo.yaml": MEMO})
    [finding] = told_by_check(root)
    assert (finding.path, finding.line, finding.code) == (f"templates/stijl/{name}", line, "stijl-werkt-niet")
    assert said in finding.message
    assert told_by_build(root) == [finding]
