"""What a line of the player's names and asks for, as far as its words show (chapter 9).

No meaning is found here, only signs: a ware that stands in the line, a "who", a "not". What they rule out, the guard
need not leave to the model.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from mambalib.npc import words
from mambalib.npc.facts import Character, Place, Ware
from mambalib.npc.phrases import PHRASES, vocabulary

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
DIRECTION = re.compile(rf"\b(?:{'|'.join(sorted(words.DIRECTIONS, key=len, reverse=True))})\b")
_NOTHING_NAMED = frozenset(  # whose lines name no ware, place or direction: "and the shield?" asks for none of them
    "who_are_you your_trade your_village your_place your_likes wares cheapest dearest places family people rumour "
    "how_are_you weather joke gibberish silence".split()
)
_NOT_OF_PEOPLE = _NOTHING_NAMED - {"who_are_you", "family", "people"} | frozenset(
    "rumour quest reward quest_item quest_place agree bought promised".split()
)
_WHO = frozenset("who whos whom whose".split())
_ABOUT_ME = re.compile(r"\b(?:who (?:i am|speaks|hears)|my \w+)\b")  # "Robin, that is who I am"
_NO_WARE_NAMED = frozenset("rumour_source quest reward quest_item quest_place accept decline promised".split())
_OF_ME = frozenset("i im id ive ill me my mine myself we us our seen".split())  # "have you seen my dog?"
_ASKING = frozenset("where what which who whom whose how when why is are do does did can could would will may".split())
_BEFORE_THAT = frozenset("and so but um er well oh hey ok hmm listen say right then now sorry".split())
_REFUSING = frozenset(
    "not no never dont wont cant didnt doesnt isnt wouldnt nope nah hate steal stole rob kill back return refund keep "
    "later maybe last changed".split()
)
_NO_REFUSAL = re.compile(
    r"\b(?:(?:do not|dont) worry|fear not|no (?:fear|more|worries|problem)|not a copper|why not)\b"
)
_MEANS = re.compile(r"\b(?:afford|enough|purse|budget|have .*can i|can i .*with)\b")
_CHEAPER = frozenset("cheaper discount lower less".split())
_IDIOMS = re.compile(  # in which no thing is meant
    r"\b(?:no map|my sword|love potion|stock market|in a sack|cat videos|forged the crown|crown prince|like a goat|"
    r"a letter|cover letter)\b",
    re.IGNORECASE,
)
_WHERE_AM_I = re.compile(r"\b(?:village|town|settlement|hamlet) (?:am i|are we|is this)\b(?!.* from)")
_THINGS = words.WARE_NOUNS | words.PLACE_NOUNS


class Line:
    """What a line of the player's names and asks for, as far as its words show.

    Attributes:
        text, said: the line, and its words.
        wares, places, people: the names of those that it names.
        all_wares, all_places: those that "it" and "there" can mean where none is named.
        of_kin: relations and trades of people that the character knows.
        lost: whether it names what the character wants brought.
        direction, asks_who: whether it names a direction, or asks for somebody.
        of_people: whether it is about people, and nothing else.
        names_thing: whether it names a ware or a place, known or not.
    """

    def __init__(self, who: Character, text: str) -> None:
        self.text, self.said = text, {*plain(text).split()}
        text = _IDIOMS.sub(" ", text)
        self.wares, self.all_wares = _meant(text, who.wares)
        self.places, self.all_places = _meant(text, who.places)
        self.people = [person.name for person in who.people if names_person(text, person.name)]
        others = named_in(text, [name for person in who.people for name in (person.trade, person.relation)])
        self.of_kin = {*others} - {*words.OTHERS}  # "friend" may be the character
        self.lost = who.quest is not None and _names_item(text, who.quest.item)
        self.direction = DIRECTION.search(text.lower()) is not None
        asked = {*_ABOUT_ME.sub("", plain(text)).split()}
        self.asks_who = not _WHO.isdisjoint(asked)
        of_people = bool(self.people or self.asks_who or self.of_kin or asked & {*words.KIN})
        self.of_people = of_people and not (self.wares or self.places or self.direction)
        self.names_thing = any({word, word.removesuffix("s")} & _THINGS for word in _spaced(text).split())

    @property
    def names_none(self) -> bool:
        return not (self.wares or self.places or self.people or self.lost)

    @property
    def tells(self) -> bool:
        """Whether the player may tell something of themselves: "where is the inn?" does not."""
        if self.asks_who and self.said.isdisjoint({"am", "name", *_OF_ME} - {"i", "id"}):
            return False
        for clause in re.findall(r"[^.!?]+[.!?]*", self.text.lower().replace("'", "")):
            said = re.findall(r"[a-z]+", clause)
            first = next((word for word in said if word not in _BEFORE_THAT), "")
            asks = first in _ASKING or first.removesuffix("s") in _ASKING or clause.endswith("?") or not first
            if not (asks and said[:2] != ["do", "not"] and _OF_ME.isdisjoint(said)):
                return True
        return False

    @property
    def counts_coins(self) -> bool:
        """Whether it asks what the player's coins are enough for."""
        return _MEANS.search(self.text.lower()) is not None and self.said.isdisjoint(_CHEAPER)

    @property
    def recalls(self) -> bool:
        """Whether it may ask for what the player has told."""
        words_of_me = {"am", "im", "my", "me"} if self.of_people else _OF_ME
        return not (_WHERE_AM_I.search(self.text.lower()) or self.said.isdisjoint(words_of_me))

    @property
    def unasked(self) -> set[str]:
        """Intents for which no player says such a line."""
        found = {
            *(_NOTHING_NAMED if self.wares or self.places or self.direction or self.lost else ()),
            *(_NO_WARE_NAMED if self.wares and not self.lost else ()),
            *(_NOT_OF_PEOPLE if self.of_people else ()),
            *(("bought", "agree") if self.lost else ("bought",) if self.places and not self.wares else ()),
            *(("family", "people") if self.people and not self.asks_who else ()),
            *(() if agrees(self.text) else ("accept",)),
        }
        if self.of_kin or not self.names_none:
            found |= {"apology", *(intent for intent in ("role", "insult") if self.said.isdisjoint(_only_in(intent)))}
        return found


def agrees(line: str) -> bool:
    """Whether no word of a line refuses something."""
    return _REFUSING.isdisjoint(_NO_REFUSAL.sub("", plain(line)).split())


def plain(line: str) -> str:
    """The words of a line in small letters, "don't" as one of them."""
    return " ".join(re.findall(r"\w+", line.lower().replace("'", "").replace("’", "")))


@cache
def _only_in(intent: str) -> frozenset[str]:
    """Words that stand in no lines but those of one intent."""
    return vocabulary(intent) - vocabulary(*(other for other in PHRASES if other != intent))


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


def has(line: str, name: str) -> bool:
    """Whether a name, or more than one of it, stands in a line."""
    line, name = _spaced(line), _spaced(name)[:-1]
    return name in line and any(f"{name}{end} " in line for end in ("", "s", "es"))


@lru_cache(maxsize=1000)
def _spaced(text: str) -> str:
    """The words and signs of a text in small letters, a space before and behind each."""
    return f" {' '.join(_TOKEN.findall(text.lower()))} "
