"""Numbers as they were published: their value, and the digits that they are printed with.

A table of a ministry that says 7,0 does not say 7. So a decimal number of the agenda keeps its digits: it counts and
compares by its value, and prints as it was written. What is worked out from it is a plain number again.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = re.compile(r"([-+]?)(\d*+)[.,]?(\d*+)")


class Figure(float):
    """A decimal number with its digits: `Figure("37,70")` equals 37.7 and has the digits `37.70`."""

    __slots__ = ("digits",)
    digits: str

    def __new__(cls, written: str) -> Figure:
        """Make it of a number as it stands in a file, with a point or a comma; ValueError when it is none."""
        match = _DIGITS.fullmatch(written.strip())
        if match is None or not match[2] + match[3]:
            raise ValueError(written)
        sign = "-" if match[1] == "-" else ""
        whole, fraction = match[2].lstrip("0") or "0", match[3]
        digits = f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
        made = super().__new__(cls, digits)
        made.digits = digits
        return made

    def __str__(self) -> str:
        return self.digits


class Published(Decimal):
    """The same for who reckons: exact, with all its digits. What is worked out with it is a plain Decimal."""

    __slots__ = ()


def exact(value: float) -> Decimal:
    """A number without the noise of binary fractions, that still knows its digits when it was published with them."""
    return Published(value.digits) if isinstance(value, Figure) else Decimal(str(value))
