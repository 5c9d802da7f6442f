"""`kapstok verschil`: two versions compared for one audience, in the form that was asked for. Only the CLI prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kapstok.compare.adopted import Decided, compare_decided, decision_of
from kapstok.compare.as_docx import as_docx, as_pdf
from kapstok.compare.as_html import as_html
from kapstok.compare.as_json import as_json
from kapstok.compare.as_markdown import as_markdown
from kapstok.compare.as_text import as_text
from kapstok.compare.comparison import compare_for, is_small
from kapstok.compare.editions import Pair, open_versions
from kapstok.compare.values import Comparison
from kapstok.convert import ConvertError
from kapstok.core.finding import Finding
from kapstok.core.workspace import Workspace, WorkspaceError
from kapstok.pipeline import style_of

COMPARE_FORMATS: Mapping[str, Callable[[Comparison], str]] = {
    "tekst": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
}
FILES = {"docx": as_docx, "pdf": as_pdf}  # files and not texts: they are never printed


@contextmanager
def two_versions(workspace: Workspace, base: str, head: str, day: date | None) -> Iterator[Pair]:
    """The versions with these names; raises WorkspaceError, with a cure, when git cannot give them."""
    with open_versions(workspace, base, head, day=day) as pair:
        if isinstance(pair, Finding):
            raise WorkspaceError(pair.message, pair.hint)
        yield pair


def kept_decision(workspace: Workspace, item: str, audience: str) -> Decided:
    """The decision about `soort:id` that was kept; raises WorkspaceError, with a cure, when there is none."""
    found = decision_of(workspace, item, audience)
    if isinstance(found, Finding):
        raise WorkspaceError(found.message, found.hint)
    return found


def told(pair: Pair, audience: str, form: str, decided: Decided | None = None, *, prints: bool = False) -> bytes:
    """The comparison in a form, with a decision when that is the base; raises WorkspaceError when it cannot be made.

    With `prints` it is found out of a large agenda too which pages, papers and files change.
    """
    asked = prints or is_small(pair)
    comparison = compare_decided(pair, decided, audience) if decided else compare_for(pair, audience, prints=asked)
    if form not in FILES:
        return f"{COMPARE_FORMATS[form](comparison)}\n".encode()
    try:
        return FILES[form](comparison, style_of(pair.new.loaded, audience))
    except ConvertError as error:
        raise WorkspaceError(f"Het stuk is niet te maken: {error}", "Zie kapstok check.") from error


def put(content: bytes, place: Path) -> None:
    """Write the result to a file; raises WorkspaceError when that cannot be."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    except OSError as error:
        raise WorkspaceError(
            f"{place} is niet te schrijven: {error.strerror}.", "Noem met --out een ander bestand."
        ) from error
