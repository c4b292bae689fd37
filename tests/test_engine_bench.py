"""What weights with fewer bits cost, and the long run: mambalib.bench.quantization and mambalib.bench.soak."""

import json

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from mambalib.bench import quantization, soak
from mambalib.data import write_tokens
from mambalib.engine import WIDTHS, Engine, generate
from mambalib.model import MambaConfig, MambaLM
from mambalib.tokenizer import Tokenizer

TEXT = "the cat sat on the mat, and the dog sat on the cat. " * 60


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.train([TEXT], 262)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, tokenizer):
    folder = tmp_path_factory.mktemp("bench")
    torch.manual_seed(0)
    MambaLM(MambaConfig(vocab_size=tokenizer.vocab_size, d_model=32, n_layer=2)).save_pretrained(folder / "model")
    tokenizer.save(folder / "model")
    write_tokens(folder / "text.tokens", [TEXT], tokenizer)
    return folder


@torch.no_grad()
def test_bits_per_byte_are_the_loss_of_the_torch_model_on_the_whole_text(folder, tokenizer):
    ids = tokenizer.encode(TEXT)
    logits, _ = MambaLM.from_pretrained(folder / "model")(torch.tensor([ids[:-1]]))
    want = F.cross_entropy(logits[0].double(), torch.tensor(ids[1:]), reduction="sum") / np.log(2) / len(TEXT)
    got = quantization.bits_per_byte(Engine.load(folder / "model"), np.array(ids), len(TEXT))
    assert got == pytest.approx(float(want), rel=1e-5)


def test_the_cost_of_each_width_is_written_beside_what_the_file_holds(folder, capsys):
    file = folder / "figures.json"
    file.write_text('{"groups": 1}')
    quantization.main([str(folder / "model"), str(folder / "text.tokens"), "--json", str(file)])
    held = json.loads(file.read_text())
    assert held["groups"] == 1 and held["quantization"]["bytes_of_text"] == len(TEXT)
    widths = held["quantization"]["widths"]
    assert tuple(widths) == WIDTHS and widths["float32"]["cost"] == 0
    for got in widths.values():
        assert got["cost"] == pytest.approx(got["bits_per_byte"] / widths["float32"]["bits_per_byte"] - 1)
    sizes = [got["bytes"] for got in widths.values()]
    assert sizes == sorted(sizes, reverse=True)
    assert capsys.readouterr().out.count("bits per byte") == 4


def test_a_long_run_is_watched_from_beginning_to_end(folder, tokenizer):
    engine = Engine.load(folder / "model")
    got = soak.soak(engine, tokenizer.decode, tokens=40, seed=3)
    assert got["finite"] and len(got["tenths"]) == 10 and got["tenths"][0]["memory"] == 0
    assert got["text"] == generate(engine, [0], 40, decode=tokenizer.decode, seed=3).text


def test_a_state_that_is_no_number_is_noticed(folder, tokenizer, monkeypatch):
    engine = Engine.load(folder / "model")
    read = engine.read

    def spoils(ids, state):
        logits = read(ids, state)
        state.ssm[0, 0, 0, 0] = np.nan
        return np.nan_to_num(logits)

    monkeypatch.setattr(engine, "read", spoils)
    assert not soak.soak(engine, tokenizer.decode, tokens=10)["finite"]
