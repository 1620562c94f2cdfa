"""Which two pictures are compared: two selected takes, the take in view and the one before it, or what it was made of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from studio.presenters.comparing import Side, side_of_file, side_of_take
from studio.presenters.takes import Take
from studio.ui import icons, words

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter
    from studio.ui.image.stage import Stage

OFFERED = 12
"""Takes that the menu offers at most: the newest."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Compare", text)


def chosen(presenter: ImageTabPresenter, selected: list[Take]) -> tuple[Side, Side] | None:
    """The pair that Compare means now; None when there are no two pictures."""
    picked = [side for take in selected if (side := side_of_take(take)) is not None]
    if len(picked) == 2:
        return picked[0], picked[1]
    take = presenter.current
    shown = side_of_take(take) if take is not None else None
    if take is None or shown is None:
        return None
    others = [side for other in presenter.takes if other is not take and (side := side_of_take(other)) is not None]
    before = [side for other in presenter.takes[: presenter.takes.index(take)] if (side := side_of_take(other))]
    other = before[-1] if before else source_of(take) or (others[0] if others else None)
    return (other, shown) if other is not None else None


def source_of(take: Take) -> Side | None:
    """The picture that a take was made of."""
    source = take.request.input("source")
    return side_of_file(source.path) if source is not None and source.path else None


def add_to(found: QMenu, stage: Stage, take: Take) -> None:
    """The ways to compare a take, in the menu of what can be done with it."""
    shown = side_of_take(take)
    if shown is None:
        return
    pair = [t for t in stage.strip.selected_takes() if side_of_take(t) is not None]
    if len(pair) == 2 and take in pair:
        both = found.addAction(_tr("Compare the two"), stage.compare)
        icons.set_icon(both, "compare", "text2")
    else:
        _add_others(found, stage, take, shown)


def _add_others(found: QMenu, stage: Stage, take: Take, shown: Side) -> None:
    """“Compare with” and everything that it can be compared with."""
    comparing = stage.presenter.comparing
    submenu = QMenu(_tr("Compare with"), found)
    icons.set_icon(submenu.menuAction(), "compare", "text2")
    source = source_of(take)
    if source is not None:
        submenu.addAction(
            _tr("Its input picture: {name}").format(name=source.title), partial(comparing.start, source, shown)
        )
    takes = stage.presenter.takes
    here = takes.index(take)
    others = [(n, t, side) for n, t in enumerate(takes) if t is not take and (side := side_of_take(t)) is not None]
    for number, other, side in others[-OFFERED:]:
        text = f"{number + 1}"
        if other.seed is not None:
            text += f" · {words.setting('seed')} {other.seed}"
        # The older one is A.
        pair = (side, shown) if number < here else (shown, side)
        submenu.addAction(text, partial(comparing.start, *pair))
    if submenu.isEmpty():
        submenu.deleteLater()
    else:
        found.addMenu(submenu)
