"""What every recogniser of additions answers with, and the words they share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import ModelError, Phrase, phrase

HINT = phrase("The studio uses LoRA, ControlNet, T2I-Adapter, IP-Adapter, textual inversion and VAE files.")

WIDTHS = {768: "sd15", 1024: "sd2", 2048: "sdxl"}
"""Families by the width of the text embedding that their cross-attention reads."""


class FoundAddition(msgspec.Struct, frozen=True, kw_only=True):
    """An addition as it was recognised. ``files`` are relative to ``folder``; ``format`` and ``options`` as in
    ModelSpec; ``family`` "" when nothing in it tells."""

    task: str
    format: str
    family: str
    folder: Path
    files: tuple[str, ...]
    options: dict[str, Any] = {}
    description: str = ""
    licence: str = ""


def unsupported(path: Path, reason: Phrase, hint: Phrase = HINT) -> ModelError:
    """The error for an addition of a kind that the studio cannot use."""
    return ModelError("model-unsupported", file=path.name, reason=reason, hint=hint)


def family_of_widths(widths: Iterable[int]) -> str:
    """The family that the widths of cross-attention inputs point to; "" when they are unknown or disagree."""
    found = {WIDTHS.get(width, "") for width in widths}
    return found.pop() if len(found) == 1 else ""


_ARCHITECTURES = (
    # (pattern, family): of ``modelspec.architecture`` and ``ss_base_model_version``, the first that matches.
    (r"stable-diffusion-xl|^sdxl|^sd_xl|pony|illustrious|noob", "sdxl"),
    (r"stable-diffusion-(v?3|3)|^sd3", "sd3"),
    (r"stable-diffusion-v?2|^sd_v2|^sd_?2", "sd2"),
    (r"stable-diffusion-v?1|^sd_v1|^sd_?1", "sd15"),
    (r"^flux[-_.]?2", "flux2"),
    (r"^flux", "flux"),
)


def family_of_words(words: str) -> str:
    """The family that a publisher's word for the base model means; "" for one that is not known."""
    words = words.strip().lower()
    return next((family for pattern, family in _ARCHITECTURES if re.search(pattern, words)), "")
