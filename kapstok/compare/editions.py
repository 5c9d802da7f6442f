"""The two versions of a comparison, and what one audience sees of each.

The older version is made out of the newer one: a file with the same content is not read, validated or checked again.
Both are judged on the same day, so that only what was written makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from kapstok.compare.older import is_content, older_model
from kapstok.compare.tree import Tree, differing, tree_of, working_tree
from kapstok.core.cache import open_cache
from kapstok.core.finding import Finding, Severity
from kapstok.core.git import STAMP, Repository, commit_day
from kapstok.core.model import Judgement, Model
from kapstok.core.scratch import scratch
from kapstok.core.workspace import CONTENT, Workspace
from kapstok.files.frozen import FOLDER as FROZEN
from kapstok.files.frozen import read_frozen
from kapstok.kinds.schema import Kinds, load_kinds
from kapstok.link.gates import shipped_gates
from kapstok.pipeline import Loaded, load
from kapstok.reckon.door import Facts, reckon
from kapstok.view import hidden_settings, view

SCHEMAS = "schemas"
HERE = "de werkmap"
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a workspace. `commit` is its whole hash, None for the working tree; `name` what it was called.

    `loaded` has no findings for the older version of two: those of today are what a reader can mend. `unread` are
    files of the agenda that could not be read in this version; what they held is unknown.
    """

    loaded: Loaded
    commit: str | None
    name: str
    tree: Tree = field(repr=False)
    unread: frozenset[str] = frozenset()

    def lay_out(self) -> Workspace:
        """The workspace with every file of this version in its folder, for who must render it."""
        if self.commit is not None:
            self.tree.lay_out(self.loaded.workspace.root, self.tree.blobs)
        return self.loaded.workspace


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """The two versions of a comparison, and the paths of the source files that differ between them."""

    old: Version
    new: Version
    changed: frozenset[str]


class Edition:
    """What one audience sees of a version: the view and its facts, made when they are first asked for and then kept.

    `like` is the edition of another version for the same audience, from which what is the same is taken over.
    """

    def __init__(self, version: Version, audience: str, like: Edition | None = None) -> None:
        self.version, self.audience = version, audience
        self._like = like if like is not None and like.kinds is version.loaded.kinds else None

    @cached_property
    def view(self) -> Model:
        """The model as this audience may know it; empty when the agenda itself is not for it."""
        loaded = self.version.loaded
        if hidden_settings(loaded.model, self.audience) is not None:
            return Model(items={}, references=(), audience=self.audience)
        like = (self._like.version.loaded.model, self._like.view) if self._like is not None else None
        return view(loaded.model, loaded.kinds, self.audience, like)

    @cached_property
    def facts(self) -> Facts:
        """Every fact of the view, on the day of the newer version."""
        return reckon(self.view, self.kinds, self.version.loaded.day)

    @property
    def kinds(self) -> Kinds:
        """The kinds of this version."""
        return self.version.loaded.kinds


@contextmanager
def open_versions(
    workspace: Workspace, base: str = "", head: str = "", *, day: date | None = None
) -> Iterator[Pair | Finding]:
    """The versions called `base` and `head`, for as long as the context lasts; a Finding when git cannot give them.

    Without `base` it is where `head` left the main branch; without `head` it is the working tree. `day` is the
    peildatum of both, else that of `head`.
    """
    repository = Repository(workspace.root)
    names = _names(repository, base, head)
    if isinstance(names, Finding):
        yield names
        return
    with scratch() as folder:
        pair = _open(workspace, repository, names, folder, day)
        yield pair if pair is not None else _no_git(repository)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Names:
    """What was asked for, found: the commits by their whole hash, and what to call them. No `head`: the folder."""

    base: str
    base_name: str
    head: str
    head_name: str


def _names(repository: Repository, base: str, head: str) -> _Names | Finding:
    if not repository.is_there:
        return _no_git(repository)
    tip = repository.commit(head or "HEAD")
    if not tip:
        return _unknown(head) if head else _no_git(repository)
    if base:
        start = repository.commit(base)
        return (
            _Names(base=start, base_name=base, head=tip if head else "", head_name=head or HERE)
            if start
            else (_unknown(base))
        )
    main = next((name for name in _MAIN if repository.commit(name)), "")
    if not main:
        return _no_main()
    start = repository.shared(repository.commit(main), tip)
    if not start:
        return _apart(repository, main)
    return _Names(base=start, base_name=main, head=tip if head else "", head_name=head or HERE)


def _open(workspace: Workspace, repository: Repository, names: _Names, folder: Path, day: date | None) -> Pair | None:
    old = tree_of(repository, names.base)
    new = tree_of(repository, names.head) if names.head else old and working_tree(repository, old)
    if old is None or new is None:
        return None
    if names.head:
        workspace = Workspace(root=folder / "kop")
        workspace.content.mkdir(parents=True)
        new.lay_out(workspace.root, new.blobs)
        day = day or _day_of(repository, names.head)
    loaded = load(workspace, day=day, store=open_cache(repository.root))
    newer = Version(
        loaded=loaded, commit=names.head or None, name=names.head_name, tree=new, unread=_unread(loaded, new)
    )
    changed = differing(old, new)
    older = _older(newer, old, changed, Workspace(root=folder / "basis"), names)
    return Pair(old=older, new=newer, changed=changed)


def _day_of(repository: Repository, commit: str) -> date | None:
    stamp = repository.ask("log", "-1", f"--format={STAMP}", commit, "--", ".")
    return commit_day(stamp) if stamp else None


def _unread(loaded: Loaded, tree: Tree) -> frozenset[str]:
    return frozenset(path for path in tree.blobs if is_content(path)) - loaded.model.documents.keys()


def _older(newer: Version, tree: Tree, changed: frozenset[str], workspace: Workspace, names: _Names) -> Version:
    """The older version: what did not change is what the newer one has."""
    workspace.content.mkdir(parents=True)
    head = newer.loaded
    kinds = head.kinds
    if any(path.startswith(f"{SCHEMAS}/") for path in changed):
        tree.lay_out(workspace.root, [path for path in tree.blobs if path.startswith(f"{SCHEMAS}/")])
        kinds = load_kinds(workspace.schema_folders())[0]
    frozen = head.frozen
    if any(path.startswith(f"{FROZEN}/") for path in changed):
        tree.lay_out(workspace.root, [path for path in tree.blobs if path.startswith(f"{FROZEN}/")])
        frozen = tuple(read_frozen(workspace.root)[0])
    model = older_model(head, tree, changed, kinds)
    model = replace(model, gates=shipped_gates(kinds), judgement=Judgement(day=head.day))
    loaded = Loaded(
        workspace=workspace, kinds=kinds, model=model, day=head.day, findings=(), day_given=True, frozen=frozen
    )
    return Version(loaded=loaded, commit=names.base, name=names.base_name, tree=tree, unread=_unread(loaded, tree))


def _finding(code: str, message: str, hint: str) -> Finding:
    return Finding(
        path=f"{CONTENT}/agenda.yaml", line=1, column=1, severity=Severity.ERROR, code=code, message=message, hint=hint
    )


def _no_git(repository: Repository) -> Finding:
    trouble = next(iter(repository.troubles), None)
    if trouble is not None:
        return _finding(trouble.code, trouble.message, trouble.hint)
    return _finding(
        "verschil-zonder-git",
        "Er is niets om mee te vergelijken: deze werkruimte staat niet in git, of heeft nog geen commit.",
        "Draai: git init && git add -A && git commit -m 'Eerste versie'",
    )


def _unknown(name: str) -> Finding:
    return _finding(
        "verschil-onbekend",
        f"Git kent geen versie met de naam {name[:60]}.",
        "Kies een tak, label of commit uit: git log --oneline --all. In een pipeline: haal alles op (fetch-depth: 0).",
    )


def _no_main() -> Finding:
    return _finding(
        "verschil-zonder-hoofdtak",
        "Er is geen hoofdtak gevonden (main of master), dus niet bekend is waarmee u wilt vergelijken.",
        "Noem de versie zelf, bijvoorbeeld: kapstok verschil HEAD~1",
    )


def _apart(repository: Repository, main: str) -> Finding:
    if repository.is_shallow:
        return _finding(
            "verschil-ondiep",
            f"Niet te zeggen waar dit voorstel van {main} is afgesplitst: de git-geschiedenis is niet volledig.",
            "Haal de hele geschiedenis op: git fetch --unshallow (in een pipeline: fetch-depth: 0).",
        )
    return _finding(
        "verschil-zonder-begin",
        f"Dit voorstel en {main} hebben geen gezamenlijke voorganger.",
        f"Noem de versie zelf, bijvoorbeeld: kapstok verschil {main}",
    )
