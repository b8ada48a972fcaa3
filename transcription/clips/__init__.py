"""Clips: a stretch of a treated copy, from word to word."""
