"""The tests of the tests: every exercise is held to what a learner may expect of it."""

import functools
import inspect

import numpy as np
import pytest
import torch
from conftest import chapter_notebooks, defined_by, is_exercise

from mambalib import ssm
from mambalib.exercises import machine

EXERCISES = machine.exercises()
NOTEBOOKS = chapter_notebooks()
CELLS = [  # (chapter, name, source of the exercise cell, source of the next code cell)
    (chapter, name, cell.source, next((c.source for c in notebook.cells[place + 1 :] if c.cell_type == "code"), ""))
    for chapter, notebook in NOTEBOOKS.items()
    for place, cell in enumerate(notebook.cells)
    if is_exercise(cell)
    for name in defined_by(cell.source)
    if name in EXERCISES
]
STUBS = {name: source for _, name, source, _ in CELLS}
WRONG = [(name, mistake) for name, exercise in EXERCISES.items() for mistake in exercise.wrong]
CHECKS = [(name, check) for name, exercise in EXERCISES.items() for check in exercise.checks]
each_exercise = pytest.mark.parametrize("name", EXERCISES)


def _failed(report):
    return [outcome.check for outcome in report.outcomes if outcome.status != "passed"]


# The course.


def test_every_exercise_is_in_the_chapter_that_it_is_registered_for():
    found = sorted((int(chapter[:2]), name) for chapter, name, _, _ in CELLS)
    assert found == sorted((exercise.chapter, name) for name, exercise in EXERCISES.items())


def test_every_tagged_cell_is_an_exercise():
    tagged = [
        defined_by(cell.source) for notebook in NOTEBOOKS.values() for cell in notebook.cells if is_exercise(cell)
    ]
    assert [names for names in tagged if not set(names) & set(EXERCISES)] == []


def test_no_other_cell_defines_what_an_exercise_asks_for():
    others = [cell for notebook in NOTEBOOKS.values() for cell in notebook.cells if not is_exercise(cell)]
    defined = {name for cell in others if cell.cell_type == "code" for name in defined_by(cell.source)}
    assert not defined & set(EXERCISES)


@pytest.mark.parametrize(("name", "following"), [(name, following) for _, name, _, following in CELLS])
def test_the_cell_after_an_exercise_checks_it(name, following):
    assert f"check({name})" in following.splitlines()


# One exercise.


@each_exercise
@pytest.mark.parametrize("seed", range(20))
def test_the_reference_passes(name, seed):
    report = EXERCISES[name].run(EXERCISES[name].reference, seed)
    assert report.status == "passed", str(report)
    assert report.passed == len(EXERCISES[name].checks)


@pytest.mark.parametrize("name", STUBS)
def test_the_stub_stands_alone_and_is_not_attempted(name):
    report = EXERCISES[name].run(machine.load(STUBS[name], name))
    assert report.status == "not attempted", str(report)
    assert report.outcomes[-1].detail.startswith("Step")


@functools.cache
def _report_on(name, mistake):
    return EXERCISES[name].run(EXERCISES[name].wrong[mistake][0])


@pytest.mark.parametrize(("name", "mistake"), WRONG)
def test_a_wrong_answer_is_caught_by_the_check_that_is_named(name, mistake):
    check = EXERCISES[name].wrong[mistake][1]
    report = _report_on(name, mistake)
    assert _failed(report)[:1] == [check], str(report)
    assert report.status == "failed"


@pytest.mark.parametrize(("name", "check"), CHECKS, ids=[f"{name}-{check.__name__}" for name, check in CHECKS])
def test_every_check_catches_something(name, check):
    assert any(check in _failed(_report_on(name, mistake)) for mistake in EXERCISES[name].wrong)


@each_exercise
def test_there_are_enough_mistakes_and_hints(name):
    exercise = EXERCISES[name]
    assert len(exercise.wrong) >= 3
    assert len(exercise.hints) >= 2
    assert all(isinstance(hint, str) and hint.endswith((".", ")")) for hint in exercise.hints)
    assert 1 <= exercise.difficulty <= 3
    assert 1 <= exercise.minutes <= 60
    assert all(1 <= machine.hint_of(check) <= len(exercise.hints) for check in exercise.checks)


@pytest.mark.parametrize("name", STUBS)
def test_the_stub_has_the_signature_of_the_reference(name):
    stub, reference = machine.load(STUBS[name], name), EXERCISES[name].reference
    for member, function in machine.functions_of(stub).items():
        theirs = getattr(reference, member) if member else reference
        assert _parameters(function) == _parameters(theirs), member or name
    assert machine.functions_of(stub)


def _parameters(function):
    return [(one.name, one.kind, one.default) for one in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("name", STUBS)
def test_the_stub_has_the_docstring_of_the_reference(name):
    stub, reference = machine.load(STUBS[name], name), EXERCISES[name].reference
    pairs = [(stub, reference)]
    if inspect.isclass(stub):
        pairs = [(function, getattr(reference, member)) for member, function in machine.functions_of(stub).items()]
    for mine, theirs in pairs:
        first, *others = inspect.getdoc(mine).split("\n\n")
        text = inspect.getdoc(theirs)
        assert first == text.split("\n\n")[0]
        assert [paragraph for paragraph in others if paragraph not in text] == []


# Whatever an answer does, the report says so.


def _raiser(error):
    def answer(*args, **kwargs):
        raise error

    return answer


class _Unshowable(Exception):
    def __str__(self):
        raise RuntimeError

    __repr__ = __str__


ODD = {
    "nothing": lambda *args, **kwargs: None,
    "text": lambda *args, **kwargs: "x" * 10**6,
    "a long list": lambda *args, **kwargs: list(range(10**6)),
    "a list in itself": lambda *args, **kwargs: (lambda own: own.append(own) or own)([]),
    "no results": lambda *args, **kwargs: (),
    "too many results": lambda *args, **kwargs: (torch.zeros(1),) * 5,
    "an empty tensor": lambda *args, **kwargs: torch.empty(0),
    "integers": lambda *args, **kwargs: torch.arange(3),
    "objects": lambda *args, **kwargs: np.array([object()]),
    "not a number": lambda *args, **kwargs: float("nan"),
    "itself": lambda *args, **kwargs: ODD["itself"],
    "an exception": lambda *args, **kwargs: ValueError("given back, not raised"),
    "something that cannot be shown": lambda *args, **kwargs: _Unshowable(),
    "too few parameters": lambda: None,
    "an exit": _raiser(SystemExit(0)),
    "an error": _raiser(ZeroDivisionError("oh")),
    "an error that cannot be shown": _raiser(_Unshowable()),
    "no code at all": print,
    "a class": type("Answer", (), {}),
}


@each_exercise
@pytest.mark.parametrize("odd", ODD)
def test_no_answer_gets_an_exception_out_of_the_checks(name, odd):
    report = EXERCISES[name].run(ODD[odd])
    assert report.status == "failed"
    assert len(str(report)) < 5000


@pytest.mark.parametrize("name", [name for name in EXERCISES if not inspect.isclass(EXERCISES[name].reference)])
def test_inputs_that_are_changed_in_place_are_caught(name):
    reference = EXERCISES[name].reference

    def answer(*args, **kwargs):
        result = reference(*args, **kwargs)
        for value in machine.tensors_in(args):
            value += 1
        return result

    report = EXERCISES[name].run(answer)
    takes_tensors = any(kind in str(inspect.signature(reference).parameters) for kind in ("Tensor", "ndarray"))
    assert (report.status == "failed") == takes_tensors
    assert ("to stay as it was" in str(report)) == takes_tensors


def test_inputs_that_a_method_changes_in_place_are_caught():
    exercise = EXERCISES["S4D"]

    class S4D(exercise.reference):
        def step(self, x, state=None):
            y, new = super().step(x, state)
            return y, new if state is None else state.copy_(new)

    assert "to stay as it was" in str(exercise.run(S4D))


def test_the_report_shows_the_first_failure_and_its_hint():
    exercise = EXERCISES["leaky_average"]
    lines = str(exercise.run(exercise.wrong["adds the whole sample"][0])).splitlines()
    assert lines == [
        "leaky_average   1 of 4",
        "  ✗ the first sample leaves its share",
        "      u = [3], keep = 0.75",
        "      expected 0.75 at [0]      got 3",
        f"      → {exercise.hints[1]}",
        '        hint("leaky_average") for more',
        "  ✗ every sample fades by keep at each step",
        "  ✓ rows of a batch do not mix",
        "  ✗ a keep outside 0 to 1 is refused",
    ]


def test_an_error_is_told_with_its_line_in_the_cell():
    source = "def leaky_average(u, keep):\n    count = 0\n    return u / (1 // count)\n"
    report = EXERCISES["leaky_average"].run(machine.load(source, "leaky_average"))
    assert "ZeroDivisionError" in str(report)
    assert "in line 3 of the cell: return u / (1 // count)" in str(report)
    assert "      u = [3], keep = 0.75\n" in str(report)  # what went in
    assert '→ hint("leaky_average") helps' in str(report)  # the check's own hint is about something else


def test_an_error_of_torch_is_no_stub():
    def leaky_average(u, keep):
        return u.to("meta").cpu()  # PyTorch cannot copy what has no data

    report = EXERCISES["leaky_average"].run(leaky_average)
    assert report.status == "failed"
    assert "NotImplementedError" in str(report)


def test_random_numbers_of_the_learner_are_left_alone():
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    EXERCISES["S4D"].run(EXERCISES["S4D"].reference)
    assert torch.equal(torch.rand(1), expected)


def test_a_name_that_is_no_exercise_is_an_error_that_names_those_there_are():
    with pytest.raises(ValueError, match=r"no exercise named 'zohh'; there are: leaky_average, "):
        machine.find("zohh")


def test_two_exercises_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two exercises named 'zoh'"):
        machine.checks(EXERCISES["zoh"].reference, title="", minutes=1, difficulty=1)(
            type("Again", (), {"__module__": "chapter_09", "hints": (), "wrong": {}})
        )


@pytest.mark.parametrize(
    ("got", "want", "says"),
    [
        (torch.zeros(2), torch.zeros(3), "shape (3,)"),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), "expected 3 at [1]"),
        (torch.zeros(1), (torch.zeros(1), torch.zeros(1)), "expected 2 results"),
        (1.0 + 1e-8, 1.0, "too little precision"),
        (float("nan"), 0.3, "got nan"),
        ("1", 1.0, "expected a float, 1      got a str, '1'"),
        ([0.75], torch.tensor([0.75]), "expected a tensor, [0.75]      got a list, [0.75]"),
        (None, 1.0, "got None"),
    ],
)
def test_a_mismatch_says_what_was_expected_and_what_came(got, want, says):
    with pytest.raises(machine.Mismatch) as caught:
        machine.expect(got, want, given=7)
    assert says in str(caught.value)
    assert str(caught.value).startswith("given = 7")


def test_the_right_error_must_name_the_argument():
    with machine.expect_error(ValueError, "step"):
        ssm.simulate(torch.zeros(1, 1), torch.ones(1), torch.ones(3), 0.0)
    for raised in (ValueError("wrong"), TypeError("step"), None):
        with (
            pytest.raises(machine.Mismatch, match="ValueError naming 'step'"),
            machine.expect_error(ValueError, "step"),
        ):
            if raised:
                raise raised


def test_a_cell_that_defines_something_else_is_an_error():
    with pytest.raises(NameError, match="does not define zoh"):
        machine.load("zooh = 3", "zoh")
