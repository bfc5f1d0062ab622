"""The installation's database, asked as its owner: for what takes a night, or a minute, and need not."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg

from tests.e2e.installation import Installation


def asked(smena: Installation, sql: str, *values: Any) -> Any:
    """One value of the database; Playwright has a loop of its own in this thread."""

    async def ask() -> Any:
        connection = await asyncpg.connect(smena.keys().database_url)
        try:
            return await connection.fetchval(sql, *values)
        finally:
            await connection.close()

    with ThreadPoolExecutor() as thread:
        return thread.submit(asyncio.run, ask()).result()
