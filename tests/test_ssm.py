"""mambalib.ssm against scipy, numpy loops and quadrature."""

import inspect
import math

import numpy as np
import pytest
import scipy.linalg
import scipy.signal
import scipy.special
import torch
from torch.autograd import gradcheck, gradgradcheck

from mambalib import ssm

REAL = (torch.float32, torch.float64)
COMPLEX = (torch.complex64, torch.complex128)
DEVICES = ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]
BATCHES = {  # the leading dimensions of A, of B and C, and of u
    "no batch": ((), (), ()),
    "one batch": ((2,), (2,), (2,)),
    "many inputs": ((), (), (2, 3)),
    "A shared": ((), (3,), (3,)),
    "B shared": ((3,), (), ()),
    "crossed": ((2, 1), (3,), (2, 3)),
}


@pytest.fixture(autouse=True)
def the_same_numbers_every_time():
    torch.manual_seed(0)


def normal(*shape, dtype=torch.float64):
    return torch.randn(shape, dtype=dtype)


def fading(*batch, size=3, dtype=torch.float64):
    """A whose modes turn and fade."""
    return normal(*batch, size, size, dtype=dtype) / size**0.5 - 1.5 * torch.eye(size, dtype=dtype)


def close(got, want, roundings=100):
    """Equal to within that many roundings of the type that was computed in."""
    tolerance = roundings * torch.finfo(got.dtype).eps
    np.testing.assert_allclose(got.detach().numpy(), np.asarray(want), rtol=tolerance, atol=tolerance)


# Every public function, called with inputs picked by name: for gradients, types, devices and side effects.
CALLS = {
    "leaky_average": lambda u: ssm.leaky_average(u, 0.9),
    "simulate": lambda A, B, u, x0: ssm.simulate(A, B, u, 0.1, x0),
    "impulse_response": lambda A, B, C, times: ssm.impulse_response(A, B, C, times),
    "frequency_response": lambda A, B, C, D, times: ssm.frequency_response(A, B, C, D, times),
    "time_constants": lambda A: ssm.time_constants(A),
    "legs_memory": lambda u: ssm.legs_memory(u, 4),
    "legs_reconstruct": lambda C, times: ssm.legs_reconstruct(C, times),
}
TAKE_COMPLEX = ("leaky_average", "simulate", "impulse_response", "frequency_response", "time_constants")


def inputs(call, dtype, device="cpu"):
    every = {
        "A": fading(2, dtype=dtype),
        "B": normal(2, 3, dtype=dtype),
        "C": normal(2, 3, dtype=dtype),
        "D": normal(2, dtype=dtype),
        "u": normal(2, 3, dtype=dtype),
        "x0": normal(2, 3, dtype=dtype),
        "times": torch.tensor([1.7, 0.3], dtype=dtype.to_real()),
    }
    return [every[name].to(device) for name in inspect.signature(call).parameters]


TYPED_CALLS = [(name, dtype) for name in CALLS for dtype in REAL + COMPLEX * (name in TAKE_COMPLEX)]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("name", "dtype"), TYPED_CALLS)
def test_type_and_device_stay_and_inputs_are_left_alone(name, dtype, device):
    given = inputs(CALLS[name], dtype, device)
    before = [tensor.clone() for tensor in given]
    got = CALLS[name](*given)
    wanted = {"frequency_response": dtype.to_complex(), "time_constants": dtype.to_real()}.get(name, dtype)
    assert (got.dtype, got.device.type) == (wanted, device)
    assert all(torch.equal(now, then) for now, then in zip(given, before, strict=True))


@pytest.mark.parametrize("name", CALLS)
def test_new_tensors_are_made_beside_the_inputs(name):
    """A device without numbers stands in for the GPU: what is made on the wrong one cannot be computed with."""
    theirs, other = ("meta", "cpu") if name == "legs_memory" else ("cpu", "meta")  # it copies a matrix to its input
    given = inputs(CALLS[name], torch.float64, theirs)
    with torch.device(other):
        assert CALLS[name](*given).device.type == theirs


@pytest.mark.parametrize(("name", "dtype"), [(n, d) for n, d in TYPED_CALLS if d in (torch.float64, torch.complex128)])
def test_gradients(name, dtype):
    given = [tensor.requires_grad_() for tensor in inputs(CALLS[name], dtype)]
    assert gradcheck(CALLS[name], given)
    if name not in ("impulse_response", "time_constants"):  # dear, and not to be had from torch's eigenvalues
        assert gradgradcheck(CALLS[name], given, fast_mode=True)


@pytest.mark.parametrize("name", ["simulate", "impulse_response", "frequency_response"])
@pytest.mark.parametrize("A", ["zero", "singular", "defective"])
def test_gradients_at_awkward_systems(name, A):
    given = inputs(CALLS[name], torch.float64)
    chain = torch.diag(torch.ones(2, dtype=torch.float64), -1)
    given[0] = {"zero": 0 * chain, "singular": torch.ones_like(chain), "defective": chain}[A].repeat(2, 1, 1)
    assert gradcheck(CALLS[name], [tensor.requires_grad_() for tensor in given])


# The leaky average


@pytest.mark.parametrize("dtype", REAL)
@pytest.mark.parametrize("shape", [(1,), (7,), (2, 3, 50)])
@pytest.mark.parametrize("keep", [0, 0.5, 0.999])
def test_leaky_average_is_a_first_order_filter(keep, shape, dtype):
    u = normal(*shape, dtype=dtype)
    close(ssm.leaky_average(u, keep), scipy.signal.lfilter([1 - keep], [1, -keep], u.numpy()))


@pytest.mark.parametrize("keep", [-0.1, 1, 1.5, math.nan])
def test_leaky_average_refuses(keep):
    with pytest.raises(ValueError, match=f"keep .*got {keep:g}"):
        ssm.leaky_average(torch.ones(3), keep)


# Simulation


@pytest.mark.parametrize("start", [False, True], ids=["from zero", "from x0"])
@pytest.mark.parametrize("length", [1, 7])
@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("batches", BATCHES.values(), ids=BATCHES)
def test_simulate_is_euler_written_out(batches, dtype, length, start):
    of_A, of_B, of_u = batches
    batch = np.broadcast_shapes(of_A, of_B, of_u)
    A, B, u = fading(*of_A, dtype=dtype), normal(*of_B, 3, dtype=dtype), normal(*of_u, length, dtype=dtype)
    x0 = normal(*of_B, 3, dtype=dtype) if start else None
    got = ssm.simulate(A, B, u, 0.25, x0)
    assert got.shape == (*batch, length, 3)
    rates, pushes = A.expand(*batch, 3, 3).numpy(), B.expand(*batch, 3).numpy()
    samples = u.expand(*batch, length).numpy()
    states = np.zeros((*batch, 3)) if x0 is None else x0.expand(*batch, 3).numpy()
    for place in np.ndindex(batch):
        x = states[place]
        for k in range(length):
            x = x + 0.25 * (rates[place] @ x + pushes[place] * samples[place][k])
            close(got[place][k], x)


def test_simulate_nears_the_exact_answer_in_proportion_to_the_step():
    A, B, held = fading(), normal(3), normal(6)
    system = (A.numpy(), B[:, None].numpy(), np.eye(3), np.zeros((3, 1)))
    want = scipy.signal.lsim(system, np.r_[held, 0], np.arange(7) * 0.5, interp=False)[1][-1]
    steps = [0.5 / parts for parts in (100, 200, 400)]
    errors = [
        np.abs(ssm.simulate(A, B, held.repeat_interleave(parts), step)[-1].numpy() - want).max()
        for parts, step in zip((100, 200, 400), steps, strict=True)
    ]
    np.testing.assert_allclose([errors[0] / errors[1], errors[1] / errors[2]], 2, rtol=0.05)


def test_simulate_in_pieces_is_simulate_whole():
    A, B, u, x = fading(2), normal(2, 3), normal(2, 9), normal(2, 3)
    whole = ssm.simulate(A, B, u, 0.1, x)
    pieces = []
    for piece in u.split([1, 3, 5], dim=-1):
        pieces.append(ssm.simulate(A, B, piece, 0.1, x))
        x = pieces[-1][:, -1]
    assert torch.equal(torch.cat(pieces, dim=1), whole)


# Impulse and frequency response


@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("batches", BATCHES.values(), ids=BATCHES)
def test_impulse_response_is_the_matrix_exponential(batches, dtype):
    of_A, of_B, of_C = batches
    batch = np.broadcast_shapes(of_A, of_B, of_C)
    A, B, C = fading(*of_A, dtype=dtype), normal(*of_B, 3, dtype=dtype), normal(*of_C, 3, dtype=dtype)
    times = torch.tensor([0.0, 1e-3, 2.0, 0.7, 3.0], dtype=dtype.to_real())
    got = ssm.impulse_response(A, B, C, times)
    assert got.shape == (*batch, 5)
    A, B, C = A.expand(*batch, 3, 3).numpy(), B.expand(*batch, 3).numpy(), C.expand(*batch, 3).numpy()
    for place in np.ndindex(batch):
        close(got[place], [C[place] @ scipy.linalg.expm(t * A[place]) @ B[place] for t in times.numpy()], 1e3)


def test_impulse_response_is_scipys():
    A, B, C, times = fading(size=5), normal(5), normal(5), torch.linspace(0, 4, 33, dtype=torch.float64)
    _, want = scipy.signal.impulse((A.numpy(), B[:, None].numpy(), C[None].numpy(), 0.0), T=times.numpy())
    close(ssm.impulse_response(A, B, C, times), want)


def test_impulse_response_keeps_a_complex_output_and_the_better_type():
    A, B, C, times = fading(), normal(3), normal(3), torch.tensor([0.0, 1.0])
    assert ssm.impulse_response(A, B, 1j * C, times).dtype == torch.complex128
    close(ssm.impulse_response(A, B, 1j * C, times), 1j * ssm.impulse_response(A, B, C, times))
    assert ssm.impulse_response(A.float(), B, C, times).dtype == torch.float64


def test_impulse_response_of_integrators_grows():
    chain = torch.tensor([[0.0, 0.0], [1.0, 0.0]], dtype=torch.float64)  # singular: the second adds up the first
    times = torch.tensor([0.0, 0.5, 3.0], dtype=torch.float64)
    one, other = torch.eye(2, dtype=torch.float64)
    close(ssm.impulse_response(chain, one, torch.stack([one, other]), times), np.stack([np.ones(3), times]))


@pytest.mark.parametrize("D", ["a number", "a tensor"])
@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("batches", BATCHES.values(), ids=BATCHES)
def test_frequency_response_solves_the_wave_equation(batches, dtype, D):
    of_A, of_B, of_C = batches
    batch = np.broadcast_shapes(of_A, of_B, of_C)
    A, B, C = fading(*of_A, dtype=dtype), normal(*of_B, 3, dtype=dtype), normal(*of_C, 3, dtype=dtype)
    D = 0.5 if D == "a number" else normal(*batch, dtype=dtype)
    frequencies = torch.tensor([0.0, 0.1, -2.0, 50.0], dtype=dtype.to_real())
    got = ssm.frequency_response(A, B, C, D, frequencies)
    assert got.shape == (*batch, 4)
    assert got.dtype == dtype.to_complex()
    A, B, C = A.expand(*batch, 3, 3).numpy(), B.expand(*batch, 3).numpy(), C.expand(*batch, 3).numpy()
    D = np.broadcast_to(D, batch)
    for place in np.ndindex(batch):
        for i, f in enumerate(frequencies.numpy()):
            inverse = np.linalg.inv(2j * np.pi * f * np.eye(3) - A[place])
            close(got[place][i], C[place] @ inverse @ B[place] + D[place])


def test_frequency_response_is_scipys():
    A, B, C, f = fading(size=5), normal(5), normal(5), torch.logspace(-3, 2, 21, dtype=torch.float64)
    system = scipy.signal.StateSpace(A.numpy(), B[:, None].numpy(), C[None].numpy(), 0.25)
    _, want = scipy.signal.freqresp(system, w=2 * np.pi * f.numpy())
    close(ssm.frequency_response(A, B, C, 0.25, f), want)


# Time constants


def test_time_constants_of_known_modes():
    block = torch.tensor([[-0.5, 2.0], [-2.0, -0.5]], dtype=torch.float64)  # -1/2 +- 2i
    A = torch.block_diag(torch.tensor([[-4.0]], dtype=torch.float64), block)
    turned = torch.linalg.qr(normal(3, 3)).Q
    close(ssm.time_constants(turned @ A @ turned.mT), [2.0, 2.0, 0.25])
    assert ssm.time_constants(torch.diag(torch.tensor([-2.0, 0.0, 1.0]))).tolist() == [math.inf, math.inf, 0.5]


@pytest.mark.parametrize("dtype", REAL + COMPLEX)
def test_time_constants_of_a_batch(dtype):
    A = fading(2, 3, size=5, dtype=dtype)
    got = ssm.time_constants(A)
    assert got.shape == (2, 3, 5)
    for one, want in zip(got.flatten(0, 1), A.flatten(0, 1).numpy(), strict=True):
        decay = -np.linalg.eigvals(want).real
        close(one, np.sort(np.where(decay > 0, 1 / decay, np.inf))[::-1], roundings=1000)


# HiPPO-LegS


def projection(held, d_state):
    """A step function's weights on the orthonormal shifted Legendre polynomials, by Gauss quadrature on every step."""
    nodes, weights = np.polynomial.legendre.leggauss(d_state // 2 + 1)  # exact for the polynomials there are
    edges = np.linspace(0, 1, len(held) + 1)
    n = np.arange(d_state)[:, None]
    total = np.zeros(d_state)
    for value, left, right in zip(held, edges[:-1], edges[1:], strict=True):
        p = (left + right) / 2 + (right - left) / 2 * nodes
        polynomials = np.sqrt(2 * n + 1) * scipy.special.eval_legendre(n, 2 * p - 1)
        total += value * (polynomials @ weights) * (right - left) / 2
    return total


@pytest.mark.parametrize("d_state", [1, 2, 3, 8, 33])
@pytest.mark.parametrize("length", [1, 2, 7, 100])
def test_legs_memory_is_the_projection_of_the_past_on_legendre_polynomials(length, d_state):
    u = normal(2, length)
    got = ssm.legs_memory(u, d_state)
    assert got.shape == (2, length, d_state)
    for row, memory in zip(u.numpy(), got, strict=True):
        for k in {0, length // 2, length - 1}:
            np.testing.assert_allclose(memory[k].numpy(), projection(row[: k + 1], d_state), rtol=0, atol=1e-12)


def test_legs_memory_in_float32_keeps_four_digits():
    u = normal(3, 1000, dtype=torch.float32)
    error = ssm.legs_memory(u, 32).double() - ssm.legs_memory(u.double(), 32)
    assert error.abs().max() < 1e-4


@pytest.mark.parametrize("d_state", [1, 2, 7])
def test_hippo_legs_changes_the_weights_as_the_growing_past_does(d_state):
    """The slope of the weights of f over [0, t] is (A x + B f) / t; f is a polynomial, so quadrature is exact."""
    A, B = ssm.hippo_legs(d_state)
    nodes, weights = np.polynomial.legendre.leggauss(30)
    n = np.arange(d_state)[:, None]
    basis = np.sqrt(2 * n + 1) * scipy.special.eval_legendre(n, nodes)
    p, w = (nodes + 1) / 2, weights / 2
    f = np.polynomial.Polynomial([0.3, -1.0, 0.5, 2.0])
    t = 1.7
    x = basis @ (w * f(t * p))
    slope = basis @ (w * p * f.deriv()(t * p))
    close((A @ torch.from_numpy(x) + B * f(t)) / t, slope, roundings=1e4)


@pytest.mark.parametrize("dtype", REAL)
def test_hippo_legs_shapes_types_and_modes(dtype):
    A, B = ssm.hippo_legs(5, dtype)
    assert (A.shape, B.shape, A.dtype, B.dtype) == ((5, 5), (5,), dtype, dtype)
    assert torch.equal(A, A.tril())
    assert A.diagonal().tolist() == [-1, -2, -3, -4, -5]


@pytest.mark.parametrize("dtype", REAL)
@pytest.mark.parametrize("d_state", [1, 2, 3, 8, 64])
def test_legs_reconstruct_is_the_sum_of_scipys_polynomials(d_state, dtype):
    coefficients, points = normal(2, 3, d_state, dtype=dtype), torch.linspace(0, 1, 11, dtype=dtype)
    n = np.arange(d_state)[:, None]
    basis = np.sqrt(2 * n + 1) * scipy.special.eval_legendre(n, 2 * points.double().numpy() - 1)
    got = ssm.legs_reconstruct(coefficients, points)
    assert got.shape == (2, 3, 11)
    tolerance = 1e3 * d_state * torch.finfo(dtype).eps
    np.testing.assert_allclose(got.numpy(), coefficients.double().numpy() @ basis, rtol=0, atol=tolerance)


def test_legs_reconstruct_takes_points_of_another_type():
    coefficients, points = normal(4), torch.tensor([0.0, 0.25, 1.0])
    assert torch.equal(ssm.legs_reconstruct(coefficients, points), ssm.legs_reconstruct(coefficients, points.double()))


# Errors

A, B = torch.eye(3), torch.ones(3)
REFUSED = {
    "step 0": (lambda: ssm.simulate(A, B, B, 0.0), r"step must be positive, got 0"),
    "step below 0": (lambda: ssm.simulate(A, B, B, -0.5), r"step must be positive, got -0.5"),
    "step nan": (lambda: ssm.simulate(A, B, B, math.nan), r"step must be positive, got nan"),
    "A a vector": (lambda: ssm.simulate(B, B, B, 0.1), r"A must be square.*got \(3,\)"),
    "A not square": (lambda: ssm.simulate(A[:2], B, B, 0.1), r"A must be square.*got \(2, 3\)"),
    "B too short": (lambda: ssm.simulate(A, B[:1], B, 0.1), r"B must be \(\.\.\., 3\).*got \(1,\)"),
    "B a number": (lambda: ssm.simulate(A, B[0], B, 0.1), r"B must be \(\.\.\., 3\).*got \(\)"),
    "x0 too short": (lambda: ssm.simulate(A, B, B, 0.1, B[:1]), r"x0 must be \(\.\.\., 3\).*got \(1,\)"),
    "impulse: A": (lambda: ssm.impulse_response(A[:2], B, B, B), r"A must be square.*got \(2, 3\)"),
    "impulse: B": (lambda: ssm.impulse_response(A, B[:2], B, B), r"B must be.*got \(2,\)"),
    "impulse: C": (lambda: ssm.impulse_response(A, B, B[:1], B), r"C must be.*got \(1,\)"),
    "impulse: times": (lambda: ssm.impulse_response(A, B, B, -2 * B), r"times must not be negative.*got.*-2"),
    "frequency: A": (lambda: ssm.frequency_response(A[:2], B, B, 0, B), r"A must be square.*got \(2, 3\)"),
    "frequency: B": (lambda: ssm.frequency_response(A, B[:2], B, 0, B), r"B must be.*got \(2,\)"),
    "frequency: C": (lambda: ssm.frequency_response(A, B, B[:1], 0, B), r"C must be.*got \(1,\)"),
    "hippo size": (lambda: ssm.hippo_legs(0), r"d_state must be at least 1, got 0"),
    "memory size": (lambda: ssm.legs_memory(B, -1), r"d_state must be at least 1, got -1"),
}


@pytest.mark.parametrize(("call", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
