"""Files that are whole or not there: written beside their place, then moved into it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def open_atomically(path: Path) -> Iterator[BinaryIO]:
    """A file to write piece by piece: it comes to `path` when all went well, and else leaves no trace.

    A reader finds the old file or the new one, never a part.

    Raises:
        OSError: the file cannot be written; what was there before is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # a temporary file is private, a finished one is not
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_atomically(path: Path, data: bytes | str) -> None:
    """Write `data` to `path`, text as UTF-8, as `open_atomically` does."""
    with open_atomically(path) as file:
        file.write(data.encode() if isinstance(data, str) else data)


def project_folder() -> Path:
    """The folder that holds `chapters/`: the one around this library, else the folder in which Python was started."""
    around = Path(__file__).resolve().parents[1]
    return around if (around / "chapters").is_dir() else Path.cwd()
