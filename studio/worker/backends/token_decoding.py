"""Choosing the next token and turning tokens into text, for decode loops of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


class Sampler:
    """Chooses tokens by temperature and top-p (Holtzman et al. 2020); the same seed and logits choose the same.

    Temperature 0 always takes the likeliest.
    """

    def __init__(self, temperature: float, top_p: float, seed: int, device: str) -> None:
        import torch

        self._temperature, self._top_p = temperature, top_p
        # Chance is drawn on the CPU: its generator gives the same numbers whatever the model runs on.
        self._chance = torch.Generator("cpu").manual_seed(seed)
        self._device = device

    def choose(self, logits: torch.Tensor) -> int:
        """The next token from logits of one dimension."""
        import torch

        if self._temperature == 0:
            return int(logits.argmax())
        draw = float(torch.rand((), generator=self._chance))
        # All but some hundred tokens of a vocabulary have no chance; sorting only those saves most of the time.
        top = logits.float().topk(min(_CANDIDATES, logits.shape[-1]))
        weights = torch.softmax(top.values / self._temperature, dim=-1).cpu()
        mass = torch.cumsum(weights, dim=-1)
        kept = int((mass < self._top_p).sum()) + 1
        place = int(torch.searchsorted(mass[:kept], draw * float(mass[min(kept, len(mass)) - 1])))
        return int(top.indices[min(place, kept - 1, len(mass) - 1)])


_CANDIDATES = 512


class PieceDecoder:
    """Text as soon as it is certain: characters of several tokens wait until they are whole."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._ids: list[int] = []
        self._given = 0
        self._start = 0

    def add(self, token: int) -> str:
        """The text that ``token`` completes; often "" in scripts that need several tokens for a character."""
        self._ids.append(token)
        return self._new(final=False)

    def finish(self) -> str:
        """What is left; half characters become the replacement character."""
        return self._new(final=True)

    def _new(self, final: bool) -> str:
        # Decoding from one word earlier keeps the spaces right and the cost the same however long the text is.
        before = self._decode(self._ids[self._start : self._given])
        text = self._decode(self._ids[self._start :])
        if not final and text.endswith("\ufffd"):
            return ""
        piece = text[len(before) :]
        if piece:
            self._start, self._given = self._given, len(self._ids)
        return piece

    def _decode(self, ids: list[int]) -> str:
        return str(self._tokenizer.decode(ids, skip_special_tokens=True)) if ids else ""
