"""A VNF manager, as small as it can be, on the standard library alone. Usage: python3 vnfm.py APIROOT VNFM_ID CALLBACK_URI"""

import json
import os
import re
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DEFAULTS = ["http://127.0.0.1:8080", "vnfm-1", "http://127.0.0.1:9000/"]
api_root, vnfm_id, callback_uri = sys.argv[1:] + DEFAULTS[len(sys.argv) - 1 :]
REQUESTS = f"{api_root}/vnfmig/v1/migration_requests"
OPEN = ["REQUESTED", "ACCEPTED", "PROCESSING"]

moving = None  # the request whose functions are on their way; the next one waits
outcomes = {}  # how moves ended, by request, until the gateway knows
wake = threading.Event()  # there may be something to do


def migrate(request, target):
    """Put the call of your VIM here: it migrates request["virtualComputeIds"] to the server target."""
    print(f"{request['virtualComputeIds']}: {request['sourceComputeHostId']} → {target}", flush=True)
    time.sleep(0.2)


def send(method, url, body=None, **headers):
    """Answers with the content and the headers; raises HTTPError when the gateway refuses."""
    headers = {"Version": "1.0.0", "Accept": "application/json", **headers}
    if "TOKEN" in os.environ:
        headers["Authorization"] = f"Bearer {os.environ['TOKEN']}"
    if body is not None:
        headers["Content-Type"] = "application/merge-patch+json" if method == "PATCH" else "application/json"
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer), answer.headers


def open_requests():
    """All that is open, whatever number of pages it comes in; the most critical first."""
    wanted = f"(eq,vnfmId,{vnfm_id});(in,migrationRequestState,{','.join(OPEN)})"
    url = f"{REQUESTS}?filter={urllib.parse.quote(wanted)}"
    found = []
    while url:
        page, headers = send("GET", url)
        found += page
        link = re.search(r'<([^>]+)>;\s*rel="?next', headers.get("Link", ""))
        url = link and urllib.parse.urljoin(url, link[1])
    return sorted(found, key=lambda request: -request["criticality"])


def target_of(request):
    """The best server that may be chosen, if there is one."""
    placement = request["placement"]
    forbidden = [request["sourceComputeHostId"], *placement["excludedComputeHostIds"]]
    return next((host for host in placement["candidateComputeHostIds"] if host not in forbidden), None)


def refusal(state, status, detail):
    return {"migrationRequestState": state, "error": {"status": status, "detail": detail}}


def first_answer(request):
    if request["requestedAction"] != "MIGRATE":
        return refusal("REJECTED", 503, f"{request['requestedAction']} is not supported")
    if target_of(request) is None:
        return refusal("REJECTED", 503, "there is no server to move to")
    return {"migrationRequestState": "ACCEPTED"}


def move(request, target):
    global moving
    try:
        migrate(request, target)
        outcomes[request["id"]] = {"migrationRequestState": "COMPLETED", "targetComputeHostId": target}
    except Exception as error:
        outcomes[request["id"]] = refusal("FAILED", 500, str(error))
    moving = None
    wake.set()


def step(request_id):
    """Reads one request and takes the next step, if there is one to take."""
    global moving
    url = f"{REQUESTS}/{request_id}"
    request, headers = send("GET", url)
    state = request["migrationRequestState"]

    def answer(body):
        # 412 when the request is another meanwhile: then the next look sees it.
        send("PATCH", url, body, **{"If-Match": headers["ETag"]})
        print(f"{request_id}: {body['migrationRequestState']}", flush=True)

    outcome = outcomes.get(request_id)
    if outcome is not None:
        # What has moved is told, even when nobody waits for it any more.
        if state in OPEN or outcome["migrationRequestState"] == "COMPLETED":
            answer(outcome)
        del outcomes[request_id]
    elif state == "REQUESTED":
        answer(first_answer(request))
    elif state in OPEN and moving is None:
        target = target_of(request)
        if target is None:
            return answer(refusal("FAILED", 503, "there is no server left to move to"))
        answer({"migrationRequestState": "PROCESSING"})
        moving = request_id
        threading.Thread(target=move, args=(request, target), daemon=True).start()


def attempt(action, *parameters):
    """What fails, for whatever reason, is tried again in a second."""
    try:
        return action(*parameters)
    except Exception as error:
        said = error.read().decode() if isinstance(error, urllib.error.HTTPError) else ""
        print(f"{error} {said}", file=sys.stderr, flush=True)
        threading.Timer(1, wake.set).start()


class Callback(BaseHTTPRequestHandler):
    """GET tests it, POST brings a notification. Whatever it says, what to do is read from the gateway."""

    def do_GET(self):
        self.answer(204)

    def do_POST(self):
        try:
            notification = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if notification["notificationType"] == "MigrationRequestNotification":
                notification["migrationRequest"]["id"]
        except (KeyError, TypeError, ValueError):
            return self.answer(400)
        wake.set()
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Version", "1.0.0")
        self.end_headers()

    def log_message(self, *_):
        pass


callback = urllib.parse.urlsplit(callback_uri)
server = ThreadingHTTPServer((callback.hostname, callback.port), Callback)
threading.Thread(target=server.serve_forever, daemon=True).start()

send("POST", f"{api_root}/vnfmig/v1/subscriptions", {"callbackUri": callback_uri, "filter": {"vnfmIds": [vnfm_id]}})
print("subscribed", flush=True)
while True:
    # The gateway is the memory: nothing is lost by a restart.
    waiting = [request["id"] for request in attempt(open_requests) or [] if request["id"] != moving]
    for request_id in dict.fromkeys([*outcomes, *waiting]):
        attempt(step, request_id)
    wake.wait()
    wake.clear()
