"""The schemas are the data model: load them, lay overlays on them, and say what each place means.

A *kind* is one JSON Schema with `x-map`. Files without it hold shared shapes. The engine reads the
annotations (`x-verwijst-naar`, `x-vorm`, `x-facet`, `x-rol`, `x-zichtbaar-voor`) and knows no kind by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kapstok.core.cache import Cache, content_key
from kapstok.core.door import Shut, door_to
from kapstok.core.finding import Finding
from kapstok.core.model import Block
from kapstok.core.places import Place
from kapstok.core.state import code_state
from kapstok.kinds.annotations import check_annotations
from kapstok.kinds.bounds import bounded
from kapstok.kinds.compiler import compile_kinds
from kapstok.kinds.json_places import Sources
from kapstok.kinds.schema_check import check_schemas
from kapstok.kinds.schema_file import OVERLAY_SUFFIX, lay, older, read_schema
from kapstok.kinds.shape import ANY_KIND, Kind, Kinds, Shape

__all__ = ["ANY_KIND", "Kind", "Kinds", "Shape", "load_kinds"]


def load_kinds(folders: Sequence[tuple[str, Path]], cache: Cache | None = None) -> tuple[Kinds, list[Finding]]:
    """Read every schema from `folders`, each with the label its findings are printed under.

    Later folders add kinds and overlays; a whole schema in a later folder replaces an earlier one, with
    a warning when its `x-versie` is lower, so that an upgrade is never lost behind a copied file. Schemas in which
    nothing was wrong are remembered in `cache`, and not held against all the rules again.
    """
    files: list[tuple[str, str, bytes | Shut]] = []
    for label, folder in folders:
        door = door_to(folder)
        files += [(f"{label}/{name}", name, door.read(name)) for name in door.names("*.json")]
    key = content_key("schema's", code_state(), *(part for path, _, content in files for part in (path, content)))
    pile = _Pile(sound=cache is not None and cache.get(key) is not None)
    for path, name, content in files:
        pile.put(path, name, content)
    pile.lay_overlays()
    sources = Sources(texts=pile.texts)
    sound, faults = check_schemas(pile.schemas, sources)
    sound = {name: bounded(schema) for name, schema in sound.items()}
    kinds, misuse = compile_kinds(sound), list[Finding]()
    misuse += [] if pile.sound else check_annotations(sound, kinds, sources)
    findings = [*pile.findings, *faults, *misuse]
    if cache is not None and not findings and not pile.sound:
        cache.put(key, b"")
    return kinds, findings


@dataclass(kw_only=True, slots=True)
class _Pile:
    """The schemas read so far, by file name, with the texts that each was laid together of.

    `sound` says that it is known already that nothing is wrong with any of them.
    """

    sound: bool = False
    schemas: dict[str, Block] = field(default_factory=dict)
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _overlays: list[tuple[str, str, str, Block]] = field(default_factory=list)

    def put(self, path: str, name: str, content: bytes | Shut) -> None:
        """Read one file; a whole schema takes the place of an earlier one."""
        schema, text, problems = read_schema(path, content, sound=self.sound)
        self.findings += problems
        if schema is None:
            return
        if name.endswith(OVERLAY_SUFFIX):
            self._overlays.append((path, name.removesuffix(OVERLAY_SUFFIX) + ".json", text, schema))
            return
        if name in self.schemas:
            self.findings += older(path, self.schemas[name], schema)
        self.schemas[name], self.texts[name] = schema, [(path, text)]

    def lay_overlays(self) -> None:
        """Lay every overlay over its schema, in the order of the folders."""
        for path, name, text, overlay in self._overlays:
            if name in self.schemas:
                self.schemas[name], problems = lay(path, self.schemas[name], overlay, sound=self.sound)
                self.texts[name] += [] if problems else [(path, text)]
                self.findings += problems
                continue
            self.findings.append(
                Finding.at(
                    Place(path),
                    "schema-overlay",
                    f"Er is geen schema {name} om aan te vullen.",
                    "Noem het bestand naar een bestaande soort, met .extra.json erachter.",
                )
            )
