"""LoRA files: kohya's, diffusers' and PEFT's names, told by the names and shapes of their weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import phrase
from studio.library.formats.additions import words
from studio.library.formats.additions.found import FoundAddition, family_of_widths, family_of_words, unsupported
from studio.library.formats.safetensors import Header

_DOWN = re.compile(
    r"(\.lora_down\.weight|[._]lora\.down\.weight|\.lora_A(\.default)?\.weight|\.lora_linear_layer\.down\.weight)$"
)
_PARTS = re.compile(
    r"\.lora_(down|up|mid|A|B|magnitude_vector)\b|[._]lora\.(down|up)\.|\.lora_linear_layer\.(down|up)\.|\.dora_scale$"
)
_DOUBLE = re.compile(r"(?:double_blocks|(?<!single_)transformer_blocks)[._](\d+)[._]")
_SINGLE = re.compile(r"single_(?:transformer_)?blocks[._](\d+)[._]")
_HIDDEN = re.compile(r"transformer_blocks\.\d+\.attn\.(to_q|add_q_proj)\.(lora_A(\.default)?|lora\.down)\.weight$")
_CROSS = re.compile(r"attn2[._](processor[._])?to_[kv]")
_OTHERS = (
    # Parts of a name, and what the file then is: relatives of LoRA that diffusers cannot apply to these models.
    (".hada_w1", "LyCORIS LoHa"),
    (".lokr_w", "LyCORIS LoKr"),
    (".oft_", "OFT"),
    (".glora_", "GLoRA"),
    (".on_input", "LyCORIS (IA)³"),
    (".lora_mid.", "LyCORIS LoCon (Tucker)"),
)


def of_file(path: Path, header: Header) -> FoundAddition | None:
    """A LoRA, LoCon or DoRA; None for another kind of file. Raises ``model-unsupported`` for its relatives."""
    if not any(_PARTS.search(name) for name in header.tensors):
        named = next((what for part, what in _OTHERS if any(part in name for name in header.tensors)), "")
        if named:
            raise unsupported(path, phrase("it is {kind}; of LyCORIS the studio uses LoRA, LoCon and DoRA", kind=named))
        return None
    if any(name.startswith("lllite_") for name in header.tensors):
        raise unsupported(path, phrase("it is a ControlNet-LLLite, which the studio does not use"))
    for part, what in _OTHERS:
        if any(part in name for name in header.tensors):
            raise unsupported(path, phrase("it is {kind}; of LyCORIS the studio uses LoRA, LoCon and DoRA", kind=what))
    ranks = sorted({tensor.shape[0] for name, tensor in header.tensors.items() if _DOWN.search(name) and tensor.shape})
    if not ranks:
        raise unsupported(path, phrase("it is a LoRA that lacks half of its weights"))
    return FoundAddition(
        task="lora",
        format="checkpoint",
        family=family(header),
        folder=path.parent,
        files=(path.name,),
        options=_options(header, ranks),
        description=words.line(header.metadata, "modelspec.description", "ss_training_comment"),
        licence=words.line(header.metadata, "modelspec.license", longest=80),
    )


def _options(header: Header, ranks: list[int]) -> dict[str, Any]:
    options: dict[str, Any] = {"rank": ranks[-1]}
    if found := words.trigger_words(header.metadata):
        options["trigger_words"] = found
    if found := words.tags(header.metadata):
        options["tags"] = found
    if title := words.line(header.metadata, "modelspec.title", "ss_output_name", longest=80):
        options["title"] = title
    return options


def family(header: Header) -> str:
    """The family of a LoRA: by its weights, and where those do not tell, by what its publisher wrote."""
    return _of_flow(header) or family_of_widths(set(_cross_widths(header))) or _by_encoders(header) or _by_words(header)


def _of_flow(header: Header) -> str:
    """Flux and Stable Diffusion 3 by the names of their blocks, and where other families share those, by their sizes."""
    names = list(header.tensors)
    if any("joint_blocks" in name for name in names):
        return "sd3"
    if any("stream_modulation" in name or "to_qkv_mlp_proj" in name for name in names):
        return "flux2"
    double = [int(m[1]) for name in names if (m := _DOUBLE.search(name))]
    single = [int(m[1]) for name in names if (m := _SINGLE.search(name))]
    if single or any("double_blocks" in name for name in names):
        # Flux has 19 and 38 blocks; HunyuanVideo, whose blocks have the same names, 20 and 40.
        return "flux" if max(double, default=0) < 19 and max(single, default=0) < 38 else ""
    hidden = {t.shape[1] for name, t in header.tensors.items() if _HIDDEN.search(name) and len(t.shape) == 2}
    if hidden and hidden <= {1536, 2432}:
        return "sd3"
    if hidden == {3072} and max(double, default=0) < 19 and not any("img_mlp" in name for name in names):
        # Qwen-Image is as wide, but has sixty blocks with other names.
        return "flux"
    return ""


def _cross_widths(header: Header) -> Iterator[int]:
    for name, tensor in header.tensors.items():
        if _DOWN.search(name) and _CROSS.search(name) and len(tensor.shape) >= 2:
            yield tensor.shape[1]


def _by_encoders(header: Header) -> str:
    """Of a LoRA for text encoders alone: two of them are SDXL's, one is told by its width."""
    if header.has("lora_te2_", "text_encoder_2."):
        return "" if header.has("lora_te3_", "text_encoder_3.") else "sdxl"
    if header.has("lora_te_", "text_encoder."):
        widths = {
            tensor.shape[1]
            for name, tensor in header.tensors.items()
            if _DOWN.search(name) and re.search(r"q_proj", name) and len(tensor.shape) == 2
        }
        return {frozenset({768}): "sd15", frozenset({1024}): "sd2"}.get(frozenset(widths), "")
    return ""


def _by_words(header: Header) -> str:
    meta = header.metadata
    found = (family_of_words(meta.get(key, "")[:200]) for key in ("modelspec.architecture", "ss_base_model_version"))
    return next((family for family in found if family), "")
