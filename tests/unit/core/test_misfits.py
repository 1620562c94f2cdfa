"""What is said of a setting that does not exist, or that has a value it cannot take."""

from __future__ import annotations

from typing import Any

import pytest

from studio.core import misfits, requests
from studio.core.errors import InputError


def _refused(kind: requests.Kind, **values: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        requests.build(kind, {"prompt": "a", **values})
    return caught.value


def test_an_unknown_setting_is_named_with_those_that_exist() -> None:
    error = _refused("image", factor="2").info
    assert error.code == "setting-unknown" and error.what == "There is no setting “factor”."
    assert "scale" in error.remedy and "prompt" not in error.remedy


@pytest.mark.parametrize(
    ("kind", "name", "near"),
    [("audio", "speeed", "speed"), ("image", "control.0.preprocesor", "control.0.preprocessor")],
)
def test_a_mistyped_setting_gets_the_one_that_was_meant(kind: requests.Kind, name: str, near: str) -> None:
    error = _refused(kind, **{name: 1}).info
    assert error.what == f"There is no setting “{name}”." and f"Did you mean “{near}”?" in error.remedy


def test_a_part_that_does_not_exist_gets_the_parts_of_its_setting() -> None:
    error = _refused("image", **{"edit.rotate": "90"}).info
    assert error.what == "There is no setting “edit.rotate”."
    # “contrast” is no more like “rotate” for standing beside it.
    assert "edit.turn" in error.remedy and "Did you mean" not in error.remedy


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("steps", "many", "Give a whole number."),
        ("hires.scale", "big", "Give a number."),
        ("transparent", "perhaps", "Give true or false."),
        ("seamless", "z", "Choose one of: both, x, y."),
        ("loras", "x", "Give a list, as JSON."),
        ("hires", "yes", "It has these parts: scale, strength, steps, upscaler."),
    ],
)
def test_a_value_of_another_type(name: str, value: str, remedy: str) -> None:
    error = _refused("image", **{name: value}).info
    assert (error.code, error.params["name"], error.params["value"]) == ("setting-invalid", name, value)
    assert error.remedy == remedy and str(error.phrases["hint"]) == remedy


def test_parts_of_settings() -> None:
    assert "control.0.preprocessor" in misfits.parts_of(requests.ImageRequest, "control")
    assert "extend.left" in misfits.parts_of(requests.ImageRequest, "extend")
    assert misfits.parts_of(requests.ImageRequest, "steps") == []
