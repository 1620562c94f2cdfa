"""Work on pixels with numpy, scipy and Pillow alone: the same for the worker, the command line and the window's background.

Nothing here knows models, jobs or widgets.
"""
