"""Whether the additions of a picture Request make sense: ranges, and a picture for each that reads one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.additions import PREPROCESSORS
from studio.core.errors import InputError, Phrase, phrase

if TYPE_CHECKING:
    from studio.core.requests import ImageRequest

MOST = 16
"""Additions of one kind that a Request names at most."""

CONTROL_TASKS = ("text-to-image", "image-to-image", "inpaint", "outpaint")


def check(request: ImageRequest) -> None:
    """Raises :class:`InputError` naming the setting and its range, or the picture that is missing."""
    for name in ("loras", "embeddings", "control", "references"):
        if len(getattr(request, name)) > MOST:
            raise _invalid(name, len(getattr(request, name)), phrase("At most {limit} can be used.", limit=MOST))
    for n, lora in enumerate(request.loras):
        if not lora.model:
            raise _invalid(f"loras.{n}.model", phrase("empty"), phrase("Name a LoRA of the model library."))
        _range(f"loras.{n}.weight", lora.weight, -4, 4)
    if request.task == "control-map" and len(request.control) > 1:
        units = phrase("{count} units", count=len(request.control))
        raise _invalid("control", units, phrase("Give one: one map is made at a time."))
    for n, unit in enumerate(request.control):
        place = f"control.{n}"
        _range(f"{place}.weight", unit.weight, 0, 2)
        _range(f"{place}.start", unit.start, 0, 1)
        _range(f"{place}.end", unit.end, 0, 1)
        _range(f"{place}.low", unit.low, 0, 255)
        _range(f"{place}.high", unit.high, 0, 255)
        _range(f"{place}.detail", unit.detail, 0, 1)
        if unit.start >= unit.end:
            raise _invalid(
                f"{place}.start", unit.start, phrase("Choose less than its end ({end}).", end=f"{unit.end:g}")
            )
        if unit.low > unit.high:
            raise _invalid(
                f"{place}.low", unit.low, phrase("Choose at most its upper threshold ({high}).", high=unit.high)
            )
        if unit.preprocessor and unit.preprocessor not in PREPROCESSORS:
            hint = phrase(
                "Choose one of: {names}; or nothing for a picture that is a map already.",
                names=", ".join(PREPROCESSORS),
            )
            raise _invalid(f"{place}.preprocessor", unit.preprocessor, hint)
        if request.task == "control-map" and not unit.preprocessor:
            hint = phrase("Choose one of: {names}.", names=", ".join(PREPROCESSORS))
            raise _invalid(f"{place}.preprocessor", phrase("empty"), hint)
        if request.task in CONTROL_TASKS and request.input(unit.input) is None:
            raise InputError(
                "input-needed",
                what=phrase(
                    "a picture for control {number} (an input of the role “{input}”)", number=n + 1, input=unit.input
                ),
            )
    for n, reference in enumerate(request.references):
        _range(f"references.{n}.weight", reference.weight, 0, 2)
        if request.input(reference.input) is None:
            raise InputError(
                "input-needed",
                what=phrase(
                    "a picture for reference {number} (an input of the role “{input}”)",
                    number=n + 1,
                    input=reference.input,
                ),
            )


def _range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # also refuses NaN
        raise _invalid(name, value, phrase("Choose {low} to {high}.", low=f"{low:g}", high=f"{high:g}"))


def _invalid(name: str, value: object, hint: Phrase) -> InputError:
    return InputError("setting-invalid", name=name, value=value, hint=hint)
