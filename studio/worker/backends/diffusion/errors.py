"""Turns what torch and diffusers raise into errors a user can meet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from studio.core.errors import ModelError, ResourceError, StudioError, phrase
from studio.worker.context import JobCancelled
from studio.worker.refusals import load_failed


def is_out_of_memory(error: BaseException) -> bool:
    """torch has a class for it on a GPU only; on the CPU its allocator raises a plain RuntimeError."""
    if isinstance(error, MemoryError) or type(error).__name__ in ("OutOfMemoryError", "AcceleratorError"):
        return isinstance(error, MemoryError) or "memory" in str(error).lower()
    text = str(error)
    return isinstance(error, RuntimeError) and ("can't allocate memory" in text or "out of memory" in text.lower())


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Around the use of a model. Raises ResourceError ``out-of-memory`` after giving back what the device holds."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        free_device_memory()
        raise ResourceError("out-of-memory", detail=str(error)) from error


@contextlib.contextmanager
def loading(model: str, file: str = "") -> Iterator[None]:
    """Around the loading of a model. Raises ModelError; MemoryError when it does not fit."""
    try:
        yield
    except (StudioError, JobCancelled):
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise MemoryError(str(error)) from error
        if type(error).__name__ == "SafetensorError":
            raise ModelError(
                "model-damaged", str(error), file=file or model, reason=phrase("it cannot be read")
            ) from error
        raise load_failed(model, error) from error


def free_device_memory() -> None:
    """Give unused blocks of the allocator's cache back to the device."""
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
