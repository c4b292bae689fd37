"""The kernels in PyTorch's threads: every part is done once, errors come through, a forked process is safe."""

import os
import subprocess
import sys
import textwrap
import threading

import pytest
import torch

from mambalib.scan import selective_scan, threads


@pytest.mark.parametrize("number", [2, 3, 17])
def test_every_part_is_done_once(number):
    done = []
    threads.in_torch_threads(done.append, number)
    assert sorted(done) == list(range(number))


def test_where_openmp_is_found_the_parts_run_at_the_same_time():
    if threads._parallel is None:
        pytest.skip("PyTorch has no OpenMP with GOMP_parallel here: Python's threads are used")
    both = threading.Barrier(2, timeout=60)
    threads.in_torch_threads(lambda i: both.wait(), 2)  # one thread alone would wait for the other in vain


def test_an_error_in_a_thread_is_raised_and_the_next_call_works():
    def fail(i):
        if i == 1:
            raise RuntimeError("a thread failed")

    with pytest.raises(RuntimeError, match="a thread failed"):
        threads.in_torch_threads(fail, 3)
    done = []
    threads.in_torch_threads(done.append, 3)
    assert sorted(done) == [0, 1, 2]


def test_without_openmp_pythons_threads_do_the_work(monkeypatch):
    monkeypatch.setattr(threads, "_parallel", None)
    done = []
    threads.in_torch_threads(done.append, 5)
    assert sorted(done) == list(range(5))


def test_the_scan_gives_the_same_bits_in_one_thread_and_in_several():
    u, delta = torch.randn(2, 2, 400, 300), torch.rand(2, 400, 300)
    B, C = torch.randn(2, 2, 400, 16)
    inputs = u[0], delta, -torch.rand(300, 16), B, C
    one = selective_scan(*inputs, backend="cpu")
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        several = selective_scan(*inputs, backend="cpu")
    finally:
        torch.set_num_threads(before)
    assert all(torch.equal(a, b) for a, b in zip(one, several, strict=True))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork: workers start anew")
def test_a_forked_process_does_not_wait_for_threads_that_it_does_not_have():
    program = """
        import os, torch
        from mambalib.scan import selective_scan, threads
        torch.set_num_threads(2)
        u, B, A = torch.ones(2, 600, 300), torch.ones(2, 600, 16), -torch.ones(300, 16)
        delta = 0.1 * u
        work = lambda: selective_scan(u, delta, A, B, B, backend="cpu")[0].numpy().tobytes()
        want = work()
        child = os.fork()
        if child == 0:
            os._exit(0 if threads._parallel is None and work() == want else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert work() == want
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
