"""One step of the whole model, from a token of each sequence to the logits of the next, as one compiled function.

Chapter 9. Nothing is allocated and no Python runs between the layers. A layer is, for each sequence of the batch:

    x, z        = in_proj(norm(residual))        x = silu(conv(x))
    delta, B, C = x_proj(x)                      dt = softplus(dt_proj(delta) + dt_bias)
    h           = exp(dt A) h + dt B x           y = (C h + D x) silu(z)
    residual    = residual + out_proj(y)

Each thread has a share of the channels, for which it does everything; where a product needs all channels, the threads
wait for each other. Nothing that is computed depends on the number of threads.

Symbols, with their shapes: those of `mambalib.model`, the layers of a model stacked. The states are
    conv   (layers, batch, d_inner, d_conv - 1), the oldest input first
    ssm    (layers, batch, d_inner, d_state)
"""

import os
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing import Signature
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from mambalib.kernels import LANES, LOG2_E, ONE, ZERO, exp2, helper, index, kernel, multiply_add, sigmoid, softplus
from mambalib.kernels.products import (
    GROUP,
    Matrices,
    Prepared,
    multiply,
    new_prepared,
    prepare,
    read_rows,
    sums,
)


class Model(NamedTuple):
    """The weights of all layers."""

    embeddings: Matrices  # one matrix, (padded_vocab_size, d_model)
    head: Matrices  # one matrix, the same where the embeddings are tied
    in_proj: Matrices  # two for each layer, (d_inner, d_model): for x, and for z
    x_proj: Matrices  # (dt_rank + 2 d_state, d_inner)
    out_proj: Matrices  # (d_model, d_inner)
    dt_proj: np.ndarray  # (layers, dt_rank, d_inner): transposed
    in_bias: np.ndarray  # (2 layers, d_inner), or (2 layers, 0) where there is none: zeros would have to be read, too
    out_bias: np.ndarray  # (layers, d_model), or (layers, 0)
    dt_bias: np.ndarray  # (layers, d_inner)
    conv_weight: np.ndarray  # (layers, d_inner, d_conv)
    conv_bias: np.ndarray  # (layers, d_inner)
    A: np.ndarray  # (layers, d_inner, d_state)
    D: np.ndarray  # (layers, d_inner)
    norms: np.ndarray  # (layers + 1, d_model): norm_f is the last
    eps: np.float32


class Work(NamedTuple):
    """What a step writes down on its way, for one size of batch; all but `arrived` is of no use afterwards."""

    residual: np.ndarray  # (batch, d_model)
    normed: np.ndarray  # (threads, batch, d_model), filled up to whole groups, as x is
    x: np.ndarray  # (batch, d_inner)
    z: np.ndarray  # (batch, d_inner)
    dt: np.ndarray  # (batch, d_inner)
    selected: np.ndarray  # (batch, dt_rank + 2 d_state): delta, B, C
    output: np.ndarray  # (batch, d_model)
    prepared: Prepared  # each with the threads as its first axis
    arrived: np.ndarray  # (1,): how often threads have come to a place where they wait


def new_work(model: Model, batch: int, threads: int) -> Work:
    """Room for steps of so many sequences."""
    d_model, d_inner = model.out_proj.rows, model.out_proj.columns
    padded_model, padded_inner = -(-d_model // GROUP) * GROUP, -(-d_inner // GROUP) * GROUP
    empty = [np.zeros((batch, n), np.float32) for n in (d_model, padded_inner, d_inner, d_inner, model.x_proj.rows)]
    residual, x, z, dt, selected = empty
    each = [new_prepared(batch, max(d_model, d_inner)) for _ in range(threads)]
    return Work(
        residual=residual,
        normed=np.zeros((threads, batch, padded_model), np.float32),
        x=x,
        z=z,
        dt=dt,
        selected=selected,
        output=np.zeros((batch, d_model), np.float32),
        prepared=Prepared(*map(np.stack, zip(*each, strict=True))),
        arrived=np.zeros(1, np.int64),
    )


@kernel
def step(
    thread: int,
    threads: int,
    model: Model,
    work: Work,
    tokens: np.ndarray,
    conv: np.ndarray,
    ssm: np.ndarray,
    logits: np.ndarray,
) -> None:
    """Read one token (batch,) of each sequence: the states are changed, and logits (batch, vocab_size) written.

    Each thread calls it with its own number, and all else the same.
    """
    p = work.prepared
    prepared = Prepared(p.short[thread], p.step[thread], p.totals[thread])
    normed = work.normed[thread]
    low, high = share(model.out_proj.columns, thread, threads)  # of the channels
    first, end = share(model.out_proj.rows, thread, threads)  # of the entries of the residual
    if thread == 0:
        for b in range(len(tokens)):
            read_rows(model.embeddings, 0, tokens[b], work.residual[b : b + 1])
    wait_for_all(work.arrived, threads)
    for layer in range(len(conv)):
        normalize(work.residual, model.norms[layer], model.eps, normed)
        prepare(model.in_proj, normed, prepared)
        multiply(model.in_proj, 2 * layer, low, high, normed, prepared, work.x)
        multiply(model.in_proj, 2 * layer + 1, low, high, normed, prepared, work.z)
        add_rows(model.in_bias[2 * layer], low, high, work.x)
        add_rows(model.in_bias[2 * layer + 1], low, high, work.z)
        convolve(model.conv_weight[layer], model.conv_bias[layer], low, high, work.x, conv[layer])
        wait_for_all(work.arrived, threads)
        prepare(model.x_proj, work.x, prepared)
        some, more = share(model.x_proj.rows, thread, threads)
        multiply(model.x_proj, layer, some, more, work.x, prepared, work.selected)
        wait_for_all(work.arrived, threads)
        make_steps(model.dt_proj[layer], model.dt_bias[layer], low, high, work.selected, work.dt)
        remember(model.A[layer], model.D[layer], low, high, work.selected, work.dt, work.x, ssm[layer])
        gate(low, high, work.z, work.x)
        wait_for_all(work.arrived, threads)
        prepare(model.out_proj, work.x, prepared)
        multiply(model.out_proj, layer, first, end, work.x, prepared, work.output)
        add_rows(model.out_bias[layer], first, end, work.output)
        add(first, end, work.output, work.residual)
        wait_for_all(work.arrived, threads)
    normalize(work.residual, model.norms[len(conv)], model.eps, normed)
    prepare(model.head, normed, prepared)
    some, more = share(logits.shape[1], thread, threads)
    multiply(model.head, 0, some, more, normed, prepared, logits)


@helper
def share(number: int, thread: int, threads: int) -> tuple[int, int]:
    """From where to where a thread works: all begin at multiples of LANES."""
    whole = (number + LANES - 1) // LANES
    return min(number, whole * thread // threads * LANES), min(number, whole * (thread + 1) // threads * LANES)


# They get the arrays that they need one by one: the compiler notes for each what it does not overlap with.


@sums
def normalize(residual: np.ndarray, weight: np.ndarray, eps: np.float32, normed: np.ndarray) -> None:
    """RMSNorm."""
    d_model = residual.shape[1]
    for b in range(len(residual)):
        square = ZERO
        for i in range(d_model):
            square += residual[b, index(i)] * residual[b, index(i)]
        scale = ONE / np.sqrt(square / np.float32(d_model) + eps)
        for i in range(d_model):
            normed[b, index(i)] = residual[b, index(i)] * scale * weight[index(i)]


@helper
def add_rows(bias: np.ndarray, first: int, end: int, y: np.ndarray) -> None:
    """Add a bias, if there is one, to y, (batch, ...)."""
    for b in range(len(y)):
        for i in range(first, min(end, len(bias))):
            y[b, index(i)] += bias[index(i)]


@helper
def add(first: int, end: int, output: np.ndarray, residual: np.ndarray) -> None:
    """What a layer has to say, to the residual."""
    for b in range(len(residual)):
        for i in range(first, end):
            residual[b, index(i)] += output[b, index(i)]


@helper
def convolve(weight: np.ndarray, bias: np.ndarray, low: int, high: int, x: np.ndarray, past: np.ndarray) -> None:
    """The convolution with SiLU, in place, and its state one input on."""
    last = weight.shape[1] - 1
    for b in range(len(x)):
        for c in range(low, high):
            new = x[b, index(c)]
            v = bias[index(c)] + weight[index(c), index(last)] * new
            for i in range(last):
                v += weight[index(c), index(i)] * past[b, index(c), index(i)]
            for i in range(last - 1):
                past[b, index(c), index(i)] = past[b, index(c), index(i + 1)]
            if last > 0:
                past[b, index(c), index(last - 1)] = new
            x[b, index(c)] = v
        for c in range(low, high):
            x[b, index(c)] *= sigmoid(x[b, index(c)])


@helper
def make_steps(weight: np.ndarray, bias: np.ndarray, low: int, high: int, selected: np.ndarray, dt: np.ndarray) -> None:
    """dt = softplus(dt_proj(delta) + dt_bias)."""
    for b in range(len(dt)):
        for c in range(low, high):
            dt[b, index(c)] = bias[index(c)]
        fours = len(weight) // 4 * 4  # rows: the memory brings several at a time faster than one after the other
        for r in range(0, fours, 4):
            d0, d1, d2, d3 = selected[b, r], selected[b, r + 1], selected[b, r + 2], selected[b, r + 3]
            for c in range(low, high):
                first_two = multiply_add(weight[r, index(c)], d0, weight[r + 1, index(c)] * d1)
                dt[b, index(c)] += first_two + weight[r + 2, index(c)] * d2 + weight[r + 3, index(c)] * d3
        for r in range(fours, len(weight)):
            for c in range(low, high):
                dt[b, index(c)] += weight[r, index(c)] * selected[b, r]
        for c in range(low, high):
            dt[b, index(c)] = softplus(dt[b, index(c)])


@sums
def remember(
    A: np.ndarray,
    D: np.ndarray,
    low: int,
    high: int,
    selected: np.ndarray,
    dt: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
) -> None:
    """The recurrence: what is read from the memory comes to the place of x. `selected` ends with B and C."""
    d_state = A.shape[1]
    at_B, at_C = selected.shape[1] - 2 * d_state, selected.shape[1] - d_state
    whole = d_state // LANES * LANES
    for b in range(len(x)):
        B, C = selected[b][at_B:at_C], selected[b][at_C:]  # in two steps: Numba sees that they lie side by side
        for c in range(low, high):
            rate, enters, y = dt[b, c] * LOG2_E, dt[b, c] * x[b, c], D[c] * x[b, c]
            for first in range(0, whole, LANES):  # a number of turns that the compiler knows needs no loop
                y += _remember_some(A, h, B, C, b, c, first, LANES, rate, enters)
            if whole < d_state:
                y += _remember_some(A, h, B, C, b, c, whole, d_state - whole, rate, enters)
            x[b, c] = y


@sums
def _remember_some(
    A: np.ndarray,
    h: np.ndarray,
    B: np.ndarray,
    C: np.ndarray,
    b: int,
    c: int,
    first: int,
    number: int,
    rate: np.float32,
    enters: np.float32,
) -> np.float32:
    """What is read from some entries of a channel's state, which go one step on."""
    y = ZERO
    for i in range(number):
        n = index(first + i)
        new = multiply_add(exp2(rate * A[c, n]), h[b, c, n], enters * B[n])
        h[b, c, n] = new
        y += C[n] * new
    return y


@helper
def gate(low: int, high: int, z: np.ndarray, y: np.ndarray) -> None:
    """y silu(z)."""
    for b in range(len(y)):
        for c in range(low, high):
            y[b, index(c)] *= z[b, index(c)] * sigmoid(z[b, index(c)])


# Threads that wait for each other. A count of arrivals lies in memory that all of them see; it only grows.

ABANDONED = 1 << 62  # arrivals from which on nobody waits: the step will not be finished
_SPINS = 4000  # looks at the count before the core is offered to others: some microseconds


@helper
def wait_for_all(arrived: np.ndarray, threads: int) -> None:
    """Return when every thread has called this as often as the caller has."""
    if threads == 1:
        return
    before = _add_one(arrived)
    enough = min(before // threads * threads + threads, ABANDONED)
    looks = 0
    while _look(arrived) < enough:
        looks += 1
        if looks > _SPINS:
            _offer_core()


@intrinsic
def _add_one(context: Any, array: types.Array) -> tuple[Signature, Any]:
    """Add one to array[0], and return what was there before; no thread comes in between."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        place = make_array(signature.args[0])(context, builder, args[0]).data
        return builder.atomic_rmw("add", place, ir.Constant(ir.IntType(64), 1), "seq_cst")

    return types.int64(array), generate


@intrinsic
def _look(context: Any, array: types.Array) -> tuple[Signature, Any]:
    """array[0] as it is now, and with it all that other threads wrote before they changed it."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        place = make_array(signature.args[0])(context, builder, args[0]).data
        return builder.load_atomic(place, "acquire", 8)

    return types.int64(array), generate


@intrinsic
def _offer_core(context: Any) -> tuple[Signature, Any]:
    """Let the operating system run another thread in this one's place."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        name = "SwitchToThread" if os.name == "nt" else "sched_yield"
        function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(ir.IntType(32), []), name)
        return builder.call(function, [])

    return types.int32(), generate
