"""The selective scan as its definition reads, sample by sample: the reference of every other backend (chapter 5).

    h[k] = exp(dt[k] A) h[k-1] + dt[k] B[k] u[k]
    y[k] = C[k] h[k] + D u[k]

The symbols with their shapes are those of `mambalib.scan`.
"""

import torch
from torch import Tensor
from torch.nn.functional import silu, softplus


def selective_scan(
    u: Tensor,  # (batch, length, channels)
    delta: Tensor,  # (batch, length, channels)
    A: Tensor,  # (channels, d_state)
    B: Tensor,  # (batch, length, d_state)
    C: Tensor,  # (batch, length, d_state)
    D: Tensor | None = None,  # (channels,)
    z: Tensor | None = None,  # (batch, length, channels)
    delta_bias: Tensor | None = None,  # (channels,)
    delta_softplus: bool = False,
    initial_state: Tensor | None = None,  # (batch, channels, d_state)
    seq_idx: Tensor | None = None,  # (batch, length)
) -> tuple[Tensor, Tensor]:
    """`mambalib.scan.selective_scan` in plain PyTorch, in the inputs' own type: y (batch, length, channels) and h."""
    dt = delta if delta_bias is None else delta + delta_bias
    dt = softplus(dt) if delta_softplus else dt
    h = A.new_zeros(u.shape[0], *A.shape) if initial_state is None else initial_state  # (batch, channels, d_state)
    y = []
    steps = zip((dt * u).unbind(1), dt.unbind(1), B.unbind(1), C.unbind(1), strict=True)
    for k, (dt_u_k, dt_k, B_k, C_k) in enumerate(steps):  # (batch, channels) twice, (batch, d_state) twice
        if seq_idx is not None and k > 0:
            h = torch.where((seq_idx[:, k] == seq_idx[:, k - 1])[:, None, None], h, 0)
        h = torch.exp(dt_k[:, :, None] * A) * h + dt_u_k[:, :, None] * B_k[:, None, :]  # (batch, channels, d_state)
        y.append((h * C_k[:, None, :]).sum(-1))  # (batch, channels)
    y = torch.stack(y, dim=1)  # (batch, length, channels)
    y = y if D is None else y + D * u
    return (y if z is None else y * silu(z)), h
