"""The exercises of chapter 5: joining steps, two parallel scans, the selective scan by its definition, the way back."""

import math

import torch
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode

from mambalib.exercises.machine import checks, expect, expect_true, normal, see_hint
from mambalib.scan import associative, sequential

# The chapter's eight samples, and their states


def _eight():
    keeps = torch.tensor([0.5, 0.5, 0, 0.5, 0.5, 1, 0.5, 1], dtype=torch.float64)
    adds = torch.tensor([4.0, 4, 2, 3, 4, 2, 1, 2], dtype=torch.float64)
    return keeps, adds, torch.tensor([4.0, 6, 2, 4, 6, 8, 5, 7], dtype=torch.float64)


def _walked(a, b):
    """The states along the last dimension, sample by sample."""
    h, states = torch.zeros_like(b[..., 0]), []
    for k in range(b.shape[-1]):
        h = a[..., k] * h + b[..., k]
        states.append(h)
    return torch.stack(states, dim=-1)


class _Counting(TorchFunctionMode):
    """Counts PyTorch's operations while it is active, and the numbers that multiplications and additions give."""

    def __init__(self):
        super().__init__()
        self.operations = self.numbers = 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        self.operations += 1
        if isinstance(result, torch.Tensor) and function.__name__.strip("_") in ("mul", "rmul", "add", "radd"):
            self.numbers += result.numel()
        return result


@checks(associative.combine, title="Two steps in one", minutes=6, difficulty=1)
class Combine:
    hints = (
        "After the first step there are a1 h + b1. Put that into the second: a2 (a1 h + b1) + b2. What stands before h "
        "is the new a, the rest is the new b.",
        "Leave the tensors whole: * and + go element by element, whatever the shape. Return a tuple of two tensors.",
        "Adding nothing is b = 0, but keeping everything is a = 1: the two parts must not be treated alike.",
    )

    @see_hint(1)
    def two_steps_by_hand_give_their_one_step(combine, rng):
        first, second = (torch.tensor(0.5), torch.tensor(4.0)), (torch.tensor(0.25), torch.tensor(3.0))
        expect(combine(first, second), (0.125, 4.0), first=first, second=second)

    @see_hint(2)
    def each_element_of_a_tensor_is_a_step_of_its_own(combine, rng):
        a1, b1, a2, b2, h = normal(rng, 5, 2, 7, 3)
        a, b = combine((a1, b1), (a2, b2))
        expect(a * h + b, a2 * (a1 * h + b1) + b2, a1=a1, b1=b1, a2=a2, b2=b2)

    @see_hint(1)
    def it_does_not_matter_which_neighbours_are_joined_first(combine, rng):
        one, two, three = zip(normal(rng, 3, 5), normal(rng, 3, 5), strict=True)
        late = combine(one, combine(two, three))
        expect(combine(combine(one, two), three), late, first=one, second=two, third=three)

    @see_hint(3)
    def the_step_1_0_changes_nothing_on_either_side(combine, rng):
        step, nothing = (normal(rng, 5), normal(rng, 5)), (torch.ones(5), torch.zeros(5))
        expect(combine(step, nothing), step, first=step, second=nothing)
        expect(combine(nothing, step), step, first=nothing, second=step)

    wrong = {
        "the operands swapped": (
            lambda first, second: (first[0] * second[0], first[0] * second[1] + first[1]),
            two_steps_by_hand_give_their_one_step,
        ),
        "what was added does not fade": (
            lambda first, second: (first[0] * second[0], first[1] + second[1]),
            two_steps_by_hand_give_their_one_step,
        ),
        "the keeps added": (
            lambda first, second: (first[0] + second[0], second[0] * first[1] + second[1]),
            two_steps_by_hand_give_their_one_step,
        ),
        "single numbers only": (
            lambda first, second: (
                float(first[0]) * float(second[0]),
                float(second[0]) * float(first[1]) + float(second[1]),
            ),
            each_element_of_a_tensor_is_a_step_of_its_own,
        ),
        "a matrix product": (
            lambda first, second: (
                first[0] * second[0],
                (second[0] @ first[1] if first[1].dim() > 1 else second[0] * first[1]) + second[1],
            ),
            each_element_of_a_tensor_is_a_step_of_its_own,
        ),
    }


# What both scans must do. Each check takes the learner's scan.


def _own_step(scan):
    a, b = torch.tensor([0.5], dtype=torch.float64), torch.tensor([3.0], dtype=torch.float64)
    expect(scan(a, b), b, a=a, b=b)


def _running_sums(scan):
    b = _eight()[1]
    expect(scan(torch.ones_like(b), b), b.cumsum(0), a="all 1", b=b)


def _eight_samples(scan):
    a, b, h = _eight()
    expect(scan(a, b), h, a=a, b=b)


def _any_length(scan, rng):
    for length in (1, 3, 5, 6, 7, 11, 13, 23):
        a, b = normal(rng, length), normal(rng, length)
        expect(scan(a, b), _walked(a, b), length=length)


def _any_dimension(scan, rng):
    a, b = normal(rng, 2, 7, 5), normal(rng, 2, 7, 5)
    expect(scan(a, b), _walked(a, b), a=a, b=b)
    expect(scan(a, b, dim=1), _walked(a.mT, b.mT).mT, a=a, b=b, dim=1)
    expect(scan(a, b, 0), _walked(a.movedim(0, -1), b.movedim(0, -1)).movedim(-1, 0), a=a, b=b, dim=0)


def _counted(scan, length=1000):
    a, b = torch.rand(2, length)
    with _Counting() as counted:
        scan(a, b)
    return counted


def _few_operations(scan):
    found = _counted(scan).operations
    expect_true(found < 1000, "fewer operations than samples", f"{found} operations", samples=1000)


def _hillis_steele(
    a, b, dim=-1, keep=None, join=associative.combine, grow=lambda places: 2 * places, rounds=None, exclusive=False
):
    a, b = a.movedim(dim, 0), b.movedim(dim, 0)
    places, done = 1, 0
    while places < len(b) and done != rounds:
        joined = join((a[:-places], b[:-places]), (a[places:], b[places:]))
        a = a if keep else torch.cat([a[:places], joined[0]])
        b = torch.cat([b[:places], joined[1]])
        places, done = grow(places), done + 1
    if exclusive:
        b = torch.cat([torch.zeros_like(b[:1]), b[:-1]])
    return b.movedim(0, dim)


def _swapped(first, second):
    return associative.combine(second, first)


def _over_itself(a, b, dim=-1):
    a, b = a.movedim(dim, 0).clone(), b.movedim(dim, 0).clone()
    places = 1
    while places < len(b):
        for k in range(places, len(b)):
            a[k], b[k] = associative.combine((a[k - places], b[k - places]), (a[k], b[k]))
        places *= 2
    return b.movedim(0, dim)


def _one_by_one(a, b, dim=-1):
    return _walked(a.movedim(dim, -1), b.movedim(dim, -1)).movedim(-1, dim)


@checks(associative.hillis_steele, title="All states in a few rounds", minutes=12, difficulty=2)
class HillisSteele:
    hints = (
        "After the rounds, b[k] is the state after sample k, its own step included. Nothing has to be moved.",
        "places is 1, 2, 4, ...: in each round a step covers as many samples as `places`, and joining doubles that. "
        "Build new tensors from those before the round, do not write into what the round still reads.",
        "associative.combine(earlier, later): the earlier steps are (a[:-places], b[:-places]), the later ones "
        "(a[places:], b[places:]). Both a and b go on to the next round.",
        "The rounds go on while places < length, whatever the length. In each the first `places` steps stay as is.",
        "Move the length to the front: a.movedim(dim, 0). At the end move it back: b.movedim(0, dim).",
        "A round is one `combine` of whole tensors and one torch.cat: no loop over the samples.",
    )

    @see_hint(1)
    def a_state_has_seen_its_own_step(hillis_steele, rng):
        _own_step(hillis_steele)

    @see_hint(2)
    def where_everything_is_kept_it_is_the_running_sum(hillis_steele, rng):
        _running_sums(hillis_steele)

    @see_hint(3)
    def the_eight_samples_of_the_chapter_come_out(hillis_steele, rng):
        _eight_samples(hillis_steele)

    @see_hint(4)
    def lengths_that_are_no_power_of_two_work(hillis_steele, rng):
        _any_length(hillis_steele, rng)

    @see_hint(5)
    def the_length_may_stand_in_any_dimension_of_a_batch(hillis_steele, rng):
        _any_dimension(hillis_steele, rng)

    @see_hint(6)
    def a_thousand_samples_need_few_rounds(hillis_steele, rng):
        _few_operations(hillis_steele)

    wrong = {
        "the state before each step": (
            lambda a, b, dim=-1: _hillis_steele(a, b, dim, exclusive=True),
            a_state_has_seen_its_own_step,
        ),
        "a place more each round": (
            lambda a, b, dim=-1: _hillis_steele(a, b, dim, grow=lambda places: places + 1),
            where_everything_is_kept_it_is_the_running_sum,
        ),
        "written over what the round still reads": (_over_itself, where_everything_is_kept_it_is_the_running_sum),
        "the operands swapped": (
            lambda a, b, dim=-1: _hillis_steele(a, b, dim, join=_swapped),
            the_eight_samples_of_the_chapter_come_out,
        ),
        "a not carried on": (
            lambda a, b, dim=-1: _hillis_steele(a, b, dim, keep=True),
            the_eight_samples_of_the_chapter_come_out,
        ),
        "right only for powers of two": (
            lambda a, b, dim=-1: _hillis_steele(a, b, dim, rounds=int(math.log2(b.shape[dim]))),
            lengths_that_are_no_power_of_two_work,
        ),
        "always the last dimension": (
            lambda a, b, dim=-1: _hillis_steele(a, b),
            the_length_may_stand_in_any_dimension_of_a_batch,
        ),
        "a walk": (_one_by_one, a_thousand_samples_need_few_rounds),
    }


def _blelloch(
    a, b, dim=-1, start=0.0, join=associative.combine, pad=True, exclusive=False, turned=False, joined=False,
    overwritten=False, cut=True,
):  # fmt: skip
    a, b = a.movedim(dim, 0), b.movedim(dim, 0)
    level, lefts = (a, b), []
    while len(level[1]) > 1:
        if len(level[1]) % 2:
            if pad:
                level = (
                    torch.cat([level[0], torch.ones_like(level[0][:1])]),
                    torch.cat([level[1], 0 * level[1][:1]]),
                )
            else:
                level = level[0][:-1], level[1][:-1]
        left, right = (level[0][::2], level[1][::2]), (level[0][1::2], level[1][1::2])
        lefts.append(left)
        level = join(left, right)
    a, b = level if overwritten else (a, b)
    enters = torch.full_like(b[:1], start)
    for a_left, b_left in reversed(lefts):
        enters = enters[: len(b_left)]
        pair = [enters, (a_left if joined else a_left * enters) + b_left]
        enters = torch.stack(pair[::-1] if turned else pair, dim=1).flatten(0, 1)
    if not cut:
        return (a * enters + b).movedim(0, dim)
    enters = enters[: len(b)]
    return (enters if exclusive else a[: len(enters)] * enters + b[: len(enters)]).movedim(0, dim)


@checks(associative.blelloch, title="Up a tree and down again", minutes=20, difficulty=3)
class Blelloch:
    hints = (
        "On the way down you find the state that *enters* each sample. Its own step comes last: a * enters + b.",
        "Into the whole enters the empty tank, 0. (As a step: (1, 0). The one is for a, the zero for b.)",
        "On the way down the left half gets what enters the pair. The right half gets what the left half makes of it: "
        "a_left * enters + b_left. Interleave them with torch.stack([...], dim=1).flatten(0, 1). If "
        "all states come out nearly alike, the way up has overwritten a and b, which the last line needs.",
        "On the way up the earlier step is the left one: associative.combine(left, right). Left is every second step, "
        "from the first on.",
        "An odd level lacks a neighbour: lend it the step that changes nothing, (1, 0), at the end. On the way down, "
        "cut the states back to the number of left halves: enters[: len(b_left)]. The same cut comes once more at the "
        "end: enters[: len(b)].",
        "Move the length to the front: a.movedim(dim, 0). At the end move it back with .movedim(0, dim).",
        "A level is one operation on whole tensors, half as long as the level below: no loop over the samples.",
    )

    @see_hint(1)
    def a_state_has_seen_its_own_step(blelloch, rng):
        one = torch.ones(1, dtype=torch.float64)
        expect_true(
            bool((blelloch(0 * one, 3 * one) == 3).all()), "3, what was added", "a state without it", a=0, b=3, length=1
        )

    @see_hint(2)
    def an_empty_tank_enters(blelloch, rng):
        one = torch.ones(1, dtype=torch.float64)
        expect(blelloch(0.5 * one, 3 * one), 3 * one, a=0.5, b=3, length=1)

    @see_hint(3)
    def where_everything_is_kept_it_is_the_running_sum(blelloch, rng):
        _running_sums(blelloch)

    @see_hint(4)
    def the_eight_samples_of_the_chapter_come_out(blelloch, rng):
        _eight_samples(blelloch)

    @see_hint(5)
    def lengths_that_are_no_power_of_two_work(blelloch, rng):
        _any_length(blelloch, rng)

    @see_hint(6)
    def the_length_may_stand_in_any_dimension_of_a_batch(blelloch, rng):
        _any_dimension(blelloch, rng)

    @see_hint(7)
    def a_thousand_samples_need_few_rounds(blelloch, rng):
        _few_operations(blelloch)

    @see_hint(7)
    def twice_the_samples_are_twice_the_work(blelloch, rng):
        short, long = (_counted(blelloch, length).numbers for length in (512, 4096))
        expect_true(
            long < 8.5 * short,
            "eight times the multiplications and additions, or a little more",
            f"{long / short:.1f} times",
            lengths=(512, 4096),
        )

    wrong = {
        "the state before each step": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, exclusive=True),
            a_state_has_seen_its_own_step,
        ),
        "a wrong identity: a one enters": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, start=1.0),
            an_empty_tank_enters,
        ),
        "left and right turned on the way down": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, turned=True),
            where_everything_is_kept_it_is_the_running_sum,
        ),
        "the left half added to what enters": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, joined=True),
            where_everything_is_kept_it_is_the_running_sum,
        ),
        "a and b overwritten on the way up": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, overwritten=True),
            where_everything_is_kept_it_is_the_running_sum,
        ),
        "the operands swapped on the way up": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, join=_swapped),
            the_eight_samples_of_the_chapter_come_out,
        ),
        "right only for powers of two": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, pad=False),
            lengths_that_are_no_power_of_two_work,
        ),
        "the lent neighbour's state not cut off": (
            lambda a, b, dim=-1: _blelloch(a, b, dim, cut=False),
            lengths_that_are_no_power_of_two_work,
        ),
        "always the last dimension": (
            lambda a, b, dim=-1: _blelloch(a, b),
            the_length_may_stand_in_any_dimension_of_a_batch,
        ),
        "a walk": (_one_by_one, a_thousand_samples_need_few_rounds),
        "Hillis and Steele's rounds": (
            lambda a, b, dim=-1: _hillis_steele(a, b, dim),
            twice_the_samples_are_twice_the_work,
        ),
    }


# The selective scan

NAMES = ("u", "delta", "A", "B", "C")


def _selective_scan(
    u,
    delta,
    A,
    B,
    C,
    D=None,
    z=None,
    delta_bias=None,
    delta_softplus=False,
    initial_state=None,
    seq_idx=None,
    mistake="",
):
    """The reference, told apart by one mistake."""
    if mistake == "softplus before the bias" and delta_softplus:
        dt = F.softplus(delta) + (0 if delta_bias is None else delta_bias)
    else:
        dt = delta if delta_bias is None or mistake == "no bias" else delta + delta_bias
        dt = F.softplus(dt) if delta_softplus and mistake != "no softplus" else dt
    zero = torch.zeros(len(u), *A.shape, dtype=u.dtype)
    h = zero if initial_state is None or mistake == "no initial state" else initial_state
    if mistake == "resets at position 0" and seq_idx is not None:
        h = zero
    y = []
    for k in range(u.shape[1]):
        if seq_idx is not None and k > 0 and mistake != "no reset":
            new = (seq_idx[:, k] != seq_idx[:, k - 1])[:, None, None]
            h = torch.where(new.any() if mistake == "resets the whole batch" else new, zero, h)
        step = dt[:, k, :, None]
        keep = 1 + step * A if mistake == "Euler" else torch.exp(step * A)
        entry = B[:, k, None, :] * u[:, k, :, None] * (1 if mistake == "no dt before B" else step)
        if mistake == "the paper's B":
            entry = entry * torch.expm1(step * A) / (step * A)
        before, h = h, keep * h + entry
        y.append(((before if mistake == "reads the old state" else h) * C[:, k, None, :]).sum(-1))
    y = torch.stack(y, dim=1)
    if D is not None and mistake != "no skip" and mistake != "skip after the gate":
        y = y + D * u
    if z is not None and mistake != "no gate":
        y = y * (torch.sigmoid(z) if mistake == "sigmoid gate" else F.silu(z))
    if D is not None and mistake == "skip after the gate":
        y = y + D * u
    return y, h


def _mistaken(mistake):
    def answer(
        u,
        delta,
        A,
        B,
        C,
        D=None,
        z=None,
        delta_bias=None,
        delta_softplus=False,
        initial_state=None,
        seq_idx=None,
    ):
        given = u, delta, A, B, C, D, z, delta_bias, delta_softplus, initial_state, seq_idx
        return _selective_scan(*given, mistake=mistake)

    return answer


def _leaking(
    u, delta, A, B, C, D=None, z=None, delta_bias=None, delta_softplus=False, initial_state=None, seq_idx=None
):
    """Sequence after sequence, and the state of one goes on into the next."""
    outputs, h = [], None if initial_state is None else initial_state[:1]
    for i in range(len(u)):
        one = slice(i, i + 1)
        y, h = _selective_scan(
            u[one], delta[one], A, B[one], C[one], D, None if z is None else z[one], delta_bias, delta_softplus, h,
            None if seq_idx is None else seq_idx[one],
        )  # fmt: skip
        outputs.append((y, h))
    return torch.cat([y for y, _ in outputs]), torch.cat([h for _, h in outputs])


def _system(rng, batch=2, length=7, channels=5, d_state=3):
    """u, delta, A, B, C, with steps that are positive and states that fade."""
    delta = 0.1 + torch.from_numpy(rng.random((batch, length, channels)))
    A = -0.2 - torch.from_numpy(rng.random((channels, d_state)))
    return normal(rng, batch, length, channels), delta, A, normal(rng, batch, length, d_state), normal(
        rng, batch, length, d_state
    )  # fmt: skip


def _by_hand(u, delta, A, B, C, h0=None):
    """Every number of every state by itself, with Python's own arithmetic."""
    (batch, length, channels), d_state = u.shape, A.shape[1]
    y, h = torch.zeros_like(u), torch.zeros(batch, channels, d_state, dtype=torch.float64)
    for i in range(batch):
        for d in range(channels):
            for n in range(d_state):
                state = 0.0 if h0 is None else h0[i, d, n].item()
                for k in range(length):
                    dt = delta[i, k, d].item()
                    state = math.exp(dt * A[d, n].item()) * state + dt * B[i, k, n].item() * u[i, k, d].item()
                    y[i, k, d] += C[i, k, n] * state
                h[i, d, n] = state
    return y, h


@checks(sequential.selective_scan, title="The selective scan, sample by sample", minutes=18, difficulty=2)
class SelectiveScan:
    hints = (
        "For sample k: h = exp(dt_k A) h + dt_k B_k u_k, then y_k = the sum over the states of C_k h, from the new h.",
        "h is (batch, channels, d_state). dt_k and u_k know no states: dt[:, k, :, None]. B_k and C_k know no "
        "channels: B[:, k, None, :]. Return y, (batch, length, channels), and the last h.",
        "Each sequence of the batch has a state of its own: begin with zeros of shape (batch, channels, d_state).",
        "First the bias, then the softplus: F.softplus(delta + delta_bias), where it is asked for.",
        "The skip connection comes first, y + D * u. Then the gate takes all of it: y * F.silu(z).",
        "Begin with initial_state where it is given, and return the state after the last sample.",
        "Where seq_idx[:, k] differs from seq_idx[:, k - 1], that sequence's h is zero before sample k. Before "
        "sample 0 comes the initial state. torch.where(new[:, None, None], 0, h) treats each row by itself.",
    )

    @see_hint(1)
    def one_number_of_state_can_be_followed_by_hand(selective_scan, rng):
        A = torch.tensor([[-math.log(2)]], dtype=torch.float64)
        u, delta = (torch.tensor(values, dtype=torch.float64).reshape(1, 3, 1) for values in ([2.0, 0, 4], [1.0, 1, 2]))
        one = torch.ones(1, 3, 1, dtype=torch.float64)
        want = torch.tensor([6.0, 3.0, 24.75], dtype=torch.float64).reshape(1, 3, 1), torch.full((1, 1, 1), 8.25)
        expect(selective_scan(u, delta, A, one, 3 * one), want, u=[2, 0, 4], delta=[1, 1, 2], A="-ln 2", B=1, C=3)

    @see_hint(2)
    def every_channel_and_every_state_goes_its_own_way(selective_scan, rng):
        given = _system(rng, batch=1)
        expect(selective_scan(*given), _by_hand(*given), **dict(zip(NAMES, given, strict=True)))

    @see_hint(3)
    def the_sequences_of_a_batch_do_not_mix(selective_scan, rng):
        given = _system(rng)
        expect(selective_scan(*given), _by_hand(*given), **dict(zip(NAMES, given, strict=True)))

    @see_hint(4)
    def the_step_is_made_positive_after_its_bias(selective_scan, rng):
        u, delta, A, B, C = _system(rng)
        raw, bias = normal(rng, 2, 7, 5), normal(rng, 5)
        want = _by_hand(u, delta + bias.abs(), A, B, C)
        expect(selective_scan(u, delta, A, B, C, delta_bias=bias.abs()), want, delta=delta, delta_bias=bias.abs())
        want = _by_hand(u, torch.log1p(torch.exp(raw + bias)), A, B, C)
        got = selective_scan(u, raw, A, B, C, delta_bias=bias, delta_softplus=True)
        expect(got, want, delta=raw, delta_bias=bias, delta_softplus=True)

    @see_hint(5)
    def the_skip_connection_and_the_gate_come_at_the_end(selective_scan, rng):
        given, D, z = _system(rng), normal(rng, 5), normal(rng, 2, 7, 5)
        y, h = _by_hand(*given)
        expect(selective_scan(*given, D), (y + D * given[0], h), u=given[0], D=D)
        expect(selective_scan(*given, D, z), ((y + D * given[0]) * z / (1 + torch.exp(-z)), h), u=given[0], D=D, z=z)

    @see_hint(6)
    def a_piece_can_go_on_from_the_state_of_the_piece_before(selective_scan, rng):
        (u, delta, A, B, C), h0 = _system(rng), normal(rng, 2, 5, 3)
        y, h = [], h0
        for piece in (slice(0, 1), slice(1, 5), slice(5, 7)):
            y_piece, h = selective_scan(u[:, piece], delta[:, piece], A, B[:, piece], C[:, piece], initial_state=h)
            y.append(y_piece)
        expect((torch.cat(y, dim=1), h), _by_hand(u, delta, A, B, C, h0), u=u, initial_state=h0)

    @see_hint(7)
    def a_new_sequence_starts_from_nothing(selective_scan, rng):
        (u, delta, A, B, C), h0 = _system(rng), normal(rng, 2, 5, 3)
        seq_idx = torch.tensor([[4, 4, 4, 9, 9, 4, 4], [0, 0, 0, 0, 0, 0, 0]])
        nothing = torch.zeros(1, 5, 3, dtype=torch.float64)
        pieces, last = [], None
        for piece, start in ((slice(0, 3), h0[:1]), (slice(3, 5), nothing), (slice(5, 7), nothing)):
            y, last = _by_hand(u[:1, piece], delta[:1, piece], A, B[:1, piece], C[:1, piece], start)
            pieces.append(y)
        other, other_last = _by_hand(u[1:], delta[1:], A, B[1:], C[1:], h0[1:])
        want = torch.cat([torch.cat(pieces, dim=1), other]), torch.cat([last, other_last])
        expect(selective_scan(u, delta, A, B, C, initial_state=h0, seq_idx=seq_idx), want, u=u, seq_idx=seq_idx)

    wrong = {
        "no dt before B": (_mistaken("no dt before B"), one_number_of_state_can_be_followed_by_hand),
        "Euler's decay, 1 + dt A": (_mistaken("Euler"), one_number_of_state_can_be_followed_by_hand),
        "the paper's B, not the code's": (_mistaken("the paper's B"), one_number_of_state_can_be_followed_by_hand),
        "reads the state before the sample": (
            _mistaken("reads the old state"),
            one_number_of_state_can_be_followed_by_hand,
        ),
        "the channels share their states": (
            lambda u, delta, A, B, C, *others, **more: _selective_scan(
                u, delta, A[:1].expand_as(A), B, C, *others, **more
            ),
            every_channel_and_every_state_goes_its_own_way,
        ),
        "the state leaks across the batch": (_leaking, the_sequences_of_a_batch_do_not_mix),
        "no softplus": (_mistaken("no softplus"), the_step_is_made_positive_after_its_bias),
        "softplus before the bias": (_mistaken("softplus before the bias"), the_step_is_made_positive_after_its_bias),
        "no bias": (_mistaken("no bias"), the_step_is_made_positive_after_its_bias),
        "no gate": (_mistaken("no gate"), the_skip_connection_and_the_gate_come_at_the_end),
        "a gate of sigmoid alone": (_mistaken("sigmoid gate"), the_skip_connection_and_the_gate_come_at_the_end),
        "no skip connection": (_mistaken("no skip"), the_skip_connection_and_the_gate_come_at_the_end),
        "the skip connection after the gate": (
            _mistaken("skip after the gate"),
            the_skip_connection_and_the_gate_come_at_the_end,
        ),
        "initial_state ignored": (
            _mistaken("no initial state"),
            a_piece_can_go_on_from_the_state_of_the_piece_before,
        ),
        "seq_idx ignored": (_mistaken("no reset"), a_new_sequence_starts_from_nothing),
        "one reset for the whole batch": (
            _mistaken("resets the whole batch"),
            a_new_sequence_starts_from_nothing,
        ),
        "seq_idx forgets the initial state": (
            _mistaken("resets at position 0"),
            a_new_sequence_starts_from_nothing,
        ),
    }


# The gradient of a scan


def _scan_gradients(
    a, h, slope, dim=-1, turn=True, turn_back=True, shift=1, round_again=False, before=1, swapped=False, alone=False
):
    """The reference with the mistakes that are switched on."""
    a, h, slope = (t.movedim(dim, 0) for t in (a, h, slope))
    turned = [0] if turn else []
    kept = torch.cat([a[shift:], torch.zeros_like(a[:shift])])
    g = slope if alone else associative.blelloch(kept.flip(turned), slope.flip(turned), dim=0)
    g = g.flip([0] if turn and turn_back else [])
    earlier = torch.cat([h[-1:] if round_again else 0 * h[:1], h[:-1]]) if before else h
    result = (g * earlier).movedim(0, dim), g.movedim(0, dim)
    return result[::-1] if swapped else result


def _gradients_one_by_one(a, h, slope, dim=-1):
    a, h, slope = (t.movedim(dim, 0) for t in (a, h, slope))
    g = [slope[-1]]
    for k in range(len(a) - 1, 0, -1):
        g.insert(0, slope[k - 1] + a[k] * g[0])
    g = torch.stack(g)
    return (g * torch.cat([0 * h[:1], h[:-1]])).movedim(0, dim), g.movedim(0, dim)


def _by_autograd(a, b, slope):
    """What PyTorch finds when it follows a walk back, along the last dimension: the states, and both gradients."""
    a, b = a.clone().requires_grad_(), b.clone().requires_grad_()
    h = _walked(a, b)
    return h.detach(), torch.autograd.grad(h, (a, b), slope, materialize_grads=True)


@checks(associative.scan_gradients, title="Backwards", minutes=10, difficulty=2)
class ScanGradients:
    hints = (
        "From the end: g of the last sample is its own slope. Each g before is its slope, and a[k + 1] times the g "
        "after it. So turn slope round with .flip(0), scan, and turn what comes out round again.",
        "What is kept on the way from k + 1 back to k is a[k + 1]: torch.cat([a[1:], zero]), then .flip(0).",
        "A gradient of b is g. One of a is g times the state that a was multiplied with, the one *before* the sample: "
        "torch.cat([zero, h[:-1]]). First return that of a, then that of b.",
        "Move the length to the front: a.movedim(dim, 0). At the end move both results back with .movedim(0, dim).",
        "The scan does all the rounds: associative.blelloch(kept, slope, dim=0), no loop over the samples.",
    )

    @see_hint(3)
    def a_single_step_hands_its_slope_to_b_and_nothing_to_a(scan_gradients, rng):
        a, h, slope = torch.tensor([[0.5], [3.0], [7.0]], dtype=torch.float64)
        expect(scan_gradients(a, h, slope), (0 * a, slope), a=a, h=h, slope=slope)

    @see_hint(1)
    def a_litre_at_the_first_sample_fades_on_its_way_to_the_last(scan_gradients, rng):
        a, h, slope = torch.tensor([[7.0, 0.5, 0.25], [0, 0, 0], [0, 0, 8]], dtype=torch.float64)
        expect(scan_gradients(a, h, slope)[1], torch.tensor([1.0, 2, 8], dtype=torch.float64), a=a, h=h, slope=slope)

    @see_hint(2)
    def the_eight_samples_of_the_chapter_have_its_slopes(scan_gradients, rng):
        a, _, h = _eight()
        want = torch.tensor([1.5, 1, 2.25, 2.5, 3, 2, 2, 1], dtype=torch.float64)
        expect(scan_gradients(a, h, torch.ones_like(h))[1], want, a=a, h=h, slope="all 1")

    @see_hint(3)
    def a_gets_its_slope_times_the_state_before(scan_gradients, rng):
        a, h, slope = torch.tensor([[0.0, 0, 0], [2, 3, 5], [1, 10, 100]], dtype=torch.float64)
        expect(scan_gradients(a, h, slope)[0], torch.tensor([0.0, 20, 300], dtype=torch.float64), a=a, h=h, slope=slope)

    @see_hint(2)
    def autograd_finds_the_same_at_any_length(scan_gradients, rng):
        for length in (1, 2, 3, 5, 8, 13):
            a, b, slope = normal(rng, 3, length)
            h, want = _by_autograd(a, b, slope)
            expect(scan_gradients(a, h, slope), want, length=length)

    @see_hint(4)
    def the_length_may_stand_in_any_dimension_of_a_batch(scan_gradients, rng):
        a, b, slope = normal(rng, 3, 2, 7, 5)
        h, want = _by_autograd(a, b, slope)
        expect(scan_gradients(a, h, slope), want, a=a, h=h, slope=slope)
        turned = (t.movedim(-1, 1) for t in (a, h, slope))
        expect(scan_gradients(*turned, dim=1), tuple(t.movedim(-1, 1) for t in want), dim=1)
        turned = (t.movedim(-1, 0) for t in (a, h, slope))
        expect(scan_gradients(*turned, 0), tuple(t.movedim(-1, 0) for t in want), dim=0)

    @see_hint(5)
    def a_thousand_samples_need_few_rounds(scan_gradients, rng):
        a, h, slope = torch.rand(3, 1000)
        with _Counting() as counted:
            scan_gradients(a, h, slope)
        found = counted.operations
        expect_true(found < 1000, "fewer operations than samples", f"{found} operations", samples=1000)

    wrong = {
        "a and b exchanged": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope, dim, swapped=True),
            a_single_step_hands_its_slope_to_b_and_nothing_to_a,
        ),
        "times the state after the step": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope, dim, before=0),
            a_single_step_hands_its_slope_to_b_and_nothing_to_a,
        ),
        "time not turned round": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope, dim, turn=False),
            a_litre_at_the_first_sample_fades_on_its_way_to_the_last,
        ),
        "not turned back": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope, dim, turn_back=False),
            a_litre_at_the_first_sample_fades_on_its_way_to_the_last,
        ),
        "only what a state does directly": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope, dim, alone=True),
            a_litre_at_the_first_sample_fades_on_its_way_to_the_last,
        ),
        "its own a in place of the next": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope, dim, shift=0),
            a_litre_at_the_first_sample_fades_on_its_way_to_the_last,
        ),
        "the last state before the first": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope, dim, round_again=True),
            a_single_step_hands_its_slope_to_b_and_nothing_to_a,
        ),
        "always the last dimension": (
            lambda a, h, slope, dim=-1: _scan_gradients(a, h, slope),
            the_length_may_stand_in_any_dimension_of_a_batch,
        ),
        "a walk": (_gradients_one_by_one, a_thousand_samples_need_few_rounds),
    }
