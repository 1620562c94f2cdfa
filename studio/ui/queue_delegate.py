"""How one job of the queue looks: what it is, how far it is, and why it failed."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.core import requests
from studio.core.jobs import Job, JobState
from studio.presenters.queue_model import JOB_ROLE
from studio.ui import icons, theme, words
from studio.ui.translations import error_text

HEIGHT = 64
EDGE = 6
"""Pixels beside a card."""
_BUTTON = 24
_STATE_COLOURS = {
    JobState.RUNNING: "accent_text",
    JobState.SAVING: "accent_text",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
    JobState.INTERRUPTED: "warning",
}


class QueueDelegate(QStyledItemDelegate):
    """Every row has the same height, so that a list of thousands costs what is in sight."""

    def __init__(self, model_name: Callable[[Job], str], act: Callable[[Job, str], None]) -> None:
        super().__init__()
        self._model_name, self._act = model_name, act

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            return
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(rect).adjusted(EDGE, 2, -EDGE, -2)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("selection" if chosen else "hover" if hover else "raised"))
        painter.drawRoundedRect(card, 6, 6)
        if bool(state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 5, 5)
        self._content(painter, rect, job, option.font)
        painter.restore()

    def _content(self, painter: QPainter, rect: QRect, job: Job, font: QFont) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        small = QFont(font)
        small.setPixelSize(max(10, font.pixelSize() - 1))
        kind = requests.kind_of(job.request)
        painter.drawPixmap(rect.x() + 16, rect.y() + 11, icons.pixmap(kind, 16, "text2", ratio))
        left, right = rect.x() + 40, self._buttons(rect, job)[0].left() - 8 if actions_of(job) else rect.right() - 16
        for (name, _), box in zip(actions_of(job), self._buttons(rect, job), strict=True):
            painter.drawPixmap(box.x() + 4, box.y() + 4, icons.pixmap(name, 16, "text2", ratio))
        state_text = words.state(job.state.value)
        metrics = QFontMetrics(small)
        state_width = metrics.horizontalAdvance(state_text)
        line = QRect(left, rect.y() + 8, right - left - state_width - 8, 20)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        title = title_of(job)
        painter.drawText(line, flags, QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, line.width()))
        painter.setFont(small)
        painter.setPen(theme.color(_STATE_COLOURS.get(job.state, "text2")))
        painter.drawText(QRect(right - state_width, rect.y() + 8, state_width + 2, 20), flags, state_text)
        below = QRect(left, rect.y() + 30, right - left, 18)
        painter.setPen(theme.color("danger" if job.state is JobState.FAILED else "text2"))
        text = second_line(job, self._model_name(job))
        painter.drawText(below, flags, metrics.elidedText(text, Qt.TextElideMode.ElideRight, below.width()))
        if job.state in (JobState.RUNNING, JobState.SAVING):
            self._bar(painter, QRectF(left, rect.y() + 51, right - left, 4), job)

    def _bar(self, painter: QPainter, bar: QRectF, job: Job) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(theme.color("accent"))
        fraction = job.progress.fraction if job.progress is not None else None
        if fraction is None:
            # How far it is cannot be known: a short piece in the middle says that it goes on.
            painter.drawRoundedRect(QRectF(bar.x() + bar.width() * 0.35, bar.y(), bar.width() * 0.3, 4), 2, 2)
        else:
            painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(4.0, bar.width() * min(fraction, 1.0)), 4), 2, 2)

    def _buttons(self, rect: QRect, job: Job) -> list[QRect]:
        count = len(actions_of(job))
        left = rect.right() - 14 - count * _BUTTON
        return [QRect(left + i * _BUTTON, rect.y() + 6, _BUTTON, _BUTTON) for i in range(count)]

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            job: Job | None = index.data(JOB_ROLE)
            if job is not None:
                rect = option.rect
                for (_, action), box in zip(actions_of(job), self._buttons(rect, job), strict=True):
                    if box.contains(event.position().toPoint()):
                        self._act(job, action)
                        return True
        return super().editorEvent(event, model, option, index)


def actions_of(job: Job) -> list[tuple[str, str]]:
    """Icon and name of what can be done with a job by one click in its row."""
    if job.state in (JobState.WAITING, JobState.RUNNING):
        return [("close", "cancel")]
    if job.state in (JobState.FAILED, JobState.INTERRUPTED):
        return [("regenerate", "retry"), ("trash", "remove")]
    return [("trash", "remove")] if job.state is not JobState.SAVING else []


def title_of(job: Job) -> str:
    """The name it was queued with, or the prompt's beginning; a task without one is named by itself and its input."""
    request = job.request
    if job.title:
        return job.title
    if request.prompt.strip():
        return request.prompt.strip()[:300].replace("\n", " ")
    source = request.input()
    name = words.file_name(source.path) if source is not None else ""
    return f"{words.task(request.task)} · {name}" if name else words.task(request.task)


def second_line(job: Job, model: str) -> str:
    """What a running job does, why a failed one failed, and otherwise what it is made of."""
    if job.state is JobState.FAILED and job.error is not None:
        return " ".join(error_text(job.error))
    parts: list[str] = []
    if job.state in (JobState.RUNNING, JobState.SAVING):
        progress = job.progress
        phase = (
            progress.phase.value if progress is not None else ("saving" if job.state is JobState.SAVING else "loading")
        )
        parts.append(words.phase(phase, model))
        if phase == "loading":
            model = ""
        if progress is not None and progress.fraction is not None:
            parts.append(f"{progress.fraction:.0%}")
        if progress is not None and progress.eta is not None:
            parts.append(words.eta_text(progress.eta))
        if job.request.takes > 1:
            parts.append(f"{(progress.take if progress is not None else 0) + 1} / {job.request.takes}")
    else:
        parts.append(words.task(job.request.task))
        if job.request.takes > 1:
            parts.append(f"× {job.request.takes}")
        if job.ended and job.started:
            parts.append(words.duration_text(job.ended - job.started))
        if job.ended:
            parts.append(time.strftime("%H:%M", time.localtime(job.ended)))
    if model:
        parts.append(model)
    return " · ".join(parts)
