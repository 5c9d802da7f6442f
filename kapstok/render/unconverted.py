"""All that a build makes files of, before a converter or the site generator comes to it: Markdown, data and plans.

Making this is cheap beside converting it. Who wants to know what two versions of an agenda print differently compares
two of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kapstok.convert import Style
from kapstok.core.finding import Finding
from kapstok.core.page import Page
from kapstok.files.frozen import Frozen
from kapstok.render.offers.bundle import Bundle
from kapstok.render.papers.documents import Draft
from kapstok.render.site.builder import SiteSettings
from kapstok.render.site.redirects import Move


@dataclass(frozen=True, kw_only=True, slots=True)
class Unconverted:
    """What one edition of one version prints. Paths are those in the output.

    `kept` are the files of adopted papers as they were kept, `copies` the files that are published as they are,
    `drifted` the adopted papers that their sources no longer give, with what differs. With `findings` something could
    not be made, and nothing here is to be relied on.
    """

    pages: tuple[Page, ...]
    site: SiteSettings
    moves: tuple[Move, ...]
    drafts: tuple[Draft, ...]
    style: Style
    kept: tuple[tuple[str, bytes], ...]
    data: tuple[tuple[str, bytes], ...]
    copies: Mapping[str, Path]
    bundles: tuple[Bundle, ...]
    drifted: tuple[tuple[Draft, Frozen, list[str]], ...]
    findings: tuple[Finding, ...] = ()
