"""The pages with the fields of a kind: what must be there first, an example that can be copied, and the right types."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from workbench import shipped_kinds

from kapstok.core.finding import Finding
from kapstok.kinds.schema import Kind
from kapstok.link.validate import validate
from kapstok.read.reader import read_text
from kapstok.render.site.field_pages import example, kind_page

ROW = re.compile(r"^\| `(?P<field>[^`]+)` \| (?P<required>ja|nee) \| (?P<content>[^|]+) \|", re.MULTILINE)


@cache
def page(name: str) -> str:
    kinds = shipped_kinds()
    return kind_page(kinds[name], kinds, "agenda/")


def rows(name: str) -> dict[str, tuple[str, str]]:
    return {row["field"]: (row["required"], row["content"].strip()) for row in ROW.finditer(page(name))}


def test_what_must_be_there_comes_first() -> None:
    for kind in shipped_kinds():
        order = [required for field, (required, _) in rows(kind.name).items() if "." not in field]
        assert order == sorted(order), kind.name
    assert list(rows("doel"))[:3] == ["nummer", "titel", "opgave"]


def wrong_in(kind: Kind) -> list[Finding]:
    kinds = shipped_kinds()
    text = "\n".join(example(kind, kinds)) + "\n"
    path = f"agenda/{kind.file}" if kind.file else f"agenda/{kind.folder}/een-id.yaml"
    document, findings = read_text(path, text.encode())
    assert document is not None, text
    _, breaches = validate([document], kinds)
    return [*findings, *breaches]


@pytest.mark.parametrize("name", [kind.name for kind in shipped_kinds() if not kind.nested])
def test_the_example_of_a_page_can_be_copied(name: str) -> None:
    kind = shipped_kinds()[name]
    assert wrong_in(kind) == []
    assert "```yaml\n" + "\n".join(example(kind, shipped_kinds())) + "\n```" in page(name)


@pytest.mark.parametrize(
    ("kind", "field", "content"),
    [
        ("activiteit", "kosten.bedrag", "bedrag in euro's, -, ., PM, n.n.b. of n.v.t."),
        ("activiteit", "kosten.structureel", "ja of nee (true of false)"),
        ("activiteit", "wanneer", "datum"),
        ("activiteit", "doelen", "lijst: verwijzing naar doel"),
        ("vergadering", "tijd", "tekst op één regel"),
        ("doel", "publicatie", "een van: openbaar, raad, partners, intern, vertrouwelijk"),
    ],
)
def test_a_row_says_what_goes_into_a_field(kind: str, field: str, content: str) -> None:
    assert rows(kind)[field][1] == content


def test_no_row_leaves_open_what_goes_in() -> None:
    contents: set[Any] = {content for kind in shipped_kinds() for _, content in rows(kind.name).values()}
    assert not {"waarde", ""} & contents
