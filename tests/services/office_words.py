"""Everything that lies in a DOCX, a PPTX or a ZIP of them: what an unzipping reader could find."""

import io
import zipfile

from tests.services.pdf_words import words_of


def read_anything(content: bytes) -> str:
    """The words of a PDF, of each file in a ZIP (a DOCX and a PPTX are ZIPs), or CONTENT itself."""
    if content.startswith(b"%PDF"):
        return words_of(content)
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return "\n".join(f"{name}\n{read_anything(bundle.read(name))}" for name in bundle.namelist())
