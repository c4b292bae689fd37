"""What a run leaves on disk: checkpoints, the log, the loss curve (chapter 7).

checkpoints/step-00000500/   config.json, model.safetensors   the model, as `from_pretrained` opens it
                             training.safetensors             the optimizer's moments, the model's state
                             training.json                    step, settings, a checksum for each other file
log.jsonl                    a line for each step
"""

import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import safetensors.torch
from safetensors import SafetensorError
from torch import Tensor, nn

from mambalib.files import write_atomically

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Record = dict[str, float]  # what is known of one step: step, loss, grad_norm, learning_rate, ...
Tensors = dict[str, Tensor]


class TrainingError(RuntimeError):
    """A run that cannot go on, in one line; its last good checkpoint is untouched."""


# Checkpoints


def checkpoints(folder: str | Path) -> list[Path]:
    """The checkpoints of a run, the oldest first. The model's `from_pretrained` reads each of them."""
    return sorted((Path(folder) / "checkpoints").glob("step-" + 8 * "[0-9]"))


def last_checkpoint(folder: Path | None) -> str:
    """For an error: where one can go on from."""
    places = checkpoints(folder) if folder else []
    return f"the last good checkpoint is {places[-1]}" if places else "there is no checkpoint yet"


def write_checkpoint(
    folder: Path, step: int, settings: dict[str, Any], model: nn.Module, tensors: Tensors, keep: int
) -> None:
    """Write a checkpoint, whole or not at all, and then remove all but the last `keep`.

    Args:
        folder: the run's.
        step: updates made.
        settings: what must be the same for a run to be the same run.
        model: any model with `save_pretrained`.
        tensors: all else that the run goes on from.
        keep: number of checkpoints that stay.

    Raises:
        OSError: the disk refuses; the checkpoints that were there are still there.
    """
    with _whole_or_not(folder / "checkpoints" / f"step-{step:08d}") as place:
        model.save_pretrained(place)
        write_atomically(place / "training.safetensors", safetensors.torch.save(tensors))
        checksums = {path.name: zlib.crc32(path.read_bytes()) for path in sorted(place.iterdir())}
        numbers = {"step": step, "settings": settings, "checksums": checksums}
        write_atomically(place / "training.json", json.dumps(numbers, indent=2) + "\n")
    for old in checkpoints(folder)[:-keep]:
        hidden = old.with_name(f".{old.name}.old")
        old.rename(hidden)  # so that it is never seen half removed
        shutil.rmtree(hidden)


def read_checkpoint(places: list[Path], settings: dict[str, Any]) -> tuple[int, Tensors, Tensors]:
    """Step, weights and other tensors of the last of some checkpoints.

    Raises:
        ValueError: one that is damaged, or was written with other settings.
    """
    place = places[-1]
    try:
        numbers = json.loads((place / "training.json").read_bytes())
        step, then, checksums = numbers["step"], dict(numbers["settings"]), dict(numbers["checksums"])
        files = {name: (place / name).read_bytes() for name in checksums}
        changed = [name for name, data in files.items() if zlib.crc32(data) != checksums[name]]
        if changed or place.name != f"step-{step:08d}":
            raise ValueError(f"{', '.join(changed) or 'training.json'} is not as it was written")
        weights, tensors = (safetensors.torch.load(files[f"{name}.safetensors"]) for name in ("model", "training"))
    except (FileNotFoundError, IsADirectoryError, ValueError, KeyError, TypeError, SafetensorError) as error:
        rest = places[-2].name if len(places) > 1 else "the beginning"
        raise ValueError(f"{place} is damaged, remove it to go on from {rest}: {_first_line(error)}") from error
    other = [
        f"{name} was {was!r}, is {settings.get(name)!r}" for name, was in then.items() if settings.get(name) != was
    ]
    if other:
        raise ValueError(f"{place} is of another run: {'; '.join(other)}")
    return step, weights, tensors


def remove_leftovers(folder: Path) -> None:
    """Remove what processes that were killed have left beside the log and the checkpoints."""
    for left in folder.glob(".log.jsonl.*"):
        left.unlink()
    for left in (folder / "checkpoints").glob(".step-*"):
        shutil.rmtree(left)


@contextmanager
def _whole_or_not(place: Path) -> Iterator[Path]:
    """A folder to write into, which comes to its place when all went well and else leaves no trace."""
    hidden = place.with_name(f".{place.name}")
    try:
        yield hidden
        _sync_folder(hidden)
        hidden.rename(place)
        _sync_folder(place.parent)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Have the disk hold the names in a folder; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0]


# The log


class Log:
    """log.jsonl, and TensorBoard where that is installed.

    Args:
        folder: the run's; nothing is written when left out.
        history: what the log begins with.
    """

    def __init__(self, folder: Path | None, history: list[Record]) -> None:
        self._path, self._board = None if folder is None else folder / "log.jsonl", None
        if folder is None:
            return
        write_atomically(self._path, "".join(map(_line, history)))
        if find_spec("tensorboard") is not None:
            from torch.utils.tensorboard import SummaryWriter

            self._board = SummaryWriter(folder / "tensorboard", purge_step=len(history) + 1)

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *error: Any) -> None:
        if self._board is not None:
            self._board.close()

    def write(self, records: list[Record]) -> None:
        """Add lines."""
        if self._path is not None:
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write("".join(map(_line, records)))
                file.flush()
                os.fsync(file.fileno())  # a checkpoint must not be on disk before the lines that lead to it
        if self._board is not None:
            for record in records:
                for name in record.keys() - {"step"}:
                    self._board.add_scalar(name, record[name], record["step"])


def read_log(path: str | Path) -> list[Record]:
    """The records of a log, up to a line that was not written to its end; none if there is no such file."""
    path, records = Path(path), []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            records.append(json.loads(line))
        except ValueError:
            break
    return records


def _line(record: Record) -> str:
    return json.dumps(record) + "\n"


def plot_loss(history: list[Record]) -> "Figure":
    """The loss of every step and its running mean, and below the bits per byte where they were measured."""
    from mambalib.figures import BLUE, ORANGE, SKY, figure

    measured = [record for record in history if "bits_per_byte" in record]
    fig, axes = figure(rows=2 if measured else 1, squeeze=False, sharex=True)
    steps, losses = zip(*((record["step"], record["loss"]) for record in history), strict=True)
    window = max(1, len(losses) // 50)
    means = [sum(losses[i - window : i]) / window for i in range(window, len(losses) + 1)]
    axes[0, 0].plot(steps, losses, color=SKY, linewidth=1, label="each step")
    axes[0, 0].plot(steps[window - 1 :], means, color=BLUE, label=f"mean of {window}")
    axes[0, 0].set(title="Training", ylabel="loss (nats a token)")
    axes[0, 0].legend()
    if measured:
        bits = [record["bits_per_byte"] for record in measured]
        axes[1, 0].plot([record["step"] for record in measured], bits, "o-", color=ORANGE)
        axes[1, 0].set(title="Validation", ylabel="bits per byte")
    axes[-1, 0].set_xlabel("step")
    return fig
