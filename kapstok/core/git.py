"""Questions to git, asked so that nothing in the tree or its settings runs, and so that no answer is never no history.

Git is a program with many doors: a settings file may name programs for signatures, filters, pagers, transports and
watchers, and a folder that looks like a bare repository brings such a file in the tree itself. Every door is shut here,
for every question. What git cannot say is a `Trouble`: the caller tells it, and does as if there were no git.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from kapstok.core.cache import Cache
from kapstok.core.dates import parse_day
from kapstok.core.finding import Severity
from kapstok.core.git_log import store_state
from kapstok.core.program import find_program

SECONDS = 30.0  # that git may take for one question
FIRST_YEAR, LAST_YEAR = 1900, 2100
STAMP = "%ct %cs"  # what `commit_day` reads
_BARE = (("HEAD", "objects", "refs"), ("HEAD", "commondir"))  # what makes a folder a repository of its own
_SETTINGS: Mapping[str, str] = {
    "safe.bareRepository": "explicit",
    "color.ui": "false",
    "core.attributesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.quotePath": "off",
    "core.sshCommand": "false",
    "core.gitProxy": "false",
    "core.untrackedCache": "false",
    "core.useReplaceRefs": "false",
    "credential.helper": "",
    "diff.external": "",
    "diff.ignoreSubmodules": "all",
    "diff.renames": "false",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "submodule.recurse": "false",
}
_ENVIRONMENT: Mapping[str, str] = {
    "LC_ALL": "C",  # what git says is recognised by its words
    "GIT_ALLOW_PROTOCOL": "geen",
    "GIT_ASKPASS": "",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_FILTERS = (".clean", ".smudge", ".process", ".required")
_NO_COMMITS = ("does not have any commits yet", "ambiguous argument 'HEAD'")
_WHERE = ("--git-path", "objects", "--git-path", "info/grafts")  # grafts tell another history than the commits do
RAW = ("--raw", "-z", "--no-renames", "--no-abbrev", "--relative", "--no-ext-diff", "--no-textconv")


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """Why git gave no whole answer, in Dutch."""

    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


class Repository:
    """The repository that keeps a workspace, if there is one. After a trouble it answers nothing any more.

    `troubles` is all that may make the output another than it should be, each once. `head` is the last commit, if any.
    What git says of commits may be kept in `cache` under `state`; when that is empty, it may not.
    """

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self.root, self.is_shallow = root, False
        self.head, self.state = "", ""
        self.cache = cache or Cache(None)
        self._troubles: dict[Trouble, None] = {}
        self._filters: tuple[str, ...] = ()
        self._program = ""
        self._unsaved: str | None = None
        self.is_there = self._look()

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What git could not say, in the order in which it was asked."""
        return tuple(self._troubles)

    def note(self, trouble: Trouble) -> None:
        """Remember a trouble that somebody else found in what git said."""
        self._troubles[trouble] = None

    def ask(self, *arguments: str) -> str | None:
        """What git answers about the workspace, without the white space around it; None when it has no answer."""
        return self._ask(arguments) if self.is_there else None

    def commit(self, name: str) -> str:
        """The whole hash of the commit that `name` means (a branch, a tag, a hash, `HEAD~1`); empty when there is none.

        A name that means nothing is no trouble of the repository.
        """
        if not self.is_there or not name or name.startswith("-") or "\0" in name:
            return ""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return self._ask(asked, may_be_nothing=True) or ""

    def shared(self, one: str, other: str) -> str:
        """The newest commit that two commits (whole hashes) both come from; empty when they share none."""
        return (self._ask(("merge-base", one, other), may_be_nothing=True) or "") if self.is_there else ""

    def blobs(self, ids: Iterable[str], *, largest: int, most: int) -> dict[str, bytes]:
        """The content of these blobs, asked in one go.

        One that is larger than `largest` bytes, or that comes after `most` bytes in all, is left out. Nothing is
        fetched: one that git does not have is a trouble.
        """
        wanted = list(dict.fromkeys(ids))
        found: dict[str, bytes] = {}
        if not wanted or not self.is_there:
            return found
        try:
            with tempfile.TemporaryFile() as questions, self._batch(questions, wanted) as process:
                assert process.stdout is not None
                if not _take(process.stdout, found, len(wanted), largest, most):
                    self.note(_INCOMPLETE)
        except OSError:
            self._fail(_BROKEN)
        return found

    def _look(self) -> bool:
        """Whether git keeps this workspace and answers about it."""
        top = _find_top(self.root)
        if isinstance(top, Trouble):
            self.note(top)
        if not isinstance(top, Path):
            return False
        self._program = find_program("git", outside=self.root)
        if not self._program:
            self.note(_NO_PROGRAM)
            return False
        self.is_there = True
        said = self._ask(("rev-parse", "--is-shallow-repository", *_WHERE, "HEAD"))
        self.is_shallow, self.head, self.state = self._standing(said, top)
        names = (self._ask(("config", "--list", "--name-only", "-z"), may_be_nothing=True) or "").split("\0")
        self._filters = tuple(name for name in dict.fromkeys(names) if _is_filter(name))
        return said is not None and self.is_there

    def _standing(self, said: str | None, top: Path) -> tuple[bool, str, str]:
        """Whether the clone is shallow, the last commit, and under what an answer about it is kept."""
        shallow, *lines = (said or "").split("\n")
        if len(lines) != 3 or lines[2] == "HEAD":  # a name with a line end in it, or no commit yet
            return shallow == "true", "", ""
        objects, grafts, head = lines
        steady = shallow != "true" and not (self.root / grafts).exists()
        store = store_state(self.root / objects, head) if steady else ""
        return shallow == "true", head, store and f"{top} {store}"

    @property
    def unsaved(self) -> str:
        """What `diff --raw -z` says of the files of the workspace against the last commit; asked once."""
        if self._unsaved is None:
            self._unsaved = self.ask("diff", "HEAD", *RAW) or ""
        return self._unsaved

    def _ask(self, arguments: Sequence[str], *, may_be_nothing: bool = False) -> str | None:
        try:
            done = subprocess.run(
                self._command(arguments),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                encoding="utf-8",
                errors="replace",
                env=self._surroundings(),
            )
        except subprocess.TimeoutExpired:
            self._fail(_SLOW)
            return None
        except OSError:
            self._fail(_NO_PROGRAM)
            return None
        if done.returncode == 0:
            return done.stdout.strip()
        if any(words in done.stderr for words in _NO_COMMITS):
            return done.stdout.strip() or None
        if not may_be_nothing:
            self._fail(_said(done.stderr, self.root))
        return None

    def _fail(self, trouble: Trouble) -> None:
        self.note(trouble)
        self.is_there = False

    def _command(self, arguments: Sequence[str]) -> list[str]:
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        return [self._program, "--no-pager", *settings, "-C", str(self.root), *arguments]

    def _surroundings(self) -> dict[str, str]:
        """The environment without anything of the caller that is meant for git, and every filter switched off."""
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
        off = {f"GIT_CONFIG_KEY_{n}": name for n, name in enumerate(self._filters)}
        off |= {f"GIT_CONFIG_VALUE_{n}": _switched_off(name) for n, name in enumerate(self._filters)}
        return {**kept, **_ENVIRONMENT, **off, "GIT_CONFIG_COUNT": str(len(self._filters))}

    @contextmanager
    def _batch(self, questions: IO[bytes], ids: Iterable[str]) -> Iterator[subprocess.Popen[bytes]]:
        """Git with these questions on its table; it is stopped at the end, or when it takes too long."""
        questions.write("".join(f"{name}\n" for name in ids).encode())
        questions.seek(0)
        with subprocess.Popen(
            self._command(("cat-file", "--batch")),
            stdin=questions,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._surroundings(),
        ) as process:
            timer = threading.Timer(SECONDS, process.kill)
            timer.start()
            try:
                yield process
            finally:
                if timer.finished.is_set():
                    self._fail(_SLOW)
                timer.cancel()
                process.kill()


def folder_in_repository(root: Path) -> str:
    """The folder of a workspace in the repository that keeps it, with a slash behind it; empty at its top."""
    top = _find_top(root)
    if not isinstance(top, Path) or top == root:
        return ""
    return f"{root.relative_to(top).as_posix()}/"


def commit_day(stamp: str) -> date | None:
    """The day in a `STAMP`; None when it lies outside 1900 to 2100 or cannot be read: git calls some of those 1970."""
    seconds, _, written = stamp.strip().partition(" ")
    day = parse_day(written) if seconds.isdigit() and len(seconds) <= 10 else None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def odd_day(severity: Severity) -> Trouble:
    """A commit has a day that cannot be true."""
    return Trouble(
        code="git-datum",
        message=f"In de git-geschiedenis staat een wijziging met een dag buiten {FIRST_YEAR} tot {LAST_YEAR}.",
        hint="Die wijziging telt niet mee. Geef de peildatum mee met --date als dat de laatste wijziging is.",
        severity=severity,
    )


def _find_top(root: Path) -> Path | Trouble | None:
    """The folder whose repository keeps `root`; None without one."""
    for folder in (root, *root.parents):
        if any(all(os.path.lexists(folder / name) for name in names) for names in _BARE):
            return _LOOKS_BARE
        if os.path.lexists(folder / ".git"):
            return folder
    return None


def _is_filter(name: str) -> bool:
    return name.lower().startswith("filter.") and name.lower().endswith(_FILTERS)


def _switched_off(name: str) -> str:
    return "false" if name.lower().endswith(".required") else ""


def _said(words: str, root: Path) -> Trouble:
    """What git has against this repository."""
    if "dubious ownership" not in words:
        return _BROKEN
    top = _find_top(root)
    folder = os.path.relpath(top, root) if isinstance(top, Path) else "."
    return Trouble(
        code="git-eigenaar",
        message="Git geeft geen antwoord: deze werkruimte is van een andere gebruiker van deze computer.",
        hint=f'Vertrouwt u haar? Draai daar: git config --global --add safe.directory "$(realpath {folder})"',
    )


def _take(stream: IO[bytes], found: dict[str, bytes], asked: int, largest: int, most: int) -> bool:
    """Read the answers of `cat-file --batch`: a line with id, type and size, the content, and a line end.

    Gives whether git had all that were `asked`, as far as we wanted to know.
    """
    left, known = most, 0
    while line := stream.readline():
        words = line.split()
        if len(words) != 3 or not words[2].isdigit():
            continue  # `<id> missing`
        size, known = int(words[2]), known + 1
        if size > left:
            return True
        if size > largest:
            _skip(stream, size + 1)
            continue
        content = stream.read(size + 1)
        if len(content) != size + 1:
            return False
        if words[1] == b"blob":
            found[words[0].decode()] = content[:-1]
            left -= size
    return known == asked


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (part := stream.read(min(size, 1 << 16))):
        size -= len(part)


_WITHOUT = "Zonder die geschiedenis is de uitvoer anders: geen wijzigingen op de site en geen commit op de stukken."
_SLOW = Trouble(
    code="git-traag",
    message=f"Git gaf binnen {SECONDS:.0f} seconden geen antwoord.",
    hint=f"{_WITHOUT} Probeer het opnieuw, of draai eerst: git gc",
)
_BROKEN = Trouble(
    code="git-beschadigd",
    message="Git kan de geschiedenis van deze werkruimte niet lezen.",
    hint="Draai git fsck om te zien wat er stuk is, of haal de bewaarplaats opnieuw op met git clone.",
)
_NO_PROGRAM = Trouble(
    code="git-ontbreekt",
    message="Deze werkruimte staat in git, maar het programma git is er niet.",
    hint=f"Installeer git. {_WITHOUT}",
)
_INCOMPLETE = Trouble(
    code="git-onvolledig",
    message="Git heeft niet alle oude versies van de bestanden; een deel van de wijzigingen ontbreekt op de site.",
    hint="Haal de hele bewaarplaats op: git clone zonder --filter en zonder --depth.",
    severity=Severity.WARNING,
)
_LOOKS_BARE = Trouble(
    code="git-map",
    message="De map van de werkruimte, of een map erboven, lijkt zelf een bewaarplaats van git (HEAD, objects, refs).",
    hint="Haal HEAD, objects en refs daar weg: zo'n map kan een programma laten starten. Git is niet gevraagd.",
)
