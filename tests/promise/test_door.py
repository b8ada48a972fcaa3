"""The door, as it is built: whatever gives words away was handed a queryset that the gate has been asked about.

Read from the source itself, so that a function added tomorrow is held to it without anybody thinking of it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("stories", "transcription", "campaigns", "site")
DOOR = ROOT / "stories" / "release.py"
GATES = {"on_website", "releasable"}
# Who may open a frozen version: the door builds from it, the teller and the editors look at it.
# The blind index of what packs may hold keeps keyed hashes of stems, and gives no word to anybody.
MAY_BUILD = {"stories/released.py", "stories/release.py", "stories/pack_search.py"}
MAY_OPEN = {
    "stories/sealing.py",
    "stories/released.py",
    "stories/review.py",
    "stories/second_reading.py",
    "stories/kept.py",  # the teller's own download
    "stories/suggesting/learned.py",  # of what may be counted today, through the gate; weights on public words stay
    "stories/copies.py",  # which recordings a version holds: ids and kinds, no words
}
MAY_OPEN_EDITORS = "stories/admin/"


def called(node: ast.Call) -> str:
    """The last name of what is called: `f` of f(…), a.f(…) and a.b().f(…)."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def asks_the_gate(expression: ast.expr, function: ast.FunctionDef) -> bool:
    """Whether EXPRESSION goes back, through the names given values in FUNCTION, to a gated queryset."""
    if any(isinstance(part, ast.Call) and called(part) in GATES for part in ast.walk(expression)):
        return True
    root = expression
    while isinstance(root, ast.Call | ast.Attribute | ast.Subscript):
        root = root.func if isinstance(root, ast.Call) else root.value
    return isinstance(root, ast.Name) and any(values_of(root.id, function))


def values_of(name: str, function: ast.FunctionDef) -> Iterator[bool]:
    """For each value that NAME is first given in FUNCTION: whether it was gated. Narrowing it later opens nothing."""
    for statement in ast.walk(function):
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            again = any(isinstance(p, ast.Name) and p.id == name for p in ast.walk(statement.value))
            if not again:
                yield asks_the_gate(statement.value, function)


def ungated(source: str) -> list[str]:
    """Functions that call `_released` with something that is not gated in them."""
    found = []
    for function in [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]:
        for node in ast.walk(function):
            opens = isinstance(node, ast.Call) and called(node) == "_released"
            if opens and not (node.args and asks_the_gate(node.args[0], function)):
                found.append(function.name)
    return found


def callers(name: str) -> set[str]:
    """Modules that mention NAME, called or only handed on."""
    found = set()
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if name in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")):
                    found.add(file.relative_to(ROOT).as_posix())
    return found


def test_every_answer_with_words_was_gated_in_the_same_function() -> None:
    source = DOOR.read_text(encoding="utf-8")
    assert source.count("_released(") >= 6, "the door is where it was"
    assert ungated(source) == []


def test_only_the_door_builds_what_may_leave() -> None:
    assert callers("build_released") == MAY_BUILD


def test_frozen_versions_are_opened_by_the_door_the_teller_and_the_editors_alone() -> None:
    strangers = {
        module for module in callers("open_versions") - MAY_OPEN if not module.startswith(MAY_OPEN_EDITORS)
    }
    assert strangers == set()


def test_words_are_built_in_one_place_of_the_door() -> None:
    tree = ast.parse(DOOR.read_text(encoding="utf-8"))
    building = [
        function.name
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and called(node) == "build_released"
    ]
    assert building == ["_released"]


LEAKS = {
    "straight": "def f():\n    return _released(Story.objects.all(), purpose=P)",
    "by a name": "def f():\n    rows = Story.objects.filter(pk=1)\n    return _released(rows, purpose=P)",
    "gated elsewhere": (
        "def g():\n    rows = Story.objects.on_website()\n"
        "def f():\n    rows = Story.objects.all()\n    return _released(rows, purpose=P)"
    ),
    "handed in": "def f(rows):\n    return _released(rows, purpose=P)",
    "by keyword": "def f():\n    return _released(stories=Story.objects.on_website())",
    "another name": (
        "def f():\n    gated = Story.objects.on_website()\n    rows = Story.objects.all()\n"
        "    return _released(rows, purpose=P)"
    ),
}


@pytest.mark.parametrize("how", LEAKS)
def test_this_test_sees_a_door_left_open(how: str) -> None:
    assert ungated(LEAKS[how]) == ["f"]


def test_this_test_sees_a_door_that_is_shut() -> None:
    narrowed = (
        "def f(theme):\n    rows = Story.objects.releasable(purpose=P)\n    if theme:\n"
        "        rows = rows.filter(theme=theme)\n    newest = rows.order_by('-x')[:3]\n"
        "    return _released(newest, purpose=P)"
    )
    assert ungated(narrowed) == []
