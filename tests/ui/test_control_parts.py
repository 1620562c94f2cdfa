"""Control units with their live maps, references, and the task control-map in the image tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QMessageBox, QWidget

from studio.core.errors import InputError
from studio.core.pictures import ControlUnit, LoraUse, ReferenceUse
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import build
from studio.presenters.map_preview import MapPreview
from studio.ui.file_drop import FileDrop
from studio.ui.image.additions.control_part import ControlPart
from studio.ui.image.additions.embeddings_part import EmbeddingsPart
from studio.ui.image.additions.lora_part import LoraPart
from studio.ui.image.additions.map_editor import MapEditor
from studio.ui.image.additions.map_mode import MapMode
from studio.ui.image.additions.model_part import ModelPart
from studio.ui.image.additions.references_part import ReferencesPart
from tests.support.beside import STOCK, model, stock
from tests.support.scripted_channel import nothing


@pytest.fixture
def tab(open_window: Callable[..., Any]) -> Any:
    world, window = open_window(nothing)
    stock(world)
    window.show_tab("image")
    world.studio.image.set_value("prompt", "a cat")
    return world, window, window.page("image")


@pytest.fixture
def square(tmp_path: Path) -> str:
    rgb = np.full((60, 90, 3), 20, np.uint8)
    rgb[15:45, 30:60] = 220
    Image.fromarray(rgb).save(tmp_path / "方 a.png")
    return str(tmp_path / "方 a.png")


def open_editors(window: Any) -> list[MapEditor]:
    return [editor for editor in window.findChildren(MapEditor) if editor.isVisible()]


def items(field: Any) -> dict[str, bool]:
    return {field.itemText(n): field.model().item(n).isEnabled() for n in range(field.count())}


def test_a_unit_follows_a_picture_with_a_map_that_is_shown_live(tab: Any, square: str) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    part.button.click()
    (row,) = part.rows
    assert part._fold.expanded and "once there is a picture" in row.map._text
    with pytest.raises(InputError, match="control 1"):
        presenter.request()
    row.picture.offer(square)
    world.wait(lambda: not row.map.empty)
    shown = row.map._pixmap.toImage()
    assert (shown.width(), shown.height()) == (90, 60)
    assert shown.pixelColor(45, 30).value() == 0
    assert max(shown.pixelColor(x, 30).value() for x in range(27, 33)) == 255
    request = presenter.request()
    assert request.control == (ControlUnit(preprocessor="canny"),)
    assert [(i.role, i.path) for i in request.inputs] == [("control-1", square)]
    row.high.spin.setValue(255)
    row.low.spin.setValue(255)
    row.weight.spin.setValue(0.8)
    row.span.last.setValue(60)
    assert presenter.request().control == (ControlUnit(preprocessor="canny", low=255, high=255, weight=0.8, end=0.6),)
    row.high.spin.setValue(100)
    assert presenter.values["control"][0].low == 100
    row.span.first.setValue(80)
    assert (presenter.values["control"][0].start, presenter.values["control"][0].end) == (0.8, 0.81)
    row.preprocessor.set_value("invert")
    row.preprocessor.changed.emit("invert")
    world.wait(lambda: row.map._pixmap.toImage().pixelColor(45, 30).value() == 35)
    assert not row.low.isVisibleTo(part) and not row.detail.isVisibleTo(part)


def test_the_latest_of_many_changes_is_shown(tab: Any, square: str) -> None:
    world, _, _ = tab
    preview, frames = MapPreview(world.studio), []
    preview.ready.connect(frames.append)
    for detail in range(20):
        preview.want(square, ControlUnit(preprocessor="blur", detail=detail / 20), 512)
    preview.want(square, ControlUnit(preprocessor="grey", weight=0.1), 512)
    preview.want(square, ControlUnit(preprocessor="grey", weight=0.9), 512)
    world.wait(lambda: frames and set(frames[-1].data) == {20, 220})
    world.settle(0.1)
    assert len(frames) < 10 and frames[-1].full == (90, 60)
    preview.want("", ControlUnit(preprocessor="grey"), 512)
    failed: list[Any] = []
    preview.failed.connect(failed.append)
    preview.want("/nowhere.png", ControlUnit(preprocessor="grey"), 512)
    world.wait(lambda: failed)
    assert failed[0].code == "input-missing"


def test_the_model_that_follows_is_the_first_that_fits_or_a_chosen_one(tab: Any) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_value("control", (ControlUnit(preprocessor="canny"),))
    (row,) = part.rows
    assert items(row.model) == {
        "First that fits: Canny net": True, "Canny net · Canny edges": True, "Depth net · Depth": True,
        "Sketcher · Line art": True, "Canny xl · Canny edges (for SDXL)": False,
    }  # fmt: skip
    presenter.set_value("control", (ControlUnit(preprocessor="line"),))
    assert row.model.itemText(0) == "First that fits: Sketcher"
    row.model.changed.emit("depth-net")
    assert presenter.values["control"][0].model == "depth-net" and not row.missing.isVisibleTo(part)
    presenter.set_value("control", (ControlUnit(preprocessor="colour"),))
    assert row.missing.isVisibleTo(part) and "SD 1.5" in row.missing.text.text()
    presenter.set_value("control", (ControlUnit(model="canny-xl"),))
    assert "does not fit" in row.missing.text.text()


def test_maps_are_shown_at_the_size_that_is_drawn(tab: Any, tmp_path: Path) -> None:
    """A large photograph has other edges than the small one that the model sees."""
    world, _, page = tab
    Image.effect_noise((2000, 1000), 90).convert("RGB").save(tmp_path / "large.png")
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_input(str(tmp_path / "large.png"), "control-1")
    presenter.set_value("control", (ControlUnit(preprocessor="canny"),))
    (row,) = part.rows
    world.wait(lambda: row.map._pixmap.width() == 512)
    presenter.set_value("model", "grand-xl")
    world.wait(lambda: row.map._pixmap.width() == 1024)
    presenter.set_value("width", 768)
    presenter.set_value("height", 640)
    world.wait(lambda: row.map._pixmap.width() == 768)


def test_depth_says_what_it_needs(tab: Any, square: str) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_input(square, "control-1")
    presenter.set_value("control", (ControlUnit(preprocessor="depth"),))
    (row,) = part.rows
    assert "Depth Anything" in row.missing.text.text() and row.map.empty
    wanted: list[str] = []
    part.modelsWanted.connect(wanted.append)
    row.missing.button.click()
    assert wanted == [""]
    stock(world, (*STOCK, model("deep", "depth", "depth_anything")))
    assert not row.missing.isVisibleTo(part) and row.keep.isEnabled()


def test_units_come_and_go_with_their_pictures(tab: Any, square: str) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    for _ in range(2):
        part.button.click()
    presenter.set_input(square, "control-1")
    presenter.set_input(square, "control-2")
    part.rows[0].remove.click()
    assert [u.input for u in presenter.values["control"]] == ["control-2"]
    assert [i.role for i in presenter.values["inputs"]] == ["control-2"]
    part.undone.undo.click()
    assert [i.role for i in presenter.request().inputs] == ["control-2", "control-1"]
    part._fold.set_expanded(False)
    assert part._fold.summary.text() == "Canny edges 1, Canny edges 1"


def test_the_picture_to_work_on_can_be_followed(tab: Any, square: str) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_value("task", "image-to-image")
    presenter.set_input(square)
    part.button.click()
    (row,) = part.rows
    row.menu.fill()
    next(a for a in row.menu.menu().actions() if a.text() == "The picture to work on").trigger()
    request = presenter.request()
    assert request.control[0].input == "source" and [i.role for i in request.inputs] == ["source"]
    assert part.rows[0].picture.path() == square
    part.rows[0].pictureChanged.emit("", "")
    assert presenter.values["control"][0].input == "control-1" and presenter.input() is not None


def test_pictures_come_from_the_gallery(tab: Any) -> None:
    world, _, page = tab
    asset = world.add("image", "a red lantern", number=3)
    world.add("text", "no picture", number=4)
    part, presenter = page.findChild(ReferencesPart), world.studio.image
    part.button.click()
    menu = part.rows[0].menu
    menu.fill()
    world.wait(lambda: any(a.text() == "a red lantern" for a in menu.menu().actions()))
    assert not any("no picture" in a.text() for a in menu.menu().actions())
    next(a for a in menu.menu().actions() if a.text() == "a red lantern").trigger()
    (picture,) = presenter.request().inputs
    assert (picture.role, picture.asset, picture.path) == ("reference-1", asset.id, world.studio.file_of(asset))


def test_references_have_weights_and_say_what_is_missing(tab: Any, square: str) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ReferencesPart), world.studio.image
    part.button.click()
    part.button.click()
    part.rows[1].weight.spin.setValue(1.2)
    for role in ("reference-1", "reference-2"):
        presenter.set_input(square, role)
    assert presenter.request().references == (ReferenceUse(), ReferenceUse(input="reference-2", weight=1.2))
    part.rows[0].remove.click()
    assert [i.role for i in presenter.request().inputs] == ["reference-2"]
    (row,) = part.rows
    assert not row.missing.isVisibleTo(part)
    stock(world, (*STOCK, model("wide-look", "ip-adapter", encoder_reads="projection", encoder_width=1024)))
    part.change(0, model="wide-look")
    assert "image encoder" in row.missing.text.text()
    encoder = model("clip", "image-encoder", "", projection=1024, hidden=1280)
    stock(world, (*STOCK, model("wide-look", "ip-adapter", encoder_reads="projection", encoder_width=1024), encoder))
    assert not row.missing.isVisibleTo(part)
    stock(world, STOCK[:2])
    assert row.missing.text.text() == "It is not installed."
    assert part.needed.text.text().startswith("An IP-Adapter") and not part.button.isVisibleTo(part)


def test_a_map_is_kept_and_then_followed_as_it_is(tab: Any, square: str) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_input(square, "control-1", "parent")
    presenter.set_value("control", (ControlUnit(preprocessor="canny", weight=0.7, model="canny-net"),))
    part.rows[0].keep.click()
    world.wait(lambda: any(c.job for ch in world.channels for c in ch.commands if hasattr(c, "request")))
    (command,) = [c for ch in world.channels for c in ch.commands if hasattr(c, "request")]
    request = command.request
    assert request.task == "control-map" and request.control == (ControlUnit(preprocessor="canny"),)
    assert [(i.role, i.asset) for i in request.inputs] == [("source", "parent")]
    assert (request.width, request.height) == (512, 512)  # what an SD 1.5 model draws at
    asset = world.add("image", "", number=7)
    presenter.asset_saved(command.job, 0, asset)
    assert presenter.values["control"] == (ControlUnit(weight=0.7, model="canny-net"),)
    assert presenter.input("control-1").asset == asset.id and not part.rows[0].keep.isVisibleTo(part)
    part.undone.undo.click()
    assert presenter.values["control"][0].preprocessor == "canny" and presenter.input("control-1").path == square


def test_the_task_control_map_shows_its_map_on_the_stage(tab: Any, square: str) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_value("control", (ControlUnit(preprocessor="", model="canny-net", weight=0.5), ControlUnit()))
    presenter.set_value("task", "control-map")
    presenter.set_input(square)
    (row,) = part.rows
    assert part._fold.expanded and not part.button.isVisibleTo(page) and row.preprocessor.findData("") < 0
    mode = page.workbench.mode
    assert isinstance(mode, MapMode)
    world.wait(lambda: mode.shown)
    assert mode.view.viewport.size.width() == 90
    row.low.spin.setValue(40)
    assert presenter.request().control == (ControlUnit(preprocessor="canny", low=40),)
    assert presenter.values["control"][0].model == "canny-net" and len(presenter.values["control"]) == 2
    presenter.set_value("control", ())
    assert presenter.request().control == (ControlUnit(preprocessor="canny"),)
    row.detail.changed.emit(0.7)
    assert presenter.request().control[0].detail == 0.7
    presenter.set_value("control", (ControlUnit(preprocessor="depth"),))
    assert not mode.shown and "model" in mode.facts.text()
    presenter.set_value("task", "text-to-image")
    assert part.button.isVisibleTo(page) and len(part.rows) == 1


def test_a_map_is_painted_on_and_then_followed(tab: Any, square: str) -> None:
    world, window, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_input(square, "control-1", "parent")
    presenter.set_value("control", (ControlUnit(preprocessor="canny", weight=0.7),))
    saved: list[Any] = []
    world.studio.assetSaved.connect(saved.append)
    part.rows[0].edit.click()
    editor = window.findChild(MapEditor)
    world.wait(lambda: editor.painted is not None)
    data = editor.painted.data
    assert data.shape == (60, 90) and set(np.unique(data)) == {0, 255} and data[30, 45] == 0
    before = data.copy()
    editor.settings.set_brush(size=6)
    place = editor.canvas.viewport.to_widget
    for x, erase in ((45, False), (30, True)):
        editor.canvas.pen_down(place(QPointF(x, 30)), erase=erase)
        editor.canvas.pen_up(place(QPointF(x, 30)))
    assert data[30, 45] == 255 and data[30, 28:33].max() == 0
    QTest.keyClick(editor.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert data[30, 45] == 255 and data[30, 28:33].max() == 255 and editor.edited
    shown = editor.canvas.grab().toImage()
    at = place(QPointF(45.5, 30.5)).toPoint()
    assert shown.pixelColor(at).value() == 255
    QTest.keyClick(editor.canvas, Qt.Key.Key_O)
    assert editor.canvas.grab().toImage().pixelColor(at).value() == 220
    editor.use.click()
    world.wait(lambda: saved)
    assert presenter.values["control"] == (ControlUnit(weight=0.7),)
    (asset,) = saved
    assert asset.parents == ("parent",) and asset.recipe.source == "edited" and asset.recipe.request is None
    assert (asset.width, asset.height) == (90, 60) and world.studio.thumbnail_of(asset)
    with Image.open(presenter.input("control-1").path) as kept:
        pixels = np.asarray(kept.convert("L"))
    assert (pixels != before).sum() == (before[27:33, 42:48] == 0).sum() - (pixels[27:33, 42:48] == 0).sum()
    assert pixels[30, 45] == 255
    # It can be painted on again, and the picture comes back with undo.
    assert part.rows[0].edit.isVisibleTo(part)
    part.undone.undo.click()
    assert presenter.values["control"][0].preprocessor == "canny" and presenter.input("control-1").path == square


def test_what_was_painted_is_not_thrown_away_without_asking(tab: Any, square: str) -> None:
    world, window, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    presenter.set_input(square, "control-1")
    presenter.set_value("control", (ControlUnit(preprocessor="line"),))
    part.rows[0].edit.click()
    editor = window.findChild(MapEditor)
    world.wait(lambda: editor.painted is not None)
    editor._act("invert")
    editor.reject()
    box = editor.findChild(QMessageBox)
    assert box is not None and editor.isVisible()
    next(b for b in box.buttons() if b.text() == "Throw away").click()
    world.wait(lambda: not open_editors(window))
    assert presenter.values["control"][0].preprocessor == "line"
    part.rows[0].edit.click()
    (again,) = open_editors(window)
    world.wait(lambda: again.painted is not None)
    again.reject()
    world.wait(lambda: not open_editors(window))


def test_only_maps_in_greys_can_be_painted_on(tab: Any, tmp_path: Path) -> None:
    world, window, page = tab
    part, presenter = page.findChild(ControlPart), world.studio.image
    Image.new("RGB", (20, 10), (200, 30, 30)).save(tmp_path / "pose.png")
    presenter.set_input(str(tmp_path / "pose.png"), "control-1")
    presenter.set_value("control", (ControlUnit(),))
    part.rows[0].edit.click()
    editor = window.findChild(MapEditor)
    world.wait(lambda: "map in greys" in editor.hint.text())
    assert not editor.use.isEnabled()
    editor.reject()
    presenter.set_value("control", (ControlUnit(preprocessor="colour"),))
    assert not part.rows[0].edit.isVisibleTo(part)


def test_pictures_dropped_on_the_part_are_entries_of_their_own(tab: Any, square: str, tmp_path: Path) -> None:
    world, _, page = tab
    presenter = world.studio.image
    (tmp_path / "notes.txt").write_text("x")
    Image.new("RGB", (8, 8)).save(tmp_path / "b.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(p) for p in (square, str(tmp_path / "notes.txt"), str(tmp_path / "b.png"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, start in ((ReferencesPart, "reference"), (ControlPart, "control")):
        part = page.findChild(kind)
        part.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
        world.wait(lambda start=start: sum(i.role.startswith(start) for i in presenter.values["inputs"]) == 2)
        assert len(part.rows) == 2 and part._fold.expanded
    assert len(presenter.request().inputs) == 4
    presenter.set_value("task", "control-map")
    page.findChild(ControlPart).dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert len(presenter.values["control"]) == 2


def test_settings_of_a_picture_fill_every_part_in(tab: Any, square: str) -> None:
    world, _, page = tab
    presenter = world.studio.image
    request = build(
        "image",
        {
            "prompt": "a fox", "model": "dreamy", "loras": [{"model": "ink", "weight": 0.4}], "embeddings": ["easynegative"],
            "vae": "mse", "clip_skip": 1, "seamless": "y", "references": [{"weight": 0.9}],
            "control": [{"preprocessor": "line", "detail": 0.2, "end": 0.5}],
            "inputs": [{"path": square, "role": "control-1"}, {"path": square, "role": "reference-1"}],
        },
    )  # fmt: skip
    world.studio.use_settings(Recipe(kind="image", request=request, model=ModelUse(id="dreamy", name="Dreamy")))
    world.wait(lambda: presenter.values["prompt"] == "a fox")
    lora, control, reference = (page.findChild(k).rows[0] for k in (LoraPart, ControlPart, ReferencesPart))
    assert lora.weight.value() == 0.4 and reference.weight.value() == 0.9
    assert (control.preprocessor.value(), control.detail.value(), control.span.last.value()) == ("line", 0.2, 50)
    assert control.picture.path() == square and reference.picture.path() == square
    details = page.findChild(ModelPart)
    assert (details.vae.value(), details.clip_skip.value(), details.seamless.value()) == ("mse", 2, "y")
    assert page.findChild(EmbeddingsPart).rows
    again = presenter.request()
    assert (again.control, again.references, again.loras) == (request.control, request.references, request.loras)


def test_every_field_has_a_name_and_can_be_reached(tab: Any, square: str) -> None:
    world, _, page = tab
    presenter = world.studio.image
    presenter.set_input(square, "control-1")
    presenter.set_value("loras", (LoraUse(model="ink"),))
    presenter.set_value("embeddings", ("easynegative",))
    presenter.set_value(
        "control", (ControlUnit(preprocessor="canny"), ControlUnit(preprocessor="line", input="control-2"))
    )
    presenter.set_value("references", (ReferenceUse(),))
    for kind in (LoraPart, ControlPart, ReferencesPart, EmbeddingsPart, ModelPart):
        part = page.findChild(kind)
        part.unfold()
        fields = [
            w for w in part.findChildren(QWidget)
            if w.isVisibleTo(page) and isinstance(w, QAbstractButton | QAbstractSlider | QAbstractSpinBox | QComboBox | FileDrop)
        ]  # fmt: skip
        assert len(fields) > 3
        for field in fields:
            assert field.accessibleName().strip(), (kind, field)
            assert field.focusPolicy() & Qt.FocusPolicy.TabFocus, (kind, field.accessibleName())
