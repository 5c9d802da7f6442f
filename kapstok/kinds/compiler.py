"""Schemas become kinds: every node is compiled to the Shape of the place that it describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from kapstok.kinds.facets import FACETS
from kapstok.kinds.roles import Role
from kapstok.kinds.schema_file import OWN
from kapstok.kinds.shape import Kind, Kinds, Shape


def compile_kinds(schemas: Mapping[str, dict[str, Any]]) -> Kinds:
    """The kinds of schemas that were checked, by file name."""
    names = {file: file.removesuffix(".json") for file, schema in schemas.items() if "x-map" in schema}
    nested = {name for schema in schemas.values() for name in _nested_refs(schema, set(names))}
    compiler = Compiler(schemas, set(names))
    kinds = {}
    for file, name in sorted(names.items()):
        schema = schemas[file]
        kinds[name] = Kind(
            name=name,
            title=schema.get("title", name),
            plural=schema.get("x-meervoud", schema.get("title", name)),
            description=schema.get("description", ""),
            folder=schema["x-map"],
            file=schema.get("x-bestand", ""),
            display=schema.get("x-weergave", "pagina"),
            title_field=schema.get("x-titelveld") or _title_field(schema),
            number_field=schema.get("x-nummerveld", ""),
            sort=tuple(schema.get("x-sorteer", ())),
            group=schema.get("x-groep", ""),
            in_menu=bool(schema.get("x-menu", True)),
            role=schema.get("x-rol", ""),
            nested=file in nested,
            shape=compiler.shape(schema, file),
            schema=schema,
            former_folders=tuple(schema.get("x-vorige-mappen", ())),
        )
    return Kinds(by_name=MappingProxyType(kinds), schemas=MappingProxyType(dict(schemas)))


def _title_field(schema: Mapping[str, Any]) -> str:
    """The field that is most likely the title, for a schema that does not say."""
    return next((name for name in ("titel", "naam") if name in schema.get("properties", {})), "")


def _nested_refs(node: Any, kind_files: set[str]) -> Iterator[str]:
    """The kind files that are the `items` of a list somewhere in this schema."""
    if isinstance(node, dict):
        items = node.get("items")
        if isinstance(items, dict) and items.get("$ref") in kind_files:
            yield items["$ref"]
        for value in node.values():
            yield from _nested_refs(value, kind_files)
    elif isinstance(node, list):
        for value in node:
            yield from _nested_refs(value, kind_files)


class Compiler:
    """Turns a schema node into a Shape, following `$ref` inside our own set of schemas only."""

    def __init__(self, schemas: Mapping[str, dict[str, Any]], kind_files: set[str]) -> None:
        self.schemas, self.kind_files = schemas, kind_files
        self._under_way: list[tuple[str, str]] = []
        self._known: dict[tuple[str, str], Shape] = {}
        self._cut = 0

    def shape(self, node: Any, file: str) -> Shape:
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
            for branch in node.get(keyword, ()):
                result = _union(result, self.shape(branch, file))
        for keyword in ("then", "else"):
            if keyword in node:
                result = _union(result, self.shape({"properties": node[keyword].get("properties", {})}, file))
        return self._own(result, node, file)

    def _compiled(self, target: Any, place: tuple[str, str]) -> Shape:
        """The shape that a `$ref` refers to; kept for the next one, unless it was cut off inside itself."""
        before = self._cut
        self._under_way.append(place)
        result = self.shape(target, place[0])
        self._under_way.pop()
        if self._cut == before:
            self._known[place] = result
        return result

    def _follow(self, reference: str, file: str) -> tuple[Any, str]:
        name, _, fragment = reference.partition("#")
        target_file = name or file
        node: Any = self.schemas.get(target_file, {})
        for part in fragment.strip("/").split("/"):
            if part:
                node = node.get(part, {}) if isinstance(node, dict) else {}
        return node, target_file

    def _own(self, base: Shape, node: Mapping[str, Any], file: str) -> Shape:
        fields = dict(base.fields)
        for name, child in node.get("properties", {}).items():
            shape = self.shape(child, file)
            shape = shape if shape.title else replace(shape, title=name.replace("_", " ").capitalize())
            fields[name] = _union(fields[name], shape) if name in fields and not shape.title else shape
        facets = {**base.facets, **node.get("x-facet", {})}
        _give_roles(fields, node.get("x-facet", {}))
        items = self.shape(node["items"], file) if "items" in node else base.items
        types = node.get("type", ())
        values = tuple(node.get("enum", base.values))
        roles = frozenset(node["x-rol"].split()) if "x-rol" in node else base.roles
        audiences = node.get("x-zichtbaar-voor")
        return Shape(
            title=node.get("title", base.title),
            description=node.get("description", base.description),
            form=node.get("x-vorm", base.form),
            roles=roles,
            facets=MappingProxyType(facets),
            targets=tuple(node.get("x-verwijst-naar", base.targets)),
            audiences=frozenset(audiences) if audiences is not None else base.audiences,
            nested=base.nested,
            fields=MappingProxyType(fields),
            items=items,
            values=values,
            open_values=base.open_values
            | (frozenset(values) if "enum" in node and Role.OPEN in roles else frozenset()),
            in_force=frozenset(node.get("x-van-kracht", base.in_force)),
            required=base.required | frozenset(node.get("required", ())),
            types=base.types | frozenset([types] if isinstance(types, str) else types),
            verbatim=bool(node.get("x-letterlijk", base.verbatim)),
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
    )
