"""Put a build's output in place: the folder is at every moment wholly the old or wholly the new.

The new tree is built in full in `.<name>.kapstok/nieuw` beside the target; then the two folders trade
names in one system call, and the old tree is taken apart. Where the system has no such call, two
renames with a journal do it; a build that dies between them is finished by the next `lock`.
An existing file is never opened for writing: it may be a hard link that old and new tree share.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kapstok.write.disk import (
    FILE_MODE,
    FOLDER_MODE,
    digest_of,
    discard,
    exchange_folders,
    inode,
    is_twin,
    make_folders,
    os_lock,
    scan,
    sync_folder,
    twin,
    unlink,
    write_new,
)
from kapstok.write.manifest import (
    MANIFEST,
    Entry,
    TargetError,
    ancestors,
    claim,
    dump_manifest,
    fold,
    folders_of,
    load_manifest,
    manifest_label,
)

__all__ = ["MANIFEST", "Output", "Target", "TargetError", "Written", "exchange_folders", "lock"]

_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}

Exchange = Callable[[Path, Path], None]
Step = Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """One file to publish: `path` is relative with forward slashes, a file as `content` is copied."""

    path: str
    part: str
    content: bytes | Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What a publication did to our own files: sorted paths relative to the target."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def _no_step(_: str) -> None:
    """Do nothing between two steps."""


@contextmanager
def lock(
    target: Path,
    *,
    sources: Iterable[Path] = (),
    label: str = "",
    exchange: Exchange | None = exchange_folders,
    on_step: Step = _no_step,
) -> Iterator[Target]:
    """Hold `target` for this process alone, after finishing or undoing a build that died.

    TargetError when another build holds it, when it overlaps with one of `sources`, when it is not ours
    to write in, or when another output than that for `label` stands there. Without `exchange` the swap
    is two renames. `on_step` hears the name of each step: staged and swept (a file), journalled, exchanged
    or parted, swapped, done.
    """
    folder = _resolved(target, sources)
    work = folder.parent / f".{folder.name}.kapstok"
    _refuse_links(work)
    with _explained(folder):
        make_folders(work)
        if not (work / ".gitignore").exists():
            (work / ".gitignore").write_text("*\n", encoding="utf-8")
        handle = (work / "slot").open("ab")
    with handle:
        with _explained(folder):
            _hold(handle.fileno(), folder)
        try:
            place = Target(folder=folder, work=work, label=label, exchange=exchange, on_step=on_step)
            with _explained(folder):
                place.recover()
                _Stage(place, ())  # refuses a folder that is not ours before anything is rendered
            there = manifest_label(folder)
            if there and label and there != label:
                hint = "Kies met --out een andere map: de uitgaven mogen niet door elkaar lopen."
                raise TargetError(f"In {folder} staat de uitgave voor {there}, niet die voor {label}.", hint)
            yield place
        finally:
            os_lock(handle.fileno(), hold=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An output folder that this process holds; get one from `lock`."""

    folder: Path
    work: Path
    label: str
    exchange: Exchange | None
    on_step: Step

    def publish(self, outputs: Iterable[Output], parts: Collection[str]) -> Written:
        """Make the target hold `outputs`, the whole of `parts`, and all that stood there besides.

        Our files of other parts and files that are not ours stay; our files of `parts` that are no
        longer made go. Files with equal bytes keep inode and mtime. TargetError (nothing has changed)
        for an output where a file of somebody else stands; ValueError for an impossible path or part.
        A program that runs inside the target (its working folder) keeps looking at the old tree.
        """
        try:
            with _explained(self.folder):
                stage = _Stage(self, parts)
            for output in outputs:
                with _explained(self.folder):
                    stage.add(output)
            with _explained(self.folder):
                if stage.complete():
                    self._journal()
                    self._swap()
                    sync_folder(self.folder.parent)
                    self.on_step("swapped")
                self.recover()
        except BaseException:
            with suppress(OSError, TargetError):
                self.recover()
            raise
        self.on_step("done")
        return stage.written()

    def files_of_other_parts(self, parts: Collection[str]) -> set[str]:
        """The paths that stand here from earlier builds of other parts, and stay."""
        return {path for path, entry in (load_manifest(self.folder) or {}).items() if entry[0] not in parts}

    def recover(self) -> None:
        """Finish a swap that began, undo what did not get that far, and clean up after either."""
        new, old, journal = self.work / "nieuw", self.work / "oud", self.work / "journaal.json"
        if journal.exists():
            before, after = self._noted(journal)
            here, staged = inode(self.folder), inode(new)
            if here is None and staged == after:
                os.rename(new, self.folder)
            elif here is None and staged is None and before is not None and before == inode(old):
                os.rename(old, self.folder)
            elif here == after and staged is not None:
                os.rename(new, old)
            elif here != after and (staged not in (after, None) or old.exists()):
                raise self._lost()
        elif old.exists():
            raise self._lost()
        discard(new)
        if old.exists():
            self._sweep(old)
        (self.work / "journaal.tmp").unlink(missing_ok=True)
        journal.unlink(missing_ok=True)

    def _noted(self, journal: Path) -> tuple[int | None, int]:
        """Read the inodes of the old folder (None: there was none) and of the new one."""
        try:
            before, after = json.loads(journal.read_bytes())
        except (ValueError, TypeError):
            raise self._lost() from None
        return before, after

    def _lost(self) -> TargetError:
        hint = f"Bewaar wat u nodig hebt uit {self.work}, verwijder die map en bouw opnieuw."
        return TargetError(f"Een eerdere bouw is afgebroken en daarna is {self.folder} veranderd.", hint)

    def _journal(self) -> None:
        """Note which folder is the old and which the new: their inodes outlive every rename."""
        draft = self.work / "journaal.tmp"
        with draft.open("w", encoding="utf-8") as handle:
            json.dump([inode(self.folder), inode(self.work / "nieuw")], handle)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(draft, self.work / "journaal.json")
        sync_folder(self.work)
        self.on_step("journalled")

    def _swap(self) -> None:
        """Put the new tree in the target's place; the old one ends in `nieuw` or `oud`."""
        new, old = self.work / "nieuw", self.work / "oud"
        if not self.folder.exists():
            os.rename(new, self.folder)
            return
        if self.exchange is not None:
            try:
                self.exchange(new, self.folder)
            except OSError as error:
                if error.errno not in _NO_EXCHANGE:
                    raise
            else:
                self.on_step("exchanged")
                return
        os.rename(self.folder, old)
        self.on_step("parted")
        try:
            os.rename(new, self.folder)
        except OSError:
            os.rename(old, self.folder)
            raise

    def _sweep(self, old: Path) -> None:
        """Take the old tree apart, its manifest last; what appeared in it meanwhile moves to the new."""
        ours = load_manifest(old) or {}
        ours_now = {MANIFEST, *(load_manifest(self.folder) or {})}
        files, folders = scan(old)
        for folder in ("", *folders):
            if not os.access(old / folder, os.W_OK):
                (old / folder).chmod(0o700)
        for path in sorted(files.keys() - {MANIFEST}):
            if path not in ours:
                self._settle(old / path, self.folder / path, ours=path in ours_now)
            else:
                unlink(old / path)
            self.on_step("swept")
        for folder in sorted(folders.keys() - folders_of(ours)):
            with suppress(FileExistsError, NotADirectoryError):
                make_folders(self.folder / folder)
        for folder in sorted(folders, reverse=True):
            (old / folder).rmdir()
        (old / MANIFEST).unlink(missing_ok=True)
        old.rmdir()

    def _settle(self, found: Path, place: Path, *, ours: bool) -> None:
        """Drop a foreign file that the new tree has too; else move it there, or aside if that cannot.

        Of two versions the later stays: one of them was written while the folders were swapped.
        """
        if not place.parent.resolve().is_relative_to(self.folder):
            movable = False
        elif not os.path.lexists(place):
            with suppress(FileExistsError, NotADirectoryError):
                make_folders(place.parent)
            movable = place.parent.is_dir()
        elif is_twin(found, place):
            unlink(found)
            return
        else:
            movable = not ours and not stat.S_ISDIR(place.lstat().st_mode)
        if not movable:
            os.replace(found, self.work / f"opzij-{found.lstat().st_ino}-{found.name}")
        elif os.path.lexists(place) and place.lstat().st_mtime_ns >= found.lstat().st_mtime_ns:
            unlink(found)
        else:
            os.replace(found, place)


class _Stage:
    """The new tree while it is being built, beside all that is known of the old one."""

    def __init__(self, target: Target, parts: Collection[str]) -> None:
        self.old, self.new, self.on_step = target.folder, target.work / "nieuw", target.on_step
        self.parts, self.label = parts, target.label
        self.files, self.folders = scan(self.old)
        manifest = load_manifest(self.old)
        if manifest is None and (self.files or self.folders):
            hint = "Kies een lege of nieuwe map. Er is niets veranderd."
            raise TargetError(f"De map {self.old} is niet leeg en niet door Kapstok gemaakt.", hint)
        self.manifest = manifest or {}
        self.foreign = self.files.keys() - self.manifest.keys() - {MANIFEST}
        our_folders = folders_of(self.manifest)
        self.foreign_folders = (self.folders.keys() - our_folders) | folders_of(self.foreign)
        self.names = {fold(MANIFEST): MANIFEST}
        self.entries: dict[str, Entry] = {}
        self.equal: set[str] = set()
        self.made: set[str] = set()

    def add(self, output: Output) -> None:
        """Write one output into the new tree, unless the old tree has it with the same bytes."""
        path = output.path
        if output.part not in self.parts:
            raise ValueError(f"{path}: part {output.part!r} is not among the parts rendered")
        claim(self.names, path)
        digest, size = digest_of(output.content)
        self.entries[path] = (output.part, digest, size)
        known = self.files.get(path)
        may_equal = known and stat.S_ISREG(known.st_mode) and known.st_size == size
        if may_equal and digest_of(self.old / path)[0] == digest:
            self.equal.add(path)
            return
        is_taken = path in self.foreign or path in self.foreign_folders
        if is_taken or not self.foreign.isdisjoint(ancestors(path)):
            hint = "Verplaats of hernoem het en bouw opnieuw. Er is niets veranderd."
            raise TargetError(f"De bouw maakt {path}, maar in {self.old} staat daar iets anders.", hint)
        write_new(self._room_for(path), output.content)
        self.on_step("staged")

    def complete(self) -> bool:
        """Bring over all that stays and write the manifest; False when the target needs no change."""
        kept = self._kept()
        everything = self.entries | kept
        text = dump_manifest(everything, self.label)
        all_equal = len(self.equal) == len(self.entries) and MANIFEST in self.files
        if all_equal and (self.old / MANIFEST).read_bytes() == text:
            return False
        for path in sorted(self.equal | kept.keys()):
            mode = self.files[path].st_mode
            twin(self.old / path, self._room_for(path), mode)
            if stat.S_ISREG(mode) and stat.S_IMODE(mode) != FILE_MODE:
                (self.new / path).chmod(FILE_MODE)
            self.on_step("staged")
        self._bring_foreign(folders_of(everything))
        write_new(self._room_for(MANIFEST), text)
        return True

    def _kept(self) -> dict[str, Entry]:
        """Tell which of our files stay because their part is not rendered now."""
        kept = {}
        for path, entry in self.manifest.items():
            if entry[0] in self.parts or path in self.entries or path not in self.files:
                continue
            try:
                claim(self.names, path)
            except ValueError:
                message = f"{path} (onderdeel '{entry[0]}') botst met een bestand van deze bouw."
                raise TargetError(message, "Bouw alle onderdelen tegelijk.") from None
            kept[path] = entry
        return kept

    def _bring_foreign(self, our_folders: set[str]) -> None:
        for path in sorted(self.foreign - self.entries.keys()):
            with suppress(FileNotFoundError):
                twin(self.old / path, self._room_for(path), self.files[path].st_mode)
            self.on_step("staged")
        for folder in sorted(self.foreign_folders):
            self._make(folder)
            if folder not in our_folders:
                (self.new / folder).chmod(stat.S_IMODE(self.folders[folder].st_mode) | 0o700)

    def _room_for(self, path: str) -> Path:
        self._make(path.rpartition("/")[0])
        return self.new / path

    def _make(self, folder: str) -> None:
        if folder in self.made:
            return
        if folder:
            self._make(folder.rpartition("/")[0])
        (self.new / folder).mkdir()
        (self.new / folder).chmod(FOLDER_MODE)
        self.made.add(folder)

    def written(self) -> Written:
        """Compare what was made with what stood there."""
        made, there = self.entries.keys(), self.files.keys()
        stale = {path for path, entry in self.manifest.items() if entry[0] in self.parts} - made
        return Written(
            added=tuple(sorted(made - there)),
            changed=tuple(sorted((made & there) - self.equal)),
            unchanged=tuple(sorted(self.equal)),
            removed=tuple(sorted(stale)),
        )


def _resolved(target: Path, sources: Iterable[Path]) -> Path:
    """Follow links to the real folder and refuse one that can never be a target."""
    try:
        folder = target.resolve()
    except (OSError, RuntimeError) as error:
        raise TargetError(f"De map {target} is niet te vinden ({error}).") from error
    if folder.exists() and not folder.is_dir():
        hint = "Kies een andere map of verwijder het bestand."
        raise TargetError(f"{folder} is een bestand en geen map.", hint)
    if os.path.ismount(folder):
        raise _mounted(folder)
    for source in sources:
        real = source.resolve()
        if folder.is_relative_to(real) or real.is_relative_to(folder):
            hint = "Kies een map buiten de bronnen."
            raise TargetError(f"De uitvoermap {folder} overlapt met de bron {real}.", hint)
    for parent in folder.parents:
        if (parent / MANIFEST).exists():
            hint = "Kies een map daarnaast."
            raise TargetError(f"De map {folder} ligt in de uitvoer van een andere bouw: {parent}.", hint)
    return folder


def _refuse_links(work: Path) -> None:
    """Refuse a place to work in that leads elsewhere: whoever put links there, was not us."""
    for path in (work, *(work / name for name in ("nieuw", "oud", "slot", "journaal.json", "journaal.tmp"))):
        if path.is_symlink():
            hint = f"Verwijder {work.name} en bouw opnieuw; die map is van Kapstok en hoort niet in git."
            raise TargetError(f"{path.name} in de map van de uitvoer is een koppeling naar een andere plaats.", hint)


def _mounted(folder: Path) -> TargetError:
    message = f"De map {folder}, of een map daarin, is een koppelpunt (mount) en kan niet worden gewisseld."
    return TargetError(message, "Kies een gewone map op dezelfde schijf, bijvoorbeeld een map daarbinnen.")


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn an error of the system into one that says in Dutch what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EBUSY, errno.EXDEV):
            raise _mounted(folder) from error
        hint = "Kijk of de schijf vol is en of de naam van het bestand daar kan."
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            hint = "Kijk naar de rechten op de map en sluit programma's die er bestanden uit open hebben."
        message = f"Schrijven naar {folder} lukt niet: {error.filename or folder} ({error.strerror})."
        raise TargetError(message, hint) from error


def _hold(descriptor: int, folder: Path) -> None:
    try:
        os_lock(descriptor, hold=True)
    except (BlockingIOError, PermissionError):
        hint = "Wacht tot die klaar is en bouw dan opnieuw."
        raise TargetError(f"Een andere bouw is bezig met {folder}.", hint) from None
