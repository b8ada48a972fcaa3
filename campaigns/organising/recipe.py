"""The recipe of twelve steps, merged from three real campaigns, as the reference file tells it."""

import functools
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml import CSafeLoader

from campaigns.reference_rows import FOLDER


@dataclass(frozen=True)
class RecipeStep:
    """`id` is stable; `name` is made of it. `seen_in`: the campaigns that did it."""

    id: str
    number: int
    says: str
    seen_in: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.id.replace("-", " ").capitalize()


@functools.cache
def read_recipe(folder: Path = FOLDER) -> tuple[RecipeStep, ...]:
    """In order."""
    held = yaml.load((folder / "initiatives.yaml").read_text(encoding="utf-8"), Loader=CSafeLoader)
    names = {row["slug"]: row["name"] for row in held["campaigns"]}
    steps = (
        RecipeStep(row["id"], row["step"], row["do"], tuple(names[slug] for slug in row["from"]))
        for row in held["recipe"]
    )
    return tuple(sorted(steps, key=lambda step: step.number))
