"""The measuring itself: what is called how often, what comes out of known times, and that memory is measured right."""

import json
import time
from importlib import metadata

import pytest
import torch

from mambalib import bench, cli
from mambalib.attention import Transformer, TransformerConfig
from mambalib.bench import Group, NotInstalled, Ratio, Result, Work, groups, peers, pictures, quality
from mambalib.model import MambaConfig


def test_works_are_called_in_turns_of_one_call_that_does_not_count_and_one_that_does():
    called = []
    group = Group("two", {name: lambda name=name: Work(lambda: called.append(name)) for name in "ab"}, rounds=3)
    result = bench.measure(group)
    assert "".join(called) == "aabb" * 3
    assert [len(seconds) for seconds in result.seconds.values()] == [3, 3]
    assert len(bench.measure(group, rounds=5).seconds["a"]) == 5


def test_the_time_is_that_of_the_call():
    result = bench.measure(Group("sleep", {"50 ms": lambda: Work(lambda: time.sleep(0.05), 10)}, rounds=3))
    assert all(0.05 <= seconds < 1 for seconds in result.seconds["50 ms"])
    assert 10 < result.speed("50 ms") <= 200


def test_speeds_quartiles_and_ratios_of_known_times():
    result = Result("known")
    result.seconds = {"ours": [1.0, 2.0, 3.0, 4.0, 100.0], "theirs": [6.0], "third": [1.0]}
    result.amount, result.memory = {"ours": 12.0, "theirs": 12.0, "third": 1.0}, {"ours": 100, "theirs": 250}
    bench.compare(result, (Ratio("ours", "theirs", 3), Ratio("ours", "theirs", of="memory"), Ratio("ours", "nobody")))
    assert result.speed("ours") == 4  # the median, which one call of a hundred seconds does not move
    assert result.spread("ours") == (3, 6)
    assert result.spread("theirs") == (2, 2)
    assert [r["ratio"] for r in result.ratios] == [2, 2.5]
    assert [r["bar"] for r in result.ratios] == [3, None]


def test_what_is_not_installed_is_left_out_by_name(capsys, tmp_path):
    def missing():
        raise NotInstalled("pip install nothing-like-this")

    group = Group("g", {"ours": lambda: Work(lambda: None), "theirs": missing}, (Ratio("ours", "theirs", 2),), rounds=1)
    file = tmp_path / "new" / "bench.json"
    bench.run([], json_file=file, groups={"g": group})
    assert "left out: theirs (pip install nothing-like-this)" in " ".join(capsys.readouterr().out.split())
    written = json.loads(file.read_text())
    assert list(written["groups"]["g"]["measured"]) == ["ours"]
    assert written["groups"]["g"]["left_out"] == {"theirs": "pip install nothing-like-this"}
    assert written["groups"]["g"]["ratios"] == []
    assert written["machine"]["versions"]["torch"] == metadata.version("torch")


def test_every_group_that_was_measured_gets_a_picture(tmp_path):
    measured, empty = Result("Some of each"), Result("None")
    measured.seconds, measured.amount = {"ours": [1.0, 2.0], "theirs": [6.0]}, {"ours": 12.0, "theirs": 12.0}
    measured.unit = {"ours": "tokens", "theirs": "tokens"}
    bars = [patch.get_width() for patch in pictures.picture(measured).axes[0].patches]
    assert bars == [8, 2]
    pictures.write_pictures({"some": measured, "none": empty}, tmp_path / "new")
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["some.png"]
    assert (tmp_path / "new" / "some.png").read_bytes().startswith(b"\x89PNG")


def test_a_peer_that_is_missing_says_how_to_install_it():
    with pytest.raises(NotInstalled, match="pip install llama-cpp-python"):
        peers.need("no_such_module", "llama-cpp-python")


def test_a_group_that_there_is_not_is_refused(capsys):
    assert cli.main(["bench", "scan", "speed"]) == 2
    assert "group must be one of scan, prefill" in capsys.readouterr().err


def test_memory_is_that_of_the_call():
    exponentials = 4 * 2048 * 1536 * 16  # bytes of the result, which is new in each call
    assert bench.memory_of("scan", "torch.exp alone") == pytest.approx(exponentials, rel=0.1)


def test_a_work_whose_memory_cannot_be_measured_is_named():
    with pytest.raises(OSError, match="memory of nobody was not measured"):
        bench.memory_of("scan", "nobody")


@pytest.mark.parametrize("group", groups.GROUPS)
def test_every_ratio_and_memory_names_a_work(group):
    known = groups.GROUPS[group].works
    assert {name for r in groups.GROUPS[group].ratios for name in (r.ours, r.theirs)} <= set(known)
    assert set(groups.GROUPS[group].memory) <= set(known)


@pytest.mark.parametrize("backend", ["cpu", "chunked"])
def test_the_backends_that_are_compared_compute_the_same(backend):
    inputs = groups.scan_inputs(67, 5, 3)
    want, _ = groups.selective_scan(*(t.double() for t in inputs), backend="sequential")
    got, _ = groups.selective_scan(*inputs, backend=backend)
    assert torch.allclose(got.double(), want, atol=1e-5)


def test_the_peers_of_transformers_run(monkeypatch):
    small = MambaConfig(vocab_size=64, d_model=16, n_layer=1)
    of_gpt2 = peers.gpt2(64, 32, 1, 2, 32)
    monkeypatch.setattr(peers, "gpt2", lambda *_: of_gpt2)
    works = [
        peers.hugging_face_prefill(small, groups.tokens(1, 9, 64)),
        peers.hugging_face_decode(small),
        peers.gpt2_decode(7),
        peers.gpt2_training(64, 64, 1, groups.tokens(2, 9, 64)),
    ]
    for work in works:
        work.call()
        work.call()
    assert [work.amount for work in works] == [9, peers.STEPS, peers.STEPS, 18]


@pytest.mark.parametrize("kind", ["f32", "f16", "q8_0", "q4_0"])
def test_llama_cpp_runs_the_file_that_is_written_for_it(kind):
    pytest.importorskip("llama_cpp", reason="llama-cpp-python is not installed: pip install llama-cpp-python gguf")
    pytest.importorskip("gguf", reason="gguf is not installed: pip install llama-cpp-python gguf")
    config = MambaConfig(vocab_size=96, d_model=64, n_layer=1)
    peers.llama_prefill(config, groups.tokens(1, 9, 96), kind).call()
    peers.llama_decode(config, kind).call()


# The two models


@pytest.mark.parametrize("new_model", [groups.pair, lambda kind: quality.new_model(kind, 0)], ids=["speed", "quality"])
def test_the_two_models_are_of_one_size(new_model):
    mamba, transformer = (new_model(kind) for kind in ("Mamba", "Transformer"))
    sizes = [sum(p.numel() for p in model.parameters()) for model in (mamba, transformer)]
    assert sizes[1] == pytest.approx(sizes[0], rel=0.01)
    assert 2 * transformer.config.n_layer == mamba.config.n_layer


def test_decoding_goes_on_in_the_same_cache_and_begins_anew_before_the_context_is_another(monkeypatch):
    transformer, before, places = Transformer(TransformerConfig(2048, 16, 1, 2)), [], []

    def watched(ids, state=None):
        logits, cache = transformer(ids, state)
        before.append(cache.length - ids.shape[1])
        places.append(cache.rooms[0].keys.data_ptr())
        return logits, cache

    monkeypatch.setattr(groups, "pair", lambda kind: watched)
    work, steps = groups.pair_decode("Transformer", 256, batch=3), peers.STEPS
    for _ in range(3):
        work.call()
    assert work.amount == 3 * steps
    assert before == [0, *range(256, 256 + 2 * steps), *range(256, 256 + steps)]  # two calls are an eighth of 256
    first, second, anew = (set(places[1 + n * steps : 1 + (n + 1) * steps]) for n in range(3))
    assert len(first) == len(anew) == 1 and first == second  # one copy when it begins, and none after


def test_a_fight_takes_the_best_rate_and_goes_on_where_it_stopped(tmp_path, monkeypatch):
    for name, value in {"D_MODEL": 16, "N_LAYER": 2, "VOCAB": 300, "BATCH": 2, "LENGTH": 17}.items():
        monkeypatch.setattr(quality, name, value)
    file = tmp_path / "quality.json"
    quality.fight(file, steps=3, rates=(1e-9, 1e-2), seeds=(4, 5))
    written = json.loads(file.read_text())
    done = [(run["model"], run["seed"], run["learning_rate"]) for run in written["runs"]]
    both = [(kind, 4, rate) for kind in ("Mamba", "Transformer") for rate in (1e-9, 1e-2)]
    assert done == [*both, ("Mamba", 5, 1e-2), ("Transformer", 5, 1e-2)]  # a rate of nothing teaches nothing
    assert all(run["bits_per_byte"] == run["curve"][-1][1] for run in written["runs"])
    assert all(run["tokens"] == 3 * 2 * 17 for run in written["runs"])

    trial = tmp_path / "trial.json"
    trial.write_text(json.dumps({"runs": [run | {"tokens": 1} for run in written["runs"]]}))
    quality.fight(trial, steps=3, rates=(1e-2,), seeds=(5,))
    assert (
        len(json.loads(trial.read_text())["runs"]) == len(written["runs"]) + 2
    )  # of other steps, so they do not count

    taken = written["runs"].pop(3)
    file.write_text(json.dumps(written))
    quality.fight(file, steps=3, rates=(1e-9, 1e-2), seeds=(4, 5))
    again = json.loads(file.read_text())["runs"]
    assert again[:-1] == written["runs"]
    assert {k: v for k, v in again[-1].items() if k != "seconds"} == {k: v for k, v in taken.items() if k != "seconds"}
