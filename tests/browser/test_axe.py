"""axe-core on a page of every template and in every state: no violation."""

from pathlib import Path

import pytest

from tests.browser.live import told

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
# WCAG 2.2 AA and best practices; target size (2.5.8) is off in axe unless asked for.
ALL = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
RUN = """async (options) => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...options });
    return violations.map(({ id, help, nodes }) => {
        const why = nodes[0].failureSummary.split("\\n").slice(1).join(";");
        return `${id}: ${help}, ${nodes.length} x, as ${nodes[0].target}:${why}`;
    });
}"""


# The dark scheme changes colours alone: what else there is to find, the light one shows.
@pytest.mark.parametrize(("scheme", "options"), [("light", ALL), ("dark", COLOURS)])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_faulted_by_axe(site, new_context, measured, width, scheme, options):
    context = new_context(width, color_scheme=scheme, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page = context.new_page()
    violations = {}
    for path in site.samples:
        site.open(page, path)
        if found := page.evaluate(RUN, options):
            violations[path] = found
    context.close()

    measured("axe-core", f"pages at {width} px, {scheme}", len(site.samples))
    assert not violations, told(violations)


def test_nothing_moves_for_those_who_ask_for_less_motion(site, new_context):
    context = new_context(reduced_motion="reduce")
    page = context.new_page()
    moving = {}
    for path in site.samples:
        site.open(page, path)
        if found := page.evaluate("checks.motion()"):
            moving[path] = found
    context.close()

    assert not moving, told(moving)
