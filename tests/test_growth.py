"""Ten times as much text costs no more than twelve times as much time, for every pattern of ours.

The patterns are found, not listed: each module-level `re.Pattern` of `kapstok`, and every pattern of the schemas. Each
is tried as it is used (`search`, `match`, `sub` …) on texts that make careless patterns slow: one sign, or two or three
by turns, again and again, with an end that does not fit.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import itertools
import json
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kapstok
from kapstok.check.plain.sentences import split_sentences
from kapstok.core.amounts import read_amount
from kapstok.core.collation import natural_key
from kapstok.core.dates import parse_date
from kapstok.core.dutch import fold, words
from kapstok.core.markdown import links_to_items, plain_text, with_links
from kapstok.core.markdown.folded import check_folded
from kapstok.core.markdown.parse import parse as parse_markdown
from kapstok.core.markdown.writer import write as write_markdown
from kapstok.core.printable import one_line, printable
from kapstok.core.text import slugify
from kapstok.core.workspace import resource
from kapstok.read.reader import read_text
from kapstok.read.syntax.build import plain_value
from kapstok.render.offers.typography import set_amounts
from kapstok.rules.parse import parse

SMALL, LARGE = 600, 6_000
MOST = 12
NOTHING = 0.008  # seconds of CPU in which nothing can be measured
_SIGNS = "a1 -_*#>|[](){}<&;:.,=+~`!\"'/\\\n\t\u00a0é@%^?"
_ROWS = (
    *(
        "- ",
        "1. ",
        "* ",
        "> ",
        "[a",
        "[a](",
        "](",
        "a:",
        "a(",
        "a-",
        "a ",
        "a\n",
        " \n",
        "|a",
        "| - |\n",
        "a.",
        "1.1",
        "1-",
    ),
    *(
        "<a ",
        "&a;",
        "{a",
        "**a",
        "[^",
        "![",
        "http://",
        "a@",
        "a, ",
        "--",
        "\\[",
        "- -",
        "\n\n",
        "een a",
        "tot ",
        "2026 ",
    ),
    *("'s ", "<!--", "#a", "{{", "{%", "\\n", "a\t", "= ", "[[]", "[a]", "(a)", "a\\", "::", "##"),
)
_ENDS = ("", "\x00", "\n!")


def _values(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(_values, value.values()))
    elif isinstance(value, tuple | list | frozenset | set):
        yield from itertools.chain.from_iterable(map(_values, value))
    elif type(value).__module__.startswith("kapstok") and hasattr(value, "__dataclass_fields__"):
        yield from itertools.chain.from_iterable(_values(getattr(value, n, None)) for n in value.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """A pattern, and the ways in which our code asks it."""

    pattern: re.Pattern[str]
    ways: tuple[str, ...]


def own_patterns() -> dict[str, Own]:
    """Every pattern of ours by where it stands."""
    found: dict[str, Own] = {}
    seen: set[re.Pattern[str]] = set()
    for module in pkgutil.walk_packages(kapstok.__path__, "kapstok."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        source = inspect.getsource(loaded)
        for name, value in vars(loaded).items():
            own = re.search(rf"^{re.escape(name)}\b.* = ", source, re.MULTILINE)
            for number, pattern in enumerate(_values(value) if own else ()):
                if pattern not in seen:
                    seen.add(pattern)
                    place = f"{module.name.removeprefix('kapstok.')}.{name}.{number}"
                    found[place] = Own(pattern=pattern, ways=_ways(name, source, value))
    for file in sorted(resource("schemas").glob("*.json")):
        for number, text in enumerate(_schema_patterns(json.loads(file.read_text(encoding="utf-8")))):
            found[f"{file.name}.{number}"] = Own(pattern=re.compile(text), ways=("search",))
    return found


_WAYS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def _ways(name: str, source: str, value: object) -> tuple[str, ...]:
    """How a pattern is asked: by its name, or, in a table and in other modules, in any way that its module knows."""
    asked = set(re.findall(rf"\b{re.escape(name)}\.({'|'.join(_WAYS)})\b", source))
    if not isinstance(value, re.Pattern):  # a table: as the module asks what has no name of its own
        asked |= set(re.findall(rf"\b[a-z]\w*\.({'|'.join(_WAYS)})\(", source)) - {"split"}
    elif not asked or not name.startswith("_"):
        asked |= _elsewhere(name)
    return tuple(sorted(asked)) or ("search",)


@cache
def _all_source() -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(Path(kapstok.__file__).parent.rglob("*.py")))


def _elsewhere(name: str) -> set[str]:
    return set(re.findall(rf"\b{re.escape(name)}\.({'|'.join(_WAYS)})\b", _all_source()))


def ask(pattern: re.Pattern[str], way: str, text: str) -> object:
    """Ask a pattern in one of the ways."""
    if way in ("sub", "subn"):
        return pattern.sub(lambda found: found[0], text)
    found = getattr(pattern, way)(text)
    return list(found) if way == "finditer" else found


def _schema_patterns(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        yield from itertools.chain.from_iterable(map(_schema_patterns, node.values()))
    elif isinstance(node, list):
        yield from itertools.chain.from_iterable(map(_schema_patterns, node))


PATTERNS = own_patterns()


def seconds(work: Callable[[], object], *, enough: float = 0.0) -> float:
    """The CPU time of some work: the best of three, or the first that is quick enough."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best <= enough:
            break
    return best


def grows(work: Callable[[str], object], row: str, end: str = "", small: int = SMALL) -> str:
    """How much too fast the time of some work grows on a row of signs; empty when it does not."""
    text = row * (LARGE // SMALL * small // len(row)) + end
    large = seconds(lambda: work(text), enough=NOTHING)
    if large <= NOTHING:
        return ""
    part = row * (small // len(row)) + end
    little = max(seconds(lambda: work(part)), NOTHING / MOST)
    return f"{row!r} … {end!r}: {little * 1000:.1f} → {large * 1000:.1f} ms" if large > MOST * little else ""


def _rows(pattern: re.Pattern[str]) -> Iterator[str]:
    yield from _SIGNS
    yield from _ROWS
    words = re.findall(r"[a-z]{3,}", pattern.pattern)
    yield from (f"{word} " for word in dict.fromkeys(words[:3]))


# Only asked of a text that was measured first; `test_what_reads_text_takes_time_in_proportion` tries the function.
SHORT_ONLY = {"core.amounts._WRITTEN.0", "core.dates._PERIOD.0", "link.meant._WORDS.0"}


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - SHORT_ONLY))
def test_a_pattern_of_ours_takes_time_in_proportion(name: str) -> None:
    own = PATTERNS[name]
    gc.disable()
    try:
        for way, row, end in itertools.product(own.ways, _rows(own.pattern), _ENDS):

            def work(text: str, way: str = way) -> object:
                return ask(own.pattern, way, text)

            # A text that is ten times as short first: what is very slow is told in a second, too.
            slow = grows(work, row, end, SMALL // 10) or grows(work, row, end)
            assert not slow, f"{own.pattern.pattern} ({way})\n{slow}"
    finally:
        gc.enable()


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 150
    assert any(name.startswith("core.markdown") for name in PATTERNS)


READERS: dict[str, Callable[[str], object]] = {
    "parse_date": parse_date,
    "markdown": lambda text: parse_markdown.__wrapped__(text),
    "links_to_items": lambda text: [*links_to_items(text)],
    "with_links": lambda text: with_links(text, lambda link: link.inner),
    "plain_text": plain_text,
    "written": lambda text: write_markdown(parse_markdown.__wrapped__(text).blocks),
    "check_folded": lambda text: check_folded(f"wat: >-\n  {text}"),
    "set_amounts": set_amounts,
    "slugify": slugify,
    "natural_key": lambda text: natural_key(text) < natural_key(f"{text}{chr(0x142)}"),
    "fold": lambda text: list(words(fold(text))),
    "plain_value": plain_value,
    "read_amount": lambda text: read_amount(text, whole=False),
    "sentences": lambda text: split_sentences(text),
    "printable": printable,
    "one_line": lambda text: one_line(text, 300),
    "parse": parse,
    "read_text": lambda text: read_text("agenda/doelen/x.yaml", text.encode()),
    "quoted yaml": lambda text: read_text("agenda/doelen/x.yaml", f"titel: '{text.replace(chr(39), '')}'\n".encode()),
    "block yaml": lambda text: read_text(
        "agenda/doelen/x.yaml", ("wat: |\n  " + text.replace("\n", "\n  ") + "\n").encode()
    ),
}
"""Everything that reads what an author wrote, from the text alone."""


@pytest.mark.parametrize("name", READERS)
def test_what_reads_text_takes_time_in_proportion(name: str) -> None:
    reader = READERS[name]
    gc.disable()
    try:
        for row, end in itertools.product((*_SIGNS, *_ROWS), ("", "\n!")):
            slow = grows(reader, row, end, SMALL // 10) or grows(reader, row, end)
            assert not slow, slow
    finally:
        gc.enable()
