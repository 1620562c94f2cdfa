"""Prompts with weights, breaks, more tokens than an encoder reads at once, or skipped layers, as embeddings.

Long prompts are read in chunks whose embeddings stand one after another. A weight moves an embedding away from, or
towards, that of an empty prompt at the same place; a weight of 1 leaves it exactly as diffusers would have it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from studio.core.errors import Phrase, phrase
from studio.core.prompting.attention import Piece, Section, parse, plain
from studio.core.prompting.chunks import MOST, Chunk, chunked

Tensor = Any


@dataclass
class Encoder:
    """A text encoder with its tokenizer. ``skip`` leaves out its last layers; ``penultimate`` families never read the
    last one and take the states as they are, others put them through the final normalisation."""

    network: Any
    tokenizer: Any
    convert: Callable[[str, Any], str]
    device: Any
    penultimate: bool = False
    skip: int = 0

    @property
    def is_clip(self) -> bool:
        return type(self.network).__name__.startswith("CLIP")

    @property
    def window(self) -> int:
        """Tokens that are read at once, those that begin and end them included."""
        return int(self.tokenizer.model_max_length)

    @property
    def layers(self) -> int:
        """Layers that can be left out."""
        return int(self.network.config.num_hidden_layers) - 1 - self.penultimate

    def tokens(self, text: str) -> list[int]:
        """Ids without special tokens. Names of learnt embeddings become all their tokens."""
        text = self.convert(text, self.tokenizer)
        return list(self.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False).input_ids)

    def chunks(self, sections: Sequence[Section]) -> list[Chunk]:
        if not self.is_clip:
            # Such an encoder reads one text: what BREAK would keep apart follows after a comma.
            sections = [tuple(p for n, s in enumerate(sections) for p in ((Piece(", ", 1.0),) if n else ()) + s)]
        comma = self.tokens(",")
        return chunked(sections, self.tokens, self.window - 2, comma[0] if len(comma) == 1 else None)

    def encode(self, chunks: Sequence[Chunk]) -> tuple[Tensor, Tensor | None]:
        """States (1 × chunks·window × width) and the pooled embedding of the first chunk (1 × width), if there is one."""
        import torch

        ids = torch.tensor([self._row(chunk) for chunk in (*chunks, Chunk())], device=self.device)
        states, pooled = self._states(ids, [len(chunk) for chunk in (*chunks, Chunk())])
        states, empty = states[:-1], states[-1:]
        weights = torch.ones(states.shape[:2], dtype=states.dtype)
        for row, chunk in enumerate(chunks):
            weights[row, 1 : len(chunk) + 1] = torch.tensor(chunk.weights, dtype=states.dtype)
        weights = weights[..., None].to(states.device)
        states = torch.where(weights == 1, states, empty + (states - empty) * weights)
        return states.reshape(1, -1, states.shape[-1]), None if pooled is None else pooled[:1]

    def _row(self, chunk: Chunk) -> list[int]:
        known = self.tokenizer
        start = known.bos_token_id if known.bos_token_id is not None else known.cls_token_id
        end = known.eos_token_id if known.eos_token_id is not None else known.sep_token_id
        row = [start, *chunk.ids, end]
        return row + [known.pad_token_id] * (self.window - len(row))

    def _states(self, ids: Tensor, lengths: Sequence[int]) -> tuple[Tensor, Tensor | None]:
        import torch

        mask = None
        if getattr(self.network.config, "use_attention_mask", False):
            places = torch.arange(ids.shape[1], device=ids.device)
            mask = (places[None] < torch.tensor(lengths, device=ids.device)[:, None] + 2).to(ids.dtype)
        found = self.network(ids, attention_mask=mask, output_hidden_states=True)
        pooled = found[0] if found[0].ndim == 2 else None
        if self.penultimate:
            return found.hidden_states[-(self.skip + 2)], pooled
        if not self.skip:
            return found.last_hidden_state, pooled
        norm = getattr(self.network, "text_model", self.network).final_layer_norm
        return norm(found.hidden_states[-(self.skip + 1)]), pooled


@dataclass
class T5:
    """A T5 encoder, which reads ``length`` tokens at most. ``width`` is that of its states where there is no network
    (Stable Diffusion 3 runs without): zeros are given then."""

    network: Any
    tokenizer: Any
    device: Any
    length: int
    width: int = 0
    dtype: Any = None

    def tokens(self, prompt: str) -> Chunk:
        """All tokens of the prompt, however many."""
        chunk = Chunk()
        for piece in (piece for section in parse(prompt) for piece in section):
            ids = self.tokenizer(
                piece.text.strip(), add_special_tokens=False, truncation=False, verbose=False
            ).input_ids
            chunk.ids += ids
            chunk.weights += [piece.weight] * len(ids)
        return chunk

    def encode(self, prompt: str) -> Tensor:
        """States: 1 × ``length`` × width."""
        import torch

        if self.network is None:
            return torch.zeros((1, self.length, self.width), device=self.device, dtype=self.dtype)
        chunk = self.tokens(prompt)
        chunk.take_from(self.length - 1)
        states = self.network(torch.tensor([self._row(chunk), self._row(Chunk())], device=self.device))[0]
        weights = torch.ones((1, self.length), dtype=states.dtype)
        weights[0, : len(chunk)] = torch.tensor(chunk.weights, dtype=states.dtype)
        weights = weights[..., None].to(states.device)
        given, empty = states[:1], states[1:]
        return torch.where(weights == 1, given, empty + (given - empty) * weights)

    def _row(self, chunk: Chunk) -> list[int]:
        row = [*chunk.ids, self.tokenizer.eos_token_id]
        return row + [self.tokenizer.pad_token_id] * (self.length - len(row))


def cut_short(read: int, count: int, text: str) -> Phrase:
    """The note for a text whose end a model did not read."""
    return phrase(
        "the model read the first {most} of {count} tokens of “{text}…”", most=read, count=count, text=text[:40]
    )


def side_by_side(
    encoders: Sequence[Encoder], prompts: Sequence[str]
) -> tuple[list[tuple[Tensor, Tensor | None]], Phrase | None]:
    """Each of ``prompts`` through all encoders, their states beside one another (1 × n × sum of widths), all of one
    length, with their pooled embeddings beside one another too; and a note when the end of one was cut off."""
    import torch

    told: Phrase | None = None
    every: list[list[list[Chunk]]] = []
    for prompt in prompts:
        read = [encoder.chunks(parse(prompt)) for encoder in encoders]
        for encoder, chunks in zip(encoders, read, strict=True):
            most = MOST if encoder.is_clip else 1
            if len(chunks) > most and not told:
                total = sum(map(len, chunks))
                told = cut_short(sum(map(len, chunks[:most])), total, plain(prompt))
            del chunks[most:]
        every.append(read)
    longest = max(len(chunks) for read in every for chunks in read)
    found: list[tuple[Tensor, Tensor | None]] = []
    for read in every:
        outputs = [
            encoder.encode([*chunks, *(Chunk() for _ in range(longest - len(chunks)))])
            for encoder, chunks in zip(encoders, read, strict=True)
        ]
        pooled = [p for _, p in outputs if p is not None]
        found.append((torch.cat([s for s, _ in outputs], dim=-1), torch.cat(pooled, dim=-1) if pooled else None))
    return found, told
