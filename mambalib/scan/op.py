"""The fused backends as operators that PyTorch knows: autograd, `torch.compile`, `torch.export` (chapter 5).

There are `mambalib::selective_scan` and `mambalib::causal_conv1d`, and for each an operator that computes its
gradients. The work is done by the module of the backend, loaded when it is first used. It offers, on plain tensors and
without autograd,

    scan_forward, scan_backward, conv_forward, conv_backward
    checkpoint_shape(u, A)   shape of the states that `scan_forward(..., save=True)` keeps for `scan_backward`

A, D, delta_bias, initial_state, weight and bias come to the operators in the type that is computed in. The symbols with
their shapes are those of `mambalib.scan`.

The operators are made of `torch.library`'s parts, because its `custom_op` loads PyTorch's compiler at the first call,
whether something is compiled or not: seconds, and 150 MiB.
"""

import importlib
import math
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any, NoReturn

import torch
from torch import Tensor


def module_of(backend: str) -> ModuleType:
    """The module that does the work of "cpu" or of "gpu"."""
    return importlib.import_module(f"mambalib.scan.{backend}")


# The scan


def _scan(
    u: Tensor,
    delta: Tensor,
    A: Tensor,
    B: Tensor,
    C: Tensor,
    D: Tensor | None,
    z: Tensor | None,
    delta_bias: Tensor | None,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    delta_softplus: bool,
    backend: str,
    save: bool,
) -> tuple[Tensor, Tensor, Tensor]:
    """y (batch, length, channels), h (batch, channels, d_state) and the states that are kept if `save` is set."""
    forward = module_of(backend).scan_forward
    y, h, kept = forward(u, delta, A, B, C, D, z, delta_bias, delta_softplus, initial_state, seq_idx, save)
    return y, h, kept.flatten()  # of their shape, one size would be 1 for short sequences only: no dynamic length then


def _scan_backward(
    dy: Tensor,
    dh: Tensor,
    u: Tensor,
    delta: Tensor,
    A: Tensor,
    B: Tensor,
    C: Tensor,
    D: Tensor | None,
    z: Tensor | None,
    delta_bias: Tensor | None,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    delta_softplus: bool,
    backend: str,
    checkpoints: Tensor,
) -> list[Tensor]:
    """The gradients of those floating inputs that are there, each of its input's shape and type."""
    module = module_of(backend)
    inputs = u, delta, A, B, C, D, z, delta_bias, delta_softplus, initial_state, seq_idx
    gradients = module.scan_backward(dy, dh, *inputs, checkpoints.view(module.checkpoint_shape(u, A)))
    return _of_present(gradients, (u, delta, A, B, C, D, z, delta_bias, initial_state))


def _scan_fake(u: Tensor, delta: Tensor, A: Tensor, *others: Any) -> tuple[Tensor, Tensor, Tensor]:
    *_, backend, save = others
    kept = math.prod(module_of(backend).checkpoint_shape(u, A)) if save else 0
    return u.new_empty(u.shape), A.new_empty(u.shape[0], *A.shape), A.new_empty(kept)


def _scan_backward_fake(dy: Tensor, dh: Tensor, *inputs: Any) -> list[Tensor]:
    return [t.new_empty(t.shape) for t in inputs[:9] if t is not None]


def _scan_setup(ctx: Any, inputs: tuple, output: tuple[Tensor, Tensor, Tensor]) -> None:
    *tensors, ctx.delta_softplus, ctx.backend, _ = inputs
    ctx.save_for_backward(*tensors, output[2])
    ctx.set_materialize_grads(False)  # else the checkpoints would get gradients, of zeros, as large as they are


def _scan_gradients(ctx: Any, dy: Tensor | None, dh: Tensor | None, _: None) -> tuple[Tensor | None, ...]:
    *tensors, checkpoints = ctx.saved_tensors
    u, _, A, *_ = tensors
    dy = torch.zeros_like(u) if dy is None else dy
    dh = A.new_zeros(u.shape[0], *A.shape) if dh is None else dh
    gradients = selective_scan_backward(dy, dh, *tensors, ctx.delta_softplus, ctx.backend, checkpoints)
    *differentiable, _ = tensors
    return *_in_place(gradients, differentiable), None, None, None, None


# The convolution


def _conv(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    silu: bool,
    backend: str,
) -> tuple[Tensor, Tensor]:
    """y (batch, length, channels) and the state (batch, channels, d_conv - 1)."""
    return module_of(backend).conv_forward(x, weight, bias, initial_state, seq_idx, silu)


def _conv_backward(
    dy: Tensor,
    dstate: Tensor,
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    silu: bool,
    backend: str,
) -> list[Tensor]:
    """The gradients of those floating inputs that are there, each of its input's shape and type."""
    backward = module_of(backend).conv_backward
    gradients = backward(dy, dstate, x, weight, bias, initial_state, seq_idx, silu)
    return _of_present(gradients, (x, weight, bias, initial_state))


def _conv_fake(x: Tensor, weight: Tensor, *others: Any) -> tuple[Tensor, Tensor]:
    batch, _, channels = x.shape
    return x.new_empty(x.shape), x.new_empty(batch, channels, weight.shape[1] - 1)


def _conv_backward_fake(dy: Tensor, dstate: Tensor, *inputs: Any) -> list[Tensor]:
    return [t.new_empty(t.shape) for t in inputs[:4] if t is not None]


def _conv_setup(ctx: Any, inputs: tuple, output: tuple[Tensor, Tensor]) -> None:
    *tensors, ctx.silu, ctx.backend = inputs
    ctx.save_for_backward(*tensors)


def _conv_gradients(ctx: Any, dy: Tensor, dstate: Tensor) -> tuple[Tensor | None, ...]:
    tensors = ctx.saved_tensors
    gradients = causal_conv1d_backward(dy, dstate, *tensors, ctx.silu, ctx.backend)
    return *_in_place(gradients, tensors[:-1]), None, None, None


# Both: an operator can return no None, so that the gradients travel without the inputs that are not there


def _of_present(gradients: Iterable[Tensor | None], inputs: Iterable[Tensor | None]) -> list[Tensor]:
    pairs = zip(gradients, inputs, strict=True)
    return [gradient.to(t.dtype).contiguous() for gradient, t in pairs if t is not None]


def _in_place(gradients: Sequence[Tensor], inputs: Iterable[Tensor | None]) -> Iterable[Tensor | None]:
    rest = iter(gradients)
    return [None if t is None else next(rest) for t in inputs]


def _no_second_derivative(ctx: Any, *gradients: Tensor) -> NoReturn:
    raise NotImplementedError(
        "the backends 'cpu' and 'gpu' have no second derivatives: use backend='associative' or 'torch'"
    )


def _operator(
    name: str, work: Callable, fake: Callable, gradients: Callable, setup: Callable | None = None
) -> torch._ops.OpOverload:
    """The operator `mambalib::name`: what it does, what shapes it returns, and its gradients."""
    full_name = f"mambalib::{name}"
    schema = torch.library.infer_schema(work, mutates_args=())
    torch.library.define(full_name, schema, tags=torch.Tag.pt2_compliant_tag)
    torch.library.impl(full_name, "default", work)
    torch.library.register_fake(full_name, fake)
    torch.library.register_autograd(full_name, gradients, setup_context=setup)
    return getattr(torch.ops.mambalib, name).default


selective_scan = _operator("selective_scan", _scan, _scan_fake, _scan_gradients, _scan_setup)
selective_scan_backward = _operator(
    "selective_scan_backward", _scan_backward, _scan_backward_fake, _no_second_derivative
)
causal_conv1d = _operator("causal_conv1d", _conv, _conv_fake, _conv_gradients, _conv_setup)
causal_conv1d_backward = _operator("causal_conv1d_backward", _conv_backward, _conv_backward_fake, _no_second_derivative)
