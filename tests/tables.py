"""The tables of facets and roles in the documentation, made from the code. `python tests/tables.py` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kapstok.kinds.facet import Facet
from kapstok.kinds.facets import FACETS
from kapstok.kinds.roles import Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "ontwikkelen" / "schemas.md"


def filled(text: str) -> str:
    """The page with its generated tables as the code says them."""
    for name, rows in (("facetten", _facets()), ("rollen", _roles())):
        begin, end = f"<!-- tabel: {name} -->\n", "<!-- einde tabel -->"
        body = begin + "\n" + "\n".join(rows) + "\n\n" + end
        text, count = re.subn(re.escape(begin) + r".*?" + re.escape(end), lambda _, b=body: b, text, flags=re.DOTALL)
        assert count == 1, f"the page has no place for the table {name}"
    return text


def _facets() -> Iterator[str]:
    yield "| Facet | Wat het is | Delen |"
    yield "| --- | --- | --- |"
    for name, facet in FACETS.items():
        yield f"| `{name}` | {facet.sentence} | {', '.join(_parts(facet))} |"


def _parts(facet: type[Facet]) -> Iterator[str]:
    for part in facet.parts():
        yield f"**`{part.name}`**" if part.required else f"`{part.name}`"


def _roles() -> Iterator[str]:
    yield "| Rol | Wat het veld is |"
    yield "| --- | --- |"
    for role in Role:
        yield f"| `{role}` | {role.sentence} |"


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
