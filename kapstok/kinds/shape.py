"""What the schemas say, as values: the shape of a place in a document, a kind, and all kinds together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kapstok.core.model import Block, Plain
from kapstok.kinds.facet import Facet

ANY_KIND = "*"
F = TypeVar("F", bound=Facet)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What a schema says about one place in a document.

    `targets` are the kinds a reference may name, `nested` the kind of the items of a list, `audiences` who may see the
    field (None: everybody who sees the item), `values` the closed list of allowed values, `open_values` those that
    still have to be filled in and `in_force` those that put the thing that carries them in force (`x-van-kracht`). Of a
    question `answered_by` are the ways to the fields of which any one answers it (`x-beantwoord-door`); without them
    the field itself does. `verbatim` says that it holds somebody else's words (`x-letterlijk`), `own` that an overlay
    of the workspace added it. `material` says whether a change of it matters to who refers to the thing
    (`x-materieel`; None: that depends on the sort of field).
    `roles` are the loose roles of the field and those of the parts that it plays in a facet of what it is in;
    `facets` says which field plays which part, for the facets that a kind or block names (`x-facet`).
    """

    title: str = ""
    description: str = ""
    form: str = ""
    roles: frozenset[str] = frozenset()
    facets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    audiences: frozenset[str] | None = None
    nested: str = ""
    fields: Mapping[str, Shape] = field(default_factory=dict)
    items: Shape | None = None
    values: tuple[Plain, ...] = ()
    open_values: frozenset[str] = frozenset()
    in_force: frozenset[str] = frozenset()
    answered_by: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    verbatim: bool = False
    material: bool | None = None
    own: bool = False

    @property
    def role(self) -> str:
        """The roles as one text, as a schema would write them."""
        return " ".join(sorted(self.roles))

    @property
    def refers(self) -> bool:
        """Whether the field, or each entry of its list, names another thing."""
        return bool(self.targets or (self.items and (self.items.targets or self.items.nested)))

    def with_role(self, role: str) -> tuple[str, ...]:
        """Names of the fields directly in this place that carry a role."""
        return tuple(name for name, shape in self.fields.items() if role in shape.roles)

    def facet(self, facet: type[F]) -> F | None:
        """The facet of what stands here, its parts bound to fields; None when this is no such thing."""
        named = self.facets.get(facet.name)
        if named is None:
            found = ((part.name, self.with_role(part.role)) for part in facet.parts())
            named = {name: fields[0] for name, fields in found if fields}
        return facet.of_fields(named)


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
    schema: Block
    former_folders: tuple[str, ...] = ()
    _by_role: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, shape in self.shape.fields.items():
            for role in shape.roles:
                self._by_role[role] = (*self._by_role.get(role, ()), name)

    @property
    def has_page(self) -> bool:
        """Whether each item of this kind has a page of its own."""
        return self.display == "pagina" and not self.nested

    def fields_with_role(self, role: str) -> tuple[str, ...]:
        """Names of the top-level fields that carry this role or play the part of a facet that has it."""
        return self._by_role.get(role, ())

    def facet(self, facet: type[F]) -> F | None:
        """What the items of this kind are in this way, with typed readers of its parts; None when they are not."""
        return self.shape.facet(facet)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    """All kinds of a workspace, by name, and the schemas they come from, by their file name."""

    by_name: Mapping[str, Kind]
    schemas: Mapping[str, Block]

    def __getitem__(self, name: str) -> Kind:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.by_name.values())

    @property
    def settings_kind(self) -> str:
        """The name of the kind that lives in one file and holds the settings of the agenda, if any."""
        return next((kind.name for kind in self if kind.file), "")

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
