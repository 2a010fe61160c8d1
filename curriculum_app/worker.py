"""The worker: does queued jobs and sweeps up what a crash left. SIGINT lets it finish what it is doing."""

import gc
import logging
import sys

from curriculum_app import create_app


def main() -> None:
    """Run until interrupted."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="worker: %(message)s")
    app = create_app()
    gc.freeze()  # what is loaded stays; the collector need not look at it again and again
    # The sweep runs by the minute, so a short scheduler interval costs nothing and sends retries soon.
    app.extensions["huey"].create_consumer(
        workers=2, worker_type="thread", scheduler_interval=5, check_worker_health=True
    ).run()


if __name__ == "__main__":
    main()
