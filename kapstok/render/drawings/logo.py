"""Whether a file can be the logo: an SVG or a PNG of the workspace, in which nothing runs or is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from kapstok.render.drawings.picture_size import PNG, svg_root

_RUNS = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "set"})
_LOADS = re.compile(r"(?i)@import|url\(\s*['\"]?(?!#|data:image/)|javascript:")


def logo_problem(root: Path, name: str) -> tuple[str, str, str]:
    """Code, message and hint of what is wrong with the logo; three empty texts when it is right."""
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()) or not path.is_file():
            raise FileNotFoundError
        data = path.read_bytes()
    except (OSError, ValueError):
        where = "Zet het bestand in de werkruimte en noem het pad vanaf de hoofdmap."
        return "logo-ontbreekt", f"Het logo {name} staat niet in de werkruimte.", where
    if data.startswith(PNG):
        whole = b"IHDR" in data[:32] and b"IEND" in data[-32:]
        broken = ("logo-onleesbaar", f"Het logo {name} is geen hele PNG.", "Sla het beeld opnieuw op.")
        return ("", "", "") if whole else broken
    return _svg_problem(name, data)


def _svg_problem(name: str, data: bytes) -> tuple[str, str, str]:
    try:
        root = svg_root(data)
    except etree.XMLSyntaxError:
        root = None
    if root is None or etree.QName(root).localname != "svg":
        return "logo-vorm", f"Het logo {name} is geen SVG of PNG.", "Sla het logo op als SVG of PNG."
    wrong = next(_unsafe(root), "")
    if wrong:
        message = f"Het logo {name} is niet veilig: er staat {wrong} in."
        return "logo-onveilig", message, "Sla het logo op als gewone SVG, zonder scripts en zonder delen van elders."
    return "", "", ""


def _unsafe(root: Any) -> Iterator[str]:
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in etree.tostring(root.getroottree()):
        yield "een entiteit"
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if name.lower() in _RUNS:
            yield f"<{name}>"
        if name == "style" and _LOADS.search(element.text or ""):
            yield "stijl die iets van elders laadt"
        for attribute, value in element.attrib.items():
            short = etree.QName(attribute).localname.lower()
            outside = short == "href" and name != "a" and not re.match(r"#|data:image/(png|jpeg)", value.strip())
            if short.startswith("on") or outside or _LOADS.search(value):
                yield f"het kenmerk {short}"
