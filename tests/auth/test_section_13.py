"""Every check on the product, and on each build that is broken for it."""

import importlib

import pytest

from tests.auth import checks
from tests.auth.broken import BUILDS, TRIES
from tests.auth.checks import CHECKS
from tests.auth.server import Stack

for module in checks.MODULES:
    importlib.import_module(f"tests.auth.checks.{module}")
    importlib.import_module(f"tests.auth.broken.{module}")


@pytest.mark.parametrize("name", sorted(CHECKS))
async def test_it_holds(stack: Stack, name: str) -> None:
    """The product passes."""
    await CHECKS[name](stack)


@pytest.mark.parametrize("build", sorted(BUILDS))
async def test_a_broken_build_is_noticed(stack: Stack, build: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check fails on the mistake it is there for."""
    check = CHECKS[BUILDS[build].noticed_by]
    with monkeypatch.context() as patch:
        BUILDS[build].break_it(patch, stack)
        with pytest.raises(AssertionError):
            for _ in range(TRIES):
                await check(stack)


def test_every_check_has_a_broken_build() -> None:
    """A check that was never seen failing proves nothing; every line of section 13 has one."""
    assert {build.noticed_by for build in BUILDS.values()} == set(CHECKS)
    assert {int(name[:2]) for name in CHECKS} == set(range(13))
