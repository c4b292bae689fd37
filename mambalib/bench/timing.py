"""How long a call takes: the small clock that chapter 8 builds. `mambalib.bench.measure` does it for many in turns."""

import statistics
import time
from collections.abc import Callable


def median_seconds(
    work: Callable[[], object],
    rounds: int = 5,
    wait: Callable[[], object] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """The median time of `rounds` calls of `work`, after one call that does not count.

    Args:
        work: what is timed.
        rounds: calls that count, at least 1.
        wait: waits until the device has done all that it was given, such as torch.cuda.synchronize. Without it, `work`
            must have done its work when it returns, as on a CPU.
        clock: gives the time in seconds.

    Raises:
        ValueError: fewer than one round.
    """
    if rounds < 1:
        raise ValueError(f"rounds must be at least 1, got {rounds}")
    wait = wait or (lambda: None)
    work()
    seconds = []
    for _ in range(rounds):
        wait()  # what was given to the device before must not fall into this round
        start = clock()
        work()
        wait()
        seconds.append(clock() - start)
    return statistics.median(seconds)
