"""`kapstok serve`: build, show, and build again with every change; open pages follow by themselves.

A change that cannot be built leaves the last good site in place and shows in the page what to mend.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kapstok.commands import report
from kapstok.commands.compared import PAGE, Compared, compared
from kapstok.commands.mishap import mishap
from kapstok.commands.watch import Changes, sources, watch
from kapstok.commands.webserver import Board, Problem, WebServer
from kapstok.core.audience import PUBLIC
from kapstok.core.choices import PARTS
from kapstok.core.finding import Finding
from kapstok.core.interrupt import settle_interrupt
from kapstok.core.progress import Nobody
from kapstok.core.workspace import Workspace
from kapstok.pipeline import Rendered, load, render, stops
from kapstok.write.writer import TargetError, Written, lock

OK, UNUSABLE = 0, 2
Say = Callable[..., None]


def serve(
    workspace: Workspace,
    *,
    audience: str,
    day: date | None,
    jobs: int,
    port: int,
    strict: bool,
    say: Say,
    base: str | None = None,
) -> int:
    """Show the site for an audience until Ctrl-C; gives the exit code (2 when the port cannot be had).

    `base` is the version to compare with: '' is where the main branch was left, None compares with nothing.
    """
    board = Board()
    folder = workspace.state / "toon" / audience
    builder = Builder(
        workspace=workspace,
        audience=audience,
        day=day,
        jobs=jobs,
        strict=strict,
        say=say,
        folder=folder,
        board=board,
        base=base,
    )
    try:
        server = WebServer(
            folder,
            board,
            port,
            lambda text: say(f"Onverwachte fout bij een verzoek: {text}"),
            is_closed=audience != PUBLIC,
        )
    except (OSError, OverflowError) as error:
        say(*_port_trouble(port, error))
        return UNUSABLE
    thread = threading.Thread(target=server.serve_forever, name="kapstok-webserver", daemon=True)
    try:
        thread.start()
        _keep_building(builder, server.address, say)
    except KeyboardInterrupt:
        settle_interrupt()
        say("Gestopt.")
    finally:
        server.shutdown()
        server.server_close()
    return OK


def _keep_building(builder: Builder, address: str, say: Say) -> None:
    """Build now and after every change. Never returns: Ctrl-C ends it."""
    changes = Changes()
    with watch(sources(builder.workspace), changes.note):
        say("De site wordt gemaakt.")
        builder.build()
        say(f"De site voor {builder.audience} staat op {address} en volgt elke wijziging. Stoppen: Ctrl-C.")
        if builder.board.compared.page:
            say(f"Wat er verandert, staat bij elke pagina, en bij elkaar op {address.partition('?')[0]}{PAGE[1:]}")
        if builder.audience != PUBLIC:
            say("Alleen met dit hele adres is de site te zien. Geef het aan niemand voor wie zij niet is.")
        while True:
            changes.wait()
            builder.build()


def _port_trouble(port: int, error: OSError | OverflowError) -> tuple[str, str]:
    taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
    why = "is al in gebruik" if taken else "kan niet gebruikt worden"
    return f"kapstok: poort {port} {why}.", "Kies een andere met --port, bijvoorbeeld --port 8001, of 0 voor een vrije."


@dataclass(kw_only=True)
class Builder:
    """Builds the site into `folder` and posts on the board how it went; no mistake in the sources ends it."""

    workspace: Workspace
    audience: str
    day: date | None
    jobs: int
    strict: bool
    say: Say
    folder: Path
    board: Board
    base: str | None = None
    _told: Sequence[Finding] = field(default=(), init=False)
    _built: bool = field(default=False, init=False)

    def build(self) -> None:
        """Build once. Whatever goes wrong is said, shown in the page, and left for the next change."""
        started = time.perf_counter()
        try:
            findings, written = self._make()
        except TargetError as error:
            self._fail(error.message, error.hint)
        except (Exception, SystemExit) as error:  # templates, schemas and settings are code: anything can happen
            told = error if isinstance(error, Exception) else RuntimeError()
            found = mishap(told, self.workspace.root, self.workspace.state)
            self._fail(found.message, f"{found.hint} Maak de laatste wijziging ongedaan; kapstok gaat door.")
        else:
            self._report(findings, written, time.perf_counter() - started)

    def _make(self) -> tuple[Sequence[Finding], Written | None]:
        """The whole line; without a Written the findings were too bad to publish."""
        loaded = load(self.workspace, day=self.day)
        if stops(loaded.findings, strict=self.strict):
            return loaded.findings, None
        executor = ThreadPoolExecutor(self.jobs)
        try:
            rendered = render(loaded, audience=self.audience, parts=PARTS, executor=executor, watcher=Nobody())
        finally:
            executor.shutdown(cancel_futures=True)
        findings = [*loaded.findings, *rendered.findings]
        if stops(findings, strict=self.strict):
            return findings, None
        return findings, self._publish(rendered)

    def _publish(self, rendered: Rendered) -> Written:
        with lock(self.folder, label=self.audience) as place:
            return place.publish(rendered.outputs, rendered.parts)

    def _report(self, findings: Sequence[Finding], written: Written | None, seconds: float) -> None:
        if findings and (written is None or list(findings) != list(self._told)):
            self.say(report.as_text(findings))
        self._told = findings
        if written is None:
            self.say("De laatste wijziging staat nog niet op de site; sla een verbetering op." if self._built else "")
            self.board.post([_problem(f) for f in findings if stops([f], strict=self.strict)], changed=False)
            return
        marked = self._compare()
        count = len(written.added) + len(written.changed) + len(written.removed)
        files = "1 bestand" if count == 1 else f"{count} bestanden"
        self.say(f"Bijgewerkt in {seconds:.1f} s: {files} gewijzigd.".replace(".", ",", 1))
        self.board.post([], changed=count > 0 or marked or not self._built)
        self._built = True

    def _compare(self) -> bool:
        """Hold what was built against the other version; whether that gives another answer than before."""
        if self.base is None:
            return False
        found = compared(self.workspace, self.base, self.audience, self.day)
        if isinstance(found, Finding):
            self.say(found.message, found.hint)
            found = Compared()
        before, self.board.compared = self.board.compared, found
        return before != found

    def _fail(self, message: str, hint: str) -> None:
        self._told = ()
        self.say(message, hint)
        self.board.post([Problem(plek="", melding=message, hint=hint)], changed=False)


def _problem(finding: Finding) -> Problem:
    place = f"{finding.path}:{finding.line}:{finding.column}" if finding.path else ""
    return Problem(plek=place, melding=finding.message, hint=finding.hint)
