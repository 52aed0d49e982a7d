/** Generated from spec/vnfmig.yaml by `npm run generate`. */

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
    "/v1/migration_requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the migration requests
         * @description Lists the migration requests, oldest first. R13.
         */
        get: operations["listMigrationRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/migration_requests/{migrationRequestId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read a migration request
         * @description Reads one migration request. R13.
         */
        get: operations["getMigrationRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Answer a migration request
         * @description The answer of the VNF manager and its Info message. ACCEPTED, REJECTED or PROCESSING while the request is open; COMPLETED with `targetComputeHostId`, or FAILED with `error`. COMPLETED
         *     is a report of what is real: it is taken even after the request expired or was cancelled, and wherever the function went, except onto the server being left (422). Any other answer that
         *     the state does not allow is 409. The same answer again changes nothing. R17.
         */
        patch: operations["modifyMigrationRequest"];
        trace?: never;
    };
    "/v1/migration_requests/{migrationRequestId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a migration request
         * @description Withdraws a request that is still open; its VNF manager is told. The functions stay on the server unless they are asked for again. R13, SOL003 5.4.16.
         */
        post: operations["cancelMigrationRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/migration_requests/{migrationRequestId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask again
         * @description Sends a request that was rejected, failed or expired once more, with a new `requestVersion` and a new deadline. R13, SOL003 5.4.14.
         */
        post: operations["retryMigrationRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/migration_requests/{migrationRequestId}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up a migration request
         * @description Marks an open request as FAILED for good; it is not tried again. R13, SOL003 5.4.15.
         */
        post: operations["failMigrationRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/host_evacuations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the evacuations of servers
         * @description Lists the evacuations, oldest first. R10.
         */
        get: operations["listHostEvacuations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/host_evacuations/{hostEvacuationId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the evacuation. R10.
                 * @example 0193a1b2-0000-7000-8000-00000000000e
                 */
                hostEvacuationId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read the evacuation of a server
         * @description Reads one evacuation with its timeline. R10.
         */
        get: operations["getHostEvacuation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/host_evacuations/{hostEvacuationId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of the evacuation. R10.
                 * @example 0193a1b2-0000-7000-8000-00000000000e
                 */
                hostEvacuationId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel the evacuation of a server
         * @description Ends the evacuation while the server is still powered: open requests are cancelled and our own withdrawal is undone. 409 once the power-off began. As long as the environment stays
         *     DEGRADED the gateway does not start again for this server by itself. R10, SOL003 5.4.16.
         */
        post: operations["cancelHostEvacuation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
        /** @description Links; those of tasks appear only when the task is possible. SOL003 5.5.2.13. */
        MigrationRequestLinks: {
            self: components["schemas"]["Link"];
            hostEvacuation: components["schemas"]["Link"];
            cancel?: components["schemas"]["Link"];
            retry?: components["schemas"]["Link"];
            fail?: components["schemas"]["Link"];
        };
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
         * @description The answer of the VNF manager. COMPLETED alone is enough; ACCEPTED before `replyDeadline`, and PROCESSING, say that it is under way. The same answer again changes nothing. COMPLETED is
         *     what is real: it is taken in every state, and only another server than the one that was reported is 409. It needs `targetComputeHostId`, the server that the functions are on now, which
         *     need not be one of the candidates. REJECTED and FAILED say why in `error`. R17.
         */
        MigrationRequestModifications: {
            /**
             * @description The answer. R17.
             * @enum {string}
             */
            migrationRequestState: "ACCEPTED" | "REJECTED" | "PROCESSING" | "COMPLETED" | "FAILED";
            /** @description Version answered; an ACCEPTED or REJECTED of an older one is 409. R9. */
            requestVersion?: number;
            targetComputeHostId?: components["schemas"]["Identifier"];
            targetResourceZoneId?: components["schemas"]["Identifier"];
            /**
             * @description Identifiers of the virtual computes on the second server when they were created anew, in the order of `virtualComputeIds`. Without them moved ones keep theirs, and duplicates get new
             *     ones; a duplicate that has the identifier of the original has moved. SOL003 4.1.
             */
            targetVirtualComputeIds?: components["schemas"]["Identifier"][];
            error?: components["schemas"]["ProblemDetails"];
        };
        /** @description Operation occurrence of saving one server, from the first determination to its restoration. R10, R18, R19, R21. */
        HostEvacuation: {
            id: components["schemas"]["Identifier"];
            computeHostId: components["schemas"]["Identifier"];
            hostEvacuationState: components["schemas"]["HostEvacuationState"];
            stateEnteredTime: components["schemas"]["DateTime"];
            startTime: components["schemas"]["DateTime"];
            endTime?: components["schemas"]["DateTime"];
            cause: components["schemas"]["EnvironmentCause"];
            predictedFailureTime?: components["schemas"]["DateTime"];
            evacuationDeadline?: components["schemas"]["DateTime"];
            cleanUpDeadline?: components["schemas"]["DateTime"];
            powerOffPolicy: components["schemas"]["PowerOffPolicy"];
            /** @description Why the next step is not taken now. R10. */
            refusals: components["schemas"]["Refusal"][];
            /** @description Every step, oldest first. R10. */
            timeline: components["schemas"]["TimelineEntry"][];
            /** @description What the gateway changed and has to undo. R21. */
            changes: components["schemas"]["Change"][];
            /** @description Optional functions that are not moved for want of room. R15. */
            unrequestedVirtualComputeIds: components["schemas"]["Identifier"][];
            _links: components["schemas"]["HostEvacuationLinks"];
        };
        /** @description Links; that of a task appears only when the task is possible. SOL003 5.5.2.13. */
        HostEvacuationLinks: {
            self: components["schemas"]["Link"];
            computeHost: components["schemas"]["Link"];
            /** @description Its requests. R13. */
            migrationRequests: components["schemas"]["Link"][];
            cancel?: components["schemas"]["Link"];
        };
        /**
         * @description NEVER; WHEN_EMPTY, only a server verified empty; LAST_SAFE_MOMENT, also one that is not empty, when otherwise it would die with its functions running. R19.
         * @enum {string}
         */
        PowerOffPolicy: "NEVER" | "WHEN_EMPTY" | "LAST_SAFE_MOMENT";
        /** @description Why a step is not taken now. R10. */
        Refusal: {
            reason: components["schemas"]["RefusalReason"];
            /** @description The reason in words. R10. */
            detail: string;
            time: components["schemas"]["DateTime"];
            retryTime?: components["schemas"]["DateTime"];
        };
        /**
         * @description Reason of a refusal. R10, R19, R21.
         * @enum {string}
         */
        RefusalReason: "POWER_OFF_NOT_ALLOWED" | "NO_POWER_CONTROL" | "GATEWAY_HOST" | "ENVIRONMENT_UNKNOWN" | "ENVIRONMENT_NORMAL" | "WORKLOAD_PRESENT" | "CHILD_SERVER_ON" | "POWERED_OFF_LIMIT" | "POWER_CONTROL_UNREACHABLE" | "VIM_UNREACHABLE" | "SCHEDULING_ENABLED" | "VIM_WORKLOAD_PRESENT" | "POWER_STATE_UNCONFIRMED" | "ENVIRONMENT_NOT_NORMAL" | "HOLD_TIME" | "MANUAL_RELEASE_REQUIRED" | "PARENT_SERVER_OFF" | "RESTORATION_WAVE";
        /** @description One step of the evacuation. R10. */
        TimelineEntry: {
            timeStamp: components["schemas"]["DateTime"];
            /**
             * @description The step. R10.
             * @enum {string}
             */
            step: "DETERMINED" | "DEADLINE_CHANGED" | "WITHDRAWN" | "MIGRATION_REQUESTED" | "MIGRATION_REISSUED" | "MIGRATION_ACCEPTED" | "MIGRATION_REJECTED" | "MIGRATION_PROCESSING" | "MIGRATION_COMPLETED" | "MIGRATION_FAILED" | "MIGRATION_EXPIRED" | "MIGRATION_CANCELLED" | "NOT_REQUESTED" | "EMPTY" | "CLEAN_UP_STARTED" | "LEFTOVER_FOUND" | "DEACTIVATED" | "POWER_OFF_STARTED" | "POWER_OFF_FORCED" | "POWERED_OFF" | "EVACUATED" | "ENVIRONMENT_CHANGED" | "RELEASED" | "RESTORATION_STARTED" | "POWERED_ON" | "RESTORED" | "CANCELLED" | "REFUSED";
            /** @description The step in words. R10. */
            detail: string;
            migrationRequestId?: components["schemas"]["Identifier"];
            computeHostId?: components["schemas"]["Identifier"];
            virtualComputeId?: components["schemas"]["Identifier"];
        };
        /** @description A change made by the gateway, recorded before it is made; only these are undone. R21. */
        Change: {
            /**
             * @description What was changed; the values of powerRestorePolicy are those of DMTF DSP0268. R21.
             * @enum {string}
             */
            attribute: "schedulingState" | "powerState" | "powerRestorePolicy";
            /** @description Value before. R21. */
            oldValue: string;
            /** @description Value after. R21. */
            newValue: string;
            changedTime: components["schemas"]["DateTime"];
            undoneTime?: components["schemas"]["DateTime"];
        };
        /** @description Which notifications are wanted; AND between attributes, OR inside an array; an empty array is as if the attribute were absent. SOL003 7.5.3.2. */
        MigrationNotificationsFilter: {
            /** @description Types of notification. SOL003 7.5.3.2. */
            notificationTypes?: ("MigrationRequestNotification" | "MigrationRequestStateChangeNotification" | "HostEvacuationStateChangeNotification")[];
            /** @description VNF managers. R13. */
            vnfmIds?: components["schemas"]["Identifier"][];
            /** @description VNF instances. R15. */
            vnfInstanceIds?: components["schemas"]["Identifier"][];
            /** @description Servers left. R13. */
            computeHostIds?: components["schemas"]["Identifier"][];
            /** @description States of requests. R17. */
            migrationRequestStates?: components["schemas"]["MigrationRequestState"][];
            /** @description States of evacuations. R10. */
            hostEvacuationStates?: components["schemas"]["HostEvacuationState"][];
        };
        /** @description Request to subscribe. SOL013 5.6, SOL003 7.5.2.2. */
        MigrationSubscriptionRequest: {
            filter?: components["schemas"]["MigrationNotificationsFilter"];
            callbackUri: components["schemas"]["CallbackUri"];
            authentication?: components["schemas"]["SubscriptionAuthentication"];
        };
        /** @description A subscription. `authentication` is never shown. SOL013 5.6, SOL003 7.5.2.3. */
        MigrationSubscription: {
            id: components["schemas"]["Identifier"];
            filter?: components["schemas"]["MigrationNotificationsFilter"];
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
         * @description Way of migration. IFA005 7.3.1.8, IFA011 7.1.8.17.
         * @enum {string}
         */
        MigrationType: "LIVE_MIGRATION" | "OFFLINE_MIGRATION" | "NO_MIGRATION";
        /** @description How vital the function is to its service; 0 least, 100 most. R14. */
        Criticality: number;
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
        /**
         * @description State of the evacuation of a server: WITHDRAWING (step 204), MIGRATING (202, 203), CLEANING_UP (grace before power-off), POWERING_OFF (205), then POWERED_OFF or, where the server
         *     stays powered, EVACUATED; RESTORING, COMPLETED. CANCELLED by an operator. R10, R18, R19, R21.
         * @enum {string}
         */
        HostEvacuationState: "WITHDRAWING" | "MIGRATING" | "CLEANING_UP" | "POWERING_OFF" | "POWERED_OFF" | "EVACUATED" | "RESTORING" | "COMPLETED" | "CANCELLED";
        /**
         * Format: uri
         * @description URI that the notifications are posted to. SOL013 5.6.
         */
        CallbackUri: string;
        /** @description Link to the resource itself. SOL013 7.2.2. */
        SelfLinks: {
            self: components["schemas"]["Link"];
        };
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
                     *       "uriPrefix": "/vnfmig/",
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
                     *       "uriPrefix": "/vnfmig/v1/",
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
    listMigrationRequests: {
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
            /** @description The migration requests; empty when there are none. R13. */
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
                     *           "LIVE_MIGRATION",
                     *           "OFFLINE_MIGRATION"
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
                     *           "parameterName": "battery.charge",
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
                     *           },
                     *           "cancel": {
                     *             "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1/cancel"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["MigrationRequest"][];
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
    getMigrationRequest: {
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
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The migration request. R13. */
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
                     *       "id": "0193a1b2-0000-7000-8000-0000000000a1",
                     *       "requestVersion": 1,
                     *       "hostEvacuationId": "0193a1b2-0000-7000-8000-00000000000e",
                     *       "vnfInstanceId": "vnf-amf-1",
                     *       "vnfcInstanceIds": [
                     *         "amf-vnfc-1"
                     *       ],
                     *       "virtualComputeIds": [
                     *         "vc-1"
                     *       ],
                     *       "vnfmId": "vnfm-1",
                     *       "sourceComputeHostId": "server-1",
                     *       "requestedAction": "MIGRATE",
                     *       "supportedMigrationTypes": [
                     *         "LIVE_MIGRATION",
                     *         "OFFLINE_MIGRATION"
                     *       ],
                     *       "criticality": 90,
                     *       "migrationDuration": 240,
                     *       "migrationDeadline": "2026-11-23T02:17:00Z",
                     *       "replyDeadline": "2026-11-23T02:13:10Z",
                     *       "requestedTime": "2026-11-23T02:13:00Z",
                     *       "stateEnteredTime": "2026-11-23T02:13:00Z",
                     *       "placement": {
                     *         "excludedComputeHostIds": [
                     *           "server-1"
                     *         ],
                     *         "excludedResourceZoneIds": [
                     *           "room-1"
                     *         ],
                     *         "candidateComputeHostIds": [
                     *           "server-9"
                     *         ]
                     *       },
                     *       "cause": {
                     *         "parameterType": "POWER",
                     *         "parameterName": "battery.charge",
                     *         "environmentLevel": "DEGRADED",
                     *         "computeHostId": "server-1",
                     *         "description": "battery.charge 34 % is below 50 %"
                     *       },
                     *       "migrationRequestState": "REQUESTED",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                     *         },
                     *         "hostEvacuation": {
                     *           "href": "https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e"
                     *         },
                     *         "cancel": {
                     *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1/cancel"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MigrationRequest"];
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
    modifyMigrationRequest: {
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
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "migrationRequestState": "COMPLETED",
                 *       "targetComputeHostId": "server-9"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["MigrationRequestModifications"];
            };
        };
        responses: {
            /** @description The migration request as it is now. R17. */
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
                     *       "id": "0193a1b2-0000-7000-8000-0000000000a1",
                     *       "requestVersion": 1,
                     *       "hostEvacuationId": "0193a1b2-0000-7000-8000-00000000000e",
                     *       "vnfInstanceId": "vnf-amf-1",
                     *       "vnfcInstanceIds": [
                     *         "amf-vnfc-1"
                     *       ],
                     *       "virtualComputeIds": [
                     *         "vc-1"
                     *       ],
                     *       "vnfmId": "vnfm-1",
                     *       "sourceComputeHostId": "server-1",
                     *       "requestedAction": "MIGRATE",
                     *       "supportedMigrationTypes": [
                     *         "LIVE_MIGRATION",
                     *         "OFFLINE_MIGRATION"
                     *       ],
                     *       "criticality": 90,
                     *       "migrationDuration": 240,
                     *       "migrationDeadline": "2026-11-23T02:17:00Z",
                     *       "replyDeadline": "2026-11-23T02:13:10Z",
                     *       "requestedTime": "2026-11-23T02:13:00Z",
                     *       "stateEnteredTime": "2026-11-23T02:13:00Z",
                     *       "placement": {
                     *         "excludedComputeHostIds": [
                     *           "server-1"
                     *         ],
                     *         "excludedResourceZoneIds": [
                     *           "room-1"
                     *         ],
                     *         "candidateComputeHostIds": [
                     *           "server-9"
                     *         ]
                     *       },
                     *       "cause": {
                     *         "parameterType": "POWER",
                     *         "parameterName": "battery.charge",
                     *         "environmentLevel": "DEGRADED",
                     *         "computeHostId": "server-1",
                     *         "description": "battery.charge 34 % is below 50 %"
                     *       },
                     *       "migrationRequestState": "REQUESTED",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                     *         },
                     *         "hostEvacuation": {
                     *           "href": "https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e"
                     *         },
                     *         "cancel": {
                     *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1/cancel"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MigrationRequest"];
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
    cancelMigrationRequest: {
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
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is cancelled. SOL003 5.4.16. */
            202: {
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
            409: components["responses"]["409"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    retryMigrationRequest: {
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
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is sent again. SOL003 5.4.14. */
            202: {
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
            409: components["responses"]["409"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    failMigrationRequest: {
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
                 * @description Identifier of the migration request. R13.
                 * @example 0193a1b2-0000-7000-8000-0000000000a1
                 */
                migrationRequestId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request as it is now. SOL003 5.4.15. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193a1b2-0000-7000-8000-0000000000a1",
                     *       "requestVersion": 1,
                     *       "hostEvacuationId": "0193a1b2-0000-7000-8000-00000000000e",
                     *       "vnfInstanceId": "vnf-amf-1",
                     *       "vnfcInstanceIds": [
                     *         "amf-vnfc-1"
                     *       ],
                     *       "virtualComputeIds": [
                     *         "vc-1"
                     *       ],
                     *       "vnfmId": "vnfm-1",
                     *       "sourceComputeHostId": "server-1",
                     *       "requestedAction": "MIGRATE",
                     *       "supportedMigrationTypes": [
                     *         "LIVE_MIGRATION",
                     *         "OFFLINE_MIGRATION"
                     *       ],
                     *       "criticality": 90,
                     *       "migrationDuration": 240,
                     *       "migrationDeadline": "2026-11-23T02:17:00Z",
                     *       "replyDeadline": "2026-11-23T02:13:10Z",
                     *       "requestedTime": "2026-11-23T02:13:00Z",
                     *       "stateEnteredTime": "2026-11-23T02:13:00Z",
                     *       "placement": {
                     *         "excludedComputeHostIds": [
                     *           "server-1"
                     *         ],
                     *         "excludedResourceZoneIds": [
                     *           "room-1"
                     *         ],
                     *         "candidateComputeHostIds": [
                     *           "server-9"
                     *         ]
                     *       },
                     *       "cause": {
                     *         "parameterType": "POWER",
                     *         "parameterName": "battery.charge",
                     *         "environmentLevel": "DEGRADED",
                     *         "computeHostId": "server-1",
                     *         "description": "battery.charge 34 % is below 50 %"
                     *       },
                     *       "migrationRequestState": "REQUESTED",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                     *         },
                     *         "hostEvacuation": {
                     *           "href": "https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e"
                     *         },
                     *         "cancel": {
                     *           "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1/cancel"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MigrationRequest"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    listHostEvacuations: {
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
            /** @description The evacuations; empty when there are none. R10. */
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
                     *         "id": "0193a1b2-0000-7000-8000-00000000000e",
                     *         "computeHostId": "server-1",
                     *         "hostEvacuationState": "MIGRATING",
                     *         "stateEnteredTime": "2026-11-23T02:13:00Z",
                     *         "startTime": "2026-11-23T02:13:00Z",
                     *         "cause": {
                     *           "parameterType": "POWER",
                     *           "parameterName": "battery.charge",
                     *           "environmentLevel": "DEGRADED",
                     *           "computeHostId": "server-1",
                     *           "description": "battery.charge 34 % is below 50 %"
                     *         },
                     *         "predictedFailureTime": "2026-11-23T02:21:20Z",
                     *         "evacuationDeadline": "2026-11-23T02:20:20Z",
                     *         "powerOffPolicy": "WHEN_EMPTY",
                     *         "refusals": [
                     *           {
                     *             "reason": "WORKLOAD_PRESENT",
                     *             "detail": "vc-1 is still on server-1",
                     *             "time": "2026-11-23T02:13:01Z",
                     *             "retryTime": "2026-11-23T02:13:02Z"
                     *           }
                     *         ],
                     *         "timeline": [
                     *           {
                     *             "timeStamp": "2026-11-23T02:13:00Z",
                     *             "step": "DETERMINED",
                     *             "detail": "battery.charge 34 % is below 50 %"
                     *           }
                     *         ],
                     *         "changes": [
                     *           {
                     *             "attribute": "schedulingState",
                     *             "oldValue": "ENABLED",
                     *             "newValue": "WITHDRAWN",
                     *             "changedTime": "2026-11-23T02:13:00Z"
                     *           }
                     *         ],
                     *         "unrequestedVirtualComputeIds": [],
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e"
                     *           },
                     *           "computeHost": {
                     *             "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *           },
                     *           "migrationRequests": [
                     *             {
                     *               "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                     *             }
                     *           ]
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["HostEvacuation"][];
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
    getHostEvacuation: {
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
                 * @description Identifier of the evacuation. R10.
                 * @example 0193a1b2-0000-7000-8000-00000000000e
                 */
                hostEvacuationId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The evacuation. R10. */
            200: {
                headers: {
                    Version: components["headers"]["Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193a1b2-0000-7000-8000-00000000000e",
                     *       "computeHostId": "server-1",
                     *       "hostEvacuationState": "MIGRATING",
                     *       "stateEnteredTime": "2026-11-23T02:13:00Z",
                     *       "startTime": "2026-11-23T02:13:00Z",
                     *       "cause": {
                     *         "parameterType": "POWER",
                     *         "parameterName": "battery.charge",
                     *         "environmentLevel": "DEGRADED",
                     *         "computeHostId": "server-1",
                     *         "description": "battery.charge 34 % is below 50 %"
                     *       },
                     *       "predictedFailureTime": "2026-11-23T02:21:20Z",
                     *       "evacuationDeadline": "2026-11-23T02:20:20Z",
                     *       "powerOffPolicy": "WHEN_EMPTY",
                     *       "refusals": [
                     *         {
                     *           "reason": "WORKLOAD_PRESENT",
                     *           "detail": "vc-1 is still on server-1",
                     *           "time": "2026-11-23T02:13:01Z",
                     *           "retryTime": "2026-11-23T02:13:02Z"
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "timeStamp": "2026-11-23T02:13:00Z",
                     *           "step": "DETERMINED",
                     *           "detail": "battery.charge 34 % is below 50 %"
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "attribute": "schedulingState",
                     *           "oldValue": "ENABLED",
                     *           "newValue": "WITHDRAWN",
                     *           "changedTime": "2026-11-23T02:13:00Z"
                     *         }
                     *       ],
                     *       "unrequestedVirtualComputeIds": [],
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vnfmig/v1/host_evacuations/0193a1b2-0000-7000-8000-00000000000e"
                     *         },
                     *         "computeHost": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *         },
                     *         "migrationRequests": [
                     *           {
                     *             "href": "https://gateway.example/vnfmig/v1/migration_requests/0193a1b2-0000-7000-8000-0000000000a1"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HostEvacuation"];
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
    cancelHostEvacuation: {
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
                 * @description Identifier of the evacuation. R10.
                 * @example 0193a1b2-0000-7000-8000-00000000000e
                 */
                hostEvacuationId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The evacuation is cancelled. SOL003 5.4.16. */
            202: {
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
            409: components["responses"]["409"];
            414: components["responses"]["414"];
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
                    "application/json": components["schemas"]["MigrationSubscription"][];
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
                 *         "notificationTypes": [
                 *           "MigrationRequestNotification"
                 *         ],
                 *         "vnfmIds": [
                 *           "vnfm-1"
                 *         ]
                 *       },
                 *       "callbackUri": "https://vnfm.example/callback"
                 *     }
                 */
                "application/json": components["schemas"]["MigrationSubscriptionRequest"];
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
                     *         "notificationTypes": [
                     *           "MigrationRequestNotification"
                     *         ],
                     *         "vnfmIds": [
                     *           "vnfm-1"
                     *         ]
                     *       },
                     *       "callbackUri": "https://vnfm.example/callback",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vnfmig/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MigrationSubscription"];
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
                     *           "href": "https://gateway.example/vnfmig/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MigrationSubscription"];
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
