"""Grading: a folder of learners' notebooks in, a table, JSON, JUnit XML and a grade book for a spreadsheet out.

`mambalib grade FOLDER` is `grade` below. `pytest --submission FOLDER` (`mambalib.pytest_plugin`) takes the same steps:
`submission.collect`, `runner.run_answers`, `table`.
"""

import csv
import io
import itertools
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from mambalib.exercises.machine import exercises, of_chapters
from mambalib.exercises.runner import MEMORY_BYTES, SECONDS, Row, run_answers
from mambalib.exercises.submission import collect
from mambalib.files import write_atomically

COLOURS = {"passed": "green", "not attempted": "yellow", "missing": "yellow"}  # all else is red
WIDTH_OF_DETAIL = 150


def grade(
    folder: Path,
    junit_file: Path | None = None,
    json_file: Path | None = None,
    csv_file: Path | None = None,
    chapters: Collection[int] | None = None,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> int:
    """Grade the notebooks in `folder` and print a table; 0 where every exercise passes, else 1.

    Args:
        folder: one learner's notebooks, in it or in its sub-folder `chapters`; or else one sub-folder for each learner.
        junit_file, json_file: where to write the results for machines.
        csv_file: where to write a row for each learner, for a spreadsheet.
        chapters: whose exercises to grade; all of them if left out.
        seconds, memory_bytes: what one answer may take.

    Raises:
        ValueError: the folder does not exist or holds no notebook, or there is no such chapter.
        OSError: the results cannot be written.
    """
    answers = collect(folder, of_chapters(chapters))
    rows = run_answers(answers, seconds, memory_bytes)
    progress = Console(stderr=True)
    if progress.is_terminal:
        rows = track(rows, "Grading", total=len(answers), console=progress, transient=True)
    rows = in_order(rows)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that cannot show a letter shows a question mark
    print(table(rows, Console().width if sys.stdout.isatty() else None))
    if json_file:
        write_atomically(json_file, as_json(rows))
    if junit_file:
        write_atomically(junit_file, as_junit(rows))
    if csv_file:
        write_atomically(csv_file, as_csv(rows))
    return 0 if all(row.status == "passed" for row in rows) else 1


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The rows learner by learner, in the order of the chapters; what is no exercise comes last."""
    place = {name: number for number, name in enumerate(exercises())}
    return sorted(rows, key=lambda row: (row.learner, place.get(row.exercise, len(place)), row.exercise))


def table(rows: list[Row], width: int | None) -> str:
    """The rows and each learner's sum: in colour, `width` characters wide, or plain text where `width` is None."""
    if width is None:
        lines = _plain(rows)
    else:
        console = Console(width=width, force_terminal=True)
        with console.capture() as captured:
            console.print(_coloured(rows))
        lines = [captured.get().rstrip("\n")]
    return "\n".join([*lines, "", *_sums(rows)])


def as_json(rows: list[Row]) -> str:
    """The rows as JSON: a list of objects, and for each learner how many exercises have passed."""
    passed = {learner: sum(row.status == "passed" for row in group) for learner, group in _by_learner(rows)}
    chapters = {name: exercise.chapter for name, exercise in exercises().items()}
    records = [{**vars(row), "chapter": chapters.get(row.exercise)} for row in rows]
    return json.dumps({"exercises": _graded(rows), "passed": passed, "rows": records}, indent=2) + "\n"


def as_junit(rows: list[Row]) -> bytes:
    """The rows as JUnit XML: a suite for each learner, a test case for each exercise."""
    root = ElementTree.Element("testsuites", name="mambalib grade")
    for learner, group in _by_learner(rows):
        bad = [row for row in group if row.status != "passed"]
        counts = {"tests": str(len(group)), "failures": str(len(bad)), "errors": "0", "skipped": "0"}
        suite = ElementTree.SubElement(root, "testsuite", name=learner, time=_total(group), **counts)
        for row in group:
            case = ElementTree.SubElement(
                suite, "testcase", classname=learner, name=row.exercise, time=f"{row.seconds:.2f}"
            )
            if row in bad:
                failure = ElementTree.SubElement(
                    case, "failure", type=row.status, message=f"{row.status}: {row.detail}"
                )
                failure.text = row.report
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def as_csv(rows: list[Row]) -> str:
    """A grade book as CSV: a row for each learner, a column for each exercise, and how many have passed."""
    graded = [name for name in exercises() if any(row.exercise == name for row in rows)]
    text = io.StringIO()
    book = csv.writer(text, lineterminator="\n")
    book.writerow(["learner", *graded, "passed"])
    for learner, group in _by_learner(rows):
        status = {row.exercise: row.status for row in group}
        name = f"'{learner}" if learner.startswith(("=", "+", "-", "@")) else learner  # a spreadsheet would compute it
        book.writerow([name, *(status[exercise] for exercise in graded), [*status.values()].count("passed")])
    return text.getvalue()


def _by_learner(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    return [(learner, list(group)) for learner, group in itertools.groupby(rows, key=lambda row: row.learner)]


def _total(rows: list[Row]) -> str:
    return f"{sum(row.seconds for row in rows):.2f}"


def _short(detail: str) -> str:
    return detail if len(detail) <= WIDTH_OF_DETAIL else detail[: WIDTH_OF_DETAIL - 3] + "..."


def _plain(rows: list[Row]) -> list[str]:
    heads = ("learner", "exercise", "status")
    cells = [(row.learner, row.exercise, row.status) for row in rows]
    widths = [max(len(line[column]) for line in [heads, *cells]) for column in range(3)]
    details = ["detail", *(_short(row.detail) for row in rows)]
    return [
        "  ".join([*(text.ljust(width) for text, width in zip(line, widths, strict=True)), detail]).rstrip()
        for line, detail in zip([heads, *cells], details, strict=True)
    ]


def _coloured(rows: list[Row]) -> Table:
    shown = Table("learner", "exercise", "status", "detail")
    for learner, group in _by_learner(rows):
        for number, row in enumerate(group):
            status = Text(row.status, style=COLOURS.get(row.status, "red"))
            name = Text(learner if number == 0 else "")
            shown.add_row(name, Text(row.exercise), status, Text(_short(row.detail)), end_section=row is group[-1])
    return shown


def _sums(rows: list[Row]) -> list[str]:
    sums = []
    for learner, group in _by_learner(rows):
        counts = Counter(row.status for row in group)
        rest = "".join(f", {count} {status}" for status, count in counts.most_common() if status != "passed")
        sums.append(f"{learner}: {counts['passed']} of {_graded(rows)} passed{rest}")
    return sums


def _graded(rows: list[Row]) -> int:
    """How many of the course's exercises were graded: each learner has a row for each of them."""
    return len({row.exercise for row in rows} & exercises().keys())
