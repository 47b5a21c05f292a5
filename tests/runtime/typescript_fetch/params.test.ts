import assert from "node:assert/strict";
import { test } from "node:test";
import { any } from "../runtime/codecs.js";
import * as p from "../runtime/params.js";

const HOW = { request: true, seconds: true };
const LIST = ["blue", "black", "brown"];
const COLOR = { R: 100, G: 200, B: 150 };

type Row = [options: p.ParameterOptions, value: unknown, expected: string];

function rows(write: (parameter: p.Parameter, value: unknown, how: typeof HOW) => string | undefined, list: Row[]): void {
  for (const [options, value, expected] of list) {
    assert.equal(write(["color", any, options], value, HOW), expected, expected);
  }
}

test("paths", () => {
  rows(p.pathSegment, [
    [{}, "a/b?c#d%e", "a%2Fb%3Fc%23d%25e"],
    [{}, "ü!'()*", "%C3%BC%21%27%28%29%2A"],
    [{}, LIST, "blue,black,brown"],
    [{}, COLOR, "R,100,G,200,B,150"],
    [{ explode: true }, COLOR, "R=100,G=200,B=150"],
    [{ style: "label" }, LIST, ".blue,black,brown"],
    [{ style: "label", explode: true }, LIST, ".blue.black.brown"],
    [{ style: "label", explode: true }, COLOR, ".R=100.G=200.B=150"],
    [{ style: "matrix" }, "", ";color"],
    [{ style: "matrix" }, LIST, ";color=blue,black,brown"],
    [{ style: "matrix", explode: true }, LIST, ";color=blue;color=black;color=brown"],
    [{ style: "matrix", explode: true }, COLOR, ";R=100;G=200;B=150"],
    [{ allowReserved: true }, "a:b@c/d?e%20[f]", "a:b@c%2Fd%3Fe%20%5Bf%5D"],
    [{}, true, "true"],
  ]);
  assert.throws(() => p.pathSegment(["id"], "", HOW), { message: "id: an empty value would change the path of the request" });
  assert.throws(() => p.pathSegment(["id"], [], HOW), { name: "InvalidArgumentError" });
  assert.equal(p.pathSegment(["id"], "", HOW, false), "");
  assert.throws(() => p.pathSegment(["id"], "\ud800", HOW), { name: "InvalidArgumentError" });
});

test("queries", () => {
  rows(p.queryPart, [
    [{}, "a b&c=d+e", "color=a%20b%26c%3Dd%2Be"],
    [{}, "", "color="],
    [{}, LIST, "color=blue&color=black&color=brown"],
    [{ explode: false }, LIST, "color=blue,black,brown"],
    [{}, [], ""],
    [{ explode: false }, [], ""],
    [{}, COLOR, "R=100&G=200&B=150"],
    [{ explode: false }, COLOR, "color=R,100,G,200,B,150"],
    [{}, { list: ["a", "b"], none: null }, "list=a&list=b"],
    [{ style: "spaceDelimited", explode: false }, LIST, "color=blue%20black%20brown"],
    [{ style: "pipeDelimited", explode: false }, COLOR, "color=R%7C100%7CG%7C200%7CB%7C150"],
    [{ style: "deepObject" }, COLOR, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
    [{ style: "deepObject" }, { a: { b: [1, { c: 2 }] } }, "color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=2"],
    [{ allowReserved: true }, "a/b?c&d[e]", "color=a/b?c&d%5Be%5D"],
    [{ mediaType: "application/json" }, { a: [1] }, "color=%7B%22a%22%3A%5B1%5D%7D"],
    [{}, new Date("2024-03-01T00:00:00.5Z"), "color=2024-03-01T00%3A00%3A00Z"],
    [{}, 12345678901234567890n, "color=12345678901234567890"],
  ]);
});

test("headers", () => {
  rows(p.headerValue, [
    [{}, "a, b", "a, b"],
    [{}, LIST, "blue,black,brown"],
    [{ explode: true }, COLOR, "R=100,G=200,B=150"],
    [{}, [], ""],
    [{ mediaType: "application/json" }, { a: 1 }, '{"a":1}'],
  ]);
  assert.equal(p.headerValue(["x"], null, HOW), undefined);
  assert.throws(() => p.headerValue(["x"], "a\r\nSet-Cookie: b", HOW), { name: "InvalidArgumentError" });
});

test("cookies", () => {
  rows(p.cookiePart, [
    [{}, "a; b", "color=a%3B%20b"],
    [{}, LIST, "color=blue; color=black; color=brown"],
    [{ style: "cookie" }, "a b", "color=a b"],
    [{ style: "cookie", explode: false }, LIST, "color=blue,black,brown"],
  ]);
  assert.throws(() => p.cookiePart(["c", any, { style: "cookie" }], "a;b", HOW), { name: "InvalidArgumentError" });
  assert.throws(() => p.cookiePart(["c", any, { style: "cookie" }], "a\nb", HOW), { name: "InvalidArgumentError" });
});

test("the whole query", () => {
  const json: p.Parameter = ["q", any, { mediaType: "application/json" }];
  assert.equal(p.wholeQuery(json, { a: [1, "x"] }, HOW), "%7B%22a%22%3A%5B1%2C%22x%22%5D%7D");
  const form: p.Parameter = ["q", any, { mediaType: "application/x-www-form-urlencoded" }];
  assert.equal(p.wholeQuery(form, { a: ["x y", "z"], b: 1 }, HOW), "a=x+y&a=z&b=1");
});
