"""Parts of the window one by one: model installs, settings, picture, waveform, input files, player."""

from __future__ import annotations

import gzip
import threading
import wave
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from studio.core.errors import InputError, ModelError
from studio.core.requests import PROMPT_LIMIT
from studio.library.tokens import approximate_tokens
from studio.presenters.sounds import read_waveform
from studio.services import load_settings
from studio.ui.file_drop import FileDrop
from studio.ui.models_dialog import ModelsDialog
from studio.ui.picture_view import PictureView
from studio.ui.pictures import load_picture
from studio.ui.preferences_dialog import PreferencesDialog
from studio.ui.prompt_edit import PromptEdit
from studio.ui.waveform import WaveformView
from tests.ui.gallery_world import destroy, draw_picture


@pytest.fixture
def show(qapp: object) -> Any:
    """Shows widgets and deletes them after the test."""
    shown: list[QWidget] = []

    def add(widget: QWidget, width: int = 400, height: int = 300) -> QWidget:
        widget.resize(width, height)
        widget.show()
        shown.append(widget)
        return widget

    yield add
    destroy(*shown)


class SlowLibrary:
    """Installs one model in steps that the test lets happen."""

    def __init__(self, library: Any) -> None:
        self.step, self.cancelled = threading.Event(), False
        self.specs = {s.id: s for s in library.catalogue()}
        self.ready: list[Any] = []

    def install(self, model_id: str, progress: Callable[[Any], None], cancelled: Callable[[], bool]) -> Any:
        spec = self.specs[model_id]
        for part in range(1, 101):
            if cancelled():
                self.cancelled = True
                raise ModelError("download-failed", name=spec.name, reason="cancelled")
            progress(SimpleNamespace(phase="downloading", done_bytes=part, total_bytes=100))
            self.step.wait(0.01)
        self.ready.append(SimpleNamespace(spec=spec, folder="/models/x"))
        return self.ready[-1]


def test_a_missing_model_is_offered_installed_and_used(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    library = world.services.library
    slow = SlowLibrary(library)
    library.install = slow.install
    library.installed = lambda: slow.ready
    world.studio.models.refresh()
    offer = window.page("text").model.offer
    world.wait(offer.isVisible)
    assert "SmolLM2" in offer._text.text() or "Qwen" in offer._text.text()
    assert "Apache-2.0" in offer._facts.text()
    offer._install.click()
    world.wait(lambda: offer._bar.isVisible() and offer._bar.value() > 0)
    slow.step.set()
    world.wait(lambda: not offer.isVisible())
    assert world.studio.models.for_task("write")


def test_an_install_can_be_cancelled_without_an_error(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    library = world.services.library
    slow = SlowLibrary(library)
    library.install, library.installed = slow.install, lambda: []
    window.show_models("qwen2.5-1.5b")
    dialog = window.findChild(ModelsDialog)
    world.studio.models.refresh()
    world.wait(dialog.details.install.isVisible)
    dialog.details.install.click()
    world.wait(lambda: dialog.details.cancel.isVisible() and dialog.details.bar.value() > 0)
    dialog.details.cancel.click()
    world.wait(lambda: slow.cancelled and dialog.details.install.isVisible())
    assert dialog.banner.isHidden()


def test_remove_asks_for_a_second_click(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    removed: list[str] = []
    world.services.library.remove = removed.append
    world.studio.engine.unload = lambda model: None
    window.show_models("whisper-base")
    details = window.findChild(ModelsDialog).details
    details.remove.click()
    world.settle(0.02)
    assert removed == []
    details.remove.click()
    world.wait(lambda: removed == ["whisper-base"])


def test_settings_are_applied_and_written(open_window: Callable[..., Any], tmp_path: Path) -> None:
    world, window = open_window(engine=False)
    window.show_settings()
    dialog = window.findChild(PreferencesDialog)
    dialog.memory.spin.setValue(3)
    dialog.theme.changed.emit("dark")
    world.studio.preferences.set("model_folder", str(tmp_path / "模型"))
    world.wait(lambda: load_settings().model_folder == str(tmp_path / "模型"))
    saved = load_settings()
    assert (saved.memory_budget_mb, saved.theme) == (3072, "dark")
    assert world.services.library.folder == tmp_path / "模型"


def test_a_picture_zooms_around_the_pointer_and_fits_again(show: Any) -> None:
    view = show(PictureView())
    image = QImage(800, 600, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    view.set_picture(image)
    fitted = view.scale()
    assert fitted == pytest.approx(min((400 - 32) / 800, (300 - 32) / 600))
    anchor = QPointF(100, 80)
    before = view.viewport.to_picture(anchor)
    view.zoom_to(1.0, anchor)
    after = view.viewport.to_picture(anchor)
    assert (before - after).manhattanLength() < 0.01
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale() == pytest.approx(1.25)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.scale() == fitted
    view.set_preview(bytes(8 * 8 * 3), 8, 8, QSize(800, 600))
    assert view.scale() == fitted
    view.grab()


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 not a picture", b"RIFF\x00\x00\x00\x00WEBP"])
def test_what_is_not_a_picture_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "图 片.png"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_picture(str(path))
    assert caught.value.info.code in ("input-empty", "input-unreadable")


def test_a_huge_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    import struct
    import zlib

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    path = tmp_path / "huge.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)))
    with pytest.raises(InputError) as caught:
        load_picture(str(path))
    assert caught.value.info.code in ("input-too-large", "input-unreadable")


@pytest.mark.parametrize("name", ["画.svg", "画.png"])
def test_drawings_are_shown_and_nothing_they_name_is_opened(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.png"
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor(1, 200, 3))
    assert image.save(str(secret))
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="20" height="20" fill="#ff0000"/>'
        f'<image href="{secret}" x="20" width="20" height="20"/></svg>'
    )
    (tmp_path / name).write_text(text, encoding="utf-8")
    drawn = load_picture(str(tmp_path / name), 512)
    assert drawn.size() == QSize(512, 256) and drawn.pixelColor(100, 100) == QColor(255, 0, 0)
    assert drawn.pixelColor(400, 100).alpha() == 0
    (tmp_path / "x.jpg").write_bytes(gzip.compress(text.encode()))
    with pytest.raises(InputError):
        load_picture(str(tmp_path / "x.jpg"))


def test_a_waveform_has_the_length_and_the_peaks_of_the_sound(tmp_path: Path) -> None:
    path = tmp_path / "声音.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x40" * 4000 + b"\x00\xc0" * 4000)
    found = read_waveform(str(path), 100)
    assert (found.seconds, found.rate, found.channels) == (1.0, 8000, 1)
    assert found.peaks[0][1] == pytest.approx(0.5, abs=0.01)
    assert found.peaks[-1][0] == pytest.approx(-0.5, abs=0.01)


def test_a_sound_without_frames_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
    with pytest.raises(InputError) as caught:
        read_waveform(str(path))
    assert caught.value.info.code == "input-unreadable"


def test_the_playhead_follows_keys_and_clicks(show: Any, tmp_path: Path) -> None:
    from studio.presenters.sounds import Waveform

    view = show(WaveformView(), 400, 120)
    view.set_waveform(Waveform(seconds=10.0, rate=8000, channels=1, peaks=((-0.5, 0.5),) * 100))
    wanted: list[float] = []
    view.seekWanted.connect(wanted.append)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    assert wanted[:2] == [1.0, 10.0]
    assert wanted[2] == pytest.approx(5.0, abs=0.1)
    view.grab()


def test_without_sound_the_window_says_why(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    window.show_tab("audio")
    player = window.page("audio").player
    asset = world.add("audio", "hello", number=1)
    player.load(world.studio.file_of(asset))
    world.wait(player.play.isEnabled)
    player.play.click()
    assert not player.reason.isHidden()
    assert player.reason.text()
    assert not player.play.isEnabled()


def test_a_prompt_counts_and_warns(show: Any) -> None:
    edit = show(PromptEdit())
    edit.set_text("四个汉字 and words 🙂")
    edit.show_count()
    assert "16" in edit.count.text()
    edit.set_text("x" * (PROMPT_LIMIT + 1))
    edit.show_count()
    assert edit.count.property("role") == "danger"


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("word", 1), ("四个汉字", 4), ("🙂", 1), ("a" * 100, 25)])
def test_tokens_are_guessed(text: str, tokens: int) -> None:
    assert approximate_tokens(text) == tokens


def test_dropped_pictures_become_the_input(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    plain = world.folder / "source.png"  # no settings in it that could be taken instead
    draw_picture(2).save(plain)
    window.show_tab("image")
    page = window.page("image")
    assert page.offer_files([str(plain)])
    world.wait(lambda: world.studio.image.values["task"] == "image-to-image")
    world.wait(lambda: page.source._hint.text() == "320 × 240")
    page.source.offer(__file__)
    world.wait(page.banner.isVisible)
    assert page.banner.info.code == "input-unreadable"


def test_a_refused_picture_leaves_the_source_and_the_view(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    window.show_tab("image")
    page, image = window.page("image"), world.studio.image
    bad = world.folder / "bad.png"
    bad.write_bytes(b"MZ" + bytes(50))
    good = world.studio.file_of(world.add("image", "small", number=2))
    image.set_value("task", "upscale")
    for before in ("", good):
        image.set_input(before)
        world.settle(0.1)
        image.clear_error()
        assert page.offer_files([str(bad)])
        world.wait(page.banner.isVisible)
        assert page.banner.info.code == "input-unreadable" and "bad.png" in str(image.error)
        assert page.source.path() == before == (image.input().path if image.input() else "")
    world.wait(lambda: page.view.picture().width() == 320)


def test_a_refused_sound_leaves_the_one_before(open_window: Callable[..., Any]) -> None:
    world, window = open_window(engine=False)
    window.show_tab("audio")
    page, audio = window.page("audio"), world.studio.audio
    bad = world.folder / "bad.wav"
    bad.write_bytes(b"MZ" + bytes(50))
    good = world.studio.file_of(world.add("audio", "a bell", number=1))
    assert page.offer_files([good])
    world.wait(lambda: audio.input() is not None)
    assert page.offer_files([str(bad)])
    world.wait(page.banner.isVisible)
    assert "bad.wav" in str(audio.error)
    assert page.source.path() == audio.input().path == good


def test_facts_of_a_file_follow_the_language_and_its_name_the_room(open_window: Callable[..., Any], show: Any) -> None:
    world, _window = open_window(engine=False)
    sound = world.folder / ("a bell of a very long name " * 4 + "end.wav")
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes(bytes(2 * 68880))
    drop = show(FileDrop(world.studio, "audio", lambda: "Sound"), 300, 80)
    drop.offer(str(sound))
    world.wait(lambda: "24 kHz" in drop._hint.text())
    assert drop._hint.text() == "2.9 s · 24 kHz"
    assert drop._name.text() == sound.name and drop._name.toolTip() == str(sound)
    world.studio.change_settings(language="zh_CN")
    world.wait(lambda: "秒" in drop._hint.text())
