"""What a page weighs on its way, and that nothing on it moves once it is shown."""

import pytest

HEAVIEST_ARTICLE = 20_000  # bytes of HTML, CSS and scripts, as they are sent
KINDS = ["front-page", "article-detail", "event-detail", "statement-detail", "statement-list"]
COUNTED = ("document", "stylesheet", "script")


def test_articles_weigh_at_most_20_kb(site, new_context, measured):
    weights = {}
    measured("Weight in bytes", "1 page", *COUNTED, "sum")
    for kind in KINDS:
        paths = [path for path in site.paths(kind) if "hard" not in path]
        for path in paths if kind == "article-detail" else paths[:1]:
            parts = weighed(new_context, path)
            weights[path] = sum(parts)
            measured("Weight in bytes", f"2 {path}", *parts, weights[path])

    articles = {path: weight for path, weight in weights.items() if path.startswith("/news/")}
    assert articles
    assert {path: weight for path, weight in articles.items() if weight > HEAVIEST_ARTICLE} == {}


def weighed(new_context, path):
    """The bytes of each counted type that an empty cache has to fetch."""
    context = new_context()
    page = context.new_page()
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(path, wait_until="networkidle")
    found = [
        sum(
            request.sizes()["responseBodySize"]
            for request in requests
            if request.resource_type == kind
        )
        for kind in COUNTED
    ]
    context.close()
    return found


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_once_it_is_shown(site, new_context, measured, width):
    context = new_context(width)
    page = context.new_page()
    shifts = {}
    for kind in KINDS:
        path = site.paths(kind)[0]
        page.goto(path, wait_until="networkidle")
        page.keyboard.press("End")
        page.wait_for_timeout(200)
        shifts[path] = page.evaluate("layoutShift")
        measured("Layout shift", f"{path} at {width} px", round(shifts[path], 4))
    context.close()

    assert {path: shift for path, shift in shifts.items() if shift} == {}
