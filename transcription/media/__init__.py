"""Reading, measuring and treating sound and film. Knows nothing of consent or the database."""
