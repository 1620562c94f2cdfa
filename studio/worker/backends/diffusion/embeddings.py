"""The prompt arguments of a pipeline, by family: as text where diffusers reads it well, as embeddings where it does not."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any

from studio.core.errors import Phrase, phrase
from studio.core.prompting.attention import is_plain, plain
from studio.worker.backends.diffusion.encoding import T5, Encoder, cut_short, side_by_side
from studio.worker.backends.diffusion.prompts import PromptCache
from studio.worker.backends.diffusion.wording import Wording

Tensor = Any

T5_TOKENS = 512
"""Tokens of a prompt that the T5 encoders of Stable Diffusion 3 and Flux dev read at most."""

_SD3_TOKENS = 256
"""What diffusers gives Stable Diffusion 3; longer prompts get :data:`T5_TOKENS`."""

_SYNTAX_LOST = phrase("this model reads no weights: brackets and BREAK were taken out of the prompt")
_NO_SKIP = phrase("clip skip is for models that read their prompt with CLIP layers: it was left out")


@dataclass
class Prompting:
    """Arguments for the pipeline's call, and notes."""

    values: dict[str, Any]
    notes: list[Phrase] = field(default_factory=list)


def prompting(pipe: Any, cache: PromptCache, words: Wording, clip_skip: int, limit: int = T5_TOKENS) -> Prompting:
    """What the pipeline is given to read. ``limit`` is how many tokens a T5 encoder of it was trained with.

    A plain prompt that fits is left to diffusers. Weights, breaks, skipped layers and long prompts are encoded here.
    """
    family = _family(pipe)
    notes = []
    if clip_skip and family not in ("sd", "sdxl", "sd3"):
        notes.append(_NO_SKIP)
        clip_skip = 0
    weighted = not (is_plain(words.prompt) and is_plain(words.negative))
    if not weighted and not clip_skip and not _long(pipe, family, words):
        return _as_text(pipe, words, notes, family, limit)
    if not family:
        bare = Wording(plain(words.prompt), plain(words.negative))
        return _as_text(pipe, bare, [*notes, _SYNTAX_LOST] if weighted else notes, family, limit)
    key = ("encoded", family, words.prompt, words.negative, clip_skip, limit)
    values, said = cache.remember(key, lambda: _ENCODE[family](pipe, words, clip_skip, limit))
    return Prompting(dict(values), [*notes, *said])


def _as_text(pipe: Any, words: Wording, notes: list[Phrase], family: str, limit: int) -> Prompting:
    takes = inspect.signature(type(pipe).__call__).parameters
    values = {"prompt": words.prompt}
    if words.negative and "negative_prompt" in takes:
        values["negative_prompt"] = words.negative
    elif words.negative:
        notes = [*notes, phrase("this model takes no negative prompt: it was left out")]
    if family == "flux":
        return Prompting(values, notes + _t5_cut(_t5(pipe, 2, limit), words))
    tokenizer = getattr(pipe, "tokenizer", None)
    if tokenizer is not None and len(words.prompt) >= 20:
        most = int(getattr(tokenizer, "model_max_length", 77))
        count = len(tokenizer(words.prompt, truncation=False, verbose=False).input_ids)
        if count > most:
            notes = [
                *notes,
                phrase("the model read the first {most} of {count} tokens of the prompt", most=most, count=count),
            ]
    return Prompting(values, notes)


def _family(pipe: Any) -> str:
    """``sd``, ``sdxl``, ``sd3``, ``flux``, ``words`` (one encoder that is not CLIP), or "" for those without weights."""
    name = type(pipe).__name__
    parts = {part: type(getattr(pipe, part, None)).__name__ for part in ("text_encoder", "text_encoder_2")}
    first, second = parts.values()
    takes = inspect.signature(type(pipe).__call__).parameters
    if "prompt_embeds" not in takes:
        return ""
    if name.startswith("StableDiffusion3") and first.startswith("CLIP") and second.startswith("CLIP"):
        return "sd3"
    if name.startswith("StableDiffusionXL") and first.startswith("CLIP") and second.startswith("CLIP"):
        return "sdxl"
    if name.startswith("Flux") and first.startswith("CLIP") and second.startswith("T5"):
        return "flux"
    if name.startswith("StableDiffusion") and first != "NoneType" and second == "NoneType":
        return "sd" if first.startswith("CLIP") else "words"
    return ""


def _long(pipe: Any, family: str, words: Wording) -> bool:
    """Whether the encoders that read in chunks would cut a prompt."""
    if family not in ("sd", "sdxl", "sd3"):
        return False
    texts = [text for text in (words.prompt, words.negative) if len(text) >= 20]
    limit = int(pipe.tokenizer.model_max_length)
    return any(len(pipe.tokenizer(text, truncation=False, verbose=False).input_ids) > limit for text in texts)


def _clip(pipe: Any, number: int, skip: int, *, penultimate: bool) -> Encoder:
    suffix = "" if number == 1 else f"_{number}"
    convert = getattr(pipe, "maybe_convert_prompt", lambda text, tokenizer: text)
    network, tokenizer = getattr(pipe, f"text_encoder{suffix}"), getattr(pipe, f"tokenizer{suffix}")
    return Encoder(network, tokenizer, convert, pipe._execution_device, penultimate, skip)


def _skipped(encoders: list[Encoder]) -> list[Phrase]:
    """Notes, after limiting what is skipped to the layers there are."""
    told = []
    for encoder in encoders:
        if encoder.skip > encoder.layers:
            told = [
                phrase(
                    "clip skip {skip} was reduced to {layers}: the text encoder has no more layers",
                    skip=encoder.skip,
                    layers=encoder.layers,
                )
            ]
            encoder.skip = encoder.layers
    return told


def _encode_sd(pipe: Any, words: Wording, clip_skip: int, limit: int) -> tuple[dict[str, Any], list[Phrase]]:
    import torch

    encoder = _clip(pipe, 1, clip_skip, penultimate=False)
    notes = _skipped([encoder])
    with torch.no_grad():
        (states, _), (against, _) = _pairs([encoder], words, notes)
    return {"prompt_embeds": states, "negative_prompt_embeds": against}, notes


def _encode_sdxl(pipe: Any, words: Wording, clip_skip: int, limit: int) -> tuple[dict[str, Any], list[Phrase]]:
    import torch

    encoders = [_clip(pipe, number, clip_skip, penultimate=True) for number in (1, 2)]
    notes = _skipped(encoders)
    with torch.no_grad():
        (states, pooled), (against, pooled_against) = _pairs(encoders, words, notes)
        if not words.negative and pipe.config.force_zeros_for_empty_prompt:
            against, pooled_against = torch.zeros_like(states), torch.zeros_like(pooled)
    return _named(states, against, pooled, pooled_against), notes


def _encode_sd3(pipe: Any, words: Wording, clip_skip: int, limit: int) -> tuple[dict[str, Any], list[Phrase]]:
    import torch

    encoders = [_clip(pipe, number, clip_skip, penultimate=True) for number in (1, 2)]
    notes = _skipped(encoders)
    t5 = _t5(pipe, 3, _SD3_TOKENS)
    t5.width, t5.dtype = int(pipe.transformer.config.joint_attention_dim), pipe.text_encoder.dtype
    if t5.network is not None:
        if any(len(t5.tokens(text)) + 1 > t5.length for text in (words.prompt, words.negative)):
            t5.length = max(t5.length, limit)
        notes += _t5_cut(t5, words)
    with torch.no_grad():
        pairs = _pairs(encoders, words, notes)
        wide = [torch.nn.functional.pad(states, (0, t5.width - states.shape[-1])).to(t5.dtype) for states, _ in pairs]
        states, against = (
            torch.cat([clip, t5.encode(text)], dim=-2)
            for clip, text in zip(wide, (words.prompt, words.negative), strict=True)
        )
    return _named(states, against, pairs[0][1], pairs[1][1]), notes


def _encode_flux(pipe: Any, words: Wording, clip_skip: int, limit: int) -> tuple[dict[str, Any], list[Phrase]]:
    """CLIP gives Flux one vector for the whole prompt, so weights act on the T5 embeddings alone."""
    import torch

    t5 = _t5(pipe, 2, limit)
    notes = _t5_cut(t5, words)
    texts = [words.prompt, words.negative] if words.negative else [words.prompt]
    with torch.no_grad():
        pooled = [pipe._get_clip_prompt_embeds(plain(text), device=pipe._execution_device) for text in texts]
        states = [t5.encode(text).to(pooled[0].dtype) for text in texts]
    if len(texts) == 1:
        return {"prompt_embeds": states[0], "pooled_prompt_embeds": pooled[0]}, notes
    return _named(states[0], states[1], pooled[0], pooled[1]), notes


_ENCODE = {
    "sd": _encode_sd, "words": _encode_sd, "sdxl": _encode_sdxl, "sd3": _encode_sd3, "flux": _encode_flux,
}  # fmt: skip


def _t5(pipe: Any, number: int, length: int) -> T5:
    network, tokenizer = getattr(pipe, f"text_encoder_{number}"), getattr(pipe, f"tokenizer_{number}")
    return T5(network, tokenizer, pipe._execution_device, length)


def _t5_cut(t5: T5, words: Wording) -> list[Phrase]:
    for text in (words.prompt, words.negative):
        if (count := len(t5.tokens(text))) > t5.length - 1:
            return [cut_short(t5.length - 1, count, plain(text))]
    return []


def _pairs(encoders: list[Encoder], words: Wording, notes: list[Phrase]) -> list[tuple[Tensor, Tensor]]:
    found, cut = side_by_side(encoders, [words.prompt, words.negative])
    if cut:
        notes.append(cut)
    return found


def _named(states: Tensor, against: Tensor, pooled: Tensor, pooled_against: Tensor) -> dict[str, Any]:
    return {
        "prompt_embeds": states,
        "negative_prompt_embeds": against,
        "pooled_prompt_embeds": pooled,
        "negative_pooled_prompt_embeds": pooled_against,
    }
