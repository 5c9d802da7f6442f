"""The output folder is wholly the old or wholly the new, whatever happens to the process."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from kapstok.write.writer import MANIFEST, Output, TargetError, Written, exchange_folders, lock

Files = dict[str, bytes]
Tree = dict[str, bytes | str]
Exchange = Callable[[Path, Path], None] | None

V1: Files = {"index.html": b"een", "a/index.html": b"gelijk", "weg/oud/x.html": b"weg", "b": b"wordt map"}
V2: Files = {"index.html": b"twee", "a/index.html": b"gelijk", "nieuw/y.html": b"nieuw", "b/c.html": b"map"}
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills real child processes")
may_fork = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def outputs(files: Files, part: str = "site") -> list[Output]:
    return [Output(path=path, part=part, content=content) for path, content in files.items()]


def publish(
    target: Path,
    files: Files,
    *,
    part: str = "site",
    exchange: Exchange = exchange_folders,
    on_step: Callable[[str], None] = lambda _: None,
) -> Written:
    with lock(target, exchange=exchange, on_step=on_step) as held:
        return held.publish(outputs(files, part), {part})


def tree(folder: Path) -> Tree | None:
    """Give the bytes of every file, the aim of every link and `/` for every folder, dates aside."""
    if not folder.exists():
        return None
    found: Tree = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        found[name] = os.readlink(path) if path.is_symlink() else "/" if path.is_dir() else path.read_bytes()
    return found


def leftovers(target: Path) -> set[str]:
    work = target.parent / f".{target.name}.kapstok"
    return {path.name for path in work.iterdir()} - {"slot", ".gitignore"}


def add_foreign(target: Path) -> None:
    (target / ".well-known").mkdir()
    (target / ".well-known" / "security.txt").write_bytes(b"mail ons")
    (target / "a" / "eigen").mkdir()
    (target / "CNAME").write_bytes(b"agenda.example")
    (target / "link").symlink_to(target.parent / "buiten", target_is_directory=True)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "buiten").mkdir()
    (tmp_path / "buiten" / "schat.txt").write_bytes(b"blijf af")
    return tmp_path / "diep" / "site"


@pytest.fixture
def lived_in(target: Path) -> Path:
    """A target that holds version 1 and files of somebody else."""
    target = target.parent.parent / "site"
    publish(target, V1)
    add_foreign(target)
    return target


def expected(folder: Path, files: Files) -> Tree | None:
    """Make the tree that a lived-in target must be after publishing `files` without accidents."""
    publish(folder / "site", V1)
    add_foreign(folder / "site")
    (folder / "site" / "link").unlink()
    (folder / "site" / "link").symlink_to(folder.parent / "buiten", target_is_directory=True)
    publish(folder / "site", files)
    return tree(folder / "site")


# What a publication does


def test_first_publication_holds_the_outputs_and_a_manifest(target: Path) -> None:
    written = publish(target, V2)
    found = tree(target) or {}
    manifest = json.loads(str(bytes(found.pop(MANIFEST)), "utf-8"))  # type: ignore[arg-type]
    assert {path for path, content in found.items() if content != "/"} == set(V2)
    assert manifest["bestanden"]["index.html"][0::2] == ["site", 4]
    assert written == Written(added=tuple(sorted(V2)), changed=(), unchanged=(), removed=())
    assert not leftovers(target)


def test_written_tells_what_happened(lived_in: Path) -> None:
    assert publish(lived_in, V2) == Written(
        added=("b/c.html", "nieuw/y.html"),
        changed=("index.html",),
        unchanged=("a/index.html",),
        removed=("b", "weg/oud/x.html"),
    )
    assert not (lived_in / "weg").exists()


def test_equal_files_and_foreign_files_keep_inode_and_mtime(lived_in: Path) -> None:
    names = ["a/index.html", "CNAME", ".well-known/security.txt"]
    before = [((lived_in / name).stat().st_ino, (lived_in / name).stat().st_mtime_ns) for name in names]
    publish(lived_in, V2)
    after = [((lived_in / name).stat().st_ino, (lived_in / name).stat().st_mtime_ns) for name in names]
    assert before == after
    assert all((lived_in / name).stat().st_nlink == 1 for name in names)


def test_nothing_is_touched_when_nothing_changed(lived_in: Path) -> None:
    before = lived_in.stat()
    written = publish(lived_in, V1)
    assert (written.added, written.changed, written.removed) == ((), (), ())
    assert (lived_in.stat().st_ino, lived_in.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_new_version_is_never_written_through_a_hard_link(lived_in: Path, tmp_path: Path) -> None:
    os.link(lived_in / "index.html", tmp_path / "bewaard.html")
    publish(lived_in, V2)
    assert (tmp_path / "bewaard.html").read_bytes() == b"een"


def test_foreign_files_folders_and_links_stay_and_links_are_not_followed(lived_in: Path) -> None:
    publish(lived_in, {})
    assert set(tree(lived_in) or {}) - {MANIFEST} == {
        ".well-known", ".well-known/security.txt", "CNAME", "a", "a/eigen", "link"
    }  # fmt: skip
    assert (lived_in / "link").is_symlink()
    assert (lived_in / "link" / "schat.txt").read_bytes() == b"blijf af"


def test_a_file_changed_by_hand_is_made_again(lived_in: Path) -> None:
    (lived_in / "index.html").write_bytes(b"hee")
    (lived_in / "a" / "index.html").unlink()
    written = publish(lived_in, V1)
    assert (written.added, written.changed) == (("a/index.html",), ("index.html",))
    assert (lived_in / "index.html").read_bytes() == b"een"


def test_parts_that_are_not_rendered_stay(target: Path) -> None:
    publish(target, {"index.html": b"1", "oud.html": b"1"})
    publish(target, {"stuk.pdf": b"2"}, part="documents")
    written = publish(target, {"index.html": b"3"})
    assert written.removed == ("oud.html",)
    assert {p.name for p in target.iterdir()} == {"index.html", "stuk.pdf", MANIFEST}
    with pytest.raises(TargetError, match="documents"):
        publish(target, {"STUK.pdf": b"2"})
    with lock(target) as held, pytest.raises(ValueError, match="not among the parts"):
        held.publish(outputs({"x": b""}, "data"), {"site"})


def test_a_ready_file_is_copied(target: Path, tmp_path: Path) -> None:
    ready = tmp_path / "stuk.docx"
    ready.write_bytes(b"woord")
    for _ in range(2):
        with lock(target) as held:
            written = held.publish([Output(path="s.docx", part="documents", content=ready)], ["documents"])
    assert written.unchanged == ("s.docx",)
    assert (target / "s.docx").read_bytes() == ready.read_bytes() == b"woord"
    assert not (target / "s.docx").samefile(ready)


def test_the_manifest_does_not_depend_on_order(target: Path) -> None:
    publish(target, V2)
    publish(target.parent / "ander", dict(reversed(V2.items())))
    assert tree(target) == tree(target.parent / "ander")


def test_modes_do_not_depend_on_the_umask(target: Path) -> None:
    before = os.umask(0o077)
    try:
        publish(target, V2)
        publish(target, V1)
    finally:
        os.umask(before)
    for path in [target.parent, target, *target.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_a_target_may_be_a_link_to_a_folder(lived_in: Path, tmp_path: Path) -> None:
    (tmp_path / "www").symlink_to(lived_in)
    publish(tmp_path / "www", V2)
    assert (tmp_path / "www").is_symlink()
    assert (lived_in / "index.html").read_bytes() == b"twee"


def test_without_hard_links_files_are_copied_with_their_date(lived_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    before = (lived_in / "CNAME").stat().st_mtime_ns
    monkeypatch.setattr(os, "link", refuse)
    publish(lived_in, V2)
    assert (lived_in / "CNAME").stat().st_mtime_ns == before
    assert (lived_in / "a" / "index.html").read_bytes() == b"gelijk"
    assert not leftovers(lived_in)


def test_what_appears_during_the_swap_is_moved_along(lived_in: Path) -> None:
    def meddle(step: str) -> None:
        if step == "journalled":
            (lived_in / "vers").mkdir()
            (lived_in / "vers" / "upload.txt").write_bytes(b"net")
            (lived_in / "CNAME").unlink()
            (lived_in / "CNAME").write_bytes(b"anders.example")
            (lived_in / "nieuw").write_bytes(b"in de weg")

    publish(lived_in, V2, on_step=meddle)
    assert (lived_in / "vers" / "upload.txt").read_bytes() == b"net"
    assert (lived_in / "CNAME").read_bytes() == b"anders.example"
    assert (lived_in / "nieuw" / "y.html").read_bytes() == b"nieuw"
    (aside,) = leftovers(lived_in)
    assert aside.startswith("opzij-")
    assert aside.endswith("-nieuw")


# What is refused


@pytest.mark.parametrize("path", ["", "/a", "a//b", "../a", "a/../b", "./a", "a\\b", "c:/a", "a/", MANIFEST])
def test_a_path_that_leaves_the_target_is_a_bug(target: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r"relative path|collides"):
        publish(target, {path: b""})


@pytest.mark.parametrize(
    "paths", [("a", "a"), ("a", "A"), ("a", "a/b"), ("a/b", "a"), ("A/b", "a/c"), ("e\u0301", "\u00e9")]
)
def test_paths_that_collide_are_a_bug(target: Path, paths: Collection[str]) -> None:
    with lock(target) as held, pytest.raises(ValueError, match="collides"):
        held.publish([Output(path=path, part="p", content=b"") for path in paths], ["p"])
    assert not target.exists()
    assert not leftovers(target)


@pytest.mark.parametrize("path", ["CNAME", "CNAME/x", ".well-known", "a/eigen", "link", "link/schat.txt"])
def test_an_output_never_replaces_a_foreign_file(lived_in: Path, path: str) -> None:
    before = tree(lived_in)
    with pytest.raises(TargetError, match=path):
        publish(lived_in, {"index.html": b"twee", path: b"van ons"})
    assert tree(lived_in) == before
    assert not leftovers(lived_in)


def test_a_foreign_file_with_equal_bytes_becomes_ours(lived_in: Path) -> None:
    assert publish(lived_in, {"CNAME": b"agenda.example"}).unchanged == ("CNAME",)
    assert not leftovers(lived_in)
    assert publish(lived_in, {}).removed == ("CNAME",)
    assert not (lived_in / "CNAME").exists()


def test_folders_that_are_not_ours_are_refused(lived_in: Path, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_bytes(b"")
    for folder, words in [
        (tmp_path / "buiten", "niet leeg"),
        (tmp_path / "bestand", "geen map"),
        (tmp_path / "bestand" / "x", "lukt niet"),
        (Path("/"), "koppelpunt"),
        (lived_in / "intern", "andere bouw"),
    ]:
        with pytest.raises(TargetError, match=words):
            publish(folder, V1)
    assert (tmp_path / "buiten" / "schat.txt").read_bytes() == b"blijf af"


def test_a_target_does_not_overlap_with_the_sources(tmp_path: Path) -> None:
    for folder, source in [("agenda", "agenda"), ("agenda/site", "agenda"), ("site", "site/agenda")]:
        with (
            pytest.raises(TargetError, match="overlapt"),
            lock(tmp_path / folder, sources=[tmp_path / source]),
        ):
            pass


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"versie": 1, "bestanden": {"../x": ["a", "b", 1]}}', '{"versie": 2}']
)
def test_a_bad_manifest_is_explained(lived_in: Path, text: str) -> None:
    (lived_in / MANIFEST).write_text(text)
    with pytest.raises(TargetError, match=r"beschadigd|nieuwere") as caught:
        publish(lived_in, V2)
    assert caught.value.hint
    assert (lived_in / "index.html").read_bytes() == b"een"


def test_a_mount_and_a_failing_renderer_leave_everything_as_it_was(lived_in: Path) -> None:
    def busy(*_: Path) -> None:
        raise OSError(errno.EBUSY, "busy")

    def failing() -> Iterator[Output]:
        yield from outputs(V2)
        raise RuntimeError("bug")

    before = tree(lived_in)
    with pytest.raises(TargetError, match="koppelpunt"):
        publish(lived_in, V2, exchange=busy)
    with lock(lived_in) as held, pytest.raises(RuntimeError, match="bug"):
        held.publish(failing(), ["site"])
    assert tree(lived_in) == before
    assert not leftovers(lived_in)


def test_a_system_without_exchange_gets_two_renames(lived_in: Path) -> None:
    def missing(*_: Path) -> None:
        raise OSError(errno.ENOSYS, "no such call")

    steps: list[str] = []
    publish(lived_in, V2, exchange=missing, on_step=steps.append)
    assert "parted" in steps
    assert (lived_in / "index.html").read_bytes() == b"twee"


# Death


def child(body: Callable[[], None], ready: Callable[[], None] = lambda: None) -> int:
    """Fork a process that does `body` and nothing else; give its number."""
    number = os.fork()
    if number == 0:
        code = 1
        try:
            ready()
            body()
            code = 0
        finally:
            os._exit(code)
    return number


def dies(at: int, body: Callable[[Callable[[str], None]], None]) -> bool:
    """Let a child kill itself just before the `at`-th time it touches the disk or ends a step."""
    touches = itertools.count()

    def count(event: str, _: object) -> None:
        if (event == "open" or event.startswith(("os.", "kapstok."))) and next(touches) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    number = child(lambda: body(lambda name: sys.audit(f"kapstok.{name}")), lambda: sys.addaudithook(count))
    code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


@needs_fork
@may_fork
@pytest.mark.parametrize("exchange", [exchange_folders, None])
@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.langzaam
def test_killed_at_every_touch_of_the_disk(target: Path, exists: bool, exchange: Exchange) -> None:
    room = target.parent.parent
    old, new = (expected(room / name, files) for name, files in (("oud", V1), ("nieuw", V2)))
    if not exists:
        publish(room / "nieuw2" / "site", V2)
        old, new = None, tree(room / "nieuw2" / "site")
    seen: list[str] = []
    for moment in itertools.count():
        site = room / str(moment) / "site"
        if exists:
            expected(site.parent, V1)

        def build(on_step: Callable[[str], None], site: Path = site) -> None:
            publish(site, V2, exchange=exchange, on_step=on_step)

        if not dies(moment, build):
            break
        now = tree(site)
        seen.append("old" if now == old else "new" if now == new else "gone" if now is None else "half")
        if seen[-1] == "gone":
            with lock(site):
                assert tree(site) == new
        publish(site, V2)
        assert tree(site) == new
        assert not leftovers(site)
    allowed = {"old", "new"} if exchange or not exists else {"old", "gone", "new"}
    assert set(seen) == allowed
    assert len(seen) > 30


@needs_fork
@may_fork
@pytest.mark.parametrize("exchange", [exchange_folders, None])
@pytest.mark.langzaam
def test_killed_again_while_recovering(lived_in: Path, exchange: Exchange) -> None:
    versions = [expected(lived_in.parent / "1", V1), expected(lived_in.parent / "2", V2)]
    allowed = versions if exchange else [*versions, None]

    def build(on_step: Callable[[str], None]) -> None:
        publish(lived_in, V2 if moment % 2 else V1, exchange=exchange, on_step=on_step)

    for moment in range(1, 150):
        died = dies(moment, build)
        assert tree(lived_in) in allowed
        assert died or not leftovers(lived_in)
    assert not died


@needs_fork
@may_fork
@pytest.mark.langzaam
def test_killed_at_random_moments(target: Path) -> None:
    versions = [{f"{i}/index.html": b"%d" % (i * n) * 999 for i in range(1, 80)} for n in (1, 2)]
    trees = []
    for number, files in enumerate(versions):
        publish(target.parent / str(number), files)
        trees.append(tree(target.parent / str(number)))

    def build_for_ever() -> None:
        for files in itertools.cycle(versions):
            publish(target, files)

    publish(target, versions[0])
    luck = random.Random(5)
    for _ in range(40):
        number = child(build_for_ever)
        time.sleep(luck.uniform(0.001, 0.05))
        os.kill(number, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == -signal.SIGKILL
        assert tree(target) in trees
    publish(target, versions[1])
    assert tree(target) == trees[1]
    assert not leftovers(target)


@needs_fork
@may_fork
def test_a_second_process_is_refused_until_the_first_is_dead(lived_in: Path) -> None:
    reader, writer = os.pipe()

    def hold() -> None:
        with lock(lived_in):
            os.write(writer, b"!")
            time.sleep(60)

    number = child(hold)
    try:
        assert os.read(reader, 1) == b"!"
        with pytest.raises(TargetError, match="Een andere bouw is bezig"):
            publish(lived_in, V2)
    finally:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
    publish(lived_in, V2)


@needs_fork
@may_fork
def test_a_target_replaced_after_a_crash_is_left_alone(lived_in: Path) -> None:
    def stop(step: str) -> None:
        if step == "parted":
            os.kill(os.getpid(), signal.SIGKILL)

    def build() -> None:
        publish(lived_in, V2, exchange=None, on_step=stop)

    os.waitpid(child(build), 0)
    lived_in.mkdir()
    (lived_in / "mijn.txt").write_bytes(b"van mij")
    with pytest.raises(TargetError, match="afgebroken"):
        publish(lived_in, V2)
    assert [path.name for path in lived_in.iterdir()] == ["mijn.txt"]
    assert leftovers(lived_in) == {"nieuw", "oud", "journaal.json"}
