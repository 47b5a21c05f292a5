import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { call } from "../runtime/call.js";
import type { FileDownload } from "../runtime/download.js";
import * as errors from "../runtime/errors.js";
import { formBody } from "../runtime/forms.js";
import { jsonBody } from "../runtime/bodies.js";
import { instant } from "../runtime/scalars.js";
import { list } from "../runtime/paging.js";
import { stream } from "../runtime/streams.js";
import { RecordingFetch } from "../runtime/testing.js";
import * as api from "./api.js";

const ROOM = { sid: "RM1", unique_name: "a" };

function client(server: RecordingFetch, options: api.Options = {}): api.Rooms {
  return new api.Rooms({ username: "AC1", password: "secret", fetch: server.fetch, ...options });
}

function last(server: RecordingFetch): NonNullable<(typeof server.requests)[0]> {
  const found = server.requests.at(-1);
  assert.ok(found);
  return found;
}

test("a call: path, query, headers, cookies, credentials, and the value", async () => {
  const server = new RecordingFetch().answer({ json: ROOM });
  const params = { since: new Date("2024-03-01T12:00:00.9Z"), tags: ["a", "b"], trace: "t", session: "s" };
  const room = await call(client(server), api.fetchRoom, ["a/b"], params);
  assert.deepEqual(room, { sid: "RM1", uniqueName: "a" });
  const request = last(server);
  assert.equal(request.method, "GET");
  assert.equal(request.url, "https://api.example.com/v1/Rooms/a%2Fb?Since=2024-03-01T12%3A00%3A00Z&Tag=a&Tag=b");
  assert.equal(request.headers.get("authorization"), `Basic ${btoa("AC1:secret")}`);
  assert.equal(request.headers.get("x-trace"), "t");
  assert.equal(request.headers.get("cookie"), "session=s");
  assert.equal(request.headers.get("accept"), "application/json");
  assert.equal(request.headers.get("user-agent"), "rooms/1.2.3");
});

test("bodies: JSON, empty, forms, undeclared properties", async () => {
  const server = new RecordingFetch().always({ json: ROOM });
  const rooms = client(server);
  await call(rooms, api.createRoom, [], { uniqueName: "ü", tags: [1n] });
  assert.equal(last(server).text, '{"UniqueName":"ü","Tags":[1]}');
  assert.equal(last(server).headers.get("content-type"), "application/json");
  await call(rooms, api.createRoom);
  assert.equal(last(server).text, "{}");
  await call(rooms, api.createRoom, [], {}, { body: { Extra: 1 } });
  assert.equal(last(server).text, '{"Extra":1}');
  for (const [body, text] of [[null, "null"], [[1n, "x"], '[1,"x"]'], ["text", '"text"']] as const) {
    await call(rooms, api.createRoom, [], { uniqueName: "a" }, { body });
    assert.equal(last(server).text, text);
    assert.equal(last(server).headers.get("content-type"), "application/json");
  }
  await assert.rejects(async () => call(rooms, api.updateRoom, ["RM1"], {}, { body: null }), errors.InvalidArgumentError);
  const params = { status: "in progress", codecs: ["VP8", "H264"], rules: [{ type: "include" }] };
  await call(rooms, api.updateRoom, ["RM1"], params);
  assert.equal(last(server).text, "Status=in+progress&Codecs=VP8&Codecs=H264&Rules=%7B%22type%22%3A%22include%22%7D");
  await call(rooms, api.updateRoom, ["RM1"], { status: null, codecs: [] });
  assert.equal(last(server).text, "");
  await call(rooms, api.updateRoom, ["RM1"]);
  assert.equal(last(server).headers.get("content-type"), null);
});

test("a body that the caller has made is sent as it is", async () => {
  const server = new RecordingFetch().always({ json: ROOM });
  const rooms = client(server);
  const form = new FormData();
  form.append("image", new Blob(["x"], { type: "image/png" }), "a.png");
  await call(rooms, api.createRoom, [], {}, { body: form });
  assert.match(last(server).text, /^--.*\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\nContent-Type: image\/png/);
  assert.equal(last(server).headers.get("content-type"), null); // `fetch` gives it one, with a boundary
  await call(rooms, api.createRoom, [], {}, { body: new URLSearchParams({ a: "b c" }) });
  assert.deepEqual([last(server).text, last(server).headers.get("content-type")], ["a=b+c", "application/x-www-form-urlencoded"]);
  await call(rooms, { ...api.openOperation, method: "POST" }, [], {}, { body: new Uint8Array([65]), contentType: "text/a" });
  assert.deepEqual([last(server).text, last(server).headers.get("content-type")], ["A", "text/a"]);
  await call(rooms, api.createRoom, [], {}, { body: new Blob(["x"], { type: "image/png" }) });
  assert.equal(last(server).headers.get("content-type"), "image/png");
});

test("names of options.body are those of the wire, whatever they are in TypeScript", async () => {
  const server = new RecordingFetch().always({ json: ROOM });
  const rooms = client(server);
  const fields = { id: ["Id"], name: ["Name", instant], tags: ["Tags"] } as const;
  const extra = { id: 2, Name: new Date(0), Tags: undefined };
  await call(rooms, { ...api.createRoom, body: jsonBody({ fields }) }, [], { id: 1, name: "x", tags: "t" }, { body: extra });
  assert.equal(last(server).text, '{"Id":1,"Name":"1970-01-01T00:00:00Z","Tags":"t","id":2}');
  await call(rooms, { ...api.createRoom, body: formBody({ fields }) }, [], { id: 1, name: "x", tags: "t" }, { body: extra });
  assert.equal(last(server).text, "Id=1&Tags=t&id=2&Name=1970-01-01T00%3A00%3A00Z");
});

test("an empty body is no body of GET", async () => {
  const server = new RecordingFetch().always({ json: ROOM });
  const operation = { ...api.fetchRoom, body: formBody({ fields: { a: ["a"] }, required: true }) };
  await call(client(server), operation, ["RM1"]);
  assert.equal(last(server).headers.get("content-type"), null);
  await assert.rejects(async () => call(client(server), operation, ["RM1"], { a: 1 }), errors.InvalidArgumentError);
});

test("a body is sent as the media type that is asked for", async () => {
  const server = new RecordingFetch().always({ json: ROOM });
  const rooms = client(server);
  const operation = { ...api.createRoom, others: [formBody({ fields: { uniqueName: ["UniqueName"] } })] };
  await call(rooms, operation, [], { uniqueName: "a b" }, { contentType: "application/x-www-form-urlencoded; charset=utf-8" });
  assert.equal(last(server).text, "UniqueName=a+b");
  assert.equal(last(server).headers.get("content-type"), "application/x-www-form-urlencoded");
  await call(rooms, operation, [], { uniqueName: "a b" }, { contentType: "Application/JSON" });
  assert.equal(last(server).text, '{"UniqueName":"a b"}');
  for (const one of [operation, api.openOperation]) {
    await assert.rejects(async () => call(rooms, one, [], {}, { contentType: "text/csv" }), errors.InvalidArgumentError);
  }
});

test("a fetched value can be sent back, with what is unknown of it", async () => {
  const server = new RecordingFetch().answer({ json: { ...ROOM, color: "red", uniqueName: "c" } }).answer({ json: ROOM });
  const rooms = client(server);
  const room = await call(rooms, api.fetchRoom, ["RM1"]);
  await call(rooms, api.replaceRoom, ["RM1"], { ...room, uniqueName: "b" });
  assert.deepEqual(last(server).json, { unique_name: "b", color: "red", uniqueName: "c" });
});

test("a parameter that is unknown is refused, and nothing is sent", async () => {
  const server = new RecordingFetch();
  await assert.rejects(async () => call(client(server), api.fetchRoom, ["RM1"], { sicne: 1 }), {
    name: "InvalidArgumentError",
    message: "sicne: rooms.fetch has no parameter of this name",
  });
  assert.equal(server.requests.length, 0);
});

test("path parameters that would lead elsewhere are refused", async () => {
  const server = new RecordingFetch();
  for (const sid of ["", ".", "..", undefined, null]) {
    await assert.rejects(async () => call(client(server), api.fetchRoom, [sid]), errors.InvalidArgumentError, String(sid));
  }
  const reserved = { ...api.fetchRoom, path: ["/Rooms/", ["Sid", undefined, { allowReserved: true }]] } as typeof api.fetchRoom;
  await assert.rejects(async () => call(client(server), reserved, ["%2e%2E"]), errors.InvalidArgumentError);
  const both = { ...api.fetchRoom, path: ["/Rooms/", ["A"], ["B"]] } as typeof api.fetchRoom;
  await assert.rejects(async () => call(client(server), both, [".", "."]), errors.InvalidArgumentError);
  assert.equal(server.requests.length, 0);
});

test("headers: injection is refused, text beyond Latin-1 is UTF-8, null removes", async () => {
  const server = new RecordingFetch().always({ json: ROOM });
  const rooms = client(server, { headers: { "X-Team": "7", "User-Agent": null } });
  for (const headers of [{ "X-A": "a\r\nX-B: b" }, { "X A": "a" }, { "": "a" }]) {
    await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"], {}, { headers }), errors.InvalidArgumentError);
  }
  await call(rooms, api.fetchRoom, ["a"], {}, { headers: { "x-team": "8", "X-Name": "日", accept: null } });
  assert.equal(last(server).headers.get("x-team"), "8");
  assert.equal(last(server).headers.get("user-agent"), null);
  assert.equal(last(server).headers.get("accept"), null);
  assert.equal(last(server).headers.get("x-name"), "\u00e6\u0097\u00a5");
});

test("errors: class, code, message, and what the document types", async () => {
  const server = new RecordingFetch();
  const rooms = client(server, { maxRetries: 0 });
  const body = { code: 20404, message: "The room was  not found", more_info: "https://example.com/20404", sid: "x" };
  server.answer({ json: body, status: 404, headers: { "X-Request-Id": "RQ1" } });
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"], { since: "secret" }), (error: unknown) => {
    assert.ok(error instanceof errors.NotFoundError && error instanceof errors.SdkError);
    assert.equal(error.status, 404);
    assert.equal(error.code, 20404);
    assert.equal(error.message, "The room was not found");
    assert.equal(error.requestId, "RQ1");
    assert.equal(error.moreInfo, "https://example.com/20404");
    assert.deepEqual(error.body, { sid: "x", code: 20404, message: "The room was  not found", more_info: body.more_info });
    assert.equal(error.headers.get("x-request-id"), "RQ1");
    assert.match(error.text, /"code":20404/);
    assert.equal(String(error), "NotFoundError: The room was not found");
    assert.ok(!inspect(error).includes("secret"));
    return true;
  });
  const others: [number, string | undefined, typeof errors.ApiStatusError, string][] = [
    [400, '{"error":{"message":"bad","code":"x"}}', errors.BadRequestError, "bad"],
    [401, "", errors.UnauthorizedError, "Unauthorized"],
    [403, "<html>", errors.ForbiddenError, "Forbidden"],
    [409, '{"title":"Conflict","detail":"twice"}', errors.ConflictError, "twice"],
    [422, "[1]", errors.UnprocessableEntityError, "Unprocessable Content"],
    [418, "null", errors.ApiStatusError, "I'm a Teapot"],
    [503, "{", errors.ServerError, "Service Unavailable"],
  ];
  for (const [status, text, kind, message] of others) {
    server.answer({ text: text ?? "", status });
    await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), (error: unknown) => {
      assert.ok(error instanceof kind && error.constructor === kind, String(status));
      assert.equal(error.message, message);
      return true;
    });
  }
});

test("successes: any 2xx, no body, a body that is not declared", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  server.answer({ json: ROOM, status: 202 });
  assert.deepEqual(await call(rooms, api.fetchRoom, ["a"]), { sid: "RM1", uniqueName: "a" });
  server.answer({ status: 204 });
  assert.equal(await call(rooms, api.fetchRoom, ["a"]), undefined);
  server.answer({ json: ROOM });
  const response = await call(rooms, api.updateRoom, ["a"]).withResponse();
  assert.equal(response.value, undefined);
  assert.equal(response.status, 200);
  assert.deepEqual(JSON.parse(response.text), ROOM);
  server.answer({ text: "<html>", contentType: "text/html" });
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), errors.DecodeError);
  server.answer({ json: { sid: 5 } });
  await assert.rejects(async () => call(client(server, { strict: true }), api.fetchRoom, ["a"]), {
    message: "$.sid: expected a string, found the number 5",
  });
});

test("asResponse gives the answer of fetch, its body unread", async () => {
  const server = new RecordingFetch().answer({ json: ROOM }).answer({ json: ROOM });
  const response = await call(client(server), api.fetchRoom, ["a"]).asResponse();
  assert.equal(response.bodyUsed, false);
  assert.deepEqual(await response.json(), ROOM);
  const promise = call(client(server), api.fetchRoom, ["a"]);
  await promise;
  assert.deepEqual(await (await promise.asResponse()).json(), ROOM);
  assert.equal(server.requests.length, 2);
});

test("a promise of a call is a promise", async () => {
  const server = new RecordingFetch().answer({ json: ROOM }).answer({ status: 404 });
  const promise = call(client(server), api.fetchRoom, ["a"]);
  const [first, second] = await Promise.all([promise, promise.then((room) => room.sid)]);
  assert.deepEqual([first.sid, second], ["RM1", "RM1"]);
  let ended = 0;
  const failed = call(client(server, { maxRetries: 0 }), api.fetchRoom, ["a"]).finally(() => ended++);
  assert.equal(await failed.catch((error: unknown) => (error as Error).name), "NotFoundError");
  assert.equal(ended, 1);
  assert.equal(server.requests.length, 2);
});

test("retries: what is repeated, and what is not", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const wait = { headers: { "Retry-After": "0" } };
  server.answer({ status: 503, ...wait }).answer({ status: 429, ...wait }).answer({ json: ROOM });
  await call(rooms, api.fetchRoom, ["a"]);
  assert.equal(server.requests.length, 3);
  server.answer({ status: 503, ...wait });
  await assert.rejects(async () => call(rooms, api.createRoom), errors.ServerError);
  assert.equal(server.requests.length, 4);
  server.answer({ status: 429, ...wait }).answer({ json: ROOM });
  await call(rooms, api.createRoom);
  assert.equal(server.requests.length, 6);
  server.answer({ status: 503, ...wait }).answer({ json: ROOM });
  await call(rooms, api.createRoom, [], {}, { idempotent: true });
  server.answer({ status: 501, ...wait });
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), { status: 501 });
  server.answer({ status: 503, ...wait });
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"], {}, { maxRetries: 0 }), { status: 503 });
  assert.equal(server.unused, 0);
});

test("retries: connections", async () => {
  const server = new RecordingFetch();
  const rooms = client(server, { maxRetries: 1 });
  server.fail("refused").answer({ json: ROOM });
  await call(rooms, api.createRoom);
  server.fail("disconnected").answer({ json: ROOM });
  await call(rooms, api.fetchRoom, ["a"]);
  server.fail("cut-body").answer({ json: ROOM });
  await call(rooms, api.fetchRoom, ["a"]);
  server.fail("disconnected");
  await assert.rejects(async () => call(rooms, api.createRoom), (error: unknown) => {
    assert.ok(error instanceof errors.ApiConnectionError && !(error instanceof errors.ApiTimeoutError));
    assert.equal(error.sent, true);
    assert.equal(error.message, "POST https://api.example.com/v1/Rooms: failed while waiting for the answer: other side closed");
    return true;
  });
  assert.equal(server.unused, 0);
});

test("idempotency keys go into the header that the API names, and are refused where it names none", async () => {
  const server = new RecordingFetch().answer({ json: ROOM });
  await call(client(server), api.replaceRoom, ["a"], {}, { idempotencyKey: "k1" });
  assert.equal(last(server).headers.get("idempotency-key"), "k1");
  await assert.rejects(
    async () => call(client(server), api.createRoom, [], {}, { idempotencyKey: "k1" }),
    errors.InvalidArgumentError,
  );
});

test("time-outs and aborts", async () => {
  const server = new RecordingFetch();
  const rooms = client(server, { timeout: 20, maxRetries: 0 });
  server.fail("silence");
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), errors.ApiTimeoutError);
  const reason = new Error("enough");
  const controller = new AbortController();
  server.fail("silence");
  const waiting = call(rooms, api.fetchRoom, ["a"], {}, { signal: controller.signal, timeout: 0 });
  setTimeout(() => controller.abort(reason), 5);
  await assert.rejects(async () => waiting, reason);
  const before = server.requests.length;
  server.answer({ status: 503, headers: { "Retry-After": "30" } });
  const pausing = call(rooms, api.fetchRoom, ["a"], {}, { signal: AbortSignal.timeout(20), maxRetries: 5 });
  await assert.rejects(async () => pausing, { name: "TimeoutError" });
  assert.equal(server.requests.length, before + 1);
});

test("a body that stops coming is a time-out, too", async () => {
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([123])) });
  const fetch: typeof globalThis.fetch = async (_, init) => {
    init?.signal?.addEventListener("abort", () => undefined);
    const response = new Response(body, { headers: { "Content-Type": "application/json" } });
    const reader = response.body?.getReader();
    return new Response(
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          const abort = new Promise<never>((_resolve, reject) => {
            init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
          });
          const piece = await Promise.race([reader?.read(), abort]);
          controller.enqueue(piece?.value ?? new Uint8Array());
        },
      }),
      { headers: response.headers },
    );
  };
  const rooms = new api.Rooms({ username: "a", password: "b", fetch, timeout: 30, maxRetries: 0 });
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), errors.ApiTimeoutError);
});

test("redirects: followed for GET, without credentials to other origins", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const to = (location: string, status = 302): { status: number; headers: { location: string } } => ({
    status,
    headers: { location },
  });
  server.answer(to("/v2/Rooms/a")).answer(to("https://cdn.example.net/a")).answer({ json: ROOM });
  await call(rooms, api.fetchRoom, ["a"], { trace: "t" }, { headers: { "X-Api-Token": "x" } });
  const [, second, third] = server.requests;
  assert.equal(second?.url, "https://api.example.com/v2/Rooms/a");
  assert.ok(second?.headers.get("authorization"));
  assert.equal(third?.url, "https://cdn.example.net/a");
  assert.equal(third?.headers.get("authorization"), null);
  assert.equal(third?.headers.get("x-api-token"), null);
  assert.equal(third?.headers.get("x-trace"), "t");
  for (const location of ["http://api.example.com/", "ftp://api.example.com/", "https://a@b.example.com/", "https://["]) {
    server.answer(to(location));
    await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), { status: 302 }, location);
  }
  server.answer(to("/elsewhere", 307));
  await assert.rejects(async () => call(rooms, api.createRoom), { status: 307 });
  server.answer(to("/seen", 303)).answer({ json: ROOM });
  await call(rooms, api.createRoom, [], { uniqueName: "a" });
  assert.equal(last(server).method, "GET");
  assert.equal(last(server).text, "");
  assert.equal(last(server).headers.get("content-type"), null);
  server.always(to("/round"));
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), errors.TooManyRedirectsError);
});

test("credentials: alternatives, functions, places, and what is missing", async () => {
  const server = new RecordingFetch().always({ status: 204 });
  const bearer = new api.Rooms({ token: async () => "t1", fetch: server.fetch });
  await call(bearer, api.fetchRoom, ["a"]);
  assert.equal(last(server).headers.get("authorization"), "Bearer t1");
  await call(bearer, api.openOperation);
  assert.equal(last(server).headers.get("authorization"), null);
  await call(new api.Rooms({ apiKey: "k&y", fetch: server.fetch }), api.keyOperation);
  assert.equal(last(server).url, "https://api.example.com/v1/Ping?api_key=k%26y");
  await assert.rejects(async () => call(bearer, api.keyOperation), {
    name: "ConfigurationError",
    message: "this operation needs credentials: give the client apiKey",
  });
  const broken = new api.Rooms({ token: "a\nb", fetch: server.fetch });
  await assert.rejects(async () => call(broken, api.fetchRoom, ["a"]), errors.InvalidArgumentError);
  await assert.rejects(
    async () => call(new api.Rooms({ fetch: server.fetch }), api.fetchRoom, ["a"]),
    /give the client username \(or ROOMS_USER\) and password, or token$/,
  );
  process.env["ROOMS_USER"] = "from the environment";
  try {
    await call(new api.Rooms({ password: "p", fetch: server.fetch }), api.fetchRoom, ["a"]);
  } finally {
    delete process.env["ROOMS_USER"];
  }
  assert.equal(last(server).headers.get("authorization"), `Basic ${btoa("from the environment:p")}`);
});

test("nothing that is printed shows a credential", () => {
  const rooms = client(new RecordingFetch());
  assert.ok(!inspect(rooms, { depth: 9, showHidden: true }).includes("secret"));
  assert.ok(!JSON.stringify(rooms).includes("secret"));
});

test("OAuth 2.0: one token for all that wait, refreshed when refused", async () => {
  const server = new RecordingFetch();
  const rooms = new api.Rooms({ clientId: "i d", clientSecret: "s", fetch: server.fetch });
  server.onRequest(async (request) => {
    assert.equal(request.url, "https://api.example.com/token");
    assert.equal(request.headers.get("authorization"), `Basic ${btoa("i+d:s")}`);
    assert.deepEqual(request.form, { grant_type: ["client_credentials"] });
    return { json: { access_token: "t1", expires_in: 3600, refresh_token: "r1" } };
  });
  server.answer({ status: 204 }).answer({ status: 204 });
  await Promise.all([call(rooms, api.oauthOperation), call(rooms, api.oauthOperation)]);
  assert.deepEqual(server.requests.slice(1).map(({ headers }) => headers.get("authorization")), ["Bearer t1", "Bearer t1"]);
  server.answer({ status: 401 });
  server.answer({ json: { access_token: "t2", expires_in: 3600 } });
  server.answer({ status: 204 });
  await call(rooms.withOptions({ maxRetries: 0 }), api.oauthOperation);
  assert.deepEqual(server.requests.at(-2)?.form, { grant_type: ["refresh_token"], refresh_token: ["r1"] });
  assert.equal(last(server).headers.get("authorization"), "Bearer t2");
  server.answer({ status: 401 }).answer({ json: { access_token: "t3" } }).answer({ status: 401 });
  await assert.rejects(async () => call(rooms, api.oauthOperation), errors.UnauthorizedError);
  server.answer({ json: { error: "invalid_client" }, status: 400 });
  const other = new api.Rooms({ refreshToken: "r", fetch: server.fetch });
  await assert.rejects(async () => call(other, api.oauthOperation), { message: "invalid_client" });
  server.answer({ json: { token: "x" } });
  await assert.rejects(async () => call(other, api.oauthOperation), errors.DecodeError);
  assert.equal(server.unused, 0);
});

test("servers: environments, variables, base URLs", () => {
  const options = { username: "a", password: "b" };
  assert.equal(new api.Rooms(options).baseUrl, "https://api.example.com/v1");
  assert.equal(new api.Rooms({ ...options, environment: "regional", region: "eu" }).baseUrl, "https://eu.example.com");
  assert.equal(new api.Rooms({ ...options, baseUrl: "http://localhost:1/v9//" }).baseUrl, "http://localhost:1/v9");
  for (const wrong of [{ environment: "x" }, { environment: "regional", region: "mars" }, { baseUrl: "localhost" }, { baseUrl: "https://a/?q=1" }, { baseUrl: "https://u@a/" }, { timeout: -1 }, { maxRetries: Number.NaN }]) {
    assert.throws(() => new api.Rooms({ ...options, ...wrong }), errors.ConfigurationError, JSON.stringify(wrong));
  }
});

test("copies have other settings, and the same tokens", async () => {
  const server = new RecordingFetch().always({ status: 204 });
  const rooms = client(server, { headers: { "X-A": "1" }, query: { team: 7 } });
  const copy = rooms.withOptions({ headers: { "X-B": "2" }, query: { page: 1 }, baseUrl: "https://copy.example.com" });
  assert.ok(copy instanceof api.Rooms);
  await call(copy, api.fetchRoom, ["a"], {}, { query: { trace: true } });
  assert.equal(last(server).url, "https://copy.example.com/Rooms/a?team=7&page=1&trace=true");
  assert.deepEqual([last(server).headers.get("x-a"), last(server).headers.get("x-b")], ["1", "2"]);
  await call(rooms, api.fetchRoom, ["a"]);
  assert.equal(last(server).url, "https://api.example.com/v1/Rooms/a?team=7");
});

test("hooks and logs: what was sent and what came, without secrets", async () => {
  const lines: string[] = [];
  const seen: string[] = [];
  const server = new RecordingFetch().answer({ json: { token: "T1", name: "n" } }).answer({ status: 404 });
  const log = (line: string): void => void lines.push(line);
  const rooms = client(server, {
    logger: { debug: log, info: log },
    beforeRequest: (request) => request.headers.set("X-Signed", "yes"),
    afterResponse: (response) => void seen.push(String(response.status)),
    onError: (error) => seen.push(error.name),
  });
  await call(rooms, api.createRoom, [], { uniqueName: "a" }, { body: { password: "hunter2" }, query: { api_key: "K1" } });
  assert.equal(last(server).headers.get("x-signed"), "yes");
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]));
  assert.deepEqual(seen, ["200", "404", "NotFoundError"]);
  const text = lines.join("\n");
  assert.match(text, /POST https:\/\/api.example.com\/v1\/Rooms -> 200 in \d+ ms/);
  assert.match(text, /"UniqueName":"a","password":"\*\*\*"/);
  assert.match(text, /body=\{"token":"\*\*\*","name":"n"\}/);
  for (const secret of ["hunter2", "K1", "T1", "secret", btoa("AC1:secret")]) {
    assert.ok(!text.includes(secret), secret);
  }
});

test("a response beyond the limit is not read", async () => {
  const server = new RecordingFetch().always({ text: "x".repeat(100), contentType: "application/json" });
  const rooms = client(server, { responseLimit: 99 });
  await assert.rejects(async () => call(rooms, api.fetchRoom, ["a"]), errors.ResponseTooLargeError);
});

test("downloads are read as they arrive", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const content = new Uint8Array([1, 2, 3]);
  const headers = { "Content-Disposition": "attachment; filename=\"../x.txt\"; filename*=UTF-8''a%20b.txt" };
  server.answer({ content, headers }).answer({ content }).answer({ content }).answer({ content, headers });
  const first = (await call(rooms, api.downloadFile, ["a"])) as FileDownload;
  assert.equal(first.filename, "a b.txt");
  assert.deepEqual(await first.bytes(), content);
  const pieces: number[] = [];
  for await (const piece of (await call(rooms, api.downloadFile, ["a"])) as FileDownload) {
    pieces.push(...piece);
  }
  assert.deepEqual(pieces, [1, 2, 3]);
  const blob = await ((await call(rooms, api.downloadFile, ["a"])) as FileDownload).blob();
  assert.equal(blob.type, "application/octet-stream");
  const { value, status } = await call(rooms, api.downloadFile, ["a"]).withResponse();
  assert.equal(status, 200);
  assert.deepEqual(new Uint8Array(await new Response((value as FileDownload).stream()).arrayBuffer()), content);
});

test("what fetch cannot send is refused before", async () => {
  const server = new RecordingFetch();
  const withBody = { ...api.createRoom, method: "GET" };
  await assert.rejects(async () => call(client(server), withBody), errors.InvalidArgumentError);
  await assert.rejects(async () => call(client(server), { ...api.openOperation, method: "TRACE" }), errors.InvalidArgumentError);
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}

test("pages by URL: all items, lazily, an empty page in the middle", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const page = (sids: string[], next: string | null): { json: unknown } => ({
    json: { rooms: sids.map((sid) => ({ sid })), meta: { next } },
  });
  const urls = ["https://api.example.com/v1/Rooms?b=1&a=2", "/v1/Rooms?PageToken=x", "https://eu.api.example.org/v1/Rooms?c"];
  server.answer(page(["a", "b"], urls[0] ?? "")).answer(page([], urls[1] ?? "")).answer(page(["c"], urls[2] ?? "")).answer(page(["d"], null));
  const found = await all(list(rooms, api.listByUrl, [], { status: "completed" }));
  assert.deepEqual(found.map(({ sid }) => sid), ["a", "b", "c", "d"]);
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    [
      "https://api.example.com/v1/Rooms?Status=completed",
      urls[0],
      "https://api.example.com/v1/Rooms?PageToken=x",
      "https://api.example.com/v1/Rooms?c",
    ],
  );
  assert.ok(server.requests.every(({ headers }) => headers.get("authorization")));
});

test("pages: await gives the first, take stops in the middle, pages are pages", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const pages = (): void => void server.answerPages([[{ sid: "a" }, { sid: "b" }], [{ sid: "c" }]], { items: ["rooms"], nextUrl: ["meta", "next"] });
  pages();
  const first = await list(rooms, api.listByUrl);
  assert.deepEqual(first.items, [{ sid: "a" }, { sid: "b" }]);
  assert.equal(first.hasNext, true);
  const second = await first.nextPage();
  assert.deepEqual(second?.items, [{ sid: "c" }]);
  assert.equal(await second?.nextPage(), undefined);
  pages();
  assert.deepEqual(await list(rooms, api.listByUrl).take(1), [{ sid: "a" }]);
  assert.equal(server.requests.length, 3);
  await first.nextPage();
  pages();
  assert.deepEqual((await all(list(rooms, api.listByUrl).pages())).map(({ items }) => items.length), [2, 1]);
  pages();
  const { value, status } = await list(rooms, api.listByUrl).withResponse();
  assert.deepEqual([value.items.length, status], [2, 200]);
});

test("pages: foreign and repeated URLs are refused", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const foreign = ["https://evil.example.net/Rooms", "http://api.example.com/v1/Rooms", "https://api.example.com@evil.net/", "//evil.net/", "https://evil\\.example.org/"];
  for (const next of foreign) {
    server.answer({ json: { rooms: [], meta: { next } } });
    const before = server.requests.length;
    await assert.rejects(async () => all(list(rooms, api.listByUrl)), errors.PaginationError, next);
    assert.equal(server.requests.length, before + 1);
  }
  server.always({ json: { rooms: [{ sid: "a" }], meta: { next: "/v1/Rooms?x=1" } } });
  await assert.rejects(async () => all(list(rooms, api.listByUrl)), errors.PaginationError);
});

test("pages: link headers, cursors, offsets, numbers", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  server.answer({ json: [{ sid: "a" }], headers: { Link: '</v1/Rooms?p=2>; rel="prev next"; title="a, b", <x>; rel=last' } });
  server.answer({ json: [{ sid: "b" }] });
  assert.deepEqual((await all(list(rooms, api.listByLink))).map(({ sid }) => sid), ["a", "b"]);
  server.answer({ json: { rooms: [{ sid: "a" }], cursor: "c1" } }).answer({ json: { rooms: [{ sid: "b" }], cursor: "" } });
  await all(list(rooms, api.listByCursor, [], { status: "x" }));
  assert.deepEqual(last(server).query, { Status: ["x"], Page: ["c1"] });
  server.answer({ json: { rooms: [{}, {}], total: 3 } }).answer({ json: { rooms: [{}], total: 3 } });
  assert.equal((await all(list(rooms, api.listByOffset))).length, 3);
  assert.deepEqual(last(server).query, { Page: ["2"] });
  server.answer({ json: { rooms: [{}], last: 4 } }).answer({ json: { rooms: [{}], last: 4 } });
  await all(list(rooms, api.listByNumber, [], { page: 3 }));
  assert.deepEqual(last(server).query, { Page: ["4"] });
  server.answer({ json: { rooms: [{}], cursor: 7 } }).answer({ json: { rooms: null } });
  await all(list(rooms, api.searchRooms, [], { text: "t" }));
  assert.deepEqual(last(server).json, { text: "t", after: 7 });
  server.answer({ json: { rooms: "x" } });
  await assert.rejects(async () => list(rooms, api.listByCursor), errors.DecodeError);
  assert.equal(server.unused, 0);
});

test("streams: events as they arrive, until the end or [DONE]", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const text = ': hi\ndata: {"unique_name":\ndata: "a"}\n\nevent: x\ndata: {"unique_name":"b"}\n\ndata: [DONE]\n\ndata: {"sid":"c"}\n\n';
  server.answer({ text, contentType: "text/event-stream" }).answer({ text, contentType: "text/event-stream" });
  assert.deepEqual(await all(stream(rooms, api.watchRooms)), [{ uniqueName: "a" }, { uniqueName: "b" }]);
  const opened = await stream(rooms, api.watchRooms);
  assert.equal(opened.status, 200);
  opened.cancel();
  server.answer({ text: '{"sid":"a"}\n\n{"sid":"b"}', contentType: "application/jsonl" });
  assert.deepEqual(await all(stream(rooms, api.watchRooms)), [{ sid: "a" }, { sid: "b" }]);
  server.answer({ text: '\x1e{"sid":"a"}\n\x1e{"sid":"b"}\n', contentType: "application/json-seq" });
  assert.deepEqual(await all(stream(rooms, api.watchRooms)), [{ sid: "a" }, { sid: "b" }]);
  server.fail("cut-body");
  await assert.rejects(async () => all(stream(rooms, api.watchRooms)), errors.ApiConnectionError);
});

test("uploads: files in parts, streamed or at hand", async () => {
  const server = new RecordingFetch().always({ text: "ok" });
  const rooms = client(server);
  const data = new Uint8Array([1, 13, 10, 2]);
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield data;
  }
  const files: [unknown, string, string][] = [
    [new File([data], 'a"b.png'), "a%22b.png", "image/png"],
    [{ data, filename: "x.bin", contentType: "application/x-y" }, "x.bin", "application/x-y"],
    [data, "file", "application/octet-stream"],
    [new Blob([data], { type: "image/gif" }), "file", "image/gif"],
    [chunks(), "file", "application/octet-stream"],
    [new Blob([data]).stream(), "file", "application/octet-stream"],
    [{ data: [data], filename: "list.txt" }, "list.txt", "text/plain"],
  ];
  for (const [file, filename, type] of files) {
    await call(rooms, api.uploadFile, [], { purpose: "p", file });
    const { text, headers } = last(server);
    const boundary = /boundary=(.+)$/.exec(headers.get("content-type") ?? "")?.[1] ?? "";
    const expected =
      `--${boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\np\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n` +
      `Content-Type: ${type}\r\n\r\n${new TextDecoder().decode(data)}\r\n--${boundary}--\r\n`;
    assert.equal(text, expected);
  }
});

test("uploads: bytes; what can be read only once is sent only once", async () => {
  const server = new RecordingFetch();
  const rooms = client(server);
  const wait = { status: 503, headers: { "Retry-After": "0" } };
  server.answer(wait).answer({ status: 204 });
  await call(rooms, api.putFile, ["a"], { body: new Blob(["text"]) });
  assert.equal(last(server).text, "text");
  assert.equal(last(server).headers.get("content-type"), "application/octet-stream");
  server.answer(wait);
  const source = new Blob(["text"]).stream();
  await assert.rejects(async () => call(rooms, api.putFile, ["a"], { body: source }), { status: 503 });
  await assert.rejects(async () => call(rooms, api.putFile, ["a"], { body: 5 }), errors.InvalidArgumentError);
  assert.equal(server.unused, 0);
});
