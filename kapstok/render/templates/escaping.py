"""What a template puts together: text of the agenda beside what is Markdown already becomes Markdown as well.

Jinja escapes it for HTML only, so that a star or a link in it would be one on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from kapstok.render.offers.printing import printed


def concatenated(words: Sequence[object], parts: Sequence[object]) -> str:
    """What `~` gives. `words` are those of the template's author; where they are None, the part is the agenda's."""
    whole = [part if word is None else word for word, part in zip(words, parts, strict=True)]
    if not any(map(_is_escaped, parts)):
        return "".join(map(str, whole))
    return Markup("").join(
        escape(part) if word is not None else _safe(part) for word, part in zip(words, whole, strict=True)
    )


def joined(values: Iterable[object], between: str = "", attribute: str = "") -> str:
    """The filter `join`."""
    found = [getattr(value, attribute) if attribute else value for value in values]
    if not any(map(_is_escaped, found)):
        return str(between).join(map(str, found))
    return escape(between).join(map(_safe, found))


def _is_escaped(value: object) -> bool:
    return hasattr(value, "__html__")


def _safe(value: object) -> str:
    """A text of the agenda as Markdown; what is no text, or is Markdown, as it is put together."""
    return printed(value) if isinstance(value, str) and not _is_escaped(value) else escape(value)
