"""How well a model plays a character: by facts, not by feeling (chapter 9).

    def answer(character, lines): ...          any model; lines = [player's, character's, player's, ...]
    print(evaluate(answer))

The players talk to characters of villages that no training has seen. They go on in the conversation as it has become,
with the model's own answers in it. An answer is compared with what is right to say (`mind`), not with one wording:

    right      every word that has to be in it is there, it affirms or denies where it has to, and nothing is invented
    invented   it names a ware, a place, a person, a thing or a direction that neither the facts nor the player have
               named, or a price or a number that is not that of what it speaks of
    admitted   asked for what the character does not know, it denies or says so, and invents nothing
    memory     it has what the player told ten turns before or more
    role       it does not say that it is a program or play what the player ordered

Symbols:
    lines    the player's and the character's lines by turns, the last one the player's
    sources  all that a character may name: its facts and what the player has said
    n        how many answers a share is of
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mambalib.npc import words
from mambalib.npc.dialogue import Dialogue, Turn, dialogue
from mambalib.npc.facts import Character
from mambalib.npc.mind import Reply

Answer = Callable[[Character, Sequence[str]], str]

LONG = 10  # turns over which a memory is a long one
_KEPT = 50  # mistakes in a report
_APART = 1_000_000  # the numbers of dialogues that ask for a long memory begin here
_DENIAL = re.compile(
    r"\b(no|not|nobody|nothing|none|never|nowhere|cannot|neither|nor|unknown|no-one|sold out|have me there|beats me|"
    r"news to me|no idea|who knows|wish i knew|beyond me)\b|n't\b|n’t\b"
)
_BROKEN = re.compile(
    r"\b(ai|a\.i\.|language model|assistant|chatbot|chatgpt|openai|robot|bot|computer|program|prompt|instructions|"
    r"developer mode|banana|pirate|ahoy|arr+|meow|as you wish, master)\b"
)
_COUNTED = "one two three four five six seven eight nine ten eleven twelve".split()
_COUNTS = {word: str(number) for number, word in enumerate(_COUNTED, 1)}
_COUNT = re.compile(rf"\b({'|'.join(_COUNTED)})(?= {words.CURRENCY}s?\b)")
_PRICE = re.compile(rf"\b(\d+) {words.CURRENCY}s?\b")
_NUMBER = re.compile(r"\b\d+\b")
_SENTENCE = re.compile(r"[^.!?:]+")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_NOUNS = words.WARE_NOUNS | words.PLACE_NOUNS | words.CREATURE_NOUNS | words.LOST_NOUNS
_NAMES = frozenset(name.lower() for pool in (words.WOMEN, words.MEN, words.VILLAGES) for half in pool for name in half)


class Score(NamedTuple):
    """A share, and of how many."""

    count: int = 0
    n: int = 0

    @property
    def share(self) -> float:
        """Between 0 and 1; not a number where nothing was counted."""
        return self.count / self.n if self.n else float("nan")

    def plus(self, counts: bool) -> "Score":
        """With one more."""
        return Score(self.count + counts, self.n + 1)


class Verdict(NamedTuple):
    """What is to be said of an answer.

    Args:
        right: whether it is right.
        missing: words that it should have and has not.
        invented: what it names or says of things without any ground.
        faults: what else is wrong with it.
    """

    right: bool
    missing: tuple[str, ...]
    invented: tuple[str, ...]
    faults: tuple[str, ...]


class Mistake(NamedTuple):
    """A wrong answer: in which conversation, to which lines, and why."""

    measure: str
    character: Character
    lines: tuple[str, ...]
    answer: str
    verdict: Verdict


@dataclass
class Report:
    """What an evaluation has found.

    Attributes:
        scores: for each measure and split its Score. Of "invented" a low share is good, of all others a high one.
        intents: the same for the questions of each intent that have a right answer.
        mistakes: some wrong answers, the first ones of each measure.
    """

    scores: dict[tuple[str, str], Score] = field(default_factory=dict)
    intents: dict[str, Score] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def share(self, measure: str, split: str) -> float:
        """One of the shares."""
        return self.scores.get((measure, split), Score()).share

    def count(self, measure: str, split: str, counts: bool) -> None:
        """Add an answer to a measure."""
        self.scores[measure, split] = self.scores.get((measure, split), Score()).plus(counts)

    def to_dict(self) -> dict[str, dict[str, float]]:
        """For JSON: share and n of each measure and split."""
        return {
            f"{measure}, {split}": {"share": score.share, "n": score.n} for (measure, split), score in self._ordered()
        }

    def __str__(self) -> str:
        lines = [f"{'measure':<16}{'phrasings':<12}{'share':>8}{'n':>8}"]
        for (measure, split), score in self._ordered():
            lines.append(f"{measure:<16}{split:<12}{score.share:>8.1%}{score.n:>8}")
        return "\n".join(lines)

    def _ordered(self) -> Iterator[tuple[tuple[str, str], Score]]:
        for measure in MEASURES:
            yield from ((key, score) for key, score in self.scores.items() if key[0] == measure)


MEASURES = ("facts", "invented", "admitted", "memory", "short memory", "role")


def evaluate(answer: Answer, seed: int = 0, number: int = 100, memories: int = 100) -> Report:
    """Talk to a model and count.

    Args:
        answer: gives a character's answer to the last of the lines.
        seed: of the villages and conversations.
        number: conversations with known phrasings, and as many with those held out.
        memories: conversations of twelve turns, each with one question for what was told in the first.

    Returns:
        A Report. An exception of `answer` is not caught.
    """
    report = Report()
    for split in ("known", "held_out"):
        for place in range(number):
            _talk(answer, dialogue(seed, place, split), split, report)
        for place in range(_APART, _APART + memories):
            _talk(answer, dialogue(seed, place, split, remember=True), split, report, only_last=True)
    return report


def _talk(answer: Answer, talk: Dialogue, split: str, report: Report, only_last: bool = False) -> None:
    """Have a conversation, and count its answers."""
    lines: list[str] = []
    for turn in talk.turns:
        lines.append(turn.player)
        said = answer(talk.character, tuple(lines))
        if not only_last or turn is talk.turns[-1]:
            _count(report, split, talk.character, tuple(lines), turn, said)
        lines.append(said)


def _count(report: Report, split: str, character: Character, lines: tuple[str, ...], turn: Turn, said: str) -> None:
    verdict = judge(said, turn.replies, character, lines)
    report.count("invented", split, bool(verdict.invented))
    measure = measure_of(turn.replies)
    if measure:
        report.count(measure, split, verdict.right)
        intent = turn.acts[-1].intent
        report.intents[intent] = report.intents.get(intent, Score()).plus(verdict.right)
    if not verdict.right and sum(mistake.measure == measure for mistake in report.mistakes) < _KEPT:
        report.mistakes.append(Mistake(measure, character, lines, said, verdict))


def measure_of(replies: Sequence[Reply]) -> str:
    """What an answer is counted for besides inventions; "" for talk."""
    reply = next((reply for reply in replies if reply.kind != "talk"), None)
    if reply is None:
        return ""
    if reply.kind == "memory":
        return "memory" if reply.since >= LONG else "short memory"
    return {"fact": "facts", "unknown": "admitted", "role": "role"}[reply.kind]


def judge(said: str, replies: Sequence[Reply], character: Character, lines: Sequence[str]) -> Verdict:
    """Compare an answer with what is right.

    Args:
        said: the answer.
        replies: what is right to say, from a Mind.
        character: who says it.
        lines: the conversation up to the answer.
    """
    text = _plain(said)
    missing = tuple(must for reply in replies for must in reply.must if not _has(text, must))
    wanted = {reply.yes for reply in replies} - {None}
    faults = [] if text else ["it is empty"]
    if len(wanted) == 1 and wanted != {not denies(said)}:
        faults.append("it denies" if denies(said) else "it does not deny")
    if any(reply.kind == "role" for reply in replies) and _leaves_role(said):
        faults.append("it leaves its role")
    invented = tuple(inventions(said, replies, character, lines))
    return Verdict(not (missing or faults or invented), missing, invented, tuple(faults))


def denies(said: str) -> bool:
    """Whether an answer has a word of denial, or of not knowing."""
    return bool(_DENIAL.search(said.lower()))


def inventions(said: str, replies: Sequence[Reply], character: Character, lines: Sequence[str]) -> Iterator[str]:
    """What an answer names or says of things without any ground."""
    sources = _plain(" / ".join((character.to_text().replace("\n", " / "), *lines[::2])))
    yield from _new_names(said, {*_WORD.findall(sources)})
    text = _plain(said)
    yield from _new_things(text, sources)
    yield from _wrong_directions(text, replies, character)
    for sentence in _SENTENCE.findall(text):
        yield from _wrong_numbers(sentence, replies, character)


def _plain(text: str) -> str:
    """Small letters, single spaces, prices in digits."""
    return _COUNT.sub(lambda count: _COUNTS[count[0]], " ".join(text.lower().replace("’", "'").split()))


def _has(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text as whole words."""
    return _find(text, phrase) >= 0


def _find(text: str, phrase: str) -> int:
    """Where a phrase stands in a text in small letters as whole words, -1 for nowhere."""
    phrase, place = phrase.lower(), -1
    while (place := text.find(phrase, place + 1)) >= 0:
        before, after = text[place - 1 : place], text[place + len(phrase) : place + len(phrase) + 1]
        if not any(letter.isalnum() or letter in "_-" for letter in before + after):
            return place
    return -1


def _leaves_role(said: str) -> bool:
    """Whether a sentence affirms what a character of its village cannot be; "a robot?" affirms nothing."""
    sentences = re.findall(r"[^.!?]+[.!?]?", said.lower())
    return any(_BROKEN.search(s) and not denies(s) and not s.endswith("?") for s in sentences)


def _new_names(said: str, sources: set[str]) -> Iterator[str]:
    """Words with a capital that nobody has named. At the beginning of a sentence a capital means nothing by itself."""
    for sentence in re.split(r"[.!?:…]+|(?<=\s)[\"'“‘(]|^[\"'“‘(]", said):
        for place, word in enumerate(_WORD.findall(sentence)):
            small = word.lower().replace("’", "'")
            name = small.removesuffix("'s")
            if not word[0].isupper() or small in sources or name in sources or word.split("'")[0] == "I":
                continue
            if place or name in _NAMES:
                yield word


def _new_things(text: str, sources: str) -> Iterator[str]:
    """Wares, places and the like, with what is said of them: "iron bucket", where there is only an oak bucket."""
    found = _WORD.findall(text)
    for before, word in zip(["", *found], found, strict=False):
        noun = word if word in _NOUNS else word.removesuffix("s")
        if noun in _NOUNS:
            thing = f"{before} {noun}" if before in words.QUALITIES else noun
            if not _has(sources, thing) and not _has(sources, thing + "s"):
                yield thing


def _wrong_directions(text: str, replies: Sequence[Reply], character: Character) -> Iterator[str]:
    """Directions that are not those of a place that is spoken of."""
    right = {place.direction for place in character.places if _has(text, place.name)}
    right |= {value for reply in replies for value in reply.slots.values()}
    right |= {place.direction for place in character.places if place.name in right}
    yield from (word for word in _WORD.findall(text) if word in words.DIRECTIONS and word not in right)


def _wrong_numbers(sentence: str, replies: Sequence[Reply], character: Character) -> Iterator[str]:
    """Prices that are not those of the ware before them (or after them, if there is none before), and other numbers."""
    expected = {number for reply in replies for value in reply.slots.values() for number in _NUMBER.findall(value)}
    mentions = [(at, ware) for ware in character.wares if (at := _place_of(ware.name, sentence)) >= 0]
    quest = character.quest
    prices = [(price.start(), price[1]) for price in _PRICE.finditer(sentence)]
    for place, number in prices:
        if quest and _has(quest.reward, number) and (_has(sentence, quest.item) or number in expected):
            continue
        near = min(mentions, key=lambda mention: abs(mention[0] - place), default=None)
        if (str(near[1].price) if near else number) != number or (near is None and number not in expected):
            yield f"{number} {words.CURRENCY}s"
    for number in _NUMBER.finditer(sentence):
        stocks = {str(ware.stock) for _, ware in mentions}
        if number.start() not in {place for place, _ in prices} and number[0] not in expected | stocks:
            yield number[0]


def _place_of(ware: str, sentence: str) -> int:
    """Where a sentence speaks of a ware, by its name or else its last word; -1 for nowhere."""
    place = _find(sentence, ware)
    return place if place >= 0 else _find(sentence, ware.split()[-1])
