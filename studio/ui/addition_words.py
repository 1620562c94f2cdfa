"""The words for additions to picture models in the user's language: kinds, families, control maps, preprocessors."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.core import additions
from studio.ui.words import QT_TRANSLATE_NOOP

_KINDS = {
    "lora": QT_TRANSLATE_NOOP("additions", "LoRA"),
    "controlnet": QT_TRANSLATE_NOOP("additions", "ControlNet"),
    "t2i-adapter": QT_TRANSLATE_NOOP("additions", "T2I-Adapter"),
    "ip-adapter": QT_TRANSLATE_NOOP("additions", "IP-Adapter"),
    "embedding": QT_TRANSLATE_NOOP("additions", "Textual inversion"),
    "vae": QT_TRANSLATE_NOOP("additions", "VAE"),
    "image-encoder": QT_TRANSLATE_NOOP("additions", "Image encoder"),
    "depth": QT_TRANSLATE_NOOP("additions", "Depth estimation"),
}
_CONTROLS = {
    "canny": QT_TRANSLATE_NOOP("additions", "Canny edges"),
    "depth": QT_TRANSLATE_NOOP("additions", "Depth"),
    "pose": QT_TRANSLATE_NOOP("additions", "Pose"),
    "scribble": QT_TRANSLATE_NOOP("additions", "Scribble"),
    "lineart": QT_TRANSLATE_NOOP("additions", "Line art"),
    "softedge": QT_TRANSLATE_NOOP("additions", "Soft edges"),
    "mlsd": QT_TRANSLATE_NOOP("additions", "Straight lines"),
    "normal": QT_TRANSLATE_NOOP("additions", "Normals"),
    "segmentation": QT_TRANSLATE_NOOP("additions", "Segmentation"),
    "tile": QT_TRANSLATE_NOOP("additions", "Tile"),
    "blur": QT_TRANSLATE_NOOP("additions", "Blur"),
    "grey": QT_TRANSLATE_NOOP("additions", "Grey values"),
    "colour": QT_TRANSLATE_NOOP("additions", "Colours"),
    "inpaint": QT_TRANSLATE_NOOP("additions", "Inpaint"),
    "shuffle": QT_TRANSLATE_NOOP("additions", "Shuffle"),
    "brightness": QT_TRANSLATE_NOOP("additions", "Brightness"),
    "qr": QT_TRANSLATE_NOOP("additions", "QR code"),
    "union": QT_TRANSLATE_NOOP("additions", "Several kinds (union)"),
}
_PREPROCESSORS = {
    "": QT_TRANSLATE_NOOP("additions", "None: it is a map already"),
    "canny": QT_TRANSLATE_NOOP("additions", "Canny edges"),
    "line": QT_TRANSLATE_NOOP("additions", "Line drawing"),
    "blur": QT_TRANSLATE_NOOP("additions", "Blur (for tile)"),
    "colour": QT_TRANSLATE_NOOP("additions", "Colour blocks"),
    "grey": QT_TRANSLATE_NOOP("additions", "Grey values"),
    "invert": QT_TRANSLATE_NOOP("additions", "Invert"),
    "depth": QT_TRANSLATE_NOOP("additions", "Depth"),
}


def kind(task: str) -> str:
    """“LoRA”, “ControlNet” …: one kind of addition or helper."""
    return _say(_KINDS, task)


def family(name: str) -> str:
    """“SDXL” …; words for a family that is not known."""
    if not name:
        return QCoreApplication.translate("additions", "Not known")
    return additions.FAMILIES.get(name, name)


def control(name: str) -> str:
    """What a ControlNet's maps show."""
    return _say(_CONTROLS, name) if name else QCoreApplication.translate("additions", "Not known")


def preprocessor(name: str) -> str:
    """What makes a map of a picture."""
    return _say(_PREPROCESSORS, name)


def _say(words: dict[str, str], name: str) -> str:
    return QCoreApplication.translate("additions", words.get(name, name))
