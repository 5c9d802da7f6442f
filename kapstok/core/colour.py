"""Colours as people see them: their contrast as WCAG 2.2 defines it, and the nearest one that can be read."""

from __future__ import annotations

from collections.abc import Iterable

TEXT_RATIO = 4.5  # what text asks (WCAG 2.2, 1.4.3)
_STEPS = 100


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`: 0 (black) to 1 (white)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4) for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 (none) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`one` with a `share` (0 to 1) of `other` in it."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def nearest_legible(colour: str, grounds: Iterable[str], towards: str = "#000000") -> str:
    """`colour`, shaded no further than needed to be read on (or under) every ground; '' when no shade can."""
    against = tuple(grounds)
    for step in range(_STEPS + 1):
        shade = mix(colour, towards, step / _STEPS)
        if all(contrast(shade, ground) >= TEXT_RATIO for ground in against):
            return shade
    return ""
