"""Input pictures are looked at before a project is touched or a model is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from studio import cli
from studio.commands import input_checks
from studio.core.errors import InputError
from studio.core.requests import ImageRequest, InputRef, TextRequest
from tests.unit.pixels.test_pictures import BAD


def saved(path: Path, size: tuple[int, int]) -> Path:
    Image.new("L", size, 255).save(path)
    return path


def request(source: Path, mask: Path | None = None) -> ImageRequest:
    inputs = [InputRef(path=str(source))]
    if mask is not None:
        inputs.append(InputRef(path=str(mask), role="mask"))
    return ImageRequest(task="inpaint", prompt="x", inputs=tuple(inputs))


def test_good_pictures_and_masks_of_the_same_shape_pass(chinese_dir: Path) -> None:
    source = saved(chinese_dir / "a.png", (300, 200))
    for size in ((300, 200), (150, 100), (600, 400), (75, 50), (151, 100)):
        input_checks.check(request(source, saved(chinese_dir / "m.png", size)))
    input_checks.check(TextRequest(prompt="x"))
    input_checks.check(ImageRequest(prompt="x"))
    input_checks.check(request(chinese_dir / "an-id-of-an-asset"))


@pytest.mark.parametrize("name", BAD)
def test_bad_pictures_are_refused_whatever_they_are_for(chinese_dir: Path, name: str) -> None:
    data, code = BAD[name]
    (chinese_dir / "坏.png").write_bytes(data)
    good = saved(chinese_dir / "good.png", (64, 64))
    for asked in (request(chinese_dir / "坏.png"), request(good, chinese_dir / "坏.png")):
        with pytest.raises(InputError) as caught:
            input_checks.check(asked)
        assert caught.value.info.code == code


def test_the_command_says_so_at_once_and_makes_no_project(
    chinese_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, mask = saved(chinese_dir / "a.png", (128, 128)), saved(chinese_dir / "宽.png", (300, 100))
    words = ["run", "image", "--task", "inpaint", "--prompt", "x", "--project", str(chinese_dir / "p")]
    words += ["--input", str(source), "--mask", str(mask)]
    assert cli.main(words) == 2
    said = capsys.readouterr().err
    assert "300 × 100" in said and "128 × 128" in said and "Traceback" not in said
    assert not (chinese_dir / "p").exists()
