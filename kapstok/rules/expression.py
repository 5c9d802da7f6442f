"""A test as one expression: checked against the schemas when it is read, then run over every item.

    expression, mistakes = compile_expression("gevuld(wat) and aantal(doelen) > 0", "activiteit", kinds)
    expression.holds(World(model, kinds, day), item)

The language is described in the handbook, chapter *Een kader laten toetsen*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.core.model import Item
from kapstok.kinds.schema import Kind, Kinds
from kapstok.rules.compiler import Compiler, Narrowed
from kapstok.rules.demands import Demand
from kapstok.rules.names import names_of
from kapstok.rules.parse import KIND, Mistake, short
from kapstok.rules.scope import Run, TooMuchWork, World, truth
from kapstok.rules.sorts import items_of

__all__ = ["Expression", "Mistake", "World", "compile_expression"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Expression:
    """A test that can be run. `fields` are the fields of the item itself that it names, in order, each once;
    `narrowed` are the names in it that not everybody may look at."""

    text: str
    kind: str
    fields: tuple[str, ...]
    run: Run
    narrowed: tuple[Narrowed, ...] = ()
    demands: tuple[Demand, ...] = ()

    def holds(self, world: World, item: Item) -> bool:
        """Whether it holds for an item; false for every item after it asked too much work (`World.tired`)."""
        return self._carry_out(self.run, world, item)

    def failing(self, world: World, item: Item) -> Iterator[Demand]:
        """What it asks of an item and does not find, in the order of the text."""
        for demand in self.demands:
            if not self._carry_out(demand.run, world, item):
                yield demand
            else:
                world.unsure = False

    def _carry_out(self, run: Run, world: World, item: Item) -> bool:
        world.left = world.lefts.get(self, world.most)
        if world.left < 0:
            return False
        try:
            return truth(run(world, item))
        except TooMuchWork:
            return False
        finally:
            world.lefts[self] = world.left


def compile_expression(text: str, kind: str | Kind, kinds: Kinds) -> tuple[Expression | None, list[Mistake]]:
    """Read a test over items of a kind, given itself or by name.

    Without mistakes there is an Expression, with mistakes there is none. Offsets are those in `text`, also of what
    stands in a condition within it.
    """
    name = kind if isinstance(kind, str) else kind.name
    if name not in kinds:
        return None, [Mistake(offset=0, found="", code=KIND, message=f"De soort {short(name)} bestaat niet.")]
    compiler = Compiler(text, items_of([name]), names_of(kinds))
    run = compiler.condition()
    if run is None or compiler.mistakes:
        return None, sorted(compiler.mistakes, key=lambda mistake: mistake.offset)
    fields = tuple(dict.fromkeys(compiler.fields))
    return Expression(
        text=text, kind=name, fields=fields, run=run, narrowed=tuple(compiler.narrowed), demands=tuple(compiler.demands)
    ), []
