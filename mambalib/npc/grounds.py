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
from copy import copy
from itertools import chain, permutations

from mambalib.npc.facts import Character, coppers
from mambalib.npc.line import Line, has, named_in, names_person, owns, plain
from mambalib.npc.mind import PLAIN, TOLD, Act, Mind, Reply, known, talk, unknown, ware_slots
from mambalib.npc.signs import BRINGS, DIRECTION, GREETING

_NUMBER = re.compile(r"\d+")
_ALONE = (  # intents that name nothing
    "greet bye role who_are_you your_trade your_village your_place your_likes wares cheapest dearest "
    "places family people rumour quest reward quest_item quest_place accept decline bought promised"
).split()
_BEFORE_A_QUESTION = ("thanks", "compliment", "apology", "insult")  # in the same line
_YOU = frozenset("you your yours youre u ur r thou thee ye".split())
_MET = tuple(talk(key) for key in ("met", "met_home", "met_errand", "met_calling"))
_ONLY_KNOWN_TO_THE_MODEL = (talk("sure"), talk("forge"))
_MEMORIES = tuple(Reply(f"my_{what}", kind="memory") for what in TOLD)
_IT = frozenset("it one ones that those them this these deal sold another mine coin coins money its thats".split())
_MANY = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|several|few|couple|both|all(?! right))\b"
)
_NEWS = frozenset("news rumour rumours gossip tidings".split())
_REPEATED = 4  # lines that an answer can go back to, to say it again
_SAYING = frozenset("told tells said says saw seen brought spread started claims".split())
_DENIALS = (  # what nobody says who was asked for something that they know
    "lore nothing_to_repeat no_such_trade no_kin"
).split()


def replies(mind: Mind, lines: Sequence[str], answers: Sequence[str] = (), purse: int | None = None) -> Iterator[Reply]:
    """What a mind could answer to the last line; about what it names, if it names anything.

    Args:
        mind: that remembers what a game keeps account of, see `account.Account.mind`.
        lines: all that the player has said.
        answers: to the lines before the last one.
        purse: how many coppers the player has, if that is known.

    Returns:
        Replies. Where one lacks a slot, there belong words that the player has said.
    """
    said = [*chain(*zip(lines, answers, strict=False))]
    line = Line(mind.character, lines[-1], said)
    yield from _ONLY_KNOWN_TO_THE_MODEL
    yield from () if "name" in mind.told else (talk("greet_again"), talk("bye_name"))
    yield from _MET if line.tells else ()
    unasked, surely = line.unasked, line.surely
    yield from _MEMORIES if line.recalls and not (line.strangers or surely) else ()
    greets = () if surely and line.said.isdisjoint(GREETING) else ("greet", "bye")
    alone = (*greets, "role") if line.strangers else (*greets, *surely) if surely else _ALONE
    plain_talk = PLAIN if alone is _ALONE else _BEFORE_A_QUESTION
    of_news = ("rumour_source",) if mind.rumours_told and alone is _ALONE else ()
    for intent in (*alone, *plain_talk, *of_news):
        if intent not in unasked:
            yield from _copy(mind).answer([Act(intent, {})])
    yield from _about_names(mind, line)
    if line.strangers:
        yield from map(unknown, ("lore", "no_such_trade", "no_kin", "no_such_person"))
    elif not surely:
        yield from _denials(mind, line)
        yield from _facts(mind, line, lines, purse)


def _denials(mind: Mind, line: Line) -> Iterator[Reply]:
    if not line.names_none:
        return
    of_news = not line.said.isdisjoint(_NEWS) and not re.search(BRINGS, plain(line.text))
    elsewhere = line.direction or of_news
    if not (elsewhere or line.of_kin):
        yield unknown("modern", village=mind.character.village)
        yield from map(unknown, _DENIALS)
        yield from (unknown(f"no_{what}") for what in TOLD if line.recalls and what not in mind.told)
    yield from map(unknown, ("not_clear", "no_such_ware", "no_such_place"))  # "my wife needs a loom"
    if not (elsewhere or line.names_thing or line.means_somebody):
        yield unknown("no_such_person")


def _facts(mind: Mind, line: Line, lines: Sequence[str], purse: int | None) -> Iterator[Reply]:
    who, wares, places, people = mind.character, line.wares, line.places, line.people
    if line.names_none and not line.names_thing:  # "it", "they" and "there" can be anything
        of_news = line.asks_who and mind.rumours_told and line.said & _SAYING  # "who told you that?"
        people = [] if of_news else line.all_people
        if not line.of_people:
            wares, places = line.all_wares, line.all_places
            yield from (mind.where_place(place) for place in _only_heard_of(mind))
    prices = [int(number[:9]) for number in _last_said(_NUMBER, lines)]
    yield from _about_wares(mind, wares, prices, line)
    yield from _sales(mind, wares, line, purse)
    yield from _about_places(mind, places, _last_said(DIRECTION, lines), line)
    means_me = (line.said & _YOU and not line.of_people) or names_person(line.text, who.name)
    for person in (*([who.name] if means_me else ()), *people):
        yield from (mind.who_is(person), mind.where_person(person))


def _sales(mind: Mind, names: Sequence[str], line: Line, purse: int | None) -> Iterator[Reply]:
    """One piece of what a line asks for, at its price: nobody sells what was not wanted or cannot be paid, nor two as
    one."""
    for name in names if line.wants and len(line.wares) < 2 else ():
        named = line.wares or line.said & _IT or has(line.text, name.split()[-1])
        price = mind.ware(name).price
        can_pay = purse is None or purse >= price
        if named and can_pay and not owns(line.text, name) and {*_MANY.findall(plain(line.text))} <= {"1", str(price)}:
            yield _copy(mind).buy(name)


def _about_wares(mind: Mind, names: Sequence[str], prices: Sequence[int], line: Line) -> Iterator[Reply]:
    of_means = line.counts_coins
    for name in names:
        price = mind.ware(name).price
        yield from () if line.asks_price else (mind.stock(name),)
        if line.asks_stock:
            continue
        yield from (mind.price(name), *mind.forge(name, ""))
        yield from () if of_means else (mind.haggle(name),)
        for claimed in prices or (price - 1, price):
            yield mind.afford(name, coppers(claimed))
            if not of_means:  # "I have 10 coppers" does not say that it costs 10
                yield mind.claim_price(name, coppers(claimed))
    yield from (mind.compare(*two) for two in permutations(names, 2))


def _about_places(mind: Mind, names: Sequence[str], said: Sequence[str], line: Line) -> Iterator[Reply]:
    for name in names:
        yield from () if line.claimed else (mind.where_place(name),)
        for direction in line.claimed or said or ("", mind.place(name).direction):
            yield mind.claim_place(name, direction)


def _only_heard_of(mind: Mind) -> Iterator[str]:
    """Places that the facts name, to which the character knows no way."""
    who = mind.character
    places = [fact.place for fact in (who, *who.people, *who.rumours, *((who.quest,) if who.quest else ()))]
    yield from (place for place in places if not mind.place(place))


def _about_names(mind: Mind, line: Line) -> Iterator[Reply]:
    """About the trades, relatives and directions that a line names, and no others."""
    for trade in named_in(line.text, [mind.character.trade, *(person.trade for person in mind.character.people)]):
        yield from (mind.who_trade(trade), mind.where_trade(trade))
    for relation in named_in(line.text, [person.relation for person in mind.character.people]):
        yield from (mind.kin(relation), mind.where_kin(relation))
    for direction in [] if line.claimed else DIRECTION.findall(line.text.lower()):
        yield mind.direction(direction)


def said_before(mind: Mind, lines: Sequence[str]) -> Iterator[Reply]:
    """What it could have answered to the last lines before, besides what it could answer now."""
    yield from (*_MEMORIES, *(unknown(f"no_{what}") for what in TOLD))
    for line in lines[-_REPEATED:]:
        yield from _about_names(mind, Line(mind.character, line))
    for sold in mind.bought[-1:]:
        yield known("bought", ["ware", "price"], **ware_slots(mind.ware(sold)))
    for told in mind.character.rumours[: mind.rumours_told][-1:]:
        yield known("rumour", ["what", "place"], what=told.what, place=told.place)


def _copy(mind: Mind) -> Mind:
    """Another one, since some answers change what a mind remembers."""
    other = copy(mind)
    vars(other).update({name: value.copy() for name, value in vars(mind).items() if isinstance(value, (dict, list))})
    return other


def _last_said(what: re.Pattern, lines: Sequence[str]) -> list[str]:
    """All of a kind in the latest line that has any."""
    return next((found for line in reversed(lines) if (found := what.findall(line.lower()))), [])


def names(character: Character) -> list[str]:
    """All names of wares, places and people, and their trades and relations."""
    of_people = (name for person in character.people for name in (person.name, person.relation, person.trade))
    return [character.name, character.trade, *(n.name for n in (*character.wares, *character.places)), *of_people]
