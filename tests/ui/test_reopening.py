"""What was set in a tab is there again when the window is opened anew, also what hangs on files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from studio.core.pictures import ControlUnit, Edit, Hires, LoraUse, ReferenceUse
from studio.core.requests import ImageRequest
from studio.services import load_settings
from studio.ui.image.additions.control_part import ControlPart
from studio.ui.image.additions.references_part import ReferencesPart
from studio.ui.image.hires_part import HiresPart
from studio.ui.image.painter.mode import MaskMode
from studio.ui.main_window import MainWindow
from tests.support.beside import stock
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import World, destroy

pytestmark = pytest.mark.usefixtures("qapp")


@contextmanager
def opened(folder: Path) -> Iterator[tuple[World, MainWindow]]:
    """The window from its opening to its end, with the settings that the one before left."""
    world = World(folder, nothing, load_settings())
    stock(world)
    window = MainWindow(world.studio)
    window.show()
    world.wait(lambda: window._painted)
    try:
        yield world, window
    finally:
        window.close()
        world.close()
        destroy(window)


@pytest.fixture
def pictures(tmp_path: Path) -> Any:
    def make(name: str, grey: int = 90) -> str:
        path = tmp_path / f"{name}.png"
        Image.fromarray(np.full((48, 64, 3), grey, np.uint8)).save(path)
        return str(path)

    return make


SET = {
    "task": "inpaint", "prompt": "a cat, 水墨", "negative": "blurred", "styles": ("ink",), "model": "dreamy", "width": 640,
    "height": 384, "steps": 22, "guidance": 6.5, "scheduler": "euler", "strength": 0.45, "variation": 0.2,
    "variation_seed": 9, "mask_grow": 3, "mask_feather": 8, "clip_skip": 1, "seamless": "x", "vae": "mse", "takes": 3,
    "loras": (LoraUse(model="ink", weight=0.5),), "embeddings": ("easynegative",),
    "control": (
        ControlUnit(preprocessor="canny", model="canny-net", weight=0.7, end=0.8, low=40),
        ControlUnit(preprocessor="", input="source", weight=0.3),
    ),
    "references": (ReferenceUse(model="look", weight=0.9),), "hires": Hires(scale=1.5, strength=0.2), "fast": ("skip",),
}  # fmt: skip


def test_everything_of_the_image_tab_is_there_again(tmp_path: Path, pictures: Any) -> None:
    roles = {role: pictures(role) for role in ("source", "mask", "control-1", "reference-1")}
    with opened(tmp_path) as (world, window):
        tab = world.studio.image
        window.show_tab("image")
        for name, value in SET.items():
            tab.set_value(name, value)
        for role, path in roles.items():
            tab.set_input(path, role)
        tab.set_value("seed", 2**40)
        tab.set_seed_locked(True)
        wanted = tab.request()
    with opened(tmp_path) as (world, window):
        tab = world.studio.image
        page = window.page("image")
        world.wait(lambda: len(tab.values["inputs"]) == len(roles))
        assert {name: tab.values[name] for name in SET} == SET
        again = tab.request()
        assert isinstance(again, ImageRequest) and set(again.inputs) == set(wanted.inputs)
        assert again.seed == 2**40 and page.seed.lock.isChecked()
        assert (page.prompt.text(), page.negative.text()) == (SET["prompt"], "blurred")
        first, second = page.findChild(ControlPart).rows
        assert first.picture.path() == roles["control-1"] and second.picture.path() == roles["source"]
        assert first.weight.value() == 0.7 and page.source.path() == roles["source"]
        assert page.findChild(ReferencesPart).rows[0].picture.path() == roles["reference-1"]
        tab.set_value("task", "text-to-image")
        assert page.findChild(HiresPart).isVisibleTo(page) and tab.request().hires == SET["hires"]
        assert page.notice.isHidden() and page.banner.isHidden()


@pytest.mark.parametrize("end", ["kept", "taken away", "gone"])
def test_an_edit_comes_back_with_its_picture_alone(tmp_path: Path, pictures: Any, end: str) -> None:
    source, edit = pictures("source"), Edit(exposure=2.1)
    with opened(tmp_path) as (world, _):
        world.studio.image.set_value("task", "edit")
        world.studio.image.set_input(source)
        world.studio.image.set_value("edit", edit)
        if end == "taken away":
            world.studio.image.set_input("")
    if end == "gone":
        Path(source).unlink()
    with opened(tmp_path) as (world, _):
        tab = world.studio.image
        world.settle(0.2)
        world.wait(lambda: end == "taken away" or tab.input() is not None or bool(tab.keeping.missing))
        assert tab.values["edit"] == (edit if end == "kept" else None)


def test_files_that_vanished_are_named_quietly(tmp_path: Path, pictures: Any) -> None:
    paths = {"source": pictures("画"), "control-1": pictures("edges"), "mask": pictures("mask")}
    with opened(tmp_path) as (world, window):
        tab = world.studio.image
        tab.set_value("task", "inpaint")
        tab.set_value("control", (ControlUnit(preprocessor="canny", weight=0.7),))
        for role, path in paths.items():
            tab.set_input(path, role)
    for role in ("source", "control-1"):
        Path(paths[role]).unlink()
    with opened(tmp_path) as (world, window):
        tab = world.studio.image
        window.show_tab("image")
        page = window.page("image")
        world.wait(lambda: not page.notice.isHidden())
        assert "画.png" in page.notice.text.text() and "edges.png" in page.notice.text.text()
        assert page.notice.property("role") == "info" and page.banner.isHidden() and not world.notices
        # The unit stays with what was set; a mask without its picture means nothing.
        assert tab.values["control"][0].weight == 0.7 and tab.values["inputs"] == ()
    with opened(tmp_path) as (world, window):
        page = window.page("image")
        world.settle()
        assert page.notice.isHidden()


def test_an_asset_is_found_where_the_project_is_now(tmp_path: Path) -> None:
    with opened(tmp_path / "before") as (world, _):
        asset = world.add("image", "a lake", number=3)
        world.studio.image.set_value("task", "image-to-image")
        world.studio.image.set_input(world.studio.file_of(asset), "source", asset.id)
    (tmp_path / "before").rename(tmp_path / "after")
    with opened(tmp_path / "after") as (world, _):
        tab = world.studio.image
        world.wait(lambda: tab.input() is not None)
        assert tab.input().path == world.studio.file_of(world.store.get(asset.id))


def test_a_mask_that_no_run_has_used_yet_is_there_again(tmp_path: Path, pictures: Any) -> None:
    source = pictures("lake")

    def mode(window: Any) -> Any:
        window.show_tab("image")
        return window.page("image").workbench.mode_of(MaskMode)

    with opened(tmp_path) as (world, window):
        world.studio.image.set_value("task", "inpaint")
        world.studio.image.set_input(source)
        painter = mode(window)
        world.wait(lambda: painter.page is not None)
        painter.page.mask.put(8, 8, np.full((16, 16), 255, np.uint8))
        painted = painter.page.mask.data.copy()
    (file,) = (tmp_path / "项目 project" / "inputs").iterdir()
    os.utime(file, (1, 1))
    with opened(tmp_path) as (world, window):
        painter = mode(window)
        world.wait(lambda: painter.page is not None and painter.page.mask.data.any())
        assert np.array_equal(painter.page.mask.data, painted) and not painter.unsaved


def test_prompts_are_not_kept_where_the_history_is_off(tmp_path: Path) -> None:
    with opened(tmp_path) as (world, _):
        world.studio.text.set_value("prompt", "a secret")
        world.studio.text.set_value("system", "another secret")
        world.studio.change_settings(prompt_history=False)
    assert "secret" not in str((load_settings().tabs, load_settings().drafts))
    with opened(tmp_path) as (world, _):
        assert world.studio.text.values["prompt"] == ""
        world.studio.image.set_value("negative", "a secret")
    assert "secret" not in str((load_settings().tabs, load_settings().drafts))


def test_the_text_and_the_audio_tab_are_as_they_were(tmp_path: Path) -> None:
    sound = tmp_path / "声.wav"
    soundfile.write(sound, np.zeros(8000, np.float32), 16_000)
    text = {
        "task": "rewrite",
        "prompt": "shorter, please",
        "system": "You are terse.",
        "temperature": 0.2,
        "top_p": 0.5,
    }
    audio = {"task": "transcribe", "prompt": "Hello", "speed": 1.25, "loudness": -23.0, "language": "zh"}
    with opened(tmp_path) as (world, window):
        for tab, values in ((world.studio.text, text), (world.studio.audio, audio)):
            for name, value in values.items():
                tab.set_value(name, value)
        world.studio.audio.set_input(str(sound))
    with opened(tmp_path) as (world, window):
        for kind, values in (("text", text), ("audio", audio)):
            tab, page = world.studio.tab(kind), window.page(kind)
            assert {name: tab.values[name] for name in values} == values
            assert page.prompt.text() == values["prompt"]
        assert window.page("text").system.text() == "You are terse."
        world.wait(lambda: window.page("audio").source.path() == str(sound))
    sound.unlink()
    with opened(tmp_path) as (world, window):
        page = window.page("audio")
        world.wait(lambda: not page.notice.isHidden())
        assert "声.wav" in page.notice.text.text() and page.banner.isHidden()


def test_what_is_damaged_or_of_another_version_is_left_out(tmp_path: Path) -> None:
    import msgspec

    from studio.core import paths
    from studio.settings import store

    kept = {
        "task": "dance", "takes": "many", "steps": 12, "control": [{"model": 7}], "inputs": [{"path": "x"}, 3],
        "unheard-of": 1, "prompt": 5, "seed_locked": "yes",
    }  # fmt: skip
    tabs: dict[str, Any] = {"image": kept, "audio": {"task": "dance"}, "text": {"inputs": [{"path": "gone.png"}]}}
    store.save(paths.settings_file(), msgspec.structs.replace(load_settings(), tabs=tabs))
    with opened(tmp_path) as (world, window):
        values = world.studio.image.values
        assert (values["steps"], values["task"], values["takes"]) == (12, "text-to-image", 1)
        assert values["control"] == values["inputs"] == () and values["prompt"] == "" and "unheard-of" not in values
        for kind in ("text", "image", "audio"):
            window.show_tab(kind)
