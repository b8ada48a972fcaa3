"""What themes.yaml and themes_cy.yaml say, term by term, checked before anything is loaded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from stories.enums import ThemeGroup, ThemeSubgroup

Fields = dict[str, Any]


def read_terms(*, folder: Path) -> dict[str, Fields]:
    """Slug to the fields of a Theme, in the order of the file; `parent` is a slug.

    Raises ValueError for what the model could not hold: an unknown group, part of a group, parent or slug.
    """
    groups = _read(folder / "themes.yaml")["groups"]
    welsh = _read(folder / "themes_cy.yaml")["terms"]
    raw = list(_terms(groups))
    phrases = {term["slug"]: term.get("phrases", []) for term in raw}
    terms = {term["slug"]: _fields(term, welsh.pop(term["slug"], {}), phrases) for term in raw}
    if welsh:
        raise ValueError(f"themes_cy.yaml has Welsh for terms that are not there: {', '.join(welsh)}.")
    _refuse_wrong_parents(terms)
    return terms


def _read(file: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")))


def _terms(groups: dict[str, Any]) -> Iterator[Fields]:
    for slug, group in groups.items():
        ThemeGroup(slug)
        listed = [("", group, term) for term in group.get("terms", [])]
        for sub in group.get("subgroups", []):
            listed += [(ThemeSubgroup(sub["slug"]).value, sub, term) for term in sub["terms"]]
        for position, (subgroup, above, term) in enumerate(listed):
            inherited = {"source": above.get("source", []), "checked": above.get("checked", "")}
            yield {**inherited, **term, "group": slug, "subgroup": subgroup, "position": position}


def _fields(term: Fields, welsh: Fields, phrases: dict[str, list[str]]) -> Fields:
    plain = ("group", "subgroup", "label", "position", "source", "checked")
    own = [*term.get("phrases", []), *(each for slug in term.get("like", []) for each in phrases[slug])]
    return {
        **{name: term[name] for name in plain},
        "parent": term.get("parent", ""),
        "definition": term.get("definition", ""),
        "label_cy": welsh.get("label", ""),
        "definition_cy": welsh.get("definition", ""),
        "phrases": list(dict.fromkeys(own)),
        "active": True,
    }


def _refuse_wrong_parents(terms: dict[str, Fields]) -> None:
    for slug, fields in terms.items():
        above = terms.get(fields["parent"])
        if fields["parent"] and (above is None or above["group"] != fields["group"] or above["parent"]):
            raise ValueError(
                f"{slug}: its parent {fields['parent']} must be a term of its group that has none itself."
            )
