"""A character that talks: a state of fixed size that can be saved, forked and taken back (chapter 9).

    mabel = NPC.load("mabel")
    for piece in mabel.say("Good morning! What do you sell?"):
        print(piece, end="", flush=True)

    odric = NPC.load("odric", model=mabel.voice)     shares the weights: only a state is added
    answer = odric.say("Who are you?")
    answer.run(budget_ms=4)                          a slice of it in each frame of a game, until answer.ended
    share_frame(deque([answer, other]), budget_ms=4) the same for all who talk at once

    mabel.save("mabel.safetensors")                  mabel = NPC.restore("mabel.safetensors")
    other = mabel.fork()                             mabel.undo(turns=1)
    mabel.end_quest()                                mabel = NPC.reread("mabel.safetensors", "mabel.toml")

What a character remembers is always what has been said, as text: the state is the one of a model that has read the
facts and the lines so far, and nothing else.

Symbols:
    ids      tokens, whole numbers
    unread   ids that belong to what was said, but were not read yet
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mambalib.engine import EngineState
from mambalib.engine.budget import check_budget, run_for
from mambalib.engine.generation import Sampling
from mambalib.npc import save as files
from mambalib.npc.account import NOTHING_YET, Account
from mambalib.npc.facts import Character
from mambalib.npc.guard import Guard
from mambalib.npc.meaning import NOTHING, Search, Spoken, say
from mambalib.npc.save import SaveError
from mambalib.npc.transcript import tidy
from mambalib.npc.voice import Voice
from mambalib.stop import certain

LONGEST_ANSWER = 96  # tokens
HISTORY = 100  # turns that are kept as text
MOST_UNREAD = 1000  # tokens: where nobody lets it answer, it has to read at some time
UNDO = 8  # turns that can be taken back


class Said(NamedTuple):
    """One turn: the player's line and the character's answer."""

    player: str
    character: str


@dataclass(frozen=True)
class Memory:
    """What a character remembers between two turns. Nothing in it is ever changed, so that forks can share it.

    Args:
        state: the facts and what was said, but for `unread`.
        unread: see above.
        history: the last turns, HISTORY at most.
        turns: how many there were in all.
        account: what has happened in all of them.
    """

    state: EngineState
    unread: tuple[int, ...] = ()
    history: tuple[Said, ...] = ()
    turns: int = 0
    account: Account = NOTHING_YET


class Answer:
    """An answer being spoken: an iterator over pieces of text, and all that has come of it so far.

    Whoever stops listening loses nothing: what was said so far is the answer.

    Attributes:
        line: what was read of the player's line.
        text: the answer so far.
        ended: whether it has ended.
        tokens: the answer's tokens.
        read: tokens that the engine has read for it, those of the line and its own.
        steps: a token that is read is one, so is each of the search for what is meant (see `meaning`), each part of
            the guard's look at the line, and each look at a token that may not be said.
        seconds: how long all of them took.
    """

    def __init__(
        self,
        voice: Voice,
        character: Character,
        before: Memory,
        line: str,
        sampling: Sampling,
        seed: int,
        purse: int | None = None,
    ) -> None:
        self.line, self.text, self.ended = tidy(line), "", False
        self.read, self.steps, self.seconds = 0, 0, 0.0
        self.tokens: list[int] = []
        self._voice, self._character, self._before, self._sampling = voice, character, before, sampling
        self._random = np.random.default_rng([seed, before.turns])
        lines = [*(said.player for said in before.history), self.line]
        answers = [said.character for said in before.history]
        self._guard = Guard(character, lines, before.account, answers, purse) if voice.guarded else None
        self._spoken = Spoken()  # what the guard has let pass
        self._search: Search | None = None  # for what it means, before it goes on
        self._found: deque[int] = deque()  # how it begins to say it
        self._offered: Iterator[int] | None = None  # what it may say next, but for what was refused
        self._line = (*before.unread, *voice.transcript.line(self.line))
        self._state, self._unread = before.state.clone(), deque(self._line)
        self._heard: EngineState | None = None  # the state after the line
        self._whole = True  # whether the state is that of what was read

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while not self.ended:
            if piece := self._step():
                return piece
        raise StopIteration

    def run(self, budget_ms: float) -> str:
        """Go on for a while: the new text.

        Control comes back before the budget is used up, unless a step takes longer than all before it in this call: one
        more is begun only if the longest so far would fit. At least one is made, so that a small budget still leads to
        an end.

        Raises:
            ValueError: a budget that is not above 0.
        """
        pieces = []

        def step() -> bool:
            if not self.ended:
                pieces.append(self._step())
            return not self.ended

        run_for(budget_ms, step, time.perf_counter)
        return "".join(pieces)

    def cancel(self) -> None:
        """End here: what was said so far is the answer."""
        self.ended = True

    @property
    def memory(self) -> Memory:
        """What the character remembers, if the answer is what it is now."""
        before = self._before
        history, turns = (*before.history, Said(self.line, self.text))[-HISTORY:], before.turns + 1
        text = history, turns, before.account.after(self._character, self.text)
        wanted = (*before.unread, *_ids(self._voice, Said(self.line, self.text)))
        read = (*self._line, *self.tokens)[: self.read]
        if self._whole and wanted[: len(read)] == read:
            return Memory(self._state if self.ended else self._state.clone(), wanted[len(read) :], *text)
        # The text has other tokens: it is read again, with the next line.
        if self._heard is not None:
            return Memory(self._heard, wanted[len(self._line) :], *text)
        return Memory(before.state, wanted, *text)

    def _step(self) -> str:
        """Let the engine read a token; after the last one comes a new one. The text that is certain by it.

        Before the first one the guard looks at the line, in some steps. Where the answer can mean one thing or another,
        there come steps of a search in between, and where the likeliest token may not be said, looks at others.
        """
        begin = time.perf_counter()
        self.steps += 1
        try:
            if self._guard and not self._guard.is_ready:
                self._guard.prepare()
            elif self._search:
                self._search.step()
            elif self._unread:
                self._read()
            if not self._unread and (self._search is None or self._search.is_over):
                self._go_on()
        except BaseException:  # such as Ctrl-C: who knows how much of it was done?
            self._whole, self.ended = False, True
            raise
        self.seconds += time.perf_counter() - begin
        return self._new_text() if self._unread or self.ended else ""  # else no token came

    def _read(self) -> None:
        """Read a token; after the last one, look for what to say, where a guard leaves that open."""
        self._logits = self._voice.read([self._unread[0]], self._state)
        self._unread.popleft()
        self.read += 1
        if not self._unread:
            self._heard = self._heard or self._state.clone()
            if (
                self._guard
                and not self._found
                and not self._spoken.begun
                and self._guard.may_mean_more(self._spoken.text)
            ):
                self._guard.want(self._spoken.text, None)
                self._search = Search(self._voice, self._guard, self._spoken, self._state, self._logits)

    def _go_on(self) -> None:
        """Say the next token: of what is meant, if that was looked for; else what is offered next, if it may be."""
        if self._search:
            search, self._search = self._search, None
            if search.meaning != NOTHING:
                self._guard.want(self._spoken.text, search.meaning)
            if search.meaning == NOTHING or not self._sampling.temperature:
                self._found.extend(search.tokens)
        if self._found:
            self._add(self._found.popleft())
            return
        if self._offered is None:
            self._offered = self._voice.offer(self._logits, self._sampling.temperature, self._random)
        token = next(self._offered, None)
        if token is None or self._permits(token):
            self._offered = None
            self._add(self._voice.transcript.end if token is None else token)

    def _permits(self, token: int) -> bool:
        return self._guard is None or say(self._voice, self._guard, self._spoken, token) is not None

    def _add(self, token: int) -> None:
        if token == self._voice.transcript.end:
            self.ended = True
        else:
            self.tokens.append(token)
            if self._guard:
                self._spoken = say(self._voice, self._guard, self._spoken, token)
            self._unread.append(token)
            if len(self.tokens) == LONGEST_ANSWER:  # what has ended in the meantime, by `cancel`, stays so
                self.ended = True

    def _new_text(self) -> str:
        text = self._voice.transcript.tokenizer.decode(self.tokens)
        text = tidy(text if self.ended else certain(text, ()))
        new = text[len(self.text) :]
        self.text = text
        return new


def share_frame(talking: deque[Answer], budget_ms: float, clock: Callable[[], float] = time.perf_counter) -> None:
    """Let several answers go on for a while, a step each in turn: one frame of a game in which many talk.

    What has been said by then is each answer's `text`. Whose turn it was not, begins the next frame.

    Args:
        talking: the answers; those that have ended leave it.
        budget_ms: for all of them together, as for `Answer.run`.
        clock: gives the time in seconds.

    Raises:
        ValueError: a budget that is not above 0.
    """

    def step() -> bool:
        if talking:
            answer = talking.popleft()
            if not answer.ended:
                answer._step()
            if not answer.ended:
                talking.append(answer)
        return bool(talking)

    run_for(budget_ms, step, clock)


class NPC:
    """Somebody to talk to. Made by `NPC.load` and `NPC.restore`.

    Characters that share a voice take up a state each. They may speak in turns, and each in a thread of its own; but
    one of them is not to be used by two threads at a time.

    Args:
        voice: the model.
        character: the facts.
        memory: what it remembers; the facts at least.
        temperature: 0 always takes the likeliest word; 1 draws from the model's own distribution. With a guard what is
            meant is the likeliest, always; the words that say it are drawn.
        seed: with the same seed, the same lines have the same answers.

    Attributes:
        voice, character, temperature, seed: the same.

    Raises:
        ValueError: a temperature or seed that cannot be.
    """

    def __init__(
        self, voice: Voice, character: Character, memory: Memory, temperature: float = 0.0, seed: int = 0
    ) -> None:
        if type(seed) is not int or seed < 0:
            raise ValueError(f"seed must be a whole number from 0 upwards, got {seed!r}")
        self.voice, self.character, self.temperature, self.seed = voice, character, temperature, seed
        self._sampling = Sampling(temperature)
        self._settled, self._answer = memory, None
        self._marks: deque[Memory] = deque(maxlen=2)  # UNDO turns apart: from them undo reads what remains again

    @classmethod
    def load(
        cls,
        character: str | Path | Character | None = None,
        model: str | Path | Voice | None = None,
        *,
        temperature: float = 0.0,
        seed: int = 0,
        threads: int = 1,
    ) -> "NPC":
        """A character with whom nobody has talked yet.

        Its facts were read before, if there is a state beside its file, see `prepare`. They are read now, if there is
        none, or it is one of other facts or another model.

        Args:
            character: the name of one that comes with the model, a .toml or .json file of your own (see
                `mambalib.npc.facts`), or a Character. Left out, the first one that comes with the model.
            model: a model's folder, or another character's `voice`, to share it. Left out, the course's own model.
            temperature, seed: as for NPC.
            threads: how many work on a step; only where a folder is loaded.

        Raises:
            ValueError: one that names what is wrong with the character or the model.
            OSError: a file that cannot be read.
        """
        voice = _voice(model, threads)
        who, file = _character(voice, character)
        state = _prepared(voice, who, file.with_suffix(".safetensors")) if file else None
        _wake_guard(who)
        return cls(voice, who, Memory(state or _read_facts(voice, who)), temperature, seed)

    @classmethod
    def restore(cls, path: str | Path, model: str | Path | Voice | None = None, *, threads: int = 1) -> "NPC":
        """A character as `save` left it, facts and conversation: it goes on as if nothing had been.

        Turns before the save cannot be taken back.

        Args:
            path: the file.
            model, threads: as for `load`.

        Raises:
            SaveError: a file that is damaged, of another kind, of a later version or another model's.
            ValueError, OSError: as for `load`.
        """
        voice, path = _voice(model, threads), Path(path)
        state, form = files.read(path, voice.fingerprint, voice.engine.config)
        return cls._recorded(voice, path, form, None, lambda *_: state)

    @classmethod
    def reread(
        cls,
        path: str | Path,
        character: str | Path | Character | None = None,
        model: str | Path | Voice | None = None,
        *,
        threads: int = 1,
    ) -> "NPC":
        """A saved character for whom something is new: its facts, or the model. All that is kept as text is read again.

        That are the facts and the last HISTORY turns. What was sold, told and promised in all of them is kept, too; but
        with another quest there is no promise, and with other rumours none was told.

        Args:
            path: the file.
            character: the facts as they are now, as for `load`; those of the file if left out.
            model, threads: as for `load`.

        Raises:
            SaveError: a file that is damaged, of another kind or of a later version, or what happened does not fit the
                facts: nobody has bought more of a ware than there was.
            ValueError, OSError: as for `load`.
        """
        voice, path = _voice(model, threads), Path(path)
        who = None if character is None else _character(voice, character)[0]

        def read(who: Character, history: Sequence[Said]) -> EngineState:
            state = _read_facts(voice, who)
            voice.read([token for said in history for token in _ids(voice, said)], state)
            return state

        return cls._recorded(voice, path, files.read_record(path), who, read)

    @classmethod
    def _recorded(
        cls,
        voice: Voice,
        path: Path,
        form: dict[str, Any],
        who: Character | None,
        state_of: Callable[[Character, Sequence[Said]], EngineState],
    ) -> "NPC":
        """The character of a file's record, or another one in its place, with the state after what was said."""
        try:
            history, turns = tuple(Said(*turn) for turn in form["history"]), form["turns"]
            plain = all(text == tidy(text) for said in history for text in said)
            if not plain or type(turns) is not int or turns < len(history) or len(history) > HISTORY:
                raise ValueError("its turns are none")
            before = Character.from_dict(form["character"])
            who = who or before
            account = Account.from_dict(form["account"], before).for_other_facts(before, who)
            _wake_guard(who, [said.player for said in history])
            memory = Memory(state_of(who, history), (), history, turns, account)
            return cls(voice, who, memory, form["temperature"], form["seed"])
        except (KeyError, TypeError, ValueError) as error:
            raise SaveError(path, f"its record is wrong: {error}") from error

    @staticmethod
    def prepare(folder: str | Path) -> list[Path]:
        """Read the facts of the characters that come with a model, and write the states beside their files.

        Returns:
            The files that were written.
        """
        voice, written = Voice(folder), []
        for name in voice.characters:
            file = voice.file_of(name)
            who = Character.load(file)
            written.append(file.with_suffix(".safetensors"))
            NPC(voice, who, Memory(_read_facts(voice, who))).save(written[-1])
        return written

    def say(self, line: str, budget_ms: float | None = None, *, purse: int | None = None) -> Answer:
        """Say something to the character: its answer, which is spoken as it is iterated over, or as `run` is called.

        An answer that has not ended yet is interrupted: what was said of it remains. The call itself takes no time to
        speak of. Only where more than MOST_UNREAD tokens would be unread after it, as one answer after the other was
        interrupted, are these read.

        Args:
            line: anything. One line is read of it, without control characters, see `transcript.tidy`.
            budget_ms: call `run` with it at once, for the first slice.
            purse: how many coppers the player has: with a guard, nothing is sold that costs more. Left out, all is paid
                somehow.

        Raises:
            ValueError: a line that is no text, a budget that is not above 0, or a purse that holds less than nothing.
        """
        if not isinstance(line, str):
            raise ValueError(f"line must be a str, got {type(line).__name__}")
        if budget_ms is not None:
            check_budget(budget_ms)
        if purse is not None and (type(purse) is not int or purse < 0):
            raise ValueError(f"purse must be a whole number of coppers from 0 upwards, got {purse!r}")
        before = self._interrupt()
        if not self._marks or before.turns >= self._marks[-1].turns + UNDO:
            self._marks.append(before)
        self._answer = Answer(self.voice, self.character, before, line, self._sampling, self.seed, purse)
        if budget_ms is not None:
            self._answer.run(budget_ms)
        return self._answer

    def end_quest(self) -> None:
        """Let the character want nothing any more: what only the game knows, that the thing was really brought.

        Then the guard lets no answer speak of the quest, whatever the model still remembers. An answer that has not
        ended yet is interrupted. `undo` does not bring the quest back.

        Raises:
            ValueError: the character has no quest.
        """
        if self.character.quest is None:
            raise ValueError(f"character must have a quest to end, {self.character.name} has none")
        now = self._interrupt()
        self._settled = replace(now, account=now.account._replace(ended=True))

    def undo(self, turns: int = 1) -> None:
        """Take the last turns back, an unfinished one counted: the memory is what it was before them, to the last bit.

        Raises:
            ValueError: more turns than can be taken back, UNDO at most; then nothing is changed.
        """
        most = min(UNDO, self.turns - self._marks[0].turns) if self._marks else 0
        if type(turns) is not int or not 1 <= turns <= most:
            wanted = f"from 1 to {most}, as many as can be taken back" if most else "0, as none can be taken back"
            raise ValueError(f"turns must be {wanted}, got {turns!r}")
        now = self._interrupt()
        left, history = now.turns - turns, now.history[:-turns]
        while self._marks[-1].turns > left:
            self._marks.pop()
        mark = self._marks[-1]
        again = history[len(history) - (left - mark.turns) :]
        unread = (*mark.unread, *(token for said in again for token in _ids(self.voice, said)))
        account = mark.account
        for said in again:
            account = account.after(self.character, said.character)
        account = account._replace(ended=now.account.ended)
        self._settled = _read_rest(self.voice, Memory(mark.state, unread, history, left, account))

    def fork(self) -> "NPC":
        """Another one with the same memory, that of an unfinished answer as it is now; from here on each has its own.

        The two share their state until they speak. This one's answer can go on.
        """
        other = NPC(self.voice, self.character, self._memory, self.temperature, self.seed)
        other._marks.extend(self._marks)
        return other

    def save(self, path: str | Path) -> None:
        """Write the conversation to a safetensors file, an unfinished answer as it is now, which can go on.

        What was said but not read yet is read first, some MOST_UNREAD tokens at most, and outside of any budget: right
        after an answer that was heard to its end, it is next to nothing.

        Raises:
            OSError: the file cannot be written; what was there before is still there.
        """
        memory = _read_rest(self.voice, self._memory)
        record: dict[str, Any] = {
            "character": self.character.to_dict(),
            "facts": self.character.to_text(),
            "history": memory.history,
            "turns": memory.turns,
            "account": memory.account._asdict(),
            "temperature": self.temperature,
            "seed": self.seed,
        }
        files.write(Path(path), self.voice.fingerprint, memory.state, record)

    @property
    def history(self) -> tuple[Said, ...]:
        """The last turns, HISTORY at most, with an unfinished answer as it is now."""
        return self._memory.history

    @property
    def turns(self) -> int:
        """How many turns there were."""
        return self._memory.turns

    @property
    def account(self) -> Account:
        """What has happened in all of them: what was sold, told and promised."""
        return self._memory.account

    @property
    def nbytes(self) -> int:
        """Size of the state, which is all that grows with the number of characters."""
        return self._memory.state.nbytes

    @property
    def _memory(self) -> Memory:
        if self._answer is not None and not self._answer.ended:
            return self._answer.memory
        return self._interrupt()

    def _interrupt(self) -> Memory:
        """What is remembered when the answer, if there is one, ends here."""
        if self._answer is not None:
            self._answer.cancel()
            self._settled, self._answer = self._answer.memory, None
            if len(self._settled.unread) > MOST_UNREAD:
                self._settled = _read_rest(self.voice, self._settled)
        return self._settled


def _voice(model: str | Path | Voice | None, threads: int) -> Voice:
    return model if isinstance(model, Voice) else Voice(Voice.shipped() if model is None else model, threads)


def _character(voice: Voice, character: str | Path | Character | None) -> tuple[Character, Path | None]:
    """The facts, and the file that they are from."""
    if isinstance(character, Character):
        return character, None
    file = voice.file_of(character)
    return Character.load(file), file


def _wake_guard(character: Character, lines: Sequence[str] = ()) -> None:
    """Let the guard parse the sentences of answers and the player's lines: no frame of a game has to wait for it."""
    known = [thing.name for thing in (*character.wares, *character.places, *character.people)]
    Guard(character, [*lines, f"I am Rosa. {' '.join(known)}?"]).permits("Well met, R")


def _read_facts(voice: Voice, character: Character) -> EngineState:
    return voice.engine.prefill(np.array([voice.transcript.facts(character)]))[1]


def _ids(voice: Voice, said: Said) -> list[int]:
    """A turn as tokens, without the one that closes it: that also begins the next line."""
    return [*voice.transcript.line(said.player), *voice.transcript.tokenizer.encode(f" {said.character}")]


def _read_rest(voice: Voice, memory: Memory) -> Memory:
    """The same memory with nothing unread."""
    state = memory.state.clone()
    voice.read(memory.unread, state)
    return replace(memory, state=state, unread=())


def _prepared(voice: Voice, character: Character, path: Path) -> EngineState | None:
    """The state after a character's facts from a file, if they are those, and the file is of this model."""
    try:
        state, form = files.read(path, voice.fingerprint, voice.engine.config)
    except (SaveError, OSError):
        return None
    return state if form.get("turns") == 0 and form.get("facts") == character.to_text() else None
