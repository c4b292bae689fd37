"""The short causal convolution of a Mamba block in plain PyTorch: the reference of the other backends (chapter 6).

The symbols with their shapes are those of `mambalib.scan`.
"""

import torch
from torch import Tensor
from torch.nn.functional import pad, silu

from mambalib.scan.associative import changes


def causal_conv1d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    initial_state: Tensor | None = None,
    seq_idx: Tensor | None = None,
    activation: str | None = None,
) -> tuple[Tensor, Tensor]:
    """`mambalib.scan.causal_conv1d` as a sum of shifted inputs: y (batch, length, channels) and the state."""
    batch, length, channels = x.shape
    past = weight.shape[1] - 1
    before = x.new_zeros(batch, channels, past) if initial_state is None else initial_state
    x = torch.cat([before.mT, x], dim=1)  # (batch, past + length, channels)
    windows = [x[:, place : place + length] for place in range(past + 1)]  # what each weight meets
    state = x[:, length:]
    if seq_idx is not None:
        of = pad(changes(seq_idx).cumsum(1), (past, 0)).unsqueeze(-1)  # (batch, past + length, 1): which sequence
        own = [of[:, place : place + length] == of[:, past:] for place in range(past + 1)]
        windows = [torch.where(o, window, 0) for o, window in zip(own, windows, strict=True)]
        state = torch.where(of[:, length:] == of[:, -1:], state, 0)
    y = sum(window * w for window, w in zip(windows, weight.unbind(1), strict=True))
    y = y if bias is None else y + bias
    return (silu(y) if activation == "silu" else y), state.mT.clone(memory_format=torch.contiguous_format)
