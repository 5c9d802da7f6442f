"""Workspaces that nobody would write, made at random from a seed: each must end in findings and never in an exception.

A case is an agenda of a few files, in which values, keys, lines and file names were changed. It goes through the whole
line up to the view, the notes about language and the data: in memory, so that thousands take a minute.
"""

from __future__ import annotations

import random
import re
import string
import tempfile
import traceback
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fuzzing_files import try_file
from trial import BARE, FULL, trial_files
from workbench import BASE, shipped_kinds

from kapstok.check.plain.notes import plain_notes
from kapstok.check.structure import check
from kapstok.commands.report import FORMATS
from kapstok.core.audience import AUDIENCES
from kapstok.core.finding import Finding, sort_findings
from kapstok.core.printable import LONGEST_MESSAGE, printable
from kapstok.files.attachments import check_attachments, find_attachments
from kapstok.files.house_style import check_house_style
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.read.reader import read_text
from kapstok.render.data.opendata import render_data
from kapstok.rules.frames import judge
from kapstok.view import view

DAY = date(2026, 11, 1)
Rng = random.Random
# fmt: off
# ruff: noqa: E501 (tables of what is tried)
_PROSE = (
    "[", "](", "**", "*", "_", "`", "~~", "\n\n", "\n- ", "\n1. ", "\n| a | b |\n| --- | --- |\n", "> ", "# ", "---",
    "<script>", "</p>", "&amp;", "&#106;", "[a](doel:niemand-alleen)", "[x](javascript:alert(1))", "![x](y.png)",
    "{% raw %}", "{{ 7*7 }}", "{#", ":::", "\\", "$x$", "[^1]", "\u202e", "\u200b", "①", "1️⃣", "שלום", "e\u0301", "\ufeff",
    "https://x.nl", "::add-mask::x", "woord ", "Een zin. ", "doel:x", "|", "=", "+ ", "/ ", "@", "\t", "   ",
)
_DATES = (
    "2026", "2026-13-45", "9999-12-31", "0000-01-01", "0001-01-01", "31 februari 2026", "vanaf ", "uiterlijk ", "tot ", "-",
    "eind ", "begin ", "medio ", "zomer ", "winter 9999", "1e kwartaal ", "q4 ", "2026-2027", "januari ", "5 nov ", "t/m ",
    "tot en met ", "het jaar ", "maandag ", "collegeperiode 2018-2022", "week 53 2026", "eerste helft ",
)
_NORM = (
    "gevuld(", ")", "(", "wat", "kosten.bedrag", " and ", " or ", "not ", " in ", "['a']", "'x'", "0", "1e9", "==", "!=",
    "<", ">", "+", "-", "alle(", "sommige(", "som(", "aantal(", "doelen", "agenda.", "ouder", "peildatum", ",", "\"", "'",
    ".", "{", "}", "|", "~", "*", "%", "__class__", "jaar(", "voor(", "titel", "status", "if ", "else ", " is ", "[0]",
)
_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**18, 2**70, 0.1, "", " ", [], {}, [[]], [None], {"a": 1}, {"id": None}, [{}], "PM",
    "n.n.b.", "x" * 5000, "1" * 5000, "nee", "doel:niemand-alleen", "niemand-alleen", "bestaat-niet", "../../etc/passwd",
    "a\nb", "vanaf " * 500, "9999-12-31", "12:30", "012", "1.234", "58.000", "#ff0000", "blauw", "{titel}", "=1+1",
    ["x"], ["x", "x"], [1, 1.0], {"vroegst": "2026-01-01"}, {"tekst": "ooit", "vroegst": "9999-12-31", "laatst": "1000-01-01"},
    {"bedrag": "PM"}, "\x1b[31m", "\u202eabc", "https://u:p@x.nl/", "javascript:alert(1)", "C:\\x", "con", "a" * 300,
)
_SCRAPS = (b"\x00", b"\xff", b"\t", b"'", b'"', b"{", b"[", b"- ", b": ", b"&a ", b"*a ", b"!!x ", b"<<<<<<< HEAD\n", b"---\n", b"\r")
_FILES = ("con.yaml", "A.yaml", "a b.yaml", ".yaml", "x.yml", "a" * 250 + ".yaml", "é.yaml", "x\ny.yaml", "1.yaml", "-.yaml", "a--b.yaml")
# fmt: on


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """The files of one agenda, by their path, and the seed that made them."""

    seed: int
    files: dict[str, bytes]


@cache
def _corpus() -> dict[str, str]:
    """The files that cases are made of: the base workspace, and one of every kind, full and bare."""
    base = {
        path.relative_to(BASE).as_posix(): path.read_text(encoding="utf-8") for path in sorted(BASE.rglob("*.yaml"))
    }
    return base | {f"agenda/{path}": text for path, text in trial_files(shipped_kinds(), (FULL, BARE))}


@cache
def _data(path: str) -> Any:
    return yaml.load(_corpus()[path], yaml.CSafeLoader)


def make_case(seed: int) -> Case:
    """The case of a seed, always the same."""
    rng = Rng(seed)
    paths = sorted(_corpus())
    chosen = {"agenda/agenda.yaml", *rng.sample(paths, rng.randint(1, 4))}
    files: dict[str, bytes] = {}
    for path in sorted(chosen):
        text = _corpus()[path]
        if rng.random() < 0.8:
            text = _changed(deepcopy(_data(path)), rng)
        data = text.encode()
        if rng.random() < 0.25:
            data = _torn(data, rng)
        files[_renamed(path, rng) if rng.random() < 0.08 else path] = data
    return Case(seed=seed, files=files)


def _changed(data: Any, rng: Rng) -> str:
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        places = list(_places(data, ()))
        if places:
            rng.choice(_CHANGES)(data, rng.choice(places), rng)
    return str(yaml.dump(data, allow_unicode=True, sort_keys=False, Dumper=yaml.CSafeDumper))


def _places(data: Any, above: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    steps: list[Any] = (
        list(data) if isinstance(data, dict) else list(range(len(data))) if isinstance(data, list) else []
    )
    for step in steps:
        yield (*above, step)
        yield from _places(data[step], (*above, step))


def _holder(data: Any, place: tuple[Any, ...]) -> Any:
    for step in place[:-1]:
        data = data[step]
    return data


def _put(value: Callable[[Rng], Any]) -> Callable[[Any, tuple[Any, ...], Rng], None]:
    def change(data: Any, place: tuple[Any, ...], rng: Rng) -> None:
        _holder(data, place)[place[-1]] = value(rng)

    return change


def _drop(data: Any, place: tuple[Any, ...], rng: Rng) -> None:
    del _holder(data, place)[place[-1]]


def _wrap(data: Any, place: tuple[Any, ...], rng: Rng) -> None:
    holder = _holder(data, place)
    value = holder[place[-1]]
    holder[place[-1]] = rng.choice(([value], {"a": value}, [value, deepcopy(value)], [[value]], {"tekst": value}))


def _unwrap(data: Any, place: tuple[Any, ...], rng: Rng) -> None:
    holder = _holder(data, place)
    value = holder[place[-1]]
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    holder[place[-1]] = rng.choice(inner) if inner else None


def _swap(data: Any, place: tuple[Any, ...], rng: Rng) -> None:
    other = rng.choice(list(_places(data, ())))
    if other[: len(place)] != place and place[: len(other)] != other:
        one, two = _holder(data, place), _holder(data, other)
        one[place[-1]], two[other[-1]] = two[other[-1]], one[place[-1]]


def _rename_key(data: Any, place: tuple[Any, ...], rng: Rng) -> None:
    holder = _holder(data, place)
    if isinstance(holder, dict):
        holder[rng.choice(("id", "titel", "publicatie", "x", "", "toets", "a" * 300, "\u202e", "status"))] = holder.pop(
            place[-1]
        )


def _many(data: Any, place: tuple[Any, ...], rng: Rng) -> None:
    holder = _holder(data, place)
    value = holder[place[-1]]
    most = 5_000 // (1 + len(list(_places(value, ()))))
    holder[place[-1]] = [deepcopy(value) for _ in range(min(most, rng.choice((3, 60, 6_000))))]


def _salad(words: tuple[str, ...], most: int) -> Callable[[Rng], str]:
    return lambda rng: "".join(rng.choices(words, k=rng.randint(1, most)))


def _noise(rng: Rng) -> str:
    signs = string.printable + "éß—’\u00a0\u2028\U0001f600\x85\x7f"
    return "".join(rng.choices(signs, k=rng.choice((1, 5, 40, 400))))


_CHANGES: tuple[Callable[[Any, tuple[Any, ...], Rng], None], ...] = (
    _put(lambda rng: deepcopy(rng.choice(_ODD))),
    _put(lambda rng: deepcopy(rng.choice(_ODD))),
    _put(_salad(_PROSE, 25)),
    _put(_salad(_DATES, 4)),
    _put(_salad(_NORM, 12)),
    _put(_noise),
    _drop,
    _wrap,
    _unwrap,
    _swap,
    _rename_key,
    _many,
)


def _torn(data: bytes, rng: Rng) -> bytes:
    """Bytes in which something was cut, doubled or put that does not belong there."""
    for _ in range(rng.choice((1, 1, 3))):
        at, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
        lines = data.split(b"\n")
        how = rng.randrange(6)
        if how == 0:
            data = (
                data[:at]
                + rng.choice(
                    (
                        b"\x00",
                        b"\xff",
                        b"\t",
                        b"'",
                        b'"',
                        b"{",
                        b"[",
                        b"- ",
                        b": ",
                        b"&a ",
                        b"*a ",
                        b"!!x ",
                        b"<<<<<<< HEAD\n",
                        b"---\n",
                        b"\r",
                    )
                )
                + data[at:]
            )
        elif how == 1:
            data = data[:at] + data[min(end, at + 20) :]
        elif how == 2:
            data = data[:at]
        elif how == 3:
            rng.shuffle(lines)
            data = b"\n".join(lines)
        elif how == 4:
            number = rng.randrange(len(lines))
            data = b"\n".join([*lines[: number + 1], *lines[number:]])
        else:
            number = rng.randrange(len(lines))
            lines[number] = b" " * rng.randint(0, 5) + lines[number].lstrip()
            data = b"\n".join(lines)
    return data


def _renamed(path: str, rng: Rng) -> str:
    folder, _, name = path.rpartition("/")
    new = rng.choice(
        (
            "con.yaml",
            "A.yaml",
            "a b.yaml",
            ".yaml",
            "x.yml",
            "a" * 250 + ".yaml",
            "é.yaml",
            "x\ny.yaml",
            "1.yaml",
            "-.yaml",
            "a--b.yaml",
        )
    )
    return rng.choice((f"{folder}/{new}", f"agenda/{new}", f"agenda/weg/{name}", f"{folder}/sub/{name}"))


@cache
def _root() -> Path:
    return Path(tempfile.mkdtemp(prefix="kapstok-fuzz-"))


def run_case(case: Case) -> list[Finding]:
    """All findings of a case; whatever it raises is a mistake of ours."""
    kinds = shipped_kinds()
    findings: list[Finding] = []
    documents = []
    for path, raw in case.files.items():
        document, found = read_text(path, raw)
        findings += found
        if document is not None:
            documents.append(document)
    placed, found = validate(documents, kinds)
    findings += found
    model, found = resolve(placed, kinds)
    findings += [*found, *check(model, kinds)]
    findings += [*check_attachments(_root(), model, kinds), *check_house_style(_root(), model, kinds)]
    judgement, found = judge(model, kinds, DAY)
    findings += [*found, *plain_notes(model, kinds)]
    model = replace(model, judgement=judgement)
    audience = sorted(AUDIENCES)[case.seed % len(AUDIENCES)]
    shown = view(model, kinds, audience)
    find_attachments(_root(), shown, kinds)
    if not any(f.severity == "error" for f in findings):
        list(render_data(shown, kinds, DAY))
    findings = sort_findings(findings)
    for form in FORMATS.values():
        form(findings)
    check_findings(findings)
    return findings


def check_findings(findings: list[Finding]) -> None:
    """Each finding stands at a place that exists and says something short in which no sign can command."""
    for f in findings:
        assert min(f.line, f.column) >= 1, f
        assert 0 < len(f.message) <= LONGEST_MESSAGE, f
        for text in (f.path, f.message, f.hint):
            assert printable(text) == text, f
            assert "\n" not in text, f


def failure(seed: int) -> str:
    """Where the case of a seed goes wrong: the error and the last places in our code; empty when it does not.

    One in five is no agenda but a file beside it.
    """
    try:
        if seed % 5 == 4:
            check_findings(try_file(Rng(seed)))
        else:
            run_case(make_case(seed))
    except Exception as error:
        frames = [
            f for f in traceback.extract_tb(error.__traceback__) if "/kapstok/" in f.filename or "fuzzing" in f.filename
        ]
        where = " < ".join(f"{re.sub(r'.*/kapstok/', '', f.filename)}:{f.lineno} {f.name}" for f in frames[-2:][::-1])
        return f"{type(error).__name__}: {str(error)[:150]} at {where}"
    return ""
