"""What works beside a picture model, recognised from headers and configurations alone."""

from __future__ import annotations

from pathlib import Path

from studio.library.formats.additions import control, embedding, ip_adapter, lora, vae
from studio.library.formats.additions.found import FoundAddition
from studio.library.formats.safetensors import Header

__all__ = ["FoundAddition", "control_kind", "of_file", "of_folder"]

control_kind = control.kind_of


def of_file(path: Path, header: Header) -> FoundAddition | None:
    """What a safetensors file is when it is an addition; None for anything else.

    Raises :class:`ModelError` ``model-unsupported`` for an addition of a kind that the studio cannot use, named.
    """
    # An IP-Adapter may hold LoRA weights and a ControlNet the names of a UNet, so the order matters.
    for inspect in (ip_adapter.of_file, control.of_file, lora.of_file, embedding.of_file, vae.of_file):
        found = inspect(path, header)
        if found is not None:
            return found
    return None


def of_folder(folder: Path, config: dict[str, object]) -> FoundAddition | None:
    """What a diffusers or transformers folder is by its ``config.json``; None when it is no addition.

    Raises :class:`ModelError` as :func:`of_file`, ``model-damaged`` and ``model-pickle``.
    """
    for inspect in (control.of_folder, vae.of_folder, ip_adapter.encoder_of_folder):
        found = inspect(folder, config)
        if found is not None:
            return found
    return None
