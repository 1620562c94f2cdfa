"""A model that looks at pictures, with what prepares pictures and reads its answers, from a transformers folder."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, phrase
from studio.worker.refusals import load_failed

_SAFE: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


class VisionModel:
    """``kind`` is ``text`` (it writes), ``tags`` (it classifies) or ``objects`` (it finds). ``family`` is transformers'
    ``model_type``."""

    def __init__(self, folder: Path, device: str, dtype: str) -> None:
        import torch
        import transformers as lib

        lib.utils.logging.disable_progress_bar()
        config = lib.AutoConfig.from_pretrained(str(folder), **_SAFE)
        architectures = [str(a) for a in config.architectures or ()]
        self.family = str(config.model_type)
        self.device = device
        self.kind, classes = _kind_of(architectures, lib)
        # Scores are compared with thresholds and boxes are pixels: only texts are worth fewer digits.
        self.dtype = dtype if self.kind == "text" else "float32"
        self.model: Any = classes.from_pretrained(
            str(folder), dtype=getattr(torch, self.dtype), use_safetensors=True, **_SAFE
        )
        self.model.eval().to(device)
        self.images: Any
        self.processor: Any
        if self.kind != "text" or self.family == "vision-encoder-decoder":
            self.images = lib.AutoImageProcessor.from_pretrained(str(folder), **_SAFE)
            self.processor = None
        else:
            self.processor = lib.AutoProcessor.from_pretrained(str(folder), **_SAFE)
            self.images = getattr(self.processor, "image_processor", self.processor)
        self.tokenizer: Any = getattr(self.processor, "tokenizer", None)
        if self.kind == "text" and self.tokenizer is None:
            self.tokenizer = lib.AutoTokenizer.from_pretrained(str(folder), **_SAFE)
        self.memory = sum(p.numel() * p.element_size() for p in self.model.parameters())

    def close(self) -> None:
        self.model = self.processor = self.tokenizer = self.images = None
        gc.collect()

    def placed(self, inputs: Any) -> dict[str, Any]:
        """Prepared inputs on the model's device, pictures in its number format."""
        import torch

        kept = {}
        for name, value in inputs.items():
            if isinstance(value, torch.Tensor):
                value = value.to(self.device)
                if value.is_floating_point():
                    value = value.to(getattr(torch, self.dtype))
            kept[name] = value
        return kept

    def label(self, index: int) -> str:
        """A class in words: of several synonyms the first."""
        names = getattr(self.model.config, "id2label", None) or {}
        name = str(names.get(index, names.get(str(index), index)))
        return name.split(",", 1)[0].replace("_", " ").strip()


def _kind_of(architectures: list[str], lib: Any) -> tuple[str, Any]:
    if any(a.endswith("ForImageClassification") for a in architectures):
        return "tags", lib.AutoModelForImageClassification
    if any(a.endswith("ForObjectDetection") for a in architectures):
        return "objects", lib.AutoModelForObjectDetection
    return "text", lib.AutoModelForImageTextToText


def load(folder: Path, name: str, device: str, dtype: str) -> VisionModel:
    """Raises :class:`ModelError` for whatever transformers cannot load; code from the folder is never run."""
    if not (folder / "config.json").is_file():
        raise ModelError("model-damaged", file="config.json", reason=phrase("it is missing"))
    try:
        return VisionModel(folder, device, dtype)
    except (OSError, ValueError, KeyError, ImportError, AttributeError, TypeError) as error:
        raise load_failed(name, error) from error
    except Exception as error:
        # safetensors' own error has no base class below Exception.
        if "Safetensor" in type(error).__name__:
            raise load_failed(name, error) from error
        raise
