"""Writes diffusers pipelines of SD 3 and Flux as single-file checkpoints with the original names of their tensors.

The layouts are those of the published files ``sd3_medium_incl_clips_t5xxl.safetensors`` and of Flux files with
everything in them, as ComfyUI writes them. ``|n`` marks the n-th part of a tensor that is one there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.support.checkpoints import clip_tensors, fused, vae_tensors, write

_NET = "model.diffusion_model."

Rules = Sequence[tuple[str, str]]

_FLUX: Rules = (
    (r"^time_text_embed\.timestep_embedder\.", "time_in."),
    (r"^time_text_embed\.text_embedder\.", "vector_in."),
    (r"^time_text_embed\.guidance_embedder\.", "guidance_in."),
    (r"\.linear_1\.", ".in_layer."),
    (r"\.linear_2\.", ".out_layer."),
    (r"^context_embedder\.", "txt_in."),
    (r"^x_embedder\.", "img_in."),
    (r"^proj_out\.", "final_layer.linear."),
    (r"^norm_out\.linear\.", "final_layer.adaLN_modulation.1."),
    (r"^single_transformer_blocks\.(\d+)\.", r"single_blocks.\1."),
    (r"^transformer_blocks\.(\d+)\.", r"double_blocks.\1."),
    (r"^(single_.*)\.norm\.linear\.", r"\1.modulation.lin."),
    (r"^(single_.*)\.attn\.to_q\.", r"\1.linear1|0."),
    (r"^(single_.*)\.attn\.to_k\.", r"\1.linear1|1."),
    (r"^(single_.*)\.attn\.to_v\.", r"\1.linear1|2."),
    (r"^(single_.*)\.proj_mlp\.", r"\1.linear1|3."),
    (r"^(single_.*)\.proj_out\.", r"\1.linear2."),
    (r"^(single_.*)\.attn\.norm_", r"\1.norm_"),
    (r"\.norm1\.linear\.", ".img_mod.lin."),
    (r"\.norm1_context\.linear\.", ".txt_mod.lin."),
    (r"\.attn\.to_q\.", ".img_attn.qkv|0."),
    (r"\.attn\.to_k\.", ".img_attn.qkv|1."),
    (r"\.attn\.to_v\.", ".img_attn.qkv|2."),
    (r"\.attn\.add_q_proj\.", ".txt_attn.qkv|0."),
    (r"\.attn\.add_k_proj\.", ".txt_attn.qkv|1."),
    (r"\.attn\.add_v_proj\.", ".txt_attn.qkv|2."),
    (r"\.attn\.to_out\.0\.", ".img_attn.proj."),
    (r"\.attn\.to_add_out\.", ".txt_attn.proj."),
    (r"\.attn\.norm_added_", ".txt_attn.norm_"),
    (r"\.attn\.norm_", ".img_attn.norm_"),
    (r"\.norm_q\.weight$", ".norm.query_norm.scale"),
    (r"\.norm_k\.weight$", ".norm.key_norm.scale"),
    (r"\.ff\.net\.0\.proj\.", ".img_mlp.0."),
    (r"\.ff\.net\.2\.", ".img_mlp.2."),
    (r"\.ff_context\.net\.0\.proj\.", ".txt_mlp.0."),
    (r"\.ff_context\.net\.2\.", ".txt_mlp.2."),
)
_SD3: Rules = (
    (r"^pos_embed\.pos_embed$", "pos_embed"),
    (r"^pos_embed\.proj\.", "x_embedder.proj."),
    (r"^time_text_embed\.timestep_embedder\.", "t_embedder."),
    (r"^time_text_embed\.text_embedder\.", "y_embedder."),
    (r"\.linear_1\.", ".mlp.0."),
    (r"\.linear_2\.", ".mlp.2."),
    (r"^proj_out\.", "final_layer.linear."),
    (r"^norm_out\.linear\.", "final_layer.adaLN_modulation.1."),
    (r"^transformer_blocks\.(\d+)\.", r"joint_blocks.\1."),
    (r"\.norm1\.linear\.", ".x_block.adaLN_modulation.1."),
    (r"\.norm1_context\.linear\.", ".context_block.adaLN_modulation.1."),
    (r"\.(attn2?)\.to_q\.", r".x_block.\1.qkv|0."),
    (r"\.(attn2?)\.to_k\.", r".x_block.\1.qkv|1."),
    (r"\.(attn2?)\.to_v\.", r".x_block.\1.qkv|2."),
    (r"\.(attn2?)\.to_out\.0\.", r".x_block.\1.proj."),
    (r"\.attn\.add_q_proj\.", ".context_block.attn.qkv|0."),
    (r"\.attn\.add_k_proj\.", ".context_block.attn.qkv|1."),
    (r"\.attn\.add_v_proj\.", ".context_block.attn.qkv|2."),
    (r"\.attn\.to_add_out\.", ".context_block.attn.proj."),
    (r"\.attn\.norm_added_([qk])\.", r".context_block.attn.ln_\1."),
    (r"\.(attn2?)\.norm_([qk])\.", r".x_block.\1.ln_\2."),
    (r"\.ff\.net\.0\.proj\.", ".x_block.mlp.fc1."),
    (r"\.ff\.net\.2\.", ".x_block.mlp.fc2."),
    (r"\.ff_context\.net\.0\.proj\.", ".context_block.mlp.fc1."),
    (r"\.ff_context\.net\.2\.", ".context_block.mlp.fc2."),
)


def save_sd3(pipe: Any, path: Path) -> Path:
    """The checkpoint file of a ``StableDiffusion3Pipeline`` whose first text encoder's projection is the identity:
    files do not hold that one."""
    tensors = _network(pipe.transformer, _SD3, swapped=("norm_out.", _last_context(pipe.transformer)))
    tensors |= vae_tensors(pipe, "first_stage_model.")
    first = clip_tensors(pipe.text_encoder, "text_encoders.clip_l.transformer.")
    tensors |= {name: value for name, value in first.items() if "text_projection" not in name}
    tensors |= clip_tensors(pipe.text_encoder_2, "text_encoders.clip_g.transformer.")
    return write(tensors | _t5(pipe.text_encoder_3), path)


def save_flux(pipe: Any, path: Path) -> Path:
    """The checkpoint file of a ``FluxPipeline``, dev or schnell."""
    tensors = _network(pipe.transformer, _FLUX, swapped=("norm_out.",))
    tensors |= vae_tensors(pipe, "vae.")
    tensors |= clip_tensors(pipe.text_encoder, "text_encoders.clip_l.transformer.")
    return write(tensors | _t5(pipe.text_encoder_2), path)


def narrow(convert: Any, width: int) -> Any:
    """diffusers' conversion of Flux for a network of another width: the published one, 3072, is written into its code
    (a network of that width with one block of each kind would have half a billion weights)."""
    code: CodeType = convert.__code__
    assert code.co_consts.count(3072) == 1, "diffusers does it in another way now"
    constants = tuple(width if value == 3072 else value for value in code.co_consts)
    return FunctionType(code.replace(co_consts=constants), convert.__globals__)


def _network(network: Any, rules: Rules, *, swapped: tuple[str, ...]) -> dict[str, Any]:
    """``swapped``: beginnings of the layers whose scale and shift come the other way round in a checkpoint."""
    import torch

    tensors = {}
    for name, value in network.state_dict().items():
        if name.startswith(swapped):
            value = torch.cat(list(value.chunk(2))[::-1])
        for pattern, original in rules:
            name = re.sub(pattern, original, name)
        tensors[_NET + name] = value
    return fused(tensors)


def _last_context(transformer: Any) -> str:
    return f"transformer_blocks.{transformer.config.num_layers - 1}.norm1_context."


def _t5(encoder: Any) -> dict[str, Any]:
    """Its token embedding is there once, though the network knows it by two names. Nothing for no encoder."""
    if encoder is None:
        return {}
    prefix = "text_encoders.t5xxl.transformer."
    return {
        prefix + name: value for name, value in encoder.state_dict().items() if name != "encoder.embed_tokens.weight"
    }
