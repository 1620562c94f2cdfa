"""Guesses how a word is spoken that no dictionary has, by a small network over its letters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class WordGuesser:
    """``session`` is an ONNX session of a network that reads characters and answers with one phoneme for each of
    several slots, blanks being 0; ``alphabet`` is the JSON file with its letters and phonemes."""

    def __init__(self, session: Any, alphabet: Path) -> None:
        facts = json.loads(alphabet.read_text(encoding="utf-8"))
        self._letters = {letter: index + 1 for index, letter in enumerate(facts["in"])}
        self._phonemes = dict(enumerate(facts["out"], start=1))
        self._longest = int(facts["maxlen"])
        self._session = session

    def __call__(self, word: str) -> str | None:
        import numpy as np

        letters = [self._letters[c] for c in word if c in self._letters][: self._longest]
        if not letters:
            return None
        answer = self._session.run(None, {"chars": np.array([letters], np.int64)})[0][0].tolist()
        kept = [a for a, before in zip(answer, [0, *answer], strict=False) if a not in (0, before)]
        return "".join(self._phonemes.get(a, "") for a in kept).strip() or None
