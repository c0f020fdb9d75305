"""Whether those who hear a page can tell its controls apart, as Chromium tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Page

CONTROLS = {
    *("button", "checkbox", "combobox", "Date", "DateTime", "InputTime", "link", "listbox"),
    *("menuitem", "menuitemcheckbox", "menuitemradio", "radio", "searchbox", "slider"),
    *("spinbutton", "switch", "tab", "textbox", "treeitem"),
}
PAGE_PARTS = {
    *("alertdialog", "banner", "complementary", "contentinfo", "dialog", "main", "navigation"),
    "search",
}
PARTS_BY_NAME = {
    *("article", "form", "group", "listbox", "radiogroup", "region"),
    *("Date", "DateTime", "InputTime"),  # the browser's own, in which each figure is a control
}
Node = dict[str, Any]


class Control(NamedTuple):
    """What somebody hears of a control, and where.

    Attributes:
        region: of the tree, the nearest part of the page that is told as one.
        leads_to: of a link; two that lead to the same place may be called alike.
    """

    region: str
    role: str
    name: str
    description: str
    leads_to: str


def indistinct(page: Page) -> list[str]:
    """What has no role or no name, or is called as something else beside it."""
    session = page.context.new_cdp_session(page)
    try:
        nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
        return [*_mute(session, nodes), *_alike(nodes)]
    finally:
        session.detach()


def _mute(session: CDPSession, nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        role = _value(node, "role")
        if role in CONTROLS:
            if not _value(node, "name"):
                yield f"a {role} without a name: {_markup(session, node)}"
        elif _property(node, "focusable") and not _value(node, "name"):
            markup = _markup(session, node)
            if 'tabindex="0"' in markup:
                yield f"one can go to this, and it has no name: {markup}"


def _alike(nodes: list[Node]) -> Iterator[str]:
    found: dict[tuple[str, ...], list[Control]] = defaultdict(list)
    for control in _controls(nodes):
        found[control[:4]].append(control)
    for (_, role, name, _), controls in found.items():
        places = {control.leads_to for control in controls}
        if name and len(controls) > 1 and (role != "link" or len(places) > 1):
            yield f"{len(controls)} times {role} {name!r}"


def _controls(nodes: list[Node]) -> Iterator[Control]:
    by_id = {node["nodeId"]: node for node in nodes}
    for node in nodes:
        role = _value(node, "role")
        if node["ignored"] or role not in CONTROLS:
            continue
        yield Control(
            _region(node, by_id),
            role,
            _value(node, "name"),
            _value(node, "description"),
            str(_property(node, "url") or ""),
        )


def _region(node: Node, by_id: dict[str, Node]) -> str:
    """The id of the nearest region around a node; "" is the page."""
    around = by_id.get(node.get("parentId", ""))
    while around is not None:
        role = _value(around, "role")
        if role in PAGE_PARTS or (role in PARTS_BY_NAME and _value(around, "name")):
            return str(around["nodeId"])
        around = by_id.get(around.get("parentId", ""))
    return ""


def _value(node: Node, name: str) -> str:
    return str(node.get(name, {}).get("value", "")).strip()


def _property(node: Node, name: str) -> object:
    properties = {it["name"]: it["value"].get("value") for it in node.get("properties", ())}
    return properties.get(name)


def _markup(session: CDPSession, node: Node) -> str:
    """The element's own tag."""
    html: str = session.send("DOM.getOuterHTML", {"backendNodeId": node["backendDOMNodeId"]})[
        "outerHTML"
    ]
    return html[: html.find(">") + 1]
