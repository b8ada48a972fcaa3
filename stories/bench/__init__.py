"""The editor's bench: what stands in a story's parts, what was decided about it, what is left, and how it is drawn."""
