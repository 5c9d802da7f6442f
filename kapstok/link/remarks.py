"""Text behind a ` #`, which YAML takes for a remark and leaves out.

`titel: Campagne #doemee` is "Campagne" to YAML. People do write remarks, so the sign is judged by what stands around
it: two spaces before it and one behind, or a whole line, is a remark; a sign that touches a word is part of the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Document, Pointer
from kapstok.core.places import START, Place, replacing, source_of
from kapstok.core.text import shortened
from kapstok.core.values import at_pointer
from kapstok.core.writing import quoted, write_it
from kapstok.kinds.schema import Kind, Kinds
from kapstok.link.shapes import is_free_text, shape_at

CODE = "tekst-achter-hekje"


def check_remarks(document: Document, kind: Kind, kinds: Kinds) -> Iterator[Finding]:
    """Texts that lose what stands behind a ` #`; a warning where it may well be a remark."""
    for pointer, remark in document.remarks.items():
        shape = shape_at(kind, kinds, pointer)
        if shape is not None and is_free_text(shape) and (found := lost_text(document, pointer, remark)):
            yield found


def lost_text(document: Document, pointer: Pointer, remark: str) -> Finding | None:
    """What a text loses by this ` #`; None when it is a remark."""
    space, said = remark[: remark.index("#")], remark[remark.index("#") + 1 :]
    touches, tight = bool(said.strip()) and not said[:1].isspace(), len(space) == 1
    if not said.strip() or not (touches or tight):
        return None
    return _cut(document, pointer, remark.rstrip(), sure=touches)


def _cut(document: Document, pointer: Pointer, remark: str, *, sure: bool) -> Finding:
    text = _text(document, pointer)
    place = document.positions.get(pointer, START)
    was = source_of(document, pointer, text) if text else ""
    whole = quoted((text + remark).strip()) if was is not None and was + remark in document.source else None
    lost = shortened(remark.strip())
    other = "Opmerking bedoeld? Zet twee spaties voor het # en een erachter. Anders: "
    cure = write_it(pointer, whole) if whole and len(whole) <= 90 else "zet de hele tekst tussen aanhalingstekens."
    fix = None
    if whole and sure:
        fix = replacing(place, text + remark, whole if text else f" {whole}")
    return Finding.at(
        Place(document.path, place),
        CODE,
        f"Voor YAML is alles achter # een opmerking: {lost} valt weg.",
        other + cure,
        Severity.ERROR if sure else Severity.WARNING,
        fix,
    )


def _text(document: Document, pointer: Pointer) -> str:
    """The text as it was read; empty when all of it is lost."""
    value = at_pointer(document.data, pointer)
    return value if isinstance(value, str) else document.raws.get(pointer, "")
