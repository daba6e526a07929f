#!/usr/bin/env python3
"""Django's commands for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanoiconv.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed here: run `make run` once and use .venv/bin/python, "
            "or install requirements/runtime.txt."
        )
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as mistake:
        sys.exit(f"The settings do not work: {mistake}")


if __name__ == "__main__":
    main()
