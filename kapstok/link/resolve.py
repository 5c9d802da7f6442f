"""Documents become items, and what they refer to is looked up.

Values are made what the schema says they are: dates get bounds, decimals become numbers, running text
becomes Prose, references become Keys. Documents with schema findings take part as far as they can, so
that a broken file does not make a hundred good references dangle.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from kapstok.core.dates import VagueDate
from kapstok.core.figure import Figure
from kapstok.core.finding import Finding, Fix
from kapstok.core.markdown import check_folded, links_to_items, parse
from kapstok.core.model import (
    Block,
    Document,
    Fields,
    Item,
    Key,
    Model,
    Plain,
    Pointer,
    Position,
    Prose,
    Reference,
    Value,
)
from kapstok.core.names import ID, id_problem
from kapstok.core.other import as_other
from kapstok.core.places import START, Place, document_place, further, replacing, source_from, within
from kapstok.core.printable import quoted
from kapstok.core.values import as_block, as_text
from kapstok.kinds.schema import ANY_KIND, Kind, Kinds, Shape
from kapstok.link.dated import read_date
from kapstok.link.lookup import Wanted, look_up, split_address
from kapstok.link.prose_cures import prose_fix

PUBLICATION_DEFAULT = "intern"
_ADDRESS = re.compile(r"[a-z][a-z0-9-]*:[a-z0-9][a-z0-9.-]*")
_MARKS = re.compile(r"[^\n] (?:[-*+•·–—|#]|\d{1,2}[.)]|[a-z][.)])(?= )")  # where the mark of a list may be folded in
SECRET = "vertrouwelijk"
FREE = "vrij"  # the form of a block with the fields of something that does not exist: no item, view or output has it
LONGEST_WORD = 300  # characters
MOST_PROBLEMS, MOST_LINKS = 40, 500  # of one running text


def resolve(
    placed: Iterable[tuple[Document, Kind]], kinds: Kinds, *, unread: Iterable[str] = ()
) -> tuple[Model, list[Finding]]:
    """Make the model of documents with their kinds; findings for ids, dates, prose and references.

    `unread` are the ids of files that could not be read: a reference to one of them is not called dangling, for
    the fault is in that file and was told there.
    """
    builder = _Builder(kinds, frozenset(unread))
    documents = {}
    for document, kind in placed:
        documents[document.path] = document
        if isinstance(document.data, dict):
            builder.add_document(document, kind)
    references, dangling = look_up(builder.wanted, builder.items, kinds, builder.unread)
    model = Model(
        items=MappingProxyType(builder.items),
        references=tuple(references),
        documents=MappingProxyType(documents),
        settings_kind=kinds.settings_kind,
    )
    return model, builder.findings + dangling


def resolve_small(
    placed: Iterable[tuple[Document, Kind]], kinds: Kinds, known: Mapping[Key, Item]
) -> tuple[Model, list[Finding]]:
    """A model of a few things of which only a part is written. `known` are in it already; whatever else they refer to
    is there as a thing without fields."""
    builder = _Builder(kinds, frozenset())
    builder.items.update(known)
    for document, kind in placed:
        builder.add_document(document, kind)
    for want in builder.wanted:
        kind_name, target = split_address(want.text, want.targets)
        key = Key(kind=kind_name, id=target)
        if kind_name in kinds and key not in builder.items:
            builder.items[key] = _bare(key, want)
    references, dangling = look_up(builder.wanted, builder.items, kinds, builder.unread)
    items = MappingProxyType(builder.items)
    model = Model(items=items, references=tuple(references), settings_kind=kinds.settings_kind)
    return model, builder.findings + dangling


def _bare(key: Key, want: Wanted) -> Item:
    """Something that is only named."""
    return Item(
        key=key,
        title=key.id,
        number="",
        fields=MappingProxyType({}),
        path=want.document.path,
        pointer=(),
        position=want.position,
        parent=None,
        order=0,
        publication=PUBLICATION_DEFAULT,
        example=True,
    )


def resolve_among(
    placed: Iterable[tuple[Document, Kind]], kinds: Kinds, others: Mapping[Key, Item]
) -> tuple[Mapping[Key, Item], list[Reference]]:
    """The items of a few documents, and what these refer to among themselves and `others`; nothing is reported."""
    builder = _Builder(kinds, frozenset())
    for document, kind in placed:
        if isinstance(document.data, dict):
            builder.add_document(document, kind)
    references, _ = look_up(builder.wanted, {**others, **builder.items}, kinds, builder.unread)
    return MappingProxyType(builder.items), references


def items_of(document: Document, kind: Kind, kinds: Kinds) -> Mapping[Key, Item]:
    """The items of one document by itself, parents before children; nothing is looked up and nothing reported."""
    builder = _Builder(kinds, frozenset())
    if isinstance(document.data, dict):
        builder.add_document(document, kind)
    return MappingProxyType(builder.items)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a value stands: its document, its pointer, the item it belongs to and that item's field."""

    document: Document
    owner: Key
    field: str
    pointer: Pointer
    children: list[tuple[Kind, Pointer, Block, Key]]

    def at(self, *more: str | int) -> _Place:
        return _Place(
            document=self.document,
            owner=self.owner,
            field=self.field,
            pointer=(*self.pointer, *more),
            children=self.children,
        )


class _Builder:
    """Collects items, wanted references and findings while the documents go by."""

    def __init__(self, kinds: Kinds, unread: frozenset[str]) -> None:
        self.kinds, self.unread = kinds, unread
        self.items: dict[Key, Item] = {}
        self.wanted: list[Wanted] = []
        self.findings: list[Finding] = []

    def add_document(self, document: Document, kind: Kind) -> None:
        """Add the item of a file and everything nested in it."""
        if not kind.file:
            self._check_name(document)
        self._add(document, kind, (), document.block, Key(kind=kind.name, id=document.stem), None, 0)

    def _add(
        self,
        document: Document,
        kind: Kind,
        pointer: Pointer,
        data: Block,
        key: Key,
        parent: Item | None,
        order: int,
    ) -> None:
        if key in self.items:
            first = self.items[key]
            self._find(
                document,
                (*pointer, "id"),
                "id-dubbel",
                f"De id {data.get('id', key.id)} komt twee keer voor.",
                f"De eerste staat in {first.path} op regel {first.position.line}. Kies een andere id.",
            )
            return
        children: list[tuple[Kind, Pointer, Block, Key]] = []
        fields: dict[str, Value] = {}
        for name, value in data.items():
            shape = kind.shape.fields.get(name)
            if shape is None:
                continue
            place = _Place(document=document, owner=key, field=name, pointer=(*pointer, name), children=children)
            made = self._value(value, shape, place)
            if made is not None:
                fields[name] = made
        item = Item(
            key=key,
            title=str(fields.get(kind.title_field) or key.id),
            number=str(fields.get(kind.number_field, "")),
            fields=MappingProxyType(fields),
            path=document.path,
            pointer=pointer,
            position=document.positions.get(pointer, START),
            parent=parent.key if parent else None,
            order=order,
            publication=self._publication(fields, kind, parent, {p[-1] for p in document.refused if p[:-1] == pointer}),
            example=bool(_field(fields, kind, "voorbeeld", parent.example if parent else False)),
        )
        self.items[key] = item
        for index, (child_kind, child_pointer, child, child_key) in enumerate(children):
            self._add(document, child_kind, child_pointer, child, child_key, item, index)

    def _check_name(self, document: Document) -> None:
        """The name of a file is an id, and works on every computer."""
        message, better = id_problem(document.stem)
        if message:
            folder = document.path.rpartition("/")[0]
            hint = "Gebruik kleine letters, cijfers en streepjes, met .yaml erachter."
            self.findings.append(
                Finding.at(
                    document_place(document, ()),
                    "bestandsnaam",
                    message,
                    f"Noem het bestand: {better}.yaml" if better else hint,
                    fix=Fix(rename=f"{folder}/{better}.yaml") if better else None,
                )
            )

    def _publication(self, fields: Fields, kind: Kind, parent: Item | None, refused: Container[str | int]) -> str:
        """Who may see the item; a field with the role `vertrouwelijk` that is true overrules everything.

        When it says who may see it in a way that its schema refused, as few as possible do.
        """
        who = (*kind.fields_with_role(SECRET), *kind.fields_with_role("publicatie"))
        if _field(fields, kind, SECRET, False) is True or any(name in refused for name in who):
            return SECRET
        return _text(fields, kind, "publicatie") or (parent.publication if parent else PUBLICATION_DEFAULT)

    def _value(self, value: Plain, shape: Shape, place: _Place) -> Value:
        """The value as the schema means it; None when it is absent or of no use."""
        if value is None or shape.form == FREE or (isinstance(value, str) and self._has_endless_word(value, place)):
            return None
        if isinstance(value, list) and (shape.items or not shape.fields):
            return self._list(value, shape.items or Shape(), place)
        if shape.form == "datum" or shape.form == "dag":
            return self._date(value, shape, place)
        if isinstance(value, dict):
            return self._block(value, shape, place)
        text_is_allowed = shape.form == "regel"
        if shape.targets and isinstance(value, str) and (_ADDRESS.fullmatch(value) or not text_is_allowed):
            return self._reference(value, shape, place)
        if shape.form == "proza" and isinstance(value, str):
            return self._prose(value, place)
        if shape.form == "decimaal" and isinstance(value, str) and value not in shape.open_values:
            return Figure(value) if re.fullmatch(r"-?\d+,\d+", value) else value
        if isinstance(value, float):
            return _as_written(value, place)
        if shape.values and isinstance(value, str) and (own := as_other(value)):
            return own
        if isinstance(value, list):
            return None  # where only a block may stand
        return value.strip() if isinstance(value, str) else value

    def _has_endless_word(self, value: str, place: _Place) -> bool:
        """Whether a text has a word that no page can hold; an address is as long as it has to be."""
        if len(value) <= LONGEST_WORD:
            return False
        endless = (word for word in value.split() if len(word) > LONGEST_WORD and "://" not in word)
        word = next(endless, None)
        if word is not None:
            self._find(
                place.document,
                place.pointer,
                "woord-zonder-eind",
                f"Hier staat een woord van {len(word)} tekens: {quoted(word)}",
                f"Zet er spaties in; een woord heeft hooguit {LONGEST_WORD} tekens.",
            )
        return word is not None

    def _list(self, values: list[Plain], shape: Shape, place: _Place) -> tuple[Value, ...]:
        made: list[Value] = []
        for index, value in enumerate(values):
            spot = place.at(index)
            if shape.nested and shape.nested in self.kinds:
                made.append(self._nested(value, self.kinds[shape.nested], spot))
            else:
                made.append(self._value(value, shape, spot))
        return tuple(value for value in made if value is not None)

    def _hides_itself(self, shape: Shape, place: _Place) -> bool:
        """Whether a block says who may see it in a way that its schema refused: then nobody does."""
        refused = place.document.refused
        return bool(refused) and any(
            inner.role == "publicatie" and (*place.pointer, name) in refused for name, inner in shape.fields.items()
        )

    def _block(self, value: Block, shape: Shape, place: _Place) -> Fields | None:
        made: dict[str, Value] = {}
        if self._hides_itself(shape, place):
            return None
        for name, inner in value.items():
            if name in shape.fields and (result := self._value(inner, shape.fields[name], place.at(name))) is not None:
                made[name] = result
        return MappingProxyType(made)

    def _nested(self, value: Plain, kind: Kind, place: _Place) -> Key | None:
        block = as_block(value)
        local = as_text(block.get("id"))
        if not ID.fullmatch(local):
            return None  # the schema finding for this id is already there
        key = Key(kind=kind.name, id=f"{place.owner.id}.{local}")
        place.children.append((kind, place.pointer, block, key))
        return key

    def _date(self, value: Plain, shape: Shape, place: _Place) -> VagueDate | None:
        found, findings = read_date(place.document, place.pointer, value, shape.form)
        self.findings += findings
        return found

    def _prose(self, value: str, place: _Place) -> Prose:
        folded = self._folded(value, place)
        problems = [] if folded else list(islice(parse(value.rstrip("\n")).problems, MOST_PROBLEMS + 1))
        links = list(islice(links_to_items(value.rstrip("\n")), MOST_LINKS + 1))
        if len(problems) > MOST_PROBLEMS or len(links) > MOST_LINKS:
            what = "fouten" if len(problems) > MOST_PROBLEMS else f"verwijzingen dan {MOST_LINKS}"
            self._find(
                place.document,
                place.pointer,
                "tekst-te-veel",
                f"In deze tekst staan nog meer {what}.",
                "Verbeter wat hier al is gemeld, of verdeel de tekst over meer velden.",
            )
        for problem in problems[:MOST_PROBLEMS]:
            spot = within(place.document, place.pointer, value, problem.offset, problem.found)
            self._find(
                place.document,
                place.pointer,
                problem.code,
                problem.message,
                problem.hint,
                position=spot,
                fix=prose_fix(place.document, place.pointer, spot, problem),
            )
        for link in links[:MOST_LINKS]:
            address = link.address
            self.wanted.append(
                Wanted(
                    source=place.owner,
                    field=place.field,
                    text=address,
                    targets=(ANY_KIND,),
                    document=place.document,
                    in_prose=True,
                    position=within(place.document, place.pointer, value, link.offset, address),
                )
            )
        return Prose(value.strip())

    def _folded(self, value: str, place: _Place) -> bool:
        """Whether YAML made one line of a list or a table; then that is told, and nothing else of the text."""
        if not _MARKS.search(value):
            return False
        source = source_from(place.document, place.pointer)
        problem = check_folded(source)
        if problem is None:
            return False
        start = place.document.positions[place.pointer]
        spot = further(start, source, problem.offset)
        header = re.match(r">[-+0-9]*", source)
        fix = replacing(start, header[0], "|") if header else None
        self._find(place.document, place.pointer, problem.code, problem.message, problem.hint, position=spot, fix=fix)
        return True

    def _reference(self, value: str, shape: Shape, place: _Place) -> Key | str:
        position = place.document.positions.get(place.pointer, START)
        kind, target = split_address(value, shape.targets)
        if kind == place.owner.kind and self._is_nested(kind) and "." not in target:
            target = f"{place.owner.id.rpartition('.')[0]}.{target}"  # one beside it, by its short id
            value = str(Key(kind=kind, id=target)) if ":" in value else target
        self.wanted.append(
            Wanted(
                source=place.owner,
                field=place.field,
                text=value,
                targets=shape.targets,
                document=place.document,
                position=position,
            )
        )
        return Key(kind=kind, id=target)

    def _is_nested(self, kind: str) -> bool:
        return kind in self.kinds and self.kinds[kind].nested

    def _find(
        self,
        document: Document,
        pointer: Pointer,
        code: str,
        message: str,
        hint: str,
        position: Position | None = None,
        fix: Fix | None = None,
    ) -> None:
        place = position or document.positions.get(pointer) or document.positions.get(pointer[:-1]) or START
        self.findings.append(Finding.at(Place(document.path, place), code, message, hint, fix=fix))


def _as_written(value: float, place: _Place) -> float:
    """A number with the digits that stand in the file; one with an exponent has none of its own."""
    written = place.document.raws.get(place.pointer, "")
    return value if not written or "e" in written.lower() else Figure(written)


def _field(fields: Fields, kind: Kind, role: str, default: Value) -> Value:
    names = kind.fields_with_role(role)
    return fields.get(names[0], default) if names else default


def _text(fields: Fields, kind: Kind, role: str) -> str:
    return str(_field(fields, kind, role, ""))
