"""The same training script as one process, as several (torchrun, gloo or nccl), or on CUDA."""

from __future__ import annotations

import os
from collections.abc import Iterable

import torch
from torch import distributed


class Team:
    """This process's place among its peers; alone it costs nothing."""

    def __init__(self) -> None:
        self.rank = int(os.environ.get("RANK", "0"))
        self.count = int(os.environ.get("WORLD_SIZE", "1"))
        self.first = self.rank == 0
        cuda = torch.cuda.is_available()
        self.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if cuda else torch.device("cpu")
        if self.count > 1:
            # Two threads of one process wait for each other at every operator; two processes only once a step.
            torch.set_num_threads(1)
            distributed.init_process_group("nccl" if cuda else "gloo")

    def agree(self, value: float) -> float:
        """The first process's value, everywhere: all must stop at the same step."""
        if self.count == 1:
            return value
        tensor = torch.tensor([value], dtype=torch.float64, device=self.device)
        distributed.broadcast(tensor, 0)
        return float(tensor)

    def mean_gradients(self, weights: Iterable[torch.nn.Parameter]) -> None:
        """Average all gradients in one message (one flat tensor, not one call per weight)."""
        if self.count == 1:
            return
        gradients = [w.grad for w in weights if w.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        distributed.all_reduce(flat)
        flat /= self.count
        offset = 0
        for gradient in gradients:
            gradient.copy_(flat[offset : offset + gradient.numel()].view_as(gradient))
            offset += gradient.numel()

    def wait(self) -> None:
        """Let the slower ones catch up."""
        if self.count > 1:
            distributed.barrier()

    def close(self) -> None:
        """Leave the group."""
        if self.count > 1:
            distributed.destroy_process_group()
