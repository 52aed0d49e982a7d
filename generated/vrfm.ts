/** Generated from spec/vrfm.yaml by `npm run generate`. */

export interface paths {
    "/api_versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the supported API versions
         * @description Lists the supported versions of all major versions. No `Version` header is needed here. SOL013 9.3.3.
         */
        get: operations["listApiVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api_versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the supported API versions
         * @description Lists the supported versions of major version 1. No `Version` header is needed here. SOL013 9.3.3.
         */
        get: operations["listMajorApiVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the alarms
         * @description Lists the alarms, oldest first. IFA005 7.6.4, SOL003 7.4.2.
         */
        get: operations["listAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/{alarmId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the alarm. SOL003 7.4.3.
                 * @example 0193a1b2-0000-7000-8000-0000000000aa
                 */
                alarmId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read an alarm
         * @description Reads one alarm. SOL003 7.4.3.
         */
        get: operations["getAlarm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Acknowledge an alarm
         * @description Changes `ackState`; 409 when it has that state already. SOL003 7.4.3.3.4.
         */
        patch: operations["modifyAlarm"];
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the subscriptions
         * @description Lists the subscriptions of the caller. SOL013 5.6.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * Subscribe to notifications
         * @description Creates a subscription. Credentials are stored write-only and never echoed. SOL013 5.6, SOL003 7.4.4.
         */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{subscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the subscription. SOL013 5.6.
                 * @example 0193a1b2-0000-7000-8000-000000000001
                 */
                subscriptionId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read a subscription
         * @description Reads one subscription. SOL013 5.6.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        /**
         * End a subscription
         * @description Ends the subscription; nothing is sent to it any more. SOL013 5.6.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
        /**
         * @description Severity. SOL003 7.5.4.3, X.733.
         * @enum {string}
         */
        PerceivedSeverity: "CRITICAL" | "MAJOR" | "MINOR" | "WARNING" | "INDETERMINATE" | "CLEARED";
        /** @description Changes to an alarm. SOL003 7.5.2.8. */
        AlarmModifications: {
            /**
             * @description Acknowledged or not. SOL003 7.5.2.8.
             * @enum {string}
             */
            ackState: "ACKNOWLEDGED" | "UNACKNOWLEDGED";
        };
        /** @description Which notifications are wanted; AND between attributes, OR inside an array; an empty array is as if the attribute were absent. SOL003 7.5.3.2. */
        FmNotificationsFilter: {
            /** @description Types of notification. AlarmListRebuiltNotification may be asked for, and is never sent, because the list of alarms outlives the gateway. SOL003 7.5.3.2. */
            notificationTypes?: ("AlarmNotification" | "AlarmClearedNotification" | "AlarmListRebuiltNotification")[];
            /** @description Servers. SOL003 7.5.3.2. */
            managedObjectIds?: components["schemas"]["Identifier"][];
            /** @description Severities. Of an alarm that changes or is cleared the severity before counts as well, so that who heard of it hears what became of it. SOL003 7.5.3.2. */
            perceivedSeverities?: components["schemas"]["PerceivedSeverity"][];
            /** @description Kinds of event. SOL003 7.5.3.2. */
            eventTypes?: ("COMMUNICATIONS_ALARM" | "PROCESSING_ERROR_ALARM" | "ENVIRONMENTAL_ALARM" | "QOS_ALARM" | "EQUIPMENT_ALARM")[];
            /** @description Kinds of resource. SOL003 7.5.3.2. */
            faultyResourceTypes?: ("COMPUTE" | "STORAGE" | "NETWORK")[];
            /** @description Kinds of fault. SOL003 7.5.3.2. */
            faultTypes?: string[];
            /** @description Probable causes. SOL003 7.5.3.2. */
            probableCauses?: string[];
        };
        /** @description Request to subscribe. SOL013 5.6, SOL003 7.5.2.2. */
        FmSubscriptionRequest: {
            filter?: components["schemas"]["FmNotificationsFilter"];
            callbackUri: components["schemas"]["CallbackUri"];
            authentication?: components["schemas"]["SubscriptionAuthentication"];
        };
        /** @description A subscription. `authentication` is never shown. SOL013 5.6, SOL003 7.5.2.3. */
        FmSubscription: {
            id: components["schemas"]["Identifier"];
            filter?: components["schemas"]["FmNotificationsFilter"];
            callbackUri: components["schemas"]["CallbackUri"];
            _links: components["schemas"]["SelfLinks"];
        };
        /**
         * Format: date-time
         * @description Date and time. RFC 3339, SOL013 7.2.2.
         */
        DateTime: string;
        /** @description Supported versions of an API. SOL013 7.1.6. */
        ApiVersionInformation: {
            /** @description Path of the API below apiRoot. SOL013 7.1.6. */
            uriPrefix: string;
            /** @description Supported versions. SOL013 7.1.6. */
            apiVersions: {
                /** @description Version identifier. SOL013 9.1. */
                version: string;
                /** @description True when the version will go. SOL013 7.1.6. */
                isDeprecated?: boolean;
                retirementDate?: components["schemas"]["DateTime"];
            }[];
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
        /** @description Link to a resource. SOL013 7.2.2. */
        Link: {
            /** @description Absolute URI. SOL013 7.2.2. */
            href: string;
        };
        /** @description Link to the resource itself. SOL013 7.2.2. */
        SelfLinks: {
            self: components["schemas"]["Link"];
        };
        /**
         * Format: uri
         * @description URI that the notifications are posted to. SOL013 5.6.
         */
        CallbackUri: string;
        /** @description How the gateway authenticates towards the callback. SOL013 8.3.4. */
        SubscriptionAuthentication: {
            /** @description Accepted types. SOL013 8.3.4. */
            authType: ("BASIC" | "OAUTH2_CLIENT_CREDENTIALS" | "OAUTH2_CLIENT_CERT" | "TLS_CERT")[];
            /** @description HTTP Basic. SOL013 8.3.4 (up to 3.4.1). */
            paramsBasic?: {
                /** @description User name. RFC 7617. */
                userName?: string;
                /**
                 * Format: password
                 * @description Password. RFC 7617.
                 */
                password?: string;
            };
            /** @description OAuth 2.0 client credentials. SOL013 8.3.4. */
            paramsOauth2ClientCredentials?: {
                /** @description Client identifier. RFC 6749. */
                clientId?: string;
                /**
                 * Format: password
                 * @description Client password. RFC 6749.
                 */
                clientPassword?: string;
                /**
                 * Format: uri
                 * @description Token endpoint. RFC 6749.
                 */
                tokenEndpoint?: string;
            };
            /** @description OAuth 2.0 with a client certificate. SOL013 8.3.4 (from 3.5.1), RFC 8705. */
            paramsOauth2ClientCert?: {
                /** @description Client identifier. RFC 6749. */
                clientId: string;
                /** @description Fingerprint of the certificate. RFC 8705. */
                certificateRef: {
                    /**
                     * @description Kind of fingerprint. RFC 8705.
                     * @enum {string}
                     */
                    type: "x5t#S256";
                    /** @description Fingerprint. RFC 8705. */
                    value: string;
                };
                /**
                 * Format: uri
                 * @description Token endpoint. RFC 6749.
                 */
                tokenEndpoint: string;
            };
        };
    };
    responses: {
        /** @description There is a subscription with this callback and this filter already, and the configuration wants no second one. SOL003 7.4.4.3.1. */
        303: {
            headers: {
                Version: components["headers"]["Version"];
                Location: components["headers"]["Location"];
                [name: string]: unknown;
            };
            content?: never;
        };
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
        /** @description The state of the resource does not allow it. SOL013 6.4. */
        409: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "migration request is COMPLETED; ACCEPTED is not possible any more"
                 *     }
                 */
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description The resource is not the one that the precondition names. RFC 9110 15.5.13, SOL013 6.4. */
        412: {
            headers: {
                Version: components["headers"]["Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Precondition Failed",
                 *       "status": 412,
                 *       "detail": "the resource was changed meanwhile; its ETag is \"Zk3fV9a1b2c3d4e5\""
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
        /**
         * @description Marker taken from the `Link` header of the page before. SOL013 5.4.2.3.
         * @example MTIz
         */
        NextpageOpaqueMarker: string;
        /**
         * @description Attribute-based filter, `(op,attribute/path,value,...)` joined by `;`. `op` is eq, neq, gt, lt, gte, lte, in, nin, cont or ncont. Every attribute of the resource but `_links` can be
         *     filtered on; expressions with a common array prefix hold on the same element. SOL013 5.2.
         * @example (eq,vnfmId,vnfm-1);(gte,criticality,50)
         */
        Filter: string;
        /**
         * @description Every attribute, those left out by default too. A flag without a value. SOL013 5.3.
         * @example
         */
        AllFields: string;
        /**
         * @description Attributes wanted beside the mandatory ones, separated by commas. SOL013 5.3.
         * @example location/rack,capacity
         */
        Fields: string;
        /**
         * @description Attributes not wanted, separated by commas; mandatory ones stay. SOL013 5.3.
         * @example metadata
         */
        ExcludeFields: string;
        /**
         * @description Leave out what is left out by default. A flag without a value. SOL013 5.3.
         * @example
         */
        ExcludeDefault: string;
        /**
         * @description ETag of the representation that the change is for; 412 when the resource is another meanwhile. RFC 9110 13.1.1, SOL013 4.2.2.
         * @example "Zk3fV9a1b2c3d4e5"
         */
        IfMatch: string;
        /**
         * @description The change is for a resource that was not modified after this time, to the second; 412 when it was. RFC 9110 13.1.4, SOL013 4.2.2.
         * @example Mon, 23 Nov 2026 02:13:00 GMT
         */
        IfUnmodifiedSince: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Version of the API used for the answer. SOL013 4.2.3.
         * @example 1.0.0
         */
        Version: string;
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
        /**
         * @description Link to the next page, `rel="next"`; absent on the last page. SOL013 5.4.2.3, RFC 8288.
         * @example <https://gateway.example/vrinfo/v1/compute_hosts?nextpage_opaque_marker=MTIz>; rel="next"
         */
        Link: string;
        /**
         * @description The challenge. RFC 6750 3, SOL013 8.3.3.
         * @example Bearer error="invalid_token"
         */
        "WWW-Authenticate": string;
        /**
         * @description Strong entity tag of the representation, `_links` left aside. RFC 9110 8.8.3, SOL013 4.2.3.
         * @example "Zk3fV9a1b2c3d4e5"
         */
        ETag: string;
        /**
         * @description When the resource was last modified. RFC 9110 8.8.2, SOL013 4.2.3.
         * @example Mon, 23 Nov 2026 02:13:00 GMT
         */
        "Last-Modified": string;
        /**
         * @description Absolute URI of the resource. SOL013 4.2.3.
         * @example https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e
         */
        Location: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiVersions: {
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
            /** @description The supported versions. SOL013 7.1.6. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "uriPrefix": "/vrfm/",
                     *       "apiVersions": [
                     *         {
                     *           "version": "1.0.0",
                     *           "isDeprecated": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ApiVersionInformation"];
                };
            };
            400: components["responses"]["400"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    listMajorApiVersions: {
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
            /** @description The supported versions. SOL013 7.1.6. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "uriPrefix": "/vrfm/v1/",
                     *       "apiVersions": [
                     *         {
                     *           "version": "1.0.0",
                     *           "isDeprecated": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ApiVersionInformation"];
                };
            };
            400: components["responses"]["400"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    listAlarms: {
        parameters: {
            query?: {
                /**
                 * @description Marker taken from the `Link` header of the page before. SOL013 5.4.2.3.
                 * @example MTIz
                 */
                nextpage_opaque_marker?: components["parameters"]["NextpageOpaqueMarker"];
                /**
                 * @description Attribute-based filter, `(op,attribute/path,value,...)` joined by `;`. `op` is eq, neq, gt, lt, gte, lte, in, nin, cont or ncont. Every attribute of the resource but `_links` can be
                 *     filtered on; expressions with a common array prefix hold on the same element. SOL013 5.2.
                 * @example (eq,vnfmId,vnfm-1);(gte,criticality,50)
                 */
                filter?: components["parameters"]["Filter"];
                /**
                 * @description Every attribute, those left out by default too. A flag without a value. SOL013 5.3.
                 * @example
                 */
                all_fields?: components["parameters"]["AllFields"];
                /**
                 * @description Attributes wanted beside the mandatory ones, separated by commas. SOL013 5.3.
                 * @example location/rack,capacity
                 */
                fields?: components["parameters"]["Fields"];
                /**
                 * @description Attributes not wanted, separated by commas; mandatory ones stay. SOL013 5.3.
                 * @example metadata
                 */
                exclude_fields?: components["parameters"]["ExcludeFields"];
                /**
                 * @description Leave out what is left out by default. A flag without a value. SOL013 5.3.
                 * @example
                 */
                exclude_default?: components["parameters"]["ExcludeDefault"];
            };
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
            /** @description The alarms; empty when there are none. SOL003 7.4.2. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
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
                     *         "alarmChangedTime": "2026-11-23T02:13:00Z",
                     *         "ackState": "UNACKNOWLEDGED",
                     *         "perceivedSeverity": "MAJOR",
                     *         "eventTime": "2026-11-23T02:13:00Z",
                     *         "eventType": "ENVIRONMENTAL_ALARM",
                     *         "faultType": "ENVIRONMENT_DEGRADED",
                     *         "probableCause": "powerProblem",
                     *         "isRootCause": true,
                     *         "faultDetails": [
                     *           "battery.charge 34 % is below 50 %"
                     *         ],
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/vrfm/v1/alarms/0193a1b2-0000-7000-8000-0000000000aa"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["Alarm"][];
                };
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
    getAlarm: {
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
                 * @description Identifier of the alarm. SOL003 7.4.3.
                 * @example 0193a1b2-0000-7000-8000-0000000000aa
                 */
                alarmId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alarm. SOL003 7.5.2.4. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    ETag: components["headers"]["ETag"];
                    "Last-Modified": components["headers"]["Last-Modified"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193a1b2-0000-7000-8000-0000000000aa",
                     *       "managedObjectId": "server-1",
                     *       "rootCauseFaultyResource": {
                     *         "faultyResource": {
                     *           "vimConnectionId": "nfvi",
                     *           "resourceId": "server-1"
                     *         },
                     *         "faultyResourceType": "COMPUTE"
                     *       },
                     *       "alarmRaisedTime": "2026-11-23T02:13:00Z",
                     *       "alarmChangedTime": "2026-11-23T02:13:00Z",
                     *       "ackState": "UNACKNOWLEDGED",
                     *       "perceivedSeverity": "MAJOR",
                     *       "eventTime": "2026-11-23T02:13:00Z",
                     *       "eventType": "ENVIRONMENTAL_ALARM",
                     *       "faultType": "ENVIRONMENT_DEGRADED",
                     *       "probableCause": "powerProblem",
                     *       "isRootCause": true,
                     *       "faultDetails": [
                     *         "battery.charge 34 % is below 50 %"
                     *       ],
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrfm/v1/alarms/0193a1b2-0000-7000-8000-0000000000aa"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Alarm"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    modifyAlarm: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Version of the API requested by the consumer, MAJOR.MINOR.PATCH with an optional `-impl:` part. Absent means the newest. SOL013 4.2.2, 9.1.
                 * @example 1.0.0
                 */
                Version?: components["parameters"]["Version"];
                /**
                 * @description ETag of the representation that the change is for; 412 when the resource is another meanwhile. RFC 9110 13.1.1, SOL013 4.2.2.
                 * @example "Zk3fV9a1b2c3d4e5"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The change is for a resource that was not modified after this time, to the second; 412 when it was. RFC 9110 13.1.4, SOL013 4.2.2.
                 * @example Mon, 23 Nov 2026 02:13:00 GMT
                 */
                "If-Unmodified-Since"?: components["parameters"]["IfUnmodifiedSince"];
            };
            path: {
                /**
                 * @description Identifier of the alarm. SOL003 7.4.3.
                 * @example 0193a1b2-0000-7000-8000-0000000000aa
                 */
                alarmId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ackState": "ACKNOWLEDGED"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["AlarmModifications"];
            };
        };
        responses: {
            /** @description What was changed. SOL003 7.5.2.8. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    ETag: components["headers"]["ETag"];
                    "Last-Modified": components["headers"]["Last-Modified"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ackState": "ACKNOWLEDGED"
                     *     }
                     */
                    "application/json": components["schemas"]["AlarmModifications"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    listSubscriptions: {
        parameters: {
            query?: {
                /**
                 * @description Marker taken from the `Link` header of the page before. SOL013 5.4.2.3.
                 * @example MTIz
                 */
                nextpage_opaque_marker?: components["parameters"]["NextpageOpaqueMarker"];
                /**
                 * @description Attribute-based filter, `(op,attribute/path,value,...)` joined by `;`. `op` is eq, neq, gt, lt, gte, lte, in, nin, cont or ncont. Every attribute of the resource but `_links` can be
                 *     filtered on; expressions with a common array prefix hold on the same element. SOL013 5.2.
                 * @example (eq,vnfmId,vnfm-1);(gte,criticality,50)
                 */
                filter?: components["parameters"]["Filter"];
                /**
                 * @description Every attribute, those left out by default too. A flag without a value. SOL013 5.3.
                 * @example
                 */
                all_fields?: components["parameters"]["AllFields"];
                /**
                 * @description Attributes wanted beside the mandatory ones, separated by commas. SOL013 5.3.
                 * @example location/rack,capacity
                 */
                fields?: components["parameters"]["Fields"];
                /**
                 * @description Attributes not wanted, separated by commas; mandatory ones stay. SOL013 5.3.
                 * @example metadata
                 */
                exclude_fields?: components["parameters"]["ExcludeFields"];
                /**
                 * @description Leave out what is left out by default. A flag without a value. SOL013 5.3.
                 * @example
                 */
                exclude_default?: components["parameters"]["ExcludeDefault"];
            };
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
            /** @description The subscriptions; empty when there are none. SOL013 5.4. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example [] */
                    "application/json": components["schemas"]["FmSubscription"][];
                };
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
    createSubscription: {
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
                 *       "filter": {
                 *         "perceivedSeverities": [
                 *           "CRITICAL",
                 *           "MAJOR"
                 *         ]
                 *       },
                 *       "callbackUri": "https://vnfm.example/callback"
                 *     }
                 */
                "application/json": components["schemas"]["FmSubscriptionRequest"];
            };
        };
        responses: {
            /** @description The subscription was created. SOL013 5.6. */
            201: {
                headers: {
                    Version: components["headers"]["Version"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193a1b2-0000-7000-8000-000000000001",
                     *       "filter": {
                     *         "perceivedSeverities": [
                     *           "CRITICAL",
                     *           "MAJOR"
                     *         ]
                     *       },
                     *       "callbackUri": "https://vnfm.example/callback",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrfm/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FmSubscription"];
                };
            };
            303: components["responses"]["303"];
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
    getSubscription: {
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
                 * @description Identifier of the subscription. SOL013 5.6.
                 * @example 0193a1b2-0000-7000-8000-000000000001
                 */
                subscriptionId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. SOL013 5.6. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193a1b2-0000-7000-8000-000000000001",
                     *       "callbackUri": "https://vnfm.example/callback",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrfm/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FmSubscription"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    deleteSubscription: {
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
                 * @description Identifier of the subscription. SOL013 5.6.
                 * @example 0193a1b2-0000-7000-8000-000000000001
                 */
                subscriptionId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription has ended. SOL013 5.6. */
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
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
}
