"""The image tab with additions in use: LoRAs, an embedding, a VAE."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from studio.core import paths
from studio.core.models import InstalledModel, ModelSpec
from studio.core.pictures import ControlUnit, LoraUse, ReferenceUse
from studio.library.library import Library
from studio.ui.image.additions.control_part import ControlPart
from studio.ui.image.additions.embeddings_part import EmbeddingsPart
from studio.ui.image.additions.lora_part import LoraPart
from studio.ui.image.additions.map_editor import MapEditor
from studio.ui.image.additions.map_mode import MapMode
from studio.ui.image.additions.references_part import ReferencesPart
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


def _picture(stage: Stage, name: str) -> str:
    path = stage.world.folder / name
    still_life().save(path)
    return str(path)


def still_life() -> Image.Image:
    """A vase, a lamp and a table: things with edges at several depths."""
    picture = Image.new("RGB", (640, 480), (196, 206, 214))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 330, 640, 480), fill=(120, 82, 56))
    draw.polygon([(0, 330), (640, 330), (560, 300), (80, 300)], fill=(150, 106, 74))
    draw.ellipse((210, 150, 330, 370), fill=(44, 96, 120))
    draw.rectangle((246, 96, 294, 180), fill=(44, 96, 120))
    draw.ellipse((236, 84, 304, 108), fill=(30, 66, 84))
    draw.polygon([(420, 90), (520, 90), (560, 190), (380, 190)], fill=(236, 196, 120))
    draw.rectangle((464, 190, 476, 340), fill=(60, 60, 64))
    draw.ellipse((424, 330, 516, 356), fill=(60, 60, 64))
    for n in range(5):
        draw.line((270, 96, 200 + 36 * n, 20 + 8 * abs(n - 2)), fill=(70, 120, 70), width=5)
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def control(stage: Stage) -> QWidget:
    stocked(stage)
    presenter = stage.studio.image
    presenter.set_input(_picture(stage, "still life.png"), "control-1")
    presenter.set_value("control", (ControlUnit(preprocessor="canny", weight=0.85, end=0.7),))
    part = stage.window.page("image").findChild(ControlPart)
    stage.world.wait(lambda: not part.rows[0].map.empty)
    return below(stage, ControlPart)


def control_more(stage: Stage) -> QWidget:
    """A second unit without a picture whose map a missing model makes, and references."""
    control(stage)
    presenter = stage.studio.image
    unit = ControlUnit(preprocessor="depth", input="control-2")
    presenter.set_value("control", (ControlUnit(preprocessor="line", detail=0.7), unit))
    presenter.set_input(_picture(stage, "lamp 02.png"), "reference-1")
    presenter.set_value("references", (ReferenceUse(), ReferenceUse(input="reference-2", weight=0.4)))
    stage.world.settle(0.8)
    page = stage.window.page("image")
    return at(stage, page.findChild(ReferencesPart))


def control_map(stage: Stage) -> QWidget:
    stocked(stage)
    presenter = stage.studio.image
    presenter.set_value("task", "control-map")
    presenter.set_input(_picture(stage, "still life.png"))
    presenter.set_value("control", (ControlUnit(preprocessor="line", detail=0.6),))
    mode = stage.window.page("image").workbench.mode_of(MapMode)
    stage.world.wait(lambda: mode.shown)
    return stage.window


def map_editor(stage: Stage) -> QWidget:
    """Painting on the lines of a picture."""
    control(stage)
    presenter = stage.studio.image
    presenter.set_value("control", (ControlUnit(preprocessor="line", detail=0.7),))
    stage.window.page("image").findChild(ControlPart).rows[0].edit.click()
    editor = stage.window.findChild(MapEditor)
    stage.world.wait(lambda: editor.painted is not None)
    stage.world.settle(0.3)
    place = editor.canvas.viewport.to_widget
    editor.canvas.pen_down(place(QPointF(60, 240)))
    for n in range(20):
        editor.canvas.pen_move(place(QPointF(60 + 7 * n, 240 + 40 * math.sin(n / 3))))
    editor.canvas.pen_up(place(QPointF(193, 240)))
    return editor


def beside_empty(stage: Stage) -> QWidget:
    """A studio in which no addition is installed."""
    stocked(stage)
    models = [dreamy()]
    stage.studio.services.library.installed = lambda: models
    stage.studio.models.loaded = False
    stage.studio.models.refresh()
    stage.world.wait(lambda: stage.studio.models.loaded)
    page = stage.window.page("image")
    for kind in (LoraPart, ControlPart, ReferencesPart, EmbeddingsPart):
        page.findChild(kind).unfold()
    stage.world.settle(0.2)
    return below(stage, LoraPart)


def below(stage: Stage, kind: type[QWidget]) -> QWidget:
    """The window, its brief scrolled until a part is at the top."""
    return at(stage, stage.window.page("image").findChild(kind))


def at(stage: Stage, part: QWidget) -> QWidget:
    page = stage.window.page("image")
    stage.world.settle(0.1)
    bar = page._scroll.verticalScrollBar()
    bar.setValue(part.mapTo(page._scroll.widget(), part.rect().topLeft()).y() - 60)
    stage.world.settle(0.1)
    return stage.window
