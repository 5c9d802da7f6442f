"""What every drawing is made of: its frame with a title and a description, colours, and text that fits its place.

A drawing is read in whatever font a reader or a paper has. So text is measured as if it stood in the widest of the
usual ones, and what fits then fits always.

Colours stand in the drawing itself, as presentation attributes, so that it is whole on paper and without a style
sheet. Each also carries a class (`v-` fills, `l-` draws a line, `t-` is text): the site's style sheet gives those
the colours of the scheme that the reader chose, or the reader's own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from kapstok.core.markdown import escape as escape_markdown

SIZE = 12
LINE = 15
FONT = "Noto Sans, Arial, sans-serif"
# Hundredths of an em that each sign takes in DejaVu Sans Bold, the widest font that readers usually have.
_WIDTHS = (
    (36, "ijlI'"),
    (38, " /,.J\\|’‘"),
    (46, "f:;-!()[]"),
    (50, 'rt"`_*–'),
    (60, "cszL?"),
    (69, "aekovxyEFT"),
    (73, "0123456789$€SYbdghnpquCPZ"),
    (84, "ABKRVXUGDHN#+<=>^~"),
    (92, "wOQ&"),
    (104, "mM%@—…"),
    (110, "W"),
)
_OTHER = 78  # accented and other letters; the few that are wider seldom stand together
_REGULAR = 0.94  # of a bold letter


@dataclass(frozen=True, kw_only=True, slots=True)
class Colours:
    """The colours of a drawing, as `#rrggbb`; `link` and `ground` are for the site only, which may lack the first."""

    main: str = "#1d4f60"
    accent: str = "#9a3b1f"
    background: str = "#f4f1ea"
    text: str = "#1b1b1b"
    link: str = ""
    ground: str = "#ffffff"

    def named(self, name: str) -> str:
        """The colour with this name in the classes of drawings."""
        return {
            "hoofd": self.main,
            "nadruk": self.accent,
            "vlak": self.background,
            "tekst": self.text,
            "zacht": "#4d4d4d",
            "kaart": "#ffffff",
            "op": "#ffffff",
            "rand": "#8a8a8a",
            "raster": "#c4c4c4",
        }[name]


@cache
def _sign_widths() -> dict[str, int]:
    return {sign: width for width, signs in _WIDTHS for sign in signs}


def width_of(text: str, *, bold: bool = False, size: float = SIZE) -> float:
    """The most that a text takes, in the units of the drawing."""
    widths = _sign_widths()
    ems = sum(widths.get(sign, _OTHER) for sign in text) / 100
    return ems * size * (1 if bold else _REGULAR)


def wrap(text: str, width: float, *, bold: bool = False, size: float = SIZE) -> tuple[str, ...]:
    """Break a text into lines that fit in a width; a word that is wider by itself is broken with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in _pieces(word, width, bold, size):
            longer = f"{line} {part}" if line else part
            if line and width_of(longer, bold=bold, size=size) > width:
                lines.append(line)
                longer = part
            line = longer
    return (*lines, line) if line or not lines else tuple(lines)


def _pieces(word: str, width: float, bold: bool, size: float) -> list[str]:
    pieces, rest = [], word
    while width_of(rest, bold=bold, size=size) > width and len(rest) > 3:
        end = len(rest) - 1
        while end > 2 and width_of(rest[:end] + "-", bold=bold, size=size) > width:
            end -= 1
        pieces.append(rest[:end] + "-")
        rest = rest[end:]
    return [*pieces, rest]


def drawing(
    parts: Iterable[str], width: float, height: float, *, name: str, kind: str, title: str, description: str, role: str
) -> bytes:
    """The whole drawing. `name` makes its ids unique; a drawing with links in it has the role `group`, else `img`."""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.0f}" width="{width:g}" '
        f'height="{height:.0f}" role="{role}" aria-labelledby="{name}-titel" aria-describedby="{name}-uitleg" '
        f'lang="nl" class="{kind}">'
    )
    said = f'<title id="{name}-titel">{escape(title)}</title><desc id="{name}-uitleg">{escape(description)}</desc>'
    body = [opening, said, f'<g font-family="{FONT}" font-size="{SIZE}">', *parts, "</g></svg>"]
    return ("\n".join(body) + "\n").encode()


def label(
    x: float, y: float, words: str, colours: Colours, tone: str = "tekst", anchor: str = "start", *, bold: bool = False
) -> str:
    """One line of text; `anchor` says which end of it stands at `x`. Bold ones keep free of lines behind them."""
    free = (
        f' font-weight="bold" paint-order="stroke" stroke="{colours.named("kaart")}" stroke-width="4"' if bold else ""
    )
    kind = f"t-{tone} h-kaart" if bold else f"t-{tone}"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" fill="{colours.named(tone)}" text-anchor="{anchor}"{free}>'
        f"{escape(words)}</text>"
    )


def lines(x: float, y: float, rows: Iterable[str], colours: Colours, tone: str = "tekst", *, bold: bool = False) -> str:
    """Lines of text under each other, read as one; `y` is the foot of the first."""
    weight = ' font-weight="bold"' if bold else ""
    words = list(rows)
    spaced = [*(f"{row} " for row in words[:-1]), *words[-1:]]
    spans = "".join(
        f'<tspan x="{x:.1f}" dy="{LINE if number else 0}">{escape(row)}</tspan>' for number, row in enumerate(spaced)
    )
    return f'<text x="{x:.1f}" y="{y:.1f}" class="t-{tone}" fill="{colours.named(tone)}"{weight}>{spans}</text>'


def box(
    x: float, y: float, width: float, height: float, colours: Colours, fill: str, line: str, *, more: str = ""
) -> str:
    """A rectangle with round corners; `more` are attributes of its own."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" class="v-{fill} l-{line}" '
        f'fill="{colours.named(fill)}" stroke="{colours.named(line)}"{more}/>'
    )


def path(shape: str, colours: Colours, line: str, *, width: float = 1, dashes: str = "") -> str:
    """A line without a fill."""
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{shape}" class="l-{line}" fill="none" stroke="{colours.named(line)}" '
        f'stroke-width="{width:g}"{broken}/>'
    )


def place(svg: bytes, *, title: str, description: str, name: str, images: dict[str, bytes] | None) -> Markup:
    """A drawing as Markdown: on the site itself; on paper, where `images` collects them, by name with alt text."""
    if images is None:
        start = f'<div class="figuur" role="region" aria-label={quoteattr(title)} tabindex="0">\n'
        return Markup(start + svg.decode() + "</div>")
    file = f"{name}-{len(images) + 1}.svg"
    images[file] = svg
    return Markup(f"![{escape_markdown(description)}]({file})")


def plain_words(markdown: str) -> str:
    """The words of escaped Markdown as they are read, on one line: for alternative texts made in templates."""
    text = html.unescape(re.sub(r"\\([^\w\s])", r"\1", str(markdown)))
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
