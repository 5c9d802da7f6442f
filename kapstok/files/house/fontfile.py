"""What a font file says of itself: its form, family, cut, and whether it may be embedded.

Only the few tables are read that say so (OpenType 1.9: name, OS/2, fvar). A WOFF2 file is packed, so that of it
no more than the form is known.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

_FORMS: Mapping[bytes, str] = {b"wOF2": "woff2", b"\x00\x01\x00\x00": "ttf", b"true": "ttf", b"OTTO": "otf"}
_FAMILY, _OWN_FAMILY = 1, 16  # names; the second groups more cuts than four
_WINDOWS_ENGLISH = (3, 0x409)
_RESTRICTED = 0x0002  # OS/2.fsType: may not be embedded
_SLANTED = 0x0001  # OS/2.fsSelection


@dataclass(frozen=True, kw_only=True, slots=True)
class FontFile:
    """A font. `weight` is 0 and `family` empty when the file does not tell; `variable` ones hold every weight."""

    form: str
    family: str = ""
    weight: int = 0
    italic: bool = False
    variable: bool = False
    restricted: bool = False


def read_font(data: bytes) -> FontFile | None:
    """What the file says; None when it is no font that a site or a paper can use."""
    form = _FORMS.get(data[:4])
    if form is None or form == "woff2":
        return FontFile(form=form) if form and len(data) > 48 else None
    try:
        tables = _tables(data)
        weight, restricted, italic = _cut(data, tables[b"OS/2"])
        return FontFile(
            form=form,
            family=_family(data, tables[b"name"]),
            weight=weight,
            italic=italic,
            variable=b"fvar" in tables,
            restricted=restricted,
        )
    except (struct.error, KeyError, UnicodeDecodeError):
        return None


def _tables(data: bytes) -> dict[bytes, int]:
    """Where each table begins; KeyError when one lies outside the file."""
    (count,) = struct.unpack_from(">H", data, 4)
    found = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if offset + length > len(data):
            raise KeyError(tag)
        found[tag] = offset
    return found


def _cut(data: bytes, start: int) -> tuple[int, bool, bool]:
    """The weight, whether embedding is forbidden, and whether it is italic."""
    weight, _, embedding = struct.unpack_from(">HHH", data, start + 4)
    (selection,) = struct.unpack_from(">H", data, start + 62)
    return weight, embedding & 0x000F == _RESTRICTED, bool(selection & _SLANTED)


def _family(data: bytes, start: int) -> str:
    """The family by which programs know the font."""
    _, count, storage = struct.unpack_from(">HHH", data, start)
    found: dict[int, str] = {}
    for index in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(">6H", data, start + 6 + 12 * index)
        if (platform, language) == _WINDOWS_ENGLISH and name in (_FAMILY, _OWN_FAMILY):
            at = start + storage + offset
            found[name] = data[at : at + length].decode("utf-16-be")
    return found.get(_OWN_FAMILY) or found.get(_FAMILY, "")
