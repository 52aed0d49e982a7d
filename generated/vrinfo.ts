/** Generated from spec/vrinfo.yaml by `npm run generate`. */

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
    "/v1/compute_hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the servers
         * @description Lists the servers. R18, SOL013 5.4.
         */
        get: operations["listComputeHosts"];
        put?: never;
        /**
         * Enter a server
         * @description Enters a server in the table. R18.
         */
        post: operations["createComputeHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compute_hosts/{computeHostId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read a server
         * @description Reads a server. R18.
         */
        get: operations["getComputeHost"];
        put?: never;
        post?: never;
        /**
         * Remove a server
         * @description Removes a server from the table; 409 while something refers to it. R18.
         */
        delete: operations["deleteComputeHost"];
        options?: never;
        head?: never;
        /**
         * Modify a server
         * @description Merges the changes into the entry and validates it as a whole. R18, RFC 7396, SOL013 5.5.
         */
        patch: operations["modifyComputeHost"];
        trace?: never;
    };
    "/v1/compute_hosts/{computeHostId}/evacuate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evacuate a server
         * @description Starts the evacuation of a server by order of an operator. R10, IFA011 FEAT03.
         */
        post: operations["evacuateComputeHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compute_hosts/{computeHostId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw a server
         * @description Takes a server off the list of usable ones by order of an operator. Only `restore` undoes it; the gateway never does by itself. R18.
         */
        post: operations["withdrawComputeHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compute_hosts/{computeHostId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a server
         * @description Undoes the operator's own withdrawal and, where the policy asks for a manual release after an evacuation, gives it. The server is powered on by the gateway only when every parameter is
         *     NORMAL. R21.
         */
        post: operations["restoreComputeHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/virtual_computes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the correspondence table
         * @description Lists the correspondence table. R17, SOL013 5.4.
         */
        get: operations["listVirtualComputes"];
        put?: never;
        /**
         * Enter a virtual compute
         * @description Enters a virtual compute in the table. R17.
         */
        post: operations["createVirtualCompute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/virtual_computes/{virtualComputeId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of a virtual compute. R17.
                 * @example vc-1
                 */
                virtualComputeId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read a virtual compute
         * @description Reads a virtual compute. R17.
         */
        get: operations["getVirtualCompute"];
        put?: never;
        post?: never;
        /**
         * Remove a virtual compute
         * @description Removes a virtual compute from the table; 409 while something refers to it. R17.
         */
        delete: operations["deleteVirtualCompute"];
        options?: never;
        head?: never;
        /**
         * Modify a virtual compute
         * @description Merges the changes into the entry and validates it as a whole. R17, RFC 7396, SOL013 5.5.
         */
        patch: operations["modifyVirtualCompute"];
        trace?: never;
    };
    "/v1/resource_zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the zones
         * @description Lists the zones. R11, SOL013 5.4.
         */
        get: operations["listResourceZones"];
        put?: never;
        /**
         * Enter a zone
         * @description Enters a zone in the table. R11.
         */
        post: operations["createResourceZone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resource_zones/{resourceZoneId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Identifier of a zone. R11.
                 * @example room-1
                 */
                resourceZoneId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        /**
         * Read a zone
         * @description Reads a zone. R11.
         */
        get: operations["getResourceZone"];
        put?: never;
        post?: never;
        /**
         * Remove a zone
         * @description Removes a zone from the table; 409 while something refers to it. R11.
         */
        delete: operations["deleteResourceZone"];
        options?: never;
        head?: never;
        /**
         * Modify a zone
         * @description Merges the changes into the entry and validates it as a whole. R11, RFC 7396, SOL013 5.5.
         */
        patch: operations["modifyResourceZone"];
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
        /** @description A server as entered. R1, R9, R12. */
        ComputeHostRequest: {
            id?: components["schemas"]["Identifier"];
            /** @description Name for people. IFA005. */
            computeHostName?: string;
            /**
             * @description Kind of server. R1.
             * @enum {string}
             */
            computeHostType: "PHYSICAL_SERVER" | "VIRTUAL_MACHINE" | "CONTAINER";
            parentComputeHostId?: components["schemas"]["Identifier"];
            resourceZoneId?: components["schemas"]["Identifier"];
            location?: components["schemas"]["Location"];
            characteristics?: components["schemas"]["Characteristics"];
            capacity?: components["schemas"]["Capacity"];
            /**
             * @description Servers of lower priority are powered off first, those of higher priority restored first. R20.
             * @default 50
             */
            priority?: number;
        };
        /** @description Changes to a server, JSON merge patch; null removes. RFC 7396. */
        ComputeHostModifications: {
            /** @description Name for people. IFA005. */
            computeHostName?: string | null;
            /** @description Server below. R19. */
            parentComputeHostId?: string | null;
            /** @description Zone. R11. */
            resourceZoneId?: string | null;
            /** @description Location. R16. */
            location?: {
                [key: string]: unknown;
            } | null;
            /** @description Characteristics. R9. */
            characteristics?: {
                [key: string]: unknown;
            } | null;
            /** @description Capacity. R12. */
            capacity?: {
                [key: string]: unknown;
            } | null;
            /** @description Priority. R20. */
            priority?: number;
        };
        /** @description A server and what is known of it. R8, R18, R19. */
        ComputeHost: components["schemas"]["ComputeHostRequest"] & {
            id: components["schemas"]["Identifier"];
            /** @description Priority. R20. */
            priority: number;
            environmentLevel: components["schemas"]["EnvironmentLevel"];
            levelEnteredTime: components["schemas"]["DateTime"];
            predictedFailureTime?: components["schemas"]["DateTime"];
            schedulingState: components["schemas"]["SchedulingState"];
            /** @description Who withdrew it; WITHDRAWN while there is one. R18. */
            withdrawals: components["schemas"]["Withdrawal"][];
            powerState: components["schemas"]["PowerState"];
            hostEvacuationId?: components["schemas"]["Identifier"];
            _links: components["schemas"]["ComputeHostLinks"];
        };
        /** @description Links; those of tasks appear only when the task is possible. SOL003 5.5.2.2. */
        ComputeHostLinks: {
            self: components["schemas"]["Link"];
            hostEvacuation?: components["schemas"]["Link"];
            evacuate?: components["schemas"]["Link"];
            withdraw?: components["schemas"]["Link"];
            restore?: components["schemas"]["Link"];
        };
        /** @description A reason why the server is withdrawn; each owner undoes only its own. R18, R21. */
        Withdrawal: {
            /** @description OPERATOR or the identifier of the HostEvacuation. R18. */
            withdrawnBy: string;
            /** @description The reason. R18. */
            reason: string;
            withdrawnTime: components["schemas"]["DateTime"];
        };
        /** @description Where the server stands. R10, R16. */
        Location: {
            nfviPopId?: components["schemas"]["Identifier"];
            /** @description Room. Redfish Location.Placement. */
            room?: string;
            /** @description Row. Redfish Location.Placement. */
            row?: string;
            /** @description Rack. Redfish Location.Placement. */
            rack?: string;
            /** @description Height of the server above the floor, mm. R7. */
            heightAboveFloor?: number;
            /** @description Position on earth, WGS 84. R16. */
            geographicalLocation?: {
                /** @description Degrees. RFC 5870. */
                latitude: number;
                /** @description Degrees. RFC 5870. */
                longitude: number;
            };
        };
        /** @description What the server needs and stands. R7, R9. */
        Characteristics: {
            /** @description Power below which it cannot run, W. R7. */
            minimumPower?: number;
            /** @description Power that it draws from its battery, W. R9. */
            powerDraw?: number;
            /** @description Energy of its battery when full, Wh. R9. */
            batteryCapacity?: number;
            /** @description Heat that has to be extracted, W. R7. */
            heatDissipation?: number;
            /** @description Time it runs on battery when only the state is known, s. R9. */
            batteryHoldUpTime?: number;
            /** @description Time it runs without cooling when only the state is known, s. R9. */
            thermalHoldUpTime?: number;
            /** @description Time an orderly power-off takes, s. R19. */
            shutdownTime?: number;
        };
        /** @description Room for functions; what is absent is not limited. R12, IFA005 8.10. */
        Capacity: {
            /** @description Virtual CPUs. IFA005 8.4.3. */
            numVirtualCpu?: number;
            /** @description Memory, MiB. IFA005 8.4.3. */
            virtualMemSize?: number;
            /** @description Storage, GiB. IFA005 8.6.3. */
            sizeOfStorage?: number;
            /** @description Network, Mbit/s. IFA005 8.5.3. */
            bandwidth?: number;
        };
        /** @description Order to evacuate a server. R10. */
        EvacuateComputeHostRequest: {
            /** @description Why. R10. */
            reason?: string;
            /** @description Seconds within which the server has to be empty. R9. */
            evacuationTime?: number;
            /**
             * @description What follows when it is empty. R19.
             * @default NEVER
             * @enum {string}
             */
            powerOffPolicy?: "NEVER" | "WHEN_EMPTY" | "LAST_SAFE_MOMENT";
        };
        /** @description Order to withdraw a server. R18. */
        WithdrawComputeHostRequest: {
            /** @description Why. R18. */
            reason?: string;
        };
        /** @description A virtual compute with the VNF that it belongs to. R17, IFA006 8.4.3.2. */
        VirtualComputeRequest: {
            computeId: components["schemas"]["Identifier"];
            /** @description Name. IFA006 8.4.3.2. */
            computeName?: string;
            flavourId?: components["schemas"]["Identifier"];
            hostId: components["schemas"]["Identifier"];
            zoneId?: components["schemas"]["Identifier"];
            /**
             * @description DISABLED: deactivated, does not count as running. IFA006 8.4.3.2, R19.
             * @default ENABLED
             * @enum {string}
             */
            operationalState?: "ENABLED" | "DISABLED";
            /** @description Virtual CPUs. IFA006 8.4.3. */
            virtualCpu?: {
                /** @description Number. IFA006 8.4.3. */
                numVirtualCpu?: number;
            };
            /** @description Memory. IFA006 8.4.3. */
            virtualMemory?: {
                /** @description Size, MiB. IFA006 8.4.3. */
                virtualMemSize?: number;
            };
            /** @description Disks. IFA006 8.4.3. */
            virtualDisks?: {
                /** @description Size, GiB. IFA006 8.6.3. */
                sizeOfStorage?: number;
            }[];
            /** @description Network interfaces. IFA006 8.4.3. */
            virtualNetworkInterface?: {
                /** @description Bandwidth, Mbit/s. IFA006 8.4.3. */
                bandwidth?: number;
            }[];
            metadata?: components["schemas"]["KeyValuePairs"];
            vnfInstanceId: components["schemas"]["Identifier"];
            vnfcInstanceId?: components["schemas"]["Identifier"];
            vnfdId?: components["schemas"]["Identifier"];
            vnfmId: components["schemas"]["Identifier"];
            criticality?: components["schemas"]["Criticality"];
            /**
             * @description False: optional, not moved when room is short. R15.
             * @default true
             */
            required?: boolean;
            nfviMaintenanceInfo?: components["schemas"]["NfviMaintenanceInfo"];
        };
        /** @description Changes to a virtual compute, JSON merge patch; null removes. RFC 7396. */
        VirtualComputeModifications: {
            /** @description Name. IFA006 8.4.3.2. */
            computeName?: string | null;
            /** @description Server that it runs on. IFA006 8.4.3.2. */
            hostId?: string;
            /** @description Zone. IFA006 8.4.3.2. */
            zoneId?: string | null;
            /**
             * @description State. IFA006 8.4.3.2.
             * @enum {string}
             */
            operationalState?: "ENABLED" | "DISABLED";
            /** @description Metadata. IFA006 8.4.3.2. */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** @description VNF manager. R17. */
            vnfmId?: string;
            /** @description Criticality. R14. */
            criticality?: number;
            /** @description Required or optional. R15. */
            required?: boolean;
            /** @description Maintenance information. IFA011 7.1.8.17. */
            nfviMaintenanceInfo?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description An entry of the correspondence table. R17, IFA006 8.4.3.2. */
        VirtualCompute: components["schemas"]["VirtualComputeRequest"] & {
            /**
             * @description State. IFA006 8.4.3.2.
             * @enum {string}
             */
            operationalState: "ENABLED" | "DISABLED";
            criticality: components["schemas"]["Criticality"];
            /** @description Required or optional. R15. */
            required: boolean;
            /** @description Links. SOL013 7.2.2. */
            _links: {
                self: components["schemas"]["Link"];
                computeHost: components["schemas"]["Link"];
            };
        };
        /** @description What the function stands, from its VNFD. IFA011 7.1.8.17, SOL001 6.2.74. */
        NfviMaintenanceInfo: {
            /** @description Least time between notification and impact, s. IFA011 7.1.8.17. */
            impactNotificationLeadTime?: number;
            /** @description Whether mitigation is asked for. IFA011 7.1.8.17. */
            isImpactMitigationRequested?: boolean;
            /** @description In order of preference. IFA011 7.1.8.17. */
            supportedMigrationType?: components["schemas"]["MigrationType"][];
            /** @description s. IFA011 7.1.8.17. */
            maxUndetectableInterruptionTime?: number;
            /** @description s. IFA011 7.1.8.17. */
            minRecoveryTimeBetweenImpacts?: number;
            /** @description Most instances impacted at once. IFA011 7.1.8.17. */
            maxNumberOfImpactedInstances?: {
                /** @description Size of the group. IFA011 7.1.8.17. */
                groupSize?: number;
                /** @description Number. IFA011 7.1.8.17. */
                maxNumberOfImpactedInstances?: number;
            }[];
            /** @description Fewest instances left. IFA011 7.1.8.17. */
            minNumberOfPreservedInstances?: {
                /** @description Size of the group. IFA011 7.1.8.17. */
                groupSize?: number;
                /** @description Number. IFA011 7.1.8.17. */
                minNumberOfPreservedInstances?: number;
            }[];
        };
        /** @description A zone as entered. IFA005 8.10.2, R11. */
        ResourceZoneRequest: {
            zoneId: components["schemas"]["Identifier"];
            /** @description Name. IFA005 8.10.2. */
            zoneName?: string;
            /** @description State as the VIM tells it. IFA005 8.10.2. */
            zoneState?: string;
            nfviPopId?: components["schemas"]["Identifier"];
            parentResourceZoneId?: components["schemas"]["Identifier"];
            zoneProperty?: components["schemas"]["KeyValuePairs"];
            metadata?: components["schemas"]["KeyValuePairs"];
        };
        /** @description Changes to a zone, JSON merge patch; null removes. RFC 7396. */
        ResourceZoneModifications: {
            /** @description Name. IFA005 8.10.2. */
            zoneName?: string | null;
            /** @description State. IFA005 8.10.2. */
            zoneState?: string | null;
            /** @description NFVI-PoP. IFA005 8.10.3. */
            nfviPopId?: string | null;
            /** @description Zone above. R11. */
            parentResourceZoneId?: string | null;
            /** @description Properties. IFA005 8.10.2. */
            zoneProperty?: {
                [key: string]: unknown;
            } | null;
            /** @description Metadata. IFA005 8.10.2. */
            metadata?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description A zone. IFA005 8.10.2, R11. */
        ResourceZone: components["schemas"]["ResourceZoneRequest"] & {
            environmentLevel: components["schemas"]["EnvironmentLevel"];
            _links: components["schemas"]["SelfLinks"];
        };
        /** @description Which notifications are wanted; AND between attributes, OR inside an array; an empty array is as if the attribute were absent. SOL003 7.5.3.2. */
        VirtualisedResourceNotificationsFilter: {
            /** @description Types of notification. SOL003 7.5.3.2. */
            notificationTypes?: ("ComputeHostStateChangeNotification" | "VirtualisedResourceChangeNotification")[];
            /** @description Servers. R18. */
            computeHostIds?: components["schemas"]["Identifier"][];
            /** @description VNF managers of the virtualised resources. R18. */
            vnfmIds?: components["schemas"]["Identifier"][];
            /** @description VNF instances. R18. */
            vnfInstanceIds?: components["schemas"]["Identifier"][];
        };
        /** @description Request to subscribe. SOL013 5.6, SOL003 7.5.2.2. */
        VirtualisedResourceSubscriptionRequest: {
            filter?: components["schemas"]["VirtualisedResourceNotificationsFilter"];
            callbackUri: components["schemas"]["CallbackUri"];
            authentication?: components["schemas"]["SubscriptionAuthentication"];
        };
        /** @description A subscription. `authentication` is never shown. SOL013 5.6, SOL003 7.5.2.3. */
        VirtualisedResourceSubscription: {
            id: components["schemas"]["Identifier"];
            filter?: components["schemas"]["VirtualisedResourceNotificationsFilter"];
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
         * @description NORMAL; DEGRADED, act; FAILED, the server is gone; UNKNOWN, the sensor is silent or faulty, or no threshold says what the datum means. R8.
         * @enum {string}
         */
        EnvironmentLevel: "NORMAL" | "DEGRADED" | "FAILED" | "UNKNOWN";
        /**
         * @description Whether the server may host more functions. R18.
         * @enum {string}
         */
        SchedulingState: "ENABLED" | "WITHDRAWN";
        /**
         * @description Power state of the server, as verified. DMTF Redfish ComputerSystem.PowerState.
         * @enum {string}
         */
        PowerState: "ON" | "OFF" | "POWERING_ON" | "POWERING_OFF" | "UNKNOWN";
        /** @description Link to a resource. SOL013 7.2.2. */
        Link: {
            /** @description Absolute URI. SOL013 7.2.2. */
            href: string;
        };
        /** @description Free key-value pairs. SOL013 7.2.2. */
        KeyValuePairs: {
            [key: string]: unknown;
        };
        /** @description How vital the function is to its service; 0 least, 100 most. R14. */
        Criticality: number;
        /**
         * @description Way of migration. IFA005 7.3.1.8, IFA011 7.1.8.17.
         * @enum {string}
         */
        MigrationType: "LIVE_MIGRATION" | "OFFLINE_MIGRATION" | "NO_MIGRATION";
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
                     *       "uriPrefix": "/vrinfo/",
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
                     *       "uriPrefix": "/vrinfo/v1/",
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
    listComputeHosts: {
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
            /** @description The list; empty when there are none. SOL013 5.4. */
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
                     *         "id": "server-1",
                     *         "computeHostType": "PHYSICAL_SERVER",
                     *         "resourceZoneId": "room-1",
                     *         "location": {
                     *           "nfviPopId": "paris-1",
                     *           "room": "room-1",
                     *           "row": "A",
                     *           "rack": "A-07",
                     *           "heightAboveFloor": 800
                     *         },
                     *         "characteristics": {
                     *           "minimumPower": 400,
                     *           "heatDissipation": 380
                     *         },
                     *         "capacity": {
                     *           "numVirtualCpu": 64,
                     *           "virtualMemSize": 262144,
                     *           "sizeOfStorage": 2000,
                     *           "bandwidth": 25000
                     *         },
                     *         "priority": 50,
                     *         "environmentLevel": "NORMAL",
                     *         "levelEnteredTime": "2026-11-23T00:00:00Z",
                     *         "schedulingState": "ENABLED",
                     *         "withdrawals": [],
                     *         "powerState": "ON",
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *           },
                     *           "evacuate": {
                     *             "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/evacuate"
                     *           },
                     *           "withdraw": {
                     *             "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/withdraw"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["ComputeHost"][];
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
    createComputeHost: {
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
                 *       "id": "server-1",
                 *       "computeHostType": "PHYSICAL_SERVER",
                 *       "resourceZoneId": "room-1",
                 *       "priority": 50,
                 *       "characteristics": {
                 *         "minimumPower": 400
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ComputeHostRequest"];
            };
        };
        responses: {
            /** @description It was entered. R18. */
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
                     *       "id": "server-1",
                     *       "computeHostType": "PHYSICAL_SERVER",
                     *       "resourceZoneId": "room-1",
                     *       "location": {
                     *         "nfviPopId": "paris-1",
                     *         "room": "room-1",
                     *         "row": "A",
                     *         "rack": "A-07",
                     *         "heightAboveFloor": 800
                     *       },
                     *       "characteristics": {
                     *         "minimumPower": 400,
                     *         "heatDissipation": 380
                     *       },
                     *       "capacity": {
                     *         "numVirtualCpu": 64,
                     *         "virtualMemSize": 262144,
                     *         "sizeOfStorage": 2000,
                     *         "bandwidth": 25000
                     *       },
                     *       "priority": 50,
                     *       "environmentLevel": "NORMAL",
                     *       "levelEnteredTime": "2026-11-23T00:00:00Z",
                     *       "schedulingState": "ENABLED",
                     *       "withdrawals": [],
                     *       "powerState": "ON",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *         },
                     *         "evacuate": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/evacuate"
                     *         },
                     *         "withdraw": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/withdraw"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputeHost"];
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
    getComputeHost: {
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
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry. R18. */
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
                     *       "id": "server-1",
                     *       "computeHostType": "PHYSICAL_SERVER",
                     *       "resourceZoneId": "room-1",
                     *       "location": {
                     *         "nfviPopId": "paris-1",
                     *         "room": "room-1",
                     *         "row": "A",
                     *         "rack": "A-07",
                     *         "heightAboveFloor": 800
                     *       },
                     *       "characteristics": {
                     *         "minimumPower": 400,
                     *         "heatDissipation": 380
                     *       },
                     *       "capacity": {
                     *         "numVirtualCpu": 64,
                     *         "virtualMemSize": 262144,
                     *         "sizeOfStorage": 2000,
                     *         "bandwidth": 25000
                     *       },
                     *       "priority": 50,
                     *       "environmentLevel": "NORMAL",
                     *       "levelEnteredTime": "2026-11-23T00:00:00Z",
                     *       "schedulingState": "ENABLED",
                     *       "withdrawals": [],
                     *       "powerState": "ON",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *         },
                     *         "evacuate": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/evacuate"
                     *         },
                     *         "withdraw": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/withdraw"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputeHost"];
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
    deleteComputeHost: {
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
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry is gone. R18. */
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
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    modifyComputeHost: {
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
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "priority": 80
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["ComputeHostModifications"];
            };
        };
        responses: {
            /** @description The entry as it is now. R18. */
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
                     *       "id": "server-1",
                     *       "computeHostType": "PHYSICAL_SERVER",
                     *       "resourceZoneId": "room-1",
                     *       "location": {
                     *         "nfviPopId": "paris-1",
                     *         "room": "room-1",
                     *         "row": "A",
                     *         "rack": "A-07",
                     *         "heightAboveFloor": 800
                     *       },
                     *       "characteristics": {
                     *         "minimumPower": 400,
                     *         "heatDissipation": 380
                     *       },
                     *       "capacity": {
                     *         "numVirtualCpu": 64,
                     *         "virtualMemSize": 262144,
                     *         "sizeOfStorage": 2000,
                     *         "bandwidth": 25000
                     *       },
                     *       "priority": 50,
                     *       "environmentLevel": "NORMAL",
                     *       "levelEnteredTime": "2026-11-23T00:00:00Z",
                     *       "schedulingState": "ENABLED",
                     *       "withdrawals": [],
                     *       "powerState": "ON",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *         },
                     *         "evacuate": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/evacuate"
                     *         },
                     *         "withdraw": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1/withdraw"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputeHost"];
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
    evacuateComputeHost: {
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
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Work on the chiller",
                 *       "evacuationTime": 1800,
                 *       "powerOffPolicy": "NEVER"
                 *     }
                 */
                "application/json": components["schemas"]["EvacuateComputeHostRequest"];
            };
        };
        responses: {
            /** @description The evacuation has begun; `Location` is its HostEvacuation. SOL013 6.4. */
            202: {
                headers: {
                    Version: components["headers"]["Version"];
                    Location: components["headers"]["Location"];
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
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    withdrawComputeHost: {
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
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Disk to be changed"
                 *     }
                 */
                "application/json": components["schemas"]["WithdrawComputeHostRequest"];
            };
        };
        responses: {
            /** @description The server is withdrawn. R18. */
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
    restoreComputeHost: {
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
                 * @description Identifier of a server. R18.
                 * @example server-1
                 */
                computeHostId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or the restoration goes on by itself; `Location` is its HostEvacuation or the server. R21. */
            202: {
                headers: {
                    Version: components["headers"]["Version"];
                    Location: components["headers"]["Location"];
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
    listVirtualComputes: {
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
            /** @description The list; empty when there are none. SOL013 5.4. */
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
                     *         "computeId": "vc-1",
                     *         "computeName": "amf-1",
                     *         "hostId": "server-1",
                     *         "operationalState": "ENABLED",
                     *         "virtualCpu": {
                     *           "numVirtualCpu": 8
                     *         },
                     *         "virtualMemory": {
                     *           "virtualMemSize": 16384
                     *         },
                     *         "vnfInstanceId": "vnf-amf-1",
                     *         "vnfcInstanceId": "amf-vnfc-1",
                     *         "vnfmId": "vnfm-1",
                     *         "criticality": 90,
                     *         "required": true,
                     *         "nfviMaintenanceInfo": {
                     *           "impactNotificationLeadTime": 30,
                     *           "isImpactMitigationRequested": true,
                     *           "supportedMigrationType": [
                     *             "LIVE_MIGRATION"
                     *           ]
                     *         },
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/vrinfo/v1/virtual_computes/vc-1"
                     *           },
                     *           "computeHost": {
                     *             "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["VirtualCompute"][];
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
    createVirtualCompute: {
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
                 *       "computeId": "vc-1",
                 *       "hostId": "server-1",
                 *       "vnfInstanceId": "vnf-amf-1",
                 *       "vnfcInstanceId": "amf-vnfc-1",
                 *       "vnfmId": "vnfm-1",
                 *       "criticality": 90
                 *     }
                 */
                "application/json": components["schemas"]["VirtualComputeRequest"];
            };
        };
        responses: {
            /** @description It was entered. R17. */
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
                     *       "computeId": "vc-1",
                     *       "computeName": "amf-1",
                     *       "hostId": "server-1",
                     *       "operationalState": "ENABLED",
                     *       "virtualCpu": {
                     *         "numVirtualCpu": 8
                     *       },
                     *       "virtualMemory": {
                     *         "virtualMemSize": 16384
                     *       },
                     *       "vnfInstanceId": "vnf-amf-1",
                     *       "vnfcInstanceId": "amf-vnfc-1",
                     *       "vnfmId": "vnfm-1",
                     *       "criticality": 90,
                     *       "required": true,
                     *       "nfviMaintenanceInfo": {
                     *         "impactNotificationLeadTime": 30,
                     *         "isImpactMitigationRequested": true,
                     *         "supportedMigrationType": [
                     *           "LIVE_MIGRATION"
                     *         ]
                     *       },
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/virtual_computes/vc-1"
                     *         },
                     *         "computeHost": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["VirtualCompute"];
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
    getVirtualCompute: {
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
                 * @description Identifier of a virtual compute. R17.
                 * @example vc-1
                 */
                virtualComputeId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry. R17. */
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
                     *       "computeId": "vc-1",
                     *       "computeName": "amf-1",
                     *       "hostId": "server-1",
                     *       "operationalState": "ENABLED",
                     *       "virtualCpu": {
                     *         "numVirtualCpu": 8
                     *       },
                     *       "virtualMemory": {
                     *         "virtualMemSize": 16384
                     *       },
                     *       "vnfInstanceId": "vnf-amf-1",
                     *       "vnfcInstanceId": "amf-vnfc-1",
                     *       "vnfmId": "vnfm-1",
                     *       "criticality": 90,
                     *       "required": true,
                     *       "nfviMaintenanceInfo": {
                     *         "impactNotificationLeadTime": 30,
                     *         "isImpactMitigationRequested": true,
                     *         "supportedMigrationType": [
                     *           "LIVE_MIGRATION"
                     *         ]
                     *       },
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/virtual_computes/vc-1"
                     *         },
                     *         "computeHost": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["VirtualCompute"];
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
    deleteVirtualCompute: {
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
                 * @description Identifier of a virtual compute. R17.
                 * @example vc-1
                 */
                virtualComputeId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry is gone. R17. */
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
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    modifyVirtualCompute: {
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
                 * @description Identifier of a virtual compute. R17.
                 * @example vc-1
                 */
                virtualComputeId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "hostId": "server-9"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["VirtualComputeModifications"];
            };
        };
        responses: {
            /** @description The entry as it is now. R17. */
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
                     *       "computeId": "vc-1",
                     *       "computeName": "amf-1",
                     *       "hostId": "server-1",
                     *       "operationalState": "ENABLED",
                     *       "virtualCpu": {
                     *         "numVirtualCpu": 8
                     *       },
                     *       "virtualMemory": {
                     *         "virtualMemSize": 16384
                     *       },
                     *       "vnfInstanceId": "vnf-amf-1",
                     *       "vnfcInstanceId": "amf-vnfc-1",
                     *       "vnfmId": "vnfm-1",
                     *       "criticality": 90,
                     *       "required": true,
                     *       "nfviMaintenanceInfo": {
                     *         "impactNotificationLeadTime": 30,
                     *         "isImpactMitigationRequested": true,
                     *         "supportedMigrationType": [
                     *           "LIVE_MIGRATION"
                     *         ]
                     *       },
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/virtual_computes/vc-1"
                     *         },
                     *         "computeHost": {
                     *           "href": "https://gateway.example/vrinfo/v1/compute_hosts/server-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["VirtualCompute"];
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
    listResourceZones: {
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
            /** @description The list; empty when there are none. SOL013 5.4. */
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
                     *         "zoneId": "room-1",
                     *         "zoneName": "Room 1",
                     *         "nfviPopId": "paris-1",
                     *         "zoneProperty": {},
                     *         "environmentLevel": "NORMAL",
                     *         "_links": {
                     *           "self": {
                     *             "href": "https://gateway.example/vrinfo/v1/resource_zones/room-1"
                     *           }
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["ResourceZone"][];
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
    createResourceZone: {
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
                 *       "zoneId": "room-1",
                 *       "zoneName": "Room 1",
                 *       "nfviPopId": "paris-1"
                 *     }
                 */
                "application/json": components["schemas"]["ResourceZoneRequest"];
            };
        };
        responses: {
            /** @description It was entered. R11. */
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
                     *       "zoneId": "room-1",
                     *       "zoneName": "Room 1",
                     *       "nfviPopId": "paris-1",
                     *       "zoneProperty": {},
                     *       "environmentLevel": "NORMAL",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/resource_zones/room-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ResourceZone"];
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
    getResourceZone: {
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
                 * @description Identifier of a zone. R11.
                 * @example room-1
                 */
                resourceZoneId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry. R11. */
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
                     *       "zoneId": "room-1",
                     *       "zoneName": "Room 1",
                     *       "nfviPopId": "paris-1",
                     *       "zoneProperty": {},
                     *       "environmentLevel": "NORMAL",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/resource_zones/room-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ResourceZone"];
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
    deleteResourceZone: {
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
                 * @description Identifier of a zone. R11.
                 * @example room-1
                 */
                resourceZoneId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry is gone. R11. */
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
            409: components["responses"]["409"];
            412: components["responses"]["412"];
            414: components["responses"]["414"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    modifyResourceZone: {
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
                 * @description Identifier of a zone. R11.
                 * @example room-1
                 */
                resourceZoneId: components["schemas"]["Identifier"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "zoneName": "Room 1 north"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["ResourceZoneModifications"];
            };
        };
        responses: {
            /** @description The entry as it is now. R11. */
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
                     *       "zoneId": "room-1",
                     *       "zoneName": "Room 1",
                     *       "nfviPopId": "paris-1",
                     *       "zoneProperty": {},
                     *       "environmentLevel": "NORMAL",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/resource_zones/room-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ResourceZone"];
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
                    "application/json": components["schemas"]["VirtualisedResourceSubscription"][];
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
                 *           "ComputeHostStateChangeNotification"
                 *         ]
                 *       },
                 *       "callbackUri": "https://vnfm.example/callback"
                 *     }
                 */
                "application/json": components["schemas"]["VirtualisedResourceSubscriptionRequest"];
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
                     *           "ComputeHostStateChangeNotification"
                     *         ]
                     *       },
                     *       "callbackUri": "https://vnfm.example/callback",
                     *       "_links": {
                     *         "self": {
                     *           "href": "https://gateway.example/vrinfo/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["VirtualisedResourceSubscription"];
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
                     *           "href": "https://gateway.example/vrinfo/v1/subscriptions/0193a1b2-0000-7000-8000-000000000001"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["VirtualisedResourceSubscription"];
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
