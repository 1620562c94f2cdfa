"""How near each pixel of a picture is, by a depth estimator from a transformers folder (Depth Anything, DPT, ZoeDepth …)."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelError, phrase
from studio.core.models import InstalledModel
from studio.worker.refusals import load_failed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.pixels.pictures import Pixels

_SAFE: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
_METRIC = frozenset({"zoedepth", "glpn", "depth_pro"})
"""Families whose answer is the distance; that of the others grows with nearness."""
_LEAST = 1e-3
"""Metres: what is nearer counts as this near."""


class DepthEstimator:
    """Call it with pixels (height × width × 3) for their nearness (height × width, float32, any unit, larger is nearer).

    Raises :class:`ModelError` ``model-load-failed`` for what transformers cannot load; code from the folder is never run.
    """

    def __init__(self, model: InstalledModel, device: str) -> None:
        import transformers as lib

        lib.utils.logging.disable_progress_bar()
        folder, variant = Path(model.folder), model.spec.options.get("variant") or None
        if not (folder / "config.json").is_file():
            raise ModelError("model-damaged", file="config.json", reason=phrase("it is missing"))
        try:
            self._images: Any = lib.AutoImageProcessor.from_pretrained(str(folder), **_SAFE)
            self._model: Any = lib.AutoModelForDepthEstimation.from_pretrained(
                str(folder), use_safetensors=True, variant=variant, **_SAFE
            )
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception as error:  # safetensors' and transformers' errors have no base class in common
            raise load_failed(model.spec.name, error) from error
        self._model.float().eval().to(device)
        self._device = device
        config = self._model.config
        self._metric = config.model_type in _METRIC or getattr(config, "depth_estimation_type", "") == "metric"
        self.memory = sum(p.numel() * p.element_size() for p in self._model.parameters())

    def __call__(self, rgb: Pixels) -> NDArray[np.float32]:
        import numpy as np
        import torch
        from PIL import Image

        size = (int(rgb.shape[0]), int(rgb.shape[1]))
        prepared = self._images(images=Image.fromarray(rgb), return_tensors="pt").to(self._device)
        with torch.inference_mode():
            outputs = self._model(pixel_values=prepared["pixel_values"])
        # Some families pad their pictures and have to know how large they were.
        sizes = {"target_sizes": [size]} | (
            {"source_sizes": [size]} if self._model.config.model_type == "zoedepth" else {}
        )
        found = self._images.post_process_depth_estimation(outputs, **sizes)[0]["predicted_depth"]
        depth = np.asarray(found.float().cpu(), np.float32).reshape(size)
        if not self._metric:
            return depth
        nearness: NDArray[np.float32] = np.reciprocal(np.maximum(depth, np.float32(_LEAST)))
        return nearness

    def close(self) -> None:
        self._model = self._images = None
        gc.collect()
