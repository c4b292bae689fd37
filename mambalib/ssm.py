"""Continuous state space models: a state that follows its input through time (chapter 1).

    x'(t) = A x(t) + B u(t)        how the state changes
     y(t) = C x(t) + D u(t)        what is seen of it

Symbols, with their shapes (`...` is any batch):
    A      (..., d_state, d_state)  how the state pulls on itself, in 1/seconds
    B      (..., d_state)           how the input pushes the state
    C      (..., d_state)           how the output reads the state
    D      (...)                    what the output takes from the input directly
    u, y   (..., length)            input and output, one number per sample
    x      (..., length, d_state)   the state after each sample
    step   seconds between samples

One input and one output: a layer runs many such systems side by side, as a batch.
"""

import math

import torch
from torch import Tensor


def leaky_average(u: Tensor, keep: float) -> Tensor:
    """Remember a signal in one number: keep a part of the memory, take the rest from the new sample.

    m[k] = keep m[k-1] + (1 - keep) u[k], with m[-1] = 0. The smallest state space model there is.

    Args:
        u: samples, (..., length).
        keep: the part of the memory that stays, from 0 (no memory) up to but not including 1.

    Returns:
        The memory after each sample, (..., length).

    Raises:
        ValueError: `keep` outside [0, 1).
    """
    if not 0 <= keep < 1:
        raise ValueError(f"keep must lie in [0, 1), got {keep:g}")
    memory = torch.zeros_like(u[..., 0])
    memories = []
    for sample in u.unbind(-1):
        memory = keep * memory + (1 - keep) * sample
        memories.append(memory)
    return torch.stack(memories, dim=-1)


def simulate(A: Tensor, B: Tensor, u: Tensor, step: float, x0: Tensor | None = None) -> Tensor:
    """Follow x' = A x + B u in small steps: the state moves on by its rate of change times the step (Euler's method).

    The error shrinks in proportion to the step. `mambalib.discretize` has better ways to take a large one.

    Args:
        A: (..., d_state, d_state), in 1/seconds.
        B: (..., d_state).
        u: (..., length), each sample held for one step.
        step: seconds per sample.
        x0: the state before the first sample, (..., d_state); zero when left out.

    Returns:
        The state after each sample, (..., length, d_state).

    Raises:
        ValueError: shapes that do not fit, or a step that is not positive.
    """
    x = torch.zeros_like(B) if x0 is None else x0
    require_system(A, B=B, x0=x)
    if not step > 0:
        raise ValueError(f"step must be positive, got {step:g}")
    states = []
    for u_k in u.unbind(-1):
        x = x + step * ((A @ x.unsqueeze(-1)).squeeze(-1) + B * u_k.unsqueeze(-1))  # (..., d_state)
        states.append(x)
    return torch.stack(states, dim=-2)


def impulse_response(A: Tensor, B: Tensor, C: Tensor, times: Tensor) -> Tensor:
    """What comes out, `times` seconds after a kick of size one went in: h(t) = C exp(t A) B.

    Args:
        A: (..., d_state, d_state). B, C: (..., d_state).
        times: seconds since the kick, (length,), none of them negative.

    Returns:
        h, (..., length).

    Raises:
        ValueError: shapes that do not fit, or a negative time.
    """
    require_system(A, B=B, C=C)
    if (times < 0).any():
        raise ValueError(f"times must not be negative, got a minimum of {times.min().item():g}")
    transition = torch.matrix_exp(times[:, None, None] * A.unsqueeze(-3))  # (..., length, d_state, d_state)
    states = (transition * B[..., None, None, :]).sum(-1)  # (..., length, d_state)
    return (states * C.unsqueeze(-2)).sum(-1)


def frequency_response(A: Tensor, B: Tensor, C: Tensor, D: Tensor | float, frequencies: Tensor) -> Tensor:
    """How a steady wave comes out: H(f) = C (2 pi i f I - A)^-1 B + D.

    |H| is the factor on the wave's height, the angle of H its shift in phase.

    Args:
        A: (..., d_state, d_state). B, C: (..., d_state). D: (...) or a number.
        frequencies: in hertz when A is in 1/seconds, (count,).

    Returns:
        H, complex, (..., count).

    Raises:
        ValueError: shapes that do not fit.
    """
    require_system(A, B=B, C=C)
    complex_type = torch.promote_types(torch.promote_types(A.dtype, frequencies.dtype), torch.complex64)
    s = 2j * math.pi * frequencies.to(complex_type)
    identity = torch.eye(A.shape[-1], dtype=complex_type, device=A.device)
    resolvent = s[:, None, None] * identity - A.to(complex_type).unsqueeze(-3)  # (..., count, d_state, d_state)
    right = B.to(complex_type)[..., None, :, None]  # (..., 1, d_state, 1)
    batch = torch.broadcast_shapes(resolvent.shape[:-2], right.shape[:-2])
    states = torch.linalg.solve(resolvent, right.expand(*batch, -1, 1)).squeeze(-1)  # (..., count, d_state)
    seen = (states * C.to(complex_type).unsqueeze(-2)).sum(-1)
    return seen + (D.unsqueeze(-1) if isinstance(D, Tensor) else D)


def time_constants(A: Tensor) -> Tensor:
    """Seconds in which each mode of the state fades to 1/e: -1 / Re(eigenvalue), the longest first.

    Args:
        A: (..., d_state, d_state), in 1/seconds.

    Returns:
        (..., d_state), in seconds; infinite for a mode that does not fade.
    """
    decay = -torch.linalg.eigvals(A).real
    seconds = torch.where(decay > 0, 1 / decay, torch.inf)
    return seconds.sort(dim=-1, descending=True).values


def hippo_legs(d_state: int, dtype: torch.dtype = torch.float64) -> tuple[Tensor, Tensor]:
    """The system whose state holds the whole past of its input as polynomial coefficients: HiPPO-LegS.

    x'(t) = (A x(t) + B u(t)) / t keeps in x[n] the weight of the n-th Legendre polynomial, stretched over [0, t].

    Args:
        d_state: number of coefficients, at least 1.

    Returns:
        A (d_state, d_state), lower triangular, and B (d_state,).

    Raises:
        ValueError: a size below 1.

    Source: Gu et al. 2020, "HiPPO: Recurrent Memory with Optimal Polynomial Projections", theorem 2, with the minus
    sign moved into A.
    """
    if d_state < 1:
        raise ValueError(f"d_state must be at least 1, got {d_state}")
    n = torch.arange(d_state, dtype=dtype)
    B = torch.sqrt(2 * n + 1)
    A = -torch.tril(torch.outer(B, B), diagonal=-1) - torch.diag(n + 1)
    return A, B


def legs_memory(u: Tensor, d_state: int) -> Tensor:
    """Run HiPPO-LegS over a signal: after every sample, the polynomial that fits the whole past best.

    In the time s = ln t the system is x' = A x + B u with constant A and B, so a held input has an exact solution.

    Args:
        u: (..., length), each sample held for one step.
        d_state: number of coefficients.

    Returns:
        Coefficients after each sample, (..., length, d_state).

    Source: Gu et al. 2020, equation 3 for the system; the exact step is ours.
    """
    A = hippo_legs(d_state, u.dtype)[0].to(u.device)
    k = torch.arange(1, u.shape[-1], dtype=u.dtype, device=u.device)
    transition = torch.matrix_exp(torch.log((k + 1) / k)[:, None, None] * A)  # (length - 1, d_state, d_state)
    # A held input pulls the state towards the fixed point -A^-1 B u, which is u in the first coefficient.
    first = torch.zeros(d_state, dtype=u.dtype, device=u.device)
    first[0] = 1
    x = u[..., 0, None] * first  # so far the signal is a constant
    states = [x]
    for step, u_k in zip(transition, u[..., 1:].unbind(-1), strict=True):
        target = u_k[..., None] * first
        x = target + (x - target) @ step.mT
        states.append(x)
    return torch.stack(states, dim=-2)


def legs_reconstruct(coefficients: Tensor, points: Tensor) -> Tensor:
    """Draw the past that LegS coefficients remember: the sum of x[n] sqrt(2n+1) P_n(2p - 1).

    Args:
        coefficients: (..., d_state).
        points: where to draw it, as parts of the past: 0 is its beginning, 1 is now; (count,).

    Returns:
        The remembered signal, (..., count).
    """
    z = 2 * points.to(coefficients) - 1
    polynomials = [torch.ones_like(z), z]  # Legendre's, by Bonnet's recursion
    for n in range(1, coefficients.shape[-1] - 1):
        polynomials.append(((2 * n + 1) * z * polynomials[n] - n * polynomials[n - 1]) / (n + 1))
    basis = torch.stack(polynomials[: coefficients.shape[-1]])  # (d_state, count)
    scale = torch.sqrt(2 * torch.arange(coefficients.shape[-1], dtype=z.dtype, device=z.device) + 1)
    return (coefficients * scale) @ basis


def require_system(A: Tensor, **vectors: Tensor) -> None:
    """Raise ValueError unless A is (..., d_state, d_state) and every one of the named vectors (..., d_state)."""
    if A.ndim < 2 or A.shape[-1] != A.shape[-2]:
        raise ValueError(f"A must be square, (..., d_state, d_state), got {tuple(A.shape)}")
    d_state = A.shape[-1]
    for name, vector in vectors.items():
        if vector.ndim < 1 or vector.shape[-1] != d_state:
            raise ValueError(f"{name} must be (..., {d_state}) to fit A {tuple(A.shape)}, got {tuple(vector.shape)}")
