"""A workspace: where its parts are, and the day it speaks of. The engine looks here first, in the package after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shlex import quote

from kapstok.core.dates import parse_day
from kapstok.core.finding import Finding, Severity
from kapstok.core.git import STAMP, Repository, commit_day, odd_day
from kapstok.core.git_log import commits
from kapstok.core.places import Place

CONTENT = "agenda"
_MADE = (".kapstok", ".public.kapstok", ".voorvertoning.kapstok", "public/.kapstok-manifest.json")
_OUTPUTS = ("public", "intern", "voorvertoning")  # the last is what a pipeline makes of a proposal
# What is ours in a tree: the folder itself, where an output is made, and the list of what was made.
_OURS = re.compile(
    r"\.kapstok(?=/|\Z)|(?:intern/)?\.[^/]+\.kapstok(?=/|\Z)|(?:public|voorvertoning|intern/[^/]+)/\.kapstok-manifest\.json\Z"
)
_LINK = "120000"  # how git writes that an entry is a symbolic link
_PACKAGE = Path(__file__).resolve().parent.parent
_SETTINGS = Place(f"{CONTENT}/agenda.yaml")


class WorkspaceError(Exception):
    """This folder cannot be used as a workspace; the message is Dutch and `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, kw_only=True, slots=True)
class Workspace:
    """The folder of a municipality. `agenda/` must be there, everything else may come from the package."""

    root: Path

    @property
    def content(self) -> Path:
        """The folder with the YAML files."""
        return self.root / CONTENT

    @property
    def state(self) -> Path:
        """What Kapstok keeps for the editor and for `serve`; it may be thrown away. The cache is not here."""
        return self.root / ".kapstok"

    def yaml_files(self) -> list[Path]:
        """Every YAML file of the agenda, in order; hidden files and folders are left out."""
        found = (p for suffix in ("*.yaml", "*.yml") for p in self.content.rglob(suffix))
        return sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(self.root).parts))

    def schema_folders(self) -> list[tuple[str, Path]]:
        """The schemas of the package and those of the workspace, with the label to print."""
        folders = [("schemas (Kapstok)", resource("schemas"))]
        own = self.root / "schemas"
        if own.is_dir() and own.resolve() != resource("schemas"):
            folders.append(("schemas", own))
        elif own.is_dir():
            folders = [("schemas", own)]
        return folders

    def template_folders(self) -> list[Path]:
        """Where templates are looked for, first match wins."""
        return list(dict.fromkeys([self.root / "templates", resource("templates")]))

    def style_folders(self) -> list[Path]:
        """Where the files of the style are looked for one by one, first match wins."""
        return [folder / "stijl" for folder in self.template_folders() if (folder / "stijl").is_dir()]

    def config(self) -> Path:
        """The settings of the site generator: the workspace's own or the ones of the package."""
        own = self.root / "mkdocs.yml"
        return own if own.is_file() else resource("mkdocs.yml")

    def docs(self, name: str) -> list[Path]:
        """The folders with hand-written pages of this name, the package's first so that the workspace wins."""
        folders = [resource("docs") / name, self.root / "docs" / name]
        return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def open_workspace(root: Path) -> Workspace:
    """Check that `root` can be a workspace; raises WorkspaceError when it cannot."""
    if not root.is_dir():
        raise WorkspaceError(f"De map {root} bestaat niet.", "Controleer de naam achter --workspace.")
    workspace = Workspace(root=root.resolve())
    if not workspace.content.is_dir():
        raise WorkspaceError(
            f"In {root} staat geen map {CONTENT}.",
            "Ga naar de map van uw agenda, of maak een nieuwe met: kapstok new mijn-agenda",
        )
    return workspace


def resource(name: str) -> Path:
    """A folder or file that comes with Kapstok: inside the installed package, else at the top of the repository."""
    installed = _PACKAGE / "_mee" / name
    return installed if installed.exists() else _PACKAGE.parent / name


def pick_day(repository: Repository, given: date | None, setting: str) -> tuple[date, list[Finding]]:
    """The peildatum: the option, else the last commit that touched the workspace, else the setting, else today.

    `setting` is `peildatum` of agenda.yaml, or an empty string. Anything less than certain is a finding.
    """
    if given is not None:
        return given, _shallow(repository, None)
    committed = _last_commit_day(repository)
    if committed is not None:
        return committed, _shallow(repository, committed)
    day = parse_day(setting) if setting else None
    if day is not None:
        return day, _shallow(repository, None)
    unknown = Finding.at(
        _SETTINGS,
        "peildatum-vandaag",
        "Er is geen peildatum bekend; vandaag wordt gebruikt.",
        "Zet peildatum in agenda.yaml of geef --date mee: anders verandert de uitvoer met de dag.",
        Severity.WARNING,
    )
    return date.today(), [unknown]


def _last_commit_day(repository: Repository) -> date | None:
    """The day of the last commit; None without git, without commits, or in somebody else's repository."""
    stamp = next(iter(commits(repository, "-1", stamp=STAMP, paths=(".",))), "")
    day = commit_day(stamp) if stamp else None
    if stamp and day is None:
        repository.note(odd_day(Severity.WARNING))
    return day


def _shallow(repository: Repository, day: date | None) -> list[Finding]:
    """A clone without its past is told once: what it does to the peildatum, else what it leaves out."""
    if not repository.is_shallow:
        return []
    what = f"de peildatum {day.isoformat()} kan te laat zijn en" if day else ""
    message = f"De git-geschiedenis is niet volledig: {what} op de site staat niet wat er is veranderd."
    code = "peildatum-ondiep" if day else "git-ondiep"
    hint = "Haal de hele geschiedenis op (fetch-depth: 0)" + (" of geef --date mee." if day else ".")
    return [Finding.at(_SETTINGS, code, " ".join(message.split()), hint, Severity.WARNING)]


def git_findings(repository: Repository) -> list[Finding]:
    """What git could not say about this workspace, so that the output is another than it should be."""
    return [Finding.at(_SETTINGS, t.code, t.message, t.hint, t.severity) for t in repository.troubles]


def not_ours(workspace: Workspace, repository: Repository) -> Iterator[Finding]:
    """What Kapstok makes for itself comes from nobody else: not from git, and not by a link."""
    listed = (repository.ask("ls-files", "-s", "-z", "--", *_MADE, *_OUTPUTS) or "").split("\0")
    tracked = [(line[:6] == _LINK, line.partition("\t")[2]) for line in listed if line]
    strange = [path for is_link, path in tracked if is_link or _made(path)]
    strange += [name for name in _MADE if any(place.is_symlink() for place in _below(workspace.root, name))]
    strays = [path for is_link, path in tracked if not is_link and not _made(path) and not _says_nothing(path)]
    for path in strays[:1] if not strange else ():
        yield Finding.at(
            Place(path),
            "eigen-map",
            f"{path} staat in git in een map van de uitvoer, en komt zo ongezien op de site.",
            f"Draai: git rm --cached {quote(path)} && rm {quote(path)}",
        )
    for path in strange[:1]:
        name = _made(path) or path
        yield Finding.at(
            Place(name),
            "eigen-map",
            f"{name} staat in git of is een koppeling, maar wordt door Kapstok gemaakt.",
            f"Draai: git rm -r --cached --ignore-unmatch {quote(name)} && rm -rf {quote(name)}",
        )


def _made(path: str) -> str:
    """The part of a path that Kapstok makes for itself; empty when it is none of those."""
    found = _OURS.match(path)
    return found[0] if found else ""


def _says_nothing(path: str) -> bool:
    """Whether a file that somebody keeps in the output can be nothing but text: `CNAME`, `robots.txt`."""
    name = path.rpartition("/")[2]
    return name in ("CNAME", ".nojekyll") or name.endswith(".txt")


def _below(root: Path, name: str) -> Iterator[Path]:
    """The place of this name in `root`, and every folder above it there."""
    place = root / name
    while place != root:
        yield place
        place = place.parent
