"""The files behind prompts: wildcards, styles, presets, negative presets, and the history of what was run.

Each kind has the user's own folder below the configuration folder and a shipped one in the resources; of two things with
one name the user's own counts. Whatever cannot be read is told (as a :class:`FileProblem`) and left out.
"""
