"""Silence as Opus in Ogg (RFC 3533, RFC 7845): what a player plays."""

import struct
from collections.abc import Iterator

SERIAL = 7101
SAMPLES = 960  # of 48000 a second: a packet of 20 ms
PACKET = b"\xf8\xff\xfe"  # mono, nothing in it
MOST_PACKETS = 50
FIRST, LAST = 2, 4
HEAD = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, 48_000, 0, 0)
TAGS = b"OpusTags" + struct.pack("<I", 9) + b"simulated" + struct.pack("<I", 0)


def silence(packets: int) -> bytes:
    """So many packets of it."""
    return b"".join(_pages(packets))


def _pages(packets: int) -> Iterator[bytes]:
    yield _page(0, 0, [HEAD], FIRST)
    yield _page(1, 0, [TAGS], 0)
    for number, start in enumerate(range(0, packets, MOST_PACKETS), 2):
        end = min(start + MOST_PACKETS, packets)
        yield _page(number, end * SAMPLES, [PACKET] * (end - start), LAST if end == packets else 0)


def _page(number: int, position: int, packets: list[bytes], flags: int) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, position, SERIAL, number, 0)
    page = head + bytes([len(lengths)]) + lengths + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    """Ogg's own: not reflected, without inversion."""
    found = 0
    for byte in page:
        found ^= byte << 24
        for _ in range(8):
            found = (found << 1 ^ 0x04C11DB7 if found & 0x80000000 else found << 1) & 0xFFFFFFFF
    return found
