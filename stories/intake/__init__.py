"""Interviews that a group holds already: a folder of files and a sheet of who agreed to what, brought in as stories."""
