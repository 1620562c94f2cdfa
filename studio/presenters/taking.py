"""Files, recipes and texts on their way into a tab as settings: read in the background, compared, applied or asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo, InputError
from studio.core.models import InstalledModel
from studio.core.requests import InputRef
from studio.gallery.inputs import locate
from studio.library import builtin
from studio.metadata import a1111, reading
from studio.metadata.found import Found
from studio.metadata.proposal import Proposal
from studio.metadata.proposing import propose
from studio.presenters.takeover import Takeover

if TYPE_CHECKING:
    from studio.core.recipes import Recipe
    from studio.presenters.studio import StudioPresenter


_IN_JSON = ('"class_type"', '"sui_image_params"', '"base_model"', '"positive_prompt"', '"kind":"image"')
"""Words of settings that are kept as JSON."""


@dataclass(frozen=True)
class Offer:
    """A comparison to be shown: whose settings they are (a file, "" for a recipe or a text), and the lines."""

    takeover: Takeover
    kind: str
    path: str = ""

    @property
    def name(self) -> str:
        return Path(self.path).name if self.path else ""


@dataclass(frozen=True)
class _Read:
    proposal: Proposal | None
    models: list[InstalledModel]
    notes: tuple[ErrorInfo, ...] = ()


class TakingPresenter(QObject):
    """Made once with the studio. ``offered`` brings an :class:`Offer` that the user has to look at."""

    offered = Signal(object)

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio

    def recipe(self, recipe: Recipe) -> None:
        """Our own recipe, of an asset or a job: applied at once when nothing is missing."""
        if recipe.request is None:
            self.studio.message.emit(self.tr("This file has no recipe; its settings are not known."))
            return
        self._read(lambda: Found(recipe=recipe, source="AIGC Studio"), "", ask=False)

    def file(self, path: str) -> None:
        """A picture of any program: its lines are shown first."""
        self._read(lambda: reading.read(Path(path)), path, ask=True)

    def text(self, text: str) -> None:
        """A text that was copied from somewhere: parameters of A1111, a graph of ComfyUI, a recipe."""
        self._read(lambda: reading.read_text(text), "", ask=True)

    @staticmethod
    def recognises(text: str) -> bool:
        """Whether a text that was pasted is settings and no prompt. Quick: it is asked in the GUI thread."""
        start = text[:2000].lstrip()
        if start.startswith("{"):
            return any(word in text[:200_000] for word in _IN_JSON)
        return a1111.looks_like(text[-20_000:])

    def show(self, takeover: Takeover) -> None:
        """Open the comparison of settings that have been applied already, to choose again."""
        self.offered.emit(Offer(takeover, takeover.proposal.kind))

    def _read(self, read: Callable[[], Found], path: str, *, ask: bool) -> None:
        library, store = self.studio.services.library, self.studio.services.project.store
        beside = Path(path).parent if path else None

        def where(ref: InputRef) -> str:
            return locate(ref, store, beside)

        def work() -> _Read:
            found = read()
            models = [builtin.TOOLS, *library.installed()]
            return _Read(propose(found, models, where), models, found.notes)

        self.studio.background.run(work, lambda found: self._arrived(found, path, ask), self.studio.notice.emit)

    def _arrived(self, found: _Read, path: str, ask: bool) -> None:
        proposal = found.proposal
        if proposal is None:
            name = Path(path).name if path else self.tr("The text")
            self.studio.notice.emit(found.notes[0] if found.notes else InputError("metadata-none", name=name).info)
            return
        tab = self.studio.tab(proposal.kind)
        # In front first: a tab is made when it is first shown, and must be there to say what changed.
        self.studio.tabRequested.emit(proposal.kind)
        takeover = Takeover(proposal, tab.values, seed_locked=tab.seed_locked, models=found.models, uses=tab.uses)
        troubled = takeover.missing or any(line.misfit for line in takeover.lines())
        if ask or troubled or not proposal.own:
            self.offered.emit(Offer(takeover, proposal.kind, path))
        else:
            tab.take_over(takeover)
