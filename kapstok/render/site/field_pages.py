"""The page of a kind in the handbook: an example to copy, and every field with what goes into it."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.core.markdown import escape
from kapstok.core.model import Block, Plain
from kapstok.core.text import enumerate_words
from kapstok.core.values import as_block, as_list
from kapstok.kinds.schema import ANY_KIND, Kind, Kinds, Shape

_TYPES = {
    "string": "tekst",
    "integer": "heel getal",
    "number": "getal",
    "boolean": "ja of nee (true of false)",
    "array": "lijst",
    "object": "blok met velden",
}
_FORMS = {
    "proza": "lopende tekst",
    "datum": "datum",
    "dag": "dag",
    "euro": "bedrag in euro's",
    "decimaal": "getal",
    "nummer": "nummer tussen aanhalingstekens",
    "id": "id",
    "adres": "webadres",
    "regel": "tekst op één regel",
    "uitdrukking": "voorwaarde in de taal van de toetsen",
    "soort": "naam van een soort",
}
_EXAMPLES = {
    "proza": "Schrijf hier de tekst.",
    "datum": "5 november 2026",
    "dag": "'2026-11-05'",
    "nummer": "'1'",
    "id": "een-id",
    "adres": "https://www.voorbeeld.nl",
    "regel": "Een paar woorden",
    "uitdrukking": "gevuld(titel)",
    "euro": "58400",
}
_BY_TYPE = {"integer": "2026", "number": "2026", "boolean": "true"}


def kind_page(kind: Kind, kinds: Kinds, place: str) -> str:
    """The page as Markdown: what must be there first, then the rest, each level by itself."""
    lines = [
        f"# {kind.title}: velden",
        "",
        escape(kind.description),
        "",
        f"Plaats: `{place}`",
        "",
        "Om over te nemen, met alleen wat verplicht is:",
        "",
        "```yaml",
        *example(kind, kinds),
        "```",
        "",
        "| Veld | Verplicht | Wat erin komt | Uitleg |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*lines, *_rows(kind.shape, "", kinds)]) + "\n"


def example(kind: Kind, kinds: Kinds) -> Iterator[str]:
    """The lines of the smallest file that has what must be there; an id in it still has to be a real one."""
    yield from _block(kind.shape, kind.schema, kinds, "")


def _block(shape: Shape, schema: Block, kinds: Kinds, indent: str) -> Iterator[str]:
    needed = shape.required or _first_choice(schema) or set(list(shape.fields)[:1])
    for name, field in shape.fields.items():
        if name in needed:
            yield from _line(name, field, as_block(as_block(schema.get("properties")).get(name)), kinds, indent)


def _first_choice(schema: Block) -> set[str]:
    """The fields of the first way in which a block is complete, where a schema gives more than one."""
    first = next(iter(as_list(schema.get("anyOf"))), None)
    return {name for name in as_list(as_block(first).get("required")) if isinstance(name, str)}


def _line(name: str, field: Shape, schema: Block, kinds: Kinds, indent: str) -> Iterator[str]:
    inner = field.items
    if inner is None:
        value = _value(field, kinds)
        yield f"{indent}{name}: {value}" if value else f"{indent}{name}:"
        if not value:
            yield from _block(field, schema, kinds, f"{indent}  ")
        return
    yield f"{indent}{name}:"
    shape, within = inner, as_block(schema.get("items"))
    if inner.nested in kinds:
        shape, within = kinds[inner.nested].shape, kinds[inner.nested].schema
    value = _value(shape, kinds)
    lines = [] if value else list(_block(shape, within, kinds, f"{indent}    "))
    yield f"{indent}  - {value or lines[0].strip()}"
    yield from lines[1:]


def _value(shape: Shape, kinds: Kinds) -> str:
    """One value that may stand here; empty for a block of fields."""
    if shape.targets:
        several = len(shape.targets) > 1 or ANY_KIND in shape.targets
        kind = next((one for one in (*shape.targets, *(kind.name for kind in kinds)) if one in kinds), "")
        return f"{kind}:een-id" if several else "een-id"
    closed = [value for value in shape.values if value not in shape.open_values]
    if closed:
        return _quoted(closed[0])
    if shape.form in _EXAMPLES:
        return _EXAMPLES[shape.form]
    if shape.fields and not shape.types & set(_BY_TYPE):
        return ""
    return next((_BY_TYPE[one] for one in sorted(shape.types) if one in _BY_TYPE), _EXAMPLES["regel"])


def _quoted(value: Plain) -> str:
    return f"'{value}'" if isinstance(value, str) and not value[:1].isalpha() else str(value)


def _rows(shape: Shape, prefix: str, kinds: Kinds) -> Iterator[str]:
    for name, field in sorted(shape.fields.items(), key=lambda pair: pair[0] not in shape.required):
        required = "ja" if name in shape.required else "nee"
        yield f"| `{prefix}{name}` | {required} | {_cell(_content(field, kinds))} | {_cell(field.description)} |"
        inner = field.items or field
        if inner.fields and field.form != "datum" and not inner.nested:
            yield from _rows(inner, f"{prefix}{name}.", kinds)


def _content(shape: Shape, kinds: Kinds) -> str:
    """What goes into a field, in words."""
    inner = shape.items
    if inner is not None:
        nested = kinds[inner.nested].plural.lower() if inner.nested in kinds else _content(inner, kinds)
        return f"lijst: {nested}"
    if shape.targets:
        return f"verwijzing naar {enumerate_words(_targets(shape, kinds))}"
    closed = [str(value) for value in shape.values if value not in shape.open_values]
    if closed:
        return "een van: " + ", ".join(closed)
    still_open = sorted(shape.open_values)
    types = enumerate_words(_TYPES.get(one, one) for one in sorted(shape.types - {"null"}))
    said = _FORMS.get(shape.form) or types or "waarde"
    return enumerate_words([said, *still_open]) if still_open else said


def _targets(shape: Shape, kinds: Kinds) -> list[str]:
    if ANY_KIND in shape.targets:
        return ["alles (soort:id)"]
    return [kinds[target].title.lower() for target in shape.targets if target in kinds]


def _cell(text: str) -> str:
    return escape(" ".join(text.split()))
