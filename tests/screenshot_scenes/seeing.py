"""The image tab that traces a picture, and that says what is in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QWidget

from studio.core.pictures import Trace
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from tests.screenshot_scenes.workbench import landscape

if TYPE_CHECKING:
    from tests.screenshots import Stage

_CAPTION = {
    "en": "A calm lake under a pale sun, with dark blue mountains behind a strip of green hills.",
    "zh_CN": "淡淡的太阳下，一片平静的湖水，绿色的山丘后面是深蓝色的群山。",
}
_OBJECTS = "sun 0.97 840 90 120 120\nmountain 0.88 20 220 1120 300\nlake 0.81 0 540 1152 228"


def trace(stage: Stage) -> QWidget:
    presenter = stage.studio.image
    stage.window.show_tab("image")
    presenter.set_value("inputs", (InputRef(path=str(landscape(stage.world.folder))),))
    presenter.set_value("trace", Trace(colours=5, layer=24, speckle=8))
    presenter.set_value("task", "trace")
    preview = stage.window.page("image").workbench.mode.preview  # type: ignore[attr-defined]
    stage.world.wait(lambda: preview.result is not None and not preview.busy, 60)
    return stage.window


def _looked(stage: Stage, task: str, text: str) -> QWidget:
    presenter = stage.studio.image
    stage.window.show_tab("image")
    inputs = (InputRef(path=str(landscape(stage.world.folder))),)
    presenter.set_value("inputs", inputs)
    presenter.set_value("task", task)
    request = ImageRequest(task=task, inputs=inputs)
    job = stage.job("see", request)
    path = stage.world.folder / "said.txt"
    path.write_text(text, encoding="utf-8")
    recipe = Recipe(request=msgspec.structs.replace(request, seed=1), kind="text")
    asset = stage.world.store.add(path, recipe=recipe, kind="text", excerpt=text)
    stage.studio._asset_saved(job.id, 0, asset)
    stage.finish(job)
    stage.world.settle(0.4)
    return stage.window


def caption(stage: Stage) -> QWidget:
    return _looked(stage, "caption", _CAPTION[stage.language])


def detect(stage: Stage) -> QWidget:
    return _looked(stage, "detect", _OBJECTS)
