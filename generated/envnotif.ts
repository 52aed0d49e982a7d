/** Generated from spec/envnotif.yaml by `npm run generate`. */

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
    "/v1/environment_notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the notifications taken
         * @description The history, oldest first, without `environmentData`. R1, SOL013 5.4.
         */
        get: operations["listEnvironmentNotifications"];
        put?: never;
        /**
         * Notify of the technical environment
         * @description Takes one or more data about servers or zones. The `id` is the producer's: the same id again is the same event and has no second effect; ids that grow
         *     with time, such as UUID version 7, cost the least. Data that fit the schema but cannot be applied
         *     (unknown server, unit of another dimension) are listed in `rejectedEnvironmentData`; the rest is applied.
         *     A datum is as old as its `measuredAt`, or else the `timeStamp`: one that is older than what is known of its parameter changes nothing, and of two that
         *     are equally old the one that comes last counts. R1, R2, R3.
         */
        post: operations["createEnvironmentNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environment_notifications/{environmentNotificationId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier that the producer gave. R1.
                 * @example ups-7-000123
                 */
                environmentNotificationId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read a notification
         * @description Reads one notification with its data. R1.
         */
        get: operations["getEnvironmentNotification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environment_states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the environment states
         * @description One state per server or zone and parameter. R8.
         */
        get: operations["listEnvironmentStates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environment_states/{environmentStateId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the state. R8.
                 * @example 0193a1b2-0000-7000-8000-000000000007
                 */
                environmentStateId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read an environment state
         * @description Reads the state of one parameter of a server or zone. R8, R9.
         */
        get: operations["getEnvironmentState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environment_thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the thresholds
         * @description Lists the thresholds. R7.
         */
        get: operations["listEnvironmentThresholds"];
        put?: never;
        /**
         * Create a threshold
         * @description Creates a threshold; it is applied at once to the last data known. R7, R8, SOL003 6.4.4.
         */
        post: operations["createEnvironmentThreshold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environment_thresholds/{environmentThresholdId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the threshold. R7.
                 * @example ups-charge
                 */
                environmentThresholdId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read a threshold
         * @description Reads one threshold. R7.
         */
        get: operations["getEnvironmentThreshold"];
        /**
         * Replace a threshold
         * @description Replaces the threshold as a whole; it is applied at once to the last data known. R7.
         */
        put: operations["replaceEnvironmentThreshold"];
        post?: never;
        /**
         * Delete a threshold
         * @description Deletes the threshold; levels that rested on it alone become UNKNOWN. R7.
         */
        delete: operations["deleteEnvironmentThreshold"];
        options?: never;
        head?: never;
        /**
         * Modify a threshold
         * @description Merges the changes into the threshold and validates it as a whole. R7, RFC 7396, SOL013 5.5.
         */
        patch: operations["modifyEnvironmentThreshold"];
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
        /** @description A notification in list form, without its data unless they are selected. R1. */
        EnvironmentNotificationSummary: {
            id: components["schemas"]["Identifier"];
            timeStamp: components["schemas"]["DateTime"];
            /** @description Sensor or controller that spoke. R4. */
            source?: string;
            receivedTime: components["schemas"]["DateTime"];
            /** @description The data that could not be applied. R1. */
            rejectedEnvironmentData?: components["schemas"]["RejectedEnvironmentData"][];
            /** @description The data. R1. */
            environmentData?: components["schemas"]["EnvironmentData"][];
            _links: components["schemas"]["SelfLinks"];
        };
        /** @description A datum that could not be applied. R1. */
        RejectedEnvironmentData: {
            /** @description JSON pointer to the datum. RFC 6901. */
            pointer: string;
            /** @description Why it could not be applied. R1. */
            problem: string;
        };
        /** @description A notification with its data. R1. */
        EnvironmentNotification: components["schemas"]["EnvironmentNotificationSummary"] & {
            /** @description The data. R1. */
            environmentData: components["schemas"]["EnvironmentData"][];
        };
        /** @description What is known of one parameter of one server or zone. R8, R9. */
        EnvironmentState: {
            id: components["schemas"]["Identifier"];
            computeHostId?: components["schemas"]["Identifier"];
            resourceZoneId?: components["schemas"]["Identifier"];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter. R3. */
            parameterName?: string;
            environmentLevel: components["schemas"]["EnvironmentLevel"];
            levelEnteredTime: components["schemas"]["DateTime"];
            lastDatum: components["schemas"]["EnvironmentData"];
            lastMeasuredTime: components["schemas"]["DateTime"];
            /** @description Environment source of the configuration that tells of the parameter; absent when nobody but the interface itself was told. R4. */
            environmentSourceId?: string;
            /**
             * Format: date-time
             * @description When that source was lost; the level is UNKNOWN until the parameter is told again. R8.
             */
            sourceLostTime?: string;
            /** @description Change over time, reported or estimated from the last values. R9. */
            trend?: {
                /** @description Change per minute. R9. */
                value: number;
                /** @description Unit of the change, e.g. `%/min`. UCUM. */
                unit: string;
            };
            predictedFailureTime?: components["schemas"]["DateTime"];
            /** @description The level by each threshold that applies; the worst is `environmentLevel`. R8. */
            thresholdLevels: components["schemas"]["ThresholdLevel"][];
            _links: components["schemas"]["SelfLinks"];
        };
        /** @description Level by one threshold. R8. */
        ThresholdLevel: {
            environmentThresholdId: components["schemas"]["Identifier"];
            environmentLevel: components["schemas"]["EnvironmentLevel"];
            pendingLevel?: components["schemas"]["EnvironmentLevel"];
            pendingSince?: components["schemas"]["DateTime"];
            failedSince?: components["schemas"]["DateTime"];
            lastKnownLevel?: components["schemas"]["EnvironmentLevel"];
            /** @description Why the level is UNKNOWN, e.g. a characteristic of the server that is missing. R8. */
            problem?: string;
        };
        /** @description When a level is entered and left. R8, SOL003 6.5.3. */
        ThresholdCriteria: {
            /** @description The level is entered at this value. With `relativeTo` an offset to the characteristic. R7. */
            thresholdValue?: number;
            /**
             * @description The level is left this far behind `thresholdValue`. R8.
             * @default 0
             */
            hysteresis?: number;
            /**
             * @description Seconds for which the condition must hold before the level is entered. R8.
             * @default 0
             */
            dwellTime?: number;
        };
        /** @description Level of each state or code; one that is not listed is UNKNOWN. R3, R7. */
        LevelMap: {
            [key: string]: components["schemas"]["EnvironmentLevel"];
        };
        /**
         * @description When the level of a parameter changes. Numeric (`unit`, `direction`, `degraded`, `failed`), by `stateLevels`, or by `codeLevels`. Validated as a whole: DEGRADED comes before FAILED in
         *     the direction given. Several thresholds may apply; the worst level wins. R7, R8.
         */
        EnvironmentThresholdRequest: {
            id?: components["schemas"]["Identifier"];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Only this parameter; absent means every parameter of the type. R3. */
            parameterName?: string;
            /** @description The servers and zones it is for; absent means all. R10. */
            scope?: {
                /** @description Servers. R10. */
                computeHostIds?: components["schemas"]["Identifier"][];
                /** @description Zones with all below them. R10. */
                resourceZoneIds?: components["schemas"]["Identifier"][];
            };
            /** @description Unit of the threshold values, UCUM. A rate such as `Cel/min` makes it a threshold on the variation. R3. */
            unit?: string;
            /**
             * @description Direction in which it gets worse. R8.
             * @enum {string}
             */
            direction?: "RISING" | "FALLING";
            degraded?: components["schemas"]["ThresholdCriteria"];
            failed?: components["schemas"]["ThresholdCriteria"];
            stateLevels?: components["schemas"]["LevelMap"];
            codeLevels?: components["schemas"]["LevelMap"];
            /**
             * @description Characteristic of each server that the threshold values are offsets to. R7.
             * @enum {string}
             */
            relativeTo?: "MINIMUM_POWER" | "HEAT_DISSIPATION" | "HEIGHT_ABOVE_FLOOR";
            /** @description Seconds after the last datum when the level becomes UNKNOWN. R8. */
            stalenessTime?: number;
            /**
             * @description N of the M sensors that match must agree before the server is DEGRADED or FAILED. R8.
             * @default 1
             */
            requiredSensors?: number;
        };
        /** @description Changes to a threshold, JSON merge patch; null removes. R7, RFC 7396. */
        EnvironmentThresholdModifications: {
            /** @description Name of the parameter. R3. */
            parameterName?: string | null;
            /** @description Servers and zones. R10. */
            scope?: {
                [key: string]: unknown;
            } | null;
            /** @description Unit of the threshold values. R3. */
            unit?: string | null;
            /**
             * @description Direction. R8.
             * @enum {string|null}
             */
            direction?: "RISING" | "FALLING" | null;
            /** @description Criteria of DEGRADED. R8. */
            degraded?: {
                [key: string]: unknown;
            } | null;
            /** @description Criteria of FAILED. R8. */
            failed?: {
                [key: string]: unknown;
            } | null;
            /** @description Levels by state. R7. */
            stateLevels?: {
                [key: string]: unknown;
            } | null;
            /** @description Levels by code. R7. */
            codeLevels?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Characteristic. R7.
             * @enum {string|null}
             */
            relativeTo?: "MINIMUM_POWER" | "HEAT_DISSIPATION" | "HEIGHT_ABOVE_FLOOR" | null;
            /** @description Staleness in seconds. R8. */
            stalenessTime?: number | null;
            /** @description N of M. R8. */
            requiredSensors?: number | null;
        };
        /** @description A threshold. R7, R8. */
        EnvironmentThreshold: components["schemas"]["EnvironmentThresholdRequest"] & {
            id: components["schemas"]["Identifier"];
            _links: components["schemas"]["SelfLinks"];
        };
        /** @description Which notifications are wanted; AND between attributes, OR inside an array; an empty array is as if the attribute were absent. SOL003 7.5.3.2. */
        EnvironmentNotificationsFilter: {
            /** @description Types of notification. SOL003 7.5.3.2. */
            notificationTypes?: ("EnvironmentNotification" | "EnvironmentStateChangeNotification")[];
            /**
             * @description Servers. What is said of a zone concerns every server in it or below it, and so passes a filter that names one of them; a producer that does not know which servers a zone has lets all of
             *     it pass. R6.
             */
            computeHostIds?: components["schemas"]["Identifier"][];
            /** @description Zones. R6. */
            resourceZoneIds?: components["schemas"]["Identifier"][];
            /** @description Parameter types. R2. */
            parameterTypes?: components["schemas"]["ParameterType"][];
            /** @description Levels entered. R8. */
            environmentLevels?: components["schemas"]["EnvironmentLevel"][];
        };
        /** @description Request to subscribe. SOL013 5.6, SOL003 7.5.2.2. */
        EnvironmentSubscriptionRequest: {
            filter?: components["schemas"]["EnvironmentNotificationsFilter"];
            callbackUri: components["schemas"]["CallbackUri"];
            authentication?: components["schemas"]["SubscriptionAuthentication"];
        };
        /** @description A subscription. `authentication` is never shown. SOL013 5.6, SOL003 7.5.2.3. */
        EnvironmentSubscription: {
            id: components["schemas"]["Identifier"];
            filter?: components["schemas"]["EnvironmentNotificationsFilter"];
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
        /**
         * @description POWER, COOLING, WATER_LEVEL, GAS, INTRUSION, or a type that the configuration of the site declares. R2.
         * @example POWER
         */
        ParameterType: string;
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
         * @description NORMAL; DEGRADED, act; FAILED, the server is gone; UNKNOWN, the sensor is silent or faulty, or no threshold says what the datum means. R8.
         * @enum {string}
         */
        EnvironmentLevel: "NORMAL" | "DEGRADED" | "FAILED" | "UNKNOWN";
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
         * @description Absolute URI of the resource. SOL013 4.2.3.
         * @example https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e
         */
        Location: string;
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
                     *       "uriPrefix": "/envnotif/",
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
                     *       "uriPrefix": "/envnotif/v1/",
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
    listEnvironmentNotifications: {
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
            /** @description The notifications; empty when there are none. SOL013 5.4. */
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
                     *         "id": "ups-7-000123",
                     *         "timeStamp": "2026-11-23T02:13:00Z",
                     *         "source": "ups-7",
                     *         "receivedTime": "2026-11-23T02:13:00.120Z",
                     *         "rejectedEnvironmentData": [
                     *           {
                     *             "pointer": "/environmentData/1",
                     *             "problem": "no resource zone room-1"
                     *           }
                     *         ],
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/envnotif/v1/environment_notifications/ups-7-000123"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["EnvironmentNotificationSummary"][];
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
    createEnvironmentNotification: {
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
                 *       "id": "ups-7-000123",
                 *       "timeStamp": "2026-11-23T02:13:00Z",
                 *       "source": "ups-7",
                 *       "environmentData": [
                 *         {
                 *           "computeHostId": "server-1",
                 *           "parameterType": "POWER",
                 *           "parameterName": "battery.charge",
                 *           "dataType": "VALUE",
                 *           "value": 34,
                 *           "unit": "%"
                 *         },
                 *         {
                 *           "resourceZoneId": "room-1",
                 *           "parameterType": "COOLING",
                 *           "parameterName": "temperature",
                 *           "dataType": "VARIATION",
                 *           "variation": 2,
                 *           "unit": "Cel/min"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentNotificationRequest"];
            };
        };
        responses: {
            /** @description The same `id` was taken before; the first representation. R1. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ups-7-000123",
                     *       "timeStamp": "2026-11-23T02:13:00Z",
                     *       "source": "ups-7",
                     *       "receivedTime": "2026-11-23T02:13:00.120Z",
                     *       "rejectedEnvironmentData": [
                     *         {
                     *           "pointer": "/environmentData/1",
                     *           "problem": "no resource zone room-1"
                     *         }
                     *       ],
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_notifications/ups-7-000123"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentNotificationSummary"];
                };
            };
            /** @description The notification was taken and is durable. R1. */
            201: {
                headers: {
                    Version: components["headers"]["Version"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ups-7-000123",
                     *       "timeStamp": "2026-11-23T02:13:00Z",
                     *       "source": "ups-7",
                     *       "receivedTime": "2026-11-23T02:13:00.120Z",
                     *       "rejectedEnvironmentData": [
                     *         {
                     *           "pointer": "/environmentData/1",
                     *           "problem": "no resource zone room-1"
                     *         }
                     *       ],
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_notifications/ups-7-000123"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentNotificationSummary"];
                };
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
    getEnvironmentNotification: {
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
                 * @description Identifier that the producer gave. R1.
                 * @example ups-7-000123
                 */
                environmentNotificationId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification. R1. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ups-7-000123",
                     *       "timeStamp": "2026-11-23T02:13:00Z",
                     *       "source": "ups-7",
                     *       "receivedTime": "2026-11-23T02:13:00.120Z",
                     *       "environmentData": [
                     *         {
                     *           "computeHostId": "server-1",
                     *           "parameterType": "POWER",
                     *           "parameterName": "battery.charge",
                     *           "dataType": "VALUE",
                     *           "value": 34,
                     *           "unit": "%"
                     *         }
                     *       ],
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_notifications/ups-7-000123"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentNotification"];
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
    listEnvironmentStates: {
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
            /** @description The states; empty when there are none. R8. */
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
                     *         "id": "0193a1b2-0000-7000-8000-000000000007",
                     *         "computeHostId": "server-1",
                     *         "parameterType": "POWER",
                     *         "parameterName": "battery.charge",
                     *         "environmentLevel": "DEGRADED",
                     *         "levelEnteredTime": "2026-11-23T02:13:00Z",
                     *         "lastDatum": {
                     *           "computeHostId": "server-1",
                     *           "parameterType": "POWER",
                     *           "parameterName": "battery.charge",
                     *           "dataType": "VALUE",
                     *           "value": 34,
                     *           "unit": "%"
                     *         },
                     *         "lastMeasuredTime": "2026-11-23T02:13:00Z",
                     *         "trend": {
                     *           "value": -3,
                     *           "unit": "%/min"
                     *         },
                     *         "predictedFailureTime": "2026-11-23T02:21:20Z",
                     *         "thresholdLevels": [
                     *           {
                     *             "environmentThresholdId": "ups-charge",
                     *             "environmentLevel": "DEGRADED"
                     *           }
                     *         ],
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/envnotif/v1/environment_states/0193a1b2-0000-7000-8000-000000000007"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["EnvironmentState"][];
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
    getEnvironmentState: {
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
                 * @description Identifier of the state. R8.
                 * @example 0193a1b2-0000-7000-8000-000000000007
                 */
                environmentStateId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. R8. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193a1b2-0000-7000-8000-000000000007",
                     *       "computeHostId": "server-1",
                     *       "parameterType": "POWER",
                     *       "parameterName": "battery.charge",
                     *       "environmentLevel": "DEGRADED",
                     *       "levelEnteredTime": "2026-11-23T02:13:00Z",
                     *       "lastDatum": {
                     *         "computeHostId": "server-1",
                     *         "parameterType": "POWER",
                     *         "parameterName": "battery.charge",
                     *         "dataType": "VALUE",
                     *         "value": 34,
                     *         "unit": "%"
                     *       },
                     *       "lastMeasuredTime": "2026-11-23T02:13:00Z",
                     *       "trend": {
                     *         "value": -3,
                     *         "unit": "%/min"
                     *       },
                     *       "predictedFailureTime": "2026-11-23T02:21:20Z",
                     *       "thresholdLevels": [
                     *         {
                     *           "environmentThresholdId": "ups-charge",
                     *           "environmentLevel": "DEGRADED"
                     *         }
                     *       ],
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_states/0193a1b2-0000-7000-8000-000000000007"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentState"];
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
    listEnvironmentThresholds: {
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
            /** @description The thresholds; empty when there are none. R7. */
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
                     *         "id": "ups-charge",
                     *         "parameterType": "POWER",
                     *         "parameterName": "battery.charge",
                     *         "unit": "%",
                     *         "direction": "FALLING",
                     *         "degraded": {
                     *           "thresholdValue": 50,
                     *           "hysteresis": 10,
                     *           "dwellTime": 5
                     *         },
                     *         "failed": {
                     *           "thresholdValue": 10
                     *         },
                     *         "stalenessTime": 60,
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/envnotif/v1/environment_thresholds/ups-charge"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["EnvironmentThreshold"][];
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
    createEnvironmentThreshold: {
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
                 *       "parameterType": "POWER",
                 *       "parameterName": "battery.charge",
                 *       "unit": "%",
                 *       "direction": "FALLING",
                 *       "degraded": {
                 *         "thresholdValue": 50,
                 *         "hysteresis": 10,
                 *         "dwellTime": 5
                 *       },
                 *       "failed": {
                 *         "thresholdValue": 10
                 *       },
                 *       "stalenessTime": 60
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentThresholdRequest"];
            };
        };
        responses: {
            /** @description The threshold was created. R7. */
            201: {
                headers: {
                    Version: components["headers"]["Version"];
                    ETag: components["headers"]["ETag"];
                    "Last-Modified": components["headers"]["Last-Modified"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ups-charge",
                     *       "parameterType": "POWER",
                     *       "parameterName": "battery.charge",
                     *       "unit": "%",
                     *       "direction": "FALLING",
                     *       "degraded": {
                     *         "thresholdValue": 50,
                     *         "hysteresis": 10,
                     *         "dwellTime": 5
                     *       },
                     *       "failed": {
                     *         "thresholdValue": 10
                     *       },
                     *       "stalenessTime": 60,
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_thresholds/ups-charge"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentThreshold"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    getEnvironmentThreshold: {
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
                 * @description Identifier of the threshold. R7.
                 * @example ups-charge
                 */
                environmentThresholdId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The threshold. R7. */
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
                     *       "id": "ups-charge",
                     *       "parameterType": "POWER",
                     *       "parameterName": "battery.charge",
                     *       "unit": "%",
                     *       "direction": "FALLING",
                     *       "degraded": {
                     *         "thresholdValue": 50,
                     *         "hysteresis": 10,
                     *         "dwellTime": 5
                     *       },
                     *       "failed": {
                     *         "thresholdValue": 10
                     *       },
                     *       "stalenessTime": 60,
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_thresholds/ups-charge"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentThreshold"];
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
    replaceEnvironmentThreshold: {
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
                 * @description Identifier of the threshold. R7.
                 * @example ups-charge
                 */
                environmentThresholdId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "parameterType": "POWER",
                 *       "parameterName": "battery.charge",
                 *       "unit": "%",
                 *       "direction": "FALLING",
                 *       "degraded": {
                 *         "thresholdValue": 50,
                 *         "hysteresis": 10,
                 *         "dwellTime": 5
                 *       },
                 *       "failed": {
                 *         "thresholdValue": 10
                 *       },
                 *       "stalenessTime": 60
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentThresholdRequest"];
            };
        };
        responses: {
            /** @description The threshold as it is now. R7. */
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
                     *       "id": "ups-charge",
                     *       "parameterType": "POWER",
                     *       "parameterName": "battery.charge",
                     *       "unit": "%",
                     *       "direction": "FALLING",
                     *       "degraded": {
                     *         "thresholdValue": 50,
                     *         "hysteresis": 10,
                     *         "dwellTime": 5
                     *       },
                     *       "failed": {
                     *         "thresholdValue": 10
                     *       },
                     *       "stalenessTime": 60,
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_thresholds/ups-charge"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentThreshold"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    deleteEnvironmentThreshold: {
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
                 * @description Identifier of the threshold. R7.
                 * @example ups-charge
                 */
                environmentThresholdId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The threshold is gone. R7. */
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
            412: components["responses"]["412"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    modifyEnvironmentThreshold: {
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
                 * @description Identifier of the threshold. R7.
                 * @example ups-charge
                 */
                environmentThresholdId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "degraded": {
                 *         "dwellTime": 10
                 *       },
                 *       "stalenessTime": null
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["EnvironmentThresholdModifications"];
            };
        };
        responses: {
            /** @description The threshold as it is now. R7. */
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
                     *       "id": "ups-charge",
                     *       "parameterType": "POWER",
                     *       "parameterName": "battery.charge",
                     *       "unit": "%",
                     *       "direction": "FALLING",
                     *       "degraded": {
                     *         "thresholdValue": 50,
                     *         "hysteresis": 10,
                     *         "dwellTime": 5
                     *       },
                     *       "failed": {
                     *         "thresholdValue": 10
                     *       },
                     *       "stalenessTime": 60,
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/environment_thresholds/ups-charge"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentThreshold"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
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
                    "application/json": components["schemas"]["EnvironmentSubscription"][];
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
                 *         "computeHostIds": [
                 *           "server-1"
                 *         ]
                 *       },
                 *       "callbackUri": "https://vnfm.example/callback"
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentSubscriptionRequest"];
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
                     *         "computeHostIds": [
                     *           "server-1"
                     *         ]
                     *       },
                     *       "callbackUri": "https://vnfm.example/callback",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/envnotif/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentSubscription"];
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
                     *           "href": "https://gateway.example/envnotif/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentSubscription"];
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
