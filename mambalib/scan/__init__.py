"""The two operations of a Mamba block that run along the sequence, each with several backends (chapter 5).

    h[k] = exp(dt[k] A) h[k-1] + dt[k] B[k] u[k]      dt = softplus(delta + delta_bias)
    y[k] = (C[k] h[k] + D u[k]) silu(z[k])

Symbols, with their shapes:
    u, y           (batch, length, channels)   input and output
    delta          (batch, length, channels)   step of each sample, before the bias and the softplus
    z              (batch, length, channels)   gate
    A              (channels, d_state)         how each state fades: the diagonal of A, one system a channel
    B, C           (batch, length, d_state)    how a sample enters the states, how the output reads them
    D, delta_bias  (channels,)                 the skip connection, the bias of the step
    h              (batch, channels, d_state)  the state; `initial_state` is the one before the first sample
    seq_idx        (batch, length)             of several sequences in a row, which one a position belongs to

`sequential` is the reference to read, `associative` and `chunked` show the parallel scan in PyTorch, `cpu` (Numba) and
`gpu` (Triton) are fused kernels that never store the states of all positions.
"""

import os
from collections.abc import Iterable
from importlib.util import find_spec

import torch
from torch import Tensor
from torch.autograd import forward_ad

from mambalib.scan import associative, chunked, conv, op, sequential

MAX_D_STATE = 256
_FLOATS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)
_INTEGERS = (torch.int32, torch.int64)
_SCANS = {module.__name__.rpartition(".")[2]: module for module in (sequential, associative, chunked)}
_PACKAGE = {"cpu": "numba", "gpu": "triton"}  # what a fused backend is written in
_INSTALLED = {backend: find_spec(package) is not None for backend, package in _PACKAGE.items()}


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
    backend: str = "auto",
) -> tuple[Tensor, Tensor]:
    """Run a selective state space model along its sequence.

    Whole, in pieces of any sizes or token by token, the outputs are the same, and gradients flow through both states.
    Everything is computed in float32, in float64 if any input is of it.

    Args:
        u, delta: (batch, length, channels).
        A: (channels, d_state), d_state at most 256.
        B, C: (batch, length, d_state).
        D: (channels,), no skip connection when left out.
        z: (batch, length, channels), no gate when left out.
        delta_bias: (channels,), added to delta.
        delta_softplus: whether softplus then makes the steps positive.
        initial_state: (batch, channels, d_state), zero when left out. It belongs to the sequence of position 0.
        seq_idx: (batch, length), int32 or int64. The state is reset to zero wherever the number changes: multiplied
            by zero in "associative", "chunked" and "gpu", where a nan or an infinity of one sequence reaches the next.
        backend: "sequential", "associative", "chunked", "cpu", "gpu", or "auto": "gpu" on a GPU, "cpu" on a CPU,
            "chunked" where these are not installed and for float64.

    Returns:
        y (batch, length, channels) of u's type, and the state after the last position (batch, channels, d_state),
        float32, or float64 if that is computed in.

    Raises:
        ValueError: a shape, type or device that does not fit, or a backend that cannot be used here.

    Source: Gu & Dao 2023, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", algorithm 2.
    """
    _require("u", u, "(batch, length, channels)", (None, None, None), u)
    batch, length, channels = u.shape
    _require("A", A, "(channels, d_state)", (channels, None), u)
    d_state = A.shape[1]
    if d_state > MAX_D_STATE:
        raise ValueError(f"A must have a d_state of at most {MAX_D_STATE}, got {d_state}")
    of_samples = "(batch, length, channels)", (batch, length, channels)
    of_states = "(batch, length, d_state)", (batch, length, d_state)
    of_channels = "(channels,)", (channels,)
    _require("delta", delta, *of_samples, u)
    _require("B", B, *of_states, u)
    _require("C", C, *of_states, u)
    _require("D", D, *of_channels, u, optional=True)
    _require("z", z, *of_samples, u, optional=True)
    _require("delta_bias", delta_bias, *of_channels, u, optional=True)
    _require("initial_state", initial_state, "(batch, channels, d_state)", (batch, channels, d_state), u, optional=True)
    _require("seq_idx", seq_idx, "(batch, length)", (batch, length), u, types=_INTEGERS, optional=True)

    along, fixed = (u, delta, B, C, z), (A, D, delta_bias, initial_state)
    dtype = _computed_in(*along, *fixed)
    backend = _choose(backend, _SCANS, "chunked", u, dtype)
    A, D, delta_bias, initial_state = _cast(dtype, *fixed)
    if backend in _SCANS or dtype == torch.float64:  # the fused kernels read low precision as it comes
        along = _cast(dtype, *along)
    ut, delta, B, C, z = along
    if backend in _SCANS:
        y, h = _SCANS[backend].selective_scan(
            ut, delta, A, B, C, D, z, delta_bias, delta_softplus, initial_state, seq_idx
        )
    else:
        inputs = ut, delta, A, B, C, D, z, delta_bias, initial_state, seq_idx
        _require_no_tangents(*inputs)
        save = torch.is_grad_enabled() and any(t is not None and t.requires_grad for t in inputs)
        y, h, _ = op.selective_scan(*inputs, delta_softplus, backend, save)
    return y.to(u.dtype), h


def causal_conv1d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    initial_state: Tensor | None = None,
    seq_idx: Tensor | None = None,
    activation: str | None = None,
    backend: str = "auto",
) -> tuple[Tensor, Tensor]:
    """Let every channel see its last few inputs: y[k] = bias + the sum over j of weight[j] x[k - (d_conv - 1) + j].

    Whole, in pieces of any sizes or token by token, the outputs are the same, and gradients flow through both states.

    Args:
        x: (batch, length, channels).
        weight: (channels, d_conv); the last column meets the present input.
        bias: (channels,), none when left out.
        initial_state: the d_conv - 1 inputs before the first, the oldest first, (batch, channels, d_conv - 1); zero
            when left out. They belong to the sequence of position 0.
        seq_idx: (batch, length), int32 or int64. No output sees an input from before a change of the number.
        activation: "silu" or None.
        backend: "torch", "cpu", "gpu", or "auto": "gpu" on a GPU, "cpu" on a CPU, "torch" where these are not
            installed and for float64.

    Returns:
        y (batch, length, channels) and the state after the last position (batch, channels, d_conv - 1), the last inputs
        of its sequence, both of x's type.

    Raises:
        ValueError: a shape, type or device that does not fit, an activation that is neither, or a backend that cannot
            be used here.
    """
    _require("x", x, "(batch, length, channels)", (None, None, None), x)
    batch, length, channels = x.shape
    _require("weight", weight, "(channels, d_conv)", (channels, None), x)
    past = weight.shape[1] - 1
    _require("bias", bias, "(channels,)", (channels,), x, optional=True)
    _require("initial_state", initial_state, "(batch, channels, d_conv - 1)", (batch, channels, past), x, optional=True)
    _require("seq_idx", seq_idx, "(batch, length)", (batch, length), x, types=_INTEGERS, optional=True)
    if activation not in (None, "silu"):
        raise ValueError(f"activation must be 'silu' or None, got {activation!r}")

    dtype = _computed_in(x, weight, bias, initial_state)
    backend = _choose(backend, ("torch",), "torch", x, dtype)
    weight, bias = _cast(dtype, weight, bias)
    if backend == "torch":
        xt, initial_state = _cast(dtype, x, initial_state)
        y, state = conv.causal_conv1d(xt, weight, bias, initial_state, seq_idx, activation)
    else:
        (xt,) = _cast(dtype, x) if dtype == torch.float64 else (x,)  # the fused kernels read low precision as it comes
        (initial_state,) = _cast(xt.dtype, initial_state)
        _require_no_tangents(xt, weight, bias, initial_state)
        y, state = op.causal_conv1d(xt, weight, bias, initial_state, seq_idx, activation == "silu", backend)
    return y.to(x.dtype), state.to(x.dtype)


# The arguments


def _require(
    name: str,
    tensor: Tensor | None,
    dims: str,
    shape: tuple[int | None, ...],
    beside: Tensor,
    types: tuple[torch.dtype, ...] = _FLOATS,
    optional: bool = False,
) -> None:
    """Refuse what is no tensor of that shape (None: any size from 1), of one of those types, on `beside`'s device."""
    if tensor is None and optional:
        return
    if not isinstance(tensor, Tensor):
        raise ValueError(f"{name} must be a tensor {dims}, got {type(tensor).__name__}")
    sizes = zip(tensor.shape, shape, strict=False)
    if tensor.dim() != len(shape) or any(got < 1 if want is None else got != want for got, want in sizes):
        wanted = "with every size at least 1" if None in shape else f"= {tuple(shape)}"
        raise ValueError(f"{name} must be {dims} {wanted}, got {tuple(tensor.shape)}")
    if tensor.dtype not in types:
        raise ValueError(f"{name} must be {' or '.join(map(str, types))}, got {tensor.dtype}")
    if tensor.device != beside.device:
        raise ValueError(f"{name} must be on {beside.device}, where the input is, got {tensor.device}")


def _require_no_tangents(*tensors: Tensor | None) -> None:
    """Refuse inputs of forward-mode differentiation, for which the fused backends would silently give zeros."""
    if torch.compiler.is_compiling():
        return
    if any(t is not None and forward_ad.unpack_dual(t).tangent is not None for t in tensors):
        raise NotImplementedError(
            "the backends 'cpu' and 'gpu' have no forward-mode derivatives: use backend='associative' or 'torch'"
        )


def _computed_in(*tensors: Tensor | None) -> torch.dtype:
    return torch.float64 if any(t is not None and t.dtype == torch.float64 for t in tensors) else torch.float32


def _cast(dtype: torch.dtype, *tensors: Tensor | None) -> tuple[Tensor | None, ...]:
    return tuple(None if t is None else t.to(dtype) for t in tensors)


def _choose(backend: str, in_torch: Iterable[str], plain: str, beside: Tensor, dtype: torch.dtype) -> str:
    """The backend that is meant by its name, or by "auto"; refused if it cannot work on tensors like `beside`."""
    device = beside.device.type
    if backend == "auto":
        best = {"cuda": "gpu", "cpu": "cpu"}.get(device)
        return best if best and _INSTALLED[best] and dtype != torch.float64 else plain
    if backend in in_torch:
        return backend
    if backend not in _PACKAGE:
        raise ValueError(f"backend must be one of {', '.join(('auto', *in_torch, *_PACKAGE))}, got {backend!r}")
    if not _INSTALLED[backend]:
        raise ValueError(f"backend {backend!r} needs the package {_PACKAGE[backend]}: pip install {_PACKAGE[backend]}")
    interpreted = backend == "gpu" and os.environ.get("TRITON_INTERPRET") == "1"  # Triton then runs on any CPU
    wanted = {"cpu": "cpu", "gpu": "cuda"}[backend]
    if device != wanted and not interpreted:
        raise ValueError(f"backend {backend!r} needs its inputs on a {wanted} device, got {beside.device}")
    if backend == "cpu" and dtype == torch.float64:
        raise ValueError(f"backend 'cpu' computes in float32 alone, got an input in float64: use {plain!r}")
    return backend
