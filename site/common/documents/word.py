"""Word documents out of HTML, by pandoc held at arm's length.

It runs in its sandbox: it reads what comes in and the one template we name, no other file, and asks no network. What
a person wrote arrives as escaped HTML, so nothing of it is markup, a field or an address.
"""

import os
import subprocess
from functools import cache

import pypandoc

from common.documents.pdf import DocumentError

LONGEST = 120  # seconds; a pack of a hundred stories takes two
HEAP = "-M900M"  # of Haskell's own: a document that asks for more is refused, not the machine brought down


def html_to_docx(*, html: str) -> bytes:
    """The DOCX of a whole HTML page, its title and language taken from the page. DocumentError."""
    command = [_pandoc(), "+RTS", HEAP, "-RTS", "--sandbox", "--from=html", "--to=docx", "--output=-"]
    try:
        done = subprocess.run(  # noqa: S603  no shell, and nothing in the command that anybody wrote
            command,
            input=html.encode(),
            capture_output=True,
            timeout=LONGEST,
            env={"LANG": "C.UTF-8", "PATH": os.defpath},
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        done = None
    # What pandoc says can quote the text it stumbled on, so it is let go of before ours is raised.
    if done is None:
        raise DocumentError("The Word document could not be made")
    return done.stdout


@cache
def _pandoc() -> str:
    return str(pypandoc.get_pandoc_path())
