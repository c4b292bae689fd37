"""From x'(t) = A x + B u to x[k] = A_bar x[k-1] + B_bar u[k]: discretization (chapter 2).

The input is known at samples `delta` seconds apart. Each function here turns A and B of the continuous system into
A_bar and B_bar of one step.

Symbols, with their shapes (`...` is any batch):
    A, A_bar   (..., d_state, d_state)   dense system
    B, B_bar   (..., d_state)
    a, a_bar   (..., d_state)            diagonal system: the diagonal alone, real or complex
    b, b_bar   (..., d_state)
    delta      (...)                     step, in the time unit of A; positive. For a diagonal system it broadcasts
                                         against `a` as it stands.

| method   | A_bar                                 | B_bar                          | exact for             |
|----------|---------------------------------------|--------------------------------|-----------------------|
| euler    | I + delta A                           | delta B                        | nothing, first order  |
| bilinear | (I - delta/2 A)^-1 (I + delta/2 A)    | (I - delta/2 A)^-1 delta B     | nothing, second order |
| zoh      | exp(delta A)                          | A^-1 (exp(delta A) - I) B      | an input that is held |

Mamba's paper derives `zoh` (equation 4); Mamba's code takes exp(delta a) and `delta b`, see `mamba_diagonal`.
"""

import torch
from torch import Tensor

from mambalib.ssm import require_system


def euler(A: Tensor, B: Tensor, delta: Tensor | float) -> tuple[Tensor, Tensor]:
    """Discretize x' = A x + B u by holding the rate of change over the step (Euler's method).

    Args:
        A: (..., d_state, d_state). B: (..., d_state).
        delta: step, (...) or a number, positive.

    Returns:
        A_bar (..., d_state, d_state) and B_bar (..., d_state).

    Raises:
        ValueError: shapes that do not fit, or a step that is not positive.
    """
    step = _dense_step(A, B, delta)
    return torch.eye(A.shape[-1], dtype=A.dtype, device=A.device) + step[..., None, None] * A, step[..., None] * B


def bilinear(A: Tensor, B: Tensor, delta: Tensor | float) -> tuple[Tensor, Tensor]:
    """Discretize x' = A x + B u with the mean of the rates at both ends of the step (Tustin's method).

    Args:
        A: (..., d_state, d_state). B: (..., d_state).
        delta: step, (...) or a number, positive.

    Returns:
        A_bar (..., d_state, d_state) and B_bar (..., d_state).

    Raises:
        ValueError: shapes that do not fit, or a step that is not positive.
    """
    step = _dense_step(A, B, delta)
    half = step[..., None, None] / 2 * A
    identity = torch.eye(A.shape[-1], dtype=A.dtype, device=A.device)
    entering = (step[..., None] * B).unsqueeze(-1)
    batch = torch.broadcast_shapes(half.shape[:-2], entering.shape[:-2])
    right = torch.cat([(identity + half).expand(*batch, -1, -1), entering.expand(*batch, -1, -1)], dim=-1)
    both = torch.linalg.solve(identity - half, right)  # (..., d_state, d_state + 1)
    return both[..., :-1], both[..., -1]


def zoh(A: Tensor, B: Tensor, delta: Tensor | float) -> tuple[Tensor, Tensor]:
    """Discretize x' = A x + B u with the input held between samples (zero-order hold).

    Exact for a held input, whatever the step, and for every A, singular ones too: one matrix exponential of
    [[A, B], [0, 0]] holds A_bar and B_bar side by side (Van Loan 1978), so no inverse is taken.

    Args:
        A: (..., d_state, d_state). B: (..., d_state).
        delta: step, (...) or a number, positive.

    Returns:
        A_bar (..., d_state, d_state) and B_bar (..., d_state).

    Raises:
        ValueError: shapes that do not fit, or a step that is not positive.
    """
    step = _dense_step(A, B, delta)
    batch = torch.broadcast_shapes(A.shape[:-2], B.shape[:-1])
    columns = [A.expand(*batch, *A.shape[-2:]), B.expand(*batch, B.shape[-1]).unsqueeze(-1)]
    block = torch.nn.functional.pad(torch.cat(columns, dim=-1), (0, 0, 0, 1))  # [[A, B], [0, 0]]
    exponential = torch.matrix_exp(step[..., None, None] * block)
    return exponential[..., :-1, :-1], exponential[..., :-1, -1]


def euler_diagonal(a: Tensor, b: Tensor, delta: Tensor | float) -> tuple[Tensor, Tensor]:
    """Discretize x' = a x + b u for a diagonal A by holding the rate of change over the step (Euler's method).

    Args:
        a: diagonal of A, (..., d_state), real or complex. b: input weights, broadcastable to `a`.
        delta: step, positive, broadcastable to `a`.

    Returns:
        a_bar, b_bar: each of the broadcast shape.

    Raises:
        ValueError: a step that is not positive.
    """
    delta = positive(delta, like=a)
    return torch.broadcast_tensors(1 + delta * a, delta * b)


def bilinear_diagonal(a: Tensor, b: Tensor, delta: Tensor | float) -> tuple[Tensor, Tensor]:
    """Discretize x' = a x + b u for a diagonal A with the mean of the rates at both ends of the step.

    Args:
        a: diagonal of A, (..., d_state), real or complex. b: input weights, broadcastable to `a`.
        delta: step, positive, broadcastable to `a`.

    Returns:
        a_bar, b_bar: each of the broadcast shape.

    Raises:
        ValueError: a step that is not positive.
    """
    delta = positive(delta, like=a)
    half = delta * a / 2
    return torch.broadcast_tensors((1 + half) / (1 - half), delta * b / (1 - half))


def zoh_diagonal(a: Tensor, b: Tensor, delta: Tensor | float) -> tuple[Tensor, Tensor]:
    """Discretize x' = a x + b u for a diagonal A, with the input held between samples.

    Exact for a held input, whatever the step (Gu & Dao 2023, equation 4).

    Args:
        a: diagonal of A, (..., d_state), real or complex. b: input weights, broadcastable to `a`.
        delta: step, positive, broadcastable to `a`.

    Returns:
        a_bar, b_bar: each of the broadcast shape, so that x[k] = a_bar x[k-1] + b_bar u[k].

    Raises:
        ValueError: a step that is not positive.
    """
    delta = positive(delta, like=a)
    z = delta * a
    return torch.broadcast_tensors(torch.exp(z), delta * b * expm1_over(z))


def mamba_diagonal(a: Tensor, b: Tensor, delta: Tensor | float) -> tuple[Tensor, Tensor]:
    """Discretize x' = a x + b u as Mamba's code does: the decay exact as in `zoh_diagonal`, the input by Euler.

    b_bar differs from the exact one by the factor (exp(delta a) - 1) / (delta a), which tends to 1 for small steps.

    Args:
        a: diagonal of A, (..., d_state), real or complex. b: input weights, broadcastable to `a`.
        delta: step, positive, broadcastable to `a`.

    Returns:
        a_bar, b_bar: each of the broadcast shape.

    Raises:
        ValueError: a step that is not positive.

    Source: `selective_scan_ref` of the code published with Gu & Dao 2023.
    """
    delta = positive(delta, like=a)
    return torch.broadcast_tensors(torch.exp(delta * a), delta * b)


def expm1_over(z: Tensor) -> Tensor:
    """(exp(z) - 1) / z, which tends to 1 as z tends to 0; any shape, real or complex, with exact gradients at 0 too."""
    small = z.abs() < 0.1
    near = torch.where(small, z, 0)
    series = torch.ones_like(z)
    for n in range(10, 1, -1):  # 1 + z/2 (1 + z/3 (1 + ...)): 10 terms reach float64 for |z| < 0.1
        series = 1 + near / n * series
    far = torch.where(small, 1, z)  # keeps 0/0 out of the branch not taken, whose gradient would be nan
    return torch.where(small, series, torch.expm1(far) / far)


def positive(delta: Tensor | float, like: Tensor) -> Tensor:
    """`delta`, of any shape, as a tensor of the real type of `like`; ValueError where it is not positive."""
    if not (like.is_floating_point() or like.is_complex()):
        raise ValueError(f"A must hold floating-point numbers, got {like.dtype}")
    step = torch.as_tensor(delta, dtype=like.real.dtype, device=like.device)
    if not (step > 0).all():
        raise ValueError(f"delta must be positive, got a minimum of {step.min().item():g}")
    return step


def _dense_step(A: Tensor, B: Tensor, delta: Tensor | float) -> Tensor:
    require_system(A, B=B)
    return positive(delta, like=A)
