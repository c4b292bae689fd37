"""The Numba kernels against plain loops in float64, without torch.
against the derivative in a complex direction, which is exact."""

import os
import re
import subprocess
import sys
import textwrap
import threading

import numba
import numpy as np
import pytest

from mambalib import kernels
from mambalib.kernels import conv, scan

LAYOUTS = {  # batch, length, channels, d_state: a block, a task and a chunk not filled, filled, and more than filled
    "one of each": (1, 1, 1, 1),
    "distinct": (2, 7, 5, 3),
    "full": (1, scan.CHUNK, kernels.WIDTH, 16),
    "one more": (1, scan.CHUNK + 1, kernels.WIDTH + 1, 4),
    "one more than two tasks": (1, scan.CHUNK, kernels.TILE + 1, 4),
    "many states": (1, 2 * scan.CHUNK - 1, kernels.BLOCK - 1, 256),
    "several of all": (3, 101, 2 * kernels.TILE + kernels.WIDTH + 20, 16),
    "long, prime": (1, 4999, kernels.BLOCK + 1, 16),
}
GRADIENTS = ("u", "delta", "A", "B", "C", "D", "z", "delta_bias", "initial_state")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def arguments(rng, batch, length, channels, d_state, full=True):
    """Arguments of a scan, float32: with everything, or with nothing that may be left out."""

    def normal(*shape):
        return rng.standard_normal(shape, dtype=np.float32)

    given = {
        "u": normal(batch, length, channels),
        "delta": normal(batch, length, channels) - 2 if full else 0.2 * np.abs(normal(batch, length, channels)),
        "A": -np.exp(rng.uniform(-2, np.log(16), (channels, d_state))).astype(np.float32),
        "B": normal(batch, length, d_state),
        "C": normal(batch, length, d_state),
    }
    if full:
        given |= {
            "D": normal(channels),
            "z": normal(batch, length, channels),
            "delta_bias": normal(channels),
            "delta_softplus": True,
            "initial_state": normal(batch, channels, d_state),
            "seq_idx": np.cumsum(rng.random((batch, length)) < 0.05, axis=1),
        }
    return given


def close(got, want, tolerance=1e-5):
    """Equal to within that part of the largest number."""
    assert got.shape == want.shape
    assert np.abs(got - want).max(initial=0) <= tolerance * np.abs(want).max(initial=0)


def double(given):
    return {
        k: v.astype(np.float64) if isinstance(v, np.ndarray) and v.dtype == np.float32 else v for k, v in given.items()
    }


def begins(seq_idx, shape):
    """Where another sequence begins, (batch, length)."""
    changed = np.zeros(shape, bool)
    if seq_idx is not None:
        changed[:, 1:] = seq_idx[:, 1:] != seq_idx[:, :-1]
    return changed


def scan_loop(
    u, delta, A, B, C, D=0.0, z=None, delta_bias=0.0, delta_softplus=False, initial_state=0.0, seq_idx=None, kept=None
):
    """The scan, position by position: y and the last state. `kept` collects what the loop of the gradients needs."""
    dt = delta + delta_bias
    dt = np.log1p(np.exp(dt)) if delta_softplus else dt
    fresh = begins(seq_idx, u.shape[:2])
    h, y = initial_state, []
    for k in range(u.shape[1]):
        before = np.where(fresh[:, k, None, None], 0, h)
        decay = np.exp(dt[:, k, :, None] * A)
        h = decay * before + (dt * u)[:, k, :, None] * B[:, k, None, :]
        y.append((h * C[:, k, None, :]).sum(-1) + D * u[:, k])
        if kept is not None:
            kept.append((decay, decay * before, h))
    y = np.stack(y, axis=1)
    return y if z is None else y * z / (1 + np.exp(-z)), h


def gradients_loop(dy, dlast, u, delta, A, B, C, D=0.0, z=None, delta_bias=0.0, delta_softplus=False, **others):
    """The gradients of sum(dy y) + sum(dlast h), by hand, with the states of all positions."""
    kept = []
    y, _ = scan_loop(u, delta, A, B, C, D, None, delta_bias, delta_softplus, kept=kept, **others)
    raw = delta + delta_bias
    dt = np.log1p(np.exp(raw)) if delta_softplus else raw
    slope = 1 / (1 + np.exp(-raw)) if delta_softplus else np.ones_like(raw)
    out = {}
    if z is not None:
        s = 1 / (1 + np.exp(-z))
        out["z"], dy = dy * y * s * (1 + z * (1 - s)), dy * z * s
    fresh = begins(others.get("seq_idx"), u.shape[:2])
    du, ddt, dA, dB, dC, dh = D * dy, np.zeros_like(u), np.zeros_like(A), np.zeros_like(B), np.zeros_like(C), dlast
    for k in reversed(range(u.shape[1])):
        decay, carried, h = kept[k]
        dh = dh + dy[:, k, :, None] * C[:, k, None, :]
        dC[:, k] = (dy[:, k, :, None] * h).sum(1)
        dB[:, k] = (dh * (dt * u)[:, k, :, None]).sum(1)
        dx = (dh * B[:, k, None, :]).sum(-1)
        du[:, k] += dt[:, k] * dx
        ddt[:, k] = u[:, k] * dx + (dh * carried * A).sum(-1)
        dA += (dh * carried * dt[:, k, :, None]).sum(0)
        dh = np.where(fresh[:, k, None, None], 0, dh * decay)
    ddelta = ddt * slope
    out |= {"u": du, "delta": ddelta, "A": dA, "B": dB, "C": dC, "initial_state": dh}
    return out | {"D": (dy * u).sum((0, 1)), "delta_bias": ddelta.sum((0, 1))}


def imaginary_gradient(loss, x):
    """The gradient of an analytic loss, one number of x at a time: f(x + i s) = f(x) + i s f'(x), exact for tiny s."""
    gradient = np.empty_like(x)
    for place in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[place] += 1e-30j
        gradient[place] = loss(moved).imag / 1e-30
    return gradient


def conv_loop(x, weight, bias=0.0, initial_state=None, seq_idx=None, silu=False):
    """The convolution, position by position and tap by tap: y and the last state."""
    batch, length, channels = x.shape
    past = weight.shape[1] - 1
    before = np.zeros((batch, channels, past)) if initial_state is None else initial_state
    sequence = np.cumsum(begins(seq_idx, (batch, length)), axis=1)

    def seen(k, position):
        """The input at `position` as position k sees it, (batch, channels)."""
        value = x[:, position] if position >= 0 else before[..., past + position]
        return np.where((sequence[:, max(position, 0)] == sequence[:, k])[:, None], value, 0)

    v = np.stack([sum(weight[:, i] * seen(k, k - past + i) for i in range(past + 1)) for k in range(length)], axis=1)
    v = v + bias
    last = [seen(length - 1, length - past + i) for i in range(past)]
    return (v / (1 + np.exp(-v)) if silu else v), np.stack(last, axis=-1) if last else before


def conv_arguments(rng, batch, length, channels, d_conv, full=True):
    def normal(*shape):
        return rng.standard_normal(shape, dtype=np.float32)

    given = {"x": normal(batch, length, channels), "weight": normal(channels, d_conv)}
    if full:
        given |= {
            "bias": normal(channels),
            "initial_state": normal(batch, channels, d_conv - 1),
            "seq_idx": np.cumsum(rng.random((batch, length)) < 0.2, axis=1),
            "silu": True,
        }
    return given


# Elementary functions


@numba.njit
def each(f, x):
    return np.array([f(v) for v in x])


@pytest.mark.parametrize(
    ("name", "exact", "tolerance"),
    [
        ("exp2", np.exp2, 2e-7),
        ("exp", np.exp, 1.5e-6),
        ("sigmoid", lambda x: 1 / (1 + np.exp(-x)), 1.5e-6),
        ("softplus", lambda x: np.log1p(np.exp(x)), 1.5e-6),
    ],
)
def test_elementary_functions_are_accurate(name, exact, tolerance):
    x = np.linspace(-20, 20, 100_001, dtype=np.float32)
    got = each(getattr(kernels, name), x)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, exact(x.astype(np.float64)), rtol=tolerance)


def test_exp2_is_exact_at_whole_numbers_and_ends_in_zero_and_infinity():
    whole = np.arange(-126, 128, dtype=np.float32)
    assert (each(kernels.exp2, whole) == np.exp2(whole.astype(np.float64))).all()
    ends = np.array([-1e30, -1e7, -200, -127.6, 128.5, 200, 1e7, 1e30], np.float32)
    assert (each(kernels.exp2, ends) == [0, 0, 0, 0, np.inf, np.inf, np.inf, np.inf]).all()


def test_exp2_near_is_exp2_wherever_it_may_be_asked(rng):
    x = np.concatenate([np.linspace(-kernels.NEAR, kernels.NEAR, 100_001), rng.uniform(-1, 1, 10_000)])
    x = np.append(x, [0, kernels.NEAR, -kernels.NEAR, np.nan]).astype(np.float32)
    np.testing.assert_array_equal(each(kernels.exp2_near, x), each(kernels.exp2, x))


@pytest.mark.parametrize(
    ("name", "at_ends"), [("exp", (0, np.inf)), ("sigmoid", (0, 1)), ("softplus", (0, np.inf))], ids=str
)
def test_infinite_and_undefined_numbers(name, at_ends):
    got = each(getattr(kernels, name), np.array([-np.inf, np.inf, np.nan], np.float32))
    assert tuple(got[:2]) == at_ends
    assert np.isnan(got[2])


def test_softplus_is_linear_above_20():
    x = np.array([20.5, 100, 1e30], np.float32)
    assert (each(kernels.softplus, x) == x).all()


def test_bfloat16_is_the_nearest_of_two_and_the_even_one_of_two_as_near(rng):
    bits = rng.integers(0, 2**32, 50_000, dtype=np.uint32)
    halfway = bits & 0xFFFF0000 | 0x8000
    x = np.concatenate([bits, halfway, halfway + 1, halfway - 1]).view(np.float32)
    x = x[np.isfinite(x)]
    got = each(kernels.narrow, x)
    below = x.view(np.uint32) >> 16
    values = [(np.uint32(b) << 16).view(np.float32).astype(np.float64) for b in (below, below + 1)]
    values[1] = np.where(np.isinf(values[1]), np.sign(values[1]) * 2.0**128, values[1])  # what it stands for
    too_small, too_large = (np.abs(value - x.astype(np.float64)) for value in values)
    up = (too_large < too_small) | ((too_large == too_small) & (below % 2 == 1))
    np.testing.assert_array_equal(got, below + up)
    np.testing.assert_array_equal(each(kernels.widen, got), (got.astype(np.uint32) << 16).view(np.float32))


def test_bfloat16_of_what_is_no_finite_number():
    bits = np.array([0x7F800000, 0xFF800000, 0x7FC00000, 0xFFFFFFFF, 0x7F800001, 0x7FFFFFFF], np.uint32)
    back = each(kernels.widen, each(kernels.narrow, bits.view(np.float32)))
    assert tuple(back[:2]) == (np.inf, -np.inf)
    assert np.isnan(back[2:]).all()


# The scan


@pytest.mark.parametrize("full", [False, True], ids=["bare", "with everything"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_scan_and_its_gradients_are_the_loops(rng, layout, full):
    given = arguments(rng, *layout, full=full)
    batch, length, channels, d_state = layout
    y, last, checkpoints = scan.forward(**given, save=True)
    want_y, want_last = scan_loop(**double(given))
    close(y, want_y)
    close(last, want_last)
    dy = rng.standard_normal(y.shape, dtype=np.float32)
    dlast = rng.standard_normal(last.shape, dtype=np.float32)
    got = dict(
        zip(
            ["u", "delta", "A", "B", "C", "D", "z", "delta_bias", "initial_state"],
            scan.backward(dy, dlast, checkpoints, **given),
            strict=True,
        )
    )
    want = gradients_loop(dy.astype(np.float64), dlast.astype(np.float64), **double(given))
    assert (got["z"] is None) == ("z" not in given)
    for name in GRADIENTS:
        if got[name] is not None:
            close(got[name], want[name])
    assert checkpoints.shape == scan.checkpoint_shape(batch, length, channels, d_state)


@pytest.mark.parametrize("full", [False, True], ids=["bare", "with everything"])
def test_the_loop_of_the_gradients_is_right(rng, full):
    given = double(arguments(rng, 2, 7, 3, 2, full=full))
    if full:
        given["seq_idx"] = np.repeat([[0, 1], [5, 5]], (3, 4), axis=1)
    dy, dlast = rng.standard_normal((2, 7, 3)), rng.standard_normal((2, 3, 2))
    by_hand = gradients_loop(dy, dlast, **given)
    for name in set(GRADIENTS) & set(given):

        def loss(x, name=name):
            y, last = scan_loop(**(given | {name: x}))
            return (dy * y).sum() + (dlast * last).sum()

        np.testing.assert_allclose(by_hand[name], imaginary_gradient(loss, given[name]), rtol=1e-9, atol=1e-12)


def test_pieces_are_the_whole(rng):
    given = arguments(rng, 2, 101, 20, 3)
    y, last, _ = scan.forward(**given)
    state, pieces = given["initial_state"], []
    along = ("u", "delta", "B", "C", "z", "seq_idx")
    given["seq_idx"][:] = 0
    y, last, _ = scan.forward(**given)
    for first, stop in ((0, 1), (1, 2), (2, 50), (50, 101)):
        piece = {k: v[:, first:stop] if k in along else v for k, v in given.items()}
        part, state, _ = scan.forward(**(piece | {"initial_state": state}))
        pieces.append(part)
    close(np.concatenate(pieces, axis=1), y, 1e-6)
    close(state, last, 1e-6)


def test_a_sequence_knows_nothing_of_the_one_before(rng):
    given = arguments(rng, 1, 70, 5, 3)
    given["seq_idx"] = np.repeat([[4, 2, 2**40]], (30, 35, 5), axis=1)  # not in order, and too large for 32 bits
    given["u"][:, :30] = np.nan
    y, last, _ = scan.forward(**given)
    assert np.isnan(y[:, :30]).all()
    for first, stop in ((30, 65), (65, 70)):
        alone = {k: v[:, first:stop] if k in ("u", "delta", "B", "C", "z", "seq_idx") else v for k, v in given.items()}
        want, state, _ = scan.forward(**(alone | {"initial_state": None}))
        np.testing.assert_array_equal(y[:, first:stop], want)
    np.testing.assert_array_equal(last, state)


def test_nan_stays_in_its_channel(rng):
    given = arguments(rng, 1, 40, 20, 3)
    clean, _, _ = scan.forward(**given)
    given["u"][0, 10, 7] = np.nan
    y, _, _ = scan.forward(**given)
    others = np.arange(20) != 7
    np.testing.assert_array_equal(y[..., others], clean[..., others])
    assert np.isnan(y[0, 10, 7])
    np.testing.assert_array_equal(y[0, :10, 7], clean[0, :10, 7])


def test_a_state_that_forgets_at_once_and_one_that_grows(rng):
    given = arguments(rng, 1, 40, 2, 2, full=False)
    given["A"] = np.array([[-np.inf, -3e38], [0.5, 0]], np.float32)
    y, last, _ = scan.forward(**given)
    want_y, want_last = scan_loop(**double(given))
    close(y, want_y)
    close(last, want_last)


def test_steps_of_any_size_change_no_bit_of_other_channels(rng):
    """Chunks and blocks whose exponents all lie in a float's range are computed by a shorter way."""
    given = arguments(rng, 1, 3 * scan.CHUNK, 2 * kernels.BLOCK, 3)
    given["A"][5] = -1
    near, last, checkpoints = scan.forward(**given, save=True)
    dy, dlast = rng.standard_normal(near.shape, dtype=np.float32), np.zeros_like(last)
    d_near = scan.backward(dy, dlast, checkpoints, **given)
    far = given | {"delta": given["delta"].copy()}
    k, channel = scan.CHUNK + 1, 5  # in the second of three chunks, in the first of two blocks
    far["delta"][0, k, channel] = 600
    got, last, checkpoints = scan.forward(**far, save=True)
    close(got, scan_loop(**double(far))[0])
    others = np.arange(got.shape[2]) != channel
    np.testing.assert_array_equal(got[..., others], near[..., others])
    np.testing.assert_array_equal(got[0, :k, channel], near[0, :k, channel])
    d_far = scan.backward(dy, dlast, checkpoints, **far)
    want = gradients_loop(dy.astype(np.float64), dlast.astype(np.float64), **double(far))
    for name, gradient, before in zip(GRADIENTS, d_far, d_near, strict=True):
        close(gradient, want[name])
        if name in ("u", "delta", "z"):
            np.testing.assert_array_equal(gradient[..., others], before[..., others])


# Layouts and threads


def test_arrays_begin_with_a_cache_line_and_vectors_are_wide():
    @numba.njit
    def make(sizes):
        kernels.in_widest_vectors()
        return [kernels.zeros((size, 3)) for size in sizes]

    sizes = np.arange(1, 200)
    for size, array in zip(sizes, make(sizes), strict=True):
        assert array.ctypes.data % 64 == 0
        np.testing.assert_array_equal(array, np.zeros((size, 3), np.float32))
    assert all('"prefer-vector-width"="512"' in code for code in make.inspect_llvm().values())


def test_views_are_read_where_they_lie_and_nothing_is_changed(rng):
    given = arguments(rng, 2, 40, 37, 5)
    wide = {
        "u": 9,
        "delta": 3,
        "z": 1,
        "B": 5,
        "C": 2,
    }  # columns beside them in a wider array, as a projection leaves them
    views = dict(given)
    for name, more in wide.items():
        views[name] = np.concatenate([np.full((2, 40, more), 7, np.float32), given[name]], axis=2)[..., more:]
        assert kernels.rows(views[name]).data.base is not None
    views["A"] = np.asfortranarray(given["A"])
    views["u"] = np.asfortranarray(given["u"])  # channels apart: this one is copied
    views["initial_state"] = np.broadcast_to(given["initial_state"][:1], (2, 37, 5))
    given["initial_state"] = views["initial_state"].copy()
    before = {k: np.array(v) for k, v in views.items()}
    results = [scan.forward(**a, save=True) for a in (given, views)]
    dy, dlast = rng.standard_normal((37, 40, 2), dtype=np.float32).T, np.zeros((2, 37, 5), np.float32)
    results = [(*r, *scan.backward(dy, dlast, r[2], **a)) for r, a in zip(results, (given, views), strict=True)]
    for plain, view in zip(*results, strict=True):
        np.testing.assert_array_equal(plain, view)
    for name, value in before.items():
        np.testing.assert_array_equal(views[name], value)


@pytest.mark.parametrize("threads", [2, 3, 16])
def test_the_number_of_threads_changes_no_bit(rng, threads, monkeypatch):
    monkeypatch.setattr(kernels, "_STEPS_PER_THREAD", 1)
    given, of_conv = arguments(rng, 3, 50, 300, 4), conv_arguments(rng, 3, 50, 300, 4)
    dy, dlast = rng.standard_normal((3, 50, 300), dtype=np.float32), np.ones((3, 300, 4), np.float32)

    def everything(threads):
        forward = scan.forward(**given, save=True, threads=threads)
        backward = scan.backward(dy, dlast, forward[2], **given, threads=threads)
        convolved = conv.forward(**of_conv, threads=threads)
        return *forward, *backward, *convolved, *conv.backward(dy, dlast[..., 1:], **of_conv, threads=threads)

    for one, many in zip(everything(1), everything(threads), strict=True):
        np.testing.assert_array_equal(one, many)


def test_as_many_threads_as_there_is_work(monkeypatch):
    seen = []

    def note(first, end, *args):
        seen.append((first, end, threading.get_ident(), args))

    kernels.in_threads(note, 5, 10**9, 3, kernels.in_python_threads, "argument")
    assert sorted(s[:2] for s in seen) == [(0, 1), (1, 3), (3, 5)]
    assert len({s[2] for s in seen}) > 1
    assert all(s[3] == ("argument",) for s in seen)
    seen.clear()
    kernels.in_threads(note, 5, 10, 3, kernels.in_python_threads)
    assert [s[:2] for s in seen] == [(0, 5)]


def test_an_error_in_a_thread_is_raised():
    def fail(first, end):
        if first > 0:
            raise RuntimeError("a thread failed")

    with pytest.raises(RuntimeError, match="a thread failed"):
        kernels.in_threads(fail, 2, 10**9, 2, kernels.in_python_threads)


def test_several_threads_may_call_at_the_same_time(rng):
    cases = [arguments(rng, 1, 600, 16 * (i + 9), 16) for i in range(4)]
    want = [scan.forward(**given)[0] for given in cases]
    got = [[] for _ in cases]

    def work(i):
        for _ in range(10):
            got[i].append(scan.forward(**cases[i], threads=2)[0])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for results, one in zip(got, want, strict=True):
        assert len(results) == 10
        for result in results:
            np.testing.assert_array_equal(result, one)


def run(program, **environment):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=600,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork: workers start anew")
def test_a_forked_process_works_after_its_parent_has():
    result = run(
        """
        import os, sys
        import numpy as np
        from mambalib.kernels import scan
        x = np.ones((4, 600, 300), np.float32)
        B = np.ones((4, 600, 16), np.float32)
        work = lambda: scan.forward(x, 0.1 * x, -np.ones((300, 16), np.float32), B, B, threads=2)[0]
        want = work()
        child = os.fork()
        if child == 0:
            os._exit(0 if (work() == want).all() else 1)
        assert (work() == want).all()
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
    )
    assert result.returncode == 0, result.stderr


# The convolution


@pytest.mark.parametrize("full", [False, True], ids=["bare", "with everything"])
@pytest.mark.parametrize(
    "layout",
    [
        (1, 1, 1, 2),
        (2, 7, 5, 4),
        (1, 2, 3, 5),
        (1, 5, 4, 1),
        (2, 101, kernels.TILE + kernels.WIDTH + 20, 3),
        (1, 1009, 17, 8),
    ],
    ids=lambda layout: "x".join(map(str, layout)),
)
def test_convolution_is_the_loop(rng, layout, full):
    given = conv_arguments(rng, *layout, full=full)
    y, last = conv.forward(**given)
    want_y, want_last = conv_loop(**double(given))
    close(y, want_y, 2e-6)
    np.testing.assert_array_equal(last, want_last)


@pytest.mark.parametrize("full", [False, True], ids=["bare", "with everything"])
@pytest.mark.parametrize(
    "layout", [(1, 1, 2, 3), (1, 2, 3, 5), (2, 7, 3, 4), (1, conv.CHUNK + 3, 2, 4), (1, 4, 2, 1)], ids=str
)
def test_gradients_of_the_convolution_are_exact(rng, layout, full):
    given = conv_arguments(rng, *layout, full=full)
    batch, length, channels, d_conv = layout
    dy = rng.standard_normal((batch, length, channels), dtype=np.float32)
    dlast = rng.standard_normal((batch, channels, d_conv - 1), dtype=np.float32)
    got = dict(zip(("x", "weight", "bias", "initial_state"), conv.backward(dy, dlast, **given), strict=True))
    exact = double(given)
    for name in set(got) & set(given):

        def loss(x, name=name):
            y, last = conv_loop(**(exact | {name: x}))
            return (dy * y).sum() + (dlast * last).sum()

        close(got[name], imaginary_gradient(loss, exact[name]), 2e-6)


def test_pieces_of_the_convolution_are_the_whole(rng):
    given = conv_arguments(rng, 2, 70, 20, 4) | {"seq_idx": None}
    y, last = conv.forward(**given)
    state, pieces = given["initial_state"], []
    for first, stop in ((0, 1), (1, 2), (2, 40), (40, 70)):
        part, state = conv.forward(**(given | {"x": given["x"][:, first:stop], "initial_state": state}))
        pieces.append(part)
    np.testing.assert_array_equal(np.concatenate(pieces, axis=1), y)
    np.testing.assert_array_equal(state, last)


# What is compiled


def test_no_torch():
    result = run("import sys, mambalib.kernels.scan, mambalib.kernels.conv; assert 'torch' not in sys.modules")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(("kernel", "exponentials"), [("_forward", 3), ("_backward", 4)])
def test_the_loops_are_vector_instructions(kernel, exponentials):
    one, A = np.ones((1, 1, 1), np.float32), np.ones((1, 1), np.float32)
    y, last, checkpoints = scan.forward(one, one, A, one, one, save=True)
    scan.backward(y, last, checkpoints, one, one, A, one, one)
    cached = getattr(scan, kernel)
    afresh = numba.njit(cached.py_func, **kernels._OPTIONS)  # what comes from the disk cannot be looked into
    afresh.compile(cached.signatures[0])
    code = afresh.inspect_llvm(cached.signatures[0])
    assert (
        len(re.findall(r"call <\d+ x i32> @llvm\.umin", code)) >= exponentials
    )  # the exponent of exp2, kept in bounds


def test_code_on_disk_is_used_again_but_not_after_a_change_in_any_file():
    scan.forward(
        *(np.ones((1, 1, 1), np.float32) for _ in range(2)),
        *(np.ones(s, np.float32) for s in ((1, 1), (1, 1, 1), (1, 1, 1))),
    )
    program = """
        import numpy as np
        from mambalib import kernels
        from mambalib.kernels import scan
        one, A = np.ones((1, 1, 1), np.float32), np.ones((1, 1), np.float32)
        scan.forward(one, one, A, one, one)
        print(len(scan._forward.stats.cache_hits), scan._forward._cache._cache_file._source_stamp == kernels._SOURCES)
        """
    result = run(program)
    assert result.stdout.split() == ["1", "True"], result.stderr


def test_without_a_folder_for_the_code_it_is_compiled_all_the_same(monkeypatch):
    compile_ = numba.njit

    def njit(*args, cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return compile_(*args, **options)

    monkeypatch.setattr(numba, "njit", njit)
    assert kernels.kernel(lambda first, end: first + end)(1, 2) == 3


# Bits


SCANS = """
import hashlib, sys
import numpy as np
from mambalib.kernels import scan
from mambalib.kernels.products import from_bfloat16, to_bfloat16
rng = np.random.default_rng(0)
u, delta = (to_bfloat16(rng.standard_normal((2, 75, 37), np.float32)) for _ in range(2))
A = -np.exp(2 * rng.standard_normal((37, 5), np.float32))
B, C = (rng.standard_normal((2, 75, 5), np.float32) for _ in range(2))
for width in sys.argv[1:]:
    given = (u, delta) if width == "bfloat16" else (from_bfloat16(u), from_bfloat16(delta))
    _, h, _ = scan.forward(*given, A, B, C, delta_softplus=True)
    print(hashlib.sha256(h.tobytes()).hexdigest())
"""


def test_what_was_compiled_before_changes_no_bit(tmp_path):
    """Else a training that goes on in another process would not be the one that was not interrupted."""
    found = set()
    for widths in (["float32"], ["float32", "bfloat16"], ["float32", "bfloat16"]):  # compiled, both, and both from disk
        command, cache = [sys.executable, "-c", SCANS, *widths], {"NUMBA_CACHE_DIR": str(tmp_path)}
        run = subprocess.run(command, env=os.environ | cache, capture_output=True, text=True, check=True)
        found |= set(run.stdout.split())
    assert len(found) == 1
