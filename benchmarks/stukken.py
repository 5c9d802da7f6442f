"""Papers to Word and PDF: Kapstok beside the plain way, on the same papers in one run.

    python benchmarks/stukken.py                     200 memos; a process of typst for each PDF
    python benchmarks/stukken.py --met libreoffice   LibreOffice makes each PDF from the Word file
    python benchmarks/stukken.py --aantal 20

The plain way takes the Markdown that Kapstok wrote, which costs it nothing here, and goes paper by paper: one pandoc
to Word, one pandoc to typst and one typst to PDF; or one pandoc to Word and one LibreOffice to PDF. Kapstok does the
whole line: read, check, write the Markdown and convert, cold and then once more with nothing changed. The plain way
gives no tags for rows, no house style and no front page, so it does less. Ends with 1 when a norm is not met.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import fontpkg_noto_sans

from kapstok.convert import Paper
from kapstok.convert.pandoc import MARKDOWN, pandoc_path
from kapstok.core.audience import PUBLIC
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load, render
from kapstok.render.build import Build
from kapstok.view import view

DAY = date(2026, 11, 1)
COLD, WARM = 0.4, 0.05  # norms: of the plain way's time, and of the cold build's
SETTINGS = "titel: Agenda van Voorbeeldstad\ngemeente: Voorbeeldstad\nstatus: concept\npublicatie: openbaar\n"
MEMO = """\
titel: Voortgang van project {number}
samenvatting: Hoe project {number} ervoor staat.
aan: de gemeenteraad
van: het college
datum: 4 december 2025
betreft: Voortgang van project {number}
inleiding: |
  In project {number} werken inwoners, organisaties en de gemeente samen. Deze memo vertelt wat er is gedaan, wat het
  heeft gekost (€ {money}) en wat er nog komt.
programma:
  - deel: Terugblik op project {number}
    minuten: 20
    toelichting: Wat is er bereikt en wat niet
  - deel: Vooruitblik
    minuten: 40
    toelichting: Wat vraagt het van de raad
secties:
{sections}bijlagen:
  - nummer: '1'
    titel: Verslag van de bijeenkomst van project {number}
publicatie: openbaar
"""
SECTION = """\
  - titel: Onderdeel {part} van project {number}
    tekst: |
      In dit onderdeel kwamen {count} inwoners bij elkaar. Zij spraken over wat goed gaat in hun dorp en over wat beter
      kan. De meesten willen dat de gemeente eerder laat weten wat zij van plan is.

      - {count} inwoners deden mee aan het gesprek;
      - de uitkomst is besproken met de *partners*;
      - het college neemt **drie** voorstellen over.

      | Voorstel | Bedrag | Wanneer |
      |---|--:|---|
      | Een vaste plek in het dorp | € {money} | eerste kwartaal |
      | Een gesprek per half jaar | € 2.500 | doorlopend |

      De andere voorstellen komen terug in de volgende memo, met wat ervoor nodig is en wie het kan doen.
"""


def write_workspace(root: Path, count: int) -> None:
    """An agenda with nothing but memos, no two the same."""
    memos = root / "agenda" / "memos"
    memos.mkdir(parents=True)
    (root / "agenda" / "agenda.yaml").write_text(SETTINGS, encoding="utf-8")
    for number in range(1, count + 1):
        values = {"number": number, "money": f"{number}.400"}
        sections = "".join(SECTION.format(part=part, count=10 * part + number, **values) for part in range(1, 5))
        (memos / f"project-{number:03}.yaml").write_text(MEMO.format(sections=sections, **values), encoding="utf-8")


def build(root: Path) -> int:
    """Kapstok's whole line; gives how many files came out."""
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        loaded = load(open_workspace(root), day=DAY)
        made = render(loaded, parts=("documents",), executor=executor, watcher=Nobody())
    if made.findings:
        raise SystemExit("\n".join(finding.message for finding in made.findings))
    return sum(1 for output in made.outputs if output.path.endswith((".docx", ".pdf")))


def write_sources(root: Path, folder: Path) -> list[Path]:
    """The same papers as Markdown files."""
    paths = []
    for paper in drafts(root):
        paths.append(folder / f"{paper.name}.md")
        paths[-1].write_text(paper.markdown, encoding="utf-8")
        for name, data in paper.images.items():
            (folder / name).write_bytes(data)
    return paths


def drafts(root: Path) -> Iterator[Paper]:
    """The papers before they are converted."""
    with ThreadPoolExecutor(1) as executor:
        loaded = load(open_workspace(root), day=DAY)
        line = Build(
            workspace=loaded.workspace,
            kinds=loaded.kinds,
            model=view(loaded.model, loaded.kinds, PUBLIC),
            day=loaded.day,
            repository=loaded.repository,
            history=loaded.history,
            executor=executor,
            watcher=Nobody(),
            day_given=True,
        )
        yield from (draft.paper for draft in line.drafts())


def run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def pandoc(source: Path, suffix: str) -> None:
    """One process of pandoc for one file."""
    command = [pandoc_path(), f"--from={MARKDOWN}", "--standalone", "--metadata=lang:nl", str(source)]
    run([*command, f"--output={source.with_suffix(suffix)}"], source.parent)


def typst_command() -> list[str]:
    """The program typst when there is one, else the same compiler in a Python of its own."""
    fonts = str(fontpkg_noto_sans.ROOT / "files")
    if program := shutil.which("typst"):
        return [program, "compile", "--ignore-system-fonts", "--font-path", fonts]
    code = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], ignore_system_fonts=True, "
    return [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}font_paths=[{fonts!r}])"]


def by_typst(source: Path, _: Path) -> None:
    """Word by pandoc; PDF by pandoc and typst."""
    pandoc(source, ".docx")
    pandoc(source, ".typ")
    run([*typst_command(), str(source.with_suffix(".typ")), str(source.with_suffix(".pdf"))], source.parent)


def by_libreoffice(source: Path, profile: Path) -> None:
    """Word by pandoc; PDF from that by LibreOffice."""
    pandoc(source, ".docx")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    run([*command, "--outdir", str(source.parent), str(source.with_suffix(".docx"))], source.parent)


PLAIN: dict[str, Callable[[Path, Path], None]] = {"typst": by_typst, "libreoffice": by_libreoffice}


def timed(what: str, work: Callable[[], int]) -> float:
    """Seconds on the clock for some work, said as soon as it is known.

    What the work before left behind is cleared away first: a build is a process of its own.
    """
    gc.collect()
    start = time.perf_counter()
    count = work()
    seconds = time.perf_counter() - start
    print(f"{what:<46} {seconds:8.2f} s {count:5} bestanden", flush=True)
    return seconds


def measure(folder: Path, count: int, plain: str) -> bool:
    """Both ways side by side; whether the norms are met."""
    root, sources = folder / "werkruimte", folder / "gewoon"
    sources.mkdir()
    write_workspace(root, count)
    paths = write_sources(root, sources)

    def all_plain() -> int:
        for path in paths:
            PLAIN[plain](path, folder / "profiel")
        return sum(path.with_suffix(suffix).is_file() for path in paths for suffix in (".docx", ".pdf"))

    print(f"{len(paths)} stukken, {os.cpu_count()} processoren, gewone manier met {plain}")
    cold = timed("Kapstok, lege cache", lambda: build(root))
    warm = timed("Kapstok, niets gewijzigd", lambda: build(root))
    other = timed("gewone manier, een voor een", all_plain)
    print(f"leeg / gewoon: {cold / other:.3f} (norm {COLD})")
    print(f"niets gewijzigd / leeg: {warm / cold:.3f} (norm {WARM})")
    return cold <= COLD * other and warm <= WARM * cold


def main() -> int:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="Meet hoe snel stukken gemaakt worden.")
    parser.add_argument("--aantal", type=int, default=200, help="hoeveel memo's")
    parser.add_argument("--met", choices=sorted(PLAIN), default="typst", help="wat op de gewone manier de PDF maakt")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stukken-") as folder:
        return 0 if measure(Path(folder), options.aantal, options.met) else 1


if __name__ == "__main__":
    sys.exit(main())
