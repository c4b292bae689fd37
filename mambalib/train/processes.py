"""Several processes that train one model, as torchrun starts them (chapter 7).

Each process reads its rows of the same batch. With DistributedDataParallel all have all the weights, with FSDP each has
a part of every tensor. What is computed is what a single process would compute, to rounding.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # as <malloc.h> numbers them


@contextmanager
def joined() -> Iterator[torch.device]:
    """The device that this process is to use. Under torchrun it is joined with the others meanwhile."""
    gpu = torch.cuda.is_available()
    device = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if gpu else "cpu")
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        yield device
        return
    if gpu:
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if gpu else "gloo")
    try:
        yield device
    finally:
        dist.destroy_process_group()


def keep_memory() -> None:
    """Let this process keep memory that it has freed, since every step of training needs as much again.

    The C library of Linux would give large blocks back, and the system fill them with zeros anew: a tenth of the time
    of a small model's step. It is the process's own affair, so only the command `mambalib train` asks for it.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, 2**29)
        mallopt(_MMAP_THRESHOLD, 2**28)


def rank() -> int:
    """Number of this process, from 0 upwards."""
    return dist.get_rank() if dist.is_initialized() else 0


def world_size() -> int:
    """How many processes there are."""
    return dist.get_world_size() if dist.is_initialized() else 1


def wait_for_all() -> None:
    """Come back when all processes have come here."""
    if world_size() > 1:
        dist.barrier()


def spread(model: nn.Module, fsdp: bool) -> nn.Module:
    """The module to call in place of the model: its backward pass leaves the mean of all processes' gradients."""
    if world_size() == 1:
        return model
    if not fsdp:
        return DistributedDataParallel(model)
    from torch.distributed.fsdp import fully_shard

    mesh = dist.init_device_mesh(next(model.parameters()).device.type, (world_size(),))
    for layer in layers(model):
        fully_shard(layer, mesh=mesh)
    return fully_shard(model, mesh=mesh)


def layers(model: nn.Module) -> nn.ModuleList:
    """The layers of a model: its first list of modules."""
    return next(module for module in model.modules() if isinstance(module, nn.ModuleList))


def added(tensor: Tensor) -> Tensor:
    """The sum of a tensor over the processes, in place."""
    if world_size() > 1:
        dist.all_reduce(tensor)
    return tensor


def all_rows(tensor: Tensor) -> Tensor:
    """The rows of all processes, in their order: (rows, ...) -> (rows · world_size, ...)."""
    if world_size() == 1:
        return tensor
    parts = [torch.empty_like(tensor) for _ in range(world_size())]
    dist.all_gather(parts, tensor.contiguous())
    return torch.cat(parts)


def own_rows(tensor: Tensor) -> Tensor:
    """The rows of this process among those of all: the inverse of `all_rows`."""
    return tensor.chunk(world_size())[rank()]


def whole(tensor: Tensor) -> Tensor:
    """A tensor of which each process may have a part. All must ask for it together."""
    tensor = tensor.detach()
    return tensor.full_tensor() if _in_parts(tensor) else tensor


def share(tensor: Tensor, of: Tensor) -> Tensor:
    """A copy of a whole tensor, or of this process's part of it, as `of`, a parameter, is parted and placed."""
    tensor = tensor.to(of.device, copy=True)
    if tensor.ndim == 0 or not _in_parts(of):
        return tensor
    return torch.distributed.tensor.distribute_tensor(tensor, of.device_mesh, of.placements)


def _in_parts(tensor: Tensor) -> bool:
    """Whether FSDP has made a tensor a DTensor, whose module, seconds to load, is loaded only then."""
    return hasattr(tensor, "full_tensor")
