"""A workspace: where its parts are, and the day it speaks of. The engine looks here first, in the package after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kapstok.core.dates import parse_day
from kapstok.core.finding import Finding, Severity
from kapstok.core.git import ask_git

CONTENT = "agenda"
_PACKAGE = Path(__file__).resolve().parent.parent


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
        """What Kapstok keeps for itself: the cache and the schemas for the editor. May be thrown away."""
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


def pick_day(workspace: Workspace, given: date | None, setting: str) -> tuple[date, list[Finding]]:
    """The peildatum: the option, else the last commit that touched the workspace, else the setting, else today.

    `setting` is `peildatum` of agenda.yaml, or an empty string. Anything less than certain is a finding.
    """
    if given is not None:
        return given, []
    committed, findings = _last_commit_day(workspace)
    if committed is not None:
        return committed, findings
    day = parse_day(setting) if setting else None
    if day is not None:
        return day, []
    findings.append(
        _day_finding(
            "peildatum-vandaag",
            "Er is geen peildatum bekend; vandaag wordt gebruikt.",
            "Zet peildatum in agenda.yaml of geef --date mee: anders verandert de uitvoer met de dag.",
            Severity.WARNING,
        )
    )
    return date.today(), findings


def _last_commit_day(workspace: Workspace) -> tuple[date | None, list[Finding]]:
    inside = ask_git(workspace.root, "rev-parse", "--is-shallow-repository")
    if inside is None:
        return None, []  # no git, or not in a repository
    stamp = ask_git(workspace.root, "log", "-1", "--format=%cs", "--", ".")
    day = parse_day(stamp) if stamp else None
    if day is None:
        return None, []  # no commits yet, or somebody else's repository
    findings = []
    if inside == "true":
        findings.append(
            _day_finding(
                "peildatum-ondiep",
                f"De git-geschiedenis is niet volledig; de peildatum {day.isoformat()} kan te laat zijn.",
                "Haal de hele geschiedenis op (fetch-depth: 0) of geef --date mee.",
                Severity.WARNING,
            )
        )
    return day, findings


def _day_finding(code: str, message: str, hint: str, severity: Severity) -> Finding:
    return Finding(
        path=f"{CONTENT}/agenda.yaml", line=1, column=1, severity=severity, code=code, message=message, hint=hint
    )
