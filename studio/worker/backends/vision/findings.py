"""What is in a picture: tags with their confidence, objects with their boxes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.pictures import See
from studio.worker.backends.vision import captions

if TYPE_CHECKING:
    from PIL import Image

    from studio.worker.backends.vision.loading import VisionModel


@dataclass(frozen=True)
class Tag:
    label: str
    score: float


@dataclass(frozen=True)
class Object:
    """``box`` is left, top, width and height in pixels of the picture."""

    label: str
    score: float
    box: tuple[int, int, int, int]

    def __str__(self) -> str:
        return f"{self.label} {self.score:.2f} {' '.join(map(str, self.box))}"


def tags(model: VisionModel, picture: Image.Image, see: See) -> list[Tag]:
    """The classes of at least the wanted confidence, the surest first; the surest of all when none is sure enough.

    Exclusive classes share a confidence of one between them, so several likely ones are each unsure: there the bar is
    a tenth of the wanted confidence.
    """
    import torch

    with torch.inference_mode():
        logits = model.model(**model.placed(model.images(images=picture, return_tensors="pt"))).logits[0].float()
    many = getattr(model.model.config, "problem_type", None) == "multi_label_classification"
    scores = (logits.sigmoid() if many else logits.softmax(-1)).cpu()
    order = torch.argsort(scores, descending=True, stable=True)
    least = see.confidence if many else see.confidence / 10
    found: dict[str, Tag] = {}
    for index in order.tolist():
        score, label = float(scores[index]), model.label(index)
        if len(found) >= see.most or (found and score < least):
            break
        found.setdefault(label, Tag(label, score))
    return list(found.values())


def objects(model: VisionModel, picture: Image.Image, see: See, check: Callable[[], None]) -> list[Object]:
    """The objects of at least the wanted confidence, the surest first."""
    if model.family == "florence2":
        return _by_florence(model, picture, see, check)
    import torch

    prepared = model.placed(model.images(images=picture, return_tensors="pt"))
    with torch.inference_mode():
        outputs = model.model(**prepared)
    answer = model.images.post_process_object_detection(
        outputs, threshold=see.confidence, target_sizes=[(picture.height, picture.width)]
    )[0]
    found = [
        Object(model.label(int(label)), float(score), _box(box.tolist(), picture.size))
        for score, label, box in zip(answer["scores"], answer["labels"], answer["boxes"], strict=True)
    ]
    found.sort(key=lambda o: (-o.score, o.label, o.box))
    return found[: see.most]


def _by_florence(model: VisionModel, picture: Image.Image, see: See, check: Callable[[], None]) -> list[Object]:
    import torch

    inputs = model.placed(model.processor(text="<OD>", images=picture, return_tensors="pt"))
    with torch.inference_mode():
        ids = model.model.generate(
            **inputs, max_new_tokens=1024, do_sample=False, stopping_criteria=[captions.Stop(check)]
        )
    answer = captions.florence(model, ids, "<OD>", picture.size)
    pairs = zip(answer.get("labels", ()), answer.get("bboxes", ()), strict=False) if isinstance(answer, dict) else ()
    # Florence-2 does not say how sure it is.
    return [Object(str(label), 1.0, _box(box, picture.size)) for label, box in list(pairs)[: see.most]]


def _box(corners: list[float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = max(0, round(corners[0])), max(0, round(corners[1]))
    right, bottom = min(size[0], round(corners[2])), min(size[1], round(corners[3]))
    return left, top, max(1, right - left), max(1, bottom - top)
