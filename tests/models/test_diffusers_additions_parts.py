"""Embeddings and autoencoders: put on for one job, kept in its recipe, and off again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import ModelError
from studio.core.models import InstalledModel
from tests.support import checkpoints, tiny_additions, tiny_pipelines
from tests.support.drawing import SMALL, Easel, data, notes, pixels

WIDTH = 32


def embedding(easel: Easel, name: str, token: str = "EasyNegative", **vectors: Any) -> InstalledModel:
    path = tiny_additions.write(easel.root / "embeddings" / f"{name}.safetensors", vectors)
    return tiny_additions.installed(path, "embedding", token=token)


def random(count: int, width: int = WIDTH, seed: int = 3) -> Any:
    import torch

    return tiny_additions.seeded(lambda: torch.randn(count, width) * 3, seed)


def using(easel: Easel, family: str, *models: InstalledModel, **more: Any) -> Any:
    return easel.draw(family, models=models, embeddings=tuple(m.spec.id for m in models), **{**SMALL, **more})


FILES = {
    "sd15": {"emb_params": 2},
    "sdxl": {"clip_l": 2, "clip_g": 2},
    "sd3": {"clip_l": 1, "clip_g": 1, "t5xxl": 1},
    "flux": {"t5xxl": 3},
}


@pytest.mark.parametrize("family", list(FILES))
def test_the_word_of_an_embedding_is_read_for_one_job(easel: Easel, family: str) -> None:
    vectors = {name: random(count, seed=n) for n, (name, count) in enumerate(FILES[family].items())}
    model = embedding(easel, f"style-{family}", **vectors)
    words = {"prompt": "a car, easynegative"}
    plain = data(easel.draw(family, **words, **SMALL))
    found = using(easel, family, model, **words)
    weighted = using(easel, family, model, prompt="a car, (EASYNEGATIVE:1.4)")
    assert len({plain, data(found), data(weighted)}) == 3
    assert "stands in neither" not in notes(found)
    assert data(easel.draw(family, **words, **SMALL)) == plain
    assert data(easel.again(family, found, models=[model])) == data(found)
    assert found.results[0].recipe.additions[0].sha256 == model.sha256


def test_each_vector_is_a_token_of_its_own(easel: Easel) -> None:
    """Vectors that are those of known letters give the picture of these letters."""
    pipe = tiny_pipelines.build("sd15")
    ids = pipe.tokenizer("a b", add_special_tokens=False).input_ids
    table = pipe.text_encoder.get_input_embeddings().weight.detach()
    model = embedding(easel, "letters", token="<my-词>", **{"<my-词>": table[ids]})
    assert data(using(easel, "sd15", model, prompt="red <my-词>")) == data(
        easel.draw("sd15", prompt="red a b", **SMALL)
    )
    assert data(using(easel, "sd15", model, prompt="red", negative="<my-词>")) == data(
        easel.draw("sd15", prompt="red", negative="a b", **SMALL)
    )


def test_the_words_of_several_embeddings_do_not_meet(easel: Easel) -> None:
    pipe = tiny_pipelines.build("sd15")
    table = pipe.text_encoder.get_input_embeddings().weight.detach()
    models = [
        embedding(
            easel,
            f"letter-{n}",
            token=token,
            emb_params=table[pipe.tokenizer(text, add_special_tokens=False).input_ids],
        )
        for n, (token, text) in enumerate((("embedding", "a b"), ("embedding0", "c"), ("vector", "d e")))
    ]
    found = using(easel, "sd15", *models, prompt="vector Embedding0, embedding")
    assert data(found) == data(easel.draw("sd15", prompt="d e c, a b", **SMALL))


def test_an_embedding_that_is_not_called_says_so(easel: Easel) -> None:
    found = using(easel, "sd15", embedding(easel, "unused", emb_params=random(1)), prompt="a car")
    assert "“EasyNegative” stands in neither prompt" in notes(found)
    assert data(found) == data(easel.draw("sd15", prompt="a car", **SMALL))


def test_embeddings_that_cannot_be_read_are_refused(easel: Easel) -> None:
    import torch

    plain = data(easel.draw("sd15", **SMALL))
    good = embedding(easel, "good", token="good", emb_params=random(1))
    for name, vectors, words in (
        ("wide", {"emb_params": random(2, 40)}, "40 wide, the model's 32"),
        ("other", {"clip_g": random(2)}, "does not work beside"),
        ("deep", {"emb_params": random(4).reshape(2, 2, WIDTH)}, "no list of vectors"),
        ("nan", {"emb_params": random(2) * torch.inf}, "no numbers"),
        ("scalar", {"emb_params": torch.tensor(1.0)}, "does not work beside|no list of vectors"),
    ):
        with pytest.raises(ModelError, match=words):
            using(easel, "sd15", good, embedding(easel, f"bad-{name}", **vectors), prompt="good easynegative")
    assert data(easel.draw("sd15", **SMALL)) == plain


def autoencoder(easel: Easel, name: str, family: str, seed: int = 9, **more: Any) -> InstalledModel:
    made = {
        "sd3": {"latent_channels": 16, "shift_factor": 0.0609, "use_quant_conv": False, "use_post_quant_conv": False}
    }
    folder = easel.root / "vae" / name
    vae = tiny_additions.seeded(lambda: tiny_pipelines._vae(**{**made.get(family, {}), **more}), seed)
    vae.save_pretrained(folder, safe_serialization=True)
    return tiny_additions.installed(folder, "vae", **{"class": "AutoencoderKL"})


@pytest.mark.parametrize("family", ["sd15", "sd3"])
def test_another_autoencoder_draws_one_job(easel: Easel, family: str) -> None:
    model = autoencoder(easel, f"other-{family}", family)
    source = easel.picture("source", np.full((32, 32, 3), 90, np.uint8))
    for values in ({}, {"task": "image-to-image", "inputs": (source,)}):
        plain = data(easel.draw(family, **values, **SMALL))
        found = easel.draw(family, models=[model], vae=model.spec.id, **values, **SMALL)
        assert data(found) != plain
        assert data(easel.draw(family, **values, **SMALL)) == plain
        assert data(easel.again(family, found, models=[model])) == data(found)


def test_a_small_autoencoder_and_a_single_file_work_as_well(easel: Easel) -> None:
    from diffusers import AutoencoderTiny

    folder = easel.root / "vae" / "taesd"
    stages = {"encoder_block_out_channels": (8, 8), "decoder_block_out_channels": (8, 8)}
    blocks = {"num_encoder_blocks": (1, 1), "num_decoder_blocks": (1, 1)}
    tiny_additions.seeded(lambda: AutoencoderTiny(**stages, **blocks)).save_pretrained(folder, safe_serialization=True)
    small = tiny_additions.installed(folder, "vae", **{"class": "AutoencoderTiny"})
    plain = data(easel.draw("sd15", **SMALL))
    assert data(easel.draw("sd15", models=[small], vae=small.spec.id, **SMALL)) != plain
    whole = autoencoder(easel, "as-folder", "sd15")
    weights = tiny_additions.seeded(lambda: tiny_pipelines._vae(), 9).state_dict()
    old = {n.replace(".to_q.", ".query.").replace(".to_out.0.", ".proj_attn."): t for n, t in weights.items()}
    file = tiny_additions.installed(tiny_additions.write(easel.root / "vae" / "as-file.safetensors", old), "vae")
    assert data(easel.draw("sd15", models=[file], vae=file.spec.id, **SMALL)) == data(
        easel.draw("sd15", models=[whole], vae=whole.spec.id, **SMALL)
    )
    pipe = tiny_pipelines.build("sd15")
    pipe.vae.load_state_dict(weights)
    stability = checkpoints.vae_tensors(pipe, "first_stage_model.")
    original = tiny_additions.installed(
        tiny_additions.write(easel.root / "vae" / "kl-f8.safetensors", stability), "vae"
    )
    assert data(easel.draw("sd15", models=[original], vae=original.spec.id, **SMALL)) == data(
        easel.draw("sd15", models=[whole], vae=whole.spec.id, **SMALL)
    )
    assert data(easel.draw("sd15", **SMALL)) == plain
    assert not easel.loaded["sd15"].beside


def test_autoencoders_that_do_not_fit_are_refused_before_anything_is_drawn(easel: Easel) -> None:
    import torch

    plain = data(easel.draw("sd15", **SMALL))
    half = {n: t for n, t in tiny_pipelines._vae().state_dict().items() if "mid_block" not in n}
    nan = {n: t * torch.nan for n, t in tiny_pipelines._vae().state_dict().items()}
    wide = autoencoder(easel, "wide", "sd15", latent_channels=8)
    deep = autoencoder(
        easel, "deep", "sd15", block_out_channels=(8, 8, 16),
        down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3,
    )  # fmt: skip
    cut = autoencoder(easel, "cut", "sd15")
    weights = Path(cut.folder) / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    lost = autoencoder(easel, "lost", "sd15")
    tiny_additions.write(Path(lost.folder) / "diffusion_pytorch_model.safetensors", half)
    for model, words in (
        (wide, "latents have 8 channels, the model's 4"),
        (deep, "it has 3 stages"),
        (cut, "cut off"),
        (lost, "is missing"),
        (tiny_additions.installed(tiny_additions.write(easel.root / "half.safetensors", half), "vae"), "is missing"),
        (tiny_additions.installed(tiny_additions.write(easel.root / "nan.safetensors", nan), "vae"), "no numbers"),
    ):
        with pytest.raises(ModelError, match=words):
            easel.draw("sd15", models=[model], vae=model.spec.id, **SMALL)
    assert data(easel.draw("sd15", **SMALL)) == plain
    assert pixels(easel.draw("sd15", **SMALL)).shape == (32, 32, 3)
