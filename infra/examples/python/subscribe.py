#!/usr/bin/env python3
"""Pulls the events of a subscription from the hub's NATS, one JSON line each, and acknowledges what was written.

    schakelpunt subscription nats-key user.nk            # once; the public key goes into the request
    schakelpunt subscription nats ID --key-file user.nk --credentials user.creds
    subscribe.py --url nats://... --credentials user.creds --stream ID [--count N]
"""

import argparse
import asyncio
import json
import sys

import nats
from cloudevents.core.bindings.http import HTTPMessage, from_http_event


def read(message):
    """The CloudEvent of a message: in binary mode NATS has the same headers as HTTP."""
    headers = {name.lower(): value for name, value in (message.headers or {}).items()}
    return from_http_event(HTTPMessage(headers=headers, body=message.data))


async def main(arguments):
    client = await nats.connect(arguments.url, user_credentials=arguments.credentials)
    # The consumer has the name of the stream, and was made by the hub.
    pull = await client.jetstream().pull_subscribe_bind(arguments.stream, stream=arguments.stream)
    taken = 0
    while arguments.count is None or taken < arguments.count:
        try:
            messages = await pull.fetch(batch=1, timeout=5)
        except nats.errors.TimeoutError:
            continue
        for message in messages:
            event = read(message)
            line = {
                "position": int(event.get_extension("sequence")),
                "id": event.get_id(),
                "type": event.get_type(),
                "data": event.get_data(),
            }
            print(json.dumps(line), flush=True)
            # Only now: what was not written comes again, with the same identifier.
            await message.ack_sync()
            taken += 1
    await client.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="address that `subscription nats` names")
    parser.add_argument("--credentials", required=True, help="file that `subscription nats` writes")
    parser.add_argument("--stream", required=True, help="the subscription")
    parser.add_argument("--count", type=int, help="ends after so many events")
    try:
        asyncio.run(main(parser.parse_args()))
    except KeyboardInterrupt:
        sys.exit(130)
