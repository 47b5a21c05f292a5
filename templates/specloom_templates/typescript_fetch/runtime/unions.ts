/** Unions: which variant received data is, and how a given value is written. */

import {
  any,
  fault,
  fits,
  kindOf,
  resolve,
  writeAny,
  type ValueCodec,
  type Kind,
  type Lazy,
  type Writing,
} from "./codecs.js";
import { isObject, type JsonObject } from "./json.js";

/** A JSON scalar. */
export type Scalar = string | number | bigint | boolean | null;

/** What tells an alternative from the others: fixed values of properties, and the names it must and may have. */
export interface Shape {
  readonly consts?: { readonly [name: string]: readonly Scalar[] };
  readonly required?: readonly string[];
  readonly properties?: readonly string[];
}

/** An alternative of a union, with its shape where that is known. */
export type Option = readonly [type: Lazy<unknown>, shape?: Shape];

/** What more there is to say of a tagged union: the name of the tag in TypeScript, the variant of other values. */
export interface TagOptions {
  readonly name?: string;
  readonly otherwise?: Lazy<unknown>;
}

/**
 * A union whose variant is named by the property `field`. Variants of one tag are told apart by their shape. A value
 * without a tag is the only variant that it fits; one with another tag stays as it is, unless there is one for such.
 */
export function tagged<T>(
  field: string,
  variants: readonly (readonly [tag: Scalar, ...variant: Option])[],
  { name = field, otherwise }: TagOptions = {},
): ValueCodec<T> {
  const byTag = new Map<Scalar, Lazy<unknown>>();
  for (const [tag] of variants) {
    const alike = variants.filter(([other]) => other === tag).map(([, ...option]) => option);
    byTag.set(tag, alike.length === 1 && alike[0] ? alike[0][0] : shaped(...alike));
  }
  const find = (data: unknown, key: string): Lazy<unknown> | undefined =>
    isObject(data) && Object.hasOwn(data, key) ? byTag.get(data[key] as Scalar) : undefined;
  const variantOf = (data: unknown): Lazy<unknown> | undefined => {
    const found = find(data, field) ?? otherwise;
    if (found !== undefined || !isObject(data) || Object.hasOwn(data, field)) {
      return found;
    }
    const fitting = [...byTag.values()].filter((variant) => fits(variant, data));
    return fitting.length === 1 ? fitting[0] : undefined;
  };
  return {
    inside: { variantOf },
    read: (data) => resolve(variantOf(data) ?? any).read(data) as T,
    write(value, how) {
      const found = find(value, name) ?? find(value, field) ?? otherwise;
      return found === undefined ? writeVariant([...byTag.values()].map((variant) => [variant]), value, how) : resolve(found).write(value, how);
    },
    check(data, path) {
      const found = variantOf(data);
      if (found === undefined) {
        const known = [...byTag.keys()].map((tag) => (typeof tag === "string" ? JSON.stringify(tag) : String(tag)));
        const at = isObject(data) ? { step: field, above: path } : path;
        throw fault(`one of ${known.join(", ")}`, isObject(data) ? (data[field] ?? null) : data, at);
      }
      resolve(found).check(data, path);
    },
    kinds: () => ["object"],
  };
}

/** A union whose variant is found by JSON type, then by constant values and required names, then by known names. */
export function shaped<T>(...options: readonly Option[]): ValueCodec<T> {
  const variantOf = (data: unknown): Lazy<unknown> | undefined => {
    const kind = kindOf(data);
    const candidates = options.filter(([type]) => resolve(type).kinds().includes(kind));
    return candidates.length === 1 ? candidates[0]?.[0] : select(candidates, data)?.[0];
  };
  return {
    inside: { variantOf },
    read: (data) => resolve(variantOf(data) ?? any).read(data) as T,
    write: (value, how) => writeVariant(options, value, how),
    check(data, path) {
      const found = variantOf(data);
      if (found === undefined) {
        throw fault(`one of ${options.length} variants`, data, path);
      }
      resolve(found).check(data, path);
    },
    kinds: () => [...new Set(options.flatMap(([type]): readonly Kind[] => resolve(type).kinds()))],
  };
}

/** A union told apart by JSON type; of two for one type, the first that fits. */
export function oneOf<T>(...variants: readonly Lazy<unknown>[]): ValueCodec<T> {
  return shaped(...variants.map((variant): Option => [variant]));
}

/** The candidate that fits `data` best: by constants, required names, then exactly. */
function select(options: readonly Option[], data: unknown): Option | undefined {
  let candidates = options;
  if (isObject(data)) {
    const alike = candidates.filter(([, { consts = {} } = {}]) =>
      Object.keys(consts).every((name) => !Object.hasOwn(data, name) || consts[name]?.includes(data[name] as Scalar)),
    );
    const complete = alike.filter(([, { required = [] } = {}]) => required.every((name) => Object.hasOwn(data, name)));
    if (complete.length === 1) {
      return complete[0];
    }
    if (complete.length === 0 && alike.length === 1 && alike[0]?.[1]?.consts) {
      return alike[0];
    }
    candidates = complete;
  }
  const matching = candidates.filter(([type]) => fits(type, data));
  return isObject(data) ? mostLike(matching, data) : matching[0];
}

function mostLike(options: readonly Option[], data: JsonObject): Option | undefined {
  const has = (name: string): boolean => Object.hasOwn(data, name);
  const score = ([, { consts = {}, properties = [] } = {}]: Option): number =>
    Object.keys(consts).filter(has).length * 1e6 + properties.filter(has).length;
  let best: Option | undefined;
  for (const option of options) {
    if (best === undefined || score(option) > score(best)) {
      best = option;
    }
  }
  return best;
}

/**
 * A value of a union, written by the variant it is. Values are in the names of TypeScript, so each variant writes it, and
 * the first whose data it is again wins.
 */
function writeVariant(options: readonly Option[], value: unknown, how: Writing): unknown {
  if (typeof value !== "object" || value === null) {
    return writeScalar(options, value, how);
  }
  const kind: Kind = Array.isArray(value) ? "array" : "object";
  const candidates = options.filter(([type]) => resolve(type).kinds().includes(kind));
  if (candidates.length === 0 || value instanceof Date) {
    return writeScalar(options, value, how);
  }
  let found: { readonly option: Option; readonly data: unknown } | undefined;
  const written = candidates.map((option) => ({ option, data: resolve(option[0]).write(value, how) }));
  if (written.length > 1) {
    found = written.find(({ option, data }) => select(candidates, data) === option);
  }
  return (found ?? written[0])?.data;
}

/** A scalar, or a value that stands for one: by the first variant whose data it becomes. */
function writeScalar(options: readonly Option[], value: unknown, how: Writing): unknown {
  const data = writeAny(value, how);
  if (typeof value !== "object") {
    return data;
  }
  for (const [type] of options) {
    const codec = resolve(type);
    const own = codec.kinds().includes(kindOf(data)) ? codec.write(value, how) : undefined;
    if (own !== undefined && fits(codec, own)) {
      return own;
    }
  }
  return data;
}
