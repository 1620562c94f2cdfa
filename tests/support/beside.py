"""Picture models and additions as the library lists them, for tests of the window: no files."""

from __future__ import annotations

from typing import Any

from studio.core.models import InstalledModel, ModelSpec

DRAWING = ("text-to-image", "image-to-image", "inpaint", "outpaint")


def model(model_id: str, tasks: str | tuple[str, ...], family: str = "sd15", **options: Any) -> InstalledModel:
    tasks = (tasks,) if isinstance(tasks, str) else tasks
    spec = ModelSpec(
        id=model_id, name=model_id.replace("-", " ").capitalize(), backend="diffusers", format="checkpoint", family=family,
        tasks=tasks, options=options,
    )  # fmt: skip
    return InstalledModel(spec=spec, folder="")


STOCK = (
    model("dreamy", DRAWING),
    model("grand-xl", DRAWING, "sdxl"),
    model("ink", "lora", trigger_words=["ink wash", "水墨"], tags=["paper", "brush"]),
    model("clay", "lora", tags=["clay", "soft light"]),
    model("icons-xl", "lora", "sdxl", trigger_words=["flat icon"]),
    model("canny-net", "controlnet", control="canny"),
    model("depth-net", "controlnet", control="depth"),
    model("canny-xl", "controlnet", "sdxl", control="canny"),
    model("sketcher", "t2i-adapter", control="lineart"),
    model("look", "ip-adapter", encoder="image_encoder"),
    model("easynegative", "embedding", token="easynegative"),
    model("mse", "vae"),
    model("fine-vae", "vae", "sdxl"),
)


def stock(world: Any, models: tuple[InstalledModel, ...] = STOCK) -> None:
    """Say that these and no others are installed."""
    library = world.services.library
    library.installed = lambda: list(models)
    library.default_for = lambda task, language="": next(m for m in models if task in m.spec.tasks)
    world.studio.models.loaded = False
    world.studio.models.refresh()
    world.wait(lambda: world.studio.models.loaded)
