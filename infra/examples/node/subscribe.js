#!/usr/bin/env node
// Pulls the events of a subscription from the hub's NATS, one JSON line each, and acknowledges what was written.
//
//   schakelpunt subscription nats-key user.nk            # once; the public key goes into the request
//   schakelpunt subscription nats ID --key-file user.nk --credentials user.creds
//   subscribe.js --url nats://... --credentials user.creds --stream ID [--count N]

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { jetstream } from "@nats-io/jetstream";
import { connect, credsAuthenticator } from "@nats-io/transport-node";
import { HTTP } from "cloudevents";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    credentials: { type: "string" },
    stream: { type: "string" },
    count: { type: "string" },
  },
});
const count = values.count === undefined ? Infinity : Number(values.count);

// The CloudEvent of a message: in binary mode NATS has the same headers as HTTP, percent-encoded.
function read(message) {
  const headers = {};
  for (const name of message.headers.keys()) {
    headers[name.toLowerCase()] = decodeURIComponent(message.headers.get(name));
  }
  return HTTP.toEvent({ headers, body: message.string() });
}

const client = await connect({
  servers: values.url,
  authenticator: credsAuthenticator(readFileSync(values.credentials)),
});
// The consumer has the name of the stream, and was made by the hub.
const consumer = await jetstream(client).consumers.get(values.stream, values.stream);
let taken = 0;
for await (const message of await consumer.consume()) {
  const event = read(message);
  const line = { position: Number(event.sequence), id: event.id, type: event.type, data: event.data };
  console.log(JSON.stringify(line));
  // Only now: what was not written comes again, with the same identifier.
  await message.ackAck();
  taken += 1;
  if (taken >= count) break;
}
await client.close();
