"""The kernels in PyTorch's own threads (chapter 5).

PyTorch's OpenMP threads stay awake for some milliseconds after a matrix product, each at its core, and wait for the
next one. Threads of another kind that come in between share the cores with them, and are slower than one thread
alone. So the kernels run in PyTorch's threads, where these can be asked for: with the OpenMP of GCC and of LLVM, on
Linux. Elsewhere, and in a forked process, where those threads no longer exist, Python's threads do the work.
"""

import ctypes
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import torch

from mambalib.kernels import in_python_threads

_Region = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


def in_torch_threads(work: Callable[[int], object], number: int) -> None:
    """Call work(0) ... work(number - 1), in as many of PyTorch's threads; what one raises is raised here."""
    if _parallel is None:
        return in_python_threads(work, number)
    numbers, errors = count(), []

    def region(_: int | None) -> None:  # called once by every thread of the team, which may be smaller than asked for
        try:
            while (i := next(numbers)) < number:
                work(i)
        except BaseException as error:  # an exception cannot pass through OpenMP
            errors.append(error)

    _parallel(_Region(region), None, number, 0)
    if errors:
        raise errors[0]


def _find_parallel() -> Callable | None:
    """OpenMP's function that starts a parallel region, from the very library that PyTorch is linked to."""
    library = Path(torch.__file__).parent / "lib" / "libtorch_cpu.so"
    try:
        found = ctypes.CDLL(str(library)).GOMP_parallel
    except (OSError, AttributeError):
        return None
    found.argtypes, found.restype = (_Region, ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint), None
    return found


def _forget() -> None:
    global _parallel
    _parallel = None


_parallel = _find_parallel()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
