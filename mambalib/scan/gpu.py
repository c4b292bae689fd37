"""The scan and the convolution as fused Triton kernels for GPUs (chapter 5).

A GPU computes far faster than it fetches. So a kernel here reads every input once, keeps the states in registers, and
writes only the outputs: no tensor (batch, length, channels, d_state) ever lies in memory.

How the scan is laid out. The kernel is started once for every sequence and every block of channels; such a *program*
shares nothing with the others. It walks along its sequence in chunks of a few steps and hands the state on from chunk
to chunk. While it computes on one chunk, the next is on its way from memory. Within a chunk everything is a block
(time, state, channel), computed on at once:

    decay  = exp(dt A)              what a step keeps of the state
    enters = dt B u                 what it adds; the first step also adds decay * (state before the chunk)
    h      = associative_scan over time of the pairs (decay, enters)
    y      = sum over the states of C h, then skip connection and gate

The states before every chunk are kept for the backward pass. From them it computes the states of a chunk again, from
the last chunk to the first, and scans against time for the gradient of every state:

    g[k] = dL/dh[k] = C[k] dy[k] + decay[k+1] g[k+1]

Few and long sequences make too few programs to fill a GPU. Then the time is cut into *segments*, each with programs of
its own. A kernel before the others tells what every segment makes of the state that comes into it: through h + own.
From that each program finds its own first state, and all walk at once. The exponentials are paid twice for it.

Symbols, with their shapes in a kernel (T = BLOCK_T steps, N = BLOCK_N states, D = BLOCK_D channels):
    t, n, d      (T,), (N,), (D,)    which step, state, channel; more than there are, so every access has a mask
    u_k, dt, y_k (T, D)              input, step, output         row   (T,)  batch * length + t, as 64-bit integer
    B_k, C_k     (T, N)              how a sample enters, how the output reads
    h_k          (T, N, D)           the state after each step   before, at its step 0: the state before the chunk
The symbols of the functions at the end, with their shapes, are those of `mambalib.scan`.

exp(x) is computed as exp2(x log2(e)), with log2(e) multiplied into A beforehand: a GPU has an instruction for exp2.
Nothing is added up atomically, so the same inputs give the same bits: gradients that several programs share (of A, B,
C, D, the biases and the weights) are written in parts, which PyTorch then adds.

With TRITON_INTERPRET=1 in the environment before the import, all of it runs on a CPU, slowly.
"""

# ruff: noqa: ANN001, ANN202 (a kernel takes its types from the call, and its results live on the GPU)

import math
from contextlib import AbstractContextManager, nullcontext

import torch
import triton
import triton.language as tl
from torch import Tensor

PROGRAMS = 2112  # that segments are to make at most: 16 for each of an H200's 132 multiprocessors
SHORTEST = 256  # steps of a segment, at least
LOG2_E = tl.constexpr(math.log2(math.e))
LN_2 = tl.constexpr(math.log(2))

# What the kernels have in common


@triton.jit
def _softplus(x):
    """log(1 + exp(x)) = max(x, 0) + log(1 + e) with e = exp(-|x|); x itself above 20, as PyTorch has it."""
    e = tl.exp(-tl.abs(x))
    if x.dtype == tl.float64:
        w = 1 + e  # rounded: log(w) + (e - (w - 1)) / w makes good what the rounding lost of a small e
        log = tl.log(w) + (e - (w - 1)) / w
    else:  # e times the polynomial that is nowhere off by more than 3e-8 of log(1 + e) / e: a third of the time
        p = 0.005232624 * e - 0.029504957
        p = p * e + 0.078225493
        p = p * e - 0.13663207
        p = p * e + 0.19105989
        p = p * e - 0.24842977
        p = p * e + 0.33319095
        p = p * e - 0.49999493
        log = e * (p * e + 0.99999994)
    return tl.where(x > 20, x, tl.maximum(x, 0) + log)


@triton.jit
def _load(pointer, row, row_stride, column, mask, FLOAT: tl.constexpr):
    """The block (rows, columns) of a matrix, in the type that is computed in, 0 where the mask is False."""
    return tl.load(pointer + row[:, None] * row_stride + column[None, :], mask, 0).to(FLOAT)


@triton.jit
def _read(
    u, delta, B, C, u_stride, delta_stride, B_stride, C_stride, batch, t, length, n, n_exists, d, d_exists,
    FLOAT: tl.constexpr,
):  # fmt: skip
    """The chunk of the steps `t`: u_k, delta (T, D), B_k, C_k (T, N); 0 before the sequence and after it."""
    row, inside = batch * length + t, ((t >= 0) & (t < length))[:, None]
    in_td, in_tn = inside & d_exists[None, :], inside & n_exists[None, :]
    u_k, delta_k = _load(u, row, u_stride, d, in_td, FLOAT), _load(delta, row, delta_stride, d, in_td, FLOAT)
    return u_k, delta_k, _load(B, row, B_stride, n, in_tn, FLOAT), _load(C, row, C_stride, n, in_tn, FLOAT)


@triton.jit
def _table(k, n, d, d_state, channels):
    """Where table number k of a tensor (tables, d_state, channels) lies: (N, D)."""
    return (k * d_state + n[:, None]) * channels + d[None, :]


@triton.jit
def _begins(seq_idx, row, t, length):
    """Where another sequence begins than the one a step before: (T,), False at step 0."""
    inside = (t > 0) & (t < length)
    return tl.load(seq_idx + row, inside, 0) != tl.load(seq_idx + row - 1, inside, 0)


@triton.jit
def _only(at, x):
    """The block where `at` (T,) is True, and elsewhere what changes no sum: -0.0.

    The compiler leaves such additions out. It must not leave out those of 0.0, which make 0.0 of -0.0.
    """
    return tl.where(at[:, None, None], x, -0.0)


@triton.jit
def _then(a1, b1, a2, b2):
    """The one step that does what h -> a1 h + b1 and then h -> a2 h + b2 do."""
    return a1 * a2, a2 * b1 + b2


@triton.jit
def _before(a1, b1, p1, q1, a2, b2, p2, q2):
    """As `_then`, for steps that also tell, as p h + q, the state before the last of them. One step has p, q = 1, 0."""
    return a1 * a2, a2 * b1 + b2, a1 * p2, p2 * b1 + q2


# The scan


@triton.jit
def _whose(channels, BLOCK_N: tl.constexpr, BLOCK_D: tl.constexpr):
    """Which sequence, states (N,) and channels (D,) are this program's."""
    blocks = tl.cdiv(channels, BLOCK_D)
    batch, block = (tl.program_id(0) // blocks).to(tl.int64), tl.program_id(0) % blocks
    return batch, tl.arange(0, BLOCK_N), block * BLOCK_D + tl.arange(0, BLOCK_D)


@triton.jit
def _decay(dt, A_log2e, seq_idx, row, t, length):
    """What every step keeps of the states, (T, N, D): nothing where another sequence begins."""
    decay = tl.exp2(dt[:, None, :] * A_log2e[None, :, :])
    if seq_idx is not None:
        decay = tl.where(_begins(seq_idx, row, t, length)[:, None, None], 0, decay)
    return decay


@triton.jit
def _scan_segments(
    x, X, delta, A, z, delta_bias, seq_idx, through, own,
    x_stride, X_stride, delta_stride, z_stride, segment_length, length, channels, d_state,
    BACKWARD: tl.constexpr, SOFTPLUS: tl.constexpr, FLOAT: tl.constexpr,
    BLOCK_T: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    """What every segment but the last makes of what comes into it: h -> through h + own.

    Forward, h is the state, x is u and X is B. Backward, it goes through every segment but the first, from its end to
    its beginning: h is then what is handed on of the gradient, x is dy and X is C.
    """
    batch, n, d = _whose(channels, BLOCK_N, BLOCK_D)
    step = tl.arange(0, BLOCK_T)
    d_exists, n_exists = d < channels, n < d_state
    exists = n_exists[:, None] & d_exists[None, :]
    A_log2e = LOG2_E * tl.load(A + d[None, :] * d_state + n[:, None], exists, 0)
    begin = (tl.program_id(1) + (1 if BACKWARD else 0)) * segment_length
    chunks = tl.cdiv(tl.minimum(segment_length, length - begin), BLOCK_T)
    a = tl.full((BLOCK_N, BLOCK_D), 1, FLOAT)
    b = tl.zeros((BLOCK_N, BLOCK_D), FLOAT)
    for done in range(chunks):
        t = begin + (chunks - 1 - done if BACKWARD else done) * BLOCK_T + step
        row = batch * length + t
        in_td = (t < length)[:, None] & d_exists[None, :]
        in_tn = (t < length)[:, None] & n_exists[None, :]
        x_k = _load(x, row, x_stride, d, in_td, FLOAT)
        X_k = _load(X, row, X_stride, n, in_tn, FLOAT)
        dt = _load(delta, row, delta_stride, d, in_td, FLOAT)
        if delta_bias is not None:
            dt += tl.load(delta_bias + d, d_exists, 0)[None, :]
        dt = tl.where(in_td, _softplus(dt) if SOFTPLUS else dt, 0)
        decay = _decay(dt, A_log2e, seq_idx, row, t, length)
        if BACKWARD:
            if z is not None:
                z_k = _load(z, row, z_stride, d, in_td, FLOAT)
                x_k *= z_k * tl.sigmoid(z_k)
            decay, enters = tl.flip(decay, 0), tl.flip(decay * (X_k[:, :, None] * x_k[:, None, :]), 0)
        else:
            enters = (dt * x_k)[:, None, :] * X_k[:, :, None]
        a_k, b_k = tl.associative_scan((decay, enters), 0, _then)
        a_k, b_k = tl.sum(_only(step == BLOCK_T - 1, a_k), 0), tl.sum(_only(step == BLOCK_T - 1, b_k), 0)
        a, b = _then(a, b, a_k, b_k)
    place = _table(batch * tl.num_programs(1) + tl.program_id(1), n, d, d_state, channels)
    tl.store(through + place, a, exists)
    tl.store(own + place, b, exists)


@triton.jit
def _scan_forward(
    u, delta, A, B, C, D, z, delta_bias, initial_state, seq_idx, through, own, y, last_state, checkpoints,
    u_stride, delta_stride, B_stride, C_stride, z_stride, segment_length, length, channels, d_state,
    SOFTPLUS: tl.constexpr, FLOAT: tl.constexpr, BLOCK_T: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    # Which sequence, channels and segment are this program's
    batch, n, d = _whose(channels, BLOCK_N, BLOCK_D)
    segment, segments = tl.program_id(1), tl.num_programs(1)
    step = tl.arange(0, BLOCK_T)
    d_exists, n_exists = d < channels, n < d_state
    exists = n_exists[:, None] & d_exists[None, :]
    state = (batch * channels + d[None, :]) * d_state + n[:, None]  # (N, D), where a state lies in memory
    A_log2e = LOG2_E * tl.load(A + d[None, :] * d_state + n[:, None], exists, 0)
    if delta_bias is not None:
        bias = tl.load(delta_bias + d, d_exists, 0)
    if D is not None:
        skip = tl.load(D + d, d_exists, 0)
    # The state before the segment: what the segments before it have made of the first
    h = tl.zeros((BLOCK_N, BLOCK_D), FLOAT)
    if initial_state is not None:
        h = tl.load(initial_state + state, exists, 0)
    for earlier in range(segment):
        place = _table(batch * (segments - 1) + earlier, n, d, d_state, channels)
        h = tl.load(through + place, exists, 0) * h + tl.load(own + place, exists, 0)
    before = tl.broadcast_to(h[None, :, :], (BLOCK_T, BLOCK_N, BLOCK_D))  # at its step 0: the state before the chunk
    # Read the first chunk
    begin, end = segment * segment_length, tl.minimum(segment * segment_length + segment_length, length)
    next_u, next_delta, next_B, next_C = _read(
        u, delta, B, C, u_stride, delta_stride, B_stride, C_stride, batch, begin + step, length, n, n_exists, d,
        d_exists, FLOAT,
    )  # fmt: skip
    for start in range(begin, end, BLOCK_T):
        t = start + step
        row = batch * length + t
        in_td = (t < length)[:, None] & d_exists[None, :]
        if checkpoints is not None:
            kept = _table(batch * tl.cdiv(length, BLOCK_T) + start // BLOCK_T, n, d, d_state, channels)
            tl.store(checkpoints + kept, tl.sum(_only(step == 0, before), 0), exists)
        # Take the chunk that was read, and read the next one: it is on its way while this one is computed on
        u_k, dt, B_k, C_k = next_u, next_delta, next_B, next_C
        next_u, next_delta, next_B, next_C = _read(
            u, delta, B, C, u_stride, delta_stride, B_stride, C_stride, batch, t + BLOCK_T, length, n, n_exists, d,
            d_exists, FLOAT,
        )  # fmt: skip
        if z is not None:
            z_k = _load(z, row, z_stride, d, in_td, FLOAT)
        if delta_bias is not None:
            dt += bias[None, :]
        if SOFTPLUS:
            dt = _softplus(dt)
        dt = tl.where(in_td, dt, 0)  # past the end no time passes: decay is 1, nothing enters, the state stays
        # Scan it: blocks (T, N, D)
        decay = _decay(dt, A_log2e, seq_idx, row, t, length)
        enters = (dt * u_k)[:, None, :] * B_k[:, :, None] + _only(step == 0, decay * before)
        _, h_k = tl.associative_scan((decay, enters), 0, _then)
        before = tl.flip(h_k, 0)
        # Write the outputs
        y_k = tl.sum(h_k * C_k[:, :, None], 1)
        if D is not None:
            y_k += skip[None, :] * u_k
        if z is not None:
            y_k *= z_k * tl.sigmoid(z_k)
        tl.store(y + row[:, None] * channels + d[None, :], y_k.to(y.dtype.element_ty), in_td)
    if segment == segments - 1:
        tl.store(last_state + state, tl.sum(_only(step == 0, before), 0), exists)


@triton.jit
def _scan_backward(
    dy, dlast_state, u, delta, A, B, C, D, z, delta_bias, seq_idx, checkpoints, through, own,
    du, ddelta, dA, dB, dC, dD, dz, ddelta_bias, dinitial_state,
    u_stride, delta_stride, B_stride, C_stride, z_stride, dy_stride, segment_length, rows, length, channels, d_state,
    SOFTPLUS: tl.constexpr, FLOAT: tl.constexpr, BLOCK_T: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    batch, n, d = _whose(channels, BLOCK_N, BLOCK_D)
    segment, segments = tl.program_id(1), tl.num_programs(1)
    block = (tl.program_id(0) % tl.cdiv(channels, BLOCK_D)).to(tl.int64)
    step = tl.arange(0, BLOCK_T)
    d_exists, n_exists = d < channels, n < d_state
    exists = n_exists[:, None] & d_exists[None, :]
    state = (batch * channels + d[None, :]) * d_state + n[:, None]
    A_log2e = LOG2_E * tl.load(A + d[None, :] * d_state + n[:, None], exists, 0)
    if delta_bias is not None:
        bias = tl.load(delta_bias + d, d_exists, 0)
    if D is not None:
        skip = tl.load(D + d, d_exists, 0)
    # What the segments behind this one hand to its last state: (N, D)
    behind = tl.load(dlast_state + state, exists, 0)
    for later in range(segments - 2, segment - 1, -1):
        place = _table(batch * (segments - 1) + later, n, d, d_state, channels)
        behind = tl.load(through + place, exists, 0) * behind + tl.load(own + place, exists, 0)
    end = _only(step == 0, behind[None, :, :])
    dA_sum = tl.zeros((BLOCK_N, BLOCK_D), FLOAT)
    dD_sum = tl.zeros((BLOCK_T, BLOCK_D), FLOAT)
    dbias_sum = tl.zeros((BLOCK_T, BLOCK_D), FLOAT)
    one = tl.full((BLOCK_T, BLOCK_N, BLOCK_D), 1, FLOAT)
    # Read the last chunk
    begin = segment * segment_length
    chunks = tl.cdiv(tl.minimum(segment_length, length - begin), BLOCK_T)
    kept = batch * tl.cdiv(length, BLOCK_T) + begin // BLOCK_T  # the number of the first of the chunks
    t = begin + (chunks - 1) * BLOCK_T + step
    next_u, next_delta, next_B, next_C = _read(
        u, delta, B, C, u_stride, delta_stride, B_stride, C_stride, batch, t, length, n, n_exists, d, d_exists, FLOAT
    )
    next_dy = _load(dy, batch * length + t, dy_stride, d, (t < length)[:, None] & d_exists[None, :], FLOAT)
    next_h = tl.load(checkpoints + _table(kept + chunks - 1, n, d, d_state, channels), exists, 0)
    for chunk in range(chunks - 1, -1, -1):
        t = begin + chunk * BLOCK_T + step
        row = batch * length + t
        in_td = (t < length)[:, None] & d_exists[None, :]
        in_tn = (t < length)[:, None] & n_exists[None, :]
        # Take the chunk that was read, and read the one before it
        u_k, raw, B_k, C_k, dy_k, h = next_u, next_delta, next_B, next_C, next_dy, next_h
        next_u, next_delta, next_B, next_C = _read(
            u, delta, B, C, u_stride, delta_stride, B_stride, C_stride, batch, t - BLOCK_T, length, n, n_exists, d,
            d_exists, FLOAT,
        )  # fmt: skip
        next_dy = _load(dy, row - BLOCK_T, dy_stride, d, (t >= BLOCK_T)[:, None] & d_exists[None, :], FLOAT)
        next_h = tl.load(checkpoints + _table(kept + chunk - 1, n, d, d_state, channels), exists & (chunk > 0), 0)
        if z is not None:
            z_k = _load(z, row, z_stride, d, in_td, FLOAT)
        if delta_bias is not None:
            raw += bias[None, :]
        dt = tl.where(in_td, _softplus(raw) if SOFTPLUS else raw, 0)
        # The states again: before and after each step, blocks (T, N, D)
        decay = _decay(dt, A_log2e, seq_idx, row, t, length)
        enters = (dt * u_k)[:, None, :] * B_k[:, :, None]
        start = _only(step == 0, h[None, :, :])
        first = _only(step == 0, decay * h[None, :, :])
        _, _, _, h_before = tl.associative_scan((decay, enters + first, one, start), 0, _before)
        h_k = decay * h_before + enters
        # Many channels share B and C: every block of channels writes its part
        part = (block * rows + row[:, None]) * d_state + n[None, :]
        # The gate and the skip connection
        if z is not None:
            gate = tl.sigmoid(z_k)
            y_k = tl.sum(h_k * C_k[:, :, None], 1)
            if D is not None:
                y_k += skip[None, :] * u_k
            dz_k = dy_k * y_k * gate * (1 + z_k * (1 - gate))
            tl.store(dz + row[:, None] * channels + d[None, :], dz_k.to(dz.dtype.element_ty), in_td)
            dy_k *= z_k * gate
        tl.store(dC + part, tl.sum(h_k * dy_k[:, None, :], 2), in_tn)
        # The gradient g of every state. What step k+1 hands to step k is r[k+1] = decay[k+1] g[k+1], and so
        # r[k] = decay[k] (C[k] dy[k] + r[k+1]): the same scan, with time flipped. (The scan's own `reverse` moves
        # everything from thread to thread; here all the steps of a chunk lie in one, and flipping them is free.)
        direct = C_k[:, :, None] * dy_k[:, None, :]
        handed, kept_r = tl.flip(decay * direct, 0), tl.flip(decay, 0)
        handed += _only(step == 0, kept_r * end)
        _, r, _, after = tl.associative_scan((kept_r, handed, one, end), 0, _before)
        g, r = direct + tl.flip(after, 0), tl.flip(r, 0)
        end = _only(step == 0, r)
        # The gradients of what the states are made of
        g_decay = r * h_before  # (T, N, D), dL/d(dt A)
        g_B = tl.sum(g * B_k[:, :, None], 1)  # (T, D), dL/d(dt u)
        ddt = g_B * u_k + LN_2 * tl.sum(g_decay * A_log2e[None, :, :], 1)
        du_k = g_B * dt
        if D is not None:
            du_k += skip[None, :] * dy_k
            dD_sum += dy_k * u_k
        if SOFTPLUS:
            ddt *= tl.where(raw > 20, 1, tl.sigmoid(raw))
        dbias_sum += tl.where(in_td, ddt, 0)
        dA_sum += tl.sum(g_decay * dt[:, None, :], 0)
        tl.store(du + row[:, None] * channels + d[None, :], du_k.to(du.dtype.element_ty), in_td)
        tl.store(ddelta + row[:, None] * channels + d[None, :], ddt.to(ddelta.dtype.element_ty), in_td)
        tl.store(dB + part, tl.sum(g * (dt * u_k)[:, None, :], 2), in_tn)
    if segment == 0:
        tl.store(dinitial_state + state, tl.sum(end, 0), exists)
    share = (batch * segments + segment) * channels
    tl.store(dA + (share + d[None, :]) * d_state + n[:, None], dA_sum, exists)
    tl.store(dD + share + d, tl.sum(dD_sum, 0), d_exists)
    tl.store(ddelta_bias + share + d, tl.sum(dbias_sum, 0), d_exists)


# The convolution


@triton.jit
def _conv_place(length, channels, BLOCK_T: tl.constexpr, BLOCK_D: tl.constexpr):
    """Which sequence, steps and channels are this program's: batch, t (T,), d (D,), and a number for batch and t."""
    blocks, places = tl.cdiv(channels, BLOCK_D), tl.cdiv(length, BLOCK_T)
    program = tl.program_id(0)
    place = program // blocks
    t = place % places * BLOCK_T + tl.arange(0, BLOCK_T)
    return (place // places).to(tl.int64), t, program % blocks * BLOCK_D + tl.arange(0, BLOCK_D), place


@triton.jit
def _conv_input(
    x, initial_state, seq_idx, own, batch, t, d, x_stride, length, channels,
    tap: tl.constexpr, WIDTH: tl.constexpr, FLOAT: tl.constexpr,
):  # fmt: skip
    """The inputs `tap` positions before `t`, (T, D), and whether they are of the same sequence, (T,); 0 if not.

    It is asked for tap = 0, 1, 2, ... in turn, and told as `own` what it last said. Inputs before position 0 are in the
    initial state.
    """
    at = t - tap
    if seq_idx is not None and tap > 0:
        own &= ~_begins(seq_idx, batch * length + at + 1, at + 1, length)
    mask = own[:, None] & (d < channels)[None, :]
    value = _load(x, batch * length + at, x_stride, d, mask & (at >= 0)[:, None], FLOAT)
    if initial_state is not None:
        kept = at + (WIDTH - 1)
        before = mask & (at < 0)[:, None]
        value += _load(initial_state + batch * channels * (WIDTH - 1), kept, 1, d * (WIDTH - 1), before, FLOAT)
    return value, own


@triton.jit
def _conv_forward(
    x, weight, bias, initial_state, seq_idx, y, last_state, x_stride, length, channels,
    SILU: tl.constexpr, WIDTH: tl.constexpr, FLOAT: tl.constexpr, BLOCK_T: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    batch, t, d, _ = _conv_place(length, channels, BLOCK_T, BLOCK_D)
    own = t < length
    is_last = (t == length - 1)[:, None] & (d < channels)[None, :]
    total = tl.zeros((BLOCK_T, BLOCK_D), FLOAT)
    for tap in tl.static_range(WIDTH):
        value, own = _conv_input(
            x, initial_state, seq_idx, own, batch, t, d, x_stride, length, channels, tap, WIDTH, FLOAT
        )
        total += value * tl.load(weight + d * WIDTH + (WIDTH - 1 - tap), d < channels, 0)[None, :]
        if tap < WIDTH - 1:  # the end of the sequence sees just what the state has to keep
            kept = (batch * channels + d) * (WIDTH - 1) + (WIDTH - 2 - tap)
            tl.store(last_state + kept[None, :] + 0 * t[:, None], value.to(last_state.dtype.element_ty), is_last)
    if bias is not None:
        total += tl.load(bias + d, d < channels, 0)[None, :]
    if SILU:
        total *= tl.sigmoid(total)
    inside = (t < length)[:, None] & (d < channels)[None, :]
    tl.store(y + (batch * length + t)[:, None] * channels + d[None, :], total.to(y.dtype.element_ty), inside)


@triton.jit
def _conv_backward_weight(
    dy, x, weight, bias, initial_state, seq_idx, dtotal, dweight, dbias, dy_stride, x_stride, length, channels,
    SILU: tl.constexpr, WIDTH: tl.constexpr, FLOAT: tl.constexpr, BLOCK_T: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    """The gradient of the sum before the SiLU, and from it those of the weights and the bias, one part a program."""
    batch, t, d, place = _conv_place(length, channels, BLOCK_T, BLOCK_D)
    d_exists = d < channels
    inside = (t < length)[:, None] & d_exists[None, :]
    row = batch * length + t
    gradient = _load(dy, row, dy_stride, d, inside, FLOAT)
    if SILU:
        own = t < length
        total = tl.zeros((BLOCK_T, BLOCK_D), FLOAT)
        if bias is not None:
            total += tl.load(bias + d, d_exists, 0)[None, :]
        for tap in tl.static_range(WIDTH):
            value, own = _conv_input(
                x, initial_state, seq_idx, own, batch, t, d, x_stride, length, channels, tap, WIDTH, FLOAT
            )
            total += value * tl.load(weight + d * WIDTH + (WIDTH - 1 - tap), d_exists, 0)[None, :]
        gate = tl.sigmoid(total)
        gradient *= gate * (1 + total * (1 - gate))
    tl.store(dtotal + row[:, None] * channels + d[None, :], gradient, inside)
    part = place.to(tl.int64) * channels + d
    tl.store(dbias + part, tl.sum(gradient, 0), d_exists)
    own = t < length
    for tap in tl.static_range(WIDTH):
        value, own = _conv_input(
            x, initial_state, seq_idx, own, batch, t, d, x_stride, length, channels, tap, WIDTH, FLOAT
        )
        tl.store(dweight + part * WIDTH + (WIDTH - 1 - tap), tl.sum(value * gradient, 0), d_exists)


@triton.jit
def _conv_backward_input(
    dtotal, dlast_state, weight, seq_idx, dx, dinitial_state, length, channels,
    WIDTH: tl.constexpr, FLOAT: tl.constexpr, BLOCK_T: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    """The gradients of the inputs, those before position 0 too: what every sum and the last state took from them."""
    batch, t, d, _ = _conv_place(length + (WIDTH - 1), channels, BLOCK_T, BLOCK_D)
    t -= WIDTH - 1
    d_exists = d < channels
    own = t < length
    gradient = tl.zeros((BLOCK_T, BLOCK_D), FLOAT)
    for tap in tl.static_range(WIDTH):
        at = t + tap
        if seq_idx is not None and tap > 0:
            own &= ~_begins(seq_idx, batch * length + at, at, length)
        mask = (own & (at >= 0) & (at < length))[:, None] & d_exists[None, :]
        taken = _load(dtotal, batch * length + at, channels, d, mask, FLOAT)
        gradient += taken * tl.load(weight + d * WIDTH + (WIDTH - 1 - tap), d_exists, 0)[None, :]
        if tap < WIDTH - 1:
            kept = (batch * channels + d) * (WIDTH - 1) + (WIDTH - 2 - tap)
            ends = (own & (at == length - 1))[:, None] & d_exists[None, :]
            gradient += tl.load(dlast_state + kept[None, :] + 0 * t[:, None], ends, 0).to(FLOAT)
    inside = ((t >= 0) & (t < length))[:, None] & d_exists[None, :]
    tl.store(dx + (batch * length + t)[:, None] * channels + d[None, :], gradient.to(dx.dtype.element_ty), inside)
    if WIDTH > 1:
        before = (t < 0)[:, None] & d_exists[None, :]
        kept = (batch * channels + d[None, :]) * (WIDTH - 1) + t[:, None] + (WIDTH - 1)
        tl.store(dinitial_state + kept, gradient.to(dinitial_state.dtype.element_ty), before)


# The functions: no autograd here, `mambalib.scan.op` adds it


def checkpoint_shape(u: Tensor, A: Tensor) -> tuple[int, int, int, int]:
    """Shape of the states that `scan_forward` keeps: (batch, chunks, d_state, channels)."""
    channels, d_state = A.shape
    return u.shape[0], -(-u.shape[1] // _chunk(d_state)), d_state, channels


def _chunk(d_state: int) -> int:
    """Steps of a chunk, and so between two states that are kept."""
    return 8 if d_state <= 32 else 4


def scan_forward(
    u: Tensor,
    delta: Tensor,
    A: Tensor,
    B: Tensor,
    C: Tensor,
    D: Tensor | None,
    z: Tensor | None,
    delta_bias: Tensor | None,
    delta_softplus: bool,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    save: bool,
) -> tuple[Tensor, Tensor, Tensor]:
    """`mambalib.scan.selective_scan` on a GPU.

    Returns:
        y (batch, length, channels) of u's type; the state after the last step, (batch, channels, d_state), float32, or
        float64 if u is; the states before every chunk of the same type, of `checkpoint_shape`, if `save` is set, else
        an empty tensor.
    """
    dtype = _computed_in(u)
    y = torch.empty(u.shape, dtype=u.dtype, device=u.device)
    last_state = torch.empty(u.shape[0], *A.shape, dtype=dtype, device=u.device)
    checkpoints = last_state.new_empty(checkpoint_shape(u, A) if save else 0)
    A, B, C, D, delta_bias, initial_state = _whole(dtype, A, B, C, D, delta_bias, initial_state)
    (u, delta, B, C, z), strides = _rows(u, delta, B, C, z)
    seq_idx = _contiguous(seq_idx)
    grid, segment_length, settings = _scan_cut(u, A, delta_softplus)
    through, own = _segments(u, B, delta, A, None, delta_bias, seq_idx, False, grid, segment_length, settings)
    with _device(u):
        _scan_forward[grid](
            u, delta, A, B, C, D, z, delta_bias, initial_state, seq_idx, through, own,
            y, last_state, checkpoints if save else None,
            *strides, segment_length, *u.shape[1:], A.shape[1], **settings,
        )  # fmt: skip
    return y, last_state, checkpoints


def scan_backward(
    dy: Tensor,
    dh_last: Tensor,
    u: Tensor,
    delta: Tensor,
    A: Tensor,
    B: Tensor,
    C: Tensor,
    D: Tensor | None,
    z: Tensor | None,
    delta_bias: Tensor | None,
    delta_softplus: bool,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    checkpoints: Tensor,
) -> tuple[Tensor | None, ...]:
    """The gradients of u, delta, A, B, C, D, z, delta_bias and initial_state, None for what was None.

    Args:
        dy, dh_last: the gradients of y and of the last state, of their shapes.
        checkpoints: what `scan_forward` returned with `save` set.
    """
    inputs = u, delta, A, B, C, D, z, delta_bias, initial_state
    dtype, device = _computed_in(u), u.device
    A, B, C, D, delta_bias, dh_last = _whole(dtype, A, B, C, D, delta_bias, dh_last)
    (u, delta, B, C, z, dy), strides = _rows(u, delta, B, C, z, dy)
    seq_idx = _contiguous(seq_idx)
    grid, segment_length, settings = _scan_cut(u, A, delta_softplus)
    through, own = _segments(dy, C, delta, A, z, delta_bias, seq_idx, True, grid, segment_length, settings)
    batch, length, channels = u.shape
    d_state = A.shape[1]
    du, ddelta, dz = (None if t is None else torch.empty(u.shape, dtype=t.dtype, device=device) for t in (u, delta, z))
    dinitial_state = torch.empty(batch, channels, d_state, dtype=dtype, device=device)
    dA = torch.empty(batch * grid[1], channels, d_state, dtype=dtype, device=device)
    dB, dC = torch.empty(2, grid[0] // batch, batch, length, d_state, dtype=dtype, device=device)
    dD, ddelta_bias = torch.empty(2, batch * grid[1], channels, dtype=dtype, device=device)
    with _device(u):
        _scan_backward[grid](
            dy, dh_last, u, delta, A, B, C, D, z, delta_bias, seq_idx, checkpoints, through, own,
            du, ddelta, dA, dB, dC, dD, dz, ddelta_bias, dinitial_state,
            *strides, segment_length, batch * length, length, channels, d_state, **settings,
        )  # fmt: skip
    parts = dA.sum(0), dB.sum(0), dC.sum(0), dD.sum(0)
    gradients = du, ddelta, *parts, dz, ddelta_bias.sum(0), dinitial_state
    return tuple(None if t is None else gradient.to(t.dtype) for gradient, t in zip(gradients, inputs, strict=True))


def _segments(
    x: Tensor,
    X: Tensor,
    delta: Tensor,
    A: Tensor,
    z: Tensor | None,
    delta_bias: Tensor | None,
    seq_idx: Tensor | None,
    backward: bool,
    grid: tuple[int, int],
    segment_length: int,
    settings: dict,
) -> Tensor:
    """What `_scan_segments` says of all segments: through and own, each (batch, segments - 1, d_state, channels)."""
    batch, length, channels = x.shape
    made = torch.empty(2, batch, grid[1] - 1, A.shape[1], channels, dtype=A.dtype, device=x.device)
    (x, X, delta, z), strides = _rows(x, X, delta, z)
    if grid[1] > 1:
        with _device(x):
            _scan_segments[grid[0], grid[1] - 1](
                x, X, delta, A, z, delta_bias, seq_idx, *made,
                *strides, segment_length, length, channels, A.shape[1], BACKWARD=backward, **settings,
            )  # fmt: skip
    return made


def conv_forward(
    x: Tensor, weight: Tensor, bias: Tensor | None, initial_state: Tensor | None, seq_idx: Tensor | None, silu: bool
) -> tuple[Tensor, Tensor]:
    """`mambalib.scan.causal_conv1d` on a GPU: y (batch, length, channels) and the state, both of x's type."""
    batch, _, channels = x.shape
    y = torch.empty(x.shape, dtype=x.dtype, device=x.device)
    last_state = torch.empty(batch, channels, weight.shape[1] - 1, dtype=x.dtype, device=x.device)
    (x,), strides = _rows(x)
    weight, bias = _whole(_computed_in(x), weight, bias)
    grid, blocks = _conv_blocks(*x.shape)
    with _device(x):
        _conv_forward[grid](
            x, weight, bias, _contiguous(initial_state), _contiguous(seq_idx), y, last_state, *strides, *x.shape[1:],
            SILU=silu, WIDTH=weight.shape[1], FLOAT=_TRITON[weight.dtype], **blocks,
        )  # fmt: skip
    return y, last_state


def conv_backward(
    dy: Tensor,
    dstate_last: Tensor,
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    initial_state: Tensor | None,
    seq_idx: Tensor | None,
    silu: bool,
) -> tuple[Tensor | None, ...]:
    """The gradients of x, weight, bias and initial_state, None for what was None.

    Args:
        dy, dstate_last: the gradients of y and of the last state, of their shapes.
    """
    inputs = x, weight, bias, initial_state
    dtype, device = _computed_in(x), x.device
    (dy, x), strides = _rows(dy, x)
    weight, bias, dstate_last = _whole(dtype, weight, bias, dstate_last)
    initial_state, seq_idx = _contiguous(initial_state), _contiguous(seq_idx)
    (batch, length, channels), width = x.shape, weight.shape[1]
    dx = torch.empty(x.shape, dtype=x.dtype, device=device)
    dinitial_state = torch.empty(batch, channels, width - 1, dtype=x.dtype, device=device)
    dtotal = torch.empty(x.shape, dtype=dtype, device=device)
    grid, blocks = _conv_blocks(*x.shape)
    parts = batch * triton.cdiv(length, blocks["BLOCK_T"])
    dweight = torch.empty(parts, channels, width, dtype=dtype, device=device)
    dbias = torch.empty(parts, channels, dtype=dtype, device=device)
    with _device(x):
        _conv_backward_weight[grid](
            dy, x, weight, bias, initial_state, seq_idx, dtotal, dweight, dbias, *strides, length, channels,
            SILU=silu, WIDTH=width, FLOAT=_TRITON[dtype], **blocks,
        )  # fmt: skip
        grid, blocks = _conv_blocks(batch, length + width - 1, channels)
        _conv_backward_input[grid](
            dtotal, dstate_last, weight, seq_idx, dx, dinitial_state, length, channels,
            WIDTH=width, FLOAT=_TRITON[dtype], **blocks,
        )  # fmt: skip
    gradients = dx, dweight.sum(0), dbias.sum(0), dinitial_state
    return tuple(None if t is None else gradient.to(t.dtype) for gradient, t in zip(gradients, inputs, strict=True))


# How tensors come to the kernels, and how the work is cut

_TRITON = {torch.float32: tl.float32, torch.float64: tl.float64}


def _computed_in(samples: Tensor) -> torch.dtype:
    return torch.float64 if samples.dtype == torch.float64 else torch.float32


def _rows(*tensors: Tensor | None) -> tuple[list[Tensor | None], list[int]]:
    """Each (batch, length, columns) as a matrix of batch * length rows, and how far its rows lie apart.

    A half of a wider tensor (`chunk` of an input projection) is such a matrix as it stands; what is none is copied.
    """
    matrices, strides = [], []
    for tensor in tensors:
        stride = 0
        if tensor is not None:
            batch, length, columns = tensor.shape
            stride = tensor.stride(1) if length > 1 else tensor.stride(0)
            if (columns > 1 and tensor.stride(2) != 1) or (batch > 1 and tensor.stride(0) != length * stride):
                tensor, stride = tensor.contiguous(), columns
        matrices.append(tensor)
        strides.append(stride)
    return matrices, strides


def _whole(dtype: torch.dtype, *tensors: Tensor | None) -> tuple[Tensor | None, ...]:
    return tuple(None if tensor is None else tensor.to(dtype).contiguous() for tensor in tensors)


def _contiguous(tensor: Tensor | None) -> Tensor | None:
    return None if tensor is None else tensor.contiguous()


def _scan_cut(u: Tensor, A: Tensor, softplus: bool) -> tuple[tuple[int, int], int, dict]:
    """How the work is cut: programs (blocks of channels, segments), steps of a segment, what the kernels are told.

    A block has 128 states of as many channels as have them, and at least four channels, which lie side by side in
    memory. That is one warp of 32 threads, as long as d_state is at most 64, and it waits for nobody: on an H200 a
    program of four warps took four times as long for the same work.
    """
    (batch, length, channels), d_state = u.shape, A.shape[1]
    block_n = triton.next_power_of_2(d_state)
    block_d = min(max(4, 128 // block_n), triton.next_power_of_2(channels))
    block_t = min(_chunk(d_state), triton.next_power_of_2(length))
    programs = batch * triton.cdiv(channels, block_d)
    segments = max(1, min(PROGRAMS // programs, length // SHORTEST))
    segment_length = triton.cdiv(triton.cdiv(length, segments), block_t) * block_t
    settings = {
        "SOFTPLUS": softplus, "FLOAT": _TRITON[_computed_in(u)], "BLOCK_T": block_t, "BLOCK_N": block_n,
        "BLOCK_D": block_d, "num_warps": _warps(block_t * block_n * block_d),
    }  # fmt: skip
    return (programs, triton.cdiv(length, segment_length)), segment_length, settings


def _warps(numbers: int) -> int:
    """As many warps of 32 threads as leave every thread 32 numbers of a block: more do not fit its registers."""
    return max(1, numbers // (32 * 32))


def _conv_blocks(batch: int, length: int, channels: int) -> tuple[tuple[int], dict[str, int]]:
    block_t, block_d = min(16, triton.next_power_of_2(length)), min(64, triton.next_power_of_2(channels))
    programs = batch * triton.cdiv(length, block_t) * triton.cdiv(channels, block_d)
    return (programs,), {"BLOCK_T": block_t, "BLOCK_D": block_d}


def _device(tensor: Tensor) -> AbstractContextManager:
    """Triton starts kernels on the current GPU: make it the tensor's."""
    return torch.cuda.device(tensor.device) if tensor.is_cuda else nullcontext()
