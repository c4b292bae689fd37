"""Products of a matrix and a few vectors, for weights of four widths (chapter 9).

To write one token is to read every weight once, and to do one multiplication with it. So a step takes as long as the
memory needs to deliver the weights: half as many bytes, half the time. The weights of a row are

    float32    as they are
    bfloat16   the upper half of a float32: as large a range, 3 digits instead of 7
    int8       scale q,        q = -127 ... 127, a scale for each row
    int4       scale (q - 8),  q = 0 ... 15, a scale in float16 for each GROUP of a row

and they are made numbers again in the core's registers, on the way to the multiplication. For int8 and int4 the vector
becomes whole numbers, too, of 16 bits: their products are summed exactly, and two of them with one instruction. LANES
rows lie interleaved, so that a vector instruction works on the same columns of them all, and none on the sum of a
vector.

Symbols, with their shapes:
    values   float32   (matrices, rows, columns) float32
             bfloat16  (matrices, rows, columns) uint16
             int8      (matrices, blocks, words, 4 LANES) uint8: LANES rows by 4 columns, q + 128
             int4      (matrices, blocks, groups, WORDS, LANES) uint32: LANES rows by 8 columns, q
    scales   int8      (matrices, LANES blocks) float32
             int4      (matrices, blocks, groups, LANES) uint16, the bits of a float16
    x        (batch, columns, filled up with zeros to whole groups) float32
    y        (batch, at least the rows) float32
"""

from typing import Any, NamedTuple

import numba
import numpy as np
from numba.extending import overload

from mambalib.kernels import _OPTIONS, LANES, ONE, ZERO, helper, in_widest_vectors, index, kernel, widen
from mambalib.kernels.vectors import (
    SUMS,
    add_products,
    add_scaled,
    add_sums,
    equal_sums,
    fetch_ahead,
    float_of,
    load_bits,
    load_pair,
    no_floats,
    part,
    sum_of,
)

GROUP = 32  # columns that share a scale in int4
WORDS = GROUP // 8  # of 32 bits, for one row of a group
WIDTHS = ("float32", "bfloat16", "int8", "int4")
_LARGEST = np.float32(32767)
_LARGEST_SUM = np.float32(1.6e7)  # of whole numbers' sizes: times 127, and with what rounding adds, it fits in 32 bits
_LINE = 64  # bytes: what the memory brings at a time
_AHEAD = 1536  # bytes: about what comes while the memory answers once
_NO_SIGN = np.int32(0x7FFFFFFF)
_TINY = np.float32(1e-30)  # vectors that are smaller count as zero
_ROUND = np.float32(1.5 * 2**23)  # a number of this size has no fraction: its last bits are a whole number
_NO_SCALES = np.zeros((0, 0), np.float32)

# The order of a long sum is free here: without that freedom it could not be spread over a vector.
sums = numba.njit(**{**_OPTIONS, "fastmath": {"contract", "reassoc", "nsz"}})


class Matrices(NamedTuple):
    """Matrices of one shape and width."""

    values: np.ndarray
    scales: np.ndarray
    rows: int
    columns: int

    @property
    def nbytes(self) -> int:
        """Size in memory."""
        return self.values.nbytes + self.scales.nbytes


class Prepared(NamedTuple):
    """What a product needs of its vectors, beside themselves. Every thread makes its own."""

    short: np.ndarray  # (batch, columns) int16: x = step short
    step: np.ndarray  # (batch,)
    totals: np.ndarray  # (batch, groups) int32, of short


def new_prepared(batch: int, columns: int) -> Prepared:
    """Room for vectors of up to so many columns."""
    groups = -(-columns // GROUP)
    short, totals = np.zeros((batch, groups * GROUP), np.int16), np.zeros((batch, groups), np.int32)
    return Prepared(short, np.zeros(batch, np.float32), totals)


# Weights to bits and back


def stack(arrays: list[np.ndarray], width: str) -> Matrices:
    """Matrices (rows, columns) of float32 in one of the WIDTHS."""
    rows, columns = arrays[0].shape
    if width == "int8":
        values, scales = map(np.stack, zip(*(interleave_int8(*to_int8(array)) for array in arrays), strict=True))
    elif width == "int4":
        values, scales = map(np.stack, zip(*(interleave_int4(*to_int4(array)) for array in arrays), strict=True))
    else:
        change = to_bfloat16 if width == "bfloat16" else np.asarray
        values, scales = np.stack([change(array) for array in arrays]), _NO_SCALES
    return Matrices(values, scales, rows, columns)


def to_bfloat16(array: np.ndarray) -> np.ndarray:
    """The upper 16 bits of each float32, rounded to the nearest, of two as near to the even one."""
    bits = array.view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)


def from_bfloat16(bits: np.ndarray) -> np.ndarray:
    """The float32 of which these are the upper bits."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def to_int8(array: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """q (rows, columns), and the scale of each row: array is about scale q."""
    scales = np.abs(array).max(1) / np.float32(127)
    q = np.rint(array / np.where(scales > 0, scales, ONE)[:, None])
    return q.astype(np.int8), scales


def to_int4(array: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """q (rows, groups, GROUP) from 0 to 15, and scales (rows, groups) in float16: array is about scale (q - 8).

    The largest number of a group takes -8 or 7; a scale somewhat smaller than that rounds the others better. So a few
    are tried, and the one with the smallest squared error is kept.
    """
    rows, columns = array.shape
    groups = np.pad(array, [(0, 0), (0, -columns % GROUP)]).reshape(rows, -1, GROUP)
    largest = np.take_along_axis(groups, np.abs(groups).argmax(2)[..., None], 2)[..., 0]
    q, scales = np.full(groups.shape, 8, np.uint8), np.zeros(largest.shape, np.float16)
    least = np.square(groups).sum(2)  # the error of all zeros
    for levels in (-8.0, -7.6, -7.2, -6.8, 7.5, 7.0):
        scale = (largest / np.float32(levels)).astype(np.float16)
        exact = scale.astype(np.float32)[..., None]
        rounded = np.clip(np.rint(groups / np.where(exact != 0, exact, ONE)), -8, 7)
        error = np.square(groups - exact * rounded).sum(2)
        better = error < least
        q[better], scales[better] = (rounded[better] + 8).astype(np.uint8), scale[better]
        least = np.minimum(least, error)
    return q, scales


def from_int4(q: np.ndarray, scales: np.ndarray, columns: int) -> np.ndarray:
    """The float32 numbers that `to_int4` made q and scales of, but for the rounding."""
    numbers = (q.astype(np.float32) - 8) * scales.astype(np.float32)[..., None]
    return numbers.reshape(len(q), -1)[:, :columns]


# In a word of 32 bits the even columns lie in the lower half, from the lowest bits on, the odd ones in the upper. So
# the same part of both halves holds neighbours.


def interleave_int8(q: np.ndarray, scales: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """q and scales of `to_int8` as the kernels read them: values (blocks, words, 4 LANES) and scales."""
    rows, columns = -len(q) % LANES, -q.shape[1] % GROUP
    q = np.pad(q, [(0, rows), (0, columns)]).reshape(-1, LANES, (q.shape[1] + columns) // 4, 4)
    q = (q[..., [0, 2, 1, 3]].view(np.uint8) ^ 128).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(q).reshape(*q.shape[:2], -1), np.pad(scales, (0, rows))


def interleave_int4(q: np.ndarray, scales: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """q and scales of `to_int4` as the kernels read them: values (blocks, groups, WORDS, LANES) and scales."""
    rows, groups, _ = q.shape
    missing = -rows % LANES
    q = np.pad(q, [(0, missing), (0, 0), (0, 0)]).reshape(-1, LANES, groups, WORDS, 8).astype(np.uint32)
    words = np.bitwise_or.reduce(q << np.array([0, 16, 4, 20, 8, 24, 12, 28], np.uint32), axis=-1)
    scales = np.pad(scales, [(0, missing), (0, 0)]).view(np.uint16).reshape(-1, LANES, groups)
    return np.ascontiguousarray(words.transpose(0, 2, 3, 1)), np.ascontiguousarray(scales.transpose(0, 2, 1))


# Products. The width is the type of `values`: Numba chooses when it compiles.


def prepare(matrices: Matrices, x: np.ndarray, prepared: Prepared) -> None:
    """Make what `multiply` needs of x."""


def multiply(
    matrices: Matrices, which: int, first: int, end: int, x: np.ndarray, prepared: Prepared, y: np.ndarray
) -> None:
    """y[:, r] = row r of matrix `which` times x, for rows from `first`, a multiple of LANES, to `end`."""


def read_rows(matrices: Matrices, which: int, first: int, out: np.ndarray) -> None:
    """Write rows from `first` on, as float32, into out (rows, columns)."""


@overload(prepare, strict=False)
def _prepare(matrices: Any, x: Any, prepared: Any) -> Any:
    ways = {"uint8": _shorten, "uint32": _shorten}
    way = ways.get(str(matrices.types[0].dtype), _nothing)
    return lambda matrices, x, prepared: way(matrices, x, prepared)


@overload(multiply, strict=False)
def _multiply(matrices: Any, which: Any, first: Any, end: Any, x: Any, prepared: Any, y: Any) -> Any:
    ways = {
        "float32": _multiply_float32,
        "uint16": _multiply_bfloat16,
        "uint8": _multiply_int8,
        "uint32": _multiply_int4,
    }
    way = ways[str(matrices.types[0].dtype)]
    return lambda matrices, which, first, end, x, prepared, y: way(matrices, which, first, end, x, prepared, y)


@overload(read_rows, strict=False)
def _read_rows(matrices: Any, which: Any, first: Any, out: Any) -> Any:
    ways = {"float32": _read_float32, "uint16": _read_bfloat16, "uint8": _read_int8, "uint32": _read_int4}
    way = ways[str(matrices.types[0].dtype)]
    return lambda matrices, which, first, out: way(matrices, which, first, out)


@kernel
def expand(matrices: Matrices, which: int, first: int, out: np.ndarray) -> None:
    """`read_rows`, to be called from Python."""
    read_rows(matrices, which, first, out)


@helper
def _nothing(matrices: Matrices, x: np.ndarray, prepared: Prepared) -> None:
    pass


@sums
def _shorten(matrices: Matrices, x: np.ndarray, prepared: Prepared) -> None:
    for b in range(len(x)):
        most, size = np.int32(0), ZERO
        for c in range(x.shape[1]):
            number = np.float32(x[b, index(c)])
            bits = np.int32(number.view(np.int32) & _NO_SIGN)
            most = max(most, bits)  # floats without a sign compare as their bits do; nan is above all, and stays
            size += bits.view(np.float32)
        tiny = size < _TINY
        scale = ZERO if tiny else min(_LARGEST_SUM / size, _LARGEST / np.int32(most).view(np.float32))
        prepared.step[b] = ZERO if tiny else ONE / scale
        for c in range(x.shape[1]):
            rounded = np.float32(x[b, index(c)] * scale + _ROUND)
            prepared.short[b, index(c)] = np.int16(rounded.view(np.int32))
        for group in range(x.shape[1] // GROUP):
            total = np.int32(0)
            for c in range(GROUP):
                total += np.int32(prepared.short[b, index(group * GROUP + c)])
            prepared.totals[b, index(group)] = total


@sums
def _multiply_float32(
    matrices: Matrices, which: int, first: int, end: int, x: np.ndarray, prepared: Prepared, y: np.ndarray
) -> None:
    in_widest_vectors()
    values = matrices.values[which]
    for r in range(first, end):
        _fetch_next(values, r)
        for b in range(len(x)):
            sum32 = ZERO
            for c in range(matrices.columns):
                sum32 += values[r, index(c)] * x[b, index(c)]
            y[b, index(r)] = sum32


@sums
def _multiply_bfloat16(
    matrices: Matrices, which: int, first: int, end: int, x: np.ndarray, prepared: Prepared, y: np.ndarray
) -> None:
    in_widest_vectors()
    values = matrices.values[which]
    for r in range(first, end):
        _fetch_next(values, r)
        for b in range(len(x)):
            sum32 = ZERO
            for c in range(matrices.columns):
                sum32 += widen(values[r, index(c)]) * x[b, index(c)]
            y[b, index(r)] = sum32


@helper
def _fetch_next(values: np.ndarray, r: int) -> None:
    """Let the memory bring the row after row r."""
    columns = values.shape[1]
    for c in range(0, columns, _LINE // values.itemsize):
        fetch_ahead(values, (r + 1) * columns + c)


@helper
def _multiply_int8(
    matrices: Matrices, which: int, first: int, end: int, x: np.ndarray, prepared: Prepared, y: np.ndarray
) -> None:
    values, scales = matrices.values[which], matrices.scales[which]
    words = values.shape[1]
    for block in range(first // LANES, (end + LANES - 1) // LANES):
        for b in range(len(x)):
            total = np.int32(0)
            for group in range(words * 4 // GROUP):
                total += prepared.totals[b, index(group)]
            upper = lower = equal_sums(np.int32(-128 * total))
            upper2 = lower2 = equal_sums(np.int32(0))  # a second sum of each: none has to wait for itself
            for word in range(words):
                at = (block * words + word) * LANES * 4
                fetch_ahead(values, at + _AHEAD)
                some, more = load_bits(values, at), load_bits(values, at + SUMS * 4)
                x2, x2_next = load_pair(prepared.short[b], 4 * word), load_pair(prepared.short[b], 4 * word + 2)
                upper, lower = add_products(upper, part(some, 8, 0), x2), add_products(lower, part(more, 8, 0), x2)
                upper2 = add_products(upper2, part(some, 8, 1), x2_next)
                lower2 = add_products(lower2, part(more, 8, 1), x2_next)
            upper, lower = add_sums(upper, upper2), add_sums(lower, lower2)
            for i in range(min(LANES, end - block * LANES)):
                sum32 = sum_of(upper, i) if i < SUMS else sum_of(lower, i - SUMS)
                r = block * LANES + i
                y[b, index(r)] = np.float32(sum32) * scales[index(r)] * prepared.step[b]


@helper
def _multiply_int4(
    matrices: Matrices, which: int, first: int, end: int, x: np.ndarray, prepared: Prepared, y: np.ndarray
) -> None:
    values, scales = matrices.values[which], matrices.scales[which]
    groups = values.shape[1]
    for block in range(first // LANES, (end + LANES - 1) // LANES):
        for b in range(len(x)):
            upper = lower = no_floats()
            for group in range(groups):
                at = (block * groups + group) * LANES
                above = below = equal_sums(np.int32(-8 * prepared.totals[b, index(group)]))
                above2 = below2 = equal_sums(np.int32(0))
                for word in range(WORDS):
                    here = at * WORDS + word * LANES
                    fetch_ahead(values, here + _AHEAD // 4)
                    some, more = load_bits(values, here), load_bits(values, here + SUMS)
                    for pair in range(0, 4, 2):
                        place = group * GROUP + 8 * word + 2 * pair
                        x2, x2_next = load_pair(prepared.short[b], place), load_pair(prepared.short[b], place + 2)
                        above = add_products(above, part(some, 4, pair), x2)
                        below = add_products(below, part(more, 4, pair), x2)
                        above2 = add_products(above2, part(some, 4, pair + 1), x2_next)
                        below2 = add_products(below2, part(more, 4, pair + 1), x2_next)
                above, below = add_sums(above, above2), add_sums(below, below2)
                upper = add_scaled(upper, above, scales, at)
                lower = add_scaled(lower, below, scales, at + SUMS)
            for i in range(min(LANES, end - block * LANES)):
                total = float_of(upper, i) if i < SUMS else float_of(lower, i - SUMS)
                y[b, index(block * LANES + i)] = total * REBIAS * prepared.step[b]


REBIAS = np.float32(2.0**112)  # a float16's exponent counts from -15, a float32's from -127


@helper
def half(bits: np.uint16) -> np.float32:
    """A finite float16."""
    wide = np.uint32(bits)
    sign, rest = np.uint32(wide & np.uint32(0x8000)), np.uint32(wide & np.uint32(0x7FFF))
    number = np.uint32(np.uint32(sign << np.uint32(16)) | np.uint32(rest << np.uint32(13)))
    return number.view(np.float32) * REBIAS


@helper
def _read_float32(matrices: Matrices, which: int, first: int, out: np.ndarray) -> None:
    for r in range(len(out)):
        for c in range(matrices.columns):
            out[r, index(c)] = matrices.values[which, first + r, index(c)]


@helper
def _read_bfloat16(matrices: Matrices, which: int, first: int, out: np.ndarray) -> None:
    for r in range(len(out)):
        for c in range(matrices.columns):
            out[r, index(c)] = widen(matrices.values[which, first + r, index(c)])


@helper
def _read_int8(matrices: Matrices, which: int, first: int, out: np.ndarray) -> None:
    values = matrices.values[which]
    for r in range(len(out)):
        block, lane = (first + r) // LANES, (first + r) % LANES
        for c in range(matrices.columns):
            q = np.int32(values[block, c // 4, 4 * lane + c % 4 // 2 + c % 2 * 2]) - np.int32(128)
            out[r, index(c)] = matrices.scales[which, first + r] * np.float32(q)


@helper
def _read_int4(matrices: Matrices, which: int, first: int, out: np.ndarray) -> None:
    values, scales = matrices.values[which], matrices.scales[which]
    for r in range(len(out)):
        block, lane = (first + r) // LANES, (first + r) % LANES
        for c in range(matrices.columns):
            bits = values[block, c // GROUP, c % GROUP // 8, lane] >> np.uint32(c % 8 // 2 * 4 + c % 2 * 16)
            q = np.int32(bits & np.uint32(0xF)) - np.int32(8)
            out[r, index(c)] = half(scales[block, c // GROUP, lane]) * np.float32(q)
