"""Exercises: what a learner calls in a notebook. How they work is in `machine`, the checks in `chapter_NN`."""

from mambalib.exercises.learner import check, hint, progress, solution, use_mine

__all__ = ["check", "hint", "progress", "solution", "use_mine"]
