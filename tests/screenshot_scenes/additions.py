"""The model library with additions to picture models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QDialog, QWidget

from studio.core import paths
from studio.library.library import Library
from tests.support.model_files import write_safetensors
from tests.unit.library.test_additions import AUTOENCODER, CONTROL, PLAIN_IP, kohya

_FAMILY = {
    "ss_tag_frequency": json.dumps({"10_paper": {"paper lantern": 40, "ink": 39, "dusk": 21, "street": 12, "rain": 9}})
}


def stock(folder: Path) -> Library:
    """A library of a few additions, made from files that a user may have."""
    files: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
        "水彩 watercolour": (kohya(768), _FAMILY),
        "isometric-icons-xl": (kohya(2048), {"modelspec.trigger_phrase": "isometric icon, flat shading"}),
        "control_v11p_sd15_canny": (CONTROL, {}),
        "mine": (CONTROL, {}),
        "ip-adapter_sd15": (PLAIN_IP, {}),
        "easynegative": ({"emb_params": (8, 768)}, {}),
        "vae-ft-mse-840000": (AUTOENCODER, {}),
    }
    library = Library(folder / "library")
    for name, (shapes, metadata) in files.items():
        library.import_path(_picture(write_safetensors(folder / "files" / f"{name}.safetensors", shapes, metadata)))
    return library


def _picture(path: Path) -> Path:
    if "watercolour" in path.stem:
        y, x = np.mgrid[0:300, 0:400] / 300
        waves = np.sin(9 * x + 3 * np.cos(5 * y)) * 0.5 + 0.5
        rgb = np.dstack([235 - 90 * waves, 214 - 60 * y * waves, 190 + 40 * waves]).clip(0, 255).astype(np.uint8)
        Image.fromarray(rgb).save(path.with_suffix(".png"))
    return path


def additions(stage: Any) -> QWidget:
    """The model library over a LoRA."""
    library = stock(paths.models_dir().parent / "additions")
    stage.studio.services.library = library
    stage.studio.models.loaded = False
    stage.window.show_models("水彩-watercolour")
    stage.world.wait(lambda: stage.studio.models.loaded)
    dialog = stage.window.findChild(QDialog)
    dialog.select("水彩-watercolour")
    stage.world.settle(0.4)
    assert isinstance(dialog, QDialog)
    return dialog
