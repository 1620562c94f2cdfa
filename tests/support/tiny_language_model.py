"""A language model with random weights, small enough to be made in a test: a real folder as transformers saves it."""

from __future__ import annotations

from pathlib import Path

from studio.core.models import InstalledModel, ModelFile, ModelSpec

TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}<|assistant|>"


def make(
    folder: Path,
    family: str = "llama",
    *,
    template: bool = True,
    layers: int = 2,
    hidden: int = 64,
    positions: int = 512,
) -> InstalledModel:
    """``family`` is ``llama`` or ``qwen2``. The byte-level tokenizer knows every character."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    special = ["<|end|>", "<|user|>", "<|assistant|>", "<|system|>"]
    raw = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(alphabet + special)}, merges=[]))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw, eos_token="<|end|>", additional_special_tokens=special[1:]
    )
    tokenizer.chat_template = TEMPLATE if template else None
    torch.manual_seed(0)
    shape = {
        "vocab_size": len(alphabet) + len(special),
        "hidden_size": hidden,
        "intermediate_size": 2 * hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": positions,
        "eos_token_id": tokenizer.eos_token_id,
        "bos_token_id": None,
    }
    model = LlamaForCausalLM(LlamaConfig(**shape)) if family == "llama" else Qwen2ForCausalLM(Qwen2Config(**shape))
    model.save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    files = tuple(ModelFile(path=p.name, size=p.stat().st_size) for p in sorted(folder.iterdir()))
    tasks = ("write", "rewrite", "summarise", "translate", "chat")
    spec = ModelSpec(id="tiny", name="Tiny", backend="transformers", format="transformers", tasks=tasks, files=files)
    return InstalledModel(spec=spec, folder=str(folder))
