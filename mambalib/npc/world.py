"""A village from a seed, and two of its people, who know different things (chapter 9).

A world is the truth. Each of the two characters knows a part of it: their own wares, some places, some people, the
other one among them. Where they know the same thing, they say the same.

    world      Thornwick: 6 places, 7 people, rumours, what is wanted
    character  a baker who knows 3 of the places, and a weaver who knows 4

Worlds for training take the words that are known; held-out worlds are made of names that no training has seen, and of
prices that their wares never had.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from mambalib.npc import words
from mambalib.npc.facts import DEAREST, FULLEST, MOST, Character, Person, Place, Quest, Rumour, Ware, coppers
from mambalib.npc.grammar import Dice, is_held_out

T = TypeVar("T")
_MORE = (
    (re.compile(r"(ch|s|sh|x)$"), r"\1es"),
    (re.compile(r"(?<=[^aeiou])y$"), "ies"),
    (re.compile(r"((?<=[alr])f|(?<=i)fe)$"), "ves"),
)


@dataclass(frozen=True)
class Resident:
    """Somebody who lives in the village."""

    name: str
    woman: bool
    trade: str
    place: str


@dataclass(frozen=True)
class World:
    """A village.

    Args:
        village: its name.
        places: all that there are, each in a direction of its own.
        residents: all people, each of a trade of their own; the first two are the characters.
        characters: two of them, as what they know.
    """

    village: str
    places: tuple[Place, ...]
    residents: tuple[Resident, ...]
    characters: tuple[Character, Character]


def make_world(dice: Dice, held_out: bool = False) -> World:
    """A new village.

    Args:
        dice: the same dice, the same village.
        held_out: of names and prices that are kept out of training, instead of the others.
    """
    village = words.draw(dice, words.VILLAGES, held_out)
    places = _places(dice, held_out)
    residents = _residents(dice, held_out, places)
    kin = dice.chance(0.6)
    relation = dice.pick([r for r in words.KIN if _can_be(r, residents[1])] if kin else list(words.OTHERS))
    back = (words.KIN | words.OTHERS)[relation][0 if residents[0].woman else 1]
    characters = tuple(
        _character(dice, held_out, village, places, residents, me, {1 - me: (relation, back)[me]}) for me in range(2)
    )
    return World(village, places, residents, characters)


def distinct(dice: Dice, pool: words.Pool, held_out: bool, number: int) -> list[str]:
    """Several things, whose last words are all different: "the cloak" is one of them, not two."""
    found: dict[str, str] = {}
    while len(found) < number:
        thing = words.draw(dice, pool, held_out)
        found.setdefault(thing.split()[-1], thing)
    return list(found.values())


def _some(dice: Dice, things: Sequence[T], low: int, high: int) -> list[T]:
    return dice.shuffled(things)[: dice.number(low, high)]


def _places(dice: Dice, held_out: bool) -> tuple[Place, ...]:
    names = [name.title() if dice.chance(0.1) else name for name in distinct(dice, words.PLACES, held_out, 7)]
    return tuple(
        Place(name, direction, words.draw(dice, words.WAYS, held_out))
        for name, direction in zip(names, dice.shuffled(words.DIRECTIONS), strict=False)
    )


def _residents(dice: Dice, held_out: bool, places: Sequence[Place]) -> tuple[Resident, ...]:
    """Seven people, of whom the first is likely, and the second rather likely, to have something to sell."""
    sellers, others = dice.shuffled(words.TRADES_THAT_SELL), dice.shuffled(words.OTHER_TRADES)
    trades = [sellers.pop() if dice.chance(likely) else others.pop() for likely in (0.9, 0.8)]
    trades += dice.shuffled(sellers[:4] + others[:4])
    found: dict[str, Resident] = {}
    while len(found) < 7:
        woman = dice.chance(0.5)
        own = words.draw(dice, words.WOMEN if woman else words.MEN, held_out)
        name = f"{dice.pick(words.TITLES)} {own}" if dice.chance(0.12) else own
        trade = trades[len(found)]
        if not held_out and trade in words.OTHER_TRADES and dice.chance(0.25):
            trade = words.coined(dice, trade)
        if dice.chance(0.15):
            trade = f"{dice.pick(words.RANKS)} {trade}"
        if held_out or not is_held_out(f"{name} {trade}"):
            found.setdefault(own, Resident(name, woman, trade, dice.pick(places).name))
    return tuple(found.values())


def _can_be(relation: str, resident: Resident) -> bool:
    return relation not in (words.HIS if resident.woman else words.HERS)


def _character(
    dice: Dice,
    held_out: bool,
    village: str,
    places: Sequence[Place],
    residents: Sequence[Resident],
    me: int,
    relations: dict[int, str],
) -> Character:
    """What one of the residents knows."""
    known = _some(dice, places, 2, MOST["places"])
    people = [number for number in dice.shuffled(range(len(residents))) if number != me and number not in relations]
    people = dice.shuffled([*relations, *people[: dice.number(1, MOST["people"] - 1)]])
    for number in people:
        wanted = list(words.KIN) if dice.chance(0.5) else list(words.OTHERS)
        taken = {*relations.values()} - {"cousin", "neighbour", "friend", "rival"}
        fitting = [r for r in wanted if _can_be(r, residents[number]) and r not in taken] or ["friend"]
        if "husband" in taken or "wife" in taken:
            fitting = [r for r in fitting if r not in ("husband", "wife")] or ["friend"]
        relations.setdefault(number, dice.pick(fitting))
    sources = [residents[number].name for number in people]
    return Character(
        name=residents[me].name,
        trade=residents[me].trade,
        temper=dice.pick(words.TEMPERS),
        village=village,
        place=residents[me].place,
        likes=words.draw(dice, words.LIKES, held_out),
        wares=_wares(dice, held_out, residents[me].trade),
        places=tuple(known),
        people=tuple(Person(residents[n].name, relations[n], residents[n].trade, residents[n].place) for n in people),
        rumours=tuple(
            Rumour(what, dice.pick(places).name, dice.pick(sources))
            for what in distinct(dice, words.CREATURES, held_out, dice.number(0, MOST["rumours"]))
        ),
        quest=_quest(dice, held_out, places) if dice.chance(0.7) else None,
    )


def _wares(dice: Dice, held_out: bool, trade: str) -> tuple[Ware, ...]:
    """What somebody of a trade sells, each at another price. In held-out worlds half of the wares are known ones."""
    trade = trade.split()[-1]
    if trade not in words.WARES:
        return ()
    wares: dict[str, Ware] = {}
    for _ in range(dice.number(2, MOST["wares"])):
        new = held_out and dice.chance(0.5)
        kinds = words.COINED if dice.chance(0.15) else words.WARES[trade]
        name = dice.pick(kinds.of(new)) if held_out else words.draw(dice, kinds)
        taken = {ware.price for ware in wares.values()}
        kept_out = held_out and not new  # a new name is new with every price
        prices = range(1, 1 + (40 if dice.chance(0.8) else DEAREST))
        prices = [price for price in prices if price not in taken and is_held_out(f"{name} {price}") == kept_out]
        if prices and name.split()[-1] not in wares:
            wares[name.split()[-1]] = Ware(name, dice.pick(prices), _stock(dice))
    return tuple(wares.values())


def _stock(dice: Dice) -> int:
    if dice.chance(0.2):
        return 0
    return dice.number(1, 9 if dice.chance(0.8) else FULLEST)


def _quest(dice: Dice, held_out: bool, places: Sequence[Place]) -> Quest:
    kinds = words.WARES[dice.pick(words.TRADES_THAT_SELL)]
    thing = words.draw(dice, kinds, held_out)
    reward = coppers(dice.number(5, 60)) if dice.chance(0.5) else with_article(thing)
    return Quest(words.draw(dice, words.LOST, held_out), dice.pick(places).name, reward)


def with_article(thing: str) -> str:
    """ "a bucket", "an oak bucket"; "buckets"."""
    if thing.endswith("s") and not thing.endswith(("atlas", "canvas", "lens", "is", "ss", "us")):  # a harness
        return thing
    return f"{'an' if thing[0].lower() in 'aeiou' else 'a'} {thing}"


@lru_cache(maxsize=1000)
def several(thing: str) -> str:
    """ "oak buckets", "brooches", "diaries", "loaves"."""
    for ending, more in _MORE:
        if ending.search(thing):
            return ending.sub(more, thing)
    return f"{thing}s"
