"""Bar 9: CPU time of streamed text in the studio against a raw decode loop over the same weights.

The model has random weights in the shape of a small language model (25 million of them): what is measured is what the
studio adds for each token: sampling, pieces of text, batching, cancel checks, events.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

TOKENS = 96
PROMPT = "Write about the sea."


def measure(rounds: int) -> dict[str, Any]:
    """Process CPU seconds for the same number of tokens, greedy on both sides, by turns."""
    import torch

    from studio.core.requests import TextRequest
    from studio.worker.backends.transformers_text import TransformersBackend, TransformersModel
    from tests.benchmarks.timing import compare
    from tests.support import tiny_language_model
    from tests.support.context import make_context

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = tiny_language_model.make(folder / "model", layers=8, hidden=512)
        backend = TransformersBackend()
        request = TextRequest(prompt=PROMPT, temperature=0.0, max_tokens=TOKENS)
        ctx = make_context(request, folder / "job", [model])
        loaded = backend.load(model, ctx)
        assert isinstance(loaded, TransformersModel)
        loaded.ends = frozenset()  # both sides write all tokens
        ids = loaded.prompt_ids([{"role": "user", "content": PROMPT}])

        def raw() -> float:
            began = time.process_time()
            with torch.inference_mode():
                out = loaded.model(input_ids=torch.tensor([ids]), use_cache=True, logits_to_keep=1)
                for _ in range(TOKENS - 1):
                    token = int(out.logits[0, -1].argmax())
                    fed = torch.tensor([[token]])
                    out = loaded.model(input_ids=fed, past_key_values=out.past_key_values, use_cache=True)
            return time.process_time() - began

        def studio() -> float:
            job = make_context(request, folder / "job", [model])
            began = time.process_time()
            backend.run(loaded, job)
            job.finish()
            return time.process_time() - began

        raw(), studio()
        result = compare(
            f"CPU seconds of {TOKENS} streamed tokens / raw decode loop", studio, raw, target=1.10, rounds=rounds or 7
        )
        loaded.close()
    return result
