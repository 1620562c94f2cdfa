"""One module for each task of the ``pictures`` backend, each with ``run(ctx, tools)``."""
