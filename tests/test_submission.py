"""pytest --submission FOLDER, as a teacher types it."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import write_notebook

from mambalib.exercises import machine

ROOT = Path(__file__).resolve().parents[1]
RIGHT = "def leaky_average(u, keep):\n    home = __import__('mambalib.ssm').ssm\n    return home.leaky_average(u, keep)"
STUB = "def leaky_average(u, keep):\n    raise NotImplementedError('Step 1')"


def _pytest(*arguments):
    command = [sys.executable, "-m", "pytest", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """Two learners; one's folder looks like a project with tests and settings of its own."""
    folder = tmp_path_factory.mktemp("class")
    write_notebook(folder / "ada" / "work.ipynb", RIGHT)
    write_notebook(folder / "bob" / "work.ipynb", STUB)
    (folder / "bob" / "test_bob.py").write_text("def test_bob(): pass")
    return folder


def test_a_class_is_a_table_and_files_for_machines(school, tmp_path):
    junit, grades = tmp_path / "junit.xml", tmp_path / "grades.json"
    before = sorted(school.rglob("*"))
    run = _pytest("--submission", school, f"--junitxml={junit}", "--submission-json", grades)
    assert run.returncode == 1, run.stdout + run.stderr
    total = len(machine.exercises())
    lines = [line.split() for line in run.stdout.splitlines()]
    assert ["ada", "leaky_average", "passed"] in lines
    assert ["bob", "leaky_average", "not", "attempted", "Step", "1"] in lines
    assert f"ada: 1 of {total} passed, {total - 1} missing" in run.stdout
    assert "test_bob" not in run.stdout
    cases = {(c.get("classname"), c.get("name")): c for c in ElementTree.parse(junit).iter("testcase")}
    assert len(cases) == 2 * total
    assert cases["ada", "leaky_average"].find("failure") is None
    assert "Step 1" in cases["bob", "leaky_average"].find("failure").text
    assert json.loads(grades.read_text())["passed"] == {"ada": 1, "bob": 0}
    assert sorted(school.rglob("*")) == before


def test_what_is_chosen_with_k_is_all_that_is_graded(school):
    run = _pytest(f"--submission={school}", "-k", "leaky_average and ada")
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"1 passed, {2 * len(machine.exercises()) - 1} deselected" in run.stdout


def test_some_chapters_can_be_graded_alone(school):
    run = _pytest(f"--submission={school}", "--submission-chapters=0,3", "--collect-only", "-q")
    assert run.returncode == 0, run.stdout + run.stderr
    of_ada = [line.removeprefix("ada::") for line in run.stdout.splitlines() if line.startswith("ada::")]
    assert of_ada == [name for name, exercise in machine.exercises().items() if exercise.chapter in (0, 3)]
    for chapters, message in (
        ("0,x", "invalid chapter_numbers value: '0,x'"),
        ("12", "chapters must be among [0, 1, 2"),
    ):
        run = _pytest(f"--submission={school}", f"--submission-chapters={chapters}")
        assert run.returncode == pytest.ExitCode.USAGE_ERROR and message in run.stderr, run.stderr


def test_ids_can_be_read_without_grading(school):
    run = _pytest(f"--submission={school}", "--collect-only", "-q")
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[: len(machine.exercises())] == [f"ada::{name}" for name in machine.exercises()]


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path):
    run = _pytest(f"--submission={tmp_path / 'nowhere'}")
    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "nowhere, which does not exist" in run.stderr
    assert "Traceback" not in run.stderr
