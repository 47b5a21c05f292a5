import assert from "node:assert/strict";
import { test } from "node:test";
import * as c from "../runtime/codecs.js";
import { array } from "../runtime/containers.js";
import { DecodeError } from "../runtime/errors.js";
import { model, type ModelCodec } from "../runtime/models.js";
import { instant } from "../runtime/scalars.js";
import { oneOf, shaped, tagged } from "../runtime/unions.js";

interface Cat {
  petType: "cat";
  lifeCount: number;
}

interface Dog {
  petType: "dog";
  barkLevel: number;
}

const Cat: ModelCodec<Cat> = model<Cat>({
  fields: { petType: ["pet_type", c.string], lifeCount: ["life_count", c.integer] },
});
const Dog: ModelCodec<Dog> = model<Dog>({
  fields: { petType: ["pet_type", c.string], barkLevel: ["bark_level", c.integer] },
});
const REQUEST: c.Writing = { request: true, seconds: false };

test("a tag tells the variant, and an unknown one keeps the data", () => {
  const Pet = tagged<Cat | Dog>("pet_type", [["cat", () => Cat], ["dog", () => Dog]], { name: "petType" });
  const cat = { pet_type: "cat", life_count: 9 };
  assert.deepEqual(Pet.read(cat), { petType: "cat", lifeCount: 9 });
  assert.deepEqual(c.encode(Pet, Pet.read(cat), REQUEST), cat);
  const bird = { pet_type: "bird", wing_span: 2 };
  assert.deepEqual(Pet.read(bird), bird);
  assert.deepEqual(c.encode(Pet, Pet.read(bird), REQUEST), bird);
  assert.equal(Pet.read("x" as never), "x");
  assert.throws(() => Pet.check(bird, undefined), { message: '$.pet_type: expected one of "cat", "dog", found "bird"' });
  assert.deepEqual(Pet.read({ pet_type: "constructor" }), { pet_type: "constructor" });
});

test("a value without a tag is the only variant that it fits, and there may be one for all others", () => {
  const strict = (name: string): ModelCodec<unknown> => model<unknown>({ fields: { [name]: [name, c.integer] }, required: [name] });
  const [a, b] = [strict("a"), strict("b")];
  const Pet = tagged<unknown>("t", [["a", a], ["b", b]]);
  assert.equal(Pet.inside?.variantOf?.({ a: 1 }), a);
  assert.equal(Pet.inside?.variantOf?.({ a: 1, b: 1 }), undefined);
  assert.equal(Pet.inside?.variantOf?.({ t: "x", a: 1 }), undefined);
  assert.equal(tagged("t", [["a", a]], { otherwise: b }).inside?.variantOf?.({ t: "x", a: 1 }), b);
});

test("true and 1 are different tags", () => {
  const Pet = tagged<unknown>("t", [[true, () => Cat], [1, () => Dog]]);
  assert.deepEqual(Pet.read({ t: 1, bark_level: 2 }), { t: 1, barkLevel: 2 });
  assert.deepEqual(Pet.read({ t: true, bark_level: 2 }), { t: true, bark_level: 2 });
});

test("variants of one tag are told apart by their shape", () => {
  const Pet = tagged<Cat | Dog>("kind", [
    ["pet", () => Cat, { required: ["life_count"] }],
    ["pet", () => Dog, { required: ["bark_level"] }],
  ]);
  assert.deepEqual(Pet.read({ kind: "pet", bark_level: 1 }), { kind: "pet", barkLevel: 1 });
});

test("shapes: by constants, by required names, by known names", () => {
  const byConst = shaped<unknown>([() => Cat, { consts: { t: ["c"] } }], [() => Dog, { consts: { t: ["d"] } }]);
  assert.deepEqual(byConst.read({ t: "d", bark_level: 1 }), { t: "d", barkLevel: 1 });
  const byRequired = shaped<unknown>(
    [() => Cat, { required: ["life_count"] }],
    [() => Dog, { required: ["bark_level"] }],
  );
  assert.deepEqual(byRequired.read({ life_count: 1 }), { lifeCount: 1 });
  assert.deepEqual(byRequired.read({ wings: 1 }), { wings: 1 });
  const byNames = shaped<unknown>(
    [() => Cat, { properties: ["pet_type", "life_count"] }],
    [() => Dog, { properties: ["pet_type", "bark_level"] }],
  );
  assert.deepEqual(byNames.read({ bark_level: 1 }), { barkLevel: 1 });
});

test("a value is written by the variant that it is", () => {
  const Pet = shaped<Cat | Dog>([() => Cat, { required: ["life_count"] }], [() => Dog, { required: ["bark_level"] }]);
  assert.deepEqual(c.encode(Pet, { petType: "dog", barkLevel: 3 }, REQUEST), { pet_type: "dog", bark_level: 3 });
  assert.deepEqual(c.encode(Pet, { petType: "cat", lifeCount: 3 }, REQUEST), { pet_type: "cat", life_count: 3 });
});

test("the JSON type alone tells", () => {
  const Either = oneOf<string | number[] | Cat>(c.string, () => array(c.integer), () => Cat);
  for (const [data, value] of [
    ["a", "a"],
    [[1], [1]],
    [{ life_count: 1 }, { lifeCount: 1 }],
  ]) {
    assert.deepEqual(Either.read(data), value);
    assert.deepEqual(c.encode(Either, value, REQUEST), data);
  }
  assert.equal(Either.read(true), true);
  assert.throws(() => Either.check(true, undefined), DecodeError);
});

test("a Date among the variants is an instant", () => {
  const Moment = oneOf<Date | Cat>(instant, () => Cat);
  const value = Moment.read("2024-01-01T00:00:00Z");
  assert.ok(value instanceof Date);
  assert.equal(c.encode(Moment, value, REQUEST), "2024-01-01T00:00:00Z");
});
