"""Pictures and sounds behind the addresses in messages: `/{cdn host}/simulated/{kind}/{name}`."""

import struct
import zlib

from fastapi import APIRouter
from fastapi.responses import Response

HOSTS = ("lookaside.fbsbx.com", "scontent.cdninstagram.com", "scontent.fbcdn.net", "media.viber.com")
SIZE, RATE, SECONDS = 64, 8000, 1
router = APIRouter()


@router.get("/{host}/simulated/{kind}/{name}")
async def file(host: str, kind: str, name: str) -> Response:
    """A small file of the kind; its colour or length follows from the name."""
    if host not in HOSTS:
        return Response(status_code=404)
    if kind in ("audio", "voice"):
        return Response(sound(), media_type="audio/wav")
    if kind in ("file", "document"):
        return Response(b"%PDF-1.4\n% simulated\n%%EOF\n", media_type="application/pdf")
    return Response(picture(name), media_type="image/png")


def picture(name: str) -> bytes:
    """A square of one colour as PNG."""
    seed = zlib.crc32(name.encode())
    colour = bytes((96 + (seed >> shift) % 128) for shift in (0, 8, 16))
    rows = (b"\0" + colour * SIZE) * SIZE
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def sound() -> bytes:
    """A second of silence as WAV."""
    samples = b"\0\0" * RATE * SECONDS
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    data = struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + len(data), b"WAVE") + form + data


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
