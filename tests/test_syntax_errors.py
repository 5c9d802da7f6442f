"""Every mistake in YAML is told in plain Dutch, where it can be mended, and never in libyaml's words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml._yaml import CParser
from yaml.error import YAMLError

from kapstok.core.finding import Finding, Severity
from kapstok.read.reader import read_text
from kapstok.read.syntax import errors

# text, line, column, code, a piece of the message or hint
CASES = [
    # tabs and odd spaces
    ("a:\n\tb: 1\n", 2, 1, "yaml-tab", "springt in met een tab"),
    ("a:\n  b: 1\n\tc: 2\n", 3, 1, "yaml-tab", "twee spaties"),
    ("a:\n  - b\n  \t- c: 1\n  \td: 2\n", 3, 3, "yaml-tab", "tab"),
    ("a: |\n\tx\n", 2, 1, "yaml-tab", "tab"),
    ("\ta: b\n", 1, 1, "yaml-tab", "tab"),
    ("titel: A\n  \xa0nummer: 1\n", 2, 3, "yaml-inspringing", "bijzondere spatie"),
    # quotes
    ('titel: "Meedoen\nnummer: 1\n', 1, 8, "yaml-aanhalingsteken-open", "‘\"Meedoen’"),
    ("titel: A\ntekst: 'Meedoen\nnummer: 1\n", 2, 8, "yaml-aanhalingsteken-open", "‘'Meedoen’"),
    ('titel: "Meedoen\nnummer: "1"\nc: d\n', 1, 8, "yaml-aanhalingsteken-open", "Meedoen"),
    ("é: '😀\n---\nb: c\n", 1, 4, "yaml-aanhalingsteken-open", "😀"),
    ("titel: 'foto's'\nb: c\n", 1, 14, "yaml-aanhalingsteken", "titel: \"foto's\""),
    ('titel: "Plan" voor later\n', 1, 15, "yaml-aanhalingsteken", "‘voor later’"),
    ("lijst: ['foto's', b]\n", 1, 15, "yaml-aanhalingsteken", "‘s', b]’"),
    ('pad: "c:\\map"\n', 1, 9, "yaml-backslash", "‘\\m’"),
    ('pad: "x\\x1"\n', 1, 8, "yaml-backslash", "‘\\x’"),
    ('pad: "\\ud800"\n', 1, 7, "yaml-backslash", "Schrijf: pad: '\\ud800'"),
    # signs at the start of a value
    ("a: *vet*\n", 1, 4, "yaml-ster", "‘*vet*’"),
    ("a: *vet woord* en\n", 1, 4, "yaml-ster", "moet tussen aanhalingstekens"),
    ("a: * een\n", 1, 4, "yaml-ster", "‘* een’"),
    ("a: b\nc: *onbekend\n", 2, 4, "yaml-ster", "‘*onbekend’"),
    ("a: & b\n", 1, 4, "yaml-en-teken", "‘& b’"),
    ("a: &co is leuk\n", 1, 4, "yaml-en-teken", "‘&co’"),
    ("a: !belangrijk lezen\n", 1, 4, "yaml-uitroepteken", "‘!belangrijk’"),
    ("a: !, b\n", 1, 4, "yaml-uitroepteken", "aanhalingstekens"),
    ("a: !<foo b\n", 1, 4, "yaml-uitroepteken", "!<foo b"),
    ("a: !f!x b\n", 1, 4, "yaml-uitroepteken", "!f!x b"),
    ("a: !%zz b\n", 1, 4, "yaml-uitroepteken", "!%zz b"),
    ("a: %5\n", 1, 4, "yaml-beginteken", "‘%5’"),
    ("a: @gemeente\n", 1, 4, "yaml-beginteken", "‘@gemeente’"),
    ("a: `code`\n", 1, 4, "yaml-beginteken", "‘`code`’"),
    ("a: ? b\n", 1, 4, "yaml-beginteken", "‘? b’"),
    ("a: , b\n", 1, 4, "yaml-beginteken", "‘, b’"),
    ("a: ] b\n", 1, 4, "yaml-beginteken", "‘] b’"),
    ("a: > 5 jaar\n", 1, 4, "yaml-blok", "‘> 5 jaar’"),
    ("a: | tekst\n  b\n", 1, 4, "yaml-blok", "volgende regel"),
    ("a: >0\n  b\n", 1, 4, "yaml-blok", "‘>0’"),
    # colons
    ("titel: iets: nog iets\n", 1, 12, "yaml-dubbele-punt", "Schrijf: titel: 'iets: nog iets'"),
    ("a:\n  - titel: let op: dit\n", 2, 18, "yaml-dubbele-punt", "‘titel: let op: dit’"),
    ("tekst: Een zin\n  die doorloopt\n  let op: dit\n", 3, 9, "yaml-dubbele-punt", "blok met |"),
    ("titel Meedoen\nnummer: 1\n", 1, 1, "yaml-dubbele-punt-vergeten", "‘titel: Meedoen’"),
    ("nummer: 1\ntitel Meedoen\nopgave: x\n", 2, 1, "yaml-dubbele-punt-vergeten", "‘titel Meedoen’"),
    ("a:\n  titel Mee\n  nummer: 1\n", 2, 3, "yaml-dubbele-punt-vergeten", "‘titel Mee’"),
    ("a:\n  - tekst Mee\n    nummer: 1\n", 2, 5, "yaml-dubbele-punt-vergeten", "‘tekst: Mee’"),
    ("nummer: 1\ntitel\n", 2, 1, "yaml-dubbele-punt-vergeten", "‘titel’"),
    ("titel:Meedoen\nnummer: 1\n", 1, 1, "yaml-spatie", "Schrijf: titel: Meedoen"),
    ("nummer: 1\ntitel:Meedoen\nb: c\n", 2, 1, "yaml-spatie", "ontbreekt een spatie"),
    ("a:\n  - id:k1\n    titel: x\n", 2, 5, "yaml-spatie", "Schrijf: - id: k1"),
    ("a: {b:, c: d}\n", 1, 6, "yaml-spatie", "‘:, c: d}’"),
    (": x\n", 1, 1, "yaml-veldnaam", "ontbreekt de naam"),
    # indentation
    ("titel: A\n nummer: 1\n", 2, 2, "yaml-inspringing", "1 spatie"),
    ("a:\n    b: 1\n  c: 2\n", 3, 3, "yaml-inspringing", "2 spaties"),
    ("a:\n  - b: 1\n   c: 2\n", 3, 4, "yaml-inspringing", "‘c: 2’"),
    ("a:\n  - b: 1\n     c: 2\n", 3, 6, "yaml-inspringing", "‘c: 2’"),
    ("a:\n  - b\n - c\n", 3, 2, "yaml-inspringing", "‘- c’"),
    ("a: 'x'\n  b: 1\n", 2, 3, "yaml-inspringing", "‘b: 1’"),
    ("a: |\n    x\n  y\nb: c\n", 3, 3, "yaml-inspringing", "tekst erboven"),
    ("a: |\n  x\ny\n", 3, 1, "yaml-inspringing", "‘y’"),
    ("a: b\n  # uitleg\n  c\nd: e\n", 3, 3, "yaml-opmerking", "‘c’"),
    # lists
    ("titel: A\n  - b\n", 2, 3, "yaml-lijst", "onder een tekst"),
    ("doelen: meedoen\n  en meer\n  -\n", 3, 3, "yaml-lijst", "‘-’"),
    ("titel: A\n- b\n", 2, 1, "yaml-lijst", "‘- b’"),
    ("titel: 'A'\n  - b\n", 2, 3, "yaml-lijst", "‘- b’"),
    ("a:\n  b: 1\n  - c\n", 3, 3, "yaml-lijst", "‘- c’"),
    ("doelen: - a\n", 1, 9, "yaml-lijst", "nieuwe regel"),
    ("a:\n  - b\n  c: d\n", 3, 3, "yaml-lijst", "streepje"),
    # brackets
    ("a: [b, c\nd: e\n", 1, 4, "yaml-haak-open", "‘[b, c’"),
    ("a: [b, c\n", 1, 4, "yaml-haak-open", "Zet ] achter"),
    ("a: {b: 1\nd: e\n", 1, 4, "yaml-haak-open", "{"),
    ("a: [\n  b,\n  c\nd: e\n", 1, 4, "yaml-haak-open", "["),
    ('a: ["b" "c"]\n', 1, 9, "yaml-haak", "komma"),
    ('a: [\n  "b"\n  "c"\n]\n', 3, 3, "yaml-haak", "komma"),
    ("a: [b,, c]\n", 1, 7, "yaml-haak", "komma te veel"),
    ("titel: [concept] Plan\n", 1, 18, "yaml-haak", "‘Plan’"),
    ("titel: {x} Plan\n", 1, 12, "yaml-haak", "‘Plan’"),
    # the file as a whole
    ("%YAML 1.1\n---\na: b\n", 1, 1, "yaml-richtlijn", "%"),
    ("%YAML 3.0\n---\na: b\n", 1, 1, "yaml-richtlijn", "%"),
    ("%FOO bar\n---\na: b\n", 1, 1, "yaml-richtlijn", "%"),
    ("%TAG ! x\n---\na: b\n", 1, 1, "yaml-richtlijn", "%"),
    ("a: b\n%c: d\n", 2, 1, "yaml-richtlijn", "%"),
    ("%YAML 1.1\n%YAML 1.1\n---\na: b\n", 2, 1, "yaml-richtlijn", "%"),
    ("a: b\n...\nc: d\n", 3, 1, "yaml-tweede-document", "tweede document"),
    ("a: b\n--- c: d\n", 2, 1, "yaml-tweede-document", "tweede document"),
    ("[a]\nb: c\n", 2, 1, "yaml-opbouw", "‘b: c’"),
]  # fmt: skip

# Words that libyaml and PyYAML use and no Dutch sentence does.
ENGLISH = re.compile(
    r"\b(while|scanning|parsing|found|could|did not|expected|token|block|mapping|sequence|scalar|"
    r"allowed|context|character|simple key|indicator|stream|alias|anchor|the|of an)\b"
)


def findings_of(text: str) -> list[Finding]:
    return read_text("agenda/doelen/x.yaml", text.encode())[1]


def own_words(finding: Finding) -> str:
    """The sentences without what they quote from the file."""
    return re.sub(r"‘[^’]*’|\"[^\"]*\"", "", f"{finding.message} {finding.hint}")


@pytest.mark.parametrize(("text", "line", "column", "code", "part"), CASES, ids=[repr(c[0]) for c in CASES])
def test_a_mistake_is_told_where_it_can_be_mended(text: str, line: int, column: int, code: str, part: str) -> None:
    errors = [f for f in findings_of(text) if f.severity is Severity.ERROR]
    assert [(f.line, f.column, f.code) for f in errors] == [(line, column, code)]
    assert part in f"{errors[0].message} {errors[0].hint}"


@pytest.mark.parametrize("text", [case[0] for case in CASES], ids=repr)
def test_a_message_is_short_dutch_with_a_hint(text: str) -> None:
    for finding in findings_of(text):
        assert not ENGLISH.search(own_words(finding))
        assert finding.message.endswith(".")
        assert finding.hint.endswith((".", "?")) or "Schrijf: " in finding.hint  # what follows can be copied as it is
        assert max(len(finding.message), len(finding.hint)) <= 150


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case[0]))
def test_places_are_the_same_with_other_line_ends(case: tuple[str, int, int, str, str], ending: str) -> None:
    text, line, column, code, _ = case
    errors = [f for f in findings_of("\ufeff" + text.replace("\n", ending)) if f.severity is Severity.ERROR]
    assert [(f.line, f.column, f.code) for f in errors] == [(line, column, code)]


def test_every_rule_explains_itself_and_answers_to_a_case() -> None:
    for rule in errors.RULES[:-1]:
        assert rule.__doc__
        assert "Slecht:" in rule.__doc__
        assert "goed:" in rule.__doc__
    codes = {case[3] for case in CASES}
    assert "yaml-opbouw" in codes


def test_an_error_without_a_place_is_still_a_finding() -> None:
    finding = errors.explain("a.yaml", "", YAMLError("input error"))
    assert (finding.line, finding.column, finding.code) == (1, 1, "yaml-opbouw")
    assert "input" not in finding.message


GOOD = """\
titel: "Meedoen naar vermogen"
nummer: 6.10
doelen: [a, 'b', {c: d}]
kaders:
  - id: k1
    tekst: |
      Regel een
      regel twee
  - id: k2
    tekst: Gewone tekst
      die doorloopt
"""


@settings(deadline=None, max_examples=300)
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 6),
    st.text(" \n\t-:,[]{}'\"#&*!|>%@`?\\x", max_size=4),
)
def test_a_slip_of_the_keys_is_told_in_dutch(place: int, gone: int, typed: str) -> None:
    text = GOOD[:place] + typed + GOOD[place + gone :]
    findings = findings_of(text)
    lines = text.split("\n")
    for finding in findings:
        assert not ENGLISH.search(own_words(finding)), finding
        assert finding.column <= len(lines[finding.line - 1]) + 1, finding
    parser = CParser(text)
    try:
        while parser.get_event() is not None:
            pass
    except YAMLError:
        assert any(finding.severity is Severity.ERROR for finding in findings)
