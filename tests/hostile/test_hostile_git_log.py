"""What git said of commits is kept while nothing of it can have changed, and not a moment longer."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hostile_git import git, put, repository

from kapstok.core.cache import Cache
from kapstok.core.git import Repository
from kapstok.core.workspace import pick_day
from kapstok.history.commits import History, read_history
from kapstok.history.versions import past_of, sound_past

DAY = date(2026, 11, 1)


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every command that git was given."""
    asked: list[str] = []
    ask = Repository.ask

    def noted(self: Repository, *arguments: str) -> str | None:
        asked.append(arguments[0])
        return ask(self, *arguments)

    monkeypatch.setattr(Repository, "ask", noted)
    return asked


def told(root: Path, cache: Cache) -> tuple[date, History, list[str]]:
    """All that is asked of git, and what it could not say."""
    found = Repository(root, cache)
    day, _ = pick_day(found, None, "2026-01-01")
    history = read_history(found)
    sound_past(found, DAY)
    return day, history, [trouble.code for trouble in found.troubles]


def test_the_log_is_asked_once_for_each_last_commit(tmp_path: Path, questions: list[str]) -> None:
    root, cache = repository(tmp_path / "w"), Cache(tmp_path / "cache", key=b"sleutel")
    first = told(root, cache)
    assert questions.count("log") == 3
    del questions[:]
    assert told(root, cache) == first == told(root, Cache(None))
    assert questions.count("log") == 3  # only those of the last one, which keeps nothing

    put(root, {"agenda/agenda.yaml": "titel: Nu\n"})
    changed = told(root, cache)
    assert changed[1].changed == {"agenda/agenda.yaml"}
    git(root, "commit", "-aqm", "Wijziging", day="2026-02-03")
    assert told(root, cache)[0] == date(2026, 2, 3)


def test_a_damaged_store_is_told_also_when_its_answers_are_kept(tmp_path: Path) -> None:
    root, cache = repository(tmp_path / "w"), Cache(tmp_path / "cache", key=b"sleutel")
    assert told(root, cache)[2] == []
    objects = root / ".git" / "objects"
    for folder in objects.iterdir():
        if len(folder.name) == 2:
            shutil.rmtree(folder)
    assert told(root, cache)[2] == ["git-beschadigd"]


@pytest.mark.parametrize("name", ["info/grafts", "objects/info/alternates"])
def test_nothing_is_kept_of_a_history_that_another_file_tells(name: str, tmp_path: Path, questions: list[str]) -> None:
    root, cache = repository(tmp_path / "w"), Cache(tmp_path / "cache", key=b"sleutel")
    told(root, cache)
    file = root / ".git" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("")
    del questions[:]
    told(root, cache)
    assert questions.count("log") == 3


def test_the_past_is_read_again_for_another_day_and_after_an_edit(tmp_path: Path) -> None:
    root, cache = repository(tmp_path / "w"), Cache(tmp_path / "cache", key=b"sleutel")
    found = Repository(root, cache)
    assert sound_past(found, DAY) == past_of(found, DAY)
    assert sound_past(Repository(root, cache), DAY) is None
    assert sound_past(Repository(root, cache), date(2026, 1, 1)) is not None
    put(root, {"agenda/agenda.yaml": "titel: Anders\n"})
    assert sound_past(Repository(root, cache), DAY) is not None
