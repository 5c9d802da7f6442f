"""What can be known before anything is rendered: templates, hand-written pages, mkdocs.yml, the logo, the letters.

`kapstok check` reports all of it. Only the files of the workspace itself are read: those of the package are tested.
What reads them is brought in only when one of them, or Kapstok itself, is another than it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kapstok.core.cache import Cache, content_key
from kapstok.core.door import Door
from kapstok.core.finding import Finding, Severity
from kapstok.core.kept import kept_findings
from kapstok.core.model import Document, Fields, Item, Model, texts_in
from kapstok.core.places import START, Place, within
from kapstok.core.signs import has_rare, rare_signs, signs_in
from kapstok.core.state import file_state
from kapstok.core.workspace import Workspace
from kapstok.files.closed import check_closed
from kapstok.kinds.schema import Kinds

_HOUSE, _LOGO = "huisstijl", "logo"


def preflight(
    workspace: Workspace, kinds: Kinds, model: Model, cache: Cache, state: str, doors: Sequence[Door]
) -> Iterator[Finding]:
    """Everything that would stop or maim a build, at the place where it is mended.

    `state` is the `workspace_state` of before anything was read, `doors` are those to the folders with templates.
    """
    yield from check_closed(workspace)
    yield from kept_findings(cache, ("vooraf", state), lambda: _own_files(workspace, kinds, doors))
    yield from check_logo(workspace, model, cache, state)
    yield from check_letters(workspace, model, cache, state)


def _own_files(workspace: Workspace, kinds: Kinds, doors: Sequence[Door]) -> Iterator[Finding]:
    from kapstok.render.own_files import check_own_files  # late: Jinja2 and lxml are for those who need them
    from kapstok.render.own_style import check_style

    yield from check_own_files(workspace, kinds, doors)
    yield from check_style(workspace)


def settings_of(model: Model) -> tuple[Item, Document] | None:
    """The settings of the agenda with their file."""
    item = next(iter(model.settings), None)
    document = model.documents.get(item.path) if item else None
    return (item, document) if item and document else None


def check_logo(workspace: Workspace, model: Model, cache: Cache, state: str) -> Iterator[Finding]:
    """The logo is a file in the workspace, an SVG or a PNG, and nothing in it runs or loads anything."""
    found = settings_of(model)
    name = str(_house(model).get(_LOGO, ""))
    if not found or not name:
        return

    def problem() -> bytes:
        from kapstok.render.drawings.logo import read_logo  # late: it brings a reader of pictures along

        return json.dumps(read_logo(workspace.root, name).problem).encode()

    key = content_key("logo", name, file_state(workspace.root / name), state)
    code, message, hint = json.loads(cache.fetch(key, problem))
    if code:
        place = found[1].positions.get((_HOUSE, _LOGO), START)
        yield Finding.at(Place(found[0].path, place), code, message, hint)


def _house(model: Model) -> Fields:
    """What the settings say of the house style."""
    found = settings_of(model)
    house = found[0].fields.get(_HOUSE) if found else None
    return house if isinstance(house, Mapping) else {}


def check_letters(workspace: Workspace, model: Model, cache: Cache, state: str) -> Iterator[Finding]:
    """Signs that the fonts of the papers lack: a paper shows a box instead, the site the sign itself."""
    documents = [d for d in model.documents.values() if "\\" in d.source or has_rare(d.source)]
    texts = [(d, pointer, text) for d in documents for pointer, text in texts_in(d.data)]
    rare = rare_signs(text for _, _, text in texts)
    missing = _missing(workspace, _house(model), rare, cache, state) if rare else frozenset[str]()
    for document, pointer, text in texts if missing else ():
        for sign in dict.fromkeys(sign for _, sign in signs_in(text) if sign in missing):
            codes = " ".join(f"U+{ord(character):04X}" for character in sign)
            yield Finding.at(
                Place(document.path, within(document, pointer, text, text.index(sign), sign)),
                "teken-ontbreekt",
                f"Het teken {sign} ({codes}) staat niet in de lettertypen van de PDF.",
                "In de PDF staat hier een leeg vakje; de site toont het teken wel. Kies een ander teken of een woord.",
                Severity.WARNING,
            )


def _missing(workspace: Workspace, house: Fields, signs: Iterable[str], cache: Cache, state: str) -> frozenset[str]:
    """The signs that no font has; what was asked before is kept."""

    def ask() -> bytes:
        from kapstok.render.own_files import lacking  # late: it opens fonts

        return json.dumps(sorted(lacking(workspace, house, frozenset(signs), cache))).encode()

    key = content_key("tekens vooraf", state, repr(sorted(house.items(), key=str)), *sorted(signs))
    return frozenset(json.loads(cache.fetch(key, ask)))
