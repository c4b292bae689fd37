"""The scan and the convolution as fused Triton kernels for GPUs (chapter 5).

A GPU computes far faster than it fetches. So a kernel here reads every input once, keeps the states in registers, and
writes only the outputs: no tensor (batch, length, channels, d_state) ever lies in memory.

How the scan is laid out. The kernel is started once for every sequence and every block of channels; such a *program*
shares nothing with the others. It walks along its sequence in chunks of CHUNK steps and hands the state on from chunk
to chunk. Within a chunk everything is a block (time, state, channel), computed on at once:

    decay  = exp(dt A)              what a step keeps of the state
    enters = dt B u                 what it adds; the first step also adds decay * (state before the chunk)
    h      = associative_scan over time of the pairs (decay, enters)
    y      = sum over the states of C h, then skip connection and gate

The states before every chunk are kept for the backward pass, one in CHUNK. From them it computes the states of a chunk
again, from the last chunk to the first, and scans against time for the gradient of every state:

    g[k] = dL/dh[k] = C[k] dy[k] + decay[k+1] g[k+1]

Symbols, with their shapes in a kernel (T = BLOCK_T steps, N = BLOCK_N states, D = BLOCK_D channels):
    t, n, d      (T,), (N,), (D,)    which step, state, channel; more than there are, so every access has a mask
    u_k, dt, y_k (T, D)              input, step, output         row   (T,)  batch * length + t, as 64-bit integer
    B_k, C_k     (T, N)              how a sample enters, how the output reads
    h            (N, D)              the state before the chunk  h_k   (T, N, D)  the state after each step
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

CHUNK = 8  # steps between two kept states
LOG2_E = tl.constexpr(math.log2(math.e))
LN_2 = tl.constexpr(math.log(2))

# What the kernels have in common


@triton.jit
def _softplus(x):
    """log(1 + exp(x)), as PyTorch has it: x itself above 20."""
    e = tl.exp(-tl.abs(x))
    w = 1 + e  # rounded: log(w) + (e - (w - 1)) / w makes good what the rounding lost of a small e
    return tl.where(x > 20, x, tl.maximum(x, 0) + tl.log(w) + (e - (w - 1)) / w)


@triton.jit
def _load(pointer, row, row_stride, column, mask, FLOAT: tl.constexpr):
    """The block (rows, columns) of a matrix, in the type that is computed in, 0 where the mask is False."""
    return tl.load(pointer + row[:, None] * row_stride + column[None, :], mask, 0).to(FLOAT)


@triton.jit
def _begins(seq_idx, row, t, length):
    """Where another sequence begins than the one a step before: (T,), False at step 0."""
    inside = (t > 0) & (t < length)
    return tl.load(seq_idx + row, inside, 0) != tl.load(seq_idx + row - 1, inside, 0)


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
def _scan_forward(
    u, delta, A, B, C, D, z, delta_bias, initial_state, seq_idx, y, last_state, checkpoints,
    u_stride, delta_stride, B_stride, C_stride, z_stride, length, channels, d_state,
    SOFTPLUS: tl.constexpr, FLOAT: tl.constexpr, BLOCK_T: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    # Which sequence and which channels are this program's
    blocks = tl.cdiv(channels, BLOCK_D)
    batch = (tl.program_id(0) // blocks).to(tl.int64)
    d = tl.program_id(0) % blocks * BLOCK_D + tl.arange(0, BLOCK_D)
    n = tl.arange(0, BLOCK_N)
    step = tl.arange(0, BLOCK_T)
    d_exists, n_exists = d < channels, n < d_state
    exists = n_exists[:, None] & d_exists[None, :]  # (N, D)
    state = (batch * channels + d[None, :]) * d_state + n[:, None]  # (N, D), where a state lies in memory
    A_log2e = LOG2_E * tl.load(A + d[None, :] * d_state + n[:, None], exists, 0)
    h = tl.zeros((BLOCK_N, BLOCK_D), FLOAT)
    if initial_state is not None:
        h = tl.load(initial_state + state, exists, 0)
    chunks = tl.cdiv(length, BLOCK_T)
    for chunk in range(chunks):
        if checkpoints is not None:
            kept = ((batch * chunks + chunk) * d_state + n[:, None]) * channels + d[None, :]
            tl.store(checkpoints + kept, h, exists)
        # Read the chunk
        t = chunk * BLOCK_T + step
        row = batch * length + t
        in_td = (t < length)[:, None] & d_exists[None, :]
        in_tn = (t < length)[:, None] & n_exists[None, :]
        u_k = _load(u, row, u_stride, d, in_td, FLOAT)
        dt = _load(delta, row, delta_stride, d, in_td, FLOAT)
        B_k = _load(B, row, B_stride, n, in_tn, FLOAT)
        C_k = _load(C, row, C_stride, n, in_tn, FLOAT)
        if delta_bias is not None:
            dt += tl.load(delta_bias + d, d_exists, 0)[None, :]
        if SOFTPLUS:
            dt = _softplus(dt)
        dt = tl.where(in_td, dt, 0)  # past the end no time passes: decay is 1, nothing enters, the state stays
        # Scan it: blocks (T, N, D)
        decay = tl.exp2(dt[:, None, :] * A_log2e[None, :, :])
        if seq_idx is not None:
            decay = tl.where(_begins(seq_idx, row, t, length)[:, None, None], 0, decay)
        enters = (dt * u_k)[:, None, :] * B_k[:, :, None]
        enters += tl.where(step[:, None, None] == 0, decay * h[None, :, :], 0)
        _, h_k = tl.associative_scan((decay, enters), 0, _then)
        h = tl.sum(tl.where(step[:, None, None] == BLOCK_T - 1, h_k, 0), 0)
        # Write the outputs
        y_k = tl.sum(h_k * C_k[:, :, None], 1)
        if D is not None:
            y_k += tl.load(D + d, d_exists, 0)[None, :] * u_k
        if z is not None:
            z_k = _load(z, row, z_stride, d, in_td, FLOAT)
            y_k *= z_k * tl.sigmoid(z_k)
        tl.store(y + row[:, None] * channels + d[None, :], y_k.to(y.dtype.element_ty), in_td)
    tl.store(last_state + state, h, exists)


@triton.jit
def _scan_backward(
    dy, dlast_state, u, delta, A, B, C, D, z, delta_bias, seq_idx, checkpoints,
    du, ddelta, dA, dB, dC, dD, dz, ddelta_bias, dinitial_state,
    u_stride, delta_stride, B_stride, C_stride, z_stride, dy_stride, rows, length, channels, d_state,
    SOFTPLUS: tl.constexpr, FLOAT: tl.constexpr, BLOCK_T: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_D: tl.constexpr,
):  # fmt: skip
    blocks = tl.cdiv(channels, BLOCK_D)
    block = tl.program_id(0) % blocks
    batch = (tl.program_id(0) // blocks).to(tl.int64)
    d = block * BLOCK_D + tl.arange(0, BLOCK_D)
    n = tl.arange(0, BLOCK_N)
    step = tl.arange(0, BLOCK_T)
    d_exists, n_exists = d < channels, n < d_state
    exists = n_exists[:, None] & d_exists[None, :]
    state = (batch * channels + d[None, :]) * d_state + n[:, None]
    A_log2e = LOG2_E * tl.load(A + d[None, :] * d_state + n[:, None], exists, 0)
    behind = tl.load(dlast_state + state, exists, 0)  # (N, D), what comes to the chunk's last state from behind it
    dA_sum = tl.zeros((BLOCK_N, BLOCK_D), FLOAT)
    dD_sum = tl.zeros((BLOCK_D,), FLOAT)
    dbias_sum = tl.zeros((BLOCK_D,), FLOAT)
    chunks = tl.cdiv(length, BLOCK_T)
    for done in range(chunks):
        # Read the chunk, the last one first
        chunk = chunks - 1 - done
        t = chunk * BLOCK_T + step
        row = batch * length + t
        in_td = (t < length)[:, None] & d_exists[None, :]
        in_tn = (t < length)[:, None] & n_exists[None, :]
        u_k = _load(u, row, u_stride, d, in_td, FLOAT)
        raw = _load(delta, row, delta_stride, d, in_td, FLOAT)
        B_k = _load(B, row, B_stride, n, in_tn, FLOAT)
        C_k = _load(C, row, C_stride, n, in_tn, FLOAT)
        dy_k = _load(dy, row, dy_stride, d, in_td, FLOAT)
        kept = ((batch * chunks + chunk) * d_state + n[:, None]) * channels + d[None, :]
        h = tl.load(checkpoints + kept, exists, 0)
        if delta_bias is not None:
            raw += tl.load(delta_bias + d, d_exists, 0)[None, :]
        dt = tl.where(in_td, _softplus(raw) if SOFTPLUS else raw, 0)
        # The states again: before and after each step, blocks (T, N, D)
        decay = tl.exp2(dt[:, None, :] * A_log2e[None, :, :])
        if seq_idx is not None:
            decay = tl.where(_begins(seq_idx, row, t, length)[:, None, None], 0, decay)
        enters = (dt * u_k)[:, None, :] * B_k[:, :, None]
        start = tl.where(step[:, None, None] == 0, h[None, :, :], 0)
        one = tl.full((BLOCK_T, BLOCK_N, BLOCK_D), 1, FLOAT)
        _, _, _, h_before = tl.associative_scan((decay, enters + decay * start, one, start), 0, _before)
        h_k = decay * h_before + enters
        # The gate and the skip connection
        if z is not None:
            z_k = _load(z, row, z_stride, d, in_td, FLOAT)
            gate = tl.sigmoid(z_k)
            y_k = tl.sum(h_k * C_k[:, :, None], 1)
            if D is not None:
                y_k += tl.load(D + d, d_exists, 0)[None, :] * u_k
            dz_k = dy_k * y_k * gate * (1 + z_k * (1 - gate))
            tl.store(dz + row[:, None] * channels + d[None, :], dz_k.to(dz.dtype.element_ty), in_td)
            dy_k *= z_k * gate
        # The gradient g of every state. What step k+1 hands to step k is r[k+1] = decay[k+1] g[k+1], and so
        # r[k] = decay[k] (C[k] dy[k] + r[k+1]): the same scan, with time flipped. (The scan's own `reverse` moves
        # everything from thread to thread; here all the steps of a chunk lie in one, and flipping them is free.)
        direct = C_k[:, :, None] * dy_k[:, None, :]
        end = tl.where(step[:, None, None] == BLOCK_T - 1, behind[None, :, :], 0)
        handed = tl.flip(decay * (direct + end), 0)
        _, _, _, after = tl.associative_scan((tl.flip(decay, 0), handed, one, tl.flip(end, 0)), 0, _before)
        g = direct + tl.flip(after, 0)
        behind = tl.sum(tl.where(step[:, None, None] == 0, decay * g, 0), 0)
        # The gradients of what the states are made of
        g_decay = g * h_before * decay  # (T, N, D), dL/d(dt A)
        g_B = tl.sum(g * B_k[:, :, None], 1)  # (T, D), dL/d(dt u)
        ddt = g_B * u_k + LN_2 * tl.sum(g_decay * A_log2e[None, :, :], 1)
        du_k = g_B * dt
        if D is not None:
            du_k += tl.load(D + d, d_exists, 0)[None, :] * dy_k
            dD_sum += tl.sum(dy_k * u_k, 0)
        if SOFTPLUS:
            ddt *= tl.where(raw > 20, 1, tl.sigmoid(raw))
        dbias_sum += tl.sum(tl.where(in_td, ddt, 0), 0)
        dA_sum += tl.sum(g_decay * dt[:, None, :], 0)
        tl.store(du + row[:, None] * channels + d[None, :], du_k.to(du.dtype.element_ty), in_td)
        tl.store(ddelta + row[:, None] * channels + d[None, :], ddt.to(ddelta.dtype.element_ty), in_td)
        # Many channels share B and C: every block of channels writes its part
        part = (block.to(tl.int64) * rows + row[:, None]) * d_state + n[None, :]
        tl.store(dB + part, tl.sum(g * (dt * u_k)[:, None, :], 2), in_tn)
        tl.store(dC + part, tl.sum(h_k * dy_k[:, None, :], 2), in_tn)
    tl.store(dinitial_state + state, behind, exists)
    tl.store(dA + state, dA_sum, exists)
    tl.store(dD + batch * channels + d, dD_sum, d_exists)
    tl.store(ddelta_bias + batch * channels + d, dbias_sum, d_exists)


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
    return u.shape[0], -(-u.shape[1] // CHUNK), d_state, channels


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
    last_state = torch.empty(len(u), *A.shape, dtype=dtype, device=u.device)
    checkpoints = last_state.new_empty(checkpoint_shape(u, A) if save else 0)
    (u, delta, B, C, z), strides = _rows(u, delta, B, C, z)
    A, D, delta_bias, initial_state = _whole(dtype, A, D, delta_bias, initial_state)
    grid, blocks = _scan_blocks(u, A)
    with _device(u):
        _scan_forward[grid](
            u, delta, A, B, C, D, z, delta_bias, initial_state, _contiguous(seq_idx),
            y, last_state, checkpoints if save else None,
            *strides, *u.shape[1:], A.shape[1],
            SOFTPLUS=delta_softplus, FLOAT=_TRITON[dtype], **blocks, num_warps=_warps(**blocks),
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
    (u, delta, B, C, z, dy), strides = _rows(u, delta, B, C, z, dy)
    A, D, delta_bias, dh_last = _whole(dtype, A, D, delta_bias, dh_last)
    grid, blocks = _scan_blocks(u, A)
    batch, length, channels = u.shape
    d_state = A.shape[1]
    du, ddelta, dz = (None if t is None else torch.empty(u.shape, dtype=t.dtype, device=device) for t in (u, delta, z))
    dA, dinitial_state = torch.empty(2, batch, channels, d_state, dtype=dtype, device=device)
    dB, dC = torch.empty(2, grid[0] // batch, batch, length, d_state, dtype=dtype, device=device)
    dD, ddelta_bias = torch.empty(2, batch, channels, dtype=dtype, device=device)
    with _device(u):
        _scan_backward[grid](
            dy, dh_last, u, delta, A, B, C, D, z, delta_bias, _contiguous(seq_idx), checkpoints,
            du, ddelta, dA, dB, dC, dD, dz, ddelta_bias, dinitial_state,
            *strides, batch * length, length, channels, d_state,
            SOFTPLUS=delta_softplus, FLOAT=_TRITON[dtype], **blocks, num_warps=_warps(**blocks),
        )  # fmt: skip
    parts = dA.sum(0), dB.sum(0), dC.sum(0), dD.sum(0)
    gradients = du, ddelta, *parts, dz, ddelta_bias.sum(0), dinitial_state
    return tuple(None if t is None else gradient.to(t.dtype) for gradient, t in zip(gradients, inputs, strict=True))


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


def _scan_blocks(u: Tensor, A: Tensor) -> tuple[tuple[int], dict[str, int]]:
    """How many programs, and how large the blocks: 128 states of as many channels as have them.

    That is one warp, which waits for nobody. On an H200 it was twice as fast as four warps with four times the states.
    """
    (batch, length, channels), d_state = u.shape, A.shape[1]
    block_n = triton.next_power_of_2(d_state)
    block_d = min(max(1, 128 // block_n), triton.next_power_of_2(channels))
    blocks = {"BLOCK_T": min(CHUNK, triton.next_power_of_2(length)), "BLOCK_N": block_n, "BLOCK_D": block_d}
    return (batch * triton.cdiv(channels, block_d),), blocks


def _warps(BLOCK_T: int, BLOCK_N: int, BLOCK_D: int) -> int:
    """As many warps of 32 threads as leave every thread 32 numbers of a block: more do not fit its registers."""
    return max(1, BLOCK_T * BLOCK_N * BLOCK_D // (32 * 32))


def _conv_blocks(batch: int, length: int, channels: int) -> tuple[tuple[int], dict[str, int]]:
    block_t, block_d = min(16, triton.next_power_of_2(length)), min(64, triton.next_power_of_2(channels))
    programs = batch * triton.cdiv(length, block_t) * triton.cdiv(channels, block_d)
    return (programs,), {"BLOCK_T": block_t, "BLOCK_D": block_d}


def _device(tensor: Tensor) -> AbstractContextManager:
    """Triton starts kernels on the current GPU: make it the tensor's."""
    return torch.cuda.device(tensor.device) if tensor.is_cuda else nullcontext()
