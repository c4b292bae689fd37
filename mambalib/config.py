"""The sizes of a model, by the field's names (chapter 6). Nothing here needs torch: the engine reads it, too.

Symbols: those of `mambalib.model`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_ABSURD = 10**100  # a size that a float, or a line of text, may not hold


@dataclass(frozen=True)
class MambaConfig:
    """The sizes of a model, and the numbers that it starts from.

    Args:
        vocab_size: number of tokens that there are.
        d_model: width of the residual stream.
        n_layer: number of blocks.
        d_state: numbers of memory for each channel of a block, 1 to 256.
        d_conv: inputs that the convolution sees, the present one counted.
        expand: width of the inside of a block, in d_model.
        dt_rank: numbers from which the steps of all channels are made; "auto" is d_model / 16, rounded up.
        dt_min, dt_max: range of the steps at the start.
        dt_init_floor: the smallest step at the start, whatever dt_min says.
        bias, conv_bias: whether in_proj and out_proj, and the convolution, have a bias.
        norm_eps: what keeps RMSNorm from dividing by zero.
        pad_vocab_size_multiple: the table of embeddings is filled up to a multiple of it, for the sake of speed.
        tie_embeddings: whether the head uses the embeddings' own table.

    Raises:
        ValueError: one error that names every field that is wrong.
    """

    vocab_size: int
    d_model: int
    n_layer: int
    d_state: int = 16
    d_conv: int = 4
    expand: int = 2
    dt_rank: int | str = "auto"
    dt_min: float = 0.001
    dt_max: float = 0.1
    dt_init_floor: float = 1e-4
    bias: bool = False
    conv_bias: bool = True
    norm_eps: float = 1e-5
    pad_vocab_size_multiple: int = 8
    tie_embeddings: bool = True

    def __post_init__(self) -> None:
        problems = []

        def require(names: str, fits: Callable[[Any], bool], wanted: str) -> None:
            for name in names.split():
                if not fits(value := getattr(self, name)):
                    problems.append(f"{name} must be {wanted}, got {value!r}")

        require("vocab_size d_model n_layer d_conv expand pad_vocab_size_multiple", _is_size, "a whole number above 0")
        require("d_state", lambda v: _is_size(v) and v <= 256, "a whole number from 1 to 256")
        require("dt_rank", lambda v: v == "auto" or _is_size(v), "'auto' or a whole number above 0")
        require("dt_min dt_init_floor norm_eps", _is_positive, "a number above 0")
        low = self.dt_min if _is_positive(self.dt_min) else 0
        require("dt_max", lambda v: _is_positive(v) and v >= low, "a number above 0 and not below dt_min")
        require("bias conv_bias tie_embeddings", lambda v: isinstance(v, bool), "True or False")
        if problems:
            raise ValueError("; ".join(problems))
        for name in ("dt_min", "dt_max", "dt_init_floor", "norm_eps"):
            object.__setattr__(self, name, float(getattr(self, name)))
        if self.dt_rank == "auto":
            object.__setattr__(self, "dt_rank", -(-self.d_model // 16))

    @property
    def d_inner(self) -> int:
        """Channels inside a block."""
        return self.expand * self.d_model

    @property
    def padded_vocab_size(self) -> int:
        """Rows of the table of embeddings: vocab_size, filled up to a multiple of pad_vocab_size_multiple."""
        return -(-self.vocab_size // self.pad_vocab_size_multiple) * self.pad_vocab_size_multiple

    @property
    def parameter_count(self) -> int:
        """How many numbers are trained, counted by hand."""
        d, inner, rank, n = self.d_model, self.d_inner, self.dt_rank, self.d_state
        in_proj, out_proj = d * 2 * inner + self.bias * 2 * inner, inner * d + self.bias * d
        conv = inner * self.d_conv + self.conv_bias * inner
        x_proj, dt_proj = inner * (rank + 2 * n), rank * inner + inner
        A_log, D, norm = inner * n, inner, d
        tables = 1 if self.tie_embeddings else 2
        layer = in_proj + conv + x_proj + dt_proj + A_log + D + out_proj + norm
        return tables * self.padded_vocab_size * d + self.n_layer * layer + norm


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _ABSURD


def _is_positive(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 2**127  # a float32
