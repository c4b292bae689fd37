"""The scan in chunks: all the states of a chunk at once, from chunk to chunk only the last one (chapter 5).

The gradients are derived by hand. With g[k] the gradient of the loss with respect to the state h[k],

    g[k] = C[k] dy[k] + a[k+1] g[k+1]

is the same recurrence as that of the states, run from the end: the same scan does both. The rest is local to a step:
h[k] = a[k] h[k-1] + dt[k] u[k] B[k] with a[k] = exp(dt[k] A) hands g[k] on to a, dt, u, B and A.

The symbols with their shapes are those of `mambalib.scan`.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import silu, softplus

from mambalib.scan.associative import blelloch, changes, decay_and_entry, scan_gradients

CHUNK = 64  # steps


def selective_scan(
    u: Tensor,
    delta: Tensor,
    A: Tensor,
    B: Tensor,
    C: Tensor,
    D: Tensor | None = None,
    z: Tensor | None = None,
    delta_bias: Tensor | None = None,
    delta_softplus: bool = False,
    initial_state: Tensor | None = None,
    seq_idx: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """`mambalib.scan.selective_scan` in chunks: y (batch, length, channels) and h (batch, channels, d_state).

    The states of a chunk are dropped once its last one is known, and computed again when the gradients need them. So
    they take the memory of one chunk and of one state a chunk, whatever the length.
    """
    dt = delta if delta_bias is None else delta + delta_bias
    dt = softplus(dt) if delta_softplus else dt
    h = A.new_zeros(u.shape[0], *A.shape) if initial_state is None else initial_state
    pieces = zip(*(t.split(CHUNK, dim=1) for t in (u, dt, B, C)), strict=True)
    new = None if seq_idx is None else changes(seq_idx).split(CHUNK, dim=1)
    y = []
    for i, (u_i, dt_i, B_i, C_i) in enumerate(pieces):
        y_i, h = _Chunk.apply(u_i, dt_i, A, B_i, C_i, h, None if new is None else new[i])
        y.append(y_i)
    y = torch.cat(y, dim=1)
    y = y if D is None else y + D * u
    return (y if z is None else y * silu(z)), h


class _Chunk(torch.autograd.Function):
    """y (batch, length, channels) and the last state of a chunk; for the gradients it keeps its inputs, no states."""

    @staticmethod
    def forward(
        ctx: Any, u: Tensor, dt: Tensor, A: Tensor, B: Tensor, C: Tensor, h: Tensor, new: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        ctx.save_for_backward(u, dt, A, B, C, h, new)
        states = blelloch(*decay_and_entry(u, dt, A, B, h, new), dim=1)  # (batch, length, channels, d_state)
        return (states * C.unsqueeze(2)).sum(-1), states[:, -1].clone()

    @staticmethod
    def backward(ctx: Any, dy: Tensor, dh: Tensor) -> tuple[Tensor | None, ...]:
        u, dt, A, B, C, h, new = ctx.saved_tensors
        a, b = decay_and_entry(u, dt, A, B, h, new)  # (batch, length, channels, d_state)
        states = blelloch(a, b, dim=1)
        seen = dy.unsqueeze(-1) * C.unsqueeze(2)
        seen[:, -1] += dh
        da, g = scan_gradients(a, states, seen, dim=1)
        da[:, 0] = g[:, 0] * h  # the scan began with nothing: h was in its first b
        dC = (dy.unsqueeze(-1) * states).sum(2)
        d_entry = (g * B.unsqueeze(2)).sum(-1)  # with respect to dt u: (batch, length, channels)
        dB = (g * (dt * u).unsqueeze(-1)).sum(2)
        d_exponent = da * a  # with respect to dt A
        ddt = d_entry * u + (d_exponent * A).sum(-1)
        dA = (d_exponent * dt.unsqueeze(-1)).sum((0, 1))
        return d_entry * dt, ddt, dA, dB, dC, a[:, 0] * g[:, 0], None
