"""Saved conversations: one safetensors file, of which every byte is checked before anything is believed (chapter 9).

    tensors    layers.0.conv, layers.0.ssm, ...: the state, as `EngineState.save` writes it
    metadata   one entry, "mambalib.npc": a JSON object, in this order
        checksum   SHA-256 of the whole file as it is with 64 zeros in this place
        version    of this format, VERSION
        weights    `Voice.fingerprint` of the model that the state is of: no other can read it
        and what else is to be known, see `mambalib.npc.npc`

A file that was cut, altered, made for another model or by a later version is refused.

Symbols: those of `mambalib.engine.state`.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from mambalib.config import MambaConfig
from mambalib.engine import EngineState
from mambalib.files import write_atomically

VERSION = 3
LONGEST_HEADER = 1 << 20  # bytes
LARGEST_STATE = 1 << 28  # bytes, where the model is not known
_NAME = "mambalib.npc"
_NO_CHECKSUM = "0" * 64


class SaveError(ValueError):
    """A file that no conversation can be restored from.

    Args:
        path: the file.
        problem: what is wrong with it.
    """

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path} cannot be restored: {problem}")


def write(path: Path, fingerprint: str, state: EngineState, record: dict[str, Any]) -> None:
    """Write a state and what belongs to it, whole or not at all.

    Raises:
        OSError: the file cannot be written; what was there before is still there.
    """
    form = {"checksum": _NO_CHECKSUM, "version": VERSION, "weights": fingerprint}
    data = save(_tensors(state), {_NAME: json.dumps(form | record, ensure_ascii=False)})
    checksum = sha256(data).hexdigest()
    # The first 64 zeros: nothing before them is a text of somebody's.
    write_atomically(path, data.replace(_NO_CHECKSUM.encode(), checksum.encode(), 1))


def read(path: Path, fingerprint: str, config: MambaConfig) -> tuple[EngineState, dict[str, Any]]:
    """What `write` was given.

    Args:
        path: the file.
        fingerprint, config: of the model that is to go on with it.

    Raises:
        SaveError: a file that is damaged, of another kind, a later version or another model.
        OSError: a file that cannot be read.
    """
    form, data = _checked(path, EngineState.empty(config).nbytes)
    if form.get("weights") != fingerprint:
        raise SaveError(path, "it belongs to another model, with other weights or another tokenizer")
    return _state(path, data, config), form


def read_record(path: Path) -> dict[str, Any]:
    """What `write` was given but for the state, whatever model that is of.

    Raises:
        SaveError: a file that is damaged, of another kind or a later version.
        OSError: a file that cannot be read.
    """
    return _checked(path, LARGEST_STATE)[0]


def _checked(path: Path, state_bytes: int) -> tuple[dict[str, Any], bytes]:
    """The metadata and all bytes of a file that is whole, with a state of so many bytes at most."""
    with path.open("rb") as file:
        data = file.read(LONGEST_HEADER + state_bytes + 9)
    form = _form(path, data)
    if type(form.get("version")) is not int or form["version"] < 1:
        raise SaveError(path, "it is no saved conversation")
    if form["version"] > VERSION:
        problem = f"a later version of mambalib wrote it (format {form['version']}, known up to {VERSION})"
        raise SaveError(path, problem)
    checksum = str(form.get("checksum")).encode("utf-8", "replace")
    if len(checksum) != 64 or sha256(data.replace(checksum, _NO_CHECKSUM.encode(), 1)).hexdigest().encode() != checksum:
        raise SaveError(path, "it is damaged: its checksum is not that of its content")
    return form, data


def _tensors(state: EngineState) -> dict[str, np.ndarray]:
    conv = {f"layers.{i}.conv": part for i, part in enumerate(state.conv)}
    return conv | {f"layers.{i}.ssm": part for i, part in enumerate(state.ssm)}


def _form(path: Path, data: bytes) -> dict[str, Any]:
    """The JSON object of the metadata; of a file that has none, one error, whatever else it is."""
    size = int.from_bytes(data[:8], "little")
    if len(data) < 8 or size > LONGEST_HEADER:
        raise SaveError(path, "it is damaged, or no saved conversation")
    try:
        form = json.loads(json.loads(data[8 : 8 + size])["__metadata__"][_NAME])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SaveError(path, "it is damaged, or no saved conversation") from error
    if not isinstance(form, dict):
        raise SaveError(path, "it is no saved conversation")
    return form


def _state(path: Path, data: bytes, config: MambaConfig) -> EngineState:
    wanted = _tensors(EngineState.empty(config))
    try:
        tensors = load(data)
    except (SafetensorError, TypeError, KeyError) as error:  # the last two: a type that numpy lacks
        raise SaveError(path, f"it is no whole safetensors file: {error}") from error
    shapes = {name: (part.shape, part.dtype) for name, part in tensors.items()}
    if shapes != {name: (part.shape, part.dtype) for name, part in wanted.items()}:
        raise SaveError(path, "its state is not of this model's shape")
    if not all(np.isfinite(part).all() for part in tensors.values()):
        raise SaveError(path, "its state has numbers that are not finite")
    layers = range(config.n_layer)
    return EngineState(*(np.stack([tensors[f"layers.{i}.{name}"] for i in layers]) for name in ("conv", "ssm")))
