"""Every page of the site, by the Nu checker (validator.w3.org/nu): no error."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.live import told

VNU = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture(scope="module")
def checked(site, tmp_path_factory):
    """What the checker says of each page, by path. It reads files: it refuses local addresses."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {path: answer.text for path, answer in site.pages.items()} | site.apart
    files = {}
    for n, (path, html) in enumerate(pages.items()):
        files[path] = folder / f"{n}.html"
        files[path].write_text(html)
    command = ["java", "-Xss2m", "-jar", VNU, "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *files.values()], capture_output=True, check=True)  # noqa: S603
    found = {path: [] for path in pages}
    paths = {f"file:{file}": path for path, file in files.items()}  # as the checker writes them
    for message in json.loads(done.stderr)["messages"]:
        found[paths[message["url"]]].append(message)
    return found


def test_every_page_is_valid_html(checked, measured):
    errors = {
        path: [
            f"{message['message']} In: {message.get('extract')}"
            for message in messages
            if message["type"] != "info"
        ]
        for path, messages in checked.items()
    }

    measured("Nu checker", "pages", len(checked))
    errors = {path: found for path, found in errors.items() if found}
    assert not errors, told(errors)
