"""Slides as a PPTX: paper and ink, titles that a screen reader lists, words in placeholders, what is shown described.

Shapes stand in the order in which they are read: title, the line above it, words, picture.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Length, Mm, Pt

from campaigns.packs.content import PackContent
from campaigns.packs.slides import Picture, Slide, slides_of
from common.documents import svg_to_png

FRONT, WORDS = 0, 1  # layouts of python-pptx's own template
WIDTH, HEIGHT, MARGIN, BAND = Mm(338.7), Mm(190.5), Mm(24), Mm(9)
HUES = ("FBF7F1", "1F2430", "4D525E", "E8A33D")
PAPER, INK, SOFT, MARIGOLD = (RGBColor.from_string(hue) for hue in HUES)  # type: ignore[no-untyped-call]
SIZES = ((120, 30), (240, 26), (330, 22))  # words of up to so many signs stand in so many points
SMALLEST = 19
Shape = Any  # python-pptx carries no types


def render_pptx(*, content: PackContent, created: dt.datetime) -> bytes:
    """DocumentError."""
    show = Presentation()
    _set_look(show, main=_colour(content.data["brand"]["main"]))
    language = f"{content.data['lang']}-GB"
    for slide in slides_of(content):
        _add(show, slide, language=f"{slide.lang}-GB" if slide.lang else language)
    if content.logo:
        _show_logo(show.slides[0], content.logo, group=content.data["group"])
    _tell(show, content=content, created=created, language=language)
    made = io.BytesIO()
    show.save(made)
    return made.getvalue()


def _colour(said: str) -> RGBColor:
    return RGBColor.from_string(said.removeprefix("#").upper())  # type: ignore[no-untyped-call, no-any-return]


def _show_logo(page: Any, png: bytes, *, group: str) -> None:
    """Above the title of the first slide, where nothing else stands."""
    logo = page.shapes.add_picture(io.BytesIO(png), MARGIN, Mm(22), height=Mm(26))
    if logo.width > (most := Mm(120)):
        logo.height, logo.width = round(logo.height * most / logo.width), most
    words = _("The logo of %(group)s") % {"group": group}
    logo._element.nvPicPr.cNvPr.set("descr", words)
    logo.name = "Logo"


def _set_look(show: Any, *, main: RGBColor) -> None:
    """Once, on the master, so that what a group adds looks the same. Titles are in MAIN."""
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    master = show.slide_master
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = PAPER
    styles = master.element.find(qn("p:txStyles"))
    for style, size, colour in (("titleStyle", 3200, main), ("bodyStyle", 2200, INK)):
        _set_style(styles.find(qn(f"p:{style}")).find(qn("a:lvl1pPr")), size=size, colour=colour)
    for layout, title, body in (
        (show.slide_layouts[FRONT], (70, 40), (112, 70)),
        (show.slide_layouts[WORDS], (31, 34), (70, 96)),
    ):
        _put(layout.placeholders[0], *title)
        _put(layout.placeholders[1], *body)
    _set_fonts(master)


def _set_style(level: Any, *, size: int, colour: RGBColor) -> None:
    """No bullet, from the left, in ink."""
    level.set("algn", "l")
    level.set("marL", "0")
    level.set("indent", "0")
    for bullet in [each for each in level if each.tag in (qn("a:buChar"), qn("a:buFont"), qn("a:buNone"))]:
        level.remove(bullet)
    properties = level.find(qn("a:defRPr"))
    properties.addprevious(level.makeelement(qn("a:buNone"), {}))
    properties.set("sz", str(size))
    fill = properties.find(qn("a:solidFill"))
    for old in list(fill):
        fill.remove(old)
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": str(colour)}))


def _set_fonts(master: Any) -> None:
    """A book face for titles, a plain one for words: both are on every machine with PowerPoint."""
    theme = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    faces = iter((b"Georgia", b"Calibri"))
    theme._blob = re.sub(  # python-pptx keeps a theme as bytes and offers no other way in
        rb'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*',
        lambda found: found[1] + next(faces),
        theme.blob,
    )


def _put(shape: Shape, top: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = MARGIN, Mm(top), WIDTH - 2 * MARGIN, Mm(height)


def _add(show: Any, slide: Slide, *, language: str) -> None:
    page = show.slides.add_slide(show.slide_layouts[FRONT if slide.front else WORDS])
    body = page.placeholders[1]
    _write(page.shapes.title, [slide.title], language=language)
    if slide.over:
        over = page.shapes.add_textbox(MARGIN, Mm(60 if slide.front else 20), WIDTH - 2 * MARGIN, Mm(10))
        _write(over, [slide.over], language=language, size=14, colour=SOFT)
        page.shapes.title._element.addnext(over._element)
    _write(body, slide.lines, language=language, size=_size(slide.lines))
    if slide.picture:
        body.left, body.top, body.width, body.height = MARGIN, Mm(70), WIDTH - 2 * MARGIN - Mm(80), Mm(96)
        _show_picture(page, slide.picture, left=Emu(WIDTH - MARGIN - Mm(66)), top=Mm(76), width=Mm(66))
    _weave(page, slide)
    if slide.notes:
        _write(page.notes_slide.notes_placeholder, slide.notes, language=language)


def _size(lines: Sequence[str]) -> int:
    signs = sum(map(len, lines))
    return next((size for most, size in SIZES if signs <= most), SMALLEST)


def _write(
    shape: Shape, lines: Sequence[str], *, language: str, size: int = 0, colour: RGBColor | None = None
) -> None:
    """Each line a paragraph, in its language. What stands in it is text: a slide knows no formulas."""
    frame = shape.text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.space_after = Pt(8)
        for run in paragraph.runs:
            run.font._element.set("lang", language)
            if size:
                run.font.size = Pt(size)
            if colour is not None:
                run.font.color.rgb = colour


def _weave(page: Any, slide: Slide) -> None:
    """The story's cloth along the top; else a short marigold mark, which is only for the eye."""
    if slide.band:
        _show_picture(page, slide.band, left=Emu(0), top=Emu(0), width=WIDTH, height=BAND)
    else:
        mark = page.shapes.add_shape(1, MARGIN, Mm(66 if slide.front else 27), Mm(18), Mm(1.2))
        mark.fill.solid()
        mark.fill.fore_color.rgb = MARIGOLD
        mark.line.fill.background()
        _for_the_eye(mark)


def _show_picture(
    page: Any, picture: Picture, *, left: Length, top: Length, width: Length, height: Length | None = None
) -> None:
    png = io.BytesIO(svg_to_png(svg=picture.svg, width=1000))
    shown = page.shapes.add_picture(png, left, top, width)
    if height is not None and shown.height > height:  # cut, not squeezed
        shown.crop_bottom, shown.height = 1 - height / shown.height, height
    shown._element.nvPicPr.cNvPr.set("descr", picture.words)
    shown.name = "Picture"


def _for_the_eye(shape: Shape) -> None:
    """PowerPoint's own mark for what a screen reader passes over."""
    facts = shape._element.nvSpPr.cNvPr
    kept = (
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
    )
    facts.append(parse_xml(kept))
    facts.set("descr", "")


def _tell(show: Any, *, content: PackContent, created: dt.datetime, language: str) -> None:
    """The template brings the name of its author and its date along."""
    facts = show.core_properties
    facts.title, facts.author, facts.language = content.data["title"], content.data["group"], language
    facts.last_modified_by = facts.comments = facts.keywords = facts.subject = ""
    facts.created = facts.modified = created.replace(tzinfo=None, microsecond=0)
