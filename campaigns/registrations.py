"""What campaigns tell the registries below them when the project starts."""

from accounts import roles
from campaigns import receivers as receivers  # importing them connects the signals
from campaigns import tasks as tasks  # and registers the job kinds
from campaigns.home import show_home_campaigns
from campaigns.packs.retiring import KIND, reapply_retirement
from campaigns.permissions import LIBRARIANS
from campaigns.theme_links import show_theme_rules
from campaigns.what_changed import TITLE, keep_what_changed, show_what_changed
from common import audit, slots, tombstones
from stories import downloads

EDITION = "campaigns.Edition"
ACTIONS = {
    "campaigns.issue": ("Asked for an edition", EDITION),
    "campaigns.issued": ("An edition became current", EDITION),
    "campaigns.link": ("Made a secret link to an edition", EDITION),
    "campaigns.deliver": ("Recorded who was given an edition", EDITION),
    "campaigns.pass_on": ("Passed a reader’s answer on to the tellers", EDITION),
}


# What belongs to a group is not in here: its screens ask for membership (see `permissions`), because Wagtail's
# permissions know models and not groups.
LIBRARY = ("source", "guidancestatement", "initiative", "figure")


def register() -> None:
    for role in LIBRARIANS:
        roles.allow(role, *(f"campaigns.{verb}_{model}" for verb in ("view", "change") for model in LIBRARY))
    for action, (label, model) in ACTIONS.items():
        audit.register(action=action, label=label, model=model)
    for model in LIBRARY:
        audit.register(
            action=f"campaigns.tick_{model}", label="Ticked a row of evidence", model=f"campaigns.{model}"
        )
        label = "Took back the tick of a row of evidence"
        audit.register(action=f"campaigns.untick_{model}", label=label, model=f"campaigns.{model}")
    tombstones.on_reapply(KIND)(reapply_retirement)
    slots.fill("home_campaigns", show_home_campaigns)
    slots.fill("teller_where", show_what_changed)
    slots.fill("theme_rules", show_theme_rules)
    downloads.offer("what_changed", TITLE, keep_what_changed, order=80)
