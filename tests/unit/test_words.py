"""The naming algorithm, version 1: a changed line here is a changed name in somebody's SDK."""

from __future__ import annotations

import pytest
from specloom.build import words

TABLE = {
    # humps and initialisms
    "getUserID": "get user id",
    "HTTPServer": "http server",
    "XMLHttpRequest": "xml http request",
    "userIDs": "user ids",
    "URLsByID": "urls by id",
    "OAuth2Token": "oauth2 token",
    "OAuthClient": "oauth client",
    "IPv4Address": "ipv4 address",
    "iOSVersion": "ios version",
    "iOS": "ios",
    "accountSid_authToken": "account sid auth token",
    "UniqueName": "unique name",
    # separators
    "snake_case_name": "snake case name",
    "__init__": "init",
    "x-y.z[0]": "x y z 0",
    "filter[name]": "filter name",
    "ids[]": "ids",
    "a/b/c": "a b c",
    "io.k8s.api.core.v1.Pod": "io k8s api core v1 pod",
    "application/vnd.api+json": "application vnd api json",
    "@type": "type",
    "$ref": "ref",
    "  padded  ": "padded",
    # digits
    "H264": "h264",
    "1280x720": "1280x720",
    "S3Url": "s3 url",
    "AwsS3Url": "aws s3 url",
    "SHA256Sum": "sha256 sum",
    "v1beta1": "v1beta1",
    "user_2_id": "user 2 id",
    "3DModel": "3d model",
    "2FactorAuth": "2 factor auth",
    "2fa": "2fa",
    # signs
    "+1": "plus 1",
    "-1": "minus 1",
    "-created_at": "minus created at",
    "created_at": "created at",
    "C+": "c plus",
    "18+": "18 plus",
    "!important": "not important",
    # comparisons at the end
    "StartTime": "start time",
    "StartTime<": "start time before",
    "StartTime>": "start time after",
    "StartTime<=": "start time on or before",
    "StartTime>=": "start time on or after",
    "DateCreated<": "date created before",
    "Size<": "size below",
    "Size>=": "size at least",
    # nothing but symbols
    "": "empty",
    " ": "space",
    "*": "star",
    "<": "less than",
    "<=": "less than or equal",
    "!=": "not equal",
    "=": "equal",
    "%": "percent",
    "$": "dollar",
    "_": "underscore",
    "--": "minus minus",
    # other scripts
    "größeÄnderung": "größe änderung",
    "имяПользователя": "имя пользователя",
    "日本語 名前": "日本語 名前",
    "\ufb01eld": "field",
    "😀": "u1f600",
}


@pytest.mark.parametrize(("text", "expected"), TABLE.items())
def test_split(text: str, expected: str) -> None:
    assert " ".join(words.split(text)) == expected


@pytest.mark.parametrize("text", TABLE)
def test_splitting_the_words_again_changes_nothing(text: str) -> None:
    once = words.split(text)
    assert words.split(" ".join(once)) == once


def test_a_long_name_is_bounded_and_stays_different() -> None:
    long, other = "segment_" * 40 + "a", "segment_" * 40 + "b"
    for text in (long, other, "x" * 300):
        assert len("_".join(words.split(text))) <= words.MAX_LENGTH
    assert words.split(long) != words.split(other)
    assert words.split(long)[:3] == ("segment", "segment", "segment")
    # The hash is part of the name: it must never change.
    assert words.split("x" * 300)[-1] == "hd4e2ca9"


def test_a_name_of_the_greatest_length_is_kept() -> None:
    exact = "a" * words.MAX_LENGTH
    assert words.split(exact) == (exact,)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("video codecs", "video codec"),
        ("entries", "entry"),
        ("boxes", "box"),
        ("branches", "branch"),
        ("rules", "rule"),
    ],
)
def test_singular(many: str, one: str) -> None:
    assert words.singular(tuple(many.split())) == tuple(one.split())


@pytest.mark.parametrize("text", ["status", "address", "analysis", "news", "data", "gas", "series"])
def test_what_is_no_plural_stays(text: str) -> None:
    assert words.singular((text,)) is None


@pytest.mark.parametrize(
    ("operation_id", "method", "path", "expected"),
    [
        ("delete_claim_claims__claim_id__delete", "DELETE", "/claims/{claim_id}", "delete_claim"),
        ("read_root__get", "get", "/", "read_root"),
        ("list_items_api_v1_items__get", "GET", "/api/v1/items/", "list_items"),
        ("listRooms", "GET", "/Rooms", "listRooms"),
        ("_items_get", "GET", "/items", "_items_get"),
    ],
)
def test_function_name(operation_id: str, method: str, path: str, expected: str) -> None:
    assert words.function_name(operation_id, method, path) == expected


@pytest.mark.parametrize("char", ["\u034f", "\u3164", "\uffa0", "\ufe0f", "\U000e0101", "\u200b", "\xad"])
def test_no_word_has_a_letter_that_is_not_seen(char: str) -> None:
    assert words.split(f"room{char}name{char}") == ("room", "name")
