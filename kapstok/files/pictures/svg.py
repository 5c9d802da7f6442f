"""An SVG, parsed and written anew from what a drawing needs: shapes, text, colours, gradients, masks.

Nothing in the result can run or load anything, and no number in it is larger than a page. What editors leave behind is
dropped without a word; what would draw something that we do not take over is told, and so is what could harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from kapstok.core.element import Element
from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.svg_style import Rule, declarations, read_rules
from kapstok.files.pictures.svg_values import ATTRIBUTES, PROPERTIES, check_value

MOST_BYTES, _MOST_ELEMENTS, _DEEPEST = 1_000_000, 10_000, 50
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan")
_FILLS = ("linearGradient", "radialGradient", "stop", "clipPath", "mask")
_ELEMENTS = frozenset({"svg", "g", "defs", "symbol", "use", "title", "desc", *_SHAPES, *_FILLS})
_DROPPED = frozenset({"metadata", "style", "view"})  # and every element of another namespace
_TEXTS = frozenset({"title", "desc", "text", "tspan"})
_QUIET = re.compile(r"(?:data|aria)-[a-z-]+|xml:.*|role|version|baseProfile|class|style|enable-background|lang")


def clean_svg(data: bytes) -> bytes:
    """The same drawing in our own hand. Raises PictureError."""
    root = _parse(data)
    rules = _rules(root)
    cleaner = _Cleaner(rules)
    made = cleaner.element(root, 0)
    cleaner.check_uses(made)
    etree.cleanup_namespaces(made)
    result: bytes = etree.tostring(made, encoding="utf-8")
    return result


def _parse(data: bytes) -> Element:
    """The XML, with nothing filled in or fetched."""
    if len(data) > MOST_BYTES:
        raise PictureError(f"meer dan {MOST_BYTES // 1000} kB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        made = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PictureError("geen leesbare SVG") from error
    if etree.QName(made).localname != "svg":
        raise PictureError("geen leesbare SVG")
    dtd = made.getroottree().docinfo.internalDTD
    if dtd is not None and (next(dtd.iterentities(), None) is not None or next(dtd.iterelements(), None) is not None):
        raise PictureError("een entiteit", unsafe=True)
    root: Element = made
    return root


def _rules(root: Element) -> list[Rule]:
    """The rules of every style sheet in the drawing, in order."""
    found: list[Rule] = []
    for element in root.iter(f"{{{_SVG}}}style", "style"):
        found += read_rules("".join(element.itertext()))
    return found


class _Cleaner:
    """Writes elements anew; counts them."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules, self._count = rules, 0

    def element(self, old: Element, depth: int) -> Element:
        """The element in our own hand, with all that may stay in it."""
        self._count += 1
        if self._count > _MOST_ELEMENTS or depth > _DEEPEST:
            raise PictureError("te veel onderdelen")
        name = etree.QName(old).localname
        new: Element = etree.Element(f"{{{_SVG}}}{name}", nsmap={None: _SVG} if depth == 0 else None)
        for key, value in sorted(self._attributes(old, name).items()):
            new.set(key, value)
        if name in _TEXTS:
            new.text = old.text
        for child in old:
            if isinstance(child, etree._Entity):
                raise PictureError("een entiteit", unsafe=True)
            if isinstance(child.tag, str) and self._stays(child):
                made = self.element(child, depth + 1)
                made.tail = child.tail if name in _TEXTS else None
                new.append(made)
        return new

    def check_uses(self, root: Element) -> None:
        """A copy of a copy grows beyond all bounds: what is used, uses nothing itself."""
        named = {element.get("id"): element for element in root.iter() if element.get("id")}
        for use in root.iter(f"{{{_SVG}}}use"):
            target = named.get(use.get("href", "").removeprefix("#"))
            if target is not None and next(target.iter(f"{{{_SVG}}}use"), None) is not None:
                raise PictureError("een <use> in een <use>")

    def _stays(self, child: Element) -> bool:
        """Whether an element is taken over. Raises PictureError for one that is part of the drawing and is not."""
        qualified = etree.QName(child)
        if qualified.namespace not in (_SVG, None) or qualified.localname in _DROPPED:
            return False
        if qualified.localname not in _ELEMENTS:
            raise PictureError(f"<{qualified.localname[:30]}>", unsafe=True)
        return True

    def _attributes(self, old: Element, name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in old.attrib.items():
            qualified = etree.QName(key)
            short = qualified.localname
            if qualified.namespace == _XLINK and short == "href":
                qualified, short = etree.QName("href"), "href"
            if qualified.namespace is not None:
                continue
            if short in ATTRIBUTES or short in PROPERTIES:
                found[short] = check_value(short, value)
            elif short.lower().startswith("on") or not _QUIET.fullmatch(short):
                _refuse_unless_plain(short, value)
        for property_, value in self._styled(old, name):
            found[property_] = check_value(property_, value)
        return found

    def _styled(self, old: Element, name: str) -> Iterator[tuple[str, str]]:
        """What style sheets and the style of the element itself say, the strongest last."""
        classes, own = set(old.get("class", "").split()), old.get("id")
        for rule in sorted(self._rules, key=lambda rule: rule.weight):
            if rule.holds_for(name, classes, own):
                yield from rule.properties
        yield from declarations(old.get("style", ""))


def _refuse_unless_plain(name: str, value: str) -> None:
    """An attribute that we do not know is dropped, unless it means to run or load something: that is told."""
    squeezed = re.sub(r"[\x00-\x20]", "", value).lower()
    if name.lower().startswith("on") or "script:" in squeezed or "url(" in squeezed or "://" in squeezed:
        raise PictureError(f"het kenmerk {name[:30]}", unsafe=True)
