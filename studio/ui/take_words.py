"""What became of a take, in the user's words."""

from __future__ import annotations

from studio.core.errors import Phrase
from studio.presenters.takes import Take, ended_early
from studio.ui import words
from studio.ui.translations import phrase_text


def outcome(take: Take) -> str:
    """Its state; of a text that ended too early, why it did."""
    early = ended_early(take)
    if not early:
        return words.state(take.state)
    told = phrase_text(Phrase(early))
    return told[:1].upper() + told[1:]
