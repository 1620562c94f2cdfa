"""ComfyUI's editor graph (``workflow``) turned into the one it runs (``prompt``), as far as common nodes go.

The editor keeps a node's values as a bare list. Newer versions name each in ``inputs`` beside a ``widget``; for older ones
the order is that of the node's own declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_NODES = 5000
_MUTED, _BYPASSED = 2, 4
_CONTROL = frozenset({"fixed", "increment", "decrement", "randomize"})
"""What the editor keeps behind a seed: how it changes after a run. No input of the node."""

_WIDGETS: dict[str, tuple[str, ...]] = {
    "KSampler": ("seed", "steps", "cfg", "sampler_name", "scheduler", "denoise"),
    "KSamplerAdvanced": ("add_noise", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "start_at_step",
                         "end_at_step", "return_with_leftover_noise"),
    "SamplerCustom": ("add_noise", "noise_seed", "cfg"),
    "KSamplerSelect": ("sampler_name",),
    "BasicScheduler": ("scheduler", "steps", "denoise"),
    "KarrasScheduler": ("steps", "sigma_max", "sigma_min", "rho"),
    "AlignYourStepsScheduler": ("model_type", "steps", "denoise"),
    "RandomNoise": ("noise_seed",),
    "CFGGuider": ("cfg",),
    "FluxGuidance": ("guidance",),
    "CLIPTextEncode": ("text",),
    "CLIPTextEncodeSDXL": ("width", "height", "crop_w", "crop_h", "target_width", "target_height", "text_g", "text_l"),
    "CLIPTextEncodeSDXLRefiner": ("ascore", "width", "height", "text"),
    "CLIPTextEncodeSD3": ("clip_l", "clip_g", "t5xxl", "empty_padding"),
    "CLIPTextEncodeFlux": ("clip_l", "t5xxl", "guidance"),
    "CheckpointLoaderSimple": ("ckpt_name",),
    "CheckpointLoader": ("config_name", "ckpt_name"),
    "UNETLoader": ("unet_name", "weight_dtype"),
    "UnetLoaderGGUF": ("unet_name",),
    "VAELoader": ("vae_name",),
    "LoraLoader": ("lora_name", "strength_model", "strength_clip"),
    "LoraLoaderModelOnly": ("lora_name", "strength_model"),
    "CLIPSetLastLayer": ("stop_at_clip_layer",),
    "EmptyLatentImage": ("width", "height", "batch_size"),
    "EmptySD3LatentImage": ("width", "height", "batch_size"),
    "LatentUpscale": ("upscale_method", "width", "height", "crop"),
    "LatentUpscaleBy": ("upscale_method", "scale_by"),
    "ImageScale": ("upscale_method", "width", "height", "crop"),
    "ImageScaleBy": ("upscale_method", "scale_by"),
    "UpscaleModelLoader": ("model_name",),
    "ControlNetLoader": ("control_net_name",),
    "DiffControlNetLoader": ("control_net_name",),
    "ControlNetApply": ("strength",),
    "ControlNetApplyAdvanced": ("strength", "start_percent", "end_percent"),
    "IPAdapterModelLoader": ("ipadapter_file",),
    "IPAdapter": ("weight", "start_at", "end_at", "weight_type"),
    "IPAdapterAdvanced": ("weight", "weight_type", "combine_embeds", "start_at", "end_at", "embeds_scaling"),
    "LoadImage": ("image", "upload"),
    "PrimitiveNode": ("value",),
    "PrimitiveInt": ("value",),
    "PrimitiveFloat": ("value",),
    "PrimitiveString": ("value",),
    "PrimitiveStringMultiline": ("value",),
}  # fmt: skip


def graph(workflow: Mapping[str, Any]) -> dict[str, Any]:
    """``{id: {class_type, inputs}}`` of an editor graph; {} for what is none. Nodes that are switched off are left out,
    a link through one that is bypassed goes on to its input of the same type."""
    nodes = workflow.get("nodes")
    if not isinstance(nodes, list):
        return {}
    by_id = {str(n["id"]): n for n in nodes[:MOST_NODES] if isinstance(n, dict) and isinstance(n.get("id"), int | str)}
    origins = _origins(workflow.get("links"))
    found: dict[str, Any] = {}
    for key, node in by_id.items():
        if node.get("mode") in (_MUTED, _BYPASSED):
            continue
        inputs = _values(node)
        for entry in _entries(node):
            link = _through(by_id, origins, entry.get("link"))
            if link is not None:
                inputs[str(entry.get("name"))] = link
        kind = "Reroute" if node.get("type") == "Reroute" else str(node.get("type", ""))
        found[key] = {"class_type": kind, "inputs": inputs}
    return found


def _entries(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    inputs = node.get("inputs")
    return [i for i in inputs if isinstance(i, Mapping)] if isinstance(inputs, list) else []


def _origins(links: object) -> dict[int, tuple[str, int, str]]:
    """Link id to node, slot and type it comes from. A link is a list, or in newer files an object."""
    found: dict[int, tuple[str, int, str]] = {}
    for link in links[: MOST_NODES * 4] if isinstance(links, list) else ():
        if isinstance(link, Mapping):
            link = [link.get("id"), link.get("origin_id"), link.get("origin_slot"), 0, 0, link.get("type")]
        if isinstance(link, list) and len(link) >= 5 and isinstance(link[0], int) and isinstance(link[2], int):
            found[link[0]] = (str(link[1]), link[2], str(link[5]) if len(link) > 5 else "")
    return found


def _through(
    nodes: Mapping[str, Mapping[str, Any]], origins: Mapping[int, tuple[str, int, str]], link: object
) -> list[Any] | None:
    """Where a link comes from, past nodes that are bypassed. Forged ones go in circles, so the steps are counted."""
    for _ in range(50):
        if not isinstance(link, int) or link not in origins:
            return None
        origin, slot, kind = origins[link]
        node = nodes.get(origin, {})
        if node.get("mode") != _BYPASSED:
            return None if node.get("mode") == _MUTED else [origin, slot]
        same = [entry for entry in _entries(node) if entry.get("type") == kind]
        link = same[0].get("link") if same else None
    return None


def _values(node: Mapping[str, Any]) -> dict[str, Any]:
    values = node.get("widgets_values")
    if isinstance(values, Mapping):
        return {str(k): v for k, v in values.items()}
    if not isinstance(values, list):
        return {}
    named = [entry["widget"] for entry in _entries(node) if isinstance(entry.get("widget"), Mapping)]
    names = _WIDGETS.get(str(node.get("type"))) or tuple(str(widget.get("name")) for widget in named)
    found: dict[str, Any] = {}
    rest = iter(values[:200])
    for name in names:
        value = next(rest, None)
        if isinstance(value, str) and value in _CONTROL and found:
            value = next(rest, None)
        found[name] = value
    return found
