"""Pictures being finished: edit with crop, cut-out on each ground, seamless tile, palette."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QWidget

from studio.core.pictures import Cutout, Edit, Margins, Tile
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.pixels.pictures import Picture
from tests.screenshot_scenes.workbench import landscape
from tests.support.drawn_people import draw_person

if TYPE_CHECKING:
    from tests.screenshots import Stage


def _tab(stage: Stage, task: str, source: Path) -> Any:
    """The image tab with a task and a picture; gives its stage."""
    stage.window.show_tab("image")
    presenter = stage.studio.image
    presenter.set_value("task", task)
    presenter.set_value("inputs", (InputRef(path=str(source)),))
    return stage.window.page("image").workbench  # type: ignore[attr-defined]


def _done(stage: Stage, request: ImageRequest, pixels: Any) -> None:
    """A finished take with these pixels."""
    path = stage.world.folder / "done.png"
    Image.fromarray(pixels).save(path)
    height, width = pixels.shape[:2]
    job = stage.job("f", request)
    asset = stage.world.store.add(
        path, recipe=Recipe(request=request, kind="image"), kind="image", width=width, height=height
    )
    stage.studio._asset_saved(job.id, 0, asset)
    stage.finish(job)
    stage.world.settle(0.4)


def _edit(stage: Stage) -> Any:
    workbench = _tab(stage, "edit", landscape(stage.world.folder))
    stage.world.wait(lambda: stage.studio.image.edits.size != (0, 0))
    return workbench.mode


def edit(stage: Stage) -> QWidget:
    """Light and colour changed, room added around."""
    _edit(stage)
    settings = Edit(
        exposure=0.35, contrast=0.3, warmth=0.4, shadows=0.3, canvas=Margins(left=60, top=60, right=60, bottom=60)
    )
    stage.studio.image.set_value("edit", settings)
    stage.world.settle(0.6)
    return stage.window


def crop(stage: Stage) -> QWidget:
    """The frame of a 16:9 crop in a picture that was straightened."""
    mode = _edit(stage)
    stage.studio.image.set_value("edit", Edit(straighten=3.5, flip="horizontal", crop=(150, 120, 800, 450)))
    mode.bar.proportion.set_value("16:9")
    mode.bar.crop.setChecked(True)
    stage.world.settle(0.6)
    page = stage.window.page("image")
    page._scroll.verticalScrollBar().setValue(page._scroll.verticalScrollBar().maximum())  # type: ignore[attr-defined]
    stage.world.settle(0.2)
    return stage.window


def cutout(stage: Stage) -> QWidget:
    """A person cut out, on the checkerboard; the model for everything else offered."""
    stage.installed("cutout-people")
    stage.studio.models.refresh()
    stage.world.wait(lambda: stage.studio.models.is_installed("cutout-people"))
    pixels, person = draw_person(700)
    source = stage.world.folder / "portrait.png"
    Image.fromarray(pixels).save(source)
    _tab(stage, "cutout", source)
    request = ImageRequest(
        task="cutout", cutout=Cutout(method="person", feather=1), inputs=(InputRef(path=str(source)),)
    )
    stage.studio.image.set_value("cutout", Cutout(method="object", feather=2, background="picture"))
    _done(stage, request, np.dstack([pixels, person.astype(np.uint8) * 255]))
    return stage.window


def tile(stage: Stage) -> QWidget:
    """A texture that repeats, three times in each direction."""
    from studio.pixels.pictures import read_picture
    from studio.worker.images.seamless import make_seamless

    rng = np.random.default_rng(3)
    dots = np.full((220, 300, 3), (58, 110, 120), np.uint8)
    for _ in range(260):
        y, x, r = rng.integers(0, 220), rng.integers(0, 300), rng.integers(4, 12)
        rows, columns = np.ogrid[:220, :300]
        dots[(rows - y) ** 2 + (columns - x) ** 2 < r * r] = rng.integers(90, 240, 3)
    source = stage.world.folder / "texture.png"
    Image.fromarray(dots).save(source)
    _tab(stage, "tile", source)
    whole: Picture = make_seamless(read_picture(source), Tile())
    _done(stage, ImageRequest(task="tile", tile=Tile(), inputs=(InputRef(path=str(source)),)), whole.rgb)
    return stage.window


def palette(stage: Stage) -> QWidget:
    """The palette of a take."""
    workbench = _tab(stage, "upscale", landscape(stage.world.folder))
    with Image.open(landscape(stage.world.folder)) as picture:
        _done(stage, ImageRequest(task="upscale", inputs=(InputRef(path="/a.png"),)), np.asarray(picture))
    workbench.palette_button.open()
    popup = workbench.palette_button.popup
    stage.world.wait(lambda: popup.patches)
    stage.world.settle(0.1)
    return popup  # type: ignore[no-any-return]
