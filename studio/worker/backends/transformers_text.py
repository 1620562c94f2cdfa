"""Language models from transformers folders with safetensors weights."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.core.errors import InputError, ModelError, Phrase, WorkerError, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.recipes import CUT, FULL
from studio.core.requests import TextRequest
from studio.worker.backends.base import Loaded
from studio.worker.backends.token_decoding import PieceDecoder, Sampler
from studio.worker.context import JobCancelled, JobContext
from studio.worker.refusals import load_failed
from studio.worker.text import prompts
from studio.worker.text.written import Written

if TYPE_CHECKING:
    import torch

CONTEXT = 8192
"""Tokens of prompt and answer together at most: the cache of keys and values grows with them."""

_PREFILL = 256
"""Prompt tokens per step: small enough that a cancel is obeyed while a long prompt is read."""


class TransformersModel:
    """Weights and tokenizer on one device."""

    def __init__(self, folder: Path, device: str, dtype: str) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.device, self.dtype = device, dtype
        safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), **safe)
        self.model: Any = AutoModelForCausalLM.from_pretrained(
            str(folder), dtype=getattr(torch, dtype), use_safetensors=True, **safe
        )
        self.model.eval().to(device)
        config = self.model.config.get_text_config()
        self.context = min(CONTEXT, int(getattr(config, "max_position_embeddings", None) or CONTEXT))
        weights = sum(p.numel() * p.element_size() for p in self.model.parameters())
        self.memory = weights + _cache_bytes(config, self.context, torch.finfo(getattr(torch, dtype)).bits // 8)
        ends = self.model.generation_config.eos_token_id
        ends = [ends] if isinstance(ends, int) else ends or []
        self.ends = frozenset(
            [*ends, *([self.tokenizer.eos_token_id] if self.tokenizer.eos_token_id is not None else [])]
        )

    def close(self) -> None:
        import torch

        self.model = self.tokenizer = None
        gc.collect()
        if self.device.startswith("cuda"):
            torch.cuda.empty_cache()

    def prompt_ids(self, turns: list[dict[str, str]]) -> list[int]:
        """The conversation through the model's chat template, or as plain text where it has none."""
        begun = turns[-1]["role"] == "assistant"
        how = {"tokenize": False, "add_generation_prompt": not begun, "continue_final_message": begun}
        if self.tokenizer.chat_template:
            try:
                text = self.tokenizer.apply_chat_template(turns, **how)
            except Exception:
                # Some templates refuse a system message; its words then open the first turn of the user.
                text = self.tokenizer.apply_chat_template(_merged(turns), **how)
            ids = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        else:
            ids = self.tokenizer(prompts.plain(turns))["input_ids"]
        return [int(i) for i in ids]


def _merged(turns: list[dict[str, str]]) -> list[dict[str, str]]:
    if len(turns) < 2 or turns[0]["role"] != "system":
        return turns
    first = {"role": "user", "content": turns[0]["content"] + "\n\n" + turns[1]["content"]}
    return [first, *turns[2:]]


def _cache_bytes(config: Any, tokens: int, size: int) -> int:
    heads = int(getattr(config, "num_attention_heads", 0) or 0)
    groups = int(getattr(config, "num_key_value_heads", None) or heads)
    width = int(getattr(config, "head_dim", None) or int(getattr(config, "hidden_size", 0)) // max(1, heads))
    return 2 * int(getattr(config, "num_hidden_layers", 0)) * groups * width * tokens * size


class TransformersBackend:
    """Any causal language model that transformers itself knows; code from a model's folder is never run."""

    tasks = frozenset({"write", "rewrite", "summarise", "translate", "chat"})
    short_formats = True

    def warm(self) -> None:
        try:
            import torch  # noqa: F401
            import transformers  # noqa: F401
        except ImportError:
            return  # said when a job needs it

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        ctx.phase(Phase.LOADING)
        folder = Path(model.folder)
        _check_folder(folder, model.spec.name)
        try:
            return TransformersModel(folder, ctx.device.id, ctx.device.dtype)
        except (OSError, ValueError, KeyError, ImportError, AttributeError, TypeError) as error:
            raise load_failed(model.spec.name, error) from error
        except Exception as error:
            # safetensors' own error has no base class below Exception.
            if "safetensors" in type(error).__module__ or "Safetensor" in type(error).__name__:
                raise load_failed(model.spec.name, error) from error
            raise

    def run(self, model: Loaded, ctx: JobContext) -> None:
        assert isinstance(model, TransformersModel)
        request = ctx.request
        assert isinstance(request, TextRequest)
        ids = model.prompt_ids(prompts.messages(request))
        if len(ids) >= model.context:
            name = ctx.models[0].spec.name
            raise InputError("prompt-too-long-for-model", tokens=len(ids), model=name, limit=model.context)
        for take in range(request.takes):
            ctx.check_cancelled()
            written = Written(ctx, take, request.begun)
            try:
                notes = _write(model, ctx, request, take, ids, written)
            except JobCancelled:
                ctx.emit_stopped(take, written.text, written.recipe(model.dtype))
                raise
            if not written.text.strip():
                raise WorkerError("result-invalid", reason=phrase("it is empty"))
            ctx.emit_text(take, written.text, written.recipe(model.dtype, notes))


def _write(
    model: TransformersModel, ctx: JobContext, request: TextRequest, take: int, ids: list[int], written: Written
) -> list[Phrase]:
    """The decode loop: one forward pass for a token, nothing else that costs. transformers' own ``generate`` costs
    5 to 8 % more and can be stopped only between its own steps. Gives the notes of the recipe."""
    import torch

    ctx.phase(Phase.ENCODING, take=take)
    sampler = Sampler(request.temperature, request.top_p, ctx.seed(take), model.device)
    pieces = PieceDecoder(model.tokenizer)
    room = min(request.max_tokens, model.context - len(ids))
    ended = False
    with torch.inference_mode():
        logits, cache = _read(model, ctx, ids)
        ctx.phase(Phase.GENERATING, take=take)
        written.begin()
        for step in range(room):
            ctx.check_cancelled()
            token = sampler.choose(logits)
            if token in model.ends:
                ended = True
                break
            written.add(pieces.add(token))
            if step + 1 < room:
                fed = torch.tensor([[token]], device=model.device)
                out = model.model(input_ids=fed, past_key_values=cache, use_cache=True)
                logits, cache = out.logits[0, -1], out.past_key_values
    written.add(pieces.finish(), tokens=0)
    if ended:
        return []
    return [FULL if room < request.max_tokens else CUT]


def _read(model: TransformersModel, ctx: JobContext, ids: list[int]) -> tuple[torch.Tensor, Any]:
    """Take in the prompt in parts; the logits after its last token, and the cache."""
    import torch

    cache: Any = None
    out: Any = None
    for start in range(0, len(ids), _PREFILL):
        ctx.check_cancelled()
        fed = torch.tensor([ids[start : start + _PREFILL]], device=model.device)
        out = model.model(input_ids=fed, past_key_values=cache, use_cache=True, logits_to_keep=1)
        cache = out.past_key_values
    return out.logits[0, -1], cache


def _check_folder(folder: Path, name: str) -> None:
    """What is wrong with the folder in the user's words, before transformers looks at it."""
    config = folder / "config.json"
    if not config.is_file():
        raise ModelError("model-damaged", file="config.json", reason=phrase("it is missing"))
    try:
        facts = json.loads(config.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError("model-damaged", str(error), file="config.json", reason=phrase("it cannot be read")) from error
    if not any(folder.glob("*.safetensors")):
        pickles = [p.name for pattern in ("*.bin", "*.pt", "*.pth", "*.ckpt") for p in folder.glob(pattern)]
        if pickles:
            raise ModelError("model-pickle", file=pickles[0])
        raise ModelError("model-damaged", file="model.safetensors", reason=phrase("it is missing"))
    if isinstance(facts, dict) and "auto_map" in facts and "model_type" not in facts:
        hint = phrase("Choose a model whose architecture transformers knows itself.")
        raise ModelError("model-unsupported", file=name, reason=phrase("it needs its own program code"), hint=hint)
