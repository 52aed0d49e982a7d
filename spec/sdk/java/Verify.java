import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nfvitegateway.envnotif.api.EnvironmentNotificationsApi;
import nfvitegateway.envnotif.model.EnvironmentData;
import nfvitegateway.envnotif.model.EnvironmentNotificationRequest;
import nfvitegateway.vnfmig.ApiException;
import nfvitegateway.vnfmig.api.MigrationRequestsApi;
import nfvitegateway.vnfmig.api.SubscriptionsApi;
import nfvitegateway.vnfmig.model.*;
import nfvitegateway.vnfmig.model.MigrationRequestModifications.MigrationRequestStateEnum;
import nfvitegateway.vrfm.api.AlarmsApi;
import nfvitegateway.vrinfo.api.ComputeHostsApi;
import nfvitegateway.vrinfo.model.ComputeHost;

/** A small VNF manager on the generated client: subscribes, is asked, answers; then reads a long list and a refusal. */
public final class Verify {
  private static final Pattern MARKER = Pattern.compile("<[^>]*[?&]nextpage_opaque_marker=([^&>]*)[^>]*>");

  private final nfvitegateway.envnotif.ApiClient environment = new nfvitegateway.envnotif.ApiClient();
  private final nfvitegateway.vnfmig.ApiClient migration = new nfvitegateway.vnfmig.ApiClient();
  private final nfvitegateway.vrinfo.ApiClient information = new nfvitegateway.vrinfo.ApiClient();
  private final nfvitegateway.vrfm.ApiClient faults = new nfvitegateway.vrfm.ApiClient();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private Verify(String apiRoot) {
    environment.updateBaseUri(apiRoot + "/envnotif");
    migration.updateBaseUri(apiRoot + "/vnfmig");
    information.updateBaseUri(apiRoot + "/vrinfo");
    faults.updateBaseUri(apiRoot + "/vrfm");
  }

  public static void main(String[] parameters) {
    try {
      new Verify(parameters[0]).run(Integer.parseInt(parameters[1]));
      System.exit(0);
    } catch (Exception failure) {
      failure.printStackTrace();
      System.exit(1);
    }
  }

  private void run(int physicalServers) throws Exception {
    var requests = new MigrationRequestsApi(migration);
    var subscriptions = new SubscriptionsApi(migration);
    var hosts = new ComputeHostsApi(information);

    var subscription =
        subscriptions.createSubscription(
            new MigrationSubscriptionRequest()
                .callbackUri(listen())
                .filter(new MigrationNotificationsFilter().vnfmIds(List.of("vnfm-1"))),
            null);
    System.out.println("subscribed: " + subscription.getId());

    sendReading();
    var request = next(MigrationRequestNotification.class).getMigrationRequest();
    System.out.printf(
        "asked to move %s off %s by %s%n",
        request.getVirtualComputeIds(), request.getSourceComputeHostId(), request.getMigrationDeadline());

    var alarms = new AlarmsApi(faults).listAlarms(null, null, "(eq,managedObjectId,server-1)", null, null, null, null);
    expect(!alarms.isEmpty(), "server-1 has an alarm");
    for (var alarm : alarms) {
      System.out.printf("alarm of %s: %s%n", alarm.getManagedObjectId(), alarm.getProbableCause());
    }

    answer(requests, request);
    var change = next(MigrationRequestStateChangeNotification.class);
    while (change.getMigrationRequestState() != MigrationRequestState.COMPLETED) {
      change = next(MigrationRequestStateChangeNotification.class);
    }
    System.out.printf("told that %s is on %s%n", change.getVnfInstanceId(), change.getTargetComputeHostId());

    list(hosts, physicalServers);

    System.out.println("refused: " + refusal(404, () -> requests.getMigrationRequest("nothing", null)));

    subscriptions.deleteSubscription(subscription.getId(), null);
    System.out.println("unsubscribed");
  }

  /** Tells that the battery of server-1 is low. */
  private void sendReading() throws nfvitegateway.envnotif.ApiException {
    var datum =
        new EnvironmentData()
            .computeHostId("server-1")
            .parameterType("POWER")
            .parameterName("battery.charge")
            .dataType(EnvironmentData.DataTypeEnum.VALUE)
            .value(34.5)
            .unit("%");
    var reading =
        new EnvironmentNotificationRequest().id("reading-1").timeStamp(OffsetDateTime.now()).environmentData(List.of(datum));
    new EnvironmentNotificationsApi(environment).createEnvironmentNotification(reading, null);
  }

  /** Takes notifications: GET tests the endpoint, POST delivers; both answer 204. */
  private URI listen() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/callback",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (exchange.getRequestMethod().equals("POST")) told.add(body);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callback");
  }

  /** The next notification of a type. One more attribute than this version knows must not matter. */
  private <Kind> Kind next(Class<Kind> kind) throws Exception {
    while (true) {
      var body = told.poll(10, TimeUnit.SECONDS);
      expect(body != null, "a notification came within 10 s");
      var later = body.replaceFirst("\\{", "{\"laterAttribute\":{\"of\":\"a later version\"},");
      var any = migration.getObjectMapper().readValue(later, MigrationNotification.class).getActualInstance();
      if (kind.isInstance(any)) return kind.cast(any);
    }
  }

  /** Accepts a request, is refused with an ETag that has passed, and reports the function on the first candidate. */
  private void answer(MigrationRequestsApi requests, MigrationRequest request) throws Exception {
    var id = request.getId();
    var first = etag(requests, id);
    var accepted =
        requests.modifyMigrationRequest(
            id, new MigrationRequestModifications().migrationRequestState(MigrationRequestStateEnum.ACCEPTED), null, first, null);
    expect(accepted.getMigrationRequestState() == MigrationRequestState.ACCEPTED, "it is ACCEPTED");
    System.out.println("accepted with If-Match " + first);

    var processing = new MigrationRequestModifications().migrationRequestState(MigrationRequestStateEnum.PROCESSING);
    System.out.println(
        "refused with the ETag of before: "
            + refusal(412, () -> requests.modifyMigrationRequest(id, processing, null, first, null)));

    var target = request.getPlacement().getCandidateComputeHostIds().get(0);
    var done =
        new MigrationRequestModifications()
            .migrationRequestState(MigrationRequestStateEnum.COMPLETED)
            .targetComputeHostId(target);
    var completed = requests.modifyMigrationRequest(id, done, null, etag(requests, id), null);
    expect(target.equals(completed.getTargetComputeHostId()), "it is on its target");
  }

  private static String etag(MigrationRequestsApi requests, String id) throws ApiException {
    return requests.getMigrationRequestWithHttpInfo(id, null).getHeaders().get("etag").get(0);
  }

  /** Reads every page of a filtered list: the Link header has the marker of the next one. */
  private static void list(ComputeHostsApi hosts, int physicalServers) throws Exception {
    Set<String> found = new HashSet<>();
    var pages = 0;
    for (String marker = null; pages == 0 || marker != null; pages++) {
      var page =
          hosts.listComputeHostsWithHttpInfo(
              null, marker, "(eq,computeHostType,PHYSICAL_SERVER)", null, null, null, null);
      for (ComputeHost host : page.getData()) found.add(host.getId());
      marker = markerOf(page.getHeaders());
    }
    expect(
        pages > 1 && found.size() == physicalServers,
        found.size() + " servers on " + pages + " pages are all of them");
    System.out.printf("listed %d physical servers on %d pages%n", found.size(), pages);
  }

  private static String markerOf(Map<String, List<String>> headers) {
    Matcher link = MARKER.matcher(headers.getOrDefault("link", List.of("")).get(0));
    return link.find() ? URLDecoder.decode(link.group(1), StandardCharsets.UTF_8) : null;
  }

  private String refusal(int status, Callable<?> call) throws Exception {
    try {
      call.call();
    } catch (ApiException refused) {
      var problem = migration.getObjectMapper().readValue(refused.getResponseBody(), ProblemDetails.class);
      expect(refused.getCode() == status && problem.getStatus() == status, problem + " has the status " + status);
      return problem.getDetail();
    }
    throw new IllegalStateException("expected " + status);
  }

  private static void expect(boolean holds, String what) {
    if (!holds) throw new IllegalStateException("it does not hold that " + what);
  }
}
