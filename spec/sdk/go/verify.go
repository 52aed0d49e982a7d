// A small VNF manager on the generated client: subscribes, is asked, answers; then reads a long list and a refusal.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"nfvi-te-gateway/sdk/envnotif"
	"nfvi-te-gateway/sdk/vnfmig"
	"nfvi-te-gateway/sdk/vrfm"
	"nfvi-te-gateway/sdk/vrinfo"
)

var ctx = context.Background()

func main() {
	apiRoot := os.Args[1]
	physicalServers, err := strconv.Atoi(os.Args[2])
	check(err)

	configuration := vnfmig.NewConfiguration()
	configuration.Servers = vnfmig.ServerConfigurations{{URL: apiRoot + "/vnfmig"}}
	migration := vnfmig.NewAPIClient(configuration)
	information := vrinfo.NewConfiguration()
	information.Servers = vrinfo.ServerConfigurations{{URL: apiRoot + "/vrinfo"}}
	hosts := vrinfo.NewAPIClient(information).ComputeHostsAPI

	uri, told := listen()
	subscription := subscribe(migration, uri)
	fmt.Println("subscribed:", subscription.Id)

	sendReading(apiRoot)
	request := nextRequest(told)
	fmt.Printf("asked to move %v off %s by %s\n", request.VirtualComputeIds, request.SourceComputeHostId, request.MigrationDeadline)
	listAlarms(apiRoot)

	answerAll(migration, request)
	change := nextCompleted(told)
	fmt.Printf("told that %s is on %s\n", change.VnfInstanceId, change.GetTargetComputeHostId())

	listAll(hosts, physicalServers)

	_, _, err = migration.MigrationRequestsAPI.GetMigrationRequest(ctx, "nothing").Execute()
	fmt.Println("refused:", problem(err, 404).Detail)

	_, err = migration.SubscriptionsAPI.DeleteSubscription(ctx, subscription.Id).Execute()
	check(err)
	fmt.Println("unsubscribed")
}

// sendReading tells that the battery of server-1 is low.
func sendReading(apiRoot string) {
	configuration := envnotif.NewConfiguration()
	configuration.Servers = envnotif.ServerConfigurations{{URL: apiRoot + "/envnotif"}}
	datum := envnotif.NewEnvironmentData("POWER", "VALUE")
	datum.SetComputeHostId("server-1")
	datum.SetParameterName("battery.charge")
	datum.SetValue(34.5)
	datum.SetUnit("%")
	reading := envnotif.NewEnvironmentNotificationRequest("reading-1", time.Now(), []envnotif.EnvironmentData{*datum})
	_, _, err := envnotif.NewAPIClient(configuration).EnvironmentNotificationsAPI.
		CreateEnvironmentNotification(ctx).EnvironmentNotificationRequest(*reading).Execute()
	check(err)
}

func listAlarms(apiRoot string) {
	configuration := vrfm.NewConfiguration()
	configuration.Servers = vrfm.ServerConfigurations{{URL: apiRoot + "/vrfm"}}
	alarms, _, err := vrfm.NewAPIClient(configuration).AlarmsAPI.ListAlarms(ctx).Filter("(eq,managedObjectId,server-1)").Execute()
	check(err)
	expect(len(alarms) > 0, "server-1 has an alarm")
	for _, alarm := range alarms {
		fmt.Printf("alarm of %s: %s\n", alarm.ManagedObjectId, alarm.ProbableCause)
	}
}

// listen takes notifications: GET tests the endpoint, POST delivers; both answer 204.
func listen() (string, <-chan []byte) {
	told := make(chan []byte, 100)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	handler := func(response http.ResponseWriter, request *http.Request) {
		if request.Method == http.MethodPost {
			body, err := io.ReadAll(request.Body)
			check(err)
			told <- body
		}
		response.WriteHeader(http.StatusNoContent)
	}
	go func() { check(http.Serve(listener, http.HandlerFunc(handler))) }()
	return "http://" + listener.Addr().String() + "/callback", told
}

func subscribe(migration *vnfmig.APIClient, callbackURI string) *vnfmig.MigrationSubscription {
	filter := vnfmig.NewMigrationNotificationsFilter()
	filter.SetVnfmIds([]string{"vnfm-1"})
	wanted := vnfmig.NewMigrationSubscriptionRequest(callbackURI)
	wanted.SetFilter(*filter)
	subscription, _, err := migration.SubscriptionsAPI.CreateSubscription(ctx).MigrationSubscriptionRequest(*wanted).Execute()
	check(err)
	return subscription
}

// next is the next notification. One more attribute than this version knows must not matter.
func next(told <-chan []byte) vnfmig.MigrationNotification {
	select {
	case body := <-told:
		later := strings.Replace(string(body), "{", `{"laterAttribute":{"of":"a later version"},`, 1)
		var notification vnfmig.MigrationNotification
		check(json.Unmarshal([]byte(later), &notification))
		return notification
	case <-time.After(10 * time.Second):
		panic("no notification within 10 s")
	}
}

func nextRequest(told <-chan []byte) vnfmig.MigrationRequest {
	for {
		if notification := next(told).MigrationRequestNotification; notification != nil {
			return notification.MigrationRequest
		}
	}
}

func nextCompleted(told <-chan []byte) *vnfmig.MigrationRequestStateChangeNotification {
	for {
		change := next(told).MigrationRequestStateChangeNotification
		if change != nil && change.MigrationRequestState == vnfmig.MIGRATIONREQUESTSTATE_COMPLETED {
			return change
		}
	}
}

// answerAll accepts a request, is refused with an ETag that has passed, and reports the function on the first candidate.
func answerAll(migration *vnfmig.APIClient, request vnfmig.MigrationRequest) {
	etag := func() string {
		_, response, err := migration.MigrationRequestsAPI.GetMigrationRequest(ctx, request.Id).Execute()
		check(err)
		return response.Header.Get("ETag")
	}
	answer := func(state string, ifMatch string, target string) (*vnfmig.MigrationRequest, error) {
		modifications := vnfmig.NewMigrationRequestModifications(state)
		if target != "" {
			modifications.SetTargetComputeHostId(target)
		}
		now, _, err := migration.MigrationRequestsAPI.ModifyMigrationRequest(ctx, request.Id).
			MigrationRequestModifications(*modifications).IfMatch(ifMatch).Execute()
		return now, err
	}

	first := etag()
	accepted, err := answer("ACCEPTED", first, "")
	check(err)
	expect(accepted.MigrationRequestState == vnfmig.MIGRATIONREQUESTSTATE_ACCEPTED, "it is ACCEPTED")
	fmt.Println("accepted with If-Match", first)

	_, err = answer("PROCESSING", first, "")
	fmt.Println("refused with the ETag of before:", problem(err, 412).Detail)

	target := request.Placement.CandidateComputeHostIds[0]
	completed, err := answer("COMPLETED", etag(), target)
	check(err)
	expect(completed.GetTargetComputeHostId() == target, "it is on its target")
}

// listAll reads every page of a filtered list: the Link header has the marker of the next one.
func listAll(hosts *vrinfo.ComputeHostsAPIService, physicalServers int) {
	found := map[string]bool{}
	pages := 0
	for marker := ""; pages == 0 || marker != ""; pages++ {
		list := hosts.ListComputeHosts(ctx).Filter("(eq,computeHostType,PHYSICAL_SERVER)")
		if marker != "" {
			list = list.NextpageOpaqueMarker(marker)
		}
		page, response, err := list.Execute()
		check(err)
		for _, host := range page {
			found[host.Id] = true
		}
		marker = markerOf(response.Header.Get("Link"))
	}
	expect(pages > 1 && len(found) == physicalServers, fmt.Sprintf("%d servers on %d pages are all of them", len(found), pages))
	fmt.Printf("listed %d physical servers on %d pages\n", len(found), pages)
}

func markerOf(link string) string {
	target, _, isLink := strings.Cut(strings.TrimPrefix(link, "<"), ">")
	if !isLink {
		return ""
	}
	uri, err := url.Parse(target)
	check(err)
	return uri.Query().Get("nextpage_opaque_marker")
}

func problem(err error, status int32) vnfmig.ProblemDetails {
	var refusal *vnfmig.GenericOpenAPIError
	expect(errors.As(err, &refusal), fmt.Sprintf("%v is a refusal", err))
	details, isProblem := refusal.Model().(vnfmig.ProblemDetails)
	expect(isProblem && details.Status == status, fmt.Sprintf("%v has the status %d", err, status))
	return details
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func expect(holds bool, what string) {
	if !holds {
		panic("it does not hold that " + what)
	}
}
