"""What pages add to Wagtail's admin: our colours, and the support lines."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pages.viewsets import StaffNoteViewSet, SupportLineViewSet

register_snippet(SupportLineViewSet)
register_snippet(StaffNoteViewSet)


@hooks.register("insert_global_admin_css")
def add_our_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
