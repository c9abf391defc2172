#!/usr/bin/env node
// Takes the webhooks of a subscription, one JSON line each. Agrees when the hub asks, and verifies every signature.
//
//   webhook.js --origin schakelpunt.example [--port 8080] [--count N]     # the secret from `subscription keys`, on standard input

import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const BODY_BYTES_MAX = 256 * 1024;

const { values } = parseArgs({
  options: {
    origin: { type: "string" },
    port: { type: "string", default: "0" },
    count: { type: "string" },
  },
});
const count = values.count === undefined ? Infinity : Number(values.count);
const [secret] = await once(createInterface({ input: process.stdin }), "line");
const webhook = new Webhook(secret.trim());
const seen = new Set();

async function bodyOf(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > BODY_BYTES_MAX) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

const server = createServer(async (request, response) => {
  if (request.method === "OPTIONS") {
    if (request.headers["webhook-request-origin"] === values.origin) {
      response.setHeader("WebHook-Allowed-Origin", values.origin);
      response.setHeader("WebHook-Allowed-Rate", "*");
    }
    return response.writeHead(200).end();
  }
  const body = await bodyOf(request);
  if (body === undefined) return response.writeHead(413).end();
  try {
    webhook.verify(body, request.headers, { jsonParse: false });
  } catch {
    return response.writeHead(401).end();
  }
  const event = HTTP.toEvent({ headers: request.headers, body });
  // An event may come twice; its identifier tells.
  if (!seen.has(event.id)) {
    seen.add(event.id);
    const line = { position: Number(event.sequence), id: event.id, type: event.type, data: event.data };
    console.log(JSON.stringify(line));
  }
  response.writeHead(204).end();
  if (seen.size >= count) {
    server.close();
    server.closeIdleConnections();
    request.socket.end();
  }
});
server.listen(Number(values.port), "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/` }));
});
