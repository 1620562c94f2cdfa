"""One module per family of models: the only place that imports a model runtime."""
