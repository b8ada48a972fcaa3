"""Who may do what with stories, on the editors' side."""

from accounts.enums import Role

# Who works with stories at all: the queue, covers, safe versions, second readings.
EDITORS = (Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD)
# Who may open sealed words and decide what is hidden. A second reader meets a story as a stranger would.
ANONYMISERS = (Role.EDITOR, Role.SAFEGUARDING_LEAD)
