"""What a character knows and remembers, and what it has to answer: the truth that a model learns and is measured by
(chapter 9).

    act    what the player does: an intent, and what it is about          price, ware = "cloak"
    reply  what the character says to it: a key of `answers`, its slots   price, ware = "wool cloak", price = 7 coppers

A reply follows from the facts and from what was said before, and from nothing else: no chance, so that it can be
right or wrong. How it is said is another matter (`answers.say`).

Symbols:
    told      what the player has said of themselves: name, home, errand, calling
    topic     what "it", "they" or "there" now mean: a kind, "ware", "place", "person" or "quest", and a name
    aspect    what was asked of the topic, so that "and the shield?" asks the same of another
    must      words that an answer has to hold to be right
    since     turns since the player told what is asked for now
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mambalib.npc import words
from mambalib.npc.facts import Character, Person, Place, Ware, coppers
from mambalib.npc.world import several, with_article


class Slots(dict[str, str]):
    """What goes into the slots of a sentence; the slot `a_ware` is `ware` with its article."""

    def __missing__(self, slot: str) -> str:
        if not slot.startswith("a_"):
            raise KeyError(slot)
        return with_article(self[slot[2:]])


class Act(NamedTuple):
    """What a player does in a line, or in a part of it.

    Args:
        intent: one of `INTENTS`.
        slots: what it is about.
    """

    intent: str
    slots: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What a character answers.

    Args:
        key: which of the answers.
        slots: what goes into it.
        kind: "fact" (asked for, and known), "unknown" (asked for, and not known), "memory" (of what the player told),
            "role" (somebody tries to make the character leave its role) or "talk".
        must: words that the answer has to hold.
        yes: whether it has to affirm or to deny; None where it does neither.
        since: turns since the player told it, for a memory.
    """

    key: str
    slots: Slots = field(default_factory=Slots)
    kind: str = "talk"
    must: tuple[str, ...] = ()
    yes: bool | None = None
    since: int = 0


def known(key: str, must: Sequence[str], yes: bool | None = None, **slots: str) -> Reply:
    """A reply that gives facts: those slots that `must` names have to be in the answer."""
    return Reply(key, Slots(slots), "fact", tuple(slots[name] for name in must), yes)


def unknown(key: str, **slots: str) -> Reply:
    """A reply that owns up to not knowing."""
    return Reply(key, Slots(slots), "unknown", yes=False)


def talk(key: str, **slots: str) -> Reply:
    """A reply that has no facts to give."""
    return Reply(key, Slots(slots))


def listed(things: Sequence[str]) -> str:
    """ "a bun", "a bun and a pie", "a bun, a pie and a loaf"."""
    return " and ".join(filter(None, (", ".join(things[:-1]), things[-1])))


class Mind:
    """A character in a conversation.

    Args:
        character: the facts.

    Attributes:
        turn: turns that are over.
        told: what the player has said of themselves, the latest word counts.
        bought: wares that the player has bought, in order.
        promised: whether the player has taken on the quest.
        topic, aspect, last: what was spoken of; see the glossary above.
    """

    def __init__(self, character: Character) -> None:
        self.character = character
        self.turn = 0
        self.told: dict[str, str] = {}
        self.bought: list[str] = []
        self.promised = False
        self.topic: tuple[str, str] | None = None
        self.aspect = ""
        self.last: tuple[Reply, ...] = ()
        self.rumours_told = 0
        self._person = ""
        self._told_at: dict[str, int] = {}
        self._stock = {ware.name: ware.stock for ware in character.wares}

    def answer(self, acts: Sequence[Act]) -> tuple[Reply, ...]:
        """What the character says to a line, part by part; it remembers the line."""
        replies = tuple(reply for act in acts for reply in self._react(act))
        self.last = tuple(reply for reply in replies if reply.kind in ("fact", "unknown", "memory"))
        self.turn += 1
        return replies

    def _react(self, act: Act) -> tuple[Reply, ...]:
        if act.intent in PLAIN:
            return (talk(act.intent),)
        done = _REACTIONS[act.intent](self, **act.slots)
        return done if isinstance(done, tuple) else (done,)

    # What the character knows

    def ware(self, name: str) -> Ware | None:
        """The ware of this name, or of this last word."""
        return _named(self.character.wares, name)

    def place(self, name: str) -> Place | None:
        """The place of this name, or of this last word."""
        return _named(self.character.places, name)

    def person(self, name: str) -> Person | None:
        """The person of this name, or of this last word."""
        return _named(self.character.people, name)

    @property
    def me(self) -> dict[str, str]:
        """The slots by which the character names itself."""
        return {"me": self.character.name, "trade": self.character.trade, "village": self.character.village}

    # Talk

    def yes(self) -> Reply:
        return self.accept() if self._of_the_quest and not self.promised else talk("agree")

    def no(self) -> Reply:
        return self.decline() if self._of_the_quest else talk("agree")

    def no_ware(self, ware: str) -> Reply:
        return talk("agree")

    @property
    def _of_the_quest(self) -> bool:
        return self.topic is not None and self.topic[0] == "quest"

    def greet(self, me: str = "") -> Reply:
        return talk("greet_again", name=self.told["name"]) if "name" in self.told else talk("greet", **self.me)

    def bye(self, me: str = "") -> Reply:
        return talk("bye_name", name=self.told["name"]) if "name" in self.told else talk("bye")

    def role(self) -> Reply:
        return replace(talk("role", **self.me), kind="role")

    def again(self) -> tuple[Reply, ...]:
        return (talk("again"), *self.last) if self.last else (talk("nothing_to_repeat"),)

    def sure(self) -> tuple[Reply, ...]:
        if self.last and all(reply.kind == "fact" for reply in self.last):
            return (talk("sure"), *(_without_yes(reply) for reply in self.last))
        return (talk("sure"),)

    def lore(self) -> Reply:
        return unknown("lore")

    def modern(self) -> Reply:
        return unknown("modern", village=self.character.village)

    # The character itself

    def who_are_you(self) -> Reply:
        return known("who", ["me", "trade"], **self.me)

    def claim_name(self, person: str) -> Reply:
        return known("who", ["me"], **self.me)

    def your_trade(self) -> Reply:
        return known("trade", ["trade"], **self.me)

    def your_village(self) -> Reply:
        return known("village", ["village"], **self.me)

    def your_place(self) -> Reply:
        self.topic, self.aspect = ("place", self.character.place), "place"
        return known("my_place", ["place"], place=self.character.place)

    def your_likes(self) -> Reply:
        return known("likes", ["likes"], likes=self.character.likes)

    # Wares

    def wares(self) -> Reply:
        names = [ware.name for ware in self.character.wares]
        if not names:
            return unknown("no_wares")
        return Reply("wares", Slots(list=listed([*map(with_article, names)])), "fact", tuple(names))

    def price(self, ware: str) -> Reply:
        return self._about(ware, "price", lambda found: known("price", ["price"], **ware_slots(found)))

    def haggle(self, ware: str, price: str = "") -> Reply:
        return self._about(ware, "price", lambda found: known("price_stays", ["price"], **ware_slots(found)))

    def forge(self, ware: str, price: str) -> Reply | tuple[Reply, ...]:
        found = self.ware(ware)
        truth = known("price_always", ["price"], **ware_slots(found)) if found else unknown("no_such_ware", ware=ware)
        return (talk("forge"), truth)

    def claim_price(self, ware: str, price: str) -> Reply:
        def compared(found: Ware) -> Reply:
            right = coppers(found.price) == price
            return known("price_yes" if right else "price_no", ["price"], right, **ware_slots(found))

        return self._about(ware, "price", compared)

    def stock(self, ware: str) -> Reply:
        def counted(found: Ware) -> Reply:
            left = self._stock[found.name]
            if not left:
                return known("sold_out", ["ware"], False, **ware_slots(found))
            return known("stock_1" if left == 1 else "stock", ["stock"], True, stock=str(left), **ware_slots(found))

        return self._about(ware, "stock", counted)

    def cheapest(self) -> Reply:
        return self._extreme("cheapest", min)

    def dearest(self) -> Reply:
        return self._extreme("dearest", max)

    def compare(self, ware: str, other_ware: str) -> Reply:
        found = [self.ware(name) for name in (ware, other_ware)]
        for name, there in zip((ware, other_ware), found, strict=True):
            if there is None:
                return self._about(name, "price", lambda found: known("price", ["price"], **ware_slots(found)))
        cheaper = min(found, key=lambda there: there.price)
        both = {which: there.name for which, there in zip(("first", "second"), found, strict=True)}
        both |= {f"{which}_price": coppers(there.price) for which, there in zip(both, found, strict=True)}
        return self._about(
            cheaper.name, "price", lambda there: known("cheaper", ["ware", "price"], **ware_slots(there), **both)
        )

    def afford(self, ware: str, price: str) -> Reply:
        def weighed(found: Ware) -> Reply:
            enough = int(price.split()[0]) >= found.price
            return known("enough" if enough else "too_little", ["price"], enough, **ware_slots(found))

        return self._about(ware, "price", weighed)

    def buy(self, ware: str) -> Reply:
        def handed_over(found: Ware) -> Reply:
            if not self._stock[found.name]:
                return known("sold_out", ["ware"], False, **ware_slots(found))
            self._stock[found.name] -= 1
            self.bought.append(found.name)
            self._told_at["bought"] = self.turn
            return known("bought", ["ware", "price"], **ware_slots(found))

        return self._about(ware, "stock", handed_over)

    def bought_so_far(self) -> Reply:
        names = list(dict.fromkeys(self.bought))
        if not names:
            return unknown("bought_nothing")
        slots = Slots(list=listed([names[0], *(f"the {name}" for name in names[1:])]))
        return Reply("bought_list", slots, "memory", tuple(names), since=self.turn - self._told_at["bought"])

    def price_it(self) -> Reply:
        return self._of_topic("ware", self.price)

    def stock_it(self) -> Reply:
        return self._of_topic("ware", self.stock)

    def buy_it(self) -> Reply:
        return self._of_topic("ware", self.buy)

    def haggle_it(self, number: str = "") -> Reply:
        return self._of_topic("ware", self.haggle)

    def another(self) -> Reply:
        return self.rumour() if self.aspect == "rumour" else self.stock_it()

    def anything_else(self) -> Reply:
        return self.rumour() if self.aspect == "rumour" else self.wares()

    def and_ware(self, ware: str) -> Reply:
        same = any("ware" in reply.slots for reply in self.last)  # nobody goes back to what was asked long ago
        return self.stock(ware) if same and self.aspect == "stock" else self.price(ware)

    def _about(self, name: str, aspect: str, reply: Callable[[Ware], Reply]) -> Reply:
        """A reply about a ware, which becomes the topic, or that there is none of that name."""
        found = self.ware(name)
        self.topic, self.aspect = ("ware", found.name if found else name), aspect
        return reply(found) if found else unknown("no_such_ware", ware=name)

    def _extreme(self, key: str, choose: Callable) -> Reply:
        if not self.character.wares:
            return unknown("no_wares")
        found = choose(self.character.wares, key=lambda ware: ware.price)
        return self._about(found.name, "price", lambda ware: known(key, ["ware", "price"], **ware_slots(ware)))

    def _of_topic(self, kind: str, reply: Callable[[str], Reply]) -> Reply:
        """A reply about what "it" means, if that is known."""
        if self.topic is None or self.topic[0] != kind:
            return unknown("not_clear")
        return reply(self.topic[1])

    # Places

    def where_place(self, place: str) -> Reply:
        return self._at(place, lambda found: _way("place", found))

    def claim_place(self, place: str, direction: str) -> Reply:
        def compared(found: Place) -> Reply:
            right = found.direction == direction
            return _way("place_yes" if right else "place_no", found, right)

        return self._at(place, compared)

    def where_it(self) -> Reply:
        if self.topic and self.topic[0] == "quest":
            return self.quest_place()
        if self.topic and self.topic[0] == "person":
            return self.where_person(self.topic[1])
        return self._of_topic("place", self.where_place)

    def claim_it(self, direction: str) -> Reply:
        return self._of_topic("place", lambda place: self.claim_place(place, direction))

    def places(self) -> Reply:
        names = [place.name for place in self.character.places]
        if not names:
            return unknown("no_places")
        return Reply("places", Slots(list=listed([f"the {name}" for name in names])), "fact", tuple(names))

    def direction(self, direction: str) -> Reply:
        self.aspect = "direction"
        found = [place for place in self.character.places if place.direction == direction]
        if not found:
            self.topic = None
            return unknown("no_direction", direction=direction)
        self.topic = ("place", found[0].name)
        return known("direction", ["place"], place=found[0].name, direction=direction)

    def _at(self, name: str, reply: Callable[[Place], Reply]) -> Reply:
        found = self.place(name)
        self.topic, self.aspect = ("place", found.name if found else name), "place"
        return reply(found) if found else unknown("no_such_place", place=name)

    # People

    def who_is(self, person: str) -> Reply:
        if _named([self.character], person):
            return known("myself", ["me", "trade"], **self.me)
        return self._of_person(person, "person", ["relation", "trade"], "who")

    def where_person(self, person: str) -> Reply:
        if _named([self.character], person):
            return self.your_place()
        reply = self._of_person(person, "person_place", ["place"], "where")
        if reply.kind == "fact":
            self.topic = ("place", reply.slots["place"])
        return reply

    def where_they(self) -> Reply:
        return self._of_topic("person", self.where_person)

    def who_they(self) -> Reply:
        return self.who_is(self._person) if self._person else unknown("not_clear")

    def and_person(self, person: str) -> Reply:
        return self.where_person(person) if self.aspect == "where" else self.who_is(person)

    def who_trade(self, trade: str) -> Reply:
        if _same(self.character.trade, trade):
            return known("myself", ["me"], **self.me)
        for person in self.character.people:
            if _same(person.trade, trade):
                self._turn_to(person.name, "who")
                return known("trade_is", ["person"], **vars(person), person=person.name)
        return unknown("no_such_trade", trade=trade)

    def where_trade(self, trade: str) -> Reply:
        if _same(self.character.trade, trade):
            return self.your_place()
        found = [person.name for person in self.character.people if _same(person.trade, trade)]
        return self.where_person(found[0]) if found else unknown("no_such_trade", trade=trade)

    def family(self) -> Reply:
        kin = [person for person in self.character.people if person.relation in words.KIN]
        if not kin:
            return unknown("no_family")
        people = listed([f"my {person.relation} {person.name}" for person in kin])
        return Reply("family", Slots(list=people), "fact", tuple(person.name for person in kin))

    def kin(self, relation: str) -> Reply:
        found = [person for person in self.character.people if _same(person.relation, relation)]
        if not found:
            return unknown("no_kin", relation=relation)
        self._turn_to(found[0].name, "who")
        return known("kin", ["person"], True, **vars(found[0]), person=found[0].name)

    def where_kin(self, relation: str) -> Reply:
        found = [person.name for person in self.character.people if _same(person.relation, relation)]
        return self.where_person(found[0]) if found else unknown("no_kin", relation=relation)

    def people(self) -> Reply:
        names = tuple(person.name for person in self.character.people)
        return Reply("people", Slots(list=listed(names)), "fact", names) if names else unknown("no_people")

    def _turn_to(self, person: str, aspect: str) -> None:
        """Speak of a person: "who is she?" means the latest one even after the way to her."""
        self.topic, self.aspect, self._person = ("person", person), aspect, person

    def _of_person(self, name: str, key: str, must: Sequence[str], aspect: str) -> Reply:
        found = self.person(name)
        self._turn_to(found.name if found else name, aspect)
        return known(key, must, **vars(found), person=found.name) if found else unknown("no_such_person")

    # Rumours and the quest

    def rumour(self) -> Reply:
        if self.rumours_told == len(self.character.rumours):
            return unknown("no_rumour")
        told = self.character.rumours[self.rumours_told]
        self.rumours_told += 1
        self.topic, self.aspect = ("place", told.place), "rumour"
        return known("rumour", ["what", "place"], what=told.what, place=told.place)

    def rumour_source(self) -> Reply:
        if not self.rumours_told:
            return unknown("not_clear")
        source = self.character.rumours[self.rumours_told - 1].source
        self._turn_to(source, "who")
        return known("source", ["person"], person=source)

    def quest(self) -> Reply:
        return self._of_quest("quest", ["item", "place", "reward"])

    def reward(self) -> Reply:
        return self._of_quest("reward", ["reward"])

    def quest_item(self) -> Reply:
        return self._of_quest("item", ["item"])

    def quest_place(self) -> Reply:
        reply = self._of_quest("item_place", ["place"])
        if reply.kind == "fact":
            self.topic, self.aspect = ("place", reply.slots["place"]), "place"
        return reply

    def accept(self) -> Reply:
        self.promised = self.character.quest is not None
        self._told_at["promised"] = self.turn
        return self._of_quest("accepted", ["item", "place"])

    def decline(self) -> Reply:
        self.promised = False
        return talk("declined")

    def promise(self) -> Reply:
        if not self.promised:
            return unknown("no_promise")
        reply = self._of_quest("promised", ["item", "place"])
        return replace(reply, kind="memory", since=self.turn - self._told_at["promised"])

    def _of_quest(self, key: str, must: Sequence[str]) -> Reply:
        quest = self.character.quest
        if quest is None:
            return unknown("no_quest")
        self.topic, self.aspect = ("quest", quest.item), "quest"
        return known(key, must, **vars(quest))

    # What the player tells

    def tell(self, **told: str) -> Reply:
        """The player says a name, home, errand or calling."""
        ((what, value),) = told.items()
        self.told[what], self._told_at[what] = value, self.turn
        return talk("met" if what == "name" else f"met_{what}", **told)

    def recall(self, what: str) -> Reply:
        """The player asks for it."""
        if what not in self.told:
            return unknown(f"no_{what}")
        value, since = self.told[what], self.turn - self._told_at[what]
        return Reply(f"my_{what}", Slots({what: value}), "memory", (value,), since=since)


def _named(things: Sequence, name: str) -> Ware | Place | Person | Character | None:
    """The thing of that name, or the one whose last word it is; else that of which it says more than one."""
    said = name.lower()
    called = [(thing.name.lower(), thing) for thing in things]
    called += [(whole.split()[-1], thing) for whole, thing in called]
    exact = (thing for one, thing in called if one == said)
    return next(exact, None) or next((thing for one, thing in called if several(one) == said), None)


def _same(name: str, said: str) -> bool:
    return said.lower() in (name.lower(), several(name.lower()))


def ware_slots(ware: Ware) -> dict[str, str]:
    """The slots by which a ware is spoken of: its name and its price."""
    return {"ware": ware.name, "price": coppers(ware.price)}


def _way(key: str, place: Place, yes: bool | None = None) -> Reply:
    return known(key, ["direction", "way"], yes, place=place.name, direction=place.direction, way=place.way)


def _without_yes(reply: Reply) -> Reply:
    """The same facts, said plainly: after "I am sure" nobody says "yes" or "no" once more."""
    return replace(reply, key=_PLAINLY.get(reply.key, reply.key), yes=None)


_PLAINLY = {"price_yes": "price", "price_no": "price", "place_yes": "place", "place_no": "place"}
PLAIN = frozenset(("thanks how_are_you weather joke compliment insult apology gibberish silence agree").split())
TOLD = ("name", "home", "errand", "calling")
_TELL = {f"tell_{what}": Mind.tell for what in TOLD}
_RECALL = {f"my_{what}": (lambda mind, what=what: mind.recall(what)) for what in TOLD}
_METHODS = (
    "yes no no_ware greet bye role again sure lore modern who_are_you claim_name your_trade your_village your_place "
    "your_likes wares price haggle forge claim_price stock cheapest dearest compare afford buy price_it stock_it "
    "buy_it haggle_it another anything_else and_ware where_place claim_place where_it claim_it places direction "
    "who_is where_person where_they who_they and_person who_trade where_trade family kin where_kin people rumour "
    "rumour_source quest reward quest_item quest_place accept decline"
).split()
_REACTIONS: dict[str, Callable] = {
    **{name: getattr(Mind, name) for name in _METHODS},
    **_TELL,
    **_RECALL,
    "bought": Mind.bought_so_far,
    "promised": Mind.promise,
    "more_rumour": Mind.rumour,
    "where_item": lambda mind, item: mind.quest_place(),
    "about_item": lambda mind, item: mind.quest(),
    "found_item": lambda mind, item: mind.reward(),
    "and_place": Mind.where_place,
    "and_direction": Mind.direction,
}
INTENTS = (*_REACTIONS, *sorted(PLAIN))
