"""A group's own words: names of places and medicines that Whisper would otherwise write as it hears them."""
