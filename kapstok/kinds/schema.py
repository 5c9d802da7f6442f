"""The schemas are the data model: load them, lay overlays on them, and say what each place means.

A *kind* is one JSON Schema with `x-map`. Files without it hold shared shapes. The engine reads the
annotations (`x-verwijst-naar`, `x-vorm`, `x-rol`, `x-zichtbaar-voor`) and knows no kind by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kapstok.core.finding import Finding
from kapstok.core.text import enumerate_words
from kapstok.kinds.schema_check import check_schemas
from kapstok.kinds.schema_file import OVERLAY_SUFFIX, finding, lay, older, read_schema

ANY_KIND = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What a schema says about one place in a document.

    `targets` are the kinds a reference may name, `nested` the kind of the items of a list, `audiences`
    who may see the field (None: everybody who sees the item), `values` the closed list of allowed
    values, `open_values` those that still have to be filled in and `in_force` those that put the thing that
    carries them in force (`x-van-kracht`). `verbatim` says that it holds somebody else's words (`x-letterlijk`).
    """

    title: str = ""
    description: str = ""
    form: str = ""
    role: str = ""
    targets: tuple[str, ...] = ()
    audiences: frozenset[str] | None = None
    nested: str = ""
    fields: Mapping[str, Shape] = field(default_factory=dict)
    items: Shape | None = None
    values: tuple[Any, ...] = ()
    open_values: frozenset[str] = frozenset()
    in_force: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    verbatim: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of thing: its names, its folder, how it is shown and the shape of its fields.

    `file` is set for the one kind that lives in a single file instead of a folder. `nested` is true
    for a kind that only lives inside another one's file. `group` is the part of the menu it belongs to and
    `in_menu` says whether its overview is listed there (`"x-menu": false` leaves it out). `former_folders` are the
    folders that it had before, which are part of addresses that people still use.
    """

    name: str
    title: str
    plural: str
    description: str
    folder: str
    file: str
    display: str
    title_field: str
    number_field: str
    sort: tuple[str, ...]
    group: str
    in_menu: bool
    role: str
    nested: bool
    shape: Shape
    schema: Mapping[str, Any]
    former_folders: tuple[str, ...] = ()

    @property
    def has_page(self) -> bool:
        """Whether each item of this kind has a page of its own."""
        return self.display == "pagina" and not self.nested

    def fields_with_role(self, role: str) -> tuple[str, ...]:
        """Names of the top-level fields that carry this role; a field may have several, with spaces between."""
        return tuple(name for name, shape in self.shape.fields.items() if role in shape.role.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    """All kinds of a workspace, by name, and the schemas they come from, by their file name."""

    by_name: Mapping[str, Kind]
    schemas: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, name: str) -> Kind:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.by_name.values())

    def by_folder(self, folder: str) -> Kind | None:
        """The kind whose files live in this folder of the agenda, if any."""
        return next((k for k in self if k.folder == folder and not k.nested and not k.file), None)

    def by_file(self, name: str) -> Kind | None:
        """The kind that lives in this single file at the top of the agenda, if any."""
        return next((k for k in self if k.file == name), None)

    def by_path(self, path: str) -> Kind | None:
        """The kind of the file at this path of the workspace, also by a folder that the kind had before."""
        parts = path.split("/")[1:]
        if len(parts) == 1:
            return self.by_file(parts[0])
        if len(parts) > 2:
            return None
        return self.by_folder(parts[0]) or next((k for k in self if parts[0] in k.former_folders), None)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that may stand in the agenda."""
        return tuple(k.folder for k in self if not k.nested and not k.file)


def load_kinds(folders: Sequence[tuple[str, Path]]) -> tuple[Kinds, list[Finding]]:
    """Read every schema from `folders`, each with the label its findings are printed under.

    Later folders add kinds and overlays; a whole schema in a later folder replaces an earlier one, with
    a warning when its `x-versie` is lower, so that an upgrade is never lost behind a copied file.
    """
    schemas: dict[str, dict[str, Any]] = {}
    origins: dict[str, str] = {}
    overlays: list[tuple[str, str, dict[str, Any]]] = []
    findings: list[Finding] = []
    for label, folder in folders:
        for file in sorted(folder.glob("*.json")):
            path = f"{label}/{file.name}"
            schema, problems = read_schema(path, file)
            findings += problems
            if schema is None:
                continue
            if file.name.endswith(OVERLAY_SUFFIX):
                overlays.append((path, file.name.removesuffix(OVERLAY_SUFFIX) + ".json", schema))
                continue
            if file.name in schemas:
                findings += older(path, schemas[file.name], schema)
            schemas[file.name], origins[file.name] = schema, path
    for path, name, overlay in overlays:
        if name in schemas:
            schemas[name], problems = lay(path, schemas[name], overlay)
            findings += problems
        else:
            findings.append(
                finding(
                    path,
                    "schema-overlay",
                    f"Er is geen schema {name} om aan te vullen.",
                    "Noem het bestand naar een bestaande soort, met .extra.json erachter.",
                )
            )
    sound, problems = check_schemas(schemas, origins)
    findings += problems
    kinds = _build(sound)
    findings += _annotation_findings(kinds, origins)
    return kinds, findings


def _build(schemas: Mapping[str, dict[str, Any]]) -> Kinds:
    names = {file: file.removesuffix(".json") for file, schema in schemas.items() if "x-map" in schema}
    nested = {name for schema in schemas.values() for name in _nested_refs(schema, set(names))}
    compiler = _Compiler(schemas, set(names))
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


class _Compiler:
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
        items = self.shape(node["items"], file) if "items" in node else base.items
        types = node.get("type", ())
        values = tuple(node.get("enum", base.values))
        role = node.get("x-rol", base.role)
        audiences = node.get("x-zichtbaar-voor")
        return Shape(
            title=node.get("title", base.title),
            description=node.get("description", base.description),
            form=node.get("x-vorm", base.form),
            role=role,
            targets=tuple(node.get("x-verwijst-naar", base.targets)),
            audiences=frozenset(audiences) if audiences is not None else base.audiences,
            nested=base.nested,
            fields=MappingProxyType(fields),
            items=items,
            values=values,
            open_values=base.open_values | (frozenset(values) if "enum" in node and role == "open" else frozenset()),
            in_force=frozenset(node.get("x-van-kracht", base.in_force)),
            required=base.required | frozenset(node.get("required", ())),
            types=base.types | frozenset([types] if isinstance(types, str) else types),
            verbatim=bool(node.get("x-letterlijk", base.verbatim)),
        )


def _union(one: Shape, other: Shape) -> Shape:
    """Join two branches: what either says may hold; role and title come from the node itself.

    Required of a block is what every branch that is a block requires.
    """
    required = one.required
    if other.fields:
        required = one.required & other.required if one.fields else other.required
    return replace(
        one,
        required=required,
        form=one.form or other.form,
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


def _annotation_findings(kinds: Kinds, origins: Mapping[str, str]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for kind in kinds:
        path = origins[f"{kind.name}.json"]
        if kind.folder in seen:
            yield finding(
                path,
                "schema-map-dubbel",
                f"De map {kind.folder} is al van {seen[kind.folder]}.",
                "Geef elke soort een eigen x-map.",
            )
        seen[kind.folder] = kind.name
        for former in kind.former_folders:
            others = [k.name for k in kinds if k is not kind and former in (k.folder, *k.former_folders)]
            if others or former == kind.folder:
                yield finding(
                    path,
                    "schema-map-dubbel",
                    f"x-vorige-mappen noemt {former}, maar die map is al van {enumerate_words(others or [kind.name])}.",
                    "Haal de map weg bij x-vorige-mappen.",
                )
        for name in (kind.title_field, kind.number_field, *kind.sort):
            if name and name not in kind.shape.fields:
                yield finding(
                    path,
                    "schema-veld",
                    f"Het veld {name} staat niet in de eigenschappen.",
                    "Pas x-titelveld, x-nummerveld of x-sorteer aan.",
                )
        for target in sorted(_targets(kind.shape)):
            if target != ANY_KIND and target not in kinds:
                yield finding(
                    path,
                    "schema-verwijzing",
                    f"x-verwijst-naar noemt {target}, maar die soort is er niet.",
                    "Voeg het schema toe of verbeter de naam.",
                )


def _targets(shape: Shape) -> set[str]:
    found = set(shape.targets)
    for child in shape.fields.values():
        found |= _targets(child)
    return found | _targets(shape.items) if shape.items else found
