"""A Django app that exists only in the kill tests of packs: it holds a worker at a named step."""
