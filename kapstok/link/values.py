"""One value that does not satisfy its schema: what to write instead, exactly where that can be known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kapstok.core.amounts import read_amount
from kapstok.core.dates import parse_date
from kapstok.core.finding import Finding, Fix
from kapstok.core.model import Plain, Pointer
from kapstok.core.text import enumerate_words, likely, slugify, some_of
from kapstok.core.values import as_list, as_text, as_texts
from kapstok.core.writing import as_value, bare, plain_signs, quoted, squashed, write_it
from kapstok.kinds.schema import Shape
from kapstok.link.breach import Breach
from kapstok.link.case import Case, field_of, told
from kapstok.link.layout import as_list_item, as_one_value
from kapstok.link.refused import is_of_another_type
from kapstok.link.shapes import is_number, is_whole

TYPES = {
    "string": "tekst",
    "integer": "een heel getal",
    "number": "een getal",
    "boolean": "true of false",
    "array": "een lijst",
    "object": "een blok met velden",
    "null": "niets",
}
_YES = frozenset({"ja", "yes", "waar", "true", "j", "y"})
_NO = frozenset({"nee", "no", "onwaar", "false", "n"})
_CLOCK = re.compile(
    r"(?:om |(rond |omstreeks |ongeveer |circa |ca\. ?|± ?))?(\d{1,2})(?:[:.u](\d{2}))?\s*(?:uur|u|h)?\.?"
)
_PREFIX = re.compile(r"\^([a-z]+: )\.\+\$?")


def explain_type(case: Case, breach: Breach, pointer: Pointer) -> Iterator[Finding]:
    """A value of another type than the schema asks for."""
    wanted = breach.names
    value, field, shown = breach.instance, field_of(pointer), case.show(pointer, breach.instance)
    asked = enumerate_words(TYPES[w] for w in wanted)
    if value is None:
        yield Finding.at(case.at(pointer), "waarde-leeg", f"{field} is leeg.", f"Vul {asked} in of haal de regel weg.")
        return
    if "string" in wanted and not isinstance(value, (dict, list)):
        cure = quoted(shown)
        yield Finding.at(
            case.at(pointer),
            "tekst-zonder-aanhalingstekens",
            f"{field} moet tekst zijn, maar YAML leest {shown} als iets anders.",
            f"Zet er aanhalingstekens om: {cure}.",
            fix=case.replace(pointer, value, cure),
        )
        return
    hint, fix = _other_type(case, breach, pointer, wanted)
    message = f"{field} moet {asked} zijn, maar hier staat {shown}."
    yield Finding.at(case.at(pointer), "waarde-soort", message, hint, fix=fix)


def _other_type(case: Case, breach: Breach, pointer: Pointer, wanted: tuple[str, ...]) -> tuple[str, Fix | None]:
    """What to write for a value of the wrong type."""
    value = breach.instance
    if isinstance(value, list) and "array" not in wanted and value:
        return _one_of_a_list(case, pointer, value)
    if "array" in wanted:
        return _list_of_one(case, breach, pointer)
    if "boolean" in wanted and isinstance(value, str) and (answer := _answer(value)):
        return write_it(pointer, answer), case.replace(pointer, value, answer)
    if "boolean" in wanted:
        return "Schrijf true (ja) of false (nee), zonder aanhalingstekens.", None
    if "object" in wanted:
        return _block_of_one(case, breach, pointer)
    if {"integer", "number"} & set(wanted):
        return "Schrijf alleen een getal in cijfers, zonder aanhalingstekens, punt of teken.", None
    if case.shape(pointer).targets:
        return "Schrijf alleen de id.", None
    return told(case.shape(pointer).description) or "Schrijf hier alleen tekst.", None


def _answer(text: str) -> str:
    word = bare(text).lower()
    return "true" if word in _YES else "false" if word in _NO else ""


def _one_of_a_list(case: Case, pointer: Pointer, value: list[Plain]) -> tuple[str, Fix | None]:
    field = field_of(pointer)
    if len(value) > 1 or isinstance(value[0], (dict, list)):
        return f"Bij {field} past er één. Kies er een, zonder streepje of haken.", None
    written, fix = as_one_value(case, pointer, value)
    return f"Hier past er één, zonder streepje of haken. {write_it(pointer, written)}", fix


def _list_of_one(case: Case, breach: Breach, pointer: Pointer) -> tuple[str, Fix | None]:
    value = breach.instance
    if isinstance(value, dict):
        first = next(iter(value), "")
        return f"Zet een streepje voor het eerste veld: - {first}: …", as_list_item(case, pointer, value)
    inner = case.shape(pointer).items
    parts = [part for part in re.split(r"\s*[,;]\s*", plain_signs(str(value))) if part]
    plain = inner is not None and not inner.fields and not inner.nested
    if inner is None or not plain or not (inner.targets or inner.values or len(parts) == 1) or not parts:
        return "Zet elk onderdeel op een eigen regel met een streepje ervoor.", None
    cure = f"[{', '.join(_in_list(case, pointer, part, len(parts)) for part in parts)}]"
    return write_it(pointer, cure), case.replace(pointer, value, cure)


def _in_list(case: Case, pointer: Pointer, part: str, count: int) -> str:
    raw = case.document.raws.get(pointer)
    return raw if raw and count == 1 else as_value(part, flow=True)


def _block_of_one(case: Case, breach: Breach, pointer: Pointer) -> tuple[str, Fix | None]:
    """A block is asked for and one value is given: a field of it without its colon, or what its one field must have."""
    shape, value, field = case.shape(pointer), breach.instance, field_of(pointer)
    if not isinstance(value, (dict, list)):
        text = case.written(pointer, value) or str(value)
        cure = _own_field(shape, text) or _only_field(breach, shape, value, text)
        if cure and case.place(pointer).line == case.place(pointer, key=True).line:
            cure = f"{{{cure}}}"
            return write_it(pointer, cure), case.replace(pointer, value, cure)
        if cure:
            return f"Schrijf: {cure}", case.replace(pointer, value, cure)
    if shape.fields:
        return f"Zet er een blok onder met velden: {some_of(shape.fields, case.read_on(pointer))}", None
    return told(shape.description) or f"Zet onder {field} de velden die erbij horen.", None


def _own_field(shape: Shape, text: str) -> str:
    """A field of the block whose colon or space was forgotten: `bedrag 500`."""
    match = re.fullmatch(r"([a-z_]+)(?:\s*:|\s)\s*(\S.*)", plain_signs(text))
    return f"{match[1]}: {_fitting(shape.fields[match[1]], match[2])}" if match and match[1] in shape.fields else ""


def _only_field(breach: Breach, shape: Shape, value: Plain, text: str) -> str:
    """The one field that the block must have, with this value, when it can have it."""
    required = as_texts(breach.schema.get("required"))
    if len(required) != 1 or required[0] not in shape.fields:
        return ""
    inner = shape.fields[required[0]]
    if is_number(inner) and isinstance(value, str) and read_amount(value, whole=is_whole(inner)) is None:
        return ""
    return f"{required[0]}: {_fitting(inner, text) if isinstance(value, str) else text}"


def _fitting(shape: Shape, text: str) -> str:
    """A text as the value of a field of a block between braces: an amount as a number."""
    number = read_amount(text, whole=is_whole(shape)) if is_number(shape) else None
    return f"{number:f}" if number is not None else as_value(text.strip("'\""), flow=True)


def explain_choice(case: Case, breach: Breach, pointer: Pointer) -> Iterator[Finding]:
    """A value that is none of a closed list."""
    hint, fix = _choose(case, pointer, breach.instance, as_list(breach.wanted), ())
    yield Finding.at(
        case.at(pointer),
        "waarde-onbekend",
        f"{case.show(pointer, breach.instance)} is geen geldige waarde voor {field_of(pointer)}.",
        hint,
        fix=fix,
    )


def _choose(
    case: Case, pointer: Pointer, value: Plain, allowed: Iterable[Plain], patterns: Iterable[str]
) -> tuple[str, Fix | None]:
    """Which of the allowed values is meant, and else some of them."""
    texts, shown = [str(v) for v in allowed], case.show(pointer, value)
    same = [text for text in texts if squashed(text) == squashed(shown) and squashed(text)]
    if len(same) == 1:
        cure = as_value(same[0])
        return write_it(pointer, cure), case.replace(pointer, value, cure)
    own = next((match[1] for p in patterns if (match := _PREFIX.fullmatch(p))), "")
    if guess := likely(shown, texts):
        hint = f"Bedoelde u {as_value(guess)}?"
    elif texts:
        hint = f"Toegestaan: {some_of([as_value(text) for text in texts], case.read_on(pointer))}"
    else:
        hint = ""
    if own and isinstance(value, str):
        hint += f" Iets anders? {write_it(pointer, quoted(own + plain_signs(value)))}"
    return hint.strip(), None


_FORMS = {
    "id": "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld: meedoen-naar-vermogen.",
    "nummer": "Gebruik cijfers, letters en punten, bijvoorbeeld: '6.10'.",
    "dag": "Schrijf de dag als jaar-maand-dag.",
    "adres": "Schrijf het hele webadres, dat begint met https://.",
    "regel": "Zet de tekst op één regel.",
}


def explain_form(case: Case, breach: Breach, pointer: Pointer) -> Iterator[Finding]:
    """A text that does not have the form that is asked."""
    cure, fix = _in_form(case, breach, pointer)
    field, shape = field_of(pointer), case.shape(pointer)
    yield Finding.at(
        case.at(pointer),
        "waarde-vorm",
        f"{case.show(pointer, breach.instance)} heeft niet de goede vorm voor {field}.",
        write_it(pointer, cure) if cure else _asked_form(shape, breach) or told(shape.description),
        fix=fix,
    )


def _asked_form(shape: Shape, breach: Breach) -> str:
    """What its form asks of a text; empty where a text on one line has to be more than that."""
    one_line = shape.form == "regel" and isinstance(breach.instance, str) and "\n" not in breach.instance.strip()
    return "" if one_line else _FORMS.get(shape.form, "")


def _in_form(case: Case, breach: Breach, pointer: Pointer) -> tuple[str, Fix | None]:
    """The same text in the form that is asked, when a small change makes it so."""
    if not isinstance(breach.instance, str):
        return "", None
    pattern = re.compile(str(breach.wanted))
    shape = case.shape(pointer)
    for other in _variants(breach.instance, shape.form):
        if other and pattern.search(other):
            needs = shape.form in ("nummer", "regel") and not other.isalpha() and other[:1].isdigit()
            cure = quoted(other) if needs else as_value(other)
            return cure, case.replace(pointer, breach.instance, cure)
    return "", None


def _variants(text: str, form: str) -> Iterator[str]:
    """Other ways to write a text, the smallest change first."""
    if form == "dag":
        found = parse_date(bare(text))
        yield found.earliest.isoformat() if found and found.kind == "dag" and found.earliest else ""
        return
    if form == "id":
        yield slugify(bare(text))
        return
    plain = bare(text)
    yield plain_signs(text)
    yield plain
    yield plain.strip(" .")
    if form == "nummer":
        return
    if clock := _CLOCK.fullmatch(plain.lower()):
        about = "rond " if clock[1] else ""
        yield f"{about}{clock[2]}:{clock[3] or '00'}"
    if form == "adres" and re.fullmatch(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?", plain, re.IGNORECASE):
        yield f"https://{plain}"
    if form == "adres":
        yield re.sub(r"^(https?)[:/]+", lambda m: f"{m[1].lower()}://", plain, flags=re.IGNORECASE)
        yield re.sub(r"://[^/@\s]*@", "://", plain)  # a name and a password are for nobody to read


def explain_any_of(
    case: Case, breach: Breach, pointer: Pointer, explain: Callable[[Breach], Iterator[Finding]]
) -> Iterator[Finding]:
    """Follow the one branch whose type fits; else say what may stand here."""
    branches: dict[int, list[Breach]] = {}
    for inner in breach.context:
        branches.setdefault(int(inner.steps[0]), []).append(inner)
    if only := _only_type(breach, branches.values()):
        yield from explain_type(case, only, pointer)
        return
    fitting = [found for found in branches.values() if not any(is_of_another_type(b) for b in found)]
    if len(fitting) == 1 and not any(b.keyword == "enum" and not b.path for b in fitting[0]):
        for inner in fitting[0]:
            yield from explain(inner)
        return
    found = [b for breaches in fitting or branches.values() for b in breaches]
    allowed = [value for b in found if b.keyword == "enum" for value in as_list(b.wanted)]
    hint, fix = _choose(case, pointer, breach.instance, allowed, _patterns(branches.values()))
    if isinstance(breach.instance, dict) and not allowed:
        hint = _at_least_one(breach, branches.values())
    elif not hint:
        hint = told(case.shape(pointer).description)
    message = f"{case.show(pointer, breach.instance)} past niet bij {field_of(pointer)}."
    yield Finding.at(case.at(pointer), "waarde-past-niet", message, hint, fix=fix)


def _patterns(branches: Iterable[list[Breach]]) -> list[str]:
    return [str(b.wanted) for breaches in branches for b in breaches if b.keyword == "pattern"]


def _at_least_one(breach: Breach, branches: Iterable[list[Breach]]) -> str:
    missing = {name for breaches in branches for b in breaches if b.keyword == "required" for name in b.names}
    if missing:
        return f"Vul ten minste één van deze velden in: {enumerate_words(sorted(missing)[:3])}."
    return told(as_text(breach.schema.get("description")))


def _only_type(breach: Breach, branches: Iterable[list[Breach]]) -> Breach | None:
    """The type to explain when no branch takes this type: nothing, a whole number, unquoted text, a list of one."""
    value, found = breach.instance, list(branches)
    if not found or not all(any(is_of_another_type(b) for b in breaches) for breaches in found):
        return None
    types = [b.wanted for breaches in found for b in breaches if b.keyword == "type" and not b.path]
    first = dict.fromkeys(one for one in types if isinstance(one, str))
    chosen: list[Plain]
    if (value is None or isinstance(value, list)) and first:
        chosen = list(first)
    elif isinstance(value, float) and "integer" in first:
        chosen = ["integer"]
    elif isinstance(value, (bool, int, float)) and "string" in first:
        chosen = ["string"]
    else:
        return None
    return replace(breach, keyword="type", wanted=chosen)


def explain_size(case: Case, breach: Breach, pointer: Pointer) -> Iterator[Finding]:
    """Too many, too few, too long, too large."""
    limit, field, shown = breach.limit, field_of(pointer), case.show(pointer, breach.instance)
    few = f"{field} is leeg: er is ten minste één onderdeel nodig."
    message = {
        "minItems": f"{field} heeft ten minste {limit} onderdelen nodig." if limit != 1 else few,
        "maxItems": f"{field} heeft meer dan {limit} onderdelen.",
        "minLength": f"{field} is leeg." if limit == 1 else f"{field} is korter dan {limit} tekens.",
        "maxLength": f"{field} is langer dan {limit} tekens.",
        "minimum": f"{shown} is te klein voor {field}: het minste is {limit}.",
        "maximum": f"{shown} is te groot voor {field}: het meeste is {limit}.",
        "minProperties": f"{field} heeft ten minste {limit} velden nodig.",
    }[breach.keyword]
    yield Finding.at(case.at(pointer), "waarde-omvang", message, told(case.shape(pointer).description))


def explain_unfit(case: Case, breach: Breach, pointer: Pointer) -> Iterator[Finding]:
    """Whatever else a schema may ask."""
    message = f"{case.show(pointer, breach.instance)} past niet bij {field_of(pointer)}."
    yield Finding.at(case.at(pointer), "waarde-past-niet", message, told(case.shape(pointer).description))
