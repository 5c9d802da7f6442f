"""The things that a requirement asks one by one, so that a breach can name what is missing.

`gevuld(wat, waar) and aantal(doelen) > 0` asks three things: each must hold, and each can be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

from kapstok.rules.scope import Run

_FILLED = "gevuld"


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """One of the things that a text asks, all of which must hold: what it says, and whether it holds.

    `filled` is the way to the field that it wants to be filled in, when that is what it asks; `fields` are the fields
    of the item that it names.
    """

    text: str
    run: Run
    filled: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def demands_of(tree: nodes.Expr) -> Iterator[nodes.Expr]:
    """The parts of a tree that must all hold, in order; `gevuld` of several fields asks as many things."""
    if isinstance(tree, nodes.And):
        yield from demands_of(tree.left)
        yield from demands_of(tree.right)
    elif _is_filled(tree) and isinstance(tree, nodes.Call) and len(tree.args) > 1:
        for argument in tree.args:
            yield nodes.Call(tree.node, [argument], [], None, None, lineno=tree.lineno)
    else:
        yield tree


def way_of_filled(node: nodes.Expr) -> tuple[str, ...]:
    """The way to the field that a demand wants filled in: `gevuld(kosten.bedrag)` gives kosten, bedrag.

    Of `gevuld(waar) or gevuld(kernen)` it is the first: the answer can stand in either.
    """
    if isinstance(node, nodes.Or):
        first, other = way_of_filled(node.left), way_of_filled(node.right)
        return first if other else ()
    if not (_is_filled(node) and isinstance(node, nodes.Call) and len(node.args) == 1):
        return ()
    steps: list[str] = []
    inner = node.args[0]
    while isinstance(inner, nodes.Getattr):
        steps.append(inner.attr)
        inner = inner.node
    return (inner.name, *reversed(steps)) if isinstance(inner, nodes.Name) else ()


def _is_filled(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == _FILLED
