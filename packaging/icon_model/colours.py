"""Colour names measured in OKLab, and recolouring towards a named colour.

One measure serves captions, held-out pairs and evaluation, so that "a purple car" means the same everywhere.
Pictures are float arrays (H, W, 3) of sRGB in 0..1; masks are float (H, W) in 0..1.
OKLab after Björn Ottosson's published matrices: L in 0..1, a and b about -0.4..0.4.
"""

from __future__ import annotations

import numpy as np

HUES = ("red", "orange", "yellow", "green", "turquoise", "blue", "purple", "pink")
COLOURS = (*HUES, "brown", "black", "gray", "white")
EVALUATED = ("red", "orange", "yellow", "green", "blue", "purple", "pink")
# Typical lightness, chroma and hue (degrees) of each name: the centre that recolouring and backgrounds aim at.
CENTRE = {
    "red": (0.60, 0.21, 26),
    "orange": (0.74, 0.17, 58),
    "yellow": (0.88, 0.17, 97),
    "green": (0.68, 0.18, 145),
    "turquoise": (0.80, 0.12, 195),
    "blue": (0.62, 0.17, 252),
    "purple": (0.55, 0.19, 305),
    "pink": (0.76, 0.16, 355),
    "brown": (0.47, 0.08, 52),
    "black": (0.22, 0.01, 250),
    "gray": (0.62, 0.01, 250),
    "white": (0.97, 0.005, 250),
}
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB, _FROM_LMS = np.linalg.inv(_TO_LAB), np.linalg.inv(_TO_LMS)


def to_lch(rgb: np.ndarray) -> np.ndarray:
    """sRGB (…, 3) to lightness 0..1, chroma 0..~0.37, hue 0..360."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
    return np.stack([lab[..., 0], chroma, hue], -1)


def from_lch(lch: np.ndarray) -> np.ndarray:
    """The way back, clipped to the sRGB cube."""
    angle = np.radians(lch[..., 2])
    lab = np.stack([lch[..., 0], lch[..., 1] * np.cos(angle), lch[..., 1] * np.sin(angle)], -1)
    linear = np.clip(((lab @ _FROM_LAB.T) ** 3) @ _FROM_LMS.T, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def names_of(lch: np.ndarray) -> np.ndarray:
    """Index into `COLOURS` of every pixel (…): fixed borders in hue, lightness and chroma."""
    light, chroma, hue = lch[..., 0], lch[..., 1], lch[..., 2]
    borders = np.array([12, 42, 80, 116, 172, 222, 285, 335])
    # searchsorted gives 0 below 12° (pink), 1 red, 2 orange, … 7 purple, 8 above 335° (pink again)
    table = np.array([COLOURS.index(n) for n in ("pink", *HUES)])
    named = table[np.searchsorted(borders, hue, side="right")]
    is_pink = ((hue < 42) & (light > 0.74) & (chroma < 0.15)) | ((hue > 318) & (hue < 335) & (light > 0.72))
    is_brown = (hue > 20) & (hue < 95) & (light < 0.60) & (chroma < 0.125)
    named = np.where(is_pink & (hue < 30) | is_pink & (hue > 318), COLOURS.index("pink"), named)
    named = np.where(is_brown, COLOURS.index("brown"), named)
    grey = np.where(
        light > 0.88, COLOURS.index("white"), np.where(light < 0.36, COLOURS.index("black"), COLOURS.index("gray"))
    )
    return np.where((chroma < 0.04) | (light < 0.18), grey, named)


def shares(rgb: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Share 0..1 of each name of `COLOURS` within the mask; neutral pixels count half, as the eye does."""
    weight = np.bincount(names_of(to_lch(rgb)).ravel(), mask.ravel(), minlength=len(COLOURS))
    for neutral in ("black", "gray", "white"):
        weight[COLOURS.index(neutral)] *= 0.5
    return weight / max(weight.sum(), 1e-6)


def dominant(rgb: np.ndarray, mask: np.ndarray, least: float = 0.5) -> str | None:
    """The colour word for a picture, or None where no name holds at least `least` of it."""
    share = shares(rgb, mask)
    best = int(share.argmax())
    return COLOURS[best] if share[best] >= least else None


def recolour(rgb: np.ndarray, mask: np.ndarray, target: str) -> np.ndarray:
    """Move the pixels of the main colour to `target`, keeping shading and the other colours (windows, wheels)."""
    lch = to_lch(rgb)
    names = names_of(lch)
    main = int(shares(rgb, mask).argmax())
    if COLOURS[main] in ("black", "gray", "white"):
        chosen = ((names == main) & (mask > 0)).astype(float)
    else:
        solid = (names == main) & (mask > 0.5)
        angle = np.radians(lch[..., 2][solid])
        peak = np.degrees(np.arctan2(np.sin(angle).mean(), np.cos(angle).mean())) % 360
        away = np.abs((lch[..., 2] - peak + 180) % 360 - 180)
        chosen = np.clip((75 - away) / 20, 0, 1) * np.clip((lch[..., 1] - 0.02) / 0.03, 0, 1)
    if not (chosen > 0.5).any():
        return rgb
    light, chroma, hue = CENTRE[target]
    core = chosen > 0.5
    mean_light, mean_chroma = lch[..., 0][core].mean(), max(lch[..., 1][core].mean(), 0.03)
    new = lch.copy()
    neutral = target in ("black", "gray", "white")
    spread = 0.5 if neutral else 0.9
    new[..., 0] = np.clip(mean_light + 0.8 * (light - mean_light) + spread * (lch[..., 0] - mean_light), 0.05, 0.99)
    relative = np.clip(lch[..., 1] / mean_chroma, 0.3, 1.4) if mean_chroma > 0.035 else 1.0
    new[..., 1] = chroma * relative
    new[..., 2] = hue
    return rgb * (1 - chosen[..., None]) + from_lch(new) * chosen[..., None]


def shade(name: str, rng: np.random.Generator) -> np.ndarray:
    """A random sRGB shade (3,) that still measures as `name`: for backgrounds."""
    for _ in range(50):
        light, chroma, hue = CENTRE[name]
        lch = np.array([light + rng.uniform(-0.1, 0.1), chroma * rng.uniform(0.6, 1.1), hue + rng.uniform(-12, 12)])
        lch[0] = np.clip(lch[0], 0.05, 0.99)
        rgb = from_lch(lch)
        if COLOURS[int(names_of(to_lch(rgb)))] == name:
            return rgb
    return from_lch(np.array(CENTRE[name]))


def background_of(rgb: np.ndarray) -> np.ndarray:
    """Median sRGB (3,) of the outer frame, two pixels wide."""
    frame = np.concatenate(
        [rgb[:2].reshape(-1, 3), rgb[-2:].reshape(-1, 3), rgb[:, :2].reshape(-1, 3), rgb[:, -2:].reshape(-1, 3)]
    )
    return np.median(frame, 0)


def foreground_mask(rgb: np.ndarray, threshold: float = 0.12) -> np.ndarray:
    """1 where a pixel differs from the background by more than `threshold` (Euclidean, sRGB 0..1)."""
    return (np.linalg.norm(rgb - background_of(rgb), axis=-1) > threshold).astype(float)
