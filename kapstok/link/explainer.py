"""The validator that says why a document is wrong, with patterns as JSON Schema means them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jsonschema
from referencing import Registry
from referencing.jsonschema import Schema

from kapstok.core.model import Block, Plain

_END = re.compile(r"(?<!\\)\$(?=\Z|[)|])")


def explainer(schema: Block, registry: Registry[Schema]) -> jsonschema.Draft202012Validator:
    """A validator for a schema that may refer to those of the registry."""
    made: jsonschema.Draft202012Validator = _Explainer(schema, registry=registry)
    return made


def _pattern(_: object, wanted: str, instance: Plain, __: object) -> Iterator[jsonschema.ValidationError]:
    """`pattern`, in which `$` is the very end.

    In Python it lets a line end pass, so that a text which jsonschema-rs refuses would be without a reason here.
    """
    if isinstance(instance, str) and not re.search(_END.sub(r"\\Z", wanted), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {wanted!r}")


_Explainer = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern}
)
