"""The image tab with additions in use: LoRAs, an embedding, a VAE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QWidget

from studio.core import paths
from studio.core.models import InstalledModel, ModelSpec
from studio.core.pictures import LoraUse
from studio.library.library import Library
from studio.ui.image.additions.lora_part import LoraPart
from tests.screenshot_scenes.additions import stock

if TYPE_CHECKING:
    from tests.screenshots import Stage


def dreamy() -> InstalledModel:
    """An SD 1.5 model as the library would list it."""
    spec = ModelSpec(
        id="dreamy", name="Dreamy 1.5", backend="diffusers", format="checkpoint", family="sd15", licence="CreativeML",
        tasks=("text-to-image", "image-to-image", "inpaint", "outpaint"),
    )  # fmt: skip
    return InstalledModel(spec=spec, folder="")


def stocked(stage: Stage) -> Library:
    """The studio with a picture model and additions, and the prompt of the image tab."""
    library = stock(paths.models_dir().parent / "additions")
    own = stage.studio.services.library
    models = [dreamy(), *library.installed()]
    models = [
        msgspec.structs.replace(
            m,
            spec=msgspec.structs.replace(
                m.spec, options={**m.spec.options, "trigger_words": ["paper lantern", "ink wash"]}
            ),
        )
        if "watercolour" in m.spec.id
        else m
        for m in models
    ]
    own.installed = lambda: models
    own.default_for = lambda task, language="": next(m for m in models if task in m.spec.tasks)
    stage.studio.models.loaded = False
    stage.studio.models.refresh()
    stage.world.wait(lambda: stage.studio.models.loaded)
    stage.window.show_tab("image")
    presenter = stage.studio.image
    prompt = {"en": "paper lantern over a quiet street, dusk", "zh_CN": "安静街道上的 paper lantern，黄昏"}[
        stage.language
    ]
    presenter.set_value("prompt", prompt)
    return library


def loras(stage: Stage) -> QWidget:
    stocked(stage)
    presenter = stage.studio.image
    presenter.set_value(
        "loras", (LoraUse(model="水彩-watercolour", weight=0.8), LoraUse(model="isometric-icons-xl", weight=0.6))
    )
    presenter.set_value("embeddings", ("easynegative",))
    presenter.set_value("seamless", "both")
    stage.world.settle(0.4)
    return below(stage, LoraPart)


def below(stage: Stage, kind: type[QWidget]) -> QWidget:
    """The window, its brief scrolled until a part is at the top."""
    page = stage.window.page("image")
    part = page.findChild(kind)
    stage.world.settle(0.1)
    bar = page._scroll.verticalScrollBar()
    bar.setValue(part.mapTo(page._scroll.widget(), part.rect().topLeft()).y() - 60)
    stage.world.settle(0.1)
    return stage.window
