"""The measurement of a character's answers: each is asked for in its conversation, and all are counted."""

import json

import pytest
import torch

from mambalib.bench import facts
from mambalib.model import MambaConfig, MambaLM
from mambalib.npc import NPC, Voice, dialogue, evaluate, train_tokenizer


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("model")
    tokenizer = train_tokenizer(300, number=20)
    torch.manual_seed(0)
    MambaLM(MambaConfig(tokenizer.vocab_size, d_model=16, n_layer=1, d_state=4)).save_pretrained(place)
    tokenizer.save(place / "tokenizer.json")
    return place


def test_answers_are_those_of_a_character_that_hears_the_conversation(folder):
    voice, talk = Voice(folder), dialogue(0, 0, "known")
    answer, npc, lines = facts.answers_of(voice), NPC.load(talk.character, voice), []
    for turn in talk.turns:
        lines.append(turn.player)
        said = answer(talk.character, lines)
        assert said == "".join(npc.say(turn.player))
        lines.append(said)
    with pytest.raises(ValueError, match="lines must go on from the last answer, got 3"):
        answer(talk.character, ["a", "b", "c"])


def test_the_file_holds_the_report(folder, tmp_path, capsys):
    facts.main(["--model", str(folder), "--number", "2", "--seed", "3", "--json", str(tmp_path / "facts.json")])
    found = json.loads((tmp_path / "facts.json").read_text())
    report = evaluate(facts.answers_of(Voice(folder)), 3, 2, 2)
    assert found["scores"] == report.to_dict() and str(report) in capsys.readouterr().out
    assert {intent: (score["share"], score["n"]) for intent, score in found["intents"].items()} == {
        intent: (score.share, score.n) for intent, score in report.intents.items()
    }
    assert len(found["mistakes"]) == len(report.mistakes) > 0
