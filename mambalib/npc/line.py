"""What a line of the player's names and asks for, as far as its words show (chapter 9).

No meaning is found here, only signs: a ware that stands in the line, a "who", a "not". What they rule out, the guard
need not leave to the model.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import chain, pairwise

from mambalib.npc import signs, words
from mambalib.npc.facts import Character, Place, Ware
from mambalib.npc.grammar import SHORT_WORDS
from mambalib.npc.phrases import PHRASES, vocabulary
from mambalib.npc.world import several

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")


class Line:
    """What a line of the player's names and asks for, as far as its words show.

    Args:
        who: to whom it is said.
        text: the line.
        before: what both have said before, in order.

    Attributes:
        text, said: the line, and its words.
        wares, places, people: the names of those that it names.
        all_wares, all_places, all_people: those that "it", "there" and "she" can mean where none is named.
        of_kin: relations and trades of people that the character knows.
        lost: whether it names what the character wants brought.
        direction, asks_who: whether it names a direction, or asks for somebody.
        of_people: whether it is about people, and nothing else.
        stranger: whether it names somebody, or something, of whom the character has never heard.
        names_thing: whether it names a ware or a place, known or not.
        strangers: trades and relations of nobody whom the character knows, if they are what it is about.
        claimed: the direction in which it says that a place lies.
    """

    def __init__(self, who: Character, text: str, before: Sequence[str] = ()) -> None:
        self.text, self.said, self._before = text, {*plain(text).split()}, before
        text = signs.IDIOMS.sub(" ", text)
        self.wares, self.all_wares = _meant(text, who.wares)
        self.places, self.all_places = _meant(text, who.places)
        self.people = [person.name for person in who.people if names_person(text, person.name)]
        others = named_in(text, [name for person in who.people for name in (person.trade, person.relation)])
        self.of_kin = {*others} - {*words.OTHERS}  # "friend" may be the character
        of_quest = (who.quest.item.split()[-1], who.quest.place, who.quest.reward) if who.quest else ()
        self._offered = any(has(before[-1], name) for name in of_quest) if before else False
        self.lost = who.quest is not None and _names_item(text, who.quest.item)
        self.direction = signs.DIRECTION.search(text.lower()) is not None
        asked = {*_without_me(text)}
        self.asks_who = asks_who(text)
        of_people = bool(self.people or self.asks_who or self.of_kin or asked & {*words.KIN})
        self.of_people = of_people and not (self.wares or self.places or self.direction)
        self.all_people = [person.name for person in who.people]
        self.stranger = self.names_none and _names_stranger(who, text)
        if self.stranger:
            self.all_wares = self.all_places = self.all_people = []
        elif {*plain(text).split()} <= vocabulary() | SHORT_WORDS:  # else one of them may be a name, misspelt
            self.all_wares = _lately(self.all_wares, before)
            self.all_places = _lately(self.all_places, before)
            self.all_people = _lately(self.all_people, before)
        self._by_role = _by_role(text, who)
        self.all_people = self._by_role or self.all_people
        self.names_thing = names_thing(text)
        self.strangers = _strangers(who, text) if self.names_none and not self.of_kin else []
        self.claimed = signs.DIRECTION.findall(without(text.lower(), self.places)) if self.places else []

    @property
    def names_none(self) -> bool:
        return not (self.wares or self.places or self.people or self.lost)

    @property
    def means_somebody(self) -> bool:
        """Whether it is about somebody who was named alone just before, "what does she do?", or by their trade."""
        if self._by_role and not self.stranger:
            return True
        named = [name for name in self.all_people if self._before and names_person(self._before[-1], name)]
        return len(named) == 1 and not self.stranger and not self.said.isdisjoint(signs.THEY)

    @property
    def tells(self) -> bool:
        """Whether the player may tell something of themselves: "where is the inn?" does not."""
        for clause, said in self._clauses:
            if asks_who(clause) and {*said}.isdisjoint({"am", "name", "names", *signs.OF_ME} - {"i", "id"}):
                continue
            asks = _begins_to_ask(said) or clause.endswith("?")
            if not (asks and signs.OF_ME.isdisjoint(said)):
                return True
        return False

    @property
    def _clauses(self) -> list[tuple[str, list[str]]]:
        """In small letters, with their words."""
        clauses = re.findall(r"[^.!?]+[.!?]*", self.text.lower().replace("'", ""))
        return [(clause, re.findall(r"[a-z]+", clause)) for clause in clauses]

    @property
    def promises(self) -> bool:
        """Whether it may take on a task: by what it says, or by agreeing to what was just said of one, "go ahead"."""
        asks = all(_begins_to_ask(said) and said[:2] not in signs.NO_QUESTIONS for _, said in self._clauses)
        plainly = self._offered or not signs.PROMISING.isdisjoint(self.said)
        return plainly and agrees(self.text) and not asks

    @property
    def surely(self) -> tuple[str, ...]:
        """Intents of which it has one, if its words leave no doubt."""
        meant = (intents for intents, words in signs.SURELY.items() if words.search(plain(self.text)))
        return next(meant, ()) if self.names_none else ()

    @property
    def asks_stock(self) -> bool:
        """Whether it asks if a ware is there, not for its price."""
        return signs.STOCK.search(plain(self.text)) is not None and not signs.PRICE.search(plain(self.text))

    @property
    def asks_price(self) -> bool:
        """Whether it asks for the price of a ware, not if it is there."""
        return signs.PRICE.search(plain(self.text)) is not None and not signs.STOCK.search(plain(self.text))

    @property
    def wants(self) -> bool:
        """Whether it may ask to be sold something, and now."""
        if signs.NOT_NOW.search(plain(self.text)):
            return False
        asks = self.asks_stock or signs.ASIDE.search(plain(self.text))
        return agrees(self.text) and not (asks and self.said.isdisjoint(signs.WANTING))

    @property
    def counts_coins(self) -> bool:
        """Whether it asks what the player's coins are enough for."""
        return signs.MEANS.search(self.text.lower()) is not None and self.said.isdisjoint(signs.CHEAPER)

    @property
    def recalls(self) -> bool:
        """Whether it may ask for what the player has told."""
        words_of_me = {"am", "im", "my", "me"} if self.of_people else signs.OF_ME
        return not (re.search(signs.WHERE_AM_I, self.text.lower()) or self.said.isdisjoint(words_of_me))

    @property
    def _asks_for_another(self) -> bool:
        return (self.asks_who or "where" in self.said) and self.said.isdisjoint(signs.YOU)

    @property
    def unasked(self) -> set[str]:
        """Intents for which no player says such a line."""
        found = {
            *(signs.NOTHING_NAMED if self.wares or self.places or self.direction or self.lost else ()),
            *(signs.NO_WARE_NAMED if self.wares and not self.lost else ()),
            *(signs.NOT_OF_PEOPLE if self.of_people else ()),
            *(("bought", "agree") if self.lost else ("bought",) if self.places and not self.wares else ()),
            *(("family", "people") if self.people or self.stranger else ()),
            *(("who_are_you",) if self.people and self._asks_for_another else ()),
            *(() if self.promises else ("accept",)),
        }
        if self.of_kin or self.names_thing or not self.names_none:
            found |= {"apology", *(intent for intent in ("role", "insult") if self.said.isdisjoint(_only_in(intent)))}
        return found


def _by_role(line: str, who: Character) -> list[str]:
    """The people whose trade a line asks for, or "your nephew": nobody else is meant."""
    said = f" {plain(line)} "
    kin = {*chain(*signs.YOUR_KIN.findall(said))}
    trades = {p.trade for p in who.people if has(line, p.trade) and not signs.AM.search(said.partition(p.trade)[0])}
    return [person.name for person in who.people if person.trade in trades or person.relation in kin]


def _strangers(who: Character, line: str) -> list[str]:
    """Trades and relations in a line that neither the character nor anybody it knows has."""
    known = {name.split()[-1].lower() for p in who.people for name in (p.trade, p.relation)}
    known.add(who.trade.split()[-1].lower())
    said = f" {plain(line)} "
    # Not in "is she your aunt?", nor in "have you a husband or children?", "a cousin or an uncle?"
    kin = (
        []
        if signs.SOMEBODY & {*said.split()} or signs.EITHER_KIN.search(said)
        else chain(*signs.YOUR_KIN.findall(said))
    )
    unknown = [name for name in (*signs.TRADES, *filter(None, kin)) if name not in known]
    asked = [name for name in unknown if any(f" {plain(name)}{end} " in said for end in ("", "s"))]  # "the smiths name"
    return [name for name in asked if not signs.AM.search(said.partition(plain(name))[0])]


def _names_stranger(who: Character, line: str) -> bool:
    """Whether a word has a capital, and is no name that the character knows, nor nearly one, nor the player's own."""
    named = (word[0].lower() for word in signs.CAPITAL.finditer(line) if not signs.OWN.search(line[: word.start()]))
    strange = {*named} - vocabulary() - SHORT_WORDS
    known = {*re.findall(r"\w+", who.to_text().lower())} if strange else ()
    return any(not get_close_matches(word, known, 1, 0.8) for word in strange)


def asks_who(line: str) -> bool:
    """Whether a line asks for somebody, not for the player."""
    return not signs.WHO.isdisjoint(_without_me(line))


def _without_me(line: str) -> list[str]:
    return signs.ABOUT_ME.sub("", plain(line)).split()


def _begins_to_ask(said: Sequence[str]) -> bool:
    """Whether words begin as a question does, or are none."""
    first = next((word for word in said if word not in signs.BEFORE_THAT), "")
    asks = not first or first in signs.ASKING or first.removesuffix("s") in signs.ASKING
    return asks and [*said[:2]] != ["do", "not"]


def owns(line: str, ware: str) -> bool:
    """Whether the player says to have such a ware."""
    return re.search(signs.OWNS + rf"{re.escape(ware.split()[-1].lower())}\b", plain(line)) is not None


def agrees(line: str) -> bool:
    """Whether no word of a line refuses something."""
    return signs.REFUSING.isdisjoint(signs.NO_REFUSAL.sub("", plain(line)).split())


@lru_cache(maxsize=1000)
def plain(line: str) -> str:
    """The words of a line in small letters, "don't" as one of them."""
    return " ".join(re.findall(r"\w+", line.lower().replace("'", "").replace("’", "")))


@cache
def _only_in(intent: str) -> frozenset[str]:
    """Words that stand in no lines but those of one intent."""
    return vocabulary(intent) - vocabulary(*(other for other in PHRASES if other != intent))


def names_thing(line: str) -> bool:
    """Whether the word of a ware or a place stands in a line."""
    return not signs.THINGS.isdisjoint(_spaced(signs.IDIOMS.sub(" ", line)).split())


def names_person(line: str, name: str) -> bool:
    """Whether a name, or its last word without a title, stands in a line. Of a person there is only one."""
    return f" {_spaced(name).split()[-1]} " in _spaced(line)


def _names_item(line: str, item: str) -> bool:
    return has(line, item) or (len(item.split()[-1]) > 2 and has(line, item.split()[-1]))


def named_in(line: str, names: Sequence[str]) -> list[str]:
    """The names that stand in a line, but for those within others."""
    found = [name for name in names if has(line, name)]
    return [name for name in found if not any(name != other and has(other, name) for other in found)]


def _meant(line: str, things: Sequence[Ware | Place]) -> tuple[list[str], list[str]]:
    """The names of the things that a line names, by their last word, too; and of those that it may mean if it does not.

    "The blue mill" is not the red one, nor is any other meant.
    """
    names = [thing.name for thing in things]
    by_word = {name.split()[-1].lower(): name for name in reversed(names)}
    others = {word for before, word in pairwise(_spaced(line).split()) if before in words.QUALITIES} & by_word.keys()
    named = named_in(line, names)
    whole = {name.split()[-1].lower() for name in named}
    found = {word: name for word, name in by_word.items() if word not in {*others, *whole} and has(line, word)}
    if not named and all(len(word) < 3 for word in found):
        found = {}
    return [*named, *found.values()], [] if others else [*names]


def _lately(names: Sequence[str], before: Sequence[str]) -> list[str]:
    """Those that "it" can mean after what was said: the last one that was named alone, and those listed since."""
    found: dict[str, None] = {}  # an answer may list them all, again and again
    for text in reversed(before):
        named = _mentioned(text, tuple(names))
        found |= dict.fromkeys(named)
        if len(named) == 1:
            return [*found]
    return [*names]


@lru_cache(maxsize=10_000)
def _mentioned(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those that a text names, if only by their last word."""
    return tuple(name for name in names if has(text, name) or has(text, name.split()[-1]))


def without(line: str, names: Iterable[str]) -> str:
    """The line with a sign in the place of every name."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(re.escape(name.lower()) for name in longest_first)})\b", "/", line)


def has(line: str, name: str) -> bool:
    """Whether a name, or more than one of it, stands in a line."""
    line, name = _spaced(line), _spaced(name)[:-1]
    return name[:-2] in line and any(f"{form} " in line for form in (name, f"{name}s", f"{name}es", several(name)))


@lru_cache(maxsize=1000)
def _spaced(text: str) -> str:
    """The words and signs of a text in small letters, a space before and behind each."""
    return f" {' '.join(_TOKEN.findall(text.lower()))} "
