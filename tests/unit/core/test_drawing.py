"""How large a picture may be drawn and enlarged: refused in a Request, with the largest that can be."""

from __future__ import annotations

import pytest

from studio.core.drawing import MAX_DRAWN, MAX_RESULT, MAX_RESULT_PIXELS, largest_scale
from studio.core.errors import InputError
from studio.core.pictures import Hires
from studio.core.requests import ImageRequest, InputRef, build, validate


def drawn(width: int, height: int, scale: float = 0, **more: object) -> ImageRequest:
    hires = Hires(scale=scale) if scale else None
    return ImageRequest(prompt="a cat", width=width, height=height, hires=hires, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("width", "height", "scale", "most"),
    [(8192, 8192, 4, 0), (4096, 4096, 4, 2.9), (4096, 4096, 3, 2.9), (4096, 2304, 4, 3.9), (3072, 4096, 3.5, 3.4)],
)
def test_what_is_too_large_is_refused_with_the_largest_that_fits(
    width: int, height: int, scale: float, most: float
) -> None:
    with pytest.raises(InputError) as refused:
        validate(drawn(width, height, scale))
    info = refused.value.info
    if not most:
        assert info.params["name"] == "width" and f"{MAX_DRAWN}" in info.params["hint"]
        return
    assert info.params["name"] == "hires.scale" and f"{most:g}" in info.params["hint"]
    assert validate(drawn(width, height, most))


def test_the_largest_scale_is_just_within_the_limits() -> None:
    for width, height in ((4096, 4096), (4096, 512), (64, 64), (1234, 4001)):
        most = largest_scale(width, height)
        assert max(width, height) * most <= MAX_RESULT and width * height * most**2 <= MAX_RESULT_PIXELS
        more = most + 0.1
        assert max(width, height) * more > MAX_RESULT or width * height * more**2 > MAX_RESULT_PIXELS or most >= 4


def test_sizes_that_no_model_is_asked_for() -> None:
    source = (InputRef(path="/a.png"),)
    with pytest.raises(InputError, match="width"):
        build("image", {"prompt": "x", "width": 5000, "height": 5000})
    with pytest.raises(InputError, match="height"):
        validate(drawn(0, 4097, task="image-to-image", inputs=source))
    with pytest.raises(InputError, match="size"):
        validate(drawn(4096, 256))
    assert validate(drawn(4096, 4096)) and validate(drawn(0, 0, 4)) and validate(drawn(4096, 0, 4))
