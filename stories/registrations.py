"""What stories tell the registries below them when the project starts."""

from accounts import roles
from accounts.enums import Role
from common import audit, slots, tombstones
from stories import kept, part_withdrawal
from stories import tasks as tasks  # importing it registers the job kinds
from stories.admin.flag_panels import show_found_phrases
from stories.anonymise import checks as checks  # importing it registers the system checks
from stories.erasure import KIND, reapply_erasure
from stories.home import show_home_stories
from stories.permissions import ANONYMISERS, EDITORS

STORY = "stories.Story"
ACTIONS = {
    "heard.stage": "Moved a story to another stage",
    "heard.publish": "Published a story",
    "heard.take_back": "A teller took something back",
    "heard.sitting": "Sat down with its sealed words",
    "heard.read_sealed": "Looked at sealed words",
    "heard.read_safe": "Read the safe version as its second reader",
    "heard.open_rest": "Went on past the first lines",
    "heard.redact": "Decided a redaction",
    "heard.keep": "Decided to leave words as they are",
    "heard.intake": "Brought in by its group",
    "heard.register": "Said which names mean the same",
    "heard.unredact": "Took decisions about words back",
    "heard.message": "Sent a message",
    "heard.added": "The teller added something",
    "heard.part_back": "The teller took a part back",
    "heard.copy_heard": "Heard the safe copy of a recording",
    "heard.sent_back": "Sent a second reading back",
    "heard.turned_down": "Turned a story down",
    "heard.appeal": "The teller asked somebody else to look",
    "heard.appeal_decided": "Decided about an appeal",
    "heard.flag": "Raised a safeguarding flag",
    "heard.flag_step": "Took a step about a safeguarding flag",
    "heard.contact_asked": "Asked to see how a teller may be reached",
    "heard.contact_answered": "Answered a wish to see how a teller may be reached",
    "heard.contact_shown": "Was shown how a teller may be reached",
}
WORDING = "stories.ConsentWording"
WORDING_ACTIONS = {
    "heard.wording_begun": "Began a new version of the consent wording",
    "heard.wording_written": "Changed a draft of the consent wording",
    "heard.wording_in_force": "Put a version of the consent wording in force",
    "heard.wording_dropped": "Threw away a draft of the consent wording",
}
# Stories themselves are no matter of Django's permissions: see stories/admin/policies.py.
ADMINISTRATORS_MAY = [
    f"stories.{verb}_{model}" for verb in ("add", "change", "view") for model in ("theme", "trust")
]

# Support lines stand below roles (pages and accounts do not know each other), so they are handed out from here.
STAFF_NOTES = [f"pages.{verb}_staffnote" for verb in ("change", "view")]
REPLIES = [
    f"stories.{verb}_{model}"
    for verb in ("add", "change", "view")
    for model in ("replytemplate", "refusalreason")
]
PHRASES = [f"stories.{verb}_safeguardingphrase" for verb in ("add", "change", "view")]
SUPPORT_LINES = [f"pages.{verb}_supportline" for verb in ("add", "change", "view")]


def register() -> None:
    for action, label in ACTIONS.items():
        audit.register(action=action, label=label, model=STORY)
    for action, label in WORDING_ACTIONS.items():
        audit.register(action=action, label=label, model=WORDING)
    tombstones.on_reapply(KIND)(reapply_erasure)
    tombstones.on_reapply(part_withdrawal.KIND)(part_withdrawal.reapply_part)
    roles.allow(Role.ADMINISTRATOR, *ADMINISTRATORS_MAY, *SUPPORT_LINES)
    roles.allow(Role.EDITOR, *SUPPORT_LINES)
    for role in ANONYMISERS:
        roles.allow(role, *REPLIES)
    roles.allow(Role.SAFEGUARDING_LEAD, *STAFF_NOTES, *PHRASES)
    roles.allow(Role.ADMINISTRATOR, *STAFF_NOTES)
    for role in EDITORS:
        roles.allow(role, "stories.view_theme")
    kept.offer_all()
    slots.fill("home_stories", show_home_stories)
    slots.fill("editor_part", show_found_phrases)
