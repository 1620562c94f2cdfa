"""Prompt tools: syntax in colour, the model's card, styles, history, a suggestion from the text model."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from studio.core import paths
from studio.core.jobs import Job, JobState
from studio.settings.prompts import history
from studio.settings.prompts.history import Entry
from studio.ui.image.styles_part import StylesPart

TYPED = {
    "en": "a {red|blue|3::green} __animals/birds__ on (a lantern:1.2), __unicorns__, [paper}",
    "zh_CN": "一只{红色|蓝色}的猫头鹰，(灯笼:1.2)，__材质__，麒麟",
}
BEFORE = {
    "en": ("a paper lantern at dusk, soft light", "six tea tins, product photograph", "a heron in the reeds, ink wash"),
    "zh_CN": ("黄昏的纸灯笼，柔和的光线", "六只茶叶罐，产品摄影", "芦苇中的苍鹭，水墨"),
}
ANSWER = {
    "en": "a small red fox asleep in tall grass, low golden light, dew on the blades, soft focus behind it, muted greens",
    "zh_CN": "一只小红狐在高草中熟睡，金色的低角度阳光，草叶上的露珠，背景柔和虚化，淡雅的绿色",
}


def _begin(stage: Any) -> Any:
    """The image tab with the built-in icon model as it lies in the resources."""
    library = stage.world.services.library
    models = [
        msgspec.structs.replace(m, folder=str(paths.resources_dir() / "models" / "icon")) if m.spec.id == "icon" else m
        for m in library.installed()
    ]
    library.installed = lambda: models
    stage.studio.models.loaded = False
    stage.studio.models.refresh()
    stage.world.wait(lambda: stage.studio.models.loaded)
    stage.window.show_tab("image")
    stage.world.wait(lambda: stage.studio.book.loaded)
    return stage.window.page("image")


def _facts(stage: Any) -> None:
    tab = stage.studio.image
    stage.world.wait(lambda: tab.facts.facts is not None and tab.facts.facts.text == tab.values["prompt"], 20)
    stage.world.settle(0.3)


def prompt_empty(stage: Any) -> QWidget:
    """A fresh tab: the card's sentence, chips and examples."""
    _begin(stage)
    stage.world.wait(lambda: stage.studio.image.card.shown is not None)
    _facts(stage)
    return stage.window


def prompt_syntax(stage: Any) -> QWidget:
    """A prompt with everything in it, some of it wrong."""
    _begin(stage)
    stage.studio.image.set_value("prompt", TYPED[stage.language])
    _facts(stage)
    return stage.window


def prompt_styles(stage: Any) -> QWidget:
    """The part with presets and styles, unfolded."""
    page = _begin(stage)
    stage.studio.image.set_value(
        "prompt", {"en": "a {red|blue} car, flat style", "zh_CN": "红色的汽车，扁平风格"}[stage.language]
    )
    stage.studio.image.set_value("styles", ("watercolour", "sticker"))
    part = next(p for p in page.parts if isinstance(p, StylesPart))
    part.unfold()
    _facts(stage)
    page._scroll.ensureWidgetVisible(part)
    page._scroll.verticalScrollBar().setValue(page._scroll.verticalScrollBar().maximum())
    return stage.window


def prompt_history(stage: Any) -> QWidget:
    """The popup with some prompts in it."""
    page = _begin(stage)
    texts = BEFORE[stage.language]
    entries = tuple(Entry(prompt=t, used=1.75e9 - n * 4000, count=n + 1, starred=n == 1) for n, t in enumerate(texts))
    history.update("image", lambda _old: entries)
    page.prompt_tools.show_history()
    stage.world.wait(lambda: page.prompt_tools._popup.list.count() == len(texts))
    return page.prompt_tools._popup  # type: ignore[no-any-return]


def prompt_improve(stage: Any) -> QWidget:
    """A suggestion beside what was typed."""
    _begin(stage)
    presenter = stage.studio.image
    presenter.set_value("prompt", {"en": "a fox asleep", "zh_CN": "熟睡的狐狸"}[stage.language])
    presenter.improver.start()
    job = Job(id=presenter.improver._job, request=presenter.request())
    presenter.improver.append(ANSWER[stage.language])
    for state in (JobState.RUNNING, JobState.SAVING, JobState.DONE):
        job.move_to(state)
    presenter.improver.job_changed(job)
    _facts(stage)
    return stage.window
