"""The command line: arguments, exit codes and printing. The only module that prints.

Exit codes: 0 all well, 1 findings of level error, 2 an unusable call or workspace.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from kapstok import __version__
from kapstok.check.plain.notes import plain_notes
from kapstok.check.plain.table import READING_FORMATS
from kapstok.commands import report
from kapstok.commands.frame_table import frames_as_json, frames_as_text
from kapstok.commands.why import WHY_FORMATS, find
from kapstok.compare.as_text import as_text as comparison_as_text
from kapstok.compare.comparison import compare_for
from kapstok.compare.editions import open_versions
from kapstok.compare.values import Comparison
from kapstok.core.audience import AUDIENCES, PUBLIC
from kapstok.core.dates import parse_day
from kapstok.core.finding import Finding, sort_findings
from kapstok.core.interrupt import settle_interrupt
from kapstok.core.kept import KeptByFile
from kapstok.core.model import Model
from kapstok.core.printable import printable
from kapstok.core.progress import Progress
from kapstok.core.workspace import Workspace, WorkspaceError, open_workspace
from kapstok.history.adopted import unproven
from kapstok.kinds.editor import keep_up
from kapstok.kinds.schema import Kinds
from kapstok.pipeline import PARTS, Loaded, foresee, load, open_target, render, stops
from kapstok.reckon.door import reckon
from kapstok.view import view

if TYPE_CHECKING:
    from kapstok.write.writer import Target

OK, FOUND, UNUSABLE = 0, 1, 2
NOTES = ("kort", "alle", "geen")
FRAME_FORMATS: Mapping[str, Callable[[Model, Kinds], str]] = {"text": frames_as_text, "json": frames_as_json}

COMPARE_FORMATS: Mapping[str, Callable[[Comparison], str]] = {"tekst": comparison_as_text}


class _Parser(argparse.ArgumentParser):
    """argparse in Dutch, with our exit code."""

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "gebruik: ", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "gebruik: ", 1)

    def error(self, message: str) -> NoReturn:
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
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except WorkspaceError as error:
        _say(f"kapstok: {error}", error.hint)
        return UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        settle_interrupt()
        _say("kapstok: afgebroken; de vorige uitvoer staat er nog.")
        return UNUSABLE
    except Exception as error:  # whatever it is, it is told as a finding
        return _unforeseen(error, options)


def _unforeseen(error: Exception, options: argparse.Namespace) -> int:
    """Say what nobody foresaw, in the form that was asked for."""
    from kapstok.commands.mishap import mishap

    folder = getattr(options, "workspace", None)
    root = folder.resolve() if isinstance(folder, Path) and folder.is_dir() else None
    found = mishap(error, root, Workspace(root=root).state if root else None)
    form = report.FORMATS.get(getattr(options, "format", "text"), report.as_text)
    print(form([found], report.NOWHERE))  # the texts of a finding are safe to print
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
    build = _command(commands, "build", "maak de site, de stukken en de data", _build)
    _output_options(build)
    build.add_argument(
        "--out",
        type=Path,
        metavar="MAP",
        help=f"waar de uitvoer komt (standaard public, of intern/<publiek> als het publiek niet {PUBLIC} is)",
    )
    build.add_argument("--only", type=_parts, default=PARTS, metavar="DEEL,…", help="maak alleen: " + ",".join(PARTS))
    check = _command(commands, "check", "controleer de agenda en maak niets", _check)
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
        "--ook",
        type=_also,
        action="append",
        default=[],
        metavar="VORM=BESTAND",
        help="schrijf de bevindingen ook in deze vorm naar een bestand; een samenvatting komt achter wat er al staat",
    )
    frames = _command(
        commands, "kaders", "toon hoe elk kader wordt getoetst en wat zich eraan houdt", _frames, FRAME_FORMATS
    )
    _audience_option(frames, "tel alleen wat dit publiek ziet (standaard alles)", default=None)
    reading = _command(
        commands, "leesbaarheid", "toon hoe moeilijk de teksten zijn, de moeilijkste eerst", _reading, READING_FORMATS
    )
    _audience_option(reading, "lees alleen wat dit publiek ziet (standaard alles)", default=None)
    asking = _command(commands, "waarom", "toon waarop berust wat over iets wordt gezegd", _why, WHY_FORMATS)
    asking.add_argument("item", metavar="SOORT:ID", help="waar u naar vraagt, bijvoorbeeld: indicator:eenzaamheid")
    _audience_option(asking, "met alleen wat dit publiek ziet (standaard alles)", default=None)
    _difference_options(
        _command(commands, "verschil", "toon wat een voorstel verandert, was en wordt", _difference, COMPARE_FORMATS)
    )
    serve = _command(commands, "serve", "toon de site en ververs bij elke wijziging", _serve)
    _output_options(serve)
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="POORT", help="poort op deze computer (standaard 8000)"
    )
    _adopt_options(_command(commands, "vaststellen", "bewaar een vastgesteld stuk zoals het is", _adopt))
    mending = _command(commands, "herstel", "verbeter wat maar op één manier verbeterd kan worden", _mend)
    mending.add_argument("--alles", action="store_true", help="vraag niets en verbeter alles")
    renaming = _command(commands, "rename", "geef iets overal een andere id", _rename)
    renaming.add_argument("old", metavar="SOORT:ID", help="wat een andere id krijgt, bijvoorbeeld: doel:meedoen")
    renaming.add_argument("new", metavar="NIEUW", help="de nieuwe id, bijvoorbeeld: meedoen-in-de-wijk")
    cleaning = _command(commands, "schoon", "haal uit bijlagen weg wat erin verborgen zit", _clean)
    cleaning.add_argument("files", nargs="*", metavar="BESTAND", help="bestanden uit de map bijlagen (standaard: alle)")
    cleaning.add_argument("--proef", action="store_true", help="zeg wat er weggaat en verander niets")
    new = commands.add_parser(
        "new", help="maak een nieuwe werkruimte", add_help=False, description="Maak een nieuwe werkruimte."
    )
    _help(new)
    new.add_argument("folder", type=Path, metavar="MAP", help="de map die gemaakt wordt")
    new.add_argument("--gemeente", default="", metavar="NAAM", help="de naam van de gemeente")
    new.set_defaults(run=_new)
    for command in parser, *commands.choices.values():
        command._positionals.title, command._optionals.title = "argumenten", "opties"
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="toon deze uitleg")


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    text: str,
    run: object,
    formats: Iterable[str] = report.FORMATS,
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


def _difference_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "base", nargs="?", default="", metavar="BASIS", help="de oude versie (standaard: waar u van de hoofdtak afging)"
    )
    parser.add_argument("head", nargs="?", default="", metavar="KOP", help="de nieuwe versie (standaard: de werkmap)")
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
    if not equals or not file or form not in report.FORMATS:
        forms = ", ".join(sorted(report.FORMATS))
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


def _check(options: argparse.Namespace) -> int:
    loaded = _load(open_workspace(options.workspace), options.date)
    known = KeptByFile(loaded.cache, "gewone taal", loaded.state)
    notes = plain_notes(loaded.model, loaded.kinds, known) if options.opmerkingen != "geen" else []
    notes += unproven(loaded.frozen, loaded.history)
    findings = sort_findings([*loaded.findings, *foresee(loaded), *notes])
    for form, file in options.ook:
        report.write_report(findings, form, file, report.where_of(loaded))
    code = _report(findings, options, loaded)
    if options.format == "text" and (cured := sum(f.fix is not None for f in loaded.findings)):
        print(f"Met kapstok herstel verbetert u er {cured}.")
    return code


def _frames(options: argparse.Namespace) -> int:
    """Print how the norms are held to; other faults are only counted, for they belong to `check`."""
    loaded = _print_table(FRAME_FORMATS, options)
    _say(f"Bevindingen: {report.summary(loaded.findings)}. Zie kapstok check." if loaded.findings else "")
    return FOUND if stops(loaded.findings, strict=options.strict) else OK


def _reading(options: argparse.Namespace) -> int:
    """Print how hard the texts read; whatever else is wrong belongs to `check`."""
    loaded = _print_table(READING_FORMATS, options)
    return FOUND if stops(loaded.findings, strict=options.strict) else OK


def _why(options: argparse.Namespace) -> int:
    """Print on what it rests what is said of one thing; whatever is wrong with it belongs to `check`."""
    loaded = _load(open_workspace(options.workspace), options.date)
    model = view(loaded.model, loaded.kinds, options.audience) if options.audience else loaded.model
    facts = reckon(model, loaded.kinds, loaded.day)
    _print(WHY_FORMATS[options.format](facts, find(facts, options.item)))
    return OK


def _difference(options: argparse.Namespace) -> int:
    """Print what differs between two versions; whatever is wrong in the newer one is only counted."""
    with open_versions(open_workspace(options.workspace), options.base, options.head, day=options.date) as pair:
        if isinstance(pair, Finding):
            raise WorkspaceError(pair.message, pair.hint)
        _print(COMPARE_FORMATS[options.format](compare_for(pair, options.audience)))
        findings = pair.new.loaded.findings
        _say(f"Bevindingen: {report.summary(findings)}. Zie kapstok check." if findings else "")
        return FOUND if stops(findings, strict=options.strict) else OK


def _print_table(formats: Mapping[str, Callable[[Model, Kinds], str]], options: argparse.Namespace) -> Loaded:
    """Print a table over the agenda, or over what one audience sees of it."""
    loaded = _load(open_workspace(options.workspace), options.date)
    model = view(loaded.model, loaded.kinds, options.audience) if options.audience else loaded.model
    _print(formats[options.format](model, loaded.kinds))
    return loaded


def _load(workspace: Workspace, day: date | None) -> Loaded:
    """Load the workspace, and let the editor know what there is now."""
    loaded = load(workspace, day=day)
    keep_up(workspace.state, loaded.kinds, loaded.model)
    return loaded


def _build(options: argparse.Namespace) -> int:
    from kapstok.write.writer import TargetError

    workspace = open_workspace(options.workspace)
    target = options.out or workspace.root / (
        Path("public") if options.audience == PUBLIC else Path("intern") / options.audience
    )
    loaded = _load(workspace, options.date)
    if stops(loaded.findings, strict=options.strict):
        code = _report(loaded.findings, options, loaded)
        _say("Er is niets gemaakt; de vorige uitvoer staat er nog.")
        return code
    try:
        with open_target(target, workspace, options.audience) as place:
            return _render_into(place, loaded, options)
    except TargetError as error:
        _say(f"kapstok: {error.message}", error.hint)
        return UNUSABLE


def _render_into(place: Target, loaded: Loaded, options: argparse.Namespace) -> int:
    """Render while the output is held, and publish when nothing stands in the way."""
    present = place.files_of_other_parts(options.only)
    with Progress(sys.stderr) as progress, ThreadPoolExecutor(options.jobs) as executor:
        rendered = render(
            loaded,
            audience=options.audience,
            parts=options.only,
            executor=executor,
            watcher=progress,
            present=present,
        )
    code = _report([*loaded.findings, *rendered.findings], options, loaded)
    if code:
        _say("Er is niets geschreven; de vorige uitvoer staat er nog.")
        return code
    written = place.publish(rendered.outputs, rendered.parts)
    made = len(written.added) + len(written.changed) + len(written.unchanged)
    _say(
        f"Klaar: {made} bestanden in {place.folder} ({len(written.added)} nieuw, {len(written.changed)} gewijzigd, "
        f"{len(written.removed)} weggehaald). Peildatum {loaded.day.isoformat()}, publiek: {options.audience}."
    )
    return OK


def _adopt(options: argparse.Namespace) -> int:
    from kapstok.commands.adopt import Decision, adopt

    loaded = _load(open_workspace(options.workspace), options.date)
    if stops(loaded.findings, strict=options.strict):
        code = _report(loaded.findings, options, loaded)
        _say("Er is niets vastgelegd: de agenda heeft nog fouten.")
        return code
    decision = Decision(
        item=options.item,
        paper=options.stuk,
        day=options.datum or loaded.day,
        body=options.orgaan,
        again=options.nieuwe_versie,
        audience=options.audience,
    )
    with Progress(sys.stderr) as progress, ThreadPoolExecutor(os.cpu_count() or 1) as executor:
        findings, written = adopt(loaded, decision, executor=executor, watcher=progress)
    code = _report(findings, options, loaded)
    if code or not written:
        _say("Er is niets vastgelegd.")
        return code or FOUND
    _say(*(f"Vastgelegd: {path.relative_to(loaded.workspace.root)}" for path in written))
    _say("Leg deze bestanden vast in git; elke volgende bouw neemt ze over zoals ze zijn.")
    return OK


def _mend(options: argparse.Namespace) -> int:
    """Show what has one cure, file by file, and mend what may be mended; then say what is left."""
    from kapstok.commands.mend import ROUNDS, carry_out, in_words, plan_mendings

    workspace, mended, kept = open_workspace(options.workspace), 0, set[str]()
    for _ in range(ROUNDS):
        loaded = load(workspace, day=options.date)
        again = False
        for mending in plan_mendings(workspace, loaded.findings):
            if mending.path in kept:
                continue
            print("\n".join(in_words(mending)))
            if not options.alles and not _agrees("Dit bestand verbeteren? (j/n) "):
                kept.add(mending.path)
                continue
            try:
                carry_out(workspace.root, mending)
            except OSError as error:
                _say(f"kapstok: schrijven lukt niet: {error.filename}.", "Dit bestand is niet gewijzigd.")
                kept.add(mending.path)
                continue
            mended, again = mended + 1, True
        if not again:
            break
    left = load(workspace, day=options.date).findings
    _say(f"Verbeterd: {mended} keer een bestand." if mended else "Er is niets gewijzigd.")
    _say(f"Wat er nog is: {report.summary(left)}. Zie kapstok check." if left else "Er zijn geen bevindingen meer.")
    return FOUND if stops(left, strict=options.strict) else OK


def _agrees(question: str) -> bool:
    """Whether somebody says yes; nobody there is no."""
    print(question, end="", flush=True)
    answer = sys.stdin.readline() if sys.stdin is not None else ""
    if not answer.endswith("\n"):
        print()
    return answer.strip().lower() in ("j", "ja", "y", "yes")


def _rename(options: argparse.Namespace) -> int:
    from kapstok.commands.rename import carry_out, in_words, plan_rename

    loaded = _load(open_workspace(options.workspace), options.date)
    renaming, findings = plan_rename(loaded, options.old, options.new)
    if renaming is None:
        _report(findings, options, loaded)
        _say("Er is niets gewijzigd.")
        return FOUND
    try:
        carry_out(loaded.workspace.root, renaming)
    except OSError as error:
        raise WorkspaceError(f"Schrijven lukt niet: {error.filename}.", "Er is niets gewijzigd.") from error
    for line in in_words(renaming):
        _print(line)
    return OK


def _serve(options: argparse.Namespace) -> int:
    from kapstok.commands.serve import serve

    return serve(
        open_workspace(options.workspace),
        audience=options.audience,
        day=options.date,
        jobs=options.jobs,
        port=options.port,
        strict=options.strict,
        say=_say,
    )


def _clean(options: argparse.Namespace) -> int:
    from kapstok.commands.clean import clean_attachments

    lines = list(clean_attachments(open_workspace(options.workspace), options.files, write=not options.proef))
    print("\n".join(lines) if lines else "In de bijlagen zit niets verborgen.")
    return OK


def _new(options: argparse.Namespace) -> int:
    from kapstok.commands.new import make_workspace

    for line in make_workspace(options.folder, options.gemeente):
        _print(line)
    return OK


def _report(findings: Sequence[Finding], options: argparse.Namespace, loaded: Loaded) -> int:
    """Print the findings: text where people look, anything else on standard output for a machine."""
    short = options.run is _check and options.opmerkingen == "kort" and options.format == "text"
    text = (
        report.as_short_text(findings) if short else report.FORMATS[options.format](findings, report.where_of(loaded))
    )
    if options.format != "text" or findings or options.run is _check:
        print(text)  # the texts of a finding are safe to print
    return FOUND if stops(findings, strict=options.strict) else OK


def _say(*lines: str) -> None:
    for line in lines:
        if line:
            _print(line, sys.stderr)


def _print(text: str, stream: TextIO | None = None) -> None:
    """Print anything but findings: no text of an agenda commands a terminal or a pipeline."""
    print(printable(text), file=stream or sys.stdout)
