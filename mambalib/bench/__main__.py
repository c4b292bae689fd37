"""`python -m mambalib.bench GROUP WORK` prints the bytes that one work takes: see `mambalib.bench.memory_of`."""

import sys

import psutil

from mambalib.bench import peak_memory, reset_peak_memory
from mambalib.bench.groups import GROUPS, load_code

if __name__ == "__main__":
    group, name = sys.argv[1:]
    load_code()  # takes memory of its own, once
    work = GROUPS[group].works[name]()
    reset_peak_memory()
    before = psutil.Process().memory_info().rss
    work.call()
    print(peak_memory() - before)
