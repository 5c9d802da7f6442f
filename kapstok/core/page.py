"""One page of the site as a value: what the renderers make and the site generator takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kapstok.core.model import Key, Plain

PAGE_LIMIT = 256 * 1024  # bytes of one page that somebody writes


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page. `address` ends with a slash (empty for the home page).

    `source` is the file in the workspace to edit, if any, and `first_line` the line of it (or of the package's file)
    on which `markdown` begins, for hand-written pages; `menu` and `order` place it in the navigation (an empty menu
    leaves it out) and `label` is what it is called there (else its title); `crumbs` are (title, address) from the
    home page down and `under` is the overview in the menu that the page belongs to; `status` and `example` give the
    banner, and `standing` what it says of a decision that is not taken or holds no more (see `render/standing.py`).
    `overview` says that it looks across things, `findable` whether the search and the sitemap lead to it. `used` are
    the things that it was made of.
    """

    address: str
    title: str
    markdown: str
    description: str = ""
    source: str = ""
    first_line: int = 0
    menu: str = ""
    label: str = ""
    order: float = 0
    crumbs: tuple[tuple[str, str], ...] = ()
    under: str = ""
    status: str = ""
    standing: Mapping[str, Plain] = field(default_factory=dict)
    example: bool = False
    kind: str = ""
    template: str = ""
    overview: bool = False
    findable: bool = True
    used: frozenset[Key] = field(default=frozenset(), repr=False, compare=False)
