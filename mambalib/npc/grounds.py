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
from functools import lru_cache
from itertools import pairwise, permutations

from mambalib.npc import words
from mambalib.npc.facts import Character, Place, Ware, coppers
from mambalib.npc.mind import PLAIN, Act, Mind, Reply, known, talk, unknown

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_NUMBER = re.compile(r"\d+")
_DIRECTION = re.compile(rf"\b(?:{'|'.join(sorted(words.DIRECTIONS, key=len, reverse=True))})\b")
_ALONE = (  # intents that name nothing
    "greet bye role who_are_you your_trade your_village your_place your_likes wares cheapest dearest "
    "places family people rumour quest reward quest_item quest_place accept decline bought promised"
).split()
_NOTHING_NAMED = frozenset(  # those in whose lines no ware and no place stands: "and the shield?" asks for none of them
    "who_are_you your_trade your_village your_place your_likes wares cheapest dearest places family people rumour "
    "how_are_you weather joke gibberish silence agree".split()
)
_ONLY_HEARD = (  # what holds the player's words, and what only the model can know
    *(talk(key) for key in ("greet_again", "bye_name", "met", "met_home", "met_errand", "met_calling")),
    *(talk(key) for key in ("sure", "forge")),
    *(Reply(f"my_{what}", kind="memory") for what in ("name", "home", "errand", "calling")),
)
_DENIALS = (  # what nobody says who was asked for something that they know
    "lore not_clear nothing_to_repeat no_name no_home no_errand no_calling no_such_ware no_such_place no_such_trade "
    "no_such_person no_kin"
).split()


def replies(mind: Mind, lines: Sequence[str]) -> Iterator[Reply]:
    """What a mind could answer to the last line; about what it names, if it names anything.

    Args:
        mind: that remembers what a game keeps account of, see `account.Account.mind`.
        lines: all that the player has said.

    Returns:
        Replies. Where one lacks a slot, there belong words that the player has said.
    """
    who, line = mind.character, lines[-1]
    (wares, all_wares), (places, all_places) = (_meant(line, things) for things in (who.wares, who.places))
    alone = [intent for intent in (*_ALONE, *PLAIN) if intent not in _NOTHING_NAMED or not (wares or places)]
    yield from _ONLY_HEARD
    for intent in (*alone, *(("rumour_source",) if mind.rumours_told else ())):
        yield from _copy(mind).answer([Act(intent, {})])
    yield from _about_names(mind, line)
    people = _named(line, [person.name for person in who.people])
    others = _named(line, [name for person in who.people for name in (person.trade, person.relation)])
    if not (wares or places or people or {*others} - {*words.OTHERS}):  # "friend" and "neighbour" may be the character
        yield unknown("modern", village=who.village)
        yield from map(unknown, _DENIALS)
    if not (wares or places or people):  # "it", "they" and "there" can be anything
        wares, places, people = all_wares, all_places, [person.name for person in who.people]
        yield from (mind.where_place(place) for place in _only_heard_of(mind))
    yield from _about_wares(mind, wares, [int(number[:9]) for number in _last_said(_NUMBER, lines)])
    yield from _about_places(mind, places, _last_said(_DIRECTION, lines))
    for person in (who.name, *people):
        yield from (mind.who_is(person), mind.where_person(person))


def _about_wares(mind: Mind, names: Sequence[str], prices: Sequence[int]) -> Iterator[Reply]:
    for name in names:
        price = mind.ware(name).price
        yield from (mind.price(name), mind.haggle(name), mind.stock(name), *mind.forge(name, ""), _copy(mind).buy(name))
        for claimed in prices or (price - 1, price):
            yield from (mind.claim_price(name, coppers(claimed)), mind.afford(name, coppers(claimed)))
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
    for line in lines:
        yield from _about_names(mind, line)
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
    found = [name for word, name in by_word.items() if word not in others and _has(line, word)]
    return _named(line, names) or found, [] if others else [*names]


def _has(line: str, name: str) -> bool:
    """Whether a name, or more than one of it, stands in a line."""
    line, name = _spaced(line), _spaced(name)[:-1]
    return name in line and any(f"{name}{end} " in line for end in ("", "s", "es"))


@lru_cache(maxsize=1000)
def _spaced(text: str) -> str:
    """The words and signs of a text in small letters, a space before and behind each."""
    return f" {' '.join(_TOKEN.findall(text.lower()))} "
