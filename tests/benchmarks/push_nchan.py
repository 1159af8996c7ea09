"""nginx with nchan as a server for `tests.benchmarks.push`, from Debian's packages.

    apt-get install nginx-light libnginx-mod-nchan
    python -m tests.benchmarks.push_nchan PORT SIZE

One nginx process with a websocket channel; `burst K` posts K messages to it over one
connection that is kept. Prints `up PID` with nginx' own process, so that what the
publisher works is not counted.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

from tests.benchmarks.push_servers import messages

CONFIGURATION = """
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off; master_process off; worker_processes 1; worker_rlimit_nofile 40000;
pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 30000; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  nchan_max_reserved_memory 512M; nchan_message_buffer_length 2000;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location /api/live {{
      nchan_subscriber websocket; nchan_channel_id all;
      nchan_subscriber_first_message newest;
    }}
    location /publish {{
      nchan_publisher; nchan_channel_id all;
      client_body_buffer_size 64k; keepalive_requests 1000000000;
    }}
  }}
}}
"""


def main() -> None:
    """Serve until stdin ends."""
    port, size = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "nginx.conf")
        file.write_text(CONFIGURATION.format(folder=folder, port=port), encoding="utf-8")
        server = subprocess.Popen(["nginx", "-c", file, "-p", folder], stderr=subprocess.DEVNULL)
        try:
            obey(connect(port), server.pid, size)
        finally:
            server.kill()
            server.wait()


def connect(port: int) -> http.client.HTTPConnection:
    """A connection to the publisher's address, once nginx listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(100):
        try:
            connection.connect()
        except OSError:
            time.sleep(0.05)
        else:
            return connection
    raise RuntimeError("nginx does not listen")


def ask(connection: http.client.HTTPConnection, method: str, body: bytes = b"") -> bytes:
    """One request to the publisher's address."""
    headers = {"Accept": "text/json"}
    connection.request(method, "/publish", body, headers)
    return connection.getresponse().read()


def obey(connection: http.client.HTTPConnection, pid: int, size: int) -> None:
    """Commands from stdin, as `push_servers` takes them."""
    print("up", pid, flush=True)
    sent = 0
    for line in sys.stdin:
        if line.startswith("count"):
            found = ask(connection, "GET")
            print("count", orjson.loads(found)["subscribers"] if found[:1] == b"{" else 0)
            sys.stdout.flush()
            continue
        number = int(line.split()[1])
        made = messages(sent + 1, number, size)
        sent += number
        started = time.monotonic()
        for message in made:
            ask(connection, "POST", orjson.dumps(message))
        print(f"at {started:.6f}", flush=True)


if __name__ == "__main__":
    main()
