"""What git knows of the files, as far as an audience may know: a commit that only changed what it cannot see is none.

Of every file the newest edits are compared as that audience reads them, back to the first one that shows.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kapstok.core.cache import Cache, content_key
from kapstok.core.git import Repository
from kapstok.core.model import Key, Model, Value
from kapstok.history.commits import NO_BLOB, Edit, History
from kapstok.history.versions import LARGEST, MOST_BYTES
from kapstok.kinds.schema import Kinds
from kapstok.link.resolve import items_of
from kapstok.read.reader import read_text
from kapstok.view import cut_item, visible_keys


def seen_by(history: History, repository: Repository, model: Model, kinds: Kinds, state: str = "") -> History:
    """The history of the files as the audience of the view `model` may know it.

    Which commit that is for each file, is kept in the cache of the repository under `state`, which names the schemas
    and the code; without a state nothing is kept.
    """
    paths = {item.path for item in model.items.values()}
    edits = {path: history.edits[path] for path in sorted(paths) if path in history.edits}
    reader = _Reader(repository=repository, model=model, kinds=kinds)
    cache = repository.cache if state and repository.state else Cache(None)
    key = content_key("zichtbaar", state, repository.state, model.audience, *sorted(map(str, model.items)))
    places = json.loads(cache.fetch(key, lambda: json.dumps(reader.last_shown(edits)).encode()))
    commits = {path: edits[path][place].commit for path, place in places.items()}
    changed = {path for path in history.changed & paths if reader.is_same_now(path, history.edits.get(path, ()))}
    return replace(history, commits={**history.commits, **commits}, changed=history.changed - changed)


@dataclass(kw_only=True)
class _Reader:
    """Reads versions of files as an audience sees them."""

    repository: Repository
    model: Model
    kinds: Kinds
    _texts: dict[str, bytes] = field(default_factory=dict)
    _seen: dict[tuple[str, str], object] = field(default_factory=dict)

    def last_shown(self, edits: Mapping[str, tuple[Edit, ...]]) -> dict[str, int]:
        """Which edit of each file was the last that changed something this audience can see."""
        found: dict[str, int] = {}
        waiting = dict(edits)
        depth = 0
        while waiting:
            self._fetch(blob for path in waiting for blob in _blobs(edits[path][depth]))
            found |= dict.fromkeys(waiting, depth)
            waiting = {
                path: every
                for path, every in waiting.items()
                if self._is_same(path, every[depth].before, every[depth].after) and len(every) > depth + 1
            }
            depth += 1
        return found

    def is_same_now(self, path: str, edits: tuple[Edit, ...]) -> bool:
        """Whether what stands in the folder shows the same as what git holds."""
        if not edits or not edits[0].after:
            return False
        self._fetch([edits[0].after])
        try:
            now = (self.repository.root / path).read_bytes()
        except OSError:
            return False
        return self._shown(path, self._texts.get(edits[0].after)) == self._shown(path, now)

    def _fetch(self, blobs: Iterable[str]) -> None:
        wanted = sorted(set(blobs) - self._texts.keys())
        self._texts |= self.repository.blobs(wanted, largest=LARGEST, most=MOST_BYTES)

    def _is_same(self, path: str, before: str, after: str) -> bool:
        if NO_BLOB in (before, after):
            return False
        return self._known(path, before) == self._known(path, after)

    def _known(self, path: str, blob: str) -> object:
        if (path, blob) not in self._seen:
            self._seen[path, blob] = self._shown(path, self._texts.get(blob))
        return self._seen[path, blob]

    def _shown(self, path: str, text: bytes | None) -> object:
        """All that this audience sees of a version of a file; something unique when it cannot be read."""
        kind = self.kinds.by_path(path)
        document, _ = read_text(path, text) if text is not None else (None, [])
        if kind is None or document is None:
            return object()
        audience = self.model.audience
        items = items_of(document, kind, self.kinds)
        visible = visible_keys(items, self.kinds, audience)
        mask = _Either(visible, self.model.items)
        cut = (cut_item(items[key], mask, self.kinds, audience) for key in items if key in visible)
        return [(item.key, item.title, item.number, _plain(item.fields)) for item in cut]


@dataclass(frozen=True, slots=True)
class _Either:
    """What is visible in a version of a file, or in the agenda of today."""

    here: frozenset[Key]
    now: Container[Key]

    def __contains__(self, key: object) -> bool:
        return key in self.here or key in self.now


def _plain(value: Value) -> object:
    """A value that can be compared, whatever it is made of."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else (type(value).__name__, value)


def _blobs(edit: Edit) -> tuple[str, ...]:
    return tuple(blob for blob in (edit.before, edit.after) if blob)
