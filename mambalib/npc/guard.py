"""What a character may say: no word without a ground, and no fact of another thing (chapter 9).

A small model misspells a name that it has read once, puts two names together, or gives one ware the price of another.
But the program has the facts. So whoever chooses the next token asks here first whether the text may go on so:

    the            then a word of the patterns (`answers`), a word that the player typed, or a name of the facts
    the golden     then "lake" alone, if the golden lake is the only golden thing
    the golden lake lies        then a direction, and no other than that of the golden lake
    our grocer is  then a person, and no other than the grocer

The model still decides what to speak of. Whether it speaks of what it was asked is its own affair.

Symbols:
    word    a run of letters or digits, in small letters
    table   one of the character's lists of facts, `wares` and so on; its records have a name, the key, and values
    kind    what a phrase is, a "place" for instance, in whatever table it stands
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from mambalib.npc.answers import vocabulary
from mambalib.npc.facts import Character, coppers

_WORD = re.compile(r"[^\W_]+")
_WITHIN = (" ", "-", "'", "’")  # between two words of one name
_BETWEEN = (*_WITHIN, ", ", ". ", "! ", "? ", ": ")
_SMALL = ("a", "an", "the", "of")
_KINDS = {  # of each table, the key first
    "wares": ("ware", "price", "stock"),
    "places": ("place", "direction", "way"),
    "people": ("person", "relation", "trade", "place"),
    "rumours": ("what", "place", "person"),
    "quest": ("item", "place", "reward"),
}
_KEYS = {table: kinds[0] for table, kinds in _KINDS.items()}
_VALUES = {"": frozenset()} | {table: frozenset(kinds[1:]) for table, kinds in _KINDS.items()}


class _Phrase(NamedTuple):
    """Words that name something: in which table, in which of its records, and as what."""

    words: tuple[str, ...]
    table: str
    record: int
    kind: str
    name: bool  # whether it has a capital wherever it stands


class _Spoken(NamedTuple):
    """What was spoken of last: records of a table, or a value whose record is not named yet."""

    table: str = ""
    records: frozenset[int] = frozenset()
    value: tuple[str, tuple[str, ...]] | None = None  # kind and words


class _There(NamedTuple):
    """A place in a text where the next word stands."""

    spoken: _Spoken
    before: str  # the word before, if any
    hyphen: bool  # whether the two are joined by one
    name: bool  # whether the word has a capital that only names have


class Guard:
    """Says whether a text may be the beginning of an answer.

    Args:
        character: whose facts may be named.
        lines: what the player has said so far, the line that is answered too.
    """

    def __init__(self, character: Character, lines: Iterable[str]) -> None:
        lines = list(lines)
        self._by_first: dict[str, list[_Phrase]] = defaultdict(list)
        self._records: dict[tuple[str, int], set] = defaultdict(set)  # kind and words of all that a record says
        for phrase in _phrases(character, len(lines) - 1):
            self._by_first[phrase.words[0]].append(phrase)
            self._records[phrase.table, phrase.record].add((phrase.kind, phrase.words))
        said = [_words(line) for line in lines]
        self._player = {word for line in said for word in line if not word.isdigit()}
        self._pairs = {pair for line in said for pair in pairwise(("", *line))}
        self._in_names = {
            word for phrases in self._by_first.values() for phrase in phrases for word in phrase.words
        } - {*_SMALL}
        texts = (*lines, character.to_text())
        self._loud = {word for text in texts for word in _WORD.findall(text) if word[1:] != word[1:].lower()}
        self._plain = all(word.isascii() for word in self._player | self._in_names)

    def permits(self, text: str, ended: bool = False) -> bool:
        """Whether an answer may begin so.

        Args:
            text: the answer with its next token, which may be the beginning of a word.
            ended: whether this is all.
        """
        if self._plain and "\ufffd" in text:
            return False
        text = text.rstrip("\ufffd")
        found = list(_WORD.finditer(text))
        if not found:
            return not (ended or text.strip())
        words = tuple(match[0].lower() for match in found)
        ends = [match.start() for match in found[1:]] + [len(text)]
        gaps = [text[match.end() : end] for match, end in zip(found, ends, strict=True)]  # behind each word
        if any(gap not in _BETWEEN for gap in gaps[:-1]) or not _may_end_so(gaps[-1], ended):
            return False
        loud = (match[0] for match in found if match[0][1:] != match[0][1:].lower())
        if not all(any(known.startswith(word) for known in self._loud) for word in loud):
            return False
        spoken, place = _Spoken(), 0
        while place < len(words):
            if place and spoken.table in ("", "people") and _new_start(words, gaps, place):
                spoken = _Spoken()
            joined = next((n for n, gap in enumerate(gaps[place:], 1) if gap not in _WITHIN), len(words) - place)
            rest, sign = words[place:], gaps[place - 1] if place else ""
            there = _There(
                spoken,
                before=words[place - 1] if place else "",
                hyphen=sign == "-",
                name=sign in (*_WITHIN, ", ") and found[place][0][0].isupper() and words[place] != "i",
            )
            goes_on = not ended and gaps[-1] in ("", *_WITHIN) and joined == len(rest)
            if goes_on and self._may_go_on(rest, gaps[-1] == "", there):
                return True
            taken, spoken = self._taken(rest[:joined], there)
            if not taken:
                return False
            place += taken
        return True

    def _may_go_on(self, rest: tuple[str, ...], cut: bool, there: _There) -> bool:
        """Whether the last words can be the beginning of one thing; the very last may be cut off."""
        whole, part = (rest[:-1], rest[-1]) if cut else (rest, "")
        if not whole:
            begun = (word for word in chain(vocabulary(), self._player) if word.startswith(part))
            if any(self._is_free(word, there) for word in begun):
                return True
        firsts = [rest[0]] if whole else [word for word in self._by_first if word.startswith(part)]
        return any(
            len(phrase.words) > len(whole)
            and phrase.words[: len(whole)] == whole
            and phrase.words[len(whole)].startswith(part)
            and self._may_come(phrase, there)
            for first in firsts
            for phrase in self._by_first.get(first, ())
        )

    def _taken(self, joined: tuple[str, ...], there: _There) -> tuple[int, _Spoken]:
        """How many of the words are the next thing, 0 if nothing permits them, and what is spoken of then."""
        here = self._by_first.get(joined[0], ())
        fitting = [p for p in here if p.words == joined[: len(p.words)] and self._may_come(p, there)]
        if fitting:
            longest = max(len(phrase.words) for phrase in fitting)
            return longest, _spoken_of([p for p in fitting if len(p.words) == longest], there.spoken)
        return int(self._is_free(joined[0], there)), there.spoken

    def _is_free(self, word: str, there: _There) -> bool:
        """Whether a word may be said without naming anything, or because the player has said it."""
        if (there.before, word) in self._pairs and word in self._player:
            return not self._is_value(word, there.spoken)
        if there.hyphen and not {there.before, word} <= vocabulary():
            return False
        if word in vocabulary():
            return not there.name
        mixed = {there.before, word} <= self._in_names  # two names, put together by nobody but the model
        somebody = there.name and there.spoken.value is not None  # "our baker is ...": it must be the baker
        return word in self._player and not (mixed or somebody or self._is_value(word, there.spoken))

    def _is_value(self, word: str, spoken: _Spoken) -> bool:
        """Whether a word belongs to what can be said of the thing that is spoken of."""
        return any(phrase.kind in _VALUES[spoken.table] for phrase in self._by_first.get(word, ()))

    def _may_come(self, phrase: _Phrase, there: _There) -> bool:
        """Whether a phrase agrees with what is spoken of."""
        spoken = there.spoken
        if there.name and not phrase.name:
            return False
        if phrase.kind in _VALUES[spoken.table]:
            return phrase.table == spoken.table and phrase.record in spoken.records
        for table, key in _KEYS.items():
            if spoken.value and key == phrase.kind and spoken.value[0] in _VALUES[table]:
                both = {spoken.value, (phrase.kind, phrase.words)}
                return any(both <= facts for (where, _), facts in self._records.items() if where == table)
        return True


def _may_end_so(gap: str, ended: bool) -> bool:
    """Whether signs behind the last word can stand there, or be the beginning of what can."""
    return gap in (".", "!", "?") if ended else any(sign.startswith(gap) for sign in _BETWEEN)


def _new_start(words: tuple[str, ...], gaps: list[str], place: int) -> bool:
    """Whether a sentence begins, or the next relative of a list: "..., my aunt", "and my aunt"."""
    of_list = words[place] == "my" and ("," in gaps[place - 1] or words[place - 1] == "and")
    return of_list or any(sign in gaps[place - 1] for sign in ".!")


def _spoken_of(named: list[_Phrase], spoken: _Spoken) -> _Spoken:
    """What is spoken of after phrases of the same words."""
    if any(phrase.kind in _VALUES[spoken.table] for phrase in named):
        return spoken
    keys = [phrase for phrase in named if phrase.kind == _KEYS.get(phrase.table)]
    if keys:
        return _Spoken(keys[0].table, frozenset(p.record for p in keys if p.table == keys[0].table))
    return spoken._replace(value=(named[0].kind, named[0].words))


def _phrases(character: Character, sold: int) -> Iterator[_Phrase]:
    """All that the facts name, as it is said, when at most so many wares have been sold."""
    for kind in ("name", "trade", "village", "place", "likes"):
        yield _phrase(getattr(character, kind), "", 0, kind)
    quests = (character.quest,) if character.quest else ()
    for table in _KEYS:
        for number, record in enumerate(quests if table == "quest" else getattr(character, table)):
            for field, value in vars(record).items():
                kind = {"name": _KEYS[table], "source": "person"}.get(field, field)
                texts = [coppers(value)] if field == "price" else [value]
                if field == "stock":
                    texts = [f"{left} left" for left in range(max(1, value - sold), value + 1)]
                yield from (_phrase(text, table, number, kind) for text in texts)


def _phrase(text: str, table: str, record: int, kind: str) -> _Phrase:
    return _Phrase(_words(text), table, record, kind, text[:1].isupper())


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))
