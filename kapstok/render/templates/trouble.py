"""What goes wrong in a template, as findings at its own file and line, in Dutch; each mistake once in a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import jinja2

from kapstok.core.finding import Finding
from kapstok.core.places import Place

_NAMED = re.compile(r"(?:No (filter|test) named|Encountered unknown (tag)) '([^']+)'")
_WANTED = re.compile(r"looking for .*?'(end\w+)'")
_UNKNOWN = re.compile(r"has no attribute '([^']+)'|'([^']+)' is undefined|'([^']+)' was not provided|'([^']+)'\s*$")
_KINDS = {"filter": "het filter", "test": "de toets", "tag": "de opdracht"}
_HINT = "Vergelijk de namen met de velden in het schema van de soort."


class SourceError(jinja2.TemplateSyntaxError):
    """A template that cannot be read as text, or has a broken head; the message is Dutch."""


class Troubles:
    """The mistakes of all templates of a run. `folders` are the template folders, the first wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._found: dict[tuple[str, int, str], list[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    @contextmanager
    def at(self, where: str) -> Iterator[None]:
        """Keep whatever goes wrong in a template while `where` is made; anything else goes its way."""
        try:
            yield
        except Exception as error:
            name, line = template_place(error, self._folders)
            if not name:
                raise
            self._found.setdefault((name, line, said(error)), []).append(where)

    def findings(self) -> list[Finding]:
        """One finding for each mistake, with the first thing that it stands in the way of."""
        return [template_finding(*place, _met(where)) for place, where in self._found.items()]


def template_finding(path: str, line: int, what: str, met: str = "", guess: str = "") -> Finding:
    """The finding for a mistake in a template; `guess` is the name that may be meant."""
    return Finding.at(
        Place.on(path, line),
        "sjabloon",
        f"Dit sjabloon kan niet gemaakt worden: {what}.{met}",
        f"Bedoelde u {guess}?" if guess else _HINT,
    )


def _met(where: Sequence[str]) -> str:
    others = len(dict.fromkeys(where)) - 1
    more = f" en op {others} andere {'plaats' if others == 1 else 'plaatsen'}" if others else ""
    return f" Dat gebeurt bij {where[0]}{more}." if where and where[0] else ""


def said(error: Exception) -> str:
    """What is wrong with a template, in Dutch."""
    if isinstance(error, SourceError):
        return (error.message or "").rstrip(".")
    if isinstance(error, jinja2.UndefinedError):
        match = _UNKNOWN.search(str(error))
        name = next((part for part in match.groups() if part), "") if match else ""
        empty = " van iets dat leeg is" if "'None' has no" in str(error) or "NoneType" in str(error) else ""
        return f"het veld of de naam {name}{empty} bestaat niet" if name else "een naam bestaat niet"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"het sjabloon {error.name} bestaat niet"
    if isinstance(error, jinja2.TemplateError):
        return _said_of_syntax(str(error.message or ""))
    return _said_of_python(error)


def _said_of_syntax(message: str) -> str:
    if named := _NAMED.search(message):
        return f"{_KINDS[named[1] or named[2]]} {named[3]} bestaat niet"
    if wanted := _WANTED.search(message):
        return f"hier of verderop ontbreekt {wanted[1]}"
    return "de regel is geen geldige sjabloontaal"


def _said_of_python(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "er wordt door nul gedeeld"
    if isinstance(error, RecursionError):
        return "het sjabloon roept zichzelf zonder einde aan"
    if isinstance(error, AttributeError):
        name = error.name or (error.args[0] if error.args and str(error.args[0]).isidentifier() else "")
        if name and not str(name).startswith("_"):
            return f"het veld of de naam {name} bestaat niet"
        return "een filter krijgt iets dat geen onderdeel van de agenda is, of niets"
    if isinstance(error, KeyError):
        return f"{error.args[0] if error.args else 'een naam'} bestaat niet"
    return f"een bewerking past niet bij de waarde die zij krijgt ({type(error).__name__})"


def template_place(error: Exception, folders: Sequence[Path]) -> tuple[str, int]:
    """The file (`templates/…`) and line where a template failed; an empty name when no template had part in it."""
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        return _shown(error.filename, folders), error.lineno
    name, line, trace = "", 1, error.__traceback__
    while trace is not None:
        found = _shown(trace.tb_frame.f_code.co_filename, folders)
        if found:
            name, line = found, trace.tb_lineno
        trace = trace.tb_next
    if not name and isinstance(error, jinja2.TemplateNotFound):
        return f"templates/{error.name}", 1
    return name, line


def _shown(file: str, folders: Sequence[Path]) -> str:
    """A file of the template folders as findings call it, or nothing when it is not one of them."""
    path = Path(file)
    folder = next((f for f in folders if path.is_relative_to(f)), None)
    return f"templates/{path.relative_to(folder).as_posix()}" if folder else ""
