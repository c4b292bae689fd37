"""How many of a character's answers are right: `python -m mambalib.bench.facts --json FILE` (chapter 9).

The players of `mambalib.npc.evaluate` talk to characters of villages that no training has seen, as `NPC` lets them.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mambalib.files import write_atomically
from mambalib.npc import NPC, Character, Report, Voice, evaluate
from mambalib.npc.evaluate import Answer


def answers_of(voice: Voice) -> Answer:
    """A model's answers, for `evaluate`: it has one conversation after the other, each from its first line on."""
    npc: NPC | None = None

    def answer(character: Character, lines: Sequence[str]) -> str:
        nonlocal npc
        if len(lines) == 1:
            npc = NPC.load(character, voice)
        if npc is None or npc.character is not character or 2 * npc.turns + 1 != len(lines):
            raise ValueError(f"lines must go on from the last answer, got {len(lines)} of another conversation")
        return "".join(npc.say(lines[-1]))

    return answer


def measure(folder: str | Path, number: int, seed: int, guarded: bool = True) -> tuple[Report, dict[str, Any]]:
    """The report, and what of it goes into a file.

    Args:
        folder, guarded: see `Voice`.
        number, seed: see `evaluate`.
    """
    begin = time.perf_counter()
    report = evaluate(answers_of(Voice(folder, guarded=guarded)), seed, number, number)
    mistakes = [
        {"measure": m.measure, "lines": m.lines, "answer": m.answer, "verdict": m.verdict._asdict()}
        for m in report.mistakes
    ]
    intents = {intent: {"share": score.share, "n": score.n} for intent, score in sorted(report.intents.items())}
    facts = {"conversations": number, "seed": seed, "guarded": guarded, "seconds": time.perf_counter() - begin}
    return report, facts | {"scores": report.to_dict(), "intents": intents, "mistakes": mistakes}


def main(arguments: list[str] | None = None) -> None:
    """Evaluate, print the table and the intents that are hardest, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m mambalib.bench.facts", description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=Voice.shipped(), metavar="FOLDER", help="a model's folder")
    parser.add_argument("--number", type=int, default=100, metavar="N", help="conversations of each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the villages")
    parser.add_argument("--unguarded", action="store_true", help="let the model say whatever it likes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where all that was found goes")
    options = parser.parse_args(arguments)
    report, found = measure(options.model, options.number, options.seed, not options.unguarded)
    print(report)
    hardest = sorted(found["intents"].items(), key=lambda item: item[1]["share"])[:12]
    print("hardest: " + ", ".join(f"{intent} {score['share']:.0%} of {score['n']}" for intent, score in hardest))
    if options.json:
        write_atomically(options.json, json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
