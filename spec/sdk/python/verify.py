"""A small VNF manager on the generated client: subscribes, is asked, answers; then reads a long list and a refusal."""

import json
import queue
import sys
import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from nfvi_te_gateway import envnotif, vnfmig, vrfm, vrinfo
from nfvi_te_gateway.vnfmig import exceptions as refusals

api_root, physical_servers = sys.argv[1], int(sys.argv[2])
migration = vnfmig.ApiClient(vnfmig.Configuration(host=f"{api_root}/vnfmig"))
environment = envnotif.ApiClient(envnotif.Configuration(host=f"{api_root}/envnotif"))
information = vrinfo.ApiClient(vrinfo.Configuration(host=f"{api_root}/vrinfo"))
faults = vrfm.ApiClient(vrfm.Configuration(host=f"{api_root}/vrfm"))
requests = vnfmig.MigrationRequestsApi(migration)
subscriptions = vnfmig.SubscriptionsApi(migration)
hosts = vrinfo.ComputeHostsApi(information)
told = queue.Queue()


class Callback(BaseHTTPRequestHandler):
    """GET tests the endpoint, POST delivers; both answer 204."""

    def do_GET(self):
        self.send_response(204)
        self.end_headers()

    def do_POST(self):
        told.put(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, *_):
        pass


def next_notification(kind):
    """The next notification of a type. One more attribute than this version knows must not matter."""
    while True:
        body = {**json.loads(told.get(timeout=10)), "laterAttribute": {"of": "a later version"}}
        notification = vnfmig.MigrationNotification.from_json(json.dumps(body)).actual_instance
        if isinstance(notification, kind):
            return notification


def etag_of(request_id):
    return requests.get_migration_request_with_http_info(request_id).headers["ETag"]


def pages(**query):
    """Every page of a list: the Link header has the marker of the next one."""
    while True:
        page = hosts.list_compute_hosts_with_http_info(**query)
        yield page.data
        link = page.headers.get("Link")
        if link is None:
            return
        uri = urlsplit(link[1 : link.index(">")])
        query = {name: values[0] for name, values in parse_qs(uri.query).items()}


def refusal(status, call):
    try:
        call()
    except refusals.ApiException as error:
        problem = vnfmig.ProblemDetails.from_json(error.body)
        assert (error.status, problem.status) == (status, status), problem
        return problem.detail
    raise AssertionError(f"expected {status}")


def answer(state, if_match=None, **more):
    modifications = vnfmig.MigrationRequestModifications(migration_request_state=state, **more)
    return requests.modify_migration_request(request.id, modifications, if_match=if_match)


server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
threading.Thread(target=server.serve_forever, daemon=True).start()

subscription = subscriptions.create_subscription(
    vnfmig.MigrationSubscriptionRequest(
        callback_uri=f"http://127.0.0.1:{server.server_port}/callback",
        filter=vnfmig.MigrationNotificationsFilter(vnfm_ids=["vnfm-1"]),
    )
)
print(f"subscribed: {subscription.id}", flush=True)

low_charge = envnotif.EnvironmentData(
    compute_host_id="server-1", parameter_type="POWER", parameter_name="battery.charge", data_type="VALUE", value=34.5, unit="%"
)
envnotif.EnvironmentNotificationsApi(environment).create_environment_notification(
    envnotif.EnvironmentNotificationRequest(
        id="reading-1", time_stamp=datetime.now(timezone.utc), environment_data=[low_charge]
    )
)
request = next_notification(vnfmig.MigrationRequestNotification).migration_request
print(f"asked to move {request.virtual_compute_ids} off {request.source_compute_host_id} by {request.migration_deadline}")

alarms = vrfm.AlarmsApi(faults).list_alarms(filter="(eq,managedObjectId,server-1)")
assert alarms and all(alarm.managed_object_id == "server-1" for alarm in alarms), alarms
print(f"alarms of server-1: {[alarm.probable_cause for alarm in alarms]}")

first_etag = etag_of(request.id)
assert answer("ACCEPTED", first_etag).migration_request_state == "ACCEPTED"
print(f"accepted with If-Match {first_etag}")

print("refused with the ETag of before:", refusal(412, lambda: answer("PROCESSING", first_etag)))

target = request.placement.candidate_compute_host_ids[0]
completed = answer("COMPLETED", etag_of(request.id), target_compute_host_id=target)
assert completed.target_compute_host_id == target, completed
change = next_notification(vnfmig.MigrationRequestStateChangeNotification)
while change.migration_request_state != "COMPLETED":
    change = next_notification(vnfmig.MigrationRequestStateChangeNotification)
print(f"told that {change.vnf_instance_id} is on {change.target_compute_host_id}")

listed = list(pages(filter="(eq,computeHostType,PHYSICAL_SERVER)"))
found = {host.id for page in listed for host in page}
assert len(listed) > 1 and len(found) == physical_servers, (len(listed), len(found))
print(f"listed {len(found)} physical servers on {len(listed)} pages")

print("refused:", refusal(404, lambda: requests.get_migration_request("nothing")))

subscriptions.delete_subscription(subscription.id)
print("unsubscribed", flush=True)
