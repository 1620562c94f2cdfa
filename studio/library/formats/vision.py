"""Models that look at pictures, in transformers folders: told by the architectures that their configuration names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, phrase
from studio.library.formats.parts import weights_of

HINT = phrase(
    "Choose a model that writes captions (BLIP, Florence-2, SmolVLM …), that classifies pictures (ViT, Swin, ConvNeXt …) "
    "or finds objects (YOLOS, RT-DETR …), as a transformers folder with safetensors weights."
)
_CAPTIONS = frozenset(
    {
        "BlipForConditionalGeneration", "Blip2ForConditionalGeneration", "InstructBlipForConditionalGeneration",
        "GitForCausalLM", "VisionEncoderDecoderModel", "PaliGemmaForConditionalGeneration",
        "SmolVLMForConditionalGeneration", "Idefics2ForConditionalGeneration", "Idefics3ForConditionalGeneration",
        "Qwen2VLForConditionalGeneration", "Qwen2_5_VLForConditionalGeneration", "Qwen3VLForConditionalGeneration",
        "Qwen3_5ForConditionalGeneration", "LlavaForConditionalGeneration", "LlavaNextForConditionalGeneration",
        "LlavaOnevisionForConditionalGeneration", "InternVLForConditionalGeneration", "Gemma3ForConditionalGeneration",
        "Gemma3nForConditionalGeneration", "Lfm2VlForConditionalGeneration", "FastVlmForConditionalGeneration",
        "AyaVisionForConditionalGeneration", "Mistral3ForConditionalGeneration", "MllamaForConditionalGeneration",
        "Ovis2ForConditionalGeneration", "JanusForConditionalGeneration",
    }
)  # fmt: skip
_FLORENCE = "Florence2ForConditionalGeneration"
_READERS = frozenset({"trocr", "mbart"})
"""Decoders of models that read text in pictures, which is not what a caption is."""


def tasks_of(architectures: list[str], config: dict[str, Any]) -> tuple[str, ...]:
    """The tasks of such a model; () for any other."""
    if _FLORENCE in architectures:
        return ("caption", "detect")
    if any(a in _CAPTIONS for a in architectures):
        decoder = config.get("decoder")
        kind = decoder.get("model_type") if isinstance(decoder, dict) else ""
        return () if kind in _READERS else ("caption",)
    if any(a.endswith("ForImageClassification") for a in architectures):
        return ("tag",)
    # Those of documents find paragraphs and letters.
    if any(a.endswith("ForObjectDetection") and not a.startswith("PP") for a in architectures):
        return ("detect",)
    return ()


def check(folder: Path, config: dict[str, Any], tasks: tuple[str, ...]) -> tuple[list[str], str]:
    """Its files and their variant. Raises :class:`ModelError` for what is missing or needs what the studio has not."""
    backbone = config.get("backbone_config")
    kinds = {config.get("model_type"), backbone.get("model_type") if isinstance(backbone, dict) else None}
    if config.get("use_timm_backbone") is True or kinds & {"timm_backbone", "timm_wrapper"}:
        reason = phrase("a part of it needs the package timm, which the studio does not use")
        raise ModelError("model-unsupported", file=folder.name, reason=reason, hint=HINT)
    files, variant = weights_of(folder)
    if not {"preprocessor_config.json", "processor_config.json"} & set(files):
        raise ModelError("model-damaged", file="preprocessor_config.json", reason=phrase("it is missing"))
    if "caption" in tasks and not {"tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt"} & set(files):
        raise ModelError("model-damaged", file="tokenizer.json", reason=phrase("it is missing"))
    return files, variant
