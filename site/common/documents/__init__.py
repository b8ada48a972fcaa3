"""Documents set in type: one call from a template and data to the bytes of a tagged PDF, or to pictures."""

from common.documents.pdf import DocumentError, compile_pdf, compile_picture
from common.documents.qr import qr_svg

__all__ = ["DocumentError", "compile_pdf", "compile_picture", "qr_svg"]
