"""The scan and the convolution on a CPU: the tensors of PyTorch for the kernels of `mambalib.kernels` (chapter 5).

The symbols with their shapes are those of `mambalib.scan`. Everything is computed in float32, by as many threads as
PyTorch uses, its own. The functions know nothing of autograd: `mambalib.scan.op` tells PyTorch what belongs to what.
"""

import numpy as np
import torch
from torch import Tensor

from mambalib.kernels import conv, scan
from mambalib.scan.threads import in_torch_threads


def checkpoint_shape(u: Tensor, A: Tensor) -> tuple[int, int, int, int]:
    """Shape of the states that `scan_forward` keeps with `save`: (batch, chunks, d_state, channels)."""
    return scan.checkpoint_shape(u.shape[0], u.shape[1], *A.shape)


def scan_forward(
    u: Tensor,
    delta: Tensor,
    A: Tensor,
    B: Tensor,
    C: Tensor,
    D: Tensor | None,
    z: Tensor | None,
    delta_bias: Tensor | None,
    delta_softplus: bool,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    save: bool,
) -> tuple[Tensor, Tensor, Tensor]:
    """Run the scan.

    Returns:
        y of u's type, the last state and the states that `scan_backward` needs, both float32; none without `save`.
    """
    arrays = *_arrays(u, delta, A, B, C, D, z, delta_bias), delta_softplus, *_arrays(initial_state, seq_idx)
    y, h, checkpoints = map(torch.from_numpy, scan.forward(*arrays, save, torch.get_num_threads(), in_torch_threads))
    return y.to(u.dtype), h, checkpoints if save else h.new_empty(0)


def scan_backward(
    dy: Tensor,
    dh_last: Tensor,
    u: Tensor,
    delta: Tensor,
    A: Tensor,
    B: Tensor,
    C: Tensor,
    D: Tensor | None,
    z: Tensor | None,
    delta_bias: Tensor | None,
    delta_softplus: bool,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    checkpoints: Tensor,
) -> tuple[Tensor | None, ...]:
    """The gradients of u, delta, A, B, C, D, z, delta_bias and initial_state, float32; None for what is None."""
    inputs = u, delta, A, B, C, D, z, delta_bias
    arrays = *_arrays(dy, dh_last, checkpoints, *inputs), delta_softplus, *_arrays(initial_state, seq_idx)
    return _of_present(scan.backward(*arrays, torch.get_num_threads(), in_torch_threads), (*inputs, initial_state))


def conv_forward(
    x: Tensor, weight: Tensor, bias: Tensor | None, initial_state: Tensor | None, seq_idx: Tensor | None, silu: bool
) -> tuple[Tensor, Tensor]:
    """Run the convolution: y and the last state, both of x's type."""
    arrays = _arrays(x, weight, bias, initial_state, seq_idx)
    y, state = map(torch.from_numpy, conv.forward(*arrays, silu, torch.get_num_threads(), in_torch_threads))
    return y.to(x.dtype), state.to(x.dtype)


def conv_backward(
    dy: Tensor,
    dstate_last: Tensor,
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    silu: bool,
) -> tuple[Tensor | None, ...]:
    """The gradients of x, weight, bias and initial_state, float32; None for what is None."""
    arrays = _arrays(dy, dstate_last, x, weight, bias, initial_state, seq_idx)
    return _of_present(
        conv.backward(*arrays, silu, torch.get_num_threads(), in_torch_threads), (x, weight, bias, initial_state)
    )


def _arrays(*tensors: Tensor | None) -> list[np.ndarray | None]:
    """The tensors' own memory where they are float32 or integers; a copy of those of low precision."""
    # By DLPack: after `numpy()` a tensor can never be resized again, which FSDP does to parameters.
    given = (t if t is None else (t.float() if t.is_floating_point() else t).detach() for t in tensors)
    return [None if t is None else np.from_dlpack(t) for t in given]


def _of_present(
    gradients: tuple[np.ndarray | None, ...], inputs: tuple[Tensor | None, ...]
) -> tuple[Tensor | None, ...]:
    pairs = zip(gradients, inputs, strict=True)
    return tuple(None if t is None else torch.from_numpy(gradient) for gradient, t in pairs)
