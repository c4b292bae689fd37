"""The short causal convolution of a Mamba block on a CPU, forward and backward, with SiLU (chapters 5 and 6).

    v[k] = bias + the sum over i of weight[i] x[k - past + i]        past = d_conv - 1, i = 0 ... past
    y[k] = v[k] sigmoid(v[k])                                        or v[k]

The symbols with their shapes are those of `mambalib.scan`. The inputs before the first are the initial state. A window
is a chunk of the inputs with the `past` inputs before it, (past + CHUNK, TILE): row 0 is position `start - past`.
"""

from typing import NamedTuple

import numpy as np

from mambalib.kernels import (
    ONE,
    TILE,
    ZERO,
    Piece,
    Rows,
    Run,
    fetch,
    helper,
    in_python_threads,
    in_threads,
    in_widest_vectors,
    index,
    kernel,
    number,
    piece,
    plain,
    row,
    rows,
    side_by_side,
    sigmoid,
    store,
    tasks_of,
    zeros,
)

CHUNK = 32  # positions that are worked on together


class Inputs(NamedTuple):
    """What the convolution reads; where something is left out, anything of the right type stands in."""

    x: Rows
    weight: np.ndarray  # (d_conv, channels)
    bias: np.ndarray
    initial_state: np.ndarray
    seq_idx: np.ndarray
    silu: bool
    packed: bool


def forward(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    initial_state: np.ndarray | None = None,
    seq_idx: np.ndarray | None = None,
    silu: bool = False,
    threads: int = 1,
    run: Run = in_python_threads,
) -> tuple[np.ndarray, np.ndarray]:
    """Run the convolution.

    Args:
        x: (batch, length, channels), float32, as everything but seq_idx; or uint16 with the bits of bfloat16.
        weight: (channels, d_conv). bias: (channels,).
        initial_state: (batch, channels, d_conv - 1), the oldest first. seq_idx: (batch, length), integers.
        silu: whether SiLU follows.
        threads: how many to use at most. run: what starts them.

    Returns:
        y (batch, length, channels), of x's type, and the last state (batch, channels, d_conv - 1).
    """
    given = inputs(x, weight, bias, initial_state, seq_idx, silu)
    batch, length, channels = x.shape
    y = np.empty(x.shape, given.x.data.dtype)
    last = np.empty((batch, channels, weight.shape[1] - 1), np.float32)
    in_threads(_forward, batch * tasks_of(channels), 4 * x.size, threads, run, length, given, rows(y), last)
    return y, last


def backward(
    dy: np.ndarray,
    dlast: np.ndarray,
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    initial_state: np.ndarray | None = None,
    seq_idx: np.ndarray | None = None,
    silu: bool = False,
    threads: int = 1,
    run: Run = in_python_threads,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of a number of which those by y and by the last state are known.

    Args:
        dy: (batch, length, channels), of x's type. dlast: (batch, channels, d_conv - 1).
        The others are those of `forward`.

    Returns:
        dx, dweight, dbias, dinitial_state, each of its input's shape and type, whether that was left out or not.
    """
    given = inputs(x, weight, bias, initial_state, seq_idx, silu)
    batch, length, channels = x.shape
    dx, dfirst = np.empty(x.shape, given.x.data.dtype), np.empty(dlast.shape, np.float32)
    dweight, dbias = np.zeros((batch, *given.weight.shape), np.float32), np.zeros((batch, channels), np.float32)
    grads = rows(dx), dweight, dbias, dfirst
    work = 8 * x.size
    in_threads(_backward, batch * tasks_of(channels), work, threads, run, length, given, rows(dy), plain(dlast), *grads)
    return dx, dweight.sum(0).T, dbias.sum(0), dfirst


def inputs(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    initial_state: np.ndarray | None,
    seq_idx: np.ndarray | None,
    silu: bool,
) -> Inputs:
    """The arguments in the types that the kernels are compiled for: one set of types, so that they compile once."""
    batch, _, channels = x.shape
    state = (batch, channels, weight.shape[1] - 1)
    return Inputs(
        x=rows(x),
        weight=plain(weight.T),
        bias=np.zeros(channels, np.float32) if bias is None else plain(bias),
        initial_state=np.zeros(state, np.float32) if initial_state is None else plain(initial_state),
        seq_idx=np.zeros((0, 0), np.int64) if seq_idx is None else plain(seq_idx, np.int64),
        silu=silu,
        packed=seq_idx is not None,
    )


@kernel
def _forward(first_task: int, end: int, length: int, given: Inputs, y: Rows, last: np.ndarray) -> None:
    in_widest_vectors()
    d_conv, channels = given.weight.shape
    window, v = zeros((d_conv - 1 + CHUNK, TILE)), zeros((CHUNK, TILE))
    while first_task < end:
        b, low, high = side_by_side(first_task, end, channels)
        for start in range(0, length, CHUNK):
            steps = min(CHUNK, length - start)
            for channel in range(low, high, TILE):
                here = piece(b, start, steps, channel, low, high)
                fetch_window(given, here, window)
                convolve(given, here, window, v)
                if given.silu:
                    activate(here, v)
                store(v, y, here)
                if start + steps == length:
                    keep_last(given, here, window, last)
        first_task += tasks_of(high - low)


@helper
def fetch_window(given: Inputs, here: Piece, window: np.ndarray) -> None:
    past = len(given.weight) - 1
    for j in range(past + here.steps):
        position = here.start - past + j
        if position < 0:
            for c in range(here.width):
                window[j, c] = given.initial_state[here.b, here.channel + c, past + position]
        else:
            begin = row(given.x, here.b, position, here.channel)
            for c in range(here.width):
                window[j, c] = number(given.x.data[index(begin + c)])


@helper
def reach(given: Inputs, b: int, position: int) -> int:
    """How many inputs before this one, at most `past`, are of its sequence. The initial state is of the first."""
    past = len(given.weight) - 1
    if given.packed:
        for back in range(min(past, position)):
            if given.seq_idx[b, position - back] != given.seq_idx[b, position - back - 1]:
                return back
    return past


@helper
def convolve(given: Inputs, here: Piece, window: np.ndarray, v: np.ndarray) -> None:
    past = len(given.weight) - 1
    for j in range(here.steps):
        for c in range(here.width):
            v[j, c] = given.bias[index(here.channel + c)]
        for i in range(past - reach(given, here.b, here.start + j), past + 1):
            for c in range(here.width):
                v[j, c] += given.weight[i, index(here.channel + c)] * window[j + i, c]


@helper
def activate(here: Piece, v: np.ndarray) -> None:
    for j in range(here.steps):
        for c in range(here.width):
            v[j, c] *= sigmoid(v[j, c])


@helper
def keep_last(given: Inputs, here: Piece, window: np.ndarray, last: np.ndarray) -> None:
    """The last state: the last inputs of a window that ends the sequence, zero for those of another one."""
    past = len(given.weight) - 1
    known = reach(given, here.b, here.start + here.steps - 1)
    for i in range(past):
        for c in range(here.width):
            last[here.b, here.channel + c, i] = window[here.steps + i, c] if past - 1 - i <= known else ZERO


# Backward: each output gives its gradient to the inputs that made it. Some of these lie before the chunk: what they get
# is handed on to the chunk before.


@kernel
def _backward(
    first_task: int,
    end: int,
    length: int,
    given: Inputs,
    dy: Rows,
    dlast: np.ndarray,
    dx: Rows,
    dweight: np.ndarray,
    dbias: np.ndarray,
    dfirst: np.ndarray,
) -> None:
    in_widest_vectors()
    d_conv, channels = given.weight.shape
    window, dwindow = zeros((d_conv - 1 + CHUNK, TILE)), zeros((d_conv - 1 + CHUNK, TILE))
    v, dv = zeros((CHUNK, TILE)), zeros((CHUNK, TILE))
    while first_task < end:
        b, low, high = side_by_side(first_task, end, channels)
        handed = last_gradients(given, b, low, high, length, dlast)
        for start in range((length - 1) // CHUNK * CHUNK, -1, -CHUNK):
            steps = min(CHUNK, length - start)
            for channel in range(low, high, TILE):
                here = piece(b, start, steps, channel, low, high)
                fetch_window(given, here, window)
                fetch(dy, here, dv)
                if given.silu:
                    convolve(given, here, window, v)
                    deactivate(here, v, dv)
                take(here, handed, dwindow)
                give(given, here, window, dv, dwindow, dweight, dbias)
                store(dwindow[d_conv - 1 :], dx, here)
                hand_on(here, dwindow, handed)
        for i in range(d_conv - 1):
            for c in range(high - low):
                dfirst[b, low + c, i] = handed[i, c]
        first_task += tasks_of(high - low)


@helper
def last_gradients(given: Inputs, b: int, low: int, high: int, length: int, dlast: np.ndarray) -> np.ndarray:
    """What the last state gives to the last inputs, (past, channels)."""
    past = len(given.weight) - 1
    handed = np.zeros((past, high - low), np.float32)
    for i in range(past):
        if past - 1 - i <= reach(given, b, length - 1):
            for c in range(high - low):
                handed[i, c] = dlast[b, low + c, i]
    return handed


@helper
def deactivate(here: Piece, v: np.ndarray, dv: np.ndarray) -> None:
    """From the gradient by y = v sigmoid(v) that by v."""
    for j in range(here.steps):
        for c in range(here.width):
            s = sigmoid(v[j, c])
            dv[j, c] *= s * (ONE + v[j, c] * (ONE - s))


@helper
def take(here: Piece, handed: np.ndarray, dwindow: np.ndarray) -> None:
    """What the inputs of a window got so far: the last ones, from the chunk after it."""
    for j in range(here.steps):
        for c in range(here.width):
            dwindow[j, c] = ZERO
    for i in range(len(handed)):
        for c in range(here.width):
            dwindow[here.steps + i, c] = handed[i, index(here.offset + c)]


@helper
def give(
    given: Inputs,
    here: Piece,
    window: np.ndarray,
    dv: np.ndarray,
    dwindow: np.ndarray,
    dweight: np.ndarray,
    dbias: np.ndarray,
) -> None:
    """The gradient of each output, for the inputs, the weights and the bias that made it."""
    past = len(given.weight) - 1
    for j in range(here.steps):
        for c in range(here.width):
            dbias[here.b, index(here.channel + c)] += dv[j, c]
        for i in range(past - reach(given, here.b, here.start + j), past + 1):
            for c in range(here.width):
                dwindow[j + i, c] += given.weight[i, index(here.channel + c)] * dv[j, c]
                dweight[here.b, i, index(here.channel + c)] += window[j + i, c] * dv[j, c]


@helper
def hand_on(here: Piece, dwindow: np.ndarray, handed: np.ndarray) -> None:
    """Keep what the inputs before the chunk got."""
    for i in range(len(handed)):
        for c in range(here.width):
            handed[i, index(here.offset + c)] = dwindow[i, c]
