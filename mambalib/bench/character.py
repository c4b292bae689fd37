"""What a character costs when it talks: `python -m mambalib.bench.character --json FILE` (chapter 9).

    start        from the command `mambalib chat` to its first line, in a new process, and the most memory it has had
                 after an answer. The compiled code is on disk: a start that does not count comes first
    first word   from a typical line of a player's to the first piece of the answer
    step         a token of one character; its 99th percentile is what a game must reckon with
    crowd        many characters that share the weights and all answer at once, each a step in its turn: how long a
                 round takes, and the memory of all of them
    batch        the same steps with all characters' states joined in one: the weights are read once for all

Every time that was taken is in the file, in seconds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mambalib.engine import EngineState
from mambalib.files import write_atomically
from mambalib.npc import NPC, Voice, dialogue

STARTS, TALKS, STEPS, CROWD, ROUNDS = 5, 20, 3000, 200, 30
_LINE = "Good morning! What do you sell, and where is your village?"
_CHAT = """
import sys
from mambalib.bench import peak_memory
from mambalib.cli import main
main(["chat", "--model", sys.argv[1]])
print(peak_memory())
"""


def measure(folder: str | Path) -> dict[str, Any]:
    """All of the above, on one core.

    Args:
        folder: a model's, with characters.
    """
    starts = [start(folder) for _ in range(STARTS + 1)][1:]
    voice = Voice(folder)
    return {
        "weights_bytes": voice.engine.nbytes,
        "state_bytes": voice.engine.new_state().nbytes,
        "start_seconds": [seconds for seconds, _ in starts],
        "start_memory_bytes": [memory for _, memory in starts],
        "first_word_seconds": first_words(voice, TALKS),
        "step_seconds": steps(voice, STEPS),
        "crowd": crowd(voice, CROWD, ROUNDS),
        "batch_seconds": batches(voice, CROWD, ROUNDS),
    }


def start(folder: str | Path) -> tuple[float, int]:
    """Seconds from the command to the line above the conversation, and the peak of memory after an answer."""
    begin = time.perf_counter()
    command = [sys.executable, "-c", _CHAT, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        seconds = time.perf_counter() - begin
        out, _ = process.communicate("Good morning! What do you sell?\n")
    if process.returncode:
        raise OSError(f"mambalib chat ended with status {process.returncode}")
    return seconds, int(out.split()[-1])


def first_words(voice: Voice, talks: int) -> list[float]:
    """Seconds to the first piece of the answer, for the players' lines of so many conversations."""
    seconds = []
    for number in range(talks):
        talk = dialogue(0, number)
        npc = NPC.load(talk.character, voice)
        for turn in talk.turns:
            begin = time.perf_counter()
            answer = npc.say(turn.player)
            next(answer, "")
            seconds.append(time.perf_counter() - begin)
            answer.cancel()
    return seconds


def steps(voice: Voice, number: int) -> list[float]:
    """Seconds of each of so many tokens, one after the other."""
    state, seconds = voice.engine.new_state(), []
    for token in range(number):
        ids = np.array([token % voice.engine.config.vocab_size])
        begin = time.perf_counter()
        voice.engine.step(ids, state)
        seconds.append(time.perf_counter() - begin)
    return seconds


def crowd(voice: Voice, size: int, rounds: int) -> dict[str, Any]:
    """Characters that share the weights answer at once, each a step in its turn.

    Returns:
        round_seconds of each round; wait_seconds, the longest that any of them waited for its next step; steps, the
        fewest and the most that one of them made; states_bytes of all together; memory_bytes, what the process grew by.
    """
    import psutil

    npcs = [NPC.load(dialogue(0, number).character, voice) for number in range(size)]
    before = psutil.Process().memory_info().rss
    answers = [npc.say(_LINE) for npc in npcs]
    given, seconds, longest, last = [0] * size, [], 0.0, [time.perf_counter()] * size
    for _ in range(rounds):
        begin = time.perf_counter()
        for place, npc in enumerate(npcs):
            if answers[place].ended:
                given[place] += answers[place].steps
                answers[place] = npc.say(_LINE)
            answers[place].run(1e-6)  # ms: a single step
            now = time.perf_counter()
            longest, last[place] = max(longest, now - last[place]), now
        seconds.append(time.perf_counter() - begin)
    given = [earlier + answer.steps for earlier, answer in zip(given, answers, strict=True)]
    return {
        "size": size,
        "round_seconds": seconds,
        "wait_seconds": longest,
        "steps": [min(given), max(given)],
        "states_bytes": sum(npc.nbytes for npc in npcs),
        "memory_bytes": psutil.Process().memory_info().rss - before,
    }


def batches(voice: Voice, size: int, rounds: int) -> list[float]:
    """Seconds of steps with so many sequences at once."""
    state, seconds = EngineState.join([voice.engine.new_state()] * size), []
    tokens = np.arange(size) % voice.engine.config.vocab_size
    for _ in range(rounds):
        begin = time.perf_counter()
        voice.engine.step(tokens, state)
        seconds.append(time.perf_counter() - begin)
    return seconds


def summary(measured: dict[str, Any]) -> str:
    """The figures in a few lines."""
    some = measured["crowd"]
    step, word, size = measured["step_seconds"], measured["first_word_seconds"], some["size"]
    speed, batch, turn = (statistics.median(s) for s in (step, measured["batch_seconds"], some["round_seconds"]))
    memory = max(measured["start_memory_bytes"]) / 2**20
    return "\n".join(
        [
            f"start        {statistics.median(measured['start_seconds']):.2f} s, at most {memory:.0f} MiB",
            f"first word   {_ms(word, 50)}, 99 of 100 within {_ms(word, 99)}",
            f"step         {_ms(step, 50)}, 99 of 100 within {_ms(step, 99)}: {1 / speed:,.0f} tokens/s",
            f"crowd        {size} characters: a round takes {1000 * turn:.0f} ms, {size / turn:,.0f} steps/s, "
            f"each {some['steps'][0]} to {some['steps'][1]} steps, longest wait {1000 * some['wait_seconds']:.0f} ms; "
            f"states {some['states_bytes'] / 2**20:.0f} MiB, memory {some['memory_bytes'] / 2**20:.0f} MiB",
            f"batch        {size} characters: a step takes {1000 * batch:.0f} ms, {size / batch:,.0f} tokens/s",
            f"sizes        weights {measured['weights_bytes']:,} bytes, a state {measured['state_bytes']:,} bytes",
        ]
    )


def _ms(seconds: Sequence[float], percent: float) -> str:
    return f"{1000 * float(np.percentile(seconds, percent)):.2f} ms"


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m mambalib.bench.character", description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=Voice.shipped(), metavar="FOLDER", help="a model's folder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where all that was measured goes")
    options = parser.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    measured = measure(options.model)
    print(summary(measured))
    if options.json:
        from mambalib.bench import machine  # imports torch, which would count as memory of the characters

        write_atomically(options.json, json.dumps({"machine": machine(), **measured}, indent=1) + "\n")


if __name__ == "__main__":
    main()
