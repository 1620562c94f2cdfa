"""The performance bars: each module measures the studio against a named baseline in the same run.

A module ``bar_NN_name.py`` has ``measure(rounds: int) -> dict`` with the keys ``name``, ``what``, ``ratio``,
``target``, ``met``, ``baseline_s`` and ``studio_s`` (seconds, medians); ``rounds`` 0 means the bar's own number.
"""
