"""The whole line on one screen: read → validate → resolve → check → judge → view → recall → render → write.

Every stage takes values and gives values plus findings; only reading and writing touch the disk. `load` does
what `kapstok check` needs, `render` goes on from there, `publish` puts the result in place.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kapstok.check.contradictions import contradictions
from kapstok.check.misleading import misleading
from kapstok.check.structure import check
from kapstok.core.audience import PUBLIC
from kapstok.core.cache import Cache, open_cache
from kapstok.core.choices import PARTS, SITE
from kapstok.core.dates import VagueDate
from kapstok.core.door import Door, door_to
from kapstok.core.finding import Finding, has_errors, sort_findings, without_echoes, without_remarks
from kapstok.core.git import Repository
from kapstok.core.kept import kept_findings
from kapstok.core.model import Item, Model
from kapstok.core.progress import Nobody, Watcher
from kapstok.core.state import workspace_state
from kapstok.core.text import fresh_guesses
from kapstok.core.workspace import Workspace, git_findings, not_ours, pick_day
from kapstok.files.attachments import FOLDER as ATTACHED_FOLDER
from kapstok.files.attachments import check_attachments, find_attachments
from kapstok.files.frozen import FOLDER as FROZEN_FOLDER
from kapstok.files.frozen import Frozen, orphans, read_frozen
from kapstok.files.house_style import check_house_style
from kapstok.files.names import UNREAD, check_conflicts, check_line_ends, check_names, strays
from kapstok.files.sources import Sources, read_sources
from kapstok.history.adopted import check_adopted
from kapstok.history.commits import History, read_history
from kapstok.history.versions import Past, past_of, sound_past
from kapstok.kinds.schema import Kinds, load_kinds
from kapstok.link.cases import try_cases
from kapstok.link.gaps import with_gaps
from kapstok.link.gates import with_gates
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.read.reader import read_files
from kapstok.reckon.door import reckon
from kapstok.render.foresight import Foresight
from kapstok.render.preflight import preflight
from kapstok.rules.frames import judge
from kapstok.rules.reading import read_tests
from kapstok.view import hidden_settings, view
from kapstok.write.writer import Output, Target, TargetError, lock

if TYPE_CHECKING:
    from kapstok.convert import Style
    from kapstok.render.build import Build
    from kapstok.render.unconverted import Unconverted

PUBLIC_FOLDER = "public"
_LASTING = 500_000  # objects that are made before Python looks for circular garbage among them
_SOURCES = ("schemas", "templates", "docs", FROZEN_FOLDER, ATTACHED_FOLDER, "huisstijl")


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A workspace that was read and checked: its kinds, the whole model, the peildatum and every finding.

    `day_given` says that the peildatum was asked for; `frozen` are the adopted papers that are kept. `history` and
    `past` are what git tells: the last commit of every file, and the earlier versions; None when those are known to be
    whole and were not read again. `sources` are the files as they were before any was read.
    What is dear to find is kept in `cache`; `state` names all that lies beside the agenda. `templates` are the doors to
    the folders with templates, which open each file once.
    """

    workspace: Workspace
    kinds: Kinds
    model: Model
    day: date
    findings: tuple[Finding, ...]
    day_given: bool = False
    frozen: tuple[Frozen, ...] = ()
    repository: Repository | None = None
    history: History = field(default_factory=History)
    past: Past | None = field(default_factory=Past)
    sources: Sources = field(default_factory=Sources)
    cache: Cache = field(default_factory=lambda: Cache(None))
    state: str = ""
    templates: tuple[Door, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What a build made, not yet written: the files of the parts that were asked for, and findings on the way."""

    outputs: tuple[Output, ...]
    parts: tuple[str, ...]
    findings: tuple[Finding, ...]


def load(workspace: Workspace, *, day: date | None = None, store: Cache | None = None) -> Loaded:
    """Read, validate, resolve, check and judge; reports everything that is wrong at once.

    `store` is the cache to use, else that of the workspace.
    """
    gc.set_threshold(_LASTING, *gc.get_threshold()[1:])  # nearly all that is made here lasts until the work is done
    fresh_guesses()
    sources = read_sources(workspace.root)
    cache, state = store or open_cache(workspace.root), workspace_state(workspace)
    doors = tuple(door_to(folder).once() for folder in workspace.template_folders())
    repository = Repository(workspace.root, cache)
    documents, findings = read_files(workspace.root, workspace.yaml_files())
    kinds, schema_findings = load_kinds(workspace.schema_folders(), cache)
    placed, schema_breaches = validate(documents, kinds)
    files = [
        *strays(workspace),
        *kept_findings(cache, ("namen", state), lambda: check_names(workspace)),
        *check_line_ends(workspace, repository),
    ]
    files += not_ours(workspace, repository)
    conflicts = kept_findings(cache, ("botsingen", state), lambda: check_conflicts(workspace))
    unread = {f.path for f in findings} - {d.path for d in documents} | {f.path for f in files if f.code == UNREAD}
    model, reference_findings = resolve(placed, kinds, unread=[_id_of(path) for path in unread])
    model = with_gates(model, kinds)
    rules = [
        *check(model, kinds),
        *check_attachments(workspace.root, model, kinds),
        *check_house_style(workspace.root, model, kinds),
    ]
    broken_rules = [f for f in rules if f.path not in unread]
    schema_breaches = without_echoes(schema_breaches, findings)
    picked, day_findings = pick_day(repository, day, _day_setting(model))
    history, past = read_history(repository), sound_past(repository, picked)
    told = [*findings, *schema_breaches, *reference_findings]
    sound = with_gaps(model, kinds, unread, told)
    tests = read_tests(sound, kinds)
    judgement, broken_norms = judge(sound, kinds, picked, tests)
    broken_norms += try_cases(tests[0], model, kinds, picked)
    contradicted = [f for f in contradictions(reckon(model, kinds, picked)) if f.path not in unread]
    contradicted = without_echoes(contradicted, broken_norms)
    frozen, damage = read_frozen(workspace.root)
    findings += [*sources.findings(), *files, *schema_findings, *schema_breaches, *reference_findings]
    findings += [*broken_rules, *contradicted, *broken_norms, *preflight(workspace, kinds, model, cache, state, doors)]
    findings += without_echoes(misleading(documents), findings)
    findings += [*damage, *orphans(frozen, model.items), *check_adopted(frozen, history, repository)]
    torn = {f.path for f in conflicts}
    findings = [*conflicts, *(f for f in without_remarks(findings) if f.path not in torn)]
    return Loaded(
        workspace=workspace,
        kinds=kinds,
        model=replace(model, judgement=judgement),
        day=picked,
        findings=tuple(sort_findings([*findings, *day_findings, *git_findings(repository)])),
        day_given=day is not None,
        frozen=tuple(frozen),
        repository=repository,
        history=history,
        past=past,
        sources=sources,
        cache=cache,
        state=state,
        templates=doors,
    )


def _id_of(path: str) -> str:
    """What a file that was not read would be called: its name up to the first point."""
    return PurePosixPath(path).name.partition(".")[0]


def _day_setting(model: Model) -> str:
    """`peildatum` of the settings of the agenda, as written."""
    found = next((item.fields.get("peildatum") for item in model.settings), None)
    return found.earliest.isoformat() if isinstance(found, VagueDate) and found.earliest else ""


def render(
    loaded: Loaded,
    *,
    audience: str = PUBLIC,
    parts: Sequence[str] = PARTS,
    executor: Executor,
    watcher: Watcher | None = None,
    present: Collection[str] = (),
) -> Rendered:
    """Make every file of the parts for an audience; the parts run side by side in `executor`.

    `present` are files of other parts that stand in the output already, so that links to them are right.
    """
    hidden = hidden_settings(loaded.model, audience)
    if hidden is not None:
        return Rendered(outputs=(), parts=tuple(parts), findings=(_not_for(hidden, audience),))
    shown = view(loaded.model, loaded.kinds, audience)
    build = _build(loaded, _with_changes(loaded, shown, parts), executor, watcher or Nobody(), present)
    outputs, findings = build.run(parts)
    changed = list(loaded.sources.changed_to(read_sources(loaded.workspace.root))) if loaded.sources.stamps else []
    if audience == PUBLIC and set(parts) == set(PARTS) and loaded.state and not changed:
        _foresight(loaded).keep(findings)
    findings += [f for f in git_findings(loaded.repository) if f not in loaded.findings] if loaded.repository else []
    findings += changed
    return Rendered(outputs=tuple(outputs), parts=tuple(parts), findings=tuple(sort_findings(findings)))


def foresee(loaded: Loaded, audience: str = PUBLIC) -> list[Finding]:
    """What a build would find besides the findings of `loaded`: nothing when those stop it, or when all is kept."""
    if stops(loaded.findings, strict=False):
        return []
    hidden = hidden_settings(loaded.model, audience)
    if hidden is not None:
        return [_not_for(hidden, audience)]

    def look() -> Sequence[Finding]:
        with ThreadPoolExecutor(1) as executor:
            shown = _with_changes(loaded, view(loaded.model, loaded.kinds, audience), PARTS)
            return _build(loaded, shown, executor, Nobody()).foresee()

    return _foresight(loaded).found(look)


def _foresight(loaded: Loaded) -> Foresight:
    return Foresight(
        documents=loaded.model.documents,
        day=loaded.day,
        asked=loaded.day_given,
        state=loaded.state,
        cache=loaded.cache,
    )


def unconverted(loaded: Loaded, shown: Model, store: Cache) -> Unconverted:
    """All that a build of a view prints, before anything is converted, as if git knew nothing: only what was written
    makes a difference. The workspace of `loaded` has every file of this version; `store` is the cache to use."""
    loaded = replace(loaded, repository=None, history=History())
    with ThreadPoolExecutor(1) as executor:
        return _build(loaded, shown, executor, Nobody(), store=store).unconverted()


def style_of(loaded: Loaded, audience: str = PUBLIC) -> Style:
    """The house style in which the papers of an edition are made."""
    with ThreadPoolExecutor(1) as executor:
        return _build(loaded, view(loaded.model, loaded.kinds, audience), executor, Nobody()).style


def _build(
    loaded: Loaded,
    shown: Model,
    executor: Executor,
    watcher: Watcher,
    present: Collection[str] = (),
    store: Cache | None = None,
) -> Build:
    """The rendering half of a build of a view."""
    from kapstok.render.build import Build  # late: a check needs no renderer
    from kapstok.render.papers.kept import withhold

    frozen = loaded.frozen
    if any(kept.attachments for kept in frozen):
        whole, seen = (find_attachments(loaded.workspace.root, m, loaded.kinds) for m in (loaded.model, shown))
        frozen = withhold(frozen, whole, seen)
    return Build(
        workspace=loaded.workspace,
        kinds=loaded.kinds,
        model=shown,
        day=loaded.day,
        executor=executor,
        watcher=watcher,
        present=frozenset(present),
        day_given=loaded.day_given,
        frozen=frozen,
        repository=loaded.repository,
        history=loaded.history,
        doors=loaded.templates,
        store=store,
    )


def _with_changes(loaded: Loaded, shown: Model, parts: Sequence[str]) -> Model:
    """A view with what changed about its items; only the site tells of that."""
    if SITE not in parts:
        return shown
    from kapstok.history.recall import recall  # late: a check does not tell what changed

    past = loaded.past
    if past is None and loaded.repository is not None:
        past = past_of(loaded.repository, loaded.day)
    return replace(
        shown, changes=recall(loaded.workspace, loaded.model, shown, loaded.kinds, loaded.cache, past or Past())
    )


def _not_for(settings: Item, audience: str) -> Finding:
    """The agenda itself is not for this audience: a site without a name cannot be made."""
    return Finding.at(
        settings,
        "agenda-niet-voor-publiek",
        f"De agenda zelf heeft publicatie {settings.publication} en is dus niet voor {audience}.",
        "Zet publicatie: openbaar in dit bestand, of bouw met --audience voor wie dit wel mag zien.",
    )


@contextmanager
def open_target(target: Path, workspace: Workspace, audience: str) -> Iterator[Target]:
    """Hold the output folder while a build goes on; raises TargetError when it cannot be used for this audience."""
    if target.absolute().is_relative_to(workspace.root) and not target.resolve().is_relative_to(workspace.root):
        raise TargetError(
            f"{target.name} is een koppeling die de werkruimte uit leidt.",
            "Haal de koppeling weg, of noem met --out de map waar de uitvoer moet komen.",
        )
    if audience != PUBLIC and target.resolve() == (workspace.root / PUBLIC_FOLDER).resolve():
        raise TargetError(
            f"De map {PUBLIC_FOLDER} is voor {PUBLIC}, niet voor {audience}.", "Laat --out weg of kies een andere map."
        )
    with lock(target, sources=_protected(workspace), label=audience) as place:
        yield place


def source_folders(workspace: Workspace) -> list[Path]:
    """The folders that a site is made of."""
    return [workspace.content, *(workspace.root / name for name in _SOURCES)]


def _protected(workspace: Workspace) -> list[Path]:
    """The folders that an output may never overlap with: the sources, and what is not ours to fill."""
    others = (workspace.root / name for name in ("examples", ".git", ".github", ".vscode"))
    return [*source_folders(workspace), workspace.state, *others]


def stops(findings: Sequence[Finding], *, strict: bool) -> bool:
    """Whether these findings stop the line before anything is rendered or written."""
    return has_errors(findings, strict=strict)
