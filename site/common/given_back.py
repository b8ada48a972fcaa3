"""What somebody typed into a form that could not be taken: given back on the page, to copy."""

from django.http import HttpRequest

# Chosen or hidden, not typed. Whatever is not named here is given back: better too much than something lost.
NOT_TYPED = frozenset(
    {
        "csrfmiddlewaretoken", "switch_language", "story", "wording", "heard", "read", "forget",
        "draft", "part", "sha256", "next", "then", "language", "switch", "nation",
        "trust", "setting", "teller_role", "answer", "names_trust", "adult", "decision", "way", "whose",
        "agreement", "agrees", "chosen", "also", "unfitting",
    }
)  # fmt: skip


def typed_in(request: HttpRequest) -> str:
    """The typed fields of REQUEST, one after another with an empty line between."""
    typed = (name for name in request.POST if name not in NOT_TYPED and not name.startswith("was_"))
    values = [request.POST[name].strip() for name in typed]
    return "\n\n".join(value for value in values if value)


def from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent this form, as far as its browser says: words of others are not ours to show."""
    return request.headers.get("origin", "") == f"{request.scheme}://{request.get_host()}"
