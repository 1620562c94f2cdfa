"""The settings in a ComfyUI prompt graph: ``{id: {class_type, inputs}}``, links written as ``[id, slot]``.

The picture's last sampler is found from the node that saves it, everything else by following links from there. Graphs
are strangers' data: links may lead nowhere or in circles, so every walk is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from studio.core import clip_skip
from studio.metadata import comfyui_models
from studio.metadata.comfyui_graph import Graph, Node
from studio.metadata.comfyui_texts import second_text, words
from studio.metadata.found import Found, Use, note, number, plain, share, text, unique

_SAMPLERS = re.compile(r"^(KSampler(?!Select)|SamplerCustom)")
_EMBEDDING = re.compile(r"\bembedding:([\w\-./\\ ]{1,120}?)(?=[\s,:)\]]|$)", re.IGNORECASE)
_SIZED = ("EmptyLatent", "EmptySD3", "EmptyHunyuan", "EmptyFlux")


def settings(nodes: Mapping[str, Any]) -> Found:
    """What the samplers that made the picture were given, and the models behind them."""
    graph = Graph(nodes)
    sampler = _last_sampler(graph)
    if sampler is None:
        return Found(notes=(note("metadata-graph", program="ComfyUI"),)) if nodes else Found()
    first, found, uses = _passes(graph, sampler)
    found |= _sampling(graph, first)
    guider = graph.follow(first.inputs.get("guider")) or first
    found |= _texts(graph, guider)
    models, additions, whole = comfyui_models.behind(graph, guider if "model" in guider.inputs else first)
    found |= models
    uses += additions
    uses += _controls(graph, guider)
    for name in ("prompt", "negative"):
        uses += [Use("embedding", match.strip()) for match in _EMBEDDING.findall(str(found.get(name, ""))[:100_000])]
    vae = _vae(graph, sampler) if whole else ""
    found |= {"vae": vae} if vae else {}
    kept = {name: value for name, value in ((n, plain(v)) for n, v in found.items()) if value not in (None, "")}
    notes = (note("metadata-left", names="text_l"),) if second_text(graph) else ()
    return Found(settings=kept, uses=unique(uses), source="ComfyUI", notes=notes)


def _last_sampler(graph: Graph) -> Node | None:
    """The sampler nearest to a node that saves a picture; without one, the last one that no other builds upon."""
    for node in graph:
        if "save" in node.kind.casefold() or node.kind == "PreviewImage":
            for near in graph.behind(node):
                if _SAMPLERS.match(near.kind):
                    return near
    samplers = [node for node in graph if _SAMPLERS.match(node.kind)]
    used = {id(node) for s in samplers for node in graph.behind(s, ("latent_image", "samples", "pixels", "image"))}
    return next((s for s in samplers if id(s) not in used), samplers[0] if samplers else None)


def _passes(graph: Graph, last: Node) -> tuple[Node, dict[str, Any], list[Use]]:
    """The sampler that made the composition, and what a later pass did to its picture."""
    found: dict[str, Any] = {}
    uses: list[Use] = []
    way = list(graph.behind(last, ("latent_image", "samples", "pixels", "image", "upscale_model")))
    size = _size(graph, way)
    first = next((n for n in reversed(way) if _SAMPLERS.match(n.kind)), None)
    if first is None:
        found |= size
        source = next((n for n in way if n.kind.startswith("LoadImage")), None)
        denoise = _denoise(graph, last)
        if source is not None:
            masked = any("Inpaint" in n.kind or "NoiseMask" in n.kind for n in way)
            found |= {
                "task": "inpaint" if masked else "image-to-image",
                "strength": 1.0 if denoise is None else denoise,
            }
        return last, found, uses
    found |= size
    scale = _enlarged(graph, way, size)
    # Two samplers without enlarging in between share one pass (base and refiner) and are no second one.
    if scale > 1:
        found |= {"hires_scale": round(scale, 4), "hires_strength": _denoise(graph, last) or 1.0}
        steps = graph.value(last.inputs.get("steps"))
        found |= {"hires_steps": steps} if steps else {}
        upscaler = next((n.inputs.get("model_name") for n in way if n.kind == "UpscaleModelLoader"), None)
        found |= {"hires_upscaler": text(upscaler)} if upscaler else {}
    return first, found, uses


def _size(graph: Graph, way: list[Node]) -> dict[str, Any]:
    empty = next((n for n in way if n.kind.startswith(_SIZED)), None)
    empty = empty or next(
        (n for n in way if "width" in n.inputs and "Upscale" not in n.kind and "Scale" not in n.kind), None
    )
    if empty is None:
        return {}
    sides = {side: graph.value(empty.inputs.get(side)) for side in ("width", "height")}
    return {side: value for side, value in sides.items() if isinstance(value, int)}


def _enlarged(graph: Graph, way: list[Node], size: Mapping[str, Any]) -> float:
    """How much larger the second pass is; 1 when it is not."""
    for node in way:
        if "cale" not in node.kind:
            continue
        factor = number(graph.value(node.inputs.get("scale_by") or node.inputs.get("factor")))
        if factor > 0:
            return factor
        width = number(graph.value(node.inputs.get("width")))
        if width > 0 and number(size.get("width")) > 0:
            return width / number(size.get("width"))
    return 1.0


def _denoise(graph: Graph, sampler: Node) -> float | None:
    sigmas = graph.follow(sampler.inputs.get("sigmas"))
    for node in (sampler, sigmas):
        value = graph.value(node.inputs.get("denoise")) if node is not None else None
        if isinstance(value, int | float):
            return float(value)
    steps, start = (number(graph.value(sampler.inputs.get(n))) for n in ("steps", "start_at_step"))
    return 1 - start / steps if 0 < start < steps else None


def _sampling(graph: Graph, sampler: Node) -> dict[str, Any]:
    """Seed, steps, guidance and sampler, from the sampler itself or from the nodes that the newer ones link to."""
    parts = [
        sampler,
        *filter(None, (graph.follow(sampler.inputs.get(n)) for n in ("noise", "sampler", "sigmas", "guider"))),
    ]
    found: dict[str, Any] = {}
    names = {"seed": "seed", "noise_seed": "seed", "steps": "steps", "cfg": "guidance", "sampler_name": "scheduler",
             "scheduler": "schedule"}  # fmt: skip
    for part in parts:
        for theirs, ours in names.items():
            value = graph.value(part.inputs.get(theirs))
            if value is not None:
                found.setdefault(ours, value)
        if part.kind == "KarrasScheduler":
            found.setdefault("schedule", "karras")
        elif part.kind == "ExponentialScheduler":
            found.setdefault("schedule", "exponential")
        elif part.kind == "AlignYourStepsScheduler":
            found.setdefault("schedule", "ays")
    return found


def _texts(graph: Graph, guider: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    roles = (("positive", "prompt"), ("negative", "negative"), ("conditioning", "prompt"))
    for theirs, ours in roles:
        said: list[str] = []
        for node in _conditioning(graph, guider.inputs.get(theirs)):
            if node.kind == "ConditioningZeroOut":
                break
            if "guidance" in node.inputs and ours == "prompt":
                found["guidance"] = graph.value(node.inputs["guidance"])
            both = all(isinstance(node.inputs.get(role), str) for role in ("positive", "negative"))
            said_here = str(node.inputs[theirs]) if both and theirs in node.inputs else words(graph, node)
            if said_here.strip() and said_here not in said:
                said.append(said_here)
                clip = next(
                    (n for n in graph.behind(node, ("clip",), strict=True) if n.kind == "CLIPSetLastLayer"), None
                )
                if clip is not None and ours == "prompt":
                    stop = graph.value(clip.inputs.get("stop_at_clip_layer"))
                    found["clip_skip"] = clip_skip.left_out(-int(number(stop, -1.0)))
        if said and ours not in found:
            found[ours] = " BREAK ".join(said) if len(said) > 1 else said[0]
    return found


def _conditioning(graph: Graph, link: object) -> Iterator[Node]:
    """The nodes that a conditioning comes from, nearest first; where one hands through both, by the link's slot."""
    pending, seen = [link], set[int]()
    for _ in range(graph.STEPS):
        if not pending:
            return
        link = pending.pop(0)
        node = graph.follow(link)
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if node.kind == "ConditioningZeroOut" or words(graph, node):
            continue
        slot = link[1] if isinstance(link, list) and len(link) > 1 else 0
        if "positive" in node.inputs and "negative" in node.inputs:
            pending.append(node.inputs["negative" if slot == 1 else "positive"])
            continue
        onward = [v for k, v in node.inputs.items() if isinstance(v, list) and k.startswith(("cond", "positive"))]
        skipped = ("clip", "model", "vae", "image", "pixels", "mask", "control_net", "latent", "samples")
        pending += onward or [v for k, v in node.inputs.items() if isinstance(v, list) and not k.startswith(skipped)]


def _controls(graph: Graph, guider: Node) -> list[Use]:
    """ControlNets between the text and the sampler."""
    found = []
    for node in _conditioning(graph, guider.inputs.get("positive") or guider.inputs.get("conditioning")):
        loader = graph.follow(node.inputs.get("control_net"))
        if loader is None:
            continue
        loader = next((n for n in (loader, *graph.behind(loader)) if "control_net_name" in n.inputs), loader)
        name = text(loader.inputs.get("control_net_name"))
        way = list(graph.behind(node, ("image", "images", "pixels")))
        picture = next((text(n.inputs.get("image")) for n in way if n.kind.startswith("LoadImage")), "")
        maker = next((n.kind for n in way if "rocessor" in n.kind or n.kind == "Canny"), "")
        value = {k: graph.value(node.inputs.get(k)) for k in ("strength", "start_percent", "end_percent")}
        found.append(
            Use("t2i-adapter" if "t2i" in name.casefold() else "controlnet", name, "", number(value["strength"], 1.0),
                share(value["start_percent"], 0.0), share(value["end_percent"], 1.0), maker, picture)
        )  # fmt: skip
    return found


def _vae(graph: Graph, sampler: Node) -> str:
    """The VAE that decodes the sampler's picture, when it is not the checkpoint's own."""
    for node in graph:
        if node.kind.startswith("VAEDecode") and graph.follow(node.inputs.get("samples")) is sampler:
            loader = graph.follow(node.inputs.get("vae"))
            if loader is not None and "vae_name" in loader.inputs:
                return text(loader.inputs["vae_name"])
    return ""
