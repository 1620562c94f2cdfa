"""Inpaint and outpaint in every family: only what was asked for changes, at the picture's own size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError
from studio.core.pictures import Margins
from studio.core.requests import ImageRequest, InputRef, validate
from tests.support.drawing import FAMILIES, Easel, data, notes, pixels, stripes


def left_half(width: int = 64, height: int = 48) -> np.ndarray:
    mask = np.zeros((height, width), np.uint8)
    mask[:, : width // 2] = 255
    return mask


@pytest.mark.parametrize("family", FAMILIES)
def test_a_large_picture_keeps_its_size_and_every_pixel_outside_of_the_mask(easel: Easel, family: str) -> None:
    source = stripes(301, 203)
    inputs = (easel.picture("large", source), easel.picture("mask", left_half(301, 203), "mask"))
    ctx = easel.draw(family, task="inpaint", inputs=inputs, strength=1.0)
    after = pixels(ctx)
    assert after.shape == source.shape
    assert (after[:, 150:] == source[:, 150:]).all()
    assert (after[:, :140] != source[:, :140]).mean() > 0.5
    assert "laid into the picture of 301×203" in notes(ctx)
    assert data(easel.again(family, ctx)) == data(ctx)


def test_the_mask_is_inverted_grown_and_feathered_in_this_order(easel: Easel) -> None:
    source = stripes()
    inputs = (easel.picture("source", source), easel.picture("mask", left_half(), "mask"))
    values = {"task": "inpaint", "inputs": inputs, "strength": 1.0}
    turned = pixels(easel.draw("sd15", mask_invert=True, mask_grow=8, **values))
    assert (turned[:, :24] == source[:, :24]).all() and (turned[:, 26:] != source[:, 26:]).mean() > 0.5
    soft = pixels(easel.draw("sd15", mask_feather=8, **values)).astype(int)
    hard = pixels(easel.draw("sd15", **values)).astype(int)
    assert (soft[:, 48:] == source[:, 48:]).all()
    step = np.abs(np.diff(hard - source, axis=1))[:, 31].mean()
    assert np.abs(np.diff(soft - source, axis=1))[:, 28:36].mean(axis=(0, 2)).max() < step


def test_a_mask_of_another_size_is_scaled_and_an_empty_one_refused(easel: Easel) -> None:
    source = easel.picture("source", stripes())
    ctx = easel.draw("sd15", task="inpaint", inputs=(source, easel.picture("small", left_half(16, 12), "mask")))
    assert "the mask was scaled from 16×12 to 64×48" in notes(ctx)
    empty = easel.picture("empty", np.zeros((48, 64), np.uint8), "mask")
    with pytest.raises(InputError, match="all black"):
        easel.draw("sd15", task="inpaint", inputs=(source, empty))
    with pytest.raises(InputError, match="mask"):
        easel.draw("sd15", task="inpaint", inputs=(source,))


def _saved(path: Path, kind: str) -> Path:
    picture = Image.fromarray(stripes())
    if kind == "alpha":
        picture.putalpha(Image.fromarray(np.tile(np.arange(0, 256, 4, dtype=np.uint8)[None, :64], (48, 1))))
    elif kind == "palette":
        picture = picture.quantize(16)
    elif kind == "16 bit":
        picture = Image.fromarray((stripes()[..., 0].astype(np.uint16) << 8) + 7)
    elif kind == "cmyk":
        picture = picture.convert("CMYK")
    file = path.with_suffix(".jpg" if kind in ("cmyk", "turned") else ".png")
    exif = Image.Exif()
    if kind == "turned":
        exif[0x0112] = 6
    picture.save(file, exif=exif) if kind == "turned" else picture.save(file)
    return file


@pytest.mark.parametrize("kind", ("alpha", "palette", "16 bit", "cmyk", "turned"))
def test_pictures_of_any_kind_are_converted_before_they_are_painted_in(easel: Easel, kind: str) -> None:
    file = _saved(easel.root / f"kind {kind}", kind)
    size = (48, 64) if kind == "turned" else (64, 48)
    inputs = (InputRef(path=str(file)), easel.picture(f"mask {kind}", left_half(*size), "mask"))
    ctx = easel.draw("sd15", task="inpaint", inputs=inputs)
    assert pixels(ctx).shape == (size[1], size[0], 3)
    said = {
        "alpha": "laid over white",
        "16 bit": "more than 8 bits",
        "cmyk": "CMYK",
        "turned": "turned upright",
        "palette": "",
    }
    assert said[kind] in notes(ctx)


@pytest.mark.parametrize("family", FAMILIES)
def test_outpaint_adds_to_the_picture_and_keeps_what_was_there(easel: Easel, family: str) -> None:
    source = stripes(96, 80)
    margins = Margins(left=30, bottom=21)
    ctx = easel.draw(family, task="outpaint", inputs=(easel.picture("to extend", source),), extend=margins)
    after = pixels(ctx)
    assert after.shape == (101, 126, 3)
    assert (after[: 80 - 8, 38:] == source[: 80 - 8, 8:]).all(), "all but the overlap is as it was"
    recipe = ctx.results[0].recipe
    assert recipe.source == "edited" and "strength 0.6 was raised" in notes(ctx)
    assert isinstance(recipe.request, ImageRequest) and recipe.request.strength == 0.85
    assert data(easel.again(family, ctx)) == data(ctx)


def test_outpaint_also_draws_what_was_painted_over(easel: Easel) -> None:
    source, mask = stripes(64, 64), np.zeros((64, 64), np.uint8)
    mask[40:56, 8:24] = 255
    inputs = (easel.picture("source", source), easel.picture("mask", mask, "mask"))
    after = pixels(easel.draw("sd15", task="outpaint", inputs=inputs, extend=Margins(right=32), strength=1.0))
    assert (after[40:56, 8:24] != source[40:56, 8:24]).mean() > 0.5
    assert (after[:32, :48] == source[:32, :48]).all()


@pytest.mark.parametrize("margins", (None, Margins(), Margins(left=-1), Margins(top=9000)))
def test_margins_that_make_no_sense_are_named(margins: Margins | None) -> None:
    with pytest.raises(InputError, match="extend"):
        validate(ImageRequest(task="outpaint", prompt="x", inputs=(InputRef(path="/a.png"),), extend=margins))
