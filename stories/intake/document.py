"""The words of a DOCX, in their order: paragraphs, tables, text boxes, forms, what was put in with changes tracked, and
the notes. What was struck out, and the lines at the head and foot of each page, are left out."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from stories.intake.errors import NotTaken

MOST_UNPACKED = 60 * 1024 * 1024
DOCUMENT = "word/document.xml"
NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")
COMMENTS = "/word/comments.xml"
LEFT_OUT = ("w:del", "w:moveFrom")
# A text box is there twice: as Word draws it now, and as it did before 2010.
TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_document(source: BinaryIO) -> str:
    """Paragraphs, with an empty line between them. Raises NotTaken."""
    try:
        _check_package(source)
        source.seek(0)
        return "\n\n".join(line for line in _lines(source) if line.strip())
    except NotTaken:
        raise
    except Exception:
        raise NotTaken(_("The document is damaged or encrypted. Save it once more as DOCX.")) from None


def _check_package(source: BinaryIO) -> None:
    with zipfile.ZipFile(source) as packed:
        names = packed.namelist()
        if DOCUMENT not in names:
            raise NotTaken(_("It is a packed file and no DOCX. Unpack it, and name each file in a row."))
        if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
            raise NotTaken(_("The document is too large once unpacked."))
        if any(name.startswith("word/media/") for name in names):
            raise NotTaken(
                _("There are pictures in the document. Take them out, and name each in a row of its own.")
            )


def _lines(source: BinaryIO) -> Iterator[str]:
    import docx  # noqa: PLC0415  lxml is large, and only this needs it
    from docx.oxml import parse_xml  # noqa: PLC0415  with it

    document = docx.Document(io.BytesIO(source.read()))
    others = {str(part.partname): part.blob for part in document.part.package.iter_parts()}
    if COMMENTS in others and any(line.strip() for line in _paragraphs(parse_xml(others[COMMENTS]))):
        raise NotTaken(_("There are comments in the document. Take them out, or put them into the text."))
    yield from _paragraphs(document.element.body)
    for name in NOTES:
        if name in others:
            yield from _paragraphs(parse_xml(others[name]))


def _paragraphs(root: Any) -> Iterator[str]:
    from docx.oxml.ns import qn  # noqa: PLC0415  loaded with docx, and only here

    for unwanted in list(root.iter(TWICE, *map(qn, LEFT_OUT))):
        unwanted.getparent().remove(unwanted)
    paragraph, run, text = qn("w:p"), qn("w:r"), qn("w:t")
    spaces = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    line: list[str] = []
    for each in root.iter(paragraph, text, *spaces):
        if each.tag == paragraph:
            yield "".join(line)
            line = []
        elif each.tag == text:
            line.append(each.text or "")
        elif each.getparent().tag == run:  # elsewhere it is a tab's place on the ruler
            line.append(spaces[each.tag])
    yield "".join(line)
