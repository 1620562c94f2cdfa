"""What is said when the settings of a file were taken over."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.presenters.takeover import Applied, Line
from studio.ui import words
from studio.ui.listing import listed

_PARTS = {"width": "size", "height": "size", "variation_seed": "variation"}
"""Settings that are one field in the brief, with its name."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("TabPage", text)


def told(applied: Applied, most: int = 0) -> str:
    """What changed and what was left out; of each no more than ``most`` when it is given."""
    if applied.changed:
        text = _tr("Settings taken over; changed: {names}.").format(names=listed(_changed(applied), most))
    else:
        text = _tr("These settings are the same as before.")
    lost = [line.need.name or _role(line) for line in applied.left_out if line.need]
    if lost:
        text += " " + _tr("Left out, because it is missing: {names}.").format(names=listed(lost, most))
    return text


def _changed(applied: Applied) -> list[str]:
    names: list[str] = []
    for name in applied.changed:
        if name == "inputs":
            names += [_role(line) for line in applied.takeover.lines() if line.setting == name and line.state != "same"]
        else:
            names.append(words.setting(_PARTS.get(name, name)))
    # Pictures that were only numbered afresh have no line.
    return names or [words.setting("inputs")]


def _role(line: Line) -> str:
    """What a picture is for; another setting's own name."""
    if line.setting != "inputs":
        return words.setting(line.setting)
    role = str(getattr(line.then or line.now, "role", line.key.removeprefix("input-")))
    return QCoreApplication.translate("TakeoverRow", "Picture: {role}").format(role=words.role(role))
