"""Correcting what the machine heard: every change is to one segment, and its words keep their times."""
