"""The character that comes with the course: its files belong together, and are those of the recipe."""

import json

import numpy as np
import pytest

from mambalib.files import project_folder
from mambalib.npc import NPC, Character, Voice, save
from mambalib.train.settings import RunConfig

FOLDER = project_folder() / "assets" / "character"


@pytest.fixture(scope="module")
def voice():
    return Voice(FOLDER)


def test_it_is_as_small_as_promised():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 12 * 2**20


def test_it_is_the_model_of_the_recipe(voice):
    recipe = RunConfig.load(project_folder() / "chapters" / "configs" / "character.toml")
    kept = json.loads((FOLDER / "config.json").read_text())
    assert voice.engine.config == recipe.new_model(recipe.data.vocab_size).config
    assert kept["model_type"] == "mamba" and voice.transcript.tokenizer.vocab_size == recipe.data.vocab_size


@pytest.mark.parametrize("name", ["mabel", "odric", "selina"])
def test_the_state_beside_a_character_is_the_one_after_its_facts(voice, name):
    assert name in voice.characters
    who = Character.load(FOLDER / "characters" / f"{name}.toml")
    state, record = save.read(FOLDER / "characters" / f"{name}.safetensors", voice.fingerprint, voice.engine.config)
    assert record["facts"] == who.to_text() and record["turns"] == 0
    fresh = voice.engine.new_state()
    voice.read(voice.transcript.facts(who), fresh)  # token by token, where `prepare` read them whole
    for kept, read in ((state.conv, fresh.conv), (state.ssm, fresh.ssm)):
        assert np.abs(kept - read).max() < 1e-4 * np.abs(read).max()


def test_it_answers_and_ends_its_answers(voice):
    npc = NPC.load("mabel", voice)
    answers = ["".join(npc.say(line)) for line in ("Good morning!", "Who are you?", "What do you sell?")]
    assert all(answers) and all(answer[-1] in ".!?" for answer in answers)
