from __future__ import annotations

import errno
import os
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile
from PIL import Image

from studio.core import requests
from studio.core.errors import StudioError, WorkerError, as_error_info, phrase
from studio.core.messages import Phase, Preview, Progress, Result, TextDelta
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import AudioRequest, ImageRequest, InputRef, TextRequest
from studio.core.ring import Ring
from studio.worker import files, results, thumbnails
from studio.worker.backends.registry import Registry
from studio.worker.context import JobCancelled
from studio.worker.reporting import Reporter
from tests.support.context import make_context

MODEL = InstalledModel(
    spec=ModelSpec(id="m", name="M", backend="b", format="native", licence="MIT", family="f"), folder="", sha256="ab"
)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def reporter() -> tuple[Reporter, list, Clock]:
    sent: list = []
    clock = Clock()
    return Reporter("j", sent.append, clock), sent, clock


def test_time_left_is_honest() -> None:
    report, sent, clock = reporter()
    report.phase(Phase.LOADING, None, 0, "")
    clock.now = 10.0
    report.phase(Phase.DENOISING, 0.0, 0, "")
    assert [e.eta for e in sent] == [None, None]
    clock.now = 10.1
    report.phase(Phase.DENOISING, 0.1, 0, "")
    assert sent[-1].eta is None  # too early for a guess
    clock.now = 12.0
    report.phase(Phase.DENOISING, 0.5, 0, "")
    assert sent[-1].eta == pytest.approx(2.0)
    report.phase(Phase.DECODING, None, 0, "")
    assert sent[-1].eta is None and sent[-1].fraction is None
    report.phase(Phase.SAVING, 1.0, 0, "")
    report.phase(Phase.SAVING, float("nan"), 0, "")
    assert all(e.fraction is None or 0 <= e.fraction <= 1 for e in sent)


def test_progress_is_paced_and_the_last_is_not_lost() -> None:
    report, sent, clock = reporter()
    for step in range(1000):
        clock.now = step / 1000
        report.phase(Phase.DENOISING, step / 1000, 0, "")
    assert len(sent) <= 31
    report.flush()
    assert sent[-1].fraction == 0.999
    report.phase(Phase.DENOISING, 0.999, 1, "")  # another take is news at once
    assert sent[-1].take == 1


def test_text_is_gathered() -> None:
    report, sent, clock = reporter()
    report.text(0, "a")
    report.text(0, "b")
    report.text(1, "c")
    report.text(1, "")
    assert [e.text for e in sent] == ["a"]
    report.flush_due()
    assert len(sent) == 1
    clock.now = 0.02
    report.flush_due()
    assert [(e.take, e.text) for e in sent[1:]] == [(0, "b"), (1, "c")]


def test_cancel_and_results(tmp_path: Path) -> None:
    ctx = make_context(TextRequest(prompt="x", takes=2, seed=9), tmp_path / "任务", [MODEL])
    ctx.check_cancelled()
    ctx.text(0, "一")
    ctx.text(0, "二")
    ctx.emit_text(0, "一二\ud800", ctx.recipe(ctx.request, take=0))
    result = ctx.results[0]
    assert Path(result.path).read_text(encoding="utf-8") == "一二?" and result.excerpt == "一二?"
    assert ctx.events.index(result) == len(ctx.events) - 1  # what was gathered came before it
    assert "".join(e.text for e in ctx.of(TextDelta)) == "一二"
    ctx.stop_after = ctx.checks
    with pytest.raises(JobCancelled):
        ctx.check_cancelled()
    with pytest.raises(WorkerError):
        ctx.emit_text(2, "x", ctx.recipe(ctx.request, take=2))
    assert ctx.overall(1, 0.5) == 0.75


def test_recipe(tmp_path: Path) -> None:
    request = ImageRequest(prompt="x", takes=3, seed=2**32 - 1, inputs=(InputRef(path="/a", asset="p1"),) * 2)
    ctx = make_context(request, tmp_path / "j", [MODEL, MODEL])
    recipe = ctx.recipe(request, take=1, dtype="float32", notes=[phrase("n")], source="edited")
    assert recipe.request.seed == 0 and recipe.request.takes == 1 and recipe.parents == ("p1",)
    assert recipe.model.id == "m" and recipe.model.licence == "MIT" and recipe.notes == ("n",)
    assert [(use.id, use.sha256) for use in recipe.additions] == [("m", recipe.model.sha256)]
    assert recipe.created.endswith("Z") and recipe.versions["studio"] and recipe.device == "cpu"
    heard = make_context(AudioRequest(task="transcribe", inputs=(InputRef(path="/a"),)), tmp_path / "k")
    assert heard.recipe(heard.request, take=0).kind == "text"


def test_pictures(tmp_path: Path) -> None:
    ctx = make_context(ImageRequest(prompt="x", takes=2), tmp_path / "j")
    rgb = np.random.default_rng(0).integers(0, 255, (500, 900, 3), dtype=np.uint8)
    rgba = np.dstack([rgb, np.full((500, 900), 128, np.uint8)])
    for take, pixels in enumerate((rgb[:, ::-1], rgba)):  # also what is not contiguous
        ctx.emit_image(take, pixels, ctx.recipe(ctx.request, take=take))
        result = ctx.results[take]
        with Image.open(result.path) as image:
            assert np.array_equal(np.asarray(image), pixels) and (result.width, result.height) == (900, 500)
        with Image.open(result.thumbnail) as small:
            assert max(small.size) <= thumbnails.EDGE and small.mode == ("RGB", "RGBA")[take]
    assert not list(ctx.folder.glob("*.part"))
    for bad in (rgb[..., 0], rgb.astype(np.float32), rgb[:0], None):
        with pytest.raises(WorkerError) as caught:
            ctx.emit_image(0, bad, ctx.recipe(ctx.request, take=0))  # type: ignore[arg-type]
        assert caught.value.info.code == "result-invalid"


def test_thumbnails_of_extreme_shapes() -> None:
    for shape in ((1, 1, 3), (1, 5000, 4), (5000, 1, 3), (383, 384, 4)):
        assert thumbnails.of_picture(np.zeros(shape, np.uint8))[0]


def test_sounds(tmp_path: Path) -> None:
    ctx = make_context(AudioRequest(prompt="x", takes=2), tmp_path / "j")
    for take, samples in enumerate((np.linspace(-2, 2, 24_000), np.zeros((48_000, 2)))):
        ctx.emit_audio(take, samples.astype(np.float32), 24_000, ctx.recipe(ctx.request, take=take))
        result = ctx.results[take]
        info = soundfile.info(result.path)
        assert info.subtype == "PCM_24" and result.seconds == pytest.approx(info.duration) == 1.0 + take
        read, _ = soundfile.read(result.path)
        assert np.abs(read).max() <= 1.0
        with Image.open(result.thumbnail) as wave:
            assert wave.mode == "RGBA" and wave.getextrema()[3][0] == 0
    assert soundfile.read(ctx.results[0].path)[0][0] == -1.0  # clipped, not wrapped round
    for bad in (np.zeros(0), np.array([np.nan]), np.zeros((2, 2, 2))):
        with pytest.raises(WorkerError):
            ctx.emit_audio(0, bad, 24_000, ctx.recipe(ctx.request, take=0))


def test_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    target = tmp_path / "a.txt"
    target.write_text("before")
    with pytest.raises(OSError) as caught:
        files.write_atomic(target, b"after")
    assert (
        as_error_info(caught.value).code == "disk-full" and str(tmp_path) in as_error_info(caught.value).params["path"]
    )
    assert target.read_text() == "before" and [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    with pytest.raises(OSError):
        results.write_audio(tmp_path / "b.wav", np.zeros(10, np.float32), 8000)
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_full_disk_while_libsndfile_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = soundfile.write
    monkeypatch.setattr(soundfile, "write", lambda path, *a, **k: real("/dev/full", *a, **k))
    with pytest.raises((OSError, StudioError)):
        results.write_audio(tmp_path / "b.wav", np.zeros(100_000, np.float32), 8000)
    assert not list(tmp_path.iterdir())


def test_ring_gives_whole_pictures_or_none() -> None:
    ring = Ring(slots=2, slot_bytes=12)
    other = Ring(ring.name, slots=2, slot_bytes=12)
    first = other.write(b"a" * 12, 2, 2)
    assert ring.read(*first, 2, 2) == b"a" * 12
    assert ring.read(first[0], first[1] + 1, 2, 2) is None and ring.read(9, 1, 2, 2) is None
    assert ring.read(*first, 1000, 1000) is None and ring.read(*first, 4, 1) is None
    other.write(b"b" * 3, 1, 1)
    other.write(b"c" * 3, 1, 1)  # round: the first slot is taken again
    assert ring.read(*first, 2, 2) is None
    with pytest.raises(ValueError):
        other.write(b"x" * 15, 5, 1)
    with pytest.raises(ValueError):
        Ring(ring.name, slots=64, slot_bytes=4096)
    other.close()
    ring.close()
    ring.close()
    with pytest.raises(FileNotFoundError):
        Ring(ring.name)


def test_a_picture_torn_by_the_writer_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Ring(slots=1, slot_bytes=12)
    slot, serial = ring.write(b"a" * 12, 2, 2)
    import studio.core.ring as module

    class Header:
        calls = 0
        real = module._HEADER

        def unpack_from(self, buffer: memoryview, start: int) -> tuple[int, ...]:
            found = self.real.unpack_from(buffer, start)
            if not self.calls:
                module._BEGUN.pack_into(buffer, start, serial + 1)  # the writer begins between the two looks
            self.calls += 1
            return found

    monkeypatch.setattr(module, "_HEADER", Header())
    assert ring.read(slot, serial, 2, 2) is None
    ring.close()


def test_previews(tmp_path: Path) -> None:
    ring = Ring(slot_bytes=300)
    ctx = make_context(ImageRequest(prompt="x"), tmp_path / "j", ring=ring)
    ctx.preview(0, np.full((100, 60, 3), 7, np.uint8))
    ctx.preview(0, np.full((100, 60, 3), 8, np.uint8))  # too soon
    (preview,) = ctx.of(Preview)
    assert preview.width * preview.height * 3 <= 300
    rgb = ring.read(preview.slot, preview.serial, preview.width, preview.height)
    assert rgb is not None and set(rgb) == {7}
    ring.close()
    make_context(ImageRequest(prompt="x"), tmp_path / "k").preview(0, np.zeros((2, 2, 3), np.uint8))  # no ring


def test_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGC_STUDIO_BACKENDS", "one=tests.support.backend:TestBackend, bad=no.such:Thing")
    registry = Registry()
    assert registry.get("one") is registry.get("one") and {"one", "bad"} <= set(registry.names())
    for name, code in (("bad", "missing-part"), ("nothing", "backend-missing")):
        with pytest.raises(StudioError) as caught:
            registry.get(name)
        assert caught.value.info.code == code


def test_progress_events_only(tmp_path: Path) -> None:
    ctx = make_context(TextRequest(prompt="x"), tmp_path / "j")
    ctx.phase(Phase.GENERATING, 0.5)
    ctx.finish()
    assert ctx.of(Progress) and not ctx.of(Result)


def test_a_take_keeps_the_prompt_it_was_run_with(tmp_path: Path) -> None:
    request = ImageRequest(prompt="{a|b}", run_prompts=("a", "b"), takes=2, seed=9)
    recipe = make_context(request, tmp_path).recipe(request, take=1)
    assert isinstance(recipe.request, ImageRequest)
    assert (recipe.request.prompt, recipe.request.run_prompts, recipe.request.seed) == ("{a|b}", ("b",), 10)
    requests.validate(recipe.request)
    one_for_all = msgspec.structs.replace(request, run_prompts=("c",))
    assert make_context(one_for_all, tmp_path).recipe(one_for_all, take=1).request.run_prompts == ("c",)  # type: ignore[union-attr]
    with pytest.raises(StudioError, match="run_prompts"):
        requests.validate(msgspec.structs.replace(request, takes=3))
