import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeError, InvalidArgumentError } from "../runtime/errors.js";
import { Digits, isObject, parseJson, stringifyJson } from "../runtime/json.js";
import { isJson } from "../runtime/media.js";

test("integers beyond 2^53 are exact, others are numbers", () => {
  const text = '{"small":1,"safe":9007199254740991,"big":9007199254740993,"list":[-12345678901234567890,1.5,1e3]}';
  assert.deepEqual(parseJson(text), {
    small: 1,
    safe: 9007199254740991,
    big: 9007199254740993n,
    list: [-12345678901234567890n, 1.5, 1000],
  });
  assert.equal(stringifyJson(parseJson(text)), text.replace("1e3", "1000"));
});

test("digits inside of strings and fractions change nothing", () => {
  const text = '{"id":"12345678901234567890","odd":"a: 12345678901234567890, \\"b\\"","pi":3.14159265358979323846}';
  assert.deepEqual(parseJson(text), JSON.parse(text));
});

test("every token of JSON is read by the exact reader too", () => {
  const text = ' { "a" : [ ] , "b" : { } , "c" : [ true , false , null , "\\u00e9\\n" , -0.5 , 11111111111111111111 ] } ';
  assert.deepEqual(parseJson(text), {
    a: [],
    b: {},
    c: [true, false, null, "é\n", -0.5, 11111111111111111111n],
  });
});

test("numbers with more digits than a number keeps are kept where that is asked for", () => {
  const data = parseJson('[0.1,0.10000000000000000001,1.50,1e2,12345678901234567890.5]', true) as unknown[];
  assert.equal(data[0], 0.1);
  assert.ok(data[1] instanceof Digits);
  assert.equal(data[2], 1.5);
  assert.equal(data[3], 100);
  assert.equal(stringifyJson(data), "[0.1,0.10000000000000000001,1.5,100,12345678901234567890.5]");
});

test("a member called __proto__ is a member", () => {
  for (const text of ['{"__proto__":{"polluted":1}}', '{"__proto__":{"polluted":1},"n":11111111111111111111}']) {
    const data = parseJson(text) as { polluted?: number };
    assert.ok(Object.hasOwn(data, "__proto__"));
    assert.equal(data.polluted, undefined);
    assert.equal(stringifyJson(data), text);
  }
});

test("what is no JSON is refused, and said to be", () => {
  assert.throws(() => parseJson("<html>"), new DecodeError('expected JSON, found "<html>"', "$"));
  assert.throws(() => parseJson("  "), new DecodeError("expected JSON, found an empty text", "$"));
});

test("depth is an error of ours, not of the engine", () => {
  let data: unknown = 1;
  for (let depth = 0; depth < 50_000; depth++) {
    data = [data];
  }
  assert.throws(() => stringifyJson(data), InvalidArgumentError);
});

test("media types of JSON", () => {
  for (const type of ["application/json", "text/json", "application/problem+json; charset=utf-8", "APPLICATION/JSON"]) {
    assert.ok(isJson(type), type);
  }
  for (const type of ["application/jsonl", "text/plain", "application/json-seq"]) {
    assert.ok(!isJson(type), type);
  }
});

test("objects are what JSON calls so", () => {
  assert.ok(isObject({}) && isObject(Object.create(null)));
  assert.ok(!isObject([]) && !isObject(null) && !isObject(new Date()) && !isObject(new Map()) && !isObject("x"));
});
