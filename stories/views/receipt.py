"""The receipt: shown until they leave, as a card to print, as a file, and typed back once to see that it was kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import ward
from stories.forms import ReceiptForm
from stories.receipts import normalise
from stories.tellers import current_teller, kept_receipt
from stories.views.closing import closing

# Says nothing of what it is, in a folder that somebody else may open.
FILE_NAME = "list.txt"


def _none_kept(request: HttpRequest) -> HttpResponse:
    return redirect("back:story" if current_teller(request) else "back:enter")


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The words, shown again until they leave this page for good."""
    words = kept_receipt(request=request)
    if not words:
        return _none_kept(request)
    address = request.build_absolute_uri(reverse("back:enter"))
    context = {"words": words.split(), "address": address, **closing(request)}
    return render(request, "stories/tell/receipt.html", context)


@require_safe
def receipt_file(request: HttpRequest) -> HttpResponse:
    """The words alone, one on each line: nothing says what they are for, or where. On a ward nothing is left behind."""
    words = kept_receipt(request=request)
    if not words:
        return _none_kept(request)
    if ward.is_on(request):
        return redirect("tell:receipt")
    response = HttpResponse("\n".join(words.split()) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@require_http_methods(["GET", "POST"])
def type_back(request: HttpRequest) -> HttpResponse:
    """Typed from their own copy, on a page that does not show them. Nothing depends on it."""
    words = kept_receipt(request=request)
    if not words:
        return _none_kept(request)
    form = ReceiptForm(request.POST or None)
    kept = False
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data["words"] == normalise(words=words)
        if not kept:
            form.add_error("words", _where_it_differs(form.cleaned_data["words"], words))
    return render(request, "stories/tell/type_back.html", {"form": form, "kept": kept})


def _where_it_differs(typed: str, words: str) -> str:
    """The number of the first word that is another one; the words themselves are not repeated."""
    pairs = enumerate(zip(typed.split(), words.split(), strict=True), start=1)
    number = next(number for number, (mine, theirs) in pairs if mine != theirs)
    return _("Word %(number)d is another one on your receipt. Look at it again.") % {"number": number}
