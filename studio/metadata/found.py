"""What a file says about its making, in plain words, whoever wrote it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.core.errors import ErrorInfo
from studio.core.recipes import Recipe

MOST_USES = 64
"""Additions that are taken from one file at most."""


@dataclass(frozen=True)
class Use:
    """A model beside the main one, as another program names it.

    ``kind`` is ``lora``, ``controlnet``, ``t2i-adapter``, ``ip-adapter`` or ``embedding``; ``hash`` is hexadecimal and
    may be only its beginning; ``start`` and ``end`` are the share of the steps (0–1); ``picture`` is the name of the
    input picture, "" when it is not known.
    """

    kind: str
    name: str
    hash: str = ""
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0
    preprocessor: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Found:
    """``recipe`` is ours. ``settings`` is what another program's metadata says: ``prompt``, ``negative``, ``seed``,
    ``steps``, ``guidance``, ``scheduler`` (its name for the sampler), ``schedule``, ``width``, ``height``, ``strength``,
    ``clip_skip`` (layers left out), ``variation``, ``variation_seed``, ``hires_scale``, ``hires_steps``,
    ``hires_strength``, ``hires_upscaler``, ``seamless``, ``model``, ``model_hash``, ``vae``, ``vae_hash``, ``task``,
    each a text or a number. ``uses`` are the models beside the main one; ``source`` names the program ("" when nothing
    was found); ``notes`` say what could not be read.
    """

    recipe: Recipe | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    source: str = ""
    notes: tuple[ErrorInfo, ...] = ()


def note(code: str, **params: object) -> ErrorInfo:
    """A sentence of :data:`studio.core.errors.MESSAGES` about what was found."""
    return ErrorInfo(code=code, params={name: str(value)[:200] for name, value in params.items()})


def plain(value: object) -> str | int | float | None:
    """A text or number that can be kept: no lone surrogates, numbers that 64 bits do not hold as text. None else."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if abs(value) < 2**64 else f"{value:.6g}" if abs(value) < 1e300 else "1e300"


def renamed(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The values under new names, without what is empty or cannot be kept."""
    found = {new: plain(values.get(old)) for old, new in names.items()}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def number(value: object, default: float = 0.0) -> float:
    """A finite number, also from a text; ``default`` for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return default
    try:
        found = float(value[:40] if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return default
    return found if math.isfinite(found) else default


def share(value: object, default: float) -> float:
    """A number between 0 and 1."""
    return min(1.0, max(0.0, number(value, default)))


def text(value: object, longest: int = 300) -> str:
    """A name in one line; "" for what is no text or says nothing."""
    found = plain(value)
    if not isinstance(found, str):
        return ""
    found = " ".join(found[:longest].split())
    return "" if found.casefold() in ("none", "null", "automatic", "auto") else found


def digest(value: object) -> str:
    """The hexadecimal digits of a SHA-256 or of its beginning; "" for other hashes and other texts."""
    found = text(value, 200).lower()
    kind, colon, rest = found.rpartition(":")
    if colon and kind not in ("sha256", "autov2", "autov3"):
        return ""
    rest = rest.removeprefix("0x")
    return rest if 8 <= len(rest) <= 64 and all(c in "0123456789abcdef" for c in rest) else ""


def unique(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Without those that are named twice, and not more than :data:`MOST_USES`."""
    kept: dict[tuple[str, str, str], Use] = {}
    for use in uses:
        if use.name or use.hash:
            # Several ControlNets may be the same model with other pictures; all else works once.
            several = str(len(kept)) if use.kind in ("controlnet", "t2i-adapter", "ip-adapter") else ""
            kept.setdefault((use.kind, use.name.casefold(), several), use)
        if len(kept) >= MOST_USES:
            break
    return tuple(kept.values())
