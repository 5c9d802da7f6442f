"""How Kapstok grows with the agenda, beside other tools on the same files and the same Markdown.

    python benchmarks/schaal.py [--groottes 1000,5000] [--rondes 3] [--alleen check|bouw] [--buren MAP]

Workspaces of about so many items are made out of this repository (`vergroten.py`). Every command is a process of its
own; counted are the seconds that the processor works for it and all that it starts, and the most memory that one
process takes. The rounds go round all commands, so that a busy computer slows them all; printed is the middle. MAP is
a folder with the programs `zensical` and `hugo` (a virtual environment with both: `MAP/bin`); what is not there is
left out. The cache is one of its own, empty at the start.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests")]

from vergroten import enlarge  # noqa: E402
from workbench import build_of, load_from  # noqa: E402

from kapstok.core.page import Page  # noqa: E402

KAPSTOK = (sys.executable, "-m", "kapstok")
# A small process that starts the command: a process counts the memory of the one that it was started from as its own.
START = """
import os, sys
os.chdir(sys.argv[1])
quiet = os.open(os.devnull, os.O_RDWR)
silent = [(os.POSIX_SPAWN_DUP2, quiet, stream) for stream in (1, 2)]
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=silent)
_, status, used = os.wait4(pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
READ = """
import sys, yaml
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        yaml.load(file, yaml.CSafeLoader)
"""
VALIDATE = """
for schema in "$0"/*.json; do
    list="$1/$(basename "$schema" .json)"
    [ -f "$list" ] && xargs "$2" --schemafile "$schema" < "$list"
done
exit 0
"""
SETTINGS = """
site_name: Agenda
theme: {{name: material, font: false}}
plugins: [search]
nav: [{nav}]
"""
HUGO = """
baseURL = "/"
title = "Agenda"
disableKinds = ["taxonomy", "term", "RSS"]
"""
LAYOUT = """<!doctype html>
<html lang=nl><head><title>{{ .Title }}</title></head><body><main>{{ .Content }}</main></body></html>
"""


@dataclass(kw_only=True)
class Command:
    """A command that is timed: `before` makes what it needs, untimed; `seconds` are those of each round."""

    name: str
    folder: Path
    words: tuple[str, ...]
    before: Callable[[], None] = lambda: None
    fine: tuple[int, ...] = (0,)
    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0

    def run(self, environment: dict[str, str]) -> None:
        """Run it once."""
        self.before()
        start = (sys.executable, "-S", "-c", START, str(self.folder), *self.words)
        done = subprocess.run(start, env=environment, capture_output=True, text=True, check=True)
        seconds, kilobytes, code = map(float, done.stdout.split())
        if code not in self.fine:
            print(f"  {self.name}: mislukt ({code:.0f})")
        self.seconds.append(seconds)
        self.megabytes = max(self.megabytes, kilobytes / 1024)

    @property
    def middle(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.seconds)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A workspace of one size, with the folders and the cache that its commands use."""

    workspace: Path
    place: Path

    def files(self) -> list[str]:
        """The YAML of the agenda."""
        return [str(path) for path in sorted((self.workspace / "agenda").rglob("*.yaml"))]

    def checks(self) -> Iterator[Command]:
        """Reading and checking, ours and that of others."""
        check = (*KAPSTOK, "check", "--workspace", str(self.workspace))
        yield Command(name="check, lege cache", folder=ROOT, words=check, before=self.forget)
        yield Command(name="check, niets gewijzigd", folder=ROOT, words=check)
        yield Command(name="check, één blad gewijzigd", folder=ROOT, words=check, before=self.edit("activiteiten"))
        yield Command(name="lezen met CSafeLoader", folder=ROOT, words=(sys.executable, "-c", READ, *self.files()))
        program = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent))
        if program:
            self.list_by_kind()
            schemas, lists = str(self.workspace / ".kapstok" / "schemas"), str(self.place / "per-soort")
            words = ("sh", "-c", VALIDATE, schemas, lists, program)
            yield Command(name="check-jsonschema, alleen de vorm", folder=ROOT, words=words)

    def list_by_kind(self) -> None:
        """Name the files of each kind, for a tool that takes one schema at a time."""
        loaded = load_from(self.workspace)
        lists = self.place / "per-soort"
        lists.mkdir(exist_ok=True)
        for path in loaded.model.documents:
            kind = loaded.kinds.by_path(path)
            if kind is not None:
                with (lists / kind.name).open("a", encoding="utf-8") as file:
                    file.write(f"{self.workspace / path}\n")

    def builds(self, peers: Path | None) -> Iterator[Command]:
        """Builds of the site and the data after nothing, a leaf, a goal, a much used title, a frame and so on."""
        words = (*KAPSTOK, "build", "--only", "site,data", "--workspace", str(self.workspace))
        words += ("--out", str(self.place / "uit"))
        yield Command(name="bouw, lege cache", folder=ROOT, words=words, before=self.forget)
        yield Command(name="bouw, niets gewijzigd", folder=ROOT, words=words)
        edits = {
            "een activiteit": "activiteiten",
            "een doel": "doelen",
            "een titel op veel pagina's": "opgaven",
            "een kaderlijst": "kaderlijsten",
            "agenda.yaml": "agenda.yaml",
        }
        for said, where in edits.items():
            yield Command(name=f"bouw, {said} gewijzigd", folder=ROOT, words=words, before=self.edit(where))
        yield Command(name="bouw, een sjabloon gewijzigd", folder=ROOT, words=words, before=self.edit_template)
        yield from self.peers(peers)

    def peers(self, folder: Path | None) -> Iterator[Command]:
        """Other makers of sites, on the Markdown of our pages; all but the overviews are left out of the menu."""
        with ThreadPoolExecutor(1) as executor:
            pages = build_of(load_from(self.workspace), executor).unconverted().pages
        site = self.place / "buren"
        self.write_pages(site, pages)
        yield Command(name="mkdocs", folder=site, words=(sys.executable, "-m", "mkdocs", "build", "-q", "-d", "m"))
        for name, words in (("zensical", ("build", "-c")), ("hugo", ("--quiet", "-d", "h"))):
            program = shutil.which(name, path=str(folder / "bin") if folder else None)
            if program:
                yield Command(name=name, folder=site, words=(program, *words))

    def write_pages(self, site: Path, pages: tuple[Page, ...]) -> None:
        """Write the pages as MkDocs, Zensical and Hugo like them."""
        for page in pages:
            name = f"{page.address.rstrip('/') or 'index'}.md"
            for top, head in (("docs", ""), ("content", f'+++\ntitle = "{page.title.replace(chr(34), "")}"\n+++\n')):
                file = site / top / (name if top == "docs" or page.address else "_index.md")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(head + page.markdown, encoding="utf-8")
        nav = ", ".join(f"{p.address.rstrip('/') or 'index'}.md" for p in pages if p.overview)
        (site / "mkdocs.yml").write_text(SETTINGS.format(nav=nav), encoding="utf-8")
        (site / "hugo.toml").write_text(HUGO, encoding="utf-8")
        for name in ("single", "list", "home"):
            layout = site / "layouts" / "_default" / f"{name}.html"
            layout.parent.mkdir(parents=True, exist_ok=True)
            layout.write_text(LAYOUT, encoding="utf-8")

    def forget(self) -> None:
        """An empty cache and no output."""
        shutil.rmtree(self.place / "cache", ignore_errors=True)
        shutil.rmtree(self.place / "uit", ignore_errors=True)

    def edit(self, where: str) -> Callable[[], None]:
        """Change the title in the first file of a folder of the agenda, or in that file."""

        def change() -> None:
            top = self.workspace / "agenda" / where
            file = top if top.is_file() else sorted(top.glob("*.yaml"))[0]
            text = file.read_text(encoding="utf-8")
            end = text.index("\n", text.index("titel:"))
            quote = text[end - 1] if text[end - 1] in "'\"" else ""
            file.write_text(text[: end - len(quote)] + " x" + quote + text[end:], encoding="utf-8")

        return change

    def edit_template(self) -> None:
        """Give the workspace the page of a kind as a template of its own, each time another."""
        file = self.workspace / "templates" / "pagina" / "doel.md.j2"
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        file.parent.mkdir(parents=True, exist_ok=True)
        own = before or (ROOT / "templates" / "pagina" / "doel.md.j2").read_text(encoding="utf-8")
        file.write_text(f"{own}\nx\n", encoding="utf-8")


def measure(size: int, options: argparse.Namespace) -> tuple[int, dict[str, float]]:
    """Time everything at one size and print it; gives the number of items and the middle of each command."""
    with tempfile.TemporaryDirectory(prefix="schaal-") as folder:
        place = Path(folder)
        bench = Bench(workspace=place / "agenda-groot", place=place)
        bench.workspace.mkdir()
        items = enlarge(ROOT, bench.workspace, size)
        commands: list[Command] = []
        if options.alleen != "bouw":
            commands += bench.checks()
        if options.alleen != "check":
            commands += bench.builds(options.buren)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(place / "cache")}
        for _ in range(options.rondes):
            for command in commands:
                command.run(environment)
        print(f"\n{items} onderdelen, {len(bench.files())} bestanden")
        for command in commands:
            print(f"  {command.name:42} {command.middle:8.2f} s  {command.megabytes:6.0f} MB")
        return items, {command.name: command.middle for command in commands}


def main() -> None:
    """Time every size, and print how each command grows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--groottes", default="1000,5000")
    parser.add_argument("--rondes", type=int, default=3)
    parser.add_argument("--alleen", choices=("check", "bouw"))
    parser.add_argument("--buren", type=Path)
    options = parser.parse_args()
    found = [measure(int(size), options) for size in options.groottes.split(",")]
    for (few, before), (many, after) in pairwise(found):
        print(f"\nGroei van {few} naar {many}: de macht van het aantal")
        for name, seconds in after.items():
            print(f"  {name:42} {math.log(seconds / before[name]) / math.log(many / few):8.2f}")


if __name__ == "__main__":
    main()
