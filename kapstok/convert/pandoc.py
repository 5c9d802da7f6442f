"""Runs pandoc: once for a question, or once for a batch of papers.

A batch is one process with `batch.lua`, which makes every order by itself. What comes out of an order does not depend
on the batch it was in, and an order that fails, or takes the whole process down, takes no other with it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kapstok.convert.base import FILTER, LANGUAGE, TEMPLATE, ConvertError, Style
from kapstok.core.dates import MONTHS
from kapstok.core.program import die_with_parent

TIME_LIMIT = 120  # seconds for one run of pandoc
SCRIPT = Path(__file__).with_name("batch.lua")
SIGN = "kapstok: "  # before every problem that the filter of the house style met
COLUMNS = 1_000_000  # a line of a table is never too long, so pandoc leaves the widths of columns to our filter
TAB = 4  # spaces
# Fewer rounds of tidying: what a batch makes fits in this much, and pandoc is a seventh quicker for it.
# More than this a batch never needs: a paper that asks for it is told, and does not take the computer along.
MOST_MEMORY = "2g"
MEMORY = ("+RTS", "-A64m", "-n4m", f"-M{MOST_MEMORY}", "-RTS")
# Nothing that the user keeps for Lua or pandoc is read, and nothing depends on the clock or the language.
UNWANTED = ("LUA_INIT", "LUA_INIT_5_4", "LUA_PATH", "LUA_PATH_5_4", "LUA_CPATH", "LUA_CPATH_5_4", "GHCRTS")
FIXED = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "315532800"}

# Everything that Python-Markdown reads the same way, and no more: no raw HTML, TeX or typst, no mathematics,
# citations, footnotes or typographic guesses. Captions and heading ids serve the templates of papers.
MARKDOWN = "markdown_strict" + "".join(
    (
        "-raw_html",
        "-spaced_reference_links",
        "+all_symbols_escapable",
        "+auto_identifiers",
        "+four_space_rule",
        "+header_attributes",
        "+intraword_underscores",
        "+pipe_tables",
        "+startnum",
        "+table_captions",
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredImage:
    """An image in the folder of its order; `mime` is '' when pandoc need not read it, `width` like '12.3cm' or ''."""

    file: str
    mime: str = ""
    width: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One document to make: `result`, in `folder`, is `markdown` in this format ('docx' or 'typst').

    `folder` lies in the workplace of the batch and holds the images, by the names that the Markdown gives them;
    `reference` is the Word document whose styles are used.
    """

    format: str
    markdown: str
    folder: Path
    result: str
    landscape: bool = False
    numbering: int = 0
    lenient: bool = False
    images: Mapping[str, StoredImage]
    reference: Path | None = None


@cache
def pandoc_path() -> str:
    """The pandoc that came with pypandoc_binary, also when the machine has a newer one."""
    package = find_spec("pypandoc")
    folder = Path(package.origin).parent / "files" if package and package.origin else Path()
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return str(folder / name)
    import pypandoc  # late: it asks every pandoc that it can find for its version

    return str(pypandoc.get_pandoc_path())


def ask_pandoc(question: str, *, folder: Path) -> bytes:
    """What pandoc prints for an option like --version. Raises ConvertError."""
    try:
        done = _start([question], folder)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConvertError([_not_run(error)]) from error
    if done.returncode:
        raise ConvertError(_said(_text(done.stderr), done.returncode))
    return done.stdout


def make_all(orders: Sequence[Order], style: Style, *, workplace: Path) -> list[ConvertError | None]:
    """Make every order, in one process as long as that goes well; gives what is wrong with each, or None."""
    outcomes: dict[int, ConvertError | None] = {}
    waiting = _by_text(orders)
    while waiting:
        done, reason = _run([orders[number] for number in waiting], style, workplace)
        if not done and len(waiting) > 1:  # the first one took the process down, or the time ran out
            done, reason = _run([orders[waiting[0]]], style, workplace)
        done = done or [ConvertError([reason])]
        outcomes |= zip(waiting, done, strict=False)
        waiting = waiting[len(done) :]
    return [outcomes[number] for number in range(len(orders))]


def _by_text(orders: Sequence[Order]) -> list[int]:
    """The numbers of the orders, those of one text together: a text is read once."""
    first: dict[tuple[str, int, bool], int] = {}
    for number, order in enumerate(orders):
        first.setdefault(_reading(order), number)
    return sorted(range(len(orders)), key=lambda number: (first[_reading(orders[number])], number))


def _reading(order: Order) -> tuple[str, int, bool]:
    """All that decides what pandoc makes of a text."""
    return order.markdown, order.numbering, order.lenient


def _run(orders: Sequence[Order], style: Style, workplace: Path) -> tuple[list[ConvertError | None], str]:
    """The outcomes of the orders that pandoc came to the end of, and why it did not get any further."""
    mark = f"{secrets.token_hex(8)} "  # no text can hold it
    (workplace / "orders.json").write_text(json.dumps(_described(orders, workplace, mark)), encoding="utf-8")
    # By plain names in the folder where it runs, because Lua on Windows cannot open every path.
    for file in (SCRIPT, style.file(FILTER), style.file(TEMPLATE)):
        shutil.copyfile(file, workplace / file.name)
    try:
        done = _start([*MEMORY, "lua", "-E", SCRIPT.name], workplace)
        said, code, reason = _text(done.stderr), done.returncode, ""
    except (OSError, subprocess.TimeoutExpired) as error:
        said, code, reason = _text(getattr(error, "stderr", None) or b""), 0, _not_run(error)
    parts = re.split(rf"^{mark}([toe])\n", said, flags=re.MULTILINE)
    reason = reason or _said(parts[-1], code)[0]
    if len(parts) == 1:  # it did not come to the first text, so no order is to blame
        return [ConvertError([reason])] * len(orders), reason
    return list(_outcomes(parts[1::2], parts[2::2])), reason


def _outcomes(marks: Sequence[str], said: Sequence[str]) -> Iterator[ConvertError | None]:
    """What is wrong with each order that came to its end: what was said while its text was read and it was made."""
    while_reading = ""
    for mark, words in list(zip(marks, said, strict=True))[:-1]:
        if mark == "t":
            while_reading = words
        else:
            problem = while_reading + words
            yield ConvertError(_said(problem)) if problem.strip() else None


def _described(orders: Sequence[Order], workplace: Path, mark: str) -> dict[str, object]:
    """The orders as batch.lua reads them, by their text."""
    by_text: dict[tuple[str, int, bool], list[Order]] = {}
    for order in orders:
        by_text.setdefault(_reading(order), []).append(order)
    for number, (text, _, _) in enumerate(by_text):
        (workplace / f"{number}.md").write_bytes(_plain(text).encode())
    return {
        "mark": mark,
        "sign": SIGN,
        "markdown": MARKDOWN,
        "language": LANGUAGE,
        "columns": COLUMNS,
        "filter": FILTER,
        "template": TEMPLATE,
        "months": MONTHS,
        "texts": [
            {
                "file": f"{number}.md",
                "numbering": numbering,
                "lenient": lenient,
                "orders": [_description(order, workplace) for order in of_text],
            }
            for number, ((_, numbering, lenient), of_text) in enumerate(by_text.items())
        ],
    }


def _description(order: Order, workplace: Path) -> dict[str, object]:
    return {
        "format": order.format,
        "folder": order.folder.relative_to(workplace).as_posix(),
        "result": order.result,
        "landscape": order.landscape,
        "images": {name.removeprefix("./"): asdict(image) for name, image in order.images.items()},
        "reference": order.reference.relative_to(workplace).as_posix() if order.reference else None,
    }


def _plain(markdown: str) -> str:
    """The text without what pandoc's own command line takes out: carriage returns and tabs."""
    return markdown.replace("\r", "").expandtabs(TAB)


def _start(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return subprocess.run(
        [pandoc_path(), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=folder,
        env={**environment, **FIXED, "TMPDIR": str(folder)},  # what it leaves behind goes with the folder
        timeout=TIME_LIMIT,
        check=False,
        preexec_fn=die_with_parent(),
    )


def _text(output: bytes) -> str:
    return output.decode(errors="replace").replace("\r\n", "\n")


def _not_run(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"pandoc was na {TIME_LIMIT} seconden nog niet klaar met dit stuk; verdeel de tekst of kort haar in"
    return f"pandoc kon dit stuk niet omzetten: {type(error).__name__}"


def _said(output: str, code: int = 0) -> list[str]:
    """What pandoc or our filter wrote on stderr, as sentences."""
    lines = [line for line in output.splitlines() if line.strip()]
    problems = [line.removeprefix(SIGN) for line in lines if line.startswith(SIGN)]
    others = " ".join(word for line in lines if not line.startswith(SIGN) for word in line.split())
    if others or not problems:
        problems.append(f"pandoc meldt: {others or f'code {code}'}")
    return problems
