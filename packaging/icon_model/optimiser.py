"""Muon for the matrices of the UNet, AdamW for the rest; the costly part is divided among the processes.

Muon (Keller Jordan, 2024) replaces a matrix's momentum by the nearest orthogonal matrix, found with a few
Newton-Schulz steps. Convolutions count as (out, in x 3 x 3). Its update is scaled so that its root mean square is
0.2 of the rate, as AdamW's roughly is (Liu et al., 2025), so both share one rate and one decay.
"""

from __future__ import annotations

import torch
from parallel import Team
from torch import distributed


def orthogonal(matrix: torch.Tensor, steps: int = 3) -> torch.Tensor:
    """The orthogonal factor of (rows, columns), roughly: large singular values land near 1, small ones are raised.

    Three steps instead of the usual five: on a CPU the last two cost more time than they save.
    """
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return x.T if tall else x


class Muon:
    """Momentum, orthogonalised, for weights of two or more dimensions."""

    def __init__(self, weights: list[torch.nn.Parameter], team: Team, momentum: float = 0.95) -> None:
        self.weights, self.team, self.momentum = weights, team, momentum
        self.buffers = [torch.zeros_like(w) for w in weights]
        # Deal the matrices out by cost, dearest first, so that the processes finish together.
        load = [0.0] * team.count
        self.owner = [0] * len(weights)
        for i in sorted(range(len(weights)), key=lambda i: -self._cost(weights[i])):
            self.owner[i] = load.index(min(load))
            load[self.owner[i]] += self._cost(weights[i])

    @staticmethod
    def _cost(weight: torch.Tensor) -> float:
        rows = weight.shape[0]
        columns = weight.numel() // rows
        return float(min(rows, columns)) * weight.numel()

    @torch.no_grad()
    def step(self, rate: float, decay: float) -> None:
        """One update of every weight from its (already averaged) gradient."""
        updates = []
        for i, weight in enumerate(self.weights):
            gradient = weight.grad
            assert gradient is not None
            self.buffers[i].lerp_(gradient, 1 - self.momentum)
            if self.owner[i] == self.team.rank:
                matrix = gradient.lerp(self.buffers[i], self.momentum).reshape(weight.shape[0], -1)
                updates.append(orthogonal(matrix).reshape(-1) * (0.2 * max(matrix.shape) ** 0.5))
            else:
                updates.append(torch.zeros(weight.numel(), device=weight.device))
        flat = torch.cat(updates)
        if self.team.count > 1:
            distributed.all_reduce(flat)
        offset = 0
        for weight in self.weights:
            weight.mul_(1 - rate * decay)
            weight.sub_(flat[offset : offset + weight.numel()].view_as(weight), alpha=rate)
            offset += weight.numel()

    def state_dict(self) -> dict[str, list[torch.Tensor]]:
        """The momentum, for a checkpoint."""
        return {"buffers": self.buffers}

    def load_state_dict(self, state: dict[str, list[torch.Tensor]]) -> None:
        """Take the momentum back."""
        for own, saved in zip(self.buffers, state["buffers"], strict=True):
            own.copy_(saved)


class Optimiser:
    """AdamW alone (`kind` "adamw") or Muon for inner matrices and AdamW for the rest (`kind` "muon")."""

    def __init__(self, model: torch.nn.Module, team: Team, kind: str, rate: float, decay: float = 0.01) -> None:
        self.rate, self.decay = rate, decay
        edge = ("conv_in", "conv_out")  # first and last layers do better with AdamW
        matrices = [
            w
            for n, w in model.named_parameters()
            if w.requires_grad and kind == "muon" and w.ndim >= 2 and not n.startswith(edge) and w.shape[0] > 1
        ]
        chosen = {id(w) for w in matrices}
        rest = [w for w in model.parameters() if w.requires_grad and id(w) not in chosen]
        self.muon = Muon(matrices, team)
        self.adam_share = 0.5 if matrices else 1.0  # beside Muon's large even steps, norms and edges take smaller ones
        self.adam = torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=decay)

    def step(self, factor: float) -> None:
        """Update all weights at `factor` (0..1) of the full rate."""
        for group in self.adam.param_groups:
            group["lr"] = self.rate * factor * self.adam_share
        self.adam.step()
        if self.muon.weights:
            self.muon.step(self.rate * factor, self.decay)

    def state_dict(self) -> dict:
        """Both parts, for a checkpoint."""
        return {"adam": self.adam.state_dict(), "muon": self.muon.state_dict()}

    def load_state_dict(self, state: dict) -> None:
        """Take both parts back."""
        self.adam.load_state_dict(state["adam"])
        self.muon.load_state_dict(state["muon"])
