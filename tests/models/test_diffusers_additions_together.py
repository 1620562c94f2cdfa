"""Every kind of addition in one job: they bear one another, repeat, and the next job finds none of them."""

from __future__ import annotations

import pytest

from studio.core.pictures import ControlUnit, LoraUse, ReferenceUse
from tests.models.test_diffusers_additions_control import adapter, controlnet
from tests.models.test_diffusers_additions_lora import put
from tests.models.test_diffusers_additions_parts import autoencoder, embedding, random
from tests.models.test_diffusers_additions_references import adapter as ip_adapter
from tests.support import tiny_pipelines
from tests.support.drawing import SMALL, Easel, data, stripes
from tests.support.tiny_additions import lora, peft


@pytest.mark.parametrize("fast", [(), ("fp8-weights", "one-at-a-time")])
def test_all_kinds_at_once(easel: Easel, fast: tuple[str, ...]) -> None:
    pipe = tiny_pipelines.build("sd15")
    net, beside, look = controlnet(easel, "sd15"), adapter(easel), ip_adapter(easel, "sd15")
    style = put(easel, "style", lora(pipe.unet, peft("unet"), "attn2.to_k"))
    words = put(easel, "words", lora(pipe.text_encoder, peft("text_encoder"), "q_proj"))
    learnt, colours = embedding(easel, "learnt", emb_params=random(2)), autoencoder(easel, "colours", "sd15")
    pictures = tuple(
        easel.picture(role, stripes(side, 40), role)
        for role, side in (("control-1", 40), ("control-2", 30), ("reference-1", 50))
    )
    values = {"prompt": "a car, easynegative", "inputs": pictures, "takes": 2, "fast": fast, **SMALL}
    models = [net, beside, look, style, words, learnt, colours]
    plain = data(easel.draw("sd15", **values))
    found = easel.draw(
        "sd15",
        models=models,
        control=(ControlUnit(model=net.spec.id), ControlUnit(model=beside.spec.id, input="control-2")),
        references=(ReferenceUse(model=look.spec.id),),
        loras=(LoraUse(model="style"), LoraUse(model="words", weight=0.7)),
        embeddings=("learnt",),
        vae="colours",
        **values,
    )
    assert data(found) != plain
    assert [use.sha256 for use in found.results[1].recipe.additions] == [model.sha256 for model in models]
    assert data(easel.again("sd15", found, take=1, models=models)) == data(found, 1)
    assert data(easel.draw("sd15", **values)) == plain
