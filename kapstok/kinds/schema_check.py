"""Faults in a schema that JSON Schema does not know of: our annotations, and a `$ref` that leads nowhere.

What is wrong is left out of the schema that goes on, so that nothing downstream meets it: no address is ever
fetched, and every annotation has the type that its readers count on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from kapstok.core.audience import AUDIENCES
from kapstok.core.finding import Finding
from kapstok.core.model import Block, Plain, Pointer
from kapstok.core.text import enumerate_words, nearest, some_of
from kapstok.core.values import as_block, as_text, as_texts, at_pointer
from kapstok.kinds.facet import facets_of
from kapstok.kinds.facets import FACETS
from kapstok.kinds.json_places import Sources
from kapstok.kinds.roles import KNOWN_ROLES
from kapstok.kinds.schema_file import META_SCHEMA, OWN

_DISPLAYS = ("pagina", "anker", "geen")
_VALUES = ("enum", "const", "default", "examples")
_RESERVED = ("data", "stukken", "assets", "zoeken", "handleiding", "index", "404")
# What gives a schema another name or language than ours: then a `$ref` would mean another place. None but these values.
_NAMING: Mapping[str, Callable[[str], str | None]] = {
    "$schema": lambda _: META_SCHEMA,
    "$id": lambda file: file,
    **dict.fromkeys(
        ("$anchor", "$dynamicAnchor", "$recursiveAnchor", "$recursiveRef", "$vocabulary", "id"), lambda _: None
    ),
}
_NAMED = ("properties", "$defs", "patternProperties", "dependentSchemas")


def _is_text(value: Plain) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Plain) -> bool:
    return isinstance(value, list) and all(_is_text(part) for part in value)


def _is_folder(value: Plain) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value)) and value not in _RESERVED


def _are_audiences(value: Plain) -> bool:
    return _is_texts(value) and set(as_texts(value)) <= set(AUDIENCES)


def _are_facets(value: Plain) -> bool:
    return isinstance(value, dict) and all(
        isinstance(p, dict) and all(map(_is_text, p.values())) for p in value.values()
    )


FORMS = (
    "adres", "bestand", "dag", "datum", "decimaal", "euro", "id", "nummer", "proza", "regel", "soort", "uitdrukking",
    "vrij",
)  # fmt: skip


_ANNOTATIONS: Mapping[str, tuple[Callable[[Plain], bool], str]] = {
    **dict.fromkeys(
        ("x-meervoud", "x-bestand", "x-titelveld", "x-nummerveld", "x-groep", "x-rol"),
        (_is_text, "een tekst"),
    ),
    "x-map": (
        _is_folder,
        f"een mapnaam met kleine letters, cijfers en streepjes, en niet {enumerate_words(_RESERVED)}",
    ),
    "x-facet": (_are_facets, "een blok met per facet een blok van deel: veld"),
    **dict.fromkeys(
        ("x-sorteer", "x-verwijst-naar", "x-van-kracht", "x-wijzigt", "x-bundel", "x-beantwoord-door"),
        (_is_texts, "een lijst met teksten"),
    ),
    "x-vorige-mappen": (
        lambda value: isinstance(value, list) and all(map(_is_folder, value)),
        "een lijst met mapnamen",
    ),
    "x-zichtbaar-voor": (_are_audiences, f"een lijst met {enumerate_words(AUDIENCES, 'en')}"),
    "x-vorm": (lambda value: value in FORMS, enumerate_words(FORMS)),
    "x-weergave": (lambda value: value in _DISPLAYS, enumerate_words(_DISPLAYS)),
    "x-versie": (lambda value: isinstance(value, int) and not isinstance(value, bool), "een heel getal"),
    **dict.fromkeys(
        ("x-menu", "x-letterlijk", "x-materieel", OWN), (lambda value: isinstance(value, bool), "true of false")
    ),
}


def check_schemas(schemas: Mapping[str, Block], sources: Sources) -> tuple[dict[str, Block], list[Finding]]:
    """Give the schemas back without the parts that cannot be used, and say what those are.

    `schemas` are whole, by file name; `sources` say where each was read.
    """
    findings: list[Finding] = []
    sound: dict[str, Block] = {}
    for name, schema in schemas.items():
        walk = _Walk(schemas, name, sources)
        sound[name] = as_block(walk.schema(schema, ()))
        findings += walk.findings
    return sound, findings


class _Walk:
    """One way through one schema; collects findings."""

    def __init__(self, schemas: Mapping[str, Block], name: str, sources: Sources) -> None:
        self.schemas, self.name, self.sources = schemas, name, sources
        self.findings: list[Finding] = []

    def schema(self, node: Plain, where: Pointer) -> Plain:
        """A copy of a schema with what cannot be used left out."""
        if isinstance(node, list):
            return [self.schema(part, (*where, index)) for index, part in enumerate(node)]
        if not isinstance(node, dict):
            return node
        kept: Block = {}
        for key, value in node.items():
            if problem := next(self._problems(key, value, where), None):
                place = "/".join(map(str, where)) or "het begin"
                self._find((*where, key), problem[0], f"{problem[1]}, bij {place}.", problem[2])
            elif key == "x-facet":
                kept[key] = self._facets(facets_of(node), (*where, key))
            elif key in _VALUES:
                kept[key] = value
            elif key in _NAMED and isinstance(value, dict):
                kept[key] = {name: self.schema(part, (*where, key, name)) for name, part in value.items()}
            else:
                kept[key] = self.schema(value, (*where, key))
        return kept

    def _problems(self, key: str, value: Plain, where: Pointer) -> Iterator[tuple[str, str, str]]:
        if key in ("$ref", "$dynamicRef") and not self._leads_somewhere(value):
            yield (
                "schema-ref",
                f"De $ref {value} leidt nergens heen",
                "Verwijs naar een schema in dezelfde map; van het web wordt niets opgehaald.",
            )
        elif key in _NAMING and (where or value != _NAMING[key](self.name)):
            own = _NAMING[key](self.name)
            yield (
                "schema-naam",
                f"Een schema heeft hier geen eigen {key}",
                f"Haal {key} weg." if where or not own else f"Haal {key} weg, of schrijf: {own}.",
            )
        elif key in _ANNOTATIONS and not _ANNOTATIONS[key][0](value):
            yield "schema-aantekening", f"{key} moet {_ANNOTATIONS[key][1]} zijn", "Vergelijk het met een ander schema."
        elif key.startswith("x-") and key not in _ANNOTATIONS:
            yield "schema-aantekening", f"{key} is niet bekend", _guess(key, _ANNOTATIONS)
        elif key == "x-rol":
            for role in (role for role in as_text(value).split() if role not in KNOWN_ROLES):
                guess = nearest(role, KNOWN_ROLES)
                hint = f"Bedoelde u {guess}?" if guess else "De rollen staan in docs/ontwikkelen/schemas.md."
                yield "schema-rol", f"De rol {role} is er niet", hint

    def _leads_somewhere(self, reference: Plain) -> bool:
        name, _, fragment = as_text(reference).partition("#")
        node = at_pointer(self.schemas.get(name or self.name), tuple(filter(None, fragment.split("/"))))
        return isinstance(reference, str) and isinstance(node, (dict, bool))

    def _facets(self, facets: Mapping[str, Mapping[str, str]], where: Pointer) -> Block:
        """The facets and parts that exist; each that does not is a finding at its own line."""
        kept: Block = {}
        for name, parts in facets.items():
            if name not in FACETS:
                self._find((*where, name), "schema-facet", f"Het facet {name} is er niet.", _guess(name, FACETS))
                continue
            known = {part.name for part in FACETS[name].parts()}
            kept[name] = {part: field for part, field in parts.items() if part in known}
            for part in parts:
                if part not in known:
                    said = f"Het facet {name} heeft geen deel {part}."
                    self._find((*where, name, part), "schema-facet", said, _guess(part, known))
        return kept

    def _find(self, where: Pointer, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding.at(self.sources.place(self.name, *where), code, message, hint))


def _guess(name: str, names: Iterable[str]) -> str:
    guess = nearest(name, names)
    return f"Bedoelde u {guess}?" if guess else f"Kies uit: {some_of(sorted(names), 'zie handleiding/eigen-velden')}"
