"""The command line: the options and what they mean. What a command does, `running` does.

Nothing is imported here that `--help` has no need of. Exit codes: 0 all well, 1 findings of level error, 2 an unusable
call or workspace.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kapstok import __version__
from kapstok.core.audience import AUDIENCES, PUBLIC
from kapstok.core.choices import (
    COMPARE_FORMS,
    FORGES,
    FRAME_FORMS,
    NOTES,
    PAPER_FORMS,
    PARTS,
    READING_FORMS,
    RECHECK_FORMS,
    REPORT_FORMS,
    UNUSABLE,
    WHY_FORMS,
)
from kapstok.core.interrupt import settle_interrupt

if TYPE_CHECKING:
    from datetime import date


class _Parser(argparse.ArgumentParser):
    """argparse in Dutch, with our exit code."""

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "gebruik: ", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "gebruik: ", 1)

    def error(self, message: str) -> NoReturn:
        from kapstok.core.printable import printable  # late, as in `main`

        self.print_usage(sys.stderr)
        self.exit(UNUSABLE, f"kapstok: deze aanroep klopt niet: {printable(_dutch(message))}\n")


def _dutch(message: str) -> str:
    """The few things that argparse says, in Dutch."""
    words = {
        "the following arguments are required:": "er ontbreekt:",
        "unrecognized arguments:": "onbekend:",
        "expected one argument": "hier hoort een waarde achter",
        "invalid choice:": "geen geldige keuze:",
        "choose from": "kies uit",
        "argument ": "",
        "expected at most one argument": "hooguit één waarde",
        "not allowed with": "kan niet samen met",
        "ambiguous option:": "onduidelijke optie:",
        "ignored explicit argument": "hier hoort geen waarde achter:",
        "could match": "kan zijn",
    }
    for english, dutch in words.items():
        message = message.replace(english, dutch)
    return message


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.lastResort = logging.NullHandler()  # what a library says is English, and quotes whatever an author wrote
    options = _parser().parse_args(arguments)
    try:
        from kapstok.running import run  # late: who only asks for help or the version waits for nothing else

        return run(options)
    except KeyboardInterrupt:
        settle_interrupt()
        print("kapstok: afgebroken; de vorige uitvoer staat er nog.", file=sys.stderr)
        return UNUSABLE


def build_main() -> int:
    """`python build.py`, which is `kapstok build`."""
    return main(["build", *sys.argv[1:]])


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="kapstok",
        description="Van een beleidsagenda in YAML naar een site, stukken en open data.",
        add_help=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _help(parser)
    parser.add_argument("--version", action="version", version=f"kapstok {__version__}", help="toon de versie")
    commands = parser.add_subparsers(title="commando's", metavar="COMMANDO", required=True, parser_class=_Parser)
    build = _command(commands, "build", "maak de site, de stukken en de data", "build")
    _output_options(build)
    build.add_argument(
        "--out",
        type=Path,
        metavar="MAP",
        help=f"waar de uitvoer komt (standaard public, of intern/<publiek> als het publiek niet {PUBLIC} is)",
    )
    build.add_argument(
        "--voorvertoning",
        action="store_true",
        help="laat elke link een bestand noemen: de site opent ook uit een map, zonder webserver",
    )
    build.add_argument("--only", type=_parts, default=PARTS, metavar="DEEL,…", help="maak alleen: " + ",".join(PARTS))
    check = _command(commands, "check", "controleer de agenda en maak niets", "check")
    check.add_argument(
        "--opmerkingen",
        choices=NOTES,
        default=NOTES[0],
        metavar="HOEVEEL",
        help="hoeveel opmerkingen over gewone taal: "
        + ", ".join(NOTES)
        + " (standaard kort; alleen de vorm text kort in)",
    )
    check.add_argument(
        "--tegen",
        nargs="?",
        const="",
        metavar="BASIS",
        help="meld ook welk openbaar adres vervalt sinds deze versie (standaard: waar u van de hoofdtak afging)",
    )
    check.add_argument(
        "--ook",
        type=_also,
        action="append",
        default=[],
        metavar="VORM=BESTAND",
        help="schrijf de bevindingen ook in deze vorm naar een bestand; een samenvatting komt achter wat er al staat",
    )
    frames = _command(
        commands, "kaders", "toon hoe elk kader wordt getoetst en wat zich eraan houdt", "frames", FRAME_FORMS
    )
    _audience_option(frames, "tel alleen wat dit publiek ziet (standaard alles)", default=None)
    papers = _command(
        commands, "stukken", "toon welke stukken er komen, en waarom een stuk er niet komt", "papers", PAPER_FORMS
    )
    _audience_option(papers, "de stukken van deze uitgave")
    reading = _command(
        commands, "leesbaarheid", "toon hoe moeilijk de teksten zijn, de moeilijkste eerst", "reading", READING_FORMS
    )
    _audience_option(reading, "lees alleen wat dit publiek ziet (standaard alles)", default=None)
    asking = _command(commands, "waarom", "toon waarop berust wat over iets wordt gezegd", "why", WHY_FORMS)
    asking.add_argument("item", metavar="SOORT:ID", help="waar u naar vraagt, bijvoorbeeld: indicator:eenzaamheid")
    _audience_option(asking, "met alleen wat dit publiek ziet (standaard alles)", default=None)
    _difference_options(
        _command(commands, "verschil", "toon wat een voorstel verandert, was en wordt", "difference", COMPARE_FORMS)
    )
    _remark_options(commands)
    recheck = _command(
        commands, "nagaan", "toon welke verwijzingen leiden naar iets dat sindsdien wijzigde", "recheck", RECHECK_FORMS
    )
    recheck.add_argument("--alles", action="store_true", help="noem elke wijziging, ook van spelling en samenvatting")
    serve = _command(commands, "serve", "toon de site en ververs bij elke wijziging", "serve")
    _output_options(serve)
    serve.add_argument(
        "--vergelijk",
        nargs="?",
        const="",
        metavar="BASIS",
        help="zet bij elke pagina wat er anders is dan in een andere versie (standaard: waar u van de hoofdtak afging)",
    )
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="POORT", help="poort op deze computer (standaard 8000)"
    )
    _adopt_options(_command(commands, "vaststellen", "bewaar een vastgesteld stuk zoals het is", "adopt"))
    mending = _command(commands, "herstel", "verbeter wat maar op één manier verbeterd kan worden", "mend")
    mending.add_argument("--alles", action="store_true", help="vraag niets en verbeter alles")
    renaming = _command(commands, "rename", "geef iets overal een andere id", "rename")
    renaming.add_argument("old", metavar="SOORT:ID", help="wat een andere id krijgt, bijvoorbeeld: doel:meedoen")
    renaming.add_argument("new", metavar="NIEUW", help="de nieuwe id, bijvoorbeeld: meedoen-in-de-wijk")
    cleaning = _command(commands, "schoon", "haal uit bijlagen weg wat erin verborgen zit", "clean")
    cleaning.add_argument("files", nargs="*", metavar="BESTAND", help="bestanden uit de map bijlagen (standaard: alle)")
    cleaning.add_argument("--proef", action="store_true", help="zeg wat er weggaat en verander niets")
    new = commands.add_parser(
        "new", help="maak een nieuwe werkruimte", add_help=False, description="Maak een nieuwe werkruimte."
    )
    _help(new)
    new.add_argument("folder", type=Path, metavar="MAP", help="de map die gemaakt wordt")
    new.add_argument("--gemeente", default="", metavar="NAAM", help="de naam van de gemeente")
    new.add_argument(
        "--bewaarplaats",
        default="",
        metavar="ADRES",
        help="het webadres waar de bestanden komen te staan (standaard: wat git van deze map weet)",
    )
    new.add_argument(
        "--forge",
        choices=FORGES,
        default="",
        metavar="SOORT",
        help="wat voor bewaarplaats dat is, als het adres het niet zegt: " + ", ".join(FORGES),
    )
    new.set_defaults(run="new")
    for command in parser, *commands.choices.values():
        command._positionals.title, command._optionals.title = "argumenten", "opties"
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="toon deze uitleg")


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    text: str,
    run: str,
    formats: Iterable[str] = REPORT_FORMS,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text.capitalize() + ".", add_help=False)
    _help(parser)
    parser.add_argument("--workspace", type=Path, default=Path(), metavar="MAP", help="de werkruimte (standaard: hier)")
    parser.add_argument("--date", type=_day, metavar="JJJJ-MM-DD", help="de peildatum")
    parser.add_argument("--strict", action="store_true", help="waarschuwingen tellen als fouten")
    parser.add_argument(
        "--format",
        choices=sorted(formats),
        default="text",
        metavar="VORM",
        help="vorm van wat wordt getoond: " + ", ".join(sorted(formats)),
    )
    parser.set_defaults(run=run)
    return parser


def _output_options(parser: argparse.ArgumentParser) -> None:
    _audience_option(parser)
    parser.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1, metavar="N", help="hoeveel taken tegelijk")


def _remark_options(commands: argparse._SubParsersAction[_Parser]) -> None:
    noting = _command(commands, "opmerking", "schrijf in een bestand wat bij een voorstel hoort", "remark")
    noting.add_argument(
        "--basis", default="", metavar="VERSIE", help="de oude versie (standaard: waar u van de hoofdtak afging)"
    )
    noting.add_argument("--naar", type=Path, required=True, metavar="BESTAND", help="waar de opmerking komt")
    noting.add_argument(
        "--samenvatting", type=Path, metavar="BESTAND", help="zet haar ook achter dit bestand, zoals zij wordt getoond"
    )
    _audience_option(noting, "voor wie de opmerking is")
    posting = commands.add_parser(
        "plaats-opmerking",
        help="plaats zo'n bestand bij het voorstel van deze pipeline",
        add_help=False,
        description="Plaats een opmerking bij het voorstel van deze pipeline, of werk haar bij.",
    )
    _help(posting)
    posting.add_argument("file", type=Path, metavar="BESTAND", help="wat kapstok opmerking schreef")
    posting.set_defaults(run="post")


def _difference_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "base", nargs="?", default="", metavar="BASIS", help="de oude versie (standaard: waar u van de hoofdtak afging)"
    )
    parser.add_argument("head", nargs="?", default="", metavar="KOP", help="de nieuwe versie (standaard: de werkmap)")
    parser.add_argument(
        "--vastgesteld",
        default="",
        metavar="SOORT:ID",
        help="vergelijk met wat hiervan is vastgesteld; BASIS is dan de nieuwe versie",
    )
    parser.add_argument(
        "--drukwerk",
        action="store_true",
        help="zoek ook bij een grote agenda uit welke pagina's, stukken en data veranderen",
    )
    parser.add_argument(
        "--out", type=Path, metavar="BESTAND", help="het bestand waarin het komt (standaard op het scherm)"
    )
    _audience_option(parser, "wat dit publiek ervan ziet")
    parser.set_defaults(format="tekst")


def _adopt_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="SOORT:ID", help="het onderdeel waarvan het stuk is")
    parser.add_argument(
        "--stuk", default="", metavar="NAAM", help="alleen dit stuk (standaard: alle van het onderdeel)"
    )
    parser.add_argument(
        "--datum", type=_day, metavar="JJJJ-MM-DD", help="de dag van het besluit (standaard: de peildatum)"
    )
    parser.add_argument("--orgaan", default="", metavar="NAAM", help="wie het besluit nam, bijvoorbeeld: de raad")
    parser.add_argument("--nieuwe-versie", action="store_true", help="bewaar een volgende uitgave naast de vorige")
    _audience_option(parser)


def _audience_option(parser: argparse.ArgumentParser, text: str = "voor wie", *, default: str | None = PUBLIC) -> None:
    parser.add_argument(
        "--audience",
        choices=list(AUDIENCES),
        default=default,
        metavar="PUBLIEK",
        help=f"{text}: " + ", ".join(AUDIENCES),
    )


def _day(text: str) -> date:
    from kapstok.core.dates import parse_day  # late, as in `main`

    day = parse_day(text)
    if day is not None and not 1980 <= day.year <= 2099:
        raise argparse.ArgumentTypeError(f"{text} ligt niet tussen 1980 en 2099")
    if day is None:
        raise argparse.ArgumentTypeError(f"{text} is geen dag; schrijf jaar-maand-dag, bijvoorbeeld 2026-01-31")
    return day


def _parts(text: str) -> tuple[str, ...]:
    chosen = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in chosen if part not in PARTS]
    if wrong or not chosen:
        raise argparse.ArgumentTypeError(f"{text} kan niet; kies uit {', '.join(PARTS)}, met komma's ertussen")
    return tuple(part for part in PARTS if part in chosen)


def _also(text: str) -> tuple[str, Path]:
    form, equals, file = text.partition("=")
    if not equals or not file or form not in REPORT_FORMS:
        forms = ", ".join(sorted(REPORT_FORMS))
        raise argparse.ArgumentTypeError(f"{text} kan niet; schrijf VORM=BESTAND, met als vorm een van: {forms}")
    return form, Path(file)


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text} kan niet; noem een getal van 1 tot en met 64")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} kan niet; noem een getal tot en met 65535; 0 kiest een vrije poort")
    return int(text)
