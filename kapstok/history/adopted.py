"""Is what lies in `vastgesteld/` what was adopted? Git is asked, for a checksum beside a file proves nothing.

Whoever can write a paper can write its checksum too. Git knows when the record came and whether it stayed as it was. A
signature is only looked for, never checked: that needs a program and keys that are not ours to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kapstok.core.finding import Finding, Severity
from kapstok.core.git import Repository
from kapstok.core.places import Place
from kapstok.files.attachments import FOLDER as ATTACHED
from kapstok.files.frozen import FOLDER, Frozen
from kapstok.history.commits import NO_BLOB, Edit, History

_PROVE = "Zonder git is dat niet na te gaan. Bewaar de werkruimte in git, met haar hele geschiedenis."


def check_adopted(kept: Sequence[Frozen], history: History, repository: Repository) -> Iterator[Finding]:
    """Adopted papers that git knows to be another than what was once laid down, or that nobody signed for."""
    if not kept or not history.is_known:
        return
    signed = _signatures(repository)
    for frozen in kept:
        record = _record(frozen)
        changed = next((path for path in _files(frozen) if _was_rewritten(history.edits.get(path, ()))), None)
        if changed:
            edit = history.edits[changed][0]
            yield Finding.at(
                Place(record),
                "vastgesteld-herschreven",
                f"{changed} is na de vastlegging gewijzigd, het laatst in commit {edit.commit.short}.",
                f"Zet de eerste versie terug; bij een nieuw besluit hoort: kapstok vaststellen … --nieuwe-versie. "
                f"Bekijk: git log -p -- {changed}",
                Severity.ERROR,
            )
        elif any(signed.values()) and not _is_signed(history.edits.get(record, ()), signed):
            yield Finding.at(
                Place(record),
                "vastgesteld-zonder-handtekening",
                f"{frozen.name} is vastgelegd in een commit zonder handtekening; andere stukken hebben er wel een.",
                "Ga na wie dit vastlegde, en leg het anders opnieuw vast met: git commit -S",
                Severity.WARNING,
            )


def unproven(kept: Sequence[Frozen], history: History) -> Iterator[Finding]:
    """What nobody can prove about adopted papers, for `kapstok check` to say."""
    if kept and not history.is_known:
        more = f" en {len(kept) - 1} andere stukken" if len(kept) > 1 else ""
        message = f"Of {kept[0].name}{more} nog zo zijn als is vastgesteld, valt niet te bewijzen."
        yield Finding.at(Place(FOLDER), "vastgesteld-onbewezen", message, _PROVE, Severity.NOTE)
        return
    for frozen in kept:
        loose = history.unrecorded(_files(frozen))
        if loose:
            yield Finding.at(
                Place(_record(frozen)),
                "vastgesteld-onbewezen",
                f"{loose[0]} staat nog niet zo in git: wie het vastlegde en of het zo bleef, is niet te bewijzen.",
                f"Leg de map vast: git add {FOLDER} && git commit",
                Severity.NOTE,
            )
        elif frozen.commit and not _knows(history, frozen.commit):
            yield Finding.at(
                Place(_record(frozen)),
                "vastgesteld-onbewezen",
                f"{frozen.name} noemt commit {frozen.commit}, en die staat niet in deze geschiedenis.",
                "Dat kan na samenvoegen met squash of rebase. Noteer in het besluit welke commit er nu bij hoort.",
                Severity.NOTE,
            )


def _files(frozen: Frozen) -> Iterator[str]:
    yield _record(frozen)
    yield from (f"{FOLDER}/{frozen.name}.{suffix}" for suffix in sorted(frozen.files))
    yield from (f"{FOLDER}/{ATTACHED}/{kept.name}" for kept in frozen.attachments)


def _record(frozen: Frozen) -> str:
    return f"{FOLDER}/{frozen.name}.json"


def _was_rewritten(edits: Iterable[Edit]) -> bool:
    """Whether git has had more than one content under this name."""
    return len({edit.after for edit in edits if edit.after != NO_BLOB}) > 1


def _signatures(repository: Repository) -> dict[str, bool]:
    """Whether each commit that touched the folder has a signature, by its hash."""
    found: dict[str, bool] = {}
    name = ""
    for line in (repository.ask("log", "--format=raw", "--no-decorate", "--", FOLDER) or "").split("\n"):
        if line.startswith("commit "):
            name = line.split(" ")[1]
            found[name] = False
        elif name and line.startswith(("gpgsig ", "gpgsig-sha256 ")):
            found[name] = True
    return found


def _is_signed(edits: Sequence[Edit], signed: dict[str, bool]) -> bool:
    """Whether the commit that brought the record has a signature; True when it is not known yet."""
    if not edits:
        return True
    first = edits[-1].commit.short
    return any(has for name, has in signed.items() if name.startswith(first))


def _knows(history: History, commit: str) -> bool:
    every = (edit.commit.short for edits in history.edits.values() for edit in edits)
    return any(short.startswith(commit[:7]) for short in every)
