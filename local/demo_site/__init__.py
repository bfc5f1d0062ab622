"""The demo company's own web page, on an origin of its own: the widget and a plain form that post to the installation.

The launcher starts it with `create_app()`, which reads PUBLIC_URL, DATABASE_URL and DEMO_SITE_URL; by hand:
`python -m local.demo_site --port 8001 --api http://127.0.0.1:8000 --database postgresql://...`.
"""

from local.demo_site.app import create_app

__all__ = ["create_app"]
