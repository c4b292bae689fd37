"""A conversation in the terminal, and what both it and the widget do with a line (chapter 9).

mambalib chat mabel
> Good morning!
Good morning to you, stranger.
> /save mabel.safetensors
Saved to mabel.safetensors.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mambalib.npc.npc import NPC, UNDO, Answer
from mambalib.npc.transcript import tidy

HELP = f"""\
/save FILE   write the conversation to a file
/load FILE   go on with the conversation of a file
/undo [N]    take back the last turn, or the last N (up to {UNDO})
/facts       what the character knows
/stats       speed and memory
/help        this list
/quit        good-bye"""
_LONG = 5.0  # seconds
_LONGEST_INPUT = 1 << 16  # characters of a line that are looked at: more than a character reads


class Chat:
    """What is done with each line that somebody types: commands, and talk to the character.

    Args:
        npc: the character.

    Attributes:
        npc: the character; another one after /load.
        answer: the last answer, None before the first.
        ended: whether /quit was given.
    """

    def __init__(self, npc: NPC) -> None:
        self.npc, self.ended = npc, False
        self.answer: Answer | None = None
        self._first = 0.0  # seconds to the first word of the last answer

    @property
    def greeting(self) -> str:
        """The line above the conversation."""
        who = self.npc.character
        return f"{who.name}, {who.trade} of {who.village}. /help lists the commands."

    def respond(self, line: str) -> Iterator[str]:
        """What is to be shown in answer to a line, piece by piece; nothing for an empty one."""
        line = line.strip()
        if line.startswith("/"):
            yield self._command(line)
        elif line:
            begin = time.perf_counter()
            answer = self.answer = self.npc.say(line)  # the widget may have another one before this has ended
            for piece in answer:
                if piece == answer.text:
                    self._first = time.perf_counter() - begin
                yield piece

    def _command(self, line: str) -> str:
        name, _, argument = line.partition(" ")
        command = getattr(self, f"_{name[1:]}", None) if name in _COMMANDS else None
        if command is None:
            return f"There is no {tidy(name)[:20]}. /help lists the commands."
        try:
            return command(argument.strip())
        except (ValueError, OSError) as error:
            return f"{name}: {error}"

    def _save(self, file: str) -> str:
        self.npc.save(_path(file))
        return f"Saved to {file}."

    def _load(self, file: str) -> str:
        self.npc = NPC.restore(_path(file), self.npc.voice)
        if self.answer is not None:
            self.answer.cancel()
        self.answer = None
        return f"{self.greeting}\n{self._last_turn()}".rstrip()

    def _undo(self, number: str) -> str:
        self.npc.undo(_whole_number(number) if number else 1)
        return f"Taken back. {self._last_turn()}".rstrip()

    def _last_turn(self) -> str:
        if not self.npc.history:
            return "Nothing was said yet."
        said = self.npc.history[-1]
        return f"The last words were:\n> {said.player}\n{said.character}"

    def _facts(self, argument: str) -> str:
        return self.npc.character.to_text()

    def _stats(self, argument: str) -> str:
        lines = [
            f"state    {self.npc.nbytes:,} bytes, turns so far: {self.npc.turns}",
            f"weights  {self.npc.voice.engine.nbytes:,} bytes, {self.npc.voice.engine.weights}",
        ]
        if self.answer is not None and self.answer.read:
            speed = self.answer.read / self.answer.seconds
            lines.append(f"speed    {speed:,.0f} tokens/s, first word after {1000 * self._first:.0f} ms")
        return "\n".join(lines)

    def _help(self, argument: str) -> str:
        return HELP

    def _quit(self, argument: str) -> str:
        self.ended = True
        return "Good-bye."


_COMMANDS = {line.split()[0] for line in HELP.splitlines()}


def _path(file: str) -> Path:
    if not file:
        raise ValueError("the name of a file is missing")
    try:
        return Path(file).expanduser()
    except RuntimeError as error:  # "~bob", where nobody has that name
        raise ValueError(str(error)) from error


def _whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise ValueError(f"N must be a whole number, got {text[:20]}")
    return int(text)


@contextmanager
def waiting() -> Iterator[None]:
    """What takes longer than a few seconds is explained, in a terminal."""
    text = "The kernels are compiled, as they are the first time. This can take a minute."
    timer = threading.Timer(_LONG, print, [text], {"file": sys.stderr})
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def run(npc: NPC) -> int:
    """Talk in the terminal until /quit, Ctrl-C at an empty line, or the end of the input: the exit status.

    Ctrl-C in the middle of an answer ends the answer. Where the output is a pipe that somebody closed, it ends, too.
    """
    for stream in (sys.stdin, sys.stdout):
        with suppress(AttributeError):  # what tests and notebooks put in their place
            stream.reconfigure(errors="replace")
    chat = Chat(npc)
    try:
        _show(chat.greeting + "\n")
        while not chat.ended and (line := _line()) is not None:
            _answer(chat, line)
    except KeyboardInterrupt:  # in the moment between two lines
        return 0
    except BrokenPipeError:
        # Python would complain once more when it closes the output at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # as if ended by the signal SIGPIPE, the usual way
    return 0


def _answer(chat: Chat, line: str) -> None:
    shown = False
    try:
        for piece in chat.respond(line):
            _show(piece)
            shown = True
    except KeyboardInterrupt:
        if chat.answer is not None:
            chat.answer.cancel()
        _show(" ...")
        shown = True
    if shown:
        _show("\n")


def _show(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _line() -> str | None:
    """The next line; None at the end, which Ctrl-C is, too."""
    asked = sys.stdin.isatty() and sys.stdout.isatty()
    try:
        if asked:
            with suppress(ImportError):
                import readline  # noqa: F401  arrows and history for `input`
            return input("> ")
        line = sys.stdin.readline(_LONGEST_INPUT)
        rest = line
        while rest and not rest.endswith("\n"):
            rest = sys.stdin.readline(_LONGEST_INPUT)
        return line or None
    except (EOFError, KeyboardInterrupt):
        if asked:
            _show("\n")
        return None
