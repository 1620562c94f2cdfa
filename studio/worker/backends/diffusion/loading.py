"""Brings diffusers folders and single-file checkpoints into memory: safetensors only, no foreign code, no network."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, phrase
from studio.core.models import InstalledModel
from studio.worker.backends.diffusion import errors, runtime
from studio.worker.backends.diffusion.folders import check_folder, components
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.context import JobContext
from studio.worker.devices import DeviceInfo

SPARE = 0.85
"""Share of a GPU's free memory that the weights may take before they are kept in host memory and brought in one
network at a time."""


def load(model: InstalledModel, ctx: JobContext) -> LoadedPipeline:
    """Raises ModelError, MemoryError when it does not fit, and JobCancelled between two of its networks."""
    runtime.prepare()
    dtype = str(model.spec.options.get("dtype") or ctx.device.dtype)
    if ctx.device.kind == "cpu" and dtype == "float16":
        dtype = "float32"  # half precision is not implemented for all of a pipeline's work on a CPU

    def read() -> Any:
        with runtime.quiet(), errors.loading(model.spec.name):
            if model.spec.format == "checkpoint":
                from studio.worker.backends.diffusion.single_file import load_checkpoint

                pipe = load_checkpoint(model, runtime.torch_dtype(dtype))
            else:
                pipe = load_folder(Path(model.folder), runtime.torch_dtype(dtype))
            place(pipe, ctx.device)
            return pipe

    with _stoppable(ctx):
        return LoadedPipeline(model, read, dtype)


@contextlib.contextmanager
def _stoppable(ctx: JobContext) -> Iterator[None]:
    """Look at the flag whenever a layer is made. Reading gigabytes takes a minute, the libraries offer nothing to stop
    it by, and a worker that is ended for its deafness loses all the models it holds."""
    import torch
    from torch.nn.modules.module import register_module_module_registration_hook

    # diffusers sets it while it makes a network, and leaves it so when that fails: every later job would suffer.
    kept = torch.get_default_dtype()
    handle = register_module_module_registration_hook(lambda *_: ctx.check_cancelled())
    try:
        yield
    finally:
        handle.remove()
        torch.set_default_dtype(kept)


def load_folder(folder: Path, dtype: Any) -> Any:
    """The pipeline of a diffusers folder."""
    import diffusers
    from diffusers.pipelines.auto_pipeline import SUPPORTED_TASKS_MAPPINGS

    index, variant = check_folder(folder)
    name = index["_class_name"]
    offered = {cls.__name__ for mapping in SUPPORTED_TASKS_MAPPINGS for cls in mapping.values()}
    if name not in offered:
        hint = phrase("Import a model for text to image, image to image or inpainting.")
        raise ModelError(
            "model-unsupported", file=folder.name, reason=phrase("{name} draws no pictures", name=name), hint=hint
        )
    cls = getattr(diffusers, name)
    # A safety checker that is not in the folder, or that we leave out, has to be named as absent.
    takes = inspect.signature(cls.__init__).parameters
    absent = {part: None for part in ("safety_checker", "feature_extractor", "image_encoder") if part in takes}
    if "requires_safety_checker" in takes:
        absent["requires_safety_checker"] = False  # type: ignore[assignment]
    if name.startswith("StableDiffusion3"):
        # It draws without T5 too, and folders that leave it out for its size say so.
        absent |= {part: None for part in ("text_encoder_3", "tokenizer_3") if index.get(part) == [None, None]}
    if missing := [p for p in _needed(cls) if p not in components(index) and p not in absent and p in index]:
        raise ModelError("model-damaged", file="model_index.json", reason=phrase("{name} is missing", name=missing[0]))
    return cls.from_pretrained(
        str(folder),
        torch_dtype=dtype,
        use_safetensors=True,
        local_files_only=True,
        variant=variant or None,
        **absent,
    )


def _needed(cls: Any) -> list[str]:
    optional = set(getattr(cls, "_optional_components", ()))
    modules, _ = cls._get_signature_keys(cls)
    return sorted(set(modules) - optional)


def place(pipe: Any, device: DeviceInfo) -> None:
    """Onto the device; when a GPU is too small for all of it, one network at a time."""
    if device.kind == "cpu":
        return
    if device.kind == "cuda":
        import torch

        parts = [part for part in pipe.components.values() if isinstance(part, torch.nn.Module)]
        size = sum(t.numel() * t.element_size() for part in parts for t in (*part.parameters(), *part.buffers()))
        free, _ = torch.cuda.mem_get_info(device.id)
        if size > free * SPARE:
            pipe.enable_model_cpu_offload(device=device.id)
            return
    pipe.to(device.id)
