import gc

import hypothesis
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import override_settings

from tests.checks import logged_in

hypothesis.settings.register_profile("record", deadline=None)  # a busy machine is not a bug
hypothesis.settings.load_profile("record")


@pytest.fixture(autouse=True, scope="session")
def seldom_collect_garbage():
    """A page of the desk makes so many objects that looking through them takes a fifth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True, scope="session")
def settings_for_tests():
    """Quick password hashing, and static files straight from the apps whether collected or not."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture
def media(settings):
    """An empty media folder, in memory."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}


@pytest.fixture
def editor(db):
    """Writes drafts and sends them to review."""
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def publisher(db):
    """Publishes, and changes what is published."""
    user = User.objects.create_user("publisher", is_staff=True)
    user.groups.add(Group.objects.get(name="Publishers"))
    return user


@pytest.fixture
def stranger(db):
    """Has an account, but no place at the desk."""
    return User.objects.create_user("stranger")


@pytest.fixture
def onlooker(db):
    """Sits at the desk, and may look at everything there."""
    user = User.objects.create_user("onlooker", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    return user


@pytest.fixture
def viewer(db):
    """Sits at the desk, and writes nothing."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.groups.add(Group.objects.get(name="Viewers"))
    return user


@pytest.fixture
def administrator(db):
    """Keeps the accounts, and may do what publishers may."""
    user = User.objects.create_user("administrator", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrators"))
    return user


@pytest.fixture
def editor_client(editor):
    return logged_in(editor)


@pytest.fixture
def publisher_client(publisher):
    return logged_in(publisher)
