"""Speaking to one API of a forge: JSON over HTTP, with a time limit, again when that does no harm, never elsewhere.

The token goes only to the host that the pipeline itself named: no redirect is followed. The standard library does; one
kind of request needs no package that must be kept safe.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO
from urllib.parse import urlencode, urlsplit

from kapstok import __version__
from kapstok.core.workspace import WorkspaceError

SECONDS = 20.0  # for one request
TRIES = 4
LARGEST = 16_000_000  # bytes of one answer
PAGES, PER_PAGE = 50, 100
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LONGEST_WAIT = 60.0

Json = Mapping[str, object]


class ForgeError(WorkspaceError):
    """The forge did not do what was asked; `status` is what it answered, 0 for no answer.

    `wait` is how many seconds it asks to wait, 0 when it does not say.
    """

    def __init__(self, message: str, hint: str, status: int = 0, wait: float = 0) -> None:
        super().__init__(message, hint)
        self.status, self.wait = status, wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0913, RUF100
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> None:
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Web:
    """An API at `base`, asked with `headers` (the token among them). `sleep` waits so many seconds."""

    base: str
    headers: Mapping[str, str]
    sleep: Callable[[float], None] = field(default=time.sleep)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.username:
            raise ForgeError("De pipeline zegt niet waar de bewaarplaats te bereiken is.", "Draai dit in een pipeline.")

    def get(self, path: str, **query: str | int) -> object:
        """What stands at a path, read as JSON; raises ForgeError."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, TRIES)

    def change(self, method: str, path: str, body: Json) -> object:
        """Put something in the place of what is there; doing it twice is as doing it once."""
        return self._ask(method, path, body, TRIES)

    def add(self, path: str, body: Json) -> object:
        """Make something new. This is asked once: after no answer it may be there already."""
        return self._ask("POST", path, body, 1)

    def pages(self, path: str, **query: str | int) -> Iterator[Json]:
        """Everything of a list that comes in pages, oldest first as the forge gives it."""
        for page in range(1, PAGES + 1):
            found = list(self.all_of(path, **query, page=page))
            yield from found
            if len(found) < PER_PAGE:
                return

    def all_of(self, path: str, **query: str | int) -> Iterator[Json]:
        """Everything of a list that comes at once."""
        found = self.get(path, **query)
        if not isinstance(found, list):
            raise _odd()
        yield from (row if isinstance(row, dict) else {} for row in found)

    def _ask(self, method: str, path: str, body: Json | None, tries: int) -> object:
        for left in reversed(range(tries)):
            try:
                return self._once(method, path, body)
            except ForgeError as error:
                if not left or (error.status and error.status not in _AGAIN):
                    raise
                self.sleep(min(error.wait, _LONGEST_WAIT) or float(2 ** (tries - left)))
        raise AssertionError("at least one try")

    def _once(self, method: str, path: str, body: Json | None) -> object:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", "User-Agent": f"kapstok/{__version__}", **self.headers}
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.base + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
                raw = answer.read(LARGEST + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise _told(error.code, error.headers.get("Retry-After", "")) from error
        except (OSError, HTTPException) as error:
            raise ForgeError("De bewaarplaats geeft geen antwoord.", "Draai de taak later opnieuw.") from error
        if len(raw) > LARGEST:
            raise _odd()
        try:
            return json.loads(raw)
        except ValueError as error:
            raise _odd() from error


def _told(status: int, asked: str) -> ForgeError:
    wait = float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0.0
    if status in (401, 403, 404):
        return ForgeError(
            f"De bewaarplaats weigert dit (antwoord {status}).",
            "Geef de taak een token dat opmerkingen bij een voorstel mag plaatsen. Zie de handleiding, Pipeline.",
            status,
        )
    return ForgeError(
        f"De bewaarplaats geeft een fout (antwoord {status}).", "Draai de taak later opnieuw.", status, wait
    )


def _odd() -> ForgeError:
    return ForgeError("De bewaarplaats antwoordt anders dan verwacht.", "Draai de taak later opnieuw.", 1)
