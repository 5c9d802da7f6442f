"""What nobody foresaw, as a finding: no user ever gets a traceback, and whoever mends Kapstok gets what is needed.

The report says where in the code it happened and with which versions. What the error itself says is left out, for it
may quote the agenda, and so are the paths of this computer.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kapstok import __version__
from kapstok.core.finding import Finding
from kapstok.core.places import Place

CODE, DISK_CODE = "onvoorzien", "schijf"
_PACKAGE = Path(__file__).resolve().parent.parent
_TOOLS = ("jinja2", "jsonschema", "jsonschema-rs", "lxml", "markdown", "mkdocs", "pikepdf", "pypandoc_binary", "pyyaml")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_MOST_FRAMES = 40


def mishap(error: Exception, root: Path | None, state: Path | None) -> Finding:
    """The finding of an error that reached the door; a report is left in the folder `state`."""
    if isinstance(error, OSError) and error.errno is not None and not _is_ours_to_mend(error):
        return disk_trouble(error, root)
    place, text = _where(error), report_of(error)
    left = _leave(text, state)
    what = type(error).__name__
    return Finding.at(
        Place("agenda"),
        CODE,
        f"Hier liep Kapstok op vast ({what} in {place}). Dat is een fout in Kapstok; de uitvoer is niet veranderd.",
        (f"Stuur {left} naar wie Kapstok onderhoudt: er staat niets van uw agenda in. " if left else "")
        + "Zet de laatste wijziging terug om verder te kunnen.",
    )


def disk_trouble(error: OSError, root: Path | None) -> Finding:
    """The finding of a disk that refuses: a full one, a folder without rights, a file that went away meanwhile."""
    path, shown = _shown(error.filename, root)
    if error.errno in _FULL:
        message, hint = (
            f"Er is geen ruimte meer om te schrijven in {shown}.",
            "Maak ruimte vrij en probeer het opnieuw.",
        )
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        message, hint = (
            f"U mag niet bij {shown}.",
            "Kijk naar de rechten van dit bestand en van de map waar het in staat.",
        )
    elif error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ESTALE, errno.ELOOP):
        message, hint = (
            f"Tijdens het werk is {shown} weggehaald of vervangen.",
            "Probeer het opnieuw zodra niemand meer in de werkruimte bezig is.",
        )
    elif error.errno == errno.ENAMETOOLONG:
        message, hint = f"De naam van {shown} is te lang voor deze schijf.", "Kies een kortere naam."
    elif error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
        message, hint = "Deze computer heeft te weinig geheugen of te veel open bestanden.", "Sluit andere programma's."
    else:
        message, hint = f"De schijf geeft een fout bij {shown} ({os.strerror(error.errno or 0)}).", "Kijk de schijf na."
    return Finding.at(Place(path), DISK_CODE, message, f"{hint} De uitvoer is niet veranderd.")


def report_of(error: BaseException) -> str:
    """What whoever mends it needs: each error with its places in the code, and the versions; no words of the agenda."""
    lines = [
        f"Kapstok {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        "Met " + ", ".join(f"{name} {found}" for name in _TOOLS if (found := _version(name))),
    ]
    for one in _chain(error):
        lines += ["", type(one).__qualname__]
        frames = traceback.extract_tb(one.__traceback__)
        skipped = len(frames) - _MOST_FRAMES
        shown = frames if skipped <= 0 else [*frames[: _MOST_FRAMES // 2], *frames[-_MOST_FRAMES // 2 :]]
        lines += [f"  {_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in shown]
        lines += [f"  ({skipped} tussenliggende plaatsen weggelaten)"] if skipped > 0 else []
    return "\n".join(lines) + "\n"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _where(error: BaseException) -> str:
    """The last place in our own code."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    last = (own or frames)[-1:]
    return f"{_module(last[0].filename)}:{last[0].lineno}" if last else "onbekend"


def _module(filename: str) -> str:
    """The name of a module without the folders of this computer."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE).as_posix()
    folders = [path.relative_to(entry) for entry in sys.path if entry and path.is_relative_to(entry)]
    return min(folders, key=lambda found: len(found.parts)).as_posix() if folders else path.name


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _leave(text: str, state: Path | None) -> str:
    """Write the report; gives its path from the workspace, or nothing when there is no place for it."""
    if state is None or state.is_symlink():
        return ""
    name = f"storing-{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}.txt"
    with contextlib.suppress(OSError):
        state.mkdir(exist_ok=True)
        (state / name).unlink(missing_ok=True)
        (state / name).write_text(text, encoding="utf-8")
        return f"{state.name}/{name}"
    return ""


def _is_ours_to_mend(error: OSError) -> bool:
    """An error of the system that no disk has a part in, such as a wrong call."""
    return error.errno in (errno.EINVAL, errno.EBADF, errno.EFAULT, errno.ECHILD, errno.EPIPE)


def _shown(filename: object, root: Path | None) -> tuple[str, str]:
    """The path of the finding, and how its message calls the file; nothing is told of where else a path leads."""
    if not isinstance(filename, (str, bytes, os.PathLike)):
        return "agenda", "de schijf"
    path = Path(os.fsdecode(filename))
    if root is not None and path.is_relative_to(root):
        inside = path.relative_to(root).as_posix()
        return inside, inside
    if path.is_relative_to(tempfile.gettempdir()):
        return "agenda", "de map voor tijdelijke bestanden"
    return "agenda", "een bestand buiten de werkruimte"
