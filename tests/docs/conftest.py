"""Examples of the documents run against the installation of the system tests."""

from tests.system.conftest import installation, pytest_collection_modifyitems

__all__ = ["installation", "pytest_collection_modifyitems"]
