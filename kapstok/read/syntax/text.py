"""Bytes of a file → text: the encoding, and the characters that do not belong in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from kapstok.core.conflict import find_conflict
from kapstok.core.finding import Finding, Fix, Severity
from kapstok.core.model import Position
from kapstok.core.places import Place

_BREAK = re.compile(r"\r\n|\r|\n")
# What libyaml refuses: everything that YAML 1.2 does not call printable (section 5.1).
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
# Line breaks to YAML 1.1 and thus to libyaml, but to no editor: they would shift every line number.
_ODD_BREAKS = "\x85\u2028\u2029"
_SPECIALS = (
    "\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u202a-\u202f\u205f-\u2064\u2066-\u206f\u3000"
    "\ue000-\uf8ff\ufeff\ufffc\ufffd\U000f0000-\U0010ffff"
)
_CONTROL = re.compile(f"[{_CONTROLS}]")
_ODD_BREAK = re.compile(f"[{_ODD_BREAKS}]")
_SPECIAL = re.compile(f"[{_SPECIALS}]")
# The quick way for the many files without any of these: one pass, and in C for pure ASCII.
_SUSPECT = re.compile(f"[{_CONTROLS}{_ODD_BREAKS}{_SPECIALS}]")
_PLAIN_ASCII = bytes([9, 10, 13, *range(0x20, 0x7F)])
_NAMES = {
    "\x85": "nieuwe-regelteken",
    "\xa0": "vaste spatie",
    "\xad": "zacht afbreekstreepje",
    "\u2003": "brede spatie",
    "\u2009": "smalle spatie",
    "\u200b": "onzichtbare spatie",
    "\u2028": "regelscheiding",
    "\u2029": "alineascheiding",
    "\u202f": "smalle vaste spatie",
    "\ufeff": "byte-volgordeteken",
    "\ufffd": "vervangingsteken: hier ging eerder een letter verloren",
}
_SAVE_AS_UTF8 = (
    "Open het en sla op als UTF-8: in Kladblok bij Opslaan als, achter Codering. Of gebruik kapstok herstel."
)
# How older programs save a text, and the letters and signs of Dutch that tell which it was.
_ENCODINGS = (("cp1252", "Windows-1252 (ANSI)"), ("cp850", "DOS-tekst (cp850)"), ("mac-roman", "Mac-tekst"))
_DUTCH = frozenset("áàâäéèêëíìîïóòôöúùûüçñÁÀÂÄÉÈÊËÍÌÎÏÓÒÔÖÚÙÛÜÇÑ€£§°±²³½¼¾µ·«»©®™×÷¿¡–—‘’‚“”„…•\xa0")
_UNLIKELY = re.compile("[a-zà-öø-ÿ][‚„ÁÀÂÄÉÈÊËÍÌÎÏÓÒÔÖÚÙÛÜÇÑ]")  # a quote that opens, or a capital, behind a letter
_SOME_UTF8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf]")


def split_lines(text: str) -> list[str]:
    """Split at the line breaks that editors count: CR LF, LF and CR, nothing else."""
    return _BREAK.split(text)


def position_at(text: str, offset: int) -> Position:
    """Give the place of a character, by its offset in code points."""
    before = split_lines(text[:offset])
    return Position(line=len(before), column=len(before[-1]) + 1)


def name_character(char: str) -> str:
    """Name a character for people: ‘vaste spatie (U+00A0)’."""
    name = _NAMES.get(char)
    if name is None:
        category = unicodedata.category(char)
        name = {"Co": "teken uit een symbolenlettertype", "Zs": "bijzondere spatie"}.get(category, "teken")
    return f"{name} (U+{ord(char):04X})"


def decode(path: str, raw: bytes) -> tuple[str | None, list[Finding]]:
    """Decode a file as UTF-8, without its byte order mark, and report what does not belong in text.

    The text is None when it cannot be parsed. In text that can be, every odd line break has become
    a space, so that lines and columns agree with what an editor shows.
    """
    if wide := _wide_encoding(raw):
        message = f"Dit bestand is opgeslagen als {wide} en niet als UTF-8."
        found = Finding.at(Place(path), "yaml-geen-utf8", message, _SAVE_AS_UTF8)
        marked = raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
        return None, [replace(found, fix=Fix(encoding=wide.lower())) if marked else found]
    if not raw.translate(None, _PLAIN_ASCII):
        text = raw.decode("ascii")
        conflict = find_conflict(path, text)
        return (None, [conflict]) if conflict else (text, [])
    try:
        text = raw.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        return None, [_bad_byte(path, raw, error.start)]
    if conflict := find_conflict(path, text):
        return None, [conflict]
    if not _SUSPECT.search(text):
        return text, []
    if controls := _CONTROL.findall(text):
        return None, [_control(path, text, controls)]
    findings = _special(path, text)
    if breaks := _ODD_BREAK.findall(text):
        findings.append(_odd_break(path, text, breaks))
        text = _ODD_BREAK.sub(" ", text)
    return text, findings


def check_escaped(path: str, value: str, position: Position) -> Finding | None:
    r"""Report a control character that a double-quoted text makes by an escape such as "\x07"."""
    found = _CONTROL.search(value) or _ODD_BREAK.search(value)
    if found is None:
        return None
    message = f"In deze tekst staat via een \\-code een onzichtbaar {_name_control(found[0])}."
    return Finding.at(Place(path, position), "yaml-stuurteken", message, "Haal de \\-code weg of gebruik \\n of \\t.")


def _wide_encoding(raw: bytes) -> str:
    """Name UTF-16 or UTF-32, by the mark at the start or by every other byte being nil; else ''."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    start = raw[:200]
    half = len(start) // 2
    if half > 1 and half * 0.8 <= max(start[0::2].count(0), start[1::2].count(0)) <= half + 1:
        return "UTF-16" if start.count(0) <= half + 1 else ""
    return ""


def _bad_byte(path: str, raw: bytes, offset: int) -> Finding:
    place = position_at(raw[:offset].decode("utf-8").lstrip("\ufeff"), offset)
    byte = raw[offset : offset + 1]
    encoding, name = guess_encoding(raw)
    if encoding:
        letter = byte.decode(encoding)
        message = f"Dit bestand is opgeslagen als {name} en niet als UTF-8; hier staat zo ‘{letter}’."
    else:
        message = f"Dit bestand is niet opgeslagen als UTF-8: hier staat de byte 0x{byte[0]:02X}."
    fix = Fix(encoding=encoding) if encoding else None
    return replace(Finding.at(Place(path, place), "yaml-geen-utf8", message, _SAVE_AS_UTF8), fix=fix)


def guess_encoding(raw: bytes) -> tuple[str, str]:
    """How a file was saved that is no UTF-8: Python's name and the name that people know; empty when nobody can say.

    The first in which all bytes are letters and signs of Dutch, where Dutch has them; not when some of it is UTF-8.
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if _SOME_UTF8.search(raw):
        return "", ""
    for encoding, name in _ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if {char for char in text if ord(char) > 0x7F} <= _DUTCH and not _UNLIKELY.search(text):
            return encoding, name
    return "", ""


def _name_control(char: str) -> str:
    return name_character(char) if char in _NAMES else f"stuurteken (U+{ord(char):04X})"


def _more(found: list[str]) -> str:
    return f" Dit is het eerste van {len(found)} in dit bestand." if len(found) > 1 else ""


def _control(path: str, text: str, controls: list[str]) -> Finding:
    place = position_at(text, text.index(controls[0]))
    name = _name_control(controls[0])
    message = f"Hier staat een onzichtbaar {name}, dat niet in tekst hoort.{_more(controls)}"
    hint = "Haal het teken weg: typ de tekst op deze plaats opnieuw."
    return Finding.at(Place(path, place), "yaml-stuurteken", message, hint)


def _odd_break(path: str, text: str, breaks: list[str]) -> Finding:
    place = position_at(text, text.index(breaks[0]))
    message = f"Hier staat een onzichtbaar regeleinde: {name_character(breaks[0])}.{_more(breaks)}"
    hint = "Vervang het door een spatie of een gewone nieuwe regel."
    return Finding.at(Place(path, place), "yaml-regeleinde", message, hint)


def _special(path: str, text: str) -> list[Finding]:
    """Note once, at the first, which special characters a text holds; they often come with copying."""
    found = _SPECIAL.findall(text)
    if not found:
        return []
    place = position_at(text, text.index(found[0]))
    names = [name_character(char) for char in dict.fromkeys(found)]
    others = f" Ook: {', '.join(names[1:4])}{' en meer' if len(names) > 4 else ''}." if names[1:] else ""
    message = f"Bijzonder teken in de tekst: {names[0]}.{others}"
    hint = "Kwam het mee uit Word of een pdf? Vervang het door een gewoon teken. Bedoeld? Laat het staan."
    return [Finding.at(Place(path, place), "yaml-bijzonder-teken", message, hint, Severity.NOTE)]
