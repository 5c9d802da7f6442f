"""`kapstok verschil`: two versions compared for one audience, in the form that was asked for. Only the CLI prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kapstok.compare.as_docx import as_docx
from kapstok.compare.as_html import as_html
from kapstok.compare.as_json import as_json
from kapstok.compare.as_markdown import as_markdown
from kapstok.compare.as_text import as_text
from kapstok.compare.comparison import compare_for
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
DOCX = "docx"  # a file and not a text: it is never printed


@contextmanager
def two_versions(workspace: Workspace, base: str, head: str, day: date | None) -> Iterator[Pair]:
    """The versions with these names; raises WorkspaceError, with a cure, when git cannot give them."""
    with open_versions(workspace, base, head, day=day) as pair:
        if isinstance(pair, Finding):
            raise WorkspaceError(pair.message, pair.hint)
        yield pair


def told(pair: Pair, audience: str, form: str) -> bytes:
    """The comparison in a form; raises WorkspaceError when it cannot be made."""
    comparison = compare_for(pair, audience)
    if form != DOCX:
        return f"{COMPARE_FORMATS[form](comparison)}\n".encode()
    try:
        return as_docx(comparison, style_of(pair.new.loaded, audience))
    except ConvertError as error:
        raise WorkspaceError(f"Het Word-stuk is niet te maken: {error}", "Zie kapstok check.") from error


def put(content: bytes, place: Path) -> None:
    """Write the result to a file; raises WorkspaceError when that cannot be."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    except OSError as error:
        raise WorkspaceError(
            f"{place} is niet te schrijven: {error.strerror}.", "Noem met --out een ander bestand."
        ) from error
