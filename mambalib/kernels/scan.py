"""The selective scan on a CPU, forward and backward, in one pass over the inputs (chapter 5).

    dt   = softplus(delta + delta_bias)             or delta + delta_bias
    x    = dt u                                      what enters the states
    h[k] = exp(dt[k] A) h[k-1] + B[k] x[k]
    y[k] = (C[k] h[k] + D u[k]) silu(z[k])           silu(z) = z sigmoid(z)

The symbols with their shapes are those of `mambalib.scan`. The states of a thread stay in the core's caches and are
never written out, but for one in CHUNK positions: from these checkpoints the backward pass computes the others again, a
chunk at a time.
"""

from typing import NamedTuple

import numpy as np

from mambalib.kernels import (
    BLOCK,
    LN_2,
    LOG2_E,
    NEAR,
    ONE,
    TILE,
    WIDTH,
    ZERO,
    Piece,
    Rows,
    Run,
    blocks,
    exp2,
    exp2_near,
    fetch,
    helper,
    in_python_threads,
    in_threads,
    in_widest_vectors,
    index,
    kernel,
    multiply_add,
    piece,
    plain,
    row,
    rows,
    side_by_side,
    sigmoid,
    softplus,
    store,
    tasks_of,
    zeros,
)

CHUNK = 32  # positions from one checkpoint to the next
LOWEST = np.float32(-1e30)  # instead of an A of -inf, of which exp2 would make nan


class Inputs(NamedTuple):
    """What the scan reads; where something is left out, a flag says so, and anything of the right type stands in."""

    u: Rows
    delta: Rows
    A: np.ndarray
    B: Rows
    C: Rows
    D: np.ndarray
    z: Rows
    delta_bias: np.ndarray
    initial_state: np.ndarray
    seq_idx: np.ndarray
    delta_softplus: bool
    gated: bool
    started: bool
    packed: bool


def forward(
    u: np.ndarray,
    delta: np.ndarray,
    A: np.ndarray,
    B: np.ndarray,
    C: np.ndarray,
    D: np.ndarray | None = None,
    z: np.ndarray | None = None,
    delta_bias: np.ndarray | None = None,
    delta_softplus: bool = False,
    initial_state: np.ndarray | None = None,
    seq_idx: np.ndarray | None = None,
    save: bool = False,
    threads: int = 1,
    run: Run = in_python_threads,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Run the scan.

    Args:
        u, delta, z: (batch, length, channels), float32, as everything but seq_idx; or all uint16 with the bits of
            bfloat16.
        A: (channels, d_state). B, C: (batch, length, d_state). D, delta_bias: (channels,).
        initial_state: (batch, channels, d_state). seq_idx: (batch, length), integers.
        save: whether `backward` will be called.
        threads: how many to use at most. run: what starts them.

    Returns:
        y (batch, length, channels), of u's type, the last state (batch, channels, d_state), and the checkpoints, of
        `checkpoint_shape`; with no positions where `save` is not set.
    """
    given = inputs(u, delta, A, B, C, D, z, delta_bias, delta_softplus, initial_state, seq_idx)
    batch, length, channels = u.shape
    y = np.empty(u.shape, given.u.data.dtype)
    last = np.empty((batch, *A.shape), np.float32)
    checkpoints = np.empty(checkpoint_shape(batch, length if save else 0, *A.shape), np.float32)
    work = batch * length * A.size
    in_threads(_forward, batch * tasks_of(channels), work, threads, run, length, given, rows(y), last, checkpoints)
    return y, last, checkpoints


def backward(
    dy: np.ndarray,
    dlast: np.ndarray,
    checkpoints: np.ndarray,
    u: np.ndarray,
    delta: np.ndarray,
    A: np.ndarray,
    B: np.ndarray,
    C: np.ndarray,
    D: np.ndarray | None = None,
    z: np.ndarray | None = None,
    delta_bias: np.ndarray | None = None,
    delta_softplus: bool = False,
    initial_state: np.ndarray | None = None,
    seq_idx: np.ndarray | None = None,
    threads: int = 1,
    run: Run = in_python_threads,
) -> tuple[np.ndarray | None, ...]:
    """The gradients of a number of which those by y and by the last state are known.

    Args:
        dy: (batch, length, channels), of u's type. dlast: (batch, channels, d_state).
        checkpoints: what `forward` returned with `save`. The others are the arguments of `forward`.

    Returns:
        du, ddelta, dA, dB, dC, dD, dz, ddelta_bias, dinitial_state, each of its input's shape and type; None for z
        where it was left out, while the others are computed in any case.
    """
    given = inputs(u, delta, A, B, C, D, z, delta_bias, delta_softplus, initial_state, seq_idx)
    batch, length, channels = u.shape
    tasks, d_state = tasks_of(channels), A.shape[1]
    du, ddelta, dz = (np.empty(u.shape, given.u.data.dtype) for _ in range(3))
    # Each task writes sums of its own, and these are added up in the end: no two threads write to the same number.
    dA, dstate = np.empty((batch, channels, d_state), np.float32), np.empty((batch, channels, d_state), np.float32)
    dD, dbias = np.empty((batch, channels), np.float32), np.empty((batch, channels), np.float32)
    dB, dC = (np.empty((tasks, batch, length, d_state), np.float32) for _ in range(2))
    grads = rows(du), rows(ddelta), rows(dz), dA, dB, dC, dD, dbias, dstate
    upstream = rows(dy), plain(dlast), plain(checkpoints)
    work = 3 * batch * length * A.size
    in_threads(_backward, batch * tasks, work, threads, run, length, given, *upstream, *grads)
    dA, dB, dC, dD, dbias = (partial.sum(0) for partial in (dA, dB, dC, dD, dbias))
    return du, ddelta, dA, dB, dC, dD, None if z is None else dz, dbias, dstate


def checkpoint_shape(batch: int, length: int, channels: int, d_state: int) -> tuple[int, int, int, int]:
    """Shape of the states that are kept for the backward pass: the one before each chunk."""
    return batch, -(-length // CHUNK), d_state, channels


def inputs(
    u: np.ndarray,
    delta: np.ndarray,
    A: np.ndarray,
    B: np.ndarray,
    C: np.ndarray,
    D: np.ndarray | None,
    z: np.ndarray | None,
    delta_bias: np.ndarray | None,
    delta_softplus: bool,
    initial_state: np.ndarray | None,
    seq_idx: np.ndarray | None,
) -> Inputs:
    """The arguments in the types that the kernels are compiled for: one set of types, so that they compile once."""
    none = np.zeros(u.shape[2], np.float32)
    return Inputs(
        u=rows(u),
        delta=rows(delta),
        A=plain(A),
        B=rows(B),
        C=rows(C),
        D=none if D is None else plain(D),
        z=rows(u if z is None else z),
        delta_bias=none if delta_bias is None else plain(delta_bias),
        initial_state=np.zeros((0, 0, 0), np.float32) if initial_state is None else plain(initial_state),
        seq_idx=np.zeros((0, 0), np.int64) if seq_idx is None else plain(seq_idx, np.int64),
        delta_softplus=delta_softplus,
        gated=z is not None,
        started=initial_state is not None,
        packed=seq_idx is not None,
    )


# Forward


class Tile(NamedTuple):
    """A chunk of positions of some channels, each (CHUNK, TILE)."""

    u: np.ndarray
    dt: np.ndarray
    x: np.ndarray
    y: np.ndarray  # what is read from the states, and D u
    z: np.ndarray
    longest: np.ndarray  # (TILE,), of the steps |dt|


class System(NamedTuple):
    """The channels of the tasks that are side by side: (blocks, d_state, BLOCK), and (blocks * BLOCK)."""

    rate: np.ndarray  # A log2(e), so that exp(dt A) = 2^(dt rate)
    state: np.ndarray
    fastest: np.ndarray  # of the rates |rate|
    skip: np.ndarray
    bias: np.ndarray


@kernel
def _forward(
    first_task: int, end: int, length: int, given: Inputs, y: Rows, last: np.ndarray, checkpoints: np.ndarray
) -> None:
    in_widest_vectors()
    tile, fresh = new_tile(), np.zeros(CHUNK, np.bool_)
    while first_task < end:
        b, low, high = side_by_side(first_task, end, len(given.A))
        system = new_system(given, low, high)
        if given.started:
            unpack(given.initial_state[b, low:high], system.state)
        for start in range(0, length, CHUNK):
            steps = min(CHUNK, length - start)
            mark(given, b, start, steps, fresh)
            if checkpoints.size > 0:
                keep(system.state, checkpoints[b, start // CHUNK, :, low:high])
            for channel in range(low, high, TILE):
                here = piece(b, start, steps, channel, low, high)
                fetch(given.u, here, tile.u)
                fetch(given.delta, here, tile.dt)
                prepare(here, tile, system, given.delta_softplus)
                for column in range(0, here.width, BLOCK):
                    advance(here, column, fresh, tile, system, given.B, given.C)
                if given.gated:
                    fetch(given.z, here, tile.z)
                    gate(here, tile)
                store(tile.y, y, here)
        pack(system.state, last[b, low:high])
        first_task += tasks_of(high - low)


@helper
def prepare(here: Piece, tile: Tile, system: System, soft: bool) -> None:
    """dt, x = dt u, and the beginning of what is read, D u."""
    tile.longest[:] = ZERO
    for j in range(here.steps):
        for c in range(blocks(here.width) * BLOCK):
            tile.dt[j, c] += system.bias[index(here.offset + c)]
        if soft:
            for c in range(blocks(here.width) * BLOCK):
                tile.dt[j, c] = softplus(tile.dt[j, c])
        for c in range(blocks(here.width) * BLOCK):
            tile.longest[c] = max(tile.longest[c], abs(tile.dt[j, c]))
            tile.x[j, c] = tile.dt[j, c] * tile.u[j, c]
            tile.y[j, c] = system.skip[index(here.offset + c)] * tile.u[j, c]


@helper
def advance(here: Piece, column: int, fresh: np.ndarray, tile: Tile, system: System, B: Rows, C: Rows) -> None:
    """The recurrence, for BLOCK channels from `column` on: h = exp(dt A) h + B x, and C h is added to y."""
    in_widest_vectors()
    block = (here.offset + column) // BLOCK
    near = all_near(here, column, tile, system)
    for j in range(here.steps):
        if fresh[j]:
            clear(system.state, block)
        at_B, at_C = row(B, here.b, here.start + j, 0), row(C, here.b, here.start + j, 0)
        for n in range(system.rate.shape[1]):
            B_n, C_n = B.data[index(at_B + n)], C.data[index(at_C + n)]
            for lane in range(BLOCK):
                c = index(column + lane)
                exponent = tile.dt[j, c] * system.rate[block, n, lane]
                decay = exp2_near(exponent) if near else exp2(exponent)
                h = multiply_add(B_n, tile.x[j, c], decay * system.state[block, n, lane])
                system.state[block, n, lane] = h
                tile.y[j, c] += C_n * h


@helper
def all_near(here: Piece, column: int, tile: Tile, system: System) -> bool:
    """Whether `exp2_near` will do for all the exponents of a block."""
    near = True
    for c in range(column, column + BLOCK):
        near &= tile.longest[c] * system.fastest[here.offset + c] <= NEAR
    return near


@helper
def gate(here: Piece, tile: Tile) -> None:
    """Multiply y by silu(z)."""
    for j in range(here.steps):
        for c in range(here.width):
            tile.y[j, c] *= tile.z[j, c] * sigmoid(tile.z[j, c])


# Backward. With dy the gradient of y before the gate, and dh that of the state, which comes from both y and the state
# one position later:
#
#     dh[k] = C[k] dy[k] + exp(dt[k+1] A) dh[k+1]
#     dx    = B dh, summed over the states            dC = h dy, dB = x dh, summed over the channels
#     d(dt A) = dh exp(dt A) h[k-1], of which dt makes dA and A makes a part of d(dt); the other part is u dx


class TileGradients(NamedTuple):
    """As `Tile`; and the slope of dt, as it depends on delta."""

    y: np.ndarray
    x: np.ndarray
    dt: np.ndarray
    slope: np.ndarray


class SystemGradients(NamedTuple):
    """As `System`."""

    rate: np.ndarray
    state: np.ndarray
    skip: np.ndarray
    bias: np.ndarray


class History(NamedTuple):
    """Each position and state of a chunk, (CHUNK, d_state, BLOCK)."""

    decay: np.ndarray
    kept: np.ndarray  # decay times the state before
    dB: np.ndarray  # the lanes are yet to be summed
    dC: np.ndarray


@kernel
def _backward(
    first_task: int,
    end: int,
    length: int,
    given: Inputs,
    dy: Rows,
    dlast: np.ndarray,
    checkpoints: np.ndarray,
    du: Rows,
    ddelta: Rows,
    dz: Rows,
    dA: np.ndarray,
    dB: np.ndarray,
    dC: np.ndarray,
    dD: np.ndarray,
    dbias: np.ndarray,
    dstate: np.ndarray,
) -> None:
    in_widest_vectors()
    tile, dtile, fresh = new_tile(), new_tile_gradients(), np.zeros(CHUNK, np.bool_)
    history = new_history(given.A.shape[1])
    while first_task < end:
        b, low, high = side_by_side(first_task, end, len(given.A))
        system = new_system(given, low, high)
        dsystem = new_system_gradients(system)
        unpack(dlast[b, low:high], dsystem.state)
        for chunk in range((length - 1) // CHUNK, -1, -1):
            start = chunk * CHUNK
            steps = min(CHUNK, length - start)
            mark(given, b, start, steps, fresh)
            recall(checkpoints[b, chunk, :, low:high], system.state)
            for channel in range(low, high, TILE):
                here = piece(b, start, steps, channel, low, high)
                fetch(given.u, here, tile.u)
                fetch(given.delta, here, tile.dt)
                fetch(dy, here, dtile.y)
                slopes(here, tile, dtile, system, given.delta_softplus)
                prepare(here, tile, system, given.delta_softplus)
                if given.gated:
                    fetch(given.z, here, tile.z)
                    ungate(here, tile, dtile)
                for first in range(0, here.width, WIDTH):
                    history.dB.fill(ZERO)
                    history.dC.fill(ZERO)
                    for column in range(first, min(first + WIDTH, here.width), BLOCK):
                        advance_again(here, column, fresh, tile, dtile, system, history, given.B, given.C)
                        retrace(here, column, fresh, tile, dtile, system, dsystem, history, given.B, given.C)
                    task = (channel + first) // WIDTH
                    sum_lanes(history.dB, dB[task, b, start : start + steps])
                    sum_lanes(history.dC, dC[task, b, start : start + steps])
                finish(here, tile, dtile, system, dsystem)
                store(tile.u, du, here)
                store(tile.dt, ddelta, here)
                if given.gated:
                    store(tile.z, dz, here)
        pack(dsystem.rate, dA[b, low:high])
        pack(dsystem.state, dstate[b, low:high])
        for c in range(high - low):
            dD[b, low + c], dbias[b, low + c] = dsystem.skip[c], dsystem.bias[c]
        first_task += tasks_of(high - low)


@helper
def slopes(here: Piece, tile: Tile, dtile: TileGradients, system: System, soft: bool) -> None:
    """The slope of dt by delta, while `tile.dt` still is delta; and zeros for what is going to be summed."""
    for j in range(here.steps):
        for c in range(blocks(here.width) * BLOCK):
            dtile.x[j, c] = ZERO
            dtile.dt[j, c] = ZERO
            dtile.slope[j, c] = ONE
        if soft:
            for c in range(blocks(here.width) * BLOCK):
                dtile.slope[j, c] = sigmoid(tile.dt[j, c] + system.bias[index(here.offset + c)])


@helper
def ungate(here: Piece, tile: Tile, dtile: TileGradients) -> None:
    """dy before the gate; and, in the place of z, dz but for the factor y, which is not known yet."""
    for j in range(here.steps):
        for c in range(here.width):
            z, dy = tile.z[j, c], dtile.y[j, c]
            s = sigmoid(z)
            dtile.y[j, c] = dy * z * s
            tile.z[j, c] = dy * s * (ONE + z * (ONE - s))


@helper
def advance_again(
    here: Piece,
    column: int,
    fresh: np.ndarray,
    tile: Tile,
    dtile: TileGradients,
    system: System,
    history: History,
    B: Rows,
    C: Rows,
) -> None:
    """As `advance`, with the decays and what they kept written down; and dC, for which the states are at hand here."""
    in_widest_vectors()
    block = (here.offset + column) // BLOCK
    near = all_near(here, column, tile, system)
    for j in range(here.steps):
        if fresh[j]:
            clear(system.state, block)
        at_B, at_C = row(B, here.b, here.start + j, 0), row(C, here.b, here.start + j, 0)
        for n in range(system.rate.shape[1]):
            B_n, C_n = B.data[index(at_B + n)], C.data[index(at_C + n)]
            for lane in range(BLOCK):
                c = index(column + lane)
                exponent = tile.dt[j, c] * system.rate[block, n, lane]
                decay = exp2_near(exponent) if near else exp2(exponent)
                kept = decay * system.state[block, n, lane]
                h = multiply_add(B_n, tile.x[j, c], kept)
                system.state[block, n, lane] = h
                tile.y[j, c] += C_n * h
                history.decay[j, n, lane] = decay
                history.kept[j, n, lane] = kept
                history.dC[j, n, lane] += h * dtile.y[j, c]


@helper
def retrace(
    here: Piece,
    column: int,
    fresh: np.ndarray,
    tile: Tile,
    dtile: TileGradients,
    system: System,
    dsystem: SystemGradients,
    history: History,
    B: Rows,
    C: Rows,
) -> None:
    """The recurrence of the gradients, from the last position back."""
    in_widest_vectors()
    block = (here.offset + column) // BLOCK
    for back in range(here.steps):
        j = here.steps - 1 - back
        at_B, at_C = row(B, here.b, here.start + j, 0), row(C, here.b, here.start + j, 0)
        for n in range(system.rate.shape[1]):
            B_n, C_n = B.data[index(at_B + n)], C.data[index(at_C + n)]
            for lane in range(BLOCK):
                c = index(column + lane)
                dh = dsystem.state[block, n, lane] + C_n * dtile.y[j, c]
                dexponent = dh * history.kept[j, n, lane]
                dsystem.state[block, n, lane] = dh * history.decay[j, n, lane]
                dsystem.rate[block, n, lane] += dexponent * tile.dt[j, c]
                dtile.dt[j, c] += dexponent * system.rate[block, n, lane]
                dtile.x[j, c] += dh * B_n
                history.dB[j, n, lane] += dh * tile.x[j, c]
        if fresh[j]:
            clear(dsystem.state, block)


@helper
def finish(here: Piece, tile: Tile, dtile: TileGradients, system: System, dsystem: SystemGradients) -> None:
    """du, ddelta and dz, in the places of u, dt and z; and the sums for D and delta_bias."""
    for j in range(here.steps):
        for c in range(here.width):
            i = index(here.offset + c)
            u, dt, dx, dy = tile.u[j, c], tile.dt[j, c], dtile.x[j, c], dtile.y[j, c]
            ddelta = multiply_add(u, dx, LN_2 * dtile.dt[j, c]) * dtile.slope[j, c]  # `rate` is A / ln 2
            tile.u[j, c] = multiply_add(dt, dx, system.skip[i] * dy)
            tile.dt[j, c] = ddelta
            tile.z[j, c] *= tile.y[j, c]
            dsystem.skip[i] += u * dy
            dsystem.bias[i] += ddelta


@helper
def sum_lanes(parts: np.ndarray, sums: np.ndarray) -> None:
    """(CHUNK, d_state, BLOCK) -> (positions, d_state)."""
    for j in range(sums.shape[0]):
        for n in range(sums.shape[1]):
            total = ZERO
            for lane in range(BLOCK):
                total += parts[j, n, lane]
            sums[j, n] = total


# Both


@helper
def new_tile() -> Tile:
    shape = (CHUNK, TILE)
    return Tile(zeros(shape), zeros(shape), zeros(shape), zeros(shape), zeros(shape), zeros((TILE,)))


@helper
def new_system(given: Inputs, low: int, high: int) -> System:
    """The parameters of the channels from `low` to `high`; what is beyond, in the last block, is zero and stays so."""
    shape = (blocks(high - low), given.A.shape[1], BLOCK)
    rate, state, size = zeros(shape), zeros(shape), shape[0] * BLOCK
    fastest, skip, bias = zeros((size,)), zeros((size,)), zeros((size,))
    for c in range(high - low):
        skip[c], bias[c] = given.D[low + c], given.delta_bias[low + c]
        for n in range(shape[1]):
            rate[c // BLOCK, n, c % BLOCK] = max(LOG2_E * given.A[low + c, n], LOWEST)
            fastest[c] = max(fastest[c], abs(rate[c // BLOCK, n, c % BLOCK]))
    return System(rate, state, fastest, skip, bias)


@helper
def new_tile_gradients() -> TileGradients:
    shape = (CHUNK, TILE)
    return TileGradients(zeros(shape), zeros(shape), zeros(shape), zeros(shape))


@helper
def new_system_gradients(system: System) -> SystemGradients:
    rate, state = zeros(system.rate.shape), zeros(system.rate.shape)
    skip, bias = np.zeros(len(system.skip)), np.zeros(len(system.skip))  # long sums: float64
    return SystemGradients(rate, state, skip, bias)


@helper
def new_history(d_state: int) -> History:
    shape = (CHUNK, d_state, BLOCK)
    return History(zeros(shape), zeros(shape), zeros(shape), zeros(shape))


@helper
def mark(given: Inputs, b: int, start: int, steps: int, fresh: np.ndarray) -> None:
    """Where in the chunk another sequence begins, which must know nothing of the one before."""
    if given.packed:
        for j in range(steps):
            k = start + j
            fresh[j] = k > 0 and given.seq_idx[b, k] != given.seq_idx[b, k - 1]


@helper
def clear(states: np.ndarray, block: int) -> None:
    for n in range(states.shape[1]):
        for lane in range(BLOCK):
            states[block, n, lane] = ZERO


@helper
def unpack(state: np.ndarray, states: np.ndarray) -> None:
    """(channels, d_state) -> (blocks, d_state, BLOCK)."""
    for c in range(state.shape[0]):
        for n in range(state.shape[1]):
            states[c // BLOCK, n, c % BLOCK] = state[c, n]


@helper
def pack(states: np.ndarray, state: np.ndarray) -> None:
    """(blocks, d_state, BLOCK) -> (channels, d_state)."""
    for c in range(state.shape[0]):
        for n in range(state.shape[1]):
            state[c, n] = states[c // BLOCK, n, c % BLOCK]


@helper
def keep(states: np.ndarray, checkpoint: np.ndarray) -> None:
    """(blocks, d_state, BLOCK) -> (d_state, channels)."""
    for n in range(checkpoint.shape[0]):
        for c in range(checkpoint.shape[1]):
            checkpoint[n, c] = states[c // BLOCK, n, c % BLOCK]


@helper
def recall(checkpoint: np.ndarray, states: np.ndarray) -> None:
    """(d_state, channels) -> (blocks, d_state, BLOCK)."""
    for n in range(checkpoint.shape[0]):
        for c in range(checkpoint.shape[1]):
            states[c // BLOCK, n, c % BLOCK] = checkpoint[n, c]
