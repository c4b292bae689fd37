"""Imported by the process from which a grading run forks its workers (see `runner`), and by nothing else.

It imports what every answer needs, once, and takes over the processes that answers leave behind, so that `runner` can
find and end them.
"""

import ctypes
import warnings

from mambalib.exercises import machine, worker  # noqa: F401

SET_CHILD_SUBREAPER = 36  # of Linux's prctl(2)

machine.exercises()
warnings.filterwarnings("ignore", message="forkserver: waitpid")  # what was taken over ends, too
ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
