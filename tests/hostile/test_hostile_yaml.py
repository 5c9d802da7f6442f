"""What a hostile hand may write in a file of the agenda ends as a finding at that file, or as text that does no harm.

Each case is one file of a small workspace. It takes less than a second of CPU and 300 MB, and nothing that it says comes
out as a command, a script or a formula.
"""

# ruff: noqa: E501 (tables of what is tried)

from __future__ import annotations

import csv
import io
import re
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from workbench import BASE, shipped_kinds

from kapstok.check.plain.notes import plain_notes
from kapstok.check.structure import check
from kapstok.commands.report import FORMATS
from kapstok.core.audience import PUBLIC
from kapstok.core.finding import Finding, Severity, sort_findings
from kapstok.core.forge_text import PART
from kapstok.core.page import PAGE_LIMIT
from kapstok.core.printable import LONGEST_MESSAGE, printable
from kapstok.files.house_style import check_house_style
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.read.reader import MAX_BYTES, read_text
from kapstok.render.data.opendata import render_data
from kapstok.render.site.raw_html import page_html, raw_html
from kapstok.rules.frames import judge
from kapstok.view import view

DAY = date(2026, 11, 1)
SECONDS, MEGABYTES = 1.0, 300
GOAL, AGENDA, NORMS, MONEY = "doelen/kwaad.yaml", "agenda.yaml", "kaderlijsten/kwaad.yaml", "begroting/kwaad.yaml"
HARMLESS = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A file with this text; `code` is a finding that must be among those of it, empty when the text does no harm."""

    name: str
    path: str
    text: str
    code: str


def _goal(value: str, field: str = "toelichting", code: str = HARMLESS, name: str = "") -> Case:
    other = "" if field == "titel" else "titel: Kwaad\n"
    text = f"{other}opgave: meedoen\npublicatie: openbaar\n{field}: {value}\n"
    return Case(name=name or f"{field}: {value[:30]!r}", path=GOAL, text=text, code=code)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _prose(text: str, code: str = HARMLESS, name: str = "") -> Case:
    return _goal(_quoted(text), code=code, name=name or f"prose {text[:34]!r} x {len(text)}")


def _title(text: str, code: str = HARMLESS) -> Case:
    return _goal(_quoted(text), "titel", code, f"title {text[:34]!r} x {len(text)}")


def _norm(test: str, code: str, field: str = "eis") -> Case:
    rest = "" if field == "eis" else ", eis: gevuld(titel)"
    text = "titel: Kwaad\nontwikkelopdracht: inkoop-en-subsidie\nkaders:\n  - id: een\n    tekst: Norm\n    toets:\n"
    text += f"      - {{voor: doel, {field}: {_quoted(test)}{rest}}}\n"
    return Case(name=f"norm {field} {test[:40]!r} x {len(test)}", path=NORMS, text=text, code=code)


def _setting(line: str, code: str) -> Case:
    text = f"titel: Agenda\ngemeente: Voorbeeldstad\nstatus: concept\npublicatie: openbaar\n{line}\n"
    return Case(name=f"setting {line[:50]!r}", path=AGENDA, text=text, code=code)


def _raw(text: str, code: str, name: str, path: str = GOAL) -> Case:
    return Case(name=name, path=path, text=text, code=code)


# Signs that a terminal, a spreadsheet, a browser, a template, a shell or a pipeline could obey.
COMMANDS = (
    "\x1b[2J", "\x1b]0;titel\x07", "\x1b]8;;http://x\x07y", "\x9b31m", "\x07", "\x08" * 9, "\r\n::add-mask::x", "::error::x",
    "::set-output name=a::b", "##[add-path]/x", "##vso[task.setvariable]x", "##teamcity[x]", "\u202egnp.exe", "\u2066x\u2069",
    "\u200b\u200bx", "\ufeffx", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", ";=1+1", ",=1+1", "\t=1+1", "\n=1+1",
    "x;=HYPERLINK(1)", "x,@SUM(1)", "x;-cmd|' /C calc'!A0", '";=1+1', "{{ 7*7 }}", "{% raw %}", "{# x #}", "${jndi:x}",
    "$(id)", "`id`", "%s%s%n", "%x", "../../../etc/passwd", "file:///etc/passwd", "\\input{/etc/passwd}",
    "<!--#exec cmd=x-->", "]]>", "<?php x ?>", "#include(x)", "#eval(x)", "#read(\"/etc/passwd\")", "$f(x)$", "@title", "<label>",
)  # fmt: skip
SCRIPTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "</title><script>x</script>",
    "<a href=javascript:alert(1)>x</a>", "<iframe src=x>", "<style>@import url(x)</style>", "<base href=//x>", "<x onclick=y>",
    "<meta http-equiv=refresh content=0>", "<!DOCTYPE x>", "<![CDATA[x]]>", "<object data=x>", "<math><mtext></x>",
)  # fmt: skip
LINKS = (
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[x](vbscript:x)", "[x](file:///etc/passwd)",
    "[x](//x.nl)", "[x](../x)", "[x](/x)", "[x](java&#115;cript:x)", "[x](javascript&colon;x)", "[x](java\tscript:x)",
    "[x]( javascript:x)", "[x](<javascript:x>)", "[x](&#1;javascript:x)", "[x](http:javascript)", "[x](ftp://x.nl)",
    "[x](doel:bestaat-niet)", "[x](opgave:meedoen#x)", "[x](doel:../../x)", "[x](geensoort:x)", "[](opgave:meedoen)",
    "![x](https://x.nl/p.png)", "![x](../../.git/config)", "[x]: javascript:alert(1)", "[x][y]\n\n[y]: javascript:x", "[^1]\n\n[^1]: x",
)  # fmt: skip
SHAPES = (
    "# Kop", "Kop\n===", "Kop\n---", "***", "```\ncode\n```", "~~~\ncode\n~~~", "!!! let op", "??? x", "::: x", "{#id}", "{: .x}",
    "x{.y}", "[TOC]", "x\n: y", "+ x", "* x", "    code", "\tcode", "1986. x", "1) x", "a. x\nb. y", "<!-- x -->", "&lt;script&gt;",
    "&#60;script&#62;", "\\<script\\>", "| a |\n| b |", "| a | b |\n| --- |\n| c |", "> " * 60 + "x", "- " * 60 + "x", "**x", "_x", "`x",
)  # fmt: skip
# One sign, or some by turns, again and again: what makes a careless reader slow.
ROWS = ("[", "]", "(", "*", "_", "`", "<", ">", "&", "{", "}", "|", "\\", "~", "#", "!", "-", "=", "a", "é", "\u0301", "😀", "\u202e",
        "[a](", "](", "[](", "![", "**a", "__a", "> ", "- ", "1. ", "|a", "a|\n", "&a;", "&#1;", "<a ", "<!--", "{{", "{%", "a\n",
        "\n\n", " ", "a b ", "a@", "www.", "https://", "\\\\", "$", "^", "[^", "'s ", "e.g. ", "1.1.", "€ 1 ")  # fmt: skip
VALUES = ("null", "true", "~", "[]", "{}", "[[]]", "{a: 1}", "[null]", "0", "-1", "1e400", ".inf", ".nan", "0x10", "0o17", "1_000",
          "2026-01-01", "12:30:45", "!!python/object:os.system x", "!!binary aGk=", "!<tag:x> y", "&a [*a]", "*onbekend",
          "<<: {a: 1}", "? a", "'", '"', "[", "{", "|\n", ">\n", "%YAML 1.1", "@x", "`x", "\t", "- x")  # fmt: skip
DATES = ("9999-12-31", "0001-01-01", "0000-00-00", "2026-02-30", "31 februari 2026", "winter 9999", "vanaf " * 40, "tot " * 40, "1e kwartaal 9999",
         "2026-", "-2026", "99999", "5 november 99999", "{tekst: x, vroegst: '9999-12-31', laatst: '0001-01-01'}",
         "{tekst: x, vroegst: '2026-12-31', laatst: '2026-01-01'}", "{vroegst: '2026-01-01'}", "[2026]", "t.z.t.\x00")  # fmt: skip
NORM_TEXTS = ("__import__('os')", "titel.__class__", "titel['x']", "titel|upper", "titel % titel", "titel * 9", "titel ~ titel",
              "self", "cycler()", "range(9)", "lipsum", "(" * 300, "not " * 300 + "titel", "1 + " * 300 + "1 > 0", "'" * 99, "a" * 5000,
              "titel == 'x' if titel else x", "titel is defined", "alle(doelen, \"alle(doelen, 'x')\")", "9" * 400 + " > 1", "{{ titel }}",
              "{% if titel %}", "gevuld(", "gevuld)", "==", "", " ", "titel == 'a\\\\n'", "\u202etitel", "gevuld(titel) and" * 50)  # fmt: skip
SETTINGS = ("huisstijl: blauw", "huisstijl: {kleuren: blauw}", "huisstijl: {kleuren: {hoofd: blauw}}", "huisstijl: {kleuren: {hoofd: '#12345g'}}",
            "huisstijl: {logo: ../../etc/passwd}", "huisstijl: {logo: logo.html}", "huisstijl: {logo: /etc/passwd}", "huisstijl: {word: x.docm}",
            "adres: javascript:alert(1)", "adres: https://u:p@x.nl/", "adres: x.nl", "adres: 'https://x.nl/<script>'", "adres: [x]",
            "peildatum: ['x']", "peildatum: '9999-12-31'", "peildatum: vandaag", "peildatum: {a: 1}", "status: {a: 1}", "status: [x]",
            "publicatie: iedereen", "titel: [x]", "gemeente: {a: b}", "repository: {bewerken: 'javascript:x'}", "letterlijk: {a: 1}",
            "toegankelijkheidsverklaring: javascript:x", "__proto__: x", "constructor: {prototype: x}", "titel: x", "x: " + "y" * 3000)  # fmt: skip
KEYS = ("", " ", "a" * 3000, "\x1b[2J", "::add-mask::", "<script>", "../x", "{{x}}", "titel ", "Titel", "tïtel", "\u202etitel", "__class__",
        "1", "true", "null", "a.b", "a:b", "$ref", "x-rol")  # fmt: skip
NAMES = ("con", "nul", "A", "a b", "a--b", "-a", "a-", "a.b", "é", "a" * 101, "a" * 300, "..", "a\nb", "a;b", "a'b", "$(id)", "<b>", "index",
         "::add-mask::x", "\x1b[2J")  # fmt: skip


def _cases() -> Iterator[Case]:
    yield from (_title(text, HARMLESS) for text in (*COMMANDS, *SCRIPTS))
    yield from (_prose(f"Zin {text} einde") for text in COMMANDS)
    yield from (_prose(text) for text in (*SCRIPTS, *LINKS, *SHAPES))
    yield from (_prose(row * (15_000 // len(row))) for row in ROWS)
    yield from (_title(row * (480 // len(row))) for row in ROWS)
    yield from (
        _prose(row * (200_000 // len(row)), "waarde-omvang", f"too long {row!r}") for row in ("a ", "[", "&", "x\n")
    )
    yield from (_goal(value, "samenvatting") for value in VALUES)
    yield from (_goal(value, "opgave") for value in VALUES)
    yield from (
        _raw(
            f"titel: Soep\ndoelen: [niemand-alleen]\nstart: {_quoted(text) if text[:1] not in '[{' else text}\n",
            HARMLESS,
            f"date {text[:30]!r}",
            "activiteiten/kwaad.yaml",
        )
        for text in DATES
    )
    yield from (_norm(text, HARMLESS) for text in NORM_TEXTS)
    yield from (_norm(text, HARMLESS, "wanneer") for text in NORM_TEXTS[:8])
    yield from (
        _norm(text, HARMLESS, "melding")
        for text in ("{__class__}", "{titel.x}", "{titel!r}", "{", "}", "{{titel}}", "{0}", "%s")
    )
    yield from (_setting(line, HARMLESS) for line in SETTINGS)
    yield from (_raw(f"titel: Kwaad\n{_quoted(key)}: x\n", HARMLESS, f"key {key[:20]!r} x {len(key)}") for key in KEYS)
    yield from (
        _raw("titel: Kwaad\nopgave: meedoen\n", HARMLESS, f"name {name[:20]!r}", f"doelen/{name}.yaml")
        for name in NAMES
    )
    yield from _sizes()


def _sizes() -> Iterator[Case]:
    many = "\n".join(f"  - doel:weg-{n}" for n in range(3_000))
    yield _raw(
        f"titel: Kwaad\nopgave: meedoen\nzieook:\n{many}\n", "verwijzing-bestaat-niet", "3,000 dangling references"
    )
    lines = "\n".join(
        f"  - {{id: r{n}, titel: R, hangt_aan: opgave:meedoen, bedrag: {n}, soort: lasten, stand: begroot}}"
        for n in range(2_100)
    )
    yield _raw(
        f"titel: Geld\njaar: 2026\nsoort: begroting\nregels:\n{lines}\n", "waarde-omvang", "2,100 lines of money", MONEY
    )
    rows = "\n".join("  | a | b | c |" for _ in range(1_300))
    yield _raw(
        f"titel: Kwaad\nopgave: meedoen\ntoelichting: |\n  | a | b | c |\n  | --- | --- | --- |\n{rows}\n",
        HARMLESS,
        "a table of 1,300 rows",
    )
    yield _raw(
        "a: &a [x]\n"
        + "\n".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}{f', *b{n - 1}' if n else ''}]" for n in range(40)),
        HARMLESS,
        "aliases upon aliases",
    )
    yield _raw("titel: " + "[" * 5_000, HARMLESS, "brackets 5,000 deep")
    yield _raw("".join(f"{' ' * n}a:\n" for n in range(200)), HARMLESS, "keys 200 deep")
    yield _raw("titel: x\n" * 4_000, "yaml-dubbel-veld", "one key 4,000 times")
    yield _raw("\n" * 500_000, HARMLESS, "half a million empty lines")
    yield _raw("# x\n" * 100_000, HARMLESS, "a hundred thousand remarks")
    yield _raw("titel: '" + "x" * (MAX_BYTES - 100), HARMLESS, "an open quote of a megabyte")
    yield _raw("x" * (MAX_BYTES + 1), HARMLESS, "more than a megabyte")
    yield _raw("titel: " + "1" * 5_000 + "\nopgave: meedoen\n", "waarde-omvang", "a title of 5,000 digits")


CASES = list(_cases())


def _model(case: Case) -> tuple[list[Finding], list[bytes]]:
    """All findings of a check of the base workspace with this file, and the data of the public edition."""
    kinds = shipped_kinds()
    files = {p.relative_to(BASE).as_posix(): p.read_bytes() for p in sorted(BASE.rglob("*.yaml"))}
    files[f"agenda/{case.path}"] = case.text.encode("utf-8", "surrogatepass")
    documents, findings = [], []
    for path, raw in files.items():
        document, found = read_text(path, raw)
        findings += found
        documents += [document] if document else []
    placed, found = validate(documents, kinds)
    model, more = resolve(placed, kinds)
    findings += [*found, *more, *check(model, kinds), *check_house_style(BASE, model, kinds)]
    judgement, found = judge(model, kinds, DAY)
    findings += [*found, *plain_notes(model, kinds)]
    shown = view(replace(model, judgement=judgement), kinds, PUBLIC)
    stopped = any(f.severity is Severity.ERROR for f in findings)
    return sort_findings(findings), [] if stopped else [data for _, data in render_data(shown, kinds, DAY)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: re.sub(r"[^\w ,:-]", ".", case.name)[:60])
def test_a_hostile_file_ends_as_a_finding_or_does_no_harm(case: Case) -> None:
    shipped_kinds()
    before, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    findings, data = _model(case)
    spent = time.process_time() - before
    assert spent < SECONDS, f"{spent:.2f} s"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < MEGABYTES * 1024
    if case.code:
        assert case.code in {f.code for f in findings}, findings
    for finding in findings:
        assert len(finding.message) <= LONGEST_MESSAGE
        assert "\n" not in finding.path + finding.message + finding.hint
    for name, form in FORMATS.items():
        text = form(findings).replace(PART, "")  # our own sign, with which a forge is kept from reading a command
        assert name == "github" or printable(text) == text
    for table in data:
        _no_formulas(table)


def _no_formulas(table: bytes) -> None:
    """No reader, whatever it takes for the border of a cell, finds a cell that calls something."""
    text = table.decode()
    if text.startswith(("{", "[")):
        return
    for sign in ",;\t":
        for row in csv.reader(
            io.StringIO(text), delimiter=sign, quoting=csv.QUOTE_NONE if sign != "," else csv.QUOTE_MINIMAL
        ):
            assert not [cell for cell in row if re.match(r'"?(?:[=@]|[+-][^\s\d][^|]*[(|])', cell)], row


@pytest.mark.parametrize("row", ROWS)
def test_a_megabyte_of_anything_is_told_in_time(row: str) -> None:
    """In a text, in a title and in a page of one's own; a busy machine may try twice."""
    shipped_kinds()
    text = row * (1_000_000 // max(len(row.encode()), len(_quoted(row)) - 2))
    page = row * (PAGE_LIMIT // len(row.encode()))
    for _ in range(3):
        before = time.process_time()
        for field in ("toelichting", "titel"):
            findings, _ = _model(_goal(_quoted(text), field))
            assert "waarde-omvang" in {f.code for f in findings}
        page_html.cache_clear()
        told = list(raw_html("docs/site/x.md", page, 1))
        assert len(told) <= 1
        if (spent := time.process_time() - before) < 2 * SECONDS:
            return
    assert spent < 2 * SECONDS


def test_there_are_enough_cases_of_every_sort() -> None:
    assert len(CASES) >= 250
    assert len({case.name for case in CASES}) >= 250
