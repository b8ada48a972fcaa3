"""The words of a PDF as a reader's program finds them: through what each font says its glyphs mean.

Of the package pikepdf alone, so that no test needs a program that the machine may not have.
"""

import io
import re

import pikepdf


def words_of(pdf: bytes) -> str:
    """Everything written on its pages, and its title and other entries, one run of glyphs after another."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        entries = [str(value) for value in dict(document.docinfo).values()]
        return "\n".join([*entries, *(_page(page) for page in document.pages)])


def _page(page: pikepdf.Page) -> str:
    meanings = {name: _meanings(font) for name, font in page.Resources.get("/Font", {}).items()}
    current: dict[int, str] = {}
    out: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                current = meanings[str(operands[0])]
            case "Tj":
                out.append(_decode(operands[0], current))
            case "TJ":
                out += [_decode(each, current) for each in operands[0] if isinstance(each, pikepdf.String)]
            case "Td" | "TD" | "Tm" | "T*" | "ET":
                out.append(" ")
    return "".join(out)


def _decode(glyphs: pikepdf.String, meaning: dict[int, str]) -> str:
    raw = bytes(glyphs)
    return "".join(
        meaning.get(int.from_bytes(raw[i : i + 2], "big"), "\ufffd") for i in range(0, len(raw), 2)
    )


def _meanings(font: pikepdf.Object) -> dict[int, str]:
    """Glyph numbers (two bytes each, as typst writes them) to letters, from the font's ToUnicode map."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letters in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(letters), "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(start + step)
    return found
