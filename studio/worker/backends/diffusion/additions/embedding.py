"""Textual inversion: a few learnt vectors that a word of the prompt stands for.

Source: An Image is Worth One Word (Gal et al., 2022). The word becomes tokens that no text can contain, each with its
own row in the encoder's table; tokenizer and table are copies, so that the model's own stay as they are.
"""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Iterator
from typing import Any

from studio.core.errors import Phrase, phrase
from studio.core.models import InstalledModel
from studio.worker.backends.diffusion.additions import files
from studio.worker.backends.diffusion.work import Work

Tensor = Any

_ALONE = ("emb_params", "*")
_MOST = 512
"""Vectors of one embedding at most: more than any encoder reads."""


@contextlib.contextmanager
def embeddings(work: Work) -> Iterator[None]:
    """The request's embeddings can be called by their words in the prompt and the negative prompt.

    Raises ModelError ``addition-unfit`` for one whose vectors no encoder of the model reads.
    """
    with contextlib.ExitStack() as stack:
        for number, model_id in enumerate(dict.fromkeys(work.request.embeddings)):
            _put_on(work, files.find(work, model_id), number, stack)
        yield


def _put_on(work: Work, addition: InstalledModel, number: int, stack: contextlib.ExitStack) -> None:
    tensors, _ = files.weights(addition)
    word = str(addition.spec.options.get("token") or addition.spec.name)
    fitting = []
    for tokenizer, encoder, name in _encoders(work.pipe):
        vectors = _vectors(work, addition, tensors, name, encoder)
        if vectors is not None:
            fitting.append((tokenizer, encoder, vectors))
    if not fitting:
        raise files.unfit(addition, work, _misfit(work, tensors))
    for tokenizer, encoder, vectors in fitting:
        known = copy.deepcopy(getattr(work.pipe, tokenizer))
        if getattr(known, "backend_tokenizer", None) is None:
            raise files.unfit(addition, work, phrase("the model's tokenizer cannot learn words"))
        ids = _teach(known, word, number, len(vectors))
        stack.enter_context(work.loaded.replaced(tokenizer, known))
        stack.enter_context(_rows(getattr(work.pipe, encoder), ids, vectors, known.eos_token_id))
    stack.enter_context(work.loaded.prompts.within((addition.spec.id, addition.sha256, word)))
    if not any(re.search(_pattern(word), text, re.IGNORECASE) for text in _texts(work)):
        work.notes.append(phrase("“{word}” stands in neither prompt, so the embedding did nothing", word=word))


def _encoders(pipe: Any) -> list[tuple[str, str, str]]:
    """Attribute of the tokenizer, of its encoder, and what embeddings call that encoder."""
    found, clips = [], iter(("clip_l", "clip_g"))
    for suffix in ("", "_2", "_3"):
        encoder = getattr(pipe, f"text_encoder{suffix}", None)
        if encoder is None or getattr(pipe, f"tokenizer{suffix}", None) is None:
            continue
        kind = type(encoder).__name__
        name = "t5xxl" if kind.startswith("T5") else next(clips, "") if kind.startswith("CLIP") else ""
        found.append((f"tokenizer{suffix}", f"text_encoder{suffix}", name))
    return found


def _vectors(
    work: Work, addition: InstalledModel, tensors: dict[str, Tensor], name: str, encoder: str
) -> Tensor | None:
    """The vectors (count × width) for an encoder; None when there are none for it."""
    width = int(getattr(work.pipe, encoder).get_input_embeddings().weight.shape[1])
    alone = len(tensors) == 1 and not set(tensors) & {"clip_l", "clip_g", "t5xxl"}
    tensor = next(iter(tensors.values())) if alone else tensors.get(name)
    if tensor is None:
        return None
    if tensor.ndim == 1:
        tensor = tensor[None]
    if tensor.ndim != 2 or not 0 < len(tensor) <= _MOST:
        raise files.unfit(addition, work, phrase("it holds no list of vectors"))
    if int(tensor.shape[1]) != width:
        if alone:
            return None
        raise files.unfit(addition, work, _widths(f"{tensor.shape[1]} ({name})", width))
    return tensor


def _misfit(work: Work, tensors: dict[str, Tensor]) -> Phrase:
    has = sorted({int(tensor.shape[-1]) for tensor in tensors.values() if tensor.ndim})
    pipe = work.pipe
    needs = [getattr(pipe, encoder).get_input_embeddings().weight.shape[1] for _, encoder, _ in _encoders(pipe)]
    if not has or not needs:
        return phrase("it holds no vectors that this model reads")
    return _widths(", ".join(map(str, has)), ", ".join(map(str, needs)))


def _widths(has: object, needs: object) -> Phrase:
    return phrase("its vectors are {has} wide, the model's {needs}", has=has, needs=needs)


def _teach(tokenizer: Any, word: str, number: int, count: int) -> list[int]:
    """Let the word, in capitals or not, become ``count`` new tokens; their ids."""
    from tokenizers import AddedToken, Regex, normalizers

    # One word each, so that no embedding's own word is found within.
    names = [f"<|embedding{number}vector{n}|>" for n in range(count)]
    known = tokenizer.backend_tokenizer
    spelt = normalizers.Replace(Regex(f"(?i){_pattern(word)}"), "".join(names))
    before = known.normalizer
    known.normalizer = spelt if before is None else normalizers.Sequence([spelt, before])
    # Normalised, for they come from what the normalisation puts in.
    tokenizer.add_tokens([AddedToken(name, normalized=True) for name in names])
    return [int(i) for i in tokenizer.convert_tokens_to_ids(names)]


def _pattern(word: str) -> str:
    return rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])"


@contextlib.contextmanager
def _rows(encoder: Any, ids: list[int], vectors: Tensor, end: int) -> Iterator[None]:
    """The encoder's table has these rows for these ids."""
    import torch

    own = encoder.get_input_embeddings()
    rows = max(own.weight.shape[0], max(ids) + 1)
    table = torch.zeros((rows, own.weight.shape[1]), dtype=own.weight.dtype, device=own.weight.device)
    table[: own.weight.shape[0]] = own.weight.detach()
    table[torch.tensor(ids)] = vectors.to(table.device, table.dtype)
    # Configurations from before 2023 name 2 as the end of a prompt, and their encoders then take the largest id for it,
    # which would now be the embedding's.
    old = [m for m in encoder.modules() if getattr(m, "eos_token_id", None) == 2]
    encoder.set_input_embeddings(torch.nn.Embedding(rows, int(table.shape[1]), _weight=table, _freeze=True))
    for module in old:
        module.eos_token_id = end
    try:
        yield
    finally:
        encoder.set_input_embeddings(own)
        for module in old:
            module.eos_token_id = 2


def _texts(work: Work) -> list[str]:
    request = work.request
    return [request.prompt, request.negative, request.run_negative or "", *request.run_prompts]
