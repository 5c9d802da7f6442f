"""What libyaml stumbles over → one finding in plain Dutch, at the place where it can be mended.

libyaml names the place where it got stuck, often a line or more below the mistake. Each rule below
recognises one mistake that people make and points at it; the first that answers counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import CollectionEndEvent, ScalarEvent

from kapstok.core.finding import Finding
from kapstok.core.places import Place
from kapstok.read.syntax.cures import with_cure
from kapstok.read.syntax.messages import (
    DIRECTIVE,
    FIELD_FIRST,
    QUOTE_IT,
    SECOND_DOCUMENT,
    TOO_DEEP,
    Words,
    no_colon,
    second_colon,
    show,
)
from kapstok.read.syntax.text import split_lines
from kapstok.read.syntax.trouble import Spot, Trouble, find_trouble, indent_of, spot_of

_FIELD = re.compile(r"""(?:"[^"]*"[ ]*|'[^']*'[ ]*|[^\s'"#:-][^:#]*):(?:\s|$)""")
_TEXT_FIELD = re.compile(r"[^:]*:\s+[^\s|>&!\[{#]")
_ODD_INDENT = re.compile(r"[ ]*[\t\xa0\u2000-\u200b\u202f\u3000]")
_Answer: TypeAlias = tuple[Spot, Words] | None


def explain(path: str, text: str, error: YAMLError) -> Finding:
    """Turn an error of libyaml on this text into a finding; never repeats libyaml's own words."""
    lines = split_lines(text)
    spot, words = (0, 0), _GENERAL
    if isinstance(error, MarkedYAMLError):
        trouble = find_trouble(text, lines, error)
        answers = (rule(trouble) for rule in RULES)
        spot, words = next(answer for answer in answers if answer is not None)
    line = min(spot[0], len(lines) - 1)
    column = spot[1] if line == spot[0] else len(lines[line])
    return with_cure(Finding.at(Place.on(path, line + 1, column + 1), *words), lines)


def too_deep(t: Trouble) -> _Answer:
    """Brackets nest a few levels; a newer libyaml stops by itself. Slecht: honderden keer `[`; goed: een lijst."""
    return (t.spot, TOO_DEEP) if "nesting depth" in t.problem else None


def odd_indent(t: Trouble) -> _Answer:
    """Only spaces indent. Slecht: `→titel: x` (een tab); goed: `  titel: x`."""
    match = _ODD_INDENT.match(t.line)
    if "end of stream" in t.problem or not (match or t.char == "\t"):
        return None
    column = match.end() - 1 if match else t.spot[1]
    if t.line[column] == "\t":
        message = "Deze regel springt in met een tab."
        if not match:
            message = "Hier staat een tab waar een spatie moet staan."
        words = ("yaml-tab", message, "Gebruik spaties in plaats van tabs: twee spaties voor elk niveau.")
    else:
        message = "Deze regel springt in met een bijzondere spatie."
        words = ("yaml-inspringing", message, "Vervang die door gewone spaties: twee voor elk niveau.")
    return (t.spot[0], column), words


def directive(t: Trouble) -> _Answer:
    """A line that starts with % is an instruction. Slecht: `%YAML 1.1`; goed: geen zulke regel."""
    if "directive" in t.context + t.problem or "incompatible YAML" in t.problem:
        return t.start, DIRECTIVE
    return None


def unclosed_quote(t: Trouble) -> _Answer:
    """A quote is closed. Slecht: `titel: "Meedoen`; goed: `titel: "Meedoen"`."""
    if "quoted scalar" in t.context and ("end of stream" in t.problem or "document indicator" in t.problem):
        return t.start, _unclosed_quote(t, t.start)
    return None


def after_quote(t: Trouble) -> _Answer:
    """Nothing follows a closing quote. Slecht: `'de foto's'`; goed: `"de foto's"`."""
    if type(t.last) is not ScalarEvent or not t.last.style or t.last.style not in "'\"":
        return None
    start, end = spot_of(t.last.start_mark), spot_of(t.last.end_mark)
    if end[0] != t.spot[0] or t.line[end[1] : t.spot[1]].strip():
        return None
    if start[0] != end[0]:
        return start, _unclosed_quote(t, start)
    if "expected ','" in t.problem and end != t.spot:
        return None
    quote = t.last.style
    message = f"Na het sluitende aanhalingsteken staat nog tekst: {show(t.line[t.spot[1] :])}."
    other = "enkele (')" if quote == '"' else 'dubbele (")'
    hint = f"Staat er een {quote} in de tekst zelf? Zet de hele tekst dan tussen {other} aanhalingstekens."
    return t.spot, ("yaml-aanhalingsteken", message, hint)


def _unclosed_quote(t: Trouble, start: Spot) -> Words:
    rest = show(t.text(start[0])[start[1] :])
    message = f"Dit aanhalingsteken wordt niet op deze regel gesloten: {rest}."
    return "yaml-aanhalingsteken-open", message, "Zet hetzelfde aanhalingsteken aan het eind van de tekst."


def backslash(t: Trouble) -> _Answer:
    r"""In double quotes a backslash is special. Slecht: `"c:\map"`; goed: `'c:\map'`."""
    if "quoted scalar" not in t.context:
        return None
    column = max(t.line.rfind("\\", 0, t.spot[1] + 1), 0)
    found = show(t.line[column : column + 2])
    message = f"Tussen dubbele aanhalingstekens heeft een \\ een bijzondere betekenis; {found} kan zo niet."
    hint = "Gebruik enkele aanhalingstekens om de tekst, of typ \\\\ voor een gewone \\."
    return (t.spot[0], column), ("yaml-backslash", message, hint)


def start_sign(t: Trouble) -> _Answer:
    """Some signs mean something at the start of a value. Slecht: `*vet*`; goed: `"*vet*"`."""
    codes = (
        ("an alias", "yaml-ster"),
        ("an anchor", "yaml-en-teken"),
        ("a tag", "yaml-uitroepteken"),
        ("parsing a node", "yaml-uitroepteken"),
    )
    for part, code in codes:
        if part in t.context:
            return t.start, _needs_quotes(t, t.start, code)
    if "cannot start any token" in t.problem or "mapping keys are not allowed" in t.problem:
        return t.spot, _needs_quotes(t, t.spot, "yaml-beginteken")
    return None


def _needs_quotes(t: Trouble, spot: Spot, code: str) -> Words:
    value = t.text(spot[0])[spot[1] :]
    sign = value[:1] or "dit teken"
    message = f"Een waarde die met {sign} begint, moet tussen aanhalingstekens: {show(value)}."
    return code, message, f"{QUOTE_IT} Staat er al een aanhalingsteken in? Gebruik dan de andere soort."


def block_header(t: Trouble) -> _Answer:
    """Nothing follows > or |. Slecht: `titel: > 5 jaar`; goed: `titel: "> 5 jaar"`."""
    if "block scalar" not in t.context:
        return None
    sign = t.text(t.start[0])[t.start[1] : t.start[1] + 1]
    message = f"Achter {sign} mag op deze regel niets staan: {show(t.text(t.start[0])[t.start[1] :])}."
    hint = f"Begin de tekst op de volgende regel, ingesprongen. Hoort {sign} bij de tekst? {QUOTE_IT}"
    return t.start, ("yaml-blok", message, hint)


def nothing_there(t: Trouble) -> _Answer:
    """A value is missing. Slecht: `[a,, b]` of `titel: ]`; goed: `[a, b]` of `titel: "]"`."""
    if t.problem != "did not find expected node content":
        return None
    if "flow" in t.context:
        rest = t.line[t.spot[1] :].strip()
        ends = "Hier houdt de tekst op terwijl er nog een haak open staat."
        message = f"Hier ontbreekt een onderdeel: {show(rest)}." if rest else ends
        return t.spot, ("yaml-haak", message, "Kijk of er een komma te veel staat of een haak niet klopt.")
    return t.spot, _needs_quotes(t, t.spot, "yaml-beginteken")


def bracket(t: Trouble) -> _Answer:
    """Brackets close and commas separate. Slecht: `[a, b`; goed: `[a, b]`."""
    if "expected ',' or" not in t.problem:
        return None
    close = "]" if "sequence" in t.context else "}"
    opened = t.text(t.start[0])
    same_line = t.start[0] == t.spot[0]
    indent = indent_of(opened)
    inside = not same_line and (indent_of(t.line) > indent or t.line.strip().startswith(close))
    if (same_line and close in t.line[t.spot[1] :]) or (inside and t.line.strip()):
        message = f"Hier ontbreekt een komma of de sluitende {close}: {show(t.line[t.spot[1] :])}."
        hint = f"Zet een komma tussen de onderdelen. Is het één tekst? {QUOTE_IT}"
        return t.spot, ("yaml-haak", message, hint)
    sign = opened[t.start[1] : t.start[1] + 1]
    message = f"De haak {sign} wordt niet gesloten: {show(opened[t.start[1] :])}."
    hint = f"Zet {close} achter het laatste onderdeel. Begint de tekst zelf met {sign}? {QUOTE_IT}"
    return t.start, ("yaml-haak-open", message, hint)


def tight_colon(t: Trouble) -> _Answer:
    """Between braces a space follows a colon too. Slecht: `{bedrag:}`; goed: `{bedrag: 0}`."""
    if "unexpected ':'" not in t.problem:
        return None
    message = f"Achter de dubbele punt ontbreekt een spatie of een waarde: {show(t.line[t.spot[1] :])}."
    return t.spot, (
        "yaml-spatie",
        message,
        f"Zet er een spatie en een waarde achter. Is het tekst? {QUOTE_IT}",
    )


def after_bracket(t: Trouble) -> _Answer:
    """Nothing follows a closing bracket. Slecht: `titel: [concept] Plan`; goed: `"[concept] Plan"`."""
    before = t.line[: t.spot[1]].rstrip()
    if not isinstance(t.last, CollectionEndEvent) or not before.endswith(("]", "}")):
        return None
    message = f"Na de sluitende haak staat nog tekst: {show(t.line[t.spot[1] :])}."
    return t.spot, ("yaml-haak", message, f"Is het één tekst die met een haak begint? {QUOTE_IT}")


def block_text(t: Trouble) -> _Answer:
    """Text under | or > keeps its indent. Slecht: een regel die terugspringt; goed: alles even ver."""
    if type(t.last) is not ScalarEvent or t.last.style not in ("|", ">") or "expected" not in t.problem:
        return None
    line = t.start[0] if "could not find" in t.problem else t.spot[0]
    column, content = t.content(line)
    if spot_of(t.last.end_mark)[0] != line or _FIELD.match(content) or not content:
        return None
    message = f"Deze regel springt minder ver in dan de tekst erboven: {show(content)}."
    hint = "Hoort hij bij die tekst? Laat hem even ver inspringen. Anders: begin met ‘naam: ’."
    return (line, column), ("yaml-inspringing", message, hint)


def list_place(t: Trouble) -> _Answer:
    """A list starts on a new line, under its field. Slecht: `doelen: - a`; goed: daaronder `  - a`."""
    if (t.char == "-" and "expected key" in t.problem) or "sequence entries" in t.problem:
        if not t.starts_line:
            message = f"Een lijst begint op een nieuwe regel: {show(t.line[t.spot[1] :])}."
            hint = f"Zet het streepje op de volgende regel, ingesprongen. Is het gewone tekst? {QUOTE_IT}"
            return t.spot, ("yaml-lijst", message, hint)
        if _misfits_list(t):
            return None
        message = f"Hier kan geen lijstonderdeel staan: {show(t.line)}."
        hint = "Zet de lijst onder een eigen veld: ‘naam:’ met niets erachter, alle streepjes onder elkaar."
        return t.spot, ("yaml-lijst", message, hint)
    if "expected '-'" in t.problem and t.spot[1] == t.start[1]:
        message = f"Deze regel staat in een lijst maar begint niet met een streepje: {show(t.line)}."
        hint = "Zet er ‘- ’ voor, of laat de regel inspringen zoals de regels waar zij bij hoort."
        return t.spot, ("yaml-lijst", message, hint)
    return None


def _misfits_list(t: Trouble) -> bool:
    """Tell whether the item belongs to a list above it that is indented otherwise."""
    above = t.text(t.above(t.spot[0]))
    return above.lstrip().startswith("- ") and indent_of(above) != t.spot[1]


def field_name(t: Trouble) -> _Answer:
    """A colon follows a name. Slecht: `: x`; goed: `titel: x`."""
    if t.char != ":" or not t.starts_line:
        return None
    message = "Voor de dubbele punt ontbreekt de naam van het veld."
    return t.spot, ("yaml-veldnaam", message, FIELD_FIRST)


def colon(t: Trouble) -> _Answer:
    """A colon and a space end a name. Slecht: `titel: Plan: deel 1`; goed: `titel: "Plan: deel 1"`."""
    if "mapping values" not in t.problem:
        return None
    column, content = t.content(t.spot[0])
    field = _FIELD.match(content)
    if field is None or column + field.end() <= t.spot[1]:
        return t.spot, second_colon(content)
    above = t.above(t.spot[0])
    above_column, above_content = t.content(above)
    if above_column >= column and not _FIELD.match(above_content):
        parent = _parent(t, above, column)
        if parent is None or not _TEXT_FIELD.match(t.content(parent)[1]):
            return (above, above_column), no_colon(above_content)
        return t.spot, second_colon(content)
    if " " in content.partition(":")[0]:
        return t.spot, second_colon(content)
    return (t.spot[0], column), _indentation(t, column)


def _parent(t: Trouble, line: int, column: int) -> int | None:
    """Give the nearest line above whose content starts further left."""
    while line >= 0 and t.content(line)[0] >= column:
        line = t.above(line)
    return line if line >= 0 else None


def missing_colon(t: Trouble) -> _Answer:
    """A field has a colon. Slecht: `titel Meedoen`; goed: `titel: Meedoen`."""
    if "could not find expected ':'" not in t.problem:
        return None
    column, content = t.content(t.start[0])
    return (t.start[0], max(column, t.start[1])), no_colon(content[max(0, t.start[1] - column) :])


def second_document(t: Trouble) -> _Answer:
    """One file is one thing. Slecht: een regel `...` of `---` halverwege; goed: twee bestanden."""
    if "document start" in t.problem and any(line.rstrip() == "..." for line in t.lines[: t.spot[0]]):
        return t.spot, SECOND_DOCUMENT
    return None


def indentation(t: Trouble) -> _Answer:
    """Lines of one level start at one column. Slecht: vier spaties, dan drie; goed: steeds twee."""
    if not re.search("expected (key|'-')", t.problem) or not t.starts_line or not t.line.strip():
        return None
    column, content = t.content(t.spot[0])
    if t.text(t.spot[0] - 1).lstrip().startswith("#") and not _FIELD.match(content):
        message = f"Na een opmerking met # loopt een tekst niet door: {show(content)}."
        return (t.spot[0], column), ("yaml-opmerking", message, "Zet de opmerking boven de hele tekst.")
    if not _FIELD.match(content) and not t.line.lstrip().startswith("- "):
        return (t.spot[0], column), no_colon(content)
    return t.spot, _indentation(t, t.spot[1])


def _indentation(t: Trouble, column: int) -> Words:
    spaces = "1 spatie" if column == 1 else f"{column} spaties"
    message = f"De inspringing van deze regel ({spaces}) past niet bij de regels erboven: {show(t.line)}."
    hint = "Laat velden die bij elkaar horen recht onder elkaar beginnen; elk niveau dieper twee spaties meer."
    return "yaml-inspringing", message, hint


def general(t: Trouble) -> _Answer:
    """Whatever no rule above knows."""
    if not t.line.strip():
        return t.spot, _GENERAL
    message = f"De opbouw van het bestand klopt hier niet: {show(t.line[t.spot[1] :] or t.line)}."
    return t.spot, (_GENERAL[0], message, _GENERAL[2])


_GENERAL: Words = (
    "yaml-opbouw",
    "De opbouw van dit bestand klopt niet.",
    "Kijk op deze regel en de regel erboven naar inspringing, dubbele punten, haken en aanhalingstekens.",
)

RULES: tuple[Callable[[Trouble], _Answer], ...] = (
    too_deep,
    odd_indent,
    directive,
    unclosed_quote,
    after_quote,
    backslash,
    start_sign,
    block_header,
    nothing_there,
    bracket,
    tight_colon,
    after_bracket,
    block_text,
    list_place,
    field_name,
    colon,
    missing_colon,
    second_document,
    indentation,
    general,
)
