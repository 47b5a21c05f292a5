"""Unions by discriminator: mapped and implicit names, unions in unions, children of a parent, values without a tag."""

from __future__ import annotations

from typing import Any

import pytest

from .features import package
from .server import Server, json_answer

ZOO = package("discriminators")


@pytest.mark.parametrize(
    ("field", "data", "class_name"),
    [
        ("pet", {"kind": "cat", "lives": 9}, "Cat"),
        ("pet", {"kind": "dog", "tricks": ["roll"]}, "Dog"),
        ("pet", {"kind": "hamster", "place": "street"}, "Stray"),
        ("pet", {"place": "street"}, "Stray"),
        ("animal", {"kind": "cat", "lives": 9}, "Cat"),
        ("animal", {"kind": "Fish", "fins": 2}, "Fish"),
        ("vehicle", {"type": "car", "wheels": 4, "doors": 5}, "Car"),
        ("vehicle", {"type": "Cabriolet", "wheels": 4, "doors": 3, "roof": False}, "Cabriolet"),
        ("vehicle", {"type": "bike", "wheels": 2, "bell": True}, "Bike"),
        ("vehicle", {"type": "Vehicle", "wheels": 1}, "VehicleBase"),
        ("shape", {"form": "round", "radius": 1.5}, "Circle"),
        ("shape", {"side": 2.5}, "Square"),
        ("shape", {"form": "star", "side": 2.5}, "dict"),
        ("shape", {"corners": 3}, "dict"),
    ],
)
def test_a_value_is_of_the_variant_that_its_tag_names(field: str, data: dict[str, Any], class_name: str) -> None:
    zoo = ZOO.Zoo.from_dict({field: data})
    assert type(getattr(zoo, field)).__name__ == class_name
    assert zoo.to_dict() == {field: data}


def test_alternatives_that_say_all_that_stands_beside_them_are_themselves() -> None:
    names = {name for name in dir(ZOO.models) if name.startswith("Pet")}
    assert names == {"Pet", "PetInput"} or names == {"Pet"}


def test_a_dict_is_written_as_the_variant_that_its_tag_names(server: Server) -> None:
    data = {"animal": {"kind": "dog", "tricks": ["sit"]}, "pet": {"place": "park"}}
    server.fallback = json_answer(data)
    with ZOO.Discriminators(base_url=server.origin) as client:
        answer = client.zoos.replace(**data)
    assert server.requests[0].body == b'{"pet":{"place":"park"},"animal":{"kind":"dog","tricks":["sit"]}}'
    assert answer.to_dict() == data


def test_strictly_a_default_takes_unknown_tags_and_nothing_else_does() -> None:
    strict = {"pet": {"kind": "hamster"}}
    assert type(ZOO.Zoo.from_dict(strict, strict=True).pet) is ZOO.Stray
    with pytest.raises(ZOO.DecodeError, match=r"shape\.form"):
        ZOO.Zoo.from_dict({"shape": {"form": "star", "side": 1.0}}, strict=True)
