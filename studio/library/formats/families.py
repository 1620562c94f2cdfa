"""Which family of picture models a single safetensors file belongs to, told by the names and shapes of its weights."""

from __future__ import annotations

import msgspec

from studio.core.errors import Phrase, phrase, verbatim
from studio.library.formats.safetensors import Header

_UNET = "model.diffusion_model."
_CLIP = (phrase("CLIP text encoder"), "text_encoders.clip_l.")
_SD3_TEXT = (_CLIP, (phrase("second text encoder"), "text_encoders.clip_g."))
"""T5 is not among them: the family draws without it too, and files often leave it out for its size."""
_FLUX_TEXT = (_CLIP, (phrase("T5 text encoder"), "text_encoders.t5xxl."))
_ALL = ("text-to-image", "image-to-image", "inpaint", "outpaint")


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """``id`` is ``sd15``, ``sdxl``, ``sd3`` or ``flux``; ``size`` is the side of its square in pixels; ``steps`` are
    those it was distilled to, 0 for models that want the usual number.

    ``missing`` names parts that the file does not bring and that must come from elsewhere.
    """

    id: str
    name: str
    size: int
    steps: int = 0
    tasks: tuple[str, ...] = _ALL
    missing: tuple[Phrase, ...] = ()


def detect(header: Header) -> Family | Phrase:
    """The family, or why the studio cannot run the file."""
    if _is_adapter(header):
        return phrase("it is a LoRA or another addition to a model, not a model")
    if header.has("double_blocks.", _UNET + "double_blocks.", "transformer_blocks.0.attn.add_q_proj"):
        return _flux(header)
    if header.has("joint_blocks.", _UNET + "joint_blocks."):
        newer = any(".x_block.attn.ln_q." in name for name in header.tensors)
        name = "Stable Diffusion 3.5" if newer else "Stable Diffusion 3"
        return _with_parts(header, "sd3", name, 1024, _SD3_TEXT)
    if not header.has(_UNET + "input_blocks."):
        return phrase("its weights are not those of a picture model the studio knows")
    width = _context_width(header)
    if width == 2048 or header.has("conditioner.embedders.1."):
        return _unet(header, "sdxl", "Stable Diffusion XL", 1024, "conditioner.embedders.")
    if width == 1280:
        return phrase("it is the refiner of Stable Diffusion XL, which only follows after a base model")
    if width == 1024:
        return phrase("it is of the family Stable Diffusion 2, which the studio does not run")
    if width == 768:
        return _unet(header, "sd15", "Stable Diffusion 1.5", 512, "cond_stage_model.")
    return phrase("its weights are not those of a picture model the studio knows")


def _is_adapter(header: Header) -> bool:
    return any(
        name.startswith(("lora_", "lycoris_")) or ".lora_" in name or ".hada_w1" in name or ".lokr_w" in name
        for name in header.tensors
    )


def _context_width(header: Header) -> int:
    """The width of the text embedding that the cross-attention reads."""
    for name, tensor in header.tensors.items():
        if name.startswith(_UNET + "input_blocks.") and name.endswith(".attn2.to_k.weight") and len(tensor.shape) == 2:
            return tensor.shape[1]
    return 0


def _flux(header: Header) -> Family:
    """Only dev reads guidance; schnell was distilled further, to few steps."""
    if header.has("guidance_in.", _UNET + "guidance_in."):
        return _with_parts(header, "flux", "Flux dev", 1024, _FLUX_TEXT)
    found = _with_parts(header, "flux", "Flux schnell", 1024, _FLUX_TEXT)
    return msgspec.structs.replace(found, steps=4)


def _unet(header: Header, family: str, name: str, size: int, text: str) -> Family:
    found = _with_parts(header, family, name, size, ((phrase("text encoder"), text),))
    shape = header.shape(_UNET + "input_blocks.0.0.weight")
    if len(shape) == 4 and shape[1] == 9:
        # Nine input channels: the picture behind the mask and the mask itself are always read.
        return msgspec.structs.replace(found, name=name + " (inpainting)", tasks=("inpaint", "outpaint"))
    return found


def _with_parts(header: Header, family: str, name: str, size: int, text: tuple[tuple[Phrase, str], ...]) -> Family:
    """``text``: what the file's text encoders are called, and what their weights begin with."""
    missing = [part for part, start in text if not header.has(start)]
    if not header.has("first_stage_model.", "vae."):
        missing.append(verbatim("VAE"))
    return Family(id=family, name=name, size=size, missing=tuple(missing))
