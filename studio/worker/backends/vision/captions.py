"""A sentence about a picture, by whatever way the model's family has of being asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from studio.core.errors import WorkerError, phrase
from studio.core.pictures import See
from studio.core.requests import clean_prompt

if TYPE_CHECKING:
    from PIL import Image

    from studio.worker.backends.vision.loading import VisionModel

TOKENS = {"short": 48, "long": 192}
"""Tokens of a caption at most."""
ASKED = {
    "short": "Describe this picture in one sentence.",
    "long": "Describe this picture in detail: the subject, its colours and materials, the setting, the light, the style.",
}
"""What a model with a chat template is asked."""
FLORENCE = {"short": "<CAPTION>", "long": "<MORE_DETAILED_CAPTION>"}


def write(model: VisionModel, picture: Image.Image, see: See, check: Callable[[], None]) -> str:
    """The caption. ``check`` is called at every token and may raise to stop. Raises WorkerError ``result-invalid`` when
    nothing is said."""
    import torch

    inputs = model.placed(_prepared(model, picture, see))
    with torch.inference_mode():
        ids = model.model.generate(
            **inputs, max_new_tokens=TOKENS[see.detail], do_sample=False, stopping_criteria=[Stop(check)]
        )
    if model.family == "florence2":
        text = florence(model, ids, FLORENCE[see.detail], picture.size)
    else:
        text = model.tokenizer.decode(_answer(model, inputs.get("input_ids"), ids)[0], skip_special_tokens=True)
    text = " ".join(clean_prompt(str(text)).split())
    if not text:
        raise WorkerError("result-invalid", reason=phrase("it is empty"))
    return text


def _answer(model: VisionModel, asked: Any, ids: Any) -> Any:
    """The tokens without those of the question: models that only decode give it back as well."""
    if asked is None or model.model.config.is_encoder_decoder or ids.shape[1] <= asked.shape[1]:
        return ids
    length = asked.shape[1]
    return ids[:, length:] if bool((ids[:, :length] == asked).all()) else ids


def florence(model: VisionModel, ids: Any, task: str, size: tuple[int, int]) -> Any:
    """What Florence-2 said to one of its tasks: a text, or boxes with labels."""
    said = model.tokenizer.decode(ids[0], skip_special_tokens=False)
    return model.processor.post_process_generation(said, task=task, image_size=size).get(task, "")


def _prepared(model: VisionModel, picture: Image.Image, see: See) -> Any:
    if model.family == "vision-encoder-decoder":
        return {"pixel_values": model.images(images=picture, return_tensors="pt")["pixel_values"]}
    if model.family == "florence2":
        return model.processor(text=FLORENCE[see.detail], images=picture, return_tensors="pt")
    if model.family == "paligemma":
        return model.processor(
            text="caption en" if see.detail == "short" else "describe en", images=picture, return_tensors="pt"
        )
    template = getattr(model.processor, "chat_template", None) or getattr(model.tokenizer, "chat_template", None)
    if template:
        turns = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": ASKED[see.detail]}]}]
        prompt = model.processor.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)
        return model.processor(text=[prompt], images=[picture], return_tensors="pt")
    return model.processor(images=picture, return_tensors="pt")


class Stop:
    """Lets a cancel be obeyed between tokens: ``generate`` asks this whether to stop."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check

    def __call__(self, ids: Any, scores: Any, **more: Any) -> Any:
        import torch

        self._check()
        return torch.zeros(ids.shape[0], dtype=torch.bool, device=ids.device)
