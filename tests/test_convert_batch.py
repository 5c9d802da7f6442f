"""Many papers in one run of pandoc: as good, as safe and to the byte the same as each by itself."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import ALT, CHART, LOGO, STYLE_FOLDER, make_paper, make_style, pdf, plain, word
from workbench import copy_base, load_from

from kapstok import convert
from kapstok.convert import pandoc
from kapstok.core.cache import Cache, open_cache
from kapstok.pipeline import render
from kapstok.render.papers.press import batches, convert_batch

LANDSCAPE = make_paper(
    name="liggend",
    landscape=True,
    markdown=f"# Breed\n\n![{ALT}](a.svg)\n\n3. drie\n4. vier\n\n[Terug](#breed) ’t is -4 ...\n",
    images={"a.svg": LOGO},
)
OTHER = replace(
    plain("# Ander stuk\n\n- punt\n    - dieper\n\n1. een\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"), name="ander"
)


def one_by_one(papers: Sequence[convert.Paper], style: convert.Style) -> list[dict[str, Any]]:
    return [convert.convert_all([paper], style)[0] for paper in papers]


def told(made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What came out, with problems as plain tuples, so that it can be compared."""
    return [{k: v.problems if isinstance(v, convert.ConvertError) else v for k, v in one.items()} for one in made]


def style_with(folder: Path, lua: str) -> convert.Style:
    """The house style with our filter replaced by this one; in it, `ours` is the list that our filter returns."""
    copied = Path(shutil.copytree(STYLE_FOLDER, folder / "stijl"))
    (copied / "ons.lua").write_bytes((copied / "stuk.lua").read_bytes())
    place = (copied / "ons.lua").as_posix()
    (copied / "stuk.lua").write_text(f"local ours = loadfile({place!r}, 't', _ENV)()\n{lua}", encoding="utf-8")
    return make_style(folder=copied)


# --- the same bytes ---


def test_bytes_do_not_depend_on_the_rest_of_the_batch() -> None:
    papers = [make_paper(), LANDSCAPE, OTHER, replace(OTHER, name="zelfde-tekst", title="Met dezelfde tekst")]
    alone = one_by_one(papers, make_style())
    assert convert.convert_all(papers, make_style()) == alone
    assert convert.convert_all(papers[::-1], make_style()) == alone[::-1]
    assert alone[0] == {"docx": word(), "pdf": pdf()}
    assert alone[2] != alone[3]


def test_bytes_are_the_same_from_a_process_that_was_started_afresh(tmp_path: Path) -> None:
    work = [(make_paper(), {"docx": "w", "pdf": "p"}), (plain("![x](y.svg)"), {"docx": "x", "pdf": "y"})]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        made = pool.submit(convert_batch, work, make_style(), Cache(tmp_path)).result()
    refused = ('de afbeelding "y.svg" hoort niet bij dit stuk',)
    assert told(made) == [{"docx": word(), "pdf": pdf()}, {"docx": refused, "pdf": refused}]
    kept = Cache(tmp_path)
    assert [kept.get(key) for key in "wpxy"] == [word(), pdf(), None, None]


# --- one paper's trouble is not another's ---


def test_problems_stay_with_their_paper() -> None:
    papers = [
        make_paper(),
        plain("# Kop\n\n### Te diep\n\n[x](../y)"),
        plain("a\x00b"),
        make_paper(images={"beelden/grafiek.svg": b"GIF89a"}),
        OTHER,
    ]
    together = told(convert.convert_all(papers, make_style()))
    assert together == told(one_by_one(papers, make_style()))
    assert together[1]["docx"] == (
        'de kop "Te diep" slaat een niveau over',
        'de link naar "../y" werkt niet in een stuk',
    )
    assert [type(one["pdf"]) for one in together] == [bytes, tuple, tuple, tuple, bytes]


def test_a_warning_of_pandoc_fails_both_forms_of_its_paper_and_no_other() -> None:
    twice = plain("[a]: https://een.nl\n\n[a]: https://twee.nl\n\n[a] b")
    made = told(convert.convert_all([OTHER, twice, make_paper()], make_style()))
    assert [type(one["docx"]) for one in made] == [bytes, tuple, bytes]
    for form in ("docx", "pdf"):
        assert "Duplicate link reference" in made[1][form][0]
        assert made[1][form][0].startswith("pandoc meldt: [WARNING]")


def test_an_error_in_the_filter_fails_its_paper_only(tmp_path: Path) -> None:
    style = style_with(
        tmp_path, "return { { Header = function(h) if h.level == 2 then error('stuk') end end }, ours[1] }"
    )
    made = told(convert.convert_all([OTHER, make_paper(), LANDSCAPE], style))
    assert [type(one["pdf"]) for one in made] == [bytes, tuple, bytes]
    assert "pandoc meldt:" in made[1]["docx"][0]


def test_a_paper_that_takes_pandoc_down_takes_no_other_with_it(tmp_path: Path) -> None:
    style = style_with(tmp_path, "return { { Header = function(h) if h.level == 2 then os.exit(9) end end }, ours[1] }")
    made = told(convert.convert_all([OTHER, make_paper(), LANDSCAPE], style))
    assert made[1] == {"docx": ("pandoc meldt: code 9",), "pdf": ("pandoc meldt: code 9",)}
    assert [made[0], made[2]] == one_by_one([OTHER, LANDSCAPE], style)


@pytest.mark.langzaam
def test_a_paper_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "TIME_LIMIT", 5)
    style = style_with(tmp_path, "return { { BlockQuote = function() while true do end end }, ours[1] }")
    made = told(convert.convert_all([plain("> Eindeloos"), OTHER], style, ["docx"]))
    assert made[0] == {
        "docx": ("pandoc was na 5 seconden nog niet klaar met dit stuk; verdeel de tekst of kort haar in",)
    }
    assert isinstance(made[1]["docx"], bytes)


def test_a_broken_template_is_told_once_for_each_paper(tmp_path: Path) -> None:
    style = style_with(tmp_path, "return ours")
    (style.folder / "stuk.pandoc.typ").write_text("$if(", encoding="utf-8")
    made = told(convert.convert_all([OTHER, make_paper()], style))
    assert made[0] == made[1]
    assert "pandoc meldt:" in made[0]["pdf"][0]


# --- nothing outside the paper can be read ---

ELSEWHERE = ("/etc/passwd", "../1-docx/beeld-0.png", "1-docx/beeld-0.png", "orders.json", "staand.docx", "beeld-0.png")


@pytest.mark.parametrize("target", [*ELSEWHERE, "file:///etc/passwd", "http://127.0.0.1:9/x.png"])
def test_no_writer_gets_an_image_that_is_not_of_the_paper_whatever_the_filter_lets_through(
    target: str, tmp_path: Path
) -> None:
    style = style_with(tmp_path, "return {}")
    papers = [plain(f"![alt]({target})"), make_paper(markdown="# Kop", images={"a.svg": CHART})]
    first, second = told(convert.convert_all(papers, style))
    assert first == dict.fromkeys(("docx", "pdf"), (f'pandoc meldt: image "{target}"',))
    assert isinstance(second["docx"], bytes)


def test_an_image_of_the_paper_before_is_gone(tmp_path: Path) -> None:
    style = style_with(tmp_path, "return {}")
    papers = [make_paper(markdown="![alt](beeld-0.png)", images={"a.svg": CHART}), plain("![alt](beeld-0.png)")]
    first, second = told(convert.convert_all(papers, style, ["docx"]))
    assert isinstance(first["docx"], bytes)
    assert second["docx"] == ('pandoc meldt: image "beeld-0.png"',)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_filter_knows_the_images_of_its_own_paper_only(target: str) -> None:
    papers = [plain(f"![alt]({target})"), make_paper(markdown="# Kop", images={"a.svg": CHART})]
    first, _ = told(convert.convert_all(papers, make_style()))
    assert set(first.values()) == {(f'de afbeelding "{target}" hoort niet bij dit stuk',)}


@pytest.mark.parametrize("raw", ["```{=openxml}\n<w:p/>\n```", "```{=typst}\n#x\n```", "a `x`{=typst} b"])
def test_raw_text_is_refused_even_when_the_reader_would_take_it(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MARKDOWN", "markdown")
    for problem in told(convert.convert_all([plain(raw)], make_style()))[0].values():
        assert problem[0].startswith("pandoc meldt: raw ")


def test_a_reader_cannot_include_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "geheim.txt").write_text("GEHEIM", encoding="utf-8")
    monkeypatch.setattr(pandoc, "MARKDOWN", "rst")
    include = plain(f".. include:: {tmp_path / 'geheim.txt'}\n\nTekst")
    made = told(convert.convert_all([include], make_style(), ["docx"]))
    assert "geheim.txt" in made[0]["docx"][0]  # that it could not be found
    assert "GEHEIM" not in made[0]["docx"][0]


def test_nothing_of_the_user_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = tmp_path / "pandoc" / "init.lua"
    trap.parent.mkdir()
    trap.write_text("os.exit(7)", encoding="utf-8")
    for name in ("LUA_INIT", "LUA_INIT_5_4"):
        monkeypatch.setenv(name, "os.exit(7)")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setenv("GHCRTS", "-M1k")
    assert convert.to_docx(make_paper(), make_style()) == word()


# --- batches ---


@given(st.integers(0, 900), st.integers(1, 64))
def test_batches_hold_everything_once_and_give_every_worker_something(count: int, workers: int) -> None:
    made = list(batches(range(count), workers))
    assert [number for batch in made for number in batch] == list(range(count))
    sizes = [len(batch) for batch in made]
    assert sizes == sorted(sizes, reverse=True)
    assert not sizes or (max(sizes) <= 25 and sizes[-1] <= 8)
    assert len(sizes) >= min(count, workers) // 2


class Idle(Executor):
    """An executor that may not be asked to do anything."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **names: Any) -> Future[Any]:  # type: ignore[override]
        raise AssertionError(f"{function} was to be done again")


def test_a_second_build_converts_nothing_and_one_lost_file_only_its_paper(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        first = render(load_from(root), parts=("documents",), executor=pool)
    assert first.findings == ()
    assert len(first.outputs) >= 2
    second = render(load_from(root), parts=("documents",), executor=Idle())
    assert second.outputs == first.outputs
    folder = open_cache(root).folder
    assert folder is not None
    lost = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    lost.unlink()
    with ThreadPoolExecutor(2) as pool:
        third = render(load_from(root), parts=("documents",), executor=pool)
    assert third.outputs == first.outputs
    assert lost.exists()
