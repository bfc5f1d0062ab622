"""Pictures and sounds behind the addresses in messages: `/{cdn host}/simulated/{kind}/{name}`."""

import math
import struct
import zlib

from fastapi import APIRouter
from fastapi.responses import Response

HOSTS = ("lookaside.fbsbx.com", "scontent.cdninstagram.com", "scontent.fbcdn.net", "media.viber.com")
SIZE, RATE, SECONDS = 64, 8000, 2
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


def picture(name: str, scale: int = 1) -> bytes:
    """A cupboard against a wall as PNG, `scale` times 64 pixels each way; its colours follow from the name."""
    seed = zlib.crc32(name.encode())
    wood = bytes(least + (seed >> shift) % 80 for least, shift in ((130, 0), (100, 8), (70, 16)))
    colours = {
        "wall": b"\xee\xea\xe2",
        "floor": b"\xc4\xb2\x9a",
        "wood": wood,
        "edge": bytes(part // 2 for part in wood),
    }
    lines = [b"".join(colours[_part(x, y)] * scale for x in range(SIZE)) for y in range(SIZE)]
    rows = b"".join((b"\0" + line) * scale for line in lines)
    header = struct.pack(">IIBBBBB", SIZE * scale, SIZE * scale, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def _part(x: int, y: int) -> str:
    """What stands at a point: doors in three columns, a gap between the rows, handles, legs on the floor."""
    if not (8 <= x < 56 and 10 <= y < 52):
        return "floor" if y >= 50 else "wall"
    column, row = (x - 8) % 16, y - 10
    is_edge = column in (0, 15) or row in (0, 24, 25, 41)
    is_handle = column == 12 and (14 <= row < 20 or 30 <= row < 35)
    return "edge" if is_edge or is_handle else "wood"


def sound() -> bytes:
    """Two soft notes as WAV."""
    notes = [(523.25, 0.0), (392.0, SECONDS / 2)]
    samples = b"".join(
        struct.pack("<h", int(sum(_note(n / RATE, *one) for one in notes))) for n in range(RATE * SECONDS)
    )
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    data = struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + len(data), b"WAVE") + form + data


def _note(at: float, pitch: float, begins: float) -> float:
    since = at - begins
    return 0.0 if since < 0 else 6000 * math.exp(-5 * since) * math.sin(2 * math.pi * pitch * since)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
