"""What an exercise is, and how an answer to it is checked.

An exercise is a class of checks, registered for a function or class of the library, which is its reference solution:

    @checks(discretize.zoh_diagonal, title="Discretize with a held input", minutes=10, difficulty=2)
    class Zoh:
        hints = ("...", "...")

        @see_hint(2)
        def two_half_steps_make_one_step(zoh, rng):
            ...
            expect(got, want, delta=0.2)

        wrong = {"Euler's b_bar": (lambda a, b, delta: ..., two_half_steps_make_one_step)}

A check is named as a sentence that is true of a right answer. `wrong` holds the mistakes that people make, each with
the check that must catch it; the tests see to it that it does.
"""

import contextlib
import functools
import importlib
import inspect
import linecache
import math
import pkgutil
import traceback
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

PRELUDE = """
import math
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from mambalib import discretize, generate, lti, model, scan, selective, ssm
from mambalib.scan import associative
check = hint = solution = use_mine = progress = lambda *_: None
"""  # what an exercise cell may use without importing it; a learner's check(...) in the same cell does nothing

REGISTRY: dict[str, "Exercise"] = {}


@dataclass(frozen=True)
class Exercise:
    """One exercise: the reference it is measured against, what the learner reads, and the checks."""

    reference: Callable[..., Any]
    chapter: int
    title: str
    minutes: int
    difficulty: int  # 1 to 3
    hints: tuple[str, ...]
    checks: tuple[Callable[..., None], ...]
    wrong: dict[str, tuple[Callable[..., Any], Callable[..., None]]]

    @property
    def name(self) -> str:
        return self.reference.__name__

    def run(self, answer: Callable[..., Any], seed: int = 0) -> "Report":
        """Run every check on `answer`; whatever the answer does, the report says so and nothing is raised."""
        report = Report(self)
        for check in self.checks:
            report.outcomes.append(_outcome(check, answer, seed))
            if report.outcomes[-1].status == "not attempted":
                break
        return report


@dataclass
class Outcome:
    """What one check found."""

    check: Callable[..., None]
    status: str  # "passed", "failed", "not attempted"
    detail: str = ""
    raised: bool = False  # the answer ended in an error of its own, which the check's hint is not about

    @property
    def sentence(self) -> str:
        return self.check.__name__.replace("_", " ")


@dataclass
class Report:
    """What all the checks of an exercise found."""

    exercise: Exercise
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def status(self) -> str:
        """ "passed", "failed" or "not attempted"."""
        kinds = {outcome.status for outcome in self.outcomes}
        return next(kind for kind in ("not attempted", "failed", "passed") if kind in kinds)

    @property
    def passed(self) -> int:
        return sum(outcome.status == "passed" for outcome in self.outcomes)

    def __str__(self) -> str:
        """The lines that a learner reads: one a check, and for the first that fails what it saw and a hint."""
        name, total = self.exercise.name, len(self.exercise.checks)
        if self.status == "not attempted":
            return f"{name}   not attempted yet\n  ○ {self.outcomes[-1].detail}"
        lines = [f"{name}   {self.passed} of {total}" + ("   all right" if self.passed == total else "")]
        explained = False
        for outcome in self.outcomes:
            lines.append(f"  {'✓' if outcome.status == 'passed' else '✗'} {outcome.sentence}")
            if outcome.status != "passed" and not explained:
                explained = True
                lines += [f"      {line}" for line in outcome.detail.splitlines()]
                hint = self.exercise.hints[hint_of(outcome.check) - 1]
                lines.append(f'      → hint("{name}") helps' if outcome.raised else f"      → {hint}")
                lines += [] if outcome.raised else [f'        hint("{name}") for more']
        return "\n".join(lines)


class Mismatch(AssertionError):
    """An answer that is not what a check expects; the message says what went in, what was expected, what came."""


def checks(reference: Callable[..., Any], *, title: str, minutes: int, difficulty: int) -> Callable[[type], type]:
    """Register the decorated class of checks as the exercise whose reference solution is `reference`."""

    def register(cls: type) -> type:
        members = [value for name, value in vars(cls).items() if inspect.isfunction(value) and name[0] != "_"]
        chapter = int(cls.__module__.rpartition("chapter_")[2])
        exercise = Exercise(reference, chapter, title, minutes, difficulty, cls.hints, tuple(members), cls.wrong)
        if exercise.name in REGISTRY:
            raise ValueError(f"there are two exercises named {exercise.name!r}")
        REGISTRY[exercise.name] = exercise
        return cls

    return register


def see_hint(number: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say which hint, counted from 1, helps a learner whose answer fails the decorated check."""

    def mark(check: Callable[..., None]) -> Callable[..., None]:
        check.hint = number
        return check

    return mark


def hint_of(check: Callable[..., None]) -> int:
    """The number of the check's hint, counted from 1."""
    return check.hint


def load(source: str, name: str) -> Callable[..., Any]:
    """Run the source of an exercise cell by itself and give back what it defines as `name`.

    Raises:
        NameError: the cell defines no such thing. Whatever the cell raises passes through.
    """
    filename = f"<exercise {name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(PRELUDE, namespace)
    exec(compile(source, filename, "exec"), namespace)
    if not callable(namespace.get(name)):
        raise NameError(f"the cell does not define {name}")
    return namespace[name]


def exercises() -> dict[str, Exercise]:
    """Every exercise of the course by name, in the order of the chapters."""
    package = importlib.import_module("mambalib.exercises")
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        if module.startswith("chapter_"):
            importlib.import_module(f"mambalib.exercises.{module}")
    return dict(sorted(REGISTRY.items(), key=lambda item: item[1].chapter))


def of_chapters(chapters: Collection[int] | None) -> list[str]:
    """The names of the exercises of some chapters, or of all.

    Raises:
        ValueError: a chapter without exercises; the message names those there are.
    """
    every = exercises()
    known = sorted({exercise.chapter for exercise in every.values()})
    unknown = sorted({*(chapters or ())} - {*known})
    if unknown:
        raise ValueError(f"chapters must be among {known}, got {unknown}")
    return [name for name, exercise in every.items() if not chapters or exercise.chapter in chapters]


def find(name: str) -> Exercise:
    """The exercise of that name.

    Raises:
        ValueError: no such exercise; the message names those there are.
    """
    known = exercises()
    if name not in known:
        raise ValueError(f"there is no exercise named {name!r}; there are: {', '.join(known)}")
    return known[name]


# What checks are written with.


def normal(rng: np.random.Generator, *shape: int) -> Tensor:
    """Standard normal numbers in float64, so that tolerances can be tight."""
    return torch.from_numpy(rng.standard_normal(shape))


def expect(got: Any, want: Any, tolerance: float = 1e-9, **inputs: Any) -> None:
    """Raise Mismatch unless `got` has the shape of `want` and equals it within `tolerance` (absolute and relative).

    Args:
        got, want: a tensor, an array or a number each, or a tuple of them, compared one by one.
        inputs: what went in, by name, for the message.
    """
    if isinstance(want, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(want):
            raise Mismatch(_told(inputs, f"{len(want)} results", describe(got)))
        for place, (one_got, one_want) in enumerate(zip(got, want, strict=True)):
            expect(one_got, one_want, tolerance, **inputs, result=("first", "second", "third")[place])
        return
    if not isinstance(got, Tensor | np.ndarray | float | int | complex):
        raise Mismatch(_told(inputs, f"a {type(want).__name__.lower()}, {describe(want)}", _with_type(got)))
    got_tensor, want_tensor = _tensor(got), _tensor(want)
    if got_tensor.shape != want_tensor.shape:
        raise Mismatch(_told(inputs, f"shape {tuple(want_tensor.shape)}", f"shape {tuple(got_tensor.shape)}"))
    common = torch.promote_types(got_tensor.dtype, want_tensor.dtype)
    got_tensor, want_tensor = got_tensor.to(common), want_tensor.to(common)
    close = torch.isclose(got_tensor, want_tensor, rtol=tolerance, atol=tolerance)
    if not close.all():
        first = tuple((~close).nonzero()[0].tolist())
        where = f" at {list(first)}" if first else ""
        wanted, came = describe(want_tensor[first]), describe(got_tensor[first])
        if wanted == came:
            came = f"{(got_tensor[first] - want_tensor[first]).abs().item():.1e} beside it: too little precision"
        raise Mismatch(_told(inputs, wanted + where, came))


def expect_true(condition: bool, expected: str, got: str, **inputs: Any) -> None:
    """Raise Mismatch unless `condition` holds; `expected` and `got` say it in words."""
    if not condition:
        raise Mismatch(_told(inputs, expected, got))


@contextlib.contextmanager
def expect_error(error: type[Exception], naming: str, **inputs: Any) -> Iterator[None]:
    """Raise Mismatch unless the block raises `error` with `naming` in its message."""
    try:
        yield
    except error as raised:
        if isinstance(raised, NotImplementedError) or naming not in str(raised):
            raise Mismatch(_told(inputs, f"{error.__name__} naming {naming!r}", describe(raised))) from None
        return
    except NotImplementedError:
        raise
    except Exception as raised:
        raise Mismatch(_told(inputs, f"{error.__name__} naming {naming!r}", describe(raised))) from None
    raise Mismatch(_told(inputs, f"{error.__name__} naming {naming!r}", "no error"))


def describe(value: Any) -> str:
    """A value in a few characters: small ones whole, large ones by their shape."""
    if isinstance(value, Tensor | np.ndarray):
        if math.prod(value.shape) > 8:
            return f"{type(value).__name__.lower()} of shape {tuple(value.shape)}"
        return describe(value.tolist())
    if isinstance(value, list | tuple):
        shown = [describe(one) for one in value[:8]] + (["..."] if len(value) > 8 else [])
        return "[" + ", ".join(shown) + "]"
    if isinstance(value, complex):
        return f"{value:.6g}"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {_text(str, value)}"[:200]
    return _text(repr, value)[:200]


def _text(how: Callable[[Any], str], value: Any) -> str:
    try:
        return how(value)
    except Exception:  # a learner's own __str__ or __repr__
        return f"a {type(value).__name__} that cannot be shown"


def _with_type(value: Any) -> str:
    return f"a {type(value).__name__}, {describe(value)}" if value is not None else "None"


def _told(inputs: dict[str, Any], expected: str, got: str) -> str:
    given = ", ".join(f"{name} = {describe(value)}" for name, value in inputs.items())
    return (f"{given}\n" if given else "") + f"expected {expected}      got {got}"


def _outcome(check: Callable[..., None], answer: Callable[..., Any], seed: int) -> Outcome:
    rng = np.random.default_rng([seed, *check.__name__.encode()])
    with torch.random.fork_rng(devices=[]), _float64_by_default():
        torch.manual_seed(seed)
        try:
            check(_guarded(answer), rng)
        except Mismatch as error:
            return Outcome(check, "failed", str(error))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: a learner's code must not end the kernel
            if isinstance(error, NotImplementedError) and _raised_in_cell(error, answer):
                return Outcome(check, "not attempted", _text(str, error) or "raises NotImplementedError")
            given = getattr(error, "given_to_answer", {})
            told = ", ".join(f"{name} = {describe(value)}" for name, value in given.items())
            where = _line_in_cell(error, answer)
            return Outcome(check, "failed", "\n".join(filter(None, (told, describe(error) + where))), raised=True)
    return Outcome(check, "passed")


@contextlib.contextmanager
def _float64_by_default() -> Iterator[None]:
    """So that torch.eye(3) in an answer means the same in a notebook and in a grader's process."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def functions_of(answer: Any) -> dict[str, Callable[..., Any]]:
    """The functions that an answer's own code defines: itself, or a class's own methods."""
    members = vars(answer) if inspect.isclass(answer) else {"": answer}
    return {name: member for name, member in members.items() if inspect.isfunction(member)}


def file_of(function: Callable[..., Any]) -> str:
    """The file, or cell, of a function's code: not that of a decorator such as `torch.no_grad`."""
    return inspect.unwrap(function).__code__.co_filename


def _raised_in_cell(error: BaseException, answer: Callable[..., Any]) -> bool:
    """Whether the answer has a `raise` for this: PyTorch's own code raises NotImplementedError, too."""
    files = {file_of(function) for function in functions_of(answer).values()}
    last = traceback.extract_tb(error.__traceback__)[-1]
    return last.filename in files and "raise" in (last.line or "")


def _line_in_cell(error: BaseException, answer: Callable[..., Any]) -> str:
    files = {file_of(function) for function in functions_of(answer).values()}
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    return f"\nin line {own[-1].lineno} of the cell: {own[-1].line}" if own else ""


def _guarded(answer: Callable[..., Any]) -> Callable[..., Any]:
    """The answer, made to fail when it changes what it was given; of a class, each of its own methods."""
    if inspect.isclass(answer):
        methods = {name: _guarded_function(method) for name, method in functions_of(answer).items()}
        return type(answer)(answer.__name__, (answer,), methods)
    return _guarded_function(answer) if callable(answer) else answer


def _guarded_function(function: Callable[..., Any]) -> Callable[..., Any]:
    names = list(inspect.signature(function).parameters)

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        before = {key: [_copy(tensor) for tensor in tensors_in(value)] for key, value in given.items()}
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            with contextlib.suppress(AttributeError, TypeError):  # some errors take no attributes
                error.given_to_answer = {key: value for key, value in given.items() if key != "self"}
            raise
        for key, tensors in before.items():
            if not all(map(torch.equal, map(_copy, tensors_in(given[key])), tensors)):
                raise Mismatch(
                    f"expected {key} to stay as it was      got it changed: x = x + 1 makes a new tensor, x += 1 not"
                )
        return result

    return guarded


def tensors_in(value: Any) -> list[Tensor | np.ndarray]:
    """The tensors and arrays that an argument is or, if it is a tuple or a list, holds."""
    if isinstance(value, tuple | list):
        return [tensor for one in value for tensor in tensors_in(one)]
    return [value] if isinstance(value, Tensor | np.ndarray) else []


def _tensor(value: Any) -> Tensor:
    """As a tensor; Python's numbers keep all their digits."""
    return torch.as_tensor(np.asarray(value) if isinstance(value, float | complex) else value).detach()


def _copy(value: Tensor | np.ndarray) -> Tensor:
    return torch.as_tensor(value).detach().clone()
