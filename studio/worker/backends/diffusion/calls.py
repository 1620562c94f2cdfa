"""What a pipeline is called with: defaults from the model, and only the arguments that its family knows."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.core.errors import Phrase, phrase
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion.embeddings import T5_TOKENS
from studio.worker.backends.diffusion.wording import Wording

_STEPS = 25
"""Steps where the model names none: the solvers of today need half of the 50 that diffusers' oldest pipelines keep."""

OUTPAINT = 0.85
"""Least strength of outpaint."""

_DISTILLED_STEPS = 4
_TRUE_CFG = 2.0
_LIMIT_WITHOUT_GUIDANCE = 256
"""Text tokens that Flux schnell was trained with."""


@dataclass(frozen=True)
class Settings:
    """What a request leaves open, decided. ``notes`` say what was changed."""

    steps: int
    guidance: float
    strength: float
    notes: tuple[Phrase, ...] = ()


def decide(pipe: Any, request: ImageRequest, options: Mapping[str, Any]) -> Settings:
    """Steps, guidance and strength for this request on this pipeline."""
    takes = inspect.signature(type(pipe).__call__).parameters
    notes: list[Phrase] = []
    steps = request.steps or int(options.get("steps") or _default_steps(pipe, takes))
    guidance = request.guidance
    if guidance is None:
        guidance = options.get("guidance")
    if guidance is None:
        known = takes["guidance_scale"].default if "guidance_scale" in takes else None
        guidance = (
            known
            if isinstance(known, int | float)
            else takes["true_cfg_scale"].default
            if "true_cfg_scale" in takes
            else 0.0
        )
    strength = request.strength
    if request.task == "outpaint" and strength < OUTPAINT:
        notes.append(
            phrase(
                "strength {strength} was raised to {least}: there is nothing yet to keep in the new area",
                strength=f"{strength:g}",
                least=f"{OUTPAINT:g}",
            )
        )
        strength = OUTPAINT
    if request.task == "image-to-image" or (request.task in ("inpaint", "outpaint") and "strength" in takes):
        # With fewer steps than this none would be left to do.
        least = 1 / steps
        if strength < least:
            notes.append(
                phrase(
                    "strength {strength} was raised to {least}: one step of {steps}",
                    strength=f"{strength:g}",
                    least=f"{least:.3g}",
                    steps=steps,
                )
            )
            strength = math.nextafter(least, 1.0) if steps * least < 1 else least
    return Settings(steps, float(guidance), strength, tuple(notes))


def arguments(
    pipe: Any, request: ImageRequest, words: Wording, settings: Settings, size: tuple[int, int]
) -> tuple[dict[str, Any], list[Phrase]]:
    """Keyword arguments for one take (but its prompts, generator, pictures and callback), and notes.

    Guidance differs by family: ordinary models have ``guidance_scale`` (classifier-free: two passes a step). Flux dev
    is trained to take guidance as an input, also called ``guidance_scale``, in one pass; its negative prompt only works
    with ``true_cfg_scale`` above 1, at twice the time. Flux schnell knows no guidance at all. Qwen-Image has only
    ``true_cfg_scale``.
    """
    takes = inspect.signature(type(pipe).__call__).parameters
    notes: list[Phrase] = []
    values: dict[str, Any] = {
        "num_inference_steps": settings.steps,
        "width": size[0],
        "height": size[1],
        "output_type": "np",
    }
    embedded = _takes_embedded_guidance(pipe)
    if embedded is None:
        values["guidance_scale"] = settings.guidance
    else:
        if embedded:
            values["guidance_scale"] = settings.guidance
        elif request.guidance is not None and not words.negative:
            notes.append(phrase("this model knows no guidance: it was left out"))
        if words.negative:
            true_cfg = _TRUE_CFG if embedded else max(settings.guidance, _TRUE_CFG)
            values["true_cfg_scale"] = true_cfg
            notes.append(
                phrase("the negative prompt was followed with a true guidance of {value}", value=f"{true_cfg:g}")
            )
        if token_limit(pipe) != T5_TOKENS:
            values["max_sequence_length"] = token_limit(pipe)
    if request.task != "text-to-image":
        values["strength"] = settings.strength
    return {name: value for name, value in values.items() if name in takes}, notes


def taken(pipe: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``values`` that the pipeline's call takes. One that differs from pipeline to pipeline is a function of it."""
    takes = inspect.signature(type(pipe).__call__).parameters
    return {name: value(pipe) if callable(value) else value for name, value in values.items() if name in takes}


def guides(pipe: Any, guidance: float) -> bool:
    """Whether a call with this guidance draws each picture twice a step, with the prompt and without. A latent consistency
    model has guidance as an input instead, but not every pipeline gives it."""
    pipe._guidance_scale = guidance  # as its call does, before it asks itself
    return bool(getattr(pipe, "do_classifier_free_guidance", guidance > 1))


def native_side(pipe: Any) -> int:
    """The side in pixels the model was trained at."""
    factor = int(getattr(pipe, "vae_scale_factor", 8))
    size = getattr(pipe, "default_sample_size", None)
    if size is None:
        network = getattr(pipe, "unet", None) or getattr(pipe, "transformer", None)
        size = getattr(getattr(network, "config", None), "sample_size", None) or 128
    if isinstance(size, list | tuple):
        size = size[0]
    return int(size) * factor


def side_multiple(pipe: Any) -> int:
    """Sides must be multiples of this many pixels."""
    factor = int(getattr(pipe, "vae_scale_factor", 8))
    processor = getattr(getattr(pipe, "image_processor", None), "config", None)
    multiple = max(factor, int(getattr(processor, "vae_scale_factor", factor)))
    if getattr(pipe, "unet", None) is not None:
        return math.lcm(multiple, 8)  # the UNet pipelines insist on 8 whatever their autoencoder reduces by
    patch = getattr(getattr(getattr(pipe, "transformer", None), "config", None), "patch_size", 1)
    return multiple * patch if multiple == factor and isinstance(patch, int) else multiple


def token_limit(pipe: Any) -> int:
    """How many tokens a T5 encoder of this pipeline was trained to read."""
    schnell = _takes_embedded_guidance(pipe) is False and type(pipe).__name__.startswith("Flux")
    return _LIMIT_WITHOUT_GUIDANCE if schnell else T5_TOKENS


def _default_steps(pipe: Any, takes: Mapping[str, inspect.Parameter]) -> int:
    if _takes_embedded_guidance(pipe) is False and type(pipe).__name__.startswith("Flux"):
        return _DISTILLED_STEPS
    if type(pipe.scheduler).__name__ in ("LCMScheduler", "TCDScheduler", "FlowMatchLCMScheduler"):
        return _DISTILLED_STEPS
    known = takes["num_inference_steps"].default if "num_inference_steps" in takes else _STEPS
    return min(int(known), 50) if known != 50 else _STEPS


def _takes_embedded_guidance(pipe: Any) -> bool | None:
    """True: guidance is an input of the network; False: the network takes none; None: classifier-free guidance."""
    config = getattr(getattr(pipe, "transformer", None), "config", None)
    if config is None or "true_cfg_scale" not in inspect.signature(type(pipe).__call__).parameters:
        return None
    return bool(getattr(config, "guidance_embeds", False))
