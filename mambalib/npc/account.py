"""What a game keeps account of: what a character has sold, what it has told, what the player has promised (chapter 9).

    mabel.account.sold       ("rye loaf", "rye loaf"): two loaves to be put into the player's bag
    mabel.account.promised   True: her quest is on

It is read off the answers, which say it in one of the ways of `answers`. So it is as old as the conversation, however
much of that is kept as text.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from mambalib.npc.answers import ways
from mambalib.npc.facts import Character
from mambalib.npc.grammar import fill
from mambalib.npc.mind import Mind, Reply, Slots, talk, ware_slots

ONCE_MORE = (talk("again"), talk("sure"))  # then come facts that were said before


class Account(NamedTuple):
    """What has happened in a conversation. Nothing in it is ever changed.

    Args:
        sold: the names of the wares that the player has bought, in order.
        told: how many of its rumours the character has told.
        promised: whether the player has taken on the quest.
    """

    sold: tuple[str, ...] = ()
    told: int = 0
    promised: bool = False

    @classmethod
    def from_dict(cls, form: dict[str, Any], character: Character) -> "Account":
        """The account of a file.

        Raises:
            ValueError: it is none of this character.
        """
        account = cls(tuple(form["sold"]), form["told"], form["promised"])
        stock = [ware.name for ware in character.wares for _ in range(ware.stock)]
        few_enough = all(account.sold.count(name) <= stock.count(name) for name in account.sold)
        told = type(account.told) is int and 0 <= account.told <= len(character.rumours)
        if not (few_enough and told and type(account.promised) is bool and (character.quest or not account.promised)):
            raise ValueError(f"account must be one of {character.name}, got {form}")
        return account

    def after(self, character: Character, answer: str) -> "Account":
        """The account when the character has said this, too."""
        texts = _texts_of(character)
        if answer.startswith(texts["once more"]):
            return self
        sold = tuple(ware.name for ware in character.wares if answer.endswith(texts["bought", ware.name]))
        return Account(
            self.sold + sold,
            min(self.told + answer.endswith(texts["rumour"]), len(character.rumours)),
            answer.endswith(texts["accepted"]) or (self.promised and not answer.endswith(texts["declined"])),
        )

    def mind(self, character: Character) -> Mind:
        """A mind that remembers this, and nothing else."""
        mind = Mind(character)
        for name in self.sold:
            mind.buy(name)
        for _ in range(self.told):
            mind.rumour()
        if self.promised:
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
