"""The checkpoint, LoRAs and IP-Adapters between a ComfyUI sampler and the model it runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from studio.metadata.comfyui_graph import Graph, Node
from studio.metadata.found import Use, number, share, text

_LOADERS = ("ckpt_name", "unet_name", "model_path", "base_ckpt_name", "gguf_name")
_STACKED = re.compile(r"^lora_name_(\d{1,2})$|^lora_(\d{1,2})(?:_name)?$")


def behind(graph: Graph, sampler: Node) -> tuple[dict[str, Any], list[Use], bool]:
    """``{"model": file name}``, the additions in the order in which they are applied, and whether the file is a whole
    checkpoint: a network alone always has its VAE loaded beside it."""
    found: dict[str, Any] = {}
    uses: list[Use] = []
    whole = True
    node = graph.follow(sampler.inputs.get("model"))
    for _ in range(graph.STEPS):
        if node is None:
            break
        uses += _loras(graph, node) + _adapters(graph, node)
        name = next((graph.value(node.inputs[key]) for key in _LOADERS if key in node.inputs), None)
        if isinstance(name, str):
            found["model"] = name
            whole = "ckpt_name" in node.inputs
            break
        node = graph.follow(node.inputs.get("model") or node.inputs.get("pipe") or node.inputs.get("base_model"))
    if not found:
        # A switch or a node of another make can hide the way; with a single loader there is no doubt.
        loaders = [n for n in graph if isinstance(graph.value(n.inputs.get("ckpt_name")), str)]
        found = {"model": graph.value(loaders[0].inputs["ckpt_name"])} if len(loaders) == 1 else {}
    uses.reverse()
    return found, uses, whole


def _loras(graph: Graph, node: Node) -> list[Use]:
    inputs = node.inputs
    if "lora_name" in inputs:
        weight = graph.value(
            inputs.get("strength_model", inputs.get("lora_model_strength", inputs.get("strength", 1.0)))
        )
        found = [Use("lora", text(graph.value(inputs["lora_name"])), "", number(weight, 1.0))]
    else:
        found = _stack(inputs)
    stack = graph.follow(inputs.get("lora_stack"))
    if stack is not None and stack is not node:
        found += _stack(stack.inputs)
    return found[::-1]


def _stack(inputs: Mapping[str, Any]) -> list[Use]:
    """Several LoRAs in one node: as objects (rgthree) or as numbered inputs (Comfyroll, Efficiency)."""
    found = []
    for key, value in list(inputs.items())[:400]:
        match = _STACKED.match(key)
        if match is None:
            continue
        if isinstance(value, Mapping):
            if value.get("on") is not False:
                found.append(Use("lora", text(value.get("lora")), "", number(value.get("strength"), 1.0)))
            continue
        place = match[1] or match[2]
        if str(inputs.get(f"switch_{place}", "On")).casefold() == "off":
            continue
        weights = (inputs.get(f"{name}_{place}") for name in ("model_weight", "model_str", "lora_wt", "strength"))
        found.append(Use("lora", text(value), "", number(next((w for w in weights if w is not None), 1.0), 1.0)))
    return [use for use in found if use.name]


def _adapters(graph: Graph, node: Node) -> list[Use]:
    """An IP-Adapter that changes the model on its way."""
    loader = graph.follow(node.inputs.get("ipadapter"))
    if loader is None:
        return []
    loader = next(
        (n for n in (loader, *graph.behind(loader)) if "ipadapter_file" in n.inputs or "preset" in n.inputs), loader
    )
    name = text(loader.inputs.get("ipadapter_file")) or text(loader.inputs.get("preset"))
    picture = next(
        (text(n.inputs.get("image")) for n in graph.behind(node, ("image",)) if n.kind.startswith("LoadImage")), ""
    )
    value = {key: graph.value(node.inputs.get(key)) for key in ("weight", "start_at", "end_at")}
    return [
        Use("ip-adapter", name, "", number(value["weight"], 1.0), share(value["start_at"], 0.0),
            share(value["end_at"], 1.0), "", picture)
    ]  # fmt: skip
