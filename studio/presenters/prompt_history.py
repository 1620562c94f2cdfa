"""The prompts that one tab has run: recorded in the background, walked with keys, searched in a popup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo
from studio.core.requests import ImageRequest, Request
from studio.settings.prompts import history
from studio.settings.prompts.history import Change, Entries, Entry

if TYPE_CHECKING:
    from studio.presenters.tab import TabPresenter


class PromptHistory(QObject):
    """``entries`` newest first; read when they are first wanted."""

    changed = Signal()

    def __init__(self, tab: TabPresenter) -> None:
        super().__init__(tab)
        self._tab, self._studio = tab, tab.studio
        self.entries: Entries = ()
        self.loaded = False
        self._at = -1
        self._draft = ""
        self._shown: str | None = None

    @property
    def on(self) -> bool:
        """Whether prompts are kept (a setting)."""
        return self._studio.settings.prompt_history

    def refresh(self) -> None:
        kind = self._tab.kind
        self._studio.background.run(lambda: history.load(kind), self._show, self._failed)

    def record(self, request: Request) -> None:
        """A request was submitted."""
        if self.on and request.prompt.strip():
            negative = request.negative if isinstance(request, ImageRequest) else ""
            self._at, self._shown = -1, None
            self._update(history.recorded(request.prompt, negative))

    def star(self, entry: Entry, on: bool) -> None:
        self._update(history.starred(entry, on))

    def remove(self, entry: Entry) -> None:
        self._update(history.removed(entry))

    def put_back(self, entry: Entry) -> None:
        """Undo of :meth:`remove`."""
        self._update(history.added_back(entry))

    def clear(self) -> None:
        """Forget all but those with a star."""
        self._update(history.cleared())

    def search(self, text: str, *, only_starred: bool = False) -> list[Entry]:
        return history.search(self.entries, text, only_starred=only_starred)

    def step(self, text: str, by: int) -> str | None:
        """The prompt that is ``by`` places older (1) or newer (−1) than the one shown; behind the newest comes what was
        typed. None at the end. ``text`` is what the editor holds: whoever has changed it begins anew."""
        if not self.loaded:
            self.refresh()
            return None
        if self._shown is None or text != self._shown:
            self._at, self._draft = -1, text
        at = self._at + by
        while 0 <= at < len(self.entries) and self.entries[at].prompt == text:
            at += by
        if not -1 <= at < len(self.entries):
            return None
        self._at = at
        self._shown = self._draft if at < 0 else self.entries[at].prompt
        return self._shown

    def _update(self, change: Change) -> None:
        kind = self._tab.kind
        self._studio.background.run(lambda: history.update(kind, change), self._show, self._failed)

    def _show(self, entries: Entries) -> None:
        self.loaded = True
        self.entries = entries
        self.changed.emit()

    def _failed(self, info: ErrorInfo) -> None:
        self._studio.notice.emit(info)
