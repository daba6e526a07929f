"""The door for a WSGI server: granian under `make run`, any other elsewhere."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanoiconv.settings")

application = get_wsgi_application()
