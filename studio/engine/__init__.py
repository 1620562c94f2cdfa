"""The queue and the supervision of workers. Only ``inference_engine`` knows Qt (QtCore)."""
