"""Signs that make a text look like another: words turned round, and signs without any width in a name or title.

Norm: Unicode Technical Report 36, Unicode Security Considerations. Who compares two titles by eye, or looks a name up,
must see what a computer sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kapstok.core.finding import Finding
from kapstok.core.model import Document, texts_in
from kapstok.core.places import Place, within

_TURNS = "\u202a-\u202e\u2066-\u2069"
_UNSEEN = "\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f"
_TURN, _ANY = re.compile(f"[{_TURNS}]"), re.compile(f"[{_TURNS}{_UNSEEN}]")
_SHORT = 300  # signs of a text that people compare by eye; longer ones are read


def misleading(documents: Iterable[Document]) -> Iterator[Finding]:
    """Every text in which a sign turns the words round, and every short one with a sign that nobody sees.

    Slecht: titel: 'Geen <U+202E>gnal teid' of een titel met een spatie zonder breedte. Goed: alleen wat te zien is.
    """
    for document in documents:
        if document.source.isascii() and "\\" not in document.source:
            continue
        for pointer, text in texts_in(document.data):
            is_short = len(text) <= _SHORT and "\n" not in text.strip()
            found = (_ANY if is_short else _TURN).search(text)
            if found:
                sign = found[0]
                what = "draait de volgorde van de letters om" if _TURN.match(sign) else "is niet te zien"
                yield Finding.at(
                    Place(document.path, within(document, pointer, text, found.start(), sign)),
                    "tekst-misleidend",
                    f"Hier staat een teken (U+{ord(sign):04X}) dat {what}: wat er staat, is niet wat u leest.",
                    "Typ de tekst opnieuw, zonder te kopiëren.",
                )
