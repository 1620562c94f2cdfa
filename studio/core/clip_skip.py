"""Clip skip is kept as the layers that are left out, 0 being none. Designers know it as A1111 counts it: from 1, which is
none."""

from __future__ import annotations


def shown(left_out: int) -> int:
    """As designers count it."""
    return left_out + 1


def left_out(count: int) -> int:
    """As it is kept."""
    return max(0, count - 1)
