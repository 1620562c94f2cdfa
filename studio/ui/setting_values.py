"""The values of settings as a person reads them, for recipes and for comparisons of settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from studio.core import clip_skip
from studio.core.pictures import ControlUnit, Hires, LoraUse, Margins, ReferenceUse
from studio.core.requests import InputRef
from studio.ui import value_words, words
from studio.ui.voices import voice_name

Name = Callable[[str], str]
"""The name of a model by its id."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingValues", text)


def value_text(setting: str, value: Any, name: Name = str) -> str:
    """One value in a few words; "" for a text that is empty."""
    if setting == "voice":
        return voice_name(value)
    automatic = {"steps": 0, "guidance": None, "scheduler": "", "width": 0, "height": 0}
    if setting in automatic and value == automatic[setting]:
        return _tr("Auto")
    special: dict[str, Callable[[Any], str]] = {
        "task": words.task,
        "language": words.language,
        "size": _size,
        "seed": lambda seed: _tr("random") if seed is None else str(seed),
        "model": lambda model: name(model) if model else _tr("Automatic"),
        "vae": lambda model: name(model) if model else _tr("the model's own"),
        "embeddings": name,
        "run_prompts": _lines,
        "variation": _variation,
        "clip_skip": lambda layers: str(clip_skip.shown(layers)),
        "seamless": lambda axes: value_words.axes(axes) if axes else _tr("No"),
    }
    if setting in special and not (setting == "embeddings" and not isinstance(value, str)):
        return special[setting](value)
    return entry_text(value, name, setting)


def entry_text(value: Any, name: Name = str, setting: str = "") -> str:
    """A value by what it is, and by the setting that it is of."""
    if value is None or value == ():
        return _tr("none")
    if isinstance(value, bool):
        return _tr("Yes") if value else _tr("No")
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, LoraUse | ReferenceUse):
        return f"{name(value.model)} · {value.weight:g}"
    if isinstance(value, ControlUnit):
        span = "" if (value.start, value.end) == (0.0, 1.0) else f"{value.start:.0%} – {value.end:.0%}"
        return " · ".join(
            p
            for p in (
                name(value.model),
                value_words.choice("control.preprocessor", value.preprocessor),
                f"{value.weight:g}",
                span,
            )
            if p
        )
    if isinstance(value, Hires):
        upscaler = name(value.upscaler) if value.upscaler else ""
        steps = f"{words.setting('steps')} {value.steps}" if value.steps else ""
        return " · ".join(p for p in (f"×{value.scale:g}", f"{value.strength:g}", steps, upscaler) if p)
    if isinstance(value, Margins):
        return f"← {value.left}  ↑ {value.top}  → {value.right}  ↓ {value.bottom}"
    if isinstance(value, InputRef):
        return words.file_name(value.path)
    if isinstance(value, tuple | list):
        return ", ".join(entry_text(inner, name, setting) for inner in value)
    if hasattr(value, "__struct_fields__"):
        parts = ((f"{setting}.{field}", getattr(value, field)) for field in value.__struct_fields__)
        return ", ".join(f"{words.part(key)} {entry_text(inner, name, key)}" for key, inner in parts)
    return value_words.choice(setting, str(value))


def _size(pair: Any) -> str:
    width, height = pair if isinstance(pair, tuple) else (pair, pair)
    return f"{width} × {height}" if width and height else _tr("Auto")


def _lines(prompts: Any) -> str:
    return "\n".join(prompts) if isinstance(prompts, tuple) else str(prompts)


def _variation(pair: Any) -> str:
    strength, seed = pair if isinstance(pair, tuple) else (pair, None)
    if not strength:
        return _tr("none")
    return f"{strength:g}" + (f" · {words.setting('seed')} {seed}" if seed is not None else "")
