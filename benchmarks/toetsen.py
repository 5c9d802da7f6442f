"""How long thirty tests over an agenda take, beside what PyYAML's fastest loader takes to read the same files.

    python benchmarks/toetsen.py [number of files …]

Makes an agenda of 1,000, 5,000 and 20,000 files with the schemas of Kapstok. Reading is `yaml.load` with CSafeLoader
of every file; testing is compiling the tests, building the world and holding every item against every test. Both are
timed in the same process, one after the other, twice; the best of each counts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kapstok.core.model import Document, Model
from kapstok.core.workspace import resource
from kapstok.kinds.schema import Kinds, load_kinds
from kapstok.link.resolve import resolve
from kapstok.rules.expression import World, compile_expression

DAY = date(2026, 3, 1)
SIZES = (1_000, 5_000, 20_000)
TESTS = {
    "activiteit": [
        "gevuld(wat, wie, waar, wanneer, bereiken, kosten)",
        "voortgang not in ['gestart', 'loopt'] or gevuld(wat) and gevuld(kosten.bedrag)",
        "aantal(doelen) >= 1 and alle(doelen, 'gevuld(opgave)')",
        "aantal(resultaten) >= 1 and alle(resultaten, 'gevuld(tekst) and gevuld(doel)')",
        "aantal(indicatoren) >= 1",
        "sommige(indicatoren, \"sommige(metingen, 'nulmeting')\")",
        "voortgang != 'beëindigd' or gevuld(stopreden)",
        "aantal(wie) >= 2 or experiment",
        "jaren_tussen(wanneer, einde) <= 6 and na(einde, wanneer) or leeg(einde)",
        "kosten.bedrag + 1 <= 100001",
        "geen(resultaten, 'leeg(doel)')",
        "bevat(wat, 'dorp') or gevuld(kernen)",
        "alle(doelen, 'aantal(activiteiten) < 1000')",
        "agenda.status == 'concept' or status != 'concept'",
    ],
    "resultaat": [
        "ouder.voortgang != 'gestart' or gevuld(doel)",
        "aantal(ouder.resultaten) <= 5",
        "ouder.kosten.bedrag >= 0",
        "leeg(doel) or gevuld(doel.opgave)",
    ],
    "doel": [
        "aantal(activiteiten) >= 1",
        "som(activiteiten.kosten.bedrag) < 100000000",
        "sommige(activiteiten, \"voortgang in ['gestart', 'loopt']\")",
        "geen(activiteiten, 'leeg(wat)')",
        "uniek(activiteiten.wie) >= 1",
    ],
    "indicator": [
        "sommige(metingen, 'nulmeting') and aantal(streefwaarden) >= 1",
        "alle(metingen, 'not na(peil, peildatum)')",
        "soort in ['outcome', 'effect', 'output'] and 'raad' in publiek",
    ],
    "meting": ["waarde >= 0 and jaar(peil) >= 2000", "aantal_waar(ouder.metingen, 'nulmeting') <= 1"],
    "streefwaarde": ["sommige(ouder.metingen, 'nulmeting')", "jaar(termijn) >= 2026 and dagen_tot(termijn) > 0"],
    "organisatie": ["aantal(activiteiten) >= 1", "aantal_waar(agenda.organisaties, 'strategische_partner') <= 100000"],
}


def activity(number: int, size: int) -> str:
    """An activity as a policy adviser writes one."""
    goal, other = number % (size // 10), (number * 7) % (size // 10)
    goals = f"doel-{goal}" if goal == other else f"doel-{goal}, doel-{other}"
    return f"""titel: Activiteit {number} voor en met inwoners
samenvatting: >-
  Inwoners van elke leeftijd oefenen met een vrijwilliger en ontmoeten elkaar in het dorpshuis.
doelen: [{goals}]
wat: >-
  Drie vaste plekken in de gemeente, en op afroep in elk dorp. Vrijwilligers oefenen met inwoners. De bibliotheek
  en de scholen stemmen het aanbod af, zodat leren na school doorgaat.
wie: [organisatie-{number % (size // 20)}, organisatie-{(number + 1) % (size // 20)}]
waar: In de bibliotheek en in dorpshuizen
kernen: [Leerdam, Vianen, Meerkerk, Lexmond]
wanneer: 2021 tot en met 2026
einde: '2026-12-31'
bereiken: >-
  Inwoners redden zich met taal, getallen en de computer, op school, op het werk en thuis.
kosten:
  bedrag: {number * 10}
  jaar: 2026
  toelichting: Coördinatie en lesmateriaal
resultaten:
  - id: deelnemers
    tekst: Elk jaar oefenen 220 inwoners.
    doel: doel-{goal}
  - id: afspraken
    tekst: Alle scholen maken afspraken over leerlingen die meer hulp nodig hebben.
    doel: doel-{goal}
indicatoren: [indicator-{number % (size // 5)}]
voortgang: {("loopt", "gestart", "voorgesteld")[number % 3]}
trekker: beleidsadviseur onderwijs en ontwikkeling
publicatie: openbaar
"""


def indicator(number: int, size: int) -> str:
    """An indicator with four measurements and a target."""
    measured = "".join(
        f"  - id: m{year}\n    waarde: '{number % 40},{year % 10}'\n    peil: '{year}-12-31'\n"
        f"    status_meting: definitief\n    noot: Eigen administratie.\n"
        for year in (2022, 2023, 2024)
    )
    return f"""titel: Indicator {number} van wat inwoners merken
samenvatting: Het deel van de inwoners dat zegt dat de ondersteuning bij hun vraag past.
soort: outcome
eenheid: '%'
richting: hoger-beter
doelen: [doel-{number % (size // 10)}]
meetfrequentie: elk jaar
publiek: [management, raad, inwoners]
metingen:
  - id: m2021
    waarde: 71
    peil: '2021-12-31'
    nulmeting: true
{measured}streefwaarden:
  - id: doel-2027
    soort: absoluut
    vergelijking: '>='
    waarde: 80
    termijn: '2027-12-31'
publicatie: openbaar
"""


def files(size: int) -> Iterator[tuple[str, str]]:
    """The path and the text of every file: of each ten, six activities, two indicators and a goal or two others."""
    yield "agenda.yaml", "titel: Agenda\ngemeente: Vijfheerenlanden\nstatus: vastgesteld\n"
    for number in range(size // 100):
        yield f"opgaven/opgave-{number}.yaml", f"nummer: '{number}'\ntitel: Opgave {number}\n"
    for number in range(size // 10):
        text = (
            f"nummer: '{number}'\ntitel: Doel {number}\nopgave: opgave-{number % (size // 100)}\npublicatie: openbaar\n"
        )
        yield f"doelen/doel-{number}.yaml", text
    for number in range(size // 20):
        text = f"naam: Organisatie {number}\nsoort: stichting\nrol: Doet mee.\nstrategische_partner: true\n"
        yield f"organisaties/organisatie-{number}.yaml", text
    for number in range(size // 5):
        yield f"indicatoren/indicator-{number}.yaml", indicator(number, size)
    for number in range(size - size // 100 - size // 10 - size // 20 - size // 5 - 1):
        yield f"activiteiten/activiteit-{number}.yaml", activity(number, size)


def read(folder: Path) -> dict[str, Any]:
    """All files as PyYAML reads them, by their path."""
    loader = yaml.CSafeLoader
    return {
        file.relative_to(folder).as_posix(): yaml.load(file.read_bytes(), loader)
        for file in sorted(folder.rglob("*.yaml"))
    }


def model_of(data: dict[str, Any], kinds: Kinds) -> Model:
    """The model of what was read; not part of what is timed."""
    placed = []
    for path, content in data.items():
        name = Path(path)
        kind = kinds.by_folder(str(name.parent)) or kinds.by_file(path)
        assert kind is not None
        document = Document(path=path, folder=str(name.parent), stem=name.stem, data=content, positions={})
        placed.append((document, kind))
    model, findings = resolve(placed, kinds)
    assert findings == []
    return model


def run_tests(model: Model, kinds: Kinds) -> tuple[int, int]:
    """Hold every item against every test of its kind; how often that was, and how often it held."""
    world = World(model, kinds, DAY)
    asked = held = 0
    for kind, texts in TESTS.items():
        for text in texts:
            expression, mistakes = compile_expression(text, kind, kinds)
            assert expression is not None, mistakes
            for item in world.of_kind(kind):
                asked += 1
                held += expression.holds(world, item)
    assert not world.tired
    return asked, held


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, and what came of it."""
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def main(sizes: tuple[int, ...]) -> None:
    """Print one line per size."""
    kinds, _ = load_kinds([("schemas", resource("schemas"))])
    count = sum(map(len, TESTS.values()))
    print(f"{count} toetsen; seconden rekentijd, beste van twee")
    print("bestanden  onderdelen  keer getoetst   lezen  toetsen  verhouding  µs per onderdeel")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            for path, text in files(size):
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            model = model_of(read(folder), kinds)
            reading = testing = float("inf")
            for _ in range(2):
                reading = min(reading, timed(lambda: read(folder))[0])  # noqa: B023 (run at once)
                seconds, (asked, _held) = timed(lambda: run_tests(model, kinds))  # noqa: B023
                testing = min(testing, seconds)
        per_item = testing / len(model.items) * 1e6
        print(
            f"{size:9}  {len(model.items):10}  {asked:13}  {reading:6.2f}  {testing:7.2f}"
            f"  {testing / reading:10.2f}  {per_item:16.1f}"
        )


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or SIZES)
