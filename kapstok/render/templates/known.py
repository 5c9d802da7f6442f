"""Names in a template that nothing bears: filters, tests, global names, kinds, fields, other templates and macros.

What can be known from the text alone is checked: `alle('doell')`, the `titl` of `{% for d in alle('doel') %}`, and of
`ding` in a template for one kind. A name whose value is only known while a page is made is left to that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import jinja2
from jinja2 import nodes

from kapstok.core.text import nearest
from kapstok.kinds.schema import ANY_KIND, Kinds, Shape

_JINJA = frozenset({"caller", "kwargs", "varargs", "loop", "super", "self"})
GIVEN = frozenset({"ding", "dingen", "deel", "eigen", "regels", "soort", "blad"}) | _JINJA
_OF_KIND = {"alle": 0, "soort": 0, "onvolledig": 0}  # which argument of a call names a kind
_BACK = ("terug", "samen_terug")  # filters of which the first argument names a kind
_SAME = ("sort", "unique", "list", "reverse", "selectattr", "rejectattr")  # filters that keep the elements
_VALUES = ("datum", "dag")  # forms of what is a value with words of its own
_PASSING = ("first", "last")  # those that give one of them

_Node = TypeVar("_Node", bound=nodes.Node)
Wrong = tuple[int, str, str]  # line, what is wrong, and the nearest name there is


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """All that a template can name: of the environment, the kinds, and the other templates by their path."""

    environment: jinja2.Environment
    kinds: Kinds
    template: Callable[[str], nodes.Template | None]
    templates: frozenset[str]
    exports: dict[str, frozenset[str]] = field(default_factory=dict)  # of templates that were looked into

    def wrong_names(self, tree: nodes.Template, own: str = "") -> Iterator[Wrong]:
        """Every wrong name in a template; `own` is the kind of the `ding` that it is for, if that is one kind."""
        every = list(_every(tree))
        yield from self._filters(every)
        yield from self._globals(every)
        yield from self._kinds(every)
        yield from self._others(every)
        shapes = {"ding": self._shape((own,))} if own in self.kinds else {}
        yield from _Fields(known=self).walk(tree, shapes)

    def _filters(self, every: Sequence[nodes.Node]) -> Iterator[Wrong]:
        for node in _only(every, nodes.Filter, nodes.Test):
            is_filter = isinstance(node, nodes.Filter)
            there = self.environment.filters if is_filter else self.environment.tests
            if node.name not in there:
                what = "het filter" if is_filter else "de toets"
                yield node.lineno, f"{what} {node.name} bestaat niet", nearest(node.name, there)

    def _globals(self, every: Sequence[nodes.Node]) -> Iterator[Wrong]:
        there = {*self.environment.globals, *GIVEN, *_made(every)}
        told: set[str] = set()
        for node in _only(every, nodes.Name):
            if node.ctx == "load" and node.name not in there | told:
                told.add(node.name)
                yield node.lineno, f"de naam {node.name} bestaat niet", nearest(node.name, there)

    def _kinds(self, every: Sequence[nodes.Node]) -> Iterator[Wrong]:
        for call in _only(every, nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in _OF_KIND:
                yield from self._kind(call.args, call.lineno)
                yield from self._choice(call)
        for node in _only(every, nodes.Filter):
            if node.name in _BACK:
                yield from self._kind(node.args, node.lineno)
                yield from self._field_back(node)

    def _kind(self, arguments: Iterable[nodes.Expr], line: int) -> Iterator[Wrong]:
        first = next(iter(arguments), None)
        if isinstance(first, nodes.Const) and isinstance(first.value, str) and first.value not in self.kinds:
            names = [kind.name for kind in self.kinds]
            folder = next((kind.name for kind in self.kinds if kind.folder == first.value), "")
            yield line, f"de soort {first.value} bestaat niet", folder or nearest(first.value, names)

    def _field_back(self, node: nodes.Filter) -> Iterator[Wrong]:
        """`terug('doel', 'opgave')` asks for those that name this thing in a field."""
        kind, way = _constant(node.args), _constant(node.args[1:])
        if kind in self.kinds and way and way.split(".")[0] not in (fields := self.kinds[kind].shape.fields):
            yield node.lineno, f"het veld {way} van {kind} bestaat niet", nearest(way, fields)

    def _choice(self, call: nodes.Call) -> Iterator[Wrong]:
        """`alle('kader', groep='x')` chooses by a field."""
        kind = _constant(call.args)
        if isinstance(call.node, nodes.Name) and call.node.name == "alle" and kind in self.kinds:
            fields = self.kinds[kind].shape.fields
            for choice in call.kwargs:
                if choice.key not in fields:
                    yield call.lineno, f"het veld {choice.key} van {kind} bestaat niet", nearest(choice.key, fields)

    def _others(self, every: Sequence[nodes.Node]) -> Iterator[Wrong]:
        """Templates that are taken in, and the macros that are taken from them."""
        for node in _only(every, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends):
            where = getattr(node, "template", None)
            name = where.value if isinstance(where, nodes.Const) else None
            if not isinstance(name, str) or getattr(node, "ignore_missing", False):
                continue
            if name not in self.templates:
                yield node.lineno, f"het sjabloon {name} bestaat niet", nearest(name, self.templates)
            elif isinstance(node, nodes.FromImport) and (macros := self._exported(name)) is not None:
                for given in node.names:
                    macro = given[0] if isinstance(given, tuple) else given
                    if macro not in macros:
                        yield node.lineno, f"{macro} staat niet in {name}", nearest(macro, macros)
            elif isinstance(node, nodes.Import) and (macros := self._exported(name)) is not None:
                for use in _only(every, nodes.Getattr):
                    called = isinstance(use.node, nodes.Name) and use.node.name == node.target
                    if called and use.attr not in macros:
                        yield use.lineno, f"{use.attr} staat niet in {name}", nearest(use.attr, macros)

    def _exported(self, name: str) -> frozenset[str] | None:
        """What can be taken from another template; None when it cannot be read."""
        if name not in self.exports and (tree := self.template(name)) is not None:
            self.exports[name] = frozenset(_exported(list(_every(tree))))
        return self.exports.get(name)

    def _shape(self, kinds: Iterable[str]) -> Shape | None:
        """The fields that things of these kinds may have, all together; None when it may be any kind."""
        names = [name for name in kinds if name in self.kinds]
        if not names or ANY_KIND in kinds:
            return None
        fields: dict[str, Shape] = {}
        for name in names:
            fields |= {each: shape for each, shape in self.kinds[name].shape.fields.items() if each not in fields}
        return Shape(fields=fields, title=names[0] if len(names) == 1 else "dit onderdeel")

    def shape_of(self, kind: str) -> Shape | None:
        """The fields of one kind."""
        return self._shape((kind,))

    def below(self, shape: Shape) -> Shape | None:
        """What has the fields after a point: the thing that is referred to, a part, or a block; None when unknown."""
        inner = shape.items or shape
        if inner.form in _VALUES:
            return None
        if inner.nested:
            return self.shape_of(inner.nested)
        if inner.targets:
            return self._shape(inner.targets) if ANY_KIND not in inner.targets else None
        return inner if inner.fields else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fields:
    """Follows the things of which the kind is known through loops and settings, and looks at their fields."""

    known: Known
    seen: set[tuple[int, str]] = field(default_factory=set)

    def walk(self, node: nodes.Node, shapes: Mapping[str, Shape | None]) -> Iterator[Wrong]:
        """Every wrong field below a node; `shapes` are the names whose things are known here."""
        if isinstance(node, nodes.For):
            yield from self._loop(node, shapes)
            return
        if isinstance(node, nodes.Macro):
            shapes = {name: shape for name, shape in shapes.items() if name not in {a.name for a in node.args}}
        here = dict(shapes)
        for child in node.iter_child_nodes():
            yield from self.walk(child, here)
            if isinstance(child, nodes.Assign) and isinstance(child.target, nodes.Name):
                here[child.target.name] = self._of(child.node, here)
        if isinstance(node, nodes.Getattr):
            yield from self._field(node, shapes)

    def _loop(self, node: nodes.For, shapes: Mapping[str, Shape | None]) -> Iterator[Wrong]:
        yield from self.walk(node.iter, shapes)
        inside = dict(shapes)
        for target in (node.target, *node.target.find_all(nodes.Name)):
            if isinstance(target, nodes.Name):
                inside[target.name] = None
        if isinstance(node.target, nodes.Name):
            inside[node.target.name] = self._of(node.iter, shapes)
        for child in (*node.body, *((node.test,) if node.test else ())):
            yield from self.walk(child, inside)
        for child in node.else_:
            yield from self.walk(child, shapes)

    def _of(self, node: nodes.Node | None, shapes: Mapping[str, Shape | None]) -> Shape | None:
        """What the things in an expression have for fields; None when that cannot be told."""
        if isinstance(node, nodes.Name):
            return shapes.get(node.name)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "alle":
            return self.known.shape_of(_constant(node.args))
        if isinstance(node, nodes.Filter):
            if node.name in _BACK:
                return self.known.shape_of(_constant(node.args))
            return self._of(node.node, shapes) if node.name in (*_SAME, *_PASSING) else None
        if isinstance(node, nodes.Getattr):
            inner = self._of(node.node, shapes)
            found = inner.fields.get(node.attr) if inner is not None else None
            return self.known.below(found) if found is not None else None
        return None

    def _field(self, node: nodes.Getattr, shapes: Mapping[str, Shape | None]) -> Iterator[Wrong]:
        shape = self._of(node.node, shapes)
        if shape is None or node.attr in shape.fields or (node.lineno, node.attr) in self.seen:
            return
        self.seen.add((node.lineno, node.attr))
        whose = f" van {shape.title}" if shape.title else ""
        yield node.lineno, f"het veld {node.attr}{whose} bestaat niet", nearest(node.attr, shape.fields)


def own_kind(name: str, head: Mapping[str, object]) -> str:
    """The kind of the `ding` in a template: of a page by its name, of a paper by `van` in its head."""
    folder, _, file = name.removesuffix(".md.j2").rpartition("/")
    if folder == "pagina":
        return file
    return str(head.get("van", file)) if folder == "stuk" else ""


def wrong_head(name: str, head: Mapping[str, object], kinds: Kinds) -> Iterator[tuple[str, str, str]]:
    """Kinds that do not exist, in the head of an overview or as the name of a page: the key, what, and the nearest."""
    folder, _, file = name.removesuffix(".md.j2").rpartition("/")
    if folder == "pagina" and not file.startswith("_") and file not in kinds:
        guess = nearest(file, [kind.name for kind in kinds], cutoff=0.8)
        if guess:  # else it is a part of others
            yield "", f"de soort {file} bestaat niet", guess
    if name.startswith("overzicht/"):
        asked = head.get("als", ())
        for kind in (asked,) if isinstance(asked, str) else asked if isinstance(asked, list) else ():
            if kind not in kinds:
                guess = nearest(str(kind), [each.name for each in kinds])
                yield "als", f"de soort {kind} bestaat niet", guess


def _constant(arguments: Iterable[nodes.Expr]) -> str:
    first = next(iter(arguments), None)
    return str(first.value) if isinstance(first, nodes.Const) else ""


def _every(tree: nodes.Template) -> Iterator[nodes.Node]:
    """Every node below a tree, in the order of the text."""
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if node is not tree:
            yield node
        waiting.extend(reversed([*node.iter_child_nodes()]))


def _only(every: Iterable[nodes.Node], *types: type[_Node]) -> Iterator[_Node]:
    return (node for node in every if isinstance(node, types))


def _made(every: Sequence[nodes.Node]) -> set[str]:
    """Every name that a template gives to something itself, wherever it does."""
    found = {node.name for node in _only(every, nodes.Name) if node.ctx != "load"} | _exported(every)
    return found | {taken.target for taken in _only(every, nodes.Import)}


def _exported(every: Sequence[nodes.Node]) -> set[str]:
    """The macros and names that another template can take from this one."""
    found = {macro.name for macro in _only(every, nodes.Macro)}
    for assigned in _only(every, nodes.Assign):
        targets = assigned.target.items if isinstance(assigned.target, nodes.Tuple) else [assigned.target]
        found |= {target.name for target in targets if isinstance(target, nodes.Name)}
    found |= {block.target.name for block in _only(every, nodes.AssignBlock) if isinstance(block.target, nodes.Name)}
    for taken in _only(every, nodes.FromImport):
        found |= {given[1] if isinstance(given, tuple) else given for given in taken.names}
    return found
