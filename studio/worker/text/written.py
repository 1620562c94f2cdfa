"""The text of a take while a language model writes it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from studio.core.errors import Phrase
from studio.core.recipes import Recipe
from studio.worker.context import JobContext


class Written:
    """Gathers the pieces and counts the tokens; what is ``begun`` already stands in front and is told at once."""

    def __init__(self, ctx: JobContext, take: int, begun: str = "") -> None:
        self._ctx, self._take = ctx, take
        self._pieces: list[str] = []
        self._tokens = 0
        self._began = time.monotonic()
        self.add(begun, tokens=0)

    def begin(self) -> None:
        """The prompt has been read: the time of the first token counts from here."""
        self._began = time.monotonic()

    def add(self, piece: str, tokens: int = 1) -> None:
        """So many tokens more, and the text that they complete."""
        self._tokens += tokens
        if piece:
            self._pieces.append(piece)
            self._ctx.text(self._take, piece)

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def recipe(self, dtype: str, notes: Sequence[Phrase] = ()) -> Recipe:
        rate = self._tokens / max(time.monotonic() - self._began, 1e-6)
        return self._ctx.recipe(self._ctx.request, take=self._take, dtype=dtype, notes=notes, tokens_per_s=rate)
