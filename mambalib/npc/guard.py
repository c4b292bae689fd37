"""What a character may say: a sentence of `answers`, filled with what is true (chapter 9).

A small model misspells a name that it has read once, puts two names together, gives one ware the price of another, or
knows somebody who is not there. But the program has the facts. So whoever chooses the next token asks here first
whether the text may go on so. It may, if it is the beginning of what a `Mind` could answer (`grounds`), in one of the
ways of `answers`:

    the             then a ware, a place or whatever else a sentence that begins so can name
    the rye loaf    then its price, or how many are left of it, and of nothing else
    the blue mill?  then "I have never been there", if the facts have no such place

The guard does not choose: what is meant, and what the player has told of themselves, only the model knows. Once that is
found out (`meaning`), the guard can be held to it.

Symbols:
    saying   a sentence as pieces: text, and spans in between
    span     where words stand that the player has said; its kind is that of the slot, such as "name"
    spot     how far an answer has come: in which saying, in which of its pieces, behind which letter
    meaning  a reply's key and slots, which several sayings share: ways to say the same
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from mambalib.npc import words
from mambalib.npc.account import NOTHING_YET, ONCE_MORE, Account
from mambalib.npc.answers import openers, ways
from mambalib.npc.facts import Character
from mambalib.npc.grammar import SHORT_WORDS, Sentence, capitals
from mambalib.npc.grounds import names, replies, said_before
from mambalib.npc.line import names_thing, without
from mambalib.npc.mind import Reply, Slots
from mambalib.npc.phrases import vocabulary
from mambalib.npc.signs import ASKING, CAPITAL, OF_ANOTHER, TRADES
from mambalib.npc.world import several, with_article

_LONGEST = 6  # words in a span
_AT_ONCE = 32  # replies, of which a hundred and more have a ground
_LATELY = 12  # lines: what was asked for before, nobody means by "it"
_RUN = re.compile(r"[^\W_]+(?:[ '’-][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_TWO_CAPITALS = re.compile(r"\b[^\W\d_]+(?:['’-][A-Z][a-z]+)+")
_LAST = re.compile(r"(?:\w+|^|[.,!?])(?= *$)")
_NOT_BEFORE = {"name": frozenset("from in of at to for not".split()), "home": frozenset("am im me not".split())}
_NAMING = re.compile(r"\b(name of|answer to|talking to|speaking to) ")  # "I answer to Robin"
_ARTICLES = tuple(f"{word} " for word in "a an the my your any some".split())
_RELATIVES = frozenset(
    (*words.KIN, *words.OTHERS, *"grandmother grandfather godmother godfather stepmother stepfather twin lover".split())
)
_QUESTIONS = frozenset("Who What Where Which When How Why Do Does Can Is Are".split())
_SAYING_VERBS = frozenset("am is are was were lies lie costs cost".split())
_NOT_SOUGHT = _SAYING_VERBS | frozenset("i you".split())
_VERBS = _NOT_SOUGHT | frozenset("be have has had do does did my your".split())
_THINGS = ("ware", "place", "trade", "relation")  # where a span is one of these, the character does not know it


@cache
def _common() -> frozenset[str]:
    """Words that no name ends with: those in which players ask, but for the words of things themselves."""
    pools = (
        words.WOMEN,
        words.MEN,
        words.PLAYERS,
        words.VILLAGES,
        words.CALLINGS,
        words.TRADES_THAT_SELL,
        words.OTHER_TRADES,
    )
    names = {name.lower() for name in chain(*chain(*pools[:5]), *pools[5:], words.KIN, words.OTHERS)}
    return (vocabulary() | SHORT_WORDS | {"ll", "re", "ve"}) - names - words.WARE_NOUNS - words.PLACE_NOUNS


@cache
def _trades() -> frozenset[str]:
    return frozenset(trade.split()[-1] for trade in chain(TRADES, *words.CALLINGS))


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
Meaning = tuple[str, tuple[tuple[str, str], ...]]
Sayings = dict[str, list[Saying]]  # by their first letter; "" for those that begin with a span

_FOLLOWS = {  # what may stand behind a saying of a part, and whether it may be the last one
    "fact": ((), True),
    "again": ((), True),
    "talk": (("fact",), True),
    "greeting": (("fact", "met"), True),
    "met": (("fact", "met too"), True),
    "met too": (("fact",), True),
    "opener": (("fact",), False),
    "once more": (("fact", "again"), False),
}
_FIRST = ("fact", "talk", "greeting", "met", "opener", "once more")


class _Spot(NamedTuple):
    """How far an answer has come.

    Args:
        part: one of _FOLLOWS.
        saying: which of that part; none yet at its beginning.
        piece: which piece of it is being said.
        said: what was said of that piece.
    """

    part: str
    saying: Saying = ()
    piece: int = 0
    said: str = ""

    @property
    def is_begun(self) -> bool:
        return bool(self.saying)

    @property
    def is_over(self) -> bool:
        return self.is_begun and self.piece == len(self.saying)

    def on(self, said: str) -> "_Spot":
        """Farther on in the piece, or before the next one, if it is said to the end."""
        if said == self.saying[self.piece]:
            return self._replace(piece=self.piece + 1, said="")
        return self._replace(said=said)


class Guard:
    """Says whether a text may be the beginning of an answer.

    It keeps all spots at which a text can be, and goes on from there with the next letter.

    Args:
        character: whose facts may be named.
        lines: what the player has said so far; the last one is answered.
        account: what has happened until then.
        answers: to the lines before the last one: what "it" can mean was named in one of them, or in a line.
        purse: how many coppers the player has, if that is known: nothing that costs more is sold.

    Attributes:
        is_ready: whether it has looked at the lines, see `prepare`.
    """

    def __init__(
        self,
        character: Character,
        lines: Sequence[str],
        account: Account = NOTHING_YET,
        answers: Sequence[str] = (),
        purse: int | None = None,
    ) -> None:
        self._mind = account.mind(character)
        self._typed = "\n".join(" ".join(line.split()) for line in lines)
        self._told = {what: [value.lower()] for what, value in account.player}
        self._letters = {letter for letter in {*self._typed, *character.to_text()} if not letter.isascii()} - {"\ufffd"}
        self._meanings: dict[Saying, Meaning] = {}
        self._wanted: Meaning | None = None
        self._fitting: dict[tuple[_Span, str, str], bool] = {}
        self._spots = {"": frozenset(map(_Spot, _FIRST))}
        self._given = tuple(lines), tuple(answers), purse
        self._parts, self.is_ready = self._look(*self._given), False

    def prepare(self) -> None:
        """Do a part of what has to be done before the first question; who asks earlier waits for the rest."""
        try:
            self.is_ready = next(self._parts, True)
        except BaseException:  # such as Ctrl-C: the generator is over then, but not the work
            self._parts = self._look(*self._given)
            raise

    def _look(self, lines: Sequence[str], answers: Sequence[str], purse: int | None) -> Iterator[bool]:
        """Find out what may be said: False after each part of the work."""
        self._hear(lines[-1])
        yield False
        grounded: list[Reply] = []
        for reply in replies(self._mind, lines, answers, purse):
            grounded.append(reply)
            if len(grounded) % _AT_ONCE == 0:
                yield False
        talk = [reply for reply in grounded if reply.kind in ("talk", "role")]
        met = self._sayings_of(reply for reply in talk if reply.key.startswith("met"))
        self._sayings = {
            "fact": self._sayings_of(reply for reply in grounded if reply.kind not in ("talk", "role")),
            "talk": self._sayings_of(talk),
            "greeting": self._sayings_of(reply for reply in talk if reply.key.startswith("greet")),
            "met": met,
            "met too": met,
            "once more": self._sayings_of(ONCE_MORE),
            "opener": _by_letter(_parted(openers(self._mind.character.temper))),
        }
        yield False  # the rest takes as long as the other parts
        self._sayings["again"] = self._sayings_of(said_before(self._mind, lines[:-1]))

    def _hear(self, last: str) -> None:
        """Find the words that can stand in spans. Where the last line names a thing, no line before it does for it."""
        who, heard = self._mind.character, self._typed.lower()
        self._heard = sorted({*chain(*map(_phrases_of_line, heard.split("\n")))})
        self._heard_now = sorted(_phrases_of_line(heard.rpartition("\n")[2]))
        self._plainly = _NAMING.sub("named ", heard.replace("'m ", "m "))
        self._names = {name.lower() for name in names(who)}
        longer = [thing.name.lower().split() for thing in (*who.wares, *who.places)]
        sought = who.quest.item.lower().split() if who.quest else []
        titles = [person.name.lower().split()[:-1] for person in who.people]
        self._of_names = {*sought, *chain(*titles, *(words for words in longer if len(words) > 1))}
        self._capitals = {*CAPITAL.findall(self._typed)}
        self._two_capitals = {*_TWO_CAPITALS.findall(self._typed)}
        self._heard_names = sorted(_phrases(_WORD.sub(lambda word: word[0] if self._is_odd(word[0]) else "/", heard)))
        self._item = who.quest.item.lower() if who.quest else ""
        self._lost = self._item.rpartition(" ")[2]
        lately = "\n".join(heard.split("\n")[-1 if names_thing(last) else -_LATELY :])
        strange = _phrases(without(lately, {*words.DIRECTIONS, *self._names, *map(several, self._names)}))
        of_trades = {phrase.removesuffix("s") for phrase in strange} & {*TRADES}  # "the smiths name?"
        self._strange = sorted({*strange, *(of_trades - self._names)})

    def permits(self, text: str, ended: bool = False, begun: bytes = b"") -> bool:
        """Whether an answer may begin so.

        Args:
            text: the answer with its next token, which may be the beginning of a word.
            ended: whether this is all.
            begun: the first bytes of the letter behind the text, if the token ends within one.
        """
        text = text.removeprefix(" ")
        if begun:
            return any(self.permits(text + letter) for letter in self._letters if letter.encode().startswith(begun))
        spots = self._after(text)
        return any(map(self._may_end, spots)) if ended else bool(spots)

    def means(self, text: str, ended: bool = False) -> Meaning | None:
        """What every answer that begins so means, as far as its next saying goes; None while that is open.

        Args:
            text, ended: as for `permits`.
        """
        spots = self._after(text.removeprefix(" "))
        found = {self._meanings.get(spot.saying) for spot in spots if not ended or self._may_end(spot)}
        return min(found, key=str) if ended or len(found) == 1 else None

    def only_opens(self, text: str) -> bool:
        """Whether nothing but an opener was begun, which says nothing by itself: "Good question. ..." """
        spots = self._after(text.removeprefix(" "))
        return all(spot.part == "opener" or not spot.is_begun for spot in spots)

    def may_mean_more(self, text: str) -> bool:
        """Whether a saying begins here that can mean one thing or another."""
        spots = self._after(text.removeprefix(" "))
        if self._wanted is None:
            return any(spot.is_over or not spot.is_begun for spot in spots)
        return any(spot.is_over and spot.part != "opener" for spot in spots)  # what is wanted comes behind that

    def want(self, text: str, meaning: Meaning | None) -> None:
        """Hold an answer that has come so far to one meaning of its next saying, or leave it free again."""
        text = text.removeprefix(" ")
        spots, self._wanted = self._after(text), meaning
        self._spots = {begun: before for begun, before in self._spots.items() if text.startswith(begun)}
        self._spots[text] = frozenset(spot for spot in spots if spot.is_over or self._is_wanted(spot))

    def _is_wanted(self, spot: _Spot) -> bool:
        if self._wanted is None or not spot.is_begun:
            return True
        if spot.part == "opener":
            return any(self._wanted == self._meanings[saying] for saying in chain(*self._sayings["fact"].values()))
        return self._wanted == self._meanings[spot.saying]

    def _after(self, text: str) -> frozenset[_Spot]:
        """The spots at which this text can be; none if it is not the beginning of an answer."""
        while not self.is_ready:
            self.prepare()
        known = next(end for end in range(len(text), -1, -1) if text[:end] in self._spots)
        for end in range(known, len(text)):
            before, letter = self._spots[text[:end]], text[end]
            self._spots[text[: end + 1]] = frozenset(spot for old in before for spot in self._with(old, letter))
        return self._spots[text]

    def _with(self, spot: _Spot, letter: str) -> Iterator[_Spot]:
        """The spots after one more letter."""
        if not spot.is_begun:
            sayings = self._sayings[spot.part]
            for saying in filter(self._can_be_said, chain(sayings.get(letter, ()), sayings.get("", ()))):
                begun = spot._replace(saying=saying)
                yield from self._with(begun, letter) if self._is_wanted(begun) else ()
        elif spot.is_over:
            for part in _FOLLOWS[spot.part][0] if letter == " " else ():
                yield _Spot(part)
        elif isinstance(piece := spot.saying[spot.piece], _Span):
            if self._fits(piece, spot.said + letter, whole=False):
                yield spot._replace(said=spot.said + letter)
            if self._fits(piece, spot.said, whole=True):
                yield from self._with(spot._replace(piece=spot.piece + 1, said=""), letter)
        elif piece[len(spot.said)] == letter:
            yield spot.on(spot.said + letter)

    def _may_end(self, spot: _Spot) -> bool:
        if not _FOLLOWS[spot.part][1] or not spot.is_begun or not self._is_wanted(spot):
            return False
        last = spot.saying[-1]
        in_last = spot.piece == len(spot.saying) - 1 and isinstance(last, _Span)
        return spot.is_over or (in_last and self._fits(last, spot.said, whole=True))

    def _sayings_of(self, grounded: Iterable[Reply]) -> Sayings:
        found: dict[Saying, None] = {}
        for reply in grounded:
            for saying in _sayings(reply.key, self._mind.character.temper, tuple(reply.slots.items())):
                self._meanings.setdefault(saying, (reply.key, tuple(sorted(reply.slots.items()))))
                found[saying] = None
        return _by_letter(found)

    def _can_be_said(self, saying: Saying) -> bool:
        """Whether the player has said something for each of its spans."""
        return all(self._fits(piece, "", whole=False) for piece in saying if isinstance(piece, _Span))

    def _fits(self, span: _Span, said: str, whole: bool) -> bool:
        """Whether this can be what stands in a span: all of it, or the beginning."""
        if (span, said, whole) not in self._fitting:
            self._fitting[span, said, whole] = any(
                self._is(span, article, rest, whole) for article, rest in _behind_article(span, said)
            )
        return self._fitting[span, said, whole]

    def _is(self, span: _Span, article: str, said: str, whole: bool) -> bool:
        run = _RUN.match(said)
        words_said = run[0] if run else ""
        if whole:
            found = bool(said) and said == words_said and said.lower() in self._completed(span, said)
            return found and self._may_be(span, article, said, said.lower())
        goes_on = said == words_said or (words_said and said[:-1] == words_said and said[-1] in " -'’")
        return goes_on and any(self._may_be(span, article, said, words) for words in self._completed(span, said))

    def _completed(self, span: _Span, begun: str) -> list[str]:
        """All that the player has said that begins so, up to the end of this word or of one of the next."""
        heard = self._strange if span.kind in _THINGS else self._heard_now if span.now else self._heard
        if span.kind in ("name", "home") and not span.now:  # of a long talk that is much less
            heard = self._heard_names
        if span.kind in self._told and not span.now:
            heard = self._told[span.kind]
        begun = begun.lower()
        return heard[bisect_left(heard, begun) : bisect_right(heard, begun + chr(sys.maxunicode))]

    def _may_be(self, span: _Span, article: str, said: str, completed: str) -> bool:
        """Whether the player's words, of which some were said, are what a span of this kind can hold."""
        last = _WORD.findall(completed)[-1]  # looked at first: it rules out most
        if (span.kind == "relation" and completed not in _RELATIVES) or (span.kind == "calling" and last in _common()):
            return False
        if any(word.lower().startswith(said.lower()) and not word.startswith(said) for word in self._two_capitals):
            return False
        parts = _WORD.findall(said)
        if any(part[1:] != part[1:].lower() and part not in self._typed for part in parts):
            return False
        if span.article and with_article(completed) != f"{article} {completed}".lstrip():
            return False
        if span.kind == "relation":
            return True
        if span.kind in ("errand", "calling"):
            named = re.sub("^(?:an?|the) ", "", completed)
            known = last in self._of_names or (self._is_known(named) and " the " not in named)  # "the gate to the sea"
            odd = f"{completed} " not in _ARTICLES
            odd = odd and not (self._item and self._item in named) and (span.kind == "calling" or last not in TRADES)
            odd = odd and f" in {with_article(named)}" not in self._plainly  # "in a hurry"
            verbs = _NOT_SOUGHT if span.kind == "errand" else _VERBS
            odd = odd and verbs.isdisjoint(completed.split()) and named.split()[0] not in ASKING
            odd = odd and completed.capitalize() not in self._capitals
            return odd and not (named in self._names or named in words.DIRECTIONS or known or named in _RELATIVES)
        if f"{completed} ".startswith(_ARTICLES) or completed in words.DIRECTIONS:
            return False
        if span.kind not in _THINGS:
            return last not in self._of_names and self._may_be_a_name(span, completed)
        is_other = last in _RELATIVES or (last in _trades() and span.kind != "trade")
        odd = all(part not in _common() or part in words.QUALITIES for part in _WORD.findall(completed))
        return odd and not (is_other or self._is_known(completed) or last in _common() or len(last) == 1)

    def _may_be_a_name(self, span: _Span, completed: str) -> bool:
        """Whether words can be the player's name or home, by what they are and by what stands before them."""
        parts = _WORD.findall(completed)
        odd = all(map(self._is_odd, parts)) and completed not in _RELATIVES
        if not odd or (span.kind == "home" and any(self._mind.person(part) for part in parts)):
            return False
        before = {*self._before(completed)}
        return not before or not before <= _NOT_BEFORE.get(span.kind, frozenset())

    def _before(self, said: str) -> Iterator[str]:
        """The word or sign before each place where words stand, nothing at the beginning of a line.

        It is "not" after "my sister's name is", too: that is another's. Of "Rosa Rosa" only the first counts.
        """
        name = re.escape(said)
        for line in self._plainly.split("\n"):  # first the name, then what is before it: the other way round takes long
            for found in re.finditer(rf"(?<!\w)(?<!\b{name} ){name}(?!\w)", line) if said in line else ():
                before = line[: found.start()]
                last = _LAST.search(before)
                yield from ["not"] if OF_ANOTHER.search(before) else [last[0]] if last else []

    def _is_odd(self, word: str) -> bool:
        """Whether a word may be one of a name: it is none that players use in any case, or they wrote it like one."""
        return word not in _common() or (word.capitalize() in self._capitals and word.capitalize() not in _QUESTIONS)

    def _is_known(self, name: str) -> bool:
        """Whether a name has a thing in it that the character knows; "red mill" has none, if it knows a blue one."""
        said = name.split()
        return any(
            (self._mind.ware(word) or self._mind.place(word) or word == self._lost) and before not in words.QUALITIES
            for before, word in zip(("", *said), said, strict=False)
        )


@lru_cache(maxsize=2000)
def _phrases_of_line(line: str) -> frozenset[str]:
    """Those of a line, which stays in the history for long."""
    return frozenset(_phrases(line))


def _phrases(text: str) -> set[str]:
    """All runs of words of a text, _LONGEST at most."""
    found: set[str] = set()
    for run in _RUN.finditer(text):
        places = [word.span() for word in _WORD.finditer(run[0])]
        for first, (begin, _) in enumerate(places):
            found |= {run[0][begin:end] for _, end in places[first : first + _LONGEST] if not _ends_within(run[0], end)}
    return found


def _ends_within(run: str, end: int) -> bool:
    """Whether here a name goes on behind its first letter: O'Brien."""
    return run[end : end + 1] in ("'", "’") and (end == 1 or run[end - 2] == " ")


def _behind_article(span: _Span, said: str) -> Iterator[tuple[str, str]]:
    """With which article a text begins, or can begin, and what is behind it."""
    for article in ("a", "an") if span.article else ():
        before = f"{article} "
        if before.startswith(said[:1].lower() + said[1:]):
            yield article, ""
        elif said[1:].startswith(before[1:]) and said[0].lower() == before[0]:
            yield article, said[len(before) :]
    yield "", said


def _by_letter(sayings: Iterable[Saying]) -> Sayings:
    found: Sayings = {}
    for saying in sayings:
        first = saying[0]
        found.setdefault("" if isinstance(first, _Span) else first[0], []).append(saying)
    return found


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
