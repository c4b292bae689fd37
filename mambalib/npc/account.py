"""What a game keeps account of: what a character has sold and told, what the player has promised and told (chapter 9).

    mabel.account.sold       ("rye loaf", "rye loaf"): two loaves to be put into the player's bag
    mabel.account.promised   True: her quest was taken on
    mabel.account.player     (("name", "Rosa"), ("home", "Ashford")): as she has understood it
    mabel.account.ended      True: the game has ended her quest

All but the last is read off the answers, which say it in one of the ways of `answers`. So it is as old as the
conversation, however much of that is kept as text.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from mambalib.npc.answers import ways
from mambalib.npc.facts import Character
from mambalib.npc.grammar import capitals, fill
from mambalib.npc.mind import TOLD, Mind, Reply, Slots, talk, ware_slots

ONCE_MORE = (talk("again"), talk("sure"))  # then come facts that were said before


class Account(NamedTuple):
    """What has happened in a conversation. Nothing in it is ever changed.

    Args:
        sold: the names of the wares that the player has bought, in order.
        told: how many of its rumours the character has told.
        promised: whether the player has taken on the quest.
        player: what the player has told of themselves, a pair each: one of `mind.TOLD` and its latest value.
        ended: whether the game has ended the quest, see `NPC.end_quest`: then there is none any more.
    """

    sold: tuple[str, ...] = ()
    told: int = 0
    promised: bool = False
    player: tuple[tuple[str, str], ...] = ()
    ended: bool = False

    @classmethod
    def from_dict(cls, form: dict[str, Any], character: Character) -> "Account":
        """The account of a file.

        Raises:
            ValueError: it is none of this character.
        """
        sold, told, promised = tuple(form["sold"]), form["told"], form["promised"]
        player = tuple((what, value) for what, value in form.get("player", ()))
        account = cls(sold, told, promised, player, form.get("ended", False))
        fits = type(told) is int and 0 <= told <= len(character.rumours)
        of_quest = type(promised) is type(account.ended) is bool
        of_quest = of_quest and (character.quest is not None or not (promised or account.ended))
        heard = set(dict(player)) <= {*TOLD} and all(isinstance(value, str) and value for _, value in player)
        if not (account._sold_by(character) and fits and of_quest and heard):
            raise ValueError(f"account must be one of {character.name}, got {form}")
        return account

    def for_other_facts(self, before: Character, now: Character) -> "Account":
        """The account where a character has got other facts: another quest was not promised, other news not told.

        Raises:
            ValueError: more of a ware was sold than there was by the facts as they are now.
        """
        if not self._sold_by(now):
            raise ValueError(f"account must be one of {now.name}, who cannot have sold {', '.join(self.sold)}")
        told = self.told if before.rumours == now.rumours else 0
        of_quest = {} if before.quest == now.quest else {"promised": False, "ended": False}
        return self._replace(told=told, **of_quest)

    def _sold_by(self, character: Character) -> bool:
        stock = {ware.name: ware.stock for ware in character.wares}
        return all(self.sold.count(name) <= stock.get(name, 0) for name in self.sold)

    def after(self, character: Character, answer: str) -> "Account":
        """The account when the character has said this, too."""
        texts = _texts_of(character)
        if answer.startswith(texts["once more"]):
            return self
        left = (ware.name for ware in character.wares if self.sold.count(ware.name) < ware.stock)
        sold = tuple(name for name in left if answer.endswith(texts["bought", name]))
        return Account(
            self.sold + sold,
            min(self.told + answer.endswith(texts["rumour"]), len(character.rumours)),
            answer.endswith(texts["accepted"]) or (self.promised and not answer.endswith(texts["declined"])),
            tuple((dict(self.player) | _heard_in(answer, character.temper)).items()),
            self.ended,
        )

    def mind(self, character: Character) -> Mind:
        """A mind that remembers this, and nothing else."""
        mind = Mind(replace(character, quest=None) if self.ended else character)
        for what, value in self.player:
            mind.tell(**{what: value})
        for name in self.sold:
            mind.buy(name)
        for _ in range(self.told):
            mind.rumour()
        if self.promised and not self.ended:
            mind.accept()
        return mind


NOTHING_YET = Account()


@lru_cache(maxsize=1000)
def _texts_of(who: Character) -> dict[Any, tuple[str, ...]]:
    """With what answers end, or begin, by what they do."""

    def texts(*replies: Reply) -> tuple[str, ...]:
        return tuple(fill(way, reply.slots) for reply in replies for way in ways(reply.key, who.temper))

    return {
        "once more": texts(*ONCE_MORE),
        "rumour": texts(*(Reply("rumour", Slots(what=told.what, place=told.place)) for told in who.rumours)),
        "accepted": texts(*([Reply("accepted", Slots(vars(who.quest)))] if who.quest else [])),
        "declined": texts(talk("declined")),
        **{("bought", ware.name): texts(Reply("bought", Slots(ware_slots(ware)))) for ware in who.wares},
    }


def _heard_in(answer: str, temper: str) -> dict[str, str]:
    """What an answer repeats of what the player has just told."""
    found = ((what, said) for what, way in _tellings(temper) if (said := way.search(answer)))
    return {what: _as_told(what, said[1]) for what, said in found}


@lru_cache
def _tellings(temper: str) -> tuple[tuple[str, re.Pattern], ...]:
    """For each thing that a player tells the ways to repeat it, as patterns; "well met, traveller" repeats nothing."""
    found = []
    for what in TOLD:
        for before, _, after in ways("met" if what == "name" else f"met_{what}", temper):
            start, end = map(re.escape, capitals(f"{before}\0{after}").split("\0"))
            found.append((what, re.compile(rf"(?:^|(?<=[.!?] )){start}(?!traveller\b)([^.!?]+){end}(?= |$)")))
    return tuple(found)


def _as_told(what: str, said: str) -> str:
    """ "A poet" at the beginning of a sentence is the calling "poet"; "A lost horse" the errand "a lost horse"."""
    if what == "calling":
        return re.sub("^an? ", "", said, flags=re.IGNORECASE)
    return said[0].lower() + said[1:] if what == "errand" else said
