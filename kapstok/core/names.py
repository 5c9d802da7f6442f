"""Names of files that work on every computer, and as an address."""

from __future__ import annotations

import re
import unicodedata

from kapstok.core.text import slugify

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 100  # letters of an id: it becomes part of names of papers and addresses, and folders have names as well
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def id_problem(stem: str) -> tuple[str, str]:
    """Why a name cannot be an id, and the name that comes nearest; empty texts when it can, or when none is near."""
    better = slugify(plain_stem(stem))[:LONGEST].strip("-")
    better = f"{better}-1" if _RESERVED.fullmatch(better) else better
    if _RESERVED.fullmatch(stem):
        return f"Een bestand mag niet {stem} heten: zo'n naam is op Windows al bezet.", better
    if not ID.fullmatch(stem):
        return f"De bestandsnaam {stem[:60]} kan geen id zijn.", better
    if len(stem) > LONGEST:
        return f"De bestandsnaam {stem[:40]}… is langer dan {LONGEST} tekens.", better
    return "", ""


def plain_stem(stem: str) -> str:
    """A name without an ending that was put behind it twice: `samen-koken.yaml` of `samen-koken.yaml.yaml`."""
    return re.sub(r"(?:\.(?:ya?ml|txt|md))+$", "", stem, flags=re.IGNORECASE)


def portable_problem(name: str) -> tuple[str, str]:
    """Why a file with this name gets lost on another computer, and a name that does not; empty when it is fine."""
    if not _is_unicode(name):
        better = re.sub(r"[\ud800-\udfff]+", "-", name)
        return f"De naam {name} bevat bytes die geen UTF-8 zijn.", better
    plain = unicodedata.normalize("NFC", name)
    if plain != name:
        return f"De naam {plain} is geschreven met losse accenten, zoals een Mac dat doet.", plain
    stem, dot, ending = name.rpartition(".")
    if _RESERVED.fullmatch(name):
        better = f"{stem}-1.{ending}" if dot else f"{name}-1"
        return f"Een bestand mag niet {name} heten: zo'n naam is op Windows al bezet.", better
    if _FORBIDDEN.search(name) or name != name.rstrip(" ."):
        return f"In de naam {name} staat een teken dat niet op elke computer kan.", _FORBIDDEN.sub("-", name).rstrip(
            " ."
        )
    if len(name.encode()) > 200:
        return f"De naam {name[:40]}… is te lang.", ""
    return "", ""


def _is_unicode(name: str) -> bool:
    """Whether a name is text; a system hands on bytes that are none as halves of signs."""
    return name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name)
