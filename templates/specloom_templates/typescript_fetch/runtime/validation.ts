/**
 * What the document demands beside types (`minimum`, `pattern`, `required`, …), checked before sending by clients that are
 * made with it: `new ApiClient({ validate })`. All faults of a request are reported at once.
 */

import type { Arguments, Given } from "./arguments.js";
import type { Part } from "./bodies.js";
import { any, bare, encode, type ValueCodec, type Lazy, type Writing } from "./codecs.js";
import type { Constraints } from "./constraints.js";
import { InvalidArgumentError } from "./errors.js";
import { isObject, stringifyJson } from "./json.js";
import { propertiesOf, type Members, type ModelCodec } from "./models.js";
import type { Operation, Validator } from "./operations.js";
import { isFile } from "./uploads.js";

/** A request that the document does not allow; `violations` lists each fault with its place. */
export class ConstraintError extends InvalidArgumentError {
  static {
    this.prototype.name = "ConstraintError";
  }
  readonly violations: readonly string[];

  constructor(violations: readonly string[]) {
    super(violations.join("\n"));
    this.violations = violations;
  }
}

/** Throws `ConstraintError` where the arguments break constraints of the document. Files are left out. */
export const validate: Validator = (operation, args, how) => {
  const paths = operation.path.filter((piece) => typeof piece !== "string");
  const names = [...new Map(paths.map((parameter) => [parameter[0], parameter])).values()];
  const given: readonly Given[] = [
    ...names.map((parameter, index): Given => [parameter, args.path[index]]),
    ...args.query,
    ...args.headers,
    ...args.cookies,
  ];
  const found = [
    ...given.flatMap(([[name, codec, options], value]) => faultsOf(name, value, codec, options?.constraints, how)),
    ...bodyFaults(operation, args, how),
  ];
  if (found.length > 0) {
    throw new ConstraintError(found);
  }
};

function* bodyFaults({ body }: Operation<unknown>, args: Arguments, how: Writing): Generator<string> {
  if (body === undefined) {
    return;
  }
  const { fields, argument = "body", type, limits } = body;
  if (fields === undefined) {
    yield* faultsOf(argument, args.body, type, limits, how);
  } else if (isObject(args.body)) {
    for (const [name, field] of Object.entries(fields)) {
      const constraints = body.constraints?.[name] ?? (field as Part)[2]?.constraints;
      yield* faultsOf(field[0], args.body[name] ?? args.body[field[0]], field[1], constraints, how);
    }
  }
}

function faultsOf(
  name: string,
  value: unknown,
  codec: Lazy<unknown> = any,
  constraints: Constraints | undefined,
  how: Writing,
): string[] {
  if (value === undefined || value === null || isFile(value)) {
    return [];
  }
  return [...violations(encode(codec, value, how), name, constraints, codec)];
}

/** Each fault of JSON data, with its place, by its `own` constraints and by those of what is inside it. */
function* violations(
  data: unknown,
  place: string,
  own: Constraints | undefined,
  type: Lazy<unknown>,
): Generator<string> {
  if (data === null || data === undefined) {
    return;
  }
  if (own !== undefined) {
    for (const fault of valueFaults(data, own)) {
      yield `${place}: ${fault}`;
    }
    if (own.item !== undefined && Array.isArray(data)) {
      for (const [index, item] of data.entries()) {
        yield* violations(item, `${place}[${index}]`, own.item, any);
      }
    }
  }
  yield* innerFaults(data, place, bare(type));
}

function* innerFaults(data: unknown, place: string, codec: ValueCodec<unknown>): Generator<string> {
  const { item, value, at, variantOf } = codec.inside ?? {};
  const found = variantOf?.(data);
  if (found !== undefined) {
    yield* innerFaults(data, place, bare(found));
  } else if (Array.isArray(data)) {
    for (const [index, one] of data.entries()) {
      yield* violations(one, `${place}[${index}]`, undefined, item ?? at?.(index) ?? any);
    }
  } else if (isObject(data)) {
    for (const [name, one] of value === undefined ? [] : Object.entries(data)) {
      yield* violations(one, `${place}.${name}`, undefined, value ?? any);
    }
    yield* "members" in codec ? modelFaults(data, place, (codec as ModelCodec<unknown>).members) : [];
  }
}

function* modelFaults(data: { readonly [name: string]: unknown }, place: string, members: Members): Generator<string> {
  for (const { wire, codec, constraints, isRequired, isReadOnly } of propertiesOf(members)) {
    if (Object.hasOwn(data, wire)) {
      yield* violations(data[wire], `${place}.${wire}`, constraints, codec);
    } else if (isRequired && !isReadOnly) {
      yield `${place}.${wire}: is required`;
    }
  }
}

function* valueFaults(data: unknown, own: Constraints): Generator<string> {
  if (typeof data === "string") {
    yield* sizeFaults([...data].length, own.minLength, own.maxLength, "character", "characters");
    const pattern = own.pattern === undefined ? undefined : expression(own.pattern);
    if (pattern !== undefined && !pattern.test(data)) {
      yield `must match ${stringifyJson(own.pattern)}, is ${stringifyJson(data)}`;
    }
  } else if (Array.isArray(data)) {
    yield* sizeFaults(data.length, own.minItems, own.maxItems, "item", "items");
    if (own.uniqueItems && new Set(data.map(canonical)).size < data.length) {
      yield "its items must be unique";
    }
  } else if (isObject(data)) {
    yield* sizeFaults(Object.keys(data).length, own.minProperties, own.maxProperties, "property", "properties");
  } else if (typeof data === "number" || typeof data === "bigint") {
    yield* numberFaults(data, own);
  }
}

function* sizeFaults(
  size: number,
  least: number | undefined,
  most: number | undefined,
  one: string,
  many: string,
): Generator<string> {
  if (least !== undefined && size < least) {
    yield `must have at least ${least} ${least === 1 ? one : many}, has ${size}`;
  }
  if (most !== undefined && size > most) {
    yield `must have at most ${most} ${most === 1 ? one : many}, has ${size}`;
  }
}

function* numberFaults(value: number | bigint, own: Constraints): Generator<string> {
  if (own.minimum !== undefined && value < own.minimum) {
    yield `must be at least ${own.minimum}, is ${value}`;
  }
  if (own.maximum !== undefined && value > own.maximum) {
    yield `must be at most ${own.maximum}, is ${value}`;
  }
  if (own.exclusiveMinimum !== undefined && value <= own.exclusiveMinimum) {
    yield `must be more than ${own.exclusiveMinimum}, is ${value}`;
  }
  if (own.exclusiveMaximum !== undefined && value >= own.exclusiveMaximum) {
    yield `must be less than ${own.exclusiveMaximum}, is ${value}`;
  }
  if (own.multipleOf && !isMultiple(value, own.multipleOf)) {
    yield `must be a multiple of ${own.multipleOf}, is ${value}`;
  }
}

/** Decimally, as the document spells both: 0.3 is a multiple of 0.1. */
function isMultiple(value: number | bigint, step: number): boolean {
  const [a, b] = [decimal(value), decimal(step)];
  const places = Math.max(a.places, b.places);
  const whole = ({ digits, places: own }: typeof a): bigint => digits * 10n ** BigInt(places - own);
  return whole(a) % whole(b) === 0n;
}

function decimal(value: number | bigint): { readonly digits: bigint; readonly places: number } {
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  const places = fraction.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** A text that is equal for equal JSON values, whatever the order of their members. */
function canonical(data: unknown): string {
  if (Array.isArray(data)) {
    return `[${data.map(canonical).join(",")}]`;
  }
  if (isObject(data)) {
    const members = Object.keys(data).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(data[name])}`).join(",")}}`;
  }
  return stringifyJson(data);
}

const EXPRESSIONS = new Map<string, RegExp | undefined>();

/** The pattern (ECMA-262), undefined where it is none. */
function expression(pattern: string): RegExp | undefined {
  if (!EXPRESSIONS.has(pattern)) {
    let found: RegExp | undefined;
    try {
      found = new RegExp(pattern, "u");
    } catch {
      found = undefined;
    }
    EXPRESSIONS.set(pattern, found);
  }
  return EXPRESSIONS.get(pattern);
}
