"""Drawing and tracing in a process of their own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio.core.errors import InputError
from studio.core.pictures import Trace
from studio.vector import CHILD_WORD, checking, drawing, tracing
from studio.vector.child import Answer, Task, receive, send
from studio.vector.helper import Cancelled, Helper

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">'


def emblem(side: int = 96, *, alpha: bool = False) -> np.ndarray:
    """A red disc on a blue square on white (or on nothing)."""
    picture = Image.new("RGBA", (side * 4, side * 4), (255, 255, 255, 0 if alpha else 255))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((side * 0.5, side * 0.5, side * 3.5, side * 3.5), fill="#1040c0")
    draw.ellipse((side, side, side * 3, side * 3), fill="#d01818")
    small = picture.resize((side, side), Image.Resampling.BOX)
    return np.asarray(small if alpha else small.convert("RGB"))


def drawn(traced: tracing.Traced, side: int) -> np.ndarray:
    return drawing.pixels(drawing.draw(checking.check(traced.svg, "x"), (side, side)))


def test_a_drawing_has_the_size_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "画.svg"
    path.write_text(HEAD + '<rect width="10" height="10" fill="#ff0000"/></svg>', encoding="utf-8")
    declared = drawing.pixels(drawing.draw(path))
    assert declared.shape == (10, 20, 4) and tuple(declared[5, 2]) == (255, 0, 0, 255) and declared[5, 15, 3] == 0
    assert drawing.pixels(drawing.draw(path, (200, 100))).shape == (100, 200, 4)
    assert drawing.pixels(drawing.draw(path, lambda size: drawing.within(size, 64))).shape == (32, 64, 4)
    with pytest.raises(InputError, match="too large"):
        drawing.draw(path, (20_000, 20_000))


def test_files_of_this_computer_are_not_looked_at(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (4, 4), (1, 2, 3)).save(secret)
    for inside in (
        f'<image href="{secret}" width="20" height="10"/>',
        f'<image href="{secret.as_uri()}" width="20" height="10"/>',
    ):
        answer = drawing.draw(checking.check((HEAD + inside + "</svg>").encode(), "x"))
        assert not np.frombuffer(answer.data, np.uint8).any()


def test_references_that_double_are_given_up() -> None:
    steps = "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 40))
    text = f'{HEAD}<defs><g id="a0"><rect width="1" height="1"/></g>{steps}</defs><use href="#a39"/></svg>'
    with pytest.raises(InputError, match="worked through"):
        drawing.draw(checking.check(text.encode(), "x"))


def test_a_task_that_takes_too_long_ends() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (1200, 1200, 4), dtype=np.uint8)
    noise[..., 3] = 255
    task = Task(
        what="trace", seconds=0.05, data=noise.tobytes(), width=1200, height=1200, options={"filter_speckle": 0}
    )
    with Helper() as helper:
        with pytest.raises(InputError, match="worked through"):
            helper.run(task, name="x")
        # The next task gets a new process.
        small = Task(what="trace", seconds=20, data=b"\xff" * 64, width=4, height=4)
        assert helper.run(small, name="x").data.startswith(b"<?xml")


def test_cancelling_ends_it_at_once() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (1500, 1500, 3), dtype=np.uint8)
    wanted = threading.Event()
    threading.Timer(0.5, wanted.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        tracing.trace(noise, Trace(speckle=0, colours=8, layer=0), cancelled=wanted.is_set)
    assert time.monotonic() - began < 5


def test_a_traced_picture_looks_like_it() -> None:
    pixels = emblem()
    traced = tracing.trace(pixels, Trace())
    assert traced.paths == 3 and (traced.width, traced.height) == (96, 96)
    assert traced.svg == tracing.trace(pixels, Trace()).svg
    assert b'viewBox="0 0 96 96"' in traced.svg and b"Generator" not in traced.svg
    again = drawn(traced, 96)[..., :3].astype(int)
    assert np.abs(again - pixels).mean() < 4
    assert tuple(again[48, 48]) == pytest.approx((208, 24, 24), abs=8)


def test_transparency_stays_open() -> None:
    traced = tracing.trace(emblem(alpha=True), Trace())
    again = drawn(traced, 96)
    assert again[2, 2, 3] == 0 and again[48, 48, 3] == 255 and traced.paths == 2


def test_black_and_white_goes_by_brightness() -> None:
    # Red is dark, yellow is light; vtracer by itself would look at the red channel, which is the same in both.
    pixels = np.full((40, 40, 3), 255, np.uint8)
    pixels[8:32, 4:18] = (255, 0, 0)
    pixels[8:32, 22:36] = (255, 255, 0)
    again = drawn(tracing.trace(pixels, Trace(mode="black-and-white")), 40)
    assert tuple(again[20, 10]) == (0, 0, 0, 255) and again[20, 29, 3] == 0
    # What is not there is paper, not ink.
    clear = np.dstack([np.zeros((40, 40, 3), np.uint8), np.zeros((40, 40), np.uint8)])
    assert tracing.trace(clear, Trace(mode="black-and-white")).paths == 0


@pytest.mark.parametrize("shape", ["curves", "polygons", "pixels"])
@pytest.mark.parametrize("stacked", [True, False])
def test_shapes(shape: str, stacked: bool) -> None:
    traced = tracing.trace(emblem(48), Trace(shape=shape, stacked=stacked))  # type: ignore[arg-type]
    assert (b" C" in traced.svg) == (shape == "curves")
    assert np.abs(drawn(traced, 48)[..., :3].astype(int) - emblem(48)).mean() < 12


def test_large_pictures_are_reduced_and_keep_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "MAX_PIXELS", 48 * 48)
    traced = tracing.trace(emblem(96, alpha=True), Trace())
    assert (traced.width, traced.height) == (96, 96) and b'viewBox="0 0 48 48"' in traced.svg
    assert list(map(str, traced.notes)) == ["traced at 48×48 pixels"]


def test_a_result_too_large_to_open_again_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FILE_LIMIT", (1 << 20) + 300)
    with pytest.raises(InputError, match="fewer colours"):
        tracing.trace(emblem(), Trace())


def test_a_pixel_is_enough() -> None:
    assert tracing.trace(np.zeros((1, 1, 3), np.uint8), Trace()).width == 1


def test_a_frozen_program_starts_itself_as_the_child() -> None:
    task = Task(what="trace", seconds=20, data=b"\xff" * 64, width=4, height=4)
    with subprocess.Popen(
        [sys.executable, "-m", "studio", CHILD_WORD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        send(process.stdin, msgspec.msgpack.encode(task))
        answer = msgspec.msgpack.decode(receive(process.stdout) or b"", type=Answer)
        process.stdin.close()
    assert answer.data.startswith(b"<?xml") and process.returncode == 0
