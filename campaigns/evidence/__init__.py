"""The evidence library as values: what a page or a pack may say, with where it comes from and how sure we are."""
