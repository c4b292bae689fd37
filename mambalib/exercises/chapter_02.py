"""The exercises of chapter 2: from a differential equation to a step."""

import math

import torch

from mambalib import discretize
from mambalib.exercises.machine import checks, expect, expect_error, normal, see_hint


def _stable(rng, size, batch=()):
    """A random matrix whose modes all fade."""
    return 0.5 * normal(rng, *batch, size, size) - 2 * torch.eye(size, dtype=torch.float64)


def _eye(A):
    return torch.eye(A.shape[-1], dtype=A.dtype)


def _held(A, B, delta, steps=1024):
    """A_bar and B_bar of one held step, from many small ones of a fourth-order method: no formula of the chapter."""
    size, h = A.shape[-1], delta / steps
    x = torch.cat([_eye(A), torch.zeros(size, 1, dtype=A.dtype)], dim=1)  # columns: the state from e_i, and from 0
    push = torch.cat([torch.zeros(size, size, dtype=A.dtype), B.unsqueeze(-1)], dim=1)
    for _ in range(steps):
        k1 = A @ x + push
        k2 = A @ (x + h / 2 * k1) + push
        k3 = A @ (x + h / 2 * k2) + push
        k4 = A @ (x + h * k3) + push
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return x[:, :-1], x[:, -1]


def _positive(delta):
    delta = torch.as_tensor(delta, dtype=torch.float64)
    if not (delta > 0).all():
        raise ValueError(f"delta must be positive, got {delta}")
    return delta


@checks(discretize.euler, title="The simplest step", minutes=5, difficulty=1)
class Euler:
    hints = (
        "x[k] = x[k-1] + delta (A x[k-1] + B u[k]): sort it into what multiplies x[k-1] and what multiplies u[k].",
        "A_bar = I + delta A. The identity is torch.eye(N, dtype=A.dtype), not torch.ones.",
        "delta may have the shape of the batch: delta[..., None, None] * A, and delta[..., None] * B.",
        'Refuse a step that is not positive: raise ValueError(f"delta must be positive, got ...").',
    )

    @see_hint(2)
    def the_tank_of_the_text_keeps_nothing_at_a_step_of_two_seconds(euler, rng):
        A, B = torch.tensor([[-0.5]], dtype=torch.float64), torch.tensor([1.0], dtype=torch.float64)
        expect(euler(A, B, 2.0), (torch.zeros(1, 1), torch.tensor([2.0])), A=A, B=B, delta=2.0)

    @see_hint(1)
    def a_step_moves_along_the_rate_of_change(euler, rng):
        A, B, x = _stable(rng, 3), normal(rng, 3), normal(rng, 3)
        A_bar, B_bar = euler(A, B, 0.3)
        expect(A_bar @ x + B_bar * 1.7, x + 0.3 * (A @ x + B * 1.7), A=A, B=B, x=x, u=1.7, delta=0.3)

    @see_hint(3)
    def every_system_of_a_batch_takes_its_own_step(euler, rng):
        A, B = _stable(rng, 3, (2,)), normal(rng, 2, 3)
        delta = torch.tensor([0.1, 0.7], dtype=torch.float64)
        want_A = torch.stack([_eye(A) + d * one for d, one in zip(delta, A, strict=True)])
        expect(euler(A, B, delta), (want_A, torch.stack([0.1 * B[0], 0.7 * B[1]])), A=A, B=B, delta=delta)

    @see_hint(4)
    def a_step_that_is_not_positive_is_refused(euler, rng):
        for delta in (0.0, -0.1):
            with expect_error(ValueError, "delta", delta=delta):
                euler(torch.zeros(1, 1), torch.ones(1), delta)

    wrong = {
        "forgets the identity": (
            lambda A, B, delta: (_positive(delta)[..., None, None] * A, _positive(delta)[..., None] * B),
            the_tank_of_the_text_keeps_nothing_at_a_step_of_two_seconds,
        ),
        "ones in place of the identity": (
            lambda A, B, delta: (1 + _positive(delta)[..., None, None] * A, _positive(delta)[..., None] * B),
            a_step_moves_along_the_rate_of_change,
        ),
        "B not multiplied by the step": (
            lambda A, B, delta: (_eye(A) + _positive(delta)[..., None, None] * A, B),
            the_tank_of_the_text_keeps_nothing_at_a_step_of_two_seconds,
        ),
        "delta only as a number": (
            lambda A, B, delta: (_eye(A) + _positive(delta) * A, _positive(delta) * B),
            every_system_of_a_batch_takes_its_own_step,
        ),
        "negative steps taken": (
            lambda A, B, delta: (
                _eye(A) + torch.as_tensor(delta, dtype=A.dtype)[..., None, None] * A,
                torch.as_tensor(delta, dtype=A.dtype)[..., None] * B,
            ),
            a_step_that_is_not_positive_is_refused,
        ),
    }


def _bilinear(A, B, delta, left=-0.5, right=0.5, factor=1.0):
    step = _positive(delta)[..., None, None]
    inverse = torch.linalg.inv(_eye(A) + left * step * A)
    return inverse @ (_eye(A) + right * step * A), factor * (inverse @ (step * B.unsqueeze(-1))).squeeze(-1)


@checks(discretize.bilinear, title="The mean of both ends", minutes=12, difficulty=2)
class Bilinear:
    hints = (
        "Write the step with the mean rate: x[k] = x[k-1] + delta/2 (A x[k-1] + A x[k]) + delta B u[k].",
        "Bring x[k] to the left: (I - delta/2 A) x[k] = (I + delta/2 A) x[k-1] + delta B u[k]. Mind the two signs.",
        "Solve with I - delta/2 A on the left for both right-hand sides; B goes through the solve too.",
        "delta may have the shape of the batch: delta[..., None, None] * A, and B.unsqueeze(-1) to solve for it.",
        'Refuse a step that is not positive: raise ValueError(f"delta must be positive, got ...").',
    )

    @see_hint(2)
    def the_tank_of_the_text_keeps_a_third(bilinear, rng):
        A, B = torch.tensor([[-0.5]], dtype=torch.float64), torch.tensor([1.0], dtype=torch.float64)
        expect(bilinear(A, B, 2.0)[0], torch.tensor([[1 / 3]], dtype=torch.float64), A=A, B=B, delta=2.0)

    @see_hint(3)
    def what_flows_in_goes_through_the_solve_too(bilinear, rng):
        A, B = torch.tensor([[-0.5]], dtype=torch.float64), torch.tensor([1.0], dtype=torch.float64)
        expect(bilinear(A, B, 2.0)[1], torch.tensor([4 / 3], dtype=torch.float64), A=A, B=B, delta=2.0)

    @see_hint(1)
    def the_new_state_satisfies_the_mean_rule(bilinear, rng):
        A, B, x, u, delta = _stable(rng, 3), normal(rng, 3), normal(rng, 3), -0.8, 0.4
        A_bar, B_bar = bilinear(A, B, delta)
        new = A_bar @ x + B_bar * u
        expect(new - x, delta * (A @ (x + new) / 2 + B * u), A=A, B=B, x=x, u=u, delta=delta)

    @see_hint(2)
    def a_swing_without_friction_keeps_its_height(bilinear, rng):
        A, B = torch.tensor([[0.0, 3.0], [-3.0, 0.0]], dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
        A_bar, _ = bilinear(A, B, 0.5)
        expect(torch.linalg.eigvals(A_bar).abs(), torch.ones(2), A=A, delta=0.5)

    @see_hint(4)
    def every_system_of_a_batch_takes_its_own_step(bilinear, rng):
        A, B = _stable(rng, 3, (2,)), normal(rng, 2, 3)
        delta = torch.tensor([0.1, 0.7], dtype=torch.float64)
        both = [bilinear(A[i], B[i], float(delta[i])) for i in range(2)]
        want = torch.stack([one[0] for one in both]), torch.stack([one[1] for one in both])
        expect(bilinear(A, B, delta), want, A=A, B=B, delta=delta)

    @see_hint(5)
    def a_step_that_is_not_positive_is_refused(bilinear, rng):
        with expect_error(ValueError, "delta", delta=0.0):
            bilinear(torch.zeros(1, 1), torch.ones(1), 0.0)

    wrong = {
        "a step of zero taken": (
            lambda A, B, delta: _bilinear(A, B, torch.as_tensor(delta, dtype=A.dtype) + 1e-300),
            a_step_that_is_not_positive_is_refused,
        ),
        "signs swapped": (lambda A, B, delta: _bilinear(A, B, delta, 0.5, -0.5), the_tank_of_the_text_keeps_a_third),
        "the whole step on both sides": (
            lambda A, B, delta: _bilinear(A, B, delta, -1.0, 1.0),
            the_tank_of_the_text_keeps_a_third,
        ),
        "B does not go through the solve": (
            lambda A, B, delta: (_bilinear(A, B, delta)[0], _positive(delta)[..., None] * B),
            what_flows_in_goes_through_the_solve_too,
        ),
        "backward Euler": (lambda A, B, delta: _bilinear(A, B, delta, -1.0, 0.0), the_tank_of_the_text_keeps_a_third),
        "elementwise division": (
            lambda A, B, delta: (
                (_eye(A) + delta / 2 * A) / (_eye(A) - delta / 2 * A),
                delta * B / (1 - delta / 2 * A.diagonal()),
            ),
            the_new_state_satisfies_the_mean_rule,
        ),
        "delta only as a number": (
            lambda A, B, delta: (
                torch.linalg.solve(_eye(A) - delta / 2 * A, _eye(A) + delta / 2 * A),
                torch.linalg.solve(_eye(A) - delta / 2 * A, delta * B),
            ),
            every_system_of_a_batch_takes_its_own_step,
        ),
    }


@checks(discretize.zoh_diagonal, title="Discretize with a held input", minutes=10, difficulty=2)
class ZohDiagonal:
    hints = (
        "With u constant the state is drawn to x* = -b u / a. The distance to x* fades like exp(a t).",
        "a_bar = exp(delta a). For b_bar, integrate exp(a s) from 0 to delta and multiply by b.",
        "At a = 0 the quotient (exp(z) - 1)/z is 0/0, and near 0 it loses digits: discretize.expm1_over(z) does not.",
        'Refuse a step that is not positive: raise ValueError(f"delta must be positive, got ...").',
        "delta has a shape that fits a as it stands, such as (2, 1) for an a of (2, 3): add no dimensions to it.",
    )

    @see_hint(2)
    def one_held_step_lands_where_thousands_of_small_steps_do(zoh_diagonal, rng):
        a, b, delta = -torch.exp(normal(rng, 3)), normal(rng, 3), 0.7
        A_bar, b_bar = _held(torch.diag(a), b, delta)
        expect(zoh_diagonal(a, b, delta), (A_bar.diagonal(), b_bar), a=a, b=b, delta=delta)

    @see_hint(1)
    def two_half_steps_make_one_step(zoh_diagonal, rng):
        a, b, delta = -torch.exp(normal(rng, 2, 3)), normal(rng, 2, 3), torch.exp(normal(rng, 2, 1))
        whole_a, whole_b = zoh_diagonal(a, b, delta)
        half_a, half_b = zoh_diagonal(a, b, delta / 2)
        expect((half_a * half_a, half_a * half_b + half_b), (whole_a, whole_b), a=a, b=b, delta=delta)

    @see_hint(3)
    def an_integrator_gains_delta_times_b(zoh_diagonal, rng):
        for a in (0.0, -1e-13):
            a_tensor, b = torch.tensor([a], dtype=torch.float64), torch.tensor([1.5], dtype=torch.float64)
            expect(zoh_diagonal(a_tensor, b, 0.2)[1], torch.tensor([0.3], dtype=torch.float64), a=a, b=1.5, delta=0.2)

    @see_hint(5)
    def delta_broadcasts_against_a_as_it_stands(zoh_diagonal, rng):
        a, b, delta = -torch.exp(normal(rng, 2, 3)), normal(rng, 3), torch.exp(normal(rng, 2, 1))
        rows = [zoh_diagonal(a[i], b, float(delta[i])) for i in range(2)]
        want = torch.stack([row[0] for row in rows]), torch.stack([row[1] for row in rows])
        expect(zoh_diagonal(a, b, delta), want, a=a, b=b, delta=delta)

    @see_hint(2)
    def a_swinging_mode_turns_by_its_angle(zoh_diagonal, rng):
        a = torch.tensor([-0.1 + 2j], dtype=torch.complex128)
        a_bar, b_bar = zoh_diagonal(a, torch.ones(1, dtype=torch.complex128), math.pi / 4)
        expect(a_bar, torch.tensor([1j * math.exp(-0.1 * math.pi / 4)]), tolerance=1e-7, a=a, delta=math.pi / 4)
        expect(a * b_bar, a_bar - 1, a=a, delta=math.pi / 4)

    @see_hint(4)
    def a_step_that_is_not_positive_is_refused(zoh_diagonal, rng):
        for delta in (torch.tensor([0.1, 0.0]), torch.tensor([-0.1])):
            with expect_error(ValueError, "delta", delta=delta):
                zoh_diagonal(-torch.ones(2), torch.ones(2), delta)

    wrong = {
        "Euler's b_bar, as Mamba's code has it": (
            lambda a, b, delta: (torch.exp(delta * a), delta * b),
            one_held_step_lands_where_thousands_of_small_steps_do,
        ),
        "Euler's a_bar": (
            lambda a, b, delta: (1 + delta * a, delta * b * torch.expm1(delta * a) / (delta * a)),
            one_held_step_lands_where_thousands_of_small_steps_do,
        ),
        "b_bar without the division": (
            lambda a, b, delta: (torch.exp(delta * a), (torch.exp(delta * a) - 1) * b),
            one_held_step_lands_where_thousands_of_small_steps_do,
        ),
        "0/0 at a = 0": (
            lambda a, b, delta: (torch.exp(delta * a), (torch.exp(delta * a) - 1) / a * b),
            an_integrator_gains_delta_times_b,
        ),
        "0/0 mended with a small number": (
            lambda a, b, delta: (torch.exp(delta * a), (torch.exp(delta * a) - 1) / (a + 1e-12) * b),
            an_integrator_gains_delta_times_b,
        ),
        "dimensions added to delta": (
            lambda a, b, delta: discretize.zoh_diagonal(a, b, torch.as_tensor(delta, dtype=a.real.dtype)[..., None]),
            delta_broadcasts_against_a_as_it_stands,
        ),
        "the real part alone": (
            lambda a, b, delta: (
                torch.exp(delta * a.real),
                discretize.zoh_diagonal(a.real, b, delta)[1],
            ),
            a_swinging_mode_turns_by_its_angle,
        ),
        "negative steps taken": (
            lambda a, b, delta: (torch.exp(delta * a), delta * b * discretize.expm1_over(delta * a)),
            a_step_that_is_not_positive_is_refused,
        ),
    }


def _zoh_by_inverse(A, B, delta):
    step = _positive(delta)[..., None, None]
    A_bar = torch.matrix_exp(step * A)
    return A_bar, torch.linalg.solve(A, ((A_bar - _eye(A)) @ B.unsqueeze(-1))).squeeze(-1)


@checks(discretize.zoh, title="Held input, any matrix", minutes=15, difficulty=3)
class Zoh:
    hints = (
        "exp(delta A) is torch.matrix_exp(delta * A): not torch.exp, which takes every element by itself.",
        "A^-1 (exp(delta A) - I) B needs an inverse that an integrator does not have. The next hint does without.",
        "Add the held input to the state: (x, u)' = [[A, B], [0, 0]] (x, u). Its exponential holds A_bar and B_bar.",
        "For a batch, build the block with torch.cat and torch.nn.functional.pad; delta[..., None, None] scales it.",
        'Refuse a step that is not positive: raise ValueError(f"delta must be positive, got ...").',
    )

    @see_hint(1)
    def one_held_step_lands_where_thousands_of_small_steps_do(zoh, rng):
        A, B, delta = _stable(rng, 3), normal(rng, 3), 0.7
        expect(zoh(A, B, delta), _held(A, B, delta), A=A, B=B, delta=delta)

    @see_hint(2)
    def a_cart_that_is_pushed_gains_speed_and_way(zoh, rng):
        A = torch.tensor([[0.0, 1.0], [0.0, 0.0]], dtype=torch.float64)  # way and speed: singular
        B, t = torch.tensor([0.0, 1.0], dtype=torch.float64), 3.0
        want_A = torch.tensor([[1.0, t], [0.0, 1.0]], dtype=torch.float64)
        expect(zoh(A, B, t), (want_A, torch.tensor([t * t / 2, t], dtype=torch.float64)), A=A, B=B, delta=t)

    @see_hint(3)
    def three_steps_make_one_of_three_times_the_length(zoh, rng):
        A, B, delta = _stable(rng, 4), normal(rng, 4), 0.3
        one_A, one_B = zoh(A, B, delta)
        want = one_A @ one_A @ one_A, one_A @ (one_A @ one_B + one_B) + one_B
        expect(zoh(A, B, 3 * delta), want, A=A, B=B, delta=3 * delta)

    @see_hint(4)
    def every_system_of_a_batch_takes_its_own_step(zoh, rng):
        A, B = _stable(rng, 3, (2,)), normal(rng, 2, 3)
        delta = torch.tensor([0.1, 0.7], dtype=torch.float64)
        both = [_held(A[i], B[i], float(delta[i])) for i in range(2)]
        want = torch.stack([one[0] for one in both]), torch.stack([one[1] for one in both])
        expect(zoh(A, B, delta), want, A=A, B=B, delta=delta)

    @see_hint(5)
    def a_step_that_is_not_positive_is_refused(zoh, rng):
        with expect_error(ValueError, "delta", delta=0.0):
            zoh(torch.zeros(1, 1), torch.ones(1), 0.0)

    wrong = {
        "a step of zero taken": (
            lambda A, B, delta: discretize.zoh(A, B, torch.as_tensor(delta, dtype=A.dtype) + 1e-300),
            a_step_that_is_not_positive_is_refused,
        ),
        "torch.exp of the elements": (
            lambda A, B, delta: (torch.exp(delta * A), torch.linalg.solve(A, (torch.exp(delta * A) - _eye(A)) @ B)),
            one_held_step_lands_where_thousands_of_small_steps_do,
        ),
        "Euler's B_bar": (
            lambda A, B, delta: (torch.matrix_exp(delta * A), delta * B),
            one_held_step_lands_where_thousands_of_small_steps_do,
        ),
        "takes the inverse of A": (_zoh_by_inverse, a_cart_that_is_pushed_gains_speed_and_way),
        "takes the pseudo-inverse of A": (
            lambda A, B, delta: (
                torch.matrix_exp(delta * A),
                torch.linalg.pinv(A) @ (torch.matrix_exp(delta * A) - _eye(A)) @ B,
            ),
            a_cart_that_is_pushed_gains_speed_and_way,
        ),
        "one step for the whole batch": (
            lambda A, B, delta: discretize.zoh(A, B, torch.as_tensor(delta, dtype=A.dtype).mean()),
            every_system_of_a_batch_takes_its_own_step,
        ),
    }
