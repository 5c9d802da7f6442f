"""What an edition prints, made at most once: kept in the cache under the name of its commit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kapstok.compare.editions import Edition
from kapstok.compare.printed import Printed, Sheet, printed_of
from kapstok.core.cache import content_key, open_cache
from kapstok.core.model import Judgement, Key
from kapstok.core.state import package_state
from kapstok.pipeline import Loaded, stops, unconverted
from kapstok.rules.frames import breach_code
from kapstok.rules.placement import BREAKS

_FORM = "3"  # raise when the same version gives other prints
_SHEETS = ("pages", "papers", "data", "files")


def printed(edition: Edition) -> Printed:
    """What a version prints for an audience; `known` is false when a build of it would fail."""
    version = edition.version
    if version.unread or not _is_whole(version.loaded):
        return Printed(known=False)
    if not edition.view.items:
        return Printed()
    cache = open_cache(version.tree.repository.root)
    loaded = version.loaded
    key = content_key("gedrukt", _FORM, version.commit or "", edition.audience, str(loaded.day), package_state())
    blob = cache.get(key) if version.commit else None
    if blob is not None:
        return _from_row(json.loads(blob))
    found = printed_of(unconverted(replace(loaded, workspace=version.lay_out()), edition.view, cache))
    if version.commit and found.known:
        cache.put(key, json.dumps(_row(found)).encode())
    return found


def _is_whole(loaded: Loaded) -> bool:
    """Whether nothing is wrong but that norms are broken: that stops a build, and everything is there to be printed."""
    judgement = loaded.model.judgement or Judgement()
    broken = {breach_code(o.test.norm) for o in (*judgement.outcomes, *judgement.gates) if o.state == BREAKS}
    return not stops([finding for finding in loaded.findings if finding.code not in broken], strict=False)


def _row(printed: Printed) -> dict[str, Any]:
    sheets = {name: {path: _told(one) for path, one in getattr(printed, name).items()} for name in _SHEETS}
    rest = {"moved": dict(printed.moved), "frame": dict(printed.frame), "looks": printed.looks}
    return sheets | rest | {"drifted": {name: list(names) for name, names in printed.drifted.items()}}


def _told(sheet: Sheet) -> list[Any]:
    return [sheet.mark, sheet.title, sorted(map(str, sheet.used)), sorted(sheet.places)]


def _from_row(row: Mapping[str, Any]) -> Printed:
    pages, papers, data, files = ({path: _sheet(*told) for path, told in row[name].items()} for name in _SHEETS)
    return Printed(
        pages=pages,
        papers=papers,
        data=data,
        files=files,
        moved=row["moved"],
        frame=row["frame"],
        looks=row["looks"],
        drifted={name: tuple(names) for name, names in row["drifted"].items()},
    )


def _sheet(mark: str, title: str, used: list[str], places: list[str]) -> Sheet:
    parts = (name.partition(":") for name in used)
    keys = frozenset(Key(kind=kind, id=ident) for kind, _, ident in parts)
    return Sheet(mark=mark, title=title, used=keys, places=frozenset(places))
