"""One linear time-invariant system, run in two ways: as a recurrence and as a convolution (chapter 3).

    x[k] = A_bar x[k-1] + B_bar u[k]
    y[k] = C x[k] + D u[k]

Symbols, with their shapes (`...` is any batch):
    A_bar   (..., d_state, d_state)  one step of the state
    B_bar   (..., d_state)           how a sample enters it
    C       (..., d_state)           how the output reads it
    D       (...)                    what the output takes from the sample directly
    u, y    (..., length)
    x       (..., d_state)           the state; x[-1], before the first sample, is the initial state
    kernel  (..., length)            the output after a single sample of one: kernel[k] = C A_bar^k B_bar

A diagonal system keeps the diagonal of A_bar alone, a_bar (..., d_state).
"""

import math

import torch
from torch import Tensor, nn

from mambalib import discretize


def recurrence(
    A_bar: Tensor, B_bar: Tensor, C: Tensor, u: Tensor, D: Tensor | float = 0.0, x0: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Run a discrete system sample by sample, with nothing in hand but its state.

    Args:
        A_bar: (..., d_state, d_state). B_bar, C: (..., d_state). D: (...) or a number.
        u: (..., length).
        x0: the state before the first sample, (..., d_state); zero when left out.

    Returns:
        y (..., length) and the state after the last sample (..., d_state), with which the next piece can go on.
    """
    x = torch.zeros_like(B_bar) if x0 is None else x0
    outputs = []
    for u_k in u.unbind(-1):
        x = (A_bar @ x.unsqueeze(-1)).squeeze(-1) + B_bar * u_k.unsqueeze(-1)
        outputs.append((C * x).sum(-1) + D * u_k)
    return torch.stack(outputs, dim=-1), x


def kernel(A_bar: Tensor, B_bar: Tensor, C: Tensor, length: int) -> Tensor:
    """The output after a single sample of one: C B_bar, C A_bar B_bar, C A_bar^2 B_bar, ...

    Args:
        A_bar: (..., d_state, d_state). B_bar, C: (..., d_state).
        length: number of samples.

    Returns:
        (..., length).

    Source: Gu, Goel & Ré 2021 (S4), equation 5.
    """
    x, outputs = B_bar.expand(torch.broadcast_shapes(A_bar.shape[:-1], B_bar.shape)), []
    for _ in range(length):
        outputs.append((C * x).sum(-1))
        x = (A_bar @ x.unsqueeze(-1)).squeeze(-1)
    return torch.stack(outputs, dim=-1)


def diagonal_kernel(a_bar: Tensor, b_bar: Tensor, c: Tensor, length: int) -> Tensor:
    """The kernel of a diagonal system in closed form: the sum over n of c[n] b_bar[n] a_bar[n]^k.

    The powers a_bar[n]^k are a Vandermonde matrix, so the kernel is one matrix product (S4D).

    Args:
        a_bar, b_bar, c: (..., d_state), real or complex.
        length: number of samples.

    Returns:
        (..., length), of the inputs' type.

    Source: Gu et al. 2022 (S4D), equation 5.
    """
    return ((c * b_bar).unsqueeze(-2) @ vandermonde(a_bar, length)).squeeze(-2)


def vandermonde(a_bar: Tensor, length: int) -> Tensor:
    """a_bar[n]^k for k = 0 ... length - 1: (..., d_state) -> (..., d_state, length)."""
    factors = a_bar.new_ones(*a_bar.shape, length)
    factors[..., 1:] = a_bar.unsqueeze(-1)
    return factors.cumprod(-1)  # a complex `**` is ten times slower, loses digits, and makes nan of 0^0


def causal_convolution(u: Tensor, kernel: Tensor) -> Tensor:
    """y[k] = the sum over j <= k of kernel[j] u[k-j], by the fast Fourier transform, in about L log L steps.

    The transform multiplies periodic signals: without the zeros that pad both, the end of the signal would come out
    at its beginning.

    Args:
        u: (..., length), real.
        kernel: (..., length_k), real, broadcastable to `u` in the leading dimensions.

    Returns:
        y, (..., length).
    """
    length = u.shape[-1]
    padded = 1 << (length + kernel.shape[-1] - 2).bit_length()  # a power of two is transformed fastest
    spectrum = torch.fft.rfft(u, n=padded) * torch.fft.rfft(kernel, n=padded)
    return torch.fft.irfft(spectrum, n=padded)[..., :length]


class S4D(nn.Module):
    """A layer of independent diagonal systems, one a channel, trained as a convolution and run as a recurrence.

    The states come in conjugate pairs, of which one each is kept: twice its real part is what the pair gives. A
    starts as -1/2 + i pi n (S4D-Lin), the step of each channel is drawn between `dt_min` and `dt_max` and trained.

    Args:
        d_model: number of channels.
        d_state: number of states a channel, even.
        dt_min, dt_max: range of the initial steps.

    Raises:
        ValueError: an odd `d_state`, or steps that are no range of positive numbers.

    Source: Gu et al. 2022, "On the Parameterization and Initialization of Diagonal State Space Models".
    """

    def __init__(self, d_model: int, d_state: int = 64, dt_min: float = 0.001, dt_max: float = 0.1) -> None:
        super().__init__()
        if d_state < 2 or d_state % 2:
            raise ValueError(f"d_state must be even and at least 2, got {d_state}")
        if not 0 < dt_min <= dt_max:
            raise ValueError(f"dt_min must lie above 0 and not above dt_max, got {dt_min:g} and {dt_max:g}")
        pairs = d_state // 2
        log_range = math.log(dt_max) - math.log(dt_min)
        self.log_dt = nn.Parameter(torch.rand(d_model) * log_range + math.log(dt_min))
        self.A_log = nn.Parameter(torch.full((d_model, pairs), math.log(0.5)))  # -exp: the real part stays negative
        self.A_imag = nn.Parameter(math.pi * torch.arange(pairs).repeat(d_model, 1))
        self.C = nn.Parameter(torch.randn(d_model, pairs, 2) * 0.5**0.5)  # real and imaginary part
        self.D = nn.Parameter(torch.ones(d_model))

    def discrete(self) -> tuple[Tensor, Tensor, Tensor]:
        """a_bar, b_bar and c of the layer, each (d_model, d_state/2), complex."""
        a = torch.complex(-torch.exp(self.A_log), self.A_imag)
        a_bar, b_bar = discretize.zoh_diagonal(a, torch.ones_like(a), torch.exp(self.log_dt).unsqueeze(-1))
        return a_bar, b_bar, torch.view_as_complex(self.C)

    def forward(self, x: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """All samples at once, as a convolution.

        Args:
            x: (batch, length, d_model).
            state: from an earlier call, (batch, d_model, d_state/2), complex; zero when left out.

        Returns:
            y (batch, length, d_model) and the state after the last sample.

        Raises:
            ValueError: another number of channels than the layer's.
        """
        self._require_channels(x)
        a_bar, b_bar, c = self.discrete()
        length = x.shape[1]
        powers = vandermonde(a_bar, length)  # (d_model, d_state/2, length)
        kernel = 2 * torch.einsum("dn,dnl->dl", c * b_bar, powers).real
        u = x.mT  # (batch, d_model, length)
        y = causal_convolution(u, kernel) + self.D.unsqueeze(-1) * u
        last = b_bar * torch.einsum("bdl,dnl->bdn", u.to(powers.dtype), powers.flip(-1))
        if state is not None:
            y = y + 2 * torch.einsum("bdn,dnl->bdl", c * a_bar * state, powers).real
            last = last + a_bar * powers[..., -1] * state
        return y.mT, last

    def step(self, x: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """One sample, as a recurrence: x (batch, d_model) -> y (batch, d_model) and the state after it."""
        self._require_channels(x)
        a_bar, b_bar, c = self.discrete()
        entering = b_bar * x.unsqueeze(-1)  # (batch, d_model, d_state/2)
        state = entering if state is None else a_bar * state + entering
        return 2 * (c * state).sum(-1).real + self.D * x, state

    def _require_channels(self, x: Tensor) -> None:
        if x.shape[-1] != len(self.D):  # a single channel would be broadcast in silence
            raise ValueError(f"x must be (..., {len(self.D)}), a number for each channel, got {tuple(x.shape)}")
