"""What the engine remembers of what it has read (chapter 9).

Symbols, with their shapes:
    conv   (layers, batch, d_inner, d_conv - 1)   the last inputs of each convolution, the oldest first
    ssm    (layers, batch, d_inner, d_state)      the memory itself
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from mambalib.config import MambaConfig
from mambalib.files import write_atomically


@dataclass(frozen=True)
class EngineState:
    """The memory of a batch of sequences, of a fixed size however much they have read.

    Its file is that of `mambalib.model.MambaState`: either reads what the other wrote.

    Args:
        conv: (layers, batch, d_inner, d_conv - 1), float32.
        ssm: (layers, batch, d_inner, d_state), float32.
    """

    conv: np.ndarray
    ssm: np.ndarray

    @classmethod
    def empty(cls, config: MambaConfig, batch: int = 1) -> "EngineState":
        """The memory of sequences of which nothing was read."""
        shape = (config.n_layer, batch, config.d_inner)
        conv, ssm = np.zeros((*shape, config.d_conv - 1), np.float32), np.zeros((*shape, config.d_state), np.float32)
        return cls(conv, ssm)

    @classmethod
    def join(cls, states: Sequence["EngineState"]) -> "EngineState":
        """One state of a batch, from those of its parts."""
        return cls(np.concatenate([s.conv for s in states], 1), np.concatenate([s.ssm for s in states], 1))

    @property
    def batch(self) -> int:
        """Number of sequences."""
        return self.ssm.shape[1]

    @property
    def nbytes(self) -> int:
        """Size in memory."""
        return self.conv.nbytes + self.ssm.nbytes

    def row(self, number: int) -> "EngineState":
        """A copy of one sequence's part."""
        return EngineState(self.conv[:, [number]], self.ssm[:, [number]])

    def clone(self) -> "EngineState":
        """A copy that shares nothing with this one: the fork of a conversation."""
        return EngineState(self.conv.copy(), self.ssm.copy())

    def save(self, path: str | Path) -> None:
        """Write it to a safetensors file, whole or not at all."""
        tensors = {f"layers.{i}.conv": conv for i, conv in enumerate(self.conv)}
        tensors |= {f"layers.{i}.ssm": ssm for i, ssm in enumerate(self.ssm)}
        write_atomically(Path(path), save(tensors))

    @classmethod
    def load(cls, path: str | Path) -> "EngineState":
        """Read what `save` wrote. Whether it fits a model is seen when the engine is given it.

        Raises:
            ValueError: a file that is damaged or holds something else.
            OSError: a file that cannot be read.
        """
        try:
            tensors = load_file(path)
        except (SafetensorError, TypeError, KeyError) as error:  # the last two: a type that numpy lacks
            raise ValueError(f"{path} must be a saved state, but is no whole safetensors file: {error}") from error
        names = [(f"layers.{i}.conv", f"layers.{i}.ssm") for i in range(len(tensors) // 2)]
        if not tensors or {name for pair in names for name in pair} != set(tensors):
            raise ValueError(f"{path} must hold a conv and an ssm state for each layer, got {sorted(tensors)}")
        for which in (0, 1):
            shapes = {(tensors[pair[which]].shape, tensors[pair[which]].dtype.name) for pair in names}
            if len(shapes) > 1 or {len(shape) for shape, _ in shapes} != {3} or {t for _, t in shapes} != {"float32"}:
                raise ValueError(f"{path} must hold states of one shape of three axes, float32, got {sorted(shapes)}")
        broken = [name for name, tensor in tensors.items() if not np.isfinite(tensor).all()]
        if broken:
            raise ValueError(f"{path} must hold finite numbers, but not all are in {broken}")
        return cls(*(np.stack([tensors[pair[which]] for pair in names]) for which in (0, 1)))
