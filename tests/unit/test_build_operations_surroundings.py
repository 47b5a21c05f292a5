"""Security, servers, webhooks and callbacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from specloom.build import BuildOptions
from specloom.ir.parameters import Location
from specloom.ir.security import ApiKeyScheme, HttpScheme, OAuthScheme, OpenIdScheme, SchemeUse
from specloom.source import open_document

from tests.unit.documents import Built, build_source, built, operation

BASIC = {"type": "http", "scheme": "basic"}
BEARER = {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"}
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}


def with_schemes(schemes: dict[str, Any], options: BuildOptions | None = None) -> Built:
    return built({"components": {"securitySchemes": schemes}}, options)


def credentials(result: Built) -> list[str]:
    found: list[str] = []
    for scheme in result.api.security_schemes.values():
        names = scheme.parts if isinstance(scheme, HttpScheme) else (scheme.name,)
        found += ["_".join(name.words) for name in names]
    return found


@pytest.mark.parametrize(
    ("scheme", "written", "expected"),
    [
        ("accountSid_authToken", BASIC, ["account_sid", "auth_token"]),
        ("basic", BASIC, ["username", "password"]),
        ("basic_auth", BASIC, ["username", "password"]),
        ("basicAuth", BASIC, ["username", "password"]),
        ("bearer_auth", BEARER, ["token"]),
        ("bearerAuth", BEARER, ["token"]),
        ("githubBearer", BEARER, ["github_token"]),
        ("adminToken", BEARER, ["admin_token"]),
        ("ApiKeyAuth", KEY, ["api_key"]),
        ("api_key", KEY, ["api_key"]),
        ("apiKey", KEY, ["api_key"]),
        ("header", KEY, ["api_key"]),
        ("app_id", KEY, ["app_id"]),
        ("OpenID", {"type": "openIdConnect", "openIdConnectUrl": "https://x"}, ["token"]),
        ("petstore_auth", {"type": "oauth2", "flows": {}}, ["petstore_token"]),
    ],
)
def test_credentials_are_named_from_their_scheme(scheme: str, written: dict[str, Any], expected: list[str]) -> None:
    assert credentials(with_schemes({scheme: written})) == expected


def test_two_schemes_never_share_a_credential() -> None:
    assert credentials(with_schemes({"basic": BASIC, "admin": BASIC})) == [
        *("username", "password", "admin_username", "admin_password")
    ]


def test_credentials_are_configured_or_kept() -> None:
    lock = {"#/components/securitySchemes/bearer.token": ("secret",)}
    options = BuildOptions(credentials={"basic.username": "account_sid"}, lock=lock)
    result = with_schemes({"basic": BASIC, "bearer": BEARER}, options)
    assert credentials(result) == ["account_sid", "password", "secret"]
    assert result.lock["#/components/securitySchemes/basic.username"] == ("account", "sid")


def test_each_kind_of_scheme_is_understood() -> None:
    flows: dict[str, Any] = {
        "clientCredentials": {"tokenUrl": "https://t", "refreshUrl": "https://r", "scopes": {"read": "Read."}},
        "deviceAuthorization": {"deviceAuthorizationUrl": "https://d", "tokenUrl": "https://t", "scopes": {}},
    }
    schemes = with_schemes(
        {
            "key": KEY,
            "bearer": BEARER,
            "oauth": {"type": "oauth2", "flows": flows},
            "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://o"},
        }
    ).api.security_schemes
    key, bearer, oauth, oidc = schemes.values()
    assert isinstance(key, ApiKeyScheme)
    assert (key.location, key.parameter) == (Location.HEADER, "X-Key")
    assert isinstance(bearer, HttpScheme)
    assert (bearer.scheme, bearer.bearer_format) == ("bearer", "JWT")
    assert isinstance(oauth, OAuthScheme)
    assert [flow.kind for flow in oauth.flows] == [
        "clientCredentials",
        "deviceAuthorization",
    ]
    assert (oauth.flows[0].refresh_url, oauth.flows[0].scopes) == ("https://r", (("read", "Read."),))
    assert oauth.flows[1].device_url == "https://d"
    assert isinstance(oidc, OpenIdScheme)
    assert oidc.url == "https://o"


@pytest.mark.parametrize(
    "broken", [{"type": "magic"}, {"type": "apiKey", "in": "body", "name": "x"}, {"$ref": "#/none"}, 5]
)
def test_a_scheme_that_cannot_be_understood_is_reported(broken: object) -> None:
    result = with_schemes({"broken": broken, "key": KEY})
    assert list(result.api.security_schemes) == ["key"]
    assert {"invalid-security-scheme", "unresolved-reference"} & set(result.codes)


REQUIREMENTS: list[tuple[Any, Any]] = [
    (None, ((SchemeUse(scheme="key"),),)),
    ([], ()),
    ([{}], ((),)),
    ([{}, {"key": []}], ((SchemeUse(scheme="key"),), ())),
    (
        [{"key": [], "oauth": ["read", "write"]}],
        ((SchemeUse(scheme="key"), SchemeUse(scheme="oauth", scopes=("read", "write"))),),
    ),
    ([{"key": []}, {"oauth": []}], ((SchemeUse(scheme="key"),), (SchemeUse(scheme="oauth"),))),
]


@pytest.mark.parametrize(("own", "expected"), REQUIREMENTS)
def test_requirements_are_inherited_replaced_or_removed(own: object, expected: object) -> None:
    members = {} if own is None else {"security": own}
    document: dict[str, Any] = {
        "paths": operation("/a", **members),
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": KEY, "oauth": {"type": "oauth2", "flows": {}}}},
    }
    assert built(document).only.security == expected


def test_a_scheme_of_another_document_is_referred_to(tmp_path: Path) -> None:
    other = {"key": {"type": "apiKey", "in": "query", "name": "k"}, "device": {"type": "http", "scheme": "bearer"}}
    own: list[Any] = [{"https://api.test/auth.json#/components/securitySchemes/key": []}]
    (tmp_path / "auth.json").write_text(json.dumps({"openapi": "3.2.0", "components": {"securitySchemes": other}}))
    document: dict[str, Any] = {
        "openapi": "3.2.0",
        "$self": "https://api.test/openapi.json",
        "info": {"title": "Test", "version": "1"},
        "paths": {
            **operation("/a", security=own),
            **operation("/b", security=[*own, {"auth.json#/components/securitySchemes/device": []}]),
            **operation("/c", security=[{"auth.json#/components/securitySchemes/none": []}]),
        },
        "components": {"securitySchemes": {"key": KEY}},
    }
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    result = build_source(open_document(tmp_path / "openapi.json"))
    schemes = result.api.security_schemes
    assert list(schemes) == ["key", "auth_key", "device"]
    assert [scheme.parameter for scheme in schemes.values() if isinstance(scheme, ApiKeyScheme)] == ["X-Key", "k"]
    first, second, third = (one.security for one in result.api.operations.values())
    assert first == ((SchemeUse(scheme="auth_key"),),)
    assert second == ((SchemeUse(scheme="auth_key"),), (SchemeUse(scheme="device"),))
    assert third == ()
    assert [entry.code for entry in result.coverage] == ["undefined-security-scheme"]


def test_a_requirement_of_an_unknown_scheme_is_left_out() -> None:
    document: dict[str, Any] = {
        "paths": operation("/a", security=[{"nobody": []}, {"key": []}]),
        "components": {"securitySchemes": {"key": KEY}},
    }
    result = built(document)
    assert result.only.security == ((SchemeUse(scheme="key"),),)
    assert [entry.code for entry in result.coverage] == ["undefined-security-scheme"]


def names(*servers: dict[str, Any]) -> list[str]:
    return ["_".join(server.name.words) for server in built({"servers": list(servers)}).api.servers]


def test_servers_are_named_for_their_environment() -> None:
    assert names({"url": "https://api.example.com", "description": "Whatever it is"}) == ["default"]
    assert names(
        {"url": "https://api.example.com", "description": "The production server"},
        {"url": "https://sandbox.example.com"},
        {"url": "http://localhost:8080"},
        {"url": "https://eu.example.com", "description": "Europe"},
        {"url": "https://eu.example.com", "description": "Europe"},
        {"url": "/relative"},
    ) == ["production", "sandbox", "local", "europe", "eu_example_com", "server_1"]
    assert names({"url": "https://x", "name": "Main one"}) == ["main_one"]


def test_variables_of_a_server() -> None:
    variable = {"default": 8443, "enum": [8443, "443"], "description": "Which port."}
    (server,) = built({"servers": [{"url": "https://{host}:{port}/v1", "variables": {"port": variable}}]}).api.servers
    (found,) = server.variables
    assert (found.name.wire, found.default, found.values, found.docs.body) == (
        "port",
        "8443",
        ("8443", "443"),
        "Which port.",
    )


def test_the_nearest_servers_apply() -> None:
    item = {
        "servers": [{"url": "https://path"}],
        "get": {"operationId": "near", "servers": [{"url": "https://operation"}]},
        "put": {"operationId": "middle"},
    }
    found = built({"paths": {"/a": item} | operation("/b", operationId="far"), "servers": [{"url": "https://top"}]}).api
    assert {o.id: [s.url for s in o.servers] for o in found.operations.values()} == {
        "near": ["https://operation"],
        "middle": ["https://path"],
        "far": [],
    }


def test_webhooks_and_callbacks_are_requests_of_the_service() -> None:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}}
    document: dict[str, Any] = {
        "paths": operation(
            "/a",
            "post",
            operationId="subscribe",
            callbacks={"onData": {"{$request.query.url}": {"post": {"requestBody": body}}}},
        ),
        "webhooks": {
            "roomEnded": {"post": {"requestBody": body, "summary": "A room ended."}},
            "both": {"post": {}, "put": {}},
        },
        "components": {"schemas": {"Event": {"type": "object", "properties": {"id": {"type": "string"}}}}},
    }
    api = built(document).api
    found = [("_".join(w.name.words), w.method, w.operation, w.expression) for w in api.webhooks]
    assert found == [
        ("room_ended", "POST", "", ""),
        ("both_post", "POST", "", ""),
        ("both_put", "PUT", "", ""),
        ("on_data", "POST", "subscribe", "{$request.query.url}"),
    ]
    assert len({webhook.id for webhook in api.webhooks}) == 4
    assert api.webhooks[0].docs.summary == "A room ended."
    assert api.received == {"#/components/schemas/Event"}
    assert not api.sent
