"""The parts of the image tab: foldable parts of its brief, and what its stage can show."""
