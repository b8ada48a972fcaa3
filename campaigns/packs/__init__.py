"""Packs: building one, freezing it as an edition, reading it under the gate, and taking it back."""
