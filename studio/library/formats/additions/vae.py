"""Autoencoders on their own: diffusers folders and single safetensors files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from studio.library.formats.additions import words
from studio.library.formats.additions.found import FoundAddition, family_of_words
from studio.library.formats.parts import weights_of
from studio.library.formats.safetensors import Header

_CLASSES = ("AutoencoderKL", "AutoencoderTiny")
_SCALES = {0.18215: "sd15", 0.13025: "sdxl", 1.5305: "sd3", 0.3611: "flux"}
"""Families by the factor that they scale latents with (their published configurations)."""


def of_file(path: Path, header: Header) -> FoundAddition | None:
    """An autoencoder without the rest of a model; None for another kind of file."""
    prefix = "first_stage_model." if header.has("first_stage_model.") else "vae." if header.has("vae.") else ""
    first = header.shape(f"{prefix}decoder.conv_in.weight")
    whole = all(
        name.startswith(
            (prefix or "encoder.", prefix or "decoder.", "quant_conv.", "post_quant_conv.", "loss.", "model_ema.")
        )
        for name in header.tensors
    )
    if len(first) != 4 or not header.has(f"{prefix}encoder.") or not whole:
        return None
    channels = first[1]
    return FoundAddition(
        task="vae",
        format="checkpoint",
        family=_family_of_file(path, header, channels),
        folder=path.parent,
        files=(path.name,),
        options={"latent_channels": channels},
        description=words.line(header.metadata, "modelspec.description"),
        licence=words.line(header.metadata, "modelspec.license", longest=80),
    )


def _family_of_file(path: Path, header: Header, channels: int) -> str:
    """The weights of SD 1.5's and SDXL's autoencoders have the same shapes: the publisher's words and the name tell."""
    if found := family_of_words(header.metadata.get("modelspec.architecture", "")[:200]):
        return found
    name = path.stem.lower()
    if channels == 16:
        # Those of Flux and Stable Diffusion 3 have the same shapes too; nearly all that are published alone are Flux's.
        return (
            "sd3"
            if re.search(r"sd_?3|stable.?diffusion.?3", name)
            else "flux"
            if re.search(r"flux|^ae\b", name)
            else ""
        )
    if channels == 4:
        if re.search(r"xl|pony|illustrious|noob", name):
            return "sdxl"
        if re.search(r"mse|ema|sd_?v?1|1[._-]?5|kl-f8|anime|orangemix|blessed|klf8", name):
            return "sd15"
    return ""


def of_folder(folder: Path, config: dict[str, Any]) -> FoundAddition | None:
    """A diffusers folder with nothing but an autoencoder; None for another kind of folder."""
    kind = config.get("_class_name")
    if kind not in _CLASSES:
        return None
    files, variant = weights_of(folder)
    channels, scale = config.get("latent_channels"), config.get("scaling_factor")
    options: dict[str, Any] = {"class": kind}
    if isinstance(channels, int) and not isinstance(channels, bool):
        options["latent_channels"] = channels
    family = ""
    if isinstance(scale, float) and kind == "AutoencoderKL":
        family = next((name for value, name in _SCALES.items() if abs(value - scale) < 1e-6), "")
    if variant:
        options["variant"] = variant
    return FoundAddition(
        task="vae", format="diffusers", family=family, folder=folder, files=tuple(files), options=options
    )
