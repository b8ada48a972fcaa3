"""What a browser would fetch by itself for a page: scripts, styles, pictures, frames and the like. Not its links."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

OURS = ("", "testserver", "127.0.0.1", "localhost")
LOADED = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "track": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "form": ("action",),
    "button": ("formaction",),
    "base": ("href",),
    "body": ("background",),
}
IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")
IN_POLICY = re.compile(r"[\w.*-]+\.[a-z]{2,}|https?:|\*")


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        for name in LOADED.get(tag, ()):
            several = values.get(name, "").split(",") if name == "srcset" else [values.get(name, "")]
            self.found += [each.split()[0] for each in several if each.strip()]
        self.found += IN_STYLE.findall(values.get("style", ""))
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.found += re.findall(r"url=(\S+)", values.get("content", ""))

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.found += IN_STYLE.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False


def is_elsewhere(url: str) -> bool:
    """On another machine, or without encryption of its own scheme: data: and blob: stay in the browser."""
    parts = urlsplit(url.strip())
    return parts.scheme in ("", "http", "https", "ws", "wss") and (parts.hostname or "") not in OURS


def fetched_from_elsewhere(html: str) -> list[str]:
    parser = _Loads()
    parser.feed(html)
    return [url for url in parser.found if is_elsewhere(url)]


def styles_from_elsewhere(css: str) -> list[str]:
    return [url for url in IN_STYLE.findall(css) if is_elsewhere(url)]


def hosts_in_policy(policy: str) -> Iterator[str]:
    """Sources of a Content Security Policy that are another machine, or any."""
    yield from IN_POLICY.findall(policy)
