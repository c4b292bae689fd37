"""Open every page of the built book in headless Chromium, as a phone and as a desk shows it, light and dark.

    python tests/browser/check_book.py book --screenshots /tmp/pages

Exit status 1, and one line a fault, for: a console message of the kind "error", a failed request, a request to another
host, a link or picture that leads nowhere (anchors too), a picture without alt text, a raw `$` or TeX in prose, a
TeX error, a page that scrolls sideways. Links to other hosts are not followed: the check needs no network.
Needs Chromium on PATH and `tests/browser/requirements.txt`.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import shutil
import sys
import threading
from pathlib import Path
from urllib.parse import unquote, urldefrag

try:
    from playwright.sync_api import Page, Route, sync_playwright
except ImportError:
    sys.exit("check_book: playwright is missing: pip install -r tests/browser/requirements.txt")

WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
THEMES = ("light", "dark")
# Without these Chromium looks up its maker's hosts at every start.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]
SLICE = 3000  # pixels of a page in one screenshot: taller ones cannot be looked at

# What only the rendered page can tell. Text in code, in outputs and in formulas may hold dollars and backslashes.
INSPECT = r"""() => {
  const faults = [];
  const main = document.querySelector("main");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data;
    if (walker.currentNode.parentElement.closest("code, pre, .output, .katex, .dollar, script, style")) continue;
    if (/\$|\\[a-zA-Z]+|\\[()[\]]/.test(text)) faults.push("raw TeX: " + text.trim().slice(0, 80));
  }
  for (const e of main.querySelectorAll(".katex-error")) faults.push("TeX error: " + e.textContent.slice(0, 80));
  for (const img of document.images) {
    if (!img.alt.trim()) faults.push("no alt text: " + img.src);
    if (!img.complete || !img.naturalWidth) faults.push("picture does not load: " + img.src);
  }
  if (main.querySelector(".katex") && !document.fonts.check("16px KaTeX_Main")) faults.push("no fonts of KaTeX");
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > edge) faults.push("the page scrolls sideways");
  const scrolls = e =>
    e && e !== main && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  for (const e of main.querySelectorAll("*")) {
    if (e.ownerSVGElement) continue;  // clipped by its picture: KaTeX draws every root sign very long
    if (e.getBoundingClientRect().right > edge + 1 && !e.closest(".katex-mathml") && !scrolls(e.parentElement))
      faults.push(`wider than the page: <${e.localName} class="${e.className}"> ${e.textContent.slice(0, 40)}`);
  }
  return {
    faults,
    links: [...document.querySelectorAll("a[href]")].map(a => a.href),
    ids: [...document.querySelectorAll("[id], a[name]")].map(e => e.id || e.name),
    formulas: main.querySelectorAll(".katex").length,
  };
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


def look_at(page: Page, address: str, screenshots: Path | None, view: str) -> tuple[dict, list[str]]:
    """What INSPECT says of one page in one view, and the faults the browser reported while it loaded."""
    reported: list[str] = []
    on = {
        "console": lambda m: reported.append(f"console: {m.text}") if m.type == "error" else None,
        "pageerror": lambda e: reported.append(f"script: {e}"),
        # A request is "aborted" when the next page is opened before it ends; a 404 shows as a status.
        "requestfailed": lambda r: None if "ABORTED" in r.failure else reported.append(f"request failed: {r.url}"),
        "response": lambda r: reported.append(f"status {r.status}: {r.url}") if r.status >= 400 else None,
    }
    for event, listener in on.items():
        page.on(event, listener)
    page.goto(address, wait_until="load")
    # Closed boxes and pictures further down count too.
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    page.wait_for_function("[...document.images].every(i => i.complete)")
    page.evaluate("document.fonts.ready")
    seen = page.evaluate(INSPECT)
    if screenshots:
        height = page.evaluate("document.documentElement.scrollHeight")
        name = Path(address).stem
        for part, top in enumerate(range(0, height, SLICE), start=1):
            clip = {"x": 0, "y": top, "width": page.viewport_size["width"], "height": min(SLICE, height - top)}
            page.screenshot(path=screenshots / f"{name}-{view}-{part:02}.png", full_page=True, clip=clip)
    for event, listener in on.items():
        page.remove_listener(event, listener)
    return seen, reported


def dead_links(links: dict[str, set[str]], ids: dict[str, set[str]], site: str, book: Path) -> list[str]:
    """Links inside the book, by page, whose file or anchor is not there."""
    faults = []
    for page, targets in links.items():
        for link in sorted(target for target in targets if target.startswith(site)):
            address, anchor = urldefrag(link)
            path = unquote(address.removeprefix(site)) or "index.html"
            if not (book / path).is_file():
                faults.append(f"{page}: dead link: {path}")
            elif anchor and path in ids and unquote(anchor) not in ids[path]:
                faults.append(f"{page}: dead anchor: {path}#{anchor}")
    return faults


def check(book: Path, screenshots: Path | None) -> int:
    """Look at all pages of a book; print faults and a summary; return the exit status."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("check_book: Chromium is not on PATH (Debian: apt-get install chromium)")
    if not (book / "index.html").is_file():
        sys.exit(f"check_book: {book} is not a built book: run `mambalib book` first")
    if screenshots:
        screenshots.mkdir(parents=True, exist_ok=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(book)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}/"
    # toc.html is the sidebar that browsers without scripts get in a frame: it has no page of its own to look at.
    names = sorted(path.name for path in book.glob("*.html") if path.name != "toc.html")
    faults: list[str] = []
    links: dict[str, set[str]] = {name: set() for name in names}
    ids: dict[str, set[str]] = {name: set() for name in names}
    formulas = dict.fromkeys(names, 0)

    def gate(route: Route) -> None:
        url = route.request.url
        if url.startswith((site, "data:")):
            route.continue_()
        else:
            faults.append(f"request to another host: {url}")
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET, chromium_sandbox=False)
        for size, (width, height) in WIDTHS.items():
            for theme in THEMES:
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
                context.add_init_script("window.print = () => {}")  # the page for printing opens the dialog by itself
                context.route("**/*", gate)
                page = context.new_page()
                for name in names:
                    seen, reported = look_at(page, site + name, screenshots, f"{size}-{theme}")
                    faults += [f"{name} ({size}, {theme}): {fault}" for fault in reported + seen["faults"]]
                    links[name].update(seen["links"])
                    ids[name].update(seen["ids"])
                    formulas[name] = seen["formulas"]
                context.close()
        browser.close()
    server.shutdown()
    faults += dead_links(links, ids, site, book)
    for fault in faults:
        print(fault)
    print(
        f"book: {len(names)} pages in {len(WIDTHS) * len(THEMES)} views, {sum(map(len, links.values()))} links, "
        f"{sum(formulas.values())} formulas, {len(faults)} faults"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Look at every page of the built book in headless Chromium.")
    parser.add_argument("book", type=Path, help="the folder that mdBook wrote")
    parser.add_argument("--screenshots", type=Path, help="write a picture of every view into this folder")
    options = parser.parse_args()
    sys.exit(check(options.book, options.screenshots))
