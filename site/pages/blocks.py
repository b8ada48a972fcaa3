"""What an information page is made of. Few blocks, each with one look."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

WORDS = ["bold", "italic", "link", "ul", "ol"]


class Fact(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"))
    words = blocks.RichTextBlock(features=["bold", "link"], label=_("What it means"))

    class Meta:
        icon = "list-ul"


class Panel(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("What people press to open it"))
    words = blocks.RichTextBlock(features=WORDS, label=_("What is inside"))

    class Meta:
        icon = "collapse-down"
        template = "pages/blocks/panel.html"


class Step(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("What happens"))
    words = blocks.RichTextBlock(features=["bold", "link"], label=_("In a sentence or three"))

    class Meta:
        icon = "order-down"


class PageBody(blocks.StreamBlock):
    heading = blocks.CharBlock(form_classname="title", icon="title", template="pages/blocks/heading.html")
    words = blocks.RichTextBlock(features=WORDS, icon="pilcrow", template="pages/blocks/words.html")
    notice = blocks.RichTextBlock(
        features=["bold", "link"], icon="warning", template="pages/blocks/notice.html"
    )
    steps = blocks.ListBlock(Step(), icon="order-down", template="pages/blocks/steps.html")
    facts = blocks.ListBlock(Fact(), icon="list-ul", template="pages/blocks/facts.html")
    panel = Panel()
