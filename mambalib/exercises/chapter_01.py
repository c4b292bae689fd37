"""The exercises of chapter 1: continuous state space models."""

import math

import torch

from mambalib import ssm
from mambalib.exercises.machine import checks, expect, expect_error, expect_true, normal, see_hint


def _stable(rng, size, batch=()):
    """A random matrix whose modes all fade."""
    return 0.5 * normal(rng, *batch, size, size) - 3 * torch.eye(size, dtype=torch.float64)


def _simulate(A, B, u, step, x0=None, change=None, before=False):
    """Euler with something to get wrong: `change` computes the step, `before` keeps the state before each sample."""
    x, states = torch.zeros_like(B) if x0 is None else x0, []
    for u_k in u.unbind(-1):
        new = x + change(A, B, x, u_k.unsqueeze(-1), step)
        states.append(x if before else new)
        x = new
    return torch.stack(states, dim=-2)


def _euler(A, B, x, u, step):
    return step * ((A @ x.unsqueeze(-1)).squeeze(-1) + B * u)


def _euler_transposed(A, B, x, u, step):
    return step * ((A.mT @ x.unsqueeze(-1)).squeeze(-1) + B * u)


def _euler_input_whole(A, B, x, u, step):
    return step * (A @ x.unsqueeze(-1)).squeeze(-1) + B * u


def _simulate_in_place(A, B, u, step, x0=None):
    x, states = torch.zeros_like(B) if x0 is None else x0.clone(), []
    for u_k in u.unbind(-1):
        x += _euler(A, B, x, u_k.unsqueeze(-1), step)
        states.append(x)
    return torch.stack(states, dim=-2)


def _simulate_one(A, B, u, step, x0=None, row=True):
    """What is right without a batch: `A @ x`, and with `row` false also the samples as the rows of u."""
    x, states = torch.zeros_like(B) if x0 is None else x0, []
    for u_k in u.unbind(-1) if row else u:
        x = x + step * (A @ x + B * (u_k.unsqueeze(-1) if row else u_k))
        states.append(x)
    return torch.stack(states, dim=-2)


@checks(ssm.simulate, title="Follow a state in small steps", minutes=10, difficulty=2)
class Simulate:
    hints = (
        "For each sample, x = x + step * (A x + B u); then store x. (x += ... would change what is stored already.)",
        "For any batch: u.unbind(-1) gives one sample of every row, (A @ x.unsqueeze(-1)).squeeze(-1) is A x, and "
        "B * sample.unsqueeze(-1) is B u.",
        "Store the state after each sample. Begin with x0, or with zeros where it is None.",
        'Refuse a step that is not positive: raise ValueError(f"step must be positive, got {step:g}").',
    )

    @see_hint(1)
    def a_tank_without_a_leak_fills_by_the_step_times_the_flow(simulate, rng):
        A, B = torch.zeros(1, 1, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
        u = torch.tensor([1.0, 1.0, 0.0, 3.0], dtype=torch.float64)
        want = torch.tensor([[0.5], [1.0], [1.0], [2.5]], dtype=torch.float64)
        expect(simulate(A, B, u, 0.5), want, A=A, B=B, u=u, step=0.5)

    @see_hint(1)
    def small_steps_land_where_the_matrix_exponential_lands(simulate, rng):
        A, B, steps = _stable(rng, 3), normal(rng, 3), 4000
        held = 1.5 * torch.ones(steps, dtype=torch.float64)
        fixed_point = -1.5 * torch.linalg.solve(A, B)
        want = fixed_point - torch.matrix_exp(A) @ fixed_point  # after one second, from zero
        expect(simulate(A, B, held, 1 / steps)[-1], want, tolerance=5e-3, A=A, B=B, u="held at 1.5 for 1 s")

    @see_hint(3)
    def a_piece_can_go_on_from_the_state_of_the_piece_before(simulate, rng):
        A, B, u, x0 = _stable(rng, 3), normal(rng, 3), normal(rng, 7), normal(rng, 3)
        whole = simulate(A, B, u, 0.1, x0)
        expect_true(whole.shape == (7, 3), "shape (7, 3)", f"shape {tuple(whole.shape)}", u=u, x0=x0)
        expect(whole[0], x0 + 0.1 * (A @ x0 + B * u[0]), u=u, x0=x0)
        first = simulate(A, B, u[:4], 0.1, x0)
        expect(torch.cat([first, simulate(A, B, u[4:], 0.1, first[-1])]), whole, u=u, x0=x0)

    @see_hint(2)
    def rows_of_a_batch_do_not_mix(simulate, rng):
        A, B, u, x0 = _stable(rng, 3, (2,)), normal(rng, 2, 3), normal(rng, 2, 7), normal(rng, 2, 3)
        alone = torch.stack([simulate(A[row], B[row], u[row], 0.1, x0[row]) for row in range(2)])
        expect(simulate(A, B, u, 0.1, x0), alone, A=A, B=B, u=u, x0=x0)
        same_system = torch.stack([simulate(A[0], B[0], row, 0.1) for row in u])
        expect(simulate(A[0], B[0], u, 0.1), same_system, A=A[0], B=B[0], u=u)

    @see_hint(4)
    def a_step_that_is_not_positive_is_refused(simulate, rng):
        for step in (0.0, -0.1):
            with expect_error(ValueError, "step", step=step):
                simulate(torch.zeros(1, 1), torch.ones(1), torch.ones(3), step)

    wrong = {
        "the input is not multiplied by the step": (
            lambda A, B, u, step, x0=None: _simulate(A, B, u, step, x0, _euler_input_whole),
            a_tank_without_a_leak_fills_by_the_step_times_the_flow,
        ),
        "stores the state before the sample": (
            lambda A, B, u, step, x0=None: _simulate(A, B, u, step, x0, _euler, before=True),
            a_tank_without_a_leak_fills_by_the_step_times_the_flow,
        ),
        "A transposed": (
            lambda A, B, u, step, x0=None: _simulate(A, B, u, step, x0, _euler_transposed),
            small_steps_land_where_the_matrix_exponential_lands,
        ),
        "x += in place": (_simulate_in_place, a_tank_without_a_leak_fills_by_the_step_times_the_flow),
        "x0 ignored": (
            lambda A, B, u, step, x0=None: _simulate(A, B, u, step, None, _euler),
            a_piece_can_go_on_from_the_state_of_the_piece_before,
        ),
        "A @ x": (_simulate_one, rows_of_a_batch_do_not_mix),
        "runs through the rows of u": (
            lambda A, B, u, step, x0=None: _simulate_one(A, B, u, step, x0, row=False),
            rows_of_a_batch_do_not_mix,
        ),
        "B * u without room for the state": (
            lambda A, B, u, step, x0=None: _simulate(
                A, B, u, step, x0, lambda A, B, x, u, step: _euler(A, B, x, u.squeeze(-1), step)
            ),
            rows_of_a_batch_do_not_mix,
        ),
        "a step of zero taken": (
            lambda A, B, u, step, x0=None: _simulate(A, B, u, step, x0, _euler),
            a_step_that_is_not_positive_is_refused,
        ),
    }


@checks(ssm.time_constants, title="Read the memory off A", minutes=5, difficulty=1)
class TimeConstants:
    hints = (
        "A mode with eigenvalue lambda moves like exp(lambda t). Its size follows the real part alone.",
        "exp(Re(lambda) t) is down to 1/e when t = -1 / Re(lambda).",
        "torch.linalg.eigvals(A) is complex: take .real before you divide. Sort with descending=True.",
        "Where the real part is not negative the mode never fades: torch.where(decay > 0, 1 / decay, torch.inf).",
    )

    @see_hint(2)
    def a_leak_of_one_half_per_second_fades_in_two_seconds(time_constants, rng):
        A = torch.tensor([[-0.5]], dtype=torch.float64)
        expect(time_constants(A), torch.tensor([2.0], dtype=torch.float64), A=A)

    @see_hint(3)
    def a_swinging_mode_fades_by_its_real_part(time_constants, rng):
        A = torch.tensor([[0.0, 1.0], [-4.0, -0.4]], dtype=torch.float64)  # the spring: eigenvalues -0.2 +- 1.99i
        expect(time_constants(A), torch.tensor([5.0, 5.0], dtype=torch.float64), A=A)

    @see_hint(3)
    def the_longest_memory_comes_first(time_constants, rng):
        seconds = torch.tensor([8.0, 5.0, 0.5, 0.125], dtype=torch.float64)
        turn = torch.linalg.qr(normal(rng, 2, 4, 4)).Q
        A = turn @ torch.diag(-1 / seconds[[2, 0, 3, 1]]) @ turn.mT
        expect(time_constants(A), seconds.expand(2, 4), A=A)

    @see_hint(4)
    def a_mode_that_does_not_fade_lasts_for_ever(time_constants, rng):
        A = torch.diag(torch.tensor([0.3, -1.0, 0.0], dtype=torch.float64))
        expect(time_constants(A), torch.tensor([math.inf, math.inf, 1.0], dtype=torch.float64), A=A)

    wrong = {
        "no minus sign": (
            lambda A: (1 / torch.linalg.eigvals(A).real).sort(descending=True).values,
            a_leak_of_one_half_per_second_fades_in_two_seconds,
        ),
        "the size of the eigenvalue": (
            lambda A: (1 / torch.linalg.eigvals(A).abs()).sort(descending=True).values,
            a_swinging_mode_fades_by_its_real_part,
        ),
        "shortest first": (
            lambda A: (-1 / torch.linalg.eigvals(A).real).sort().values,
            the_longest_memory_comes_first,
        ),
        "the diagonal of A": (
            lambda A: (-1 / A.diagonal(dim1=-2, dim2=-1)).sort(descending=True).values,
            a_swinging_mode_fades_by_its_real_part,
        ),
        "a growing mode has a negative time": (
            lambda A: (-1 / torch.linalg.eigvals(A).real).sort(descending=True).values,
            a_mode_that_does_not_fade_lasts_for_ever,
        ),
    }


def _response(A, B, C, D, frequencies, scale=2 * math.pi, sign=-1, conjugate=False, mixed=False):
    complexes = [value.to(torch.float64 if mixed else torch.complex128) for value in (A, B, C)]
    out = []
    for f in frequencies:
        resolvent = 1j * scale * f * torch.eye(A.shape[-1], dtype=torch.complex128) + sign * complexes[0]
        out.append((complexes[2] * torch.linalg.solve(resolvent, complexes[1].unsqueeze(-1)).squeeze(-1)).sum(-1))
    result = torch.stack(out, dim=-1)
    return (result.conj() if conjugate else result) + D


def _batched_response(A, B, C, frequencies):
    if A.ndim == 2:
        return _response(A, B, C, 0.0, frequencies)
    return torch.stack([_response(*one, 0.0, frequencies) for one in zip(A, B, C, strict=True)])


@checks(ssm.frequency_response, title="How a steady wave comes out", minutes=20, difficulty=2)
class FrequencyResponse:
    hints = (
        "Put u = exp(s t) and x = X exp(s t) into x' = A x + B u: s X = A X + B.",
        "So X = (s I - A)^-1 B: torch.linalg.solve. It wants one type on both sides, so make B complex too: "
        "B.to(s.dtype), and C.",
        "s is +2 pi i f: a frequency in hertz is a number of turns a second, and a turn is 2 pi.",
        "The input also goes straight to the output: add D at the end. In a batch, A[..., None, :, :] makes room for "
        "the frequencies; a tensor D needs D[..., None].",
    )

    @see_hint(2)
    def at_frequency_zero_it_is_the_level_that_a_constant_input_settles_at(frequency_response, rng):
        A, B, C = _stable(rng, 3), normal(rng, 3), normal(rng, 3)
        settled = -C @ torch.linalg.solve(A, B)
        got = frequency_response(A, B, C, 0.0, torch.zeros(1, dtype=torch.float64))
        expect(got.real, settled.reshape(1), A=A, B=B, C=C, f=0)

    @see_hint(3)
    def a_tank_gives_the_root_of_two_where_s_is_as_large_as_a(frequency_response, rng):
        A, B = torch.tensor([[-0.5]], dtype=torch.float64), torch.ones(1, dtype=torch.float64)
        f = torch.tensor([0.5 / (2 * math.pi)], dtype=torch.float64)
        got = frequency_response(A, B, B, 0.0, f)
        expect(got.abs(), torch.tensor([math.sqrt(2)], dtype=torch.float64), A=A, B=B, C=B, f=f)
        expect_true(got.imag.item() < 0, "a negative angle: the wave comes late", "a positive angle", A=A, B=B, f=f)

    @see_hint(2)
    def it_is_the_fourier_integral_of_the_impulse_response(frequency_response, rng):
        A, B, C = _stable(rng, 3), normal(rng, 3), normal(rng, 3)
        step = torch.tensor(0.004, dtype=torch.float64)
        transition = torch.matrix_exp(step * A)
        x, h = B, []
        for _ in range(3001):
            h.append(C @ x)
            x = transition @ x
        times = torch.arange(3001, dtype=torch.float64) * step
        for f in (0.4, 1.3):
            wave = torch.exp(-2j * math.pi * f * times)
            want = torch.trapezoid(torch.stack(h) * wave, dx=step.item())
            got = frequency_response(A, B, C, 0.0, torch.tensor([f], dtype=torch.float64))
            expect(got, want.reshape(1), tolerance=1e-3, A=A, B=B, C=C, f=f)

    @see_hint(4)
    def a_batch_with_a_direct_path_adds_D(frequency_response, rng):
        A, B, C, D = _stable(rng, 3, (2,)), normal(rng, 2, 3), normal(rng, 2, 3), normal(rng, 2)
        f = torch.tensor([0.1, 0.7, 2.0, 9.0, 400.0], dtype=torch.float64)
        want = torch.stack([_response(A[i], B[i], C[i], D[i], f) for i in range(2)])
        expect(frequency_response(A, B, C, D, f), want, A=A, D=D, f=f)

    wrong = {
        "forgets that a turn is 2 pi": (
            lambda A, B, C, D, frequencies: _response(A, B, C, D, frequencies, scale=1.0),
            a_tank_gives_the_root_of_two_where_s_is_as_large_as_a,
        ),
        "the wave turns backwards": (
            lambda A, B, C, D, frequencies: _response(A, B, C, D, frequencies, conjugate=True),
            a_tank_gives_the_root_of_two_where_s_is_as_large_as_a,
        ),
        "s I + A": (
            lambda A, B, C, D, frequencies: _response(A, B, C, D, frequencies, sign=1),
            at_frequency_zero_it_is_the_level_that_a_constant_input_settles_at,
        ),
        "A transposed": (
            lambda A, B, C, D, frequencies: _response(A.mT, B, C, D, frequencies),
            at_frequency_zero_it_is_the_level_that_a_constant_input_settles_at,
        ),
        "real B and C": (
            lambda A, B, C, D, frequencies: _response(A, B, C, D, frequencies, mixed=True),
            at_frequency_zero_it_is_the_level_that_a_constant_input_settles_at,
        ),
        "D without room for the frequencies": (
            lambda A, B, C, D, frequencies: _batched_response(A, B, C, frequencies) + D,
            a_batch_with_a_direct_path_adds_D,
        ),
        "D left out": (
            lambda A, B, C, D, frequencies: _batched_response(A, B, C, frequencies),
            a_batch_with_a_direct_path_adds_D,
        ),
    }


def _legs(d_state, dtype=torch.float64, diagonal=1.0, sign=-1.0, transpose=False, root=True):
    n = torch.arange(d_state, dtype=dtype)
    B = torch.sqrt(2 * n + 1) if root else 2 * n + 1
    A = sign * (torch.tril(torch.outer(B, B), diagonal=-1) + torch.diag(n + diagonal))
    return (A.mT if transpose else A), B


@checks(ssm.hippo_legs, title="The matrix that remembers a whole past", minutes=10, difficulty=2)
class HippoLegs:
    hints = (
        "B[n] is the square root of 2n + 1, with n counted from 0: n = torch.arange(d_state, dtype=dtype).",
        "Below the diagonal, A[n, k] = -B[n] B[k]: torch.outer makes the products, torch.tril(..., -1) keeps them.",
        "On the diagonal A[n, n] = -(n + 1): 1 from the dilution and n from the stretch, both with a minus sign.",
        'Refuse a size below 1: raise ValueError(f"d_state must be at least 1, got {d_state}").',
    )

    @see_hint(1)
    def the_input_enters_with_the_roots_of_the_odd_numbers(hippo_legs, rng):
        _, B = hippo_legs(3)
        expect(B, torch.tensor([1.0, 3**0.5, 5**0.5], dtype=torch.float64), d_state=3, result="B")

    @see_hint(3)
    def the_diagonal_counts_down_from_minus_one(hippo_legs, rng):
        A, _ = hippo_legs(3)
        expect(A.diagonal(), torch.tensor([-1.0, -2.0, -3.0], dtype=torch.float64), d_state=3, result="diagonal of A")

    @see_hint(2)
    def three_coefficients_have_the_matrix_of_the_text(hippo_legs, rng):
        a, b, c = 3**0.5, 5**0.5, 15**0.5
        A = torch.tensor([[-1.0, 0, 0], [-a, -2, 0], [-b, -c, -3]], dtype=torch.float64)
        expect(hippo_legs(3)[0], A, d_state=3, result="A")

    @see_hint(2)
    def a_constant_past_stays_a_constant(hippo_legs, rng):
        A, B = hippo_legs(5)
        constant = torch.zeros(5, dtype=torch.float64)
        constant[0] = 2.0  # every degree above 0 is empty, and must stay so
        expect(A @ constant + 2.0 * B, torch.zeros(5), d_state=5, x=constant, u=2.0)

    @see_hint(2)
    def a_ramp_that_goes_on_stays_a_ramp(hippo_legs, rng):
        A, B = hippo_legs(6)
        ramp = torch.zeros(6, dtype=torch.float64)  # u(r) = r on [0, 1] = 1/2 + z/2: two Legendre coefficients
        ramp[0], ramp[1] = 0.5, 0.5 / 3**0.5
        expect(A @ ramp + B, ramp, d_state=6, x=ramp, u=1.0)  # x(t) = t x(1), so t x'(t) = x(t)

    @see_hint(1)
    def the_numbers_have_the_type_that_was_asked_for(hippo_legs, rng):
        for dtype in (torch.float32, torch.float64):
            types = tuple(value.dtype for value in hippo_legs(2, dtype))
            expect_true(types == (dtype, dtype), f"A and B of {dtype}", f"{types[0]} and {types[1]}", dtype=dtype)

    @see_hint(4)
    def a_size_below_one_is_refused(hippo_legs, rng):
        with expect_error(ValueError, "d_state", d_state=0):
            hippo_legs(0)

    wrong = {
        "no square root": (
            lambda d_state, dtype=torch.float64: _legs(d_state, dtype, root=False),
            the_input_enters_with_the_roots_of_the_odd_numbers,
        ),
        "the plus signs of the paper": (
            lambda d_state, dtype=torch.float64: _legs(d_state, dtype, sign=1.0),
            the_diagonal_counts_down_from_minus_one,
        ),
        "n counted from 1": (
            lambda d_state, dtype=torch.float64: _legs(d_state, dtype, diagonal=2.0),
            the_diagonal_counts_down_from_minus_one,
        ),
        "upper triangle": (
            lambda d_state, dtype=torch.float64: _legs(d_state, dtype, transpose=True),
            three_coefficients_have_the_matrix_of_the_text,
        ),
        "dtype ignored": (
            lambda d_state, dtype=torch.float64: _legs(d_state),
            the_numbers_have_the_type_that_was_asked_for,
        ),
        "an empty matrix for size 0": (_legs, a_size_below_one_is_refused),
    }
