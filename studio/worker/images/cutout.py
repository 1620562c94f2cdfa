"""Cuts a drawing out of a plain background: whatever of that colour touches the border becomes transparent."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from studio.worker.images.pictures import Pixels

PLAIN = 0.6
"""Share of the border that must be of one colour for the background to count as plain."""

_NEAR = 24.0
"""Distance in RGB (0–441) from the background's colour up to which a pixel is background."""


def cut_out_plain(rgb: Pixels) -> Pixels | None:
    """``rgb`` as RGBA with its plain background transparent and soft edges; None when the background is not plain.

    Parts of the same colour inside the drawing stay, as they do not touch the border.
    """
    border = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]]).astype(np.float32)
    colour = np.median(border, axis=0)
    if (np.linalg.norm(border - colour, axis=1) < _NEAR).mean() < PLAIN:
        return None
    distance = np.linalg.norm(rgb.astype(np.float32) - colour, axis=2)
    regions, _ = ndimage.label(distance < _NEAR)
    edge = np.unique(np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]]))
    background = np.isin(regions, edge[edge > 0])
    # Only a narrow band along the outline may be partly transparent: pale areas further in are part of the drawing.
    band = ndimage.binary_dilation(background, iterations=2) & ~background
    # How far the drawing's own colour is from the background's is seen a few pixels further in.
    full = np.maximum(ndimage.maximum_filter(distance, size=5), _NEAR)
    share = np.clip(distance / full, 0.0, 1.0)
    alpha = np.where(background, 0.0, np.where(band, share, 1.0))[..., None]
    # Take the background's share out of the edge colours, or they would keep a halo on any other ground.
    clean = (rgb - colour * (1 - alpha)) / np.maximum(alpha, 0.1)
    colours = np.where(alpha > 0, np.clip(clean, 0, 255), rgb)
    return np.dstack([np.rint(colours), np.rint(alpha * 255)]).astype(np.uint8)
