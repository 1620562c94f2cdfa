"""The keys of the painter, wherever it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from studio.ui.image.painter.settings import PainterSettings
from studio.ui.image.painter.tool_strip import KEYS

_TOOLS = {Qt.Key(ord(letter)): name for name, letter in KEYS.items()}
_STEPS = {Qt.Key.Key_I: "invert", Qt.Key.Key_Delete: "clear"}


def step_of(event: QKeyEvent) -> str:
    """What a key does to the mask: ``undo``, ``redo``, ``invert``, ``clear``, or "" for nothing."""
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    held, key = _held(event), Qt.Key(event.key())
    if held == control and key == Qt.Key.Key_Z:
        return "undo"
    if (held == control | shift and key == Qt.Key.Key_Z) or (held == control and key == Qt.Key.Key_Y):
        return "redo"
    return _STEPS.get(key, "") if held == Qt.KeyboardModifier.NoModifier else ""


def change_settings(event: QKeyEvent, settings: PainterSettings) -> bool:
    """Take the tool of a key, or show and hide what is painted; whether it was such a key."""
    key = Qt.Key(event.key())
    if _held(event) != Qt.KeyboardModifier.NoModifier:
        return False
    if key in _TOOLS:
        settings.set_tool(_TOOLS[key])
    elif key == Qt.Key.Key_O:
        settings.set_shown(not settings.shown)
    else:
        return False
    return True


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
