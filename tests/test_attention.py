"""mambalib.attention against transformers' Llama and plain loops, and against itself: whole, in pieces, packed."""

import json
import math
import re

import pytest
import safetensors.torch
import torch
import torch.nn.functional as F
import transformers

from mambalib import attention
from mambalib.attention import KVCache, Transformer, TransformerConfig

SIZES = {
    "plain": {},
    "one head": {"n_head": 1, "n_layer": 1},
    "narrow heads": {"d_model": 14, "n_head": 7, "n_layer": 3},
    "wide MLP": {"d_ff": 37, "norm_eps": 0.1},
}


def make(seed=0, **sizes):
    """A small float64 model none of whose weights are the ones that it starts from."""
    torch.manual_seed(seed)
    model = Transformer(TransformerConfig(**({"vocab_size": 43, "d_model": 12, "n_layer": 2, "n_head": 3} | sizes)))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    return model.double()


def tokens(*shape, vocab_size=43, seed=1):
    return torch.randint(vocab_size, shape, generator=torch.Generator().manual_seed(seed))


def peer(model, folder):
    """The model of transformers, read from what ours has written."""
    model.save_pretrained(folder)
    theirs, info = transformers.LlamaForCausalLM.from_pretrained(folder, output_loading_info=True)
    assert not info["unexpected_keys"] and not info["mismatched_keys"] and info["missing_keys"] <= {"lm_head.weight"}
    return theirs.eval()


def in_pieces(model, input_ids, lengths, state=None, seq_idx=None):
    """Logits and cache of a sequence that is read piece by piece."""
    logits, first = [], 0
    for length in lengths:
        here = slice(first, first + length)
        out, state = model(input_ids[:, here], state, None if seq_idx is None else seq_idx[:, here])
        logits.append(out)
        first += length
    return torch.cat(logits, dim=1), state


def flat(cache):
    return [tensor for layer in cache.layers for tensor in layer]


def close(got, want, tolerance=1e-11):
    torch.testing.assert_close(got, want, rtol=tolerance, atol=tolerance)


# The same numbers as transformers, and as plain loops


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@torch.no_grad()
def test_logits_are_those_of_transformers(sizes, tmp_path):
    model, input_ids = make(**sizes).float(), tokens(2, 23)
    want = peer(model, tmp_path)(input_ids).logits
    assert want.abs().max() > 1  # so that the difference says something
    for lengths in ([23], [1, 2, 13, 7], [1] * 23):
        got, _ = in_pieces(model, input_ids, lengths)
        assert got.dtype == torch.float32 and got.shape == (2, 23, 43)
        assert (got - want).abs().max() < 1e-5 * want.abs().max()


def test_gradients_are_those_of_transformers(tmp_path):
    model, input_ids = make().float(), tokens(2, 9)
    theirs = peer(model, tmp_path)
    for logits in (model(input_ids)[0], theirs(input_ids).logits):
        F.cross_entropy(logits[:, :-1].flatten(0, 1), input_ids[:, 1:].flatten()).backward()
    wanted = dict(theirs.named_parameters())
    for name, parameter in model.named_parameters():
        close(parameter.grad, wanted[name].grad, 1e-4)


def by_hand(layer, x, n_head):
    """One layer of attention, query by query and key by key; x (length, d_model)."""
    q, k, v, o = (getattr(layer, f"{name}_proj").weight for name in "qkvo")
    d_head = x.shape[1] // n_head
    outputs = []
    for here in range(len(x)):
        heads = []
        for head in range(n_head):
            rows = slice(head * d_head, (head + 1) * d_head)
            query, keys = turned(q[rows] @ x[here], here), [turned(k[rows] @ x[j], j) for j in range(here + 1)]
            scores = torch.stack([query @ key / d_head**0.5 for key in keys])
            weights = torch.exp(scores) / torch.exp(scores).sum()
            heads.append(sum(weight * (v[rows] @ x[j]) for j, weight in enumerate(weights)))
        outputs.append(o @ torch.cat(heads))
    return torch.stack(outputs)


def turned(vector, position):
    """RoPE as complex numbers: pair i times exp(j position 10000^(-2i/d))."""
    half = len(vector) // 2
    pairs = torch.complex(vector[:half], vector[half:])
    turn = torch.tensor([complex(0, position * 10_000 ** (-i / half)) for i in range(half)], dtype=torch.complex128)
    pairs = pairs * torch.exp(turn)
    return torch.cat([pairs.real, pairs.imag])


@torch.no_grad()
def test_attention_is_a_plain_loop():
    model, x = make(), torch.randn(1, 6, 12, dtype=torch.float64)
    layer = model.model["layers"][0].self_attn
    got, _ = layer(x, attention.rope_angles(0, 6, 4, x.device), None, None, 0)
    close(got[0], by_hand(layer, x[0], 3))


def test_rope_keeps_its_digits_far_out():
    """Python's own cosine at a position of a million, and products that know only the distance."""
    cosine, sine = attention.rope_angles(1_000_000, 3, 6, torch.device("cpu"))
    for place in range(3):
        for pair in range(3):
            angle = (1_000_000 + place) / 10_000 ** (pair / 3)
            assert cosine[place, pair] == pytest.approx(math.cos(angle), abs=1e-9)
            assert sine[place, pair] == pytest.approx(math.sin(angle), abs=1e-9)
    query, key = torch.randn(2, 1, 6, dtype=torch.float64)
    near = [attention.rotate(v, *attention.rope_angles(p, 1, 6, v.device)) for v, p in ((query, 5), (key, 2))]
    far = [attention.rotate(v, *attention.rope_angles(p, 1, 6, v.device)) for v, p in ((query, 1005), (key, 1002))]
    close((near[0] * near[1]).sum(), (far[0] * far[1]).sum())
    assert not torch.allclose(near[0], far[0], atol=0.01)


# One contract: whole, in pieces, token by token


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("lengths", [[5, 2], [1, 6], [3, 3, 1], [1] * 7], ids=str)
@pytest.mark.parametrize("gradients", [False, True], ids=["no_grad", "grad"])
def test_pieces_are_the_whole(sizes, lengths, gradients):
    model, input_ids = make(**sizes), tokens(2, 7)
    with torch.set_grad_enabled(gradients):
        _, start = model(tokens(2, 4, seed=5))
        for state in (None, start):
            whole, last = model(input_ids, state)
            got, end = in_pieces(model, input_ids, lengths, state)
            close(got, whole)
            close(flat(end), flat(last))
            assert end.length == last.length == 7 + (0 if state is None else 4)


@torch.no_grad()
def test_no_token_sees_a_later_one():
    model, input_ids = make(), tokens(1, 9)
    other = input_ids.clone()
    other[0, 5] = (other[0, 5] + 1) % 43
    before, after = model(input_ids)[0], model(other)[0]
    assert torch.equal(before[:, :5], after[:, :5])
    assert (before[:, 5:] != after[:, 5:]).any(-1).all()


def test_gradients_flow_through_the_cache():
    """The gradient of the last piece's loss reaches all that the cache came from."""
    model, input_ids = make(), tokens(2, 9)

    def gradients(lengths):
        model.zero_grad()
        in_pieces(model, input_ids, lengths)[0][:, -2:].square().sum().backward()
        return [parameter.grad.clone() for parameter in model.parameters()]

    whole = gradients([9])
    close(gradients([7, 2]), whole)
    close(gradients([1] * 9), whole)
    _, state = model(input_ids[:, :7])
    model.zero_grad()
    model(input_ids[:, 7:], state.detach())[0].square().sum().backward()
    assert not torch.allclose(model.model["layers"][0].self_attn.k_proj.weight.grad, whole[2])


# Packed texts


@pytest.mark.parametrize("lengths", [[11], [3, 8], [6, 2, 3], [1, 1, 1, 3, 1, 1, 3]], ids=str)
@torch.no_grad()
def test_packed_texts_are_separate_runs(lengths):
    """Cut inside the texts: the first text of a piece is the one that was being read."""
    model, input_ids = make(), tokens(2, 11)
    seq_idx = torch.tensor([[5, 5, 5, 5, 2, 7, 7, 7, 7, 7, 7], [0] * 9 + [1, 0]])
    got, state = in_pieces(model, input_ids, lengths, seq_idx=seq_idx)
    for row, runs in ((0, [4, 1, 6]), (1, [9, 1, 1])):
        want = [model(text)[0] for text in input_ids[row : row + 1].split(runs, dim=1)]
        close(got[row], torch.cat(want, dim=1)[0])
    more = tokens(2, 3, seed=4)  # goes on with the last text of each row, whose number no longer matters
    got, _ = in_pieces(model, more, [1, 2], state)
    for row, rest in ((0, 6), (1, 1)):
        own = torch.cat([input_ids[row : row + 1, -rest:], more[row : row + 1]], dim=1)
        close(got[row], model(own)[0][0, -3:])


@torch.no_grad()
def test_the_cache_belongs_to_the_first_text():
    model, before, input_ids = make(), tokens(1, 4, seed=3), tokens(1, 5)
    _, state = model(before)
    got, _ = model(input_ids, state, torch.tensor([[8, 8, 9, 9, 9]]))
    close(got[:, :2], model(input_ids[:, :2], state)[0])
    close(got[:, 2:], model(input_ids[:, 2:])[0])


# The cache


@torch.no_grad()
def test_a_cache_stays_as_it_is():
    """Forks of one cache write over nothing that another knows, in whatever order they go on."""
    model, input_ids = make(), tokens(1, 5)
    _, state = model(input_ids)
    kept = [tensor.clone() for tensor in flat(state)]
    ends = [(tokens(1, 4, seed=seed), state) for seed in (2, 3, 4)]
    for place in range(4):
        ends = [(text, model(text[:, place : place + 1], fork)[1]) for text, fork in ends]
    close(flat(state), kept, 0)
    for text, fork in ends:
        close(flat(fork), flat(model(torch.cat([input_ids, text], dim=1))[1]))


@torch.no_grad()
def test_a_token_copies_no_whole_cache(monkeypatch):
    """In 200 tokens the room moves as often as it doubles."""
    moved, model, state = [], make(n_layer=1), None
    inner = attention._roomy
    monkeypatch.setattr(attention, "_roomy", lambda old, places: moved.append(places) or inner(old, places))
    for token in tokens(1, 200).unbind(1):
        _, state = model(token[None], state)
    assert moved == [places for places in (2, 3, 5, 9, 17, 33, 65, 129) for _ in ("keys", "values")]


@torch.no_grad()
def test_bytes_are_counted():
    model = make().float()
    _, state = model(tokens(2, 9))
    assert state.nbytes == 2 * 2 * 2 * 9 * 12 * 4  # layers, keys and values, batch, length, d_model, bytes
    _, state = model(tokens(2, 1), state)
    assert state.nbytes == 2 * 2 * 2 * 10 * 12 * 4


def test_a_clone_shares_nothing_and_a_detached_cache_has_no_history():
    model, input_ids = make(), tokens(1, 3)
    seq_idx = torch.tensor([[0, 1, 1]])
    _, state = model(input_ids, seq_idx=seq_idx)
    assert all(tensor.requires_grad for tensor in flat(state))
    assert not any(tensor.requires_grad for tensor in flat(state.detach()))
    copy = state.clone()
    places = {tensor.data_ptr() for tensor in (*flat(state), state.start)}
    assert not places & {tensor.data_ptr() for tensor in (*flat(copy), copy.start)}
    moved = state.to("cpu")
    for other in (copy, state.detach(), moved):
        assert isinstance(other, KVCache) and other.length == 3
        close(flat(other), flat(state), 0)
        close(model(input_ids, other)[0], model(input_ids, state)[0])


# Sizes, start, decay


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_parameters_are_counted_by_hand(sizes):
    model = make(**sizes)
    assert sum(p.numel() for p in model.parameters()) == model.config.parameter_count
    assert len(list(model.parameters())) == len(model.state_dict())  # the head is the embeddings


def test_a_layer_is_as_large_as_two_mamba_blocks():
    assert TransformerConfig(50_280, 768, 12, 12).d_ff == 2048
    count = TransformerConfig(50_280, 768, 12, 12).parameter_count
    assert abs(count / 129_135_360 - 1) < 0.07  # of the published Mamba with 24 blocks


def test_what_the_layers_add_is_small_at_the_start():
    torch.manual_seed(0)
    model = Transformer(TransformerConfig(43, 256, 8, 4))
    for name, inputs in (("self_attn.o_proj", 256), ("mlp.down_proj", model.config.d_ff)):
        for layer in model.model["layers"]:
            got = layer.get_submodule(name).weight.std().item()
            assert got == pytest.approx((3 * inputs) ** -0.5 / 4, rel=0.02)  # sqrt(2 · 8 layers)
    assert model.model["layers"][0].mlp.up_proj.weight.std().item() == pytest.approx((3 * 256) ** -0.5, rel=0.02)
    assert model.model["embed_tokens"].weight.std().item() == pytest.approx(0.02, rel=0.05)
    with torch.no_grad():
        loss = F.cross_entropy(model(tokens(4, 32))[0].flatten(0, 1), tokens(4, 32, seed=9).flatten())
    assert loss.item() == pytest.approx(math.log(43), abs=0.1)


def test_matrices_decay_and_norms_do_not():
    model = make()
    decayed, kept = model.decay_groups(0.1)
    assert (decayed["weight_decay"], kept["weight_decay"]) == (0.1, 0.0)
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    assert {names[id(p)] for p in kept["params"]} == {n for n in names.values() if "norm" in n}
    assert len(decayed["params"]) + len(kept["params"]) == len(names)


def test_autocast_keeps_the_residual_in_float32():
    model, input_ids = make().float(), tokens(2, 9)
    want = model(input_ids)[0]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, state = model(input_ids)
        pieces, _ = in_pieces(model, input_ids, [4, 1, 4])
    assert logits.dtype == torch.float32 and flat(state)[0].dtype == torch.bfloat16
    for got in (logits, pieces):
        assert (got - want).abs().max() < 0.05 * want.abs().max()


# Arguments


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"vocab_size": 0}, "vocab_size must be a whole number above 0, got 0"),
        ({"n_layer": True}, "n_layer must be"),
        ({"d_model": 8.0, "d_ff": "wide"}, "d_model must be .*; d_ff must be 'auto' or"),
        ({"n_head": 5}, "n_head must divide d_model = 12 into even parts, got 5"),
        ({"n_head": 4}, "even parts, got 4"),
        ({"norm_eps": 0.0}, "norm_eps must be a number above 0, got 0.0"),
    ],
)
def test_a_config_names_what_is_wrong(changed, message):
    with pytest.raises(ValueError, match=message):
        TransformerConfig(**({"vocab_size": 43, "d_model": 12, "n_layer": 2, "n_head": 3} | changed))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((torch.zeros(3, dtype=torch.int64),), r"input_ids must be \(batch, length\)"),
        ((torch.zeros(1, 3),), "input_ids must be .* of torch.float32"),
        ((torch.tensor([[0, 43]]),), "input_ids must lie from 0 to 42, got 0 to 43"),
        ((torch.tensor([[-1, 4]]),), "input_ids must lie from 0 to 42, got -1 to 4"),
        ((tokens(1, 3), None, torch.zeros(1, 2)), r"seq_idx must be \(1, 3\)"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        make()(*arguments)


def test_the_cache_of_another_batch_or_model_is_refused():
    _, state = make()(tokens(2, 3))
    for model, batch in ((make(), 1), (make(n_layer=3), 2), (make(n_head=2), 2)):
        with pytest.raises(ValueError, match=r"state must hold . layers of"):
            model(tokens(batch, 3), state)


# Files


@torch.no_grad()
def test_a_saved_model_comes_back(tmp_path):
    model = make(**SIZES["narrow heads"]).float()
    model.save_pretrained(tmp_path / "new" / "folder")
    again = Transformer.from_pretrained(tmp_path / "new" / "folder")
    assert again.config == model.config
    assert torch.equal(again(tokens(2, 9))[0], model(tokens(2, 9))[0])
    (tmp_path / "new" / "folder" / "model.safetensors").write_bytes(b"")  # no longer needed: the weights are copies
    assert torch.equal(again(tokens(2, 9))[0], model(tokens(2, 9))[0])


def change_config(folder, **fields):
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def change_weights(folder, change):
    path = folder / "model.safetensors"
    weights = {name: tensor.clone() for name, tensor in safetensors.torch.load_file(path).items()}
    safetensors.torch.save_file(change(weights), path)


def with_nan(weights):
    weights["model.norm.weight"][3] = torch.nan
    return weights


DAMAGE = {
    "no JSON": (lambda f: (f / "config.json").write_text("{"), "config.json must be the config of a Transformer"),
    "a list": (lambda f: (f / "config.json").write_text("[1]"), "config.json must be the config"),
    "a size is missing": (lambda f: (f / "config.json").write_text('{"vocab_size": 3}'), "'hidden_size' is missing"),
    "a size that cannot be": (lambda f: change_config(f, num_hidden_layers=-1), "n_layer must be a whole number"),
    "absurd sizes": (lambda f: change_config(f, num_hidden_layers=10**12), "must hold the .* numbers of config.json"),
    "grouped heads": (lambda f: change_config(f, num_key_value_heads=1), "num_key_value_heads = 3, got 1"),
    "other angles": (lambda f: change_config(f, rope_theta=5e5), "rope_theta = 10000.0, got 500000.0"),
    "a Mamba": (lambda f: change_config(f, model_type="mamba"), "model_type = 'llama', got 'mamba'"),
    "cut weights": (
        lambda f: (f / "model.safetensors").write_bytes((f / "model.safetensors").read_bytes()[:-7]),
        "model.safetensors must be a whole safetensors file",
    ),
    "another width": (lambda f: change_config(f, intermediate_size=8), "must hold the .* numbers"),
    "another name": (
        lambda f: change_weights(f, lambda w: {re.sub("^model.norm", "norm", name): t for name, t in w.items()}),
        "(?s)does not fit config.json.*model.norm.weight",
    ),
    "not a number": (lambda f: change_weights(f, with_nan), r"finite numbers, but not all are in \['model.norm.weight"),
}


@pytest.mark.parametrize(("damage", "message"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_model_is_refused(tmp_path, damage, message):
    make().save_pretrained(tmp_path)
    damage(tmp_path)
    with pytest.raises(ValueError, match=message):
        Transformer.from_pretrained(tmp_path)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(OSError, match=r"config\.json"):
        Transformer.from_pretrained(tmp_path)
