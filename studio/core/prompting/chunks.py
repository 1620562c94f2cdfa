"""Weighted prompts as tokens in chunks of the length that an encoder reads at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studio.core.prompting.attention import Section

BACKTRACK = 20
"""Tokens after the last comma of a full chunk that move on with what follows, so that no phrase is cut in two."""

MOST = 12
"""Chunks that are read at most: 900 tokens. The networks' attention grows with each."""


@dataclass
class Chunk:
    """Token ids without those that begin and end a chunk, and the weight of each."""

    ids: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def take_from(self, start: int) -> Chunk:
        """Cut the end off from ``start`` on and return it."""
        end = Chunk(self.ids[start:], self.weights[start:])
        del self.ids[start:], self.weights[start:]
        return end


def chunked(
    sections: Sequence[Section], tokenise: Callable[[str], list[int]], size: int, comma: int | None
) -> list[Chunk]:
    """The chunks of a prompt, each of at most ``size`` tokens; at least one. A section begins a chunk of its own.

    ``tokenise`` gives the ids of a text without special tokens; ``comma`` is the id of a comma, if there is one.
    """
    chunks: list[Chunk] = []
    for section in sections:
        chunk, last_comma = Chunk(), -1
        for piece in section:
            for token in tokenise(piece.text):
                if len(chunk) == size:
                    near = last_comma >= 0 and size - last_comma - 1 <= BACKTRACK
                    rest = chunk.take_from(last_comma + 1 if near else size)
                    chunks.append(chunk)
                    chunk, last_comma = rest, -1
                chunk.ids.append(token)
                chunk.weights.append(piece.weight)
                if token == comma:
                    last_comma = len(chunk) - 1
        if len(chunk) or section is sections[0]:
            chunks.append(chunk)
    return chunks
