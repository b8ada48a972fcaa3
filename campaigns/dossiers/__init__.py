"""What is known in public about one trust or health board, and what is not."""
