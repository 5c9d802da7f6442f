"""The rules of what must stand out: each has its example, and personal data is told by rules of its own."""

from __future__ import annotations

import pytest

from kapstok.compare.signs import SIGNS
from kapstok.compare.signs.persons import accounts, mail_addresses, phone_numbers, service_numbers
from kapstok.compare.values import SignKind


@pytest.mark.parametrize("rule", SIGNS, ids=lambda rule: rule.__name__)
def test_every_rule_has_its_norm_and_an_example_of_wrong_and_right(rule: object) -> None:
    text = " ".join((rule.__doc__ or "").split())
    assert "Slecht: " in text.partition(". ")[2]
    assert "Goed: " in text.partition("Slecht: ")[2]


def test_every_sign_has_a_mark_and_a_sentence_of_its_own() -> None:
    assert len({kind.mark for kind in SignKind}) == len({kind.sentence for kind in SignKind}) == len(SignKind)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BSN 111222333.", ["111222333"]),
        ("bsn 1112.22.333", ["111222333"]),
        ("nummer 123456782", ["123456782"]),
        ("111222334 voldoet niet", []),
        ("000000000", []),
        ("Zaak 2024-111222333", []),
        ("€ 111222333,50", []),
        ("tel 1112223330", []),
    ],
)
def test_a_service_number_passes_the_eleven_proof(text: str, found: list[str]) -> None:
    assert list(service_numbers(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NL91 ABNA 0417 1643 00", ["NL91ABNA0417164300"]),
        ("NL91ABNA0417164300", ["NL91ABNA0417164300"]),
        ("DE89370400440532013000", ["DE89370400440532013000"]),
        ("NL91ABNA0417164301", []),
        ("XX91ABNA", []),
    ],
)
def test_an_account_passes_its_check(text: str, found: list[str]) -> None:
    assert list(accounts(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("06 12345678", ["612345678"]),
        ("06-12 34 56 78", ["612345678"]),
        ("+31 6 12345678", ["612345678"]),
        ("(0347) 369 911", ["347369911"]),
        ("0031612345678", ["612345678"]),
        ("+31 (0)6 12345678", ["612345678"]),
        ("06 12345678 2 keer", ["612345678"]),
        ("088 123 4567", []),
        ("0800-1234567", []),
        ("14 0347", []),
        ("in 2025 en 2026", []),
        ("0612345", []),
    ],
)
def test_a_phone_number_is_one_of_somebody(text: str, found: list[str]) -> None:
    assert list(phone_numbers(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail p.persoon@voorbeeld.nl.", ["p.persoon@voorbeeld.nl"]),
        ("griffie@voorbeeld.nl en Info@voorbeeld.nl", []),
        ("geen@adres", []),
    ],
)
def test_a_mail_address_is_one_of_somebody(text: str, found: list[str]) -> None:
    assert list(mail_addresses(text)) == found
