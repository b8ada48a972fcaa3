"""The pack as a Word document: the group edits its letter there. Made of the same HTML as the web edition.

Tellers agreed to their stories word for word, so these stand locked: Word lets a reader go through them and copy, and
types nothing into them.
"""

import base64
import io
import unicodedata
from itertools import groupby
from typing import Any

import docx
import lxml.html
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from campaigns.packs.content import PackContent
from common.documents import html_to_docx, qr_svg, svg_to_png

Html = Any  # lxml's elements carry no types
TOLD = "Told words"  # the style of a teller's paragraphs; pandoc writes its id without the space
SANS, BOOK = "Calibri", "Georgia"
INK, SOFT = RGBColor(0x1F, 0x24, 0x30), RGBColor(0x4D, 0x52, 0x5E)
RIGHT_TO_LEFT = ("R", "AL")
LOGO = "18mm"  # high
DRAWN = 1200  # pixels across, of a drawing that fills the line


def render_docx(*, content: PackContent, html: str) -> bytes:
    """HTML is the body of the web edition. DocumentError."""
    page = as_page(content=content, html=html)
    document = docx.Document(io.BytesIO(html_to_docx(html=page)))
    _dress(document, content=content)
    _turn_right_to_left(document)
    _lock_told_words(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def as_page(*, content: PackContent, html: str) -> str:
    """What pandoc is given: the web edition without what only a screen can do."""
    body = lxml.html.fragment_fromstring(html)
    title = body.find(".//h1")
    _drop(title)  # it is the document's title
    for number in range(2, 7):
        for heading in body.iter(f"h{number}"):
            heading.tag = f"h{number - 1}"
    _open_notes(body)
    for logo in body.xpath(".//*[@class='pack__logo']/img"):
        logo.set("height", LOGO)
    _draw(body)
    _mark_told_words(body)
    _carry_languages(body)
    if content.data["edition"]["verify_url"]:
        body.append(_code(content))
    page = lxml.html.fromstring(
        f'<html lang="{content.data["lang"]}-GB"><head><title></title></head><body/></html>'
    )
    page.find(".//title").text = content.data["title"]
    page.find("body").append(body)
    return str(lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"))


def _drop(element: Html) -> None:
    """Without the text that follows it."""
    element.drop_tree()


def _open_notes(body: Html) -> None:
    """Paper has nothing to unfold."""
    for summary in body.iter("summary"):
        summary.tag = "p"
    for details in body.iter("details"):
        details.tag = "div"


def _draw(body: Html) -> None:
    """Drawings that mean something become pictures with the same words; cloth is for the eye, and left out."""
    for table in body.iter("table"):
        _drop_bars(table)
    for svg in list(body.iter("svg")):
        words = svg.get("aria-label", "")
        if svg.get("aria-hidden") == "true" or not words:
            _drop(svg)
            continue
        svg.set("xmlns", "http://www.w3.org/2000/svg")
        drawn = etree.tostring(svg, encoding="unicode", with_tail=False)
        svg.getparent().replace(svg, _picture(svg_to_png(svg=drawn, width=DRAWN), words=words, width="160mm"))


def _drop_bars(table: Html) -> None:
    """A column of bars draws again what stands in the next one."""
    bars = table.find_class("counts__bar")
    if not bars:
        return
    _drop(table.find(".//thead").findall(".//th")[bars[0].getparent().index(bars[0])])
    for bar in bars:
        _drop(bar)


def _picture(png: bytes, *, words: str, width: str) -> Html:
    data = base64.b64encode(png).decode()
    return lxml.html.Element("img", src=f"data:image/png;base64,{data}", alt=words, width=width)


def _code(content: PackContent) -> Html:
    png = svg_to_png(svg=qr_svg(text=content.data["edition"]["verify_url"]), width=400)
    line = lxml.html.Element("p")
    line.append(
        _picture(png, words=_("A QR code that leads to the address printed beside it."), width="32mm")
    )
    return line


def _mark_told_words(body: Html) -> None:
    """In stories and in quotations."""
    for told in [*body.find_class("story__text"), *body.find_class("quote")]:
        told.tag = "div"
        told.set("custom-style", TOLD)


def _carry_languages(body: Html) -> None:
    """Pandoc knows the language of a div and of a span only."""
    for element in [each for each in body.iter() if each.get("lang") and each.tag not in ("div", "span")]:
        if element is body:
            continue
        span = lxml.html.Element("span", lang=element.get("lang"))
        span.text, element.text = element.text, None
        span.extend(list(element))
        element.append(span)


def _dress(document: Document, *, content: PackContent) -> None:
    _set_page(document, content=content)
    main = RGBColor.from_string(content.data["brand"]["main"].removeprefix("#"))
    facts = document.core_properties
    facts.title, facts.author = content.data["title"], content.data["group"]
    facts.language = f"{content.data['lang']}-GB"
    facts.last_modified_by = facts.comments = ""
    for name, size, font, colour in (
        ("Title", 30, BOOK, main),
        ("Heading 1", 20, BOOK, main),
        ("Heading 2", 15, BOOK, INK),
        ("Heading 3", 12, SANS, main),
        ("Body Text", 11.5, SANS, INK),
        (TOLD, 12, BOOK, INK),
    ):
        _set_style(document, name, size=size, font=font, colour=colour)


def _set_style(document: Document, name: str, *, size: float, font: str, colour: RGBColor) -> None:
    styles = document.styles
    style: Any = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), colour
    fonts = style.element.rPr.rFonts
    for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[theme]  # or Word takes the theme's font before the one named
    style.paragraph_format.line_spacing = 1.25


def _set_page(document: Document, *, content: PackContent) -> None:
    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin = section.bottom_margin = Mm(24)
    edition = content.data["edition"]
    line = section.footer.paragraphs[0]
    line.text = "  ·  ".join(
        filter(None, [content.data["title"], _("Edition %s") % edition["number"], edition["verify_code"]])
    )
    for run in line.runs:
        run.font.size, run.font.color.rgb = Pt(9), SOFT


def _turn_right_to_left(document: Document) -> None:
    """A paragraph whose first letter is of a script that runs to the left runs that way."""
    for paragraph in document.element.body.iter(qn("w:p")):
        runs = list(paragraph.iter(qn("w:r")))
        if not _runs_left("".join(text.text or "" for run in runs for text in run.iter(qn("w:t")))):
            continue
        paragraph.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in runs:
            _mark_run(run.get_or_add_rPr())


def _mark_run(properties: Html) -> None:
    """Word wants this before the language."""
    mark, language = OxmlElement("w:rtl"), properties.find(qn("w:lang"))
    properties.append(mark) if language is None else language.addprevious(mark)


def _runs_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in strong if kind in ("L", *RIGHT_TO_LEFT)), "L") in RIGHT_TO_LEFT


def _lock_told_words(document: Document) -> None:
    body = document.element.body
    for told, blocks in groupby(list(body), key=_is_told):
        if told:
            _lock(list(blocks))


def _is_told(block: Html) -> bool:
    return bool(block.tag == qn("w:p") and block.style == TOLD.replace(" ", ""))


def _lock(paragraphs: list[Html]) -> None:
    """One content control around them that can be neither typed into nor taken out."""
    control, facts, held = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    for name, value in (("alias", _("A teller’s own words")), ("tag", "told"), ("lock", "sdtContentLocked")):
        fact = OxmlElement(f"w:{name}")
        fact.set(qn("w:val"), value)
        facts.append(fact)
    paragraphs[0].addprevious(control)
    held.extend(paragraphs)
    control.extend([facts, held])
