"""Check and time the Triton kernels on the GPU at hand: `python -m mambalib.scan.gpu_bench --json FILE`.

The kernels' outputs and gradients are compared with the sequential scan in float64. Their times stand beside the least
time that this GPU can do the work in, the larger of
    bytes / bandwidth           what must be read and written once, at the speed of a long copy
    exponentials / their rate   batch * length * channels * d_state of them, as fast as a kernel that does nothing else
and beside the scan in PyTorch's own operations and `mamba_ssm`, where it is installed.
"""

# ruff: noqa: ANN001, ANN202 (a kernel takes its types from the call)

import argparse
import json
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import torch
import triton
import triton.language as tl
from torch import Tensor
from triton.testing import do_bench

from mambalib import files
from mambalib.scan import chunked, gpu, sequential

SHAPES = [  # batch, length, channels, d_state: a training step, a long prompt, more states
    (8, 2048, 1536, 16),
    (1, 16384, 1536, 16),
    (4, 2048, 1536, 64),
]
CHECKED = [(2, 509, 96, 16), (1, 67, 40, 20), (2, 33, 17, 256)]  # no multiples of a block among the lengths
CHECKED += [(1, 2048, 40, 16)]  # cut into segments
TOLERANCE = {torch.float32: 1e-5, torch.bfloat16: 2**-8, torch.float16: 2**-11}  # of the largest number
ROUNDS = 256  # exponentials that a thread of `_exponentials` chains


@triton.jit
def _exponentials(out, ROUNDS: tl.constexpr, BLOCK: tl.constexpr):
    place = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    x = -1.0 / (place + 1)
    for _ in range(ROUNDS):
        x = tl.exp2(-x)
    tl.store(out + place, x)


def milliseconds(work: Callable) -> float:
    """The median time of `work`, with the cache of the GPU emptied before each run."""
    return do_bench(work, return_mode="median")


def measured_limits() -> dict[str, float]:
    """Bytes per second of a copy of 1 GiB (read and written), exponentials per second."""
    source = torch.empty(2**28, device="cuda")
    target = torch.empty_like(source)
    copying = milliseconds(lambda: target.copy_(source))
    programs, block = 2**14, 1024
    out = torch.empty(programs * block, device="cuda")
    raising = milliseconds(lambda: _exponentials[(programs,)](out, ROUNDS=ROUNDS, BLOCK=block))
    return {
        "bytes_per_second": 2 * source.nbytes / copying * 1e3,
        "exponentials_per_second": out.numel() * ROUNDS / raising * 1e3,
    }


def inputs_of(shape: tuple[int, int, int, int], dtype: torch.dtype) -> tuple:
    """Inputs as a trained block has them, in the order of `gpu.scan_forward` without its last."""
    batch, length, channels, d_state = shape
    u, delta, z = torch.randn(3, batch, length, channels, device="cuda").to(dtype)
    B, C = torch.randn(2, batch, length, d_state, device="cuda").to(dtype)
    A = -torch.arange(1.0, d_state + 1, device="cuda").repeat(channels, 1)
    D, delta_bias = torch.ones(channels, device="cuda"), torch.full((channels,), -4.0, device="cuda")
    return u, delta, A, B, C, D, z, delta_bias, True, torch.randn(batch, channels, d_state, device="cuda"), None


def largest_error(got: Tensor, want: Tensor) -> float:
    """Of the largest number that is wanted."""
    return ((got.double() - want).abs().max() / want.abs().max()).item()


def check(shape: tuple[int, int, int, int], dtype: torch.dtype) -> dict:
    """Errors of outputs, state and gradients against the sequential scan and its autograd in float64."""
    inputs = inputs_of(shape, dtype)
    exact = [t.double().requires_grad_() if isinstance(t, Tensor) else t for t in inputs]
    y, h = sequential.selective_scan(*exact)
    dy, dh = torch.randn_like(y).to(dtype), torch.randn_like(h).float()
    leaves = [t for t in exact if isinstance(t, Tensor)]
    want = y, h, *torch.autograd.grad((y, h), leaves, (dy.double(), dh.double()))
    y, h, checkpoints = gpu.scan_forward(*inputs, True)
    got = y, h, *gpu.scan_backward(dy, dh, *inputs, checkpoints)
    names = ["y", "h", "du", "ddelta", "dA", "dB", "dC", "dD", "dz", "ddelta_bias", "dinitial_state"]
    errors = {name: largest_error(g, w) for name, g, w in zip(names, got, want, strict=True)}
    passed = all(errors[name] < TOLERANCE[g.dtype] for name, g in zip(names, got, strict=True))
    return {"shape": shape, "dtype": str(dtype), "passed": passed, "errors": errors}


def limit(shape: tuple[int, int, int, int], item: int, tensors: int, speeds: dict[str, float]) -> dict:
    """The least milliseconds for `tensors` tensors of u's size and one exponential a state, and what binds."""
    batch, length, channels, d_state = shape
    times = {
        "bytes": tensors * batch * length * channels * item / speeds["bytes_per_second"] * 1e3,
        "exponentials": batch * length * channels * d_state / speeds["exponentials_per_second"] * 1e3,
    }
    binds = max(times, key=times.get)
    return {"limit_ms": times[binds], "limit_binds": binds}


def time_scan(shape: tuple[int, int, int, int], dtype: torch.dtype, speeds: dict[str, float]) -> dict:
    """Milliseconds of the forward and the backward pass, theirs and ours."""
    inputs = inputs_of(shape, dtype)
    y, h, checkpoints = gpu.scan_forward(*inputs, True)
    forward = {"ms": milliseconds(lambda: gpu.scan_forward(*inputs, False)), **limit(shape, y.itemsize, 4, speeds)}
    forward["ms_with_checkpoints"] = milliseconds(lambda: gpu.scan_forward(*inputs, True))
    backward = {
        "ms": milliseconds(lambda: gpu.scan_backward(y, h, *inputs, checkpoints)),
        **limit(shape, y.itemsize, 7, speeds),
    }
    for times in forward, backward:
        times["of_limit"] = times["limit_ms"] / times["ms"]
    peers = {"torch": (chunked.selective_scan, inputs), **mamba_ssm(inputs)}
    result = {"shape": shape, "dtype": str(dtype), "forward": forward, "backward": backward}
    return result | {name: time_peer(*peer) for name, peer in peers.items()}


def mamba_ssm(inputs: tuple) -> dict:
    """The published kernel with its inputs, length last and no initial state; nothing where it is not installed."""
    try:
        from mamba_ssm.ops.selective_scan_interface import selective_scan_fn
    except ImportError:
        return {}
    u, delta, A, B, C, D, z, delta_bias, softplus, _, _ = inputs
    u, delta, B, C, z = (t.mT.contiguous() for t in (u, delta, B, C, z))
    return {"mamba_ssm": (selective_scan_fn, (u, delta, A, B, C, D, z, delta_bias, softplus))}


def time_peer(function: Callable, inputs: tuple) -> dict:
    """Milliseconds of a function with autograd: forward without it, backward as what comes on top of the forward."""
    leaves = [t.requires_grad_() if isinstance(t, Tensor) else t for t in (_fresh(t) for t in inputs)]
    differentiable = [t for t in leaves if isinstance(t, Tensor)]

    def forward() -> Tensor:
        out = function(*leaves)
        return out[0] if isinstance(out, tuple) else out

    try:
        with torch.no_grad():
            forward_ms = milliseconds(forward)
        y = forward()
        gradient = torch.randn_like(y)
        backward_ms = milliseconds(lambda: torch.autograd.grad(y, differentiable, gradient, retain_graph=True))
    except torch.OutOfMemoryError:
        return {"error": "out of memory"}
    return {"forward_ms": forward_ms, "backward_ms": backward_ms}


def _fresh(value: object) -> object:
    return value.detach().clone() if isinstance(value, Tensor) else value


def machine() -> dict[str, str | int]:
    """What the numbers were measured on."""
    properties = torch.cuda.get_device_properties(0)
    return {
        "gpu": properties.name,
        "capability": f"{properties.major}.{properties.minor}",
        "multiprocessors": properties.multi_processor_count,
        "memory_bytes": properties.total_memory,
        "system": platform.platform(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "cuda": str(torch.version.cuda or torch.version.hip),
        "triton": version("triton"),
    }


def main() -> int:
    """Check, time, print, write; the exit status is 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        parser.error("this needs a GPU, and PyTorch sees none")
    torch.manual_seed(0)
    checks = [check(shape, dtype) for shape in CHECKED for dtype in TOLERANCE]
    speeds = measured_limits()
    times = [time_scan(shape, dtype, speeds) for shape in SHAPES for dtype in (torch.bfloat16, torch.float32)]
    results = {"machine": machine(), "speeds": speeds, "checks": checks, "scan": times}
    text = json.dumps(results, indent=2) + "\n"
    print(text, end="")
    if arguments.json:
        files.write_atomically(arguments.json, text)
    return 0 if all(c["passed"] for c in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
