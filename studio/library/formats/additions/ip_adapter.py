"""IP-Adapters and the image encoders that they read their pictures with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, phrase
from studio.library.formats.additions.found import WIDTHS, FoundAddition, unsupported
from studio.library.formats.parts import read_json, weights_of
from studio.library.formats.safetensors import Header

_ENCODER = "CLIPVisionModelWithProjection"
_PLACES = ("image_encoder", "../image_encoder", "../models/image_encoder", "../sdxl_models/image_encoder")
"""Where publishers keep the encoder, seen from the adapter's file."""


def of_file(path: Path, header: Header) -> FoundAddition | None:
    """An IP-Adapter for SD 1.5 or SDXL, with its image encoder when that lies beside it; None for another kind.

    Raises ``model-unsupported`` for its relatives, named.
    """
    if header.has("ip_adapter_proj_model.") or any("ip_adapter_double_stream" in name for name in header.tensors):
        raise unsupported(path, phrase("it is an IP-Adapter for Flux; the studio uses those for SD 1.5 and SDXL"))
    if not (header.has("image_proj.") and header.has("ip_adapter.")):
        return None
    plain = "image_proj.proj.weight" in header.tensors
    face = header.has("image_proj.norm.") and not plain  # a plain one has a norm too, but another projection
    if face or header.has("image_proj.perceiver_resampler.", "ip_adapter.0.to_q_lora."):
        raise unsupported(
            path, phrase("it is an IP-Adapter FaceID, which needs a face recogniser the studio does not have")
        )
    kind, reads, width = _kind(header)
    widths = {t.shape[1] for n, t in header.tensors.items() if n.endswith(".to_k_ip.weight") and len(t.shape) == 2}
    if not kind or len(widths) != 1:
        raise unsupported(path, phrase("it is an IP-Adapter of a form the studio does not know"))
    family = WIDTHS.get(widths.pop(), "")
    if family == "sd2":
        raise unsupported(path, phrase("it is an IP-Adapter for Stable Diffusion 2"))
    options: dict[str, Any] = {"adapter": kind, "encoder_reads": reads, "encoder_width": width}
    encoder = _encoder_beside(path, reads, width)
    folder, files = path.parent, [path.name]
    if encoder is not None:
        path = path.absolute()
        folder = path.parent if encoder.is_relative_to(path.parent) else path.parent.parent
        files = [path.relative_to(folder).as_posix()]
        options["encoder"] = encoder.relative_to(folder).as_posix()
        found, variant = weights_of(encoder)
        if variant:
            options["encoder_variant"] = variant
        files += [f"{options['encoder']}/{name}" for name in found]
    return FoundAddition(
        task="ip-adapter", format="checkpoint", family=family, folder=folder, files=tuple(files), options=options
    )


def _kind(header: Header) -> tuple[str, str, int]:
    """The form of the adapter, what it reads of an encoder (its ``projection`` or its ``hidden`` layer), how wide."""
    if len(shape := header.shape("image_proj.proj.weight")) == 2:
        return "plain", "projection", shape[1]
    if len(shape := header.shape("image_proj.proj.0.weight")) == 2 and "image_proj.proj.3.weight" in header.tensors:
        return "full", "hidden", shape[1]
    if len(shape := header.shape("image_proj.proj_in.weight")) == 2 and "image_proj.latents" in header.tensors:
        return "plus", "hidden", shape[1]
    return "", "", 0


def _encoder_beside(path: Path, reads: str, width: int) -> Path | None:
    """The folder of an encoder that fits, in the places where publishers keep it."""
    for place in _PLACES:
        folder = Path(os.path.normpath(path.parent.absolute() / place))
        config = folder / "config.json"
        if not config.is_file():
            continue
        options = encoder_options(read_json(config))
        if options and options[reads] == width:
            return folder
    return None


def encoder_options(config: dict[str, Any]) -> dict[str, int]:
    """The widths of a CLIP image encoder's layers; nothing when the configuration is another model's."""
    architectures = config.get("architectures")
    if not isinstance(architectures, list) or _ENCODER not in architectures:
        return {}
    hidden, projection = config.get("hidden_size"), config.get("projection_dim")
    if not isinstance(hidden, int) or not isinstance(projection, int):
        raise ModelError("model-damaged", file="config.json", reason=phrase("it does not say how wide its layers are"))
    return {"hidden": hidden, "projection": projection}


def encoder_of_folder(folder: Path, config: dict[str, Any]) -> FoundAddition | None:
    """A CLIP image encoder on its own: for the IP-Adapters that came without one."""
    options: dict[str, Any] = {**encoder_options(config)}
    if not options:
        return None
    files, variant = weights_of(folder)
    if variant:
        options["variant"] = variant
    return FoundAddition(
        task="image-encoder", format="transformers", family="", folder=folder, files=tuple(files), options=options
    )
