"""`python -m local.demo.live FD`: plays the demo's conversations once, with the simulated vendors served on an open socket.

Where webhooks will go and where the vendors' state is kept is said by SIMULATOR_HOOKS and SIMULATOR_STATE.
"""

import asyncio
import logging
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from local.demo.live.company import opened
from local.demo.live.moments import moment
from local.demo.live.play import Play
from local.demo.live.stage import Stage
from local.demo.live.story import BEGINS


async def main(listening: socket.socket) -> None:
    """One performance that ends now."""
    now = datetime.now(UTC)
    stage = Stage(os.environ["SIMULATOR_HOOKS"], moment(BEGINS, now))
    async with stage.open(listening), opened(stage) as company:
        await Play(company, now).run(Path(os.environ["SIMULATOR_STATE"]))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(main(socket.socket(fileno=int(sys.argv[1]))))
