"""Who there are to read: each audience with the levels of `publicatie` that it sees."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PUBLIC = "inwoners"
_NOT_SECRET = frozenset({"openbaar", "raad", "partners", "intern"})
AUDIENCES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        PUBLIC: frozenset({"openbaar"}),
        "raad": frozenset({"openbaar", "raad"}),
        "griffie": frozenset({"openbaar", "raad"}),
        "partners": frozenset({"openbaar", "partners"}),
        "werkvloer": _NOT_SECRET,
        "management": _NOT_SECRET,
        "bestuur": _NOT_SECRET,
        "besloten": _NOT_SECRET | {"vertrouwelijk"},
    }
)
