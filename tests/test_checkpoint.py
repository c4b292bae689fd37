"""mambalib.checkpoint: what is written opens in transformers, what is published opens here, the rest is refused."""

import json
import pickle
import re
import sys
import types
import zipfile

import pytest
import safetensors.torch
import torch
import transformers

from mambalib import checkpoint
from mambalib.checkpoint import CheckpointError
from mambalib.model import MambaConfig, MambaLM

SIZES = {
    "plain": {},
    "odd": {"d_model": 5, "d_state": 7, "d_conv": 3, "expand": 3, "dt_rank": 2, "norm_eps": 0.01},
    "other biases": {"bias": True, "conv_bias": False},
    "untied": {"tie_embeddings": False},
    "no padding": {"vocab_size": 48, "pad_vocab_size_multiple": 1, "dt_min": 0.01, "dt_max": 0.02},
}


def make(**sizes):
    torch.manual_seed(0)
    model = MambaLM(MambaConfig(**({"vocab_size": 43, "d_model": 12, "n_layer": 2} | sizes)))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    return model


@torch.no_grad()
def logits(model):
    ids = torch.arange(40).reshape(2, 20)
    return model(ids)[0] if isinstance(model, MambaLM) else model(ids).logits


def read(folder, name="model.safetensors"):
    return safetensors.torch.load_file(folder / name)


def write(folder, tensors, name="model.safetensors"):
    safetensors.torch.save_file({name: tensor.clone() for name, tensor in tensors.items()}, folder / name)


def configure(folder, **fields):
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


@pytest.fixture
def saved(tmp_path):
    """The folder of a small model, and the model."""
    model = make()
    model.save_pretrained(tmp_path / "model")
    return tmp_path / "model", model


def problems(folder):
    """The reasons for which a folder is refused: one error, with no code run."""
    with pytest.raises(CheckpointError) as caught:
        MambaLM.from_pretrained(folder)
    assert isinstance(caught.value, ValueError)
    head, *lines = str(caught.value).split("\n- ")
    assert str(folder) in head
    assert lines == caught.value.problems
    return lines


# There and back


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_what_is_saved_comes_back(tmp_path, sizes):
    model = make(**sizes)
    model.save_pretrained(str(tmp_path / "new" / "model"))
    again = MambaLM.from_pretrained(str(tmp_path / "new" / "model"))
    assert again.config == model.config
    assert torch.equal(logits(again), logits(model))
    assert sorted(path.name for path in (tmp_path / "new" / "model").iterdir()) == ["config.json", "model.safetensors"]
    assert all(p.requires_grad and p.dtype == torch.float32 for p in again.parameters())


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_transformers_opens_what_is_saved(tmp_path, sizes):
    model = make(**sizes)
    model.save_pretrained(tmp_path)
    theirs, report = transformers.MambaForCausalLM.from_pretrained(tmp_path, output_loading_info=True)
    assert not any(report[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    assert (logits(theirs)[..., : model.config.vocab_size] - logits(model)).abs().max() < 1e-4
    assert type(transformers.AutoModelForCausalLM.from_pretrained(tmp_path)) is transformers.MambaForCausalLM


@pytest.mark.parametrize("shard", ["1GB", "10KB"], ids=["one file", "shards"])
@pytest.mark.parametrize("tied", [True, False])
def test_what_transformers_saves_opens(tmp_path, tied, shard):
    torch.manual_seed(0)
    sizes = {"hidden_size": 12, "num_hidden_layers": 3, "state_size": 5, "time_step_rank": 2, "use_bias": True}
    theirs = transformers.MambaForCausalLM(
        transformers.MambaConfig(vocab_size=41, conv_kernel=3, tie_word_embeddings=tied, **sizes)
    ).eval()
    theirs.save_pretrained(tmp_path, max_shard_size=shard)
    assert len(list(tmp_path.glob("*.safetensors"))) == 1 if shard == "1GB" else 3
    ours = MambaLM.from_pretrained(tmp_path)
    assert (ours.config.vocab_size, ours.config.padded_vocab_size, ours.config.d_conv) == (41, 41, 3)
    assert logits(theirs).abs().max() > 0.5
    assert (logits(ours) - logits(theirs)).abs().max() < 1e-4


def original(folder, model, **config):
    """Write a model as the code published with the paper does."""
    c = model.config
    fields = {"d_model": c.d_model, "n_layer": c.n_layer, "vocab_size": c.vocab_size, "ssm_cfg": {}, "rms_norm": True}
    fields |= {"residual_in_fp32": True, "fused_add_norm": True, "pad_vocab_size_multiple": 8}
    weights = {name.replace("embeddings", "embedding"): tensor for name, tensor in model.state_dict().items()}
    if c.tie_embeddings:
        weights["lm_head.weight"] = weights["backbone.embedding.weight"]
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(fields | config))
    torch.save(weights, folder / "pytorch_model.bin")


@pytest.mark.parametrize(
    ("sizes", "config"),
    [
        ({}, {}),
        ({}, {"ssm_cfg": {"layer": "Mamba1"}, "attn_layer_idx": [], "d_intermediate": 0}),
        ({"tie_embeddings": False}, {"tie_embeddings": False}),
        ({"d_state": 5, "bias": True, "dt_rank": 3}, {"ssm_cfg": {"d_state": 5, "bias": True, "dt_rank": 3}}),
    ],
    ids=["as published", "newer", "untied", "ssm_cfg"],
)
def test_the_original_layout_opens(tmp_path, sizes, config):
    model = make(**sizes)
    original(tmp_path, model, **config)
    again = MambaLM.from_pretrained(tmp_path)
    assert again.config == model.config
    assert torch.equal(logits(again), logits(model))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_weights_become_float32(saved, dtype):
    folder, model = saved
    write(folder, {name: tensor.to(dtype) for name, tensor in read(folder).items()})
    again = MambaLM.from_pretrained(folder)
    assert {parameter.dtype for parameter in again.parameters()} == {torch.float32}
    assert torch.equal(logits(again), logits(model.to(dtype).float()))


def test_a_loaded_model_does_not_need_its_files(saved):
    folder, model = saved
    original(folder.parent / "original", model)
    for place, name in ((folder, "model.safetensors"), (folder.parent / "original", "pytorch_model.bin")):
        again = MambaLM.from_pretrained(place)
        with (place / name).open("r+b") as file:  # in place, where a mapped file would see it
            file.write(b"\xff" * (place / name).stat().st_size)
        assert torch.equal(logits(again), logits(model))


def test_a_failed_save_leaves_the_model_that_was_there(saved, monkeypatch):
    folder, _ = saved
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*arguments):
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        make(n_layer=3).save_pretrained(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


# What is refused: weights


A_LOG, D = "backbone.layers.1.mixer.A_log", "backbone.layers.0.mixer.D"


def with_value(tensor, value):
    tensor = tensor.clone()
    tensor.view(-1)[1:3] = value
    return tensor


def test_every_mismatch_is_in_one_error(saved):
    folder, _ = saved
    tensors = read(folder)
    del tensors[D]
    tensors |= {A_LOG: torch.zeros(24, 15), "extra": torch.zeros(2, 3)}
    for name, value in (("norm_f", torch.nan), ("layers.0.norm", torch.inf), ("layers.1.norm", -torch.inf)):
        tensors[f"backbone.{name}.weight"] = with_value(tensors[f"backbone.{name}.weight"], value)
    tensors["backbone.layers.0.mixer.conv1d.bias"] = torch.zeros(24, dtype=torch.int32)
    tensors["backbone.layers.1.mixer.conv1d.bias"] = torch.zeros(24).to(torch.float8_e4m3fn)
    write(folder, tensors)
    assert sorted(problems(folder)) == [
        "backbone.layers.0.mixer.D is missing, (24,)",
        "backbone.layers.0.mixer.conv1d.bias must be float16, bfloat16, float32 or float64, got torch.int32",
        "backbone.layers.0.norm.weight holds 2 numbers that are nan or infinite",
        "backbone.layers.1.mixer.A_log must be (24, 16), got (24, 15)",
        "backbone.layers.1.mixer.conv1d.bias must be float16, bfloat16, float32 or float64, got torch.float8_e4m3fn",
        "backbone.layers.1.norm.weight holds 2 numbers that are nan or infinite",
        "backbone.norm_f.weight holds 2 numbers that are nan or infinite",
        "extra is not in the model, (2, 3)",
    ]


def test_embeddings_of_a_strange_type_are_named_where_a_head_is_tied_to_them(tmp_path):
    original(tmp_path, make())
    weights = torch.load(tmp_path / "pytorch_model.bin")
    weights["backbone.embedding.weight"] = weights["backbone.embedding.weight"].to(torch.float8_e4m3fn)
    torch.save(weights, tmp_path / "pytorch_model.bin")
    assert problems(tmp_path) == [
        "backbone.embeddings.weight must be float16, bfloat16, float32 or float64, got torch.float8_e4m3fn"
    ]


def test_a_number_that_no_float32_holds_counts_as_infinite(saved):
    folder, _ = saved
    weights = read(folder)
    weights["backbone.norm_f.weight"] = (
        weights["backbone.norm_f.weight"].double().index_fill(0, torch.tensor([1]), 1e39)
    )
    write(folder, weights)
    assert problems(folder) == ["backbone.norm_f.weight holds 1 numbers that are nan or infinite"]


def test_a_tied_head_must_be_the_embeddings(tmp_path):
    model = make()
    original(tmp_path, model)
    weights = torch.load(tmp_path / "pytorch_model.bin")
    torch.save(weights | {"lm_head.weight": weights["lm_head.weight"] + 1}, tmp_path / "pytorch_model.bin")
    assert problems(tmp_path) == ["lm_head.weight must equal backbone.embeddings.weight, since config.json ties them"]


@pytest.mark.parametrize("keep", [0, 4, 8, 100, -1], ids=str)
@pytest.mark.parametrize("name", ["model.safetensors", "pytorch_model.bin"])
def test_a_cut_file_is_refused(saved, name, keep):
    folder, model = saved
    if name == "pytorch_model.bin":
        folder = folder.parent / "original"
        original(folder, model)
    (folder / name).write_bytes((folder / name).read_bytes()[:keep])
    with pytest.raises(CheckpointError, match=f"{name} is no Mamba checkpoint.*\n- it is no whole"):
        MambaLM.from_pretrained(folder)


def header(fields, size=None):
    data = json.dumps(fields).encode()
    return (len(data) if size is None else size).to_bytes(8, "little") + data


ENTRY = {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}


@pytest.mark.parametrize(
    "data",
    [
        header({}, size=2**63),
        header({}, size=2**40) + b" " * 100,
        header({"a": ENTRY | {"shape": [10**12]}}) + bytes(16),
        header({"a": ENTRY | {"shape": [2**62, 8]}}) + bytes(16),
        header({"a": ENTRY | {"data_offsets": [0, 10**15]}}) + bytes(16),
        header({"a": ENTRY | {"data_offsets": [16, 0]}}) + bytes(16),
        header({"a": ENTRY, "b": ENTRY}) + bytes(16),
        header({"a": ENTRY | {"dtype": "F7"}}) + bytes(16),
        header([1, 2]),
    ],
    ids=["2^63 bytes", "a terabyte", "shape", "overflow", "offsets", "backwards", "overlap", "type", "a list"],
)
def test_an_absurd_header_is_refused(saved, data):
    folder, _ = saved
    (folder / "model.safetensors").write_bytes(data)
    with pytest.raises(CheckpointError, match="no whole safetensors file"):
        MambaLM.from_pretrained(folder)


class Payload:
    """A pickle that, once loaded by a trusting reader, writes a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


@pytest.mark.parametrize("kind", ["torch.save", "plain pickle", "within the weights"])
def test_a_pickle_never_runs_code(tmp_path, kind):
    model, trap = make(), tmp_path / "trap"
    folder = tmp_path / "model"
    original(folder, model)
    path = folder / "pytorch_model.bin"
    if kind == "torch.save":
        torch.save(Payload(trap), path)
    elif kind == "plain pickle":
        path.write_bytes(pickle.dumps(Payload(trap)))
    else:
        torch.save(torch.load(path) | {"more": Payload(trap)}, path)
    with pytest.raises(CheckpointError, match="no whole file of tensors alone"):
        MambaLM.from_pretrained(folder)
    assert not trap.exists()
    if kind != "plain pickle":  # the trap is one
        torch.load(path, weights_only=False)
        assert trap.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([torch.ones(2)], "must hold tensors by their names, got list"),
        ({1: torch.ones(2)}, "must hold tensors by their names, got dict"),
        ({"a": {"b": torch.ones(2)}, "c": 3}, "a must be a plain tensor\n- c must be a plain tensor"),
        ({"a": torch.ones(2).to_sparse()}, "a must be a plain tensor"),
        ({"a": torch.ones(2, device="meta")}, "a must be a plain tensor"),
        ({"a": torch.zeros(1).expand(10**6, 10**6)}, "a must be a plain tensor"),
        (dict.fromkeys("abc", torch.ones(2)), "must hold the numbers of each tensor, but several share the same"),
    ],
    ids=["list", "number", "nested", "sparse", "meta", "one number in all places", "one tensor by all names"],
)
def test_a_file_of_something_else_is_refused(tmp_path, content, message):
    original(tmp_path, make())
    torch.save(content, tmp_path / "pytorch_model.bin")
    with pytest.raises(CheckpointError, match=message):
        MambaLM.from_pretrained(tmp_path)


def test_a_zip_bomb_is_refused(tmp_path):
    """torch.save never compresses: a file that does is none of its own."""
    original(tmp_path, make())
    path, packed = tmp_path / "pytorch_model.bin", tmp_path / "packed.bin"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item))
    packed.replace(path)
    with pytest.raises(CheckpointError):
        MambaLM.from_pretrained(tmp_path)


# What is refused: shards


@pytest.fixture
def shards(saved):
    """The same model in two files and an index."""
    folder, model = saved
    tensors = list(read(folder).items())
    (folder / "model.safetensors").unlink()
    places = {}
    for file, part in (("one.safetensors", tensors[:7]), ("two.safetensors", tensors[7:])):
        write(folder, dict(part), file)
        places |= {name: file for name, _ in part}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": places}))
    return folder, model


def test_shards_are_one_model(shards):
    folder, model = shards
    assert torch.equal(logits(MambaLM.from_pretrained(folder)), logits(model))


def test_a_missing_shard_is_refused(shards):
    folder, _ = shards
    (folder / "two.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"two.safetensors"):
        MambaLM.from_pretrained(folder)


def test_a_tensor_in_two_shards_is_refused(shards):
    folder, _ = shards
    write(folder, read(folder, "one.safetensors") | {A_LOG: torch.zeros(24, 16)}, "one.safetensors")
    write(folder, read(folder, "two.safetensors") | {A_LOG: torch.zeros(24, 16)}, "two.safetensors")
    with pytest.raises(CheckpointError, match=f"{A_LOG} is in two.safetensors, and in another shard"):
        MambaLM.from_pretrained(folder)


@pytest.mark.parametrize("place", ["../two.safetensors", "/etc/passwd", "a/b", "..", "", "..\\two", "."])
def test_an_index_cannot_point_out_of_its_folder(shards, place):
    folder, _ = shards
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": place}}))
    with pytest.raises(CheckpointError, match=re.escape(f"{place!r} must be a safetensors file of the same folder")):
        MambaLM.from_pretrained(folder)


@pytest.mark.parametrize("index", ["{}", '{"weight_map": []}', '{"weight_map": {"a": 1}}'])
def test_an_index_without_a_map_is_refused(shards, index):
    folder, _ = shards
    (folder / "model.safetensors.index.json").write_text(index)
    with pytest.raises(CheckpointError, match="weight_map must give the file of each tensor"):
        MambaLM.from_pretrained(folder)


# What is refused: configs


def test_every_wrong_field_is_in_one_error(saved):
    folder, _ = saved
    fields = {"model_type": "bert", "hidden_act": "gelu", "hidden_size": 12.5, "state_size": 300}
    configure(folder, **fields)
    with pytest.raises(CheckpointError) as caught:
        MambaLM.from_pretrained(folder)
    assert caught.value.problems == [
        "model_type must be 'mamba', got 'bert'",
        "hidden_act must be 'silu', got 'gelu'",
        "hidden_size must be a whole number above 0, got 12.5",
        "state_size must be a whole number from 1 to 256, got 300",
    ]


def test_what_is_missing_hides_nothing_that_is_wrong(saved, tmp_path):
    folder, _ = saved
    fields = json.loads((folder / "config.json").read_text())
    del fields["hidden_size"]
    (folder / "config.json").write_text(json.dumps(fields | {"state_size": -1, "expand": "x"}))
    assert problems(folder) == [
        "hidden_size is missing",
        "expand must be a whole number above 0, got 'x'",
        "state_size must be a whole number from 1 to 256, got -1",
    ]
    original(tmp_path / "other", make(), ssm_cfg=[1])
    assert problems(tmp_path / "other") == ["ssm_cfg must be an object, got [1]"]


@pytest.mark.parametrize("size", [40, 44, 60, 64])
def test_a_table_that_transformers_has_resized_opens(saved, tmp_path, size):
    folder, _ = saved
    theirs = transformers.MambaForCausalLM.from_pretrained(folder)
    theirs.resize_token_embeddings(size)
    theirs.save_pretrained(tmp_path / "resized")
    ours = MambaLM.from_pretrained(tmp_path / "resized")
    assert ours.config.vocab_size == size or ours.config.padded_vocab_size == size
    assert (logits(ours) - logits(theirs)[..., : ours.config.vocab_size]).abs().max() < 1e-4


def test_a_vocab_size_that_is_not_the_tables_is_refused(saved):
    folder, model = saved
    configure(folder, vocab_size=99)
    rows = model.config.padded_vocab_size
    assert f"backbone.embeddings.weight must be (99, 12), got ({rows}, 12)" in problems(folder)


@pytest.mark.parametrize("kind", ["bert", "gpt2", "mamba2", "falcon_mamba"])
def test_other_models_are_refused(tmp_path, kind):
    transformers.AutoConfig.for_model(kind).save_pretrained(tmp_path)
    with pytest.raises(CheckpointError, match=f"- model_type must be 'mamba', got '{kind}'"):
        MambaLM.from_pretrained(tmp_path)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"ssm_cfg": {"layer": "Mamba2"}}, "layer must be 'Mamba1', got 'Mamba2'"),
        ({"rms_norm": False}, "rms_norm must be True, got False"),
        ({"attn_layer_idx": [3]}, r"attn_layer_idx must be \[\], got \[3\]"),
        ({"d_intermediate": 64}, "d_intermediate must be 0, got 64"),
        ({"ssm_cfg": [1]}, r"ssm_cfg must be an object, got \[1\]"),
    ],
    ids=str,
)
def test_what_the_original_code_can_do_more_is_refused(tmp_path, config, message):
    original(tmp_path, make(), **config)
    with pytest.raises(CheckpointError, match=message):
        MambaLM.from_pretrained(tmp_path)


@pytest.mark.parametrize("size", [10**400, 10**4000], ids=["400 digits", "4,000 digits"])
def test_a_size_that_is_no_size_any_more_is_refused_by_the_config(saved, size):
    folder, _ = saved
    configure(folder, vocab_size=size, unpadded_vocab_size=size, hidden_size=size)
    with pytest.raises(CheckpointError, match="vocab_size must be a whole number above 0"):
        checkpoint.load(folder)


@pytest.mark.parametrize(
    "fields",
    [
        {"hidden_size": 10**12},
        {"hidden_size": 10**30},
        {"hidden_size": 10**99, "time_step_rank": 1},
        {"num_hidden_layers": 10**9},
        {"vocab_size": 2**62, "unpadded_vocab_size": 2**62},
        {"expand": 10**6, "conv_kernel": 10**18},
        {"time_step_rank": 10**15},
        {"num_hidden_layers": 30, "hidden_size": 10**5},
    ],
    ids=str,
)
def test_absurd_sizes_are_refused_before_anything_is_built(saved, monkeypatch, fields):
    folder, _ = saved
    configure(folder, **fields)

    def build(*arguments):
        raise AssertionError("a model was built")

    monkeypatch.setattr(checkpoint, "MambaLM", build)
    with pytest.raises(CheckpointError, match=r"- config.json describes \d+ (layers|numbers), the weights hold \d+"):
        checkpoint.load(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "it must be JSON"),
        (b"{", "it must be JSON"),
        (b"\xff\xfe\x00", "it must be JSON"),
        (b"[" * 100_000, "it must be JSON"),
        (b"[1]", "it must be a JSON object, got list"),
        (b"{}", "vocab_size is missing\n- hidden_size is missing\n- num_hidden_layers is missing"),
        (b'{"a": "' + b" " * (1 << 24) + b'"}', "it must be JSON"),
        (b'{"d_model": 4, "vocab_size": ' + b"9" * 10_000 + b"}", "it must be JSON"),
    ],
    ids=["nothing", "half", "no text", "deep", "a list", "empty", "long", "a long number"],
)
def test_a_config_that_is_none_is_refused(saved, text, message):
    folder, _ = saved
    (folder / "config.json").write_bytes(text)
    with pytest.raises(CheckpointError, match=message):
        MambaLM.from_pretrained(folder)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_a_missing_file_is_named(saved, name):
    folder, _ = saved
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=name):
        MambaLM.from_pretrained(folder)


# The hub


def hub(monkeypatch, fetch):
    """Put a hub in the place of the real one: `fetch(repo_id, allow_patterns)` gives a folder or raises."""
    fake = types.ModuleType("huggingface_hub")
    fake.snapshot_download = fetch
    monkeypatch.setitem(sys.modules, "huggingface_hub", fake)


def test_a_repository_is_fetched(saved, monkeypatch):
    folder, model = saved
    asked = []
    hub(monkeypatch, lambda repo_id, allow_patterns: asked.append((repo_id, allow_patterns)) or str(folder))
    assert torch.equal(logits(MambaLM.from_pretrained("someone/a-model.1")), logits(model))
    assert asked == [("someone/a-model.1", ["config.json", "model*.safetensors*"])]


def test_a_repository_of_the_original_layout_is_fetched(tmp_path, monkeypatch):
    model = make()
    original(tmp_path, model)
    asked = []
    hub(monkeypatch, lambda repo_id, allow_patterns: asked.append(allow_patterns) or str(tmp_path))
    assert torch.equal(logits(MambaLM.from_pretrained("someone/model")), logits(model))
    assert asked[1:] == [["config.json", "pytorch_model.bin"]]


def test_without_network_there_is_one_error(monkeypatch):
    def fail(*arguments, **options):
        raise ConnectionError("no route to host\nand much more")

    hub(monkeypatch, fail)
    with pytest.raises(CheckpointError, match=r"^someone/model is .*\n- .* cannot be fetched: no route to host$"):
        MambaLM.from_pretrained("someone/model")


def test_without_the_package_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(CheckpointError, match="pip install huggingface_hub"):
        MambaLM.from_pretrained("someone/model")


@pytest.mark.parametrize("name", ["nowhere", "a/b/c", "", "../a/b", "owner/na me"])
def test_what_is_neither_folder_nor_repository_is_refused(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        CheckpointError, match="config.json" if name == "" else "a folder, or a repository as owner/name"
    ):
        MambaLM.from_pretrained(name)
