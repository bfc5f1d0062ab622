"""The front door of one machine: `uvicorn --factory local.gateway:create_app`."""

from local.gateway.app import compose, create_app

__all__ = ["compose", "create_app"]
