"""The past of a workspace, read: from git to the changes that an audience may know.

What a version says is read once and kept in the cache under the name that git gives to its content. The schemas of
the workspace are versions too: where an older one hid more than today's, it is asked what it hid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from kapstok.core.cache import Cache, content_key
from kapstok.core.door import Door
from kapstok.core.finding import has_errors
from kapstok.core.model import Change, Key, Model, Plain
from kapstok.core.scratch import scratch
from kapstok.core.values import as_block
from kapstok.core.workspace import Workspace, resource
from kapstok.history.past import find_changes
from kapstok.history.suspect import Suspect, find_suspects
from kapstok.history.version_files import Data
from kapstok.history.versions import SCHEMAS as _SCHEMAS
from kapstok.history.versions import Past, Step
from kapstok.kinds.facets import Publication
from kapstok.kinds.schema import Kinds, load_kinds
from kapstok.link.resolve import SECRET
from kapstok.read.reader import read_text
from kapstok.reckon.door import Facts
from kapstok.view import ROLE_LEVEL

_FORM = "versie 1"  # raise when reading gives other data for the same text
_LEVELS = frozenset({ROLE_LEVEL, SECRET})
_MOST_RULES = 20  # different schemas that are asked what they hid; before those nothing is told


def recall(
    workspace: Workspace, whole: Model, shown: Model, kinds: Kinds, cache: Cache, past: Past
) -> Mapping[Key, tuple[Change, ...]]:
    """What changed about the items of `shown`, a view of `whole`; nothing where git does not know."""
    if not past.steps:
        return {}
    return find_changes(past, _data(past, cache), whole, shown, kinds, _rules(workspace, past, kinds, cache))


def suspect_links(past: Past, cache: Cache, facts: Facts, *, every: bool = False) -> tuple[Suspect, ...]:
    """The references of the whole agenda to what changed and was not looked at since."""
    return find_suspects(past, _data(past, cache), facts, every=every)


def _data(past: Past, cache: Cache) -> Data:
    """The plain data of every version that can be read, by its blob."""
    found: dict[str, Plain] = {}
    for path, blob in _places(past):
        if blob in past.texts and blob not in found and path.endswith((".yaml", ".yml")):
            key = content_key(_FORM, past.texts[blob])
            data = json.loads(cache.fetch(key, lambda path=path, blob=blob: _read(path, past.texts[blob])))  # type: ignore[misc]
            if data is not None:
                found[blob] = data
    return found


def _places(past: Past) -> Iterator[tuple[str, str]]:
    yield from past.start.items()
    for step in past.steps:
        yield from step.files.items()


def _read(path: str, text: bytes) -> bytes:
    document, findings = read_text(path, text)
    broken = document is None or has_errors(findings, strict=False)
    return json.dumps(None if broken else document and document.data).encode()


def _rules(workspace: Workspace, past: Past, kinds: Kinds, cache: Cache) -> Sequence[Kinds | None]:
    """The kinds before the first step and after each one: today's, wherever nothing else was hidden."""
    now = _own_schemas(workspace)
    today, known = _hidden_by(now), dict[tuple[bytes, ...], Kinds | None]()
    files: dict[str, str] = {p: b for p, b in past.start.items() if p.startswith(f"{_SCHEMAS}/")}
    states = []
    for step in (Step(day=past.steps[0].day, files={}), *past.steps):
        files |= {path: blob for path, blob in step.files.items() if path.startswith(f"{_SCHEMAS}/")}
        states.append({path: past.texts.get(blob, b"") for path, blob in files.items() if blob})
    rules: list[Kinds | None] = []
    for state in reversed(states):  # the newest schemas first, for there is a limit
        schemas = {name: text for name, text in now.items() if f"{_SCHEMAS}/{name}" in past.steady}
        schemas |= {path.rpartition("/")[2]: text for path, text in state.items() if path.endswith(".json")}
        said = _hidden_by(schemas)
        if said == today:
            rules.append(kinds)
            continue
        if said not in known:
            known[said] = _load(workspace, schemas, cache) if len(known) < _MOST_RULES else None
        rules.append(known[said])
    return rules[::-1]


def _own_schemas(workspace: Workspace) -> dict[str, bytes]:
    door = Door(workspace.root, _SCHEMAS)
    found = ((name, door.read(name)) for name in door.names("*.json"))
    return {name: text for name, text in found if isinstance(text, bytes)}


def _hidden_by(schemas: Mapping[str, bytes]) -> tuple[bytes, ...]:
    """All that these schemas say about who may see what."""
    return tuple(
        json.dumps([name, place, value], sort_keys=True).encode()
        for name in sorted(schemas)
        for place, value in _sayings(_parsed(schemas[name]), "")
    )


def _parsed(text: bytes) -> Plain:
    try:
        found: Plain = json.loads(text)
        return found
    except ValueError:
        return None


def _sayings(node: Plain, place: str) -> Iterator[tuple[str, Plain]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "x-zichtbaar-voor" or _says_level(key, value):
                yield f"{place}/{key}", value
            else:
                yield from _sayings(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _sayings(value, f"{place}/{index}")


def _says_level(annotation: str, value: Plain) -> bool:
    """Whether an annotation says which field tells who may see a thing."""
    if annotation == "x-facet":
        return Publication.name in as_block(value)
    return annotation == "x-rol" and bool(_LEVELS & set(str(value).split()))


def _load(workspace: Workspace, schemas: Mapping[str, bytes], cache: Cache) -> Kinds:
    """The kinds of older schemas of the workspace, over those of the package."""
    with scratch() as folder:
        for name, text in schemas.items():
            (folder / name).write_bytes(text)
        itself = (workspace.root / _SCHEMAS).resolve() == resource(_SCHEMAS)
        package = [] if itself else [("schemas (Kapstok)", resource(_SCHEMAS))]
        return load_kinds([*package, (_SCHEMAS, folder)], cache)[0]
