"""The validator that says why a document is wrong, with patterns as JSON Schema means them.

It is slow, so it only goes down to where the quick one found something: `reasons` is the door.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar

import jsonschema
from referencing import Registry
from referencing.jsonschema import Schema

from kapstok.core.model import Block, Plain, Pointer

_END = re.compile(r"(?<!\\)\$(?=\Z|[)|])")
_Reasons = Iterator[jsonschema.ValidationError]
_Validator = jsonschema.Draft202012Validator
_Keyword = Callable[[_Validator, Plain, Plain, Block], _Reasons]
# By the identity of a list or block the steps into it that lead to something wrong; None is every step.
_suspects: ContextVar[frozenset[tuple[int, str | int]] | None] = ContextVar("_suspects", default=None)
# What asks whether a part fits, and not only what is wrong with it, has to see the whole of it.
_JUDGES = (
    "anyOf", "oneOf", "not", "if", "contains", "dependentSchemas", "propertyNames", "additionalProperties",
    "patternProperties", "prefixItems", "unevaluatedItems", "unevaluatedProperties", "$dynamicRef",
)  # fmt: skip


def explainer(schema: Block, registry: Registry[Schema]) -> _Validator:
    """A validator for a schema that may refer to those of the registry."""
    made: _Validator = _Explainer(schema, registry=registry)
    return made


def reasons(validator: _Validator, data: Plain, wrong: Iterable[Pointer]) -> list[jsonschema.ValidationError]:
    """Every way in which data breaks a schema; `wrong` are the places where the quick validator says that it does."""
    suspects: set[tuple[int, str | int]] = set()
    for pointer in wrong:
        value = data
        for step in pointer:
            suspects.add((id(value), step))
            if isinstance(value, dict):
                value = value[str(step)]
            elif isinstance(value, list):
                value = value[int(step)]
    before = _suspects.set(frozenset(suspects))
    try:
        return list(validator.iter_errors(data))
    finally:
        _suspects.reset(before)


def _pattern(_: object, wanted: str, instance: Plain, __: object) -> _Reasons:
    """`pattern`, in which `$` is the very end.

    In Python it lets a line end pass, so that a text which jsonschema-rs refuses would be without a reason here.
    """
    if isinstance(instance, str) and not re.search(_END.sub(r"\\Z", wanted), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {wanted!r}")


def _schema(value: Plain) -> Block | bool:
    """A part of a schema, which was held against JSON Schema before."""
    assert isinstance(value, dict | bool)
    return value


def _properties(validator: _Validator, fields: Block, instance: Plain, _: Block) -> _Reasons:
    """`properties`, but only of the fields in which something is wrong."""
    suspects, whole = _suspects.get(), id(instance)
    if not isinstance(instance, dict):
        return
    for name, field in fields.items():
        if name in instance and (suspects is None or (whole, name) in suspects):
            yield from validator.descend(instance[name], _schema(field), path=name, schema_path=name)


def _items(validator: _Validator, each: Plain, instance: Plain, schema: Block) -> _Reasons:
    """`items`, but only of those in which something is wrong."""
    suspects, whole = _suspects.get(), id(instance)
    if suspects is None or not isinstance(instance, list) or each is False or "prefixItems" in schema:
        yield from _ORIGINAL["items"](validator, each, instance, schema)
        return
    for index, item in enumerate(instance):
        if (whole, index) in suspects:
            yield from validator.descend(item, _schema(each), path=index)


def _seeing_all(judge: _Keyword) -> _Keyword:
    def keyword(validator: _Validator, value: Plain, instance: Plain, schema: Block) -> _Reasons:
        before = _suspects.set(None)
        try:
            found = list(judge(validator, value, instance, schema))
        finally:
            _suspects.reset(before)
        yield from found

    return keyword


_ORIGINAL: dict[str, _Keyword] = dict(_Validator.VALIDATORS)
_Explainer = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    _Validator,
    {
        "pattern": _pattern,
        "properties": _properties,
        "items": _items,
        **{name: _seeing_all(_ORIGINAL[name]) for name in _JUDGES},
    },
)
