"""A small HTTP/1.1 load client for machines without wrk: reads its plan from standard input, answers as wrk's script does."""

import asyncio
import json
import secrets
import sys
import time
from itertools import count
from typing import Any


async def main(plan: dict[str, Any]) -> dict[str, int]:
    """Drives `plan["connections"]` keep-alive connections for `plan["seconds"]`."""
    numbers, run = count(), secrets.token_hex(8)
    deadline = time.perf_counter() + plan["seconds"]
    latencies: list[float] = []
    errors = 0

    async def connection() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", plan["port"])
        while (started := time.perf_counter()) < deadline:
            number = next(numbers)
            text = plan["raw"][number % len(plan["raw"])].replace(plan["mark"], f"{run}{number:08d}")
            writer.write(text.encode())
            head = await reader.readuntil(b"\r\n\r\n")
            await _body(reader, head.lower())
            latencies.append(time.perf_counter() - started)
            errors += head[9:10] not in b"23"
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(plan["connections"])))
    latencies.sort()
    return {
        "requests": len(latencies),
        "microseconds": round((time.perf_counter() - started) * 1e6),
        "errors": errors,
        "p50": round(latencies[len(latencies) // 2] * 1e6),
        "p99": round(latencies[len(latencies) * 99 // 100] * 1e6),
    }


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    _, found, rest = head.partition(b"content-length: ")
    if found:
        await reader.readexactly(int(rest.split(b"\r\n", 1)[0]))
        return
    while (size := int(await reader.readline(), 16)) >= 0:  # chunked
        await reader.readexactly(size + 2)
        if size == 0:
            return


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
