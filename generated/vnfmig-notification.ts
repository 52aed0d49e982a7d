/** Generated from spec/vnfmig-notification.yaml by `npm run generate`. */

export interface paths {
    "/migration_request_notification": {
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
        get: operations["testMigrationRequestNotificationEndpoint"];
        put?: never;
        /**
         * Deliver the notification
         * @description Asks a VNF manager to move functions off a server in time. R13, R14, R15, R16.
         */
        post: operations["notifyMigrationRequestNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/migration_request_state_change_notification": {
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
        get: operations["testMigrationRequestStateChangeNotificationEndpoint"];
        put?: never;
        /**
         * Deliver the notification
         * @description The state of a migration request changed. R17.
         */
        post: operations["notifyMigrationRequestStateChangeNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/host_evacuation_state_change_notification": {
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
        get: operations["testHostEvacuationStateChangeNotificationEndpoint"];
        put?: never;
        /**
         * Deliver the notification
         * @description The evacuation of a server entered another state. R10, R17.
         */
        post: operations["notifyHostEvacuationStateChangeNotification"];
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
        MigrationNotification: components["schemas"]["MigrationRequestNotification"] | components["schemas"]["MigrationRequestStateChangeNotification"] | components["schemas"]["HostEvacuationStateChangeNotification"];
        /** @description Asks a VNF manager to move functions off a server in time. R13, R14, R15, R16. */
        MigrationRequestNotification: {
            id: components["schemas"]["Identifier"];
            /**
             * @description Name of the type. SOL003 7.5.2.5. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            notificationType: "MigrationRequestNotification";
            subscriptionId: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            migrationRequestId: components["schemas"]["Identifier"];
            /** @description Version of the request. R9. */
            requestVersion: number;
            migrationRequest: components["schemas"]["MigrationRequest"];
            /** @description Links. SOL003 7.5.2.5. */
            _links: {
                subscription: components["schemas"]["Link"];
                migrationRequest: components["schemas"]["Link"];
            };
        };
        /** @description The state of a migration request changed. R17. */
        MigrationRequestStateChangeNotification: {
            id: components["schemas"]["Identifier"];
            /**
             * @description Name of the type. SOL003 7.5.2.5. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            notificationType: "MigrationRequestStateChangeNotification";
            subscriptionId: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            migrationRequestId: components["schemas"]["Identifier"];
            hostEvacuationId: components["schemas"]["Identifier"];
            vnfInstanceId: components["schemas"]["Identifier"];
            vnfmId: components["schemas"]["Identifier"];
            sourceComputeHostId: components["schemas"]["Identifier"];
            migrationRequestState: components["schemas"]["MigrationRequestState"];
            targetComputeHostId?: components["schemas"]["Identifier"];
            targetResourceZoneId?: components["schemas"]["Identifier"];
            error?: components["schemas"]["ProblemDetails"];
            /** @description Links. SOL003 7.5.2.5. */
            _links: {
                subscription: components["schemas"]["Link"];
                migrationRequest: components["schemas"]["Link"];
            };
        };
        /** @description The evacuation of a server entered another state. R10, R17. */
        HostEvacuationStateChangeNotification: {
            id: components["schemas"]["Identifier"];
            /**
             * @description Name of the type. SOL003 7.5.2.5. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            notificationType: "HostEvacuationStateChangeNotification";
            subscriptionId: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            hostEvacuationId: components["schemas"]["Identifier"];
            computeHostId: components["schemas"]["Identifier"];
            hostEvacuationState: components["schemas"]["HostEvacuationState"];
            cause: components["schemas"]["EnvironmentCause"];
            predictedFailureTime?: components["schemas"]["DateTime"];
            evacuationDeadline?: components["schemas"]["DateTime"];
            cleanUpDeadline?: components["schemas"]["DateTime"];
            /** @description Links. SOL003 7.5.2.5. */
            _links: {
                subscription: components["schemas"]["Link"];
                hostEvacuation: components["schemas"]["Link"];
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
         * @description Way of migration. IFA005 7.3.1.8, IFA011 7.1.8.17.
         * @enum {string}
         */
        MigrationType: "LIVE_MIGRATION" | "OFFLINE_MIGRATION" | "NO_MIGRATION";
        /** @description How vital the function is to its service; 0 least, 100 most. R14. */
        Criticality: number;
        /** @description Where the second server may be. R12, R16. */
        Placement: {
            /** @description Servers that must not be chosen. R16, R18. */
            excludedComputeHostIds: components["schemas"]["Identifier"][];
            /** @description Zones that the same event reaches. R16. */
            excludedResourceZoneIds: components["schemas"]["Identifier"][];
            /** @description Servers with room and a sound environment, best first; empty when none is known. R12. */
            candidateComputeHostIds: components["schemas"]["Identifier"][];
        };
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
        /** @description What made the gateway act. R7, R11. */
        EnvironmentCause: {
            parameterType?: components["schemas"]["ParameterType"];
            /** @description Name of the parameter, e.g. `battery.charge`. R3. */
            parameterName?: string;
            environmentLevel?: components["schemas"]["EnvironmentLevel"];
            computeHostId?: components["schemas"]["Identifier"];
            resourceZoneId?: components["schemas"]["Identifier"];
            environmentStateId?: components["schemas"]["Identifier"];
            /** @description True when a whole zone is affected. R11. */
            zoneWide?: boolean;
            /** @description The cause in words. R7. */
            description: string;
        };
        /**
         * @description State of a migration request. R13, R17.
         * @enum {string}
         */
        MigrationRequestState: "REQUESTED" | "ACCEPTED" | "REJECTED" | "PROCESSING" | "COMPLETED" | "FAILED" | "EXPIRED" | "CANCELLED";
        /** @description Link to a resource. SOL013 7.2.2. */
        Link: {
            /** @description Absolute URI. SOL013 7.2.2. */
            href: string;
        };
        /** @description Links; those of tasks appear only when the task is possible. SOL003 5.5.2.13. */
        MigrationRequestLinks: {
            self: components["schemas"]["Link"];
            hostEvacuation: components["schemas"]["Link"];
            cancel?: components["schemas"]["Link"];
            retry?: components["schemas"]["Link"];
            fail?: components["schemas"]["Link"];
        };
        /**
         * @description Request to a VNF manager to move one VNF's components off one server. It is sent as a MigrationRequestNotification and answered by PATCH; when deadline or placement move it is sent
         *     again with a higher `requestVersion`. R13 to R17.
         *
         *     - `requestedTime` is when this version was made, `replyDeadline` by when it has to be answered. Silence is no refusal: the request becomes EXPIRED, which is alarmed, and is asked anew
         *       as another `attempt`, with new times, as long as the policy has attempts left. So is one that was REJECTED or FAILED.
         *     - A manager that has answered ACCEPTED or PROCESSING need not accept a further version: it goes on, by the new deadline and placement. `replyDeadline` stays as it was then, and may be past.
         *     - `migrationDeadline` is by when the functions should have left, `migrationDuration` the seconds until then. What is later is not lost: COMPLETED is taken at any time.
         *     - Where the evacuation has no deadline, as of an operator who gave none, a manager that accepted and has not moved the functions by `migrationDeadline` is taken for a silent one: EXPIRED, alarmed and
         *       asked anew.
         *     - `vnfcInstanceIds` are those of the virtual computes that have one: they may be fewer than `virtualComputeIds`.
         *     - With `requestedAction` DUPLICATE the instances on `sourceComputeHostId` count as deactivated once the duplicates were reported, and their server may be switched off.
         *     - `targetComputeHostId` and `targetResourceZoneId` are where the functions are, as their manager reported; `error` is why it was given up.
         */
        MigrationRequest: {
            id: components["schemas"]["Identifier"];
            /** @description Raised each time the request is sent with other content. R9. */
            requestVersion: number;
            hostEvacuationId: components["schemas"]["Identifier"];
            vnfInstanceId: components["schemas"]["Identifier"];
            /** @description VNFCs to move. R15. */
            vnfcInstanceIds: components["schemas"]["Identifier"][];
            /** @description Virtual computes to move. IFA006 8.4.3.2. */
            virtualComputeIds: components["schemas"]["Identifier"][];
            vnfmId: components["schemas"]["Identifier"];
            sourceComputeHostId: components["schemas"]["Identifier"];
            /**
             * @description Move, or make a second instance elsewhere. R10.
             * @enum {string}
             */
            requestedAction: "MIGRATE" | "DUPLICATE";
            /** @description Ways of migration in order of preference, from NfviMaintenanceInfo. IFA011 7.1.8.17. */
            supportedMigrationTypes: components["schemas"]["MigrationType"][];
            criticality: components["schemas"]["Criticality"];
            /** @description Seconds from `requestedTime` to `migrationDeadline`. R14. */
            migrationDuration: number;
            migrationDeadline: components["schemas"]["DateTime"];
            replyDeadline: components["schemas"]["DateTime"];
            requestedTime: components["schemas"]["DateTime"];
            stateEnteredTime: components["schemas"]["DateTime"];
            placement: components["schemas"]["Placement"];
            cause: components["schemas"]["EnvironmentCause"];
            migrationRequestState: components["schemas"]["MigrationRequestState"];
            /** @description How often the manager was asked anew after a refusal, failure or silence. R13. */
            attempt?: number;
            targetComputeHostId?: components["schemas"]["Identifier"];
            targetResourceZoneId?: components["schemas"]["Identifier"];
            error?: components["schemas"]["ProblemDetails"];
            _links: components["schemas"]["MigrationRequestLinks"];
        };
        /**
         * @description State of the evacuation of a server: WITHDRAWING (step 204), MIGRATING (202, 203), CLEANING_UP (grace before power-off), POWERING_OFF (205), then POWERED_OFF or, where the server
         *     stays powered, EVACUATED; RESTORING, COMPLETED. CANCELLED by an operator. R10, R18, R19, R21.
         * @enum {string}
         */
        HostEvacuationState: "WITHDRAWING" | "MIGRATING" | "CLEANING_UP" | "POWERING_OFF" | "POWERED_OFF" | "EVACUATED" | "RESTORING" | "COMPLETED" | "CANCELLED";
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
    testMigrationRequestNotificationEndpoint: {
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
    notifyMigrationRequestNotification: {
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
                 *       "notificationType": "MigrationRequestNotification",
                 *       "subscriptionId": "0193a1b2-0000-7000-8000-000000000001",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "migrationRequestId": "0193a1b2-0000-7000-8000-0000000000a1",
                 *       "requestVersion": 1,
                 *       "migrationRequest": {
                 *         "id": "0193a1b2-0000-7000-8000-0000000000a1",
                 *         "requestVersion": 1,
                 *         "hostEvacuationId": "0193a1b2-0000-7000-8000-00000000000e",
                 *         "vnfInstanceId": "vnf-amf-1",
                 *         "vnfcInstanceIds": [
                 *           "amf-vnfc-1"
                 *         ],
                 *         "virtualComputeIds": [
                 *           "vc-1"
                 *         ],
                 *         "vnfmId": "vnfm-1",
                 *         "sourceComputeHostId": "server-1",
                 *         "requestedAction": "MIGRATE",
                 *         "supportedMigrationTypes": [
                 *           "LIVE_MIGRATION"
                 *         ],
                 *         "criticality": 90,
                 *         "migrationDuration": 240,
                 *         "migrationDeadline": "2026-11-23T02:17:00Z",
                 *         "replyDeadline": "2026-11-23T02:13:10Z",
                 *         "requestedTime": "2026-11-23T02:13:00Z",
                 *         "stateEnteredTime": "2026-11-23T02:13:00Z",
                 *         "placement": {
                 *           "excludedComputeHostIds": [
                 *             "server-1"
                 *           ],
                 *           "excludedResourceZoneIds": [
                 *             "room-1"
                 *           ],
                 *           "candidateComputeHostIds": [
                 *             "server-9"
                 *           ]
                 *         },
                 *         "cause": {
                 *           "parameterType": "POWER",
                 *           "environmentLevel": "DEGRADED",
                 *           "computeHostId": "server-1",
                 *           "description": "battery.charge 34 % is below 50 %"
                 *         },
                 *         "migrationRequestState": "REQUESTED",
                 *         "_links": {
                 *           "self": {
                 *             "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                 *           },
                 *           "hostEvacuation": {
                 *             "href": "https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e"
                 *           }
                 *         }
                 *       },
                 *       "_links": {
                 *         "subscription": {
                 *           "href": "https://gateway.example/vnfmig/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                 *         },
                 *         "migrationRequest": {
                 *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["MigrationRequestNotification"];
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
    testMigrationRequestStateChangeNotificationEndpoint: {
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
    notifyMigrationRequestStateChangeNotification: {
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
                 *       "notificationType": "MigrationRequestStateChangeNotification",
                 *       "subscriptionId": "0193a1b2-0000-7000-8000-000000000001",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "migrationRequestId": "0193a1b2-0000-7000-8000-0000000000a1",
                 *       "hostEvacuationId": "0193a1b2-0000-7000-8000-00000000000e",
                 *       "vnfInstanceId": "vnf-amf-1",
                 *       "vnfmId": "vnfm-1",
                 *       "sourceComputeHostId": "server-1",
                 *       "migrationRequestState": "COMPLETED",
                 *       "targetComputeHostId": "server-9",
                 *       "_links": {
                 *         "subscription": {
                 *           "href": "https://gateway.example/vnfmig/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                 *         },
                 *         "migrationRequest": {
                 *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["MigrationRequestStateChangeNotification"];
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
    testHostEvacuationStateChangeNotificationEndpoint: {
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
    notifyHostEvacuationStateChangeNotification: {
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
                 *       "notificationType": "HostEvacuationStateChangeNotification",
                 *       "subscriptionId": "0193a1b2-0000-7000-8000-000000000001",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "hostEvacuationId": "0193a1b2-0000-7000-8000-00000000000e",
                 *       "computeHostId": "server-1",
                 *       "hostEvacuationState": "POWERED_OFF",
                 *       "cause": {
                 *         "parameterType": "POWER",
                 *         "environmentLevel": "DEGRADED",
                 *         "computeHostId": "server-1",
                 *         "description": "battery.charge 34 % is below 50 %"
                 *       },
                 *       "_links": {
                 *         "subscription": {
                 *           "href": "https://gateway.example/vnfmig/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                 *         },
                 *         "hostEvacuation": {
                 *           "href": "https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["HostEvacuationStateChangeNotification"];
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
