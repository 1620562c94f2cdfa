"""Real pipelines of every family, with random weights small enough to run in a fraction of a second."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.core.models import InstalledModel, ModelSpec

SIDE = 32
"""Pixels the tiny models draw at by default."""


def save(family: str, folder: Path) -> Path:
    """Build the tiny pipeline of ``family`` and save it as a diffusers folder."""
    pipe = build(family)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipe.save_pretrained(folder, safe_serialization=True)
    return folder


def installed(folder: Path, family: str = "", **options: Any) -> InstalledModel:
    """The tiny model as the library would hand it to a worker."""
    spec = ModelSpec(
        id=f"tiny-{family or 'model'}",
        name=f"Tiny {family}",
        backend="diffusers",
        format="diffusers",
        family=family,
        options={"steps": 4, **options},
    )
    return InstalledModel(spec=spec, folder=str(folder), sha256="0" * 64)


def build(family: str) -> Any:
    """The pipeline object, seeded."""
    import torch

    from studio.worker.backends.diffusion import runtime

    runtime.prepare()
    with runtime.quiet(), torch.random.fork_rng():
        torch.manual_seed(0)
        return FAMILIES[family]()


def _sd15() -> Any:
    from diffusers import DDIMScheduler, StableDiffusionPipeline

    return StableDiffusionPipeline(
        vae=_vae(),
        text_encoder=_clip(),
        tokenizer=clip_tokenizer(),
        unet=_unet(cross_attention_dim=32),
        scheduler=DDIMScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def _lcm() -> Any:
    """A latent consistency model: its UNet takes guidance as an input."""
    from diffusers import LCMScheduler, StableDiffusionPipeline

    return StableDiffusionPipeline(
        vae=_vae(),
        text_encoder=_clip(),
        tokenizer=clip_tokenizer(),
        unet=_unet(cross_attention_dim=32, time_cond_proj_dim=16),
        scheduler=LCMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def _medium() -> Any:
    """Large enough that computing, not calling, is what takes its time: 20 steps in about a second."""
    from diffusers import DDIMScheduler, StableDiffusionPipeline

    unet = _unet(cross_attention_dim=32, sample_size=16, block_out_channels=(64, 128), norm_num_groups=16)
    return StableDiffusionPipeline(
        vae=_vae(),
        text_encoder=_clip(),
        tokenizer=clip_tokenizer(),
        unet=unet,
        scheduler=DDIMScheduler(beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def _sdxl(*, second: int = 32) -> Any:
    """``second``: width of the second text encoder."""
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline

    unet = _unet(
        cross_attention_dim=32 + second,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=80,
        use_linear_projection=True,
        attention_head_dim=(2, 4),
    )
    return StableDiffusionXLPipeline(
        vae=_vae(),
        text_encoder=_clip(),
        text_encoder_2=_clip(projection=True, gelu=True, hidden_size=second),
        tokenizer=clip_tokenizer(),
        tokenizer_2=clip_tokenizer(),
        unet=unet,
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            timestep_spacing="leading",
            steps_offset=1,
        ),
        add_watermarker=False,
    )


def _sd3(*, second: int = 32, joint: int = 32, **network: Any) -> Any:
    """``second``: width of the second text encoder; ``joint``: that of T5 and of the states of all encoders."""
    from diffusers import FlowMatchEulerDiscreteScheduler, SD3Transformer2DModel, StableDiffusion3Pipeline

    transformer = SD3Transformer2DModel(
        **{
            "sample_size": SIDE // 2,
            "patch_size": 1,
            "in_channels": 16,
            "num_layers": 2,  # control acts on all but the last
            "attention_head_dim": 8,
            "num_attention_heads": 4,
            "joint_attention_dim": joint,
            "caption_projection_dim": 32,
            "pooled_projection_dim": 64,
            "out_channels": 16,
            **network,
        }
    )
    return StableDiffusion3Pipeline(
        transformer=transformer,
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=_vae(latent_channels=16, shift_factor=0.0609, use_quant_conv=False, use_post_quant_conv=False),
        text_encoder=_clip(projection=True),
        tokenizer=clip_tokenizer(),
        text_encoder_2=_clip(projection=True, hidden_size=second),
        tokenizer_2=clip_tokenizer(),
        text_encoder_3=_t5(d_model=joint),
        tokenizer_3=t5_tokenizer(),
    )


def _sd3_published(**network: Any) -> Any:
    """With what checkpoint files rely on: encoders of different widths, and a first one whose projection does
    nothing (files do not hold it)."""
    import torch

    pipe = _sd3(second=48, joint=96, **network)
    with torch.no_grad():
        pipe.text_encoder.text_projection.weight.copy_(torch.eye(32))
    return pipe


def _sd3_without_t5() -> Any:
    pipe = _sd3_published()
    pipe.register_modules(text_encoder_3=None, tokenizer_3=None)
    return pipe


def _flux(*, guidance: bool = True) -> Any:
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel

    transformer = FluxTransformer2DModel(
        patch_size=1,
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=32,
        pooled_projection_dim=32,
        axes_dims_rope=[4, 4, 8],
        guidance_embeds=guidance,
    )
    shifting: dict[str, Any] = {"use_dynamic_shifting": True, "shift": 3.0} if guidance else {"shift": 1.0}
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(**shifting),
        vae=_vae(shift_factor=0.1159, use_quant_conv=False, use_post_quant_conv=False),
        text_encoder=_clip(),
        tokenizer=clip_tokenizer(),
        text_encoder_2=_t5(),
        tokenizer_2=t5_tokenizer(),
        transformer=transformer,
    )


FAMILIES: dict[str, Callable[[], Any]] = {
    "sd15": _sd15,
    "lcm": _lcm,
    "medium": _medium,
    "sdxl": _sdxl,
    "sd3": _sd3,
    "sdxl-published": lambda: _sdxl(second=48),
    "sd3-published": _sd3_published,
    "sd3-without-t5": _sd3_without_t5,
    "sd35-published": lambda: _sd3_published(num_layers=3, dual_attention_layers=(0, 1), qk_norm="rms_norm"),
    "flux": _flux,
    "flux-schnell": lambda: _flux(guidance=False),
}


def _vae(**more: Any) -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        **{
            "in_channels": 3,
            "out_channels": 3,
            "block_out_channels": (8, 16),
            "down_block_types": ("DownEncoderBlock2D",) * 2,
            "up_block_types": ("UpDecoderBlock2D",) * 2,
            "latent_channels": 4,
            "norm_num_groups": 4,
            "sample_size": SIDE,
            **more,
        }
    )


def _unet(**more: Any) -> Any:
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        **{
            "sample_size": SIDE // 2,
            "in_channels": 4,
            "out_channels": 4,
            "layers_per_block": 1,
            "block_out_channels": (16, 32),
            "norm_num_groups": 4,
            "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
            "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
            "attention_head_dim": 4,
            **more,
        }
    )


def _clip(*, projection: bool = False, gelu: bool = False, hidden_size: int = 32) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=len(clip_tokenizer()),
        hidden_size=hidden_size,
        intermediate_size=37,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=77,
        projection_dim=32,
        hidden_act="gelu" if gelu else "quick_gelu",
        bos_token_id=0,
        eos_token_id=2,
        pad_token_id=1,
    )
    return CLIPTextModelWithProjection(config) if projection else CLIPTextModel(config)


def _t5(*, d_model: int = 32) -> Any:
    from transformers import T5Config, T5EncoderModel

    config = T5Config(
        vocab_size=len(t5_tokenizer()),
        d_model=d_model,
        d_ff=37,
        d_kv=8,
        num_layers=1,
        num_heads=4,
        feed_forward_proj="gated-gelu",
    )
    return T5EncoderModel(config)


def clip_tokenizer() -> Any:
    """A CLIP tokenizer that knows letters only."""
    from transformers import CLIPTokenizer

    letters = [chr(c) for c in (*range(33, 127), *range(161, 173), *range(174, 256))]
    letters += [chr(256 + n) for n in range(68)]
    vocab = {
        t: n
        for n, t in enumerate(["<|startoftext|>", "<|pad|>", "<|endoftext|>", *letters, *(c + "</w>" for c in letters)])
    }
    return CLIPTokenizer(vocab=vocab, merges=[], model_max_length=77)


def t5_tokenizer() -> Any:
    """A T5 tokenizer that knows letters only."""
    from transformers import T5Tokenizer

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), *((chr(c), -3.0) for c in range(33, 127))]
    return T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=64)
