"""Lighthouse on an article, an event, a statement and the list of statements: 100 each."""

import json
import subprocess
from pathlib import Path

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.live import told

RUNNER = Path(__file__).parent / "lighthouse.mjs"
KINDS = ["article-detail", "event-detail", "statement-detail", "statement-list"]
TRIES = 3
# Below it Lighthouse warns that the machine is too slow to judge speed: then that is only told.
FAIR_BENCHMARK = 1000


def test_lighthouse_scores_100(site, measured):
    todo = [site.paths(kind)[0] for kind in KINDS]
    best, faults, unfair = {path: {} for path in todo}, {}, set()
    # What else runs on the machine only ever lowers a score: the best of three is the page's.
    for _ in range(TRIES):
        for path, result in zip(todo, lighthouse(site, todo), strict=True):
            for category, score in result["scores"].items():
                best[path][category] = max(score, best[path].get(category, 0))
            faults[path] = [f"{best[path]} {fault}" for fault in result["faults"]]
            if result["benchmark"] < FAIR_BENCHMARK:
                unfair.add(path)
        todo = [path for path in todo if {*best[path].values()} != {100}]
        if not todo:
            break

    measured("Lighthouse", "1 page", *next(iter(best.values())), "slow machine")
    for path, scores in best.items():
        measured("Lighthouse", f"2 {path}", *scores.values(), path in unfair)
    for path in unfair:
        best[path].pop("performance")
    lost = {path: faults[path] for path, scores in best.items() if {*scores.values()} != {100}}
    assert not lost, told(lost)


def lighthouse(site, paths):
    command = ["node", RUNNER, CHROMIUM, json.dumps(FLAGS), *(site.url + path for path in paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)
