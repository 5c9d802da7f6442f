"""A comment as the Markdown of a forge. All words are made to say only themselves; only our own frame is Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kapstok.commands.remark.values import LONGEST_TEXT, Bit, Ink, Line, Part, Remark
from kapstok.core.forge_text import plain, plain_html

_MARK = "<!-- kapstok:opmerking:{audience} -->"
_TAGS = {Ink.GONE: ("<del>", "</del>"), Ink.NEW: ("<ins>", "</ins>")}
_SPARE = 1_500  # bytes that are kept for the foot and for what says that there is more
_FOOT = (
    "Gemaakt voor het publiek {audience}. Wat dit publiek niet ziet, staat hier niet; alle meldingen staan in het "
    "verslag van de controle. Bij elke nieuwe versie van het voorstel wordt deze opmerking bijgewerkt."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """Where the preview is: `pages` begins the address of each page (may be empty), `whole` is one address for all."""

    pages: str = ""
    whole: str = ""
    suffix: str = ""  # behind an address that names a folder, when no web server adds it


def mark_of(audience: str) -> str:
    """The first line of the comment for an audience, which nobody sees and by which it is found again."""
    return _MARK.format(audience=audience)


def as_comment(remark: Remark, preview: Preview, most: int) -> str:
    """Markdown of at most `most` bytes; what does not fit is left out of the last parts, and that is said."""
    lines = [
        mark_of(remark.audience),
        "## Kapstok: wat dit voorstel verandert",
        "",
        plain(remark.head, LONGEST_TEXT),
        "",
    ]
    if preview.whole:
        lines += [f"[Voorvertoning]({preview.whole})", ""]
    left = most - _SPARE - _size("\n".join(lines))
    for part in remark.parts:
        made, left = _part(part, preview, left)
        lines += made
    return "\n".join([*lines, f"<sub>{_FOOT.format(audience=remark.audience)}</sub>", ""])


def _part(part: Part, preview: Preview, left: int) -> tuple[list[str], int]:
    title = plain(part.title, 200)
    left -= _size(title) + 120
    kept = list(_fitting([_line(line, preview) for line in part.lines], left))
    left -= sum(_size(line) + 1 for line in kept)
    gone = part.left_out + len(part.lines) - len(kept)
    if gone:
        kept.append(f"- Nog {gone} regels passen hier niet; alles staat in kapstok verschil en kapstok check.")
    if not part.folded:
        return [f"### {title}", "", *kept, ""], left
    return ["<details>", f"<summary>{plain_html(part.title, 200)}</summary>", "", *kept, "", "</details>", ""], left


def _fitting(lines: Sequence[str], left: int) -> Iterator[str]:
    for line in lines:
        left -= _size(line) + 1
        if left < 0:
            return
        yield line


def _line(line: Line, preview: Preview) -> str:
    words = "".join(_bit(bit) for bit in line.bits).strip()
    link = f" ([bekijk]({_address(line.page, preview)}))" if line.page and preview.pages else ""
    return f"{'  ' * line.level}- {words or '…'}{link}"


def _bit(bit: Bit) -> str:
    """Words with their ink, and the spaces around them."""
    said = plain(bit.text, LONGEST_TEXT)
    begin, end = _TAGS.get(bit.ink, ("", ""))
    before = " " if bit.text[:1].isspace() else ""
    after = " " if bit.text[-1:].isspace() else ""
    return f"{before}{begin}{said}{end}{after}" if said else before or after


def _address(page: str, preview: Preview) -> str:
    path, hash_sign, anchor = page.partition("#")
    return f"{preview.pages}{path}{preview.suffix}{hash_sign}{anchor}"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
