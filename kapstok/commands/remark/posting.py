"""Keeping the one comment on a proposal up to date. Nothing of the proposal runs here: its file is data."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from kapstok.commands.remark.boards import Board, Note, SupersededError, board_of
from kapstok.commands.remark.file import read_remark
from kapstok.commands.remark.printing import as_comment, mark_of
from kapstok.commands.remark.web import TRIES, ForgeError
from kapstok.core.workspace import WorkspaceError

PREVIEW = "KAPSTOK_VOORVERTONING"  # where a static host shows the preview; `{nummer}` becomes that of the proposal
_SUPERSEDED = "Bij deze versie hoort geen open voorstel meer; een nieuwere versie krijgt haar eigen opmerking."
_ADDRESS = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:/[A-Za-z0-9._~-]*)*")


def post_remark(file: Path, environment: Mapping[str, str], *, sleep: Callable[[float], None] = time.sleep) -> str:
    """Post the comment in a file, or put it in the place of the earlier one; gives in Dutch what was done.

    Raises WorkspaceError: the file is no comment of ours, this is no pipeline of a proposal, or the forge refuses.
    """
    remark = read_remark(file)
    try:
        board = board_of(environment, sleep)
    except SupersededError:
        return _SUPERSEDED
    if not board.is_current():
        return _SUPERSEDED
    preview = board.preview(remark.job, _pages(environment, board.number))
    return _put(board, mark_of(remark.audience), as_comment(remark, preview, board.most), sleep)


def _put(board: Board, mark: str, body: str, sleep: Callable[[float], None]) -> str:
    """Replace or add. After an addition without an answer it looks again: the comment may be there."""
    author = board.author()
    for tried in range(1, TRIES + 1):
        ours = _ours(board, mark, author)
        if ours is not None and ours.body.strip() == body.strip():
            return "De opmerking bij het voorstel was al bij."
        if ours is not None:
            board.replace(ours, body)
            return "De opmerking bij het voorstel is bijgewerkt."
        try:
            board.add(body)
            return "De opmerking staat bij het voorstel."
        except ForgeError as error:
            if tried == TRIES or 300 <= error.status < 500:
                raise
            sleep(float(2**tried))
    raise AssertionError("at least one try")


def _ours(board: Board, mark: str, author: str) -> Note | None:
    """Our earlier comment: by us, and beginning with our mark. Anybody can write the mark; nobody can be us."""
    if not author:
        return None
    return next((note for note in board.notes() if note.author == author and note.body.startswith(mark)), None)


def _pages(environment: Mapping[str, str], number: int) -> str:
    """The address that the pages of the preview begin with, from the settings of the pipeline; empty without one."""
    given = environment.get(PREVIEW, "").strip()
    if not given:
        return ""
    address = given.replace("{nummer}", str(number))
    if not _ADDRESS.fullmatch(address):
        raise WorkspaceError(
            f"{PREVIEW} is geen webadres.", "Schrijf een adres dat met https:// begint, zonder vraagteken of spatie."
        )
    return address if address.endswith("/") else f"{address}/"
