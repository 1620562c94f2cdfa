"""From painting to the recipe and back: the mask is written, goes with the Request, survives and is restored."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from studio.core.jobs import JobState
from studio.core.messages import RunJob, Started
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.gallery.project import Project
from studio.presenters.takes import TakeState
from studio.ui.image.painter.mode import MaskMode
from tests.support.scripted_channel import ScriptedChannel, nothing
from tests.ui.gallery_world import Watchdog, draw_picture

LEFT = Qt.MouseButton.LeftButton


def draw(channel: ScriptedChannel, command: RunJob) -> None:
    """Answers with a picture, as a worker would."""
    channel.say(Started(job=command.job))
    file = io.BytesIO()
    draw_picture(5).save(file, "PNG")
    channel.result(command, 0, content=file.getvalue(), suffix=".png")
    channel.finish(command)


class Studio:
    """A window with the painter in front and a picture to paint on."""

    def __init__(self, open_window: Callable[..., Any], script: Any = draw) -> None:
        self.world, self.window = open_window(script)
        self.window.show_tab("image")
        self.page = self.window.page("image")
        self.presenter = self.world.studio.image
        self.presenter.set_value("task", "inpaint")
        self.presenter.set_value("prompt", "a boat")
        self.asset = self.world.add("image", "a lake", number=3)
        self.presenter.set_input(self.world.studio.file_of(self.asset), "source", self.asset.id)
        self.wait(lambda: self.mode.page is not None)
        self.wait(lambda: self.mode.canvas.isVisible())

    def wait(self, condition: Callable[[], Any]) -> None:
        self.world.wait(condition)

    @property
    def mode(self) -> Any:
        mode = self.page.workbench.mode_of(MaskMode)
        assert isinstance(mode, MaskMode)
        return mode

    def paint(self, *places: tuple[float, float]) -> None:
        canvas = self.mode.canvas
        at = [canvas.viewport.to_widget(QPointF(*p)).toPoint() for p in places]
        QTest.mousePress(canvas, LEFT, pos=at[0])
        for place in at[1:]:
            QTest.mouseMove(canvas, place)
        QTest.mouseRelease(canvas, LEFT, pos=at[-1])

    @property
    def data(self) -> Any:
        return self.mode.page.mask.data

    def job(self) -> Any:
        """The newest Request that reached a worker."""
        return self.world.channels[0].job.request


def test_what_is_painted_goes_with_the_request_and_comes_back_with_the_recipe(open_window: Callable[..., Any]) -> None:
    s = Studio(open_window)
    assert s.page.workbench.mode is s.mode
    s.paint((100, 80), (180, 120))
    s.presenter.set_value("mask_feather", 12)
    s.presenter.set_value("mask_grow", 4)
    painted = s.data.copy()
    assert painted.any()
    QTest.mouseClick(s.page.generate, LEFT)
    s.wait(lambda: s.presenter.takes and s.presenter.takes[0].state is TakeState.DONE)
    request = s.job()
    mask = request.input("mask")
    assert (request.task, request.mask_feather, request.mask_grow) == ("inpaint", 12, 4)
    assert Path(mask.path).parent == s.world.services.project.inputs.folder
    assert np.array_equal(np.asarray(Image.open(mask.path)), painted)
    assert s.page.workbench.mode is not s.mode, "the stage shows what comes of it"
    recipe = s.presenter.takes[0].asset.recipe
    assert recipe.request.input("mask").path == f"inputs/{Path(mask.path).name}"
    s.mode.page.mask.clear()
    s.presenter.set_value("mask_feather", 0)
    s.presenter.set_input("", "source")
    s.wait(lambda: s.mode.page is None)
    s.presenter.set_value("task", "upscale")
    s.world.studio.use_settings(recipe)
    s.wait(lambda: s.mode.page is not None and np.array_equal(s.data, painted))
    again = s.presenter.request()
    assert again.mask_feather == 12
    assert Path(again.input("mask").path) == Path(mask.path)
    assert again.input("source").asset == s.asset.id
    s.presenter.generate()
    s.wait(lambda: len(s.presenter.takes) == 2 and s.presenter.takes[1].state is TakeState.DONE)
    assert s.job() == msgspec.structs.replace(again, seed=s.job().seed)
    assert len(list(s.world.services.project.inputs.folder.iterdir())) == 1, "the same mask is kept once"


def test_generate_without_a_mask_says_what_to_do(open_window: Callable[..., Any]) -> None:
    s = Studio(open_window, nothing)
    assert not s.presenter.generate()
    assert s.page.banner.info.code == "mask-needed"
    s.paint((100, 80), (120, 90))
    assert s.presenter.error is None, "painting answers it"


def test_every_change_after_a_run_goes_with_the_next(open_window: Callable[..., Any]) -> None:
    s = Studio(open_window)
    s.paint((100, 80), (180, 120))
    s.presenter.generate()
    s.wait(lambda: s.presenter.takes and s.presenter.takes[0].state is TakeState.DONE)
    first = s.job().input("mask").path
    s.page.workbench.show_mode("mask")
    s.paint((40, 40), (60, 60))
    assert s.presenter.input("mask") is None
    s.presenter.generate()
    s.wait(lambda: len(s.presenter.takes) == 2 and s.presenter.takes[1].state is TakeState.DONE)
    second = s.job().input("mask").path
    assert first != second
    s.page.workbench.show_mode("mask")
    QTest.keyClick(s.mode.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    s.presenter.generate()
    s.wait(lambda: len(s.presenter.takes) == 3 and s.presenter.takes[2].state is TakeState.DONE)
    assert s.job().input("mask").path == first


def test_the_mask_is_kept_when_task_or_picture_change_and_come_back(open_window: Callable[..., Any]) -> None:
    s = Studio(open_window, nothing)
    s.paint((100, 80), (180, 120))
    painted = s.data.copy()
    s.presenter.set_value("task", "upscale")
    s.presenter.set_value("task", "inpaint")
    assert s.page.workbench.mode is s.mode
    assert np.array_equal(s.data, painted)
    other = s.world.add("image", "another", number=4)
    s.presenter.set_input(s.world.studio.file_of(other))
    s.wait(lambda: not s.data.any())
    assert s.mode.options._last.isEnabled()
    s.mode.options.wanted.emit("last")
    assert np.array_equal(s.data, painted)
    s.presenter.set_input(s.world.studio.file_of(s.asset), "source", s.asset.id)
    s.wait(lambda: np.array_equal(s.data, painted) and s.mode.book.before(s.mode.page) is not None)


def test_keys_reach_the_painter_from_the_canvas(open_window: Callable[..., Any]) -> None:
    s = Studio(open_window, nothing)
    keys = {"e": "eraser", "l": "lasso", "p": "polygon", "r": "rectangle", "g": "fill", "b": "brush"}
    for letter, tool in keys.items():
        QTest.keyClicks(s.mode.canvas, letter)
        assert s.mode.settings.tool == tool
        assert s.mode.strip.tools[tool].isChecked()
    QTest.keyClicks(s.mode.canvas, "i")
    assert s.data.min() == 255
    QTest.keyClick(s.mode.canvas, Qt.Key.Key_Delete)
    assert not s.data.any()
    QTest.keyClick(s.mode.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert s.data.min() == 255
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(s.mode.canvas, Qt.Key.Key_Z, both)
    assert not s.data.any()
    QTest.keyClicks(s.mode.canvas, "o")
    assert not s.mode.settings.shown


def test_a_mask_is_read_from_a_file_of_another_size(open_window: Callable[..., Any], tmp_path: Path) -> None:
    s = Studio(open_window, nothing)
    grey = Image.new("L", (160, 120), 0)
    grey.paste(255, (0, 0, 80, 120))
    grey.save(tmp_path / "遮罩.png")
    said: list[str] = []
    s.world.studio.message.connect(said.append)
    s.presenter.set_input(str(tmp_path / "遮罩.png"), "mask")
    s.wait(lambda: s.data.any())
    assert s.data.shape == (240, 320)
    assert s.data[:, :150].min() == 255
    assert s.data[:, 170:].max() == 0
    assert "160 × 120" in said[0]
    assert s.presenter.request().input("mask").path == str(tmp_path / "遮罩.png"), "not changed, so not written again"


def test_a_mask_of_other_proportions_is_refused_and_not_kept(open_window: Callable[..., Any], tmp_path: Path) -> None:
    s = Studio(open_window, nothing)
    Image.new("L", (100, 100), 255).save(tmp_path / "方.png")
    s.presenter.set_input(str(tmp_path / "方.png"), "mask")
    s.wait(lambda: s.presenter.error is not None)
    assert s.presenter.error.code == "mask-misfit"
    assert s.presenter.error.params["size"] == "100 × 100" and s.presenter.error.params["picture"] == "320 × 240"
    assert s.page.banner.isVisible()
    assert s.presenter.input("mask") is None and not s.data.any()
    s.presenter.clear_error()
    s.mode._read(str(tmp_path / "方.png"), prefer_alpha=True, page=s.mode.page, saved=False)
    s.wait(lambda: s.presenter.error is not None)


def test_a_mask_never_goes_with_a_picture_that_it_was_not_painted_on(
    open_window: Callable[..., Any], tmp_path: Path
) -> None:
    s = Studio(open_window, nothing)
    s.paint((100, 80), (180, 120))
    draw_picture(7).resize((200, 200)).save(tmp_path / "other.png")
    s.presenter.set_input(str(tmp_path / "other.png"))
    assert s.mode.page_of != str(tmp_path / "other.png"), "it is being read"
    assert not s.presenter.generate()
    assert s.presenter.error.code == "mask-needed"
    s.wait(lambda: s.mode.page_of == str(tmp_path / "other.png"))


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_what_is_painted_over_is_what_the_worker_draws_anew(
    open_window: Callable[..., Any], tmp_path: Path, form: str, orientation: int
) -> None:
    """The mask of a red corner lies on the red corner, however the camera was held and whatever is transparent."""
    from studio.worker.backends.diffusion.inputs import read_inputs

    s = Studio(open_window)
    pixels = np.full((160, 240, 3), (20, 60, 200), np.uint8)
    pixels[:80, :120] = (230, 20, 20)
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Image.fromarray(pixels)
    if form in ("PNG", "WEBP"):
        alpha = Image.new("L", picture.size, 255)
        alpha.paste(0, (180, 120, 240, 160))
        picture.putalpha(alpha)
    path = tmp_path / f"照片.{form.lower()}"
    picture.save(path, form, exif=exif, **({"lossless": True} if form == "WEBP" else {}))
    s.presenter.set_input(str(path))
    s.wait(lambda: s.mode.page_of == str(path))
    seen = s.page.workbench.source.image
    assert s.mode.page.mask.size == seen.size()
    red = [
        (x, y)
        for x in (seen.width() // 4, seen.width() * 3 // 4)
        for y in (seen.height() // 4, seen.height() * 3 // 4)
        if seen.pixelColor(x, y).red() > 200 and seen.pixelColor(x, y).alpha() == 255
    ]
    assert len(red) == 1
    s.mode.settings.set_brush(size=30, hardness=1.0)
    s.paint(red[0], red[0])
    s.presenter.generate()
    s.wait(lambda: s.presenter.takes and s.presenter.takes[0].state is TakeState.DONE)
    inputs = read_inputs(s.job())
    assert inputs.source is not None and inputs.mask is not None
    assert inputs.size == (seen.width(), seen.height())
    found = inputs.source.rgb[inputs.mask > 128]
    assert len(found) > 300 and (found[:, 0] > 200).all() and (found[:, 2] < 90).all()


def test_the_alpha_of_a_cut_out_becomes_the_mask(open_window: Callable[..., Any], tmp_path: Path) -> None:
    from studio.ui.image.painter.reading import mask_from_file

    s = Studio(open_window, nothing)
    cut = draw_picture(2).convert("RGBA")
    alpha = Image.new("L", cut.size, 0)
    alpha.paste(255, (50, 50, 150, 150))
    cut.putalpha(alpha)
    cut.save(tmp_path / "cut.png")
    pixels, size = mask_from_file(str(tmp_path / "cut.png"), s.mode.page.mask.size, prefer_alpha=True)
    assert np.array_equal(pixels, np.asarray(alpha))
    assert size == s.mode.page.mask.size
    s.presenter.set_input(str(tmp_path / "cut.png"))
    s.wait(lambda: s.mode.options._transparency.isEnabled())
    s.mode.options.wanted.emit("transparency")
    s.wait(lambda: s.data.any())
    assert np.array_equal(s.data, 255 - np.asarray(alpha))


def test_writing_a_large_mask_does_not_hold_up_the_window(open_window: Callable[..., Any], tmp_path: Path) -> None:
    s = Studio(open_window, nothing)
    draw_picture(1).resize((3000, 2000)).save(tmp_path / "large.png")
    s.presenter.set_input(str(tmp_path / "large.png"))
    s.wait(lambda: s.data.shape == (2000, 3000))
    s.data[:] = np.random.default_rng(0).integers(0, 256, s.data.shape, np.uint8)
    s.paint((100, 80), (180, 120))
    with Watchdog() as watchdog:
        assert s.presenter.generate()
        assert s.presenter.waiting_jobs == 1
        s.wait(lambda: s.presenter.takes)
    assert s.presenter.busy
    assert watchdog.longest < 0.4
    s.wait(lambda: s.world.channels and s.world.channels[0].commands)


def test_a_click_is_not_lost_when_the_window_closes_at_once(open_window: Callable[..., Any]) -> None:
    s = Studio(open_window, nothing)
    s.paint((100, 80), (180, 120))
    assert s.presenter.generate()
    # The composition root's order: what is being written, the engine, the presenters, the project.
    s.world.services.writer.drain()
    s.world.engine.stop()
    (job,) = s.world.services.project.jobs.load()
    assert job.request.prompt == "a boat"
    assert Path(job.request.input("mask").path).is_file()


def test_a_disk_that_is_full_is_said_and_nothing_is_queued(
    open_window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    s = Studio(open_window, nothing)
    s.paint((100, 80), (180, 120))

    def full(*_arguments: Any, **_named: Any) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(s.world.services.project.inputs, "keep", full)
    assert s.presenter.generate()
    s.wait(lambda: s.presenter.error is not None)
    assert s.presenter.error.code == "disk-full"
    assert s.presenter.waiting_jobs == 0
    assert s.mode.page.unsaved


def test_a_waiting_job_finds_its_mask_in_a_project_that_was_moved(
    open_window: Callable[..., Any], tmp_path: Path
) -> None:
    s = Studio(open_window, nothing)
    s.world.engine.set_paused(True)
    s.paint((100, 80), (180, 120))
    s.presenter.generate()
    s.wait(lambda: s.presenter.takes)
    s.wait(lambda: s.world.services.project.jobs.load())
    moved = tmp_path / "moved 搬家"
    shutil.copytree(s.world.services.project.folder, moved)
    shutil.rmtree(moved / ".lock", ignore_errors=True)
    (moved / ".lock").unlink(missing_ok=True)
    with Project.open(moved) as project:
        (job,) = project.jobs.load()
        assert job.state is JobState.WAITING
        shutil.move(s.world.services.project.folder / "inputs", tmp_path / "gone")
        located = project.located(job.request)
        assert Path(located.input("mask").path) == moved / "inputs" / Path(job.request.input("mask").path).name
        assert isinstance(located, ImageRequest)


def test_the_mask_survives_zip_unzip_and_rebuild(open_window: Callable[..., Any], tmp_path: Path) -> None:
    """Zipped, unpacked on another machine's folder, the database lost: the recipe finds its mask, and the run repeats."""
    from studio import cli

    s = Studio(open_window)
    s.paint((100, 80), (180, 120))
    painted = s.data.copy()
    s.presenter.generate()
    s.wait(lambda: s.presenter.takes and s.presenter.takes[0].state is TakeState.DONE)
    folder = s.world.services.project.folder
    archive = shutil.make_archive(str(tmp_path / "archive"), "zip", folder)
    unpacked = tmp_path / "另一台 elsewhere"
    shutil.unpack_archive(archive, unpacked)
    shutil.rmtree(folder / "inputs")
    for name in ("project.db", "project.db-wal", "project.db-shm", ".lock"):
        (unpacked / name).unlink(missing_ok=True)
    assert cli.main(["gallery", "rebuild", "--project", str(unpacked), "--json"]) == 0
    with Project.open(unpacked) as project:
        recipe = next(a for a in project.store.page().assets if a.task == "inpaint").recipe
        located = project.located(recipe.request)
        assert Path(located.input("mask").path).parent == unpacked / "inputs"
        assert np.array_equal(np.asarray(Image.open(located.input("mask").path)), painted)
        source = Path(located.input("source").path)
        assert source.is_file() and unpacked in source.parents


def test_a_strangers_recipe_cannot_name_files_outside_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    with Project.create(tmp_path / "p") as project:
        for path in ("inputs/../secret.png", "inputs/..", "../inputs/../../secret.png", "inputs/", "inputs"):
            request = ImageRequest(task="inpaint", prompt="x", inputs=(InputRef(path=path, role="mask"),))
            assert project.located(request) == request
        kept = project.inputs.keep(b"data", "mask")
        assert project.located(request_of(f"inputs/{kept.name}")).input("mask").path == str(kept)
        assert project.located(request_of(f"C:\\old\\inputs\\{kept.name}")).input("mask").path == str(kept)


def request_of(path: str) -> ImageRequest:
    return ImageRequest(task="inpaint", prompt="x", inputs=(InputRef(path=path, role="mask"),))


def test_rebuild_and_sweep_leave_the_input_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    with Project.create(folder) as project:
        kept = project.inputs.keep(b"\x89PNG not an asset", "mask")
        assert project.inputs.keep(b"\x89PNG not an asset", "mask") == kept
        (folder / "inputs" / "broken.png.part").write_bytes(b"half")
        assert project.store.rebuild() == 0
    with Project.open(folder) as project:
        assert kept.is_file()
        assert project.store.count() == 0
        assert not (folder / "inputs" / "broken.png.part").exists()
        recipe = Recipe(request=request_of(str(kept)), kind="image")
        picture = folder / "x.png"
        draw_picture(1).save(picture)
        asset = project.store.add(picture, recipe=recipe, kind="image")
        assert asset.recipe.request.input("mask").path == f"inputs/{kept.name}"
