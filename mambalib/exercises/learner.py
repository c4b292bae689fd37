"""What a learner calls in a notebook: `check`, `hint`, `solution`, `use_mine`, `progress`.

Solutions that pass are kept as files, `.progress/NAME.py` beside the chapters. That folder is all there is to know of
a learner's progress; delete a file and the exercise is open again.
"""

import inspect
import itertools
import linecache
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mambalib.exercises.machine import Exercise, describe, exercises, file_of, find, functions_of, load
from mambalib.files import project_folder, write_atomically

_hints_shown: Counter[str] = Counter()
_being_kept: set[str] = set()  # to keep a solution its cell is run once more, and that cell may call `check` itself
_in_place: dict[str, Callable[..., Any]] = {}  # what `use_mine` has put into the library, by exercise


def check(answer: Callable[..., Any]) -> None:
    """Check your answer and print what was found; one that passes is kept for `use_mine` and `progress`.

    Args:
        answer: your function or class, under the name that the exercise gave it.
    """
    exercise = _exercise_of(answer)
    if exercise is None or exercise.name in _being_kept:
        return
    try:
        report = exercise.run(answer)
    except KeyboardInterrupt:
        print(f"{exercise.name}   stopped before the checks were done: does a loop in it never end?")
        return
    print(report)
    if report.status == "passed":
        _being_kept.add(exercise.name)
        try:
            _keep(exercise, answer)
        finally:  # it may be stopped, too
            _being_kept.remove(exercise.name)


def hint(exercise: str | Callable[..., Any]) -> None:
    """Print the next hint for an exercise; after the last one it starts again."""
    found = _exercise_of(exercise)
    if found is None:
        return
    number = _hints_shown[found.name] % len(found.hints)
    _hints_shown[found.name] += 1
    print(f"{found.name}, hint {number + 1} of {len(found.hints)}: {found.hints[number]}")


def solution(exercise: str | Callable[..., Any]) -> None:
    """Print the reference solution of an exercise: the library's own code."""
    found = _exercise_of(exercise)
    if found is None:
        return
    print(f"# {found.reference.__module__}.{found.name}\n{inspect.getsource(found.reference)}", end="")


def use_mine(*answers: Callable[..., Any]) -> None:
    """Put your own code in the library's place, until the kernel stops; without arguments, all that you have solved.

    Only code that passes its checks is taken.
    """
    if not answers:
        kept = {name: path for name in exercises() if (path := kept_solution(name)).exists()}
        answers = tuple(filter(None, (_load_kept(name, path) for name, path in kept.items())))
        if not kept:
            print("You have solved no exercise yet: the library uses its own code.")
    for answer in answers:
        exercise = _exercise_of(answer)
        if exercise is None:
            continue
        report = exercise.run(answer)
        if report.status != "passed":
            print(f"{exercise.name}: not used, {report.passed} of {len(exercise.checks)} checks pass.")
            continue
        _replace(exercise, answer)
        print(f"{exercise.name}: the library now uses yours.")


def progress() -> None:
    """Print which exercises of the course you have solved, chapter by chapter."""
    print(progress_table())


def progress_table() -> str:
    """The exercises of the course, one a line, and which of them are solved."""
    lines, solved = [], 0
    every = exercises()
    width = max(map(len, every))
    for chapter, group in itertools.groupby(every.values(), key=lambda exercise: exercise.chapter):
        lines.append(f"Chapter {chapter}")
        for exercise in group:
            done = kept_solution(exercise.name).exists()
            solved += done
            stars = "*" * exercise.difficulty
            mark = "✓" if done else "○"
            lines.append(f"  {mark} {exercise.name:{width}}  {exercise.minutes:2} min  {stars:3}  {exercise.title}")
    return "\n".join([*lines, f"{solved} of {len(every)} solved"])


def kept_solution(name: str) -> Path:
    """Where a passing solution of that exercise is kept. MAMBALIB_PROGRESS names another folder than `.progress`."""
    folder = os.environ.get("MAMBALIB_PROGRESS") or project_folder() / ".progress"
    return Path(folder) / f"{name}.py"


def _exercise_of(answer: str | Callable[..., Any]) -> Exercise | None:
    name = answer if isinstance(answer, str) else getattr(answer, "__name__", describe(answer))
    try:
        return find(name)
    except ValueError as error:
        print(f"{str(error)[0].upper()}{str(error)[1:]}.")
        return None


def _keep(exercise: Exercise, answer: Callable[..., Any]) -> None:
    source = _cell_source(answer)
    if answer is exercise.reference or not source:
        return
    try:
        stands_alone = exercise.run(load(source, exercise.name)).status == "passed"
        reason = "it passes only with what other cells define"
    except (Exception, SystemExit) as error:
        stands_alone, reason = False, describe(error)
    if not stands_alone:
        print(f"  ! The cell does not stand alone ({reason}): move the imports and helpers it needs into it.")
        return
    try:
        write_atomically(kept_solution(exercise.name), source)
    except OSError as error:
        print(f"  ! Your solution could not be kept: {error}")


def _cell_source(answer: Callable[..., Any]) -> str:
    function = next(iter(functions_of(answer).values()), None)
    return "".join(linecache.getlines(file_of(function))) if function else ""


def _load_kept(name: str, path: Path) -> Callable[..., Any] | None:
    try:
        return load(path.read_text(encoding="utf-8"), name)
    except (Exception, SystemExit) as error:
        print(f"{name}: not used, {path} does not run: {describe(error)}")
        return None


def _replace(exercise: Exercise, answer: Callable[..., Any]) -> None:
    current = _in_place.get(exercise.name, exercise.reference)
    for module_name, module in list(sys.modules.items()):
        if module_name.partition(".")[0] != "mambalib" or module_name.startswith("mambalib.exercises"):
            continue
        for name, value in list(vars(module).items()):
            if value is current:
                setattr(module, name, answer)
    _in_place[exercise.name] = answer
