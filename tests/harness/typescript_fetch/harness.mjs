// The harness of the pack typescript_fetch: `node harness.mjs FOLDER` drives the SDK in FOLDER, compiled to FOLDER/dist, by
// its surface.json. The protocol is that of tests/harness/README.md. Nothing but Node and the SDK is imported.

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const load = async (path) => import(pathToFileURL(join(folder, "dist", path)).href);
const sdk = await load("index.js");
const { validate } = await load("validation.js");
const { parseJson, stringifyJson } = await load("runtime/json.js");
const surface = JSON.parse(await readFile(join(folder, "surface.json"), "utf8"));
const operations = new Map(surface.operations.map((operation) => [operation.pointer, operation]));

/** Errors of an SDK and their `kind`; of several that fit, the first. */
const KINDS = [
  ["ApiStatusError", "status"],
  ["ApiTimeoutError", "timeout"],
  ["ApiConnectionError", "connection"],
  ["DecodeError", "decode"],
  ["InvalidArgumentError", "argument"],
  ["ConfigurationError", "argument"],
  ["PaginationError", "pagination"],
  ["TooManyRedirectsError", "redirects"],
  ["ResponseTooLargeError", "too_large"],
];

const isObject = (value) =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));

/** A neutral value as a caller would pass it. */
function given(value) {
  if (Array.isArray(value)) {
    return value.map(given);
  }
  if (!isObject(value)) {
    return value;
  }
  if (Object.hasOwn(value, "$file")) {
    const { filename, contentType, base64, headers } = value.$file;
    return { data: fromBase64(base64), filename, contentType, headers };
  }
  if (Object.hasOwn(value, "$bytes")) {
    return fromBase64(value.$bytes);
  }
  if (Object.hasOwn(value, "$datetime")) {
    return new Date(value.$datetime);
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, given(item)]));
}

/** Sets an own property, also one called `__proto__`. */
function put(target, name, value) {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** `{max_retries: 2}` as `{maxRetries: 2}`; seconds as milliseconds. */
function optionsOf(described = {}) {
  const found = {};
  for (const [name, value] of Object.entries(described)) {
    found[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] = value;
  }
  if (found.timeout !== undefined) {
    found.timeout = found.timeout === null ? 0 : found.timeout * 1000;
  }
  if (found.validate !== undefined) {
    found.validate = found.validate ? validate : undefined;
  }
  return found;
}

const clients = new Map();

function clientFor(described = {}) {
  const key = stringifyJson(described);
  if (!clients.has(key)) {
    const options = optionsOf(described.options);
    for (const { name, scheme, part } of surface.credentials) {
      const secret = described.credentials?.[scheme]?.[part];
      if (secret !== undefined) {
        options[name] = secret;
      }
    }
    for (const { name, wire } of surface.variables ?? []) {
      if (described.variables?.[wire] !== undefined) {
        options[name] = described.variables[wire];
      }
    }
    if (described.base_url !== undefined) {
      options.baseUrl = described.base_url;
    }
    if (described.environment !== undefined) {
      options.environment = described.environment;
    }
    clients.set(key, new sdk[surface.client](options));
  }
  return clients.get(key);
}

/** The arguments of a call: those of the path by position, then parameters, then options. */
function argumentsOf(operation, request) {
  const known = new Map(operation.arguments.map((argument) => [`${argument.in} ${argument.wire}`, argument]));
  const path = new Map(operation.arguments.filter((one) => one.in === "path").map((one) => [one.name, undefined]));
  const params = {};
  const options = optionsOf(request.request_options);
  const members = {};
  for (const { in: place, wire, value } of request.arguments ?? []) {
    const argument = known.get(`${place} ${wire}`);
    if (argument !== undefined) {
      (place === "path" ? (name, one) => path.set(name, one) : (name, one) => (params[name] = one))(argument.name, given(value));
    } else if (place === "body") {
      put(members, wire, given(value));
    } else {
      throw new Error(`${operation.call} has no argument for ${wire} in ${place}`);
    }
  }
  if (request.body !== undefined) {
    const value = given(request.body.value);
    if (request.body.mediaType !== undefined && operation.body.media_types.length > 1) {
      options.contentType = request.body.mediaType;
    }
    if (operation.body.passed_as !== "arguments") {
      params.body = value;
    } else if (isObject(value)) {
      options.body = {};
      for (const [wire, item] of Object.entries(value)) {
        const argument = known.get(`body ${wire}`);
        put(argument === undefined ? options.body : params, argument?.name ?? wire, item);
      }
    } else {
      options.body = value;
    }
  } else if (Object.keys(members).length > 0) {
    if (operation.body?.passed_as === "body") {
      params.body = members;
    } else {
      options.body = members;
    }
  }
  const takesParams = operation.params !== null || Object.keys(params).length > 0;
  return [...path.values(), ...(takesParams ? [params] : []), options];
}

/** What a call gave as JSON data, by the SDK's own encoder. */
async function plain(response) {
  const { value } = response;
  if (value instanceof sdk.FileDownload) {
    return { $bytes: Buffer.from(await value.bytes()).toString("base64") };
  }
  return response.toJson() ?? null;
}

async function gathered(items, limit) {
  const found = [];
  for await (const item of items) {
    found.push(item);
    if (limit !== undefined && found.length >= limit) {
      break;
    }
  }
  return found;
}

async function make(request) {
  const { mode = "value", limit } = request;
  const operation = operations.get(request.operation);
  const call = mode === "stream" ? (operation.streaming.call ?? operation.call) : operation.call;
  const names = call.split(".");
  const method = names.pop();
  const owner = names.reduce((found, name) => found[name], clientFor(request.client));
  const promise = owner[method](...argumentsOf(operation, request));
  if (mode === "items") {
    const first = await promise;
    return { value: first.toJson(await gathered(promise, limit)) };
  }
  if (mode === "pages") {
    return { value: (await gathered(promise.pages(), limit)).map((page) => page.toJson()) };
  }
  if (mode === "stream") {
    const stream = await promise;
    return { value: (await gathered(promise, limit)).map((item) => stream.toJson(item)) };
  }
  const response = await promise.withResponse();
  if (mode === "value") {
    await promise;
    return { value: await plain(response) };
  }
  return { value: await plain(response), status: response.status, headers: Object.fromEntries(response.headers) };
}

/** An error as the protocol has it. */
function failure(error) {
  const kind = KINDS.find(([name]) => error instanceof sdk[name])?.[1] ?? "bug";
  const found = { kind, class: error?.name ?? typeof error, message: String(error?.message ?? error) };
  if (kind === "bug") {
    process.stderr.write(`${error?.stack ?? error}\n`);
  }
  if (kind === "status") {
    found.status = error.status;
    found.code = error.code ?? null;
    found.request_id = error.requestId ?? null;
    found.body = errorBody(error);
  }
  return found;
}

/** The body of an error by the SDK's own encoder. */
function errorBody(error) {
  return error.body instanceof Uint8Array
    ? { $bytes: Buffer.from(error.body).toString("base64") }
    : (error.toJson() ?? null);
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = parseJson(line, true);
  let answer;
  try {
    answer = await make(request);
  } catch (error) {
    answer = { error: failure(error) };
  }
  process.stdout.write(`${stringifyJson({ id: request.id, ...answer })}\n`);
}
