"""The settings in a ComfyUI prompt graph: ``{id: {class_type, inputs}}``, links written as ``[id, slot]``."""

from __future__ import annotations

from typing import Any

_MOST_NODES = 5000
_MOST_STEPS = 50
_NAMES = {"seed": "seed", "noise_seed": "seed", "steps": "steps", "cfg": "guidance", "sampler_name": "scheduler",
          "denoise": "strength"}  # fmt: skip


def settings(graph: dict[str, Any]) -> dict[str, Any]:
    """What the first sampler of the graph was given, and the texts its conditioning leads to."""
    nodes = {k: v for k, v in list(graph.items())[:_MOST_NODES] if isinstance(v, dict)}
    sampler = next((n for n in nodes.values() if _class(n).startswith(("KSampler", "SamplerCustom"))), None)
    if sampler is None:
        return {}
    inputs = _inputs(sampler)
    found: dict[str, Any] = {}
    for old, new in _NAMES.items():
        if isinstance(inputs.get(old), str | int | float):
            found.setdefault(new, inputs[old])
    for role, name in (("positive", "prompt"), ("negative", "negative")):
        if text := _text(nodes, inputs.get(role)):
            found[name] = text
    loader = next((_inputs(n) for n in nodes.values() if "ckpt_name" in _inputs(n)), {})
    if isinstance(loader.get("ckpt_name"), str):
        found["model"] = loader["ckpt_name"]
    latent = _follow(nodes, inputs.get("latent_image"))
    if latent is not None:
        for side in ("width", "height"):
            if isinstance(_inputs(latent).get(side), int):
                found[side] = _inputs(latent)[side]
    return found


def _class(node: dict[str, Any]) -> str:
    return str(node.get("class_type", ""))


def _inputs(node: dict[str, Any]) -> dict[str, Any]:
    inputs = node.get("inputs")
    return inputs if isinstance(inputs, dict) else {}


def _follow(nodes: dict[str, Any], link: object) -> dict[str, Any] | None:
    return nodes.get(str(link[0])) if isinstance(link, list) and link else None


def _text(nodes: dict[str, Any], link: object) -> str:
    """The first text behind a link; links can form circles in a forged graph, so the steps are counted."""
    pending = [link]
    for _ in range(_MOST_STEPS):
        if not pending:
            break
        node = _follow(nodes, pending.pop(0))
        if node is None:
            continue
        for key in ("text", "text_g", "text_l", "string", "value"):
            value = _inputs(node).get(key)
            if isinstance(value, str) and value.strip():
                return value
        pending += [value for value in _inputs(node).values() if isinstance(value, list)]
    return ""
