"""Which parts the image tab's brief has, in their order."""

from __future__ import annotations

from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.image.additions.control_part import ControlPart
from studio.ui.image.additions.embeddings_part import EmbeddingsPart
from studio.ui.image.additions.lora_part import LoraPart
from studio.ui.image.additions.model_part import ModelPart
from studio.ui.image.additions.references_part import ReferencesPart
from studio.ui.image.extend_part import ExtendPart
from studio.ui.image.hires_part import HiresPart
from studio.ui.image.mask_part import MaskPart
from studio.ui.image.part import Part
from studio.ui.image.retouch.cutout_part import CutoutPart
from studio.ui.image.retouch.shape_part import ShapePart
from studio.ui.image.retouch.size_part import SizePart
from studio.ui.image.retouch.tile_part import TilePart
from studio.ui.image.retouch.tone_part import TonePart
from studio.ui.image.see_part import SeePart
from studio.ui.image.speed_part import SpeedPart
from studio.ui.image.styles_part import StylesPart
from studio.ui.image.trace_part import TracePart
from studio.ui.image.variation_part import VariationPart

PARTS: tuple[type[Part], ...] = (
    ExtendPart,
    MaskPart,
    CutoutPart,
    TonePart,
    ShapePart,
    SizePart,
    TilePart,
    StylesPart,
    LoraPart,
    ControlPart,
    ReferencesPart,
    EmbeddingsPart,
    VariationPart,
    HiresPart,
    TracePart,
    SeePart,
    ModelPart,
    SpeedPart,
)


def make_parts(presenter: ImageTabPresenter) -> list[Part]:
    return [part(presenter) for part in PARTS]  # type: ignore[call-arg]
