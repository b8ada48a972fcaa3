"""A Django app that exists only in the kill tests."""
