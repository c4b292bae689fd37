"""pytest --submission FOLDER: a learner's answers as tests, one for each learner and exercise.

pytest finds this module by its entry point, in every run where mambalib is installed, so it imports nothing heavy
before it is asked to grade. (It cannot be a conftest.py: pytest looks for those where the arguments point, and takes
FOLDER for such an argument before it knows the option.)
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mambalib", "grading of learners' notebooks (mambalib)")
    group.addoption(
        "--submission", type=Path, metavar="FOLDER", help="grade the notebooks in FOLDER; run no other test"
    )
    group.addoption(
        "--submission-chapters",
        type=chapter_numbers,
        metavar="N,N",
        help="grade the exercises of these chapters, not of all",
    )
    group.addoption("--submission-json", type=Path, metavar="FILE", help="write the grades as JSON, too")
    group.addoption("--submission-seconds", type=float, default=60, metavar="N", help="time limit of an answer (60)")
    group.addoption("--submission-gib", type=float, default=2, metavar="N", help="memory limit of an answer (2)")


def chapter_numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if early_config.known_args_namespace.submission:
        for name in ("cacheprovider", "stepwise"):  # would write into FOLDER, which pytest may take for its root
            early_config.pluginmanager.set_blocked(name)


def pytest_configure(config: pytest.Config) -> None:
    if config.option.submission:
        config.pluginmanager.register(Grading(config), "mambalib-grading")


class Grading:
    """What pytest does in place of its own collection, and at the end."""

    def __init__(self, config: pytest.Config) -> None:
        from mambalib.exercises.machine import of_chapters
        from mambalib.exercises.submission import collect

        self.config, self.rows = config, {}
        try:
            self.answers = collect(config.option.submission, of_chapters(config.option.submission_chapters))
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None
        config.option.reportchars = ""  # the table says it
        if config.option.tbstyle == "auto":
            config.option.tbstyle = "no"

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        submission = Submission.from_parent(session, name=self.config.option.submission.name, nodeid="submission")
        submission.grading = self
        report = session.ihook.pytest_make_collect_report(collector=submission)
        session.ihook.pytest_collectreport(report=report)
        session.items = list(report.result)
        session.testscollected = len(session.items)
        self.config.hook.pytest_collection_modifyitems(session=session, config=self.config, items=session.items)
        self.config.hook.pytest_collection_finish(session=session)
        return True

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Iterator[None]:
        from mambalib.exercises.runner import run_answers

        options = self.config.option
        answers = [item.answer for item in session.items]
        self.running = run_answers(answers, options.submission_seconds, int(options.submission_gib * 1024**3))
        try:
            return (yield)
        finally:
            self.running.close()

    def row_of(self, answer: Any) -> Any:
        """The row of an answer; waits until there is one."""
        key = answer.learner, answer.exercise
        while key not in self.rows:
            row = next(self.running)
            self.rows[row.learner, row.exercise] = row
        return self.rows[key]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: "Exercise", call: pytest.CallInfo) -> Iterator[None]:
        report = yield
        if call.when == "call" and (row := self.rows.get((item.answer.learner, item.answer.exercise))):
            report.duration = row.seconds
        return report

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        from mambalib.exercises.grade import as_json, in_order, table
        from mambalib.files import write_atomically

        rows = in_order(self.rows.values())
        if not rows:
            return
        writer = terminalreporter._tw
        terminalreporter.section("grades")
        terminalreporter.write_line(table(rows, writer.fullwidth if writer.hasmarkup else None))
        if self.config.option.submission_json:
            write_atomically(self.config.option.submission_json, as_json(rows))


class Submission(pytest.Collector):
    """All that was handed in."""

    grading: Grading

    def collect(self) -> Iterator["Exercise"]:
        for answer in self.grading.answers:
            learner = answer.learner.replace("::", ":").replace("[", "(")  # mean something in an id
            item = Exercise.from_parent(self, name=answer.exercise, nodeid=f"{learner}::{answer.exercise}")
            item.answer, item.grading = answer, self.grading
            item.extra_keyword_matches.add(answer.learner)  # for -k
            yield item


class Exercise(pytest.Item):
    """One learner's answer to one exercise."""

    answer: Any
    grading: Grading

    def runtest(self) -> None:
        row = self.grading.row_of(self.answer)
        if row.status != "passed":
            raise NotPassedError(row)

    def repr_failure(self, excinfo: pytest.ExceptionInfo) -> str:
        if isinstance(excinfo.value, NotPassedError):
            row = excinfo.value.args[0]
            return f"{row.status}: {row.report}"
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[str, None, str]:
        return self.nodeid, None, self.nodeid


class NotPassedError(Exception):
    """Carries the row of an answer that has not passed."""
