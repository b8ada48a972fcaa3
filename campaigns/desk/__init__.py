"""Coordinators' own screens below /admin/packs/: they look like Wagtail's, and know only their own groups."""
