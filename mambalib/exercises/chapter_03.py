"""The exercises of chapter 3: one system, run as a recurrence and as a convolution."""

import torch

from mambalib import lti
from mambalib.exercises.machine import checks, expect, expect_true, normal, see_hint


def _system(rng, size, batch=()):
    """A random discrete system whose state fades."""
    A_bar = 0.3 * normal(rng, *batch, size, size) / size**0.5 + 0.6 * torch.eye(size, dtype=torch.float64)
    return A_bar, normal(rng, *batch, size), normal(rng, *batch, size)


def _outputs_by_hand(A_bar, B_bar, C, u):
    """Every output from the definition: the sum over all samples so far, each carried forward by a matrix power."""
    return torch.stack(
        [sum(C @ torch.linalg.matrix_power(A_bar, k - j) @ B_bar * u[j] for j in range(k + 1)) for k in range(len(u))]
    )


def _run(A_bar, B_bar, C, u, D=0.0, x0=None, late=False, transpose=False):
    x, outputs = torch.zeros_like(B_bar) if x0 is None else x0, []
    for u_k in u.unbind(-1):
        before = x
        x = ((A_bar.mT if transpose else A_bar) @ x.unsqueeze(-1)).squeeze(-1) + B_bar * u_k.unsqueeze(-1)
        outputs.append((C * (before if late else x)).sum(-1) + D * u_k)
    return torch.stack(outputs, dim=-1), x


def _run_without_batch(A_bar, B_bar, C, u, D=0.0, x0=None):
    x, outputs = torch.zeros_like(B_bar) if x0 is None else x0, []
    for u_k in u.unbind(-1):
        x = A_bar @ x + B_bar * u_k
        outputs.append(C @ x + D * u_k)
    return torch.stack(outputs, dim=-1), x


@checks(lti.recurrence, title="Sample by sample", minutes=8, difficulty=1)
class Recurrence:
    hints = (
        "First the state: x = A_bar x + B_bar u_k. Then the output, from the new state: y_k = C x + D u_k.",
        "x is (..., N): (A_bar @ x.unsqueeze(-1)).squeeze(-1), and (C * x).sum(-1) works for any batch.",
        "Begin with x0 where it is given. Return the outputs and the last state.",
    )

    @see_hint(1)
    def one_number_of_state_can_be_followed_by_hand(recurrence, rng):
        A_bar, one = torch.tensor([[0.5]], dtype=torch.float64), torch.ones(1, dtype=torch.float64)
        u = torch.tensor([1.0, 0.0, 4.0], dtype=torch.float64)
        want = torch.tensor([12.0, 1.0, 48.5], dtype=torch.float64), torch.tensor([4.25], dtype=torch.float64)
        expect(recurrence(A_bar, one, 2 * one, u, 10.0), want, A_bar=0.5, B_bar=1, C=2, D=10, u=u)

    @see_hint(2)
    def every_output_is_the_sum_over_all_samples_so_far(recurrence, rng):
        A_bar, B_bar, C = _system(rng, 3)
        u = normal(rng, 7)
        y, _ = recurrence(A_bar, B_bar, C, u)
        expect(y, _outputs_by_hand(A_bar, B_bar, C, u), A_bar=A_bar, B_bar=B_bar, C=C, u=u)

    @see_hint(2)
    def systems_of_a_batch_do_not_mix(recurrence, rng):
        A_bar, B_bar, C = _system(rng, 3, (2,))
        u = normal(rng, 2, 7)
        want = torch.stack([_outputs_by_hand(A_bar[i], B_bar[i], C[i], u[i]) for i in range(2)])
        expect(recurrence(A_bar, B_bar, C, u)[0], want, A_bar=A_bar, B_bar=B_bar, C=C, u=u)

    @see_hint(3)
    def a_piece_can_go_on_from_the_state_of_the_piece_before(recurrence, rng):
        A_bar, B_bar, C = _system(rng, 3, (2,))
        u, D, x0 = normal(rng, 2, 7), normal(rng, 2), normal(rng, 2, 3)
        first_y, x = recurrence(A_bar, B_bar, C, u[:, :4], D, x0)
        second_y, x = recurrence(A_bar, B_bar, C, u[:, 4:], D, x)
        expect(recurrence(A_bar, B_bar, C, u, D, x0), (torch.cat([first_y, second_y], dim=1), x), u=u, x0=x0)
        new = torch.einsum("bij,bj->bi", A_bar, x0) + B_bar * u[:, :1]
        expect(recurrence(A_bar, B_bar, C, u[:, :1], D, x0)[1], new, u=u[:, :1], x0=x0)

    wrong = {
        "reads the state before the sample": (
            lambda A_bar, B_bar, C, u, D=0.0, x0=None: _run(A_bar, B_bar, C, u, D, x0, late=True),
            one_number_of_state_can_be_followed_by_hand,
        ),
        "D left out": (
            lambda A_bar, B_bar, C, u, D=0.0, x0=None: _run(A_bar, B_bar, C, u, 0.0, x0),
            one_number_of_state_can_be_followed_by_hand,
        ),
        "A_bar transposed": (
            lambda A_bar, B_bar, C, u, D=0.0, x0=None: _run(A_bar, B_bar, C, u, D, x0, transpose=True),
            every_output_is_the_sum_over_all_samples_so_far,
        ),
        "one matrix times one vector": (_run_without_batch, systems_of_a_batch_do_not_mix),
        "x0 ignored": (
            lambda A_bar, B_bar, C, u, D=0.0, x0=None: _run(A_bar, B_bar, C, u, D),
            a_piece_can_go_on_from_the_state_of_the_piece_before,
        ),
        "the first state returned": (
            lambda A_bar, B_bar, C, u, D=0.0, x0=None: (
                _run(A_bar, B_bar, C, u, D, x0)[0],
                torch.zeros_like(B_bar) if x0 is None else x0,
            ),
            one_number_of_state_can_be_followed_by_hand,
        ),
    }


def _convolve(u, kernel, padded=None, crop=slice(0, None), flip=False):
    n = u.shape[-1] + kernel.shape[-1] - 1 if padded is None else padded(u, kernel)
    if flip:
        kernel = kernel.flip(-1)
    y = torch.fft.irfft(torch.fft.rfft(u, n=n) * torch.fft.rfft(kernel, n=n), n=n)
    return y[..., crop][..., : u.shape[-1]]


@checks(lti.causal_convolution, title="All samples at once", minutes=12, difficulty=2)
class CausalConvolution:
    hints = (
        "Multiply the spectra: torch.fft.rfft of both, then torch.fft.irfft of the product.",
        "The transform sees periodic signals: pad both with zeros, n = len(u) + len(kernel) - 1.",
        "irfft needs n=... again: from the spectrum alone it cannot tell an odd length from an even one.",
        "Output k may use samples 0 ... k alone: keep the first `length` values of the padded result.",
    )

    @see_hint(2)
    def a_kick_at_the_end_does_not_come_out_at_the_beginning(causal_convolution, rng):
        u = torch.tensor([0.0, 0.0, 0.0, 1.0], dtype=torch.float64)
        kernel = torch.tensor([1.0, 0.5, 0.25, 0.125, 0.0625], dtype=torch.float64)
        expect(causal_convolution(u, kernel), u, u=u, kernel=kernel)

    @see_hint(1)
    def a_plain_loop_agrees(causal_convolution, rng):
        u, kernel = normal(rng, 2, 1, 6), normal(rng, 5, 7)
        want = torch.zeros(2, 5, 6, dtype=torch.float64)
        for k in range(6):
            for j in range(k + 1):
                want[..., k] += kernel[:, j] * u[..., k - j]
        expect(causal_convolution(u, kernel), want, u=u, kernel=kernel)

    @see_hint(3)
    def odd_and_unequal_lengths_work(causal_convolution, rng):
        for length, length_k in ((1, 1), (5, 2), (6, 9), (4, 1), (3, 8)):
            u, kernel = normal(rng, length), normal(rng, length_k)
            want = torch.zeros(length + length_k, dtype=torch.float64)
            for j in range(length_k):
                want[j : j + length] += kernel[j] * u
            expect(causal_convolution(u, kernel), want[:length], length=length, kernel_length=length_k)

    @see_hint(4)
    def what_comes_later_changes_nothing_before(causal_convolution, rng):
        u, kernel = normal(rng, 11), normal(rng, 11)
        changed = torch.cat([u[:6], normal(rng, 5)])
        expect(causal_convolution(changed, kernel)[:6], causal_convolution(u, kernel)[:6], u=u, kernel=kernel)

    wrong = {
        "no padding": (
            lambda u, kernel: _convolve(u, kernel, padded=lambda u, kernel: u.shape[-1]),
            a_kick_at_the_end_does_not_come_out_at_the_beginning,
        ),
        "the kernel back to front": (
            lambda u, kernel: _convolve(u, kernel, flip=True),
            a_kick_at_the_end_does_not_come_out_at_the_beginning,
        ),
        "the middle of the result, as 'same' padding has it": (
            lambda u, kernel: _convolve(u, kernel, crop=slice((kernel.shape[-1] - 1) // 2, None)),
            a_kick_at_the_end_does_not_come_out_at_the_beginning,
        ),
        "the last samples of the result": (
            lambda u, kernel: _convolve(u, kernel, crop=slice(kernel.shape[-1] - 1, None)),
            a_kick_at_the_end_does_not_come_out_at_the_beginning,
        ),
        "zeros for one signal length only": (
            lambda u, kernel: _convolve(u, kernel, padded=lambda u, kernel: 2 * u.shape[-1]),
            odd_and_unequal_lengths_work,
        ),
        "irfft left to guess the length": (
            lambda u, kernel: torch.fft.irfft(
                torch.fft.rfft(u, n=u.shape[-1] + kernel.shape[-1] - 1)
                * torch.fft.rfft(kernel, n=u.shape[-1] + kernel.shape[-1] - 1)
            )[..., : u.shape[-1]],
            odd_and_unequal_lengths_work,
        ),
    }


def _powers(a_bar, length, first=0):
    return a_bar.unsqueeze(-1) ** torch.arange(first, first + length)


@checks(lti.diagonal_kernel, title="The kernel in closed form", minutes=10, difficulty=2)
class DiagonalKernel:
    hints = (
        "With a diagonal A_bar each state goes its own way: its part of kernel[k] is c b_bar a_bar^k.",
        "a_bar.unsqueeze(-1) ** torch.arange(length) is a matrix with all powers, (..., d_state, length).",
        "The first power is 0: the sample has just entered and not faded yet.",
        "Weigh each row by c b_bar and sum over the states. Do not take the real part: the caller decides.",
    )

    @see_hint(3)
    def a_kick_fades_from_its_full_height(diagonal_kernel, rng):
        half, one = torch.tensor([0.5], dtype=torch.float64), torch.ones(1, dtype=torch.float64)
        want = torch.tensor([6.0, 3.0, 1.5, 0.75], dtype=torch.float64)
        expect(diagonal_kernel(half, 2 * one, 3 * one, 4), want, a_bar=0.5, b_bar=2, c=3, length=4)

    @see_hint(2)
    def the_recurrence_gives_the_same_response(diagonal_kernel, rng):
        a_bar, b_bar, c = torch.rand(5, dtype=torch.float64), normal(rng, 5), normal(rng, 5)
        x, want = b_bar, []
        for _ in range(7):
            want.append((c * x).sum())
            x = a_bar * x
        expect(diagonal_kernel(a_bar, b_bar, c, 7), torch.stack(want), a_bar=a_bar, b_bar=b_bar, c=c, length=7)

    @see_hint(4)
    def complex_states_of_a_batch_keep_both_parts(diagonal_kernel, rng):
        a_bar, b_bar, c = (torch.complex(normal(rng, 2, 3), normal(rng, 2, 3)) / 2 for _ in range(3))
        want = torch.zeros(2, 7, dtype=torch.complex128)
        for k in range(7):
            for n in range(3):
                want[:, k] += c[:, n] * b_bar[:, n] * a_bar[:, n] ** k
        got = diagonal_kernel(a_bar, b_bar, c, 7)
        expect_true(got.is_complex(), "a complex kernel", f"a kernel of type {got.dtype}", a_bar=a_bar)
        expect(got, want, a_bar=a_bar, b_bar=b_bar, c=c, length=7)

    @see_hint(2)
    def one_sample_is_enough(diagonal_kernel, rng):
        a_bar, b_bar, c = normal(rng, 3), normal(rng, 3), normal(rng, 3)
        expect(diagonal_kernel(a_bar, b_bar, c, 1), (c * b_bar).sum().reshape(1), b_bar=b_bar, c=c, length=1)

    wrong = {
        "starts at the first power": (
            lambda a_bar, b_bar, c, length: ((c * b_bar).unsqueeze(-1) * _powers(a_bar, length, 1)).sum(-2),
            a_kick_fades_from_its_full_height,
        ),
        "b_bar left out": (
            lambda a_bar, b_bar, c, length: (c.unsqueeze(-1) * _powers(a_bar, length)).sum(-2),
            a_kick_fades_from_its_full_height,
        ),
        "powers of the sum": (
            lambda a_bar, b_bar, c, length: (
                (c * b_bar).sum(-1, keepdim=True) * a_bar.sum(-1, keepdim=True) ** torch.arange(length)
            ),
            the_recurrence_gives_the_same_response,
        ),
        "the real part taken": (
            lambda a_bar, b_bar, c, length: ((c * b_bar).unsqueeze(-1) * _powers(a_bar, length)).sum(-2).real,
            complex_states_of_a_batch_keep_both_parts,
        ),
        "c conjugated": (
            lambda a_bar, b_bar, c, length: ((c.conj() * b_bar).unsqueeze(-1) * _powers(a_bar, length)).sum(-2),
            complex_states_of_a_batch_keep_both_parts,
        ),
    }


def _with_step(body):
    return type("S4D", (lti.S4D,), {"step": body})


def _step_without_decay(self, x, state=None):
    _, b_bar, c = self.discrete()
    state = b_bar * x.unsqueeze(-1) + (0 if state is None else state)
    return 2 * (c * state).sum(-1).real + self.D * x, state


def _step_without_the_pair(self, x, state=None):
    a_bar, b_bar, c = self.discrete()
    state = b_bar * x.unsqueeze(-1) + (0 if state is None else a_bar * state)
    return (c * state).sum(-1).real + self.D * x, state


def _step_without_skip(self, x, state=None):
    a_bar, b_bar, c = self.discrete()
    state = b_bar * x.unsqueeze(-1) + (0 if state is None else a_bar * state)
    return 2 * (c * state).sum(-1).real, state


def _step_of_real_parts(self, x, state=None):
    a_bar, b_bar, c = self.discrete()
    state = b_bar * x.unsqueeze(-1) + (0 if state is None else a_bar * state)
    return 2 * (c.real * state.real).sum(-1) + self.D * x, state


def _step_reads_old_state(self, x, state=None):
    a_bar, b_bar, c = self.discrete()
    before = torch.zeros_like(b_bar * x.unsqueeze(-1)) if state is None else state
    return 2 * (c * before).sum(-1).real + self.D * x, a_bar * before + b_bar * x.unsqueeze(-1)


@checks(lti.S4D, title="Run a trained layer sample by sample", minutes=15, difficulty=3)
class S4DStep:
    hints = (
        "a_bar, b_bar, c = self.discrete() gives the numbers of every channel, each (d_model, d_state/2).",
        "The state is (batch, d_model, d_state/2): a_bar * state + b_bar * x.unsqueeze(-1). A state of None is zero.",
        "The other half of the states are conjugates: a pair gives 2 Re(c x). Take the real part of the product.",
        "The output also takes the sample itself: + self.D * x.",
        "Name the method step, with the arguments x and state=None, and indent it below class S4D(lti.S4D).",
    )

    @see_hint(5)
    def the_cell_defines_a_step_of_its_own(S4D, rng):
        expect_true(S4D.step is not lti.S4D.step, "a method named step", "a class without one")

    @see_hint(4)
    def without_a_kernel_the_sample_comes_straight_through(S4D, rng):
        layer, x = _layer(S4D), normal(rng, 2, 5)
        with torch.no_grad():
            layer.C.zero_()
            layer.D.copy_(torch.arange(1.0, 6.0))
        expect(layer.step(x)[0], x * torch.arange(1.0, 6.0), x=x, c=0, D=layer.D)

    @see_hint(3)
    def the_first_step_is_what_the_convolution_gives_for_one_sample(S4D, rng):
        layer, x = _layer(S4D), normal(rng, 2, 5)
        want_y, want_state = lti.S4D.forward(layer, x.unsqueeze(1))
        expect(layer.step(x), (want_y[:, 0], want_state), x=x)

    @see_hint(2)
    def steps_one_by_one_give_what_the_convolution_gives(S4D, rng):
        layer, x = _layer(S4D), normal(rng, 2, 7, 5)
        want_y, want_state = lti.S4D.forward(layer, x)
        state, outputs = None, []
        for sample in x.unbind(1):
            y, state = layer.step(sample, state)
            outputs.append(y)
        expect((torch.stack(outputs, dim=1), state), (want_y, want_state), x=x)

    @see_hint(2)
    def a_step_goes_on_from_where_a_convolution_ended(S4D, rng):
        layer, x = _layer(S4D), normal(rng, 2, 7, 5)
        want_y, _ = lti.S4D.forward(layer, x)
        _, state = lti.S4D.forward(layer, x[:, :-1])
        expect(layer.step(x[:, -1], state)[0], want_y[:, -1], x=x)

    wrong = {
        "the method misspelt": (
            type("S4D", (lti.S4D,), {"stepp": _step_without_decay}),
            the_cell_defines_a_step_of_its_own,
        ),
        "the state does not fade": (
            _with_step(_step_without_decay),
            steps_one_by_one_give_what_the_convolution_gives,
        ),
        "one of the pair alone": (
            _with_step(_step_without_the_pair),
            the_first_step_is_what_the_convolution_gives_for_one_sample,
        ),
        "D left out": (
            _with_step(_step_without_skip),
            without_a_kernel_the_sample_comes_straight_through,
        ),
        "the product of the real parts": (
            _with_step(_step_of_real_parts),
            the_first_step_is_what_the_convolution_gives_for_one_sample,
        ),
        "reads the state before the sample": (
            _with_step(_step_reads_old_state),
            the_first_step_is_what_the_convolution_gives_for_one_sample,
        ),
    }


def _layer(S4D):
    return S4D(5, d_state=6).double()
