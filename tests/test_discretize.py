"""mambalib.discretize against scipy, exact sums in long decimals, and finer steps."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
import scipy.linalg
import scipy.signal
import torch
from torch.autograd import gradcheck, gradgradcheck

from mambalib import discretize

REAL = (torch.float32, torch.float64)
COMPLEX = (torch.complex64, torch.complex128)
DEVICES = ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]
DENSE = {"euler": discretize.euler, "bilinear": discretize.bilinear, "zoh": discretize.zoh}
DIAGONAL = {
    "euler": discretize.euler_diagonal,
    "bilinear": discretize.bilinear_diagonal,
    "zoh": discretize.zoh_diagonal,
    "mamba": discretize.mamba_diagonal,
}
ALL = [*DENSE.values(), *DIAGONAL.values()]
BATCHES = {  # the leading dimensions of A, of B, and of the step
    "no batch": ((), (), ()),
    "one batch": ((2,), (2,), (2,)),
    "many steps": ((), (), (2, 3)),
    "A shared": ((), (3,), ()),
    "B shared": ((3,), (), (3,)),
    "crossed": ((2, 1), (3,), (2, 3)),
}


@pytest.fixture(autouse=True)
def the_same_numbers_every_time():
    torch.manual_seed(0)


def normal(*shape, dtype=torch.float64):
    return torch.randn(shape, dtype=dtype)


def steps(*shape, dtype=torch.float64):
    return torch.rand(shape, dtype=dtype.to_real()) + 0.1


def fading(*batch, size=3, dtype=torch.float64):
    """A whose modes turn and fade."""
    return normal(*batch, size, size, dtype=dtype) / size**0.5 - 1.5 * torch.eye(size, dtype=dtype)


def close(got, want, roundings=1000):
    """Equal to within that many roundings of the type that was computed in."""
    tolerance = roundings * torch.finfo(got.dtype).eps
    np.testing.assert_allclose(got.detach().numpy(), np.asarray(want), rtol=tolerance, atol=tolerance)


def system(method, dtype, device="cpu"):
    """A batch of systems for a dense or a diagonal method: A or a, B or b, and the steps."""
    if method in DIAGONAL.values():
        A, delta = -normal(2, 3, dtype=dtype), steps(2, 1, dtype=dtype)
    else:
        A, delta = fading(2, dtype=dtype), steps(2, dtype=dtype)
    return A.to(device), normal(2, 3, dtype=dtype).to(device), delta.to(device)


# Against scipy


@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("batches", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize("method", DENSE)
def test_dense_is_scipys(method, batches, dtype):
    of_A, of_B, of_delta = batches
    batch = np.broadcast_shapes(of_A, of_B, of_delta)
    A, B, delta = fading(*of_A, dtype=dtype), normal(*of_B, 3, dtype=dtype), steps(*of_delta, dtype=dtype)
    A_bar, B_bar = DENSE[method](A, B, delta)
    A_bar, B_bar = A_bar.expand(*batch, 3, 3), B_bar.expand(*batch, 3)
    A, B, delta = A.expand(*batch, 3, 3).numpy(), B.expand(*batch, 3).numpy(), delta.expand(batch).numpy()
    for place in np.ndindex(batch):
        continuous = (A[place], B[place][:, None], np.eye(3), np.zeros((3, 1)))
        want_A, want_B, *_ = scipy.signal.cont2discrete(continuous, delta[place], method)
        close(A_bar[place], want_A)
        close(B_bar[place], want_B[:, 0])


@pytest.mark.parametrize("size", [1, 2, 5, 16])
@pytest.mark.parametrize("step", [1e-9, 0.05, 1, 300.0])
@pytest.mark.parametrize("method", DENSE)
def test_dense_at_any_size_and_with_a_number_for_a_step(method, step, size):
    A, B = fading(size=size), normal(size)
    continuous = (A.numpy(), B[:, None].numpy(), np.eye(size), np.zeros((size, 1)))
    want_A, want_B, *_ = scipy.signal.cont2discrete(continuous, step, method)
    A_bar, B_bar = DENSE[method](A, B, step)
    close(A_bar, want_A, 1e4)
    close(B_bar, want_B[:, 0], 1e4)


@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("method", DENSE)
def test_diagonal_is_the_dense_one_of_a_diagonal_matrix(method, dtype):
    a, b, delta = -normal(2, 5, dtype=dtype), normal(2, 5, dtype=dtype), steps(2, dtype=dtype)
    a[:, 2] = 0  # an integrator
    A_bar, B_bar = DENSE[method](torch.diag_embed(a), b, delta)
    a_bar, b_bar = DIAGONAL[method](a, b, delta[:, None])
    close(a_bar, A_bar.diagonal(dim1=-2, dim2=-1))
    close(b_bar, B_bar)


@pytest.mark.parametrize("a_type", REAL + COMPLEX)
@pytest.mark.parametrize("method", DIAGONAL)
def test_diagonal_broadcasts(method, a_type):
    a, b, delta = normal(5, 1, 3, dtype=a_type), normal(2, 3, dtype=a_type.to_real()), steps(4, 1, 1, 1, dtype=a_type)
    both = DIAGONAL[method](a, b, delta)
    whole = [tensor.expand(4, 5, 2, 3) for tensor in (a, b, delta)]
    for got, want in zip(both, DIAGONAL[method](*whole), strict=True):
        assert got.shape == (4, 5, 2, 3)
        assert torch.equal(got, want)


@pytest.mark.parametrize("dtype", REAL + COMPLEX)
def test_mamba_diagonal_decays_exactly_and_enters_by_euler(dtype):
    a, b, delta = -normal(2, 3, dtype=dtype), normal(2, 3, dtype=dtype), steps(2, 1, dtype=dtype)
    a_bar, b_bar = discretize.mamba_diagonal(a, b, delta)
    close(a_bar, np.exp(delta.numpy() * a.numpy()))
    close(b_bar, delta.numpy() * b.numpy())


# What each method is exact for


def test_zoh_is_exact_for_a_held_input_however_large_the_step():
    A, B, held = fading(size=4), normal(4), normal(9)
    outputs = (A.numpy(), B[:, None].numpy(), np.eye(4), np.zeros((4, 1)))
    want = scipy.signal.lsim(outputs, np.r_[held, 0], np.arange(10) * 7.0, interp=False)[1][1:]
    A_bar, B_bar = discretize.zoh(A, B, 7.0)
    x, states = torch.zeros(4, dtype=torch.float64), []
    for u in held:
        x = A_bar @ x + B_bar * u
        states.append(x)
    close(torch.stack(states), want)


@pytest.mark.parametrize("method", [discretize.zoh, discretize.zoh_diagonal])
def test_two_half_steps_of_zoh_are_one_step(method):
    A, B, delta = system(method, torch.float64)
    half_A, half_B = method(A, B, delta / 2)
    A_bar, B_bar = method(A, B, delta)
    if method is discretize.zoh_diagonal:
        twice = half_A * half_A, half_A * half_B + half_B
    else:
        twice = half_A @ half_A, (half_A @ half_B[..., None])[..., 0] + half_B
    close(A_bar, twice[0])
    close(B_bar, twice[1])


def test_zoh_of_a_chain_of_integrators():
    """Position, speed and thrust: what a held thrust does in a time t is t and t^2/2, and no inverse of A exists."""
    A = torch.tensor([[0.0, 1.0], [0.0, 0.0]], dtype=torch.float64)
    B = torch.tensor([0.0, 1.0], dtype=torch.float64)
    A_bar, B_bar = discretize.zoh(A, B, 0.5)
    close(A_bar, [[1, 0.5], [0, 1]])
    close(B_bar, [0.125, 0.5])


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("bilinear", 2)])
def test_the_order_of_the_error(method, order):
    A, B = fading(), normal(3)
    exact = scipy.linalg.expm(A.numpy())
    errors = []
    for parts in (64, 128):
        A_bar, _ = DENSE[method](A, B, 1 / parts)
        errors.append(np.abs(np.linalg.matrix_power(A_bar.numpy(), parts) - exact).max())
    np.testing.assert_allclose(errors[0] / errors[1], 2**order, rtol=0.1)


def test_bilinear_is_stable_at_every_step_and_euler_is_not():
    A, B = torch.tensor([[-3.0]], dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    assert discretize.bilinear(A, B, 100.0)[0].abs() < 1
    assert discretize.euler(A, B, 100.0)[0].abs() > 1


# (exp(z) - 1) / z


def exact_expm1_over(z):
    """1 + z/2! + z^2/3! + ... summed in 120 digits."""
    with localcontext() as context:
        context.prec = 120
        real, imaginary = Decimal(z.real), Decimal(z.imag)
        term, total = (Decimal(1), Decimal(0)), (Decimal(0), Decimal(0))
        for n in range(2, 400):
            total = total[0] + term[0], total[1] + term[1]
            x, y = term
            term = (x * real - y * imaginary) / n, (x * imaginary + y * real) / n
        return complex(*total)


SIZES = [1e-300, 1e-30, 1e-16, 1e-8, 1e-4, 0.01, 0.0999999, 0.1, 0.1000001, 0.25, 0.5, 1, 3, 10, 50]


@pytest.mark.parametrize("dtype", REAL)
def test_expm1_over_keeps_all_digits(dtype):
    z = torch.tensor([0.0, *SIZES, *(-size for size in SIZES)], dtype=dtype)
    want = [exact_expm1_over(complex(value)).real for value in z.tolist()]
    got = discretize.expm1_over(z).double().numpy()
    np.testing.assert_allclose(got, want, rtol=4 * torch.finfo(dtype).eps)


@pytest.mark.parametrize("dtype", COMPLEX)
@pytest.mark.parametrize("angle", [0.3, 1.5707, 2.0, 3.1, -1.0])
def test_expm1_over_keeps_all_digits_of_complex_numbers(angle, dtype):
    z = torch.polar(torch.tensor([0.0, *SIZES]), torch.tensor(angle)).to(dtype)
    want = np.array([exact_expm1_over(value) for value in z.tolist()])
    got = discretize.expm1_over(z).to(torch.complex128).numpy()
    assert (np.abs(got - want) <= 4 * torch.finfo(dtype).eps * np.abs(want)).all()


def test_expm1_over_far_out():
    z = torch.tensor([-1e300, -800.0, 700.0], dtype=torch.float64)
    np.testing.assert_allclose(discretize.expm1_over(z), [1e-300, 1 / 800, math.exp(700) / 700], rtol=1e-15)


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
def test_expm1_over_has_exact_derivatives_at_zero(dtype):
    z = torch.zeros(1, dtype=dtype, requires_grad=True)
    (first,) = torch.autograd.grad(discretize.expm1_over(z).real.sum(), z, create_graph=True)
    (second,) = torch.autograd.grad(first.real.sum(), z)
    close(first, [1 / 2])
    close(second, [1 / 3])


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
def test_expm1_over_gradients(dtype):
    z = torch.tensor([0.0, 1e-300, -1e-9, 0.0999, 0.1, -0.1, 0.1001, 2.0, -20.0], dtype=dtype)
    z = torch.cat([z, 1j * z, (1 + 1j) * z]) if dtype.is_complex else z
    assert gradcheck(discretize.expm1_over, [z.requires_grad_()])
    assert gradgradcheck(discretize.expm1_over, [z])


# Gradients, types, side effects, errors


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
@pytest.mark.parametrize("method", ALL)
def test_gradients(method, dtype):
    given = [tensor.requires_grad_() for tensor in system(method, dtype)]
    assert gradcheck(method, given)
    if method is not discretize.zoh:  # dear: a matrix exponential of three times the size in every evaluation
        assert gradgradcheck(method, given, fast_mode=True)


@pytest.mark.parametrize("A", ["zero", "nearly zero", "singular"])
@pytest.mark.parametrize("method", ALL)
def test_gradients_where_A_has_no_inverse(method, A):
    _, B, delta = system(method, torch.float64)
    some = normal(2, 3)
    some[:, 1] = 0
    A = {"zero": 0 * some, "nearly zero": 1e-12 * some, "singular": some}[A]
    A = A if method in DIAGONAL.values() else torch.diag_embed(A)
    assert gradcheck(method, [A.requires_grad_(), B.requires_grad_(), delta.requires_grad_()])


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("number", [False, True], ids=["steps", "one step"])
@pytest.mark.parametrize("dtype", REAL + COMPLEX)
@pytest.mark.parametrize("method", ALL)
def test_type_and_device_stay_and_inputs_are_left_alone(method, dtype, number, device):
    A, B, delta = system(method, dtype, device)
    before = [tensor.clone() for tensor in (A, B, delta)]
    A_bar, B_bar = method(A, B, 0.1 if number else delta)
    assert (A_bar.shape, B_bar.shape) == (A.shape, B.shape)
    assert {A_bar.dtype, B_bar.dtype} == {dtype}
    assert {A_bar.device.type, B_bar.device.type} == {device}
    assert all(torch.equal(now, then) for now, then in zip((A, B, delta), before, strict=True))


@pytest.mark.parametrize("method", ALL)
def test_new_tensors_are_made_beside_the_inputs(method):
    """A device without numbers stands in for the GPU: what is made on the wrong one cannot be computed with."""
    A, B, delta = system(method, torch.float64)
    with torch.device("meta"):
        outputs = method(A, B, delta) + method(A, B, 0.1)
    assert {got.device.type for got in outputs} == {"cpu"}


@pytest.mark.parametrize("delta", [0, -0.5, math.nan, torch.tensor([0.1, -2.0])], ids=str)
@pytest.mark.parametrize("method", ALL)
def test_a_step_that_is_not_positive_is_refused(method, delta):
    A, B, _ = system(method, torch.float64)
    worst = delta.min().item() if isinstance(delta, torch.Tensor) else delta
    with pytest.raises(ValueError, match=f"delta must be positive, got .*{worst:g}"):
        method(A, B, delta)


@pytest.mark.parametrize("method", ALL)
def test_whole_numbers_are_refused(method):
    A, B, _ = system(method, torch.float64)
    with pytest.raises(ValueError, match=r"A must hold floating-point numbers, got torch\.int64"):
        method(A.long(), B, 0.5)


@pytest.mark.parametrize("method", DENSE.values())
def test_shapes_that_do_not_fit_are_refused(method):
    A, B = torch.eye(3), torch.ones(3)
    with pytest.raises(ValueError, match=r"A must be square.*got \(2, 3\)"):
        method(A[:2], B, 0.1)
    with pytest.raises(ValueError, match=r"A must be square.*got \(3,\)"):
        method(B, B, 0.1)
    with pytest.raises(ValueError, match=r"B must be \(\.\.\., 3\).*got \(1,\)"):
        method(A, B[:1], 0.1)
