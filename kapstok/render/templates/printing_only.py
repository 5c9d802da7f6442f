"""What a template may do: print. It does not work anything out.

`judgements` reads the parsed template and names every place where it judges, adds up, chooses between fields, filters
by meaning or fills a list: that is work for `reckon` and for the page and paper values in `render/offers`, where it is
typed and tested and where every output gets the same answer. What stays allowed is what printing needs: loops over what
is given, `if` on whether something is there, words that stand in the template itself, macros and the listed filters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import jinja2
from jinja2 import nodes

# Filters and tests over lists and values that decide what is shown, in which order or how much.
_DECIDE = frozenset(
    {"select", "reject", "selectattr", "rejectattr", "map", "attr", "sort", "unique", "groupby", "op"}
    | {"som", "sum", "max", "min", "batch", "slice", "dictsort", "reverse", "list", "first", "last", "random", "round"}
    | {"abs", "int", "float", "length", "count", "default", "d", "replace", "string", "filesizeformat"}
)
_PRESENCE = frozenset({"gevuld", "defined", "undefined", "none", "ding", "blok", "lijst", "prozatekst", "blokken"})
_OF_THE_SHEET = frozenset({"loop", "blad", "caller"})  # what is asked of these is about the page, not about the agenda
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A place in a template that works something out: its line, and what it does there."""

    line: int
    what: str


def judgements(environment: jinja2.Environment, source: str) -> tuple[Judged, ...]:
    """Every place in the body of a template where it works something out, in order of the lines."""
    tree = environment.parse(source)
    imported = {n.target for n in tree.find_all(nodes.Import)}
    imported |= {
        name if isinstance(name, str) else name[1] for n in tree.find_all(nodes.FromImport) for name in n.names
    }
    found = {Judged(line=node.lineno, what=what) for node, what in _walk(tree, imported)}
    return tuple(sorted(found, key=lambda judged: (judged.line, judged.what)))


def _walk(tree: nodes.Node, imported: set[str]) -> Iterator[tuple[nodes.Node, str]]:
    asked = {id(n) for branch in tree.find_all((nodes.If, nodes.CondExpr)) for n in _asked(branch)}
    for node in _all(tree):
        what = _what(node, id(node) in asked, imported)
        if what:
            yield node, what


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _asked(branch: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes of the question of an `if` that only joins questions: `and`, `or` and `not`."""
    waiting = [getattr(branch, "test", None)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (nodes.And, nodes.Or)):
            yield node
            waiting += [node.left, node.right]
        elif isinstance(node, nodes.Not):
            yield node
            waiting.append(node.node)


def _what(node: nodes.Node, asked: bool, imported: set[str]) -> str:
    """What a node works out, in words; an empty string for what only prints."""
    if isinstance(node, nodes.ExprStmt):
        return "vult een lijst met do"
    if isinstance(node, nodes.NSRef):
        return "houdt een stand bij in een namespace"
    if isinstance(node, _ARITHMETIC):
        return "rekent"
    if isinstance(node, nodes.Compare) and _root(node.expr) not in _OF_THE_SHEET:
        return "vergelijkt waarden"
    if isinstance(node, nodes.For) and node.test is not None:
        return "laat in een lus dingen weg"
    if isinstance(node, (nodes.And, nodes.Or)) and not asked and not _own(node.right):
        return "kiest tussen velden"
    if isinstance(node, nodes.CondExpr) and not _only_words(node):
        return "kiest tussen velden"
    if isinstance(node, nodes.Test) and node.name not in _PRESENCE:
        return f"oordeelt met is {node.name}"
    if isinstance(node, nodes.Filter) and node.name in _DECIDE:
        return f"kiest of rekent met het filter {node.name}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, (nodes.Const, nodes.Slice, nodes.Neg)):
        return "kiest een plaats uit een lijst of tekst"
    if isinstance(node, nodes.Call):
        return _called(node, imported)
    return ""


def _called(node: nodes.Call, imported: set[str]) -> str:
    """A call of a method of a value works something out; one of a macro or of what the page is given does not."""
    if isinstance(node.node, nodes.Getattr) and _root(node.node) not in imported | _OF_THE_SHEET:
        return f"roept {node.node.attr} van een waarde aan"
    if isinstance(node.node, nodes.Name) and node.node.name in ("namespace", "range", "dict"):
        return f"werkt met {node.node.name}"
    return ""


def _only_words(node: nodes.CondExpr) -> bool:
    """Whether a choice is between words of the template's own, or between one value and nothing."""
    own = [side is None or _own(side) for side in (node.expr1, node.expr2)]
    return any(own) and _presence_only(node.test)


def _own(node: nodes.Node) -> bool:
    """Whether this is a word or number of the template's own, or an empty list in the place of a missing one."""
    return isinstance(node, nodes.Const) or (isinstance(node, (nodes.Tuple, nodes.List)) and not node.items)


def _presence_only(test: nodes.Node) -> bool:
    if isinstance(test, nodes.Not):
        return _presence_only(test.node)
    if isinstance(test, (nodes.And, nodes.Or)):
        return _presence_only(test.left) and _presence_only(test.right)
    return isinstance(test, (nodes.Name, nodes.Getattr, nodes.Filter, nodes.Test, nodes.Call, nodes.Compare))


def _root(node: nodes.Node) -> str:
    while isinstance(node, (nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Call)):
        inner = node.node
        if inner is None:
            return ""
        node = inner
    return node.name if isinstance(node, nodes.Name) else ""
