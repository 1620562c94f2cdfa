"""What works beside the picture model of the image tab: which additions there are, and which of them fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studio.core import additions
from studio.core.models import InstalledModel

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter


class Choice(NamedTuple):
    """An installed addition; ``fits`` says whether it is of the family of the chosen model."""

    model: InstalledModel
    fits: bool


def choices(tab: ImageTabPresenter, tasks: tuple[str, ...]) -> list[Choice]:
    """The installed additions of these tasks, those that fit first. While no model is chosen, all fit."""
    spec = tab.model_spec()
    found = [m for m in tab.studio.models.installed if set(tasks).intersection(m.spec.tasks)]
    told = [Choice(m, spec is None or additions.fits(m.spec, spec)) for m in found]
    return sorted(told, key=lambda choice: not choice.fits)


def fits(tab: ImageTabPresenter, model_id: str) -> bool:
    """Whether an addition can work beside the chosen model; true while that, or the addition, is not known."""
    spec, addition = tab.model_spec(), tab.studio.models.installed_model(model_id)
    return spec is None or addition is None or additions.fits(addition.spec, spec)


def family(tab: ImageTabPresenter) -> str:
    """The name of the family of the chosen model, "" while there is none."""
    spec = tab.model_spec()
    return additions.family_name(spec.family) if spec is not None else ""
