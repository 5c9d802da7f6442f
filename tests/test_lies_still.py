"""What a page needs to keep its shape while it loads: the size of its pictures."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Browser

from kapstok.render.picture_size import picture_size

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><rect width="9" height="9"/></svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAYAAAAb4BS0AAAADklEQVR4nGP4TwAwEFABAGn2A/0h7ZnPAAAAAElFTkSuQmCC"
)
SIZES = [
    (SVG.format('viewBox="0 0 64 64"').encode(), (200, 200)),
    (SVG.format('viewBox="-5,-5 300 , 120"').encode(), (500, 200)),
    (SVG.format('width="12cm" height="4cm" viewBox="0 0 10 10"').encode(), (600, 200)),
    (SVG.format('width="1in" height="72pt"').encode(), (200, 200)),
    (SVG.format('width="100%" height="50%" viewBox="0 0 3 1"').encode(), (600, 200)),
    (SVG.format('width="900" viewBox="0 0 1 2"').encode(), (200, 400)),
    (SVG.format("").encode(), (400, 200)),
    (SVG.format('viewBox="0 0 nan 1"').encode(), (400, 200)),
    (SVG.format('viewBox="0 0 0 40"').encode(), (400, 200)),
    (SVG.format('viewBox="0 0 1e400 1"').encode(), (400, 200)),
    (PNG, (600, 200)),
    (b"\x89PNG\r\n\x1a\n", (400, 200)),
]


@pytest.mark.parametrize(("data", "size"), SIZES)
def test_the_size_of_a_picture_has_its_proportions(data: bytes, size: tuple[int, int]) -> None:
    assert picture_size(data) == size


def test_a_browser_gives_a_picture_the_same_proportions(chromium: Browser) -> None:
    page = chromium.new_page()
    for data, (width, height) in [*SIZES[:6], SIZES[10]]:
        kind = "png" if data == PNG else "svg+xml"
        address = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
        page.set_content(f"<img style='height:200px' src='{address}'>", wait_until="load")
        shown = page.locator("img").evaluate("img => img.complete && img.naturalWidth && img.clientWidth / 200")
        assert shown == pytest.approx(width / height, rel=0.01), data
    page.close()
