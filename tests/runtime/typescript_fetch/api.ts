/** A small API, as emitted code would describe it, for the tests of calls. */

import type { ApiInfo } from "../runtime/api.js";
import { apiKey, basic, bearer } from "../runtime/auth.js";
import { bytesBody, jsonBody } from "../runtime/bodies.js";
import { ApiClient } from "../runtime/client.js";
import * as c from "../runtime/codecs.js";
import { formBody } from "../runtime/forms.js";
import { model, type ModelCodec } from "../runtime/models.js";
import { multipartBody } from "../runtime/multipart.js";
import { oauth2 } from "../runtime/oauth.js";
import type { Operation, PagedOperation, StreamOperation } from "../runtime/operations.js";
import type { ClientOptions } from "../runtime/options.js";
import { cursor, linkHeader, nextUrl, numbered, offset, type Pages } from "../runtime/pages.js";
import { readBytes, readText } from "../runtime/readers.js";

export interface Room {
  sid?: string;
  uniqueName?: string;
}

export const Room: ModelCodec<Room> = model<Room>({
  fields: { sid: ["sid", c.string], uniqueName: ["unique_name", c.string] },
});

export const API: ApiInfo = {
  name: "rooms",
  version: "1.2.3",
  servers: [
    { name: "production", url: "https://api.example.com/v1" },
    { name: "regional", url: "https://{region}.example.com", variables: [{ name: "region", default: "us", values: ["us", "eu"] }] },
  ],
  variables: { region: "region" },
  schemes: {
    basic: basic("username", "password"),
    bearer: bearer("token"),
    key: apiKey("query", "api_key", "apiKey"),
    oauth: oauth2({
      credentials: { client_id: "clientId", client_secret: "clientSecret", refresh_token: "refreshToken" },
      tokenUrl: "/token",
    }),
  },
  security: [["basic"], ["bearer"]],
  credentials: { username: "ROOMS_USER", password: "", token: "", apiKey: "", clientId: "", clientSecret: "", refreshToken: "" },
  dateTime: "seconds",
  origins: ["https://*.example.org"],
};

export interface Options extends ClientOptions {
  readonly username?: string;
  readonly password?: string;
  readonly token?: string | (() => string | Promise<string>);
  readonly apiKey?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly refreshToken?: string;
  readonly environment?: string;
  readonly region?: string;
}

export class Rooms extends ApiClient {
  constructor(options: Options = {}) {
    super(API, { ...options });
  }
}

const JSON_ROOM = { "200": { "application/json": () => Room } };

export const fetchRoom: Operation<Room> = {
  call: "rooms.fetch",
  method: "GET",
  path: ["/Rooms/", ["Sid"]],
  query: { since: ["Since"], tags: ["Tag"] },
  headers: { trace: ["X-Trace"] },
  cookies: { session: ["session"] },
  responses: { ...JSON_ROOM, "404": { "application/json": () => Room } },
  idempotent: true,
};

export const createRoom: Operation<Room> = {
  call: "rooms.create",
  method: "POST",
  path: ["/Rooms"],
  body: jsonBody({ fields: { uniqueName: ["UniqueName", c.string], tags: ["Tags"] }, required: true }),
  responses: JSON_ROOM,
};

export const replaceRoom: Operation<Room> = {
  call: "rooms.replace",
  method: "PUT",
  path: ["/Rooms/", ["Sid"]],
  body: jsonBody({ fields: { uniqueName: ["unique_name"], sid: ["sid"] }, readOnly: ["sid"], open: true }),
  responses: JSON_ROOM,
  idempotent: true,
  idempotencyHeader: "Idempotency-Key",
};

export const updateRoom: Operation<Room> = {
  call: "rooms.update",
  method: "POST",
  path: ["/Rooms/", ["Sid"]],
  body: formBody({ fields: { status: ["Status"], codecs: ["Codecs"], rules: ["Rules", c.any, { contentType: "application/json" }] } }),
  responses: { "200": {} },
};

export const uploadFile: Operation<string> = {
  call: "files.upload",
  method: "POST",
  path: ["/Files"],
  body: multipartBody({ fields: { purpose: ["purpose"], file: ["file", c.any, { isFile: true }] } }),
  responses: { "200": { "text/plain": readText() } },
};

export const putFile: Operation<undefined> = {
  call: "files.put",
  method: "PUT",
  path: ["/Files/", ["Name"]],
  body: bytesBody({ argument: "body" }),
  idempotent: true,
};

export const downloadFile: Operation<unknown> = {
  call: "files.download",
  method: "GET",
  path: ["/Files/", ["Name"]],
  responses: { "200": { "application/octet-stream": readBytes() } },
  idempotent: true,
};

export const openOperation: Operation<undefined> = { call: "ping", method: "GET", path: ["/Ping"], security: [], idempotent: true };

export const keyOperation: Operation<undefined> = { ...openOperation, security: [["key"]] };

export const oauthOperation: Operation<undefined> = { ...openOperation, security: [["oauth"]] };

function paged(pages: Pages, items: readonly string[] = ["rooms"]): PagedOperation<Room> {
  return {
    call: "rooms.list",
    method: "GET",
    path: ["/Rooms"],
    query: { page: ["Page"], status: ["Status"] },
    responses: { "200": { "application/json": c.any } },
    idempotent: true,
    item: () => Room,
    items,
    pages,
  };
}

export const listByUrl = paged(nextUrl(["meta", "next"]));
export const listByLink = paged(linkHeader(), []);
export const listByCursor = paged(cursor({ parameter: "Page", next: ["cursor"] }));
export const listByOffset = paged(offset({ parameter: "Page", total: ["total"] }));
export const listByNumber = paged(numbered({ parameter: "Page", totalPages: ["last"] }));

export const searchRooms: PagedOperation<Room> = {
  ...paged(cursor({ parameter: "after", next: ["cursor"], inBody: true })),
  method: "POST",
  body: jsonBody({ fields: { after: ["after"], text: ["text"] } }),
};

export const watchRooms: StreamOperation<Room> = {
  call: "rooms.watch",
  method: "GET",
  path: ["/Rooms/Events"],
  responses: { "200": { "text/event-stream": c.any } },
  item: () => Room,
  idempotent: true,
};
