"""On what grounds a character may say something: what a mind could answer to some question (chapter 9).

What a player wants, and what "it" is, is hard to tell; a model learns it. But some things a program can see for itself:

    what a game keeps account of       what was sold and promised, and which news was told
    what the last line names           wares, places, people, a trade, a relative, a direction
    what is claimed                    the price and the direction that were said last

Whoever is asked for the loaf has no ground to speak of the pie, to say that there is no loaf, or to deny a price that
is right.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache, lru_cache
from itertools import pairwise, permutations

from mambalib.npc import words
from mambalib.npc.facts import Character, Place, Ware, coppers
from mambalib.npc.mind import PLAIN, TOLD, Act, Mind, Reply, known, talk, unknown, ware_slots
from mambalib.npc.phrases import PHRASES, vocabulary

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_NUMBER = re.compile(r"\d+")
_DIRECTION = re.compile(rf"\b(?:{'|'.join(sorted(words.DIRECTIONS, key=len, reverse=True))})\b")
_ALONE = (  # intents that name nothing
    "greet bye role who_are_you your_trade your_village your_place your_likes wares cheapest dearest "
    "places family people rumour quest reward quest_item quest_place accept decline bought promised"
).split()
_NOTHING_NAMED = frozenset(  # whose lines name no ware, place or direction: "and the shield?" asks for none of them
    "who_are_you your_trade your_village your_place your_likes wares cheapest dearest places family people rumour "
    "how_are_you weather joke gibberish silence".split()
)
_NOT_OF_PEOPLE = _NOTHING_NAMED - {"who_are_you", "family", "people"} | frozenset(
    "rumour quest reward quest_item quest_place agree bought promised".split()
)
_YOU = frozenset("you your yours youre u ur r thou thee ye".split())
_WHO = frozenset("who whos whom whose".split())
_ABOUT_ME = re.compile(r"\b(?:who (?:i am|speaks|hears)|my \w+)\b")  # "Robin, that is who I am"
_NO_WARE_NAMED = frozenset("rumour_source quest reward quest_item quest_place accept decline promised".split())
_MET = tuple(talk(key) for key in ("met", "met_home", "met_errand", "met_calling"))
_ONLY_HEARD = (  # what holds the player's words, and what only the model can know
    *(talk(key) for key in ("greet_again", "bye_name", "sure", "forge")),
)
_MEMORIES = tuple(Reply(f"my_{what}", kind="memory") for what in TOLD)
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
_IT = frozenset("it one ones that those them this these deal sold another mine coin coins".split())
_MANY = re.compile(r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|several|both|all)\b")
_NEWS = frozenset("news rumour rumours gossip tidings".split())
_MEANS = re.compile(r"\b(?:afford|enough|purse|budget|have .*can i|can i .*with)\b")
_CHEAPER = frozenset("cheaper discount lower less".split())
_IDIOMS = re.compile(  # in which no thing is meant
    r"\b(?:no map|my sword|love potion|stock market|in a sack|cat videos|forged the crown|crown prince|like a goat|"
    r"a letter|cover letter)\b",
    re.IGNORECASE,
)
_WHERE_AM_I = re.compile(r"\b(?:village|town|settlement|hamlet) (?:am i|are we|is this)\b(?!.* from)")
_SAYING = frozenset("told tells said says saw seen brought spread started claims".split())
_THINGS = words.WARE_NOUNS | words.PLACE_NOUNS
_DENIALS = (  # what nobody says who was asked for something that they know
    "lore nothing_to_repeat no_such_trade no_kin"
).split()


class _Line:
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
        self.text, self.said = text, {*_plain(text).split()}
        text = _IDIOMS.sub(" ", text)
        self.wares, self.all_wares = _meant(text, who.wares)
        self.places, self.all_places = _meant(text, who.places)
        self.people = [person.name for person in who.people if _names_person(text, person.name)]
        others = _named(text, [name for person in who.people for name in (person.trade, person.relation)])
        self.of_kin = {*others} - {*words.OTHERS}  # "friend" may be the character
        self.lost = who.quest is not None and _names_item(text, who.quest.item)
        self.direction = _DIRECTION.search(text.lower()) is not None
        asked = {*_ABOUT_ME.sub("", _plain(text)).split()}
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
            *(() if _agrees(self.text) else ("accept",)),
        }
        if self.of_kin or not self.names_none:
            found |= {"apology", *(intent for intent in ("role", "insult") if self.said.isdisjoint(_only_in(intent)))}
        return found


def replies(mind: Mind, lines: Sequence[str]) -> Iterator[Reply]:
    """What a mind could answer to the last line; about what it names, if it names anything.

    Args:
        mind: that remembers what a game keeps account of, see `account.Account.mind`.
        lines: all that the player has said.

    Returns:
        Replies. Where one lacks a slot, there belong words that the player has said.
    """
    line = _Line(mind.character, lines[-1])
    yield from _ONLY_HEARD
    yield from _MET if line.tells else ()
    yield from _MEMORIES if line.recalls else ()
    unasked = line.unasked
    for intent in (*_ALONE, *PLAIN, *(("rumour_source",) if mind.rumours_told else ())):
        if intent not in unasked:
            yield from _copy(mind).answer([Act(intent, {})])
    yield from _about_names(mind, line.text)
    yield from _denials(line, mind.character.village)
    yield from _facts(mind, line, lines)


def _denials(line: _Line, village: str) -> Iterator[Reply]:
    if not line.names_none:
        return
    elsewhere = line.direction or not line.said.isdisjoint(_NEWS)
    if not (elsewhere or line.of_kin):
        yield unknown("modern", village=village)
        yield from map(unknown, _DENIALS)
        yield from map(unknown, (f"no_{what}" for what in TOLD) if line.recalls else ())
    yield from map(unknown, ("not_clear", "no_such_ware", "no_such_place"))  # "my wife needs a loom"
    if not (elsewhere or line.names_thing):
        yield unknown("no_such_person")


def _facts(mind: Mind, line: _Line, lines: Sequence[str]) -> Iterator[Reply]:
    who, wares, places, people = mind.character, line.wares, line.places, line.people
    if line.names_none and not line.names_thing:  # "it", "they" and "there" can be anything
        of_news = line.asks_who and mind.rumours_told and line.said & _SAYING  # "who told you that?"
        people = [] if of_news else [person.name for person in who.people]
        if not line.of_people:
            wares, places = line.all_wares, line.all_places
            yield from (mind.where_place(place) for place in _only_heard_of(mind))
    prices = [int(number[:9]) for number in _last_said(_NUMBER, lines)]
    yield from _about_wares(mind, wares, prices, line.counts_coins)
    yield from _sales(mind, wares, line)
    yield from _about_places(mind, places, _last_said(_DIRECTION, lines))
    means_me = (line.said & _YOU and not line.of_people) or _names_person(line.text, who.name)
    for person in (*([who.name] if means_me else ()), *people):
        yield from (mind.who_is(person), mind.where_person(person))


def _sales(mind: Mind, names: Sequence[str], line: _Line) -> Iterator[Reply]:
    """One piece of what a line asks for, at its price: nobody sells what was not wanted, nor two as one."""
    for name in names if _agrees(line.text) else ():
        named = line.wares or line.said & _IT or _has(line.text, name.split()[-1])
        if named and {*_MANY.findall(_plain(line.text))} <= {"1", str(mind.ware(name).price)}:
            yield _copy(mind).buy(name)


def _agrees(line: str) -> bool:
    """Whether no word of a line refuses something."""
    return _REFUSING.isdisjoint(_NO_REFUSAL.sub("", _plain(line)).split())


def _plain(line: str) -> str:
    """The words of a line in small letters, "don't" as one of them."""
    return " ".join(re.findall(r"\w+", line.lower().replace("'", "").replace("’", "")))


@cache
def _only_in(intent: str) -> frozenset[str]:
    """Words that stand in no lines but those of one intent."""
    return vocabulary(intent) - vocabulary(*(other for other in PHRASES if other != intent))


def _names_person(line: str, name: str) -> bool:
    """Whether a name, or its last word without a title, stands in a line. Of a person there is only one."""
    return f" {_spaced(name).split()[-1]} " in _spaced(line)


def _names_item(line: str, item: str) -> bool:
    return _has(line, item) or (len(item.split()[-1]) > 2 and _has(line, item.split()[-1]))


def _about_wares(mind: Mind, names: Sequence[str], prices: Sequence[int], of_means: bool) -> Iterator[Reply]:
    for name in names:
        price = mind.ware(name).price
        yield from (mind.price(name), mind.stock(name), *mind.forge(name, ""))
        yield from () if of_means else (mind.haggle(name),)
        for claimed in prices or (price - 1, price):
            yield mind.afford(name, coppers(claimed))
            if not of_means:  # "I have 10 coppers" does not say that it costs 10
                yield mind.claim_price(name, coppers(claimed))
    yield from (mind.compare(*two) for two in permutations(names, 2))


def _about_places(mind: Mind, names: Sequence[str], directions: Sequence[str]) -> Iterator[Reply]:
    for name in names:
        yield mind.where_place(name)
        for claimed in directions or ("", mind.place(name).direction):
            yield mind.claim_place(name, claimed)


def _only_heard_of(mind: Mind) -> Iterator[str]:
    """Places that the facts name, to which the character knows no way."""
    who = mind.character
    places = [fact.place for fact in (who, *who.people, *who.rumours, *((who.quest,) if who.quest else ()))]
    yield from (place for place in places if not mind.place(place))


def _about_names(mind: Mind, line: str) -> Iterator[Reply]:
    """About the trades, relatives and directions that a line names, and no others."""
    for trade in _named(line, [mind.character.trade, *(person.trade for person in mind.character.people)]):
        yield mind.who_trade(trade)
    for relation in _named(line, [person.relation for person in mind.character.people]):
        yield mind.kin(relation)
    for direction in _DIRECTION.findall(line.lower()):
        yield mind.direction(direction)


def said_before(mind: Mind, lines: Sequence[str]) -> Iterator[Reply]:
    """What it could have answered to the lines before, besides what it could answer now."""
    yield from (*_MEMORIES, *(unknown(f"no_{what}") for what in TOLD))
    for line in lines:
        yield from _about_names(mind, line)
    for sold in mind.bought[-1:]:
        yield known("bought", ["ware", "price"], **ware_slots(mind.ware(sold)))
    for told in mind.character.rumours[: mind.rumours_told][-1:]:
        yield known("rumour", ["what", "place"], what=told.what, place=told.place)


def _copy(mind: Mind) -> Mind:
    """Another one, since some answers change what a mind remembers."""
    return deepcopy(mind, {id(mind.character): mind.character})


def _last_said(what: re.Pattern, lines: Sequence[str]) -> list[str]:
    """All of a kind in the latest line that has any."""
    return next((found for line in reversed(lines) if (found := what.findall(line.lower()))), [])


def names(character: Character) -> list[str]:
    """All names of wares, places and people, and their trades and relations."""
    of_people = (name for person in character.people for name in (person.name, person.relation, person.trade))
    return [character.name, character.trade, *(n.name for n in (*character.wares, *character.places)), *of_people]


def _named(line: str, names: Sequence[str]) -> list[str]:
    """The names that stand in a line, but for those within others."""
    found = [name for name in names if _has(line, name)]
    return [name for name in found if not any(name != other and _has(other, name) for other in found)]


def _meant(line: str, things: Sequence[Ware | Place]) -> tuple[list[str], list[str]]:
    """The names of the things that a line names, by their last word, too; and of those that it may mean if it does not.

    "The blue mill" is not the red one, nor is any other meant.
    """
    names = [thing.name for thing in things]
    by_word = {name.split()[-1].lower(): name for name in reversed(names)}
    others = {word for before, word in pairwise(_spaced(line).split()) if before in words.QUALITIES} & by_word.keys()
    named = _named(line, names)
    whole = {name.split()[-1].lower() for name in named}
    found = {word: name for word, name in by_word.items() if word not in {*others, *whole} and _has(line, word)}
    if not named and all(len(word) < 3 for word in found):
        found = {}
    return [*named, *found.values()], [] if others else [*names]


def _has(line: str, name: str) -> bool:
    """Whether a name, or more than one of it, stands in a line."""
    line, name = _spaced(line), _spaced(name)[:-1]
    return name in line and any(f"{name}{end} " in line for end in ("", "s", "es"))


@lru_cache(maxsize=1000)
def _spaced(text: str) -> str:
    """The words and signs of a text in small letters, a space before and behind each."""
    return f" {' '.join(_TOKEN.findall(text.lower()))} "
