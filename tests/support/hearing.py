"""Measures of speech: word and character error rates, scale-invariant signal-to-distortion ratio."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np


def words(text: str) -> list[str]:
    """Words in lower case without punctuation."""
    return re.findall(r"[\w']+", unicodedata.normalize("NFKC", text).lower())


def characters(text: str) -> list[str]:
    return [c for c in unicodedata.normalize("NFKC", text) if c.isalnum()]


def error_rate(expected: Sequence[str], heard: Sequence[str]) -> float:
    """Edit distance for each expected item."""
    row = list(range(len(heard) + 1))
    for i, a in enumerate(expected, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1] / len(expected)


def si_sdr(estimate: np.ndarray, clean: np.ndarray) -> float:
    """In dB (Le Roux et al. 2019)."""
    estimate, clean = estimate - estimate.mean(), clean - clean.mean()
    target = float(estimate @ clean) / float(clean @ clean) * clean
    return float(10 * np.log10(float(target @ target) / float(np.square(estimate - target).sum())))
