"""What the grid dialog says of axes: names of settings, how values are written, what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from studio.core import axes
from studio.core.errors import ErrorInfo, StudioError
from studio.ui import words
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("AxisWords", text)


def setting_name(setting: str, tab: ImageTabPresenter) -> str:
    """The name of what an axis varies, in the user's language."""
    first, _, rest = setting.partition(".")
    if setting == axes.SEARCH:
        return _tr("Words in the prompt")
    if first in ("loras", "control", "references"):
        number = int(rest.partition(".")[0])
        uses = tab.values[first]
        model = uses[number].model if number < len(uses) else ""
        spec = tab.studio.models.spec(model) if model else None
        return _tr("Weight: {name}").format(name=spec.name if spec else f"{words.setting(first)} {number + 1}")
    if first == "hires":
        return f"{words.setting('hires')}: {words.setting(rest)}"
    return words.setting(setting)


def example(setting: str) -> str:
    """How the values of a setting are written."""
    if setting == axes.SEARCH:
        return _tr("red, blue, green: the first stands in the prompt, the others take its place")
    if setting == axes.SIZE:
        return _tr("512x512, 768x512")
    if setting in ("seed", "variation_seed"):
        return _tr("1-4, or 7, 21, 300")
    if setting == "clip_skip":
        return _tr("1, 2, or 1-3; 1 leaves nothing out")
    kind = _kind(setting)
    if kind is int:
        return _tr("10, 20, 30, or 1-5, or 10-50 (+10)")
    if kind is float:
        return _tr("0.3, 0.6, or 3-9 (+2), or 0.2-1 [5] for five values")
    return _tr("Choose from the list, or write names with commas")


def problem(setting: str, info: ErrorInfo) -> str:
    """What is wrong with an axis, in one or two sentences."""
    if info.code != "setting-invalid":
        return " ".join(error_text(info)).strip()
    value, hint = info.params.get("value", ""), error_text(info)[1]
    if "value" in info.phrases:
        # Nothing was written that could be named.
        return hint
    return _tr("“{value}” cannot be used. {hint}").format(value=value, hint=hint)


def whole_problem(info: ErrorInfo) -> str:
    """What is wrong with the grid as a whole or with its prompt."""
    what, remedy = error_text(info)
    return remedy if info.code == "setting-invalid" and "hint" in info.phrases else f"{what} {remedy}".strip()


def _kind(setting: str) -> object:
    try:
        return axes.type_of(setting)
    except StudioError:
        return str
