"""What keeps people out of a page: as axe-core sees it, and what does not fit on a small screen."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.system.installation import CHECKOUT

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
OF_COLOUR = ("color-contrast", "link-in-text-block")
RUN = """async (rules) => {
  const still = (it) => it.effect?.getComputedTiming().iterations !== Infinity
  const moving = document.getAnimations().filter(still)
  await Promise.allSettled(moving.map((it) => it.finished))
  const wanted = rules.length ? { runOnly: rules } : {}
  const { violations } = await axe.run(document, { resultTypes: ['violations'], ...wanted })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) =>
    `${node.target.join(' ')} (${node.any.concat(node.all, node.none)[0]?.message})`).join('; ')}`)
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  const wide = [...document.querySelectorAll('body *')]
    .filter((it) => it.getBoundingClientRect().right > room + 0.5)
  const named = wide.slice(0, 6)
    .map((it) => `${it.tagName}.${it.className}: ${it.getBoundingClientRect().right}`)
  return [`${document.documentElement.scrollWidth} of ${room} pixels`, ...named]
}"""


@cache
def _axe() -> str:
    assert AXE.is_file(), "axe-core is not installed; `make browser` does that"
    return AXE.read_text()


def arm(page: Page) -> None:
    """Bring axe-core into every document of the page from now on."""
    page.add_init_script(_axe())


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe-core finds on the page as it is; with `rules` only what breaks these."""
    found: Any = page.evaluate(RUN, list(rules))
    return list(found)


def too_wide(page: Page) -> list[str]:
    """What would have to be scrolled to from the side; nothing where all fits."""
    found: Any = page.evaluate(TOO_WIDE)
    return list(found)
