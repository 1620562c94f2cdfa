"""Writes a diffusers pipeline as a single-file checkpoint with the original names of its tensors (SD 1.5, SDXL)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_UNET = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_OPEN_CLIP = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.q_proj.": "attn.in_proj|0_",
    "self_attn.k_proj.": "attn.in_proj|1_",
    "self_attn.v_proj.": "attn.in_proj|2_",
    "self_attn.": "attn.",
}
_VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}


def save_sd15(pipe: Any, path: Path, *, encoder_prefix: str = "cond_stage_model.transformer.text_model.") -> Path:
    """The checkpoint file of a ``StableDiffusionPipeline``."""
    tensors = _unet_tensors(pipe) | vae_tensors(pipe, "first_stage_model.")
    for name, value in pipe.text_encoder.state_dict().items():
        tensors[encoder_prefix + name.removeprefix("text_model.")] = value
    return write(tensors, path)


def save_sdxl(pipe: Any, path: Path) -> Path:
    """The checkpoint file of a ``StableDiffusionXLPipeline``: its second text encoder has OpenCLIP's layout."""
    tensors = _unet_tensors(pipe) | vae_tensors(pipe, "first_stage_model.")
    tensors |= clip_tensors(pipe.text_encoder, "conditioner.embedders.0.transformer.")
    return write(tensors | _open_clip(pipe.text_encoder_2, "conditioner.embedders.1.model."), path)


def write(tensors: dict[str, Any], path: Path) -> Path:
    from safetensors.torch import save_file

    save_file({name: value.contiguous().clone() for name, value in tensors.items()}, path)
    return path


def vae_tensors(pipe: Any, prefix: str) -> dict[str, Any]:
    """The autoencoder: its attention is made of convolutions there."""
    tensors = {}
    levels = len(pipe.vae.config.block_out_channels)
    for name, value in pipe.vae.state_dict().items():
        linear = ".attentions." in name and ".to_" in name and name.endswith("weight")
        tensors[prefix + _vae(name, levels)] = value[:, :, None, None] if linear else value
    return tensors


def controlnet_tensors(net: Any) -> dict[str, Any]:
    """A ControlNet with the names of its authors (lllyasviel/ControlNet)."""
    layers, attends = net.config.layers_per_block, [block.startswith("Cross") for block in net.config.down_block_types]
    hint = {"conv_in": 0, "conv_out": 14, **{f"blocks.{n}": 2 * n + 2 for n in range(6)}}

    def name(own: str) -> str:
        part, _, rest = own.partition(".")
        stem, _, end = rest.rpartition(".")
        if part == "controlnet_cond_embedding":
            return f"input_hint_block.{hint[stem]}.{end}"
        if part == "controlnet_down_blocks":
            return f"zero_convs.{stem}.0.{end}"
        return f"middle_block_out.0.{rest}" if part == "controlnet_mid_block" else _unet(own, layers, attends)

    return {name(own).removeprefix("model.diffusion_model."): tensor for own, tensor in net.state_dict().items()}


def clip_tensors(encoder: Any, prefix: str) -> dict[str, Any]:
    """A CLIP text encoder in the layout of transformers before version 5, with the positions that files hold too."""
    import torch

    tensors = {
        prefix + (name if name.startswith(("text_model.", "text_projection.")) else f"text_model.{name}"): value
        for name, value in encoder.state_dict().items()
    }
    return tensors | {f"{prefix}text_model.embeddings.position_ids": torch.arange(77)[None]}


def _open_clip(encoder: Any, prefix: str) -> dict[str, Any]:
    """A text encoder in the layout of OpenCLIP: query, key and value in one tensor, the projection transposed."""
    import torch

    state = {name.removeprefix("text_model."): value for name, value in encoder.state_dict().items()}
    tensors = {
        "token_embedding.weight": state.pop("embeddings.token_embedding.weight"),
        "positional_embedding": state.pop("embeddings.position_embedding.weight"),
        "text_projection": state.pop("text_projection.weight").T,
        "logit_scale": torch.tensor(4.6),
    }
    for name, value in state.items():
        name = name.replace("final_layer_norm", "ln_final").replace("encoder.layers.", "transformer.resblocks.")
        for ours, original in _OPEN_CLIP.items():
            name = name.replace(ours, original)
        tensors[name] = value
    return {prefix + name: value for name, value in fused(tensors).items()}


def fused(tensors: dict[str, Any]) -> dict[str, Any]:
    """Tensors named ``…|n.weight`` or ``…|n_weight`` laid one below the other, in the order of their numbers n."""
    import torch

    whole: dict[str, Any] = {}
    parts: dict[str, dict[int, Any]] = {}
    for name, value in tensors.items():
        if match := re.fullmatch(r"(.*)\|(\d)(.*)", name):
            parts.setdefault(match[1] + match[3], {})[int(match[2])] = value
        else:
            whole[name] = value
    return whole | {name: torch.cat([found[n] for n in sorted(found)]) for name, found in parts.items()}


def _unet_tensors(pipe: Any) -> dict[str, Any]:
    layers = pipe.unet.config.layers_per_block
    return {f"model.diffusion_model.{_unet(k, layers, _attends(pipe))}": v for k, v in pipe.unet.state_dict().items()}


def _attends(pipe: Any) -> list[bool]:
    return ["CrossAttn" in kind for kind in pipe.unet.config.up_block_types]


def _unet(name: str, layers: int, attends: list[bool]) -> str:
    for ours, original in _UNET.items():
        if name.startswith(ours + "."):
            return original + name[len(ours) :]
    match = re.match(r"(down_blocks|up_blocks)\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.*)", name)
    if match:
        side, block, kind, index, rest = match[1], int(match[2]), match[3], int(match[4]), match[5]
        if kind == "downsamplers":
            return f"input_blocks.{(layers + 1) * (block + 1)}.0.op.{rest.removeprefix('conv.')}"
        if kind == "upsamplers":
            return f"output_blocks.{(layers + 1) * block + layers}.{2 if attends[block] else 1}.{rest}"
        number = (layers + 1) * block + index + (1 if side == "down_blocks" else 0)
        place = f"{'input' if side == 'down_blocks' else 'output'}_blocks.{number}"
        return f"{place}.0.{_resnet(rest)}" if kind == "resnets" else f"{place}.1.{rest}"
    match = re.match(r"mid_block\.(resnets|attentions)\.(\d+)\.(.*)", name)
    assert match, name
    if match[1] == "attentions":
        return f"middle_block.1.{match[3]}"
    return f"middle_block.{2 * int(match[2])}.{_resnet(match[3])}"


def _resnet(rest: str) -> str:
    part, _, leaf = rest.rpartition(".")
    return f"{_RESNET[part]}.{leaf}"


def _vae(name: str, levels: int) -> str:
    def up(match: re.Match[str]) -> str:
        return f"decoder.up.{levels - 1 - int(match[1])}."

    name = re.sub(
        r"mid_block\.attentions\.0\.(.*)\.(weight|bias)", lambda m: f"mid.attn_1.{_VAE_ATTENTION[m[1]]}.{m[2]}", name
    )
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", name)
    name = re.sub(r"encoder\.down_blocks\.(\d+)\.", r"encoder.down.\1.", name)
    name = re.sub(r"decoder\.up_blocks\.(\d+)\.", up, name)
    name = re.sub(r"resnets\.(\d+)", r"block.\1", name)
    name = name.replace("downsamplers.0", "downsample").replace("upsamplers.0", "upsample")
    return name.replace("conv_shortcut", "nin_shortcut").replace("conv_norm_out", "norm_out")
