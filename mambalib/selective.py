"""A state space layer whose input chooses what is kept: selectivity (chapter 4).

A time-invariant system treats every sample alike. Here the step delta, the input weights B and the output weights C are
made from the sample itself:

    delta, B, C = x_proj(x)                              one projection, split in three
    dt          = softplus(dt_proj(delta) + bias)        how much time passes for each channel
    h[k]        = exp(dt A) h[k-1] + dt B x[k]
    y[k]        = C h[k] + D x[k]

Symbols, with their shapes:
    x, y    (batch, length, channels)
    delta   (batch, length, dt_rank)     the step before it is spread over the channels; from `select` on: spread
    dt      (batch, length, channels)    large: forget and write; small: keep and ignore
    B, C    (batch, length, d_state)     how a sample is written, how the state is read
    A       (channels, d_state)          -exp(A_log): how the state fades, the one thing that does not depend on x
    h       (batch, channels, d_state)   the state

The module also holds the two tasks that show why: selective copying and induction heads.

Source: Gu & Dao 2023, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", algorithm 2 and section 4.1.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from mambalib.scan import selective_scan


class SelectiveSSM(nn.Module):
    """The selective state space layer (S6), trained and run by the same scan.

    Args:
        channels: number of channels, each with a state of its own.
        d_state: numbers of state for each channel.
        dt_rank: numbers from which the steps of all channels are made; channels / 16, rounded up, when left out.
        dt_min, dt_max: range of the steps at the start.
        dt_init_floor: the smallest step at the start, whatever dt_min says.

    Source: Gu & Dao 2023, algorithm 2 and section 3.6; initialisation as in the code published with it.
    """

    def __init__(
        self,
        channels: int,
        d_state: int = 16,
        dt_rank: int | None = None,
        dt_min: float = 0.001,
        dt_max: float = 0.1,
        dt_init_floor: float = 1e-4,
    ) -> None:
        super().__init__()
        dt_rank = math.ceil(channels / 16) if dt_rank is None else dt_rank
        self.split = [dt_rank, d_state, d_state]
        self.x_proj = nn.Linear(channels, sum(self.split), bias=False)
        self.dt_proj = nn.Linear(dt_rank, channels)
        self.A_log = nn.Parameter(torch.arange(1.0, d_state + 1).log().repeat(channels, 1))  # A = -1 ... -N
        self.D = nn.Parameter(torch.ones(channels))

        nn.init.uniform_(self.dt_proj.weight, -(dt_rank**-0.5), dt_rank**-0.5)
        low, high = math.log(dt_min), math.log(dt_max)
        dt = torch.exp(low + (high - low) * torch.rand(channels)).clamp(min=dt_init_floor)
        with torch.no_grad():
            self.dt_proj.bias.copy_(inverse_softplus(dt))

    @property
    def A(self) -> Tensor:
        """How each state fades, (channels, d_state): always negative, and float32 at least."""
        return -torch.exp(at_least_float32(self.A_log))

    def select(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Steps (batch, length, channels), before their bias and softplus, and B and C (batch, length, d_state)."""
        delta, B, C = self.x_proj(x).split(self.split, dim=-1)
        return F.linear(delta, self.dt_proj.weight), B, C  # the bias joins inside the scan, in float32

    def forward(self, x: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Read a sequence, or its next piece.

        Args:
            x: (batch, length, channels).
            state: from an earlier call, (batch, channels, d_state); zero when left out.

        Returns:
            y (batch, length, channels) and the state after the last sample.
        """
        delta, B, C = self.select(x)
        return selective_scan(
            x, delta, self.A, B, C, self.D, delta_bias=self.dt_proj.bias, delta_softplus=True, initial_state=state
        )


def at_least_float32(x: Tensor) -> Tensor:
    """A tensor of any shape in float32, or in float64 if it is of that."""
    return x if x.dtype == torch.float64 else x.float()


def inverse_softplus(y: Tensor) -> Tensor:
    """The x whose softplus, log(1 + exp(x)), is `y`; any shape, `y` positive."""
    return y + torch.log(-torch.expm1(-y))


def selective_copying(
    batch: int, length: int, tokens: int, vocab_size: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Copy the marked tokens in their order, and none of the noise between them.

    `tokens` data tokens stand at random places among noise (token 0). Then cues (token 1) ask for them, one each.

    Args:
        batch: number of sequences.
        length: places for data and noise, at least `tokens`.
        tokens: data tokens in each sequence.
        vocab_size: tokens in all; data tokens are 2 ... vocab_size - 1.
        generator: source of the random numbers.

    Returns:
        inputs (batch, length + tokens) and targets (batch, tokens), what to say at the last `tokens` places.

    Raises:
        ValueError: a length that does not hold the tokens.

    Source: Gu & Dao 2023, section 4.1.1.
    """
    if length < tokens:
        raise ValueError(f"length must be at least tokens = {tokens}, got {length}")
    data = torch.randint(2, vocab_size, (batch, tokens), generator=generator)
    places = torch.rand(batch, length, generator=generator).topk(tokens).indices.sort().values
    inputs = torch.zeros(batch, length, dtype=torch.int64).scatter(1, places, data)
    return torch.cat([inputs, torch.ones_like(data)], dim=1), data


def induction_heads(batch: int, length: int, vocab_size: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Say again what came after the special token the last time.

    A random sequence holds the special token 0 once, somewhere, and once more at its end. What stood behind the first
    one is the answer.

    Args:
        batch: number of sequences.
        length: tokens in each, at least 3.
        vocab_size: tokens in all; the others are 1 ... vocab_size - 1.
        generator: source of the random numbers.

    Returns:
        inputs (batch, length) and targets (batch,), what to say at the last place.

    Raises:
        ValueError: a length below 3.

    Source: Gu & Dao 2023, section 4.1.2.
    """
    if length < 3:
        raise ValueError(f"length must be at least 3, got {length}")
    inputs = torch.randint(1, vocab_size, (batch, length), generator=generator)
    place = torch.randint(0, length - 2, (batch, 1), generator=generator)
    inputs.scatter_(1, place, 0)
    inputs[:, -1] = 0
    return inputs, inputs.gather(1, place + 1)[:, 0]
