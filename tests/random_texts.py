"""Texts at random, for tests: blocks as writers make them, and lines of signs that nobody meant."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from kapstok.core.markdown import Parsed, parse

# One a line; what stands between quotes keeps its spaces.
WORDS = [
    word.strip("'")
    for line in r"""
zorg Welzijn tekst de het R&D a_b_c 18+ 10% €5 foto’s -4 -? ... -- /n.v.t. 1. 2) a. b) iv) (1) (a) A. 8. 2019. • –
'€ 58.400' '37,7 %' '5 < 6' 'x > y' '= 0' '+ 5%' '- 5%' '/ n.v.t.: nee' '8. ' 'A. ' '*sch* '
#1 #let $x$ @ref <lab> // /* = == --- + * 5* _ __ ~ ~~ ^ $ @ " ' ’ ! !!! ? :: : | \\ \* \_ \| { } {x} Table:
`code` ``code``code` *schuin* **vet** _schuin_ ***beide*** '**vet *en* x**' ab*cd*ef [doel](doel:werk)
[**vet**](doel:werk) [w](https://x.nl/a_(b)?c=1&d=2) https://nos.nl/pad_x. info@x.nl www.x.nl Https://X.nl
é ß → ① &amp; &eacute; < <b> [x] [ ] ]( ( \_los\_ \&eacute; \<b> https://x.nl/a(b https://x.nl/?a=1&copy;2
""".splitlines()
    for word in re.findall(r"'[^']+ [^']*'|\S+", line)
]
WORDS += ["\u00a0", " \u2003", "\t"]
_SIGNS = [f"{sign} " for sign in ("-", "1.", "2.", "3.", "1)", "a.", "b.", "c)", *"•–>+*:=#/~!", "10.")]
STARTS = ["", "  ", "    ", "    - ", "        - ", "> - ", "|", *_SIGNS]
ALIGNS = ("---", "---:", ":---", ":-:")


def accepted(seed: int, count: int) -> Iterator[tuple[str, Parsed]]:
    """So many texts in which nothing falls outside the subset, the same for the same seed."""
    source = random.Random(seed)
    while count:
        text = (_lines(source) if source.random() < 0.4 else _blocks(source)).strip()
        parsed = parse(text)
        if parsed.blocks and not parsed.problems:
            count -= 1
            yield text, parsed


def _line(source: random.Random) -> str:
    parts = (source.choice(WORDS) + source.choice([" ", " ", " ", "", " ", "  "]) for _ in range(source.randint(1, 5)))
    return "".join(parts).strip() if source.random() < 0.9 else "".join(parts)


def _lines(source: random.Random) -> str:
    """Any sign before any line."""
    ends = ("\n", "\n", "\n\n")
    return "".join(source.choice(STARTS) + _line(source) + source.choice(ends) for _ in range(source.randint(1, 6)))


def _blocks(source: random.Random) -> str:
    makers = (_paragraph, _paragraph, _points, _numbers, _quote, _table)
    return "\n\n".join(source.choice(makers)(source) for _ in range(source.randint(1, 4)))


def _paragraph(source: random.Random) -> str:
    return "\n".join(_line(source) for _ in range(source.randint(1, 3)))


def _points(source: random.Random) -> str:
    sign, lines = source.choice("--•–"), []
    for _ in range(source.randint(1, 4)):
        lines.append(f"{sign} {_line(source)}")
        if source.random() < 0.3:
            lines.append("    " + source.choice(["- ", "1. ", ""]) + _line(source))
        if source.random() < 0.1:
            lines += ["", "    " + _line(source)]
    return "\n".join(lines)


def _numbers(source: random.Random) -> str:
    first, letters, lines = source.randint(1, 4), source.random() < 0.5, []
    for number in range(first, first + source.randint(1, 4)):
        lines.append(f"{chr(96 + number) if letters else number}. {_line(source)}")
        if source.random() < 0.2:
            lines.append("    - " + _line(source))
    return "\n".join(lines)


def _quote(source: random.Random) -> str:
    return "\n".join(f"> {_line(source)}" for _ in range(source.randint(1, 3)))


def _table(source: random.Random) -> str:
    columns = range(source.randint(1, 3))
    rows = [[_cell(source) for _ in columns], [source.choice(ALIGNS) for _ in columns]]
    rows += [[_cell(source) for _ in columns] for _ in range(source.randint(1, 3))]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(source: random.Random) -> str:
    bar = r" \| of" if source.random() < 0.2 else ""
    return _line(source).replace("|", "") + bar
