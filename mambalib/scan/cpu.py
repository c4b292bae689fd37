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
    long_u, long_delta, long_z = _long_arrays(u, delta, z)
    arrays = long_u, long_delta, *_arrays(A, B, C, D), long_z, *_arrays(delta_bias)
    arrays = *arrays, delta_softplus, *_arrays(initial_state, seq_idx)
    y, h, checkpoints = scan.forward(*arrays, save, torch.get_num_threads(), in_torch_threads)
    kept = torch.from_numpy(checkpoints) if save else torch.empty(0)
    return _tensor(y, u.dtype), torch.from_numpy(h), kept


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
    """The gradients of u, delta, A, B, C, D, z, delta_bias and initial_state; None for what is None."""
    inputs = u, delta, A, B, C, D, z, delta_bias, initial_state
    dy, u, delta, z = _long_arrays(dy, u, delta, z)
    arrays = dy, *_arrays(dh_last, checkpoints), u, delta, *_arrays(A, B, C, D), z, *_arrays(delta_bias)
    arrays = *arrays, delta_softplus, *_arrays(initial_state, seq_idx)
    return _of_present(scan.backward(*arrays, torch.get_num_threads(), in_torch_threads), inputs)


def conv_forward(
    x: Tensor, weight: Tensor, bias: Tensor | None, initial_state: Tensor | None, seq_idx: Tensor | None, silu: bool
) -> tuple[Tensor, Tensor]:
    """Run the convolution: y and the last state, both of x's type."""
    arrays = *_long_arrays(x), *_arrays(weight, bias, initial_state, seq_idx)
    y, state = conv.forward(*arrays, silu, torch.get_num_threads(), in_torch_threads)
    return _tensor(y, x.dtype), torch.from_numpy(state).to(x.dtype)


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
    """The gradients of x, weight, bias and initial_state; None for what is None."""
    inputs = x, weight, bias, initial_state
    dy, x = _long_arrays(dy, x)
    arrays = dy, *_arrays(dstate_last), x, *_arrays(weight, bias, initial_state, seq_idx)
    return _of_present(conv.backward(*arrays, silu, torch.get_num_threads(), in_torch_threads), inputs)


def _arrays(*tensors: Tensor | None) -> list[np.ndarray | None]:
    """The tensors' own memory where they are float32 or integers; a copy of those of low precision."""
    # By DLPack: after `numpy()` a tensor can never be resized again, which FSDP does to parameters.
    given = (t if t is None else (t.float() if t.is_floating_point() else t).detach() for t in tensors)
    return [None if t is None else np.from_dlpack(t) for t in given]


def _long_arrays(*tensors: Tensor | None) -> list[np.ndarray | None]:
    """As `_arrays`, but where all are bfloat16, its bits: what is as long as the sequence is not copied."""
    if any(t is not None and t.dtype != torch.bfloat16 for t in tensors):
        return _arrays(*tensors)
    return _arrays(*(None if t is None else t.view(torch.uint16) for t in tensors))


def _tensor(array: np.ndarray, dtype: torch.dtype) -> Tensor:
    """The output of a kernel: float32, or the bits of bfloat16."""
    tensor = torch.from_numpy(array)
    return tensor.view(dtype) if array.dtype == np.uint16 else tensor.to(dtype)


def _of_present(
    gradients: tuple[np.ndarray | None, ...], inputs: tuple[Tensor | None, ...]
) -> tuple[Tensor | None, ...]:
    pairs = zip(gradients, inputs, strict=True)
    return tuple(None if t is None else _tensor(gradient, t.dtype) for gradient, t in pairs)
