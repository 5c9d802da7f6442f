"""The findings that an audience may hear of: those that it would find itself, having only what it may see.

The files of which the audience sees everything are read, resolved, checked and judged once more, without the others.
What is found there as well as in the whole agenda is told, in the words of that second look: so no message names a
thing, a number or an amount that is hidden. Of a file that cannot be read stands only that, and only when the audience
could read it before. What is the same for every audience is told as it is: pages that people wrote, schemas, templates
and settings; and so is what a build of this very edition would find. Nothing else is told, also not that there is more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kapstok.check.contradictions import contradictions
from kapstok.check.structure import check
from kapstok.commands.report.codes import explain
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Document, Item, Key, Model
from kapstok.kinds.schema import Kinds
from kapstok.link.gates import with_gates
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.pipeline import Loaded, foresee
from kapstok.read.reader import read_text
from kapstok.reckon.door import reckon
from kapstok.rules.frames import judge

FOR_ALL, SETTINGS = ("docs/site/", "schemas/", "templates/"), "mkdocs.yml"
_Place = tuple[str, str, int]  # code, path, line


def known_findings(loaded: Loaded, shown: Model, known_before: frozenset[str]) -> Iterator[tuple[Finding, str]]:
    """Those findings of a workspace that may be told, each with the words for it.

    `shown` is the view of the audience, `known_before` the paths of the files that it saw whole in the older version.
    """
    whole = seen_whole(loaded.model, shown)
    broken = known_before - loaded.model.documents.keys()
    wrong = [f for f in loaded.findings if f.path in whole | broken]
    found = _second_look(loaded, sorted(whole)) if any(f.path in whole for f in wrong) else {}
    for finding in _of_all(loaded, shown.audience):
        yield finding, _words(finding)
    for finding in wrong:
        if finding.path in broken and finding.severity is Severity.ERROR:
            yield finding, f"Dit bestand is niet te lezen. {explain(finding).about}"
        elif (same := found.get(_place(finding))) is not None:
            yield same, _words(same)


def _of_all(loaded: Loaded, audience: str) -> Iterator[Finding]:
    """What is wrong with what every audience gets, and what a build for this one would find besides."""
    known = set(loaded.findings)
    yield from (f for f in loaded.findings if f.path == SETTINGS or f.path.startswith(FOR_ALL))
    yield from (f for f in (foresee(loaded, audience) if audience else ()) if f not in known)


def _words(finding: Finding) -> str:
    return " ".join(part for part in (finding.message, finding.hint) if part)


def seen_whole(model: Model, shown: Model) -> frozenset[str]:
    """The paths of the files of which a view has every item and every field."""
    files: dict[str, bool] = {}
    for item in model.items.values():
        files[item.path] = files.get(item.path, True) and _same(item, shown.items)
    return frozenset(path for path, whole in files.items() if whole)


def _same(item: Item, shown: Mapping[Key, Item]) -> bool:
    seen = shown.get(item.key)
    return seen is not None and seen.fields == item.fields


def _second_look(loaded: Loaded, paths: Sequence[str]) -> dict[_Place, Finding]:
    """What is found in these files when there are no others."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for path in paths:
        document, found = read_text(path, loaded.model.documents[path].source.encode("utf-8", "surrogatepass"))
        findings += found
        documents += [document] if document is not None else []
    findings += _judged(documents, loaded.kinds, loaded.day)
    return {_place(finding): finding for finding in reversed(findings)}


def _judged(documents: Sequence[Document], kinds: Kinds, day: date) -> list[Finding]:
    placed, findings = validate(documents, kinds)
    model, more = resolve(placed, kinds)
    model = with_gates(model, kinds)
    return [
        *findings,
        *more,
        *check(model, kinds),
        *judge(model, kinds, day)[1],
        *contradictions(reckon(model, kinds, day)),
    ]


def _place(finding: Finding) -> _Place:
    return finding.code, finding.path, finding.line
