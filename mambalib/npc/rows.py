"""Rows of dialogues, from a seed and the number of a step; no torch, so that processes of their own can make them
(chapter 9).

A row is dialogue after dialogue, the last one cut where the row ends.

    tokens   <|facts|> name ... <|player|> hi <|character|> Good day. <|player|> <|facts|> name ...
    learn       0       0   ...     0       0       0         1    1       1         0      0
    talk        0       0   ...     0       0       0         0    0       0         1      1

Symbols, with their shapes:
    tokens  (rows, length + 1)  so that each of the first `length` has one after it
    learn   (rows, length + 1)  whether the token is to be learned: it is the character's, or of a drill, bool
    talk    (rows, length + 1)  which dialogue of its row a token belongs to, int32
"""

from math import ceil
from typing import NamedTuple

import numpy as np

from mambalib.npc.dialogue import dialogue
from mambalib.npc.grammar import Dice
from mambalib.npc.transcript import Transcript
from mambalib.tokenizer import Tokenizer

_ROOM = 1 << 20  # numbers of dialogues that belong to a row
_LONG_MEMORY = 0.15  # share of the dialogues whose last turn asks for what was told in the first


class Arrays(NamedTuple):
    """The rows of a step; the shapes are in the glossary above."""

    tokens: np.ndarray
    learn: np.ndarray
    talk: np.ndarray


class Rows:
    """The rows of every step, `rows(k)` for step k, whatever was asked for before.

    The arguments are those of `training.DialogueSampler`.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        batch_size: int,
        length: int,
        seed: int,
        split: str,
        growth: int,
        rank: int,
        world_size: int,
    ) -> None:
        if length < 1:
            raise ValueError(f"length must be at least 1, got {length}")
        if not 0 <= rank < world_size:
            raise ValueError(f"rank must lie from 0 to below world_size, got {rank} of {world_size}")
        if batch_size < 1 or batch_size % world_size:
            raise ValueError(f"batch_size must be a multiple of world_size, {world_size}, got {batch_size}")
        dialogue(seed, 0, split)  # an unknown split is refused now, not in the first step
        share = batch_size // world_size
        self._transcript, self._batch_size, self._length = Transcript(tokenizer), batch_size, length
        self._growth, self._seed, self._split, self._own = growth, seed, split, range(rank * share, (rank + 1) * share)

    def __call__(self, step: int) -> Arrays:
        if step < 0:
            raise ValueError(f"step must not be negative, got {step}")
        knowledge = min(1.0, (step + 1) / max(1, self._growth)) ** 2
        rows = [self._row(step * self._batch_size + row, knowledge) for row in self._own]
        return Arrays(*(np.stack(arrays) for arrays in zip(*rows, strict=True)))

    def _row(self, row: int, knowledge: float) -> Arrays:
        tokens, learn, talk, number = [], [], [], 0
        while len(tokens) <= self._length:
            new, wanted = self._talk(row * _ROOM + number, knowledge)
            tokens += new
            learn += wanted
            talk += [number] * len(new)
            number += 1
        kept = slice(self._length + 1)
        return Arrays(np.array(tokens[kept]), np.array(learn[kept]), np.array(talk[kept], np.int32))

    def _talk(self, number: int, knowledge: float) -> tuple[list[int], list[bool]]:
        """A dialogue; or a drill, always so at the beginning, and never once the characters know all.

        Drills begin with one line of facts: to repeat what was read a few words ago is learned in some hundred steps,
        and what is further away from there on. With long texts alone it may never begin.
        """
        dice = Dice(self._seed, self._split, number, "row")
        remember = dice.chance(_LONG_MEMORY)
        talk = dialogue(self._seed, number, self._split, remember, knowledge)
        if not dice.chance(1 - knowledge):
            return self._transcript.dialogue(talk)
        lines = dice.shuffled(talk.character.to_text().split("\n"))
        lines = lines[: ceil(knowledge * len(lines))]
        return self._transcript.drill(lines, dice.shuffled(lines))


_rows: Rows  # of a worker process


def begin(rows: Rows) -> None:
    """What a worker process does first."""
    global _rows
    _rows = rows


def make(step: int) -> Arrays:
    """What it does then."""
    return _rows(step)
