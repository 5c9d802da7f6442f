"""The functions of a test: what each asks of its arguments, what it gives, and what it does.

This table is all there is: a function is called by its name, with values that the test has already, and gives a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from kapstok.core.dates import parse_day
from kapstok.rules import reckon
from kapstok.rules.compare import Made, Wrong
from kapstok.rules.names import Names
from kapstok.rules.parse import short
from kapstok.rules.scope import Run
from kapstok.rules.sorts import DATE, NUMBER, TEXT, TRUTH, Sort, Type


class Want(Enum):
    """What an argument has to be."""

    ANYTHING = auto()
    LIST = auto()
    NUMBERS = auto()
    ELEMENTS = auto()  # items or blocks, which have fields
    CONDITION = auto()
    DATE = auto()
    DATES = auto()
    TEXT = auto()
    PIECE = auto()
    ITEMS = auto()
    KIND = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """A function: its use and meaning in Dutch, what it wants (the last again when `endless`), gives and does.

    `make` gets the arguments and the names of the schemas, and gives the closure that runs.
    """

    use: str
    meaning: str
    wants: tuple[Want, ...]
    gives: Type
    make: Callable[[Sequence[Made], Names], Run]
    endless: bool = False

    @property
    def is_heavy(self) -> bool:
        """Whether it goes through a list."""
        return self.wants[0] in (Want.LIST, Want.NUMBERS, Want.DATES, Want.ELEMENTS)

    def takes(self, count: int) -> bool:
        """Whether this is a right number of arguments."""
        return count >= len(self.wants) if self.endless else count == len(self.wants)

    def want(self, index: int) -> Want:
        """What it wants of the argument with this index."""
        return self.wants[min(index, len(self.wants) - 1)]


def check(function: Function, arguments: Sequence[Made], names: Names) -> Iterator[Wrong]:
    """The arguments that cannot be what the function wants."""
    for index, argument in enumerate(arguments):
        message = _unfit(function.want(index), argument, names)
        if message:
            yield Wrong(part=argument, message=message, hint=f"Zo: {function.use}. {function.meaning}")
        elif function.want(index) is Want.KIND and (wrong := _unfit_kind(arguments[0], argument, names)):
            yield wrong


def _unfit(want: Want, argument: Made, names: Names) -> str:
    """Why this argument cannot be what is wanted; empty when it can."""
    kind, found = argument.type, short(argument.found)
    if want in (Want.CONDITION, Want.PIECE, Want.KIND):
        return "" if isinstance(argument.constant, str) else "Hier hoort een tekst tussen aanhalingstekens."
    if want is Want.ANYTHING or not kind.known:
        return ""
    if want is Want.DATE:
        if isinstance(argument.constant, str) and parse_day(argument.constant):
            return ""
        return "" if Sort.DATE in kind.sorts and not kind.many else f"{found} is {kind.in_words()}, geen datum."
    if want is Want.TEXT:
        return "" if Sort.TEXT in kind.sorts else f"{found} is {kind.in_words()}, geen tekst."
    if want is Want.ITEMS:
        return "" if Sort.ITEM in kind.sorts else f"{found} is {kind.in_words()}, geen verwijzing."
    if want is Want.ELEMENTS:
        fits = kind.sorts & {Sort.ITEM, Sort.BLOCK}
        return "" if fits else f"{found} heeft geen onderdelen met velden."
    if not kind.many:
        return f"{found} is {kind.in_words()}, geen lijst."
    if want is Want.DATES:
        return "" if Sort.DATE in kind.sorts else f"In {found} staan geen datums."
    return "" if want is Want.LIST or Sort.NUMBER in kind.sorts else f"In {found} staan geen getallen."


def _unfit_kind(items: Made, argument: Made, names: Names) -> Wrong | None:
    kind = str(argument.constant)
    possible = items.type.kinds if items.type.known else names.every
    if kind in possible:
        return None
    some = ", ".join(sorted(possible)[:12])
    return Wrong(
        part=argument, message=f"{short(items.found)} verwijst nooit naar {short(kind)}.", hint=f"Wel: {some}."
    )


_ONE_ELEMENT = (Want.ELEMENTS, Want.CONDITION)
FUNCTIONS: Mapping[str, Function] = {
    "gevuld": Function(
        use="gevuld(veld, …)",
        meaning="Elk van deze velden is ingevuld. 0 is ingevuld, PM en n.n.b. zijn dat niet.",
        wants=(Want.ANYTHING,),
        endless=True,
        gives=TRUTH,
        make=reckon.all_filled,
    ),
    "leeg": Function(
        use="leeg(veld)",
        meaning="Het veld is niet ingevuld.",
        wants=(Want.ANYTHING,),
        gives=TRUTH,
        make=reckon.is_empty,
    ),
    "aantal": Function(
        use="aantal(lijst)", meaning="Hoeveel er zijn.", wants=(Want.LIST,), gives=NUMBER, make=reckon.count
    ),
    "uniek": Function(
        use="uniek(lijst)",
        meaning="Hoeveel verschillende er zijn.",
        wants=(Want.LIST,),
        gives=NUMBER,
        make=reckon.count_different,
    ),
    "som": Function(
        use="som(lijst)",
        meaning="De getallen bij elkaar; PM en n.n.b. tellen niet mee.",
        wants=(Want.NUMBERS,),
        gives=NUMBER,
        make=reckon.add_up,
    ),
    "alle": Function(
        use="alle(lijst, 'voorwaarde')",
        meaning="De voorwaarde geldt voor elk; ook als de lijst leeg is.",
        wants=_ONE_ELEMENT,
        gives=TRUTH,
        make=reckon.quantifier(all),
    ),
    "sommige": Function(
        use="sommige(lijst, 'voorwaarde')",
        meaning="De voorwaarde geldt voor ten minste één.",
        wants=_ONE_ELEMENT,
        gives=TRUTH,
        make=reckon.quantifier(any),
    ),
    "geen": Function(
        use="geen(lijst, 'voorwaarde')",
        meaning="De voorwaarde geldt voor niet één.",
        wants=_ONE_ELEMENT,
        gives=TRUTH,
        make=reckon.quantifier(lambda held: not any(held)),
    ),
    "aantal_waar": Function(
        use="aantal_waar(lijst, 'voorwaarde')",
        meaning="Voor hoeveel de voorwaarde geldt.",
        wants=_ONE_ELEMENT,
        gives=NUMBER,
        make=reckon.quantifier(sum),
    ),
    "voor": Function(
        use="voor(a, b)",
        meaning="Datum a is voorbij voordat datum b begint.",
        wants=(Want.DATE, Want.DATE),
        gives=TRUTH,
        make=reckon.of_dates(reckon.is_before),
    ),
    "na": Function(
        use="na(a, b)",
        meaning="Datum a begint nadat datum b voorbij is.",
        wants=(Want.DATE, Want.DATE),
        gives=TRUTH,
        make=reckon.of_dates(reckon.is_after),
    ),
    "jaren_tussen": Function(
        use="jaren_tussen(a, b)",
        meaning="Het aantal jaren van de eerste dag van a tot en met de laatste van b, met één decimaal.",
        wants=(Want.DATE, Want.DATE),
        gives=NUMBER,
        make=reckon.of_dates(reckon.years_between),
    ),
    "eerste": Function(
        use="eerste(datums)",
        meaning="De vroegste datum van een lijst.",
        wants=(Want.DATES,),
        gives=DATE,
        make=reckon.earliest,
    ),
    "jaar": Function(
        use="jaar(datum)",
        meaning="Het jaar van de laatste dag.",
        wants=(Want.DATE,),
        gives=NUMBER,
        make=reckon.of_dates(reckon.year),
    ),
    "dagen_tot": Function(
        use="dagen_tot(datum)",
        meaning="Het aantal dagen van de peildatum tot de laatste dag; onder nul als die voorbij is.",
        wants=(Want.DATE,),
        gives=NUMBER,
        make=reckon.of_dates(reckon.days_until),
    ),
    "bevat": Function(
        use="bevat(tekst, 'deel')",
        meaning="Het deel staat in de tekst, of in een van de teksten; hoofdletters maken niet uit.",
        wants=(Want.TEXT, Want.PIECE),
        gives=TRUTH,
        make=reckon.contains,
    ),
    "soort_van": Function(
        use="soort_van(verwijzing)",
        meaning="De soort van waar het veld naar verwijst; van een lijst de eerste.",
        wants=(Want.ITEMS,),
        gives=TEXT,
        make=reckon.kind_of,
    ),
    "verwijst_naar": Function(
        use="verwijst_naar(veld, 'soort')",
        meaning="Het veld verwijst naar iets van deze soort.",
        wants=(Want.ITEMS, Want.KIND),
        gives=TRUTH,
        make=reckon.refers,
    ),
}


def result(function: Function, arguments: Sequence[Made]) -> Type:
    """What a call gives; the kind of an item is a closed list of texts."""
    if function.gives is TEXT and arguments[0].type.kinds:
        return Type(sorts=frozenset({Sort.TEXT}), texts=arguments[0].type.kinds)
    return function.gives
