"""What each command does: load, ask, print, and give the exit code. The only module that prints what was found."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kapstok.check.plain.notes import plain_notes
from kapstok.commands import report
from kapstok.core.audience import PUBLIC
from kapstok.core.choices import FOUND, OK, SITE, UNUSABLE
from kapstok.core.finding import Finding, sort_findings
from kapstok.core.kept import KeptByFile
from kapstok.core.model import Model
from kapstok.core.printable import printable
from kapstok.core.progress import Progress
from kapstok.core.workspace import Workspace, WorkspaceError, open_workspace
from kapstok.history.adopted import unproven
from kapstok.kinds.editor import keep_up
from kapstok.kinds.schema import Kinds
from kapstok.pipeline import Loaded, foresee, load, open_target, render, stops
from kapstok.reckon.door import reckon
from kapstok.view import view

if TYPE_CHECKING:
    from kapstok.write.writer import Output, Target


def run(options: argparse.Namespace) -> int:
    """Run the command of these options; gives the exit code."""
    try:
        return _RUNS[options.run](options)
    except WorkspaceError as error:
        _say(f"kapstok: {error}", error.hint)
        return UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
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


def _check(options: argparse.Namespace) -> int:
    workspace = open_workspace(options.workspace)
    if options.tegen is None:
        loaded, dying = _load(workspace, options.date), list[Finding]()
    else:
        loaded, dying = _against(workspace, options)
    known = KeptByFile(loaded.cache, "gewone taal", loaded.state)
    notes = plain_notes(loaded.model, loaded.kinds, known) if options.opmerkingen != "geen" else []
    notes += unproven(loaded.frozen, loaded.history)
    findings = sort_findings([*loaded.findings, *dying, *foresee(loaded), *notes])
    for form, file in options.ook:
        report.write_report(findings, form, file, report.where_of(loaded))
    code = _report(findings, options, loaded)
    if options.format == "text" and (cured := sum(f.fix is not None for f in loaded.findings)):
        print(f"Met kapstok herstel verbetert u er {cured}.")
    return code


def _against(workspace: Workspace, options: argparse.Namespace) -> tuple[Loaded, list[Finding]]:
    """The workspace, and the public addresses that it kills when it is held against an older version."""
    from kapstok.commands.difference import two_versions
    from kapstok.compare.dying import dying_addresses

    with two_versions(workspace, options.tegen, "", options.date) as pair:
        keep_up(workspace.state, pair.new.loaded.kinds, pair.new.loaded.model)
        return pair.new.loaded, dying_addresses(pair)


def _frames(options: argparse.Namespace) -> int:
    """Print how the norms are held to; other faults are only counted, for they belong to `check`."""
    from kapstok.commands.frame_table import FRAME_FORMATS  # late, as all that one command alone needs

    loaded = _print_table(FRAME_FORMATS, options)
    _say(f"Bevindingen: {report.summary(loaded.findings)}. Zie kapstok check." if loaded.findings else "")
    return FOUND if stops(loaded.findings, strict=options.strict) else OK


def _reading(options: argparse.Namespace) -> int:
    """Print how hard the texts read; whatever else is wrong belongs to `check`."""
    from kapstok.check.plain.table import READING_FORMATS

    loaded = _print_table(READING_FORMATS, options)
    return FOUND if stops(loaded.findings, strict=options.strict) else OK


def _why(options: argparse.Namespace) -> int:
    """Print on what it rests what is said of one thing; whatever is wrong with it belongs to `check`."""
    from kapstok.commands.why import WHY_FORMATS, find

    loaded = _load(open_workspace(options.workspace), options.date)
    model = view(loaded.model, loaded.kinds, options.audience) if options.audience else loaded.model
    facts = reckon(model, loaded.kinds, loaded.day)
    _print(WHY_FORMATS[options.format](facts, find(facts, options.item)))
    return OK


def _papers(options: argparse.Namespace) -> int:
    """Print which papers an audience gets, and what keeps the others from being made."""
    from kapstok.commands.papers_table import PAPER_FORMATS, planned

    workspace = open_workspace(options.workspace)
    loaded = _load(workspace, options.date)
    facts = reckon(view(loaded.model, loaded.kinds, options.audience), loaded.kinds, loaded.day)
    _print(PAPER_FORMATS[options.format](*planned(workspace, facts, loaded.frozen), facts))
    return OK


def _recheck(options: argparse.Namespace) -> int:
    """Print which references have to be looked at; whatever is wrong with the agenda belongs to `check`."""
    from kapstok.commands.recheck import RECHECK_FORMATS, rechecks

    loaded = _load(open_workspace(options.workspace), options.date)
    _print(RECHECK_FORMATS[options.format](*rechecks(loaded, every=options.alles)))
    return OK


def _difference(options: argparse.Namespace) -> int:
    """Print what differs between two versions; whatever is wrong in the newer one is only counted."""
    from kapstok.commands.difference import FILES, kept_decision, put, told, two_versions

    if options.format in FILES and options.out is None:
        name = f"verschil.{options.format}"
        raise WorkspaceError("Een stuk komt in een bestand.", f"Noem het met --out, bijvoorbeeld: --out {name}")
    workspace, base, head = open_workspace(options.workspace), options.base, options.head
    decided = kept_decision(workspace, options.vastgesteld, options.audience) if options.vastgesteld else None
    if decided is not None:
        if head:
            raise WorkspaceError("Naast --vastgesteld past één versie.", "Noem alleen de nieuwe versie, of geen.")
        base, head = decided.commit, base
    with two_versions(workspace, base, head, options.date) as pair:
        content = told(pair, options.audience, options.format, decided, prints=options.drukwerk)
        findings = pair.new.loaded.findings
    if options.out is None:
        _print(content.decode().rstrip("\n"))
    else:
        put(content, options.out)
    _say(f"Bevindingen: {report.summary(findings)}. Zie kapstok check." if findings else "")
    return FOUND if stops(findings, strict=options.strict) else OK


def _remark(options: argparse.Namespace) -> int:
    """Write the comment for a proposal; whatever is wrong in it is told there, and stops nothing here."""
    from kapstok.commands.difference import two_versions
    from kapstok.commands.remark.file import show_remark, write_remark
    from kapstok.commands.remark.making import remark_of
    from kapstok.compare.comparison import compare_for

    job = os.environ.get("CI_JOB_ID", "")
    with two_versions(open_workspace(options.workspace), options.basis, "", options.date) as pair:
        remark = remark_of(compare_for(pair, options.audience), pair, job=int(job) if job.isdigit() else 0)
    write_remark(remark, options.naar)
    if options.samenvatting is not None:
        show_remark(remark, options.samenvatting)
    _say(f"De opmerking staat in {options.naar}, voor {options.audience}.")
    return OK


def _post(options: argparse.Namespace) -> int:
    """Post a comment that may be of a stranger."""
    from kapstok.commands.remark.posting import post_remark

    _print(post_remark(options.file, os.environ))
    return OK


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
    target = options.out or workspace.root / _default_target(options)
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


def _default_target(options: argparse.Namespace) -> Path:
    audience: str = options.audience
    if options.voorvertoning:
        return Path("voorvertoning") / audience
    return Path("public") if audience == PUBLIC else Path("intern") / audience


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
    written = place.publish(_loose(rendered.outputs) if options.voorvertoning else rendered.outputs, rendered.parts)
    made = len(written.added) + len(written.changed) + len(written.unchanged)
    _say(
        f"Klaar: {made} bestanden in {place.folder} ({len(written.added)} nieuw, {len(written.changed)} gewijzigd, "
        f"{len(written.removed)} weggehaald). Peildatum {loaded.day.isoformat()}, publiek: {options.audience}."
    )
    return OK


def _loose(outputs: Sequence[Output]) -> list[Output]:
    """The same files, with pages that can be opened from a folder."""
    from kapstok.render.site.loose import with_files

    def page(output: Output) -> Output:
        content = output.content if isinstance(output.content, bytes) else output.content.read_bytes()
        return replace(output, content=with_files(content))

    return [page(output) if output.part == SITE and output.path.endswith(".html") else output for output in outputs]


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
        base=options.vergelijk,
    )


def _clean(options: argparse.Namespace) -> int:
    from kapstok.commands.clean import clean_attachments

    lines = list(clean_attachments(open_workspace(options.workspace), options.files, write=not options.proef))
    print("\n".join(lines) if lines else "In de bijlagen zit niets verborgen.")
    return OK


def _new(options: argparse.Namespace) -> int:
    from kapstok.commands.new import make_workspace

    made = make_workspace(options.folder, options.gemeente, address=options.bewaarplaats, forge=options.forge)
    for line in made:
        _print(line)
    return OK


def _report(findings: Sequence[Finding], options: argparse.Namespace, loaded: Loaded) -> int:
    """Print the findings: text where people look, anything else on standard output for a machine."""
    short = options.run == "check" and options.opmerkingen == "kort" and options.format == "text"
    text = (
        report.as_short_text(findings) if short else report.FORMATS[options.format](findings, report.where_of(loaded))
    )
    if options.format != "text" or findings or options.run == "check":
        print(text)  # the texts of a finding are safe to print
    return FOUND if stops(findings, strict=options.strict) else OK


def _say(*lines: str) -> None:
    for line in lines:
        if line:
            _print(line, sys.stderr)


def _print(text: str, stream: TextIO | None = None) -> None:
    """Print anything but findings: no text of an agenda commands a terminal or a pipeline."""
    print(printable(text), file=stream or sys.stdout)


_RUNS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "frames": _frames,
    "papers": _papers,
    "reading": _reading,
    "why": _why,
    "difference": _difference,
    "remark": _remark,
    "post": _post,
    "recheck": _recheck,
    "build": _build,
    "adopt": _adopt,
    "mend": _mend,
    "rename": _rename,
    "serve": _serve,
    "clean": _clean,
    "new": _new,
}
