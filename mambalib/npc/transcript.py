"""A conversation as tokens: who speaks is told by tokens that no text can write (chapter 9).

    <|facts|> name Mabel ... <|player|> who are you? <|character|> I am Mabel, the baker. <|player|> ...

The facts come first. A line of the player's stands between <|player|> and <|character|>; then the character writes,
and closes its line by giving the word back: <|player|>. These are special tokens of the tokenizer. What is typed
becomes ordinary tokens, whatever it looks like: nobody can end their own line, or write a fact.

Every text begins with a space, so that " Odwin" is the same tokens at the beginning of a line as in its middle.

Symbols:
    ids    tokens, whole numbers
    learn  for each token whether a model is to learn to write it: the character's words, and the <|player|> after them
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from mambalib.npc.dialogue import Dialogue, dialogues
from mambalib.npc.facts import Character
from mambalib.tokenizer import END_OF_TEXT, Tokenizer

FACTS, PLAYER, CHARACTER = "<|facts|>", "<|player|>", "<|character|>"
SPECIAL_TOKENS = (END_OF_TEXT, FACTS, PLAYER, CHARACTER)
LONGEST_LINE = 300  # characters of a player's line that are read


def tidy(line: str) -> str:
    """What is read of a line that a player typed: one line, without control characters, not too long."""
    visible = (" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in line[: 10 * LONGEST_LINE])
    return " ".join("".join(visible).split())[:LONGEST_LINE].rstrip()


class Transcript:
    """Writes conversations as tokens.

    Args:
        tokenizer: one that has SPECIAL_TOKENS, such as `train_tokenizer` makes.

    Attributes:
        tokenizer: the same.
        end: the token with which the character closes its line.

    Raises:
        ValueError: a special token that the tokenizer does not have.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self._facts, self._player, self._character = map(tokenizer.special, (FACTS, PLAYER, CHARACTER))
        self.end = self._player

    def facts(self, character: Character) -> list[int]:
        """What a model reads before the conversation begins."""
        return [self._facts, *self._text(character.to_text())]

    def line(self, line: str) -> list[int]:
        """What a model reads before it answers a player's line."""
        return [self._player, *self._text(tidy(line)), self._character]

    def prompt(self, character: Character, lines: Sequence[str]) -> list[int]:
        """All that a model reads before it answers the last line.

        Args:
            character: who answers.
            lines: the player's, the character's, the player's, ..., the last one the player's.

        Raises:
            ValueError: lines that do not end with the player's.
        """
        if len(lines) % 2 == 0:
            raise ValueError(f"lines must end with the player's, so be of odd number, got {len(lines)}")
        ids = self.facts(character)
        for number, line in enumerate(lines):
            ids += self._text(line) if number % 2 else self.line(line)
        return ids

    def dialogue(self, dialogue: Dialogue) -> tuple[list[int], list[bool]]:
        """A whole conversation: ids and learn."""
        ids = self.facts(dialogue.character)
        learn = [False] * len(ids)
        for turn in dialogue.turns:
            heard, said = self.line(turn.player), self._text(turn.character)
            ids += heard + said
            learn += [learn[-1]] + [False] * (len(heard) - 1) + [True] * len(said)  # <|player|> closes what was said
        return [*ids, self.end], [*learn, True]

    def drill(self, lines: Sequence[str], order: Sequence[str]) -> tuple[list[int], list[bool]]:
        """Lines of facts, then the same ones in another order, which are to be learned: ids and learn.

        Each word of them can be known from the first time. So a model learns to find and repeat what it has read, which
        the few facts in an answer teach much more slowly.
        """
        first, second = ([self._facts, *self._text("\n".join(text))] for text in (lines, order))
        return [*first, *second], [False] * (len(first) + 1) + [True] * (len(second) - 1)

    def _text(self, text: str) -> list[int]:
        return self.tokenizer.encode(f" {text}")


def train_tokenizer(vocab_size: int = 1024, seed: int = 0, number: int = 5000) -> Tokenizer:
    """A tokenizer for conversations, learned from the first ones of a seed. It costs about a second for 1000 of them.

    Raises:
        ValueError: a vocab_size without room for the bytes and the special tokens.
    """
    return Tokenizer.train(_texts(seed, number), vocab_size, SPECIAL_TOKENS)


def _texts(seed: int, number: int) -> Iterator[str]:
    for dialogue in islice(dialogues(seed), number):
        yield f" {dialogue.character.to_text()}"
        for turn in dialogue.turns:
            yield f" {turn.player}"
            yield f" {turn.character}"
