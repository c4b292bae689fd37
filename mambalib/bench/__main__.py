"""`python -m mambalib.bench GROUP WORK` prints the bytes that one work takes: see `mambalib.bench.memory_of`.

On a GPU it is the memory of the GPU, as PyTorch gave it out.
"""

import sys

import psutil
import torch

from mambalib.bench import peak_memory, reset_peak_memory
from mambalib.bench.groups import DEVICE, GROUPS, load_code

if __name__ == "__main__":
    group, name = sys.argv[1:]
    load_code()  # takes memory of its own, once
    work = GROUPS[group].works[name]()
    if on_gpu := group == "attention" and DEVICE.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
    else:
        reset_peak_memory()
    before = torch.cuda.memory_allocated() if on_gpu else psutil.Process().memory_info().rss
    work.call()
    print((torch.cuda.max_memory_allocated() if on_gpu else peak_memory()) - before)
