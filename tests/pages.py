"""Reading a page as its reader does: by headings, labels, links and buttons; and using its forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse, encode_multipart

from tests.browsing import FROM_OUR_PAGE

VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def all(self, *tags: str, **attributes: str) -> Iterator["Node"]:
        for child in self.children:
            if isinstance(child, str):
                continue
            named = not tags or child.tag in tags
            wanted = {name.rstrip("_"): value for name, value in attributes.items()}
            if named and wanted.items() <= child.attributes.items():
                yield child
            yield from child.all(*tags, **attributes)

    def first(self, *tags: str, **attributes: str) -> "Node":
        found = next(self.all(*tags, **attributes), None)
        assert found is not None, f"no {tags} with {attributes} in: {self.text[:2000]}"
        return found

    @property
    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(" ".join(parts).split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("document")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _shown(children: list[Node | str]) -> list[Node | str]:
    """What a reader sees: without what is hidden until a script shows it."""
    return [
        child if isinstance(child, str) else replace(child, children=_shown(child.children))
        for child in children
        if isinstance(child, str) or "hidden" not in child.attributes
    ]


class Page(Node):
    """A page as it was answered, at `path`."""

    def __init__(self, answer: TestResponse) -> None:
        builder = _Builder()
        builder.feed(answer.get_data(as_text=True))
        super().__init__("page", children=_shown(builder.root.children))
        self.path = answer.request.path
        self.status = answer.status_code

    @property
    def heading(self) -> str:
        return self.first("h1").text

    @property
    def headings(self) -> list[str]:
        return [found.text for found in self.all("h2")]

    @property
    def links(self) -> dict[str, str]:
        return {_name(found): found.attributes.get("href", "") for found in self.all("a")}

    @property
    def hrefs(self) -> list[str]:
        return [found.attributes.get("href", "") for found in self.all("a")]

    @property
    def buttons(self) -> list[str]:
        return [_name(found) for found in self.all("button")]

    @property
    def said(self) -> str:
        """What the page tells of what was just done."""
        return " ".join(found.text for found in self.all(role="status"))

    @property
    def alert(self) -> str:
        return " ".join(found.text for found in self.all(role="alert"))

    @property
    def figures(self) -> dict[str, str]:
        """The big numbers, by what they are of."""
        return {
            stat.first("dt").text: stat.first("dd").text.replace("\N{NO-BREAK SPACE}", " ")
            for found in self.all("dl")
            for stat in found.all("div")
        }

    @property
    def values(self) -> dict[str, str]:
        """All that is filled in on the page, by field name."""
        return {name: value for form in self.all("form") for name, value in _values(form).items()}

    def labelled(self, label: str) -> Node:
        """The field with this label."""
        for found in self.all("label"):
            if found.text == label and "for" in found.attributes:
                return self.first(id=found.attributes["for"])
        return self.first("input", "select", "textarea", **{"aria-label": label})

    def complaint(self, name: str) -> str:
        """What the page says is wrong with a field, as the field itself points to it."""
        wrong = self.first(name=name)
        assert wrong.attributes.get("aria-invalid") == "true", f"{name} is not marked as wrong"
        place = wrong.attributes["aria-describedby"].split()[-1]
        return self.first(id=place).text

    def row(self, start: str) -> str:
        """The table row whose text starts so."""
        return next(found.text for found in self.all("tr") if found.text.startswith(start))


def _name(node: Node) -> str:
    return node.attributes.get("aria-label") or node.text


def _values(form: Node) -> dict[str, str]:
    return {name: values[-1] for name, values in sent_fields(form).items()}


def sent_fields(form: Node) -> dict[str, list[str]]:
    """What a browser sends of a form where nobody changes it; boxes of one name have many values."""
    found: dict[str, list[str]] = {}
    for one in form.all("input", "select", "textarea"):
        name, kind = one.attributes.get("name"), one.attributes.get("type")
        unchecked = kind in ("radio", "checkbox") and "checked" not in one.attributes
        if name is None or kind == "file" or unchecked:
            continue
        found.setdefault(name, []).append(_value(one))
    return found


def _value(one: Node) -> str:
    if one.tag == "textarea":
        return one.raw.removeprefix("\n")
    if one.tag == "select":
        options = list(one.all("option"))
        chosen = [option for option in options if "selected" in option.attributes]
        return (chosen or options)[0].attributes["value"]
    return one.attributes.get("value", "")


def _body(form: Node, filled: Mapping[str, Any]) -> dict[str, Any]:
    if form.attributes.get("enctype") != "multipart/form-data":
        return {"data": filled}
    # The test client would leave a temporary file of a large upload open.
    boundary, body = encode_multipart(filled)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


class Browser:
    """Somebody who opens pages and presses buttons, without a script."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, path: str, *, status: int = 200) -> Page:
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == status, answer.get_data(as_text=True)[-1500:]
        return Page(answer)

    def press(
        self, page: Page, button: str, typed: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> Page:
        """Fill in `typed`, press the button and read what comes then."""
        form, pressed = self._form_with(page, button)
        filled: dict[str, Any] = {**sent_fields(form), **(typed or {})}
        if "name" in pressed.attributes:
            filled[pressed.attributes["name"]] = pressed.attributes.get("value", "")
        method = form.attributes.get("method", "get")
        answer = self.client.open(
            pressed.attributes.get("formaction") or form.attributes["action"],
            method=method.upper(),
            **({"query_string": filled} if method == "get" else _body(form, filled)),
            headers=FROM_OUR_PAGE,
            follow_redirects=True,
        )
        assert answer.status_code == status, answer.get_data(as_text=True)[-1500:]
        return Page(answer)

    def _form_with(self, page: Page, button: str) -> tuple[Node, Node]:
        for form in page.all("form"):
            for found in form.all("button"):
                if _name(found) == button:
                    return form, found
        raise AssertionError(f"no button {button!r} among {page.buttons}")
