r"""Mathematics in the book's pages: TeX in Markdown becomes HTML while the book is built.

Chapters write `$...$` and `$$...$$`, as Jupyter shows them. A Markdown parser would take the underscores,
backslashes and bars of TeX for its own, so every formula is replaced before the parser sees the page, by what
KaTeX makes of it. It happens at build time, not in the reader's browser, because then a TeX error stops the build with
the formula named, pages need no script and never flicker, and nothing is asked of any network. Only KaTeX's style sheet
and fonts go out with the book. They become mdBook's theme fonts: the one place from which it copies fonts.

KaTeX comes through npm, once, into the ignored folder `.build/`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

KATEX = "0.19.1"


class BookError(ValueError):
    """The book cannot be built; the message is one line that says what to do."""


class Formula(NamedTuple):
    """One formula, where it stands, and whether it has a line of its own."""

    page: str
    tex: str
    display: bool


Render = Callable[[Sequence[Formula]], list[str]]

# Code, comments and escaped characters come first, so that a dollar in them is not taken for mathematics. As in
# Jupyter and pandoc, `$` opens a formula only before, and closes one only after, something that is no space.
MARKDOWN = re.compile(
    r"""
      (?P<code> ^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n (?:.*\n)*? [ \t>]*(?P=fence)[`~]*[ \t]*$
              | (?<!`)(?P<ticks>`+)(?!`) (?:(?!\n[ \t>]*\n)[\s\S])+? (?<!`)(?P=ticks)(?!`)
              | <!--[\s\S]*?-->
              | \\[^$] )
    | (?P<dollar> \\\$ )
    | \$\$ (?P<display> (?:\\[\s\S]|(?!\n[ \t>]*\n)[^$\\])+ ) \$\$
    | \$ (?=[^\s$]) (?P<inline> (?:\\[\s\S]|(?!\n[ \t>]*\n)[^$\\])+ ) (?<!\s) \$ (?!\d) (?P<after> [.,;:!?)]* )
    | (?P<stray> \$ )
    """,
    re.MULTILINE | re.VERBOSE,
)


def typeset(pages: dict[str, str], render: Render) -> dict[str, str]:
    """Replace the formulas of Markdown pages by HTML that Markdown leaves alone.

    Args:
        pages: Markdown by page name.
        render: HTML for each formula, in one call for the whole book (starting node costs more than the work).

    Returns:
        The pages, in the same order.

    Raises:
        BookError: a `$` that belongs to no formula.
    """
    formulas: list[Formula] = []

    def hold(page: str, match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        if match["dollar"]:
            return '<span class="dollar">&#36;</span>'
        if match["stray"]:
            line = match.string[match.start() :].split("\n", 1)[0][:60]
            raise BookError(f"{page}: a $ that belongs to no formula (write \\$ for the sign) at: {line}")
        tex = match["display"] or match["inline"]
        line_start = match.string.rfind("\n", 0, match.start()) + 1
        if match.string[line_start:].lstrip().startswith(">"):  # in a box every line of the formula carries its mark
            tex = re.sub(r"\n[ \t]*> ?", "\n", tex)
        formulas.append(Formula(page, tex.strip(), bool(match["display"])))
        mark = f"\x02{len(formulas) - 1}\x03" + (match["after"] or "")
        # A browser may break the line between a formula and the comma behind it. Short ones are tied to it; long ones
        # must stay free to break within themselves on a phone.
        return f'<span class="keep">{mark}</span>' if match["after"] and len(tex) <= 30 else mark

    held = {page: MARKDOWN.sub(lambda m, page=page: hold(page, m), text) for page, text in pages.items()}
    html = [inert(each) for each in render(formulas)] if formulas else []
    return {page: re.sub("\x02(\\d+)\x03", lambda m: html[int(m[1])], text) for page, text in held.items()}


def inert(html: str) -> str:
    """One line of HTML in whose text Markdown finds nothing to interpret: punctuation becomes entities."""
    pieces = re.split(r"(<[^>]*>|&[#\w]+;)", html.replace("\n", " "))
    pieces[::2] = [re.sub(r"[!-/:-@\[-`{-~]", lambda c: f"&#{ord(c[0])};", text) for text in pieces[::2]]
    return "".join(pieces)


def katex(root: Path) -> Render:
    """The real renderer: KaTeX, run once by node. A TeX error is a BookError that names page and formula."""
    script, library = root / "assets/book/typeset.cjs", vendor_katex(root)

    def render(formulas: Sequence[Formula]) -> list[str]:
        node = shutil.which("node")
        if node is None:
            raise BookError("node is not on PATH, and KaTeX needs it to typeset the book: install Node.js 18 or newer")
        job = json.dumps([formula._asdict() for formula in formulas])
        run = subprocess.run([node, script, library.resolve()], input=job.encode(), capture_output=True)
        if run.returncode:
            raise BookError(f"node could not run {script.name}: {run.stderr.decode(errors='replace').strip()[-300:]}")
        results = json.loads(run.stdout)
        for formula, result in zip(formulas, results, strict=True):
            if "error" in result:
                raise BookError(f"{formula.page}: in the formula {formula.tex!r}: {result['error']}")
        return [result["html"] for result in results]

    return render


def vendor_katex(root: Path) -> Path:
    """The KaTeX script, fetched if missing, in the folder that mdBook takes as its theme: the fonts lie there."""
    theme = root / ".build/theme"
    script = theme / f"katex-{KATEX}.js"
    if script.is_file():
        return script
    theme.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=theme.parent) as scratch:
        unpack_katex(npm_pack(f"katex@{KATEX}", Path(scratch)), Path(scratch, "theme"))
        shutil.rmtree(theme, ignore_errors=True)
        Path(scratch, "theme").rename(theme)
    return script


def npm_pack(package: str, folder: Path) -> Path:
    """The archive of one npm package, fetched into a folder; no script of the package runs."""
    npm = shutil.which("npm")
    if npm is None:
        raise BookError("npm is not on PATH, and the book gets KaTeX through it: install Node.js (npm comes with it)")
    run = subprocess.run([npm, "pack", "--loglevel=error", package], cwd=folder, capture_output=True, text=True)
    packed = list(folder.glob("*.tgz"))
    if run.returncode or not packed:
        reason = (run.stderr.strip().splitlines() or ["no reason given"])[0]
        raise BookError(f"npm could not fetch {package} (is there a network? it said: {reason})")
    return packed[0]


def unpack_katex(archive: Path, theme: Path) -> None:
    """Take the script, and the fonts in the one format that every browser of today reads, with their style sheet."""
    fonts = theme / "fonts"
    fonts.mkdir(parents=True)
    with tarfile.open(archive) as tar:

        def read(name: str) -> bytes:
            return tar.extractfile(f"package/{name}").read()

        (theme / f"katex-{KATEX}.js").write_bytes(read("dist/katex.min.js"))
        for name in tar.getnames():
            if name.endswith(".woff2"):
                (fonts / Path(name).name).write_bytes(read(name.removeprefix("package/")))
        style = re.sub(r",url\([^)]*\.(?:woff|ttf)\) format\([^)]*\)", "", read("dist/katex.min.css").decode())
        licence = read("LICENSE").decode()
        (fonts / "fonts.css").write_text(
            f"/* KaTeX {KATEX}\n{licence}*/\n{style.replace('url(fonts/', 'url(')}", "utf-8"
        )
