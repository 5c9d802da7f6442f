"""Where this Kapstok came from, so that a pipeline installs the same: an index, an address, or a wheel."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from kapstok import __version__
from kapstok.commands.ourselves import ourselves
from kapstok.commands.wheel import pack_wheel, wheel_name

FOLDER = "gereedschap"  # of a workspace, with what its pipeline needs
_INDEX = "een index van pakketten"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"\bextra\s*==")


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """What a pipeline installs: a requirement for pip, in Dutch where it comes from, and a wheel when that is needed.

    `pins` are the versions of all that Kapstok needs, as they are here.
    """

    requirement: str
    told: str
    wheel: bytes | None
    pins: tuple[str, ...]


def find_origin() -> Origin:
    """Where the running Kapstok was installed from, as pip recorded it."""
    ours = ourselves()
    if ours is None:
        return Origin(requirement=f"kapstok=={__version__}", told=_INDEX, wheel=None, pins=())
    pins = tuple(sorted(set(_pins(ours.requires)), key=str.casefold))
    requirement = _from_address(ours.installed) if ours.installed is not None else ""
    if requirement == "":
        requirement = f"./{FOLDER}/{wheel_name()}"
        told = f"het bestand {FOLDER}/{wheel_name()}, gemaakt van de Kapstok op deze computer"
        return Origin(requirement=requirement, told=told, wheel=pack_wheel(ours), pins=pins)
    told = _INDEX if requirement is None else "het adres waar deze Kapstok vandaan komt"
    return Origin(requirement=requirement or f"kapstok=={__version__}", told=told, wheel=None, pins=pins)


def _from_address(ours: Distribution) -> str | None:
    """The requirement with an address; None when it came from an index, empty when no address leads to it."""
    recorded = ours.read_text("direct_url.json")
    if recorded is None:
        return None
    said = json.loads(recorded)
    url, vcs = str(said.get("url", "")), said.get("vcs_info")
    if not re.fullmatch(r"(https|ssh)://[^\s@]+", url) or "dir_info" in said:
        return ""  # a folder or file of this computer, or an address with a password in it
    if isinstance(vcs, dict) and re.fullmatch(r"[0-9a-f]{40,64}", str(vcs.get("commit_id", ""))):
        return f"kapstok @ {vcs.get('vcs', 'git')}+{url}@{vcs['commit_id']}"
    hashes = (said.get("archive_info") or {}).get("hashes") or {}
    return f"kapstok @ {url}#sha256={hashes['sha256']}" if "sha256" in hashes else ""


def _pins(requires: Iterable[str]) -> Iterator[str]:
    """`name==version` of everything that Kapstok needs, and what that needs, as far as it is installed here."""
    waiting, seen = [tuple(requires)], {"kapstok"}
    while waiting:
        for wanted in waiting.pop():
            found = _NAME.match(wanted)
            if found is None or _EXTRA.search(wanted) or (name := _plain(found[0])) in seen:
                continue
            seen.add(name)
            try:
                other = distribution(name)
            except PackageNotFoundError:
                continue  # for another system or Python
            waiting.append(tuple(other.requires or ()))
            yield f"{name}=={other.version}"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
