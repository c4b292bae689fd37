"""What several test files need: the chapters' exercise cells, and a class's folder of notebooks."""

import copy
import inspect
import json
import re
from pathlib import Path

import jupytext
import pytest
import torch

from mambalib.exercises import machine

torch.set_num_threads(1)  # the tests' tensors are small: more threads only wait for each other

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"


def chapter_notebooks():
    """Every chapter as its source has it, not executed, by name."""
    return {path.stem: jupytext.read(path) for path in sorted(CHAPTERS.glob("[0-9][0-9]_*.md"))}


def is_exercise(cell):
    return cell.cell_type == "code" and "exercise" in cell.metadata.get("tags", [])


def defined_by(source):
    return re.findall(r"^(?:def|class)\s+(\w+)", source, re.MULTILINE)


def reference_source(exercise):
    """A cell that solves the exercise: the library's own text, and the names that it finds in its module."""
    module = exercise.reference.__module__
    return f"import {module} as home\nglobals().update(vars(home))\n{inspect.getsource(exercise.reference)}"


def solved(notebook):
    """A copy of a chapter with every exercise solved."""
    notebook = copy.deepcopy(notebook)
    for cell in filter(is_exercise, notebook.cells):
        cell.source = reference_source(machine.find(defined_by(cell.source)[0]))
    return notebook


def write_notebook(path, *sources, tags=("exercise",)):
    """A notebook with a cell for each source."""
    cells = [{"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source} for source in sources]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


@pytest.fixture
def progress_folder(tmp_path, monkeypatch):
    """An empty folder in place of the learner's own `.progress`."""
    monkeypatch.setenv("MAMBALIB_PROGRESS", str(tmp_path / "progress"))
    return tmp_path / "progress"
