from people.models.organisations import Organisation
from people.models.people import Name, Person, Role
from people.models.sources import Capture, Source

__all__ = ["Capture", "Name", "Organisation", "Person", "Role", "Source"]
