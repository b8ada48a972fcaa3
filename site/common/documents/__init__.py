"""Documents set in type: one call to the bytes of a tagged PDF, of a Word file, or of a picture."""

from common.documents.pdf import DocumentError, compile_pdf, compile_picture
from common.documents.pictures import svg_to_png
from common.documents.qr import qr_svg
from common.documents.word import html_to_docx

__all__ = ["DocumentError", "compile_pdf", "compile_picture", "html_to_docx", "qr_svg", "svg_to_png"]
