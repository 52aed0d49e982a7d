/** Generated from spec/vrfm-notification.yaml by `npm run generate`. */

export interface paths {
    "/alarm_notification": {
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
        get: operations["testAlarmNotificationEndpoint"];
        put?: never;
        /**
         * Deliver the notification
         * @description An alarm was raised or changed. SOL003 7.5.2.5.
         */
        post: operations["notifyAlarmNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/alarm_cleared_notification": {
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
        get: operations["testAlarmClearedNotificationEndpoint"];
        put?: never;
        /**
         * Deliver the notification
         * @description An alarm was cleared. SOL003 7.5.2.6.
         */
        post: operations["notifyAlarmClearedNotification"];
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
        /** @description Any notification of this interface; `notificationType` tells which. SOL013 5.6. */
        FmNotification: components["schemas"]["AlarmNotification"] | components["schemas"]["AlarmClearedNotification"];
        /** @description An alarm was raised or changed. SOL003 7.5.2.5. */
        AlarmNotification: {
            id: components["schemas"]["Identifier"];
            /**
             * @description Name of the type. SOL003 7.5.2.5. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            notificationType: "AlarmNotification";
            subscriptionId: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            alarm: components["schemas"]["Alarm"];
            _links: components["schemas"]["NotificationLinks"];
        };
        /** @description An alarm was cleared. SOL003 7.5.2.6. */
        AlarmClearedNotification: {
            id: components["schemas"]["Identifier"];
            /**
             * @description Name of the type. SOL003 7.5.2.5. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            notificationType: "AlarmClearedNotification";
            subscriptionId: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            alarmId: components["schemas"]["Identifier"];
            alarmClearedTime: components["schemas"]["DateTime"];
            /** @description Links. SOL003 7.5.2.5. */
            _links: {
                subscription: components["schemas"]["Link"];
                alarm: components["schemas"]["Link"];
            };
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
         * @description Severity. SOL003 7.5.4.3, X.733.
         * @enum {string}
         */
        PerceivedSeverity: "CRITICAL" | "MAJOR" | "MINOR" | "WARNING" | "INDETERMINATE" | "CLEARED";
        /** @description Link to a resource. SOL013 7.2.2. */
        Link: {
            /** @description Absolute URI. SOL013 7.2.2. */
            href: string;
        };
        /** @description Link to the resource itself. SOL013 7.2.2. */
        SelfLinks: {
            self: components["schemas"]["Link"];
        };
        /** @description An alarm. SOL003 7.5.2.4, IFA005 8.8. */
        Alarm: {
            id: components["schemas"]["Identifier"];
            managedObjectId: components["schemas"]["Identifier"];
            /** @description The faulty resource. SOL003 7.5.3.3. */
            rootCauseFaultyResource: {
                /** @description Handle of the resource. SOL003 4.4.1.7. */
                faultyResource: {
                    vimConnectionId: components["schemas"]["Identifier"];
                    resourceId: components["schemas"]["Identifier"];
                };
                /**
                 * @description Kind of resource. SOL003 7.5.4.4.
                 * @enum {string}
                 */
                faultyResourceType: "COMPUTE" | "STORAGE" | "NETWORK";
            };
            alarmRaisedTime: components["schemas"]["DateTime"];
            alarmChangedTime?: components["schemas"]["DateTime"];
            alarmClearedTime?: components["schemas"]["DateTime"];
            alarmAcknowledgedTime?: components["schemas"]["DateTime"];
            /**
             * @description Acknowledged or not. SOL003 7.5.2.4.
             * @enum {string}
             */
            ackState: "UNACKNOWLEDGED" | "ACKNOWLEDGED";
            perceivedSeverity: components["schemas"]["PerceivedSeverity"];
            eventTime: components["schemas"]["DateTime"];
            /**
             * @description Kind of event. SOL003 7.5.4.5, X.733.
             * @enum {string}
             */
            eventType: "COMMUNICATIONS_ALARM" | "PROCESSING_ERROR_ALARM" | "ENVIRONMENTAL_ALARM" | "QOS_ALARM" | "EQUIPMENT_ALARM";
            /** @description Kind of fault, e.g. ENVIRONMENT_DEGRADED. SOL003 7.5.2.4. */
            faultType?: string;
            /** @description Probable cause. X.733 8.1.2.1. */
            probableCause: string;
            /** @description Whether it is the root cause. SOL003 7.5.2.4. */
            isRootCause: boolean;
            /** @description Alarms of the same event. SOL003 7.5.2.4. */
            correlatedAlarmIds?: components["schemas"]["Identifier"][];
            /** @description Details in words. SOL003 7.5.2.4. */
            faultDetails?: string[];
            _links: components["schemas"]["SelfLinks"];
        };
        /** @description Links of a notification. SOL003 7.5.2.5. */
        NotificationLinks: {
            subscription: components["schemas"]["Link"];
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
    testAlarmNotificationEndpoint: {
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
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifyAlarmNotification: {
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
                 *       "id": "0193a1b2-0000-7000-8000-00000000000a",
                 *       "notificationType": "AlarmNotification",
                 *       "subscriptionId": "0193a1b2-0000-7000-8000-000000000001",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "alarm": {
                 *         "id": "0193a1b2-0000-7000-8000-0000000000aa",
                 *         "managedObjectId": "server-1",
                 *         "rootCauseFaultyResource": {
                 *           "faultyResource": {
                 *             "vimConnectionId": "nfvi",
                 *             "resourceId": "server-1"
                 *           },
                 *           "faultyResourceType": "COMPUTE"
                 *         },
                 *         "alarmRaisedTime": "2026-11-23T02:13:00Z",
                 *         "ackState": "UNACKNOWLEDGED",
                 *         "perceivedSeverity": "MAJOR",
                 *         "eventTime": "2026-11-23T02:13:00Z",
                 *         "eventType": "ENVIRONMENTAL_ALARM",
                 *         "faultType": "ENVIRONMENT_DEGRADED",
                 *         "probableCause": "powerProblem",
                 *         "isRootCause": true,
                 *         "_links": {
                 *           "self": {
                 *             "href": "https://gateway.example/vrfm/v1/alarms/0193a1b2-0000-7000-8000-0000000000aa"
                 *           }
                 *         }
                 *       },
                 *       "_links": {
                 *         "subscription": {
                 *           "href": "https://gateway.example/vrfm/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AlarmNotification"];
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
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    testAlarmClearedNotificationEndpoint: {
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
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifyAlarmClearedNotification: {
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
                 *       "id": "0193a1b2-0000-7000-8000-00000000000a",
                 *       "notificationType": "AlarmClearedNotification",
                 *       "subscriptionId": "0193a1b2-0000-7000-8000-000000000001",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "alarmId": "0193a1b2-0000-7000-8000-0000000000aa",
                 *       "alarmClearedTime": "2026-11-23T03:00:00Z",
                 *       "_links": {
                 *         "subscription": {
                 *           "href": "https://gateway.example/vrfm/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                 *         },
                 *         "alarm": {
                 *           "href": "https://gateway.example/vrfm/v1/alarms/0193a1b2-0000-7000-8000-0000000000aa"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AlarmClearedNotification"];
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
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
}
