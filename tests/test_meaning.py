"""mambalib.npc.meaning: what an answer means is found, not how its likeliest wording begins.

The oracle is a model that is a list of sentences, each with its probability: what is likeliest is added up by hand.
"""

import re
from itertools import chain
from types import SimpleNamespace

import numpy as np
import pytest
from test_guard import guard

from mambalib.npc import NPC, Voice
from mambalib.npc.meaning import MOST, NOTHING, Search, Spoken, say

WHERE = "Where can I find the miler?"  # misspelt, so that the guard does not know it
WAYS = {
    "no_such_person": (
        "I know nobody of that name.",
        "That name means nothing to me.",
        "I never met anyone of that name.",
    ),
    "person_place": (
        "You find Odwin at the red mill.",
        "Odwin is at the red mill, most days.",
        "Look for Odwin at the red mill.",
    ),
    "my_place": ("You find me at the red mill, most days.",),
    "place": ("The red mill? Go north-east, past the stream.", "The red mill lies north-east, past the stream."),
    "people": ("I know Odwin and Hilda.", "There is Odwin and Hilda. Ask me about any of them."),
    "not_clear": ("I do not know what you mean.", "I cannot follow. What do you mean by that?"),
}


class Heard:
    """A state: the tokens that were read."""

    def __init__(self, read=()):
        self.read = [*read]

    def clone(self):
        return Heard(self.read)


class Parrot(Voice):
    """Says whole sentences, each with its probability; its tokens are words and signs."""

    def __init__(self, sentences):
        parts = {sentence: re.findall(r" ?\w+|[^\w ]", f" {sentence}") for sentence in sentences}
        self.tokens = sorted({*chain(*parts.values())})
        self.sentences = {tuple(map(self.tokens.index, parts[s])): share for s, share in sentences.items()}
        self._mute = np.zeros(len(self.tokens) + 1, bool)
        self.transcript = SimpleNamespace(end=len(self.tokens), tokenizer=self)

    def token_bytes(self, token):
        return self.tokens[token].encode()

    def read(self, ids, state):
        state.read += ids
        return self.logits(state.read)

    def logits(self, begun):
        p, n = np.zeros(len(self.tokens) + 1), len(begun)
        for sentence, share in self.sentences.items():
            if sentence[:n] == (*begun,):
                p[(*sentence, self.transcript.end)[n]] += share
        with np.errstate(divide="ignore"):
            return np.log(p / p.sum())


def search(sentences, said="", line=WHERE, answers=()):
    """The search, run to its end."""
    voice, now = Parrot(sentences), guard(*([line] if isinstance(line, str) else line), answers=answers)
    spoken, state = Spoken(), Heard()
    for part in re.findall(r" ?\w+|[^\w ]", f" {said}") if said else ():
        state.read.append(voice.tokens.index(part))
        spoken = say(voice, now, spoken, state.read[-1])
    read = [*state.read]
    found = Search(voice, now, spoken, state, voice.logits(read))
    while not found.is_over:
        found.step()
    assert state.read == read  # as it was
    return found


def test_the_likeliest_meaning_is_not_that_of_the_likeliest_sentence():
    sentences = {"That name means nothing to me.": 0.4, **dict.fromkeys(WAYS["person_place"], 0.2)}
    found = search(sentences)
    assert found.meaning[0] == "person_place" and dict(found.meaning[1])["person"] == "Odwin"
    assert found.followed < MOST


def test_what_is_meant_is_the_likeliest_of_all_meanings():
    random = np.random.default_rng(3)
    right = {sentence: meaning for meaning, ways in WAYS.items() for sentence in ways}
    apart = 0
    for _ in range(60):
        chosen = random.permutation([*right])[: random.integers(2, len(right) + 1)].tolist()
        shares = random.dirichlet(np.full(len(chosen), 0.7)) + 0.02
        sentences = dict(zip(chosen, (shares / shares.sum()).tolist(), strict=True))
        sums = {meaning: sum(sentences.get(way, 0) for way in ways) for meaning, ways in WAYS.items()}
        best = max(sums, key=sums.get)
        assert search(sentences).meaning[0] == best
        apart += right[max(sentences, key=sentences.get)] != best
    assert apart >= 5  # else the likeliest sentence would do


def test_a_name_that_is_known_costs_no_meaning_its_share():
    sentences = {"Goodbye, Rosa. Come back and see me.": 0.9, "I do not know what you mean.": 0.1}
    lines = "Hello, I am Rosa.", "Goodbye"
    found = search(sentences, line=lines, answers=["Pleased to meet you, Rosa."])
    assert found.meaning[0] == "bye_name"


def test_openers_are_followed_once():
    openers = ("Hmph.", "If you must know.", "Aye.", "Listen.")
    direct = {"Look for Odwin at the red mill.": 0.2, "I know nobody of that name.": 0.3}
    opened = {f"{opener} Odwin is at the red mill, most days.": 0.125 for opener in openers}
    found = search(direct | opened)
    assert found.meaning[0] == "person_place" and found.followed < 20


def test_it_begins_with_the_likeliest_way_to_say_it():
    ways = {"Odwin is at the red mill, most days.": 0.3, "Look for Odwin at the red mill.": 0.31}
    sentences = {**ways, "You find me at the red mill, most days.": 0.38, "You find Odwin at the red mill.": 0.01}
    found = search(sentences)
    assert found.meaning[0] == "person_place" and Parrot(sentences).tokens[found.tokens[0]] == " Look"


def test_what_the_guard_forbids_has_no_share():
    sentences = {"You find Bertha at the inn.": 0.9, "I know nobody of that name.": 0.1}
    assert search(sentences).meaning[0] == "no_such_person"


@pytest.mark.parametrize(("more", "meaning"), [(0.7, "price"), (0.4, "")])
def test_the_end_of_an_answer_is_a_meaning_too(more, meaning):
    thanks = "Fine, fine. Spare me the fuss."
    ways = (f"{thanks} The rye loaf is 4 coppers.", f"{thanks} The rye loaf costs 4 coppers.")
    sentences = {thanks: 1 - more, **dict.fromkeys(ways, more / 2)}
    found = search(sentences, said=thanks, line="Thanks. How much is the rye loaf?")
    assert found.meaning[0] == meaning and (found.meaning == NOTHING) == (not meaning)


def test_an_answer_that_could_go_on_but_ends_has_its_meaning():
    sentences = {
        "The rye loaf is 4 coppers.": 0.6,
        "The rye loaf is 4 coppers, I cannot let it go for less.": 0.4,
    }
    assert search(sentences, line="And for the loaf?").meaning[0] == "price"


def test_the_guard_is_held_to_what_is_meant():
    now = guard(WHERE)
    meaning = search(dict.fromkeys(WAYS["person_place"], 1 / 3)).meaning
    now.want("", meaning)
    assert now.permits("Look for Odwin") and now.permits("Aye. You find Odwin at the red mill.", ended=True)
    assert not (now.permits("I know") or now.permits("You find Hilda") or now.permits("You find me"))
    now.want("", None)
    assert now.permits("I know nobody of that name.", ended=True)


def test_a_held_guard_lets_no_answer_end_before_it_was_said():
    thanks = "Fine, fine. Spare me the fuss."
    now = guard("Thanks. How much is the rye loaf?")
    assert now.permits(thanks, ended=True)
    price = now.means(f"{thanks} The rye loaf is 4 coppers.", ended=True)
    now.want(thanks, price)
    assert not now.permits(thanks, ended=True)
    assert now.permits(f"{thanks} The rye loaf is 4 coppers.", ended=True)
    assert not now.permits(f"{thanks} You find")


def test_temperature_changes_the_words_and_not_the_meaning():
    said = {
        "".join(NPC.load("mabel", temperature=1.0, seed=seed).say("How much is the rye loaf?")) for seed in range(12)
    }
    assert len(said) >= 3 and all("rye loaf" in answer and "4 coppers" in answer for answer in said)


def test_an_answer_is_the_same_in_slices_and_when_it_is_saved_in_between(tmp_path):
    whole, sliced, seen = NPC.load("mabel"), NPC.load("mabel"), 0
    for line in ("Hello, I am Rosa.", "Tell me more", "Thanks. Who is the smith?"):
        wanted, answer = "".join(whole.say(line)), sliced.say(line)
        while not answer.ended:
            answer.run(0.001)
            if not answer.text:
                sliced.save(tmp_path / "in_between")
                assert NPC.restore(tmp_path / "in_between").history[-1].character == ""
                seen += 1
        assert answer.text == wanted
    assert seen
    paths = tmp_path / "whole", tmp_path / "sliced"
    for npc, path in zip((whole, sliced), paths, strict=True):
        npc.save(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
