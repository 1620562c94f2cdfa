"""One line above Generate: how long it will take and whether it fits into memory."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel

from studio.library.fitting import Estimate
from studio.presenters.estimates import Estimates
from studio.ui import icons, theme, words
from studio.ui.base import Translated, label
from studio.ui.translations import error_text


class EstimateLine(Translated):
    """Hidden while nothing can be said."""

    def __init__(self, estimates: Estimates) -> None:
        super().__init__()
        self._estimates = estimates
        self._icon = QLabel()
        self.text = label(kind="caption", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        estimates.changed.connect(self.retranslate)
        theme.signals.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        found, refused = self._estimates.estimate, self._estimates.refused
        self.setVisible(found is not None or refused is not None)
        if refused is not None:
            self._show("danger", " ".join(error_text(refused)), "")
        elif found is not None:
            token = {"fits": "", "tight": "warning"}.get(found.verdict, "danger")
            self._show(token, self._sentence(found), self._details(found))

    def _show(self, token: str, text: str, details: str) -> None:
        """``token`` is the colour of a warning's icon, "" for none."""
        self._icon.setVisible(bool(token))
        if token:
            self._icon.setPixmap(icons.pixmap("warning", 14, token, self.devicePixelRatioF()))
        self.text.setText(text)
        self.text.setToolTip(details)
        self.setAccessibleName(text)

    def _sentence(self, found: Estimate) -> str:
        needed, available = words.size_text(found.needed), words.size_text(max(0, found.available))
        if found.most:
            return self.tr(
                "Needs about {needed} of memory; {available} can be had. Enlarge {most} times at most, or choose a smaller size."
            ).format(needed=needed, available=available, most=f"{found.most:g}")
        if found.verdict == "too-large":
            return self.tr("Needs about {needed} of memory; {available} can be had. Choose a smaller size.").format(
                needed=needed, available=available
            )
        if found.verdict == "tight":
            return self.tr(
                "Memory is tight ({needed} of {available}): it may be drawn in tiles, which takes longer."
            ).format(needed=needed, available=available)
        if found.seconds is None:
            return self.tr("Fits: {needed} of {available}. The time is known after the first run.").format(
                needed=needed, available=available
            )
        time = words.duration_text(found.seconds)
        return self.tr("About {time} · {needed} of {available}").format(time=time, needed=needed, available=available)

    def _details(self, found: Estimate) -> str:
        rests = (
            self.tr("Learnt from {count} runs on this machine.").format(count=found.runs)
            if found.runs
            else self.tr("Worked out from the size of the model; it becomes exact after the first run here.")
        )
        models = self.tr("Models: {size}").format(size=words.size_text(found.models))
        return f"{models}\n{rests}"
