"""`python -m local`, which `./smena` calls."""

import sys

if __name__ == "__main__":
    try:
        from local.cli.main import main

        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C before the command could listen for it
