"""mambalib.scan.gpu, the Triton kernels, against plain loops in float64 and their autograd.

Triton's interpreter runs kernels on a CPU, but it has to be asked for before Triton is imported. So without a GPU the
tests of the kernels run in a process of their own, which one test here starts; with a GPU they run here as well.
"""

import importlib.util
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch
from torch.nn.functional import silu, softplus

INTERPRETED = os.environ.get("TRITON_INTERPRET") == "1"
DEVICE = "cpu" if INTERPRETED else "cuda" if torch.cuda.is_available() else None
OPTIONAL = ("D", "z", "delta_bias", "initial_state", "seq_idx")
CONV_OPTIONAL = ("bias", "initial_state", "seq_idx")
# Of the largest number. Triton's interpreter cuts a float32 off to make a bfloat16 of it, where a GPU rounds.
ROUNDING = {torch.float64: 1e-12, torch.float32: 1e-5, torch.bfloat16: 2**-7, torch.float16: 2**-11}

if importlib.util.find_spec("triton") is None:
    pytest.skip("Triton is not installed: it exists for Linux only", allow_module_level=True)
if DEVICE:
    from mambalib.scan import gpu


def of_kernels(test):
    """A test that runs kernels: collected where they can run."""
    test.__test__ = DEVICE is not None
    return test


@pytest.fixture(autouse=True)
def the_same_numbers_every_time():
    torch.manual_seed(0)


# The oracles


def loop_scan(u, delta, A, B, C, D, z, delta_bias, delta_softplus, initial_state, seq_idx):
    """Sample by sample, in the inputs' type: y and h of every sequence."""
    ys, hs = [], []
    for b in range(len(u)):
        h, y = torch.zeros_like(A) if initial_state is None else initial_state[b], []
        for k in range(u.shape[1]):
            dt = delta[b, k] if delta_bias is None else delta[b, k] + delta_bias
            dt = (softplus(dt) if delta_softplus else dt)[:, None]
            if seq_idx is not None and k > 0 and seq_idx[b, k] != seq_idx[b, k - 1]:
                h = 0 * h
            h = torch.exp(dt * A) * h + dt * B[b, k] * u[b, k, :, None]
            out = h @ C[b, k] + (0 if D is None else D * u[b, k])
            y.append(out if z is None else out * silu(z[b, k]))
        ys.append(torch.stack(y))
        hs.append(h)
    return torch.stack(ys), torch.stack(hs)


def loop_conv(x, weight, bias, initial_state, seq_idx, activation):
    """One output after the other, each from a window that is filled input by input."""
    (batch, length, channels), width = x.shape, weight.shape[1]
    ys, states = [], []
    for b in range(batch):
        window = [x.new_zeros(channels)] * (width - 1) if initial_state is None else list(initial_state[b].unbind(1))
        y = []
        for k in range(length):
            if seq_idx is not None and k > 0 and seq_idx[b, k] != seq_idx[b, k - 1]:
                window = [x.new_zeros(channels)] * (width - 1)
            window = [*window, x[b, k]]
            out = sum(w * value for w, value in zip(weight.unbind(1), window, strict=True))
            y.append(out if bias is None else out + bias)
            window = window[1:]
        ys.append(torch.stack(y))
        states.append(torch.stack(window, 1) if window else x.new_zeros(channels, 0))
    y = torch.stack(ys)
    return (silu(y) if activation else y), torch.stack(states)


# The inputs


def scan_inputs(batch=2, length=7, channels=5, d_state=3, dtype=torch.float32, without=()):
    """Inputs as they come in a model; what is computed in, not read, in low precision is float32."""
    exact = torch.float64 if dtype == torch.float64 else torch.float32

    def samples(*shape, dtype=dtype):
        return torch.randn(shape, dtype=torch.float64).to(dtype)

    inputs = {
        "u": samples(batch, length, channels),
        "delta": samples(batch, length, channels),
        "A": -4 * torch.rand(channels, d_state, dtype=exact),
        "B": samples(batch, length, d_state),
        "C": samples(batch, length, d_state),
        "D": samples(channels, dtype=exact),
        "z": samples(batch, length, channels),
        "delta_bias": samples(channels, dtype=exact),
        "delta_softplus": True,
        "initial_state": samples(batch, channels, d_state, dtype=exact),
        "seq_idx": (torch.rand(batch, length) < 0.2).cumsum(1) % 2,  # numbers come back: 0 1 0
    }
    return inputs | dict.fromkeys(without)


def conv_inputs(batch=2, length=7, channels=5, width=4, dtype=torch.float32, without=()):
    exact = torch.float64 if dtype == torch.float64 else torch.float32
    inputs = {
        "x": torch.randn(batch, length, channels).to(dtype),
        "weight": torch.randn(channels, width, dtype=exact),
        "bias": torch.randn(channels, dtype=exact),
        "initial_state": torch.randn(batch, channels, width - 1).to(dtype),
        "seq_idx": (torch.rand(batch, length) < 0.3).cumsum(1) % 2,
    }
    return inputs | dict.fromkeys(without)


def on_device(value):
    return value.to(DEVICE) if isinstance(value, torch.Tensor) else value


def close(got, want, name):
    assert got.shape == want.shape, name
    if want.numel():
        error = (got.cpu().double() - want).abs().max() / want.abs().max().clamp(min=1e-30)
        assert error < ROUNDING[got.dtype], f"{name}: relative error {error:.1e}"


def agrees(forward, backward, oracle, inputs):
    """Outputs, state and all gradients of the kernels are those of the loop in float64."""
    exact = {  # leaves, of which autograd asks
        name: value.detach().double().requires_grad_() if is_float(value) else value for name, value in inputs.items()
    }
    want = oracle(**exact)
    sent = [torch.randn_like(out).to(got_type) for out, got_type in zip(want, output_types(inputs), strict=True)]
    leaves = {name: value for name, value in exact.items() if is_float(value)}
    loss = sum((out * s.double()).sum() for out, s in zip(want, sent, strict=True))
    gradients = torch.autograd.grad(loss, leaves.values(), allow_unused=True)
    before = {name: value.clone() for name, value in inputs.items() if isinstance(value, torch.Tensor)}

    *got, kept = forward(**{name: on_device(value) for name, value in inputs.items()})
    for name, g, w in zip(("y", "state"), got, want, strict=True):
        close(g, w.detach(), name)
    got = backward(*map(on_device, sent), **{name: on_device(value) for name, value in inputs.items()}, **kept)
    got = dict(zip([name for name in inputs if is_differentiable(name)], got, strict=True))
    for (name, leaf), want_gradient in zip(leaves.items(), gradients, strict=True):
        want_gradient = torch.zeros_like(leaf) if want_gradient is None else want_gradient
        assert got[name].dtype == inputs[name].dtype, name
        close(got[name], want_gradient, f"gradient of {name}")
    assert all(got[name] is None for name, value in inputs.items() if value is None and is_differentiable(name))
    assert all(torch.equal(before[name], inputs[name]) for name in before), "an input was changed"


def is_float(value):
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def is_differentiable(name):
    return name not in ("seq_idx", "delta_softplus", "activation")


def output_types(inputs):
    if "x" in inputs:
        return inputs["x"].dtype, inputs["x"].dtype
    return inputs["u"].dtype, inputs["A"].dtype


def scan_agrees(inputs):
    def forward(**inputs):
        y, h, checkpoints = gpu.scan_forward(**inputs, save=True)
        assert checkpoints.shape == gpu.checkpoint_shape(inputs["u"], inputs["A"])
        assert gpu.scan_forward(**inputs, save=False)[2].numel() == 0
        return y, h, {"checkpoints": checkpoints}

    agrees(forward, gpu.scan_backward, loop_scan, inputs)


def conv_agrees(inputs, activation="silu"):
    def forward(activation, **inputs):
        return *gpu.conv_forward(**inputs, silu=activation == "silu"), {}

    def backward(dy, dstate, activation, **inputs):
        return gpu.conv_backward(dy, dstate, **inputs, silu=activation == "silu")

    agrees(forward, backward, loop_conv, inputs | {"activation": activation})


# The scan


@of_kernels
@pytest.mark.parametrize("length", [1, 2, 7, 17, 64, 65, 129])
def test_scan_at_any_length(length):
    scan_agrees(scan_inputs(1, length, 2, 1))


@of_kernels
@pytest.mark.parametrize("d_state", [1, 3, 16, 20, 256])
def test_scan_with_any_number_of_states(d_state):
    scan_agrees(scan_inputs(1, 2, 3 if d_state < 256 else 1, d_state))


@of_kernels
def test_scan_with_more_channels_than_a_block_has():
    scan_agrees(scan_inputs(2, 3, 19, 1))


@of_kernels
@pytest.mark.parametrize("without", [(), OPTIONAL], ids=["all", "none"])
def test_scan_with_all_and_with_none_of_what_is_optional(without):
    scan_agrees(scan_inputs(without=without, dtype=torch.float64))


@of_kernels
@pytest.mark.parametrize("without", OPTIONAL)
def test_scan_without_one_of_what_is_optional(without):
    scan_agrees(scan_inputs(2, 4, 3, 1, without=[without]))


@of_kernels
@pytest.mark.parametrize("given", OPTIONAL)
def test_scan_with_just_one_of_what_is_optional(given):
    scan_agrees(scan_inputs(2, 4, 3, 1, without=set(OPTIONAL) - {given}))


@of_kernels
def test_scan_without_softplus():
    inputs = scan_inputs(without=["delta_bias"])
    scan_agrees(inputs | {"delta_softplus": False, "delta": inputs["delta"].abs()})


@of_kernels
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_scan_in_other_types(dtype):
    scan_agrees(scan_inputs(2, 5, 3, 2, dtype=dtype))


@of_kernels
def test_scan_of_tensors_that_are_not_contiguous():
    inputs = scan_inputs(2, 3, 5, 4)
    u, z = torch.cat([inputs["u"], inputs["z"]], dim=-1).chunk(2, dim=-1)  # as an input projection gives them
    delta = inputs["delta"].transpose(0, 1).contiguous().transpose(0, 1)  # (length, batch, ...) in memory
    B, A = inputs["B"].mT.contiguous().mT, inputs["A"].T.contiguous().T
    odd = {"u": u, "z": z, "delta": delta, "A": A, "B": B, "C": inputs["C"][:, :1].expand(2, 3, 4)}
    assert not any(t.is_contiguous() for t in odd.values())
    scan_agrees(inputs | odd)


@of_kernels
def test_steps_are_precise_however_small_or_large():
    delta = torch.tensor([-80, -30, -12, -7, -3, -0.1, 0, 0.1, 3, 12, 19.9, 20.1, 100])
    one = torch.ones(1, len(delta), 1)
    inputs = {"u": one, "delta": delta[None, :, None], "A": torch.full((1, 1), -1e30), "B": one, "C": one}
    y, _, _ = gpu.scan_forward(
        **{name: on_device(value) for name, value in inputs.items()},
        D=None, z=None, delta_bias=None, delta_softplus=True, initial_state=None, seq_idx=None, save=False,
    )  # fmt: skip
    # exp(-80) of a float32: half a unit in the last place of 80 log2(e) is 2.6e-6 of the result
    torch.testing.assert_close(y.flatten().cpu().double(), softplus(delta.double()), rtol=3e-6, atol=0)


@of_kernels
@pytest.mark.parametrize(("length", "d_state", "segments"), [(15, 3, 1), (16, 3, 2), (67, 3, 5), (18, 33, 2)])
@pytest.mark.parametrize("without", [(), ("seq_idx",), OPTIONAL], ids=["all", "one sequence", "none"])
def test_scan_cut_into_segments(monkeypatch, length, d_state, segments, without):
    monkeypatch.setattr(gpu, "SHORTEST", 8)
    inputs = scan_inputs(1, length, 2, d_state, dtype=torch.float64, without=without)
    assert gpu._scan_cut(inputs["u"], inputs["A"], True)[0] == (1, segments)
    scan_agrees(inputs)


@of_kernels
def test_scan_gives_the_same_bits_twice():
    inputs = {name: on_device(value) for name, value in scan_inputs(2, 3, 19, 1).items()}
    runs = []
    for _ in range(2):
        y, h, checkpoints = gpu.scan_forward(**inputs, save=True)
        runs.append((y, h, *gpu.scan_backward(y, h, **inputs, checkpoints=checkpoints)))
    assert all(map(torch.equal, *runs))


# The convolution


@of_kernels
@pytest.mark.parametrize("length", [1, 2, 3, 7, 17, 33])
@pytest.mark.parametrize("width", [1, 2, 4])
def test_conv_at_any_length_and_width(length, width):
    conv_agrees(conv_inputs(length=length, width=width, dtype=torch.float64))


@of_kernels
@pytest.mark.parametrize("activation", ["silu", None])
@pytest.mark.parametrize("without", [(), ("bias",), ("initial_state",), ("seq_idx",), CONV_OPTIONAL])
def test_conv_without_what_is_optional(without, activation):
    conv_agrees(conv_inputs(without=without), activation)


@of_kernels
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_conv_in_low_precision(dtype):
    conv_agrees(conv_inputs(dtype=dtype))


@of_kernels
def test_conv_with_more_channels_than_a_block_has_of_tensors_that_are_not_contiguous():
    inputs = conv_inputs(channels=70)
    x, _ = torch.cat([inputs["x"], inputs["x"]], dim=-1).chunk(2, dim=-1)
    weight, state = (inputs[name].mT.contiguous().mT for name in ("weight", "initial_state"))
    odd = {"x": x, "weight": weight, "initial_state": state}
    assert not any(t.is_contiguous() for t in odd.values())
    conv_agrees(inputs | odd)


# What needs no kernel to run in this process


def run(*command, **environment):
    where = {"cwd": Path(__file__).parents[1], "env": os.environ | {"OMP_NUM_THREADS": "1"} | environment}
    result = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, **where)
    assert result.returncode == 0, result.stdout[-10_000:] + result.stderr[-10_000:]
    return result.stdout


if not INTERPRETED:

    def test_the_kernels_in_the_interpreter():
        run("-m", "pytest", __file__, "-q", "-x", "-p", "no:cacheprovider", TRITON_INTERPRET="1")

    def test_the_kernels_compile_for_a_gpu_that_is_not_here():
        """Down to machine code: the interpreter takes much that the compiler does not."""
        built = set(run("-c", COMPILE, TRITON_INTERPRET="0").split())
        assert sorted(built) == [
            "_conv_backward_input", "_conv_backward_weight", "_conv_forward",
            "_scan_backward", "_scan_forward", "_scan_segments",
        ]  # fmt: skip


COMPILE = textwrap.dedent("""
    import torch, triton
    from triton.backends.compiler import GPUTarget
    from triton.runtime.jit import JITFunction

    class Driver:
        def get_current_target(self):
            return GPUTarget("cuda", 80, 32)  # A100
        def get_current_device(self):
            return 0
        def get_current_stream(self, device):
            return 0

    def build(self, *args, grid, warmup, **kwargs):
        assert run(self, *args, grid=grid, warmup=True, **kwargs).asm["cubin"]
        print(self.__name__)

    run, JITFunction.run = JITFunction.run, build
    triton.runtime.driver.set_active(Driver())
    from mambalib.scan import gpu

    gpu.SHORTEST = 32  # two segments
    x, A, d = torch.zeros(2, 64, 64, dtype=torch.bfloat16), torch.zeros(64, 16), torch.zeros(64)
    B, h, seq_idx = torch.zeros(2, 64, 16, dtype=torch.bfloat16), torch.zeros(2, 64, 16), torch.zeros(2, 64).int()
    y, h, checkpoints = gpu.scan_forward(x, x, A, B, B, d, x, d, True, h, seq_idx, True)
    gpu.scan_backward(y, h, x, x, A, B, B, d, x, d, True, h, seq_idx, checkpoints)
    y, state = gpu.conv_forward(x, A[:, :4], d, x[:, :3].mT, seq_idx, True)
    gpu.conv_backward(y, state, x, A[:, :4], d, x[:, :3].mT, seq_idx, True)
""")
