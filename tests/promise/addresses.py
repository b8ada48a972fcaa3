"""Every address the project answers, read from the URL configuration, so that a new one is asked by itself."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

# Never asked with GET by us: they end the session that asks.
LEFT_OUT = ("account/logout/", "admin/logout/")
MOST_PER_PATTERN = 30
MOST_PER_LIBRARY_PATTERN = 20
OUR_APPS = {"common", "accounts", "pages", "stories", "transcription", "campaigns"}
Route = tuple[str, list[tuple[str, str]], bool]


@dataclass(frozen=True)
class Address:
    path: str
    ours: bool  # its view is in one of our apps, not in a library


def every_address(
    *, values: Mapping[str, Sequence[str]], default: Mapping[str, Sequence[str]], at_most: int = 1000
) -> Iterator[Address]:
    """Concrete paths of every pattern, AT_MOST so many of each. VALUES by "Converter:name" or by the parameter's name,
    DEFAULT by its converter's class name. Values in the same place belong together: they are tried first."""
    for route, parameters, ours in every_route():
        choices = [
            values.get(f"{kind}:{name}") or values.get(name) or default[kind] for name, kind in parameters
        ]
        most = MOST_PER_PATTERN if ours else MOST_PER_LIBRARY_PATTERN
        for chosen in itertools.islice(_mixes(choices), min(most, at_most)):
            path = route
            for (name, _kind), value in zip(parameters, chosen, strict=True):
                path = path.replace(f"<{name}>", value, 1)
            if path not in LEFT_OUT:
                yield Address("/" + path, ours)


def _mixes(choices: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each list's first value with the others' first, second with second, and so on; then every other mix."""
    longest = max(map(len, choices), default=0)
    together = zip(*(itertools.islice(itertools.cycle(each), longest) for each in choices), strict=True)
    return iter(dict.fromkeys(itertools.chain(together, itertools.product(*choices))))


def every_route() -> Iterator[Route]:
    """Each route, its parameters in order as (name, converter's class name), and whether its view is ours."""
    yield from _walk(get_resolver().url_patterns, prefix="", parameters=[])


def _walk(
    patterns: Sequence[URLPattern | URLResolver], *, prefix: str, parameters: list[tuple[str, str]]
) -> Iterator[Route]:
    for pattern in patterns:
        text, own = _plain(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix=prefix + text, parameters=parameters + own)
        else:
            yield prefix + text, parameters + own, _is_ours(pattern)


def _is_ours(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return getattr(view, "__module__", "").split(".")[0] in OUR_APPS


def _plain(pattern: object) -> tuple[str, list[tuple[str, str]]]:
    if isinstance(pattern, RoutePattern):
        text = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"<\1>", pattern._route)
        return text, [(name, type(converter).__name__) for name, converter in _in_order(pattern)]
    assert isinstance(pattern, RegexPattern), pattern
    text = pattern._regex.lstrip("^").rstrip("$").removesuffix(r"\Z")
    names = [(name, "regex") for name in re.findall(r"\(\?P<([^>]+)>", text)]
    text = re.sub(r"\(\?P<([^>]+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
    # An unnamed group is Wagtail's page path: its empty form is the first page.
    text = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", text)
    return re.sub(r"\\(.)", r"\1", text).replace("?", ""), names


def _in_order(pattern: RoutePattern) -> list[tuple[str, object]]:
    names = re.findall(r"<(?:[^:>]+:)?([^>]+)>", pattern._route)
    return [(name, pattern.converters[name]) for name in names]
