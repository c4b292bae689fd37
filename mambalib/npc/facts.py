"""What a character knows: typed facts, the text in which a model reads them, and files that hold them (chapter 9).

A character is a few dozen facts. The model reads them before the first word is spoken, one fact a line:

    name Mabel
    trade baker
    temper gruff
    village Thornwick
    place red mill
    likes thunder
    ware rye loaf, 4 coppers, 3 left
    spot red mill, north, past the stream
    person Odwin, brother, miller, windmill
    rumour pale stag, old abbey, Odwin
    quest lost key, old abbey, 20 coppers

A file of your own says the same in TOML or JSON, with the names of the classes below:

    name = "Mabel"
    ...
    wares = [{name = "rye loaf", price = 4, stock = 3}]
    quest = {item = "lost key", place = "old abbey", reward = "20 coppers"}

No fact can hold a comma or the end of a line. So no fact of a file can be taken for two, and none for another.
"""

import difflib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, asdict, dataclass, fields
from pathlib import Path
from typing import Any

from mambalib.npc.words import CURRENCY, DIRECTIONS, TEMPERS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MOST = {"wares": 6, "places": 5, "people": 5, "rumours": 2}  # as many as characters have in training
LONGEST, DEAREST, FULLEST = 40, 99, 20  # letters in a text, coppers, pieces in stock


@dataclass(frozen=True)
class Ware:
    """Something that is sold: a name without an article ("oak bucket"), coppers for one, pieces left."""

    name: str
    price: int
    stock: int


@dataclass(frozen=True)
class Place:
    """A place ("red mill"), the direction in which it lies, and what one passes on the way ("past the stream")."""

    name: str
    direction: str
    way: str


@dataclass(frozen=True)
class Person:
    """Somebody: what they are to the character ("brother", "neighbour"), their trade, the place where they are."""

    name: str
    relation: str
    trade: str
    place: str


@dataclass(frozen=True)
class Rumour:
    """What was seen ("pale stag"), the place, and who says so."""

    what: str
    place: str
    source: str


@dataclass(frozen=True)
class Quest:
    """What the character wants brought ("lost key"), the place where it is, and what it gives for it ("20 coppers")."""

    item: str
    place: str
    reward: str


@dataclass(frozen=True)
class Character:
    """Somebody to talk to, as the facts that they know.

    Args:
        name, trade, village: who they are.
        temper: how they speak, one of words.TEMPERS.
        place: where they are.
        likes: something that they are fond of ("old songs").
        wares, places, people, rumours: what they sell and know, at most as many as `MOST` says.
        quest: what they want done, or None.

    Raises:
        ValueError: one error that names every fact that is wrong.
    """

    name: str
    trade: str
    temper: str
    village: str
    place: str
    likes: str
    wares: tuple[Ware, ...] = ()
    places: tuple[Place, ...] = ()
    people: tuple[Person, ...] = ()
    rumours: tuple[Rumour, ...] = ()
    quest: Quest | None = None

    def __post_init__(self) -> None:
        problems = [*_wrong(self), *_wrong_together(self)]
        if problems:
            raise ValueError("\n".join(problems))

    @classmethod
    def load(cls, path: str | Path) -> "Character":
        """Read a .toml or .json file.

        Raises:
            ValueError: another kind of file, or facts that are unknown, missing or wrong: all in one error.
            OSError: a file that cannot be read.
        """
        path = Path(path)
        readers = {".toml": tomllib.loads, ".json": json.loads}
        if path.suffix not in readers:
            raise ValueError(f"path must end with .toml or .json, got {path.name}")
        try:
            given = readers[path.suffix](path.read_text(encoding="utf-8-sig"))  # some editors write a mark first
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{path} must be {path.suffix[1:].upper()} in UTF-8: {error}") from error
        try:
            return cls.from_dict(given)
        except ValueError as error:
            lines = "\n".join(f"- {line}" for line in str(error).split("\n"))
            raise ValueError(f"{path} is no character:\n{lines}") from error

    @classmethod
    def from_dict(cls, given: Any) -> "Character":
        """A character from what a file holds, the inverse of `dataclasses.asdict`.

        Raises:
            ValueError: facts that are unknown, missing or wrong, a line each.
        """
        problems: list[str] = []
        facts = _record(cls, given, "", problems)
        for name, kind in _LISTS.items():
            rows = facts.get(name, ())
            if isinstance(rows, list | tuple):
                made = [_made(kind, row, f"{name}[{place}].", problems) for place, row in enumerate(rows)]
                facts[name] = tuple(made)
            else:
                problems.append(f"{name} must be a list, got {rows!r}")
                facts[name] = ()
        if facts.get("quest") is not None:
            facts["quest"] = _made(Quest, facts["quest"], "quest.", problems)
        if problems:
            problems += [line for name, value in facts.items() for line in _wrong_value(name, value, name)]
            raise ValueError("\n".join(dict.fromkeys(problems)))
        return cls(**facts)

    def to_dict(self) -> dict[str, Any]:
        """The facts as JSON and TOML can hold them, without those that are not there."""
        return {name: value for name, value in asdict(self).items() if value not in ((), None)}

    def to_text(self) -> str:
        """The facts as a model reads them, one a line."""
        lines = [f"{field} {getattr(self, field)}" for field in _TEXTS]
        lines += [f"ware {ware.name}, {coppers(ware.price)}, {ware.stock} left" for ware in self.wares]
        lines += [f"spot {place.name}, {place.direction}, {place.way}" for place in self.places]
        lines += [f"person {p.name}, {p.relation}, {p.trade}, {p.place}" for p in self.people]
        lines += [f"rumour {rumour.what}, {rumour.place}, {rumour.source}" for rumour in self.rumours]
        if self.quest:
            lines.append(f"quest {self.quest.item}, {self.quest.place}, {self.quest.reward}")
        return "\n".join([*lines, *self._the_other_way_round()])

    def _the_other_way_round(self) -> Iterator[str]:
        """Facts once more, what is asked for behind what is asked with: a model finds what stood behind a word.

        It reads forward, so that "person Oleth, rival, grocer" tells it little of what to say when it hears "grocer".
        """
        if self.wares:
            yield f"cheapest is the {min(self.wares, key=lambda ware: ware.price).name}"
            yield f"dearest is the {max(self.wares, key=lambda ware: ware.price).name}"
        yield from (f"{place.direction} lies the {place.name}" for place in self.places)
        found = ((key, person.name) for person in self.people for key in (person.trade, person.relation))
        yield from (f"{key} is {name}" for key, name in dict(reversed([*found])).items())  # of several the first


_TEXTS = ("name", "trade", "temper", "village", "place", "likes")
_LISTS = {"wares": Ware, "places": Place, "people": Person, "rumours": Rumour}
_ONE_OF = {"temper": TEMPERS, "direction": DIRECTIONS}
_WITH_ARTICLE = ("reward", "way", "likes")
_LIMITS = {"price": (1, DEAREST), "stock": (0, FULLEST)}


def coppers(number: int) -> str:
    """A price in words: "1 copper", "7 coppers"."""
    return f"{number} {CURRENCY}{'' if number == 1 else 's'}"


def _wrong(record: Any, where: str = "") -> Iterator[str]:
    """A line for each field of a record that is wrong; none where there is no record."""
    for field in fields(record) if record is not None else ():
        yield from _wrong_value(field.name, getattr(record, field.name), f"{where}{field.name}")


def _wrong_value(name: str, value: Any, place: str) -> Iterator[str]:
    if name in _LISTS:
        for number, row in enumerate(value):
            yield from _wrong(row, f"{place}[{number}].")
    elif name == "quest":
        yield from _wrong(value, "quest.")
    elif name in _LIMITS:
        low, high = _LIMITS[name]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            yield f"{place} must be a whole number from {low} to {high}, got {value!r}"
    elif name in _ONE_OF:
        if value not in _ONE_OF[name]:
            yield f"{place} must be one of {', '.join(_ONE_OF[name])}, got {value!r}"
    elif not _is_plain(value):
        yield f"{place} must be 1 to {LONGEST} letters, digits, spaces, - or ', got {value!r}"
    elif name not in _WITH_ARTICLE and value.lower().startswith(("a ", "an ", "the ")):
        yield f"{place} must stand without its article, which answers add, got {value!r}"


def _is_plain(value: Any) -> bool:
    """Whether a text can stand in a fact: nothing in it that parts facts."""
    return (
        isinstance(value, str)
        and 1 <= len(value) <= LONGEST
        and value == " ".join(value.split())
        and all(letter.isalnum() or letter in " -'" for letter in value)
    )


def _wrong_together(character: Character) -> Iterator[str]:
    """A line for each list that is too long, and for what has the name of something before it."""
    for name, most in MOST.items():
        rows = getattr(character, name)
        if len(rows) > most:
            yield f"{name} must be at most {most}, got {len(rows)}"
        names = [str(getattr(row, "what" if name == "rumours" else "name")).lower() for row in rows]
        for double in sorted({name for name in names if names.count(name) > 1}):
            yield f"{name} must have different names, got {double!r} twice"


def _record(kind: type, given: Any, where: str, problems: list[str]) -> dict[str, Any]:
    """The fields of a record as a file gives them; what is unknown or missing becomes a problem."""
    if not isinstance(given, Mapping):
        problems.append(f"{where.rstrip('.') or 'a character'} must be a table, got {given!r}")
        return {}
    known: dict[str, Field] = {field.name: field for field in fields(kind)}
    for name in (name for name in given if name not in known):
        nearest = difflib.get_close_matches(str(name), known, n=1)
        there_is = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(known)}"
        problems.append(f"{where}{name} is unknown: {there_is}")
    missing = [name for name, field in known.items() if name not in given and field.default is MISSING]
    problems += [f"{where}{name} is missing" for name in missing]
    return {name: given[name] for name in known if name in given}


def _made(kind: type, given: Any, where: str, problems: list[str]) -> Any:
    """The record, or None where it cannot be made."""
    before = len(problems)
    found = _record(kind, given, where, problems)
    if len(problems) == before:
        return kind(**found)
    problems += [line for name, value in found.items() for line in _wrong_value(name, value, f"{where}{name}")]
    return None
