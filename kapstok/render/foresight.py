"""What `kapstok check` says of a build that was not made: kept as long as nothing that went in changed.

A build finds a little that needs the papers and pages themselves: an adopted paper that leans on a draft or has changed
since, a link of a hand-written page that leads nowhere. Papers are rendered for it, never converted; what only the
converters know is what the last build was told by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.cache import Cache, content_key
from kapstok.core.finding import Finding
from kapstok.core.kept import findings_key, keep_findings, kept_findings
from kapstok.core.model import Document
from kapstok.core.workspace import Workspace, resource

FAILED = content_key("mislukte stukken")  # the names of the papers that the converters refused, in the last build


@dataclass(frozen=True, kw_only=True, slots=True)
class Foresight:
    """All that the findings of a build rest on: the agenda, the day, and the `state` of what lies beside the agenda."""

    documents: Mapping[str, Document]
    day: date
    asked: bool
    state: str
    cache: Cache

    def found(self, look: Callable[[], Sequence[Finding]]) -> list[Finding]:
        """What `look` finds, or found when everything was as it is now."""
        return kept_findings(self.cache, self._about(), look)

    def keep(self, findings: Sequence[Finding]) -> None:
        """Keep what a build of everything found: that is what `look` would find."""
        keep_findings(self.cache, findings_key(self._about()), findings)

    def _about(self) -> Iterator[str | bytes]:
        yield from ("voorzien", f"{self.day} {self.asked}", self.cache.get(FAILED) or b"", self.state)
        for path in sorted(self.documents):
            yield from (path, self.documents[path].source)


def has_own_templates(workspace: Workspace) -> bool:
    """Whether the workspace has templates of its own, beside those of the package."""
    folder = workspace.root / "templates"
    return folder.is_dir() and folder.resolve() != resource("templates").resolve()
