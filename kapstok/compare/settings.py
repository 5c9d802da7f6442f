"""The files that say how things work and look: of each that changed one line. They are code, and read as code."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.compare.editions import Edition
from kapstok.compare.tree import differing
from kapstok.compare.values import SettingChange

_WHAT = (
    ("schemas/", "Schema"),
    ("templates/stijl/", "Opmaak"),
    ("templates/", "Sjabloon"),
    ("huisstijl/", "Huisstijl"),
    ("docs/", "Vaste pagina"),
    ("mkdocs.yml", "Instellingen van de site"),
)


def settings_changed(old: Edition, new: Edition) -> tuple[SettingChange, ...]:
    """Schemas, templates, styles and settings that came, changed or went, in the order of their paths."""
    return tuple(_changes(old, new))


def _changes(old: Edition, new: Edition) -> Iterator[SettingChange]:
    before, after = old.version.tree, new.version.tree
    for path in sorted(differing(before, after)):
        what = next((words for start, words in _WHAT if path.startswith(start)), "")
        if not what or before.read(path) == after.read(path):
            continue
        how = "toegevoegd" if path not in before.blobs else "weggehaald" if path not in after.blobs else "gewijzigd"
        name = path.partition("/")[2] or path
        yield SettingChange(path=path, words=f"{what} {name} {how}.")
