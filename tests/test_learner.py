"""What a learner calls in a notebook, with progress kept in a folder of the test's own."""

import os
import subprocess
import sys
import textwrap

import pytest
from conftest import reference_source

from mambalib import ssm
from mambalib.exercises import check, hint, learner, machine, progress, solution, use_mine

SOURCE = textwrap.dedent('''
    def leaky_average(u, keep):
        """A right answer."""
        if not 0 <= keep < 1:
            raise ValueError(f"keep must lie in [0, 1), got {keep:g}")
        memory, memories = torch.zeros_like(u[..., 0]), []
        for sample in u.unbind(-1):
            memory = keep * memory + (1 - keep) * sample
            memories.append(memory)
        return torch.stack(memories, dim=-1)
''')


@pytest.fixture(autouse=True)
def kept(progress_folder):
    learner._hints_shown.clear()
    return progress_folder / "leaky_average.py"


def _cell(source=SOURCE):
    return machine.load(source, "leaky_average")


def _in_a_new_python(code, **environment):
    """What a kernel prints that runs `code`: what it changes in the library ends with it."""
    code = "from mambalib.exercises import check, machine, use_mine\nfrom mambalib import ssm\nimport torch\n" + code
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_passing_answer_is_kept(kept, capsys):
    check(_cell())
    assert kept.read_text() == SOURCE
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == "leaky_average   4 of 4   all right"
    assert "!" not in printed


def test_a_failing_answer_is_not_kept(kept, capsys):
    check(_cell(SOURCE.replace("keep * memory", "memory")))
    assert not kept.exists()
    assert "✗" in capsys.readouterr().out


def test_an_answer_that_fails_later_leaves_the_one_that_passed(kept, capsys):
    check(_cell())
    check(_cell(SOURCE.replace("keep * memory", "memory")))
    assert kept.read_text() == SOURCE


def test_a_stub_is_told_to_be_open(kept, capsys):
    check(_cell("def leaky_average(u, keep):\n    raise NotImplementedError('Step 1: begin')"))
    assert capsys.readouterr().out == "leaky_average   not attempted yet\n  ○ Step 1: begin\n"


def test_the_library_s_own_function_is_no_progress(kept, capsys):
    check(ssm.leaky_average)
    assert not kept.exists()


def test_a_class_is_kept_too(progress_folder, capsys):
    source = reference_source(machine.find("S4D"))
    check(machine.load(source, "S4D"))
    assert (progress_folder / "S4D.py").read_text() == source


@pytest.mark.parametrize("call", [check, hint, solution, use_mine])
@pytest.mark.parametrize("what", ["zohh", print, 3, None, [1, 2]])
def test_what_is_no_exercise_gets_one_line(call, what, capsys):
    call(what)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("There is no exercise named ")
    assert "leaky_average" in line


def test_hints_come_one_by_one_and_begin_again(capsys):
    hints = machine.find("leaky_average").hints
    for _ in range(len(hints) + 1):
        hint("leaky_average")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"leaky_average, hint 1 of {len(hints)}: {hints[0]}"
    assert lines[-1] == lines[0]
    assert [line.partition(": ")[2] for line in lines[:-1]] == list(hints)


def test_the_solution_is_the_library_s_code(capsys):
    solution("leaky_average")
    printed = capsys.readouterr().out
    assert printed.startswith("# mambalib.ssm.leaky_average\ndef leaky_average(u: Tensor, keep: float)")
    namespace = {"torch": __import__("torch"), "Tensor": object}
    exec(printed, namespace)
    assert machine.find("leaky_average").run(namespace["leaky_average"]).status == "passed"


def test_progress_counts_what_is_kept(kept, capsys):
    total = len(machine.exercises())
    progress()
    assert capsys.readouterr().out.splitlines()[-1] == f"0 of {total} solved"
    check(_cell())
    capsys.readouterr()
    progress()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Chapter 0"
    assert lines[1].startswith("  ✓ leaky_average")
    assert lines[-1] == f"1 of {total} solved"
    kept.unlink()
    assert learner.progress_table().splitlines()[-1] == f"0 of {total} solved"


def test_a_cell_that_leans_on_another_is_not_kept_and_says_so(kept, capsys):
    source = "def leaky_average(u, keep):\n    return helper(u, keep)\n"
    answer = _cell(source)
    answer.__globals__["helper"] = ssm.leaky_average
    check(answer)
    printed = capsys.readouterr().out
    assert "4 of 4   all right" in printed
    assert "does not stand alone (it passes only with what other cells define)" in printed
    assert not kept.exists()


def test_a_cell_that_ends_the_kernel_is_not_kept(kept, capsys):
    source = SOURCE + "\nif 'once' in globals(): raise SystemExit\n"
    answer = _cell(source)
    machine.PRELUDE, before = machine.PRELUDE + "\nonce = True\n", machine.PRELUDE
    try:
        check(answer)
    finally:
        machine.PRELUDE = before
    assert "does not stand alone (SystemExit: )" in capsys.readouterr().out
    assert not kept.exists()


def test_an_answer_under_a_decorator_is_kept_and_a_stub_is_told_to_be_open(kept, capsys):
    check(_cell(SOURCE.replace("def ", "@torch.no_grad()\ndef ", 1)))
    assert "no_grad" in kept.read_text() and "!" not in capsys.readouterr().out
    check(_cell("@torch.no_grad()\ndef leaky_average(u, keep):\n    raise NotImplementedError('Step 1')"))
    assert "not attempted" in capsys.readouterr().out


def test_keeping_can_be_stopped_and_the_next_check_prints(monkeypatch, capsys):
    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(learner, "_keep", stopped)
        check(_cell())
    capsys.readouterr()
    check(_cell())
    assert "4 of 4   all right" in capsys.readouterr().out


def test_a_cell_that_calls_check_itself_is_checked_once(kept, capsys):
    source = "from mambalib.exercises import check\n" + SOURCE + "\ncheck(leaky_average)\n"
    _cell(source)
    assert kept.read_text() == source
    assert capsys.readouterr().out.count("all right") == 1


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("MAMBALIB_PROGRESS", str(tmp_path / "file" / "progress"))
    check(_cell())
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("  ! Your solution could not be kept: ")


def test_use_mine_changes_what_the_library_computes(kept):
    marked = SOURCE.replace('"""A right answer."""', "print('mine', end=' ')")
    code = f"""
mine = machine.load({marked!r}, "leaky_average")
reference = ssm.leaky_average
use_mine(mine)
assert ssm.leaky_average is mine is not reference
print()
ssm.leaky_average(torch.ones(3), 0.5)
"""
    last = _in_a_new_python(code).splitlines()[-1]
    assert last == "mine "


def test_use_mine_changes_it_where_other_modules_have_it_too():
    code = """
from mambalib import discretize, lti
source = "def zoh_diagonal(a, b, delta):\\n    delta = torch.as_tensor(delta)\\n    calls.append(1)\\n"
source += "    if not (delta > 0).all(): raise ValueError('delta')\\n"
source += "    return torch.exp(delta * a), delta * b * discretize.expm1_over(delta * a)"
mine = machine.load("calls = []\\n" + source, "zoh_diagonal")
use_mine(mine)
mine.__globals__["calls"].clear()
lti.S4D(2, d_state=4)(torch.ones(1, 3, 2))
print(len(mine.__globals__["calls"]))
"""
    assert _in_a_new_python(code).splitlines() == ["zoh_diagonal: the library now uses yours.", "1"]


def test_use_mine_takes_what_was_solved_before(kept):
    check_code = f"check(machine.load({SOURCE!r}, 'leaky_average'))"
    _in_a_new_python(check_code)
    assert kept.exists()
    code = "reference = ssm.leaky_average\nuse_mine()\nprint(ssm.leaky_average is not reference)"
    assert _in_a_new_python(code).splitlines() == ["leaky_average: the library now uses yours.", "True"]


def test_use_mine_with_nothing_solved_says_so(capsys):
    use_mine()
    assert capsys.readouterr().out == "You have solved no exercise yet: the library uses its own code.\n"


def test_use_mine_can_be_called_twice():
    code = f"""
first, second = (machine.load({SOURCE!r}, "leaky_average") for _ in range(2))
use_mine(first)
use_mine(second)
print(ssm.leaky_average is second)
"""
    assert _in_a_new_python(code).splitlines()[-1] == "True"


def test_a_failing_answer_is_not_used(capsys):
    reference = ssm.leaky_average
    use_mine(_cell("def leaky_average(u, keep):\n    return u"))
    assert ssm.leaky_average is reference
    assert capsys.readouterr().out == "leaky_average: not used, 1 of 4 checks pass.\n"


@pytest.mark.parametrize("broken", ["def leaky_average(:", "raise SystemExit", "x = 1"])
def test_a_kept_file_that_is_broken_is_not_used(kept, broken, capsys):
    kept.parent.mkdir()
    kept.write_text(broken)
    reference = ssm.leaky_average
    use_mine()
    assert ssm.leaky_average is reference
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"leaky_average: not used, {kept} does not run: ")


def test_a_kept_file_that_no_longer_passes_is_not_used(kept, capsys):
    kept.parent.mkdir()
    kept.write_text("def leaky_average(u, keep):\n    return u")
    use_mine()
    assert capsys.readouterr().out == "leaky_average: not used, 1 of 4 checks pass.\n"
