/** Generated from spec/envnotif-notification.yaml by `npm run generate`. */

export interface paths {
    "/environment_state_change_notification": {
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
        get: operations["testEnvironmentStateChangeNotificationEndpoint"];
        put?: never;
        /**
         * Deliver the notification
         * @description The level of a parameter of a server or zone changed. R8.
         */
        post: operations["notifyEnvironmentStateChangeNotification"];
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
        /** @description Any notification of this interface that the gateway sends; `notificationType` tells which. SOL013 5.6. */
        EnvironmentChangeNotification: components["schemas"]["EnvironmentStateChangeNotification"];
        /** @description The level of a parameter of a server or zone changed. R8. */
        EnvironmentStateChangeNotification: {
            id: components["schemas"]["Identifier"];
            /**
             * @description Name of the type. SOL003 7.5.2.5. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            notificationType: "EnvironmentStateChangeNotification";
            subscriptionId: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            environmentStateId: components["schemas"]["Identifier"];
            computeHostId?: components["schemas"]["Identifier"];
            resourceZoneId?: components["schemas"]["Identifier"];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter. R3. */
            parameterName?: string;
            environmentLevel: components["schemas"]["EnvironmentLevel"];
            previousEnvironmentLevel: components["schemas"]["EnvironmentLevel"];
            predictedFailureTime?: components["schemas"]["DateTime"];
            _links: components["schemas"]["NotificationLinks"];
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
         * @description NORMAL; DEGRADED, act; FAILED, the server is gone; UNKNOWN, the sensor is silent or faulty, or no threshold says what the datum means. R8.
         * @enum {string}
         */
        EnvironmentLevel: "NORMAL" | "DEGRADED" | "FAILED" | "UNKNOWN";
        /** @description Link to a resource. SOL013 7.2.2. */
        Link: {
            /** @description Absolute URI. SOL013 7.2.2. */
            href: string;
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
    testEnvironmentStateChangeNotificationEndpoint: {
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
    notifyEnvironmentStateChangeNotification: {
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
                 *       "notificationType": "EnvironmentStateChangeNotification",
                 *       "subscriptionId": "0193a1b2-0000-7000-8000-000000000001",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "environmentStateId": "0193a1b2-0000-7000-8000-000000000007",
                 *       "computeHostId": "server-1",
                 *       "parameterType": "POWER",
                 *       "parameterName": "battery.charge",
                 *       "environmentLevel": "DEGRADED",
                 *       "previousEnvironmentLevel": "NORMAL",
                 *       "_links": {
                 *         "subscription": {
                 *           "href": "https://gateway.example/envnotif/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentStateChangeNotification"];
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
