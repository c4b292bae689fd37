"""mambalib.engine against the torch model: every width, whole and in pieces, states, batches, threads, budgets."""

import itertools
import json
import os
import re
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file
from safetensors.torch import save_file as save_torch

from mambalib.engine import WIDTHS, Engine, EngineState, quantize
from mambalib.engine.weights import dequantize, read
from mambalib.kernels import _OPTIONS
from mambalib.kernels.decode import step
from mambalib.kernels.products import (
    GROUP,
    from_bfloat16,
    from_int4,
    multiply,
    new_prepared,
    prepare,
    stack,
    to_bfloat16,
    to_int4,
    to_int8,
)
from mambalib.layout import EMBEDDINGS, CheckpointError, tensor_shapes
from mambalib.model import MambaConfig, MambaLM, MambaState

VOCAB = 43
SIZES = {
    "odd": {"d_model": 12, "n_layer": 3, "d_state": 5, "d_conv": 3, "bias": True, "tie_embeddings": False},
    "usual": {"d_model": 40, "n_layer": 2},
    "wide": {"d_model": 20, "n_layer": 1, "d_state": 256, "d_conv": 2, "dt_rank": 40},
    "narrow": {
        "d_model": 7,
        "n_layer": 1,
        "d_state": 1,
        "expand": 1,
        "d_conv": 1,
        "conv_bias": False,
        "pad_vocab_size_multiple": 1,
    },
}
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make(seed=0, **sizes):
    torch.manual_seed(seed)
    model = MambaLM(MambaConfig(vocab_size=VOCAB, **sizes))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.2 * torch.randn_like(parameter)
    return model


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """For each of SIZES, a folder by width: "stored" is the one that the torch model wrote."""
    found = {}
    for name, sizes in SIZES.items():
        place = tmp_path_factory.mktemp(name)
        make(**sizes).save_pretrained(place / "stored")
        for width in WIDTHS:
            quantize(place / "stored", place / width, width)
        found[name] = place
    return found


@pytest.fixture(scope="module")
def engine(folders):
    return Engine.load(folders["usual"] / "stored")


def tokens(*shape, seed=1):
    return np.random.default_rng(seed).integers(VOCAB, size=shape)


def letters(ids):
    """A tokenizer of one letter a token."""
    return "".join(LETTERS[i] for i in ids)


def torch_model(folder):
    """The torch model with the numbers that the folder's weights stand for."""
    config, width, tensors = read(folder)
    model = MambaLM(config)
    numbers = dequantize(tensors, config, width)
    model.load_state_dict({name: torch.from_numpy(np.array(tensor)) for name, tensor in numbers.items()})
    return model


@torch.no_grad()
def expected(folder, ids, state=None):
    logits, state = torch_model(folder)(torch.from_numpy(ids), state)
    return logits.numpy(), state


def assert_close(got, want, width="float32"):
    """Within 1e-4 of the largest number, or 4e-4 where vectors are rounded to 16 bits: see the tests of products."""
    bound = 4e-4 if width in ("int8", "int4") else 1e-4
    np.testing.assert_allclose(got, want, rtol=0, atol=bound * max(1, np.abs(want).max(initial=0)))


# The same numbers as the torch model


def test_the_engine_needs_no_torch(folders):
    program = f"""
        import sys
        import mambalib.engine
        engine = mambalib.engine.Engine.load({str(folders["odd"] / "float32")!r})
        logits, state = engine([[1, 2, 3, 4, 5, 6]])
        mambalib.engine.generate(engine, [1, 2], 3, seed=0)
        assert not [name for name in sys.modules if name.split(".")[0] in ("torch", "transformers")]
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)


@pytest.mark.parametrize("sizes", SIZES)
def test_the_names_and_shapes_are_those_of_the_torch_model(sizes):
    model = make(**SIZES[sizes])
    assert tensor_shapes(model.config) == {name: tuple(t.shape) for name, t in model.state_dict().items()}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sizes", SIZES)
def test_whole_in_pieces_and_token_by_token_it_is_the_torch_model(folders, sizes, width):
    folder, ids = folders[sizes] / width, tokens(3, 11)
    want, want_state = expected(folder, ids)
    engine = Engine.load(folder)
    assert engine.weights == width
    for cuts in ([0, 11], [0, 1, 3, 9, 11], range(12)):
        state, parts = None, []
        for start, end in itertools.pairwise(cuts):
            logits, state = engine(ids[:, start:end], state)
            parts.append(logits)
        assert_close(np.concatenate(parts, axis=1), want, width)
        for layer, (conv, ssm) in enumerate(want_state.layers):
            assert_close(state.conv[layer], conv.numpy(), width)
            assert_close(state.ssm[layer], ssm.numpy(), width)


def to_16_bits(x):
    """Each vector rounded to whole numbers of a step of its own, as for int8 and int4."""
    step = torch.maximum(x.abs().amax(-1, keepdim=True) / 32767, x.abs().sum(-1, keepdim=True) / 1.6e7)
    return torch.where(step > 0, (x / step).round() * step, 0)


@torch.no_grad()
@pytest.mark.parametrize("width", ["int8", "int4"])
@pytest.mark.parametrize("sizes", SIZES)
def test_token_by_token_it_is_a_torch_model_whose_products_round_their_vectors(folders, sizes, width):
    ids, model = tokens(1, 11), torch_model(folders[sizes] / width)
    for name, module in model.named_modules():
        if name.endswith(("in_proj", "x_proj", "out_proj")):
            module.register_forward_pre_hook(lambda _, arguments: to_16_bits(arguments[0]))
        if name.endswith("norm_f"):
            module.register_forward_hook(lambda _, arguments, output: to_16_bits(output))
    want, _ = model(torch.from_numpy(ids))
    engine = Engine.load(folders[sizes] / width)
    state = engine.new_state()
    logits = np.stack([engine.step(column, state) for column in ids.T], axis=1)
    assert_close(logits, want.numpy())


@numba.njit
def product(matrices, x, prepared, y):
    prepare(matrices, x, prepared)
    multiply(matrices, 0, 0, y.shape[1], x, prepared, y)


def numbers(matrix, width):
    """The numbers that the weights of a width stand for, float64."""
    if width == "int8":
        q, scales = to_int8(matrix)
        return q.astype(float) * scales[:, None]
    if width == "int4":
        return from_int4(*to_int4(matrix), matrix.shape[1]).astype(float)
    return (from_bfloat16(to_bfloat16(matrix)) if width == "bfloat16" else matrix).astype(float)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (5, 37), (16, 32), (43, 70), (17, 4096)])
def test_a_product_is_that_of_the_numbers(width, rows, columns):
    random = np.random.default_rng(rows)
    matrix = random.standard_normal((rows, columns)).astype(np.float32)
    x = np.zeros((5, -(-columns // GROUP) * GROUP), np.float32)
    x[:4, :columns] = random.standard_normal((4, columns))
    x[1] *= 1e-20
    x[2, 0] = 1e6  # all else has few of the 16 bits left
    x[3, :columns], matrix[0] = 1, 1  # the largest sum that there can be
    y = np.full((5, rows), np.nan, np.float32)
    prepared = new_prepared(5, columns + 2 * GROUP)  # as left by a longer vector
    prepared.short[:], prepared.totals[:] = 99, 99
    product(stack([matrix], width), x, prepared, y)
    weights, vectors = numbers(matrix, width), x[:, :columns].astype(float)
    sizes = np.abs(vectors)
    bound = 3e-6 * sizes @ np.abs(weights).T
    if width in ("int8", "int4"):  # each number of a vector is off by half a step at most
        step = np.maximum(sizes.max(1) / 32767, sizes.sum(1) / 1.6e7)
        bound += 0.501 * step[:, None] * np.abs(weights).sum(1)
    assert (np.abs(y - vectors @ weights.T) <= bound).all()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_what_is_no_number_is_not_hidden(width, broken):
    x = np.ones((1, GROUP), np.float32)
    x[0, 7] = broken
    y = np.zeros((1, 3), np.float32)
    product(stack([np.ones((3, GROUP), np.float32)], width), x, new_prepared(1, GROUP), y)
    assert not np.isfinite(y).any()


def test_a_prompt_longer_than_a_piece_is_read_whole(folders, engine, monkeypatch):
    monkeypatch.setattr("mambalib.engine.engine.PIECE", 5)
    ids = tokens(2, 23)
    want, _ = expected(folders["usual"] / "stored", ids)
    logits, state = engine(ids)
    assert_close(logits, want)
    last, same = engine.prefill(ids)
    assert_close(last, want[:, -1])
    assert_close(same.ssm, state.ssm)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_batch_is_its_sequences_one_by_one(folders, width):
    engine, ids = Engine.load(folders["odd"] / width), tokens(9, 4)
    batch = engine.new_state(9)
    rows = [engine.new_state() for _ in ids]
    for column in ids.T:
        logits = engine.step(column, batch)
        for i, row in enumerate(rows):
            np.testing.assert_array_equal(engine.step(column[i : i + 1], row)[0], logits[i])
    joined = EngineState.join(rows)
    np.testing.assert_array_equal(joined.ssm, batch.ssm)
    np.testing.assert_array_equal(joined.conv, batch.conv)
    np.testing.assert_array_equal(batch.row(4).ssm, rows[4].ssm)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_no_bit(folders, width, threads):
    folder, ids = folders["odd"] / width, tokens(2, 6)
    one, several = Engine.load(folder), Engine.load(folder, threads=threads)
    a, b = one.new_state(2), several.new_state(2)
    for column in ids.T:
        np.testing.assert_array_equal(one.step(column, a), several.step(column, b))
    np.testing.assert_array_equal(a.ssm, b.ssm)


def test_several_threads_of_a_program_share_an_engine_of_several_threads(folders):
    engine, ids = Engine.load(folders["odd"] / "float32", threads=3), tokens(8, 30)
    one = Engine.load(folders["odd"] / "float32")

    def read(row):
        state = engine.new_state()
        return [engine.step(token, state) for token in row[:, None]]

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(read, ids))
    for row, logits in zip(ids, got, strict=True):
        state = one.new_state()
        np.testing.assert_array_equal(logits, [one.step(token, state) for token in row[:, None]])


def test_a_step_reads_side_by_side_what_lies_so(engine):
    """Where Numba does not see it, every number is gathered by itself, and the recurrence takes three times as long."""
    engine.step(np.zeros(1, np.int64), engine.new_state())
    afresh = numba.njit(step.py_func, **_OPTIONS)  # what comes from the disk cannot be looked into
    afresh.compile(step.signatures[0])
    code = afresh.inspect_llvm(step.signatures[0])
    assert re.search(r"<\d+ x float>", code)
    assert "masked.gather" not in code


def test_a_step_that_fails_keeps_no_thread_waiting(folders, monkeypatch):
    engine = Engine.load(folders["odd"] / "float32", threads=3)
    want = engine.step(np.array([1]), engine.new_state())

    def fails(thread, *arguments):
        if thread == 0:
            raise MemoryError("no room")
        return step(thread, *arguments)

    monkeypatch.setattr("mambalib.engine.engine.step", fails)
    with pytest.raises(MemoryError, match="no room"):
        engine.step(np.array([1]), engine.new_state())  # returns only when the other threads have
    monkeypatch.undo()
    np.testing.assert_array_equal(engine.step(np.array([1]), engine.new_state()), want)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_can_go_on(folders):
    engine = Engine.load(folders["odd"] / "float32", threads=2)
    engine.step(np.array([1]), engine.new_state())
    child = os.fork()
    if not child:
        engine.step(np.array([1]), engine.new_state())
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_call_leaves_its_state_and_a_step_changes_it(engine):
    before = engine.prefill(tokens(1, 6))[1]
    copy = before.clone()
    engine(tokens(1, 2), before)
    np.testing.assert_array_equal(before.ssm, copy.ssm)
    np.testing.assert_array_equal(before.conv, copy.conv)
    engine.step(np.array([3]), before)
    assert (before.ssm != copy.ssm).any()


# Weights with fewer bits


def test_bfloat16_rounds_as_torch_does():
    numbers = np.random.default_rng(0).standard_normal((50, 40)).astype(np.float32)
    numbers[0, :3] = 0, 1.00390625, 1.01171875  # halfway: to the even neighbour
    want = torch.from_numpy(numbers).bfloat16().view(torch.int16).numpy().view(np.uint16)
    np.testing.assert_array_equal(to_bfloat16(numbers), want)


def test_int8_is_off_by_half_a_step_at_most():
    numbers = np.random.default_rng(0).standard_normal((5, 37)).astype(np.float32)
    numbers[2] = 0
    q, scales = to_int8(numbers)
    np.testing.assert_allclose(scales, np.abs(numbers).max(1) / 127, rtol=1e-6)
    assert (np.abs(q * scales[:, None] - numbers) <= scales[:, None] * 0.5001).all()


def test_int4_is_at_least_as_near_as_rounding_with_the_plain_scale():
    numbers = np.random.default_rng(0).standard_normal((6, 70)).astype(np.float32)
    numbers[2] = 0
    q, scales = to_int4(numbers)
    assert q.shape == (6, 3, 32) and q.max() <= 15
    got = from_int4(q, scales, 70)
    groups = np.pad(numbers, [(0, 0), (0, 26)]).reshape(6, 3, 32)
    plain = np.float32(np.abs(groups).max(2, keepdims=True) / 7)
    rounded = np.rint(groups / np.where(plain > 0, plain, 1)) * plain
    error = np.square(np.pad(got - numbers, [(0, 0), (0, 26)]).reshape(6, 3, 32)).sum(2)
    assert (error <= np.square(rounded - groups).sum(2) * 1.02 + 1e-12).all()  # scales are float16
    assert not got[2].any()


def test_fewer_bits_are_fewer_bytes(tmp_path):
    make(d_model=64, n_layer=2).save_pretrained(tmp_path / "stored")
    sizes = []
    for width in WIDTHS:
        quantize(tmp_path / "stored", tmp_path / width, width)
        sizes.append((tmp_path / width / "model.safetensors").stat().st_size)
        assert Engine.load(tmp_path / width).nbytes < 1.1 * sizes[-1]
    assert sizes == sorted(sizes, reverse=True) and sizes[3] < 0.4 * sizes[0]


@pytest.mark.parametrize("width", WIDTHS)
def test_quantizing_while_loading_is_loading_what_was_quantized(folders, width):
    now, before = (Engine.load(folders["usual"] / f, weights=w) for f, w in (("stored", width), (width, None)))
    np.testing.assert_array_equal(now(tokens(1, 6))[0], before(tokens(1, 6))[0])


def test_the_tokenizer_comes_along(folders, tmp_path):
    (tmp_path / "in").mkdir()
    for file in (folders["odd"] / "stored").iterdir():
        (tmp_path / "in" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "in" / "tokenizer.json").write_text("{}")
    quantize(tmp_path / "in", tmp_path / "out")
    assert (tmp_path / "out" / "tokenizer.json").read_text() == "{}"


def test_what_cannot_be_quantized_is_refused(folders, tmp_path):
    place = folders["odd"]
    with pytest.raises(ValueError, match="weights must be one of float32, bfloat16, int8, int4, got 'int3'"):
        quantize(place / "stored", tmp_path / "out", "int3")
    with pytest.raises(ValueError, match="out must be another folder"):
        quantize(place / "stored", place / "stored")
    with pytest.raises(CheckpointError, match="must not be quantized yet, got int8"):
        quantize(place / "int8", tmp_path / "out")
    with pytest.raises(ValueError, match="weights must be int8, as they are stored, got 'int4'"):
        Engine.load(place / "int8", weights="int4")
    assert not (tmp_path / "out").exists()


# States


def test_states_are_exchanged_with_the_torch_model(folders, engine, tmp_path):
    ids, folder = tokens(2, 9), folders["usual"] / "stored"
    want, _ = expected(folder, ids)
    _, theirs = expected(folder, ids[:, :4])
    theirs.save(tmp_path / "theirs")
    logits, _ = engine(ids[:, 4:], EngineState.load(tmp_path / "theirs"))
    assert_close(logits, want[:, 4:])
    _, ours = engine(ids[:, :4])
    ours.save(tmp_path / "ours")
    logits, _ = expected(folder, ids[:, 4:], MambaState.load(tmp_path / "ours"))
    assert_close(logits, want[:, 4:])
    assert ours.nbytes == theirs.nbytes


def damage(path, how):
    tensors = load_file(path)
    if how == "truncated":
        path.write_bytes(path.read_bytes()[:-5])
        return
    if how == "nan":
        tensors["layers.1.ssm"][0, 0, 0] = np.nan
    elif how == "foreign":
        tensors = {"weight": np.ones(3, np.float32)}
    elif how == "shape":
        tensors["layers.1.ssm"] = tensors["layers.1.ssm"][:, :5]
    elif how == "type":
        tensors = {name: tensor.astype(np.float64) for name, tensor in tensors.items()}
    save_file(tensors, path)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("truncated", "no whole safetensors file"),
        ("nan", r"finite numbers, but not all are in \['layers.1.ssm'\]"),
        ("foreign", r"a conv and an ssm state for each layer, got \['weight'\]"),
        ("shape", "states of one shape"),
        ("type", "float32"),
    ],
)
def test_a_damaged_state_is_refused(engine, tmp_path, how, message):
    path = tmp_path / "state"
    engine.prefill(tokens(1, 5))[1].save(path)
    damage(path, how)
    with pytest.raises(ValueError, match=message):
        EngineState.load(path)


# Folders


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float64])
def test_other_types_are_read(folders, tmp_path, dtype):
    model = torch_model(folders["odd"] / "stored").to(dtype)
    model.float().save_pretrained(tmp_path)
    want = Engine.load(tmp_path)(tokens(1, 6))[0]
    save_torch({name: tensor.to(dtype) for name, tensor in model.state_dict().items()}, tmp_path / "model.safetensors")
    np.testing.assert_array_equal(Engine.load(tmp_path)(tokens(1, 6))[0], want)


def test_shards_are_read(folders, tmp_path):
    stored = folders["odd"] / "stored"
    tensors = load_file(stored / "model.safetensors")
    places = {name: f"part-{i % 2}.safetensors" for i, name in enumerate(sorted(tensors))}
    for file in set(places.values()):
        save_file({name: tensors[name] for name in tensors if places[name] == file}, tmp_path / file)
    (tmp_path / "config.json").write_bytes((stored / "config.json").read_bytes())
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    np.testing.assert_array_equal(Engine.load(tmp_path)(tokens(1, 6))[0], Engine.load(stored)(tokens(1, 6))[0])
    (tmp_path / "part-1.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"- part-1.safetensors: it is no whole safetensors file"):
        Engine.load(tmp_path)


def spoil(folder, how):
    config, path = json.loads((folder / "config.json").read_text()), folder / "model.safetensors"
    tensors = load_file(path)
    name = "backbone.layers.1.mixer.x_proj.weight"
    if how == "newer":
        config["mambalib"]["version"] = 2
    elif how == "other width":
        config["mambalib"]["weights"] = "int4"
    elif how == "not a mamba":
        config["model_type"] = "mamba2"
    elif how == "absurd":
        config["num_hidden_layers"] = 10**9
    elif how == "missing":
        del tensors[name + ".scale"]
    elif how == "unknown":
        tensors["more"] = np.ones(3, np.float32)
    elif how == "shape":
        tensors[name] = tensors[name][:-1]
    elif how == "type":
        tensors[name] = tensors[name].astype(np.float32)
    elif how == "nan":
        tensors[EMBEDDINGS + ".scale"][3] = np.inf
    save_file(tensors, path)
    (folder / "config.json").write_text(json.dumps(config))
    if how == "truncated":
        path.write_bytes(path.read_bytes()[:-1])
    elif how == "no weights":
        path.unlink()


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("newer", "mambalib must give version 1 and weights of float32, bfloat16, int8, int4, got"),
        ("other width", r"x_proj.weight must be \(.*\), got"),
        ("not a mamba", "model_type must be 'mamba', got 'mamba2'"),
        ("absurd", "config.json describes 1000000000 layers"),
        ("missing", r"backbone.layers.1.mixer.x_proj.weight.scale is missing, \(35,\)"),
        ("unknown", r"more is not in the model, \(3,\)"),
        ("shape", r"x_proj.weight must be \(35, 80\), got \(34, 80\)"),
        ("type", "x_proj.weight must be int8, got float32"),
        ("nan", "embeddings.weight.scale holds 1 numbers that are nan or infinite"),
        ("truncated", "no whole safetensors file"),
        ("no weights", "neither model.safetensors nor model.safetensors.index.json"),
    ],
)
def test_a_wrong_folder_is_refused_with_one_error(folders, tmp_path, how, message):
    quantize(folders["usual"] / "stored", tmp_path / "model", "int8")
    spoil(tmp_path / "model", how)
    with pytest.raises(CheckpointError, match=message):
        Engine.load(tmp_path / "model")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="there is no such folder"):
        Engine.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([[1, VOCAB]], "input_ids must lie from 0 to 42, got 1 to 43"),
        ([[-1]], "input_ids must lie from 0 to 42, got -1 to -1"),
        ([1, 2], r"input_ids must be \(batch, length\) of whole numbers"),
        ([[]], "neither of them 0"),
        ([[1.5]], "whole numbers"),
    ],
)
def test_wrong_tokens_are_refused(engine, ids, message):
    with pytest.raises(ValueError, match=message):
        engine(ids)


def test_wrong_states_and_threads_are_refused(folders, engine):
    with pytest.raises(ValueError, match=r"state must be conv \(2, 1, 80, 3\) and ssm"):
        engine.step(np.array([1]), engine.new_state(2))
    state = engine.new_state()
    state.ssm.flags.writeable = False
    with pytest.raises(ValueError, match=r"state.ssm must be float32, contiguous and writable"):
        engine.step(np.array([1]), state)
    with pytest.raises(ValueError, match="threads must be a whole number above 0, got 0"):
        Engine.load(folders["odd"] / "stored", threads=0)
