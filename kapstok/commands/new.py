"""A new workspace: a small agenda that checks, builds and shows at once, for a municipality to make its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from kapstok.commands.forges import Place, main_branch, place_of
from kapstok.commands.origin import FOLDER as TOOLS
from kapstok.commands.origin import Origin, find_origin
from kapstok.commands.wheel import wheel_name
from kapstok.core.git import folder_in_repository
from kapstok.core.workspace import WorkspaceError, open_workspace, resource
from kapstok.kinds.editor import FOLDER, KEPT, editor_settings, keep_up, kept_schemas
from kapstok.pipeline import load

_NAMELESS = "Voorbeeldgemeente"
_GIT = ".git"


def make_workspace(
    folder: Path, municipality: str, *, day: date | None = None, address: str = "", forge: str = ""
) -> list[str]:
    """Fill `folder` with a workspace; gives the Dutch lines that say what was made and what comes next.

    `day` becomes the peildatum (default: today). `address` is where it will be kept (default: what git says of an
    empty clone) and `forge` the kind of that place, when its address does not tell. Raises WorkspaceError when the
    folder holds anything but an empty repository, or cannot be made; what was written until then is taken away again.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in municipality).split())
    _require_room(folder)
    place, origin = place_of(folder, address=address, forge=forge), find_origin()
    words = {
        "gemeente": name or _NAMELESS,
        "vandaag": (day or date.today()).isoformat(),
        "bewaarplaats": _kept_at(place),
    }
    made: list[Path] = []
    try:
        branch = main_branch(folder)
        for path, content in _files(words):
            _put(folder, path, _on_branch(path, content, branch), made)
        for path, content in _tools(origin):
            _put(folder, path, content, made)
        _help_editor(folder, made)
    except OSError as error:
        _undo(made)
        raise WorkspaceError(
            f"De map {folder} kan niet gemaakt worden.",
            "Kies een plaats waar u bestanden mag maken en waar genoeg ruimte is.",
        ) from error
    told = [f"De pipeline haalt Kapstok uit {origin.told}.", *_about_place(place), *_about_top(folder)]
    return _next_steps(folder, sum(path.is_file() for path in made), named=bool(name), told=told)


def _require_room(folder: Path) -> None:
    try:
        file = next((place for place in (folder, *folder.parents) if place.exists() and not place.is_dir()), None)
        taken = folder.is_dir() and any(path.name != _GIT for path in folder.iterdir())
    except OSError as error:
        raise WorkspaceError(f"De map {folder} kan niet gemaakt of gelezen worden.", "Kies een andere map.") from error
    if file:
        raise WorkspaceError(f"{file} is een bestand en geen map.", "Kies een andere naam.")
    if taken:
        raise WorkspaceError(f"De map {folder} is niet leeg.", "Kies een nieuwe naam of een lege map.")


def _files(words: Mapping[str, str]) -> Iterator[tuple[Path, bytes]]:
    """The files that every workspace starts with, with `[[woord]]` replaced; nothing else in them is touched.

    In YAML such a word stands between single quotes, so a quote in its value is doubled.
    """
    source = resource("templates") / "werkruimte"
    for path in sorted(source.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(f"[[{word}]]", value.replace("'", "''") if path.suffix == ".yaml" else value)
            yield path.relative_to(source), text.encode()


def _on_branch(path: Path, content: bytes, branch: str) -> bytes:
    """A workflow that also runs for a main branch of another name; every forge but GitLab wants it written down."""
    if path.parent.name != "workflows" or branch in ("main", "master"):
        return content
    return content.replace(b"branches: [main, master]", f"branches: [main, master, '{branch}']".encode())


def _tools(origin: Origin) -> Iterator[tuple[Path, bytes]]:
    """What a pipeline installs: this very Kapstok, with all that it needs in the versions that are here."""
    head = (
        "# Wat de pipeline installeert: de Kapstok waarmee deze werkruimte is gemaakt. Een nieuwere? Zet haar hier.\n"
    )
    yield Path(TOOLS, "eisen.txt"), f"{head}{origin.requirement}\n".encode()
    head = "# De versies van wat Kapstok nodig heeft, zoals ze zijn geprobeerd.\n"
    yield Path(TOOLS, "versies.txt"), "".join([head, *(f"{pin}\n" for pin in origin.pins)]).encode()
    if origin.wheel is not None:
        yield Path(TOOLS, wheel_name()), origin.wheel


def _kept_at(place: Place | None) -> str:
    """The block of agenda.yaml that says where the files are kept, or how to write it; between the lines around it."""
    if place is not None and place.edit:
        return f"repository:\n  adres: {place.address}\n  bewerken: {place.edit}"
    address = place.address if place else "https://github.com/gemeente/agenda"
    return (
        "# Waar deze bestanden staan. Met bewerken krijgt elke pagina een knop om haar te wijzigen.\n"
        f"# repository:\n#   adres: {address}\n#   bewerken: {address}/edit/main/"
    )


def _about_place(place: Place | None) -> list[str]:
    if place is None or not place.edit:
        return ["Een knop Bewerk dit op elke pagina: vul repository in agenda/agenda.yaml in."]
    return [f"Elke pagina krijgt een knop Bewerk dit, naar {place.address}."]


def _about_top(folder: Path) -> list[str]:
    """A forge looks for a pipeline at the top of a repository, and nowhere else."""
    inside = folder_in_repository(folder.resolve())
    return [f"Let op: {inside} is niet de bovenste map in git, en alleen daar draait een pipeline."] if inside else []


def _help_editor(folder: Path, made: list[Path]) -> None:
    """Bind the files to schemas that know what is in them."""
    workspace = open_workspace(folder)
    loaded = load(workspace)
    _put(folder, Path(KEPT, "settings.json"), editor_settings(loaded.kinds), made)
    for name, content in kept_schemas(loaded.kinds):
        _put(folder, Path(KEPT, FOLDER, name), content, made)
    for place in (workspace.state, workspace.state / FOLDER):
        place.mkdir()
        made.append(place)
    keep_up(workspace.state, loaded.kinds, loaded.model)


def _put(folder: Path, path: Path, content: bytes, made: list[Path]) -> None:
    """Write one file and the folders above it, and note each in `made`."""
    target = folder / path
    for place in reversed((target, *target.parents)):
        if place != target and not place.exists():
            place.mkdir()
            made.append(place)
    with target.open("xb") as file:
        made.append(target)
        file.write(content)


def _undo(made: list[Path]) -> None:
    for path in reversed(made):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def _next_steps(folder: Path, count: int, *, named: bool, told: list[str]) -> list[str]:
    here = folder.resolve() == Path.cwd()
    steps = [
        *([] if here else [f'Ga naar de map:          cd "{folder}"']),
        *([] if named else ["Vul uw gemeente in:      het veld gemeente in agenda/agenda.yaml"]),
        "Controleer de agenda:    kapstok check",
        "Bekijk de site:          kapstok serve",
        "Maak alles in public:    kapstok build",
    ]
    return [
        f"De werkruimte staat in {folder}: {count} bestanden, met een kleine agenda als voorbeeld.",
        *told,
        "",
        "Zo gaat u verder:",
        *(f"  {number}. {step}" for number, step in enumerate(steps, 1)),
        "",
        "In README.md staat hoe u in tien minuten uw eerste wijziging maakt.",
    ]
