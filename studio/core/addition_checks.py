"""Whether the additions of a picture Request make sense: ranges, and a picture for each that reads one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.additions import PREPROCESSORS
from studio.core.errors import InputError

if TYPE_CHECKING:
    from studio.core.requests import ImageRequest

MOST = 16
"""Additions of one kind that a Request names at most."""

CONTROL_TASKS = ("text-to-image", "image-to-image", "inpaint", "outpaint")


def check(request: ImageRequest) -> None:
    """Raises :class:`InputError` naming the setting and its range, or the picture that is missing."""
    for name in ("loras", "embeddings", "control", "references"):
        if len(getattr(request, name)) > MOST:
            raise _invalid(name, len(getattr(request, name)), f"At most {MOST} can be used.")
    for n, lora in enumerate(request.loras):
        if not lora.model:
            raise _invalid(f"loras.{n}.model", "empty", "Name a LoRA of the model library.")
        _range(f"loras.{n}.weight", lora.weight, -4, 4)
    if request.task == "control-map" and len(request.control) > 1:
        raise _invalid("control", f"{len(request.control)} units", "Give one: one map is made at a time.")
    for n, unit in enumerate(request.control):
        place = f"control.{n}"
        _range(f"{place}.weight", unit.weight, 0, 2)
        _range(f"{place}.start", unit.start, 0, 1)
        _range(f"{place}.end", unit.end, 0, 1)
        _range(f"{place}.low", unit.low, 0, 255)
        _range(f"{place}.high", unit.high, 0, 255)
        _range(f"{place}.detail", unit.detail, 0, 1)
        if unit.start >= unit.end:
            raise _invalid(f"{place}.start", unit.start, f"Choose less than its end ({unit.end:g}).")
        if unit.low > unit.high:
            raise _invalid(f"{place}.low", unit.low, f"Choose at most its upper threshold ({unit.high}).")
        if unit.preprocessor and unit.preprocessor not in PREPROCESSORS:
            hint = "Choose one of: " + ", ".join(PREPROCESSORS) + "; or nothing for a picture that is a map already."
            raise _invalid(f"{place}.preprocessor", unit.preprocessor, hint)
        if request.task == "control-map" and not unit.preprocessor:
            hint = "Choose one of: " + ", ".join(PREPROCESSORS) + "."
            raise _invalid(f"{place}.preprocessor", "empty", hint)
        if request.task in CONTROL_TASKS and request.input(unit.input) is None:
            raise InputError(
                "input-needed", what=f"a picture for control {n + 1} (an input of the role “{unit.input}”)"
            )
    for n, reference in enumerate(request.references):
        _range(f"references.{n}.weight", reference.weight, 0, 2)
        if request.input(reference.input) is None:
            what = f"a picture for reference {n + 1} (an input of the role “{reference.input}”)"
            raise InputError("input-needed", what=what)


def _range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # also refuses NaN
        raise _invalid(name, value, f"Choose {low:g} to {high:g}.")


def _invalid(name: str, value: object, hint: str) -> InputError:
    return InputError("setting-invalid", name=name, value=value, hint=hint)
