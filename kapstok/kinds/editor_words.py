"""The Dutch words of a schema for the editor: what is wrong, what a choice means, an example to begin with.

The YAML language server says `errorMessage` at a wrong value, and has English sentences for all that it cannot carry
one. So each demand that would speak English is put apart, with a message of its own, as a condition: it asks the very
same of the value. A type is written as a list of one, for two types that both do not fit are otherwise told in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kapstok.core.model import Block, Plain
from kapstok.core.text import cut, enumerate_words
from kapstok.core.values import as_block, as_list, as_text, as_texts, at_pointer

_LONGEST = 200
_MOST_VALUES = 8
_KINDS_OF_VALUE = {
    "string": "tekst, bij een getal tussen aanhalingstekens",
    "integer": "een heel getal zonder punt of aanhalingstekens",
    "number": "een getal zonder punt of aanhalingstekens",
    "boolean": "true of false",
    "array": "een lijst, met een streepje voor elk onderdeel",
    "object": "een blok met velden",
    "null": "niets",
}
_FORMS = {
    "id": "Een id heeft kleine letters, cijfers en streepjes, bijvoorbeeld: meedoen-naar-vermogen.",
    "nummer": "Schrijf cijfers, letters en punten tussen aanhalingstekens, bijvoorbeeld: '6.10'.",
    "dag": "Schrijf de dag als jaar-maand-dag tussen aanhalingstekens, bijvoorbeeld: '2026-03-01'.",
    "adres": "Schrijf het hele webadres, dat begint met https://.",
}
_LIMITS: Mapping[str, tuple[str, str]] = {
    "minLength": ("Schrijf ten minste 1 teken.", "Schrijf ten minste {} tekens."),
    "maxLength": ("Schrijf hooguit 1 teken.", "Schrijf hooguit {} tekens."),
    "minItems": ("Zet hier ten minste één onderdeel.", "Zet hier ten minste {} onderdelen."),
    "maxItems": ("Zet hier hooguit één onderdeel.", "Zet hier hooguit {} onderdelen."),
    "minProperties": ("Vul ten minste één veld in.", "Vul ten minste {} velden in."),
    "minimum": ("Het minste is 1.", "Het minste is {}."),
    "maximum": ("Het meeste is 1.", "Het meeste is {}."),
    "exclusiveMinimum": ("Het moet meer zijn dan 1.", "Het moet meer zijn dan {}."),
    "exclusiveMaximum": ("Het moet minder zijn dan 1.", "Het moet minder zijn dan {}."),
    "uniqueItems": ("Hier staat iets twee keer.", "Hier staat iets twee keer."),
}
_UNKNOWN = "Dit veld is hier niet bekend. Kijk naar de spelling; Ctrl+spatie toont de velden die hier kunnen."
_MEANING = r"(?:^|[.;] ){}: ([^.;]+)"


def in_dutch(made: Block, form: str, defs: Block) -> Block:
    """A composed schema node with Dutch messages; it accepts exactly what it accepted before.

    `form` is what the engine knows of a text (`x-vorm`), `defs` the shapes that the node may point at.
    """
    demands = [*as_list(made.get("allOf")), *_apart(made, defs)]
    spoken = {name: value for name, value in made.items() if name not in _LIMITS and name not in ("not", "allOf")}
    _say_type(spoken, demands)
    if isinstance(spoken.get("pattern"), str):
        spoken["patternErrorMessage"] = _FORMS.get(form) or _about("Dit heeft niet de goede vorm.", made)
    if "enum" in spoken or "const" in spoken:
        _say_choice(spoken)
    _show_example(spoken)
    if demands:
        if reference := spoken.pop("$ref", None):
            demands.insert(0, {"$ref": reference})
        spoken["allOf"] = demands
    return spoken


def _apart(made: Block, defs: Block) -> Iterator[Block]:
    """The demands that a message is put beside: each field that must be there, each limit, what may not be."""
    fields = as_block(made.get("properties"))
    for name in as_texts(_listed(made.get("required"))):
        yield {"required": [name], "errorMessage": _about(f"Vul {name} in.", _meant(fields.get(name), defs))}
    for name, (one, more) in _LIMITS.items():
        if name in made and made[name] is not False:
            yield _condition({name: made[name]}, one if made[name] == 1 else more.format(made[name]))
    if "not" in made:
        yield _denied(made["not"], _about("Dat kan hier niet.", made))


def _condition(demand: Block, message: str) -> Block:
    """A limit, which nothing at all (`null`) never breaks: so what does break it is not that."""
    return {"if": demand, "else": {"type": ["null"], "errorMessage": message}}


def _denied(demand: Plain, message: str) -> Block:
    denied = _listed(as_block(demand).get("type"))
    if denied:
        return {"type": [one for one in _KINDS_OF_VALUE if one not in denied], "errorMessage": message}
    return {"if": demand, "then": {"type": ["null"], "errorMessage": message}}


def _listed(value: Plain) -> tuple[str, ...]:
    return tuple(one for one in as_list(value) if isinstance(one, str))


def _meant(field: Plain, defs: Block) -> Block:
    """What a field says of itself, or what it points at says."""
    own = as_block(field)
    found = as_block(at_pointer(defs, (as_text(own.get("$ref")).removeprefix("#/$defs/"),)))
    return {**found, **own}


def _say_type(spoken: Block, demands: list[Plain]) -> None:
    spoken.pop("required", None)
    types = _listed(spoken.get("type")) or as_texts(as_text(spoken.get("type")) or None)
    if types:
        spoken["type"] = list(types)
    said = f"Hier hoort {enumerate_words(_KINDS_OF_VALUE.get(one, one) for one in types)}."
    if "properties" in spoken or spoken.get("additionalProperties") is False:
        if types:
            demands.insert(0, {"type": spoken.pop("type"), "errorMessage": said})
        spoken["errorMessage"] = _UNKNOWN
    elif types:
        spoken["errorMessage"] = said


def _say_choice(spoken: Block) -> None:
    values = [spoken["const"]] if "const" in spoken else as_list(spoken["enum"])
    if values:
        shown = [_as_written(value) for value in values[:_MOST_VALUES]]
        rest = f" … Alle {len(values)} staan in de lijst van Ctrl+spatie." if len(values) > _MOST_VALUES else "."
        joined = ", ".join(shown) if len(values) > _MOST_VALUES else enumerate_words(shown)
        spoken["errorMessage"] = cut(f"Kies {'' if len(values) == 1 else 'uit '}{joined}{rest}", _LONGEST)
    meanings = [_meaning(value, as_text(spoken.get("description"))) for value in values]
    if any(meanings) and "enumDescriptions" not in spoken:
        spoken["enumDescriptions"] = list(meanings)


def _as_written(value: Plain) -> str:
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "niets"}[value]
    return str(value)


def _meaning(value: Plain, description: str) -> str:
    """What the description says of one of the choices: `raad: raad en griffie`."""
    found = re.search(_MEANING.format(re.escape(str(value))), description)
    return found[1] if found else ""


def _show_example(spoken: Block) -> None:
    """What hovering shows: the description and, in code, the examples."""
    examples = [str(example) for example in as_list(spoken.get("examples")) if isinstance(example, (str, int, float))]
    if examples and (description := as_text(spoken.get("description"))):
        shown = "\n".join(f"- `{example}`" for example in examples)
        spoken["markdownDescription"] = f"{description}\n\nBijvoorbeeld:\n\n{shown}"


def _about(said: str, field: Block) -> str:
    return cut(f"{said} {as_text(field.get('description'))}".strip(), _LONGEST)


def first_lines(schema: Block, required: Iterable[str], defs: Block, name: str) -> list[Plain]:
    """What the editor offers in an empty file: the fields that must be there, to be filled in one by one."""
    fields = as_block(schema.get("properties"))
    body: Block = {}
    for number, field in enumerate(required, 1):
        body[field] = _to_fill(_meant(fields.get(field), defs), number)
    if not body:
        return []
    said = f"De velden die {name.lower()} nodig heeft: {enumerate_words(body, 'en')}."
    return [{"label": f"Nieuw: {name}", "description": cut(said, _LONGEST), "body": body}]


def _to_fill(field: Block, number: int) -> Plain:
    examples = as_list(field.get("examples"))
    shown = str(examples[0]) if examples else as_text(field.get("title"), "…").lower()
    types = _listed(field.get("type")) or (as_text(field.get("type")),)
    place = f"${{{number}:{re.sub(r'[$}]', '', shown)}}}"
    return [place] if types == ("array",) else place
