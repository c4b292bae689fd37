"""mambalib.npc.guard: every right answer may be said, and what has no ground may not.

The oracle for what is right are the generated conversations, whose answers follow from the facts by `mind`.
"""

import numpy as np
import pytest

from mambalib.npc import NPC
from mambalib.npc.dialogue import SPLITS, dialogue
from mambalib.npc.facts import Character, Person, Place, Quest, Rumour, Ware
from mambalib.npc.guard import Guard
from mambalib.npc.voice import Voice

MABEL = Character(
    name="Mabel",
    trade="baker",
    temper="gruff",
    village="Thornwick",
    place="red mill",
    likes="thunder",
    wares=(Ware("rye loaf", 4, 3), Ware("plum tart", 7, 0), Ware("seed bun", 12, 1)),
    places=(Place("red mill", "north-east", "past the stream"), Place("old abbey", "south", "behind the hedge")),
    people=(Person("Odwin", "brother", "miller", "red mill"), Person("Hilda", "rival", "weaver", "old abbey")),
    rumours=(Rumour("pale stag", "old abbey", "Odwin"),),
    quest=Quest("lost key", "old abbey", "20 coppers"),
)
SAID = ("Hi, I'm Rosa.", "is the MILL south? i heard 99 coppers for a plum tart", "and a silver spoon?")


@pytest.mark.parametrize("split", SPLITS)
def test_right_answers_may_be_said_letter_by_letter(split):
    for number in range(60):
        talk, lines = dialogue(41, number, split), []
        for turn in talk.turns:
            lines.append(turn.player)
            guard, said = Guard(talk.character, lines), turn.character
            refused = [said[:end] for end in range(1, len(said) + 1) if not guard.permits(said[:end])]
            assert not refused and guard.permits(said, ended=True), (said, refused[:1])


@pytest.mark.parametrize(
    "said",
    [
        "The rye loaf? 4 coppers each, 3 left.",
        "The rye loaf? 4 coppers each, 2 left.",  # one may be sold
        "Well met, Rosa.",
        "A silver spoon? I do not have that.",
        "The red mill lies north-east, past the stream, so no.",
        "Our miller is Odwin, my brother.",
        "There is my brother Odwin and my rival Hilda.",
        "I have it from Odwin.",
        "Bring me the lost key from the old abbey, and I will give you 20 coppers.",
    ],
)
def test_what_has_a_ground_may_be_said(said):
    assert Guard(MABEL, SAID).permits(said, ended=True)


@pytest.mark.parametrize(
    "begun",
    [
        "The rye lode",  # misspelt
        "The rye tart",  # of two names
        "The rye loaf is 7",  # the price of another
        "The rye loaf is 99",  # the player's
        "The rye loaf? 4 coppers each, 5",  # more than there are
        "The seed bun? 12 coppers each, 3",  # those of the loaf
        "The rye loaf, 4 coppers, 1 copper",
        "The red mill lies south",  # where the abbey is
        "The red mill lies north,",  # half a direction
        "In the south lies the red",
        "Our miller is H",
        "My rival is Odwin",
        "Odwin is my rival",
        "You find Hilda at the red",
        "Our miller is Rosa",
        "Our miller is Welcome",  # no name
        "Well met, Ros,",
        "The RYe",
        "I sell dragons",
        "I am Mabel ,,",
        "The golden",
    ],
)
def test_what_has_none_may_not(begun):
    assert not Guard(MABEL, SAID).permits(begun)


def test_of_what_there_is_no_more_is_sold_than_the_player_could_ask_for():
    for lines, fewest in ((["How many rye loaves?"], 3), (["One rye loaf.", "How many are left?"], 2)):
        allowed = [n for n in range(6) if Guard(MABEL, lines).permits(f"The rye loaf? 4 coppers each, {n} left.", True)]
        assert allowed == list(range(fewest, 4))


def test_an_answer_ends_with_a_whole_name_and_a_sign():
    guard = Guard(MABEL, SAID)
    assert guard.permits("I sell a rye") and not guard.permits("I sell a rye", ended=True)
    assert guard.permits("I sell a rye loaf") and not guard.permits("I sell a rye loaf", ended=True)
    assert guard.permits("I sell a rye loaf.", ended=True) and not guard.permits("", ended=True)


def test_names_with_letters_of_all_the_world():
    guard = Guard(MABEL, ["I am Zoë."])
    assert guard.permits("Well met, Zo\ufffd") and guard.permits("Well met, Zoë.", ended=True)
    assert not Guard(MABEL, SAID).permits("Well met, Zo\ufffd")


def test_a_guarded_voice_says_nothing_that_may_not_be_said():
    """With weights that know nothing, every answer of the shipped tokenizer is made of permitted words."""
    voice = Voice(Voice.shipped())
    rng = np.random.default_rng(0)
    voice.engine.step = lambda tokens, state: rng.standard_normal((1, voice.engine.config.vocab_size))
    npc = NPC.load(MABEL, voice)
    for line in ("Hi, I'm Rosa.", "What do you sell?"):
        said = "".join(npc.say(line))
        assert said and Guard(MABEL, ["Hi, I'm Rosa.", "What do you sell?"]).permits(said), said
    voice.guarded = False
    wild = "".join(npc.say("And now?"))
    assert not Guard(MABEL, ["Hi, I'm Rosa.", "What do you sell?", "And now?"]).permits(wild)
