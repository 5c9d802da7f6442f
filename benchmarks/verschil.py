"""How long `kapstok verschil` takes over one edit in an agenda of thousands of files, beside `kapstok check`.

    python benchmarks/verschil.py [number of files …]

Makes an agenda of 5,000 files in git in which nothing is wrong, changes one line, and runs both commands by turns, each
in a process of its own. What counts is the processor time of the process; the best of three of each.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from toetsen import activity, indicator

SIZES = (5_000,)
ROUNDS = 3
ALLOWED = 1.5


def files(size: int) -> dict[str, str]:
    """The path and the text of every file: of each ten, six activities, two indicators and a goal or two others."""
    made = {
        "agenda.yaml": "titel: Agenda\ngemeente: Vijfheerenlanden\nstatus: concept\npublicatie: openbaar\n",
    }
    for number in range(size // 100):
        made[f"opgaven/opgave-{number}.yaml"] = f"nummer: '{number}'\ntitel: Opgave {number}\npublicatie: openbaar\n"
    for number in range(size // 10):
        made[f"doelen/doel-{number}.yaml"] = (
            f"nummer: '{number // (size // 100) + 1}'\ntitel: Doel {number}\nopgave: opgave-{number % (size // 100)}\n"
            "publicatie: openbaar\n"
        )
    for number in range(size // 20):
        made[f"organisaties/organisatie-{number}.yaml"] = (
            f"naam: Organisatie {number}\nsoort: stichting\nrol: Doet mee.\npublicatie: openbaar\n"
        )
    for number in range(size // 5):
        made[f"indicatoren/indicator-{number}.yaml"] = indicator(number, size)
    for number in range(size - len(made)):
        made[f"activiteiten/activiteit-{number}.yaml"] = activity(number, size)
    return made


def make(root: Path, size: int) -> None:
    """An agenda in git, with one line changed since."""
    for path, text in files(size).items():
        file = root / "agenda" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "begin")):
        subprocess.run(["git", "-c", "user.name=k", "-c", "user.email=k@example.org", *arguments], cwd=root, check=True)
    edited = root / "agenda" / "indicatoren" / "indicator-3.yaml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("waarde: 80", "waarde: 75"), encoding="utf-8")


def seconds(root: Path, *arguments: str) -> float:
    """Seconds of processor time that a command takes in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    command = [sys.executable, "-m", "kapstok", *arguments, "--workspace", str(root)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(sizes: tuple[int, ...]) -> None:
    """Print one line per size."""
    print("seconden rekentijd, beste van drie; verschil mag hooguit anderhalf keer check zijn")
    print("bestanden   check  verschil  verhouding")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            make(root, size)
            check = difference = float("inf")
            for _ in range(ROUNDS):
                check = min(check, seconds(root, "check"))
                difference = min(difference, seconds(root, "verschil"))
        print(f"{size:9}  {check:6.2f}  {difference:8.2f}  {difference / check:10.2f}")


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or SIZES)
