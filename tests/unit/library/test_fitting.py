"""Estimates of memory and time, and the file they are learnt in."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from studio.core.models import InstalledModel, ModelFile, ModelSpec
from studio.core.pictures import Hires, Margins
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.library.calibration import RUNS_KEPT, Calibration
from studio.library.fitting import Estimate, Machine, estimate, size_of

GB = 1 << 30


def model(**options: object) -> InstalledModel:
    spec = ModelSpec(
        id="sd",
        name="SD",
        backend="diffusers",
        format="checkpoint",
        family="sd15",
        memory=4 * GB,
        files=(ModelFile(path="m.safetensors", size=3 * GB),),
        options=options,
    )
    return InstalledModel(spec=spec, folder="/nowhere")


def drawn(side: int, seconds: float, **more: object) -> Recipe:
    values = {"width": side, "height": side, "steps": 20, "guidance": 7.0} | more
    return Recipe(
        request=ImageRequest(prompt="x", seed=1, **values),  # type: ignore[arg-type]
        kind="image",
        model=ModelUse(id="sd", family="sd15"),
        device="cpu",
        dtype="float32",
        duration_s=seconds,
    )


def test_time_is_unknown_before_the_first_run_and_follows_it_after(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "c.json")
    machine = Machine(free=32 * GB)
    request = ImageRequest(prompt="x", width=512, height=512, steps=20, guidance=7.0)
    assert estimate(request, [model()], calibration, machine).seconds is None
    calibration.observe(drawn(512, 40.0))
    found = estimate(request, [model()], calibration, machine)
    assert found.seconds == pytest.approx(40.0) and found.runs == 1
    twice = msgspec.structs.replace(request, takes=2, steps=40)
    assert estimate(twice, [model()], calibration, machine).seconds == pytest.approx(160.0)
    alone = msgspec.structs.replace(request, guidance=1.0)
    assert estimate(alone, [model()], calibration, machine).seconds == pytest.approx(20.0)
    half = msgspec.structs.replace(request, task="image-to-image", strength=0.5, inputs=(InputRef(path="/x"),))
    assert estimate(half, [model()], calibration, machine).seconds == pytest.approx(20.0)


def test_another_device_has_runs_of_its_own(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "c.json")
    calibration.observe(drawn(512, 40.0))
    request = ImageRequest(prompt="x", width=512, height=512)
    assert estimate(request, [model()], calibration, Machine(device="cuda:0", dtype="bfloat16")).seconds is None


def test_memory_grows_with_the_picture_and_a_measured_peak_counts_more_than_a_guess(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "c.json")
    machine = Machine(free=32 * GB)
    small = ImageRequest(prompt="x", width=512, height=512)
    large = ImageRequest(prompt="x", width=2048, height=2048)
    guesses = [estimate(r, [model()], calibration, machine).needed for r in (small, large)]
    assert guesses[0] < guesses[1]
    calibration.observe(drawn(512, 40.0), peak=3 * GB)
    calibration.observe(drawn(512, 40.0), peak=1 << 20)  # a second take reuses what the first left
    measured = estimate(small, [model()], calibration, machine)
    assert measured.needed == pytest.approx(measured.models + 3 * GB, rel=0.15)


def test_the_verdict_names_what_helps(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "c.json")
    large = ImageRequest(prompt="x", width=2048, height=2048)
    need = estimate(large, [model()], calibration, Machine(free=99 * GB)).needed
    verdicts = [estimate(large, [model()], calibration, Machine(free=f)).verdict for f in (need, need - GB, GB)]
    assert verdicts == ["fits", "tight", "too-large"]


def test_a_second_pass_needs_room_for_the_large_picture(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "c.json")
    spec = ModelSpec(id="u", name="U", backend="spandrel", format="x", tasks=("upscale",), options={"scale": 4})
    upscaler = InstalledModel(spec=spec, folder="/nowhere")

    def found(scale: float, free: int = 99 * GB, device: str = "cpu", side: int = 4096) -> Estimate:
        hires = Hires(scale=scale) if scale else None
        request = ImageRequest(prompt="x", width=side, height=side, hires=hires)
        return estimate(request, [model(native_size=256), upscaler], calibration, Machine(device=device, free=free))

    plain, twice = found(0), found(2)
    assert twice.verdict == "fits" and twice.most == 0
    assert twice.needed - plain.needed > 4096 * 4096 * 16 * 36 - GB, (
        "the network enlarges four times, then it is reduced"
    )
    assert found(2, device="cuda:0").needed == found(0, device="cuda:0").needed, "that is not in the card's memory"
    more = found(2.5)
    assert more.needed == twice.needed, "it makes as much of both on the way"
    lacking = found(4.0 - 0.1, more.needed - GB)
    assert lacking.verdict == "too-large" and lacking.most == 0, "no scale of this upscaler fits"
    plainly = ImageRequest(prompt="x", width=4096, height=4096, hires=Hires(scale=2.5))
    whole = estimate(plainly, [model(native_size=256)], calibration, Machine(free=99 * GB))
    lacking = estimate(plainly, [model(native_size=256)], calibration, Machine(free=whole.needed - GB))
    assert lacking.verdict == "too-large" and lacking.most == 2.1
    assert found(2.5, GB).most == 0, "the first pass alone is too large"
    assert found(1.0).needed < twice.needed


def test_other_models_in_memory_give_way(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "c.json")
    request = ImageRequest(prompt="x", width=512, height=512)
    machine = Machine(free=3 * GB, resident=(("other", 4 * GB),))
    assert estimate(request, [model()], calibration, machine).verdict == "fits"


def test_sizes_follow_model_margins_and_the_second_pass() -> None:
    spec = model().spec
    assert size_of(ImageRequest(prompt="x"), spec) == (512, 512)
    assert size_of(ImageRequest(prompt="x"), model(width=256, height=128).spec) == (256, 128)
    assert size_of(ImageRequest(prompt="x", extend=Margins(left=64)), spec) == (576, 512)
    assert size_of(ImageRequest(prompt="x", hires=Hires(scale=2.0)), spec) == (512, 512), "worked on in tiles"


def test_the_number_format_is_that_of_the_models_own_last_run_on_the_device(tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "c.json")
    assert calibration.device_of("sd") == ("cpu", "float32")
    assert calibration.device_of("sd", "cuda:0") == ("cuda:0", "float32")
    calibration.observe(msgspec.structs.replace(drawn(512, 4.0), device="cuda:0", dtype="float16"))
    calibration.observe(msgspec.structs.replace(drawn(512, 40.0), dtype="bfloat16"))
    assert calibration.device_of("sd", "cuda:0") == ("cuda:0", "float16")
    assert calibration.device_of("sd", "cpu") == ("cpu", "bfloat16")
    assert calibration.device_of("other", "cpu") == ("cpu", "bfloat16"), "the machine decides it"


def test_what_is_kept_is_bounded_and_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "数据" / "c.json"
    calibration = Calibration(path)
    for n in range(RUNS_KEPT + 5):
        calibration.observe(drawn(512, float(n + 1)))
    again = Calibration(path).runs("sd", "cpu", "float32")
    assert [run.seconds for run in again] == [float(n) for n in range(6, RUNS_KEPT + 6)]


@pytest.mark.parametrize("content", [b"", b"[", b'{"version": 99}', b'{"runs": {"a": 3}}'])
def test_a_damaged_file_only_costs_the_estimates(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(content)
    calibration = Calibration(path)
    assert calibration.runs("sd", "cpu", "float32") == []
    calibration.observe(drawn(512, 2.0))
    assert len(Calibration(path).runs("sd", "cpu", "float32")) == 1


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    calibration = Calibration(tmp_path / "file" / "c.json")
    calibration.observe(drawn(512, 2.0))
    assert len(calibration.runs("sd", "cpu", "float32")) == 1
