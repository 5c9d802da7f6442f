"""Papers to Word and PDF, many at a time: pandoc runs once for all, then each is finished by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kapstok.convert import docx, pdf
from kapstok.convert.base import ConvertError, Outcome, Paper, Style, workplace
from kapstok.convert.pandoc import Order, make_all

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """How a form of paper is made: what is laid ready for pandoc in a folder, and what is made of its result."""

    order: Callable[[Paper, Style, Path], Order]
    finish: Callable[[Paper, Style, Path], bytes]


FORMS = {
    "docx": Form(order=docx.order, finish=docx.finish),
    "pdf": Form(order=pdf.order, finish=pdf.finish),
}


def convert_batch(papers: Sequence[Paper], style: Style, suffixes: Sequence[str]) -> list[dict[str, Outcome]]:
    """What became of each paper, by suffix."""
    with workplace() as folder:
        tasks = [
            (FORMS[suffix], paper, _new(folder / f"{number}-{suffix}"))
            for number, paper in enumerate(papers)
            for suffix in suffixes
        ]
        laid = [_attempt(form.order, paper, style, place) for form, paper, place in tasks]
        orders = [order for order in laid if isinstance(order, Order)]
        made = iter(make_all(orders, style, workplace=folder))
        wrong = [next(made) if isinstance(order, Order) else order for order in laid]
        outcomes = iter(
            [
                _attempt(form.finish, paper, style, place) if problem is None else problem
                for problem, (form, paper, place) in zip(wrong, tasks, strict=True)
            ]
        )
    return [{suffix: next(outcomes) for suffix in suffixes} for _ in papers]


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _attempt(work: Callable[[Paper, Style, Path], T], paper: Paper, style: Style, folder: Path) -> T | ConvertError:
    try:
        return work(paper, style, folder)
    except ConvertError as error:
        return error
