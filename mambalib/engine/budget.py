"""Work in slices of time: a game has a few milliseconds in each frame, and the rest is its own (chapter 9)."""

import time
from collections.abc import Callable
from numbers import Real


def check_budget(budget_ms: float) -> None:
    """Refuse a budget that is not above 0 with a ValueError."""
    if not isinstance(budget_ms, Real) or not budget_ms > 0:
        raise ValueError(f"budget_ms must be a number above 0, got {budget_ms!r}")


def run_for(budget_ms: float, step: Callable[[], bool], clock: Callable[[], float] = time.perf_counter) -> int:
    """Call `step` until it returns False or the time is nearly up, at least once; return how often it was called.

    Another call is begun only if the longest so far would still fit.

    Args:
        budget_ms: milliseconds. They are exceeded only where a call takes longer than all before it.
        step: does a small part of the work, and says whether there is more.
        clock: gives the time in seconds.

    Raises:
        ValueError: a budget that is not above 0.
    """
    check_budget(budget_ms)
    now = clock()
    end, longest, calls, more = now + budget_ms / 1000, 0.0, 0, True
    while more and (calls == 0 or now + longest <= end):
        begin = now
        more = step()
        calls += 1
        now = clock()
        longest = max(longest, now - begin)
    return calls
