"""Personal data that a change brings into running text: each sort is told by a rule of its own, never by its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kapstok.compare.signs.sides import Sides
from kapstok.compare.values import Sign, SignKind
from kapstok.core.model import Item, Key, Value
from kapstok.core.text import enumerate_words
from kapstok.kinds.schema import Shape

_BSN = re.compile(r"(?<![\w.,/-])(?:\d{9}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .]\d{3}[ .]\d{3})(?![\w/-]|[.,]\d)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?!\w)")
_PHONE = re.compile(r"(?<![\w.,/-])(?:(?:\+31|0031)[ .-]{0,2}(?:\(?0\)?)?|\(?0)(?:[ .()-]{0,2}\d){9}(?![\w/-]|[.,]\d)")
# Numbers and addresses of an organisation and not of somebody.
_SERVICE = ("800", "900", "906", "909", "88", "85", "91", "84", "87")
_DESKS = frozenset(
    [
        "info",
        "contact",
        "post",
        "mail",
        "gemeente",
        "griffie",
        "raad",
        "loket",
        "balie",
        "secretariaat",
        "redactie",
        "pers",
        "privacy",
        "avg",
        "fg",
        "klachten",
        "bezwaar",
        "participatie",
        "inspraak",
        "webmaster",
        "noreply",
        "no-reply",
        "communicatie",
        "archief",
        "woo",
        "sociaal",
        "wmo",
        "jeugd",
        "werk",
    ]
)
_IBAN_LENGTHS = {"NL": 18, "BE": 16, "DE": 22, "FR": 27, "LU": 20, "GB": 22, "ES": 24, "IT": 27, "AT": 20, "CH": 21}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sort:
    """A sort of personal data: what it is called, and every place of it in a text."""

    name: str
    find: Callable[[str], Iterator[str]]


def a_person_can_be_known(sides: Sides) -> Iterator[Sign]:
    """A change brings nothing into a text by which somebody can be known or reached.

    Slecht: een burgerservicenummer, mobiel nummer, mailadres of IBAN in een toelichting. Goed: een rol of een loket.
    """
    before = {sides.naming.today(was.key): was for was, _ in sides.pairs}
    for item in (*(now for _, now in sides.pairs), *sides.came):
        shapes = sides.new.kinds[item.key.kind].shape.fields
        was = _found(before[item.key], shapes) if item.key in before else {}
        new = {place: sort for place, sort in _found(item, shapes).items() if place not in was}
        sorts = dict.fromkeys(new.values())
        if sorts:
            labels = list(dict.fromkeys(label for _, label in new))
            words = f"in {enumerate_words(labels, 'en')} komt een {enumerate_words(sorts, 'en een')} te staan."
            yield sides.sign(SignKind.PERSON, item, words, fields=labels)


def _found(item: Item, shapes: Mapping[str, Shape]) -> dict[tuple[str, str], str]:
    """The personal data in the texts of a thing: the value and its field, and what sort it is."""
    return {
        (value, shapes[name].title or name): sort.name
        for name, field in item.fields.items()
        if name in shapes
        for text in _texts(field)
        for sort in SORTS
        for value in sort.find(text)
    }


def _texts(value: Value) -> Iterator[str]:
    """Every text in a value; an address on the web is none."""
    if isinstance(value, str):
        yield re.sub(r"https?://\S+", " ", value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            if not isinstance(inner, Key):
                yield from _texts(inner)


def service_numbers(text: str) -> Iterator[str]:
    """Nine digits that pass the eleven-proof: nine times the first to twice the eighth, less once the last."""
    for match in _BSN.finditer(text):
        digits = [int(sign) for sign in match[0] if sign.isdigit()]
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        if any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0:
            yield "".join(map(str, digits))


def accounts(text: str) -> Iterator[str]:
    """Numbers of accounts: the country, its length where we know it, and a rest of 1 after division by 97."""
    for match in _IBAN.finditer(text):
        plain = match[0].replace(" ", "")
        turned = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])
        if len(plain) == _IBAN_LENGTHS.get(plain[:2], len(plain)) and len(plain) >= 15 and int(turned) % 97 == 1:
            yield plain


def mail_addresses(text: str) -> Iterator[str]:
    """Addresses of somebody: not those of a desk, such as `info@` or `griffie@`."""
    for match in _MAIL.finditer(text):
        if match[1].casefold() not in _DESKS:
            yield match[0].casefold()


def phone_numbers(text: str) -> Iterator[str]:
    """Dutch numbers of ten digits, also with +31; not those of a service, such as 0800 and 088."""
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        abroad = "0031" if digits.startswith("0031") else "31" if match[0].startswith("+") else ""
        national = digits.removeprefix(abroad).lstrip("0")
        if len(national) == 9 and not national.startswith(_SERVICE):
            yield national


SORTS: tuple[Sort, ...] = (
    Sort(name="burgerservicenummer", find=service_numbers),
    Sort(name="rekeningnummer", find=accounts),
    Sort(name="mailadres", find=mail_addresses),
    Sort(name="telefoonnummer", find=phone_numbers),
)
