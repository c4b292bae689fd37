"""Numba kernels on numpy arrays: what runs along the sequence of a Mamba block, on a CPU (chapters 5 and 9).

`scan` and `conv` hold the kernels, this module what both need. Nothing here knows torch. What makes them fast:

- The innermost loop runs over neighbouring channels, without branches or calls, so that the compiler makes vector
  instructions of it: channels lie side by side in memory and know nothing of each other.
- What such a loop reads and writes are small arrays that stay in the core's nearest caches.
- The compiler is told that no two arrays of a function overlap. It would have to test for it, or give vectors up.
- An index that may be negative is a test for every element; `index` marks one that is not.
- A task is one sequence of the batch and WIDTH of its channels. Nothing that is computed for a task depends on the
  number of threads: neither do the results, to the last bit.

The compiled code is kept on disk, in `__pycache__` beside this file. Where that cannot be written it goes to the user's
cache folder, or to the one named by the environment variable NUMBA_CACHE_DIR; where there is none, every process
compiles anew.
"""

import contextlib
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.cpu import CPUTargetOptions
from numba.core.typing import Signature
from numba.extending import intrinsic, overload

LANES = 16  # float32 numbers in the widest vector register
BLOCK = 2 * LANES  # channels of the scan's innermost loop: while one vector waits for its last result, the other works
WIDTH = 4 * BLOCK  # channels of one task, whole vectors: the same instructions compute it alone or beside others
TILE = 2 * WIDTH  # channels that are read at a time: short rows, far from each other, take the memory longer
_STEPS_PER_THREAD = 2**19  # of one state: a sixth of a millisecond, where starting a thread takes a tenth

CPUTargetOptions.noalias = CPUTargetOptions.Mapping("noalias")  # Numba has the flag, but no name for it in `njit`
_OPTIONS = {
    "nogil": True,
    "noalias": True,
    "error_model": "numpy",  # a division by zero gives inf: a test for it would keep the loop from being vectorized
    # a b + c may be rounded once, but nothing else: inf and nan keep their meaning, and exp2 needs its order.
    "fastmath": {"contract"},
}
helper = numba.njit(**_OPTIONS)  # for a function that kernels call


def kernel(function: Callable) -> Callable:
    """Compile a function (first task, task after the last, ...) at its first call, and keep the code on disk."""
    try:
        compiled = numba.njit(function, cache=True, **_OPTIONS)
    except RuntimeError:  # no folder to keep it in can be written
        return numba.njit(function, **_OPTIONS)
    # Numba compiles anew when the kernel's own file has changed. It must also when one with a helper has.
    with contextlib.suppress(AttributeError):
        compiled._cache._cache_file._source_stamp = _SOURCES
    return compiled


_SOURCES = hashlib.sha256(b"".join(f.read_bytes() for f in sorted(Path(__file__).parent.glob("*.py")))).hexdigest()


Run = Callable[[Callable[[int], object], int], None]  # run(work, number) calls work(0) ... work(number - 1)


def in_python_threads(work: Callable[[int], object], number: int) -> None:
    """Call work(0) ... work(number - 1), each in a thread of Python's; what one raises is raised here.

    They will do, as kernels do not hold the interpreter's lock. They last as long as the call, so that several threads
    may call at the same time, and a process forked later misses none.
    """
    with ThreadPoolExecutor(number - 1) as pool:
        others = [pool.submit(work, i) for i in range(1, number)]
        work(0)
        for other in others:
            other.result()  # raises what was raised there


def in_threads(kernel: Callable, tasks: int, work: int, threads: int, run: Run, *args: object) -> None:
    """Run kernel(0, tasks, *args) in up to `threads` threads, each of which takes a part of the tasks.

    Args:
        work: steps of a single state in all tasks together, or as much of something else; little is not worth a thread.
        run: what starts the threads.
    """
    threads = max(1, min(threads, tasks, work // _STEPS_PER_THREAD))
    edges = [tasks * i // threads for i in range(threads + 1)]
    if threads == 1:
        kernel(0, tasks, *args)
    else:
        run(lambda i: kernel(*edges[i : i + 2], *args), threads)


@intrinsic
def in_widest_vectors(context: Any) -> tuple[Signature, Any]:
    """Let the compiler take the widest vectors in the function where this stands.

    For many processors of Intel it takes half of that, since the wide ones may cost them some of their clock rate.
    But the matrix products before and after a kernel are wide, and have paid already. A kernel says so for the helpers
    that are copied into it, and a helper that is too long for that says so itself.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        # The attributes' own `add` refuses what it does not know, and LLVM knows more.
        set.add(builder.function.attributes, '"prefer-vector-width"="512"')
        return context.get_dummy_value()

    return types.void(), generate


@helper
def zeros(shape: tuple[int, ...]) -> np.ndarray:
    """Zeros, float32, from the beginning of a cache line on: where rows are whole vectors, none lies in two."""
    size = 1
    for length in shape:
        size *= length
    room = np.zeros(size + LANES, np.float32)
    first = -(room.ctypes.data // room.itemsize) % LANES
    return room[first : first + size].reshape(shape)


class Rows(NamedTuple):
    """An array (batch, length, columns), its columns side by side in memory: where each row begins in `data`."""

    data: np.ndarray  # the whole memory, float32, or uint16 with the bits of bfloat16
    batch_stride: int
    stride: int


def rows(array: np.ndarray) -> Rows:
    """The rows of an array (batch, length, columns), without a copy where its columns lie side by side.

    What is not uint16, with the bits of bfloat16, becomes float32.
    """
    dtype = np.uint16 if array.dtype == np.uint16 else np.float32
    size = np.dtype(dtype).itemsize
    fits = array.dtype == dtype and (array.strides[2] == size or array.shape[2] == 1) and min(array.strides) >= 0
    if not (fits and array.flags.writeable and array.flags.aligned):  # for Numba, read-only arrays are another type
        array = np.array(array, dtype, order="C")
    batch_stride, stride = (step // size for step in array.strides[:2])
    if array.flags.c_contiguous:
        return Rows(array.reshape(-1), batch_stride, stride)
    count = sum((count - 1) * step for count, step in zip(array.shape, (batch_stride, stride, 1), strict=True)) + 1
    return Rows(np.lib.stride_tricks.as_strided(array, (count,), (size,)), batch_stride, stride)


def plain(array: np.ndarray, dtype: type = np.float32) -> np.ndarray:
    """An array in the one layout that kernels are compiled for."""
    return np.require(array, dtype, ["C", "A", "W"])


@helper
def index(i: int) -> np.uint64:
    """An index that is not negative, as the compiler cannot know."""
    return np.uint64(i)


@helper
def row(of: Rows, b: int, position: int, column: int) -> int:
    """Where in `of.data` the columns from `column` on begin."""
    return b * of.batch_stride + position * of.stride + column


class Piece(NamedTuple):
    """What is worked on at a time: some positions of a sequence, and the channels of a task, or of two, of them."""

    b: int
    start: int
    steps: int
    channel: int
    width: int
    offset: int  # of the channels among all that the thread has of this sequence


@helper
def fetch(of: Rows, here: Piece, tile: np.ndarray) -> None:
    """Read a piece into (positions, TILE), with zeros up to the end of the last block."""
    for j in range(here.steps):
        begin = row(of, here.b, here.start + j, here.channel)
        for c in range(here.width):
            tile[j, c] = number(of.data[index(begin + c)])
        for c in range(here.width, blocks(here.width) * BLOCK):
            tile[j, index(c)] = ZERO


@helper
def store(tile: np.ndarray, to: Rows, here: Piece) -> None:
    """Write a piece from (positions, TILE)."""
    for j in range(here.steps):
        begin = row(to, here.b, here.start + j, here.channel)
        for c in range(here.width):
            to.data[index(begin + c)] = of_type(tile[j, c], to.data)


@helper
def tasks_of(channels: int) -> int:
    """Number of tasks that a sequence of so many channels is."""
    return (channels + WIDTH - 1) // WIDTH


@helper
def blocks(width: int) -> int:
    """Number of blocks that so many channels are."""
    return (width + BLOCK - 1) // BLOCK


@helper
def side_by_side(first_task: int, end: int, channels: int) -> tuple[int, int, int]:
    """The sequence of the first task, and the channels, from and to, that it and those after it have in this sequence.

    They are worked on together, a few positions of all channels at a time: so rows are read from beginning to end.
    """
    tasks = tasks_of(channels)
    b, first = first_task // tasks, first_task % tasks
    return b, first * WIDTH, min(channels, (first + end - first_task) * WIDTH)


@helper
def piece(b: int, start: int, steps: int, channel: int, low: int, high: int) -> Piece:
    """The piece that begins with a channel, of those from `low` to `high`."""
    return Piece(b, start, steps, channel, min(TILE, high - channel), channel - low)


# bfloat16: the upper half of a float32. Numba has no such type, so its bits travel as uint16.


@helper
def widen(bits: np.uint16) -> np.float32:
    """The number of a bfloat16's bits."""
    return np.uint32(np.uint32(bits) << np.uint32(16)).view(np.float32)


@helper
def narrow(number: np.float32) -> np.uint16:
    """The bits of the nearest bfloat16, of two as near those of the even one."""
    bits = np.float32(number).view(np.uint32)
    rounded = np.uint32(bits + np.uint32(0x7FFF) + np.uint32(np.uint32(bits >> np.uint32(16)) & np.uint32(1)))
    return np.uint16((rounded if number == number else _NAN) >> np.uint32(16))


def number(value: np.float32 | np.uint16) -> np.float32:
    """A float32, or that of a bfloat16's bits."""


def of_type(value: np.float32, data: np.ndarray) -> np.float32 | np.uint16:
    """A float32 as it is stored in an array."""


@overload(number, strict=False)
def _number(value: Any) -> Any:
    return (lambda value: widen(value)) if value == types.uint16 else (lambda value: value)


@overload(of_type, strict=False)
def _of_type(value: Any, data: Any) -> Any:
    return (lambda value, data: narrow(value)) if data.dtype == types.uint16 else (lambda value, data: value)


@intrinsic
def multiply_add(context: Any, a: types.Float, b: types.Float, c: types.Float) -> tuple[Signature, Any]:
    """a b + c, rounded once where the processor can.

    In a b + c d the compiler may round either product first, and it does not always choose alike.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Signature, args: Any) -> ir.Value:
        kind = args[0].type
        function = builder.module.declare_intrinsic("llvm.fmuladd", [kind], ir.FunctionType(kind, [kind] * 3))
        return builder.call(function, args)

    return types.float32(types.float32, types.float32, types.float32), generate


# Elementary functions. Those of the C library would be called for one number at a time, while these are arithmetic that
# is done for LANES numbers at once. The coefficients make the largest relative error as small as it can be.

ZERO, ONE, TWO = np.float32(0), np.float32(1), np.float32(2)
LOG2_E, LN_2 = np.float32(np.log2(np.e)), np.float32(np.log(2))
_E1, _E2, _E3 = np.float32(0.69314700), np.float32(0.24022242), np.float32(0.05550734)
_E4, _E5 = np.float32(0.009671513), np.float32(0.0013264727)
_L1, _L2, _L3, _L4 = np.float32(0.3333321), np.float32(0.20010763), np.float32(0.14000902), np.float32(0.14005996)
_SHIFT = np.float32(1.5 * 2**23 + 127)  # a number of this size has no bits left for fractions
_SHIFT_BITS = np.int32(0x4B400000)  # of 1.5 * 2^23
_INFINITY = np.int32(255)  # the exponent that stands for it
_MANTISSA_BITS = np.int32(23)
_NAN = np.uint32(0x7FC00000)
_FAR = np.float32(1000)  # 2^1000 is inf, 2^-1000 is 0
NEAR = np.float32(126)  # up to here neither 2^x nor 2^-x leaves the range of a float


@helper
def split(x: np.float32) -> tuple[np.float32, np.int32]:
    """x = k + f with a whole number k and |f| <= 1/2: 2^f, and bits of which the last are k + 127."""
    shifted = np.float32(x + _SHIFT)  # rounded to a whole number
    f = x - (shifted - _SHIFT)
    power = ONE + f * (_E1 + f * (_E2 + f * (_E3 + f * (_E4 + f * _E5))))
    return power, np.int32(shifted.view(np.int32))


@helper
def exp2(x: np.float32) -> np.float32:
    """2^x to 1.6e-7, exact at whole numbers, 0 below -127, inf above 128, nan for what is no finite number.

    2^f is a polynomial, 2^k a float with nothing but an exponent, which counts from -127.
    """
    power, bits = split(x)
    bits = max(bits, _SHIFT_BITS)  # before subtracting: those of a negative float would wrap
    exponent = np.int32(min(np.int32(bits - _SHIFT_BITS), _INFINITY))
    return power * np.int32(exponent << _MANTISSA_BITS).view(np.float32)


@helper
def exp2_near(x: np.float32) -> np.float32:
    """As `exp2`, to the last bit, where |x| is at most NEAR: with no ends to look out for, it is shorter."""
    power, bits = split(x)
    return power * np.int32(bits << _MANTISSA_BITS).view(np.float32)


@helper
def exp(x: np.float32) -> np.float32:
    """e^x, for infinite x too."""
    return exp2(max(min(LOG2_E * x, _FAR), -_FAR))  # in this order nan stays nan


@helper
def sigmoid(x: np.float32) -> np.float32:
    """1 / (1 + e^-x)."""
    return ONE / (ONE + exp(-x))


@helper
def softplus(x: np.float32) -> np.float32:
    """log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which above 20 is x to the last bit.

    log(1 + e) = 2 artanh(s) with s = e / (2 + e), at most 1/3: a polynomial, and as exact for tiny e as for large.
    """
    e = exp(-abs(x))
    s = e / (TWO + e)
    square = s * s
    series = ONE + square * (_L1 + square * (_L2 + square * (_L3 + square * _L4)))
    return max(x, ZERO) + TWO * s * series
