"""What a grid can vary: the settings that the image tab's task uses, and the values of each that can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication

from studio.core import axes, clip_skip
from studio.core.errors import InputError, phrase
from studio.core.samplers import SAMPLERS

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter

_PLAIN = (
    "model", axes.SEARCH, "seed", "steps", "guidance", "scheduler", axes.SIZE, "styles", "strength", "variation",
    "variation_seed", "clip_skip", "vae", "seamless", "scale", "style", "mask_feather", "mask_grow", "transparent",
    "hires.strength", "hires.scale", "hires.steps", "trace.colours", "trace.layer", "trace.speckle", "trace.corner",
)  # fmt: skip
_LISTED = ("loras", "control", "references")
"""Settings that are lists; the weight of each entry can be varied."""

_STEPS, _GUIDANCE = 20, 7.0
"""What a model that says nothing is usually run with."""

_CLOSED = frozenset({"model", "scheduler", "vae", "seamless", "styles", "style", "transparent"})
"""Settings whose values are names; nothing else can be written."""


class Choice(NamedTuple):
    """One value and how it is written in an axis."""

    value: str
    text: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("GridAxes", text)


def settings(tab: ImageTabPresenter) -> list[str]:
    """The settings that can be varied now, by the names that an Axis has."""
    values = tab.values
    found = [name for name in _PLAIN if _varies(tab, name)]
    for name in _LISTED:
        if tab.uses(values, name) and values["task"] != "control-map":
            found += [f"{name}.{n}.weight" for n in range(len(values[name]))]
    return found


def _varies(tab: ImageTabPresenter, name: str) -> bool:
    if name == "model":
        return tab.needs_model() and len(tab.studio.models.for_task(tab.values["task"])) > 0
    return tab.uses(tab.values, name.partition(".")[0])


def choices(tab: ImageTabPresenter, setting: str) -> list[Choice]:
    """The values of a setting that can be chosen; empty for one that is written."""
    models = tab.studio.models
    if setting == "model":
        return [Choice(m.spec.id, m.spec.name) for m in models.for_task(tab.values["task"])]
    if setting == "vae":
        spec = tab.model_spec()
        found = models.fitting(("vae",), spec.id if spec is not None else "")
        return [Choice("", _tr("the model's own")), *(Choice(m.spec.id, m.spec.name) for m in found)]
    if setting == "scheduler":
        return [Choice("", _tr("the model's own")), *(Choice(name, name) for name in SAMPLERS)]
    if setting == "styles":
        return [Choice("", _tr("no style")), *(Choice(name, name) for name in tab.studio.book.book.styles)]
    if setting == "style":
        names = [s for m in models.for_task("restyle") for s in m.spec.options.get("styles", ())]
        return [Choice(name, name) for name in dict.fromkeys(names)]
    if setting == "seamless":
        return [Choice("", _tr("No")), Choice("both", _tr("both")), Choice("x", "x"), Choice("y", "y")]
    if setting == "transparent":
        return [Choice("false", _tr("No")), Choice("true", _tr("Yes"))]
    if setting == axes.SIZE:
        from studio.presenters.image_tab import SIZES

        return [Choice(text, text) for text in (f"{w}x{h}" for w, h in SIZES if w and h)]
    if setting == "scale":
        return [Choice(text, text) for text in ("2", "3", "4")]
    return []


def suggested(tab: ImageTabPresenter, setting: str) -> str:
    """Values around the present one, to begin with; "" where there is nothing to go by."""
    now: Any = tab.values.get(setting)
    spec = tab.model_spec()
    usual = dict(spec.options) if spec is not None else {}
    if setting == "steps":
        steps = int(now or usual.get("steps") or _STEPS)
        return _around(steps, max(1, steps // 2), low=1)
    if setting == "guidance":
        guidance = float(usual.get("guidance", _GUIDANCE) if now is None else now)
        return _around(guidance, 2.0, low=1.0)
    if setting == "strength":
        return _around(float(now), 0.2, low=0.1, high=1.0)
    if setting == "seed":
        return ", ".join(str(int(now) + n) for n in range(3)) if tab.seed_locked else "1-4"
    return {"clip_skip": "1, 2", "variation": "0.1, 0.2, 0.3"}.get(setting, "")


def _around(middle: float, by: float, *, low: float, high: float = 500.0) -> str:
    values = sorted({min(high, max(low, round(value, 2))) for value in (middle - by, middle, middle + by)})
    return ", ".join(f"{value:g}" for value in values)


def values_of(setting: str, text: str, offered: list[Choice]) -> tuple[str, ...]:
    """What is written in an axis as the values of its Axis.

    Raises :class:`InputError` for a name that is not one of those offered.
    """
    if setting == "clip_skip":
        counted = axes.parse(setting, text).values
        return tuple(str(clip_skip.left_out(int(v))) if v.isdecimal() else v for v in counted)
    by_text = {choice.text.casefold(): choice.value for choice in offered}
    known = {choice.value for choice in offered}
    found = []
    for piece in axes.split(text):
        value = by_text.get(piece.casefold(), piece)
        if setting in _CLOSED and value not in known:
            raise InputError("setting-invalid", name=setting, value=piece, hint=phrase("Choose it from the list."))
        found.append(value)
    return tuple(found)
