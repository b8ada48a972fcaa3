"""QR codes as SVG, drawn here so that no service is asked."""

import qrcode

QUIET = 2  # light modules around it; what stands around the picture does the rest
# One of the eight that any reader undoes. Choosing the best of them for each text takes five times as long as all else.
MASK = 3


def qr_svg(*, text: str) -> str:
    """A standalone SVG of `text` as a QR code with medium error correction: one path of dark modules."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET, mask_pattern=MASK)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )
