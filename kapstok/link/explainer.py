"""The validator that says why a document is wrong, with patterns as JSON Schema means them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
from referencing import Registry

_END = re.compile(r"(?<!\\)\$(?=\Z|[)|])")


def explainer(schema: Mapping[str, Any], registry: Registry[Any]) -> jsonschema.Draft202012Validator:
    """A validator for a schema that may refer to those of the registry."""
    made: jsonschema.Draft202012Validator = _Explainer(schema, registry=registry)
    return made


def _pattern(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[jsonschema.ValidationError]:
    """`pattern`, in which `$` is the very end.

    In Python it lets a line end pass, so that a text which jsonschema-rs refuses would be without a reason here.
    """
    if isinstance(instance, str) and not re.search(_END.sub(r"\\Z", wanted), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {wanted!r}")


_Explainer = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern}
)
