"""What differs between two recipes, and which of two pictures is A."""

from __future__ import annotations

from studio.core.requests import ImageRequest, InputRef
from studio.presenters.comparing import Differing, Side, differing, older_first
from studio.presenters.takes import Take, TakeState


def made(model: str = "m", **settings: object) -> Side:
    request = ImageRequest(prompt="a lake", **settings)  # type: ignore[arg-type]
    return Side("x.png", "x", request.seed, request, model)


def test_only_what_differs_is_listed_with_the_model_first() -> None:
    a, b = made(seed=1, steps=20, takes=1), made("other", seed=2, steps=30, takes=4, guidance=6.0)
    assert differing(a, b) == [
        Differing("model", "m", "other"),
        Differing("seed", 1, 2),
        Differing("steps", 20, 30),
        Differing("guidance", None, 6.0),
    ]
    assert differing(a, a) == []


def test_inputs_are_told_apart_by_role_and_name_not_by_folder() -> None:
    here = made(inputs=(InputRef(path="/home/一/湖.png"), InputRef(path="inputs/mask-1.png", role="mask")))
    there = made(inputs=(InputRef(path="D:\\图\\湖.png"), InputRef(path="/p/inputs/mask-2.png", role="mask")))
    assert differing(here, there) == [Differing("input.mask", "mask-1.png", "mask-2.png")]
    assert differing(here, made())[0] == Differing("input.source", "湖.png", None)


def test_a_picture_of_unknown_making_has_no_settings_to_compare() -> None:
    assert differing(made(), Side("y.png", "y")) == []


def test_the_older_is_a() -> None:
    old, new = Side("old"), Side("new")
    assert older_first([(5.0, new), (1.0, old)]) == [old, new]


def test_texts_and_unfinished_takes_are_no_pictures() -> None:
    from studio.presenters.comparing import side_of_take

    request = ImageRequest(prompt="x", seed=3)
    assert side_of_take(Take("j", 0, request, TakeState.RUNNING, path="a.png", seed=3)) is None
    assert side_of_take(Take("j", 0, request, TakeState.DONE, path="a.md", seed=3)) is None
    side = side_of_take(Take("j", 0, request, TakeState.DONE, path="/b/a.png", seed=3))
    assert side is not None and side.title == "a.png" and side.seed == 3
