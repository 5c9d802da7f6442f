"""One look out of the settings: the colours, font and corners of the site, from the agenda and the tokens.

What stands in the settings of the agenda goes before a token. Every pair of colours from the tokens is held to WCAG 2.2
here; one that cannot be read is told, and the palette of the site takes the nearest shade that can.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kapstok.core.colour import TEXT_RATIO, contrast, nearest_legible
from kapstok.core.finding import Severity
from kapstok.core.model import Fields
from kapstok.core.values import as_fields
from kapstok.files.house.letters import Letters, read_letters
from kapstok.files.house.problem import Problem
from kapstok.files.house.tokens import FIELD as TOKENS_FIELD
from kapstok.files.house.tokens import Token, Tokens, read_tokens

FOCUS_RATIO = 3.0  # what shows a control (WCAG 2.2, 1.4.11)
_WHITE, _BLACK, _TEXT = "#ffffff", "#000000", "#1b1b1b"
_FAMILIES = re.compile(r"[\w .,\"'-]{1,200}")
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)(px|rem|em)|0")
_MOST_ROUND = {"px": 24.0, "rem": 1.5, "em": 1.5}
# What each part of the site takes its look from: the first token that the file has.
TOKENS: Mapping[str, tuple[str, ...]] = {
    "hoofd": (
        "--basis-color-accent-1-inverse-bg-default",
        "--basis-color-accent-1-bg-default",
        "--utrecht-page-header-background-color",
    ),
    "nadruk": (
        "--basis-color-accent-2-inverse-bg-default",
        "--basis-color-accent-2-bg-default",
        "--basis-color-action-1-inverse-bg-default",
        "--utrecht-button-primary-action-background-color",
    ),
    "achtergrond": ("--basis-color-default-bg-subtle", "--basis-color-accent-1-bg-subtle"),
    "grond": ("--basis-color-default-bg-document", "--utrecht-document-background-color"),
    "tekst": (
        "--basis-color-default-color-document",
        "--basis-color-default-color-default",
        "--utrecht-document-color",
    ),
    "link": ("--basis-color-action-1-color-default", "--nl-link-color", "--utrecht-link-color"),
    "focus": ("--basis-focus-background-color", "--utrecht-focus-background-color"),
    "focus-rand": ("--basis-focus-outline-color", "--basis-focus-color", "--utrecht-focus-outline-color"),
    "letter": ("--basis-text-font-family-default", "--basis-text-font-family", "--utrecht-document-font-family"),
    "rond": ("--basis-border-radius-md", "--basis-border-radius-sm", "--utrecht-button-border-radius"),
}
_COLOURS = tuple(name for name in TOKENS if name not in ("letter", "rond"))
_NAMED = {"white": _WHITE, "black": _BLACK}
_NUMBER = r"\d{1,3}(?:\.\d{1,6})?"
_FUNCTION = re.compile(
    rf"(?P<name>rgb|hsl)a?\(\s*(?P<one>{_NUMBER})(?P<unit>%|deg)?(?:\s*,\s*|\s+)(?P<two>{_NUMBER})%?"
    rf"(?:\s*,\s*|\s+)(?P<three>{_NUMBER})%?\s*(?:[,/]\s*(?:1|1\.0|100%)\s*)?\)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Looks:
    """The look of the site. `colours` are by the names of `TOKENS`, as `#rrggbb`; what is not there is up to us."""

    colours: Mapping[str, str] = field(default_factory=dict)
    letters: Letters = field(default_factory=Letters)
    families: str = ""
    round: str = ""
    tokens: Tokens = field(default_factory=Tokens)

    def css(self) -> str:
        """The style sheet that lays this look over that of the site, which puts the reader's own fonts behind it."""
        lines = []
        own = f'"{self.letters.family}"' if self.letters.faces else self.families
        if own:
            lines.append(f"--k-letter:{own};")
        lines += [f"--k-{name}:{self.colours[name]};" for name in ("focus", "focus-rand") if name in self.colours]
        if self.round:
            lines.append(f"--k-rond:{self.round};")
        rule = ":root{" + "".join(lines) + "}\n" if lines else ""
        return self.letters.css() + rule


def read_looks(root: Path, house: Fields) -> tuple[Looks, list[Problem]]:
    """The look that the settings and their files give, and everything that is wrong with those files."""
    letters, problems = read_letters(root, house)
    tokens, wrong = read_tokens(root, str(house.get("tokens", "")))
    given = {name: str(colour) for name, colour in as_fields(house.get("kleuren")).items()}
    reading = _Reading(tokens, frozenset(given))
    looks = Looks(
        colours=reading.colours() | given,
        letters=letters,
        families=reading.families(),
        round=reading.round(),
        tokens=tokens,
    )
    return looks, [*problems, *wrong, *reading.problems]


class _Reading:
    """Takes from the tokens what the site has a place for; collects problems. `given` needs no token any more."""

    def __init__(self, tokens: Tokens, given: frozenset[str]) -> None:
        self.tokens, self.given, self.problems = tokens, given, list[Problem]()

    def colours(self) -> dict[str, str]:
        """The colours, without a pair for the focus that cannot be seen."""
        found: dict[str, str] = {}
        for part in _COLOURS:
            name, value = self._first(part)
            if not name or part in self.given:
                continue
            if colour := as_hex(value):
                found[part] = colour
            else:
                self._find(
                    name,
                    "tokens-kleur",
                    f"{name} is geen kleur die Kapstok kan lezen: {value[:40] or 'leeg'}.",
                    "Schrijf een dekkende kleur als #rrggbb, rgb() of hsl().",
                )
        self._check(found)
        return found

    def families(self) -> str:
        """The fonts of the tokens, as CSS lists them; without the files it is the reader's own copy, if any."""
        name, value = self._first("letter")
        if name and not _FAMILIES.fullmatch(value):
            self._find(name, "tokens-letter", f"{name} is geen lijst van lettertypen.", "Schrijf namen met komma's.")
            return ""
        names = [family.strip() for family in value.split(",")]
        return ",".join(family for family in names if family and family not in ("sans-serif", "serif", "system-ui"))

    def round(self) -> str:
        """How round corners are."""
        name, value = self._first("rond")
        match = _LENGTH.fullmatch(value)
        if name and (not match or (match[2] and float(match[1]) > _MOST_ROUND[match[2]])):
            self._find(
                name,
                "tokens-maat",
                f"{name} is geen maat voor een hoek: {value[:40]}.",
                "Schrijf hooguit 24px of 1.5rem.",
            )
            return ""
        return value

    def _first(self, part: str) -> tuple[str, str]:
        """The first token there is for a part, and what its value comes to."""
        name = next((name for name in TOKENS[part] if name in self.tokens.values), "")
        return name, self.tokens.resolved(name) if name else ""

    def _check(self, found: dict[str, str]) -> None:
        """Hold each colour against those that it is seen with."""
        ground, plane = found.get("grond", _WHITE), found.get("achtergrond", _WHITE)
        text = found.get("tekst", _TEXT)
        for part, others, what, towards in (
            ("tekst", (_WHITE,), "Tekst in deze kleur op wit", _BLACK),
            ("grond", (text,), "Tekst op deze achtergrond", _WHITE),
            ("achtergrond", (text,), "Tekst op deze achtergrond", _WHITE),
            ("hoofd", (_WHITE,), "Witte letters op deze kleur", _BLACK),
            ("nadruk", (_WHITE, plane), "Tekst in deze kleur", _BLACK),
            ("link", (ground, plane), "Een link in deze kleur", _BLACK),
        ):
            ratio = min(contrast(found[part], other) for other in others) if part in found else TEXT_RATIO
            if ratio < TEXT_RATIO:
                better = nearest_legible(found[part], others, towards)
                used = (
                    f"De site gebruikt een kleur die wel kan, zoals {better}."
                    if better
                    else "De site kiest een andere."
                )
                self._contrast(part, f"{what} is slecht te lezen", ratio, TEXT_RATIO, used)
        inside, edge = found.get("focus"), found.get("focus-rand")
        if inside and edge and contrast(inside, edge) < FOCUS_RATIO:
            ratio = contrast(inside, edge)
            self._contrast(
                "focus", "De twee kleuren om wat de focus heeft, lijken te veel op elkaar", ratio, FOCUS_RATIO
            )
        if not (inside and edge) or contrast(inside, edge) < FOCUS_RATIO:
            found.pop("focus", None)  # one of the two alone says nothing: both stay ours
            found.pop("focus-rand", None)

    def _contrast(
        self, part: str, message: str, ratio: float, wanted: float, used: str = "De site houdt haar eigen."
    ) -> None:
        said, least = (f"{int(number * 10) / 10:.1f}".replace(".", ",") for number in (ratio, wanted))
        name, _ = self._first(part)
        self._find(
            name,
            "tokens-contrast",
            f"{message}: het contrast van {name} is {said} en moet ten minste {least} zijn.",
            used,
        )

    def _find(self, name: str, code: str, message: str, hint: str) -> None:
        token = self.tokens.values.get(name, Token(value="", line=1, column=1))
        self.problems.append(
            Problem(
                field=TOKENS_FIELD,
                code=code,
                message=message,
                hint=hint,
                severity=Severity.WARNING,
                path=self.tokens.path,
                line=token.line,
                column=token.column,
            )
        )


def as_hex(value: str) -> str:
    """A CSS colour as `#rrggbb`; empty when it is another notation, or one that lets something shine through."""
    value = value.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if match := re.fullmatch(r"#(?:([0-9a-f]{6})(?:ff)?|([0-9a-f]{3})f?)", value):
        return "#" + (match[1] or "".join(digit * 2 for digit in match[2]))
    match = _FUNCTION.fullmatch(value)
    if not match:
        return ""
    one, two, three = (float(match[part]) for part in ("one", "two", "three"))
    if match["name"] == "rgb":
        share = 2.55 if match["unit"] == "%" else 1
        channels = [number * share for number in (one, two, three)]
    else:
        light, full = min(three, 100) / 100, min(two, 100) / 100
        channels = [part * 255 for part in colorsys.hls_to_rgb(one % 360 / 360, light, full)]
    return "#" + "".join(f"{min(255, round(channel)):02x}" for channel in channels)
