"""The image tab's stage at work: mask, outpaint frame, comparison, source beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from studio.core.pictures import Margins
from studio.core.requests import InputRef

if TYPE_CHECKING:
    from tests.screenshots import Stage

PROMPT = {"en": "a small red sailing boat on the lake", "zh_CN": "湖面上的一艘红色小帆船"}


def landscape(folder: Path, name: str = "湖 lake.png", shift: int = 0) -> Path:
    """A picture with sky, hills and a lake, large enough to judge a mask on."""
    picture = Image.new("RGB", (1152, 768))
    draw = ImageDraw.Draw(picture)
    for y in range(768):
        share = y / 768
        draw.line((0, y, 1152, y), fill=(int(90 + 120 * share), int(150 + 60 * share), int(215 - 20 * share)))
    draw.ellipse((840 + shift, 90, 960 + shift, 210), fill=(255, 236, 170))
    draw.polygon(
        ((0, 470), (240, 250), (430, 430), (640, 210), (900, 440), (1152, 300), (1152, 520), (0, 520)),
        fill=(74, 98, 120),
    )
    draw.polygon(((0, 520), (300, 400), (700, 500), (1152, 420), (1152, 560), (0, 560)), fill=(60, 110, 84))
    draw.rectangle((0, 540, 1152, 768), fill=(58, 120, 160))
    for y in range(552, 768, 14):
        draw.line((0, y, 1152, y), fill=(86 + shift % 90, 148, 184), width=2)
    path = folder / name
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(path)
    return path


def open_on(stage: Stage, task: str, mode: str) -> Any:
    """The image tab with a task and a picture to work on, in a mode; gives that mode."""
    stage.window.show_tab("image")
    presenter = stage.studio.image
    presenter.set_value("task", task)
    presenter.set_value("prompt", PROMPT[stage.language])
    presenter.set_value("inputs", (InputRef(path=str(landscape(stage.world.folder))),))
    workbench = stage.window.page("image").workbench
    workbench.show_mode(mode)
    stage.world.wait(lambda: not workbench.source.image.isNull())
    stage.world.settle(0.3)
    return workbench.mode


def drag(canvas: Any, *places: tuple[float, float]) -> None:
    at = [canvas.viewport.to_widget(QPointF(*place)).toPoint() for place in places]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at[0])
    for place in at[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at[-1])


def mask(stage: Stage) -> QWidget:
    """A mask painted with a soft brush and a polygon under way, feathered."""
    painter = open_on(stage, "inpaint", "mask")
    painter.settings.set_brush(size=110, hardness=0.6)
    drag(painter.canvas, (380, 600), (440, 570), (520, 600), (600, 580), (680, 610))
    painter.settings.set_tool("lasso")
    drag(painter.canvas, (820, 70), (980, 70), (990, 230), (830, 230))
    stage.studio.image.set_value("mask_feather", 16)
    painter.settings.set_tool("polygon")
    for corner in ((120, 620), (240, 560), (290, 680)):
        QTest.mouseClick(
            painter.canvas, Qt.MouseButton.LeftButton, pos=painter.canvas.viewport.to_widget(QPointF(*corner)).toPoint()
        )
    stage.world.settle(0.4)
    return stage.window


def mask_empty(stage: Stage) -> QWidget:
    stage.window.show_tab("image")
    stage.studio.image.set_value("task", "inpaint")
    return stage.window


def frame(stage: Stage) -> QWidget:
    """The frame of an outpaint, its right side in focus."""
    mode = open_on(stage, "outpaint", "frame")
    stage.studio.image.set_value("extend", Margins(left=128, right=384, top=64))
    mode.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        mode.canvas.focusNextPrevChild(True)
    stage.world.settle(0.3)
    return stage.window


def _compared(stage: Stage, way: str, *, size: tuple[int, int] = (1152, 768)) -> QWidget:
    """Two takes of a lake that differ in seed, steps and light."""
    from studio.core.recipes import ModelUse
    from studio.core.requests import ImageRequest
    from studio.presenters.comparing import Side

    stage.fill_gallery()
    stage.window.show_tab("image")
    prompt = PROMPT[stage.language]
    stage.studio.image.set_value("prompt", prompt)
    job = stage.job("i", ImageRequest(prompt=prompt, seed=7, takes=3))
    for take in range(3):
        stage.save(job, "image", prompt, 3 + take, take)
    stage.finish(job)
    paths = [landscape(stage.world.folder), landscape(stage.world.folder, "湖 lake 2.png", shift=60)]
    with Image.open(paths[1]) as picture:
        picture.resize(size).save(paths[1])
    requests = (
        ImageRequest(prompt=prompt, seed=41, steps=20),
        ImageRequest(prompt=prompt, seed=42, steps=30, guidance=6.5),
    )
    model = ModelUse(id="m", name="Sample model").name
    a, b = (Side(str(p), p.name, r.seed, r, model) for p, r in zip(paths, requests, strict=True))
    stage.studio.compare(a, b)
    workbench = stage.window.page("image").workbench
    stage.world.wait(lambda: not workbench.mode.view.empty)
    workbench.mode.set_way(way)
    stage.world.settle(0.4)
    return stage.window


def compare(stage: Stage) -> QWidget:
    return _compared(stage, "slider")


def compare_beside(stage: Stage) -> QWidget:
    return _compared(stage, "beside", size=(576, 384))


def compare_difference(stage: Stage) -> QWidget:
    return _compared(stage, "difference")
