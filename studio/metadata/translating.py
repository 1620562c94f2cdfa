"""Other programs' settings as values of the studio's Request: numbers within its ranges, its names for schedulers, its
models for theirs. What cannot be done the same way is said in a note."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from studio.core import drawing, requests
from studio.core.errors import ErrorInfo
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit, Hires, LoraUse, ReferenceUse
from studio.core.requests import PROMPT_LIMIT, ImageRequest, InputRef, clean_prompt
from studio.core.samplers import find as find_sampler
from studio.metadata import a1111, matching
from studio.metadata.found import Found, Use, note
from studio.metadata.matching import plain_name
from studio.metadata.prompts import cleaned
from studio.metadata.proposal import Item, Need, Proposal

KEYS = {"width": "size", "height": "size", "variation_seed": "variation"}
"""Settings that are taken over together."""

_PREPROCESSORS = (
    # (what a preprocessor's name has in it, ours)
    ("canny", "canny"),
    ("depth|midas|zoe|leres", "depth"),
    ("lineart|line_?art|softedge|scribble|hed|pidi|teed", "line"),
    ("tile|blur", "blur"),
    ("luminance|intensity|recolor|gr[ae]y", "grey"),
    ("colour|color", "colour"),
    ("invert", "invert"),
)
_RESET = ("styles", "seamless", "clip_skip", "transparent", "grid", "extend")
"""Settings that go back to their default when a file says nothing of them: nothing old is left over."""

_PLAIN_UPSCALERS = re.compile(r"^(latent|nearest|lanczos|none|bicubic|bilinear)", re.IGNORECASE)
_FEW_LAYERS = ("", "sd15", "sd2")
"""Families whose text encoder's layers are counted by “clip skip”; the others have a fixed place to read from."""


def translate(found: Found, models: Sequence[InstalledModel]) -> Proposal:
    """What a file of another program offers. ``models`` are the installed ones."""
    work = _Translation(found, models)
    work.run()
    notes: list[ErrorInfo] = []
    for said in (*found.notes, *work.notes):
        if said not in notes:
            notes.append(said)
    return Proposal("image", found.source, tuple(work.items), tuple(notes))


class _Translation:
    def __init__(self, found: Found, models: Sequence[InstalledModel]) -> None:
        self.said, self.found, self.models = found.settings, found, models
        self.items: list[Item] = []
        self.notes: list[ErrorInfo] = []
        self._fresh = ImageRequest()
        self._family = ""
        self._tags: tuple[Use, ...] = ()

    def run(self) -> None:
        texts: dict[str, str] = {name: self._text(name) for name in ("prompt", "negative") if name in self.said}
        uses = self._uses()
        embeddings = self._embeddings(uses, texts)
        for name, text in texts.items():
            self._add(name, text)
        if "negative" not in texts:
            self._add("negative", "")
        self._task()
        self._model("model")
        self._numbers()
        self._scheduler()
        self._model("vae")
        self._hires()
        for name in _RESET:
            if all(item.setting != name for item in self.items):
                self._add(name, getattr(self._fresh, name))
        for setting in ("loras", "embeddings", "control", "references"):
            self._add(setting, None)
        self.items += embeddings
        self._additions(uses)

    def _add(self, setting: str, value: Any, need: Need | None = None) -> None:
        self.items.append(Item(KEYS.get(setting, setting), setting, value, need))

    # -- texts ----------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        text = str(self.said[name])
        if len(text) > PROMPT_LIMIT:
            self.notes.append(note("taken-cut", length=f"{len(text):,}", limit=f"{PROMPT_LIMIT:,}"))
        prompt = cleaned(clean_prompt(text[:PROMPT_LIMIT]), self.found.source)
        self._tags += prompt.loras
        return prompt.text[:PROMPT_LIMIT]

    def _uses(self) -> list[Use]:
        """The additions of the file, with what the prompt's tags say of LoRAs: a tag has the weight, a list the hash."""
        listed = {plain_name(use.name): use for use in self.found.uses if use.kind == "lora"}
        tagged = {}
        for tag in self._tags:
            known = listed.get(plain_name(tag.name))
            tagged[plain_name(tag.name)] = Use("lora", tag.name, known.hash if known else "", tag.weight)
        rest = [use for use in self.found.uses if use.kind != "lora" or plain_name(use.name) not in tagged]
        return [*tagged.values(), *rest]

    def _embeddings(self, uses: list[Use], texts: dict[str, str]) -> list[Item]:
        """Embeddings by their word, which is put into the prompts where it is another one here."""
        items = []
        for number, use in enumerate((u for u in uses if u.kind == "embedding"), 1):
            need = self._need("embedding", use.name, use.hash)
            model = next((m for m in self.models if m.spec.id == need.match), None)
            token = str(model.spec.options.get("token", "")) if model is not None else ""
            if token and token != use.name:
                pattern = re.compile(rf"(?<!\w){re.escape(use.name)}(?!\w)")
                for name, text in texts.items():
                    texts[name] = pattern.sub(lambda _, word=token: word, text)  # type: ignore[misc]
            items.append(Item(f"embedding-{number}", "embeddings", use.name, need))
        return items

    # -- settings -------------------------------------------------------------------------------------------------

    def _task(self) -> None:
        task = {"outpaint": "inpaint"}.get(str(self.said.get("task")), str(self.said.get("task", "text-to-image")))
        self._add("task", task)
        roles = {"image-to-image": ("source",), "inpaint": ("source", "mask")}.get(task, ())
        for role in roles:
            self.items.append(Item(f"input-{role}", "inputs", InputRef(path="", role=role), Need("file", "")))
        if roles:
            strength = self._number("strength", self.said["strength"]) if "strength" in self.said else None
            self._add("strength", self._fresh.strength if strength is None else strength)

    def _need(self, kind: str, name: object, digest: object = "") -> Need:
        name, digest = str(name or ""), str(digest or "")
        match = matching.find(kind, name, digest, self.models)
        if match is None:
            return Need(kind, name or digest, digest)
        if match.how == "other":
            self.notes.append(note("taken-other-file", name=match.model.spec.name))
        return Need(kind, name or match.model.spec.name, digest, match.model.spec.id, match.how)

    def _model(self, setting: str) -> None:
        name, digest = self.said.get(setting), self.said.get(f"{setting}_hash")
        if name or digest:
            need = self._need(setting, name, digest)
            self._add(setting, "", need)
            if setting == "model":
                self._family = next((m.spec.family for m in self.models if m.spec.id == need.match), "")
        elif setting == "vae":
            self._add("vae", "")

    def _numbers(self) -> None:
        seed = self.said.get("seed")
        # A negative seed means a random one.
        self._add("seed", None if seed is None or str(seed).strip().startswith("-") else self._whole("seed", seed))
        for name, value in zip(("width", "height"), self._size(), strict=True):
            self._add(name, value)
        steps = self._whole("steps", self.said["steps"]) if "steps" in self.said else None
        self._add("steps", max(0, steps or 0))
        self._add("guidance", self._number("guidance", self.said["guidance"]) if "guidance" in self.said else None)
        skip = self._whole("clip_skip", self.said["clip_skip"]) if "clip_skip" in self.said else 0
        self._add("clip_skip", (skip or 0) if self._family in _FEW_LAYERS else 0)
        variation = self._number("variation", self.said["variation"]) if "variation" in self.said else None
        self._add("variation", variation or 0.0)
        seed = self.said.get("variation_seed")
        self._add("variation_seed", self._whole("variation_seed", seed) if variation and seed is not None else None)
        if str(self.said.get("seamless", "")) in ("both", "x", "y"):
            self._add("seamless", self.said["seamless"])

    def _size(self) -> tuple[int, int]:
        """Width and height, 0 where nothing is said of them; sides that differ too much are brought together."""
        width, height = (
            max(0, self._whole(name, self.said[name]) or 0) if name in self.said else 0 for name in ("width", "height")
        )
        if width and height:
            least = -(-max(width, height) // drawing.MAX_RATIO)
            used = max(width, least), max(height, least)
            if used != (width, height):
                said, done = (f"{size[0]} × {size[1]}" for size in ((width, height), used))
                self.notes.append(note("taken-nearest", setting="size", value=said, used=done))
            return used
        return width, height

    def _number(self, setting: str, value: object, limits: tuple[float, float] | None = None) -> float | None:
        """A number within the setting's range; None, with a note, for what is none."""
        low, high = limits or requests.ranges_of("image").get(setting) or (-math.inf, math.inf)
        try:
            wanted = float(value[:60]) if isinstance(value, str) else float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            wanted = math.nan
        if not math.isfinite(wanted):
            self.notes.append(note("taken-not", setting=setting, value=str(value)[:40]))
            return None
        used = min(high, max(low, wanted))
        if used != wanted:
            self.notes.append(note("taken-nearest", setting=setting, value=str(value)[:40], used=f"{used:g}"))
        return used

    def _whole(self, setting: str, value: object) -> int | None:
        """The same for whole numbers. A seed that is too large is left out: another one would make another picture."""
        text = str(value).strip()[:60]
        exact = int(text) if re.fullmatch(r"[+-]?\d{1,40}", text) else None
        limits = requests.ranges_of("image").get(setting)
        if exact is not None and limits and limits[0] <= exact <= limits[1]:
            # Not by way of a float, which does not hold every seed.
            return exact
        if setting.endswith("seed") and exact is not None and limits and exact > limits[1]:
            self.notes.append(note("taken-not", setting=setting, value=text))
            return None
        number = self._number(setting, value)
        return None if number is None else int(number)

    def _scheduler(self) -> None:
        name, schedule = str(self.said.get("scheduler", "")), str(self.said.get("schedule", ""))
        match = find_sampler(name, schedule) if name else None
        if name and match is None:
            self.notes.append(note("taken-no-scheduler", value=f"{name} {schedule}".strip()))
        elif match is not None and not match.exact:
            self.notes.append(note("taken-scheduler", value=match.wanted, used=match.name))
        self._add("scheduler", match.name if match is not None else "")

    def _hires(self) -> None:
        width, height = (next((i.value for i in self.items if i.setting == name), 0) for name in ("width", "height"))
        least, most = drawing.SCALES
        limits = (least, drawing.largest_scale(width, height) if width and height else most)
        scale = self._number("scale", self.said["hires_scale"], limits) if "hires_scale" in self.said else None
        task = next(item.value for item in self.items if item.setting == "task")
        if scale and scale > 1 and task not in drawing.HIRES_TASKS:
            self.notes.append(note("taken-not", setting="hires", value=f"{scale:g}"))
        if not scale or scale <= 1 or task not in drawing.HIRES_TASKS:
            self._add("hires", None)
            return
        strength = self._number("strength", self.said["hires_strength"]) if "hires_strength" in self.said else None
        steps = self._whole("steps", self.said["hires_steps"]) if "hires_steps" in self.said else None
        fresh = Hires()
        hires = Hires(scale=scale, strength=fresh.strength if strength is None else strength, steps=steps or 0)
        name = str(self.said.get("hires_upscaler", ""))
        self._add("hires", hires, None if not name or _PLAIN_UPSCALERS.match(name) else self._upscaler(name))

    def _upscaler(self, name: str) -> Need:
        """By the name that is written, or the one of the file that it stands for."""
        need = self._need("upscaler", name)
        own = a1111.UPSCALERS.get(name)
        return need if need.match or own is None else replace(self._need("upscaler", own), name=name)

    # -- additions ------------------------------------------------------------------------------------------------

    def _additions(self, uses: list[Use]) -> None:
        loras = [use for use in uses if use.kind == "lora"]
        for number, use in enumerate(loras, 1):
            weight = self._number("weight", use.weight, (-4.0, 4.0))
            lora = LoraUse(model="", weight=1.0 if weight is None else round(weight, 4))
            self.items.append(Item(f"lora-{number}", "loras", lora, self._need("lora", use.name, use.hash)))
        controls = [use for use in uses if use.kind in ("controlnet", "t2i-adapter")]
        for number, use in enumerate(controls, 1):
            role, weight = f"control-{number}", self._number("weight", use.weight, (0.0, 2.0))
            start, end = sorted((min(1.0, max(0.0, use.start)), min(1.0, max(0.0, use.end))))
            unit = ControlUnit(
                preprocessor=self._preprocessor(use.preprocessor),
                input=role,
                weight=1.0 if weight is None else weight,
                start=start,
                end=end,
            )
            self.items.append(Item(role, "control", unit, self._need(use.kind, use.name, use.hash)))
            self._picture(role, use.picture)
        references = [use for use in uses if use.kind == "ip-adapter"]
        for number, use in enumerate(references, 1):
            role, weight = f"reference-{number}", self._number("weight", use.weight, (0.0, 2.0))
            value = ReferenceUse(input=role, weight=0.6 if weight is None else weight)
            self.items.append(Item(role, "references", value, self._need("ip-adapter", use.name, use.hash)))
            self._picture(role, use.picture)

    def _picture(self, role: str, name: str) -> None:
        self.items.append(Item(f"input-{role}", "inputs", InputRef(path="", role=role), Need("file", name)))

    def _preprocessor(self, name: str) -> str:
        if name.casefold() in ("", "none"):
            return ""
        found = next((ours for pattern, ours in _PREPROCESSORS if re.search(pattern, name.casefold())), "")
        if not found:
            self.notes.append(note("taken-not", setting="preprocessor", value=name))
        return found
