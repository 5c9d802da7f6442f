"""Runs pandoc: once for a question, or once for a batch of papers.

A batch is one process with `batch.lua`, which makes every order by itself. What comes out of an order does not depend
on the batch it was in, and an order that fails, or takes the whole process down, takes no other with it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kapstok.convert.base import FILTER, LANGUAGE, TEMPLATE, ConvertError, Style

TIME_LIMIT = 120  # seconds for one run of pandoc
SCRIPT = Path(__file__).with_name("batch.lua")
SIGN = "kapstok: "  # before every problem that the filter of the house style met
COLUMNS = 1_000_000  # a line of a table is never too long, so pandoc leaves the widths of columns to our filter
TAB = 4  # spaces
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
    images: Mapping[str, StoredImage]
    reference: Path | None = None


def pandoc_path() -> str:
    """Return the pandoc that came with pypandoc_binary."""
    import pypandoc

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
    outcomes: list[ConvertError | None] = []
    while len(outcomes) < len(orders):
        rest = orders[len(outcomes) :]
        done, reason = _run(rest, style, workplace)
        if not done and len(rest) > 1:  # the first one took the process down, or the time ran out
            done, reason = _run(rest[:1], style, workplace)
        outcomes += done or [ConvertError([reason])]
    return outcomes


def _run(orders: Sequence[Order], style: Style, workplace: Path) -> tuple[list[ConvertError | None], str]:
    """The outcomes of the orders that pandoc came to the end of, and why it did not get any further."""
    mark = f"{secrets.token_hex(8)} "  # no text can hold it
    (workplace / "orders.json").write_text(json.dumps(_described(orders, style, workplace, mark)), encoding="utf-8")
    (workplace / "template").write_bytes((style.folder / TEMPLATE).read_bytes())
    try:
        done = _start(["lua", "-E", str(SCRIPT)], workplace)
        said, reason = _text(done.stderr), ""
        if done.returncode:
            reason = _said(said.rpartition(mark)[2].partition("\n")[2], done.returncode)[0]
    except (OSError, subprocess.TimeoutExpired) as error:
        said, reason = _text(getattr(error, "stderr", None) or b""), _not_run(error)
    parts = re.split(rf"^{mark}\d*\n", said, flags=re.MULTILINE)
    if len(parts) == 1:  # it did not come to the first order, so no order is to blame
        return [ConvertError([reason])] * len(orders), reason
    return [ConvertError(_said(part)) if part.strip() else None for part in parts[1:-1]], reason


def _described(orders: Sequence[Order], style: Style, workplace: Path, mark: str) -> dict[str, object]:
    """The orders as batch.lua reads them; a text that several orders share is written and read once."""
    texts: dict[str, str] = {}
    for order in orders:
        if order.markdown not in texts:
            texts[order.markdown] = f"{len(texts)}.md"
            (workplace / texts[order.markdown]).write_bytes(_plain(order.markdown).encode())
    return {
        "mark": mark,
        "sign": SIGN,
        "markdown": MARKDOWN,
        "language": LANGUAGE,
        "columns": COLUMNS,
        "filter": str((style.folder / FILTER).resolve()),
        "list": [
            {
                "format": order.format,
                "text": texts[order.markdown],
                "folder": order.folder.relative_to(workplace).as_posix(),
                "result": order.result,
                "landscape": order.landscape,
                "images": {name.removeprefix("./"): asdict(image) for name, image in order.images.items()},
                "reference": order.reference.relative_to(workplace).as_posix() if order.reference else None,
            }
            for order in orders
        ],
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
        env={**environment, **FIXED},
        timeout=TIME_LIMIT,
        check=False,
    )


def _text(output: bytes) -> str:
    return output.decode(errors="replace").replace("\r\n", "\n")


def _not_run(error: Exception) -> str:
    return f"pandoc kon dit stuk niet omzetten: {type(error).__name__}"


def _said(output: str, code: int = 0) -> list[str]:
    """What pandoc or our filter wrote on stderr, as sentences."""
    lines = [line for line in output.splitlines() if line.strip()]
    problems = [line.removeprefix(SIGN) for line in lines if line.startswith(SIGN)]
    others = " ".join(word for line in lines if not line.startswith(SIGN) for word in line.split())
    if others or not problems:
        problems.append(f"pandoc meldt: {others or f'code {code}'}")
    return problems
