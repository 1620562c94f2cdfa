"""Which voice model runs while none is chosen, and what voices and sounds are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio.core.requests import AudioRequest, InputRef
from studio.ui.voices import voice_name
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import Watchdog


def audio(open_window: Callable[..., Any]) -> Any:
    world, window = open_window(nothing, engine=False)
    window.show_tab("audio")
    return world, window.page("audio"), world.studio.audio


def test_automatic_names_the_model_that_speaks_the_language(open_window: Callable[..., Any]) -> None:
    world, page, presenter = audio(open_window)
    combo = page.model.combo

    def says(name: str) -> bool:
        return str(combo.itemText(0)).startswith(name) and "automatic" in combo.itemText(0)

    presenter.set_value("prompt", "Welcome to the spring collection.")
    world.wait(lambda: says("Hibari"))
    presenter.set_value("prompt", "欢迎来到我们的设计工作室。")
    world.wait(lambda: says("Kokoro"))
    presenter.set_value("language", "en")
    assert says("Hibari")
    presenter.set_value("voice", "jf_alpha")
    assert says("Kokoro")


def test_the_language_of_a_long_text_is_found_beside_the_window(open_window: Callable[..., Any]) -> None:
    world, page, presenter = audio(open_window)
    presenter.set_value("prompt", "hello " * 10)
    world.settle(0.3)
    with Watchdog() as watchdog:
        presenter.set_value("prompt", "春眠不觉晓，" * 15_000)
        world.wait(lambda: page.model.combo.itemText(0).startswith("Kokoro"))
    assert watchdog.longest < 0.3


def test_voices_are_called_by_name(open_window: Callable[..., Any]) -> None:
    _world, page, presenter = audio(open_window)
    assert voice_name("jm_kumo") == "Kumo (Japanese, male)"
    assert voice_name("bf_emma") == "Emma (British English, female)"
    assert [voice_name(name) for name in ("heart", "my_own voice")] == ["Heart", "My Own voice"]
    index = page.voice.findData("jm_kumo")
    assert page.voice.itemText(index).startswith("Kumo (Japanese, male)")
    presenter.set_value("voice", "zf_001")
    assert page.voice.currentText() == "001 (Chinese, female)"


def test_a_sound_of_the_project_is_shown_without_its_id(open_window: Callable[..., Any]) -> None:
    world, page, presenter = audio(open_window)
    asset = world.add("audio", "a bell", number=1)
    path = world.studio.file_of(asset)
    assert asset.id in path
    presenter.set_value("task", "transcribe")
    presenter.set_input(path)
    request = AudioRequest(task="transcribe", inputs=(InputRef(path=path, asset=asset.id),))
    presenter.submitted("j", request)
    assert page.spoken.text() == "a-bell.wav"
    world.wait(lambda: page.source._name.text() == "a-bell.wav")
