/** Generated from spec/callback.yaml by `npm run generate`. */

export interface paths {
    "/v1/environment_notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Test the notification endpoint
         * @description The producer tests that the endpoint of the subscriber answers. SOL013 5.6, SOL003 7.4.6.3.2.
         */
        get: operations["testEnvironmentNotificationEndpoint"];
        put?: never;
        /**
         * Deliver the notification
         * @description Takes a notification of a producer that somebody else subscribed the gateway at, exactly as POST environment_notifications does. R1, R6.
         */
        post: operations["notifyEnvironmentNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environment_notifications/{environmentSourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of an environment source of type `controller` in the configuration of this gateway, or of another one on the same store. R4.
                 * @example building
                 */
                environmentSourceId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Test the notification endpoint of a source
         * @description The controller tests that the endpoint of the subscriber answers. SOL013 5.6, SOL003 7.4.6.3.2.
         */
        get: operations["testEnvironmentSourceEndpoint"];
        put?: never;
        /**
         * Deliver the notification of a source
         * @description Takes a notification of the controller that the gateway subscribed to with this callbackUri, as POST environment_notifications does. R1, R6, R8.
         */
        post: operations["notifyEnvironmentSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alertmanager_notifications/{environmentSourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of an environment source of type `alertmanager` in the configuration. R4.
                 * @example alerts-1
                 */
                environmentSourceId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver a notification of Prometheus Alertmanager
         * @description The URL for `webhook_configs` of Alertmanager. 204 means that what the alerts say is durable. Alertmanager sends again what was answered by 5xx and drops what was answered by 4xx, so that
         *     what cannot be taken at the moment is 503. R1, R4, R5, Alertmanager webhook version 4.
         */
        post: operations["notifyAlertmanagerNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/redfish_events/{environmentSourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of an environment source of type `redfish` in the configuration. R4.
                 * @example bmc-1
                 */
                environmentSourceId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver events of a Redfish service
         * @description The Destination of the subscription that the gateway keeps at the service. `Context` is what shows that the events come from there: it has a secret that only the service was told; anything
         *     else is 403. 204 means that what the events say is durable; events that say nothing of the environment are taken all the same. R1, R4, R5, DMTF DSP0266.
         */
        post: operations["notifyRedfishEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vnf_lcm_operation_occurrence_notifications/{vnfmId}/{callbackId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `vnfmId` of a VNF manager in the configuration that the gateway subscribes to. R13.
                 * @example vnfm-1
                 */
                vnfmId: components["schemas"]["Identifier"];
                /**
                 * @description What cannot be guessed, and only the VNF manager was told; anything else is 404. R13.
                 * @example bm90IGEgc2VjcmV0IG5vdCBhIHNlY3JldCBub3Qg
                 */
                callbackId: string;
            };
            cookie?: never;
        };
        /**
         * Test the notification endpoint
         * @description The VNF manager tests that the endpoint of the subscriber answers. SOL003 5.4.20.3.2.
         */
        get: operations["testVnfLcmNotificationEndpoint"];
        put?: never;
        /**
         * Deliver a notification of a VNF manager
         * @description The callbackUri of the subscription that the gateway keeps at the VNF manager. A notification is a hint: what became of the operation is read from the VNF manager at once, and nothing is taken
         *     from the notification. One that concerns no migration request is taken all the same. R13, SOL003 5.4.20.3.1.
         */
        post: operations["notifyVnfLcmOperationOccurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        EnvironmentNotification: components["schemas"]["EnvironmentNotificationRequest"];
        /** @description What Alertmanager sends to a webhook receiver; newer versions send more. Alertmanager webhook version 4. */
        AlertmanagerNotification: {
            /**
             * @description Version of this format. Alertmanager webhook version 4.
             * @enum {string}
             */
            version: "4";
            /** @description Identifies the group of alerts. Alertmanager webhook version 4. */
            groupKey?: string;
            /** @description How many alerts were left out because of `max_alerts`. Alertmanager webhook version 4. */
            truncatedAlerts?: number;
            /**
             * @description Firing when any of the alerts is. Alertmanager webhook version 4.
             * @enum {string}
             */
            status: "firing" | "resolved";
            /** @description Name of the receiver. Alertmanager webhook version 4. */
            receiver?: string;
            groupLabels?: components["schemas"]["AlertmanagerLabels"];
            commonLabels?: components["schemas"]["AlertmanagerLabels"];
            commonAnnotations?: components["schemas"]["AlertmanagerLabels"];
            /** @description Where this Alertmanager is. Alertmanager webhook version 4. */
            externalURL?: string;
            /** @description The alerts of the group. Alertmanager webhook version 4. */
            alerts: components["schemas"]["AlertmanagerAlert"][];
        };
        /** @description One alert. Alertmanager webhook version 4. */
        AlertmanagerAlert: {
            /**
             * @description Whether it fires. Alertmanager webhook version 4.
             * @enum {string}
             */
            status: "firing" | "resolved";
            labels: components["schemas"]["AlertmanagerLabels"];
            annotations?: components["schemas"]["AlertmanagerLabels"];
            /**
             * Format: date-time
             * @description When it began to fire. Alertmanager webhook version 4.
             */
            startsAt: string;
            /**
             * Format: date-time
             * @description When it was resolved; the year 1 while it fires. Alertmanager webhook version 4.
             */
            endsAt?: string;
            /** @description What made it. Alertmanager webhook version 4. */
            generatorURL?: string;
            /** @description Identifies the alert by its labels. Alertmanager webhook version 4. */
            fingerprint: string;
        };
        /**
         * @description Text by name. Alertmanager webhook version 4.
         * @example {
         *       "alertname": "InletHot",
         *       "node": "server-1"
         *     }
         */
        AlertmanagerLabels: {
            [key: string]: string;
        };
        /** @description Events as a Redfish service sends them; services differ, so that nothing is required and what is of no use is counted. DMTF DSP0268, Event. */
        RedfishEvent: {
            /** @description Context of the subscription. DMTF DSP0268. */
            Context?: string;
            /** @description The events. DMTF DSP0268. */
            Events?: {
                [key: string]: unknown;
            }[];
        } & {
            [key: string]: unknown;
        };
        /** @description What a VNF manager sends of an operation; one that took the subscription without its filter sends notifications of other types too. Only what the gateway looks at is named. SOL003 5.5.2.17. */
        VnfLcmOperationOccurrenceNotification: {
            /** @description Identifies the notification. SOL003 5.5.2.17. */
            id: string;
            /** @description VnfLcmOperationOccurrenceNotification, or another. SOL003 5.5.2.17. */
            notificationType: string;
            /** @description The subscription. SOL003 5.5.2.17. */
            subscriptionId: string;
            /** @description The VNF. SOL003 5.5.2.17. */
            vnfInstanceId: string;
            /** @description The operation. SOL003 5.5.2.17. */
            vnfLcmOpOccId?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description One wrong place. RFC 9457 3. */
        InvalidParam: {
            /** @description JSON pointer into the content or name of the parameter. RFC 6901. */
            pointer: string;
            /** @description What is wrong there. RFC 9457. */
            reason: string;
        };
        /** @description What went wrong. SOL013 6.3, RFC 9457. */
        ProblemDetails: {
            /** @description URI of the kind of problem. RFC 9457. */
            type?: string;
            /** @description Short text of the kind of problem. RFC 9457. */
            title?: string;
            /** @description HTTP status. RFC 9457. */
            status: number;
            /** @description What happened here. RFC 9457. */
            detail: string;
            /** @description URI of the occurrence. RFC 9457. */
            instance?: string;
            /** @description The places in the request that are wrong. RFC 9457 3. */
            invalidParams?: components["schemas"]["InvalidParam"][];
        } & {
            [key: string]: unknown;
        };
        /** @description Identifier, unique in its scope. SOL013 7.2.2. */
        Identifier: string;
        /**
         * Format: date-time
         * @description Date and time. RFC 3339, SOL013 7.2.2.
         */
        DateTime: string;
        /**
         * @description POWER, COOLING, WATER_LEVEL, GAS, INTRUSION, or a type that the configuration of the site declares. R2.
         * @example POWER
         */
        ParameterType: string;
        /**
         * @description One datum about one parameter of one server or zone. `dataType` says which members carry it: VALUE `value` and `unit`, STATE `state`, VARIATION `variation` and `unit` (a rate such as
         *     `%/min`), CODE `code`. The state `UNKNOWN` is reserved: the sensor is silent or faulty. R1, R2, R3.
         */
        EnvironmentData: {
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter, one per sensor, e.g. `battery.charge`. R3. */
            parameterName?: string;
            computeHostId?: components["schemas"]["Identifier"];
            resourceZoneId?: components["schemas"]["Identifier"];
            /**
             * @description Kind of datum. R3.
             * @enum {string}
             */
            dataType: "VALUE" | "STATE" | "VARIATION" | "CODE";
            /** @description Measured value in `unit`. R3. */
            value?: number;
            /** @description Change of the value in `unit` per time. R3. */
            variation?: number;
            /** @description Unit, UCUM case-sensitive code such as `W`, `Cel`, `%`, `mm`, `s`, `%/min`. R3. */
            unit?: string;
            /** @description State, e.g. `OB`, `AIR_CONDITIONING_FAILED`. R3. */
            state?: string;
            /** @description Code that both sides agreed on. R3. */
            code?: string;
            measuredAt?: components["schemas"]["DateTime"];
        } & ((unknown | unknown) & ({
            /** @enum {unknown} */
            dataType?: "VALUE";
        } | {
            /** @enum {unknown} */
            dataType?: "STATE";
        } | {
            /** @enum {unknown} */
            dataType?: "VARIATION";
        } | {
            /** @enum {unknown} */
            dataType?: "CODE";
        }));
        /** @description Notification of the technical environment of servers. R1. */
        EnvironmentNotificationRequest: {
            id: components["schemas"]["Identifier"];
            /**
             * @description Present when sent to a subscriber's callback. SOL003 7.5.2.5.
             * @enum {string}
             */
            notificationType?: "EnvironmentNotification";
            subscriptionId?: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            /** @description Sensor or controller that speaks. R4. */
            source?: string;
            /** @description The data. R1. */
            environmentData: components["schemas"]["EnvironmentData"][];
        };
    };
    responses: {
        /** @description Malformed request, such as a wrong parameter or header, or content that is not JSON. SOL013 6.4. */
        400: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Bad Request",
                 *       "status": 400,
                 *       "detail": "query parameter nextpage_opaque_marker is not a marker of this list"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description No valid access token. SOL013 8.3.3, RFC 6750. */
        401: {
            headers: {
                Version: components["headers"]["Version"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "the access token has expired"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The token does not permit the operation. SOL013 6.4. */
        403: {
            headers: {
                Version: components["headers"]["Version"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "the access token lacks the scope vnfmig:v1:all"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description No such resource. SOL013 6.4. */
        404: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "no migration request 0193a1b2-0000-7000-8000-0000000000ff"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The resource does not support the method. SOL013 6.4. */
        405: {
            headers: {
                Version: components["headers"]["Version"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Method Not Allowed",
                 *       "status": 405,
                 *       "detail": "PUT is not supported here; allowed: GET, HEAD"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description Neither the `Accept` nor the `Version` asked for can be served. SOL013 6.4, 9.2. */
        406: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Not Acceptable",
                 *       "status": 406,
                 *       "detail": "version 2.0.0 is not supported; supported: 1.0.0"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The content is longer than the gateway takes. SOL013 6.4. */
        413: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Content Too Large",
                 *       "status": 413,
                 *       "detail": "request entity too large"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The URI is longer than the gateway takes. RFC 9110 15.5.15, SOL013 6.4. */
        414: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "URI Too Long",
                 *       "status": 414,
                 *       "detail": "the URI has 9001 characters; 8192 are taken"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The content type is not the one declared. RFC 9110 15.5.16. */
        415: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Unsupported Media Type",
                 *       "status": 415,
                 *       "detail": "unsupported media type text/plain; use application/json"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description Well-formed, but it does not fit the schema or makes no sense here; `invalidParams` names the places. SOL013 6.4. */
        422: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Unprocessable Content",
                 *       "status": 422,
                 *       "detail": "/environmentData/0/computeHostId: no compute host server-99"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The gateway failed; the log has the cause under the request id. SOL013 6.4. */
        500: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Internal Server Error",
                 *       "status": 500,
                 *       "detail": "internal error; see the log of the gateway for request 7f3a"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The gateway is overloaded, starting or stopping. SOL013 6.4. */
        503: {
            headers: {
                Version: components["headers"]["Version"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "the gateway is stopping"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
    };
    parameters: {
        /**
         * @description Version of the API requested by the consumer, MAJOR.MINOR.PATCH with an optional `-impl:` part. Absent means the newest. SOL013 4.2.2, 9.1.
         * @example 1.0.0
         */
        Version: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Version of the API used for the answer. SOL013 4.2.3.
         * @example 1.0.0
         */
        Version: string;
        /**
         * @description The challenge. RFC 6750 3, SOL013 8.3.3.
         * @example Bearer error="invalid_token"
         */
        "WWW-Authenticate": string;
        /**
         * @description Methods that the resource supports. RFC 9110 10.2.1.
         * @example GET, HEAD
         */
        Allow: string;
        /**
         * @description Seconds after which the request can be tried again. SOL013 6.4.
         * @example 5
         */
        "Retry-After": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    testEnvironmentNotificationEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Version of the API requested by the consumer, MAJOR.MINOR.PATCH with an optional `-impl:` part. Absent means the newest. SOL013 4.2.2, 9.1.
                 * @example 1.0.0
                 */
                Version?: components["parameters"]["Version"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint works. SOL013 5.6. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifyEnvironmentNotification: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Version of the API requested by the consumer, MAJOR.MINOR.PATCH with an optional `-impl:` part. Absent means the newest. SOL013 4.2.2, 9.1.
                 * @example 1.0.0
                 */
                Version?: components["parameters"]["Version"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "controller-1-000042",
                 *       "notificationType": "EnvironmentNotification",
                 *       "subscriptionId": "17",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "source": "controller-1",
                 *       "environmentData": [
                 *         {
                 *           "computeHostId": "server-1",
                 *           "parameterType": "POWER",
                 *           "parameterName": "ups.status",
                 *           "dataType": "STATE",
                 *           "state": "OB"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentNotificationRequest"];
            };
        };
        responses: {
            /** @description The notification was taken. SOL013 5.6. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    testEnvironmentSourceEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Version of the API requested by the consumer, MAJOR.MINOR.PATCH with an optional `-impl:` part. Absent means the newest. SOL013 4.2.2, 9.1.
                 * @example 1.0.0
                 */
                Version?: components["parameters"]["Version"];
            };
            path: {
                /**
                 * @description Name of an environment source of type `controller` in the configuration of this gateway, or of another one on the same store. R4.
                 * @example building
                 */
                environmentSourceId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint works. SOL013 5.6. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifyEnvironmentSource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Version of the API requested by the consumer, MAJOR.MINOR.PATCH with an optional `-impl:` part. Absent means the newest. SOL013 4.2.2, 9.1.
                 * @example 1.0.0
                 */
                Version?: components["parameters"]["Version"];
            };
            path: {
                /**
                 * @description Name of an environment source of type `controller` in the configuration of this gateway, or of another one on the same store. R4.
                 * @example building
                 */
                environmentSourceId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "controller-1-000042",
                 *       "notificationType": "EnvironmentNotification",
                 *       "subscriptionId": "17",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "source": "controller-1",
                 *       "environmentData": [
                 *         {
                 *           "computeHostId": "server-1",
                 *           "parameterType": "POWER",
                 *           "parameterName": "ups.status",
                 *           "dataType": "STATE",
                 *           "state": "OB"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentNotificationRequest"];
            };
        };
        responses: {
            /** @description The notification was taken. SOL013 5.6. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifyAlertmanagerNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of an environment source of type `alertmanager` in the configuration. R4.
                 * @example alerts-1
                 */
                environmentSourceId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": "4",
                 *       "groupKey": "{}:{alertname=\"InletHot\"}",
                 *       "truncatedAlerts": 0,
                 *       "status": "firing",
                 *       "receiver": "gateway",
                 *       "groupLabels": {
                 *         "alertname": "InletHot"
                 *       },
                 *       "commonLabels": {
                 *         "alertname": "InletHot",
                 *         "node": "server-1"
                 *       },
                 *       "commonAnnotations": {},
                 *       "externalURL": "http://alertmanager.example:9093",
                 *       "alerts": [
                 *         {
                 *           "status": "firing",
                 *           "labels": {
                 *             "alertname": "InletHot",
                 *             "node": "server-1"
                 *           },
                 *           "annotations": {
                 *             "value": "46"
                 *           },
                 *           "startsAt": "2026-11-23T02:13:00.000Z",
                 *           "endsAt": "0001-01-01T00:00:00Z",
                 *           "generatorURL": "http://prometheus.example:9090/graph",
                 *           "fingerprint": "c1a2b3d4e5f60718"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["AlertmanagerNotification"];
            };
        };
        responses: {
            /** @description What the alerts say is durable. Alertmanager webhook version 4. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifyRedfishEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of an environment source of type `redfish` in the configuration. R4.
                 * @example bmc-1
                 */
                environmentSourceId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "@odata.type": "#Event.v1_7_0.Event",
                 *       "Id": "1",
                 *       "Name": "Event Array",
                 *       "Context": "nfvi-te-gateway:bmc-1:bm90IGEgc2VjcmV0",
                 *       "Events": [
                 *         {
                 *           "EventId": "4593",
                 *           "EventTimestamp": "2026-11-23T02:13:00Z",
                 *           "MessageId": "Environmental.1.4.0.LeakDetectedCritical",
                 *           "MessageArgs": [
                 *             "Moisture"
                 *           ],
                 *           "MessageSeverity": "Critical",
                 *           "OriginOfCondition": {
                 *             "@odata.id": "/redfish/v1/Chassis/1/ThermalSubsystem/LeakDetection/LeakDetectors/Moisture"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RedfishEvent"];
            };
        };
        responses: {
            /** @description What the events say is durable. R1. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    testVnfLcmNotificationEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `vnfmId` of a VNF manager in the configuration that the gateway subscribes to. R13.
                 * @example vnfm-1
                 */
                vnfmId: components["schemas"]["Identifier"];
                /**
                 * @description What cannot be guessed, and only the VNF manager was told; anything else is 404. R13.
                 * @example bm90IGEgc2VjcmV0IG5vdCBhIHNlY3JldCBub3Qg
                 */
                callbackId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint works. SOL003 5.4.20.3.2. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifyVnfLcmOperationOccurrence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `vnfmId` of a VNF manager in the configuration that the gateway subscribes to. R13.
                 * @example vnfm-1
                 */
                vnfmId: components["schemas"]["Identifier"];
                /**
                 * @description What cannot be guessed, and only the VNF manager was told; anything else is 404. R13.
                 * @example bm90IGEgc2VjcmV0IG5vdCBhIHNlY3JldCBub3Qg
                 */
                callbackId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "5f1bf0a4-3bd3-4bb4-8f5a-6d1a7e9c2b10",
                 *       "notificationType": "VnfLcmOperationOccurrenceNotification",
                 *       "subscriptionId": "2b7e6b0e-0d3c-4a55-9f3a-1c6f0d1f6a51",
                 *       "timeStamp": "2026-11-23T02:13:40Z",
                 *       "notificationStatus": "RESULT",
                 *       "operationState": "COMPLETED",
                 *       "vnfInstanceId": "c61314d0-f583-4ab3-a457-46426bce02d3",
                 *       "operation": "HEAL",
                 *       "isAutomaticInvocation": false,
                 *       "vnfLcmOpOccId": "78b6e1d4-4b1f-4a6c-8f0a-1f6b3a0f5a0c"
                 *     }
                 */
                "application/json": components["schemas"]["VnfLcmOperationOccurrenceNotification"];
            };
        };
        responses: {
            /** @description The notification was taken. SOL003 5.4.20.3.1. */
            204: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
}
