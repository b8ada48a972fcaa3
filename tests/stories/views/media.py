"""Files as people (and others) send them, made on the spot."""

import io
from pathlib import Path

import av
import numpy

SPOKEN = Path(__file__).resolve().parents[2] / "data" / "whisper" / "testimony.opus"


def silent_film() -> bytes:
    """A second of picture and no sound at all."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        for shade in range(10):
            frame = av.VideoFrame.from_ndarray(
                numpy.full((32, 32, 3), shade * 20, dtype="uint8"), format="rgb24"
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()


def picture_with_a_page_in_it() -> bytes:
    """What every sniffer of content calls a JPEG."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00<html><script>alert(1)</script></html>"


def playlist(address: str) -> bytes:
    """Asks whoever opens it to fetch ADDRESS."""
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}\n#EXT-X-ENDLIST\n".encode()


def call_to(port: int) -> bytes:
    """A session description: asks whoever opens it to listen to, and answer, an address."""
    return (
        f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\n".encode()
    )
