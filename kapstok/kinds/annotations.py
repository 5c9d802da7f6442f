"""Annotations that name something which is not there: a field, a kind, a facet, a part, a role.

These are faults between the parts of a schema, so they are looked for once the kinds are made. Each stands where it is
written in the schema or the overlay, with the nearest name that does exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kapstok.core.finding import Finding
from kapstok.core.model import Block, Plain, Pointer
from kapstok.core.text import enumerate_words, nearest
from kapstok.core.values import as_texts
from kapstok.kinds.compiler import Compiler
from kapstok.kinds.facet import Facet, facets_of
from kapstok.kinds.facets import FACETS
from kapstok.kinds.json_places import Sources
from kapstok.kinds.shape import ANY_KIND, Kind, Kinds, Shape

_FIELD_LISTS = ("x-titelveld", "x-nummerveld", "x-sorteer")


def check_annotations(schemas: Mapping[str, Block], kinds: Kinds, sources: Sources) -> Iterator[Finding]:
    """Everything that the annotations name and that is not there. `schemas` are whole and sound, by file name."""
    compiler = Compiler(schemas, {f"{kind.name}.json" for kind in kinds})
    look = _Look(schemas=schemas, kinds=kinds, sources=sources, compiler=compiler)
    yield from look.folders()
    for file, schema in schemas.items():
        for pointer, node in _nodes(schema, ()):
            yield from look.targets(file, pointer, node)
            yield from look.answers(file, pointer, node)
            if "x-facet" in node:
                yield from look.facets(file, pointer, node)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """The schemas and the kinds that were made of them, to look names up in."""

    schemas: Mapping[str, Block]
    kinds: Kinds
    sources: Sources
    compiler: Compiler

    def folders(self) -> Iterator[Finding]:
        """Folders that two kinds claim, and fields that a kind names for its title, number or order."""
        seen: dict[str, str] = {}
        for kind in self.kinds:
            file = f"{kind.name}.json"
            if kind.folder in seen:
                said = f"De map {kind.folder} is al van {seen[kind.folder]}."
                yield Finding.at(
                    self.sources.place(file, "x-map"), "schema-map-dubbel", said, "Geef elke soort een eigen x-map."
                )
            seen[kind.folder] = kind.name
            yield from self._former(kind, file)
            yield from self._named_fields(kind, file)

    def _former(self, kind: Kind, file: str) -> Iterator[Finding]:
        for index, former in enumerate(kind.former_folders):
            others = [k.name for k in self.kinds if k is not kind and former in (k.folder, *k.former_folders)]
            if others or former == kind.folder:
                owners = enumerate_words(others or [kind.name])
                said = f"x-vorige-mappen noemt {former}, maar die map is al van {owners}."
                where = ("x-vorige-mappen", index)
                yield Finding.at(
                    self.sources.place(file, *where), "schema-map-dubbel", said, "Haal de map weg bij x-vorige-mappen."
                )

    def _named_fields(self, kind: Kind, file: str) -> Iterator[Finding]:
        for annotation in _FIELD_LISTS:
            for name in as_texts(kind.schema.get(annotation)):
                if name not in kind.shape.fields:
                    said = f"Het veld {name} bij {annotation} staat niet in de eigenschappen."
                    hint = _hint(name, kind.shape.fields, f"Pas {annotation} aan.")
                    yield Finding.at(self.sources.place(file, annotation), "schema-veld", said, hint)

    def targets(self, file: str, pointer: Pointer, node: Block) -> Iterator[Finding]:
        """Kinds that a reference may name and that do not exist."""
        for index, target in enumerate(as_texts(node.get("x-verwijst-naar"))):
            if target != ANY_KIND and target not in self.kinds:
                said = f"x-verwijst-naar noemt {target}, maar die soort is er niet."
                names = [kind.name for kind in self.kinds]
                hint = _hint(target, names, "Voeg het schema toe of verbeter de naam.")
                yield Finding.at(
                    self.sources.place(file, *pointer, "x-verwijst-naar", index), "schema-verwijzing", said, hint
                )

    def answers(self, file: str, pointer: Pointer, node: Block) -> Iterator[Finding]:
        """Fields that answer a question and that are not there; a way goes through blocks, from the kind down."""
        name = file.removesuffix(".json")
        for index, way in enumerate(as_texts(node.get("x-beantwoord-door")) if name in self.kinds else ()):
            shape = self.kinds[name].shape
            for step in way.split("."):
                if step not in shape.fields:
                    said = f"Het veld {step} bij x-beantwoord-door staat niet in de eigenschappen."
                    where = (*pointer, "x-beantwoord-door", index)
                    yield Finding.at(
                        self.sources.place(file, *where),
                        "schema-veld",
                        said,
                        _hint(step, shape.fields, "Verbeter de naam."),
                    )
                    break
                shape = shape.fields[step]

    def facets(self, file: str, pointer: Pointer, node: Block) -> Iterator[Finding]:
        """Facets that are not whole, or whose parts are played by fields that are not there or cannot do it."""
        name = file.removesuffix(".json")
        whole = not pointer and name in self.kinds
        shape = self.kinds[name].shape if whole else self.compiler.shape(node, file)
        for name, parts in facets_of(node).items():
            here = (*pointer, "x-facet", name)
            yield from self._parts(file, here, FACETS[name], parts, shape)
            if FACETS[name].of_fields(parts) is None:
                said = f"Bij het facet {name} ontbreekt {_missing(FACETS[name], parts)}."
                hint = "Zeg bij x-facet welk veld dat is, of haal het facet weg."
                yield Finding.at(self.sources.place(file, *here), "schema-facet", said, hint)

    def _parts(
        self, file: str, here: Pointer, facet: type[Facet], parts: Mapping[str, str], shape: Shape
    ) -> Iterator[Finding]:
        for part in facet.parts():
            name = parts.get(part.name)
            if name is None:
                continue
            if name not in shape.fields:
                said = f"Het veld {name} staat niet in de eigenschappen."
                hint = _hint(name, shape.fields, f"Noem het veld dat {part.sentence} zegt.")
                yield Finding.at(self.sources.place(file, *here, part.name), "schema-facet", said, hint)
            elif not part.reader.fits(shape.fields[name]):
                said = f"Het veld {name} kan {facet.name}.{part.name} niet zijn: daar hoort {part.reader.holds}."
                hint = f"Noem een ander veld, of geef {name} de vorm daarvan."
                yield Finding.at(self.sources.place(file, *here, part.name), "schema-facet", said, hint)


def _missing(facet: type[Facet], parts: Mapping[str, str]) -> str:
    lacking = [part.name for part in facet.parts() if part.required and part.name not in parts]
    return enumerate_words(lacking, "en") if lacking else enumerate_words(facet.one_of)


def _hint(name: str, names: Iterable[str], otherwise: str) -> str:
    guess = nearest(name, names)
    return f"Bedoelde u {guess}?" if guess else otherwise


def _nodes(node: Plain, pointer: Pointer) -> Iterator[tuple[Pointer, Block]]:
    """Every object in a schema with its place, the values of keywords that hold data left out."""
    if isinstance(node, dict):
        yield pointer, node
        for key, value in node.items():
            if key not in ("enum", "const", "default", "examples", "x-facet"):
                yield from _nodes(value, (*pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _nodes(value, (*pointer, index))
