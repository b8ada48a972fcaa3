"""Finding what may tell who somebody is. It proposes and decides nothing: see docs/detection.md."""
