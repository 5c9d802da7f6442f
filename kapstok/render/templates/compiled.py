"""What Jinja2 makes of a template's text, kept in the cache: compiling templates costs more than rendering with them.

Code that is kept may depend on nothing but the text: so no filter is called while compiling, as Jinja2 would do for
one with constant arguments. The cache gives only what was sealed with the key of this user (core/cache.py), so that
no proposal can bring compiled code along.
"""

from __future__ import annotations

import json
import marshal
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import Any

import jinja2
import jinja2.meta
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame

from kapstok.core.cache import Cache, content_key

_FORM = 2  # raise when `Generator` makes other code of the same text
_TOOLS = (f"jinja2 {jinja2.__version__}", sys.implementation.cache_tag or "", MAGIC_NUMBER, str(_FORM))


class Generator(CodeGenerator):
    """Compiles `a if b` without else to nothing: the hidden half of an agenda never breaks a page."""

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:  # noqa: N802, the name is Jinja's
        if node.expr2 is None:
            node.expr2 = nodes.Const("")
        super().visit_CondExpr(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802, as above
        """`a ~ b`: Jinja would escape for HTML only what stands beside a text that is escaped already."""
        words = [part.value if isinstance(part, nodes.Const) else None for part in node.nodes]
        self.write(f"environment.concatenated({words!r}, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class CompiledTemplates(jinja2.BytecodeCache):
    """Compiled templates under the hash of their text, their place and the names that they may use."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A name for the name of a template, also when that is no Unicode."""
        return content_key(os.fsencode(name), os.fsencode(filename or ""))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket its code when it was compiled before."""
        blob = self._cache.get(_key(bucket))
        if blob is not None:
            try:
                code = marshal.loads(blob)
            except (EOFError, TypeError, ValueError):
                return
            bucket.code = code if isinstance(code, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of the bucket."""
        self._cache.put(_key(bucket), marshal.dumps(bucket.code))


def _key(bucket: Bucket) -> str:
    names = (*sorted(bucket.environment.filters), "|", *sorted(bucket.environment.tests))
    return content_key("sjabloon", *_TOOLS, *names, bucket.key, bucket.checksum)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """What a template leans on: the other templates that it imports, and the names that it asks for."""

    imports: tuple[str, ...]
    names: frozenset[str]


def outline(environment: jinja2.Environment, source: str, name: str, cache: Cache) -> Outline:
    """The outline of a template; raises jinja2.TemplateSyntaxError."""

    def make() -> bytes:
        tree = environment.parse(source, name)
        imports = {other for other in jinja2.meta.find_referenced_templates(tree) if other}
        return json.dumps([sorted(imports), sorted(_asked(tree.find_all(nodes.Name)))]).encode()

    imports, names = json.loads(cache.fetch(content_key("sjabloonnamen", *_TOOLS, source), make))
    return Outline(imports=tuple(imports), names=frozenset(names))


def _asked(names: Iterable[nodes.Name]) -> set[str]:
    return {found.name for found in names if found.ctx == "load"}
