import assert from "node:assert/strict";
import { test } from "node:test";
import * as c from "../runtime/codecs.js";
import { array, jsonTextOf, nullable, record, tuple } from "../runtime/containers.js";
import { DecodeError, InvalidArgumentError } from "../runtime/errors.js";
import { parseJson, stringifyJson } from "../runtime/json.js";
import { model, shadowed, type ModelCodec } from "../runtime/models.js";
import * as s from "../runtime/scalars.js";

interface Room {
  uniqueName?: string;
  createdAt?: string;
  parent?: Room | null;
  tags?: string[];
  sid?: string;
}

const Room: ModelCodec<Room> = model<Room>({
  fields: {
    uniqueName: ["unique_name", c.string],
    createdAt: ["created_at", s.dateTime],
    parent: ["parent", () => Room],
    tags: ["tags", () => array(c.string)],
    sid: ["sid", c.string],
  },
  required: ["sid"],
  nullable: ["parent"],
  readOnly: ["createdAt"],
});

const REQUEST: c.Writing = { request: true, seconds: false };

const write = (codec: c.Lazy<unknown>, value: unknown, how = REQUEST): unknown => c.encode(codec, value, how);

test("a model is read in the names of TypeScript, and written in those of the wire", () => {
  const data = { unique_name: "a", parent: { unique_name: "b" }, tags: ["x"], sid: "RM1" };
  const room = Room.fromJson(data);
  assert.deepEqual(room, { uniqueName: "a", parent: { uniqueName: "b" }, tags: ["x"], sid: "RM1" });
  assert.deepEqual(Room.toJson(room), data);
});

test("unknown properties survive, also one whose name TypeScript has for another", () => {
  const data = { unique_name: "a", enable_turn: true, uniqueName: "other", nested: { unique_name: 1 } };
  const room = Room.fromJson(data);
  assert.deepEqual(Room.toJson(room), data);
  assert.deepEqual({ ...room }, room);
  assert.equal((room as { enable_turn?: boolean }).enable_turn, true);
  assert.deepEqual((room as { [shadowed]?: object })[shadowed], { uniqueName: "other" });
  assert.deepEqual(Room.toJson({ ...room, uniqueName: "b" }), { ...data, unique_name: "b" });
});

test("null is absence where the document does not allow it, and null where it does", () => {
  assert.deepEqual(Room.fromJson({ unique_name: null, parent: null, sid: null }), { parent: null, sid: null });
  assert.deepEqual(write(Room, { parent: null, tags: undefined }), { parent: null });
});

test("what only the server sets is not sent", () => {
  assert.deepEqual(write(Room, { createdAt: "2024-01-01T00:00:00Z", sid: "RM1" }), { sid: "RM1" });
});

test("names of the wire are taken, too", () => {
  assert.deepEqual(write(Room, { unique_name: "a", created_at: "x" }), { unique_name: "a" });
});

test("properties of Object mean nothing", () => {
  const data = parseJson('{"constructor":1,"toString":2,"__proto__":{"a":1},"hasOwnProperty":3}');
  const room = Room.fromJson(data);
  assert.equal(stringifyJson(Room.toJson(room)), stringifyJson(data));
  assert.equal(({} as { a?: number }).a, undefined);
});

test("what does not fit stays as it is, but not for strict clients", () => {
  assert.deepEqual(Room.fromJson({ tags: "x", unique_name: 5 }), { tags: "x", uniqueName: 5 });
  const faults: [unknown, string][] = [
    [{ sid: "a", tags: ["x", 1] }, "$.tags[1]: expected a string, found the number 1"],
    [{ sid: "a", parent: { sid: 1 } }, "$.parent.sid: expected a string, found the number 1"],
    [{}, '$: expected the property "sid", found an object'],
    [[], "$: expected an object, found an array"],
    [{ sid: null }, "$.sid: expected a string, found null"],
  ];
  for (const [data, message] of faults) {
    assert.throws(() => Room.fromJson(data, true), { name: "DecodeError", message });
  }
  assert.deepEqual(Room.fromJson({ sid: "a", parent: null, unique_name: null }, true), { sid: "a", parent: null });
});

test("values are written by what they are", () => {
  const moment = new Date("2024-03-01T12:00:00.250Z");
  const values: [unknown, unknown][] = [
    [moment, "2024-03-01T12:00:00.250Z"],
    [new Date("2024-03-01T12:00:00Z"), "2024-03-01T12:00:00Z"],
    [new Uint8Array([251, 255]), "+/8="],
    [new Uint8Array([1, 2]).buffer, "AQI="],
    [new Set([1, 2]), [1, 2]],
    [new Map<unknown, unknown>([["a", moment]]), { a: "2024-03-01T12:00:00.250Z" }],
    [{ toJSON: () => ({ amount: "1.50" }) }, { amount: "1.50" }],
    [{ a: undefined, b: null }, { b: null }],
    [12345678901234567890n, 12345678901234567890n],
  ];
  for (const [value, data] of values) {
    assert.deepEqual(write(c.any, value), data);
  }
  assert.equal(c.encode(c.any, moment, { request: true, seconds: true }), "2024-03-01T12:00:00Z");
});

test("what cannot be sent is refused, with its place", () => {
  const cases: [unknown, string][] = [
    [{ tags: ["a", Number.NaN] }, "tags[1]: NaN is not a number that can be sent"],
    [{ parent: { uniqueName: () => 1 } }, "parent.uniqueName: a function cannot be sent"],
    [{ tags: [undefined] }, "tags[0]: undefined stands for a whole argument or property, not for a value inside one"],
    [{ createdAt: 1, extra: [new Date(Number.NaN)] }, "extra[0]: an invalid Date cannot be sent"],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => write(Room, value), { name: "InvalidArgumentError", message });
  }
});

test("a value that holds itself is refused", () => {
  const room: { parent?: unknown } = {};
  room.parent = room;
  assert.throws(() => write(Room, room), InvalidArgumentError);
});

test("scalars: what is read, and what is written", () => {
  const bytes = new Uint8Array([251, 255, 254]);
  const cases: [c.ValueCodec<unknown>, unknown, unknown, unknown][] = [
    [s.dateTime, "2015-07-30T20:00:00Z", "2015-07-30T20:00:00Z", "2015-07-30T20:00:00Z"],
    [s.instant, "2015-07-30t20:00:00.5z", new Date("2015-07-30T20:00:00.5Z"), "2015-07-30T20:00:00.500Z"],
    [s.instant, "soon", "soon", "soon"],
    [s.date, "2024-02-29", "2024-02-29", "2024-02-29"],
    [s.int64, 5, 5, 5],
    [s.int64, 2n ** 60n, 2n ** 60n, 2n ** 60n],
    [s.bigInteger, 5, 5n, 5n],
    [s.nearInteger, 2n ** 60n, 2 ** 60, 2 ** 60],
    [s.decimal, 1.5, "1.5", "1.5"],
    [s.decimal, "1.50", "1.50", "1.50"],
    [s.bytes, "+//+", bytes, "+//+"],
    [s.bytes, "+//\n+", bytes, "+//+"],
    [s.bytes, "no base64!", "no base64!", "no base64!"],
    [s.base64url, "-__-", bytes, "-__-"],
    [c.number, 2n ** 60n, 2 ** 60, 2 ** 60],
    [c.integer, 2n ** 60n, 2n ** 60n, 2n ** 60n],
  ];
  for (const [codec, data, value, again] of cases) {
    assert.deepEqual(codec.read(data), value);
    assert.deepEqual(write(codec, value), again);
  }
  assert.equal(write(s.date, new Date("2024-02-29T23:00:00Z")), "2024-02-29");
  assert.equal(write(s.jsonText, [{ a: 1 }]), '[{"a":1}]');
  assert.equal(write(s.jsonText, "[1]"), "[1]");
});

test("scalars: what a strict client refuses", () => {
  const cases: [c.ValueCodec<unknown>, unknown[], unknown[]][] = [
    [s.dateTime, ["2015-07-30T20:00:00Z", "2015-07-30 20:00:60+02:00"], ["2015-07-30", "2015-13-30T20:00:00Z", 1]],
    [s.date, ["2024-02-29"], ["2024-02-30T", "24-02-03", "2024-02-32"]],
    [s.time, ["12:00:00", "12:00:00.5Z"], ["25:00:00", "12:00"]],
    [s.duration, ["P1D", "PT1.5S", "-P1W"], ["P", "PT", "1D"]],
    [s.uuid, ["6F1d2c3a-5b4e-4a7d-9c8b-0a1b2c3d4e5f"], ["6f1d2c3a"]],
    [s.decimal, ["1.5", 1, "-.5e3"], ["x", null]],
    [s.bytes, ["AQI="], ["!", 1]],
    [s.base64url, ["-_", "AQI"], ["+/"]],
    [c.integer, [1, 2n ** 60n, 1.0], [1.5, "1"]],
    [c.number, [1, 1.5], ["1", null]],
    [c.boolean, [true], ["true", 1]],
    [c.literal("a", 1), ["a", 1], ["b", 2, null]],
    [nullable(c.string), ["a", null], [1]],
    [record(c.integer), [{ a: 1 }], [{ a: "x" }, []]],
    [jsonTextOf(record(c.integer)), ['{"a": 1}', "{}"], ['{"a": "x"}', "{a}", "1", 1, null]],
    [tuple([c.string, c.integer]), [["a", 1, true], ["a"]], [[1], "a"]],
  ];
  for (const [codec, good, bad] of cases) {
    for (const data of good) {
      assert.ok(c.fits(codec, data), String(data));
    }
    for (const data of bad) {
      assert.throws(() => codec.check(data, undefined), DecodeError, String(data));
    }
  }
});

test("decimals are exact, digit for digit", () => {
  const Price = model<{ amount: string; other: unknown }>({
    fields: { amount: ["amount", s.decimalNumber], other: ["other"] },
  });
  const text = '{"amount":12345678901234.12345678901234,"other":[0.1,0.10000000000000000001]}';
  const price = c.fromText(text, (data) => Price.fromJson(data));
  assert.deepEqual(price, { amount: "12345678901234.12345678901234", other: [0.1, 0.1] });
  assert.equal(stringifyJson(Price.toJson(price)), '{"amount":12345678901234.12345678901234,"other":[0.1,0.1]}');
  assert.throws(() => Price.toJson({ amount: "1,5", other: 1 }), InvalidArgumentError);
});

test("containers read and write what is inside", () => {
  const rooms = record(() => array(Room));
  const data = { a: [{ unique_name: "x" }], __proto__x: [] };
  const value = rooms.read(data);
  assert.deepEqual(value["a"], [{ uniqueName: "x" }]);
  assert.deepEqual(write(rooms, value), data);
  assert.deepEqual(write(rooms, new Map([["a", new Set([{ uniqueName: "x" }])]])), { a: [{ unique_name: "x" }] });
  const pair = tuple<[string, Room]>([c.string, () => Room], () => Room);
  assert.deepEqual(pair.read(["a", { unique_name: "x" }, { unique_name: "y" }]), ["a", { uniqueName: "x" }, { uniqueName: "y" }]);
  assert.deepEqual(write(pair, ["a", { uniqueName: "x" }]), ["a", { unique_name: "x" }]);
});

test("texts that hold JSON are typed by what is in them", () => {
  const rooms = jsonTextOf(array(Room));
  assert.deepEqual(rooms.read('[{"unique_name": "x"}]'), [{ uniqueName: "x" }]);
  assert.equal(write(rooms, [{ uniqueName: "x" }]), '[{"unique_name":"x"}]');
  assert.equal(rooms.read("none"), "none");
  assert.equal(write(rooms, "none"), "none");
  assert.equal(write(rooms, null), null);
  assert.equal(c.fromText('"0.1000000000000000000001"', (data) => jsonTextOf(s.decimalNumber).read(data)), "0.1000000000000000000001");
});
