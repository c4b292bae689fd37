"""What learners handed in: the notebooks of a folder, and the exercise cells that are taken out of them.

Nothing of a learner's is run here, and nothing is written.
"""

import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 50 * 1024**2  # a notebook with its pictures has a tenth of this

DEFINED = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)  # a cell with a syntax error is found too
ASSIGNED = re.compile(r"^(\w+)\s*=(?!=)", re.MULTILINE)  # zoh = lambda ...: counts in a cell tagged `exercise`


@dataclass(frozen=True)
class Answer:
    """One learner's cell for one exercise; or, with `problem`, a row that says why there is nothing to run."""

    learner: str
    exercise: str  # the exercise's name, or the name of a notebook that cannot be read
    notebook: str = ""
    source: str = ""
    problem: str = ""  # "missing" or "unreadable"
    detail: str = ""


class UnreadableError(Exception):
    """A notebook that cannot be read; the message says why."""


def collect(folder: Path, names: list[str]) -> list[Answer]:
    """Every learner's answers, in the order of `names`, then the notebooks that cannot be read.

    Args:
        folder: one learner's notebooks, in it or in its sub-folder `chapters`; or else one sub-folder for each learner.
        names: the names of the exercises.

    Raises:
        ValueError: the folder does not exist or holds no notebook.
    """
    if not folder.is_dir():
        came = "which is a file" if folder.exists() else "which does not exist"
        raise ValueError(f"folder must be a folder with notebooks, got {folder}, {came}")
    own = _notebooks_in(folder) + _notebooks_in(folder / "chapters")
    if own:
        return _answers(folder.resolve().name, own, names)
    found = {sub: list(_notebooks_below(sub)) for sub in sorted(folder.iterdir()) if sub.is_dir() and not _skipped(sub)}
    if not any(found.values()):
        raise ValueError(f"folder must hold notebooks or a sub-folder with notebooks for each learner, got {folder}")
    return [answer for sub, notebooks in found.items() for answer in _answers(sub.name, notebooks, names)]


def read_cells(path: Path) -> list[tuple[str, bool]]:
    """The code cells of a notebook: the source of each, and whether it is tagged `exercise`.

    Raises:
        UnreadableError: it is no notebook, or too large, or may not be read.
    """
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise UnreadableError("a link: put the notebook itself here")
        if stat.S_ISDIR(status.st_mode) and not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableError("a folder that may not be read")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("not a file")
        if status.st_size > MAX_BYTES:
            raise UnreadableError(f"larger than {MAX_BYTES // 1024**2} MiB")
        notebook = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise UnreadableError("not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise UnreadableError("empty" if status.st_size == 0 else "not JSON") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError("not a notebook: it has no list of cells")
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    return [(_source(cell), _is_tagged(cell)) for cell in code]


def printable(text: str) -> str:
    """The text without what a terminal, a table or XML would trip over."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in text)


def _answers(learner: str, notebooks: list[Path], names: list[str]) -> list[Answer]:
    learner, found, unreadable = printable(learner), {}, []
    for path in notebooks:
        notebook = printable(path.name)
        try:
            cells = read_cells(path)
        except UnreadableError as error:
            unreadable.append(Answer(learner, notebook, notebook, problem="unreadable", detail=str(error)))
            continue
        here = {name: source for source, tagged in cells for name in _names(source, tagged)}  # the last one wins
        for name, source in here.items():
            if name in names and (name not in found or _attempted(source) or not _attempted(found[name].source)):
                found[name] = Answer(learner, name, notebook, source)
    why = "no cell defines it" if notebooks else "no notebook was handed in"
    return [found.get(name, Answer(learner, name, problem="missing", detail=why)) for name in names] + unreadable


def _names(source: str, tagged: bool) -> list[str]:
    return DEFINED.findall(source) + (ASSIGNED.findall(source) if tagged else [])


def _attempted(source: str) -> bool:
    """Whether this is more than a stub: of two notebooks of a learner, the solved one counts."""
    return re.search(r"^\s*raise NotImplementedError", source, re.MULTILINE) is None


def _notebooks_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.ipynb") if not _skipped(path))


def _notebooks_below(folder: Path) -> Iterator[Path]:
    locked: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: locked.append(Path(error.filename)))
    for here, folders, files in walk:  # does not follow links, so a loop of links ends
        found = [Path(here, name) for name in sorted(folders + files) if name.endswith(".ipynb")]
        yield from (path for path in found if not _skipped(path))
        folders[:] = sorted(f for f in folders if not _skipped(Path(here, f)) and not f.endswith(".ipynb"))
    yield from locked


def _skipped(path: Path) -> bool:
    """Checkpoints, virtual environments, what systems hide in folders and archives."""
    return path.name.startswith((".", "__")) or os.path.exists(path / "pyvenv.cfg")  # False where it may not look


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str)).replace("\r\n", "\n")


def _is_tagged(cell: dict) -> bool:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and "exercise" in tags
