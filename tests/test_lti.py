"""mambalib.lti against scipy, numpy loops and long decimals: two modes, one system."""

import inspect
import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
import scipy.signal
import torch
from torch.autograd import gradcheck, gradgradcheck

from mambalib import lti

REAL = (torch.float32, torch.float64)
COMPLEX = (torch.complex64, torch.complex128)
DEVICES = ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]
BATCHES = {  # the leading dimensions of A_bar, of B_bar and C, and of u
    "no batch": ((), (), ()),
    "one batch": ((2,), (2,), (2,)),
    "many inputs": ((), (), (2, 3)),
    "A_bar shared": ((), (3,), (3,)),
    "B_bar shared": ((3,), (), ()),
    "crossed": ((2, 1), (3,), (2, 3)),
}


@pytest.fixture(autouse=True)
def the_same_numbers_every_time():
    torch.manual_seed(0)


def normal(*shape, dtype=torch.float64):
    return torch.randn(shape, dtype=dtype)


def fading(*batch, size=3, dtype=torch.float64):
    """One step of a system that turns and fades."""
    return 0.4 * normal(*batch, size, size, dtype=dtype) / size**0.5 + 0.4 * torch.eye(size, dtype=dtype)


def fading_diagonal(*shape, dtype=torch.float64):
    size = 0.5 + 0.49 * torch.rand(shape, dtype=dtype.to_real())
    turn = normal(*shape, dtype=dtype)
    return size * turn / turn.abs()


def close(got, want, roundings=100):
    """Equal to within that many roundings of the type that was computed in."""
    tolerance = roundings * torch.finfo(got.dtype).eps
    np.testing.assert_allclose(got.detach().numpy(), np.asarray(want), rtol=tolerance, atol=tolerance)


# The recurrence


@pytest.mark.parametrize("start", [False, True], ids=["from zero", "from x0"])
@pytest.mark.parametrize("length", [1, 7])
@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("batches", BATCHES.values(), ids=BATCHES)
def test_recurrence_is_a_plain_loop(batches, dtype, length, start):
    of_A, of_B, of_u = batches
    batch = np.broadcast_shapes(of_A, of_B, of_u)
    A_bar, u, D = fading(*of_A, dtype=dtype), normal(*of_u, length, dtype=dtype), normal(*of_u, dtype=dtype)
    B_bar, C = normal(*of_B, 3, dtype=dtype), normal(*of_B, 3, dtype=dtype)
    x0 = normal(*of_B, 3, dtype=dtype) if start else None
    y, last = lti.recurrence(A_bar, B_bar, C, u, D, x0)
    assert (y.shape, last.shape) == ((*batch, length), (*batch, 3))
    A_bar, u, D = A_bar.expand(*batch, 3, 3).numpy(), u.expand(*batch, length).numpy(), D.expand(batch).numpy()
    B_bar, C = B_bar.expand(*batch, 3).numpy(), C.expand(*batch, 3).numpy()
    states = np.zeros((*batch, 3)) if x0 is None else x0.expand(*batch, 3).numpy()
    for place in np.ndindex(batch):
        x, outputs = states[place], []
        for k in range(length):
            x = A_bar[place] @ x + B_bar[place] * u[place][k]
            outputs.append(C[place] @ x + D[place] * u[place][k])
        close(y[place], outputs)
        close(last[place], x)


def test_recurrence_is_scipys():
    """scipy reads the state before the sample, we read it after: its C and D are ours, one step on."""
    A_bar, B_bar, C, u = fading(size=5), normal(5), normal(5), normal(64)
    system = (A_bar.numpy(), B_bar[:, None].numpy(), (C @ A_bar)[None].numpy(), (C @ B_bar + 0.3).item(), 1.0)
    _, want, _ = scipy.signal.dlsim(system, u.numpy())
    close(lti.recurrence(A_bar, B_bar, C, u, 0.3)[0], want[:, 0])


def test_recurrence_with_one_state_is_a_digital_filter():
    u = normal(2, 200)
    y, _ = lti.recurrence(*(torch.tensor(v, dtype=torch.float64) for v in ([[-0.9]], [2.0], [0.5])), u, 0.25)
    close(y, scipy.signal.lfilter([2.0 * 0.5], [1, 0.9], u.numpy()) + 0.25 * u.numpy())


def test_recurrence_in_pieces_is_recurrence_whole():
    A_bar, B_bar, C, u, x = fading(2), normal(2, 3), normal(2, 3), normal(2, 9), normal(2, 3)
    whole, last = lti.recurrence(A_bar, B_bar, C, u, 0.3, x)
    pieces = []
    for piece in u.split([1, 3, 5], dim=-1):
        y, x = lti.recurrence(A_bar, B_bar, C, piece, 0.3, x)
        pieces.append(y)
    assert torch.equal(torch.cat(pieces, dim=-1), whole)
    assert torch.equal(x, last)


# The kernel


@pytest.mark.parametrize("length", [1, 6])
@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("batches", [((), ()), ((2,), (2,)), ((), (3,)), ((3,), ()), ((2, 1), (3,))], ids=str)
def test_kernel_is_made_of_matrix_powers(batches, dtype, length):
    of_A, of_B = batches
    batch = np.broadcast_shapes(of_A, of_B)
    A_bar, B_bar, C = fading(*of_A, dtype=dtype), normal(*of_B, 3, dtype=dtype), normal(*of_B, 3, dtype=dtype)
    got = lti.kernel(A_bar, B_bar, C, length)
    assert got.shape == (*batch, length)
    A_bar, B_bar, C = A_bar.expand(*batch, 3, 3).numpy(), B_bar.expand(*batch, 3).numpy(), C.expand(*batch, 3).numpy()
    for place in np.ndindex(batch):
        powers = [np.linalg.matrix_power(A_bar[place], k) for k in range(length)]
        close(got[place], [C[place] @ power @ B_bar[place] for power in powers])


def test_kernel_is_scipys_impulse_response_one_sample_early():
    A_bar, B_bar, C = fading(size=5), normal(5), normal(5)
    _, (want,) = scipy.signal.dimpulse((A_bar.numpy(), B_bar[:, None].numpy(), C[None].numpy(), 0.0, 1.0), n=33)
    close(lti.kernel(A_bar, B_bar, C, 32), want[1:, 0])


@pytest.mark.parametrize("length", [1, 2, 7, 100])
def test_the_two_modes_agree(length):
    A_bar, B_bar, C, u = fading(2), normal(2, 3), normal(2, 3), normal(2, length)
    y, _ = lti.recurrence(A_bar, B_bar, C, u)
    close(lti.causal_convolution(u, lti.kernel(A_bar, B_bar, C, length)), y)


@pytest.mark.parametrize("length", [1, 2, 7, 100])
@pytest.mark.parametrize("dtype", REAL + COMPLEX)
def test_diagonal_kernel_is_the_kernel_of_a_diagonal_matrix(dtype, length):
    a_bar, b_bar, c = fading_diagonal(2, 5, dtype=dtype), normal(2, 5, dtype=dtype), normal(5, dtype=dtype)
    a_bar[:, 3] = 0
    got = lti.diagonal_kernel(a_bar, b_bar, c, length)
    assert (got.shape, got.dtype) == ((2, length), dtype)
    close(got, lti.kernel(torch.diag_embed(a_bar), b_bar, c, length))


@pytest.mark.parametrize("dtype", REAL + COMPLEX)
def test_vandermonde_is_numpys(dtype):
    a_bar = fading_diagonal(2, 5, dtype=dtype)
    a_bar[0, 1] = 0  # 0^0 is 1
    got = lti.vandermonde(a_bar, 9)
    assert got.shape == (2, 5, 9)
    for row, want in zip(got, a_bar.numpy(), strict=True):
        close(row, np.vander(want, 9, increasing=True))


def exact_power(z, k):
    """z^k in 60 digits, by squaring."""
    with localcontext() as context:
        context.prec = 60
        base, total = (Decimal(z.real), Decimal(z.imag)), (Decimal(1), Decimal(0))
        while k:
            if k % 2:
                total = total[0] * base[0] - total[1] * base[1], total[0] * base[1] + total[1] * base[0]
            base = base[0] * base[0] - base[1] * base[1], 2 * base[0] * base[1]
            k //= 2
        return complex(*total)


@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(torch.float64, 1e-11), (torch.complex128, 1e-11), (torch.complex64, 1e-4)]
)
def test_diagonal_kernel_stays_accurate_over_ten_thousand_samples(dtype, tolerance):
    decay = 1 - torch.logspace(-6, -2, 8, dtype=torch.float64)
    a_bar = torch.polar(decay, torch.linspace(0.1, 3.1, 8, dtype=torch.float64)) if dtype.is_complex else -decay
    a_bar, one = a_bar.to(dtype), torch.ones(8, dtype=dtype)
    got = lti.diagonal_kernel(a_bar, one, one, 10_000)
    for k in (0, 1, 9, 1_000, 9_999):
        want = sum(exact_power(complex(value), k) for value in a_bar.tolist())
        assert abs(got[k].item() - want) < tolerance


# The convolution


@pytest.mark.parametrize("dtype", REAL)
@pytest.mark.parametrize(
    ("length", "length_k"), [(1, 1), (1, 5), (7, 1), (7, 7), (7, 3), (3, 8), (100, 100), (127, 131)]
)
def test_causal_convolution_is_numpys(length, length_k, dtype):
    u, kernel = normal(length, dtype=dtype), normal(length_k, dtype=dtype)
    got = lti.causal_convolution(u, kernel)
    close(got, np.convolve(u.double(), kernel.double())[:length], 1000)


@pytest.mark.parametrize(("of_u", "of_kernel"), [((2, 3), ()), ((3,), (2, 1)), ((), (3,)), ((2, 3), (2, 3))])
def test_causal_convolution_broadcasts(of_u, of_kernel):
    u, kernel = normal(*of_u, 7), normal(*of_kernel, 5)
    got = lti.causal_convolution(u, kernel)
    batch = np.broadcast_shapes(of_u, of_kernel)
    assert got.shape == (*batch, 7)
    u, kernel = u.expand(*batch, 7).numpy(), kernel.expand(*batch, 5).numpy()
    for place in np.ndindex(batch):
        close(got[place], np.convolve(u[place], kernel[place])[:7])


def test_causal_convolution_of_a_long_signal():
    """A fading kernel is a first-order filter, which scipy runs sample by sample; float32 then keeps six digits."""
    u = normal(65_536)
    kernel = 0.999 ** torch.arange(65_536, dtype=torch.float64)
    got = lti.causal_convolution(u, kernel)
    np.testing.assert_allclose(got, scipy.signal.lfilter([1], [1, -0.999], u.numpy()), rtol=0, atol=1e-10)
    single = lti.causal_convolution(u.float(), kernel.float())
    exact = lti.causal_convolution(u.float().double(), kernel.float().double())
    assert (single - exact).norm() < 1e-6 * exact.norm()


# S4D


def layer(d_model=5, d_state=6, dtype=torch.float64):
    return lti.S4D(d_model, d_state).to(dtype)


def as_dense(s4d, channel):
    """The channel as scipy wants it, with both states of each pair, discretized by scipy."""
    a = -np.exp(s4d.A_log[channel].double().detach().numpy()) + 1j * s4d.A_imag[channel].double().detach().numpy()
    c = s4d.C[channel].double().detach().numpy() @ [1, 1j]
    continuous = np.diag(np.r_[a, a.conj()]), np.ones((2 * len(a), 1)), np.r_[c, c.conj()][None], 0.0
    return scipy.signal.cont2discrete(continuous, math.exp(s4d.log_dt[channel].item()), "zoh")[:3]


@pytest.mark.parametrize(("dtype", "roundings"), [(torch.float64, 1e4), (torch.float32, 1e3)])
@pytest.mark.parametrize("length", [1, 2, 33])
def test_s4d_is_a_pair_of_dense_systems_a_state(length, dtype, roundings):
    s4d, x = layer(dtype=dtype), normal(2, length, 5, dtype=dtype)
    s4d.D.data.normal_()
    y, state = s4d(x)
    assert (y.shape, y.dtype) == (x.shape, dtype)
    assert (state.shape, state.dtype) == ((2, 5, 3), dtype.to_complex())
    for b, channel in np.ndindex(2, 5):
        A_bar, B_bar, C = as_dense(s4d, channel)
        h, outputs = np.zeros(6), []
        for sample in x[b, :, channel].double().numpy():
            h = A_bar @ h + B_bar[:, 0] * sample
            outputs.append((C[0] @ h).real + s4d.D[channel].item() * sample)
        close(y[b, :, channel], outputs, roundings)
        close(state[b, channel], h[:3], roundings)


@pytest.mark.parametrize("sizes", [[9], [1, 8], [3, 5, 1], [1] * 9], ids=str)
@pytest.mark.parametrize("dtype", REAL)
def test_s4d_whole_in_pieces_and_by_steps(dtype, sizes):
    s4d, x = layer(dtype=dtype), normal(2, 9, 5, dtype=dtype)
    start = normal(2, 5, 3, dtype=dtype.to_complex())
    y, last = s4d(x, start)
    pieces, state = [], start
    for piece in x.split(sizes, dim=1):
        out, state = s4d(piece, state)
        pieces.append(out)
    close(torch.cat(pieces, dim=1), y.detach())
    close(state, last.detach())
    outputs, state = [], start
    for sample in x.unbind(1):
        out, state = s4d.step(sample, state)
        outputs.append(out)
    close(torch.stack(outputs, dim=1), y.detach())
    close(state, last.detach())


def test_s4d_without_a_state_starts_from_zero():
    s4d, x = layer(), normal(2, 7, 5)
    zero = torch.zeros(2, 5, 3, dtype=torch.complex128)
    for got, want in zip(s4d(x) + s4d.step(x[:, 0]), s4d(x, zero) + s4d.step(x[:, 0], zero), strict=True):
        assert torch.equal(got, want)


def test_s4d_starts_as_its_paper_says():
    s4d = lti.S4D(200, d_state=8, dt_min=0.01, dt_max=0.2)
    dt = s4d.log_dt.exp()
    assert (dt.min() >= 0.01, dt.max() <= 0.2) == (True, True)
    np.testing.assert_allclose(s4d.log_dt.mean().item(), math.log(0.01 * 0.2) / 2, atol=0.3)
    close(-torch.exp(s4d.A_log), np.full((200, 4), -0.5))
    close(s4d.A_imag, np.tile(np.pi * np.arange(4), (200, 1)))
    assert {name for name, _ in s4d.named_parameters()} == {"log_dt", "A_log", "A_imag", "C", "D"}


def test_s4d_survives_a_state_that_fades_at_once():
    """The decay of a step, exp(-10000 dt), is then 0 in float32, and 0^0 of a complex number is nan in torch's `**`."""
    s4d = layer(dtype=torch.float32)
    s4d.A_log.data.fill_(math.log(1e4))
    s4d.log_dt.data.fill_(math.log(0.1))
    assert (s4d.discrete()[0] == 0).all()
    x = normal(2, 7, 5, dtype=torch.float32)
    y, state = s4d(x)
    (y.sum() + state.abs().sum()).backward()
    np.testing.assert_allclose(y[:, 1].detach(), s4d.step(x[:, 1])[0].detach(), rtol=1e-5)
    assert all(parameter.grad.isfinite().all() for parameter in s4d.parameters())


# Gradients, types, side effects, errors

CALLS = {
    "recurrence": lambda A_bar, B_bar, C, u, D, x0: lti.recurrence(A_bar, B_bar, C, u, D, x0),
    "kernel": lambda A_bar, B_bar, C: (lti.kernel(A_bar, B_bar, C, 4),),
    "diagonal_kernel": lambda a_bar, B_bar, C: (lti.diagonal_kernel(a_bar, B_bar, C, 4),),
    "vandermonde": lambda a_bar: (lti.vandermonde(a_bar, 4),),
    "causal_convolution": lambda u, C: (lti.causal_convolution(u, C),),
}
TYPED_CALLS = [(name, dtype) for name in CALLS for dtype in REAL + COMPLEX * (name != "causal_convolution")]


def inputs(call, dtype, device="cpu"):
    every = {
        "A_bar": fading(2, dtype=dtype),
        "a_bar": fading_diagonal(2, 3, dtype=dtype),
        "B_bar": normal(2, 3, dtype=dtype),
        "C": normal(2, 3, dtype=dtype),
        "D": normal(2, dtype=dtype),
        "u": normal(2, 5, dtype=dtype),
        "x0": normal(2, 3, dtype=dtype),
    }
    return [every[name].to(device) for name in inspect.signature(call).parameters]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("name", "dtype"), TYPED_CALLS)
def test_type_and_device_stay_and_inputs_are_left_alone(name, dtype, device):
    given = inputs(CALLS[name], dtype, device)
    before = [tensor.clone() for tensor in given]
    outputs = CALLS[name](*given)
    assert {(got.dtype, got.device.type) for got in outputs} == {(dtype, device)}
    assert all(torch.equal(now, then) for now, then in zip(given, before, strict=True))


@pytest.mark.parametrize("name", CALLS)
def test_new_tensors_are_made_beside_the_inputs(name):
    """A device without numbers stands in for the GPU: what is made on the wrong one cannot be computed with."""
    given = inputs(CALLS[name], torch.float64)
    with torch.device("meta"):
        outputs = CALLS[name](*given)
    assert {got.device.type for got in outputs} == {"cpu"}


@pytest.mark.parametrize("zero", [False, True], ids=["fading", "zero"])
@pytest.mark.parametrize(("name", "dtype"), [(n, d) for n, d in TYPED_CALLS if d in (torch.float64, torch.complex128)])
def test_gradients(name, dtype, zero):
    given = inputs(CALLS[name], dtype)
    if zero:
        given[0][..., 1] = 0  # a column of A_bar, a state that forgets at once, or a silent sample
    given = [tensor.requires_grad_() for tensor in given]
    assert gradcheck(CALLS[name], given)
    assert gradgradcheck(CALLS[name], given, fast_mode=True)


@pytest.mark.parametrize("mode", ["forward", "step"])
def test_s4d_gradients_of_parameters_input_and_state(mode):
    s4d = layer(2, 4)
    names, values = zip(*s4d.named_parameters(), strict=True)

    def run(x, state, *values):
        method = {"forward": lti.S4D.forward, "step": lti.S4D.step}[mode]
        mirror = lti.S4D.__new__(lti.S4D)
        torch.nn.Module.__init__(mirror)
        for name, value in zip(names, values, strict=True):
            setattr(mirror, name, value)
        return method(mirror, x, state)

    x = normal(2, 3, 2) if mode == "forward" else normal(2, 2)
    given = [x.requires_grad_(), normal(2, 2, 2, dtype=torch.complex128).requires_grad_(), *values]
    assert gradcheck(run, given)
    assert gradgradcheck(run, given, fast_mode=True)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", REAL)
def test_s4d_types_devices_and_side_effects(dtype, device):
    s4d = layer(dtype=dtype).to(device)
    x = normal(2, 7, 5, dtype=dtype).to(device)
    state = normal(2, 5, 3, dtype=dtype.to_complex()).to(device)
    before = x.clone(), state.clone()
    with torch.device("meta"):  # what is made anew must be made beside the inputs
        forward, step = s4d(x, state), s4d.step(x[:, 0], state)
    for out, after in (forward, step):
        assert (out.dtype, out.device.type) == (dtype, device)
        assert (after.dtype, after.device.type) == (dtype.to_complex(), device)
    assert torch.equal(x, before[0])
    assert torch.equal(state, before[1])


REFUSED = {
    "odd": (lambda: lti.S4D(5, 7), "d_state must be even.*got 7"),
    "none": (lambda: lti.S4D(5, 0), "d_state must be even and at least 2, got 0"),
    "step zero": (lambda: lti.S4D(5, 4, dt_min=0.0), "dt_min must.*got 0 and 0.1"),
    "steps swapped": (lambda: lti.S4D(5, 4, 0.1, 0.001), "dt_min must.*got 0.1 and 0.001"),
    "channels": (lambda: layer()(normal(2, 7, 1)), r"x must be \(\.\.\., 5\).*got \(2, 7, 1\)"),
    "channels of a step": (lambda: layer().step(normal(2, 1)), r"x must be \(\.\.\., 5\).*got \(2, 1\)"),
}


@pytest.mark.parametrize(("call", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
