"""What goes with a recording that was never released, when it is played to who may hear it."""

ORIGINAL_HEADERS = {
    # An upload is played as it came only to editors, and can be nothing but sound or film.
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; sandbox",
    "Content-Disposition": "inline",
}
