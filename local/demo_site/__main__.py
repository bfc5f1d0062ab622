"""`python -m local.demo_site`: the demo company's page beside a running installation."""

import argparse

import uvicorn

from local.demo_site.app import create_app


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m local.demo_site", description="The demo company's web page."
    )
    parser.add_argument("--port", type=int, default=8001, help="port to serve (default: 8001)")
    parser.add_argument("--api", default="http://127.0.0.1:8000", help="address of the installation")
    parser.add_argument(
        "--database", help="address of its database as the owner: finds the key, lists this origin"
    )
    parser.add_argument("--key", help="the public site key (default: the installation's first)")
    options = parser.parse_args()
    if not options.database and not options.key:
        parser.error("give --database or --key")
    site = f"http://127.0.0.1:{options.port}"
    app = create_app(api_url=options.api, database_url=options.database, site_url=site, site_key=options.key)
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
