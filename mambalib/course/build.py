"""Chapters from their source: `chapters/NN_name.md` is executed and written, with its outputs, to `NN_name.ipynb`.

Everything but the outputs of cells tagged `nbval-ignore-output` (timings, machine facts) is deterministic, so a build
that changes nothing leaves the file alone, byte for byte, and `drift` can tell whether a notebook is what its source
gives. Seconds of each chapter go to `assets/chapters.json`, from which `mambalib doctor` foretells them elsewhere.
"""

import base64
import hashlib
import io
import json
import os
import platform
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
import numpy as np
from nbclient import NotebookClient
from nbformat import NotebookNode

from mambalib.course.doctor import probe
from mambalib.files import project_folder, write_atomically

VOLATILE = "nbval-ignore-output"
CELL_SECONDS = 600  # as the tests allow: a machine may have other work to do
KEPT_METADATA = ("kernelspec", "mambalib")
PNG = re.compile(r'(?<=base64,)[^"]+')


def chapter_sources(names: list[str] | None = None) -> list[Path]:
    """The sources of the chapters in order, or of those whose names begin as given ("02" or "02_discretization").

    Raises:
        ValueError: a name that no chapter has.
    """
    sources = sorted((project_folder() / "chapters").glob("[0-9][0-9]_*.md"))
    if not names:
        return sources
    for name in names:
        if not any(source.name.startswith(name) for source in sources):
            raise ValueError(f"no chapter begins with {name!r}; there are: {', '.join(s.stem for s in sources)}")
    return [source for source in sources if source.name.startswith(tuple(names))]


def read_source(source: Path) -> NotebookNode:
    """The notebook that a chapter's Markdown describes, not executed, with cell ids made from the cells' text."""
    notebook = jupytext.read(source)
    seen: set[str] = set()
    for cell in notebook.cells:
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        while digest in seen:  # the same text twice
            digest = hashlib.sha256(digest.encode()).hexdigest()[:12]
        seen.add(digest)
        cell.id = digest
    notebook.metadata = NotebookNode({key: notebook.metadata[key] for key in KEPT_METADATA})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def execute(source: Path) -> tuple[NotebookNode, float]:
    """The chapter's notebook, executed in a kernel of its own with no learner's progress, and the seconds it took.

    Raises:
        CellExecutionError: a cell failed.
        ValueError: an output names a folder of this machine, which no reader has.
    """
    notebook = read_source(source)
    kept = os.environ.get("MAMBALIB_PROGRESS")
    with tempfile.TemporaryDirectory() as empty:
        os.environ["MAMBALIB_PROGRESS"] = empty
        try:
            client = NotebookClient(
                notebook,
                timeout=CELL_SECONDS,
                kernel_name="python3",
                record_timing=False,
                extra_arguments=["--log-level=ERROR"],
                coalesce_streams=True,
                resources={"metadata": {"path": str(source.parent)}},
            )
            start = time.perf_counter()
            client.execute()
            seconds = time.perf_counter() - start
        finally:
            os.environ.pop("MAMBALIB_PROGRESS")
            if kept is not None:
                os.environ["MAMBALIB_PROGRESS"] = kept
    notebook.metadata = NotebookNode({key: notebook.metadata[key] for key in KEPT_METADATA})
    for number, cell in enumerate(notebook.cells):
        for folder in (str(project_folder()), str(Path.home())):
            if folder in json.dumps(cell.get("outputs", [])):
                raise ValueError(f"{source.name}, cell {number}: the output names {folder}, a folder of this machine")
    return notebook, seconds


def build(names: list[str] | None = None) -> None:
    """Execute chapters and write their notebooks, and their seconds; a notebook that would not change is left alone."""
    for source in chapter_sources(names):
        notebook, seconds = execute(source)
        target = source.with_suffix(".ipynb")
        changed = not target.exists() or list(differences(nbformat.read(target, as_version=4), notebook))
        if changed:
            write_atomically(target, nbformat.writes(notebook) + "\n")
            _record_seconds(source.stem, seconds)
        print(f"{source.stem:24} {seconds:6.1f} s   {'written' if changed else 'as it was'}", flush=True)


def drift(names: list[str] | None = None) -> int:
    """Execute chapters and compare with the notebooks; print what has drifted, and give 1 where anything has."""
    status = 0
    for source in chapter_sources(names):
        notebook, seconds = execute(source)
        target = source.with_suffix(".ipynb")
        found = (
            list(differences(nbformat.read(target, as_version=4), notebook)) if target.exists() else ["not built yet"]
        )
        print(f"{source.stem:24} {seconds:6.1f} s   {'drifted' if found else 'up to date'}", flush=True)
        if found:
            status = 1
            print("\n".join(f"  {line}" for line in found[:5]))
            print(f"  Mend it with: mambalib build {source.stem}", flush=True)
    return status


def differences(old: NotebookNode, new: NotebookNode) -> Iterator[str]:
    """What sets two executed notebooks apart, volatile outputs aside, a line each."""
    if old.metadata != new.metadata:
        yield f"metadata: {old.metadata} became {new.metadata}"
    if [cell.id for cell in old.cells] != [cell.id for cell in new.cells]:
        yield "the cells are others than in the source"
        return
    for number, (before, after) in enumerate(zip(old.cells, new.cells, strict=True)):
        for key in ("cell_type", "source", "metadata", "execution_count"):
            if before.get(key) != after.get(key):
                yield f"cell {number}, {key}: {before.get(key)!r} became {after.get(key)!r}"
        if VOLATILE not in after.metadata.get("tags", []) and not _same_outputs(before, after):
            yield f"cell {number}, outputs of: {after.source.splitlines()[0] if after.source else ''}"


def _same_outputs(before: NotebookNode, after: NotebookNode) -> bool:
    texts = [json.dumps(cell.get("outputs", []), sort_keys=True) for cell in (before, after)]
    if texts[0] == texts[1]:
        return True
    without = [json.dumps(_without_pictures(cell), sort_keys=True) for cell in (before, after)]
    pictures = [list(_pictures(cell)) for cell in (before, after)]
    return without[0] == without[1] and all(map(_same_picture, *pictures))


def _without_pictures(cell: NotebookNode) -> list[dict]:
    outputs = json.loads(json.dumps(cell.outputs))
    for output in outputs:
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = PNG.sub("", output["data"]["text/html"])
    return outputs


def _pictures(cell: NotebookNode) -> Iterator[bytes]:
    for output in cell.outputs:
        yield from map(base64.b64decode, PNG.findall(output.get("data", {}).get("text/html", "")))


def _same_picture(before: bytes, after: bytes) -> bool:
    """Equal, or as near as another processor's rounding and another font renderer leave it."""
    from PIL import Image

    pixels = [np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float) for png in (before, after)]
    return pixels[0].shape == pixels[1].shape and float(np.abs(pixels[0] - pixels[1]).mean()) < 2.0


def _record_seconds(chapter: str, seconds: float) -> None:
    path = project_folder() / "assets" / "chapters.json"
    facts = json.loads(path.read_text()) if path.exists() else {"chapters": {}}
    facts["machine"] = f"{platform.machine()}, {os.cpu_count()} cores"
    facts["probe_seconds"] = round(probe(), 4)
    facts["chapters"][chapter] = {"seconds": round(seconds, 1)}
    write_atomically(path, json.dumps(facts, indent=2, sort_keys=True) + "\n")
