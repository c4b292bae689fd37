"""mambalib.model against transformers on the same weights, and against itself: whole, in pieces, padded, packed."""

import copy
import math
import re

import pytest
import safetensors.torch
import scipy.stats
import torch
import torch.nn.functional as F
import transformers

from mambalib import model as module
from mambalib.model import MambaBlock, MambaConfig, MambaLM, MambaState, RMSNorm

SIZES = {
    "plain": {},
    "narrow": {"d_state": 1, "d_conv": 1, "expand": 1, "dt_rank": 1, "n_layer": 1},
    "odd": {"d_model": 5, "d_state": 7, "d_conv": 3, "expand": 3, "dt_rank": 2, "n_layer": 3},
    "biases": {"bias": True, "conv_bias": False},
    "untied": {"tie_embeddings": False, "norm_eps": 0.1},
    "many states": {"d_state": 64, "d_conv": 5},
}


def make(seed=0, **sizes):
    """A small model none of whose weights are the ones that it starts from."""
    torch.manual_seed(seed)
    model = MambaLM(MambaConfig(**({"vocab_size": 43, "d_model": 12, "n_layer": 2} | sizes)))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    return model


def tokens(*shape, vocab_size=43, seed=1):
    return torch.randint(vocab_size, shape, generator=torch.Generator().manual_seed(seed))


def peer(model):
    """The model of transformers with the same weights."""
    c = model.config
    config = transformers.MambaConfig(
        vocab_size=c.padded_vocab_size,
        hidden_size=c.d_model,
        num_hidden_layers=c.n_layer,
        state_size=c.d_state,
        conv_kernel=c.d_conv,
        expand=c.expand,
        time_step_rank=c.dt_rank,
        use_bias=c.bias,
        use_conv_bias=c.conv_bias,
        layer_norm_epsilon=c.norm_eps,
        tie_word_embeddings=c.tie_embeddings,
        bos_token_id=None,
        eos_token_id=None,
        pad_token_id=None,
    )
    theirs = transformers.MambaForCausalLM(config).eval()
    missing, unexpected = theirs.load_state_dict(model.state_dict(), strict=False)
    assert (missing, unexpected) == (["lm_head.weight"] if c.tie_embeddings else [], [])
    theirs.tie_weights()
    return theirs


def in_pieces(model, input_ids, lengths, state=None, **others):
    """Logits and state of a sequence that is read piece by piece."""
    logits = []
    for piece in input_ids.split(lengths, dim=1):
        out, state = model(piece, state, **others)
        logits.append(out)
    return torch.cat(logits, dim=1), state


def flat(state):
    return [tensor for layer in state.layers for tensor in layer]


def close(got, want, tolerance=1e-5):
    torch.testing.assert_close(got, want, rtol=tolerance, atol=tolerance)


def state_rows(state, rows):
    return MambaState(tuple((conv[rows], ssm[rows]) for conv, ssm in state.layers))


# The same numbers as transformers


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@torch.no_grad()
def test_logits_are_those_of_transformers(sizes):
    model, input_ids = make(**sizes), tokens(2, 23)
    want = peer(model)(input_ids).logits[..., :43]
    assert want.abs().max() > 1  # so that the difference says something
    assert model(input_ids)[0].shape == (2, 23, 43)
    for lengths in ([23], [1, 2, 13, 7], [1] * 23):
        got, _ = in_pieces(model, input_ids, lengths)
        assert (got - want).abs().max() < 1e-4


@torch.no_grad()
def test_left_padding_is_that_of_transformers():
    model, input_ids = make(), tokens(3, 11)
    mask = torch.tensor([[0] * n + [1] * (11 - n) for n in (0, 4, 10)])
    want = peer(model)(input_ids, attention_mask=mask).logits[..., :43]
    got, _ = model(input_ids, attention_mask=mask)
    assert (got - want)[mask.bool()].abs().max() < 1e-4


def test_gradients_are_those_of_transformers():
    model, input_ids = make(), tokens(2, 9)
    theirs = peer(model)
    for logits in (model(input_ids)[0], theirs(input_ids).logits[..., :43]):
        F.cross_entropy(logits[:, :-1].flatten(0, 1), input_ids[:, 1:].flatten()).backward()
    wanted = dict(theirs.named_parameters())
    for name, parameter in model.named_parameters():
        close(parameter.grad, wanted[name].grad)


# One contract: whole, in pieces, token by token


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("lengths", [[5, 2], [1, 6], [3, 3, 1], [1] * 7], ids=str)
@torch.no_grad()
def test_pieces_are_the_whole(sizes, lengths):
    model, input_ids = make(**sizes).double(), tokens(2, 7)
    _, start = model(tokens(2, 4, seed=5))
    for state in (None, start):
        whole, last = model(input_ids, state)
        got, end = in_pieces(model, input_ids, lengths, state)
        close(got, whole, 1e-11)
        close(flat(end), flat(last), 1e-11)


@torch.no_grad()
def test_reading_changes_no_argument():
    model, input_ids, mask = make(), tokens(2, 5), torch.tensor([[0, 1, 1, 1, 1], [1, 1, 1, 1, 0]])
    _, state = model(input_ids)
    before = [t.clone() for t in (input_ids, mask, *flat(state))]
    model(input_ids, state, attention_mask=mask)
    assert all(torch.equal(*pair) for pair in zip((input_ids, mask, *flat(state)), before, strict=True))


def test_gradients_flow_through_the_state():
    """The gradient of the last piece's loss reaches all that the state came from."""
    model, input_ids = make().double(), tokens(2, 9)

    def gradients(read):
        model.zero_grad()
        logits, state = read()
        (logits[:, -2:].square().sum() + sum(t.square().sum() for t in flat(state))).backward()
        return [parameter.grad.clone() for parameter in model.parameters()]

    whole = gradients(lambda: model(input_ids))
    close(gradients(lambda: in_pieces(model, input_ids, [4, 1, 4])), whole, 1e-9)
    _, state = model(input_ids[:, :4])
    cut = gradients(lambda: model(input_ids[:, 4:], state.detach()))
    assert not all(torch.allclose(*pair) for pair in zip(cut, whole, strict=True))


def test_a_block_keeps_the_contract_alone():
    torch.manual_seed(0)
    block, x = MambaBlock(MambaConfig(8, 6, 1)).double(), torch.randn(2, 5, 6, dtype=torch.float64)
    whole, last = block(x)
    first, state = block(x[:, :2])
    second, end = block(x[:, 2:], state)
    assert whole.shape == (2, 5, 6)
    close(torch.cat([first, second], dim=1), whole, 1e-12)
    close(end, last, 1e-12)


# Padding and packing


MASKS = {
    "left": [[0, 0, 0, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 1]],
    "right": [[1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0]],
    "anywhere": [[0, 1, 1, 0, 1, 0, 0], [1, 0, 1, 0, 1, 0, 1], [0, 0, 0, 0, 1, 1, 0]],
    "a whole row": [[0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1], [0, 0, 1, 1, 1, 0, 0]],
}


@pytest.mark.parametrize("started", [False, True], ids=["empty", "from a state"])
@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)
@pytest.mark.parametrize("sizes", [SIZES["plain"], SIZES["many states"], SIZES["narrow"]], ids=["4", "5", "1"])
@torch.no_grad()
def test_padding_is_as_if_it_were_not_there(sizes, mask, started):
    model, input_ids, mask = make(**sizes).double(), tokens(3, 7), torch.tensor(mask)
    _, start = model(tokens(3, 6, seed=5))
    if not started:
        start = MambaState(tuple((torch.zeros_like(conv), torch.zeros_like(ssm)) for conv, ssm in start.layers))
    got, last = model(input_ids, start if started else None, attention_mask=mask)
    assert got.isfinite().all()
    for row, real in enumerate(mask.bool()):
        want, end = None, state_rows(start, [row])
        if real.any():
            want, end = model(input_ids[[row]][:, real], end)
            close(got[[row]][:, real], want, 1e-11)
        close(flat(state_rows(last, [row])), flat(end), 1e-11)


@torch.no_grad()
def test_what_stands_in_the_padding_does_not_matter():
    model, input_ids, mask = make(), tokens(2, 6), torch.tensor([[0, 0, 1, 1, 1, 1], [1, 1, 1, 1, 1, 0]])
    got, state = model(input_ids, attention_mask=mask)
    for padding in (-100, 42, 10**9):  # no token at all is allowed too
        filled = torch.where(mask.bool(), input_ids, padding)
        again, end = model(filled, attention_mask=mask.bool())
        assert torch.equal(again[mask.bool()], got[mask.bool()])
        assert all(torch.equal(*pair) for pair in zip(flat(end), flat(state), strict=True))


def test_padding_gets_no_gradient():
    model, mask = make().double(), torch.tensor([[0, 0, 1, 1, 1], [1, 1, 1, 1, 0]])
    input_ids = torch.where(mask.bool(), tokens(2, 5), 7)

    def gradients(*runs):
        model.zero_grad()
        sum((logits[real].square().sum() + sum(t.sum() for t in flat(end))) for logits, end, real in runs).backward()
        return [parameter.grad.clone() for parameter in model.parameters()]

    padded = gradients((*model(input_ids, attention_mask=mask), mask.bool()))
    alone = [(*model(ids[None, real]), slice(None)) for ids, real in zip(input_ids, mask.bool(), strict=True)]
    close(padded, gradients(*alone), 1e-9)


@pytest.mark.parametrize("numbers", [[0, 1, 2], [5, 3, 5], [1, -1, 1]], ids=str)
@pytest.mark.parametrize("d_conv", [1, 4, 6])
@torch.no_grad()
def test_packed_texts_are_the_texts_alone(d_conv, numbers):
    model, input_ids, lengths = make(d_conv=d_conv).double(), tokens(2, 12), [4, 6, 2]
    _, start = model(tokens(2, 5, seed=5))
    seq_idx = torch.tensor(numbers).repeat_interleave(torch.tensor(lengths)).expand(2, 12)
    got, last = model(input_ids, start, seq_idx=seq_idx)
    state, wanted = start, []
    for piece in input_ids.split(lengths, dim=1):
        want, end = model(piece, state)
        wanted.append(want)
        state = None
    close(got, torch.cat(wanted, dim=1), 1e-11)
    close(flat(last), flat(end), 1e-11)


@pytest.mark.parametrize("numbers", [[0, 1], [1, 0, 1]], ids=str)
@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)
@torch.no_grad()
def test_packing_and_padding_together(mask, numbers):
    model, input_ids, mask = make().double(), tokens(3, 7), torch.tensor(mask)
    _, start = model(tokens(3, 6, seed=5))
    seq_idx = torch.tensor(numbers).repeat_interleave(3)[:7]
    seq_idx = F.pad(seq_idx, (0, 7 - len(seq_idx)), value=numbers[-1]).expand(3, 7)
    got, last = model(input_ids, start, seq_idx, mask)
    for row, real in enumerate(mask.bool()):
        if real.any():
            want, end = model(input_ids[[row]][:, real], state_rows(start, [row]), seq_idx[[row]][:, real])
            close(got[[row]][:, real], want, 1e-11)
            close(flat(state_rows(last, [row])), flat(end), 1e-11)


# Sizes


def test_mamba_130m_has_as_many_parameters_as_the_published_one():
    config = MambaConfig(vocab_size=50277, d_model=768, n_layer=24)
    assert (config.d_inner, config.dt_rank, config.padded_vocab_size) == (1536, 48, 50280)
    assert config.parameter_count == 129_135_360
    with torch.device("meta"):
        model = MambaLM(config)
    assert sum(parameter.numel() for parameter in model.parameters()) == 129_135_360


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_parameters_are_counted_by_hand(sizes):
    model = make(**sizes)
    assert model.config.parameter_count == sum(parameter.numel() for parameter in model.parameters())


@pytest.mark.parametrize("length", [1, 50])
@torch.no_grad()
def test_the_state_has_a_fixed_size(length):
    model = make(d_model=12, n_layer=3, d_state=5, d_conv=4)
    _, state = model(tokens(2, length))
    assert [(conv.shape, ssm.shape) for conv, ssm in state.layers] == [((2, 24, 3), (2, 24, 5))] * 3
    assert {tensor.dtype for tensor in flat(state)} == {torch.float32}
    assert state.nbytes == 3 * 2 * 24 * (3 + 5) * 4


# Types


def seen_by_the_scan(monkeypatch, run):
    """The types in which the arguments reach the scan."""
    calls = []
    scan = module.selective_scan

    def watch(u, delta, A, B, C, D, z, delta_bias, **others):
        calls.append({"u": u.dtype, "A": A.dtype, "D": D.dtype, "delta_bias": delta_bias.dtype})
        return scan(u, delta, A, B, C, D, z, delta_bias, **others)

    monkeypatch.setattr(module, "selective_scan", watch)
    result = run()
    return calls[0], result


def test_autocast_keeps_what_must_be_exact(monkeypatch):
    model, input_ids = make(), tokens(2, 17)
    want, exact = model(input_ids)

    def run():
        with torch.autocast("cpu", torch.bfloat16):
            return in_pieces(model, input_ids, [9, 8])

    types, (got, state) = seen_by_the_scan(monkeypatch, run)
    assert types == {"u": torch.bfloat16, "A": torch.float32, "D": torch.float32, "delta_bias": torch.float32}
    assert got.dtype == torch.float32
    assert {tensor.dtype for tensor in flat(state)} == {torch.float32}
    got.square().mean().backward()
    assert {(p.dtype, p.grad.dtype) for p in model.parameters()} == {(torch.float32, torch.float32)}
    assert all(parameter.grad.isfinite().all() for parameter in model.parameters())
    close(got, want, 0.1 * want.std().item())
    close(flat(state), flat(exact), 0.1)


@torch.no_grad()
def test_weights_of_bfloat16_still_have_a_residual_and_a_state_of_float32(monkeypatch):
    model, input_ids = make(), tokens(2, 7)
    want, _ = model(input_ids)
    model.bfloat16()
    residuals = []
    model.backbone.layers[1].register_forward_pre_hook(lambda _, arguments: residuals.append(arguments[0].dtype))
    types, (got, state) = seen_by_the_scan(monkeypatch, lambda: model(input_ids))
    assert (residuals, types["A"], got.dtype) == ([torch.float32], torch.float32, torch.float32)
    assert {tensor.dtype for tensor in flat(state)} == {torch.float32}
    close(got, want, 0.1 * want.std().item())


def test_rms_norm_is_torchs():
    norm, x = RMSNorm(5, eps=0.3), torch.randn(2, 3, 5)
    norm.weight.data = torch.randn(5)
    close(norm(x), F.rms_norm(x, (5,), norm.weight, 0.3), 1e-6)


# The start


def test_a_new_model_starts_as_the_published_one():
    torch.manual_seed(0)
    config = MambaConfig(1000, 256, 3, d_state=5, dt_rank=9, bias=True, dt_min=0.002, dt_max=0.2)
    model = MambaLM(config)
    mixers = [layer.mixer for layer in model.backbone.layers]
    assert abs(model.backbone.embeddings.weight.std() - 0.02) < 2e-4
    for mixer in mixers:
        assert torch.equal(mixer.A_log, torch.log(torch.tensor([1.0, 2, 3, 4, 5])).expand(512, 5))
        assert torch.equal(mixer.D, torch.ones(512))
        assert not mixer.in_proj.bias.any()
        assert not mixer.out_proj.bias.any()
        for weight, bound in (
            (mixer.dt_proj.weight, 9**-0.5),
            (mixer.in_proj.weight, 256**-0.5),
            (mixer.x_proj.weight, 512**-0.5),
            (mixer.out_proj.weight, 512**-0.5 / 3**0.5),
            (mixer.conv1d.weight, 4**-0.5),
        ):
            uniform = scipy.stats.uniform(-bound, 2 * bound)
            assert weight.abs().max() <= bound * 1.000001
            assert scipy.stats.kstest(weight.detach().flatten(), uniform.cdf).pvalue > 1e-3
    steps = F.softplus(torch.cat([mixer.dt_proj.bias for mixer in mixers])).detach()
    assert steps.min() > 0.00199
    assert steps.max() < 0.201
    uniform = scipy.stats.uniform(math.log(0.002), math.log(0.2) - math.log(0.002))
    assert scipy.stats.kstest(steps.log(), uniform.cdf).pvalue > 1e-3


def test_no_step_starts_below_the_floor():
    model = MambaLM(MambaConfig(10, 64, 1, dt_min=1e-6, dt_max=0.1, dt_init_floor=1e-2))
    steps = F.softplus(model.backbone.layers[0].mixer.dt_proj.bias)
    assert 0.00999 < steps.min() < 0.01001


def test_what_must_not_decay_does_not():
    model = make(bias=True, tie_embeddings=False, n_layer=1)
    name_of = {id(parameter): name for name, parameter in model.named_parameters()}
    decayed, kept = model.decay_groups(0.1)
    assert (decayed["weight_decay"], kept["weight_decay"]) == (0.1, 0.0)
    mixer = "backbone.layers.0.mixer."
    assert {name_of[id(parameter)] for parameter in kept["params"]} == {
        "backbone.norm_f.weight",
        "backbone.layers.0.norm.weight",
        *(mixer + name for name in ("A_log", "D", "conv1d.bias", "dt_proj.bias", "in_proj.bias", "out_proj.bias")),
    }
    assert len(decayed["params"]) + len(kept["params"]) == len(name_of)
    torch.optim.AdamW(model.decay_groups(0.1))


def test_a_tied_head_is_the_embeddings():
    model = make()
    assert "lm_head.weight" not in model.state_dict()
    again = copy.deepcopy(model)
    with torch.no_grad():
        again.backbone.embeddings.weight *= 2
        x = torch.randn(1, 1, 12)
        close(again.head(x), 2 * model.head(x))


# The state


def a_state():
    model = make()
    return model, model(tokens(2, 6))[1]


def test_a_clone_is_another_memory_and_a_detached_one_has_no_past():
    _, state = a_state()
    clone, detached = state.clone(), state.detach()
    assert all(tensor.requires_grad for tensor in flat(state) + flat(clone))
    assert not any(tensor.requires_grad for tensor in flat(detached))
    before = [tensor.detach().clone() for tensor in flat(state)]
    for tensor in flat(clone.detach()):
        tensor.zero_()
    assert all(torch.equal(*pair) for pair in zip(flat(state), before, strict=True))


@pytest.mark.parametrize("device", ["cpu", "meta"] + ["cuda"] * torch.cuda.is_available())
def test_a_state_goes_to_another_device(device):
    _, state = a_state()
    assert {(t.device.type, t.dtype) for t in flat(state.to(device))} == {(device, torch.float32)}


@torch.no_grad()
def test_a_saved_state_goes_on_where_it_was(tmp_path):
    model, state = a_state()
    state.save(tmp_path / "new" / "memory.safetensors")
    loaded = MambaState.load(str(tmp_path / "new" / "memory.safetensors"))
    (tmp_path / "new" / "memory.safetensors").write_bytes(b"gone")  # the file is no longer needed
    assert all(torch.equal(*pair) for pair in zip(flat(loaded), flat(state), strict=True))
    assert torch.equal(model(tokens(2, 3), loaded)[0], model(tokens(2, 3), state)[0])


def without(tensors, *names):
    return {name: tensor for name, tensor in tensors.items() if name not in names}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[:-1], "no whole safetensors file"),
        (lambda data: b"", "no whole safetensors file"),
        (lambda data: b"\xff" * 8 + data, "no whole safetensors file"),
        (lambda data: b"\x80\x04K*.", "no whole safetensors file"),
    ],
    ids=["cut", "empty", "absurd header", "pickle"],
)
def test_a_damaged_state_is_refused(tmp_path, change, message):
    path = tmp_path / "state"
    a_state()[1].save(path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ValueError, match=message):
        MambaState.load(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda tensors: {}, "conv and an ssm state for each layer, got \\[\\]"),
        (lambda tensors: without(tensors, "layers.1.ssm"), "conv and an ssm state for each layer"),
        (lambda tensors: without(tensors, "layers.0.conv", "layers.0.ssm"), "conv and an ssm state for each layer"),
        (lambda tensors: tensors | {"more": torch.ones(1)}, "conv and an ssm state for each layer"),
        (lambda tensors: tensors | {"layers.1.ssm": torch.tensor([torch.nan])}, "finite .* \\['layers.1.ssm'\\]"),
    ],
    ids=["nothing", "one missing", "first layer missing", "one more", "nan"],
)
def test_a_file_of_something_else_is_no_state(tmp_path, change, message):
    a_state()[1].save(tmp_path / "state")
    safetensors.torch.save_file(change(safetensors.torch.load_file(tmp_path / "state")), tmp_path / "other")
    with pytest.raises(ValueError, match=message):
        MambaState.load(tmp_path / "other")


# Errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"input_ids": torch.zeros(3, dtype=torch.long)}, "input_ids must be (batch, length) of int64"),
        ({"input_ids": torch.zeros(2, 0, dtype=torch.long)}, "neither of them 0, got (2, 0) of torch.int64"),
        ({"input_ids": torch.zeros(0, 2, dtype=torch.long)}, "neither of them 0, got (0, 2) of torch.int64"),
        ({"input_ids": torch.zeros(2, 3)}, "got (2, 3) of torch.float32"),
        ({"input_ids": torch.tensor([[0, 43]])}, "input_ids must lie from 0 to 42, got 0 to 43"),  # of the padding
        ({"input_ids": torch.tensor([[-1, 4]])}, "input_ids must lie from 0 to 42, got -1 to 4"),
        ({"seq_idx": torch.zeros(2, 4, dtype=torch.long)}, "seq_idx must be (2, 3) like input_ids, got (2, 4)"),
        ({"attention_mask": torch.ones(1, 3)}, "attention_mask must be (2, 3) like input_ids, got (1, 3)"),
    ],
    ids=str,
)
def test_bad_input_is_one_error(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()(**({"input_ids": tokens(2, 3)} | arguments))


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (lambda: make(n_layer=1)(tokens(2, 3))[1], "state must hold 2 layers of ((2, 24, 3), (2, 24, 16)), got 1 of"),
        (lambda: make()(tokens(1, 3))[1], "got 2 of [((1, 24, 3), (1, 24, 16))]"),
        (lambda: make(d_state=8)(tokens(2, 3))[1], "got 2 of [((2, 24, 3), (2, 24, 8))]"),
    ],
    ids=["layers", "batch", "d_state"],
)
def test_a_state_of_another_model_or_batch_is_refused(state, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()(tokens(2, 3), state())


@pytest.mark.parametrize("name", ["vocab_size", "d_model", "n_layer", "d_conv", "expand", "pad_vocab_size_multiple"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, None, "8"])
def test_a_size_is_a_whole_number(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be a whole number above 0, got {value!r}$"):
        MambaConfig(**({"vocab_size": 8, "d_model": 8, "n_layer": 1} | {name: value}))


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("d_state", 257, "a whole number from 1 to 256, got 257"),
        ("dt_rank", "all", "'auto' or a whole number above 0, got 'all'"),
        ("dt_min", 0, "a number above 0, got 0"),
        ("dt_max", 0.0001, "a number above 0 and not below dt_min, got 0.0001"),
        ("dt_init_floor", -1.0, "a number above 0, got -1.0"),
        ("norm_eps", math.nan, "a number above 0, got nan"),
        ("norm_eps", math.inf, "a number above 0, got inf"),
        ("bias", 1, "True or False, got 1"),
        ("tie_embeddings", None, "True or False, got None"),
    ],
)
def test_a_config_says_what_it_wants(name, value, wanted):
    with pytest.raises(ValueError, match=f"^{name} must be {re.escape(wanted)}$"):
        MambaConfig(8, 8, 1, **{name: value})


def test_a_config_names_all_that_is_wrong():
    with pytest.raises(ValueError, match=r"^vocab_size must .*; n_layer must .*; dt_min must .*; bias must [^;]*$"):
        MambaConfig(0, 8, -3, dt_min="small", bias="yes")


def test_dt_rank_is_rounded_up():
    assert [MambaConfig(8, width, 1).dt_rank for width in (1, 16, 17, 768)] == [1, 1, 2, 48]


# Compiled and exported


def test_exported_for_every_batch_and_length():
    model, any_size = make(), {0: torch.export.Dim("batch", max=64), 1: torch.export.Dim("length", max=4096)}
    exported = torch.export.export(model, (tokens(3, 9),), dynamic_shapes=(any_size,)).module()
    for size in ((3, 9), (1, 1), (7, 30)):
        got, end = exported(tokens(*size))
        want, last = model(tokens(*size))
        close(got, want)
        assert isinstance(end, MambaState)
        close(flat(end), flat(last))


@pytest.mark.parametrize("padded", [False, True])
def test_one_graph_does_for_all_batches_and_lengths(padded):
    torch._dynamo.reset()
    model, graphs = make(n_layer=1), []

    def count(graph, inputs):
        graphs.append(graph)
        return graph.forward

    compiled = torch.compile(model, fullgraph=True, dynamic=True, backend=count)
    with torch.no_grad():
        for batch, length in ((2, 9), (3, 9), (5, 2), (7, 13), (4, 64)):
            ids = tokens(batch, length)
            mask = (torch.arange(length) >= torch.arange(batch)[:, None] % length).long() if padded else None
            got, want = (run(ids, attention_mask=mask)[0] for run in (compiled, model))
            real = torch.ones_like(ids, dtype=torch.bool) if mask is None else mask.bool()
            close(got[real], want[real])
    assert len(graphs) == 1


def test_the_model_compiles_as_one_graph():
    model, input_ids = make(n_layer=1), tokens(2, 9)
    compiled = torch.compile(model, fullgraph=True, backend="aot_eager")
    mask, seq_idx = torch.tensor([[0, 0] + [1] * 7, [1] * 9]), torch.tensor([0] * 4 + [1] * 5).expand(2, 9)
    _, start = model(tokens(2, 4))
    for arguments in ((input_ids,), (input_ids, start.detach(), seq_idx, mask)):
        want, last = model(*arguments)
        got, end = compiled(*arguments)
        close(got, want)
        close(flat(end), flat(last))
    got.sum().backward()
    assert all(parameter.grad.isfinite().all() for parameter in model.parameters())
