"""mambalib.scan.causal_conv1d: every backend against a plain numpy loop, in values and in all gradients."""

import importlib.util
import os

import numpy as np
import pytest
import torch
from torch.autograd import gradcheck, gradgradcheck

from mambalib import scan
from mambalib.scan import causal_conv1d, op

# With TRITON_INTERPRET=1 in the environment Triton runs on the CPU, and its backend is one more of those tested here,
# slowly: test_scan.py does so with a few. What its kernels compute is tested in test_gpu.py.
INTERPRETED = os.environ.get("TRITON_INTERPRET") == "1"
HAS_TRITON = importlib.util.find_spec("triton") is not None
FUSED = ("cpu",) + ("gpu",) * (HAS_TRITON and (INTERPRETED or torch.cuda.is_available()))
BACKENDS = ("torch", *FUSED)
TYPED = [(backend, torch.float32) for backend in BACKENDS]
TYPED += [(backend, torch.float64) for backend in BACKENDS if backend != "cpu"]  # which computes in float32 alone
TOLERANCE = {torch.float32: 1e-6, torch.float64: 1e-14}
DIFFERENTIABLE = ("x", "weight", "bias", "initial_state")


@pytest.fixture(autouse=True)
def the_same_numbers_every_time():
    torch.manual_seed(0)


def device_of(backend):
    return "cuda" if backend == "gpu" and not INTERPRETED else "cpu"


def make(batch=2, length=9, channels=5, d_conv=4, dtype=torch.float32, full=True):
    """Arguments of causal_conv1d; when `full`, all that may be left out are there."""
    given = {
        "x": torch.randn(batch, length, channels, dtype=torch.float64).to(dtype),
        "weight": torch.randn(channels, d_conv, dtype=torch.float64).to(dtype),
    }
    if full:
        given["bias"] = torch.randn(channels, dtype=torch.float64).to(dtype)
        given["initial_state"] = torch.randn(batch, channels, d_conv - 1, dtype=torch.float64).to(dtype)
        given["seq_idx"] = (torch.rand(batch, length) < 0.2).cumsum(1) % 3
        given["activation"] = "silu"
    return given


def tensors_of(given):
    return {name: value for name, value in given.items() if name in DIFFERENTIABLE}


def run(backend, given, dy=None, dstate=None):
    """y, state and, where dy and dstate are given, the gradients, by name."""
    device = device_of(backend)
    given = {name: value.to(device) if isinstance(value, torch.Tensor) else value for name, value in given.items()}
    if dy is None:
        y, state = causal_conv1d(**given, backend=backend)
        return {"y": y.cpu(), "state": state.cpu()}
    leaves = {name: value.detach().requires_grad_() for name, value in tensors_of(given).items()}
    y, state = causal_conv1d(**{**given, **leaves}, backend=backend)
    torch.autograd.backward([y, state], [dy.to(y), dstate.to(state)])
    gradients = {f"d{name}": leaf.grad.cpu() for name, leaf in leaves.items()}
    return {"y": y.detach().cpu(), "state": state.detach().cpu(), **gradients}


def oracle(given, dy, dstate):
    """The same in float64: every weight of every output looks for the input that it meets."""
    x, weight, dy, dstate = (t.double().numpy() for t in (given["x"], given["weight"], dy, dstate))
    (batch, length, channels), past = x.shape, weight.shape[1] - 1
    bias = given["bias"].double().numpy() if "bias" in given else np.zeros(channels)
    before = (
        given["initial_state"].double().numpy()
        if past and "initial_state" in given
        else np.zeros((batch, channels, past))
    )
    seq_idx = given["seq_idx"].numpy() if "seq_idx" in given else np.zeros((batch, length))

    def same_sequence(b, first, last):
        return all(seq_idx[b, k] == seq_idx[b, k - 1] for k in range(max(first, 0) + 1, last + 1))

    total, state = np.tile(bias, (batch, length, 1)), np.zeros((batch, channels, past))
    dx, dweight, dbefore = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(before)
    meetings = [
        (b, k, j, k - past + j) for b, k, j in np.ndindex(batch, length, past + 1) if same_sequence(b, k - past + j, k)
    ]
    for b, k, j, at in meetings:
        total[b, k] += weight[:, j] * (x[b, at] if at >= 0 else before[b, :, at])
    y, dtotal = total, dy
    if given.get("activation"):
        sigmoid = 1 / (1 + np.exp(-total))
        y, dtotal = total * sigmoid, dy * sigmoid * (1 + total * (1 - sigmoid))
    for b, k, j, at in meetings:
        dweight[:, j] += dtotal[b, k] * (x[b, at] if at >= 0 else before[b, :, at])
        (dx[b, at] if at >= 0 else dbefore[b, :, at])[:] += dtotal[b, k] * weight[:, j]
    for b, i in np.ndindex(batch, past):
        at = length - past + i
        if same_sequence(b, at, length - 1):
            state[b, :, i] = x[b, at] if at >= 0 else before[b, :, at]
            (dx[b, at] if at >= 0 else dbefore[b, :, at])[:] += dstate[b, :, i]
    result = {"dx": dx, "dweight": dweight, "dbias": dtotal.sum((0, 1)), "dinitial_state": dbefore}
    return {"y": y, "state": state} | {name: value for name, value in result.items() if name[1:] in given}


def close(got, want, tolerance):
    """Every tensor's distance from what it should be, relative to its size."""
    assert got.keys() == want.keys()
    for name, value in want.items():
        assert got[name].shape == value.shape
        distance = np.linalg.norm(got[name].detach().double().numpy() - value)
        assert distance <= tolerance * np.linalg.norm(value) + 1e-30, (name, distance / np.linalg.norm(value))


def directions(given):
    """What the loss is made of: random gradients of y and of the state."""
    (batch, _, channels), dtype = given["x"].shape, given["x"].dtype
    state = torch.randn(batch, channels, given["weight"].shape[1] - 1, dtype=torch.float64)
    return torch.randn(given["x"].shape, dtype=torch.float64).to(dtype), state.to(dtype)


# Values and gradients

SIZES = [(2, length, 5, 4) for length in (1, 2, 3, 5, 17, 127)]
SIZES += [(2, 9, 5, d_conv) for d_conv in (1, 2, 3, 7)] + [(3, 33, 1, 4), (1, 5, 130, 4), (1, 1021, 2, 4)]


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize(("backend", "dtype"), TYPED)
def test_values_and_gradients(backend, dtype, sizes, full):
    given = make(*sizes, dtype, full)
    dy, dstate = directions(given)
    got = run(backend, given, dy, dstate)
    assert {value.dtype for value in got.values()} == {dtype}
    close(got, oracle(given, dy, dstate), TOLERANCE[dtype])


@pytest.mark.parametrize("left_out", ["bias", "initial_state", "seq_idx", "activation"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_each_argument_can_be_left_out(backend, left_out):
    given = make()
    del given[left_out]
    dy, dstate = directions(given)
    close(run(backend, given, dy, dstate), oracle(given, dy, dstate), 1e-6)


def test_the_weights_are_those_of_pytorchs_convolution():
    given = make(full=False, dtype=torch.float64)
    want = torch.nn.functional.conv1d(given["x"].mT, given["weight"].unsqueeze(1), groups=5, padding=3)[..., :9]
    torch.testing.assert_close(run("torch", given)["y"], want.mT)


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
def test_gradients_of_first_and_second_order(full):
    given = make(2, 4, 3, 3, torch.float64, full)
    names = list(tensors_of(given))

    def function(*values):
        return causal_conv1d(**{**given, **dict(zip(names, values, strict=True))}, backend="torch")

    values = [given[name].requires_grad_() for name in names]
    assert gradcheck(function, values)
    assert gradgradcheck(function, values, fast_mode=True)


@pytest.mark.parametrize("loss", ["of y", "of the state"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_loss_may_be_of_one_output_alone(backend, loss):
    given = make()
    dy, dstate = directions(given)
    want = oracle(given, dy * (loss == "of y"), dstate * (loss != "of y"))
    given = {name: v.to(device_of(backend)) if name != "activation" else v for name, v in given.items()}
    given["x"].requires_grad_()
    y, state = causal_conv1d(**given, backend=backend)
    y.backward(dy.to(y)) if loss == "of y" else state.backward(dstate.to(state))
    close({"dx": given["x"].grad.cpu()}, {"dx": want["dx"]}, 1e-6)


# Pieces and packed sequences


@pytest.mark.parametrize("sizes", [[9, 1], [1, 4, 5], [3, 7], [1] * 10, [2] * 5], ids=str)
@pytest.mark.parametrize(("backend", "dtype"), TYPED)
def test_in_pieces_is_whole(backend, dtype, sizes):
    """Also the gradients, which flow from piece to piece through the states."""
    given = make(2, 10, 5, 4, dtype)
    del given["seq_idx"]
    dy, dstate = directions(given)
    want = oracle(given, dy, dstate)
    device = device_of(backend)
    leaves = {name: value.to(device).requires_grad_() for name, value in tensors_of(given).items()}
    outputs, state = [], leaves["initial_state"]
    for piece in leaves["x"].split(sizes, dim=1):
        y, state = causal_conv1d(piece, leaves["weight"], leaves["bias"], state, None, "silu", backend)
        outputs.append(y)
    y = torch.cat(outputs, dim=1)
    torch.autograd.backward([y, state], [dy.to(device), dstate.to(device)])
    got = {"y": y.cpu(), "state": state.cpu()} | {f"d{name}": leaf.grad.cpu() for name, leaf in leaves.items()}
    close(got, want, TOLERANCE[dtype])


@pytest.mark.parametrize("dtype", [torch.int32, torch.int64])
@pytest.mark.parametrize("backend", BACKENDS)
def test_packed_sequences_are_sequences_apart(backend, dtype):
    """Numbers may come again, sequences may be shorter than the window, rows differ."""
    lengths = [[4, 1, 12, 2], [2, 8, 6, 3]]
    given = make(2, 19, 5, 4)
    numbers = torch.tensor([7, -1, 7, 0], dtype=dtype)
    given["seq_idx"] = torch.stack([numbers.repeat_interleave(torch.tensor(row)) for row in lengths])
    got = run(backend, given)
    for b, row in enumerate(lengths):
        start = 0
        for length in row:
            now = slice(start, start + length)
            state = given["initial_state"][b : b + 1] if start == 0 else None
            y, state = causal_conv1d(
                given["x"][b : b + 1, now], given["weight"], given["bias"], state, None, "silu", "torch"
            )
            torch.testing.assert_close(got["y"][b : b + 1, now], y)
            start += length
        torch.testing.assert_close(got["state"][b : b + 1], state, rtol=0, atol=0)


# Awkward inputs

LAYOUTS = {
    "transposed": lambda t: t.mT.contiguous().mT if t.dim() > 1 else t,
    "with gaps": lambda t: torch.stack([t, t + 1], dim=-1)[..., 0],
    "flipped in batch": lambda t: t.transpose(0, -1).contiguous().transpose(0, -1),
    "a part": lambda t: torch.nn.functional.pad(t, (1, 1) * t.dim())[(slice(1, -1),) * t.dim()],
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_any_layout_in_memory(backend, layout):
    given = make()
    dy, dstate = directions(given)
    want = oracle(given, dy, dstate)
    given = {name: layout(v) if isinstance(v, torch.Tensor) else v for name, v in given.items()}
    assert not all(given[name].is_contiguous() for name in DIFFERENTIABLE)
    close(run(backend, given, layout(dy), layout(dstate)), want, 1e-6)


@pytest.mark.parametrize("backend", BACKENDS)
def test_broadcast_inputs(backend):
    given = make()
    given["x"] = given["x"][:1].expand(2, -1, -1)
    want = oracle(given, torch.ones(2, 9, 5), torch.ones(2, 5, 3))
    one = torch.ones(())
    close(run(backend, given, one.expand(2, 9, 5), one.expand(2, 5, 3)), want, 1e-6)


@pytest.mark.parametrize("scale", [0, 1e-30, 1e4, 1e30])
@pytest.mark.parametrize("backend", BACKENDS)
def test_extremes(backend, scale):
    given = make()
    given["x"] *= scale
    dy, dstate = directions(given)
    with np.errstate(over="ignore"):
        close(run(backend, given, dy, dstate), oracle(given, dy, dstate), 1e-6)


@pytest.mark.parametrize("bad", [torch.nan, torch.inf])
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_bad_number_stays_in_its_window(backend, bad):
    given = make()
    del given["seq_idx"]
    clean = run(backend, given)
    given["x"][1, 3, 2] = bad
    got = run(backend, given)
    assert got["y"][1, 3, 2].isfinite().logical_not()
    got["y"][1, 3:7, 2] = clean["y"][1, 3:7, 2]
    assert torch.equal(got["y"], clean["y"])
    assert torch.equal(got["state"], clean["state"])


@pytest.mark.parametrize("length", [2, 9])
@pytest.mark.parametrize("backend", BACKENDS)
def test_inputs_are_left_alone_and_outputs_are_new(backend, length):
    given = make(length=length)
    before = {name: v.clone() for name, v in tensors_of(given).items()}
    dy, dstate = directions(given)
    run(backend, given, dy, dstate)
    got = run(backend, given)
    got["y"].zero_()
    got["state"].zero_()
    assert all(torch.equal(given[name], value) for name, value in before.items())
    assert got["state"].untyped_storage().nbytes() == got["state"].nbytes  # it keeps nothing else alive


# Types


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("backend", BACKENDS)
def test_low_precision_is_computed_in_float32(backend, dtype):
    """The weights stay float32, as in a model under autocast; the state is made of inputs, and of their type."""
    given = make()
    given["x"] = given["x"].to(dtype)
    given["initial_state"] = given["initial_state"].to(dtype).float()
    dy, dstate = directions(given)
    got = run(backend, given, dy, dstate)
    assert (got["y"].dtype, got["state"].dtype) == (dtype, dtype)
    assert all(got[f"d{name}"].dtype == value.dtype for name, value in tensors_of(given).items())
    want = oracle(given, dy, dstate)
    close({"dweight": got["dweight"], "dbias": got["dbias"]}, {n: want[n] for n in ("dweight", "dbias")}, 1e-5)
    close(got, want, torch.finfo(dtype).eps)


def test_bfloat16_is_read_and_written_as_it_is():
    """The kernel reads its bits, from a part of a larger tensor too, and rounds once: to the last bit as by copies."""
    given = make()
    low = {**given, "x": given["x"].bfloat16(), "initial_state": given["initial_state"].bfloat16()}
    copied = {**low, "x": low["x"].float(), "initial_state": low["initial_state"].float()}
    dy, dstate = directions(low)
    low["x"] = torch.cat([low["x"], low["x"]], -1)[..., : low["x"].shape[-1]]
    got, want = run("cpu", low, dy, dstate), run("cpu", copied, dy.float(), dstate.float())
    of_low_precision = {"y", "state", "dx", "dinitial_state"}
    assert {name for name, value in got.items() if value.dtype == torch.bfloat16} == of_low_precision
    assert all(torch.equal(value, want[name].to(value.dtype)) for name, value in got.items())


@pytest.mark.parametrize("backend", BACKENDS)
def test_autocast_changes_nothing(backend):
    given = make()
    want = run(backend, given)
    with torch.autocast(device_of(backend), torch.bfloat16):
        got = run(backend, given)
    assert all(torch.equal(got[name], want[name]) for name in want)


def test_one_input_in_float64_is_enough():
    given = make()
    given["weight"] = given["weight"].double()
    dy, dstate = directions(given)
    got = run("auto", given, dy, dstate)
    assert (got["y"].dtype, got["state"].dtype, got["dweight"].dtype) == (torch.float32, torch.float32, torch.float64)
    close(got, oracle(given, dy, dstate), 1e-7)


def test_auto_takes_the_fused_backend_for_float32_and_less(monkeypatch):
    asked = []
    monkeypatch.setattr(op, "causal_conv1d", lambda *args: asked.append(args[-1]) or args[:2])
    for dtype in (torch.float32, torch.bfloat16, torch.float16):
        causal_conv1d(**make(dtype=dtype))
    assert asked == ["cpu"] * 3
    causal_conv1d(**make(dtype=torch.float64))
    monkeypatch.setitem(scan._INSTALLED, "cpu", False)
    causal_conv1d(**make())
    assert asked == ["cpu"] * 3


# The operator


def values_of(given, backend):
    return [given[n].to(device_of(backend)) if n in given else None for n in (*DIFFERENTIABLE, "seq_idx")]


@pytest.mark.parametrize("grad", [True, False], ids=["with gradients", "without"])
@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("backend", FUSED)
def test_the_operator_keeps_pytorchs_rules(backend, full, grad):
    given = make(full=full)
    for value in tensors_of(given).values():
        value.requires_grad_(grad)
    torch.library.opcheck(op.causal_conv1d, (*values_of(given, backend), full, backend))


@pytest.mark.parametrize("backend", FUSED)
def test_a_second_derivative_is_refused(backend):
    x, weight, *_ = values_of(make(full=False), backend)
    y = causal_conv1d(x, weight.requires_grad_(), backend=backend)[0]
    (gradient,) = torch.autograd.grad(y.square().sum(), weight, create_graph=True)
    with pytest.raises(NotImplementedError, match="'cpu' and 'gpu' have no second derivatives: use backend="):
        gradient.sum().backward()


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_compiled_whole(backend, full):
    """The operators for every length at once; PyTorch takes long to work out the shapes of the plain convolution."""
    torch._dynamo.reset()

    def function(x, weight, bias, initial_state, seq_idx):
        activation = "silu" if full else None
        y, state = causal_conv1d(x, weight, bias, initial_state, seq_idx, activation, backend)
        return 2 * y, state.tanh()

    compiled = torch.compile(function, fullgraph=True, dynamic=backend in FUSED, backend="aot_eager")
    for length in (9, 2, 70) if backend in FUSED else (9,):
        values = values_of(make(length=length, full=full), backend)
        leaves = [v.requires_grad_() for v in values[:4] if v is not None]
        results = []
        for call in (function, compiled):
            y, state = call(*values)
            results.append([y, state, *torch.autograd.grad(y.square().sum() + state.sum(), leaves)])
        for got, want in zip(*results, strict=True):
            torch.testing.assert_close(got, want)


@pytest.mark.parametrize("backend", BACKENDS)
def test_forward_mode_is_right_or_refused(backend):
    x, weight, *_ = values_of(make(full=False), backend)
    direction = torch.randn_like(x)

    def y(x):
        return causal_conv1d(x, weight, backend=backend)[0]

    if backend in FUSED:
        with pytest.raises(NotImplementedError, match="no forward-mode derivatives: use backend='associative' or 'to"):
            torch.func.jvp(y, (x,), (direction,))
    else:  # y is linear in x
        torch.testing.assert_close(torch.func.jvp(y, (x,), (direction,))[1], y(direction))


@pytest.mark.parametrize("backend", BACKENDS)
def test_exported_for_any_length(backend):
    class Layer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = torch.nn.Conv1d(5, 5, 4, groups=5)

        def forward(self, x, state, seq_idx):
            return causal_conv1d(x, self.conv.weight.squeeze(1), self.conv.bias, state, seq_idx, "silu", backend)

    layer, length = Layer().to(device_of(backend)), {1: torch.export.Dim("length", min=1, max=4096)}
    x, _, _, state, seq_idx = values_of(make(), backend)
    exported = torch.export.export(layer, (x, state, seq_idx), dynamic_shapes=(length, None, length)).module()
    for size in (9, 1, 70):
        x, _, _, state, seq_idx = values_of(make(length=size), backend)
        for got, want in zip(exported(x, state, seq_idx), layer(x, state, seq_idx), strict=True):
            torch.testing.assert_close(got, want)


# What is refused

REFUSED = {
    "x a number": ({"x": 1.0}, r"x must be a tensor \(batch, length, channels\), got float"),
    "x flat": ({"x": torch.ones(9, 5)}, r"x must be \(batch, length, channels\).* got \(9, 5\)"),
    "x empty": ({"x": torch.ones(2, 0, 5)}, r"x must be .*every size at least 1, got \(2, 0, 5\)"),
    "x of integers": ({"x": torch.ones(2, 9, 5).long()}, r"x must be torch.float16 or .*got torch.int64"),
    "weight of Conv1d": ({"weight": torch.ones(5, 1, 4)}, r"weight must be \(channels, d_conv\).* got \(5, 1, 4\)"),
    "no weight": ({"weight": torch.ones(5, 0)}, r"weight must be \(channels, d_conv\).* got \(5, 0\)"),
    "weight elsewhere": ({"weight": torch.ones(5, 4, device="meta")}, r"weight must be on cpu.*got meta"),
    "bias": ({"bias": torch.ones(4)}, r"bias must be \(channels,\) = \(5,\), got \(4,\)"),
    "state": (
        {"initial_state": torch.ones(2, 5, 4)},
        r"initial_state must be \(batch, channels, d_conv - 1\) = \(2, 5, 3\), got \(2, 5, 4\)",
    ),
    "seq_idx": ({"seq_idx": torch.ones(2, 8).int()}, r"seq_idx must be \(batch, length\) = \(2, 9\), got \(2, 8\)"),
    "seq_idx of bool": ({"seq_idx": torch.ones(2, 9).bool()}, r"seq_idx must be torch.int32 .*got torch.bool"),
    "activation": ({"activation": "gelu"}, r"activation must be 'silu' or None, got 'gelu'"),
    "backend": ({"backend": "sequential"}, r"backend must be one of auto, torch, cpu, gpu, got 'sequential'"),
    "cpu in float64": ({"backend": "cpu", "bias": torch.ones(5).double()}, r"'cpu' computes in float32 alone"),
}


@pytest.mark.parametrize(("changed", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        causal_conv1d(**(make() | changed))
