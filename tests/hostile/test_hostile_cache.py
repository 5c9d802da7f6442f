"""What lies in the cache or in a folder of ours is believed only when this user made it."""

from __future__ import annotations

import marshal
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_git import git, put
from workbench import copy_base, load_from, places

from kapstok.core.cache import KEY_VARIABLE, Cache, content_key, open_cache
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import open_target
from kapstok.write.writer import TargetError, lock

NAME, OTHER = content_key("een"), content_key("twee")
GOOD = b"wat er hoort"
EVIL = marshal.dumps(compile("raise SystemExit('gebeten')", "x", "exec"))


@pytest.fixture
def filled(tmp_path: Path) -> Cache:
    """A cache with two blobs."""
    cache = Cache(tmp_path / "cache", key=b"geheim")
    cache.put(NAME, GOOD)
    cache.put(OTHER, b"iets anders")
    return cache


def _stored(path: Path) -> Path:
    return path / NAME


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "no seal": lambda data: EVIL,
    "the old digest": lambda data: EVIL + bytes.fromhex(content_key(EVIL))[:20],
    "the seal of other content": lambda data: EVIL + data[-32:],
    "a seal with another key": lambda data: EVIL + Cache(Path("/"), key=b"geraden")._seal(NAME, EVIL),
    "a seal without a key": lambda data: EVIL + Cache(Path("/"))._seal(NAME, EVIL),
    "a byte more": lambda data: data + b"\0",
    "a byte less": lambda data: data[:-1],
    "one bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "zeroes": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_entry_is_as_if_it_were_not_there(forge: Callable[[bytes], bytes], filled: Cache) -> None:
    assert filled.folder is not None
    file = filled.folder / NAME
    assert filled.get(NAME) == GOOD
    file.write_bytes(forge(file.read_bytes()))
    assert filled.get(NAME) is None
    assert filled.fetch(NAME, lambda: GOOD) == GOOD
    assert filled.get(NAME) == GOOD


def test_an_entry_under_the_name_of_another_is_not_believed(filled: Cache) -> None:
    assert filled.folder is not None
    shutil.copyfile(filled.folder / OTHER, filled.folder / NAME)
    assert filled.get(NAME) is None


def test_what_another_key_made_is_not_believed(tmp_path: Path) -> None:
    branch, main = (Cache(tmp_path / "gedeeld", key=key) for key in (b"voorstel", b"hoofdlijn"))
    branch.put(NAME, EVIL)
    assert main.get(NAME) is None
    main.put(NAME, GOOD)
    assert (main.get(NAME), branch.get(NAME)) == (GOOD, None)


def test_a_link_or_folder_for_an_entry_is_no_entry(filled: Cache, tmp_path: Path) -> None:
    assert filled.folder is not None
    (tmp_path / "elders").write_bytes(b"van een ander")
    for make in (lambda path: path.symlink_to(tmp_path / "elders"), lambda path: path.mkdir()):
        (filled.folder / NAME).unlink()
        make(filled.folder / NAME)
        assert filled.get(NAME) is None
        shutil.rmtree(filled.folder / NAME) if (filled.folder / NAME).is_dir() else None
        filled.put(NAME, GOOD)
    assert (tmp_path / "elders").read_bytes() == b"van een ander"


def test_the_cache_and_its_key_are_outside_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "w" / "instellingen"))
    (tmp_path / "w").mkdir()
    first, again = open_cache(tmp_path / "w"), open_cache(tmp_path / "w")
    assert first.folder is not None
    assert first.folder.is_relative_to(tmp_path / "cache")
    assert first.folder.stat().st_mode & 0o077 == 0
    assert not (tmp_path / "w" / "instellingen").exists()  # a key in the workspace would be no secret
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "instellingen"))
    first.put(NAME, GOOD)
    assert again.get(NAME) == GOOD  # the key of this run
    keyed = open_cache(tmp_path / "w")
    assert keyed.get(NAME) is None
    key = tmp_path / "instellingen" / "kapstok" / "sleutel"
    assert (key.stat().st_mode & 0o777, key.stat().st_size) == (0o600, 32)
    keyed.put(NAME, GOOD)
    assert open_cache(tmp_path / "w").get(NAME) == GOOD
    assert not [path for path in key.parent.iterdir() if path != key]


@pytest.mark.parametrize("spoil", ["writable", "link", "empty"])
def test_a_key_that_another_could_have_put_there_is_not_used(
    spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "instellingen"))
    key = tmp_path / "instellingen" / "kapstok" / "sleutel"
    key.parent.mkdir(parents=True)
    (tmp_path / "bekend").write_bytes(b"b" * 32)
    if spoil == "link":
        key.symlink_to(tmp_path / "bekend")
    else:
        key.write_bytes(b"" if spoil == "empty" else b"b" * 32)
        key.chmod(0o666 if spoil == "writable" else 0o600)
    found = open_cache(tmp_path)
    assert found.folder is not None
    known = Cache(found.folder, key=b"b" * 32 if spoil != "empty" else b"")
    Cache(found.folder, key=b"b" * 32).put(NAME, EVIL)
    assert found.get(NAME) is None
    assert known is not None


@pytest.mark.parametrize("mode", [0o777, 0o770])
def test_a_folder_that_others_may_write_in_is_no_cache(
    mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = open_cache(tmp_path).folder
    assert folder is not None
    folder.chmod(mode)
    assert open_cache(tmp_path).folder is None


def test_pruning_takes_what_is_old_or_unfinished_and_nothing_else(filled: Cache, tmp_path: Path) -> None:
    assert filled.folder is not None
    old = time.time() - 90 * 24 * 3600
    for name in (NAME, "nieuw-abc", "nieuw-nu", "brief.docx", "a" * 39):
        (filled.folder / name).write_bytes(b"x")
        if name != "nieuw-nu":
            os.utime(filled.folder / name, (old, old))
    (tmp_path / "elders").write_bytes(b"x")
    (filled.folder / content_key("link")).symlink_to(tmp_path / "elders")
    filled.prune()
    assert {path.name for path in filled.folder.iterdir()} == {
        OTHER,
        "nieuw-nu",
        "brief.docx",
        "a" * 39,
        content_key("link"),
    }
    assert (tmp_path / "elders").exists()


def _tracked(root: Path) -> None:
    put(root, {".kapstok/cache/x": "code"})


def _linked(root: Path) -> None:
    (root / ".kapstok").symlink_to("../elders")


def _linked_inside(root: Path) -> None:
    (root / ".public.kapstok").symlink_to("../elders")


def _manifest(root: Path) -> None:
    put(root, {"public/.kapstok-manifest.json": '{"versie":1,"bestanden":{}}', "public/x.html": "<script>"})


def _leak(root: Path) -> None:
    put(root, {"public/index.html": "x"})
    (root / "public" / "brief.txt").symlink_to("../../elders/brief")


def _linked_output(root: Path) -> None:
    (root / "public").symlink_to("../elders")


FOLDERS = {
    "tracked": (_tracked, ".kapstok"),
    "link": (_linked, ".kapstok"),
    "link for the work": (_linked_inside, ".public.kapstok"),
    "manifest": (_manifest, "public/.kapstok-manifest.json"),
    "link in the output": (_leak, "public/brief.txt"),
    "link for the output": (_linked_output, "public"),
}


@pytest.mark.parametrize(("make", "place"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_of_ours_that_comes_with_the_tree_is_a_finding(
    make: Callable[[Path], None], place: str, tmp_path: Path
) -> None:
    root = copy_base(tmp_path)
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / "brief").write_text("x", encoding="utf-8")
    make(root)
    git(root, "init", "-q")
    git(root, "add", "-Af")
    git(root, "commit", "-qm", "Voorstel")
    assert places(load_from(root).findings) == [(place, 1, 1, "eigen-map")]
    assert [path.name for path in (tmp_path / "elders").iterdir()] == ["brief"]


def test_the_cure_for_a_folder_of_ours_works(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    _tracked(root)
    git(root, "init", "-q")
    git(root, "add", "-Af")
    git(root, "commit", "-qm", "Voorstel")
    (finding,) = load_from(root).findings
    command = finding.hint.removeprefix("Draai: ")
    assert command == "git rm -r --cached --ignore-unmatch .kapstok && rm -rf .kapstok"
    git(root, "rm", "-r", "--cached", "--ignore-unmatch", ".kapstok")
    shutil.rmtree(root / ".kapstok")
    assert load_from(root).findings == ()


@pytest.mark.parametrize("name", ["nieuw", "oud", "slot", "journaal.json", "journaal.tmp", ""])
def test_a_link_in_the_place_of_work_is_refused_and_nothing_is_lost(name: str, tmp_path: Path) -> None:
    elsewhere, work = tmp_path / "elders", tmp_path / "w" / ".public.kapstok"
    put(elsewhere, {"brief.docx": "x"})
    (work if name else work.parent).mkdir(parents=True)
    (work / name if name else work).symlink_to(elsewhere)
    with pytest.raises(TargetError, match="koppeling"), lock(tmp_path / "w" / "public"):
        pass
    assert [path.name for path in elsewhere.iterdir()] == ["brief.docx"]


def test_an_output_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    (tmp_path / "elders").mkdir()
    (root / "public").symlink_to(tmp_path / "elders")
    with pytest.raises(TargetError, match="koppeling"), open_target(root / "public", open_workspace(root), "inwoners"):
        pass
    assert list((tmp_path / "elders").iterdir()) == []
