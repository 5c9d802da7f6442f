"""The words of a paragraph or cell become inlines: emphasis, links, code, and text that is only text."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kapstok.core.markdown import problems as faults
from kapstok.core.markdown.lines import POINTS
from kapstok.core.markdown.problems import Fault, Problem
from kapstok.core.markdown.tree import Break, Code, Emphasis, Inline, Inlines, ItemLink, Link, Text, joined

BREAK = "\x01"  # stands for the end of a line that must stay one; a control character, so no text holds it
_DEEPEST = 20  # links and emphasis inside each other
_LONGEST = 2000  # signs in the words of a link, and in its address
_SPECIAL = re.compile(r"[\\`*_\[\]!<&{@\n\x01]|(?<!\w)(?:https?://|www\.)(?=\w)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BRACES = re.compile(r"\{[^{}\n]*\}")
_BARE = re.compile(r"(?:https?://|www\.)[^\s<>\"`|\\\x01]+", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_MAILBOX = re.compile(r"[\w.+-]{1,64}\Z")
_LOOSE_END = ".,;:!?*_'\"”’…"
_ITEM = re.compile(r"(?!mailto:)([a-z][a-z0-9-]*):([a-z0-9][a-z0-9.-]*)")
_SAFE = re.compile(r"(https?://|mailto:)[^\s\"'<>`\\]+", re.IGNORECASE)
_ESCAPABLE = frozenset("\\`*_{}[]()#+-.!|<>&~=:?") | POINTS
_NEAR_LINK = re.compile(r"\] +\((?=https?://|mailto:|[a-z][a-z0-9-]*:[a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The text of one paragraph or cell, and where each of its lines stands in the whole: (place here, place there)."""

    text: str
    lines: Sequence[tuple[int, int]]

    def offset(self, at: int) -> int:
        """Where in the whole text this place stands."""
        here, there = self.lines[bisect_right(self.lines, (at, 1 << 60)) - 1]
        return there + at - here


def source_of(lines: Sequence[tuple[str, int]]) -> Source:
    """The source of lines with their places; a line that ends with two spaces ends on the page too."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for number, (line, offset) in enumerate(lines):
        last = number == len(lines) - 1
        text = line.rstrip(" ")
        end = "" if last else BREAK if len(line) - len(text) > 1 else "\n"
        places.append((at, offset))
        parts += [text, end]
        at += len(text) + len(end)
    return Source(text="".join(parts), lines=places)


@dataclass(slots=True)
class _Opened:
    """A mark that began an emphasis; `at` is its place, `index` how many inlines stand before what is inside."""

    mark: str
    at: int
    index: int


class InlineReader:
    """Reads one source; what is wrong goes into `problems`."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self._source, self._problems = source, problems
        self._text = source.text

    def read(self) -> Inlines:
        """All of it."""
        if not _SPECIAL.search(self._text):
            return (Text(text=self._text),) if self._text else ()
        return self._read(0, len(self._text), in_link=False, depth=0)

    def _find(self, fault: Fault, at: int, message: str = "", hint: str = "", *, found: str = "") -> None:
        shown = found or self._text[at : at + 60].partition(BREAK)[0]
        self._problems.append(fault.at(self._source.offset(at), shown, message, hint))

    def _read(self, at: int, end: int, *, in_link: bool, depth: int) -> Inlines:
        run = _Run(self, at, end, in_link=in_link, depth=depth)
        return run.read()


class _Run:
    """One stretch of text: a whole paragraph, or the words of a link."""

    def __init__(self, reader: InlineReader, at: int, end: int, *, in_link: bool, depth: int) -> None:
        self.reader, self.text = reader, reader._text
        self.begin, self.at, self.end = at, at, end
        self.in_link, self.depth = in_link, depth
        self.nodes: list[Inline] = []
        self.plain: list[str] = []
        self.open: list[_Opened] = []
        self.told = False  # one finding about emphasis a paragraph: the first explains the others

    def read(self) -> Inlines:
        text, end = self.text, self.end
        while self.at < end:
            match = _SPECIAL.search(text, self.at, end)
            if match is None:
                self.plain.append(text[self.at : end])
                break
            if match.start() > self.at:
                self.plain.append(text[self.at : match.start()])
                self.at = match.start()
            self._special(match[0])
        for opened in self.open:
            self._unmatched(opened.mark, opened.at)
        while self.open:
            self._give_up(self.open.pop())
        self._flush()
        return joined(self.nodes)

    def _special(self, sign: str) -> None:
        at = self.at
        if sign in "*_":
            self._mark(sign)
        elif sign == "[":
            self._bracket()
        elif sign == "\\":
            self._backslash()
        elif sign == "`":
            self._code()
        elif sign == "\n":
            self._take(" ", 1)
        elif sign == BREAK:
            self._node(Break(), 1)
        elif sign == "@":
            self._mail()
        elif len(sign) > 1:
            self._bare()
        else:
            self._forbidden(sign, at)
            self._take(sign, 1)

    def _forbidden(self, sign: str, at: int) -> None:
        """Signs that begin what this Markdown does not have."""
        text, following = self.text, self.text[at + 1 : at + 2]
        if sign == "!" and following == "[":
            self.reader._find(faults.IMAGE, at)
            self.at += 1  # its brackets are no link
        elif sign == "<" and ((following.isascii() and following.isalpha()) or following in ("/", "!", "?")):
            self.reader._find(faults.HTML, at)
        elif sign == "&" and (match := _ENTITY.match(text, at)) and html.unescape(match[0]) != match[0]:
            shown = html.unescape(match[0])
            hint = f"Schrijf het teken zelf: {shown}" if shown.isprintable() and shown.strip() else ""
            self.reader._find(
                faults.HTML, at, f"{match[0]} is een code uit HTML.", hint or "Haal de code weg.", found=match[0]
            )
        elif sign == "{" and (match := _BRACES.match(text, at)):
            self.reader._find(faults.BRACES, at)
        elif sign == "]" and following == ":":
            self.reader._find(faults.DEFINITION, at)

    def _take(self, shown: str, length: int) -> None:
        self.plain.append(shown)
        self.at += length

    def _node(self, node: Inline, length: int) -> None:
        self._flush()
        self.nodes.append(node)
        self.at += length

    def _flush(self) -> None:
        if self.plain:
            self.nodes.append(Text(text="".join(self.plain)))
            self.plain = []

    def _backslash(self) -> None:
        following = self.text[self.at + 1 : self.at + 2] if self.at + 1 < self.end else ""
        if following and following in _ESCAPABLE:
            self._take(following, 2)
        else:
            self.reader._find(faults.BACKSLASH, self.at)
            self._take("\\", 1)

    def _code(self) -> None:
        run = re.compile("`+").match(self.text, self.at, self.end)
        assert run is not None
        marks = run[0]
        closed = re.compile(f"(?<!`){marks}(?!`)").search(self.text, run.end(), self.end)
        inside = self.text[run.end() : closed.start()].replace("\n", " ").replace(BREAK, " ").strip() if closed else ""
        if closed is None or not inside:
            self._take(marks, len(marks))
            return
        if re.search(r"<(?=[A-Za-z/!?])", inside):
            self.reader._find(faults.HTML, self.text.index("<", run.end()))
        elif "](" in inside:
            self._address(self.text.index("](", run.end()) + 2)
        # Signs about which readers differ stay words.
        plain = set(inside) & set("`|\\") or not inside.isprintable()
        self._node(Text(text=inside) if plain else Code(text=inside), closed.end() - self.at)

    # Emphasis

    def _mark(self, sign: str) -> None:
        run = re.compile(re.escape(sign) + "+").match(self.text, self.at, self.end)
        assert run is not None
        mark, at = run[0], self.at
        before = self.text[at - 1] if at > self.begin else " "
        after = self.text[run.end()] if run.end() < self.end else " "
        opens, closes = not after.isspace() and after != BREAK, not before.isspace() and before != BREAK
        if sign == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        self.at = run.end()
        if len(mark) > 3 or not (opens or closes):
            if len(mark) > 1:  # a star between spaces is one
                self._unmatched(mark, at)
            self.plain.append(mark)
        elif closes and self._closed(mark):
            return
        elif opens and len(self.open) < _DEEPEST:
            self._flush()
            self.open.append(_Opened(mark, at, len(self.nodes)))
        else:
            self._unmatched(mark, at)
            self.plain.append(mark)

    def _closed(self, mark: str) -> bool:
        """Whether this mark closes what was opened last: marks may not cross each other."""
        while self.open and mark[0] == "*" and self.open[-1].mark[0] == "_":
            self._give_up(self.open.pop())  # an underline that stays alone is a sign like any other
        if mark == "***" and len(self.open) > 1 and {self.open[-1].mark, self.open[-2].mark} == {"*", "**"}:
            for _ in range(2):
                self._wrap(self.open.pop())
            return True
        if not self.open or self.open[-1].mark != mark:
            return False
        opened = self.open[-1]
        self._flush()
        if len(self.nodes) == opened.index:
            return False  # nothing between them
        if opened.index and isinstance(self.nodes[opened.index - 1], Emphasis):
            self._unmatched("*", opened.at)  # two that touch
        self._wrap(self.open.pop())
        return True

    def _wrap(self, opened: _Opened) -> None:
        self._flush()
        inner = joined(self.nodes[opened.index :])
        del self.nodes[opened.index :]
        if len(opened.mark) == 3:
            inner = (Emphasis(inner=inner),)
        self.nodes.append(Emphasis(inner=inner, strong=len(opened.mark) > 1))

    def _give_up(self, opened: _Opened) -> None:
        """Make a mark that was never closed the sign that it is."""
        self._flush()
        self.nodes.insert(opened.index, Text(text=opened.mark))
        for other in self.open:
            if other.index > opened.index:
                other.index += 1

    def _unmatched(self, mark: str, at: int) -> None:
        if mark[0] == "*" and not self.told:
            self.told = True
            self.reader._find(faults.EMPHASIS, at)

    # Links

    def _bracket(self) -> None:
        at = self.at
        if self.text.startswith("[^", at) and re.compile(r"\[\^[^\[\]\n]+\]").match(self.text, at):
            self.reader._find(faults.FOOTNOTE, at)
        close = self._closing(at) if self.depth < _DEEPEST else -1
        if close < 0 or self.text[close + 1 : close + 2] != "(":
            if near := _NEAR_LINK.match(self.text, close) if close > 0 else None:
                self.reader._find(faults.LINK, close, "Tussen ] en ( staat een spatie.", "Haal de spatie weg.")
                self._take(self.text[at : near.end()], near.end() - at)
            else:
                self._take("[", 1)
            return
        address, end = self._address(close + 2)
        if end < 0:
            self._take("[", 1)
            return
        inner = self.reader._read(at + 1, close, in_link=True, depth=self.depth + 1)
        if address and not _shown(inner):
            self.reader._find(
                faults.LINK, at, "Deze link heeft geen woorden.", "Zet tussen de rechte haken waar de link heen leidt."
            )
        if address and self.in_link:
            self.reader._find(
                faults.LINK, at, "Een link kan niet in een andere link staan.", "Haal een van de twee weg."
            )
        self._flush()
        self.at = end
        self.nodes += [inner_link(address, inner, self.reader._source.offset(close + 2))] if address else inner

    def _closing(self, at: int) -> int:
        """The place of the bracket that closes the one at this place, or -1."""
        depth, place = 0, at
        while place < self.end:
            sign = self.text[place]
            if sign == "\\":
                place += 1
            elif sign == "[":
                depth += 1
            elif sign == "]":
                depth -= 1
                if not depth:
                    return place
            place += 1
            if place - at > _LONGEST or depth > _DEEPEST:
                return -1
        return -1

    def _address(self, at: int) -> tuple[str, int]:
        """The address that begins here and the place after its bracket; '' for one that may not be, -1 for none."""
        depth, place = 1, at
        while place < self.end and place - at < _LONGEST and 0 < depth < _DEEPEST and not self._is_blank(place):
            depth += {"(": 1, ")": -1}.get(self.text[place], 0)
            place += 1 if depth else 0
        address, whole = self.text[at:place], place < self.end and not depth
        if whole and (_ITEM.fullmatch(address) or _SAFE.fullmatch(address)):
            return address, place + 1
        message = faults.LINK.message.format(address or "een leeg adres")
        hint = ""
        if not whole and address and (_SAFE.match(address) or _ITEM.match(address)):
            message = "Dit adres eindigt niet met ) of er staat een spatie in."
            hint = "Zet het hele adres op één regel, zonder spaties, met ) erachter."
        self.reader._find(faults.LINK, at, message, hint, found=address or self.text[at - 1 : at])
        return "", place + 1 if whole else -1

    def _is_blank(self, at: int) -> bool:
        return self.text[at].isspace() or self.text[at] == BREAK

    def _bare(self) -> None:
        """An address without brackets becomes a link; the stop or bracket of the sentence is no part of it."""
        match = _BARE.match(self.text, self.at, self.end)
        found = trimmed(match[0]) if match else ""
        if self.in_link or not found or not _SAFE.fullmatch(_with_scheme(found)):
            self._take(self.text[self.at], 1)
        else:
            self._node(Link(address=_with_scheme(found), inner=(Text(text=found),), bare=True), len(found))

    def _mail(self) -> None:
        """A mail address without brackets becomes a link as well."""
        host = _HOST.match(self.text, self.at + 1, self.end)
        before = _MAILBOX.search("".join(self.plain)[-65:]) if host and not self.in_link else None
        if host is None or before is None or before[0][0] in ".-" or before[0][-1] == ".":
            self._take("@", 1)
            return
        box, domain = before[0], trimmed(host[0])
        whole = "".join(self.plain)
        self.plain = [whole[: len(whole) - len(box)]]
        shown = f"{box}@{domain}"
        self._node(Link(address=f"mailto:{shown}", inner=(Text(text=shown),), bare=True), 1 + len(domain))


def inner_link(address: str, inner: Inlines, offset: int) -> Inline:
    """The link to an address that was found good."""
    if match := _ITEM.fullmatch(address):
        return ItemLink(kind=match[1], id=match[2], inner=inner, offset=offset)
    scheme, colon, rest = address.partition(":")
    return Link(address=f"{scheme.lower()}{colon}{rest}", inner=inner)


def trimmed(address: str) -> str:
    """An address without what belongs to the sentence around it."""
    while address and (address[-1] in _LOOSE_END or (address[-1] in ")]" and _unbalanced(address))):
        address = address[:-1]
    return address


def _unbalanced(address: str) -> bool:
    close = address[-1]
    return address.count(close) > address.count({")": "(", "]": "["}[close])


def _with_scheme(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    return f"{scheme.lower()}{mark}{rest}" if mark else f"https://{address}"


def _shown(inner: Inlines) -> bool:
    """Whether there is anything to read."""
    return any(
        _shown(node.inner) if isinstance(node, (Emphasis, Link, ItemLink)) else bool(getattr(node, "text", "").strip())
        for node in inner
    )
