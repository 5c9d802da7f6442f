"""What keeps a picture from being used."""

from __future__ import annotations


class PictureError(Exception):
    """A picture cannot be used: `what` is in it or wrong with it, in Dutch; `unsafe` says that it may harm."""

    def __init__(self, what: str, *, unsafe: bool = False) -> None:
        super().__init__(what)
        self.what, self.unsafe = what, unsafe
