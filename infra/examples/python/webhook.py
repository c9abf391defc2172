#!/usr/bin/env python3
"""Takes the webhooks of a subscription, one JSON line each. Agrees when the hub asks, and verifies every signature.

    webhook.py --origin schakelpunt.example [--port 8080] [--count N]     # the secret from `subscription keys`, on standard input
"""

import argparse
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

BODY_BYTES_MAX = 256 * 1024


def handler(arguments, webhook, done):
    seen = set()

    class Handler(BaseHTTPRequestHandler):
        def do_OPTIONS(self):
            self.send_response(200)
            if self.headers.get("WebHook-Request-Origin") == arguments.origin:
                self.send_header("WebHook-Allowed-Origin", arguments.origin)
                self.send_header("WebHook-Allowed-Rate", "*")
            self.end_headers()

        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            if length > BODY_BYTES_MAX:
                return self.answer(413)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                webhook.verify(body, headers, json_parse=False)
            except WebhookVerificationError:
                return self.answer(401)
            event = from_http_event(HTTPMessage(headers=headers, body=body))
            # An event may come twice; its identifier tells.
            if event.get_id() not in seen:
                seen.add(event.get_id())
                line = {
                    "position": int(event.get_extension("sequence")),
                    "id": event.get_id(),
                    "type": event.get_type(),
                    "data": event.get_data(),
                }
                print(json.dumps(line), flush=True)
            self.answer(204)
            if arguments.count is not None and len(seen) >= arguments.count:
                done()

        def answer(self, status):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    return Handler


def main(arguments):
    webhook = Webhook(sys.stdin.readline().strip())
    # From within a request the server cannot be waited for.
    server = ThreadingHTTPServer(
        ("127.0.0.1", arguments.port),
        handler(arguments, webhook, lambda: Thread(target=server.shutdown).start()),
    )
    print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}/"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--origin", required=True, help="how the hub calls itself (exchange.webhook_origin)")
    parser.add_argument("--port", type=int, default=0, help="0 for a free one, which the first line names")
    parser.add_argument("--count", type=int, help="ends after so many events")
    try:
        main(parser.parse_args())
    except KeyboardInterrupt:
        sys.exit(130)
