"""mambalib.scan.selective_scan: every backend against plain numpy loops, in values and in all gradients."""

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from torch.autograd import gradcheck, gradgradcheck

from mambalib import scan
from mambalib.scan import associative, chunked, op, selective_scan

# With TRITON_INTERPRET=1 in the environment Triton runs on the CPU, and its backend is one more of those tested here,
# slowly: see the last test. What its kernels compute is tested in test_gpu.py.
INTERPRETED = os.environ.get("TRITON_INTERPRET") == "1"
HAS_TRITON = importlib.util.find_spec("triton") is not None
PLAIN = ("sequential", "associative", "chunked")
FUSED = ("cpu",) + ("gpu",) * (HAS_TRITON and (INTERPRETED or torch.cuda.is_available()))
BACKENDS = PLAIN + FUSED
TYPED = [(backend, torch.float32) for backend in BACKENDS]
TYPED += [(backend, torch.float64) for backend in BACKENDS if backend != "cpu"]  # which computes in float32 alone
TOLERANCE = {torch.float32: 1e-5, torch.float64: 1e-10}
GIVEN_ALWAYS = ("u", "delta", "A", "B", "C")
DIFFERENTIABLE = (*GIVEN_ALWAYS, "D", "z", "delta_bias", "initial_state")


@pytest.fixture(autouse=True)
def the_same_numbers_every_time():
    torch.manual_seed(0)


def device_of(backend):
    return "cuda" if backend == "gpu" and not INTERPRETED else "cpu"


def make(batch=2, length=7, channels=5, d_state=3, dtype=torch.float32, full=True):
    """Arguments of selective_scan; when `full`, all that may be left out are there."""

    def normal(*shape):
        return torch.randn(shape, dtype=torch.float64).to(dtype)

    given = {
        "u": normal(batch, length, channels),
        "delta": normal(batch, length, channels) if full else torch.rand(batch, length, channels).to(dtype),
        "A": -torch.exp(2 * normal(channels, d_state) - 1),  # some states fade at once, some last
        "B": normal(batch, length, d_state),
        "C": normal(batch, length, d_state),
    }
    if full:
        given["D"] = normal(channels)
        given["z"] = normal(batch, length, channels)
        given["delta_bias"] = normal(channels) - 1
        given["delta_softplus"] = True
        given["initial_state"] = normal(batch, channels, d_state)
        given["seq_idx"] = (torch.rand(batch, length) < 0.15).cumsum(1) % 3
    return given


def tensors_of(given):
    return {name: value for name, value in given.items() if name in DIFFERENTIABLE}


def run(backend, given, dy=None, dh=None):
    """y, h and, where dy and dh are given, the gradients, by name."""
    device = device_of(backend)
    given = {name: value.to(device) if isinstance(value, torch.Tensor) else value for name, value in given.items()}
    if dy is None:
        y, h = selective_scan(**given, backend=backend)
        return {"y": y.detach().cpu(), "h": h.detach().cpu()}
    leaves = {name: value.detach().requires_grad_() for name, value in tensors_of(given).items()}
    y, h = selective_scan(**{**given, **leaves}, backend=backend)
    torch.autograd.backward([y, h], [dy.to(y), dh.to(h)])
    gradients = {f"d{name}": leaf.grad.cpu() for name, leaf in leaves.items()}
    return {"y": y.detach().cpu(), "h": h.detach().cpu(), **gradients}


def oracle(given, dy, dh):
    """The same in float64, one step after the other, and the chain rule applied to each step by hand."""
    get = {
        name: v.double().numpy() if v.is_floating_point() else v.numpy() for name, v in given.items() if v is not True
    }
    u, delta, A, B, C = (get[name] for name in GIVEN_ALWAYS)
    (batch, length, channels), d_state = u.shape, A.shape[1]
    raw = delta + get.get("delta_bias", 0.0)
    softplus = given.get("delta_softplus", False)
    dt = np.where(raw > 20, raw, np.logaddexp(0, raw)) if softplus else raw  # PyTorch's softplus is a line there
    z, D = get.get("z"), get.get("D", np.zeros(channels))
    states = [get.get("initial_state", np.zeros((batch, channels, d_state)))]
    own = np.ones((batch, length))  # 0 where a sequence begins
    if "seq_idx" in get:
        own[:, 1:] = get["seq_idx"][:, 1:] == get["seq_idx"][:, :-1]
    a, ungated = np.zeros((batch, length, channels, d_state)), np.zeros_like(u)
    for k in range(length):
        a[:, k] = np.exp(dt[:, k, :, None] * A)
        h = own[:, k, None, None] * a[:, k] * states[-1] + np.einsum("bd,bn->bdn", dt[:, k] * u[:, k], B[:, k])
        ungated[:, k] = np.einsum("bdn,bn->bd", h, C[:, k]) + D * u[:, k]
        states.append(h)
    sigmoid = 1 / (1 + np.exp(-z)) if z is not None else None
    result = {"y": ungated * (z * sigmoid if z is not None else 1), "h": states[-1]}

    dy, g = dy.double().numpy(), dh.double().numpy()
    if z is not None:
        result["dz"] = dy * ungated * sigmoid * (1 + z * (1 - sigmoid))
        dy = dy * z * sigmoid
    du, ddt, dA, dB, dC = D * dy, np.zeros_like(u), np.zeros_like(A), np.zeros_like(B), np.zeros_like(C)
    for k in reversed(range(length)):
        dC[:, k] = np.einsum("bd,bdn->bn", dy[:, k], states[k + 1])
        g = g + np.einsum("bd,bn->bdn", dy[:, k], C[:, k])  # of the loss with respect to the state after step k
        d_entry = np.einsum("bdn,bn->bd", g, B[:, k])
        du[:, k] += d_entry * dt[:, k]
        dB[:, k] = np.einsum("bdn,bd->bn", g, dt[:, k] * u[:, k])
        g = own[:, k, None, None] * a[:, k] * g
        exponent = g * states[k]
        ddt[:, k] = d_entry * u[:, k] + (exponent * A).sum(-1)
        dA += np.einsum("bdn,bd->dn", exponent, dt[:, k])
    ddelta = ddt * np.where(raw > 20, 1, np.exp(-np.logaddexp(0, -raw))) if softplus else ddt
    result |= {"du": du, "ddelta": ddelta, "dA": dA, "dB": dB, "dC": dC}
    result |= {"dD": (dy * u).sum((0, 1)), "ddelta_bias": ddelta.sum((0, 1)), "dinitial_state": g}
    return {name: value for name, value in result.items() if name in ("y", "h") or name[1:] in given}


def close(got, want, tolerance):
    """Every tensor's distance from what it should be, relative to its size."""
    assert got.keys() == want.keys()
    for name, value in want.items():
        value = np.asarray(value, dtype=np.float64)
        distance = np.linalg.norm(got[name].detach().double().numpy() - value)
        assert distance <= tolerance * np.linalg.norm(value) + 1e-30, (name, distance / np.linalg.norm(value))


def directions(given):
    """What the loss is made of: random gradients of y and h."""
    state = given["u"].shape[0], *given["A"].shape
    return torch.randn(given["u"].shape, dtype=given["u"].dtype), torch.randn(state, dtype=given["A"].dtype)


# Values and gradients

SIZES = [(2, length, 5, 3) for length in (1, 2, 3, 5, 17, 64, 127)]
SIZES += [(2, 7, 5, 1), (2, 70, 5, 16), (1, 3, 2, 256), (3, 33, 1, 4), (1, 9, 130, 16)]
LONG = [(1, 1021, 3, 2), (1, 5000, 2, 3)]


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize(("backend", "dtype"), TYPED)
def test_values_and_gradients(backend, dtype, sizes, full):
    given = make(*sizes, dtype, full)
    dy, dh = directions(given)
    got = run(backend, given, dy, dh)
    assert {value.dtype for value in got.values()} == {dtype}
    close(got, oracle(given, dy, dh), TOLERANCE[dtype])


@pytest.mark.parametrize("sizes", LONG, ids=str)
@pytest.mark.parametrize(("backend", "dtype"), TYPED)
def test_values_and_gradients_of_a_long_sequence(backend, dtype, sizes):
    given = make(*sizes, dtype)
    dy, dh = directions(given)
    close(run(backend, given, dy, dh), oracle(given, dy, dh), TOLERANCE[dtype])


@pytest.mark.parametrize("left_out", ["D", "z", "delta_bias", "initial_state", "seq_idx", "delta_softplus"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_each_argument_can_be_left_out(backend, left_out):
    given = make()
    del given[left_out]
    if left_out == "delta_softplus":  # the steps are what is given, and should be positive
        given |= {name: given[name].abs() for name in ("delta", "delta_bias")}
    dy, dh = directions(given)
    close(run(backend, given, dy, dh), oracle(given, dy, dh), 1e-5)


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("backend", PLAIN)
def test_gradients_of_first_and_second_order(backend, full, monkeypatch):
    monkeypatch.setattr(chunked, "CHUNK", 2)
    given = make(2, 5, 3, 2, torch.float64, full)
    names = list(tensors_of(given))

    def function(*values):
        return selective_scan(**{**given, **dict(zip(names, values, strict=True))}, backend=backend)

    values = [given[name].requires_grad_() for name in names]
    assert gradcheck(function, values)
    assert gradgradcheck(function, values, fast_mode=True)


@pytest.mark.parametrize("loss", ["of y", "of h"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_loss_may_be_of_one_output_alone(backend, loss):
    given = make()
    dy, dh = directions(given)
    want = oracle(given, dy * (loss == "of y"), dh * (loss == "of h"))
    given = {name: v.to(device_of(backend)) if name != "delta_softplus" else v for name, v in given.items()}
    given["u"].requires_grad_()
    y, h = selective_scan(**given, backend=backend)
    y.backward(dy.to(y)) if loss == "of y" else h.backward(dh.to(h))
    close({"du": given["u"].grad.cpu()}, {"du": want["du"]}, 1e-5)


# Pieces and packed sequences


@pytest.mark.parametrize("sizes", [[9, 1], [1, 4, 5], [3, 7], [1] * 10], ids=str)
@pytest.mark.parametrize(("backend", "dtype"), TYPED)
def test_in_pieces_is_whole(backend, dtype, sizes):
    """Also the gradients, which flow from piece to piece through the states. No change of sequence lies on a border."""
    given = make(2, 10, 5, 3, dtype)
    del given["seq_idx"]
    dy, dh = directions(given)
    want = oracle(given, dy, dh)
    device = device_of(backend)
    leaves = {name: value.to(device).requires_grad_() for name, value in tensors_of(given).items()}
    along = {name: leaves[name].split(sizes, dim=1) for name in ("u", "delta", "B", "C", "z")}
    fixed = {name: leaves[name] for name in ("A", "D", "delta_bias")}
    outputs, state = [], leaves["initial_state"]
    for i in range(len(sizes)):
        piece = {name: pieces[i] for name, pieces in along.items()}
        y, state = selective_scan(**piece, **fixed, delta_softplus=True, initial_state=state, backend=backend)
        outputs.append(y)
    y = torch.cat(outputs, dim=1)
    torch.autograd.backward([y, state], [dy.to(device), dh.to(device)])
    got = {"y": y.cpu(), "h": state.cpu()} | {f"d{name}": leaf.grad.cpu() for name, leaf in leaves.items()}
    close(got, want, TOLERANCE[dtype])


@pytest.mark.parametrize("dtype", [torch.int32, torch.int64])
@pytest.mark.parametrize("backend", BACKENDS)
def test_packed_sequences_are_sequences_apart(backend, dtype, monkeypatch):
    """Numbers may come again, and sequences may begin anywhere, at the border of a chunk too; rows differ."""
    monkeypatch.setattr(chunked, "CHUNK", 4)
    lengths = [[4, 1, 12, 66, 1], [70, 8, 2, 3, 1]]
    given = make(2, 84, 5, 3)
    numbers = torch.tensor([7, -1, 7, 0, 2], dtype=dtype)
    given["seq_idx"] = torch.stack([numbers.repeat_interleave(torch.tensor(row)) for row in lengths])
    got = run(backend, given)
    for b, row in enumerate(lengths):
        start = 0
        for length in row:
            now = slice(start, start + length)
            alone = {name: v if name == "delta_softplus" else v[b : b + 1] for name, v in given.items()}
            alone |= {name: given[name] for name in ("A", "D", "delta_bias")}
            alone |= {name: given[name][b : b + 1, now] for name in ("u", "delta", "B", "C", "z")}
            del alone["seq_idx"]
            if start > 0:
                del alone["initial_state"]
            want = run("sequential", alone)
            close({"y": got["y"][b : b + 1, now]}, {"y": want["y"]}, 1e-5)
            start += length
        close({"h": got["h"][b : b + 1]}, {"h": want["h"]}, 1e-5)


# Awkward inputs


def apart(t):
    """The same numbers, with gaps between them in memory."""
    return torch.stack([t, torch.full_like(t, torch.nan)], dim=-1)[..., 0] if t.is_floating_point() else t


LAYOUTS = {
    "transposed": lambda t: t.mT.contiguous().mT if t.dim() > 1 else t,
    "with gaps": apart,
    "flipped in batch": lambda t: t.transpose(0, -1).contiguous().transpose(0, -1),
    "a part": lambda t: torch.nn.functional.pad(t, (1, 1) * t.dim())[(slice(1, -1),) * t.dim()],
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_any_layout_in_memory(backend, layout):
    given = make()
    dy, dh = directions(given)
    want = oracle(given, dy, dh)
    given = {name: v if v is True else layout(v) for name, v in given.items()}
    assert not all(given[name].is_contiguous() for name in DIFFERENTIABLE)
    close(run(backend, given, layout(dy), layout(dh)), want, 1e-5)


@pytest.mark.parametrize("backend", BACKENDS)
def test_broadcast_inputs(backend):
    """One row for the whole batch, the same step everywhere, and the gradient of a sum, without memory of its own."""
    given = make()
    given["B"] = given["B"][:1].expand(2, -1, -1)
    given["delta"] = given["delta"][:, :1, :1].expand(2, 7, 5)
    want = oracle(given, torch.ones(2, 7, 5), torch.ones(2, 5, 3))
    one = torch.ones(())
    close(run(backend, given, one.expand(2, 7, 5), one.expand(2, 5, 3)), want, 1e-5)


EXTREMES = {
    "large steps": {"delta": lambda t: t + 1e4},
    "steps of almost nothing": {"delta": lambda t: t - 50},
    "all fades at once": {"A": lambda t: t * 1e6},
    "nothing fades": {"A": lambda t: t * 0},
    "around where softplus becomes a line": {"delta": lambda t: t + 21},
    "a gate that is shut and one that is open": {"z": lambda t: t * 200},
    "silence": {"u": lambda t: t * 0},
}


@pytest.mark.parametrize("changed", EXTREMES.values(), ids=EXTREMES)
@pytest.mark.parametrize(("backend", "dtype"), TYPED)
def test_extremes(backend, dtype, changed):
    given = make(dtype=dtype)
    for name, change in changed.items():
        given[name] = change(given[name])
    dy, dh = directions(given)
    with np.errstate(over="ignore"):
        close(run(backend, given, dy, dh), oracle(given, dy, dh), TOLERANCE[dtype])


@pytest.mark.parametrize("bad", [torch.nan, torch.inf])
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_bad_number_stays_in_its_row_and_behind_its_place(backend, bad):
    given = make()
    del given["seq_idx"]
    dy, dh = directions(given)
    clean = run(backend, given, dy, dh)
    given["u"][1, 3, 2] = bad
    got = run(backend, given, dy, dh)
    assert got["y"][1, 3:, 2].isfinite().logical_not().all()
    for name in ("y", "h", "du", "ddelta", "dB", "dC", "dz", "dinitial_state"):
        assert torch.equal(got[name][0], clean[name][0]), name
    assert torch.equal(got["y"][1, :3], clean["y"][1, :3])
    others = [0, 1, 3, 4]
    assert torch.equal(got["y"][1, :, others], clean["y"][1, :, others])


@pytest.mark.parametrize("backend", BACKENDS)
def test_inputs_are_left_alone_and_outputs_are_new(backend):
    given = make()
    before = {name: v.clone() for name, v in tensors_of(given).items()}
    dy, dh = directions(given)
    dy_before, dh_before = dy.clone(), dh.clone()
    run(backend, given, dy, dh)
    assert all(torch.equal(given[name], value) for name, value in before.items())
    assert torch.equal(dy, dy_before)
    assert torch.equal(dh, dh_before)
    got = run(backend, given)
    got["y"].zero_()
    got["h"].zero_()
    assert all(torch.equal(given[name], value) for name, value in before.items())
    assert got["h"].untyped_storage().nbytes() == got["h"].nbytes  # it keeps nothing else alive


# Types


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("backend", BACKENDS)
def test_low_precision_is_computed_in_float32(backend, dtype):
    """A, D and delta_bias stay float32, as in a model under autocast; all else is rounded."""
    given = make(2, 40, 5, 3)
    for name in ("u", "delta", "B", "C", "z"):
        given[name] = given[name].to(dtype)
    dy, dh = directions(given)
    got = run(backend, given, dy, dh)
    assert (got["y"].dtype, got["h"].dtype) == (dtype, torch.float32)
    assert all(got[f"d{name}"].dtype == value.dtype for name, value in tensors_of(given).items())
    want = oracle(given, dy, dh)
    rounded = {"y", "du", "ddelta", "dB", "dC", "dz"}
    close({n: got[n] for n in rounded}, {n: want[n] for n in rounded}, torch.finfo(dtype).eps)
    close({n: got[n] for n in got.keys() - rounded}, {n: want[n] for n in got.keys() - rounded}, 1e-5)


@pytest.mark.parametrize("types", [{"u": 0, "delta": 0, "z": 0}, {"u": 0}, {"delta": 0, "z": 0}])
def test_bfloat16_is_read_and_written_as_it_is(types):
    """The kernels read its bits, from a part of a larger tensor too, and round once: to the last bit as by copies."""
    given = make(2, 75, 37, 5)
    low = {**given, **{name: given[name].bfloat16() for name in types}}
    copied = {**low, **{name: low[name].float() for name in types}}
    if "u" in types and "z" in types:
        low["u"], low["z"] = torch.cat([low["u"], low["z"]], -1).split(37, -1)
    dy, dh = directions(low)
    got, want = run("cpu", low, dy, dh), run("cpu", copied, dy.float(), dh)
    assert all(torch.equal(value, want[name].to(value.dtype)) for name, value in got.items())
    of_low_precision = {f"d{name}" for name in types} | ({"y"} if "u" in types else set())
    assert {name for name, value in got.items() if value.dtype == torch.bfloat16} == of_low_precision


@pytest.mark.parametrize("backend", BACKENDS)
def test_everything_in_low_precision(backend):
    given = {name: v.bfloat16() if name in DIFFERENTIABLE else v for name, v in make().items()}
    dy, dh = directions(given)
    got = run(backend, given, dy, dh)
    assert got["h"].dtype == torch.float32
    assert {v.dtype for name, v in got.items() if name != "h"} == {torch.bfloat16}
    close(got, oracle(given, dy, dh), torch.finfo(torch.bfloat16).eps)


@pytest.mark.parametrize("backend", BACKENDS)
def test_autocast_changes_nothing(backend):
    given = make()
    want = run(backend, given)
    with torch.autocast(device_of(backend), torch.bfloat16):
        got = run(backend, given)
    assert all(torch.equal(got[name], want[name]) for name in want)


@pytest.mark.parametrize("name", ["A", "initial_state", "B"])
def test_one_input_in_float64_is_enough(name):
    given = make()
    given[name] = given[name].double()
    dy, dh = directions(make())
    got = run("auto", given, dy, dh)
    assert (got["y"].dtype, got["h"].dtype) == (torch.float32, torch.float64)
    assert all(got[f"d{n}"].dtype == value.dtype for n, value in tensors_of(given).items())
    close(got, oracle(given, dy, dh), 1e-7)


# What the backends are


@pytest.mark.parametrize("grad", [True, False])
def test_chunks_bound_the_memory(grad):
    """Nothing larger than the states of a chunk is made, and what is kept for the gradients is one state a chunk."""
    given = make(1, 1000, 2, 64, full=False)
    of_chunk = chunked.CHUNK * 2 * 64
    assert of_chunk < 1000 * 2 * 64 / 10

    class Largest(torch.utils._python_dispatch.TorchDispatchMode):
        numel = 0

        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            out = function(*args, **(kwargs or {}))
            made = [out] if isinstance(out, torch.Tensor) else out if isinstance(out, (list, tuple)) else []
            self.numel = max([self.numel, *(t.untyped_storage().nbytes() // 4 for t in made)])
            return out

    kept = {}

    def keep(t):
        kept[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes() // 4
        return t

    for t in tensors_of(given).values():
        t.requires_grad_(grad)
    with Largest() as largest, torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
        y, h = selective_scan(**given, backend="chunked")
        if grad:
            (y.sum() + h.sum()).backward()
    inputs = sum(t.numel() for t in tensors_of(given).values())
    assert largest.numel <= max(2 * of_chunk, max(t.numel() for t in tensors_of(given).values()))
    if grad:
        assert sum(kept.values()) <= inputs + 17 * 2 * 64 + 4000


def test_auto_takes_the_fused_backend_for_float32_and_less(monkeypatch):
    asked = []
    monkeypatch.setattr(op, "selective_scan", lambda *args: asked.append(args[-2]) or (args[0], args[2], None))
    for dtype in (torch.float32, torch.bfloat16, torch.float16):
        selective_scan(**make(dtype=dtype))
    assert asked == ["cpu"] * 3
    selective_scan(**make(dtype=torch.float64))
    monkeypatch.setitem(scan._INSTALLED, "cpu", False)
    selective_scan(**make())
    assert asked == ["cpu"] * 3


def test_importing_loads_no_backend_and_no_compiler():
    """And the first call of the Numba one loads no Triton, nor PyTorch's compiler."""
    code = """
import sys, torch
before = {"numba", "triton", "torch._dynamo"} & set(sys.modules)
from mambalib.scan import selective_scan
assert not {"numba", "triton", "torch._dynamo"} & set(sys.modules) - before
u = torch.rand(1, 3, 2, requires_grad=True)
selective_scan(u, u, -torch.ones(2, 1), u[..., :1], u[..., :1], backend="cpu")[0].sum().backward()
print(sorted({"numba", "triton", "torch._dynamo"} & set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("['numba']", 0), done.stderr


# The scans that the backends are made of

SCANS = {"hillis_steele": associative.hillis_steele, "blelloch": associative.blelloch}


def steps(*shape, dtype=torch.float64):
    return torch.rand(shape, dtype=dtype), torch.randn(shape, dtype=dtype)


def test_joining_steps_is_associative_and_has_an_identity():
    first, second, third = (steps(2, 3) for _ in range(3))
    left = associative.combine(associative.combine(first, second), third)
    right = associative.combine(first, associative.combine(second, third))
    nothing = torch.ones(2, 3, dtype=torch.float64), torch.zeros(2, 3, dtype=torch.float64)
    for a, b in zip(left, right, strict=True):
        torch.testing.assert_close(a, b)
    for both in (associative.combine(first, nothing), associative.combine(nothing, first)):
        assert all(torch.equal(a, b) for a, b in zip(both, first, strict=True))
    (a1, b1), (a2, b2) = first, second
    h = torch.randn(2, 3, dtype=torch.float64)
    a, b = associative.combine(first, second)
    torch.testing.assert_close(a * h + b, a2 * (a1 * h + b1) + b2)


@pytest.mark.parametrize("scan_of", SCANS.values(), ids=SCANS)
def test_scans_of_every_length_are_a_loop(scan_of):
    for length in (*range(1, 35), 100, 127, 1021):
        a, b = steps(length)
        h, want = 0.0, []
        for a_k, b_k in zip(a.tolist(), b.tolist(), strict=True):
            h = a_k * h + b_k
            want.append(h)
        np.testing.assert_allclose(scan_of(a, b), want, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("dim", [0, 1, 2, -1, -2])
@pytest.mark.parametrize("scan_of", SCANS.values(), ids=SCANS)
def test_scans_along_any_dimension(scan_of, dim):
    a, b = steps(2, 7, 5)
    before = a.clone(), b.clone()
    got = scan_of(a, b, dim)
    assert got.shape == b.shape
    h = torch.zeros_like(b.select(dim, 0))
    for k in range(b.shape[dim]):
        h = a.select(dim, k) * h + b.select(dim, k)
        torch.testing.assert_close(got.select(dim, k), h)
    assert torch.equal(a, before[0])
    assert torch.equal(b, before[1])


@pytest.mark.parametrize("scan_of", SCANS.values(), ids=SCANS)
def test_gradients_of_scans(scan_of):
    a, b = (t.requires_grad_() for t in steps(2, 7))
    assert gradcheck(scan_of, (a, b))
    assert gradgradcheck(scan_of, (a, b), fast_mode=True)


@pytest.mark.parametrize(
    ("name", "rounds", "joinings"), [("hillis_steele", 10, 10 * 1024 - 1023), ("blelloch", 21, 3 * 1024 - 2)]
)
def test_work_and_rounds_are_as_documented(name, rounds, joinings):
    """A joining adds once; the additions of one round are one operation of PyTorch."""

    class Additions(torch.utils._python_dispatch.TorchDispatchMode):
        sizes = ()

        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            out = function(*args, **(kwargs or {}))
            if function is torch.ops.aten.add.Tensor:
                self.sizes += (out.numel(),)
            return out

    with Additions() as additions:
        SCANS[name](*steps(1024))
    assert (len(additions.sizes), sum(additions.sizes)) == (rounds, joinings)


# The operators


def operator_arguments(backend, full=True, save=True):
    given = make(full=full)
    values = {name: value.requires_grad_(save) for name, value in tensors_of(given).items()}
    tensors = [values.get(name) for name in DIFFERENTIABLE]
    tensors.append(given.get("seq_idx"))
    return *(None if t is None else t.to(device_of(backend)) for t in tensors), full, backend, save


@pytest.mark.parametrize("save", [True, False], ids=["with gradients", "without"])
@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("backend", FUSED)
def test_the_operator_keeps_pytorchs_rules(backend, full, save):
    torch.library.opcheck(op.selective_scan, operator_arguments(backend, full, save))


def test_the_operator_keeps_states_if_asked_to():
    *tensors, softplus, backend, _ = operator_arguments("cpu")
    assert op.selective_scan(*tensors, softplus, backend, True)[2].numel() > 0
    assert op.selective_scan(*tensors, softplus, backend, False)[2].numel() == 0


def test_states_are_kept_only_where_gradients_are_wanted(monkeypatch):
    saves = []
    monkeypatch.setattr(op, "selective_scan", lambda *args: saves.append(args[-1]) or (args[0], args[2], None))
    given = make()
    selective_scan(**given, backend="cpu")
    given["initial_state"].requires_grad_()
    selective_scan(**given, backend="cpu")
    with torch.no_grad():
        selective_scan(**given, backend="cpu")
    assert saves == [False, True, False]


@pytest.mark.parametrize("backend", FUSED)
def test_a_second_derivative_is_refused(backend):
    given = make()
    u = given["u"] = given["u"].to(device_of(backend)).requires_grad_()
    given = {name: v if v is True else v.to(u.device) for name, v in given.items()}
    (gradient,) = torch.autograd.grad(selective_scan(**given, backend=backend)[0].sum(), u, create_graph=True)
    with pytest.raises(NotImplementedError, match="'cpu' and 'gpu' have no second derivatives: use backend="):
        gradient.sum().backward()


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_compiled_whole(backend, full):
    torch._dynamo.reset()
    given = make(length=4, full=full)  # the plain backends unroll their loops, and what is long takes long to compile
    given = {name: v if v is True else v.to(device_of(backend)) for name, v in given.items()}

    def function(**given):
        y, h = selective_scan(**given, backend=backend)
        return 2 * y, h.tanh()

    compiled = torch.compile(function, fullgraph=True, backend="aot_eager")
    for grad in (True, False):
        leaves = {name: v.detach().requires_grad_(grad) for name, v in tensors_of(given).items()}
        results = []
        for call in (function, compiled):
            y, h = call(**{**given, **leaves})
            results.append([y, h])
            if grad:
                results[-1] += torch.autograd.grad(y.square().sum() + h.sum(), list(leaves.values()))
        for got, want in zip(*results, strict=True):
            torch.testing.assert_close(got, want)


class Layer(torch.nn.Module):
    def __init__(self, backend):
        super().__init__()
        self.A = torch.nn.Parameter(make()["A"])
        self.backend = backend

    def forward(self, u, delta, B, C, initial_state, seq_idx):
        inputs = u, delta, self.A, B, C
        return selective_scan(*inputs, initial_state=initial_state, seq_idx=seq_idx, backend=self.backend)


def layer_inputs(backend, length, batch=2):
    given = make(batch, length)
    names = ("u", "delta", "B", "C", "initial_state", "seq_idx")
    return tuple((given[name].abs() if name == "delta" else given[name]).to(device_of(backend)) for name in names)


@pytest.mark.parametrize("backend", BACKENDS)
def test_forward_mode_is_right_or_refused(backend):
    given = {name: value.to(device_of(backend)) for name, value in tensors_of(make(full=False)).items()}
    u, direction = given.pop("u"), torch.randn_like(given["delta"])

    def y(u):
        return selective_scan(u, **given, backend=backend)[0]

    if backend in FUSED:
        with pytest.raises(NotImplementedError, match="no forward-mode derivatives: use backend='associative'"):
            torch.func.jvp(y, (u,), (direction,))
    elif backend == "chunked":  # PyTorch itself refuses it, as it is an autograd.Function
        with pytest.raises(RuntimeError, match="setup_context"):
            torch.func.jvp(y, (u,), (direction,))
    else:  # y is linear in u
        torch.testing.assert_close(torch.func.jvp(y, (u,), (direction,))[1], y(direction))


@pytest.mark.parametrize("backend", BACKENDS)
def test_exported(backend):
    """The fused backends for any batch and length at once; the plain ones unroll their loops along the length."""
    layer = Layer(backend).to(device_of(backend))
    batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=1, max=4096)
    along = {0: batch, 1: length} if backend in FUSED else {0: batch}
    shapes = (along, along, along, along, {0: batch}, along)
    exported = torch.export.export(layer, layer_inputs(backend, 7), dynamic_shapes=shapes).module()
    for size, rows in ((7, 2), (1, 3), (70, 1), (7, 5)) if backend in FUSED else ((7, 2), (7, 5)):
        inputs = layer_inputs(backend, size, rows)
        for got, want in zip(exported(*inputs), layer(*inputs), strict=True):
            torch.testing.assert_close(got, want)


@pytest.mark.parametrize("backend", FUSED)
def test_compiled_for_every_length_at_once(backend):
    torch._dynamo.reset()
    layer = Layer(backend).to(device_of(backend))
    graphs = []

    def count(graph, inputs):
        graphs.append(graph)
        return graph

    compiled = torch.compile(layer, fullgraph=True, dynamic=True, backend=count)
    for size in (9, 7, 70):
        inputs = layer_inputs(backend, size)
        for got, want in zip(compiled(*inputs), layer(*inputs), strict=True):
            torch.testing.assert_close(got, want)
    assert len(graphs) == 1


# What is refused

REFUSED = {
    "u a list": ({"u": [1.0]}, r"u must be a tensor \(batch, length, channels\), got list"),
    "u flat": ({"u": torch.ones(7, 5)}, r"u must be \(batch, length, channels\).* got \(7, 5\)"),
    "u empty": ({"u": torch.ones(2, 0, 5)}, r"u must be .*every size at least 1, got \(2, 0, 5\)"),
    "u of integers": ({"u": torch.ones(2, 7, 5, dtype=torch.int64)}, r"u must be torch.float16 or .*got torch.int64"),
    "u complex": ({"u": torch.ones(2, 7, 5) * 1j}, r"u must be torch.float16 or .*got torch.complex64"),
    "no delta": ({"delta": None}, r"delta must be a tensor \(batch, length, channels\), got NoneType"),
    "delta short": ({"delta": torch.ones(2, 6, 5)}, r"delta must be .*= \(2, 7, 5\), got \(2, 6, 5\)"),
    "A of other channels": ({"A": torch.ones(4, 3)}, r"A must be \(channels, d_state\).* got \(4, 3\)"),
    "A flat": ({"A": torch.ones(5)}, r"A must be \(channels, d_state\).* got \(5,\)"),
    "A too wide": ({"A": torch.ones(5, 257)}, r"d_state of at most 256, got 257"),
    "B of channels": (
        {"B": torch.ones(2, 7, 5)},
        r"B must be \(batch, length, d_state\) = \(2, 7, 3\), got \(2, 7, 5\)",
    ),
    "C transposed": (
        {"C": torch.ones(2, 3, 7)},
        r"C must be \(batch, length, d_state\) = \(2, 7, 3\), got \(2, 3, 7\)",
    ),
    "D of one": ({"D": torch.ones(1)}, r"D must be \(channels,\) = \(5,\), got \(1,\)"),
    "D a number": ({"D": 1.0}, r"D must be a tensor \(channels,\), got float"),
    "z of one row": ({"z": torch.ones(1, 7, 5)}, r"z must be .*= \(2, 7, 5\), got \(1, 7, 5\)"),
    "delta_bias": ({"delta_bias": torch.ones(5, 1)}, r"delta_bias must be \(channels,\) = \(5,\), got \(5, 1\)"),
    "initial_state": (
        {"initial_state": torch.ones(2, 3, 5)},
        r"initial_state must be \(batch, channels, d_state\) = \(2, 5, 3\), got \(2, 3, 5\)",
    ),
    "seq_idx of floats": (
        {"seq_idx": torch.ones(2, 7)},
        r"seq_idx must be torch.int32 or torch.int64, got torch.float32",
    ),
    "seq_idx flat": ({"seq_idx": torch.ones(7).int()}, r"seq_idx must be \(batch, length\) = \(2, 7\), got \(7,\)"),
    "elsewhere": ({"C": torch.ones(2, 7, 3, device="meta")}, r"C must be on cpu, where the input is, got meta"),
    "backend": ({"backend": "cuda"}, r"one of auto, sequential, associative, chunked, cpu, gpu, got 'cuda'"),
    "cpu in float64": ({"backend": "cpu", "A": torch.ones(5, 3).double()}, r"'cpu' computes in float32 alone"),
}


@pytest.mark.parametrize(("changed", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        selective_scan(**(make() | changed))


@pytest.mark.parametrize(("backend", "package"), [("cpu", "numba"), ("gpu", "triton")])
def test_a_backend_that_is_not_installed_is_refused_by_name(backend, package, monkeypatch):
    monkeypatch.setitem(scan._INSTALLED, backend, False)
    with pytest.raises(ValueError, match=f"backend '{backend}' needs the package {package}"):
        selective_scan(**make(), backend=backend)


def test_the_gpu_backend_is_refused_on_a_cpu(monkeypatch):
    monkeypatch.setitem(scan._INSTALLED, "gpu", True)
    monkeypatch.delenv("TRITON_INTERPRET", raising=False)
    with pytest.raises(ValueError, match="backend 'gpu' needs its inputs on a cuda device, got cpu"):
        selective_scan(**make(), backend="gpu")


@pytest.mark.skipif(not HAS_TRITON or "gpu" in FUSED, reason="there is no Triton, or its backend is tested already")
def test_tritons_backend_in_its_interpreter():
    """In a process of its own, as it must be asked for before Triton is imported."""
    chosen = "gpu and (second_derivative or everything_in_low_precision or (pytorchs_rules and full and gradients))"
    files = [__file__, __file__.replace("test_scan", "test_conv")]
    command = [sys.executable, "-m", "pytest", *files, "-q", "-p", "no:cacheprovider", "-k", chosen]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"TRITON_INTERPRET": "1"}
    )
    assert done.returncode == 0, done.stdout[-5000:]
    assert "5 passed" in done.stdout


def test_a_backend_is_looked_up_when_it_is_used(monkeypatch):
    """A learner's `use_mine` puts another function into the backend's module: it must be the one that runs."""
    calls = []
    monkeypatch.setattr(scan.sequential, "selective_scan", lambda *inputs: calls.append(inputs) or (inputs[0], None))
    u, A, B = torch.ones(1, 2, 3), -torch.ones(3, 1), torch.ones(1, 2, 1)
    y, _ = selective_scan(u, u, A, B, B, backend="sequential")
    assert len(calls) == 1 and torch.equal(y, u)


@pytest.mark.parametrize(("shape", "dim"), [((7,), -1), ((1,), 0), ((2, 13, 3), 1), ((5, 2), 0)])
def test_scan_gradients_are_those_of_autograd_through_a_loop(shape, dim):
    torch.manual_seed(0)
    a, b, slope = torch.randn(3, *shape, dtype=torch.float64)
    leaves = a.clone().requires_grad_(), b.clone().requires_grad_()
    state, states = torch.zeros_like(b.select(dim, 0)), []
    for k in range(shape[dim]):
        state = leaves[0].select(dim, k) * state + leaves[1].select(dim, k)
        states.append(state)
    h = torch.stack(states, dim)
    want = torch.autograd.grad(h, leaves, slope)
    got = associative.scan_gradients(a, h.detach(), slope, dim)
    for mine, theirs in zip(got, want, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-12, atol=1e-12)
