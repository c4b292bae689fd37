"""What a line of the player's names and asks for, as far as its words show (chapter 9).

No meaning is found here, only signs: a ware that stands in the line, a "who", a "not". What they rule out, the guard
need not leave to the model.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import chain, pairwise

from mambalib.npc import words
from mambalib.npc.facts import Character, Place, Ware
from mambalib.npc.grammar import SHORT_WORDS
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
_MEANS = re.compile(r"\b(?:afford|enough|suffice|will do|would do|purse|budget|have .*can i|can i .*with)\b")
_CHEAPER = frozenset("cheaper discount lower less".split())
_IDIOMS = re.compile(  # in which no thing is meant
    r"\b(?:no map|my sword|love potion|stock market|in a sack|cat videos|forged the crown|crown prince|like a goat|"
    r"a letter|cover letter)\b",
    re.IGNORECASE,
)
_WHERE_AM_I = r"\b(?:village|town|settlement|hamlet) (?:am i|are we|is this)\b(?!.* from)"
_SURELY = {  # what is meant by lines of such words, if they name nothing
    ("your_village",): re.compile(_WHERE_AM_I),
    ("quest", "accept"): re.compile(
        r"\bwhat (?:can|could|may|shall|should) (?:i|we) do (?:for|to help) (?:you|u)\b|"
        r"\b(?:(?:i|we) (?:want|wish|would (?:like|love))|id (?:like|love)) to help (?:you|u)\b"
    ),
    ("rumour",): re.compile(
        r"^(?!.*\b(?:who|whom|whose|source|from|told|started|spread)\b).*\b(?:news|rumours?|gossip|tidings)\b"
    ),
    ("rumour_source",): re.compile(
        r"\bwho (?:told|saw)\b|\bwhere did (?:you|u) hear\b|\b(?:some|any)(?:body|one) (?:tell|told) (?:you|u)\b"
    ),
}
_STOCK = re.compile(
    r"\b(?:left|in stock|out of|all gone|available|remain\w*|how many|(?:is|are) there|still (?:have|got|sell)|"
    r"(?:got|have) any|do (?:you|u) (?:\w+ )?have|have (?:you|u) got|(?:if|whether) (?:you|u) (?:still )?have|"
    r"to be had|(?:can|could) i find)\b"
)
_PRICE = re.compile(
    r"\b(?:how much|costs?|prices?|coppers?|coins?|cheap\w*|pay|afford|worth|charge|expensive|dear|discount|"
    r"bargain|rebate|haggle|reduction|enough|purse|less|lower|for \d+)\b"
)
_WANTING = frozenset("take buy give sell want need sold deal".split())
_ASIDE = re.compile(r"\b(?:what|how) (?:of|about)\b")
_AM = re.compile(  # before a trade: somebody has it, and nobody is asked for
    r"\b(?:i am|im|i was|i work as|call me|my \w+ (?:is|was)|are you|r u|you are|youre)(?: an?| the| your)?(?: \w+)? $"
)
_YOUR_KIN = re.compile(  # "your friend", not "your name, friend"
    rf"\b(?:your|ur) ({'|'.join((*words.KIN, *words.OTHERS))})\b|\b(?:your|ur) \w+ ({'|'.join(words.KIN)})\b|"
    rf"\b({'|'.join((*words.KIN, *words.OTHERS))}) of (?:your|ur)s\b|"
    rf"\b(?:(?:you|u) (?:have|got)|have (?:you|u)(?: got)?) an? ({'|'.join((*words.KIN, *words.OTHERS))})\b"
)
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\b")  # where no sentence begins
_OWN = re.compile(r"\b(?:am|im|i'm|is|me|name|called|from|in|of|home|live|came)\W+$", re.IGNORECASE)  # "I am Hunter"
_YOU = frozenset("you your u ur youre name".split())
_THEY = frozenset("he she they him her them hes shes theyre".split())
_SOMEBODY = frozenset("he she they it".split())
_THINGS = words.WARE_NOUNS | words.PLACE_NOUNS
_TRADES = (*words.TRADES_THAT_SELL, *words.OTHER_TRADES)


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
        self.all_people = [person.name for person in who.people]
        self.stranger = self.names_none and _names_stranger(who, text)
        if self.stranger:
            self.all_wares = self.all_places = self.all_people = []
        elif {*plain(text).split()} <= vocabulary() | SHORT_WORDS:  # else one of them may be a name, misspelt
            self.all_wares = _lately(self.all_wares, before)
            self.all_places = _lately(self.all_places, before)
            self.all_people = _lately(self.all_people, before)
        self.names_thing = any({word, word.removesuffix("s")} & _THINGS for word in _spaced(text).split())
        self.strangers = _strangers(who, text) if self.names_none and not self.of_kin else []
        self.claimed = DIRECTION.findall(_without(text.lower(), self.places)) if self.places else []

    @property
    def names_none(self) -> bool:
        return not (self.wares or self.places or self.people or self.lost)

    @property
    def means_somebody(self) -> bool:
        """Whether it is about somebody who was named alone just before: "what does she do?" """
        named = [name for name in self.all_people if self._before and names_person(self._before[-1], name)]
        return len(named) == 1 and not self.stranger and not self.said.isdisjoint(_THEY)

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
    def surely(self) -> tuple[str, ...]:
        """Intents of which it has one, if its words leave no doubt."""
        meant = (intents for intents, words in _SURELY.items() if words.search(plain(self.text)))
        return next(meant, ()) if self.names_none else ()

    @property
    def asks_stock(self) -> bool:
        """Whether it asks if a ware is there, not for its price."""
        return _STOCK.search(plain(self.text)) is not None and not _PRICE.search(plain(self.text))

    @property
    def asks_price(self) -> bool:
        """Whether it asks for the price of a ware, not if it is there."""
        return _PRICE.search(plain(self.text)) is not None and not _STOCK.search(plain(self.text))

    @property
    def wants(self) -> bool:
        """Whether it may ask to be sold something."""
        asks = self.asks_stock or _ASIDE.search(plain(self.text))
        return agrees(self.text) and not (asks and self.said.isdisjoint(_WANTING))

    @property
    def counts_coins(self) -> bool:
        """Whether it asks what the player's coins are enough for."""
        return _MEANS.search(self.text.lower()) is not None and self.said.isdisjoint(_CHEAPER)

    @property
    def recalls(self) -> bool:
        """Whether it may ask for what the player has told."""
        words_of_me = {"am", "im", "my", "me"} if self.of_people else _OF_ME
        return not (re.search(_WHERE_AM_I, self.text.lower()) or self.said.isdisjoint(words_of_me))

    @property
    def _asks_for_another(self) -> bool:
        return (self.asks_who or "where" in self.said) and self.said.isdisjoint(_YOU)

    @property
    def unasked(self) -> set[str]:
        """Intents for which no player says such a line."""
        found = {
            *(_NOTHING_NAMED if self.wares or self.places or self.direction or self.lost else ()),
            *(_NO_WARE_NAMED if self.wares and not self.lost else ()),
            *(_NOT_OF_PEOPLE if self.of_people else ()),
            *(("bought", "agree") if self.lost else ("bought",) if self.places and not self.wares else ()),
            *(("family", "people") if self.people or self.stranger else ()),
            *(("who_are_you",) if self.people and self._asks_for_another else ()),
            *(() if agrees(self.text) else ("accept",)),
        }
        if self.of_kin or self.names_thing or not self.names_none:
            found |= {"apology", *(intent for intent in ("role", "insult") if self.said.isdisjoint(_only_in(intent)))}
        return found


def _strangers(who: Character, line: str) -> list[str]:
    """Trades and relations in a line that neither the character nor anybody it knows has."""
    known = {name.split()[-1].lower() for p in who.people for name in (p.trade, p.relation)}
    known.add(who.trade.split()[-1].lower())
    said = f" {plain(line)} "
    kin = [] if _SOMEBODY & {*said.split()} else chain(*_YOUR_KIN.findall(said))  # "is she your aunt?"
    asked = [name for name in (*_TRADES, *filter(None, kin)) if name not in known and f" {plain(name)} " in said]
    return [name for name in asked if not _AM.search(said.partition(plain(name))[0])]


def _names_stranger(who: Character, line: str) -> bool:
    """Whether a word has a capital, and is no name that the character knows, nor nearly one, nor the player's own."""
    known = {*re.findall(r"\w+", who.to_text().lower())} | vocabulary()
    for word in _CAPITAL.finditer(line):
        if not _OWN.search(line[: word.start()]) and not get_close_matches(word[0].lower(), known, 1, 0.8):
            return True
    return False


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


def _lately(names: Sequence[str], before: Sequence[str]) -> list[str]:
    """Those that "it" can mean after what was said: the last one that was named alone, and those listed since."""
    found: list[str] = []
    for text in reversed(before):
        named = [name for name in names if has(text, name) or has(text, name.split()[-1])]
        found += named
        if len(named) == 1:
            return found
    return [*names]


def _without(line: str, names: Sequence[str]) -> str:
    for name in names:
        line = line.replace(name.lower(), " ")
    return line


def has(line: str, name: str) -> bool:
    """Whether a name, or more than one of it, stands in a line."""
    line, name = _spaced(line), _spaced(name)[:-1]
    return name in line and any(f"{name}{end} " in line for end in ("", "s", "es"))


@lru_cache(maxsize=1000)
def _spaced(text: str) -> str:
    """The words and signs of a text in small letters, a space before and behind each."""
    return f" {' '.join(_TOKEN.findall(text.lower()))} "
