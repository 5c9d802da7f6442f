"""Changes of every sort over a real repository: was and becomes in the words of the schema, and what must stand out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from changing import (
    compared,
    part_fields,
    put_back,
    replace_in,
    signs,
    small_repository,
    the_thing,
    told,
    words_of,
)
from papers_git import commit, freeze, git, workspace
from workbench import load_from, png

from kapstok.commands.rename import carry_out, plan_rename
from kapstok.compare.values import FieldHow, How, Mark, SignKind

FILES = {
    "agenda/contracten/taal.yaml": (
        "titel: Taal\nsoort: subsidie\nstart: '2024-03-01'\nkosten:\n  bedrag: 190000\n  jaar: 2026\n"
        "publicatie: openbaar\n"
    ),
    "agenda/doelen/los.yaml": "nummer: '3'\ntitel: Een los doel\nopgave: meedoen\npublicatie: openbaar\n",
    "agenda/begroting/b26.yaml": (
        "titel: Begroting 2026\njaar: 2026\nsoort: begroting\npublicatie: openbaar\ninzet:\n"
        "  - id: een\n    titel: Coach\n    hangt_aan: doel:niemand-alleen\n    fte: 1,5\n    stand: begroot\n"
        "  - id: twee\n    titel: Werkcoach\n    hangt_aan: doel:werk-naar-vermogen\n    fte: 2\n    stand: begroot\n"
    ),
    "agenda/raadsvoorstellen/plan.yaml": (
        "titel: Plan\nbeleidsprogramma: Sociaal\nportefeuillehouder: wethouder\nzaaknummer: 'Z-1'\naan: de raad\n"
        "onderwerp: Plan\nbeslispunten:\n  - id: een\n    nummer: '1'\n    tekst: Het plan vast te stellen.\n"
        "inleiding: Dit is het plan.\nbeoogd_effect: Meedoen.\ndatum: '2025-11-01'\nuitslag: aangenomen\n"
        "besluitdatum: '2025-12-01'\npublicatie: openbaar\n"
        "bijlagen:\n  - titel: Plan\n    bestand: plan.png\n    alt: Een plan.\n"
    ),
    "schemas/doel.extra.json": json.dumps(
        {"properties": {"advies": {"type": "string", "title": "Advies", "x-zichtbaar-voor": ["raad", "bestuur"]}}}
    ),
    "templates/pagina/_eigen.md.j2": "{# van ons #}\n",
}
ACTIVITY, GOAL = "agenda/activiteiten/buurtmaaltijd.yaml", "agenda/doelen/werk-naar-vermogen.yaml"
FRAME, INDICATOR = "agenda/kaderlijsten/kader-inkoop.yaml", "agenda/indicatoren/mensen-aan-het-werk.yaml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verschil")
    root = small_repository(folder, FILES)
    (root / "bijlagen").mkdir()
    (root / "bijlagen" / "plan.png").write_bytes(png())
    commit(root, "2026-03-01")
    return root


@pytest.fixture
def root(repository: Path) -> Iterator[Path]:
    yield repository
    put_back(repository)


@pytest.mark.parametrize(
    ("path", "was", "becomes"),
    [
        (GOAL, "titel: Inwoners", "# een opmerking\ntitel: Inwoners"),
        (
            GOAL,
            "nummer: '1'\ntitel: Inwoners werken naar vermogen",
            "titel: 'Inwoners werken naar vermogen'\nnummer: \"1\"",
        ),
        (GOAL, "toelichting: Werk is meer dan een inkomen.", "toelichting: >-\n  Werk is meer\n  dan een inkomen."),
        (GOAL, "indicatoren:\n  - mensen-aan-het-werk", "indicatoren: [mensen-aan-het-werk]"),
        (INDICATOR, "termijn: '2027'", 'termijn:   "2027"'),
        (INDICATOR, "waarde: 37,7", "waarde: '37,7'"),
        (ACTIVITY, "\n", "\r\n"),
    ],
)
def test_how_it_is_typed_is_no_change(root: Path, path: str, was: str, becomes: str) -> None:
    file = root / path
    text = file.read_bytes().decode()
    assert was in text
    file.write_bytes(text.replace(was, becomes).encode())
    assert compared(root, "besloten").is_empty


def test_a_longer_text_is_told_word_by_word(root: Path) -> None:
    replace_in(root, GOAL, ("meer dan een inkomen.", "meer dan geld. Het geeft een dag vorm."))
    (field,) = the_thing(compared(root), "doel:werk-naar-vermogen").fields
    assert (field.field, field.label, field.how) == ("toelichting", "Toelichting", FieldHow.CHANGED)
    changed = [(piece.mark.value, piece.text.strip()) for piece in field.pieces if piece.mark is not Mark.SAME]
    assert changed == [("nieuw", "geld. Het geeft"), ("weg", "inkomen"), ("nieuw", "dag vorm")]
    assert "".join(p.text for p in field.pieces if p.mark is not Mark.GONE) == field.becomes


def test_digits_are_told_as_they_are_published(root: Path) -> None:
    replace_in(root, INDICATOR, ("waarde: 37,7", "waarde: 37,70"))
    fields = part_fields(compared(root), "indicator:mensen-aan-het-werk", "meting:mensen-aan-het-werk.2024")
    assert fields == {"Waarde": ("37,7", "37,70")}


def test_an_order_that_changed_is_told_as_that(root: Path) -> None:
    text = (root / "agenda/begroting/b26.yaml").read_text(encoding="utf-8")
    head, one, two = text.split("  - id:")
    (root / "agenda/begroting/b26.yaml").write_text(f"{head}  - id:{two}  - id:{one}", encoding="utf-8")
    found = compared(root)
    (field,) = the_thing(found, "begroting:b26").fields
    assert (field.label, field.how) == ("Inzet", FieldHow.REORDERED)
    assert found.signs == ()


def test_a_new_name_by_the_command_is_a_new_name_and_nothing_dies(root: Path) -> None:
    renaming, _ = plan_rename(load_from(root), "doel:niemand-alleen", "samen-leven")
    assert renaming is not None
    carry_out(root, renaming)
    found = compared(root)
    thing = the_thing(found, "doel:samen-leven")
    assert (thing.how, str(thing.was_key)) == (How.RENAMED, "doel:niemand-alleen")
    assert thing.was_path == "agenda/doelen/niemand-alleen.yaml"
    assert [str(one.key) for one in found.things] == ["doel:samen-leven"], "who refers to it did not change"
    assert found.signs == ()


def test_a_new_name_by_hand_kills_an_address_until_the_cure_is_followed(root: Path) -> None:
    git(root, "mv", ACTIVITY, "agenda/activiteiten/wijkmaaltijd.yaml")
    replace_in(root, "agenda/activiteiten/wijkmaaltijd.yaml", ("Elke maand", "Iedere maand"))
    found = compared(root)
    assert the_thing(found, "activiteit:wijkmaaltijd").how is How.RENAMED
    (sign,) = signs(found, SignKind.ADDRESS)
    assert sign.words == "het adres activiteiten/buurtmaaltijd/ vervalt."
    path, _, line = sign.hint.removeprefix("Zet in ").partition(": ")
    file = root / path
    file.write_text(f"{file.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    cured = compared(root)
    assert the_thing(cured, "activiteit:wijkmaaltijd").how is How.RENAMED
    assert cured.signs == ()


def test_a_thing_that_is_gone_is_told_with_how_to_end_it_well(root: Path) -> None:
    git(root, "rm", "-q", "agenda/doelen/los.yaml")
    found = compared(root)
    assert the_thing(found, "doel:los").how is How.REMOVED
    assert "is verwijderd" in words_of(found, SignKind.ENDED)
    (sign,) = signs(found, SignKind.ADDRESS)
    command, _, state = sign.hint.removeprefix("Draai: ").partition(" en zet in dat bestand: ")
    git(root, *command.split()[1:])
    file = root / "agenda/doelen/los.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}{state}\n", encoding="utf-8")
    cured = compared(root)
    assert signs(cured, SignKind.ADDRESS) == []
    assert "is ingetrokken" in words_of(cured, SignKind.ENDED)


def test_a_nested_thing_with_another_id_keeps_its_history(root: Path) -> None:
    replace_in(root, FRAME, ("- id: keuzevrijheid", "- id: kiezen"))
    found = compared(root)
    (part,) = the_thing(found, "kaderlijst:kader-inkoop").parts
    assert (part.how, str(part.was_key)) == (How.RENAMED, "kader:kader-inkoop.keuzevrijheid")
    (sign,) = signs(found, SignKind.ADDRESS)
    assert sign.hint == f"Zet in {FRAME} bij id kiezen: vorige_ids: [keuzevrijheid]"
    replace_in(root, FRAME, ("- id: kiezen", "- id: kiezen\n    vorige_ids: [keuzevrijheid]"))
    assert compared(root).signs == ()


def test_a_term_that_moves_says_which_way(root: Path) -> None:
    replace_in(root, INDICATOR, ("termijn: '2027'", "termijn: '2030'"))
    found = compared(root)
    assert "was 2027 en wordt 2030 (later)" in words_of(found, SignKind.TERM)


def test_a_target_that_asks_more_is_no_sign(root: Path) -> None:
    replace_in(root, INDICATOR, ("waarde: 45.5", "waarde: 50"))
    assert compared(root).signs == ()


def test_lower_is_better_where_the_indicator_says_so(root: Path) -> None:
    replace_in(root, INDICATOR, ("richting: hoger-beter", "richting: lager-beter"), (">=", "<="))
    commit(root, "2026-03-02")
    replace_in(root, INDICATOR, ("waarde: 45.5", "waarde: 50"))
    found = compared(root, base="HEAD")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    assert "was hoogstens 45,5% en wordt hoogstens 50%" in words_of(found, SignKind.LOWER)


def test_a_target_that_is_taken_away_is_a_sign(root: Path) -> None:
    file = root / INDICATOR
    file.write_text(file.read_text(encoding="utf-8").partition("streefwaarden:")[0], encoding="utf-8")
    assert "de streefwaarde is weg; zij was 2027: ten minste 45,5%" in words_of(compared(root), SignKind.LOWER)


def test_what_passes_only_by_a_looser_test_is_named(root: Path) -> None:
    replace_in(root, FRAME, ("eis: gevuld(looptijd_jaren)", "eis: gevuld(looptijd_jaren) or gevuld(kosten)"))
    found = compared(root)
    (sign,) = signs(found, SignKind.WEAKER)
    assert [str(key) for key in sign.because] == ["contract:taal"]
    assert "Alleen hierdoor breekt niet meer: Taal." in sign.words


def test_a_stricter_test_is_no_sign_and_a_test_that_went_is(root: Path) -> None:
    replace_in(root, FRAME, ("eis: gevuld(looptijd_jaren)", "eis: gevuld(looptijd_jaren) and gevuld(einde)"))
    replace_in(root, "agenda/contracten/taal.yaml", ("start:", "looptijd_jaren: 4\nstart:"))
    assert signs(compared(root), SignKind.WEAKER) == []
    put_back(root)
    replace_in(
        root,
        FRAME,
        (
            "    toets:\n      - voor: contract\n        wanneer: gevuld(start)\n        eis: gevuld(looptijd_jaren)\n",
            "",
        ),
        ("open_uitzondering: true", "open_uitzondering: true\n    niet_toetsbaar: Dat weet niemand."),
    )
    found = compared(root)
    assert "is weg. Alleen hierdoor breekt niet meer: Taal." in words_of(found, SignKind.WEAKER)


def test_a_lower_level_is_a_sign(root: Path) -> None:
    replace_in(root, FRAME, ("        eis: gevuld(", "        niveau: opmerking\n        eis: gevuld("))
    assert "een breuk was een fout en wordt een opmerking" in words_of(compared(root), SignKind.WEAKER)


def test_a_gate_that_goes_off_is_a_sign(root: Path) -> None:
    gate = "poorten:\n  - poort: zes-antwoorden\n    uit: true\n    reden: Nog niet.\n"
    file = root / "agenda/agenda.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}{gate}", encoding="utf-8")
    assert "poort zes-antwoorden gaat uit" in words_of(compared(root), SignKind.WEAKER)


def test_an_exemption_is_a_sign(root: Path) -> None:
    exemption = (
        "afwijking:\n  kader: kader-inkoop.vier-jaar\n  reden: Proef.\n  door: college\n  tot: '2027-01-01'\npublicatie"
    )
    replace_in(root, "agenda/contracten/taal.yaml", ("publicatie", exemption))
    found = compared(root)
    assert "krijgt een afwijking van kader 2 van Kader inkoop tot" in words_of(found, SignKind.WEAKER)


def test_staff_that_moves_is_added_up(root: Path) -> None:
    replace_in(root, "agenda/begroting/b26.yaml", ("fte: 1,5", "fte: 1"), ("fte: 2", "fte: 2,5"))
    words = words_of(compared(root), SignKind.MONEY)
    assert "van Niemand staat er alleen voor (− 0,5 fte) naar Inwoners werken naar vermogen (+ 0,5 fte)" in words
    assert "samen gelijk" in words


def test_an_amount_of_a_thing_itself_is_told(root: Path) -> None:
    replace_in(root, ACTIVITY, ("bedrag: 58400", "bedrag: PM"))
    assert "was € 58.400 en wordt PM" in words_of(compared(root), SignKind.MONEY)


def test_a_decision_that_was_taken_is_not_rewritten(root: Path) -> None:
    replace_in(root, "agenda/raadsvoorstellen/plan.yaml", ("Het plan vast te stellen.", "Het plan te bespreken."))
    found = compared(root)
    assert "is al besloten (aangenomen), en dit is anders" in words_of(found, SignKind.DECIDED)


def test_personal_data_is_told_by_its_sort_and_never_by_its_value(root: Path) -> None:
    text = "Bel 06-12345678, mail p.persoon@voorbeeld.nl, BSN 111222333, rekening NL91 ABNA 0417 1643 00."
    replace_in(root, GOAL, ("meer dan een inkomen.", text))
    words = words_of(compared(root), SignKind.PERSON)
    for sort in ("burgerservicenummer", "rekeningnummer", "mailadres", "telefoonnummer"):
        assert sort in words
    assert not any(part in words for part in ("111222333", "0417", "persoon@", "1234"))


def test_what_is_nobody_is_no_personal_data(root: Path) -> None:
    text = "Bel 088-1234567 of 0800 1234, mail info@voorbeeld.nl. Zaak 111222334, rekening NL91ABNA0417164301."
    replace_in(root, GOAL, ("meer dan een inkomen.", text))
    assert compared(root).signs == ()


def test_an_attachment_that_changed_is_told_with_its_size_and_checksum(root: Path) -> None:
    new = png(9, 9)
    (root / "bijlagen/plan.png").write_bytes(new)
    found = compared(root)
    (file,) = the_thing(found, "raadsvoorstel:plan").attachments
    assert (file.title, file.file, file.how) == ("Plan", "bijlagen/plan.png", FieldHow.CHANGED)
    assert (file.was_size, file.size) == (len(png()), len(new))
    assert (file.was_checksum, file.checksum) == tuple(hashlib.sha256(data).hexdigest() for data in (png(), new))


def test_what_goes_out_of_sight_is_a_sign_for_its_readers(root: Path) -> None:
    replace_in(root, GOAL, ("publicatie: openbaar", "publicatie: intern"))
    assert the_thing(compared(root), "doel:werk-naar-vermogen").how is How.HIDDEN
    assert "was te zien voor inwoners en wordt dat niet meer" in words_of(compared(root), SignKind.NARROWER)
    inside = words_of(compared(root, "bestuur"), SignKind.NARROWER)
    assert "was openbaar, wordt intern: inwoners, raad, griffie en partners zien dit niet meer" in inside


def test_a_field_that_a_schema_opens_is_a_sign(root: Path) -> None:
    (root / "schemas/doel.extra.json").write_text(
        json.dumps({"properties": {"advies": {"type": "string", "title": "Advies"}}}), encoding="utf-8"
    )
    found = compared(root)
    assert words_of(found, SignKind.WIDER) == "Doel: het veld Advies is nu ook te zien voor iedereen."
    assert [setting.words for setting in found.settings] == ["Schema doel.extra.json gewijzigd."]
    put_back(root)
    (root / "schemas/doel.extra.json").write_text(
        json.dumps({"properties": {"advies": {"type": "string", "title": "Advies", "x-zichtbaar-voor": ["bestuur"]}}}),
        encoding="utf-8",
    )
    assert compared(root).signs == (), "inwoners never saw it"
    assert "niet meer te zien voor raad" in words_of(compared(root, "raad"), SignKind.NARROWER)


def test_a_template_that_changed_is_one_line(root: Path) -> None:
    (root / "templates/pagina/_eigen.md.j2").write_text("{# anders #}\n", encoding="utf-8")
    found = compared(root)
    assert [setting.words for setting in found.settings] == ["Sjabloon pagina/_eigen.md.j2 gewijzigd."]
    assert found.things == ()


def test_two_commits_are_compared_without_a_word_of_the_folder(root: Path) -> None:
    replace_in(root, GOAL, ("meer dan een inkomen.", "goed."))
    commit(root, "2026-03-03")
    replace_in(root, GOAL, ("goed.", "fijn."))
    found = compared(root, base="HEAD~1", head="HEAD")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    assert told(the_thing(found, "doel:werk-naar-vermogen").fields)["Toelichting"][1] == "Werk is goed."
    assert found.day.isoformat() == "2026-03-03"


def test_a_file_that_cannot_be_read_is_not_called_gone(root: Path) -> None:
    (root / GOAL).write_text("titel: [\n", encoding="utf-8")
    found = compared(root)
    assert found.partial
    assert [thing.how for thing in found.things] == []
    assert found.signs == ()


def test_secrecy_on_what_is_public_and_secrecy_that_ends_are_signs(root: Path) -> None:
    path = root / "agenda/geheimhoudingen/taal.yaml"
    path.parent.mkdir()
    text = (
        "onderwerp: Bijlage\ngrond: Artikel 87\nopgelegd_door: college\nopgelegd_op: 1 maart 2026\n"
        "betreft: [contract:taal]\npublicatie: openbaar\n"
    )
    path.write_text(text, encoding="utf-8")
    assert "er komt geheimhouding op wat openbaar is: Taal" in words_of(compared(root), SignKind.SECRECY)
    commit(root, "2026-03-04")
    path.write_text(f"{text}opgeheven_op: 2 april 2026\n", encoding="utf-8")
    found = compared(root, base="HEAD")
    path.write_text(text.replace("Artikel 87", "Artikel 88"), encoding="utf-8")
    other = compared(root, base="HEAD")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    assert "de geheimhouding wordt opgeheven (2 april 2026) op: Taal" in words_of(found, SignKind.SECRECY)
    assert signs(other, SignKind.SECRECY) == []


def test_an_annex_that_comes_in_sight_or_goes_is_a_sign(root: Path) -> None:
    path = "agenda/raadsvoorstellen/plan.yaml"
    replace_in(root, path, ("    alt: Een plan.", "    alt: Een plan.\n    publicatie: raad"))
    hidden = compared(root)
    assert words_of(hidden, SignKind.NARROWER).endswith("Bijlagen: Plan is niet meer te zien voor inwoners.")
    assert not signs(compared(root, "raad"), SignKind.NARROWER)
    commit(root, "2026-03-04")
    replace_in(root, path, ("    publicatie: raad", "    publicatie: openbaar"))
    shown = compared(root, base="HEAD")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    assert words_of(shown, SignKind.WIDER).endswith("Bijlagen: Plan wordt te zien voor inwoners.")
    assert len(the_thing(shown, "raadsvoorstel:plan").attachments) == 1


def test_a_norm_that_sets_another_aside_is_a_sign(root: Path) -> None:
    line = "    tekst: Inwoners kunnen kiezen"
    replace_in(root, FRAME, (line, f"{line}\n    schort_op: ['kader:kader-inkoop.vier-jaar']"))
    assert "zet opzij: Contracten lopen vier jaar, tenzij" in words_of(compared(root), SignKind.WEAKER)


def test_a_paper_that_was_adopted_and_kept_is_not_touched(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    replace_in(root, "agenda/opgaven/meedoen.yaml", ("titel: Meedoen", "titel: Meedoen\nstatus: vastgesteld"))
    commit(root, "2026-04-01")
    findings, written = freeze(root, "opgave:meedoen")
    assert written, findings
    commit(root, "2026-04-02")
    assert compared(root).signs == ()
    kept = next((root / "vastgesteld").glob("*.docx"))
    kept.write_bytes(kept.read_bytes() + b" ")
    found = compared(root)
    assert "anders dan het was: vastgesteld/" in words_of(found, SignKind.DECIDED)
    kept.unlink()
    (root / "vastgesteld" / f"{kept.stem}.json").unlink()
    assert "is weg" in words_of(compared(root), SignKind.DECIDED)
