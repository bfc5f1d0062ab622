"""The web process of an installation, started with the launcher's own command."""

from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from bench.company import Company
from local.environment import child_environment
from local.listener import claim
from local.supervisor import Child, Supervisor, answers

EMBEDDED, ALONE = "local.gateway:create_app", "api.main:create_app"


@contextmanager
def served(company: Company, application: str = EMBEDDED) -> Iterator[psutil.Process]:
    """One uvicorn process at the company's address; ALONE is the API as it runs beside a hosted Supabase."""
    with claim(company.address) as listener:
        number = listener.fileno()
        web = Child(
            "web",
            ("serve", str(number), application),
            child_environment(company.environment),
            (number,),
            answers(f"{company.base_url}/api/ready"),
        )
        supervisor = Supervisor([web], company.installation.data_dir / "logs")
        try:
            supervisor.start()
            assert web.process is not None
            yield psutil.Process(web.process.pid)
        finally:
            supervisor.stop()
