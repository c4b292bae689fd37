"""The exercises of chapter 4: a layer whose input chooses."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from mambalib import selective
from mambalib.exercises.machine import checks, expect, expect_error, expect_true, normal, see_hint


@checks(selective.inverse_softplus, title="From a step back to its bias", minutes=8, difficulty=1)
class InverseSoftplus:
    hints = (
        "Solve y = log(1 + exp(x)) for x: exp(y) = 1 + exp(x), so x = log(exp(y) - 1).",
        "exp(y) is infinite for a large y. Take it out of the bracket: log(exp(y) - 1) = y + log(1 - exp(-y)).",
        "For a small y, 1 - exp(-y) loses its digits: -torch.expm1(-y) is the same number with all of them.",
    )

    @see_hint(1)
    def softplus_brings_it_back(inverse_softplus, rng):
        y = torch.exp(normal(rng, 2, 7))
        expect(torch.log(1 + torch.exp(inverse_softplus(y))), y, y=y)

    @see_hint(2)
    def a_large_step_comes_back_as_it_is(inverse_softplus, rng):
        y = torch.tensor([50.0, 800.0])
        expect(inverse_softplus(y), y, y=y)

    @see_hint(3)
    def a_tiny_step_keeps_its_digits(inverse_softplus, rng):
        y = torch.tensor([1e-12])
        expect(inverse_softplus(y), torch.tensor([math.log(1e-12)]), y=y)

    wrong = {
        "softplus itself": (lambda y: F.softplus(y), softplus_brings_it_back),
        "the logarithm alone": (lambda y: torch.log(y), softplus_brings_it_back),
        "log(exp(y) - 1)": (lambda y: torch.log(torch.exp(y) - 1), a_large_step_comes_back_as_it_is),
        "log(expm1(y))": (lambda y: torch.log(torch.expm1(y)), a_large_step_comes_back_as_it_is),
        "1 - exp(-y)": (lambda y: y + torch.log(1 - torch.exp(-y)), a_tiny_step_keeps_its_digits),
    }


def _generator(rng):
    return torch.Generator().manual_seed(int(rng.integers(1 << 31)))


def _induction(batch, length, vocab_size, generator, after=1, last_place=None, first_token=1, ask=True):
    inputs = torch.randint(first_token, vocab_size, (batch, length), generator=generator)
    place = torch.randint(0, length - 2 if last_place is None else last_place(length), (batch, 1), generator=generator)
    inputs.scatter_(1, place, 0)
    answer = inputs.gather(1, (place + after).clamp(max=length - 1))[:, 0]
    if ask:
        inputs[:, -1] = 0
    return inputs, answer


def _length_unchecked(batch, length, vocab_size, generator):
    return _induction(batch, max(length, 3), vocab_size, generator)


@checks(selective.induction_heads, title="A task that needs a choice", minutes=12, difficulty=2)
class InductionHeads:
    hints = (
        "Rows (batch, length), answers (batch,). First random tokens 1 ... vocab_size - 1, then write the special "
        "token 0 at one place of each row.",
        "The last token is the special one again: inputs[:, -1] = 0.",
        "The answer stands one place behind the first special token: inputs.gather(1, place + 1)[:, 0].",
        "Behind the place there must be room for an answer, then the last token: torch.randint(0, length - 2, ...).",
        'Refuse a length below 3: raise ValueError(f"length must be at least 3, got {length}").',
    )

    @see_hint(1)
    def tokens_and_answers_have_the_right_shapes(induction_heads, rng):
        inputs, targets = induction_heads(5, 7, 4, _generator(rng))
        shapes = tuple(inputs.shape), tuple(targets.shape)
        expect_true(shapes == ((5, 7), (5,)), "shapes (5, 7) and (5,)", f"shapes {shapes}", batch=5, length=7)
        expect_true(int(inputs.max()) < 4, "tokens below 4", f"token {int(inputs.max())}", vocab_size=4)

    @see_hint(2)
    def the_special_token_asks_at_the_end(induction_heads, rng):
        inputs, _ = induction_heads(50, 7, 4, _generator(rng))
        expect(inputs[:, -1], torch.zeros(50, dtype=torch.int64), batch=50, length=7)

    @see_hint(1)
    def it_stands_in_one_more_place(induction_heads, rng):
        inputs, _ = induction_heads(200, 9, 4, _generator(rng))
        expect((inputs == 0).sum(1), torch.full((200,), 2), batch=200, length=9)

    @see_hint(3)
    def the_answer_is_what_stood_behind_it(induction_heads, rng):
        inputs, targets = induction_heads(200, 9, 4, _generator(rng))
        rows = inputs.numpy()
        want = [int(row[int(np.argmax(row == 0)) + 1]) for row in rows]
        expect(targets, torch.tensor(want), batch=200, length=9)

    @see_hint(4)
    def every_place_that_leaves_room_comes_up(induction_heads, rng):
        inputs, _ = induction_heads(400, 5, 4, _generator(rng))
        places = sorted({int(np.argmax(row == 0)) for row in inputs.numpy()})
        expect_true(places == [0, 1, 2], "first places 0, 1 and 2", f"{places}", batch=400, length=5)

    @see_hint(5)
    def a_length_without_room_is_refused(induction_heads, rng):
        with expect_error(ValueError, "length", length=2):
            induction_heads(3, 2, 4, _generator(rng))

    wrong = {
        "the last token never asks": (
            lambda batch, length, vocab_size, generator: _induction(batch, length, vocab_size, generator, ask=False),
            the_special_token_asks_at_the_end,
        ),
        "the special token among the others": (
            lambda batch, length, vocab_size, generator: _induction(
                batch, length, vocab_size, generator, first_token=0
            ),
            it_stands_in_one_more_place,
        ),
        "the token before it": (
            lambda batch, length, vocab_size, generator: _induction(batch, length, vocab_size, generator, after=0),
            the_answer_is_what_stood_behind_it,
        ),
        "always at the beginning": (
            lambda batch, length, vocab_size, generator: _induction(
                batch, length, vocab_size, generator, last_place=lambda length: 1
            ),
            every_place_that_leaves_room_comes_up,
        ),
        "one row for the whole batch": (
            lambda batch, length, vocab_size, generator: _induction(1, length, vocab_size, generator),
            tokens_and_answers_have_the_right_shapes,
        ),
        "no check of the length": (_length_unchecked, a_length_without_room_is_refused),
    }


def _by_hand(layer, x, state):
    """The layer sample by sample and state by state, from its weights: y and the last state."""
    weight = {name: value.detach() for name, value in layer.named_parameters()}
    rank, d_state, _ = layer.split
    batch, length, channels = x.shape
    h = torch.zeros(batch, channels, d_state) if state is None else state.clone()
    y = torch.zeros(batch, length, channels)
    for b in range(batch):
        for k in range(length):
            made = weight["x_proj.weight"] @ x[b, k]
            B, C = made[rank : rank + d_state], made[rank + d_state :]
            dt = torch.log1p(torch.exp(weight["dt_proj.weight"] @ made[:rank] + weight["dt_proj.bias"]))
            for c in range(channels):
                decay = torch.exp(-dt[c] * torch.exp(weight["A_log"][c]))
                h[b, c] = decay * h[b, c] + dt[c] * B * x[b, k, c]
                y[b, k, c] = C @ h[b, c] + weight["D"][c] * x[b, k, c]
    return y, h


def _layer(SelectiveSSM, rng):
    layer = SelectiveSSM(5, d_state=3, dt_rank=2, dt_min=0.1, dt_max=1.0)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(parameter + 0.3 * normal(rng, *parameter.shape))
    return layer.double()


def _wrong_forward(**change):
    def forward(self, x, state=None):
        delta, B, C = self.select(x)
        A = change.get("sign", -1) * torch.exp(self.A_log)
        D = self.D if change.get("skip", True) else None
        bias = self.dt_proj.bias if change.get("bias", True) else None
        B, C = (C, B) if change.get("swap", False) else (B, C)
        state = state if change.get("state", True) else None
        softplus = change.get("softplus", True)
        return selective.selective_scan(
            x, delta, A, B, C, D, delta_bias=bias, delta_softplus=softplus, initial_state=state
        )

    return type("SelectiveSSM", (selective.SelectiveSSM,), {"forward": forward})


@checks(selective.SelectiveSSM, title="The layer that chooses", minutes=20, difficulty=3)
class TheLayer:
    hints = (
        "delta, B, C = self.select(x), then selective.selective_scan(x, delta, A, B, C, self.D, ...) does the rest.",
        "A is stored as a logarithm and must be negative: A = -torch.exp(self.A_log).",
        "The step is softplus(delta + bias): pass delta_bias=self.dt_proj.bias and delta_softplus=True.",
        "The state of an earlier call goes in as initial_state=state, and the scan gives back y and the new state.",
        "The sample also goes straight to the output, times D. Mind the order of B and C.",
    )

    @see_hint(5)
    def without_a_memory_only_the_direct_path_is_left(SelectiveSSM, rng):
        layer, x = _layer(SelectiveSSM, rng), normal(rng, 2, 4, 5)
        with torch.no_grad():
            layer.x_proj.weight.zero_()  # B and C are zero: nothing is written, nothing is read
        expect(layer(x)[0], x * layer.D, x=x, D=layer.D)

    @see_hint(2)
    def a_long_silence_empties_the_state(SelectiveSSM, rng):
        layer = _layer(SelectiveSSM, rng)
        with torch.no_grad():
            layer.dt_proj.bias.fill_(1.0)
            _, h = layer(torch.zeros(2, 400, 5), normal(rng, 2, 5, 3))
        expect_true(float(h.abs().max()) < 1, "a state that fades", f"{float(h.abs().max()):.3g}", x="400 zeros")

    @see_hint(3)
    def a_loop_over_samples_channels_and_states_agrees(SelectiveSSM, rng):
        layer, x = _layer(SelectiveSSM, rng), normal(rng, 2, 4, 5)
        expect(layer(x), _by_hand(layer, x, None), x=x)

    @see_hint(4)
    def a_piece_can_go_on_from_the_state_of_the_piece_before(SelectiveSSM, rng):
        layer, x, state = _layer(SelectiveSSM, rng), normal(rng, 2, 4, 5), normal(rng, 2, 5, 3)
        first, h = layer(x[:, :1], state)
        second, h = layer(x[:, 1:], h)
        expect((torch.cat([first, second], dim=1), h), _by_hand(layer, x, state), x=x, state=state)

    wrong = {
        "D left out": (_wrong_forward(skip=False), without_a_memory_only_the_direct_path_is_left),
        "exp(A_log) without the minus": (_wrong_forward(sign=1), a_long_silence_empties_the_state),
        "no softplus": (_wrong_forward(softplus=False), a_loop_over_samples_channels_and_states_agrees),
        "no bias of the step": (_wrong_forward(bias=False), a_loop_over_samples_channels_and_states_agrees),
        "B and C swapped": (_wrong_forward(swap=True), a_loop_over_samples_channels_and_states_agrees),
        "the state ignored": (_wrong_forward(state=False), a_piece_can_go_on_from_the_state_of_the_piece_before),
    }
