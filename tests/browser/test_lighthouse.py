"""Lighthouse on an article, an event, a statement and the list of statements: 100 each.

The score for speed is told and not asked for: it is a matter of the machine. What it rests on is
asked for elsewhere, exactly: weight and layout shift in test_weight.py.
"""

import json
import subprocess
from pathlib import Path

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.live import told

RUNNER = Path(__file__).parent / "lighthouse.mjs"
KINDS = ["article-detail", "event-detail", "statement-detail", "statement-list"]


def test_lighthouse_scores_100(site, measured):
    paths = [site.paths(kind)[0] for kind in KINDS]

    results = dict(zip(paths, lighthouse(site, paths), strict=True))

    measured("Lighthouse", "1 page", *results[paths[0]]["scores"], "benchmark of the machine")
    for path, result in results.items():
        measured("Lighthouse", f"2 {path}", *result["scores"].values(), result["benchmark"])
    lost = {
        path: [f"{result['scores']} {fault}" for fault in result["faults"]]
        for path, result in results.items()
        if {score for name, score in result["scores"].items() if name != "performance"} != {100}
    }
    assert not lost, told(lost)


def lighthouse(site, paths):
    command = ["node", RUNNER, CHROMIUM, json.dumps(FLAGS), *(site.url + path for path in paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)
