"""How many tokens a prompt is for a model, counted with the model's own tokenizer, and how many its encoder reads."""

from __future__ import annotations

import logging
import math
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from studio.core import paths
from studio.core.models import InstalledModel
from studio.core.prompting import attention
from studio.core.prompting.attention import Piece
from studio.core.prompting.chunks import MOST, chunked
from studio.library.formats import safetensors
from studio.library.formats.parts import read_json

CLIP_TOKENS, T5_TOKENS, T5_TOKENS_SCHNELL = 77, 512, 256
_CHUNKED = ("CLIPTokenizer", "CLIPTokenizerFast")
"""Encoders whose prompts the studio reads in as many chunks as they need."""
_log = logging.getLogger(__name__)
_FILE_LIMIT = 64 << 20
_KEPT = 4
_CLIP_WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
"""How CLIP's own byte-pair encoder takes a text apart."""


class TokenCount(NamedTuple):
    """``tokens`` as the encoder gets them, with those that mark beginning and end; it reads ``limit`` at once (0: not
    known). ``chunks`` above 1: in several goes. ``cut``: the end of the prompt is not read. ``exact`` False: a guess."""

    tokens: int
    limit: int = 0
    chunks: int = 1
    cut: bool = False
    exact: bool = True


class TokenCounter:
    """Counts for one model as its worker does. May be called from any thread."""

    def __init__(self, tokenise: Callable[[str], list[int]], limit: int, special: int, *, chunked: bool) -> None:
        self._tokenise, self._limit, self._special, self._chunked = tokenise, limit, special, chunked
        comma = tokenise(",")
        self._comma = comma[0] if len(comma) == 1 else None

    def count(self, prompt: str, *, weighted: bool = True) -> TokenCount:
        """``weighted``: brackets and BREAK are syntax, which the encoder does not see."""
        sections = attention.parse(prompt) if weighted else ((Piece(prompt, 1.0),),)
        if not self._chunked:
            tokens = sum(len(self._tokenise(piece.text)) for section in sections for piece in section) + self._special
            return TokenCount(tokens, self._limit, cut=0 < self._limit < tokens)
        found = chunked(sections, self._tokenise, self._limit - self._special, self._comma)
        return TokenCount(sum(map(len, found)) + self._special, self._limit, len(found), cut=len(found) > MOST)


def counter_for(model: InstalledModel) -> TokenCounter | None:
    """The counter of a model; None where it brings no tokenizer that can be read (GGUF models keep theirs inside).

    Raises nothing: a tokenizer that is damaged counts as none.
    """
    try:
        return _counter(model)
    except Exception as error:
        # Of damaged files the tokenizers library raises nothing more special.
        _log.debug("no token counts for %s: %s", model.spec.id, error)
        return None
    except BaseException as error:
        # On some it panics, with an exception of its own that is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        return None


def _counter(model: InstalledModel) -> TokenCounter | None:
    folder = Path(model.folder)
    spec = model.spec
    if spec.format == "checkpoint":
        return _of_checkpoint(model)
    if spec.format == "diffusers":
        return _of_pipeline(folder, spec.family)
    if spec.format == "transformers" and (folder / "tokenizer.json").is_file():
        context = spec.options.get("trained_context", 0)
        return _plain_counter(folder, context if isinstance(context, int) else 0)
    return None


def _of_checkpoint(model: InstalledModel) -> TokenCounter | None:
    shipped = paths.resources_dir() / "pipelines" / "tokenizers"
    if model.spec.family == "flux":
        return _plain_counter(shipped / "t5", T5_TOKENS if _guided(model) else T5_TOKENS_SCHNELL)
    if model.spec.family in ("sd15", "sdxl", "sd3"):
        return _clip_counter(shipped / "clip")
    return None


def _guided(model: InstalledModel) -> bool:
    """Flux dev has an input for guidance; schnell, which reads fewer tokens, has none."""
    names = [f.path for f in model.spec.files if f.path.endswith(".safetensors")]
    return bool(names) and any(
        ".guidance_in." in f".{n}" for n in safetensors.read(Path(model.folder) / names[0]).tensors
    )


def _of_pipeline(folder: Path, family: str) -> TokenCounter | None:
    if family == "flux" and (folder / "tokenizer_2").is_dir():
        guided = read_json(folder / "transformer" / "config.json").get("guidance_embeds", False)
        return _plain_counter(folder / "tokenizer_2", T5_TOKENS if guided else T5_TOKENS_SCHNELL)
    place = folder / "tokenizer"
    settings = read_json(place / "tokenizer_config.json")
    limit = settings.get("model_max_length")
    limit = limit if isinstance(limit, int) and 2 < limit < 1_000_000 else 0
    if settings.get("tokenizer_class") in _CHUNKED:
        return _clip_counter(place, limit or CLIP_TOKENS)
    return _plain_counter(place, limit)


def _plain_counter(place: Path, limit: int) -> TokenCounter | None:
    if not (place / "tokenizer.json").is_file():
        return None
    return TokenCounter(*_ready(_from_json(place / "tokenizer.json"), limit), chunked=False)


def _clip_counter(place: Path, limit: int = CLIP_TOKENS) -> TokenCounter | None:
    if (place / "tokenizer.json").is_file():
        return TokenCounter(*_ready(_from_json(place / "tokenizer.json"), limit), chunked=True)
    tokenise, limit, _ = _ready(_clip(place), limit)
    return TokenCounter(tokenise, limit, 2, chunked=True)


def _from_json(path: Path) -> Any:
    from tokenizers import Tokenizer

    if path.stat().st_size > _FILE_LIMIT:
        raise ValueError("larger than any tokenizer")
    return Tokenizer.from_file(str(path))


def _clip(place: Path) -> Any:
    """CLIP's tokenizer from its ``vocab.json`` and ``merges.txt``."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = read_json(place / "vocab.json")
    lines = (place / "merges.txt").read_text(encoding="utf-8").splitlines()
    merges = [(p[0], p[1]) for line in lines if not line.startswith("#version") and len(p := line.split()) == 2]
    bpe = models.BPE(
        vocab=vocabulary, merges=merges, end_of_word_suffix="</w>", unk_token="<|endoftext|>", fuse_unk=False
    )
    tokenizer = Tokenizer(bpe)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_CLIP_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    return tokenizer


def _ready(tokenizer: Any, limit: int) -> tuple[Callable[[str], list[int]], int, int]:
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def tokenise(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    return tokenise, limit, int(tokenizer.num_special_tokens_to_add(False))


_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\U00010000-\U0010ffff]+")


def approximate_tokens(text: str) -> int:
    """A guess at the tokens of a text: one per Chinese, Japanese or Korean character or emoji, else one per four."""
    wide = 0 if text.isascii() else len(text) - len(_WIDE.sub("", text))
    return wide + math.ceil((len(text) - wide) / 4)


class TokenCounters:
    """Counters by model, the latest few kept: reading a tokenizer takes up to a second."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, TokenCounter | None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, model: InstalledModel) -> TokenCounter | None:
        with self._lock:
            if model.folder in self._kept:
                self._kept.move_to_end(model.folder)
                return self._kept[model.folder]
            counter = self._kept[model.folder] = counter_for(model)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return counter
