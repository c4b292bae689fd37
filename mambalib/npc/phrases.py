"""What players say: for every intent the ways to say it, in training and held out, from `phrases.txt` (chapter 9).

A phrasing is a pattern of `grammar`. Those held out are other ways to ask, not the same with a word exchanged: no
sentence of theirs is one of training. They wear out: whoever has read the mistakes that they brought about, and mended
something, has learned from them. Then they belong to the known ones, and others have to be written. What a player says
is often spoiled by the hand that types it (`grammar.Hand`).

Slots:
    ware, a_ware, other_ware     "oak bucket", "an oak bucket"; sometimes "bucket" alone
    place, person, trade, relation, direction, item, price, number
    me                           the character's name
    name, home, errand, calling  what the player tells of themselves
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mambalib.npc.grammar import Sentence, sentences


class Phrasings(NamedTuple):
    """The ways to say one thing: lists of sentences, one list for each pattern."""

    known: list[list[Sentence]]
    held_out: list[list[Sentence]]


def _parse(table: str) -> dict[str, Phrasings]:
    """Phrasings from lines: an intent, then its patterns, those held out behind a minus."""
    phrasings: dict[str, Phrasings] = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        if line.endswith(":") and " " not in line:
            current = phrasings.setdefault(line[:-1], Phrasings([], []))
        elif line.startswith("- "):
            current.held_out.append(sentences(line[2:]))
        else:
            current.known.append(sentences(line))
    return phrasings


PHRASES = _parse(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))
FRAMES = PHRASES.pop("frames")  # what may stand around a question


def all_sentences(held_out: bool) -> Iterator[Sentence]:
    """Every sentence of every intent."""
    for phrasings in PHRASES.values():
        for pattern in phrasings.held_out if held_out else phrasings.known:
            yield from pattern


@cache
def vocabulary(*intents: str) -> frozenset[str]:
    """The words of the known phrasings of some intents, in small letters, but for those in the slots; else of all.

    "I've" counts as "i" and "ve", and as "ive", since many leave the apostrophe out.
    """
    patterns = chain(*(PHRASES[intent].known for intent in intents or PHRASES), () if intents else FRAMES.known)
    parts = (part for sentence in chain(*patterns) for part in sentence[::2])
    text = " ".join(parts).lower()
    return frozenset(re.findall(r"[^\W_]+", text + " " + text.replace("'", "")))
