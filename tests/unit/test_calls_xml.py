"""The judge of XML: what a value is as elements, and what it finds in documents that are something else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calls.leaves import Unmakeable
from tests.calls.xml import element_of, xml_differences

ITEM: dict[str, Any] = {"type": "object", "properties": {"n": {"type": "integer"}}}
SCHEMA: dict[str, Any] = {
    "$ref": "#/$defs/S",
    "$defs": {
        "Item": ITEM,
        "Named": {**ITEM, "xml": {"name": "named"}},
        "S": {
            "type": "object",
            "xml": {"name": "order", "namespace": "urn:o"},
            "properties": {
                "id": {"type": "string", "xml": {"attribute": True}},
                "note": {"type": "string", "xml": {"name": "remark"}},
                "on": {"type": "boolean"},
                "plain": {"type": "array", "items": {"$ref": "#/$defs/Item"}},
                "own": {"type": "array", "xml": {"wrapped": True}, "items": {"$ref": "#/$defs/Named"}},
                "label": {"type": "object", "properties": {"t": {"type": "string", "xml": {"nodeType": "text"}}}},
                "part": {"allOf": [{"$ref": "#/$defs/Item"}, {"xml": {"name": "one"}}]},
                "open": {"$ref": "#/$defs/Named"},
            },
        },
    },
}
VALUE: dict[str, Any] = {
    "id": "a&b",
    "note": "x < y",
    "on": True,
    "plain": [{"n": 1}, {"n": 2}],
    "own": [{"n": 3}],
    "label": {"t": "l"},
    "part": {"n": 4},
}
TEXT = (
    '<order xmlns="urn:o" id="a&amp;b"><remark>x &lt; y</remark><on>true</on><plain><n>1</n></plain>'
    "<plain><n>2</n></plain><own><named><n>3</n></named></own><label>l</label><one><n>4</n></one></order>"
)


def test_a_value_is_written_as_its_schema_says() -> None:
    element = element_of(SCHEMA, "S", VALUE)
    assert element.written() == TEXT
    assert list(xml_differences(element, TEXT.encode())) == []
    assert (
        list(
            xml_differences(
                element, TEXT.replace("<on>true</on>", "").replace("</order>", "<on>true</on></order>").encode()
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("right", "wrong", "finding"),
    [
        ("<remark>x &lt; y</remark>", "<note>x</note>", "no <remark>"),
        ("<on>true</on>", "<on>True</on>", "the text 'True', expected True"),
        ('id="a&amp;b"', 'id="a"', "id='a', expected 'a&b'"),
        ('id="a&amp;b"', "", "the attribute id is not there"),
        ("urn:o", "urn:p", "of 'urn:p', expected 'urn:o'"),
        (
            "<plain><n>1</n></plain><plain><n>2</n></plain>",
            "<plain><n>2</n></plain><plain><n>1</n></plain>",
            "'2', expected 1",
        ),
        ("<plain><n>2</n></plain>", "", "no <plain>"),
        ("<named><n>3</n></named>", "<own><n>3</n></own>", "no <named>"),
        ("</order>", "<more/></order>", "<more> is not expected"),
        ("</order>", "", "is no XML"),
        (TEXT, TEXT.replace("order", "Order"), "<Order>, expected <order>"),
    ],
)
def test_what_is_something_else_is_found(right: str, wrong: str, finding: str) -> None:
    assert right in TEXT
    found = list(xml_differences(element_of(SCHEMA, "S", VALUE), TEXT.replace(right, wrong).encode()))
    assert any(finding in line for line in found), found


def test_a_name_that_is_left_open_may_arrive_and_is_not_served() -> None:
    element = element_of(SCHEMA, "S", {"open": {"n": 1}})
    for name in ("open", "named"):
        assert list(xml_differences(element, f'<order xmlns="urn:o"><{name}><n>1</n></{name}></order>'.encode())) == []
    with pytest.raises(Unmakeable, match="left open"):
        element.written()


@pytest.mark.parametrize(
    "value",
    [{}, {"note": " x"}, {"note": "\x01"}, {"plain": []}, {"label": {"t": None}}, {"label": {"t": [1]}}, {"id": {}}],
)
def test_what_xml_has_no_form_for_is_not_made(value: Any) -> None:
    with pytest.raises(Unmakeable):
        element_of(SCHEMA, "S", value)


def test_the_root_is_named_by_its_component_or_not_at_all() -> None:
    assert element_of(ITEM, "Item", {"n": 1}).written() == "<Item><n>1</n></Item>"
    assert list(xml_differences(element_of(ITEM, "", {"n": 1}), b"<anything><n>1</n></anything>")) == []
    listed = {"type": "array", "items": ITEM}
    assert list(xml_differences(element_of(listed, "", [{"n": 1}]), b"<a><b><n>1</n></b></a>")) == []
