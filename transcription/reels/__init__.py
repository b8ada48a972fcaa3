"""Reels: clips in order with what a room needs around them, as a film and as a package for a learning system."""
