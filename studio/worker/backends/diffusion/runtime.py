"""The libraries themselves: imported once, offline, and silent but for errors."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator
from typing import Any

_ready = False


def prepare() -> None:
    """Import diffusers (seconds) so that it asks no network and draws no progress bars."""
    global _ready
    if _ready:
        return
    # Read by huggingface_hub when it is imported: nothing here may ever be fetched.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    with quiet():
        import transformers

        # First: importing diffusers makes transformers remark on what it does without.
        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        import diffusers
        from diffusers import StableDiffusionPipeline  # noqa: F401 - a lazy module: import now what most jobs need

        diffusers.utils.logging.set_verbosity_error()
        diffusers.utils.logging.disable_progress_bar()
    _ready = True


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without the libraries' remarks on what they will deprecate; they are not the user's business."""
    with warnings.catch_warnings():
        for category in (FutureWarning, DeprecationWarning, UserWarning):
            warnings.simplefilter("ignore", category)
        yield


def torch_dtype(name: str) -> Any:
    """``torch.float32`` for ``"float32"`` and so on; float32 for anything unknown."""
    import torch

    return {"bfloat16": torch.bfloat16, "float16": torch.float16}.get(name, torch.float32)


def use_threads(count: int) -> None:
    """Let torch compute with ``count`` CPU threads."""
    import torch

    if count > 0 and torch.get_num_threads() != count:
        torch.set_num_threads(count)
