"""The transcript editor: words and sound in step, for editors."""
