"""What `kapstok check` says of a build that was not made: kept as long as nothing that went in changed.

A build finds a little that needs the papers and pages themselves: an adopted paper that leans on a draft or has changed
since, a link of a hand-written page that leads nowhere. Papers are rendered for it, never converted; what only the
converters know is what the last build was told by them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from kapstok.core.cache import Cache, content_key
from kapstok.core.finding import Finding
from kapstok.core.kept import kept_findings
from kapstok.core.model import Document
from kapstok.core.workspace import Workspace, resource

FAILED = content_key("mislukte stukken")  # the names of the papers that the converters refused, in the last build


def foreseen(
    documents: Mapping[str, Document],
    day: date,
    cache: Cache,
    state: str,
    look: Callable[[], Sequence[Finding]],
    *,
    asked: bool,
) -> list[Finding]:
    """What `look` finds, or found when everything was as it is now. `state` is that of what lies beside the agenda."""
    sources = (part for path in sorted(documents) for part in (path, documents[path].source))
    failed = cache.get(FAILED) or b""
    return kept_findings(cache, ("voorzien", f"{day} {asked}", failed, state, *sources), look)


def has_own_templates(workspace: Workspace) -> bool:
    """Whether the workspace has templates of its own, beside those of the package."""
    folder = workspace.root / "templates"
    return folder.is_dir() and folder.resolve() != resource("templates").resolve()
