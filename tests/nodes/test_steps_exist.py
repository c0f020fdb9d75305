"""The functions at which `make faults` kills processes are still there, by their names."""

from __future__ import annotations

from functools import reduce
from importlib import import_module

import pytest

from tests.faults.steps import FORGOTTEN, STEPS

FUNCTIONS = sorted({step.function for step in (*STEPS, FORGOTTEN)})


@pytest.mark.sqlite
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_step_leads_to_a_function(function: str) -> None:
    module, _, path = function.partition(":")
    assert callable(reduce(getattr, path.split("."), import_module(module)))
