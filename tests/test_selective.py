"""mambalib.selective: the layer against plain loops and itself, its start, and the two tasks."""

import math
from collections import Counter

import numpy as np
import pytest
import torch
from torch.autograd import gradcheck

from mambalib import selective
from mambalib.selective import SelectiveSSM

SIZES = {
    "plain": {"channels": 5, "d_state": 3, "dt_rank": 2},
    "one of each": {"channels": 1, "d_state": 1, "dt_rank": 1},
    "rank by itself": {"channels": 33, "d_state": 2},
    "many states": {"channels": 2, "d_state": 19, "dt_rank": 3},
}


def make(seed=0, **sizes):
    """A layer in float64 none of whose weights are the ones that it starts from."""
    torch.manual_seed(seed)
    layer = SelectiveSSM(**(sizes or SIZES["plain"]), dt_min=0.1, dt_max=1.0).double()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    return layer


def normal(*shape, seed=1):
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def source(seed=0):
    return torch.Generator().manual_seed(seed)


def close(got, want, tolerance=1e-11):
    torch.testing.assert_close(got, torch.as_tensor(want), rtol=tolerance, atol=tolerance)


# The layer


def by_hand(layer, x, state):
    """One sequence, x (length, channels), sample by sample and state by state: y and the last state."""
    w = {name: value.detach().numpy() for name, value in layer.named_parameters()}
    rank, d_state, _ = layer.split
    channels, h, y = x.shape[1], state.copy(), np.zeros_like(x)
    for k, sample in enumerate(x):
        made = w["x_proj.weight"] @ sample
        B, C = made[rank : rank + d_state], made[rank + d_state :]
        dt = np.log1p(np.exp(w["dt_proj.weight"] @ made[:rank] + w["dt_proj.bias"]))
        for c in range(channels):
            for n in range(d_state):
                h[c, n] = math.exp(-dt[c] * math.exp(w["A_log"][c, n])) * h[c, n] + dt[c] * B[n] * sample[c]
            y[k, c] = sum(C[n] * h[c, n] for n in range(d_state)) + w["D"][c] * sample[c]
    return y, h


@pytest.mark.parametrize("length", [1, 7])
@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@torch.no_grad()
def test_the_layer_is_a_plain_loop(sizes, length):
    layer = make(**sizes)
    x, state = normal(2, length, sizes["channels"]), normal(2, sizes["channels"], sizes["d_state"], seed=2)
    for before in (None, state):
        y, h = layer(x, before)
        assert (y.shape, h.shape) == (x.shape, state.shape)
        for row in range(2):
            start = np.zeros(state.shape[1:]) if before is None else before[row].numpy()
            want_y, want_h = by_hand(layer, x[row].numpy(), start)
            close(y[row], want_y)
            close(h[row], want_h)


@torch.no_grad()
def test_float32_agrees_with_float64():
    layer, x = make(), normal(3, 50, 5)
    want_y, want_h = layer(x)
    y, h = layer.float()(x.float())
    assert y.dtype == h.dtype == torch.float32
    close(y.double(), want_y, 1e-5)
    close(h.double(), want_h, 1e-5)


@pytest.mark.parametrize("lengths", [[4, 7], [1, 10], [10, 1], [3, 3, 5], [1] * 11], ids=str)
@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@torch.no_grad()
def test_pieces_are_the_whole(sizes, lengths):
    layer, x = make(**sizes), normal(2, 11, sizes["channels"])
    start = normal(2, sizes["channels"], sizes["d_state"], seed=2)
    for state in (None, start):
        whole, last = layer(x, state)
        pieces, kept = [], None if state is None else state.clone()
        for piece in x.split(lengths, dim=1):
            y, state = layer(piece, state)
            pieces.append(y)
        close(torch.cat(pieces, dim=1), whole)
        close(state, last)
        assert kept is None or torch.equal(start, kept)  # the state that came in stays as it was


@torch.no_grad()
def test_no_sample_is_touched_by_a_later_one_or_by_another_row():
    layer, x = make(), normal(2, 9, 5)
    other = x.clone()
    other[0, 5] += 1
    before, after = layer(x)[0], layer(other)[0]
    assert torch.equal(before[0, :5], after[0, :5]) and torch.equal(before[1], after[1])
    assert (before[0, 5:] != after[0, 5:]).any(-1).all()


def test_gradients_are_those_of_small_differences():
    """Of the input, the state and all weights; through both outputs."""
    layer = make(channels=3, d_state=2, dt_rank=1)
    names, weights = zip(*layer.named_parameters(), strict=True)
    x, state = normal(2, 4, 3).requires_grad_(), normal(2, 3, 2, seed=2).requires_grad_()

    def run(x, state, *weights):
        return torch.func.functional_call(layer, dict(zip(names, weights, strict=True)), (x, state))

    assert len(names) == 5
    assert gradcheck(run, (x, state, *(w.detach().clone().requires_grad_() for w in weights)))


def test_gradients_through_pieces_are_those_of_the_whole():
    layer, x = make(), normal(2, 9, 5)

    def gradients(lengths):
        layer.zero_grad()
        state = None
        for piece in x.split(lengths, dim=1):
            y, state = layer(piece, state)
        (y[:, -2:].square().sum() + state.sum()).backward()
        return [parameter.grad.clone() for parameter in layer.parameters()]

    whole = gradients([9])
    for lengths in ([7, 2], [1, 1, 1, 1, 1, 1, 1, 2]):
        for got, want in zip(gradients(lengths), whole, strict=True):
            close(got, want)


@torch.no_grad()
def test_a_step_of_zero_ignores_and_a_large_one_forgets():
    layer, x, state = make(), normal(1, 1, 5), normal(1, 5, 3, seed=2)
    layer.dt_proj.weight.zero_()
    layer.dt_proj.bias.fill_(-50.0)
    close(layer(x, state)[1], state)
    layer.dt_proj.bias.fill_(50.0)
    close(layer(x, state)[1], layer(x)[1])


# Where it starts


@pytest.mark.parametrize(("low", "high"), [(0.001, 0.1), (0.2, 0.3)])
def test_the_steps_start_evenly_on_a_logarithmic_scale(low, high):
    torch.manual_seed(0)
    layer = SelectiveSSM(4000, d_state=1, dt_rank=1, dt_min=low, dt_max=high)
    steps = torch.nn.functional.softplus(layer.dt_proj.bias).detach().double()
    assert steps.min() >= low * (1 - 1e-4) and steps.max() <= high * (1 + 1e-4)
    place = (steps.log() - math.log(low)) / math.log(high / low)  # evenly from 0 to 1
    assert torch.histc(place, 10, 0, 1).sub(400).abs().max() < 100  # five standard deviations


def test_no_step_starts_below_the_floor():
    layer = SelectiveSSM(200, d_state=1, dt_min=1e-6, dt_max=1e-5, dt_init_floor=0.01)
    close(torch.nn.functional.softplus(layer.dt_proj.bias).detach(), torch.full((200,), 0.01), 1e-6)


def test_the_other_weights_start_as_published():
    torch.manual_seed(0)
    layer = SelectiveSSM(6, d_state=4, dt_rank=9)
    close(layer.A.detach(), -torch.arange(1.0, 5.0).repeat(6, 1), 1e-6)
    assert torch.equal(layer.D, torch.ones(6))
    largest = SelectiveSSM(400, d_state=1, dt_rank=9).dt_proj.weight.abs().max().item()
    assert 0.99 / 3 < largest <= 1 / 3  # evenly up to 1 / sqrt(dt_rank)
    shapes = {name: tuple(parameter.shape) for name, parameter in layer.named_parameters()}
    assert shapes == {
        "A_log": (6, 4),
        "D": (6,),
        "x_proj.weight": (9 + 4 + 4, 6),
        "dt_proj.weight": (6, 9),
        "dt_proj.bias": (6,),
    }


@pytest.mark.parametrize(("channels", "rank"), [(1, 1), (16, 1), (17, 2), (1536, 96)])
def test_the_rank_is_a_sixteenth_rounded_up(channels, rank):
    assert SelectiveSSM(channels, d_state=1).split == [rank, 1, 1]


def test_A_is_negative_and_keeps_its_digits_in_low_precision():
    layer = SelectiveSSM(3, d_state=16).bfloat16()
    assert layer.A.dtype == torch.float32 and (layer.A < 0).all()
    assert SelectiveSSM(3).double().A.dtype == torch.float64


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_inverse_softplus_undoes_softplus(dtype):
    y = torch.logspace(-30, 3, 200, dtype=dtype)
    x = selective.inverse_softplus(y)
    want = [v + math.log(-math.expm1(-v)) for v in y.tolist()]  # Python's own, in float64
    np.testing.assert_allclose(x.numpy(), want, rtol=4 * torch.finfo(dtype).eps, atol=4 * torch.finfo(dtype).eps)
    back = np.logaddexp(0, x.double().numpy())
    np.testing.assert_allclose(back, y.numpy(), rtol=100 * torch.finfo(dtype).eps)


# Selective copying


@pytest.mark.parametrize(("batch", "length", "tokens", "vocab_size"), [(3, 11, 4, 7), (1, 5, 5, 3), (2, 1, 1, 9)])
def test_selective_copying_is_what_a_plain_loop_copies(batch, length, tokens, vocab_size):
    inputs, targets = selective.selective_copying(batch, length, tokens, vocab_size, source())
    assert inputs.shape == (batch, length + tokens) and targets.shape == (batch, tokens)
    assert inputs.dtype == targets.dtype == torch.int64
    for row, answers in zip(inputs.tolist(), targets.tolist(), strict=True):
        assert [token for token in row[:length] if token != 0] == answers
        assert all(2 <= token < vocab_size for token in answers)
        assert row[length:] == [1] * tokens


def test_selective_copying_uses_all_places_and_tokens_alike():
    inputs, targets = selective.selective_copying(6000, 6, 2, 5, source())
    pairs = Counter(tuple(row.nonzero()[:, 0].tolist()) for row in inputs[:, :6])
    assert len(pairs) == 15  # pairs of 6 places
    assert max(abs(count - 400) for count in pairs.values()) < 100  # five standard deviations
    counts = torch.bincount(targets.flatten(), minlength=5)
    assert counts[:2].sum() == 0 and (counts[2:] - 4000).abs().max() < 260


def test_selective_copying_refuses_tokens_without_a_place():
    with pytest.raises(ValueError, match="length must be at least tokens = 4, got 3"):
        selective.selective_copying(2, 3, 4, 7, source())


# Induction heads


@pytest.mark.parametrize(("batch", "length", "vocab_size"), [(50, 9, 4), (7, 3, 2), (2, 130, 16)])
def test_induction_heads_ask_for_what_a_plain_loop_finds(batch, length, vocab_size):
    inputs, targets = selective.induction_heads(batch, length, vocab_size, source())
    assert inputs.shape == (batch, length) and targets.shape == (batch,)
    assert inputs.dtype == targets.dtype == torch.int64
    for row, answer in zip(inputs.tolist(), targets.tolist(), strict=True):
        assert row.count(0) == 2 and row[-1] == 0
        assert row[row.index(0) + 1] == answer
        assert all(0 <= token < vocab_size for token in row) and answer > 0


def test_induction_heads_use_all_places_and_answers_alike():
    inputs, targets = selective.induction_heads(6000, 6, 4, source())
    places = torch.bincount((inputs == 0).int().argmax(1), minlength=6)
    assert places[4:].sum() == 0 and (places[:4] - 1500).abs().max() < 170  # five standard deviations
    answers = torch.bincount(targets, minlength=4)
    assert answers[0] == 0 and (answers[1:] - 2000).abs().max() < 185


def test_induction_heads_refuse_a_length_without_room():
    with pytest.raises(ValueError, match="length must be at least 3, got 2"):
        selective.induction_heads(2, 2, 7, source())


@pytest.mark.parametrize(
    "task",
    [
        lambda generator: selective.selective_copying(5, 20, 4, 9, generator),
        lambda generator: selective.induction_heads(5, 20, 9, generator),
    ],
    ids=["selective copying", "induction heads"],
)
def test_a_task_depends_on_its_generator_alone(task):
    torch.manual_seed(0)
    first = task(source(3))
    torch.manual_seed(1)
    again, other = task(source(3)), task(source(4))
    assert all(torch.equal(*pair) for pair in zip(first, again, strict=True))
    assert not torch.equal(first[0], other[0])
    generator = source(3)
    task(generator)
    assert not torch.equal(task(generator)[0], first[0])  # the next batch is another one
