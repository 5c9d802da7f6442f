"""Schemas become kinds: every node is compiled to the Shape of the place that it describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from kapstok.core.model import Block, Plain
from kapstok.core.values import as_block, as_list, as_text, as_texts, at_pointer
from kapstok.kinds.bounds import title_field
from kapstok.kinds.facet import facets_of
from kapstok.kinds.facets import FACETS
from kapstok.kinds.roles import Role
from kapstok.kinds.schema_file import OWN
from kapstok.kinds.shape import Kind, Kinds, Shape


def compile_kinds(schemas: Mapping[str, Block]) -> Kinds:
    """The kinds of schemas that were checked, by file name."""
    names = {file: file.removesuffix(".json") for file, schema in schemas.items() if "x-map" in schema}
    nested = {name for schema in schemas.values() for name in _nested_refs(schema, set(names))}
    compiler = Compiler(schemas, set(names))
    kinds = {}
    for file, name in sorted(names.items()):
        schema = schemas[file]
        kinds[name] = Kind(
            name=name,
            title=(title := as_text(schema.get("title"), name)),
            plural=as_text(schema.get("x-meervoud"), title),
            description=as_text(schema.get("description")),
            folder=as_text(schema["x-map"]),
            file=as_text(schema.get("x-bestand")),
            display=as_text(schema.get("x-weergave"), "pagina"),
            title_field=title_field(schema),
            number_field=as_text(schema.get("x-nummerveld")),
            sort=as_texts(schema.get("x-sorteer")),
            group=as_text(schema.get("x-groep")),
            in_menu=bool(schema.get("x-menu", True)),
            role=as_text(schema.get("x-rol")),
            nested=file in nested,
            shape=compiler.shape(schema, file),
            schema=schema,
            former_folders=as_texts(schema.get("x-vorige-mappen")),
        )
    return Kinds(by_name=MappingProxyType(kinds), schemas=MappingProxyType(dict(schemas)))


def _nested_refs(node: Plain, kind_files: set[str]) -> Iterator[str]:
    """The kind files that are the `items` of a list somewhere in this schema."""
    if isinstance(node, dict):
        reference = as_text(as_block(node.get("items")).get("$ref"))
        if reference in kind_files:
            yield reference
        for value in node.values():
            yield from _nested_refs(value, kind_files)
    elif isinstance(node, list):
        for value in node:
            yield from _nested_refs(value, kind_files)


class Compiler:
    """Turns a schema node into a Shape, following `$ref` inside our own set of schemas only."""

    def __init__(self, schemas: Mapping[str, Block], kind_files: set[str]) -> None:
        self.schemas, self.kind_files = schemas, kind_files
        self._under_way: list[tuple[str, str]] = []
        self._known: dict[tuple[str, str], Shape] = {}
        self._cut = 0

    def shape(self, node: Plain, file: str) -> Shape:
        """Compile `node`, which stands in `file`."""
        if not isinstance(node, dict):
            return Shape()
        result = Shape()
        reference = node.get("$ref")
        if isinstance(reference, str):
            if reference in self.kind_files:
                return Shape(nested=reference.removesuffix(".json"))
            target, target_file = self._follow(reference, file)
            place = (target_file, reference.partition("#")[2])
            if place in self._under_way:
                self._cut += 1
                return Shape()  # a shape inside itself: what is in it deeper down is plain data
            result = self._known.get(place) or self._compiled(target, place)
        for keyword in ("allOf", "anyOf", "oneOf"):
            for branch in as_list(node.get(keyword)):
                result = _union(result, self.shape(branch, file))
        for keyword in ("then", "else"):
            if keyword in node:
                result = _union(result, self.shape({"properties": as_block(node[keyword]).get("properties", {})}, file))
        return self._own(result, node, file)

    def _compiled(self, target: Plain, place: tuple[str, str]) -> Shape:
        """The shape that a `$ref` refers to; kept for the next one, unless it was cut off inside itself."""
        before = self._cut
        self._under_way.append(place)
        result = self.shape(target, place[0])
        self._under_way.pop()
        if self._cut == before:
            self._known[place] = result
        return result

    def _follow(self, reference: str, file: str) -> tuple[Plain, str]:
        name, _, fragment = reference.partition("#")
        target_file = name or file
        return at_pointer(self.schemas.get(target_file), tuple(filter(None, fragment.split("/")))), target_file

    def _own(self, base: Shape, node: Block, file: str) -> Shape:
        fields = dict(base.fields)
        for name, child in as_block(node.get("properties")).items():
            shape = self.shape(child, file)
            shape = shape if shape.title else replace(shape, title=name.replace("_", " ").capitalize())
            fields[name] = _union(fields[name], shape) if name in fields and not shape.title else shape
        facets = facets_of(node)
        _give_roles(fields, facets)
        items = self.shape(node["items"], file) if "items" in node else base.items
        values = tuple(as_list(node["enum"])) if "enum" in node else base.values
        roles = frozenset(as_text(node["x-rol"]).split()) if "x-rol" in node else base.roles
        opens = frozenset(as_texts(node.get("enum"))) if Role.OPEN in roles else frozenset()
        audiences = node.get("x-zichtbaar-voor")
        return Shape(
            title=as_text(node.get("title"), base.title),
            description=as_text(node.get("description"), base.description),
            form=as_text(node.get("x-vorm"), base.form),
            roles=roles,
            facets=MappingProxyType({**base.facets, **facets}),
            targets=as_texts(node["x-verwijst-naar"]) if "x-verwijst-naar" in node else base.targets,
            audiences=frozenset(as_texts(audiences)) if audiences is not None else base.audiences,
            nested=base.nested,
            fields=MappingProxyType(fields),
            items=items,
            values=values,
            open_values=base.open_values | opens,
            in_force=frozenset(as_texts(node["x-van-kracht"])) if "x-van-kracht" in node else base.in_force,
            answered_by=as_texts(node.get("x-beantwoord-door")) or base.answered_by,
            required=base.required | frozenset(as_texts(node.get("required"))),
            types=base.types | frozenset(as_texts(node.get("type"))),
            verbatim=bool(node.get("x-letterlijk", base.verbatim)),
            material=bool(node["x-materieel"]) if "x-materieel" in node else base.material,
            own=bool(node.get(OWN, False)),
        )


def _give_roles(fields: dict[str, Shape], facets: Mapping[str, Mapping[str, str]]) -> None:
    """Let each field that plays a part of a facet be found by the role of the part."""
    for name, parts in facets.items():
        for part in FACETS[name].parts():
            played_by = parts.get(part.name, "")
            if played_by in fields:
                shape = fields[played_by]
                fields[played_by] = replace(shape, roles=shape.roles | {part.role})


def _union(one: Shape, other: Shape) -> Shape:
    """Join two branches: what either says may hold; roles and title come from the node itself.

    Required of a block is what every branch that is a block requires.
    """
    required = one.required
    if other.fields:
        required = one.required & other.required if one.fields else other.required
    return replace(
        one,
        required=required,
        form=one.form or other.form,
        facets=MappingProxyType({**other.facets, **one.facets}),
        targets=one.targets or other.targets,
        audiences=one.audiences if other.audiences is None else other.audiences,
        nested=one.nested or other.nested,
        fields=MappingProxyType({**other.fields, **one.fields}),
        items=one.items or other.items,
        values=one.values + tuple(v for v in other.values if v not in one.values),
        open_values=one.open_values | other.open_values,
        in_force=one.in_force | other.in_force,
        types=one.types | other.types,
        verbatim=one.verbatim or other.verbatim,
        material=other.material if one.material is None else one.material,
    )
