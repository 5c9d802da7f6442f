"""What is said about YAML that libyaml accepts and we do not: code, message and hint, in Dutch."""

from __future__ import annotations

import re
from typing import TypeAlias

from kapstok.core.model import Plain

Words: TypeAlias = tuple[str, str, str]

_LONGEST = 40
_TIGHT_COLON = re.compile(r"[\w-]+:[^\s/]")
_STANDARD = "tag:yaml.org,2002:"

EMPTY: Words = (
    "yaml-leeg",
    "Dit bestand is leeg.",
    "Vul het in, te beginnen met een regel als ‘titel: …’, of verwijder het bestand.",
)
DIRECTIVE: Words = (
    "yaml-richtlijn",
    "Een regel die met % begint, is in YAML een opdracht. Zulke opdrachten leest Kapstok niet.",
    "Haal de regel weg. Hoort het % bij een tekst? Zet die tekst dan tussen aanhalingstekens.",
)
SECOND_DOCUMENT: Words = (
    "yaml-tweede-document",
    "Hier begint een tweede document; alleen het eerste telt.",
    "Haal de regel met --- of ... weg, of zet wat erna komt in een eigen bestand.",
)
TOO_DEEP: Words = (
    "yaml-te-diep",
    "Dit bestand heeft meer dan 50 niveaus in elkaar.",
    "Maak de opbouw vlakker: haal haken of inspringing weg.",
)
TOO_MANY_NODES: Words = (
    "yaml-te-veel-onderdelen",
    "Dit bestand heeft meer dan 100.000 onderdelen, herhalingen via * meegeteld.",
    "Splits het bestand, of haal herhalingen met & en * weg.",
)
TOO_LARGE: Words = (
    "yaml-te-groot",
    "Dit bestand is groter dan 1 MiB en is niet gelezen.",
    "Splits het in kleinere bestanden.",
)
QUOTE_IT = "Zet de hele tekst tussen aanhalingstekens."
FIELD_FIRST = "Begin de regel met een naam, zoals ‘titel:’."
MERGE: Words = (
    "yaml-samenvoegen",
    "Samenvoegen met ‘<<’ kent Kapstok niet.",
    "Schrijf de velden hier voluit.",
)


def show(text: str) -> str:
    """Quote a piece of the file on one line, cut short, with what cannot be shown left out."""
    line = " ".join(text.split())
    line = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return f"‘{line[: _LONGEST - 1]}…’" if len(line) > _LONGEST else f"‘{line}’"


def duplicate(key: str, first_line: int) -> Words:
    """A key that stands twice in one mapping."""
    hint = f"Het staat al op regel {first_line}. Voeg de twee samen of haal er een weg."
    return "yaml-dubbel-veld", f"Het veld {show(key)} staat hier voor de tweede keer.", hint


def bad_key(source: str | None) -> Words:
    """A key that is a number, a boolean, null or a collection (then `source` is None)."""
    if source is None:
        message = "Een lijst of groep kan niet de naam van een veld zijn."
    elif not source:
        message = "Hier ontbreekt de naam van het veld."
    else:
        message = f"De naam van een veld moet tekst zijn; {show(source)} is dat niet."
    hint = f'Zet er aanhalingstekens omheen: "{source}":' if source else FIELD_FIRST
    return "yaml-veldnaam", message, hint


def unknown_tag(tag: str) -> Words:
    """An explicit tag other than `!!str`."""
    short = "!!" + tag.removeprefix(_STANDARD) if tag.startswith(_STANDARD) else tag
    hint = f"Haal het weg. Begint de tekst zelf met een uitroepteken? {QUOTE_IT}"
    return "yaml-uitroepteken", f"{show(short)} is een typeaanduiding die Kapstok niet kent.", hint


def unknown_alias(name: str) -> Words:
    """An alias without an anchor: nearly always a text that starts with an asterisk."""
    message = f"Een waarde die met * begint, moet tussen aanhalingstekens: {show('*' + name)}."
    hint = f'Schrijf bijvoorbeeld "*{name} …". Voor YAML verwijst *{name} naar &{name}, en dat staat er niet.'
    return "yaml-ster", message, hint


def circular_alias(name: str) -> Words:
    """An alias inside the value of its own anchor."""
    message = f"{show('*' + name)} verwijst naar het onderdeel waar het zelf in staat."
    return "yaml-kring", message, "Haal de verwijzing weg. Is het tekst? Zet die tussen aanhalingstekens."


def unused_anchor(name: str) -> Words:
    """An anchor that no alias uses: nearly always a text that starts with an ampersand."""
    message = f"Een waarde die met & begint, moet tussen aanhalingstekens: {show('&' + name)} valt nu weg."
    hint = f'Schrijf bijvoorbeeld "&{name} …". Voor YAML is &{name} een anker, en *{name} staat nergens.'
    return "yaml-en-teken", message, hint


def list_under_text(item: str, text_line: int) -> Words:
    """A list item that YAML joins to the text above it."""
    message = f"Het lijstonderdeel {show(item)} staat onder een tekst en wordt daar nu aan vastgeplakt."
    hint = (
        f"Maak van de tekst op regel {text_line} een eigen lijstonderdeel met een streepje, "
        "of begin een nieuw veld boven de lijst."
    )
    return "yaml-lijst", message, hint


def not_a_mapping(value: Plain) -> Words:
    """A document whose top level is a list or a scalar."""
    if value is None:
        return EMPTY
    code = "yaml-geen-velden"
    hint = "Begin elke regel op het bovenste niveau met de naam van een veld, zoals ‘titel: …’."
    if isinstance(value, list):
        return code, "Dit bestand bestaat uit een lijst; er horen velden in te staan.", hint
    if isinstance(value, str) and _TIGHT_COLON.match(value):
        return missing_space(value)
    return code, f"In dit bestand staan geen velden, alleen {show(str(value))}.", hint


def missing_space(line: str) -> Words:
    """A colon without a space after it, which makes the whole line one text."""
    name, _, rest = line.strip().removeprefix("- ").partition(":")
    message = f"Achter de dubbele punt ontbreekt een spatie: {show(line)}."
    return "yaml-spatie", message, f"Schrijf: {name}: {rest}"


def second_colon(content: str) -> Words:
    """A colon and a space inside an unquoted text."""
    message = f"In deze tekst staat een dubbele punt met een spatie erachter: {show(content)}."
    hint = "Zet de hele tekst achter de naam van het veld tussen aanhalingstekens, of gebruik een blok met |."
    return "yaml-dubbele-punt", message, hint


def no_colon(content: str) -> Words:
    """A line that should be a field but has no colon, or none with a space."""
    if _TIGHT_COLON.match(content):
        return missing_space(content)
    name, _, rest = content.partition(" ")
    message = f"Op deze regel ontbreekt een dubbele punt: {show(content)}."
    hint = f"Bedoelde u {show(f'{name}: {rest}')}? Hoort de regel bij de tekst erboven? Laat hem dan verder inspringen."
    return "yaml-dubbele-punt-vergeten", message, hint
