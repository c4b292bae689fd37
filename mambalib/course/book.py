"""The mdBook preprocessor: every chapter's page is made from its executed notebook.

mdBook starts `python -m mambalib.course.book` in the book's root, writes `[context, book]` as JSON to it and reads the
book back. A chapter with a notebook beside its source (`02_x.md`, `02_x.ipynb`) gets the notebook's cells and outputs;
any other page keeps its Markdown. In both, formulas are typeset, and links that work in JupyterLab are made to
work in the book. Pictures become files in `<src>/figures/`, which git ignores and mdBook copies out: pages stay
small, and browsers fetch pictures when the reader comes near them.

Only the standard library is needed, so that `mdbook build` works with any Python.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import posixpath
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mambalib.course.typeset import BookError, Render, katex, typeset
from mambalib.files import write_atomically

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
IMAGE = re.compile(r'<img\b[^>]*\bsrc="data:image/png;base64,(?P<png>[^"]+)"[^>]*>')  # what mambalib.figures.show emits
SIGNS = {"✓": "pass", "✗": "fail", "→": "hint"}


@dataclass
class Page:
    """What turning one chapter into a page needs to know, and the pictures found on the way."""

    path: str  # of the source, relative to `src`, with forward slashes
    title: str
    repository: str = ""  # address of the code host's repository, empty if book.toml names none
    chapters: frozenset[str] = frozenset()  # the sources that have a notebook, relative to `src`
    src: str = "chapters"
    figures: dict[str, bytes] = field(default_factory=dict)


def transform(context: dict, book: dict, render: Render) -> dict:
    """Make the pages of a book, in place.

    Args:
        context: mdBook's context; `root` and `config` are read.
        book: mdBook's book, of 0.4 (`sections`) or 0.5 (`items`).
        render: typesets the formulas.

    Raises:
        BookError: a picture without a text for those who cannot see it, a stray `$`, a TeX error.
    """
    config = context["config"]
    src = config["book"].get("src", "src")
    source = Path(context["root"], src)
    repository = config.get("output", {}).get("html", {}).get("git-repository-url", "").rstrip("/")
    written = [c for c in chapters_of(book["items"] if "items" in book else book["sections"]) if c.get("source_path")]
    paths = [chapter["source_path"].replace("\\", "/") for chapter in written]
    with_notebook = frozenset(path for path in paths if (source / path).with_suffix(".ipynb").is_file())

    figures: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    for path, chapter in zip(paths, written, strict=True):
        page = Page(path, chapter["name"], repository, with_notebook, src, figures)
        if path in with_notebook:
            notebook = json.loads((source / path).with_suffix(".ipynb").read_text("utf-8"))
            texts[path] = notebook_page(page, notebook)
        else:
            texts[path] = prose(page, FRONT_MATTER.sub("", chapter["content"]))
    for chapter, text in zip(written, typeset(texts, render).values(), strict=True):
        chapter["content"] = text
    write_figures(source / "figures", figures)
    return book


def chapters_of(items: list) -> Iterator[dict]:
    """All chapters, nested ones too; part titles and separators are passed over."""
    for item in items:
        if isinstance(item, dict) and "Chapter" in item:
            yield item["Chapter"]
            yield from chapters_of(item["Chapter"]["sub_items"])


def notebook_page(page: Page, notebook: dict) -> str:
    """Markdown of one executed notebook, under its title and the ways to run it."""
    cells = []
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cells.append(prose(page, text))
        elif cell["cell_type"] == "code":
            cells.append(code_cell(page, cell, text))
    about = notebook["metadata"].get("mambalib", {})
    body = "\n\n".join(cells).lstrip("\n")
    heading, _, rest = body.partition("\n") if body.startswith("# ") else ("", "", body)
    return "\n\n".join((heading or f"# {about.get('title', page.title)}", ways_to_run(page, about), rest)) + "\n"


def ways_to_run(page: Page, about: dict) -> str:
    """The line under a chapter's title: how long it takes, the notebook, the notebook in Colab."""
    notebook = posixpath.basename(page.path).removesuffix(".md") + ".ipynb"
    parts = [f"<span>about {about['minutes']} minutes</span>"] if "minutes" in about else []
    parts.append(f'<a href="{notebook}" download>Download the notebook</a>')
    slug = "/".join(page.repository.split("/")[-2:])
    if slug:
        folder = posixpath.join(page.src, posixpath.dirname(page.path))
        colab = f"https://colab.research.google.com/github/{slug}/blob/main/{posixpath.join(folder, notebook)}"
        parts.append(f'<a href="{colab}">Open in Colab</a>')
        parts.append(
            "<details><summary>What Colab needs first</summary>Colab opens the notebook without the course's library. "
            "Put this line in a cell above all others, and run it: "
            f"<code>%pip install git+{page.repository}</code></details>"
        )
    return f'<div class="ways">\n{chr(10).join(parts)}\n</div>'


def prose(page: Page, markdown: str) -> str:
    """Markdown whose links work in the book: notebooks lead to their pages, the rest of the project to its host."""

    def link(match: re.Match[str]) -> str:
        target, anchor = match[1], match[2] or ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), target))
        if path.removesuffix(".ipynb") + ".md" in page.chapters:
            return f"]({target.removesuffix('.ipynb')}.md{anchor.lower()})"  # Jupyter keeps capitals in anchors
        if path.startswith("../") and page.repository:
            return f"]({page.repository}/blob/main/{posixpath.normpath(posixpath.join(page.src, path))}{anchor})"
        return match[0]

    return re.sub(r"\]\(([\w./-]+)(#[^)\s]*)?\)", link, markdown)


def code_cell(page: Page, cell: dict, source: str) -> str:
    """A fenced block and the outputs; an exercise stands in a box of its own."""
    tags = cell["metadata"].get("tags", [])
    parts = []
    if source.strip() and "remove-input" not in tags:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", source)), default=0))
        code = f"{fence}python\n{source}\n{fence}"
        if "exercise" in tags:
            code = f'<div class="exercise">\n<p class="label">Exercise</p>\n\n{code}\n\n</div>'
        parts.append(code)
    return "\n\n".join(parts + [shown for each in joined(cell["outputs"]) if (shown := output(page, each))])


def joined(outputs: list[dict]) -> Iterator[dict]:
    """Outputs, with the pieces in which one stream arrived put together again."""
    last: dict = {}
    for each in outputs:
        if each["output_type"] == "stream" and last.get("name") == each["name"]:
            last["text"] += "".join(each["text"])
            continue
        if last:
            yield last
        last = {**each, "text": "".join(each.get("text", ""))}
    if last:
        yield last


def output(page: Page, out: dict) -> str:
    """HTML of one output: the richest form that a book can show."""
    if out["output_type"] == "stream":
        return preformatted(out["text"])
    if out["output_type"] == "error":
        return preformatted("\n".join(out["traceback"]), "output error")
    data = {kind: "".join(value) for kind, value in out["data"].items() if isinstance(value, str | list)}
    if "image/png" in data:
        return figure(page, base64.b64decode(data["image/png"]), out["metadata"].get("image/png", {}))
    if image := IMAGE.fullmatch(data.get("text/html", "").strip()):
        about = {name: html.unescape(value) for name, value in re.findall(r'\b(alt|width)="([^"]*)"', image[0])}
        return figure(page, base64.b64decode(image["png"]), about)
    if "text/html" in data:
        # A blank line would end the block of HTML, and a $ would be taken for mathematics.
        lines = [line for line in data["text/html"].replace("$", "&#36;").split("\n") if line.strip()]
        return '<div class="output">' + "\n".join(lines) + "</div>"
    if "text/markdown" in data:
        return prose(page, data["text/markdown"])
    return preformatted(data.get("text/plain", ""))


def preformatted(text: str, style: str = "output") -> str:
    """Text as a terminal leaves it: no colour codes, only the last state of a line that was written over."""
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in ANSI.sub("", text).rstrip().split("\n")]
    if lines == [""]:
        return ""
    escaped = html.escape("\n".join(lines), quote=False).replace("$", "&#36;")
    for sign, meaning in SIGNS.items():
        escaped = re.sub(rf"(?m)^(\s*){sign}", rf'\1<b class="{meaning}">{sign}</b>', escaped)
    return f'<pre class="{style}">{escaped}</pre>'


def figure(page: Page, png: bytes, about: dict) -> str:
    """A picture, kept under a name made from its content, at the width that it was drawn for (the file has 2x)."""
    alt = about.get("alt", "").strip()
    if not alt:
        raise BookError(f"{page.path}: a picture has no alt text: emit it with show(fig, alt=...)")
    stem = posixpath.basename(page.path).removesuffix(".md")
    name = f"{stem}-{hashlib.sha256(png).hexdigest()[:12]}.png"
    page.figures[name] = png
    address = posixpath.relpath(f"figures/{name}", posixpath.dirname(page.path) or ".")
    columns, rows = struct.unpack(">II", png[16:24])  # the page keeps the right room free while the picture loads
    width = int(about.get("width", columns))
    alt = html.escape(" ".join(alt.split())).replace("$", "&#36;")
    image = f'<img src="{address}" alt="{alt}" width="{width}" height="{round(width * rows / columns)}" loading="lazy">'
    return f'<figure class="output"><a href="{address}">{image}</a></figure>'  # a phone's reader opens it and zooms


def write_figures(folder: Path, figures: dict[str, bytes]) -> None:
    """Make a folder hold just these pictures; those that are there already are left alone."""
    for old in folder.glob("*.png"):
        if old.name not in figures:
            old.unlink()
    for name, png in figures.items():
        if not (folder / name).is_file():
            write_atomically(folder / name, png)


def main() -> int:
    """Speak mdBook's protocol; the errors that a writer can mend are one line on stderr."""
    if sys.argv[1:2] == ["supports"]:
        return 0 if sys.argv[2:] == ["html"] else 1
    context, book = json.load(sys.stdin.buffer)
    try:
        json.dump(transform(context, book, katex(Path(context["root"]))), sys.stdout)
    except BookError as error:
        print(f"book: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
