"""The tabs end to end: request, streaming, takes, stop, errors, recipes, with a scripted worker behind a real engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from studio.core.errors import ErrorInfo
from studio.core.messages import Finished, Phase, Residency, Result, RunJob, Started
from studio.core.pictures import Hires
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import AudioRequest, ImageRequest, TextRequest
from studio.presenters.takes import TakeState
from studio.ui.image.estimate_line import EstimateLine
from tests.support.scripted_channel import ScriptedChannel, nothing
from tests.ui.gallery_world import Watchdog, draw_picture


def stream(channel: ScriptedChannel, command: RunJob) -> None:
    channel.say(Started(job=command.job))
    for piece in ("一、六点", "出炉。", " 🙂"):
        channel.text(command, piece)
    channel.progress(command, 0.9, Phase.GENERATING, eta=2.0)
    channel.result(command, 0)
    channel.finish(command)


def hold(channel: ScriptedChannel, command: RunJob) -> None:
    channel.say(Started(job=command.job))
    channel.text(command, "a beginning")


def fail(channel: ScriptedChannel, command: RunJob) -> None:
    info = ErrorInfo(code="memory-short", params={"needed": "6 GB", "free": "2 GB"}, detail="traceback")
    channel.say(Started(job=command.job), Finished(job=command.job, outcome="failed", error=info))


def test_ctrl_enter_streams_a_text_into_the_stage_and_the_gallery(open_window: Callable[..., Any]) -> None:
    world, window = open_window(stream)
    page = window.page("text")
    page.prompt.setFocus()
    QTest.keyClicks(page.prompt.editor, "six slogans")
    QTest.keyClick(page.prompt.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    presenter = world.studio.text
    world.wait(lambda: presenter.current is not None and presenter.current.state is TakeState.DONE)
    page.view.flush()
    assert page.view.text() == "一、六点出炉。 🙂"
    assert presenter.current.seed is not None
    assert world.store.count() == 1
    world.wait(lambda: not page.progress.isVisible() and not page.stop.isVisible())


def test_stop_ends_only_this_job_and_keeps_what_was_written(open_window: Callable[..., Any]) -> None:
    world, window = open_window(hold)
    presenter = world.studio.text
    presenter.set_value("prompt", "something long")
    assert presenter.generate()
    world.wait(lambda: presenter.current.text == "a beginning")
    assert window.page("text").stop.isVisible()
    window.page("text").stop.click()
    world.wait(lambda: presenter.current.state is TakeState.STOPPED)
    assert presenter.current.text == "a beginning"
    assert not presenter.busy


def test_regenerate_makes_a_new_take_and_both_stay(open_window: Callable[..., Any]) -> None:
    world, window = open_window(stream)
    presenter = world.studio.text
    presenter.set_value("prompt", "slogans")
    presenter.set_value("seed", 7)
    presenter.set_seed_locked(True)
    presenter.generate()
    world.wait(lambda: presenter.takes[0].state is TakeState.DONE)
    presenter.regenerate()
    world.wait(lambda: len(presenter.takes) == 2 and presenter.takes[1].state is TakeState.DONE)
    assert [t.request.seed for t in presenter.takes] == [7, 8]
    page = window.page("text")
    assert page.counter.text() == "2 / 2"
    page.previous.click()
    assert presenter.current is presenter.takes[0]


def test_an_edited_text_is_a_new_asset(open_window: Callable[..., Any]) -> None:
    world, window = open_window(stream)
    presenter, page = world.studio.text, window.page("text")
    presenter.set_value("prompt", "slogans")
    presenter.generate()
    world.wait(lambda: presenter.current.state is TakeState.DONE)
    first = presenter.current
    page.edit.click()
    page.view.editor.setPlainText("改过的文字")
    page.save.click()
    world.wait(lambda: presenter.current is not first)
    assert presenter.current.text == "改过的文字"
    assert first.text != presenter.current.text
    assert presenter.current.asset.parents == (first.asset.id,)


def test_a_failed_job_says_what_and_what_to_do_and_is_not_modal(open_window: Callable[..., Any]) -> None:
    world, window = open_window(fail)
    page = window.page("text")
    world.studio.text.set_value("prompt", "too much")
    world.studio.text.generate()
    world.wait(lambda: page.banner.isVisible())
    assert QGuiApplication.modalWindow() is None
    assert "6 GB" in page.banner.text()
    assert "traceback" in page.banner.text()
    page.banner.dismiss()
    assert world.studio.text.error is None


@pytest.mark.parametrize("prompt", ["", "   \n\t", "\x00\x07"])
def test_an_empty_prompt_is_said_at_once(open_window: Callable[..., Any], prompt: str) -> None:
    world, window = open_window(nothing, engine=False)
    world.studio.text.set_value("prompt", prompt)
    assert not world.studio.text.generate()
    assert window.page("text").banner.info.code == "prompt-empty"


def test_a_megabyte_prompt_is_refused_with_its_length(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.page("text").prompt.set_text("字" * 1_000_000)
    assert not world.studio.text.generate()
    assert "1,000,000" in window.page("text").banner.text()


def test_previews_and_takes_of_a_picture(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    presenter, page = world.studio.image, window.page("image")
    presenter.set_value("prompt", "a lantern")
    presenter.set_value("takes", 2)
    presenter.generate()
    world.wait(lambda: world.channels and any(isinstance(c, RunJob) for c in world.channels[0].commands))
    channel = world.channels[0]
    command = channel.job
    channel.say(Started(job=command.job))
    channel.progress(command, 0.25, Phase.DENOISING, eta=12.0)
    channel.show(command, bytes(16 * 16 * 3), 16, 16)
    world.wait(lambda: not page.view.empty)
    assert page.progress.isVisible()
    assert len(presenter.takes) == 2
    for take in range(2):
        world.studio._asset_saved(command.job, take, world.add("image", "a lantern", number=take))
    world.wait(lambda: page.view.picture().width() == 320)
    assert page.strip.count() == 2
    channel.finish(command)
    world.wait(lambda: not presenter.busy)


def test_settings_of_a_recipe_come_back_exactly(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    request = ImageRequest(prompt="a fox", seed=5, steps=12, guidance=6.5, width=512, height=768, model="icon")
    presenter = world.studio.image
    presenter.set_value("negative", "left over")
    before, locked = dict(presenter.values), presenter.seed_locked
    world.studio.use_settings(Recipe(request=request, kind="image", model=ModelUse(id="icon", name="Icon")))
    world.wait(lambda: presenter.values["prompt"] == "a fox")
    page = window.page("image")
    assert window.current_page() is page
    assert presenter.request() == request
    assert "and 4 more" in page.notice.text.text() and "Negative prompt" in page.notice.text.toolTip()
    assert page.size_field.size_value() == (512, 768)
    assert page.guidance.value() == 6.5
    assert page.seed.value() == 5
    page.notice.links[0].click()
    assert (presenter.values, presenter.seed_locked) == (before, locked)
    assert "as they were" in page.notice.text.text()


def test_text_goes_to_the_other_tabs(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    world.studio.send_text("你好", "audio")
    assert world.studio.audio.values["prompt"] == "你好"
    assert window.current_page() is window.page("audio")


def test_speech_needs_no_input_and_transcription_one(open_window: Callable[..., Any]) -> None:
    world, _ = open_window(nothing, engine=False)
    audio = world.studio.audio
    audio.set_value("prompt", "hello")
    request = audio.request()
    assert isinstance(request, AudioRequest)
    assert request.inputs == ()
    audio.set_value("task", "transcribe")
    assert not audio.generate()
    assert audio.error.code == "input-needed"


def test_a_chat_goes_on_with_what_was_said(open_window: Callable[..., Any]) -> None:
    world, _ = open_window(stream)
    text = world.studio.text
    text.set_value("task", "chat")
    text.set_value("prompt", "hello")
    text.generate()
    world.wait(lambda: text.current.state is TakeState.DONE)
    text.set_value("prompt", "and now?")
    text.generate()
    request = text.current.request
    assert isinstance(request, TextRequest)
    assert [m.role for m in request.history] == ["user", "assistant"]


def test_a_long_stream_does_not_hold_up_the_window(open_window: Callable[..., Any]) -> None:
    world, window = open_window(hold)
    presenter, page = world.studio.text, window.page("text")
    presenter.set_value("prompt", "a novel")
    presenter.generate()
    world.wait(lambda: presenter.current.text == "a beginning")
    channel, command = world.channels[0], world.channels[0].job
    with Watchdog() as watchdog:
        for n in range(200):
            channel.text(command, ("word " * 100) + ("\n" if n % 4 == 0 else ""))
            world.settle(0.002)
        world.wait(lambda: len(presenter.current.text) >= 100_000)
        page.view.flush()
        world.settle(0.1)
    assert len(page.view.editor.toPlainText()) >= 100_000
    assert watchdog.longest < 0.5


def test_the_estimate_says_what_fits_and_learns_from_a_run(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    presenter = world.studio.image
    line = window.page("image").findChild(EstimateLine)
    icon = next(m for m in world.services.library.installed() if m.spec.id == "icon")
    world.services.library.resolve = lambda request: (request, (icon,))  # its files are not there in this test
    presenter.set_value("model", "icon")
    world.wait(lambda: presenter.estimates.estimate is not None)
    assert line.isVisible() and presenter.estimates.estimate.seconds is None
    recipe = Recipe(
        request=ImageRequest(prompt="x", width=256, height=256, steps=20, guidance=4.0),
        kind="image",
        model=ModelUse(id="icon", family="icon"),
        device="cpu",
        dtype="float32",
        duration_s=2.0,
    )
    world.services.calibration.observe(recipe, 200_000_000)
    presenter.set_value("takes", 4)
    world.wait(lambda: presenter.estimates.estimate.seconds is not None)
    assert presenter.estimates.estimate.seconds == pytest.approx(8.0)
    assert "8.0 s" in line.text.text()
    presenter.set_value("width", 4096)
    presenter.set_value("height", 4096)
    presenter.set_value("hires", Hires(scale=4.0))
    world.wait(lambda: "2.9" in line.text.text())
    assert line.isVisible() and window.page("image").banner.isHidden()
    presenter.set_value("hires", None)
    world.wait(lambda: "2.9" not in line.text.text())
    presenter.set_value("task", "upscale")
    world.wait(lambda: not line.isVisible())


def own_format(channel: ScriptedChannel, command: RunJob) -> None:
    """A processor that draws in bfloat16 and writes in float32, and tells the format of what it ran last."""
    drawn = isinstance(command.request, ImageRequest)
    dtype = "bfloat16" if drawn else "float32"
    channel.say(Started(job=command.job), Residency(models={}, device="cpu", dtype=dtype))
    if drawn:
        path = Path(command.folder) / "take-0.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        draw_picture(1).save(path)
        recipe = Recipe(
            request=msgspec.structs.replace(command.request, width=320, height=240, steps=20, seed=1),
            kind="image",
            job=command.job,
            created="2026-01-01T00:00:00Z",
            model=ModelUse(id="icon", family="icon"),
            device="cpu",
            dtype=dtype,
            duration_s=3.0,
        )
        channel.say(Result(job=command.job, take=0, kind="image", path=str(path), recipe=recipe, width=320, height=240))
    else:
        channel.result(command)
    channel.finish(command)


def test_the_estimate_keeps_its_time_after_a_text_in_another_number_format(open_window: Callable[..., Any]) -> None:
    world, window = open_window(own_format)
    window.show_tab("image")
    image, text = world.studio.image, world.studio.text
    icon = next(m for m in world.services.library.installed() if m.spec.id == "icon")
    world.services.library.resolve = lambda request: (request, (icon,))  # its files are not there in this test
    image.set_value("model", "icon")
    image.set_value("prompt", "a bird")
    assert image.generate()
    world.wait(lambda: image.estimates.estimate is not None and image.estimates.estimate.seconds is not None)
    text.set_value("prompt", "slogans")
    assert text.generate()
    world.wait(lambda: world.studio.residency is not None and world.studio.residency.dtype == "float32")
    image.estimates.refresh()
    image.set_value("takes", 2)
    world.settle(0.5)
    assert image.estimates.estimate.seconds is not None


def test_a_size_of_ones_own_does_not_widen_the_brief(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    page = window.page("image")
    for name in ("width", "height"):
        world.studio.image.set_value(name, 4032)
    world.settle(0.2)
    assert page.size_field.width_spin.isVisibleTo(page)
    assert page._scroll.widget().minimumSizeHint().width() <= page._scroll.viewport().width()


def test_a_size_of_ones_own_can_be_set_from_that_of_a_preset(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    image, field = world.studio.image, window.page("image").size_field

    def choose(key: object) -> None:
        field.preset.set_value(key)
        field.preset.activated.emit(field.preset.currentIndex())

    for preset in ((512, 512), (1216, 832)):
        choose(preset)
        choose((0, 0))  # the numbers of the preset stay in the fields that are hidden
        choose("custom")
        assert field.preset.value() == "custom" and field.width_spin.isVisibleTo(field)
        assert (image.values["width"], image.values["height"]) == preset
    field.width_spin.setValue(1024)
    field.height_spin.setValue(1024)
    assert field.preset.value() == "custom" and image.values["height"] == 1024, "still being set"
    image.set_value("width", 512)
    image.set_value("height", 512)
    assert field.size_value() == (512, 512)
    image.set_value("width", 0)
    image.set_value("height", 0)
    assert field.preset.value() == (0, 0) and not field.width_spin.isVisibleTo(field)


def test_the_size_of_an_enlarging_is_told_and_refused_before_it_runs(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    page, presenter = window.page("image"), world.studio.image
    path = world.folder / "大图.png"
    Image.new("L", (6000, 4000)).save(path)
    line = page.findChild(EstimateLine)
    presenter.send_to("upscale", str(path))
    presenter.set_value("scale", 2)
    world.wait(lambda: "6000 × 4000 → 12000 × 8000" in page.scale_note.text())
    presenter.set_value("scale", 4)
    assert "→ 24000 × 16000" in page.scale_note.text()
    world.wait(lambda: presenter.estimates.refused is not None)
    assert line.isVisible() and "16,384" in line.text.text()
    assert not presenter.generate() and presenter.error.code == "setting-invalid"
    small = world.folder / "small.png"
    Image.new("L", (60, 40)).save(small)
    presenter.set_input(str(small))
    world.wait(lambda: "60 × 40 → 240 × 160" in page.scale_note.text())
    assert not line.isVisible() and presenter.generate()
    presenter.set_value("task", "text-to-image")
    world.wait(lambda: "→" not in page.scale_note.text())
