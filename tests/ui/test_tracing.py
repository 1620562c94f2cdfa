"""Tracing in the window: a preview that follows the settings and never holds it up, and one click on any take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSize

from studio.core.pictures import Trace
from studio.core.requests import ImageRequest, InputRef
from studio.presenters.takes import TakeState
from studio.presenters.tracing import TracePreview
from studio.ui.image.trace_mode import TraceMode
from tests.support import samples
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import Watchdog, draw_picture


def open_trace(open_window: Callable[..., Any], picture: Path, *, engine: bool = False) -> tuple[Any, Any, TraceMode]:
    world, window = open_window(nothing, engine=engine)
    window.show_tab("image")
    page = window.page("image")
    world.studio.image.set_value("inputs", (InputRef(path=str(picture)),))
    world.studio.image.set_value("task", "trace")
    mode = page.workbench.mode
    assert isinstance(mode, TraceMode)
    return world, page, mode


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "标志.png"
    draw_picture(3).save(path)
    return path


def test_the_preview_follows_the_settings(open_window: Callable[..., Any], logo: Path) -> None:
    world, page, mode = open_trace(open_window, logo)
    assert mode.preview.busy
    world.wait(lambda: mode.preview.result is not None and not mode.preview.busy, 30)
    first = mode.preview.result
    assert first is not None and first.paths >= 3 and first.size == (320, 240) and first.bytes > 500
    assert f"Paths: {first.paths}" in mode.facts.text() and "kB" in mode.facts.text()
    assert mode.view.viewport.size == QSize(320, 240) and mode.view.picture().width() > 320
    part = next(p for p in page.parts if "trace" in p.fields)
    assert not part.isHidden()
    part.shape.changed.emit("polygons")
    part.mode.changed.emit("black-and-white")
    assert world.studio.image.values["trace"] == Trace(mode="black-and-white", shape="polygons")
    assert not part.colours.isVisible() and not part.corner.isVisible() and part.speckle.isVisible()
    assert mode.preview.busy and "tracing" in mode.facts.text()
    world.wait(lambda: not mode.preview.busy, 30)
    assert mode.preview.result is not None and mode.preview.result.bytes < first.bytes
    mode.original.click()
    assert mode.view.picture().width() == 320
    request = world.studio.image.request()
    assert isinstance(request, ImageRequest) and request.trace == Trace(mode="black-and-white", shape="polygons")


def test_the_window_goes_on_while_a_large_picture_is_traced(open_window: Callable[..., Any], tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (600, 600, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png", compress_level=0)
    world, _, mode = open_trace(open_window, tmp_path / "noise.png")
    world.studio.image.set_value("trace", Trace(speckle=0, colours=8, layer=0))
    world.wait(lambda: mode.preview._task is not None, 30)
    world.settle(0.5)
    with Watchdog() as watchdog:
        world.settle(0.7)
        # What is outdated is given up: the next one does not wait for it.
        world.studio.image.set_value("trace", Trace(speckle=60, colours=2))
        world.wait(lambda: not mode.preview.busy, 30)
    assert mode.preview.result is not None and mode.preview.result.paths < 50
    # vtracer alone holds Python's lock for many seconds here.
    assert watchdog.longest < 1.0


def test_what_cannot_be_traced_is_said(open_window: Callable[..., Any], tmp_path: Path) -> None:
    world, _, mode = open_trace(open_window, tmp_path / "gone.png")
    world.wait(lambda: mode.preview.error is not None, 30)
    assert "not there any more" in mode.facts.text() and not mode.preview.busy
    world.studio.image.clear_error()


def test_leaving_ends_the_process(open_window: Callable[..., Any], logo: Path) -> None:
    world, _, mode = open_trace(open_window, logo)
    world.wait(lambda: mode.preview.result is not None, 30)
    helper = mode.preview._idle
    assert helper is not None and helper._process is not None and helper._process.poll() is None
    process = helper._process
    world.studio.image.set_value("task", "upscale")
    world.wait(lambda: process.poll() is not None)
    assert mode.preview._idle is None


def test_a_preview_that_nobody_wants_any_more_leaves_nothing(open_world: Callable[..., Any], logo: Path) -> None:
    world = open_world(nothing)
    preview = TracePreview(world.studio)
    preview.want(str(logo), Trace())
    world.wait(lambda: preview._task is not None)
    preview.stop()
    world.wait(lambda: not world.studio.background._long, 30)
    assert preview._idle is None and preview.result is None and not preview.busy


def test_one_click_on_a_finished_take(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    page, presenter = window.page("image"), world.studio.image
    presenter.set_value("prompt", "a logo")
    presenter.set_value("trace", Trace(colours=4))
    assert not page.workbench.trace.isEnabled()
    presenter.generate()
    channel = world.channels[0]
    world.wait(
        lambda: (
            any(t.state is TakeState.RUNNING for t in presenter.takes)
            or (channel.commands[-1:] and channel.has(presenter.takes[0].job))
        )
    )
    picture = world.folder / "p.png"
    draw_picture(1).save(picture)
    channel.result(channel.job, content=picture.read_bytes(), suffix=".png", width=320, height=240)
    channel.finish(channel.job)
    world.wait(lambda: presenter.current is not None and presenter.current.state is TakeState.DONE)
    done = presenter.current
    world.wait(page.workbench.trace.isEnabled)
    page.workbench.trace.click()
    world.wait(lambda: len(presenter.takes) == 2 and channel.has(presenter.takes[1].job))
    request = channel.job.request
    assert (request.task, request.trace) == ("trace", Trace(colours=4))
    assert request.inputs == (InputRef(path=done.path, asset=done.asset.id),)
    channel.result(channel.job, content=samples.SVG.encode(), suffix=".svg", width=48, height=32)
    channel.finish(channel.job)
    world.wait(lambda: presenter.takes[1].state is TakeState.DONE)
    world.wait(lambda: page.view.viewport.size == QSize(48, 32), 30)
    assert page.view.picture().width() == 2048
    assert presenter.takes[1].asset.parents == (done.asset.id,)
    # It is a drawing already.
    assert not page.workbench.trace.isEnabled() and page.workbench.use.isEnabled()
