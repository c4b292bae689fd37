"""Sentences from patterns, spoiled as people spoil them at a keyboard; the same seed, the same sentences (chapter 9).

A pattern stands for all the sentences that it can become:

    "how much [is|for] the {ware}?"  ->  how much is the {ware}?
                                         how much for the {ware}?

`[a|b]` is one of its parts, each of which can hold such parts again; `[a|]` is also nothing. `{ware}` is a slot, into
which the world's own words go. They are kept apart from the words around them: typing errors spoil these, never the
name of a thing, for what has to be found again must be there.

Symbols:
    pattern    what is written in this package
    sentence   one of the sentences of a pattern: a tuple of words, slot, words, slot, ..., words
    skeleton   a sentence without its capitals and signs: two sentences of one skeleton are the same to a reader
    hand       how somebody types
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import product
from typing import NamedTuple, TypeVar
from zlib import crc32

T = TypeVar("T")
Sentence = tuple[str, ...]

_PARTS = re.compile(r"([\[\]|])")
_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[a-z]{4,}")
_BESIDE = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopisdfghjklkxcvbnmn", strict=True))  # on the keyboard
_SHORT = {
    "are you": "r u",
    "your": "ur",
    "you": "u",
    "please": "pls",
    "thank you": "thx",
    "thanks": "thx",
    "what is": "whats",
    "do not know": "dunno",
    "going to": "gonna",
    "give me": "gimme",
    "let me": "lemme",
    "want to": "wanna",
    "because": "cuz",
}
_CONTRACTED = {
    "I am": "I'm",
    "I will": "I'll",
    "I would": "I'd",
    "you are": "you're",
    "they are": "they're",
    "let us": "let's",
    **{f"{word} is": f"{word}'s" for word in "what where who how that it there here".split()},
    **{f"{word} not": f"{word}n't" for word in "do does did is are was were would could should have".split()},
    "cannot": "can't",
    "will not": "won't",
}
_APART = re.compile(rf"\b({'|'.join(_CONTRACTED)})(?= )")  # "where it is." stays as it is
SHORT_WORDS = frozenset(
    word for short in (*_SHORT.values(), *_CONTRACTED.values()) for word in short.replace("'", "").lower().split()
)
_SHORTENED = re.compile(rf"\b({'|'.join(_SHORT)})\b")
_OTHER_WORDS = {  # that say the same in all that players say
    "a discount": "something off, a better price",
    "afford": "pay for, buy",
    "around here": "hereabouts, in these parts, round here, near here, in this area, close by",
    "ask you": "know, find out",
    "buy": "purchase, get, pick up, acquire",
    "called": "named",
    "can I find": "do I find, might I find, would I find, is, can one find",
    "can you": "could you, would you, will you",
    "cheaper": "less expensive, more affordable, lower in price",
    "cheapest": "least expensive, most affordable, lowest priced",
    "come from": "hail from, originate from",
    "could you": "can you, would you, will you",
    "do you have": "have you got, have you, is there, do you keep",
    "do you know": "have you any idea, would you know, do you happen to know, are you aware, any idea",
    "does it cost": "does it go for, is it, do you ask for it, must I pay",
    "earn": "make, get",
    "enough": "sufficient, plenty",
    "expensive": "pricey, costly, dear",
    "forgotten": "lost, let slip",
    "friend": "mate, pal, buddy, neighbour, good sir",
    "have you got": "do you have, have you, is there",
    "have you heard": "did you hear, do you know, have you picked up",
    "how do I get to": "which way to, how can I reach, what is the way to, how would I get to, where is",
    "how much is": "what do you want for, what is the price of, what do you ask for, how many coppers for",
    "hunting for": "looking for, searching for",
    "I am": "I happen to be, I am really",
    "I need": "I could use, I want, I require, I must have",
    "I want to": "I would like to, I wish to, I need to, I would love to, I mean to",
    "I would like to": "I want to, I wish to, I need to, I would love to",
    "in the village": "around here, in this place, in these parts",
    "items": "things, goods, articles",
    "job": "occupation, work, trade",
    "left": "remaining, still there",
    "live": "dwell, reside, stay",
    "look for": "search for, hunt for, seek",
    "looking for": "searching for, hunting for, trying to find, in search of, after",
    "most expensive": "dearest, costliest, priciest",
    "nearby": "close by, near here, round here",
    "news": "tidings, gossip, rumours",
    "over there": "yonder",
    "people": "folk, folks, persons",
    "please": "kindly, would you, be so kind",
    "recall": "remember, still know, think of",
    "remember": "recall, still know, think of, keep in mind",
    "reward": "payment, pay, prize",
    "searching for": "looking for, hunting for, trying to find, in search of, after",
    "sell": "offer, carry, trade in, have for sale",
    "still know": "remember, recall, think of",
    "sure": "certain, positive",
    "task": "errand, job, chore",
    "tell me": "let me know, say, explain to me, inform me",
    "thing": "item, article",
    "things": "items, stuff, articles",
    "this village": "this place, this town, this settlement, this hamlet",
    "told you": "mentioned to you, said to you, let you know",
    "village": "settlement, hamlet, town, place",
    "want to": "wish to, would like to, need to, mean to",
    "what is": "what would be, what might be, tell me",
    "where can I find": "where is, where do I find, whereabouts is, how do I find",
    "where is": "where can I find, where might I find, whereabouts is, where do I find",
    "who is": "who might be, who would be, who exactly is",
    "would you": "could you, can you, will you",
}
_REWORDED = re.compile(rf"\b({'|'.join(sorted(_OTHER_WORDS, key=len, reverse=True))})\b")
_SMALL = re.compile(r"\b(?:the|a|an|do|does|is|are|of|please|to|have|can|would) ")
_ADDED = ("actually", "really", "maybe", "just", "perhaps", "now", "then", "though", "by chance", "exactly", "even")
_FILLERS = ("um", "er", "so", "hey", "well", "listen", "right", "ok", "hmm", "oh", "say", "excuse me", "sorry")


class Dice:
    """Chance that is the same for the same seed, on every machine and in every version of Python.

    Only `random.random()` is promised to stay as it is, so all else is made from it here.

    Args:
        seed: numbers and words, in any number.
    """

    def __init__(self, *seed: int | str) -> None:
        digest = blake2b(repr(seed).encode(), digest_size=16).digest()
        self._random = random.Random(int.from_bytes(digest, "little")).random

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random() < probability

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both counted."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of several."""
        return things[int(self._random() * len(things))]

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """One of several, in proportion to the weights."""
        left = self._random() * sum(weights)
        for thing, weight in zip(things, weights, strict=True):
            left -= weight
            if left < 0:
                return thing
        return things[-1]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All of them, in another order."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            place = int(self._random() * (last + 1))
            order[last], order[place] = order[place], order[last]
        return order


def is_held_out(text: str) -> bool:
    """Whether a name, or a pair of facts, is kept out of training: one in seven, always the same."""
    return crc32(text.lower().encode()) % 7 == 0


def sentences(pattern: str) -> list[Sentence]:
    """All sentences of a pattern.

    Raises:
        ValueError: a bracket that is not closed, or never opened.
    """
    tokens = [token for token in _PARTS.split(pattern) if token]
    texts, rest = _choices(tokens, 0)
    if rest < len(tokens):
        raise ValueError(f"pattern must open every bracket that it closes, got {pattern!r}")
    return [tuple(_SLOT.split(" ".join(text.split()))) for text in texts]


def _choices(tokens: list[str], place: int, depth: int = 0) -> tuple[list[str], int]:
    """The texts of a choice, and the place after it."""
    found, options = [], [[""]]
    while place < len(tokens):
        token = tokens[place]
        if token == "[":
            inner, place = _choices(tokens, place + 1, depth + 1)
            if place == len(tokens):
                raise ValueError(f"pattern must close every bracket, got {''.join(tokens)!r}")
            options.append(inner)
        elif token == "]" or (token == "|" and depth):
            found += ["".join(parts) for parts in product(*options)]
            options = [[""]]
            if token == "]":
                return found, place
        else:
            options.append([token])
        place += 1
    return found + ["".join(parts) for parts in product(*options)], place


def skeleton(sentence: Sentence) -> str:
    """What is left of a sentence when capitals, signs and the slots' contents are taken away."""
    words = (part if place % 2 == 0 else f" <{part}> " for place, part in enumerate(sentence))
    text = "".join(words).lower()
    return " ".join(re.sub(r"[^a-z0-9<>_ ]", "", text).split()) or text


def fill(sentence: Sentence, slots: Mapping[str, str]) -> str:
    """A sentence with its slots filled, each of its clauses beginning with a capital."""
    return capitals("".join(slots[part] if place % 2 else part for place, part in enumerate(sentence)))


def capitals(text: str) -> str:
    """The text with a capital at the beginning of every sentence."""
    return re.sub(r"(?:^|(?<=[.!?] ))[a-z]", lambda letter: letter[0].upper(), text)


def reworded(sentence: Sentence, dice: Dice) -> Sentence:
    """A sentence as somebody else might put it: other words, a small one too many, or one too few."""
    parts = list(sentence)
    parts[::2] = [_REWORDED.sub(lambda said: _other_words(said[0], dice), part) for part in parts[::2]]
    place = 2 * dice.number(0, len(parts) // 2)
    if dice.chance(0.25):
        small = [*_SMALL.finditer(parts[place])]
        if small:
            begin, end = dice.pick(small).span()
            parts[place] = parts[place][:begin] + parts[place][end:]
    elif dice.chance(0.25):
        gaps = [gap.end() for gap in re.finditer(r"\w (?=\w)", parts[place])]
        if gaps:
            gap = dice.pick(gaps)
            parts[place] = f"{parts[place][:gap]}{dice.pick(_ADDED)} {parts[place][gap:]}"
    return tuple(parts)


def _other_words(said: str, dice: Dice) -> str:
    return dice.pick(_OTHER_WORDS[said].split(", ")) if dice.chance(0.5) else said


class Hand(NamedTuple):
    """How somebody types.

    Args:
        lower: without capitals; names are small only where `lower_names` is set, too.
        bare: without signs at the end of a line and without apostrophes.
        short: "u" for "you".
        contracts: "I'm" for "I am".
        typos: how often a line has a typing error or two.
        fillers: how often a line begins with "um".
        loud: how often a line is shouted.
    """

    lower: bool
    lower_names: bool
    bare: bool
    short: bool
    contracts: bool
    typos: float
    fillers: float
    loud: float

    @classmethod
    def any(cls, dice: Dice) -> "Hand":
        """The hand of one player."""
        if dice.chance(0.4):
            return cls(False, False, False, False, dice.chance(0.4), 0.02, 0.1, 0.01)
        lower = dice.chance(0.6)
        return cls(
            lower,
            lower and dice.chance(0.35),
            dice.chance(0.6),
            dice.chance(0.2),
            dice.chance(0.6),
            dice.pick((0.05, 0.15, 0.4)),
            0.2,
            0.02,
        )

    def write(self, sentence: Sentence, slots: Mapping[str, str], dice: Dice) -> str:
        """A sentence as it comes from this hand, its slots unspoiled but for their capitals."""
        if dice.chance(self.loud):
            return fill(sentence, slots).upper()
        parts = list(sentence)
        if dice.chance(self.fillers):
            parts[0] = f"{dice.pick(_FILLERS)}{dice.pick((',', '...', ''))} {parts[0]}"
        if self.contracts:
            parts[::2] = [_APART.sub(lambda words: _CONTRACTED[words[0]], part) for part in parts[::2]]
        if self.short:
            parts[::2] = [_SHORTENED.sub(lambda word: _SHORT[word[0]], part) for part in parts[::2]]
        if dice.chance(self.typos):
            for _ in range(dice.number(1, 2)):
                place = 2 * dice.number(0, len(parts) // 2)
                parts[place] = _mistyped(parts[place], dice)
        if self.bare:
            parts[::2] = [part.replace("'", "") for part in parts[::2]]
            parts[-1] = parts[-1].rstrip("?.!")
        elif dice.chance(0.04):
            parts[-1] = parts[-1].rstrip("?.!") + dice.pick(("??", "!!", "...", "?!"))
        if self.lower:
            parts[::2] = [part.lower() for part in parts[::2]]
        filled = [slots[part] if place % 2 else part for place, part in enumerate(parts)]
        if self.lower_names:
            filled = [part.lower() for part in filled]
        return "".join(filled) if self.lower else capitals("".join(filled))


def _mistyped(text: str, dice: Dice) -> str:
    """The text with one word of four letters or more typed wrong, if it has any."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = dice.pick(words)
    place = dice.number(word.start() + 1, word.end() - 2)
    kind = dice.number(0, 3)
    here, after = text[place], text[place + 1]
    spoiled = (here, after + here, here + here + after, _BESIDE[here] + after)[kind] if kind else after
    return text[:place] + spoiled + text[place + 2 :]


def all_sentences(patterns: Sequence[str]) -> Iterator[Sentence]:
    """The sentences of several patterns."""
    for pattern in patterns:
        yield from sentences(pattern)
