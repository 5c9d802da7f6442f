"""A comparison as JSON, for machines. Its shape is `comparison.schema.json`, beside this file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeAlias

from kapstok.compare.values import (
    AttachmentDifference,
    Comparison,
    Consequence,
    Endpoint,
    FieldDifference,
    PartDifference,
    SettingChange,
    Sign,
    ThingChange,
)

SCHEMA = Path(__file__).with_name("comparison.schema.json")
Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


def as_json(comparison: Comparison) -> str:
    """The whole comparison as one object; what is not filled in is left out of the smaller objects."""
    return json.dumps(comparison_object(comparison), ensure_ascii=False, indent=2)


def comparison_object(comparison: Comparison) -> dict[str, Json]:
    """The same before it is written, for who puts it in something larger."""
    return {
        "vorm": 1,
        "publiek": comparison.audience,
        "basis": _endpoint(comparison.base),
        "kop": _endpoint(comparison.head),
        "peildatum": comparison.day.isoformat(),
        "onvolledig": comparison.partial,
        "signalen": [_sign(sign) for sign in comparison.signs],
        "gevolgen": [_consequence(one) for one in comparison.consequences],
        "dingen": [_thing(thing) for thing in comparison.things],
        "inrichting": [_setting(one) for one in comparison.settings],
    }


def _endpoint(end: Endpoint) -> Json:
    return {"naam": end.name, "commit": end.commit}


def _sign(sign: Sign) -> Json:
    return _filled(
        soort=sign.kind.value,
        teken=sign.kind.mark,
        vraag=sign.kind.sentence,
        onderdeel=str(sign.thing or ""),
        titel=sign.title,
        woorden=sign.words,
        pad=sign.path,
        velden=list(sign.fields),
        raakt=[str(key) for key in sign.because],
        herstel=sign.hint,
    )


def _consequence(one: Consequence) -> Json:
    return _filled(
        soort=str(one.kind),
        over=str(one.subject or ""),
        was=one.was,
        wordt=one.becomes,
        woorden=one.words,
        door=[str(key) for key in one.because],
    )


def _thing(thing: ThingChange) -> Json:
    return _filled(
        onderdeel=str(thing.key),
        heette=str(thing.was_key or ""),
        soort=thing.kind_title,
        titel=thing.title,
        hoe=thing.how.value,
        pad=thing.path,
        was_pad=thing.was_path,
        velden=[_field(field) for field in thing.fields],
        delen=[_part(part) for part in thing.parts],
        bijlagen=[_attachment(file) for file in thing.attachments],
    )


def _part(part: PartDifference) -> Json:
    return _filled(
        onderdeel=str(part.key),
        heette=str(part.was_key or ""),
        soort=part.kind_title,
        titel=part.title,
        hoe=part.how.value,
        velden=[_field(field) for field in part.fields],
    )


def _field(field: FieldDifference) -> Json:
    return _filled(
        veld=field.field,
        naam=field.label,
        hoe=field.how.value,
        was=field.was,
        wordt=field.becomes,
        stukken=[{"hoe": piece.mark.value, "tekst": piece.text} for piece in field.pieces],
        weg=list(field.removed),
        erbij=list(field.added),
    )


def _attachment(file: AttachmentDifference) -> Json:
    return _filled(
        titel=file.title,
        bestand=file.file,
        hoe=file.how.value,
        was_grootte=file.was_size,
        grootte=file.size,
        was_sha256=file.was_checksum,
        sha256=file.checksum,
    )


def _setting(one: SettingChange) -> Json:
    return {"pad": one.path, "woorden": one.words}


def _filled(**fields: Json) -> dict[str, Json]:
    """What is filled in; 0 and false are."""
    return {name: value for name, value in fields.items() if value not in ("", None, [])}
