"""How fast the home page is for a reader with a slow connection and a slow phone, and how heavy.

    python benchmarks/site.py [FOLDER] [ADDRESS ...]

FOLDER is a built site (by default `public/`). Chromium gets 1.6 Mbit/s, 150 ms and a processor that is four times
slower; the server does not compress. Each page is visited a number of times with an empty cache; printed are the
middle and the worst. Do nothing else on the computer meanwhile.
"""

from __future__ import annotations

import functools
import statistics
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, sync_playwright

TIMES = 5
BITS, LATENCY, SLOWER = 1_600_000, 150, 4
WATCH = """
window.seen = { lcp: 0, cls: 0, what: "" };
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  window.seen.lcp = entry.startTime;
  window.seen.what = entry.element ? entry.element.tagName.toLowerCase() : "";
})).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.seen.cls += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the base class)
        """Nothing."""


def visit(browser: Browser, url: str) -> tuple[float, float, str, int, int]:
    """Largest paint in ms, layout shift, the element of that paint, bytes and requests of one visit."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1, locale="nl-NL")
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": BITS / 8, "uploadThroughput": BITS / 8},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(url, wait_until="load")
    page.wait_for_timeout(1500)
    seen = page.evaluate("window.seen")
    context.close()
    return seen["lcp"], seen["cls"], seen["what"], sum(sizes), len(sizes)


def main(folder: Path, addresses: list[str]) -> None:
    """Visit every address and print a line for each."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'pagina':40} {'grootste':>14} {'verschuiving':>12} {'kB':>7} {'verzoeken':>9}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for address in addresses:
            visits = [visit(browser, f"http://127.0.0.1:{server.server_port}/{address}") for _ in range(TIMES)]
            paint = [one[0] for one in visits]
            shift, size, count = max(v[1] for v in visits), max(v[3] for v in visits), max(v[4] for v in visits)
            middle = f"{statistics.median(paint):.0f}/{max(paint):.0f} ms"
            print(f"{'/' + address:40} {middle:>14} {shift:12.3f} {size / 1000:7.0f} {count:9}  {visits[0][2]}")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "public"), sys.argv[2:] or [""])
