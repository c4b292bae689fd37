"""Conversations without end: a player who asks, and a character who gives the right answer (chapter 9).

    facts      name Finelle / trade baker / ... / ware seed biscuit, 9 coppers, 0 left / ...
    player     hi, I'm Rosa. any seed biscuit left?          greet, tell_name, stock
    character  Well met, Rosa. The seed biscuit is sold out, I have none left.

A dialogue is made from its seed and its number alone, so that there are as many as one likes, and number 1,000,000 is
at hand without the ones before. The player of a split says what belongs to it:

    split      phrasings   worlds
    train      known       known names, prices that a ware may have in training
    known      known       held out: other names, other prices
    held_out   held out    held out
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from mambalib.npc import answers, words
from mambalib.npc.facts import MOST as MOST_FACTS
from mambalib.npc.facts import Character, coppers
from mambalib.npc.grammar import Dice, Hand, Sentence, reworded
from mambalib.npc.mind import TOLD, Act, Mind, Reply, Slots
from mambalib.npc.phrases import FRAMES, PHRASES, Phrasings
from mambalib.npc.world import World, make_world, several

SPLITS = ("train", "known", "held_out")
FEWEST, MOST = 2, 12  # turns
_REWORDED = 0.35  # of what players say in training: so many other ways nobody can write down


@dataclass(frozen=True)
class Turn:
    """A line of the player's and the answer.

    Args:
        player, character: what they say.
        acts: what the player does.
        replies: what the character answers, of which `character` is one wording.
    """

    player: str
    character: str
    acts: tuple[Act, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class Dialogue:
    """A conversation with a character."""

    character: Character
    turns: tuple[Turn, ...]

    def __str__(self) -> str:
        lines = (f"> {turn.player}\n{self.character.name}: {turn.character}" for turn in self.turns)
        return "\n".join((self.character.to_text(), "", *lines))


def dialogues(seed: int, split: str = "train", first: int = 0) -> Iterator[Dialogue]:
    """Dialogue after dialogue, without end, from number `first` on; see `dialogue`."""
    while True:
        yield dialogue(seed, first, split)
        first += 1


def dialogue(seed: int, number: int, split: str = "train", remember: bool = False, knowledge: float = 1.0) -> Dialogue:
    """One dialogue. Two numbers that follow each other, an even one first, are talks with two people of one village.

    Args:
        seed, number: the same ones, the same dialogue.
        split: one of SPLITS.
        remember: twelve turns, in the first of which the player tells something that is asked for in the last.
        knowledge: share of its wares, places, people and rumours that the character knows, rounded up: easy ones to
            begin with.

    Raises:
        ValueError: another split.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {', '.join(SPLITS)}, got {split!r}")
    world = _village(seed, split, number // 2)
    dice = Dice(seed, split, number, "talk")
    character, other = world.characters[number % 2], world.characters[1 - number % 2]
    if knowledge < 1:
        lists = {name: getattr(character, name) for name in MOST_FACTS}
        character = replace(character, **{name: rows[: ceil(knowledge * len(rows))] for name, rows in lists.items()})
    return _Player(world, character, other, dice, split).talk(remember)


@lru_cache(maxsize=2)
def _village(seed: int, split: str, number: int) -> World:
    """Kept for the talk with the other character, which mostly comes next."""
    return make_world(Dice(seed, split, number), split != "train")


def word(replies: Sequence[Reply], character: Character, name: str | None, dice: Dice) -> str:
    """One wording of a character's replies.

    Args:
        replies: from a Mind.
        character: who speaks.
        name: the player's, if known.
    """
    said = [answers.say(reply.key, reply.slots, character.temper, dice) for reply in replies]
    beginning = answers.opener(character.temper, name, dice) if len(said) == 1 and replies[0].kind == "fact" else ""
    return beginning + " ".join(said)


# What players do: how often, and what is likely to come next.

_WEIGHTS = {
    **dict.fromkeys("greet bye how_are_you weather joke compliment insult gibberish silence agree yes no".split(), 0.5),
    **dict.fromkeys("thanks apology".split(), 0.4),
    **dict.fromkeys("who_are_you your_trade your_village your_place your_likes claim_name".split(), 1.0),
    "no_ware": 0.4,
    **dict.fromkeys("wares cheapest dearest compare haggle afford claim_price forge bought".split(), 1.2),
    **dict.fromkeys("price stock buy".split(), 2.5),
    **dict.fromkeys("where_place direction claim_place".split(), 2.0),
    **dict.fromkeys("places people family rumour quest".split(), 1.2),
    **dict.fromkeys("who_is where_person who_trade kin".split(), 1.8),
    **dict.fromkeys("where_trade where_kin".split(), 1.2),
    **dict.fromkeys("tell_name tell_home tell_errand tell_calling".split(), 0.8),
    **dict.fromkeys("my_name my_home my_errand my_calling".split(), 0.7),
    **dict.fromkeys("lore modern role".split(), 1.2),
    **dict.fromkeys("more_rumour again sure promised reward quest_item quest_place".split(), 0.3),
    **dict.fromkeys("where_item about_item found_item".split(), 0.4),
    **dict.fromkeys(
        "price_it stock_it buy_it haggle_it another where_it claim_it where_they who_they rumour_source".split(), 0.1
    ),
}
_HARD = {"where_trade": 3, "where_kin": 3}  # more often in training: first who that is, then where
_NEXT = {  # what is likely after a topic
    "ware": {
        "price_it": 5,
        "stock_it": 4,
        "buy_it": 4,
        "haggle_it": 3,
        "another": 3,
        "anything_else": 1,
        "and_ware": 7,
        "sure": 1.5,
        "again": 1,
    },
    "place": {"where_it": 6, "claim_it": 4, "and_place": 4, "sure": 1, "again": 1},
    "person": {"where_they": 7, "who_they": 5, "and_person": 5, "sure": 1, "again": 1},
    "quest": {
        "reward": 5,
        "quest_item": 3,
        "quest_place": 5,
        "where_item": 3,
        "accept": 6,
        "yes": 4,
        "decline": 2,
        "no": 2,
    },
    "rumour": {"rumour_source": 8, "where_it": 4, "more_rumour": 5, "another": 2, "anything_else": 2},
    "direction": {"and_direction": 10},
    "wares": {"anything_else": 4},
    "where": {"who_they": 2},
    "insult": {"apology": 12},
    "promised": {"promised": 3, "found_item": 3, "no": 0.5},
}
LEADS = ("greet", "thanks", "compliment", "tell_name")  # what can stand before a question in the same line
_FACTUAL = frozenset(
    "who_are_you your_trade your_village your_place your_likes wares price stock cheapest dearest compare afford "
    "where_place places direction who_is where_person who_trade where_trade family kin where_kin people rumour quest "
    "my_name my_home my_errand my_calling haggle bought promised".split()
)
INTENTS = tuple(dict.fromkeys((*_WEIGHTS, *(intent for likely in _NEXT.values() for intent in likely))))


class _Player:
    """Somebody who talks to a character; what they say is chance, what they hear is not."""

    def __init__(self, world: World, character: Character, other: Character, dice: Dice, split: str) -> None:
        self._world, self._character, self._other, self._dice = world, character, other, dice
        self._new_words, self._new_phrases = split != "train", split == "held_out"
        self._mind, self._hand = Mind(character), Hand.any(dice)
        self._before, self._tells_once = "", False

    def talk(self, remember: bool) -> Dialogue:
        """The whole conversation."""
        drawn = [self._dice.number(FEWEST, MOST) for _ in range(2)]
        turns = MOST if remember else max(drawn)  # the longer, the more is learned from the same facts
        self._tells_once = remember
        plan = self._plan(turns, remember)
        return Dialogue(self._character, tuple(self._turn(self._acts(intent)) for intent in plan))

    def _plan(self, turns: int, remember: bool) -> list[str]:
        """The intent of every turn, as far as it is fixed from the beginning, else ""."""
        plan = [""] * turns
        if self._dice.chance(0.5):
            plan[0] = "greet"
        if self._dice.chance(0.3):
            plan[-1] = "bye"
        if remember or (turns >= 4 and self._dice.chance(0.4)):
            what = self._dice.pick(TOLD)
            told = 0 if remember else self._dice.number(0, turns // 2 - 1)
            plan[told] = f"tell_{what}"
            plan[-1 if remember else self._dice.number(told + 1, turns - 1)] = f"my_{what}"
        return plan

    def _turn(self, acts: tuple[Act, ...]) -> Turn:
        line = " ".join(self._line(act, last=act is acts[-1]) for act in acts)
        replies = self._mind.answer(acts)
        self._before = acts[-1].intent
        return Turn(line, word(replies, self._character, self._mind.told.get("name"), self._dice), acts, replies)

    def _acts(self, intent: str) -> tuple[Act, ...]:
        """What the player does next, sometimes two or three things in a line."""
        act = self._act(intent or self._next_intent())
        acts = (act,)
        if act.intent in _FACTUAL and self._dice.chance(0.15):
            lead = self._dice.pick(LEADS)
            if lead != "tell_name" or (act.intent != "my_name" and "name" not in self._mind.told):
                acts = self._act(lead), act
        if acts[0].intent.startswith("tell_"):
            others = [what for what in TOLD if what not in self._mind.told and f"tell_{what}" != acts[0].intent]
            if others and len(acts) == 1 and not self._tells_once and self._dice.chance(0.25):
                acts = *acts, self._act(f"tell_{self._dice.pick(others)}")
            if self._dice.chance(0.35):
                acts = self._act("greet"), *acts
        return acts

    def _next_intent(self) -> str:
        weights = dict(_WEIGHTS)
        for intent, times in () if self._new_words else _HARD.items():
            weights[intent] *= times
        mind = self._mind
        moods = (mind.topic and mind.topic[0], mind.aspect, self._before, "promised" if mind.promised else "")
        for mood in moods:
            for intent, weight in _NEXT.get(mood, {}).items():
                weights[intent] = weights.get(intent, 0) + weight
        if len(self._character.wares) < 2:
            del weights["compare"]
        if not self._character.quest:
            for intent in ("where_item", "about_item", "found_item"):
                del weights[intent]
        if mind.promised:
            weights["accept"] = weights.get("accept", 0) / 10
        for what in TOLD:
            if what in mind.told:  # nobody says it over and over
                weights[f"tell_{what}"] *= 0 if self._tells_once else 0.2
                weights[f"my_{what}"] *= 2
        return self._dice.weighted(list(weights), list(weights.values()))

    # Lines

    def _line(self, act: Act, last: bool) -> str:
        sentence = self._sentence(PHRASES[act.intent])
        if act.intent in _FACTUAL and self._dice.chance(0.15):
            sentence = _framed(sentence, self._sentence(FRAMES))
        if not self._new_words and self._dice.chance(_REWORDED):
            sentence = reworded(sentence, self._dice)
        line = self._hand.write(sentence, act.slots, self._dice)
        joints = (".", ",", " and") if act.intent.startswith("tell_") else (".", ",", "")
        return line if last or not line or not line[-1].isalnum() else line + self._dice.pick(joints)

    def _sentence(self, phrasings: Phrasings) -> Sentence:
        return self._dice.pick(self._dice.pick(phrasings.held_out if self._new_phrases else phrasings.known))

    # What lines are about

    def _act(self, intent: str) -> Act:
        makers = _MAKERS.get(intent, ())
        slots = Slots()
        for slot, make in makers:
            slots[slot] = make(self)
        if intent == "compare":
            slots.update(zip(("ware", "other_ware"), self._two_wares(), strict=True))
        elif intent in ("claim_price", "forge", "afford", "haggle"):
            slots["price"] = self._price_for(intent, slots["ware"])
        elif intent == "claim_place":
            found = self._mind.place(slots["place"])
            if found and self._dice.chance(0.5):
                slots["direction"] = found.direction
        return Act(intent, slots)

    def _ware(self) -> str:
        """A ware: mostly one that is sold, sometimes by its last word; or what the other one sells, or nobody."""
        dice = self._dice
        if self._character.wares and dice.chance(0.8):
            name = dice.pick(self._character.wares).name
        elif self._other.wares and dice.chance(0.5):
            name = dice.pick(self._other.wares).name
        else:
            trade = words.WARES[dice.pick(words.TRADES_THAT_SELL)]
            kinds = words.COINED if dice.chance(0.2) else trade
            name = words.draw(dice, kinds, self._new_words)
        return name.split()[-1] if dice.chance(0.25) else name

    def _ware_or_several(self) -> str:
        """A ware, sometimes more than one of it: "any buckets?" """
        name = self._ware()
        return several(name) if self._dice.chance(0.15) else name

    def _two_wares(self) -> list[str]:
        names = [ware.name for ware in self._dice.shuffled(self._character.wares)[:2]]
        return [name.split()[-1] for name in names] if self._dice.chance(0.3) else names

    def _price_for(self, intent: str, ware: str) -> str:
        """A price that the player names: true or false, enough or too little."""
        found, number = self._mind.ware(ware), self._dice.number(1, 60)
        if found and intent == "claim_price" and self._dice.chance(0.4):
            return coppers(found.price)
        if found and intent == "afford" and self._dice.chance(0.5):
            return coppers(max(1, found.price + self._dice.number(-5, 5)))
        return coppers(number)

    def _place(self) -> str:
        """A place: mostly one that is known, then one of the village, then one that there is not."""
        dice, character = self._dice, self._character
        if character.places and dice.chance(0.75):
            name = dice.pick(character.places).name
        elif dice.chance(0.6):
            name = dice.pick(self._world.places).name
        else:
            name = words.draw(dice, words.PLACES, self._new_words)
        return name.split()[-1] if dice.chance(0.3) else name

    def _person(self) -> str:
        dice, character = self._dice, self._character
        if character.people and dice.chance(0.75):
            name = dice.pick(character.people).name
        elif dice.chance(0.5):
            name = dice.pick(self._world.residents).name
        else:
            name = words.draw(dice, words.WOMEN if dice.chance(0.5) else words.MEN, self._new_words)
        return name.split()[-1] if dice.chance(0.3) else name

    def _trade(self) -> str:
        if self._character.people and self._dice.chance(0.6):
            return self._dice.pick(self._character.people).trade
        return self._dice.pick(words.TRADES_THAT_SELL + words.OTHER_TRADES)

    def _relation(self) -> str:
        if self._character.people and self._dice.chance(0.5):
            return self._dice.pick(self._character.people).relation
        return self._dice.pick([*words.KIN, *words.OTHERS])

    def _direction(self) -> str:
        if self._character.places and self._dice.chance(0.65):
            return self._dice.pick(self._character.places).direction
        return self._dice.pick(words.DIRECTIONS)

    def _item(self) -> str:
        name = self._character.quest.item
        return name.split()[-1] if self._dice.chance(0.5) else name

    def _number(self) -> str:
        return str(self._dice.number(1, 40))

    def _own_name(self) -> str:
        return words.draw(self._dice, words.PLAYERS, self._new_words)

    def _home(self) -> str:
        return words.draw(self._dice, words.VILLAGES, self._new_words)

    def _errand(self) -> str:
        return words.draw(self._dice, words.ERRANDS, self._new_words)

    def _calling(self) -> str:
        return words.draw(self._dice, words.CALLINGS, self._new_words)


def _framed(sentence: Sentence, frame: Sentence) -> Sentence:
    """A question within a frame, such as "tell me, ..." or "..., if I may ask"."""
    before, _, after = frame
    end = "?" if sentence[-1].endswith("?") else ""
    body = (before + sentence[0], *sentence[1:])
    return (*body[:-1], body[-1].rstrip("?.!") + after + end) if after else body


Maker = Callable[[_Player], str]
_MAKERS: Mapping[str, Sequence[tuple[str, Maker]]] = {
    **dict.fromkeys("haggle forge claim_price afford buy".split(), (("ware", _Player._ware),)),
    **dict.fromkeys("price stock and_ware no_ware".split(), (("ware", _Player._ware_or_several),)),
    **dict.fromkeys(("where_place", "and_place"), (("place", _Player._place),)),
    **dict.fromkeys(("who_is", "where_person", "and_person", "claim_name"), (("person", _Player._person),)),
    **dict.fromkeys(("direction", "and_direction"), (("direction", _Player._direction),)),
    "claim_place": (("place", _Player._place), ("direction", _Player._direction)),
    **dict.fromkeys(("who_trade", "where_trade"), (("trade", _Player._trade),)),
    "claim_it": (("direction", _Player._direction),),
    "haggle_it": (("number", _Player._number),),
    **dict.fromkeys(("where_item", "about_item", "found_item"), (("item", _Player._item),)),
    **dict.fromkeys(("greet", "bye"), (("me", lambda player: player._character.name),)),
    **dict.fromkeys(("kin", "where_kin"), (("relation", _Player._relation),)),
    "tell_name": (("name", _Player._own_name),),
    "tell_home": (("home", _Player._home),),
    "tell_errand": (("errand", _Player._errand),),
    "tell_calling": (("calling", _Player._calling),),
}
