"""Sizes, tiles, cut-out and the Chinese glossary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import InputError, ModelError
from studio.core.prompting.glossary import Glossary
from studio.worker.images.cutout import cut_out_plain
from studio.worker.images.sizes import cover, plan_size, size_like
from studio.worker.images.tiling import Floats, run_tiled, tiles


@given(st.integers(1, 4096), st.integers(1, 4096), st.sampled_from([8, 16, 32]))
def test_a_plan_is_always_something_the_model_can_draw(width: int, height: int, multiple: int) -> None:
    if max(width, height) > 8 * min(width, height):
        with pytest.raises(InputError):
            plan_size((width, height), multiple=multiple)
        return
    plan = plan_size((width, height), multiple=multiple)
    assert plan.width % multiple == plan.height % multiple == 0
    assert abs(plan.width - width) <= max(multiple / 2, multiple - width)
    assert plan.final == (plan.width, plan.height) and bool(plan.notes) == (plan.final != (width, height))


def test_models_with_a_native_size_are_enlarged() -> None:
    plan = plan_size((256, 128), multiple=8, native=64)
    assert (plan.width, plan.height, plan.scale, plan.final) == (64, 32, 4, (256, 128))
    assert plan_size((64, 64), multiple=8, native=64).scale == 1
    assert plan_size((512, 512), multiple=8, native=64).scale == 8


def test_sizes_like_a_source_keep_its_shape() -> None:
    width, height = size_like((4000, 3000), 512 * 512)
    assert width / height == pytest.approx(4 / 3, rel=0.01) and width * height <= 2.02 * 512 * 512
    assert size_like((600, 500), 512 * 512) == (600, 500)
    assert cover(np.zeros((100, 300, 3), np.uint8), (64, 64)).shape == (64, 64, 3)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(20, 80), st.integers(0, 12))
def test_tiles_cover_everything_exactly_once(width: int, height: int, size: int, margin: int) -> None:
    count = np.zeros((height, width), int)
    for tile in tiles(width, height, size, margin):
        x0, y0, x1, y1 = tile.inner
        count[y0:y1, x0:x1] += 1
        assert x1 - x0 <= size and tile.outer[0] >= 0 and tile.outer[2] <= width
    assert (count == 1).all()


@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 70), (64, 64), (130, 97)])
def test_tiled_and_untiled_are_the_same_when_the_margin_is_wide_enough(width: int, height: int) -> None:
    image = np.random.default_rng(0).random((3, height, width), dtype=np.float32)

    def blur_and_double(part: Floats) -> Floats:
        padded = np.pad(part, ((0, 0), (2, 2), (2, 2)))
        blurred = sum(padded[:, dy : dy + part.shape[1], dx : dx + part.shape[2]] for dy in range(5) for dx in range(5))
        return (blurred / 25).repeat(2, axis=1).repeat(2, axis=2).astype(np.float32)

    seen: list[tuple[int, int]] = []
    tiled = run_tiled(image, blur_and_double, scale=2, size=32, margin=12, step=lambda *s: seen.append(s))
    np.testing.assert_allclose(tiled, blur_and_double(image), atol=1e-5)
    assert seen[0][0] == 0 and seen[-1][0] == seen[-1][1]


def test_a_plain_background_is_cut_out_with_a_soft_edge_and_holes_stay() -> None:
    y, x = np.mgrid[0:64, 0:64]
    radius = np.hypot(y - 32, x - 32)
    share = np.clip(21 - radius, 0, 1)[..., None] * np.clip(radius - 5, 0, 1)[..., None]
    pixels = (share * (200, 30, 30) + (1 - share) * (250, 250, 250)).astype(np.uint8)
    cut = cut_out_plain(pixels)
    assert cut is not None
    assert cut[0, 0, 3] == 0 and cut[32, 20, 3] == 255
    assert cut[32, 32, 3] == 255, "white inside the drawing belongs to it"
    edge = cut[(cut[..., 3] > 20) & (cut[..., 3] < 235)]
    assert len(edge) and (edge[:, 0].astype(int) - edge[:, 1] > 60).mean() > 0.8, "the edge has the drawing's colour"
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    assert cut_out_plain(noise) is None


TERMS = {
    "红色": "red",
    "红": "red",
    "苹果": "apple",
    "苹果树": "apple tree",
    "黄色": "yellow",
    "紫色": "purple",
    "汽车": "car",
    "3D风格": "3d style",
}


@pytest.mark.parametrize(
    ("text", "english", "unknown"),
    [
        ("红色的苹果", "red apple", ()),
        ("苹果树", "apple tree", ()),
        ("黄色背景上的紫色汽车", "purple car on a yellow background", ()),
        ("紫色汽车，3D style", "purple car, 3D style", ()),
        ("麒麟和红色苹果", "red apple", ("麒麟",)),
        ("a red 苹果!", "a red apple!", ()),
        ("草莓，3D风格", "3d style", ("草莓",)),
        ("紫色汽车，黄色背景", "purple car on a yellow background", ()),
        ("麒麟", "", ("麒麟",)),
        ("🍎苹果", "🍎 apple", ()),
    ],
)
def test_chinese_prompts_are_put_into_english(text: str, english: str, unknown: tuple[str, ...]) -> None:
    translation = Glossary(TERMS).translate(text)
    assert (translation.text, translation.unknown) == (english, unknown)


def test_a_damaged_glossary_is_named(chinese_dir: Path) -> None:
    (chinese_dir / "g.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match=r"g\.json"):
        Glossary.read(chinese_dir / "g.json")
