"""A1111, Forge, SwarmUI, Fooocus, Stability Matrix and Draw Things: their settings turned into plain names.

Values come from strangers: only texts and numbers that can be kept are taken, everything else is left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from studio.core import clip_skip
from studio.metadata import a1111
from studio.metadata.found import Found, Use, digest, note, number, plain, renamed, share, text, unique

_SIZE = re.compile(r"\(?\s{0,8}'?(\d{1,6})'?\s{0,8}[,x×*]\s{0,8}'?(\d{1,6})'?\s{0,8}\)?")
_COMMENT = re.compile(r"<exif:UserComment>.{0,200}?<rdf:li[^>]{0,100}>(.*?)</rdf:li>", re.DOTALL)
_UNIT = re.compile(r"ControlNet (\d{1,2})")
_MODEL_HASH = re.compile(r"^(.{1,200}?)\s?\[([0-9a-fA-F]{8,64})\]$")
_LEFT = ("Refiner", "Face restoration", "ADetailer model", "Hires prompt", "Hires negative prompt", "Hires sampler")
_MOST = 64


def _sized(settings: dict[str, Any], size: object) -> dict[str, Any]:
    match = _SIZE.fullmatch(size.strip()[:60]) if isinstance(size, str) else None
    return settings | ({"width": int(match[1]), "height": int(match[2])} if match else {})


# ---- A1111 and Forge


def automatic1111(words: str) -> Found:
    """The ``parameters`` text, also as Forge, Fooocus and other programs write it."""
    parsed = a1111.read(words)
    said: dict[str, Any] = parsed["settings"]
    names = {"Steps": "steps", "Sampler": "scheduler", "Schedule type": "schedule", "CFG scale": "guidance", "Seed": "seed",
             "width": "width", "height": "height", "Model": "model", "Model hash": "model_hash", "VAE": "vae",
             "VAE hash": "vae_hash", "Denoising strength": "strength", "Variation seed": "variation_seed",
             "Variation seed strength": "variation", "Hires upscale": "hires_scale", "Hires steps": "hires_steps",
             "Hires upscaler": "hires_upscaler"}  # fmt: skip
    settings = renamed(parsed, {"prompt": "prompt", "negative": "negative"}) | renamed(said, names)
    _hires(settings, said)
    if "Steps" in said:
        settings["clip_skip"] = clip_skip.left_out(int(number(said.get("Clip skip"), 1.0)))
    if number(said.get("Distilled CFG Scale")) > 0 and number(settings.get("guidance"), 1.0) == 1.0:
        settings["guidance"] = said["Distilled CFG Scale"]
    if said.get("Tiling") == "True":
        settings["seamless"] = "both"
    if raw := plain(said.get("Raw prompt")):
        # Fooocus: what was typed, in several lines; the text above it has its styles in it, which others do not know.
        settings.setdefault("prompt", raw)
    if "Scheduler" in said:
        settings.setdefault("schedule", plain(said["Scheduler"]))
    hashes = said.get("Hashes")
    hashes = hashes if isinstance(hashes, Mapping) else {}
    for kind in ("model", "vae"):
        if hashed := digest(hashes.get(kind)):
            settings.setdefault(f"{kind}_hash", hashed)
    left = [name for name in _LEFT if name in said]
    uses = [*_listed(said, "Lora weights"), *_hashed(said, hashes), *_units(said)]
    source = "Fooocus" if str(said.get("Version", "")).startswith("Fooocus") else "A1111"
    notes = (note("metadata-left", names=", ".join(left)),) if left else ()
    return Found(settings=settings, uses=unique(uses), source=source, notes=notes)


def _hires(settings: dict[str, Any], said: Mapping[str, Any]) -> None:
    """With a second pass the strength is that pass's; without one it tells image-to-image and inpainting apart."""
    resize = _SIZE.fullmatch(str(said.get("Hires resize", "")))
    if resize and "hires_scale" not in settings and number(settings.get("width")) > 0:
        settings["hires_scale"] = round(int(resize[1]) / number(settings["width"]), 4)
    if "hires_scale" in settings:
        if (strength := settings.pop("strength", None)) is not None:
            settings["hires_strength"] = strength
    elif "strength" in settings:
        settings["task"] = "inpaint" if "Mask blur" in said or "Masked content" in said else "image-to-image"


def _listed(said: Mapping[str, Any], name: str) -> list[Use]:
    """``a: 0.5, b: 1``: names and weights (Fooocus)."""
    pairs = [part.rpartition(":") for part in str(said.get(name, ""))[:20_000].split(",")[:_MOST]]
    return [Use("lora", text(key), "", number(value, 1.0)) for key, _, value in pairs if key.strip()]


def _hashed(said: Mapping[str, Any], hashes: Mapping[str, Any]) -> list[Use]:
    """LoRAs and embeddings by the hashes that stand beside them; a LoRA's weight is in its tag in the prompt."""
    found = []
    for name, kind in (("Lora hashes", "lora"), ("TI hashes", "embedding")):
        pairs = [part.rpartition(":") for part in str(said.get(name, ""))[:20_000].split(",")[:_MOST]]
        found += [Use(kind, text(key), digest(value)) for key, _, value in pairs if key.strip()]
    for key, value in list(hashes.items())[:_MOST]:
        kind, colon, name = str(key).partition(":")
        kind = {"lora": "lora", "lyco": "lora", "embed": "embedding"}.get(kind, "")
        if colon and kind:
            found.append(Use(kind, text(name), digest(value)))
    return found


def _units(said: Mapping[str, Any]) -> list[Use]:
    """``ControlNet 0``: ``Module: canny, Model: name [hash], Weight: 1, Guidance Start: 0, Guidance End: 1``."""
    found = []
    for name, value in said.items():
        if not _UNIT.fullmatch(name) or not isinstance(value, str):
            continue
        pairs = (part.partition(":") for part in value[:4000].split(","))
        unit = {key.strip().casefold(): rest.strip() for key, _, rest in pairs}
        model = text(unit.get("model"))
        match = _MODEL_HASH.match(model)
        model, hashed = (match[1], match[2].lower()) if match else (model, "")
        module = text(unit.get("module") or unit.get("preprocessor"))
        both = f"{model} {module}".casefold().replace("_", "-")
        kind = "ip-adapter" if "ip-adapter" in both else "t2i-adapter" if "t2i" in both else "controlnet"
        start, end = share(unit.get("guidance start"), 0.0), share(unit.get("guidance end"), 1.0)
        found.append(Use(kind, model, hashed, number(unit.get("weight"), 1.0), start, end, module))
    return found


# ---- SwarmUI


def swarmui(values: Mapping[str, Any], models: object = None) -> Found:
    """``sui_image_params``, and ``sui_models`` with the hashes of what was used."""
    names = {"prompt": "prompt", "negativeprompt": "negative", "seed": "seed", "steps": "steps", "cfgscale": "guidance",
             "width": "width", "height": "height", "model": "model", "vae": "vae", "scheduler": "schedule",
             "initimagecreativity": "strength", "variationseed": "variation_seed",
             "variationseedstrength": "variation", "refinerupscale": "hires_scale",
             "refinercontrolpercentage": "hires_strength", "refinersteps": "hires_steps"}  # fmt: skip
    settings = renamed(values, names)
    if (sampler := plain(values.get("sampler", values.get("comfyuisampler")))) is not None:
        settings["scheduler"] = sampler
    if number(values.get("fluxguidancescale")) > 0 and number(values.get("cfgscale"), 1.0) == 1.0:
        settings["guidance"] = plain(values["fluxguidancescale"])
    if number(settings.get("hires_scale"), 1.0) <= 1.0:
        for name in ("hires_scale", "hires_strength", "hires_steps"):
            settings.pop(name, None)
    elif (method := text(values.get("refinerupscalemethod"))).startswith("model-"):
        settings["hires_upscaler"] = method.removeprefix("model-")
    if (stop := int(number(values.get("clipstopatlayer"), 0.0))) < 0:
        settings["clip_skip"] = clip_skip.left_out(-stop)
    if "strength" in settings:
        settings["task"] = "inpaint" if values.get("maskimage") else "image-to-image"
    tiles = text(values.get("seamlesstileable")).casefold()
    if tiles in ("true", "x-only", "y-only"):
        settings["seamless"] = {"true": "both", "x-only": "x", "y-only": "y"}[tiles]
    hashes = _swarm_hashes(models)
    if hashed := hashes.get(_stem(text(values.get("model")))):
        settings["model_hash"] = hashed
    weights = _list(values.get("loraweights"))
    uses = [
        Use("lora", name, hashes.get(_stem(name), ""), number(weights[n], 1.0) if n < len(weights) else 1.0)
        for n, name in enumerate(map(text, _list(values.get("loras"))))
    ]
    for place in ("", "two", "three"):
        model = text(values.get(f"controlnet{place}model"))
        if model:
            value = {k: values.get(f"controlnet{place}{k}") for k in ("strength", "start", "end")}
            uses.append(
                Use("controlnet", model, hashes.get(_stem(model), ""), number(value["strength"], 1.0),
                    share(value["start"], 0.0), share(value["end"], 1.0),
                    text(values.get(f"controlnet{place}preprocessor")))
            )  # fmt: skip
    return Found(settings=settings, uses=unique(uses), source="SwarmUI")


def _list(value: object) -> list[Any]:
    if isinstance(value, str):
        return value[:20_000].split(",")[:_MOST]
    return value[:_MOST] if isinstance(value, list) else []


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].removesuffix(".safetensors").casefold()


def _swarm_hashes(models: object) -> dict[str, str]:
    items = [m for m in models[:_MOST] if isinstance(m, Mapping)] if isinstance(models, list) else []
    return {_stem(text(m.get("name"))): digest(m.get("hash")) for m in items}


# ---- Fooocus


def fooocus(values: Mapping[str, Any]) -> Found:
    """The JSON that Fooocus writes, or its older log with the names as they are shown."""
    keys = ("prompt", "negative_prompt", "seed", "steps", "guidance_scale", "base_model", "base_model_hash", "vae",
            "sampler", "scheduler", "resolution")  # fmt: skip
    said = {key: values.get(key, values.get(key.replace("_", " ").title())) for key in keys}
    names = {"prompt": "prompt", "negative_prompt": "negative", "seed": "seed", "steps": "steps",
             "guidance_scale": "guidance", "base_model": "model", "sampler": "scheduler",
             "scheduler": "schedule"}  # fmt: skip
    settings = _sized(renamed(said, names), said["resolution"])
    if hashed := digest(said["base_model_hash"]):
        settings["model_hash"] = hashed
    if vae := text(said["vae"]).removeprefix("Default (model)"):
        settings["vae"] = vae
    for ours, theirs in (("prompt", "full_prompt"), ("negative", "full_negative_prompt")):
        # Its styles are known to it alone; here they are written out.
        parts = values.get(theirs)
        if isinstance(parts, list) and (words := ", ".join(p for p in parts[:50] if isinstance(p, str) and p.strip())):
            settings[ours] = plain(words)
    uses = []
    for number_ in range(1, 21):
        value = values.get(f"lora_combined_{number_}", values.get(f"LoRA {number_}"))
        parts = value[:400].split(" : ") if isinstance(value, str) else []
        if len(parts) == 3 and parts.pop(0) != "True":
            continue
        if len(parts) == 2:
            uses.append(Use("lora", text(parts[0]), "", number(parts[1], 1.0)))
    hashes = {
        _stem(text(i[0])): digest(i[2]) for i in _list(values.get("loras")) if isinstance(i, list) and len(i) == 3
    }
    uses = [Use(u.kind, u.name, hashes.get(_stem(u.name), ""), u.weight) for u in uses]
    return Found(settings=settings, uses=unique(uses), source="Fooocus")


# ---- Stability Matrix


def stability_matrix(values: Mapping[str, Any], parameters: str = "") -> Found:
    """``parameters-json``; ``parameters``, which it writes too, tells more of the additions."""
    names = {"PositivePrompt": "prompt", "NegativePrompt": "negative", "Seed": "seed", "Steps": "steps",
             "CfgScale": "guidance", "Width": "width", "Height": "height", "ModelName": "model",
             "ModelHash": "model_hash", "Sampler": "scheduler"}  # fmt: skip
    more = automatic1111(parameters) if a1111.looks_like(parameters) else Found()
    settings = renamed(values, names)
    return Found(settings=more.settings | settings if more.settings.get("prompt") == settings.get("prompt") else settings,
                 uses=more.uses, source="Stability Matrix")  # fmt: skip


# ---- Draw Things


def draw_things(values: Mapping[str, Any]) -> Found:
    """The short keys (``c``, ``uc``, ``scale``) and, in newer files, the app's own configuration under ``v2``."""
    names = {"c": "prompt", "uc": "negative", "seed": "seed", "steps": "steps", "scale": "guidance",
             "model": "model", "sampler": "scheduler"}  # fmt: skip
    settings = _sized(renamed(values, names), values.get("size"))
    more = values.get("v2")
    more = more if isinstance(more, Mapping) else {}
    strength = number(values.get("strength"), 1.0)
    if 0 < strength < 1:
        settings |= {"strength": strength, "task": "image-to-image"}
    skip = int(number(values.get("clip_skip", more.get("clipSkip")), 1.0))
    if skip > 1:
        settings["clip_skip"] = clip_skip.left_out(skip)
    first = _sized({}, values.get("first_stage_size"))
    if values.get("hires_fix") is True and first and number(settings.get("width")) > first["width"] > 0:
        settings["hires_scale"] = round(number(settings["width"]) / first["width"], 4)
        settings |= first | renamed(values, {"second_stage_strength": "hires_strength"})
    uses = []
    for kind, items, model in (
        ("lora", values.get("lora"), "model"),
        ("lora", more.get("loras"), "file"),
        ("controlnet", values.get("control"), "file"),
        ("controlnet", more.get("controls"), "file"),
    ):
        for item in _list(items):
            if isinstance(item, Mapping):
                name = text(item.get(model) or item.get("file") or item.get("model"))
                start, end = share(item.get("guidanceStart"), 0.0), share(item.get("guidanceEnd"), 1.0)
                kind_ = "ip-adapter" if kind != "lora" and "ip" in name.split("_")[:2] else kind
                uses.append(Use(kind_, name, "", number(item.get("weight"), 1.0), start, end))
    named = {(u.kind, u.name): u for u in reversed(uses)}
    return Found(settings=settings, uses=unique(reversed(named.values())), source="Draw Things")


def draw_things_text(packet: str) -> str:
    """The JSON text in an XMP packet's ``exif:UserComment``, or ""."""
    match = _COMMENT.search(packet)
    return html.unescape(match[1]) if match else ""
