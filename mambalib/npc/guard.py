"""What a character may say: a sentence of `answers`, filled with what is true (chapter 9).

A small model misspells a name that it has read once, puts two names together, gives one ware the price of another, or
knows somebody who is not there. But the program has the facts. So whoever chooses the next token asks here first
whether the text may go on so. It may, if it is the beginning of what a `Mind` could answer (`grounds`), in one of the
ways of `answers`:

    the             then a ware, a place or whatever else a sentence that begins so can name
    the rye loaf    then its price, or how many are left of it, and of nothing else
    the blue mill?  then "I have never been there", if the facts have no such place

The guard does not choose: what is meant, and what the player has told of themselves, only the model knows.

Symbols:
    saying   a sentence as pieces: text, and spans in between
    span     where words stand that the player has said; its kind is that of the slot, such as "name"
    rest     what of a text comes behind a saying; None where the text ends within it
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from mambalib.npc import words
from mambalib.npc.account import NOTHING_YET, ONCE_MORE, Account
from mambalib.npc.answers import openers, ways
from mambalib.npc.facts import Character
from mambalib.npc.grammar import Sentence, capitals
from mambalib.npc.grounds import names, replies, said_before
from mambalib.npc.mind import Reply, Slots
from mambalib.npc.phrases import vocabulary
from mambalib.npc.world import with_article

_LONGEST = 6  # words in a span
_RUN = re.compile(r"[^\W_]+(?:[ '’-][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ARTICLES = tuple(f"{word} " for word in "a an the my your any some".split())
_RELATIVES = frozenset(
    (*words.KIN, *words.OTHERS, *"grandmother grandfather godmother godfather stepmother stepfather twin lover".split())
)
_THINGS = ("ware", "place", "trade", "relation")  # where a span is one of these, the character does not know it


@cache
def _common() -> frozenset[str]:
    """Words that no name ends with: those in which players ask, but for the words of things themselves."""
    pools = (words.WOMEN, words.MEN, words.PLAYERS, words.VILLAGES, words.TRADES_THAT_SELL, words.OTHER_TRADES)
    names = {name.lower() for name in chain(*chain(*pools[:4]), *pools[4:], words.KIN, words.OTHERS)}
    return vocabulary() - names - words.WARE_NOUNS - words.PLACE_NOUNS


class _Span(NamedTuple):
    """Where the player's words stand.

    Args:
        kind: the slot's.
        article: whether "a" or "an" stands before them.
        now: whether they are of the last line.
    """

    kind: str
    article: bool
    now: bool


Saying = tuple[str | _Span, ...]
Sayings = dict[str, list[Saying]]  # by their first letter; "" for those that begin with a span


class Guard:
    """Says whether a text may be the beginning of an answer.

    Args:
        character: whose facts may be named.
        lines: what the player has said so far; the last one is answered.
        account: what has happened until then.
    """

    def __init__(self, character: Character, lines: Sequence[str], account: Account = NOTHING_YET) -> None:
        self._mind = account.mind(character)
        self._typed = "\n".join(" ".join(line.split()) for line in lines)
        self._heard = self._typed.lower()
        self._heard_now = self._heard.rpartition("\n")[2]
        self._names = {name.lower() for name in names(character)}
        self._strange = _without(self._heard, {*words.DIRECTIONS, *self._names})
        self._letters = {letter for letter in self._typed + character.to_text() if not letter.isascii()} - {"\ufffd"}
        self._permitted, self._refused = "", set()
        self._found: dict[tuple[_Span, str], list[int | None]] = {}
        grounded = [*replies(self._mind, lines)]
        talk = [reply for reply in grounded if reply.kind in ("talk", "role")]
        self._talk = self._sayings_of(talk)
        self._greeting = self._sayings_of(reply for reply in talk if reply.key.startswith("greet"))
        self._met = self._sayings_of(reply for reply in talk if reply.key.startswith("met"))
        self._facts = self._sayings_of(reply for reply in grounded if reply.kind not in ("talk", "role"))
        self._once_more = self._sayings_of(ONCE_MORE)
        self._again = self._sayings_of(said_before(self._mind, lines[:-1]))
        self._openers = _by_letter(_parted(openers(character.temper)))

    def permits(self, text: str, ended: bool = False) -> bool:
        """Whether an answer may begin so.

        Args:
            text: the answer with its next token, which may be the beginning of a word.
            ended: whether this is all.
        """
        text = text.removeprefix(" ")
        if ended:
            return "" in self._rests_of_answer(text)
        if any(text[:end] in self._refused for end in range(1, len(text) + 1)):
            return False
        if self._may_go_on(text):
            self._permitted = text
            return True
        end = len(self._permitted) if text.startswith(self._permitted) else 0
        while self._may_go_on(text[:end]):
            end += 1
        self._refused.add(text[:end])  # and with it all tokens that begin so: a model may try many of them
        return False

    def _may_go_on(self, text: str) -> bool:
        if text.endswith("\ufffd"):  # a letter of which bytes are missing
            return any(self._may_go_on(text[:-1] + letter) for letter in self._letters)
        return not self._rests_of_answer(text).isdisjoint(("", None))

    def _rests_of_answer(self, text: str) -> set[str | None]:
        """The rests of a text behind a whole answer: a fact, talk, or a fact behind talk or an opener."""
        talk = {*self._rests_of(self._talk, text)}
        talk |= self._behind(self._rests_of(self._greeting, text), self._met)
        rests = {*self._rests_of(self._facts, text), *talk, *self._behind(talk, self._facts)}
        for before, more in ((self._openers, {}), (self._once_more, self._again)):
            begun = {*self._rests_of(before, text)}
            rests |= {*self._behind(begun, self._facts), *self._behind(begun, more)}
            if not begun.isdisjoint(("", None)):
                rests.add(None)  # it is no whole answer, but the beginning of one
        return rests

    def _behind(self, rests: Iterable[str | None], sayings: Sayings) -> set[str | None]:
        """The rests behind sayings that follow, a space in between."""
        return {rest for before in rests if before and before[0] == " " for rest in self._rests_of(sayings, before[1:])}

    def _sayings_of(self, grounded: Iterable[Reply]) -> Sayings:
        temper = self._mind.character.temper
        return _by_letter(chain(*(_sayings(reply.key, temper, tuple(reply.slots.items())) for reply in grounded)))

    def _rests_of(self, sayings: Sayings, text: str) -> Iterator[str | None]:
        if not text and sayings:
            yield None
        for saying in chain(sayings.get(text[:1], ()), sayings.get("", ())) if text else ():
            yield from self._rests(saying, text)

    def _rests(self, saying: Saying, text: str) -> Iterator[str | None]:
        """The rests of a text behind a saying, one for each way to fill it."""
        piece, more = saying[0], saying[1:]
        if isinstance(piece, _Span):
            ends = self._ends(piece, text)
        elif text.startswith(piece):
            ends = (len(piece),)
        else:
            ends = (None,) if piece.startswith(text) else ()
        for end in ends:
            if end is None or not more:
                yield None if end is None else text[end:]
            else:
                yield from self._rests(more, text[end:])

    def _ends(self, span: _Span, text: str) -> list[int | None]:
        """Where the player's words at the beginning of a text can end; None where the text ends within them."""
        if (span, text) not in self._found:
            self._found[span, text] = [*self._find_ends(span, text)]
        return self._found[span, text]

    def _find_ends(self, span: _Span, text: str) -> Iterator[int | None]:
        article, begin = "", 0
        if span.article:
            if any(before.startswith(text.lower()) for before in ("a ", "an ")):
                yield None  # whether a fitting word follows, is seen when there is a letter of it
            found = re.match("an? ", text, re.IGNORECASE)
            if not found:
                return
            article, begin = found[0].strip().lower(), found.end()
        said = text[begin:]
        run = _RUN.match(said)
        whole = run[0] if run else ""
        goes_on = said == whole or (whole and said[:-1] == whole and said[-1] in " -'’")
        if goes_on and any(self._may_be(span, article, said, word) for word in self._completed(span, said)):
            yield None
        for word in _WORD.finditer(whole):
            part = whole[: word.end()]
            if part.lower() in self._completed(span, part) and self._may_be(span, article, part, part.lower()):
                yield begin + word.end()

    def _completed(self, span: _Span, begun: str) -> set[str]:
        """All that the player has said that begins so, up to the end of this word or of one of the next."""
        heard = self._strange if span.kind in _THINGS else self._heard_now if span.now else self._heard
        begun, found = begun.lower(), set()
        place = heard.find(begun)
        while place >= 0:
            run = None if place and heard[place - 1].isalnum() else _RUN.match(heard, place)
            ends = [place + word.end() for word in _WORD.finditer(run[0])][:_LONGEST] if run else ()
            found |= {heard[place:end] for end in ends if end >= place + len(begun)}
            place = heard.find(begun, place + 1)
        return found

    def _may_be(self, span: _Span, article: str, said: str, completed: str) -> bool:
        """Whether the player's words, of which some were said, are what a span of this kind can hold."""
        parts = _WORD.findall(said)
        if any(part[1:] != part[1:].lower() and part not in self._typed for part in parts):
            return False
        if article and with_article(completed) != f"{article} {completed}":
            return False
        if span.kind == "relation":
            return completed in _RELATIVES
        if span.kind in ("errand", "calling"):
            named = re.sub("^(?:an?|the) ", "", completed)
            return not (named in self._names or named in words.DIRECTIONS or self._mind.ware(named))
        if f"{completed} ".startswith(_ARTICLES) or completed in words.DIRECTIONS:
            return False
        is_name = span.kind not in _THINGS  # people are called Will and Grace
        last = _WORD.findall(completed)[-1]
        return is_name or not (self._is_known(completed) or last in _common() or len(last) == 1)

    def _is_known(self, name: str) -> bool:
        """Whether a name has a thing in it that the character knows; "red mill" has none, if it knows a blue one."""
        said = name.split()
        return any(
            (self._mind.ware(word) or self._mind.place(word)) and before not in words.QUALITIES
            for before, word in zip(("", *said), said, strict=False)
        )


def _by_letter(sayings: Iterable[Saying]) -> Sayings:
    found: Sayings = {}
    for saying in sayings:
        first = saying[0]
        found.setdefault("" if isinstance(first, _Span) else first[0], []).append(saying)
    return found


def _without(line: str, known: Iterable[str]) -> str:
    """The line with a sign in the place of every name."""
    longest_first = sorted(known, key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(re.escape(name.lower()) for name in longest_first)})\b", "/", line)


@lru_cache(maxsize=10_000)
def _sayings(key: str, temper: str, slots: tuple[tuple[str, str], ...]) -> tuple[Saying, ...]:
    """All ways to give an answer; slots that are not given become spans."""
    return _parted(ways(key, temper), slots, now=key.startswith("met"))


def _parted(
    sentences: Iterable[Sentence], slots: Iterable[tuple[str, str]] = (), now: bool = False
) -> tuple[Saying, ...]:
    given, made = Slots(slots), []
    for sentence in sentences:
        spans: list[_Span] = []
        text = ""
        for place, part in enumerate(sentence):
            try:
                text += given[part] if place % 2 else part
            except KeyError:
                spans.append(_Span(part.removeprefix("a_"), part.startswith("a_"), now))
                text += "\0"
        texts = capitals(text).split("\0")
        pieces = [texts[0], *(piece for pair in zip(spans, texts[1:], strict=True) for piece in pair)]
        made.append(tuple(piece for piece in pieces if piece))
    return tuple(made)
