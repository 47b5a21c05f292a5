import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonLinesBody, textBody } from "../runtime/bodies.js";
import * as c from "../runtime/codecs.js";
import { array, record } from "../runtime/containers.js";
import { DecodeError, InvalidArgumentError } from "../runtime/errors.js";
import { EventFramer, JsonLinesFramer, JsonSeqFramer, type Framer } from "../runtime/framing.js";
import { redactBody, redactUrl } from "../runtime/logs.js";
import { model, type ModelCodec } from "../runtime/models.js";
import type { Operation } from "../runtime/operations.js";
import { linkTarget } from "../runtime/pages.js";
import { readForm } from "../runtime/readers.js";
import { backoff, retryAfter } from "../runtime/retry.js";
import { RecordingFetch } from "../runtime/testing.js";
import type { EncodedBody } from "../runtime/uploads.js";
import { rebase } from "../runtime/urls.js";
import { validate } from "../runtime/validation.js";
import { parseWebhook } from "../runtime/webhooks.js";
import { readXml, xmlBody } from "../runtime/xml.js";
import { sortArguments } from "../runtime/arguments.js";

const REQUEST: c.Writing = { request: true, seconds: false };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function textOf(body: EncodedBody | undefined): Promise<string> {
  const content = typeof body?.content === "function" ? body.content() : (body?.content ?? "");
  return new Response(content as BodyInit).text();
}

/** Everything that a framer gives, whatever the pieces its input comes in. */
function framed<T>(make: () => Framer<T>, text: string): T[] {
  const data = bytes(text);
  const runs = [1, 2, 3, 1000].map((size) => {
    const framer = make();
    const found: T[] = [];
    for (let start = 0; start < data.length; start += size) {
      found.push(...framer.feed(data.subarray(start, start + size)));
    }
    return [...found, ...framer.end()];
  });
  for (const run of runs) {
    assert.deepEqual(run, runs[0]);
  }
  return runs[0] ?? [];
}

test("server-sent events, cut anywhere", () => {
  const text = '\ufeff:hello\r\nid: 1\r\ndata: ü\rdata:  two\n\nretry: 10\nevent: x\ndata\n\nretry: x\nid: a\0b\ndata: c\n\ndata: lost';
  assert.deepEqual(framed(() => new EventFramer(), text), [
    { data: "ü\n two", event: "message", id: "1" },
    { data: "", event: "x", id: "1", retry: 10 },
    { data: "c", event: "message", id: "1" },
  ]);
});

test("JSON Lines and JSON text sequences, cut anywhere", () => {
  assert.deepEqual(framed(() => new JsonLinesFramer(), '{"a":1}\r\n\n{"ü":2}'), ['{"a":1}', '{"ü":2}']);
  assert.deepEqual(framed(() => new JsonSeqFramer(), 'x\x1e{"a":1}\n\x1e\x1e{"ü":2}'), ['{"a":1}', '{"ü":2}']);
});

test("JSON Lines are sent from lists and streams", async () => {
  const body = jsonLinesBody({ type: c.any, argument: "body" });
  assert.equal(await textOf(body.encode([{ a: 1 }, "x"], REQUEST, undefined)), '{"a":1}\n"x"\n');
  async function* items(): AsyncGenerator<number, void, undefined> {
    yield 1;
    yield 2;
  }
  const streamed = body.encode(items(), REQUEST, undefined);
  assert.equal(streamed?.replayable, false);
  assert.equal(await textOf(streamed), "1\n2\n");
  assert.throws(() => body.encode(5, REQUEST, undefined), InvalidArgumentError);
  assert.equal(textBody({}).encode(true, REQUEST, undefined)?.content, "true");
});

interface Pet {
  id?: number;
  name?: string;
  tags?: string[];
  photos?: string[];
  owner?: { name?: string };
  note?: string;
}

const Owner = model<{ name?: string }>({ fields: { name: ["name", c.string] } });
const Pet: ModelCodec<Pet> = model<Pet>({
  name: "Pet",
  fields: {
    id: ["id", c.integer],
    name: ["name", c.string],
    tags: ["tags", () => array(c.string)],
    photos: ["photos", () => array(c.string)],
    owner: ["owner", Owner],
    note: ["note", c.string],
  },
  nullable: ["note"],
  xml: {
    id: { node: "attribute" },
    name: { name: "Name", prefix: "p", namespace: "urn:pet" },
    tags: { wrapped: true, itemName: "tag" },
    photos: { name: "photo" },
    note: { node: "text" },
  },
  element: { name: "pet" },
});

test("XML: attributes, namespaces, wrapping, text; there and back", async () => {
  const pet = { id: 1, name: 'a<&>"\n', tags: ["x", "y"], photos: ["1", "2"], owner: { name: "o" } };
  const text = await textOf(xmlBody({ type: Pet, argument: "body" }).encode(pet, REQUEST, undefined));
  assert.equal(
    text,
    '<?xml version="1.0" encoding="UTF-8"?>\n<pet id="1"><p:Name xmlns:p="urn:pet">a&lt;&amp;&gt;&quot;&#10;</p:Name>' +
      "<tags><tag>x</tag><tag>y</tag></tags><photo>1</photo><photo>2</photo><owner><name>o</name></owner></pet>",
  );
  assert.deepEqual(readXml(Pet).read(bytes(text), false, ""), { ...pet, note: "" });
});

test("XML: what is unknown, nil, CDATA, entities, encodings", () => {
  const text =
    '<?xml version="1.0" encoding="iso-8859-1"?><!-- c --><?pi x?>\n' +
    "<pet id='07' odd=\"&#x41;\"><photo xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/><extra><a>1</a><a>2</a></extra>" +
    "<Name><![CDATA[<b>]]>\u00e9</Name></pet>";
  const data = Uint8Array.from(text, (character) => character.charCodeAt(0));
  assert.deepEqual(readXml(Pet).read(data, false, ""), {
    id: 7,
    photos: [null],
    extra: { a: ["1", "2"] },
    name: "<b>é",
    odd: "A",
    note: "",
  });
  for (const wrong of ["", "<a>", "<a></b>", "<a/><b/>", "text", "<a>&nope;</a>", "<!DOCTYPE a><a/>", "<a b=c/>"]) {
    assert.throws(() => readXml(Pet).read(bytes(wrong), false, ""), DecodeError, wrong);
  }
  assert.throws(() => readXml(Pet).read(bytes('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), false, ""), /document type/);
});

test("XML: names that are none, and characters that are none, are refused", () => {
  const body = xmlBody({ type: record(c.string), argument: "body" });
  assert.throws(() => body.encode({ "a><b": "x" }, REQUEST, undefined), InvalidArgumentError);
  assert.throws(() => body.encode({ a: "\x01" }, REQUEST, undefined), InvalidArgumentError);
});

const operation: Operation<unknown> = {
  call: "pets.add",
  method: "POST",
  path: ["/pets/", ["id", c.string, { constraints: { pattern: "^p\\d$" } }]],
  query: { limit: ["limit", c.integer, { constraints: { minimum: 1, maximum: 3, multipleOf: 0.1 } }] },
  body: {
    mediaType: "application/json",
    fields: {
      name: ["name", c.string],
      pets: ["pets", () => array(strictPet)],
      map: ["map", () => record(strictPet)],
    },
    constraints: { name: { minLength: 2 }, pets: { maxItems: 1, uniqueItems: true } },
    encode: () => undefined,
  },
};
const strictPet = model<unknown>({
  fields: { age: ["age", c.integer], id: ["id", c.integer] },
  required: ["age", "id"],
  readOnly: ["id"],
  constraints: { age: { exclusiveMinimum: 0 } },
});

test("constraints: all faults at once, with their places", () => {
  const pets = [{ age: 0 }, {}, {}];
  const args = sortArguments(operation, ["x"], { limit: 3.25, name: "ü", pets, map: { a: { age: -1 } } });
  assert.throws(() => validate(operation, args, REQUEST), {
    name: "ConstraintError",
    violations: [
      'id: must match "^p\\\\d$", is "x"',
      "limit: must be at most 3, is 3.25",
      "limit: must be a multiple of 0.1, is 3.25",
      "name: must have at least 2 characters, has 1",
      "pets: must have at most 1 item, has 3",
      "pets: its items must be unique",
      "pets[0].age: must be more than 0, is 0",
      "pets[1].age: is required",
      "pets[2].age: is required",
      "map.a.age: must be more than 0, is -1",
    ],
  });
  validate(operation, sortArguments(operation, ["p1"], { limit: 0.3 * 10, name: "ab", pets: [{ age: 1 }] }), REQUEST);
});

test("webhooks: the payload by name, after the signature", async () => {
  const events = { "pet.added": { "application/json": () => Pet }, ping: {} };
  assert.deepEqual(await parseWebhook(events, "pet.added", '{"name":"a"}'), { name: "a" });
  assert.equal(await parseWebhook(events, "ping", ""), undefined);
  const verify = async (body: Uint8Array, headers: Headers): Promise<boolean> =>
    body.length === 2 && headers.get("x-signature") === "ok";
  assert.deepEqual(await parseWebhook(events, "pet.added", "{}", { headers: { "X-Signature": "ok" }, verify }), {});
  await assert.rejects(parseWebhook(events, "pet.added", "no JSON", { verify }), { name: "SignatureError" });
  await assert.rejects(parseWebhook(events, "constructor", ""), { name: "InvalidArgumentError", message: 'event: there is no webhook "constructor"; known: pet.added, ping' });
});

test("forms are read as objects", () => {
  const read = readForm(record(c.any));
  assert.deepEqual(read.read(bytes("a=1&b=x+y&b=%C3%BC"), false, ""), { a: "1", b: ["x y", "ü"] });
});

test("how long to wait", () => {
  const now = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");
  const after = (value: string): number | undefined => retryAfter(new Headers({ "Retry-After": value }), now);
  assert.deepEqual(["3", "0.5", "999", "Wed, 21 Oct 2026 07:28:09 GMT", "Tue, 20 Oct 2026 07:28:09 GMT", "soon", ""].map(after), [3000, 500, 60_000, 9000, 0, undefined, undefined]);
  assert.deepEqual([0, 1, 2, 9].map((attempt) => backoff(attempt, 0)), [500, 1000, 2000, 8000]);
  assert.equal(backoff(0, 0.999) > 250, true);
});

test("links, and what logs hide", () => {
  assert.equal(linkTarget('<a>; rel=prev, <b>; REL="x NEXT"', "next"), "b");
  assert.equal(linkTarget("<a>", "next"), undefined);
  assert.equal(redactUrl("https://u:p@a/b?x=1&api%5Fkey=2#f", new Set()), "https://a/b?x=1&api%5Fkey=***");
  assert.equal(redactBody("a=1&auth_token=2", "application/x-www-form-urlencoded"), "a=1&auth_token=***");
});

test("next URLs are rebased onto the base URL in use", () => {
  const declared = ["https://api.example.com/v1", "https://*.example.org"];
  const cases: [string, string, string | undefined][] = [
    ["https://api.example.com/v1/Rooms?a=$&", "http://localhost:8080/mock", "http://localhost:8080/mock/Rooms?a=$&"],
    ["https://api.example.com/v12/Rooms", "http://localhost:8080/mock", undefined],
    ["https://eu.example.org/v9?x", "http://localhost:8080/mock", "http://localhost:8080/v9?x"],
    ["https://example.org/v9", "http://localhost:8080", undefined],
    ["https://LOCALHOST.:8080/a", "https://localhost:8080", "https://LOCALHOST.:8080/a"],
    ["http://localhost:8080/a", "https://localhost:8080", undefined],
    ["https://a b/", "https://localhost:8080", undefined],
  ];
  for (const [url, base, expected] of cases) {
    assert.equal(rebase(url, base, declared), expected, url);
  }
});

test("the recording fetch says what is missing", async () => {
  const server = new RecordingFetch();
  await assert.rejects(server.fetch("https://a/b"), /no answer is queued for request 1: GET https:\/\/a\/b/);
  server.answer({ value: { name: "a" }, codec: Pet, status: 201 });
  const response = await server.fetch("https://a/%C3%BC?x=1&x=2", { method: "POST", body: "k=v" });
  assert.deepEqual([response.status, await response.text()], [201, '{"name":"a"}']);
  assert.deepEqual([server.requests[1]?.path, server.requests[1]?.query, server.requests[1]?.form], ["/ü", { x: ["1", "2"] }, { k: ["v"] }]);
});
