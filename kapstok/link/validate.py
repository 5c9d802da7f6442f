"""Schema findings in plain Dutch, at the exact key or value.

jsonschema-rs says quickly whether a document is wrong; jsonschema then says why, and `_EXPLAIN` puts each
reason in Dutch words. No text of a validator is ever printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from kapstok.core.finding import Finding
from kapstok.core.model import Document, Pointer
from kapstok.core.places import START, finding_at
from kapstok.core.text import enumerate_words, nearest
from kapstok.kinds.schema import Kind, Kinds


def validate(documents: Iterable[Document], kinds: Kinds) -> tuple[list[tuple[Document, Kind]], list[Finding]]:
    """Hold every document against the schema of its folder.

    Gives back the documents that belong to a kind (also those with findings, so that references to them
    are not called dangling) and all findings.
    """
    placed: list[tuple[Document, Kind]] = []
    findings: list[Finding] = []
    validators = {kind.name: _Validator(kind, kinds) for kind in kinds if not kind.nested}
    for document in documents:
        kind, problems = _place(document, kinds)
        findings += problems
        if kind is None:
            continue
        placed.append((document, kind))
        found = list(validators[kind.name].findings(document))
        if found and (better := _better_folder(document, kind, validators)):
            found = [
                _at(
                    document,
                    (),
                    "map-verkeerd",
                    f"Dit lijkt geen {kind.title.lower()} maar een {better.title.lower()}.",
                    f"Verplaats het bestand naar agenda/{better.folder}/.",
                )
            ]
        findings += found
    return placed, findings


class Misfits:
    """Where data does not fit the schema of its kind: for sources that nobody can mend any more."""

    def __init__(self, kinds: Kinds) -> None:
        self._validators = {kind.name: _Validator(kind, kinds) for kind in kinds if not kind.nested}

    def of(self, data: Any, kind: Kind) -> frozenset[Pointer]:
        """The places of the values that are wrong; `()` when something is missing or too much at the top."""
        return self._validators[kind.name].misfits(data)


def _place(document: Document, kinds: Kinds) -> tuple[Kind | None, list[Finding]]:
    parts = document.path.split("/")[1:]
    kind = kinds.by_file(parts[0]) if len(parts) == 1 else kinds.by_folder(parts[0])
    if kind is not None and len(parts) <= 2:
        return kind, []
    if len(parts) == 1:
        message = "Dit bestand staat los in de agenda."
        hint = f"Zet het in de map van zijn soort: {enumerate_words(sorted(kinds.folders))}."
    elif kind is not None:
        message, hint = "Submappen worden niet gelezen.", f"Zet het bestand direct in agenda/{kind.folder}/."
    else:
        guess = nearest(parts[0], kinds.folders)
        message = f"De map {parts[0]} hoort bij geen enkele soort."
        hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {enumerate_words(sorted(kinds.folders))}."
    return None, [_at(document, (), "map-onbekend", message, hint)]


def _better_folder(document: Document, kind: Kind, validators: Mapping[str, _Validator]) -> Kind | None:
    """The one other kind whose schema this document satisfies, when it has fields its own kind lacks."""
    if not isinstance(document.data, dict) or set(document.data) <= set(kind.shape.fields):
        return None
    fits = [
        v.kind
        for v in validators.values()
        if v.kind is not kind and set(document.data) <= set(v.kind.shape.fields) and v.is_valid(document.data)
    ]
    return fits[0] if len(fits) == 1 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Breach:
    """What jsonschema found, with types that can be relied on."""

    keyword: str
    wanted: Any
    instance: Any
    schema: Mapping[str, Any]
    path: Pointer
    steps: Pointer
    message: str
    context: tuple[_Breach, ...]


def _breach(error: ValidationError) -> _Breach:
    return _Breach(
        keyword=str(error.validator),
        wanted=error.validator_value,
        instance=error.instance,
        schema=error.schema if isinstance(error.schema, dict) else {},
        path=tuple(error.relative_path),
        steps=tuple(error.relative_schema_path),
        message=error.message,
        context=tuple(_breach(inner) for inner in error.context or ()),
    )


class _Validator:
    """The two validators of one kind, made when first needed."""

    def __init__(self, kind: Kind, kinds: Kinds) -> None:
        self.kind, self._kinds = kind, kinds

    @cached_property
    def _quick(self) -> Any:
        resources = [(uri, dict(schema)) for uri, schema in self._kinds.schemas.items()]
        registry = jsonschema_rs.Registry(resources)
        return jsonschema_rs.Draft202012Validator(dict(self.kind.schema), registry=registry)

    @cached_property
    def _slow(self) -> jsonschema.Draft202012Validator:
        resources = [(uri, Resource.from_contents(schema, DRAFT202012)) for uri, schema in self._kinds.schemas.items()]
        registry: Registry[Any] = Registry().with_resources(resources)
        return jsonschema.Draft202012Validator(self.kind.schema, registry=registry)

    def is_valid(self, data: Any) -> bool:
        """Whether the data satisfies the schema."""
        return bool(self._quick.is_valid(data))

    def misfits(self, data: Any) -> frozenset[Pointer]:
        """The places of the values that break the schema."""
        return frozenset(tuple(error.instance_path) for error in self._quick.iter_errors(data))

    def findings(self, document: Document) -> Iterator[Finding]:
        """Every way in which the document breaks its schema."""
        if self.is_valid(document.data):
            return
        for error in self._slow.iter_errors(document.data):
            yield from _explain(document, _breach(error), ())


def _explain(document: Document, error: _Breach, base: Pointer) -> Iterator[Finding]:
    pointer = base + error.path
    explain = _EXPLAIN.get(error.keyword, _other)
    yield from explain(document, error, pointer)


def _at(document: Document, pointer: Pointer, code: str, message: str, hint: str, *, key: bool = False) -> Finding:
    places = document.keys if key else document.positions
    place = places.get(pointer)
    while place is None and pointer:
        pointer = pointer[:-1]
        place = document.positions.get(pointer)
    return finding_at(document.path, place or START, code, message, hint)


def _name(error: _Breach, pointer: Pointer) -> str:
    """The field as the reader knows it: the nearest key in the file."""
    keys = [part for part in pointer if isinstance(part, str)]
    return keys[-1] if keys else "het document"


def _about(error: _Breach) -> str:
    description = error.schema.get("description", "")
    return str(description)


def _show(document: Document, pointer: Pointer, value: Any) -> str:
    text = document.raws.get(pointer)
    if text is None:
        text = (
            value
            if isinstance(value, str)
            else {True: "true", False: "false", None: "niets"}.get(value, str(value))
            if not isinstance(value, (dict, list))
            else ("een lijst" if isinstance(value, list) else "een blok met velden")
        )
    text = " ".join(str(text).split())
    return text if len(text) <= 60 else text[:59] + "…"


def _required(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    for name in error.wanted:
        if name in error.instance or f"'{name}'" not in error.message:
            continue
        properties = error.schema.get("properties", {})
        where = f" bij {_name(error, pointer)}" if pointer else ""
        about = properties.get(name, {}).get("description", "")
        yield _at(
            document,
            pointer,
            "veld-ontbreekt",
            f"Het verplichte veld {name} ontbreekt{where}.",
            f"Voeg een regel toe die begint met {name}:" + (f" ({about})" if about else "."),
        )


def _additional(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    known = error.schema.get("properties", {})
    for name in error.instance:
        if name in known:
            continue
        free = [field for field in known if field not in error.instance]
        guess = nearest(str(name), free) or nearest(str(name), known)
        where = f" in {_name(error, pointer)}" if pointer else ""
        if name == "id" and not pointer:
            message, hint = "Een bestand heeft geen veld id: de bestandsnaam is de id.", "Haal deze regel weg."
        else:
            message = f"Het veld {name} is hier niet bekend{where}."
            hint = f"Bedoelde u {guess}?" if guess else f"Toegestaan: {enumerate_words(sorted(known))}."
        yield _at(document, (*pointer, name), "veld-onbekend", message, hint, key=True)


_TYPES = {
    "string": "tekst",
    "integer": "een heel getal",
    "number": "een getal",
    "boolean": "true of false",
    "array": "een lijst",
    "object": "een blok met velden",
    "null": "niets",
}


def _type(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    wanted = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    shown, field, value = _show(document, pointer, error.instance), _name(error, pointer), error.instance
    code, message = (
        "waarde-soort",
        f"{field} moet {enumerate_words(_TYPES[w] for w in wanted)} zijn, maar hier staat {shown}.",
    )
    hint = _about(error) or ("Schrijf alleen de id." if "x-verwijst-naar" in error.schema else "")
    if value is None:
        code, message = "waarde-leeg", f"{field} is leeg."
        hint = f"Vul {enumerate_words(_TYPES[w] for w in wanted)} in of haal de regel weg."
    elif "string" in wanted and not isinstance(value, (dict, list)):
        code, message = (
            "tekst-zonder-aanhalingstekens",
            f"{field} moet tekst zijn, maar YAML leest {shown} als iets anders.",
        )
        hint = f"Zet er aanhalingstekens om: '{shown}'."
    elif "integer" in wanted and isinstance(value, float):
        whole = re.fullmatch(r"-?\d{1,3}(\.\d{3})+", shown)
        hint = "Schrijf een heel getal zonder punt" + (f": {shown.replace('.', '')}." if whole else " of komma.")
    elif "array" in wanted and not isinstance(value, dict):
        hint = "Zet elk onderdeel op een eigen regel met een streepje ervoor: - …"
    elif "object" in wanted:
        properties = error.schema.get("properties", {})
        hint = f"Zet er een blok onder met de velden {enumerate_words(properties, 'en')}." if properties else hint
    elif "boolean" in wanted:
        hint = "Schrijf true (ja) of false (nee), zonder aanhalingstekens."
    elif isinstance(value, str) and {"integer", "number"} & set(wanted):
        hint = "Schrijf een getal in cijfers, zonder aanhalingstekens, punt of euroteken."
    yield _at(document, pointer, code, message, hint)


def _quoted(value: object) -> str:
    """A value as it is written in YAML: one without letters or figures needs quotes."""
    text = str(value)
    return text if any(char.isalnum() for char in text) else f"'{text}'"


def _enum(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    allowed = [_quoted(value) for value in error.wanted]
    guess = nearest(str(error.instance), allowed)
    listed = f"Toegestaan: {enumerate_words(allowed)}."
    yield _at(
        document,
        pointer,
        "waarde-onbekend",
        f"{_show(document, pointer, error.instance)} is geen geldige waarde voor {_name(error, pointer)}.",
        f"Bedoelde u {guess}? {listed}" if guess else listed,
    )


_FORMS = {
    "id": "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld: meedoen-naar-vermogen.",
    "nummer": "Gebruik cijfers, letters en punten, bijvoorbeeld: '6.10'.",
    "dag": "Schrijf de dag als jaar-maand-dag: 2019-11-05.",
    "adres": "Schrijf het hele webadres, dat begint met https://.",
    "regel": "Zet de tekst op één regel.",
}


def _pattern(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    form = error.schema.get("x-vorm", "")
    yield _at(
        document,
        pointer,
        "waarde-vorm",
        f"{_show(document, pointer, error.instance)} heeft niet de goede vorm voor {_name(error, pointer)}.",
        _FORMS.get(form) or _about(error),
    )


def _any_of(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    """Follow the one branch whose type fits; else say what the field is for."""
    branches: dict[int, list[_Breach]] = {}
    for inner in error.context:
        branches.setdefault(int(inner.steps[0]), []).append(inner)
    if told := _only_type(error, branches.values()):
        yield from _type(document, told, pointer)
        return
    fitting = [errors for errors in branches.values() if not any(_other_type(e) for e in errors)]
    if len(fitting) == 1 and not any(e.keyword == "enum" and not e.path for e in fitting[0]):
        for inner in fitting[0]:
            yield from _explain(document, inner, pointer)
        return
    allowed = [
        _quoted(v) for errors in fitting or branches.values() for e in errors if e.keyword == "enum" for v in e.wanted
    ]
    shown = _show(document, pointer, error.instance)
    guess = nearest(shown, allowed)
    listed = f"Toegestaan: {enumerate_words(allowed)}. " if allowed else ""
    hint = (f"Bedoelde u {guess}? " if guess else "") + listed + _about(error)
    if isinstance(error.instance, dict) and not allowed:
        missing = {name for errors in branches.values() for e in errors if e.keyword == "required" for name in e.wanted}
        hint = (
            f"Vul ten minste één van deze velden in: {enumerate_words(sorted(missing))}. {_about(error)}"
            if missing
            else hint
        )
    yield _at(document, pointer, "waarde-past-niet", f"{shown} past niet bij {_name(error, pointer)}.", hint.strip())


def _other_type(error: _Breach) -> bool:
    """Whether a branch failed because it is meant for another type of value."""
    if error.path:
        return False
    texts = error.keyword == "enum" and all(isinstance(value, str) for value in error.wanted)
    return error.keyword == "type" or (texts and not isinstance(error.instance, str))


def _only_type(error: _Breach, branches: Iterable[list[_Breach]]) -> _Breach | None:
    """The type to explain when no branch takes this type: nothing, a number that must be whole, or unquoted text."""
    value, found = error.instance, list(branches)
    if not found or not all(any(_other_type(e) for e in errors) for errors in found):
        return None
    wanted = [e.wanted for errors in found for e in errors if e.keyword == "type" and not e.path]
    first = {str(w): w for w in wanted if isinstance(w, str)}
    if value is None and first:
        chosen = list(first.values())
    elif isinstance(value, float) and "integer" in first:
        chosen = ["integer"]
    elif isinstance(value, (bool, int, float)) and "string" in first:
        chosen = ["string"]
    else:
        return None
    return replace(error, keyword="type", wanted=chosen)


def _size(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    limit, field = error.wanted, _name(error, pointer)
    message = {
        "minItems": f"{field} heeft ten minste {limit} onderdelen nodig."
        if limit != 1
        else f"{field} is leeg: er is ten minste één onderdeel nodig.",
        "maxItems": f"{field} heeft meer dan {limit} onderdelen.",
        "minLength": f"{field} is leeg." if limit == 1 else f"{field} is korter dan {limit} tekens.",
        "maxLength": f"{field} is langer dan {limit} tekens.",
        "minimum": f"{_show(document, pointer, error.instance)} is te klein voor {field}: het minste is {limit}.",
        "maximum": f"{_show(document, pointer, error.instance)} is te groot voor {field}: het meeste is {limit}.",
        "minProperties": f"{field} heeft ten minste {limit} velden nodig.",
    }[error.keyword]
    yield _at(document, pointer, "waarde-omvang", message, _about(error))


def _unique(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    seen: list[Any] = []
    for index, value in enumerate(error.instance):
        if value in seen:
            yield _at(
                document,
                (*pointer, index),
                "waarde-dubbel",
                f"{_show(document, (*pointer, index), value)} staat twee keer in {_name(error, pointer)}.",
                "Haal de tweede weg.",
            )
        seen.append(value)


def _other(document: Document, error: _Breach, pointer: Pointer) -> Iterator[Finding]:
    yield _at(
        document,
        pointer,
        "waarde-past-niet",
        f"{_show(document, pointer, error.instance)} past niet bij {_name(error, pointer)}.",
        _about(error),
    )


_EXPLAIN: Mapping[str, Callable[[Document, _Breach, Pointer], Iterator[Finding]]] = {
    "required": _required,
    "additionalProperties": _additional,
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "anyOf": _any_of,
    "oneOf": _any_of,
    "uniqueItems": _unique,
    **dict.fromkeys(("minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum", "minProperties"), _size),
}
