"""mambalib.bench.character: what it measures is there, and the crowd is treated fairly."""

import json

import pytest
from test_npc_runtime import write_model

from mambalib.bench import character
from mambalib.npc import Voice


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model"))


def test_everything_is_measured_and_written(folder, tmp_path, monkeypatch, capsys):
    for name, number in {"STARTS": 1, "TALKS": 1, "STEPS": 20, "CROWD": 5, "ROUNDS": 3}.items():
        monkeypatch.setattr(character, name, number)
    monkeypatch.setattr(character.os, "sched_setaffinity", lambda *_: None, raising=False)
    character.main(["--model", str(folder), "--json", str(tmp_path / "out.json")])
    measured = json.loads((tmp_path / "out.json").read_text())
    assert len(measured["start_seconds"]) == len(measured["start_memory_bytes"]) == 1
    assert len(measured["step_seconds"]) == 20 and len(measured["batch_seconds"]) == 3
    assert measured["first_word_seconds"] and measured["machine"]["cores"] >= 1
    assert measured["state_bytes"] == Voice(folder).engine.new_state().nbytes
    assert measured["crowd"]["states_bytes"] == 5 * measured["state_bytes"]
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == ["start", "first", "step", "crowd", "batch", "sizes"]


def test_each_of_a_crowd_has_as_many_steps_as_any_other(folder):
    measured = character.crowd(Voice(folder), 7, 150)  # more than an answer
    assert measured["steps"] == [150, 150] and len(measured["round_seconds"]) == 150
    assert 0 < measured["wait_seconds"] <= sum(measured["round_seconds"])
