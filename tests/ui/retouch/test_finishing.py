"""Cut-out, seamless tile, palette and sending takes on, as a user does them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from studio.core.models import InstalledModel
from studio.core.pictures import Cutout, Tile
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.pixels import palette as colours
from studio.presenters import palette as presenting
from studio.presenters.image_tab import NEEDS_PICTURE
from studio.ui.backdrop import BACKDROPS
from studio.ui.image.retouch.cutout_part import CutoutPart
from studio.ui.image.retouch.tile_part import TilePart
from studio.ui.picture_view import PictureView
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import destroy


@pytest.fixture
def tab(open_window: Callable[..., Any]) -> Any:
    """world, window and the image tab's page."""
    world, window = open_window(nothing, engine=False)
    window.resize(1280, 800)
    window.show_tab("image")
    return world, window, window.page("image")


def part(page: Any, kind: type[Any]) -> Any:
    return next(p for p in page.parts if isinstance(p, kind))


def finish(world: Any, request: ImageRequest, pixels: np.ndarray) -> Any:
    """A finished take of a request; gives it."""
    from studio.core.jobs import Job, JobState

    path = world.folder / "made.png"
    Image.fromarray(pixels).save(path)
    height, width = pixels.shape[:2]
    asset = world.store.add(
        path, recipe=Recipe(request=request, kind="image"), kind="image", width=width, height=height
    )
    job = Job(id=asset.id, request=request)
    job.move_to(JobState.RUNNING)
    world.studio._job_changed(job)
    world.studio._asset_saved(job.id, 0, asset)
    return world.studio.image.current


def choose(field: Any, key: object) -> None:
    """As a user chooses in a combo box."""
    index = next(i for i in range(field.count()) if field.itemData(i) == key)
    field.setCurrentIndex(index)
    field.activated.emit(index)


def shown(view: Any, x: float, y: float) -> tuple[int, int, int]:
    """The colour on the screen at a place of the picture."""
    place = view.viewport.to_widget(QPointF(x, y)).toPoint()
    colour = QColor(view.grab().toImage().pixelColor(place))
    return colour.red(), colour.green(), colour.blue()


# ---- cut-out


def test_the_settings_of_a_cut_out_reach_the_request(tab: Any, chinese_dir: Path) -> None:
    world, _, page = tab
    presenter = world.studio.image
    presenter.set_value("task", "cutout")
    for name in ("人.png", "背景.png"):
        Image.new("RGB", (40, 30), (9, 9, 9)).save(chinese_dir / name)
    presenter.set_input(str(chinese_dir / "人.png"))
    settings = part(page, CutoutPart)
    presenter.set_value("model", "cutout-anything")
    choose(settings.method, "colour")
    settings.tolerance.spin.setValue(40)
    settings.enclosed.setChecked(True)
    settings.feather.slider.setValue(3)
    settings.grow.spin.setValue(-2)
    choose(settings.background.choice, "picture")
    assert settings.picture.isVisible()
    with pytest.raises(Exception, match="background"):
        presenter.request()
    settings.picture.offer(str(chinese_dir / "背景.png"))
    world.wait(lambda: presenter.input("background") is not None)
    request = presenter.request()
    assert request.model == "" and request.cutout == Cutout(
        method="colour", tolerance=40, enclosed=True, feather=3, grow=-2, background="picture"
    )
    assert {i.role for i in request.inputs} == {"source", "background"}
    presenter.set_value("task", "edit")
    assert {i.role for i in presenter.request().inputs} == {"source"}
    presenter.set_value("task", "cutout")
    settings.reset.button.click()
    assert presenter.values["cutout"] == Cutout()


def test_the_tolerance_is_offered_where_it_counts(tab: Any) -> None:
    world, _, page = tab
    world.studio.image.set_value("task", "cutout")
    settings = part(page, CutoutPart)
    for method, wanted in (("colour", True), ("object", False), ("auto", True), ("person", False)):
        choose(settings.method, method)
        assert settings.tolerance.isVisible() is wanted


def test_the_model_that_a_method_needs_is_offered(tab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world, _, page = tab
    models = world.studio.models
    library = world.services.library
    specs = {s.id: s for s in library.catalogue()}

    def install(*ids: str) -> None:
        library.installed = lambda: [InstalledModel(spec=specs[i], folder="/") for i in ids]
        models.refresh()
        world.wait(lambda: {m.spec.id for m in models.installed} == set(ids))

    install()
    world.studio.image.set_value("task", "cutout")
    settings = part(page, CutoutPart)
    # Left to the studio it offers the small one, and says what goes without.
    assert settings.offer.isVisible() and settings.offer._spec.id == "cutout-people"
    assert "33 MB" in settings.offer._facts.text()
    choose(settings.method, "object")
    assert settings.offer._spec.id == "cutout-anything" and "AGPL" in settings.offer._facts.text()
    wanted: list[str] = []
    page.modelsWanted.connect(wanted.append)
    settings.offer._more.click()
    assert wanted == ["cutout-anything"]
    choose(settings.method, "colour")
    assert not settings.offer.isVisible()
    install("cutout-people")
    for method, offered in (("auto", False), ("person", False), ("object", True)):
        choose(settings.method, method)
        assert settings.offer.isVisible() is offered
    # An install that cannot be done is answered for in the tab.
    monkeypatch.setenv("PATH", "/nowhere")
    settings.offer._install.click()
    world.wait(lambda: world.studio.image.error is not None)
    assert "npm" in str(world.studio.image.error)


def test_an_upscale_says_that_faces_are_left_alone(tab: Any) -> None:
    world, _, page = tab
    for task, said in (("upscale", True), ("restyle", False), ("cutout", False)):
        world.studio.image.set_value("task", task)
        assert page.scale_note.isVisible() is page.scale.isVisible() is said
    assert "no face is invented" in page.scale_note.text()


def test_what_stands_behind_transparency_is_chosen(qapp: object) -> None:
    view = PictureView()
    view.resize(400, 300)
    view.show()
    try:
        clear = QImage(80, 60, QImage.Format.Format_ARGB32_Premultiplied)
        clear.fill(QColor(0, 0, 0, 0))
        opaque = QImage(80, 60, QImage.Format.Format_RGB32)
        opaque.fill(QColor("red"))
        view.set_picture(opaque)
        assert view.backdrops is None
        view.set_picture(clear)
        assert view.backdrops is not None and view.backdrops.isVisible()
        for name in BACKDROPS[1:]:
            QTest.mouseClick(view.backdrops.buttons[name], Qt.MouseButton.LeftButton)
            assert shown(view, 40, 20) == {"black": (0, 0, 0), "white": (255, 255, 255)}[name]
        view.backdrops.buttons["checker"].setFocus()
        QTest.keyClick(view.backdrops.buttons["checker"], Qt.Key.Key_Space)
        assert view._backdrop == "checker"
        view.set_picture(opaque)
        assert not view.backdrops.isVisible()
        view.set_picture(clear)
        view.clear()
        assert not view.backdrops.isVisible()
    finally:
        destroy(view)


# ---- tile


def test_a_tile_is_shown_beside_itself(tab: Any, chinese_dir: Path) -> None:
    world, _, page = tab
    presenter = world.studio.image
    source = chinese_dir / "纹理.png"
    pixels = np.zeros((30, 40, 3), np.uint8)
    pixels[:15], pixels[15:] = (250, 0, 0), (0, 0, 250)
    Image.fromarray(pixels).save(source)
    presenter.set_value("task", "tile")
    mode = page.workbench.mode
    assert mode.name == "tiled" and mode._layout.currentWidget() is mode.needed
    presenter.set_input(str(source))
    world.wait(lambda: not mode.view.empty)
    assert mode.view.viewport.size.width() == 120 and mode.view.viewport.size.height() == 90
    choose(part(page, TilePart).axes, "x")
    assert presenter.request().tile == Tile(axes="x")
    assert mode.view.viewport.size.height() == 30
    take = finish(world, ImageRequest(task="tile", tile=Tile(axes="y"), inputs=(InputRef(path=str(source)),)), pixels)
    world.wait(lambda: mode.view.viewport.size.height() == 90 and mode.view.viewport.size.width() == 40)
    assert take is presenter.current
    for row in range(3):
        assert shown(mode.view, 20, 30 * row + 7) == (250, 0, 0)
        assert shown(mode.view, 20, 30 * row + 22) == (0, 0, 250)


def test_a_drawing_that_repeats_can_be_seen_so_too(tab: Any) -> None:
    world, _, page = tab
    finish(world, ImageRequest(prompt="waves", seamless="x"), np.zeros((20, 20, 3), np.uint8))
    page.workbench.show_mode("seamless")
    assert page.workbench.mode.name == "seamless"
    world.wait(lambda: page.workbench.mode.view.viewport.size.width() == 60)
    finish(world, ImageRequest(prompt="a house"), np.zeros((20, 20, 3), np.uint8))
    page.workbench.show_mode("seamless")
    assert page.workbench.mode.name == "result"


def test_copies_meet_on_whole_pixels(tab: Any) -> None:
    """At any zoom: half a pixel between two copies would look like a seam."""
    world, _, page = tab
    world.studio.image.set_value("task", "tile")
    finish(world, ImageRequest(task="tile", inputs=(InputRef(path="/a"),)), np.full((37, 53, 3), 200, np.uint8))
    view = page.workbench.mode.view
    world.wait(lambda: not view.empty)
    for scale in (0.31, 0.77, 1.0, 1.93, 3.7):
        view.zoom_to(scale)
        area = view.viewport.target().intersected(QRectF(view.rect())).toRect().adjusted(4, 4, -4, -4)
        image = view.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB888)
        row = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        assert (row[:, : 3 * image.width()] == 200).all(), scale


# ---- palette


def test_limits_of_the_palette_are_said_once_in_truth() -> None:
    assert (presenting.FEWEST, presenting.MOST) == (colours.FEWEST, colours.MOST)


def test_colours_are_copied_and_saved(tab: Any, chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, _, page = tab
    button = page.workbench.palette_button
    assert not button.isEnabled()
    pixels = np.zeros((30, 90, 3), np.uint8)
    pixels[:, :40], pixels[:, 40:70], pixels[:, 70:] = (200, 30, 45), (10, 120, 90), (250, 250, 240)
    finish(world, ImageRequest(prompt="flag"), pixels)
    assert button.isEnabled()
    button.click()
    popup = button.popup
    world.wait(lambda: len(popup.patches) == 3)
    assert [p.text() for p in popup.patches] == ["#c81e2d", "#0a785a", "#fafaf0"]
    assert "44%" in popup.patches[0].accessibleName()
    QTest.keyClick(popup.patches[1], Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "#0a785a"
    popup.copy.click()
    assert QGuiApplication.clipboard().text().split() == ["#c81e2d", "#0a785a", "#fafaf0"]
    for form, start in (("ase", b"ASEF"), ("gpl", b"GIMP Palette"), ("hex", b"#c81e2d")):
        target = chinese_dir / f"旗.{form}"
        answer = (str(target) if form != "gpl" else str(target.with_suffix("")), "")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, answer=answer: answer)
        popup._forms[form].trigger()
        world.wait(target.is_file)
        assert target.read_bytes().startswith(start)
    inside_a_file = str(chinese_dir / "旗.ase" / "all.ase")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (inside_a_file, ""))
    popup._forms["ase"].trigger()
    world.wait(lambda: "旗.ase" in popup.status.text())
    popup.count.setValue(3)
    world.wait(lambda: "click" in popup.status.text())
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


# ---- sending on


def test_a_take_is_sent_to_every_task_that_works_on_a_picture(tab: Any) -> None:
    world, _, page = tab
    presenter, send = world.studio.image, page.workbench.send
    assert not send.isEnabled()
    take = finish(world, ImageRequest(prompt="a house"), np.zeros((20, 30, 3), np.uint8))
    assert set(send._actions) == NEEDS_PICTURE
    for task in ("cutout", "edit", "tile", "upscale"):
        presenter.set_value("task", "text-to-image")
        presenter.set_input("")
        send._actions[task].trigger()
        assert presenter.values["task"] == task
        assert presenter.input().path == take.path and presenter.input().asset == take.asset.id
