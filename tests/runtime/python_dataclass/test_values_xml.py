"""XML: the examples of the specification, both ways, and documents that mean harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from specloom_templates.python_dataclass.runtime.bodies import XmlBody
from specloom_templates.python_dataclass.runtime.body_writer import encode
from specloom_templates.python_dataclass.runtime.encoding import writer
from specloom_templates.python_dataclass.runtime.errors import DecodeError, InvalidArgumentError
from specloom_templates.python_dataclass.runtime.models import Model
from specloom_templates.python_dataclass.runtime.types import BOOLEAN, INTEGER, STRING, FieldSpec, list_of
from specloom_templates.python_dataclass.runtime.xml import XmlHints, decode_xml, encode_xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
WRITER = writer(request=True)


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Tag(Model):
    """An element with an attribute and a text."""

    id: int | None = None
    label: str | None = None

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("id", type=INTEGER, xml=XmlHints(node="attribute")),
            FieldSpec("label", xml=XmlHints(node="text")),
        )

    @staticmethod
    def _xml() -> XmlHints:
        return XmlHints(name="tag")


@dataclass(slots=True, kw_only=True, init=False, repr=False, eq=False)
class Pet(Model):
    """An element with all kinds of children."""

    name: str | None = None
    good: bool | None = None
    photos: list[str] | None = None
    aliases: list[str] | None = None
    tags: list[Tag] | None = None
    size: int | None = None

    @staticmethod
    def _fields() -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("name", xml=XmlHints(namespace="https://e.com/p", prefix="p", name="petName")),
            FieldSpec("good", type=BOOLEAN),
            FieldSpec("photos", "photoUrls", list_of(STRING), xml=XmlHints(wrapped=True, item_name="photoUrl")),
            FieldSpec("aliases", "alias", list_of(STRING)),
            FieldSpec("tags", type=list_of(Tag), xml=XmlHints(wrapped=True)),
            FieldSpec("size", type=INTEGER),
        )


PET: dict[str, Any] = {
    "name": 'A & <B> "C"',
    "good": True,
    "photoUrls": ["u1", "u2"],
    "alias": ["x", "y"],
    "tags": [{"id": 1, "label": "a"}],
    "size": 3,
}
TEXT = (
    '<Pet><p:petName xmlns:p="https://e.com/p">A &amp; &lt;B&gt; &quot;C&quot;</p:petName><good>true</good>'
    "<photoUrls><photoUrl>u1</photoUrl><photoUrl>u2</photoUrl></photoUrls><alias>x</alias><alias>y</alias>"
    '<tags><tag id="1">a</tag></tags><size>3</size></Pet>'
)


def test_both_ways() -> None:
    pet = Pet.from_dict(PET)
    assert encode_xml(pet, Pet, WRITER).decode() == HEAD + TEXT
    assert decode_xml(Pet, TEXT) == pet
    assert decode_xml(Pet, (HEAD + TEXT).encode(), strict=True) == pet


def test_as_a_body() -> None:
    found = encode(XmlBody(type=Pet, xml=XmlHints(name="pet")), {"size": 1, "name": None}, WRITER)
    assert found is not None
    assert found.content == (HEAD + "<pet><size>1</size></pet>").encode()
    assert found.content_type == "application/xml"
    assert encode(XmlBody(type=Pet), {"size": None}, WRITER) is None


def test_what_is_not_described_survives() -> None:
    pet = decode_xml(Pet, '<Pet a="1"><size>big</size><more><x>1</x><x>2</x></more><empty/></Pet>')
    assert pet.size == "big"
    assert pet.additional_properties == {"more": {"x": ["1", "2"]}, "empty": "", "a": "1"}
    with pytest.raises(DecodeError, match=r"^\$\.size: expected an integer, found 'big'"):
        decode_xml(Pet, "<Pet><size>big</size></Pet>", strict=True)


def test_null_and_lists() -> None:
    nil = '<Pet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><size xsi:nil="true"/></Pet>'
    assert decode_xml(Pet, nil).size is None
    assert decode_xml(list_of(INTEGER), "<a><b>1</b><b>2</b></a>") == [1, 2]
    assert encode_xml([1], list_of(INTEGER), WRITER, XmlHints(name="a", item_name="b")).endswith(b"<a><b>1</b></a>")


def test_cdata_cannot_be_left() -> None:
    class Note(Model):
        __slots__ = ("text",)
        text: str

        @staticmethod
        def _fields() -> tuple[FieldSpec, ...]:
            return (FieldSpec("text", xml=XmlHints(node="cdata")),)

    note = Note.from_dict({"text": "a]]><b/>"})
    written = encode_xml(note, Note, WRITER)
    assert b"<Note><![CDATA[a]]]]><![CDATA[><b/>]]></Note>" in written
    assert decode_xml(Note, written) == note


BILLION = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'
OUTSIDE = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'


@pytest.mark.parametrize("text", [BILLION, OUTSIDE])
def test_document_types_are_refused(text: str) -> None:
    with pytest.raises(DecodeError, match="without a document type declaration"):
        decode_xml(Pet, text)


@pytest.mark.parametrize("text", ["", "<a>", "{}", b"\xff\x00", "<a>" * 50_000 + "</a>" * 50_000])
def test_no_xml(text: str | bytes) -> None:
    with pytest.raises(DecodeError, match=r"^\$: expected XML, found"):
        decode_xml(Pet, text)


@pytest.mark.parametrize("data", [{"a b": 1}, {"a": "\0"}, {"<x>": 1}])
def test_what_xml_cannot_hold(data: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError):
        encode_xml(data, Pet, WRITER)
