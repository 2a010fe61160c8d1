"""A mail server that takes everything and keeps who got which message."""

import socketserver
from contextlib import contextmanager
from threading import Thread


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"220 here")
        to = ""
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                to = line.partition(b"<")[2].partition(b">")[0].decode()
            if word == b"DATA":
                self.say(b"354 go on")
                id = ""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    if part.lower().startswith(b"message-id:"):
                        id = part.decode().partition(":")[2].strip()
                self.server.got.append((to, id))
            self.say(b"221 bye" if word == b"QUIT" else b"250 ok")
            if word == b"QUIT":
                return

    def say(self, words):
        self.wfile.write(words + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        """Whoever sends may be killed in the middle."""


@contextmanager
def mail_server():
    """Its port, and what it got: (recipient, Message-ID) each time."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.got = []
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], server.got
        server.shutdown()
