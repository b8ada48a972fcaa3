"""`manage.py demo`: the whole road, from a testimony to its certificate, on one recording, in a database of its own."""
