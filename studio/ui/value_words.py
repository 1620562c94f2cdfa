"""Values of settings that stand for something, in the user's language: methods, shapes, switches, styles."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.ui import addition_words
from studio.ui.words import QT_TRANSLATE_NOOP

_AXES = {
    "both": QT_TRANSLATE_NOOP("words", "in both directions"),
    "x": QT_TRANSLATE_NOOP("words", "from left to right"),
    "y": QT_TRANSLATE_NOOP("words", "from top to bottom"),
}
_METHODS = {
    "auto": QT_TRANSLATE_NOOP("words", "automatic"),
    "person": QT_TRANSLATE_NOOP("words", "people"),
    "object": QT_TRANSLATE_NOOP("words", "whatever stands out"),
    "colour": QT_TRANSLATE_NOOP("words", "plain background"),
}
_CHOICES = {
    "cutout.method": _METHODS,
    "cutout.background": {"picture": QT_TRANSLATE_NOOP("words", "picture")},
    "edit.flip": {
        "horizontal": QT_TRANSLATE_NOOP("words", "horizontal"),
        "vertical": QT_TRANSLATE_NOOP("words", "vertical"),
    },
    "tile.axes": _AXES,
    "trace.mode": {
        "colour": QT_TRANSLATE_NOOP("words", "colour"),
        "black-and-white": QT_TRANSLATE_NOOP("words", "black and white"),
    },
    "trace.shape": {
        "curves": QT_TRANSLATE_NOOP("words", "curves"),
        "polygons": QT_TRANSLATE_NOOP("words", "polygons"),
        "pixels": QT_TRANSLATE_NOOP("words", "pixels"),
    },
    "see.detail": {
        "short": QT_TRANSLATE_NOOP("words", "one sentence"),
        "long": QT_TRANSLATE_NOOP("words", "in detail"),
    },
    "fast": {
        "auto": QT_TRANSLATE_NOOP("words", "Tune for this machine"),
        "first-block-cache": QT_TRANSLATE_NOOP("words", "Skip steps that change little"),
        "compile": QT_TRANSLATE_NOOP("words", "Compile the model"),
        "fp8-weights": QT_TRANSLATE_NOOP("words", "8-bit weights (fp8)"),
        "int8-weights": QT_TRANSLATE_NOOP("words", "8-bit weights (int8)"),
        "tiled-decode": QT_TRANSLATE_NOOP("words", "Decode in tiles"),
        "sliced-attention": QT_TRANSLATE_NOOP("words", "Attention in slices"),
        "offload": QT_TRANSLATE_NOOP("words", "Offload to main memory"),
        "one-at-a-time": QT_TRANSLATE_NOOP("words", "One prompt at a time"),
        "channels-last": QT_TRANSLATE_NOOP("words", "Channels last"),
        "fused-projections": QT_TRANSLATE_NOOP("words", "Fused projections"),
    },
}


def choice(setting: str, value: str) -> str:
    """A value of a setting; whatever is none of its words stays as it is."""
    if setting == "control.preprocessor":
        return addition_words.preprocessor(value) if value else ""
    if setting == "style":
        return style(value)
    known = _CHOICES.get(setting, {})
    return QCoreApplication.translate("words", known[value]) if value in known else value


def switch(name: str) -> str:
    """What trades exactness or time for speed or memory."""
    return choice("fast", name)


def method(name: str) -> str:
    """How something is cut out."""
    return choice("cutout.method", name)


def axes(name: str) -> str:
    return choice("tile.axes", name)


def style(name: str) -> str:
    """A restyle model's own style; the catalogue's are translated."""
    return QCoreApplication.translate("catalogue", name.replace("_", " "))
