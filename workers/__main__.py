"""`python -m workers`: ingest and periodic jobs until SIGTERM or Ctrl-C, which let the present event end."""

import asyncio
import logging
import signal
import sys

from api.db.pool import Database
from api.sources.vault import Vault
from workers.accounts.listening import Listening
from workers.ingest import Ingest
from workers.media.runner import Media
from workers.outbox.runner import outboxes_of
from workers.outlets import Outlets
from workers.schedule import JOBS, account_jobs, scheduler
from workers.settings import WorkerSettings
from workers.voice.runner import Voice
from workers.waiting import Stop, listen

INBOUND, DELIVERIES, OUTBOUND = "smena_inbound", "smena_deliveries", "smena_outbound"
MEDIA = "smena_media"
log = logging.getLogger("smena.workers")
VOICE = "smena_voice"


async def run(settings: WorkerSettings, stop: Stop) -> None:
    """All runners on one small pool; ends when asked to."""
    database = Database(settings.dsn, pooler=settings.database_pooler, min_size=0, max_size=4)
    await database.open()
    wake, outgoing, files = asyncio.Event(), asyncio.Event(), asyncio.Event()
    vault = Vault(settings)
    outlets = Outlets(database, settings)
    outboxes = outboxes_of(database, settings, vault)
    recordings = asyncio.Event()
    ticking = scheduler(database, JOBS + account_jobs(vault))
    ticking.start()
    log.info("working")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(listen(settings.listen_dsn, VOICE, recordings, stop))
            group.create_task(Voice(database, settings, vault).run(recordings, stop))
            group.create_task(listen(settings.listen_dsn, INBOUND, wake, stop))
            group.create_task(listen(settings.listen_dsn, DELIVERIES, outgoing, stop))
            group.create_task(Ingest(database, settings).run(wake, stop))
            group.create_task(outlets.run(outgoing, stop))
            group.create_task(listen(settings.listen_dsn, MEDIA, files, stop))
            group.create_task(Media(database, settings, vault).run(files, stop))
            group.create_task(Listening(database, vault).run(stop))
            for outbox in outboxes:
                own = asyncio.Event()
                group.create_task(listen(settings.listen_dsn, OUTBOUND, own, stop))
                group.create_task(outbox.run(own, stop))
    finally:
        await outlets.close()
        ticking.shutdown(wait=False)
        await database.close()
    log.info("stopped")


async def main() -> int:
    """Reads the settings, minds the signals; the exit code."""
    settings = WorkerSettings()
    if not settings.dsn:
        sys.stderr.write("Set WORKER_DATABASE_URL to the address of the workers' login (see .env.example).\n")
        return 2
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run(settings, stop)
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in (
        "apscheduler",
        "httpx",
    ):  # the second writes addresses down, and Telegram's hold the bot's token
        logging.getLogger(chatty).setLevel(logging.WARNING)
    sys.exit(asyncio.run(main()))
