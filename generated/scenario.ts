/** Generated from spec/scenario.yaml by `npm run generate`. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A site, what happens to its technical environment, and what is expected of the gateway. R23. */
        Scenario: {
            /** @description Short name; the report is named after it. */
            name: string;
            /** @description What happens and what it shows. */
            description: string;
            /** @description Seconds that the scenario plays. */
            duration: number;
            /**
             * @description Seconds between the reports of the sensors. R4.
             * @default 0.5
             */
            reportInterval?: number;
            /**
             * @description Seconds for which a function is out while it migrates. R23.
             * @default 0.2
             */
            migrationInterruption?: number;
            site: components["schemas"]["Site"];
            gateway: components["schemas"]["Gateway"];
            /** @description What happens, in order of time. */
            events: components["schemas"]["Event"][];
            expected: components["schemas"]["Expected"];
        };
        /** @description The technical environment, the servers and what runs on them. */
        Site: {
            /**
             * @description Zones, with the zone above each. R11.
             * @default []
             */
            resourceZones?: components["schemas"]["ResourceZoneRequest"][];
            /** @description Servers. R1. */
            computeHosts: components["schemas"]["Server"][];
            /** @description What runs on them at first. R17. */
            virtualComputes: components["schemas"]["VirtualComputeRequest"][];
            /** @description VNF managers. R13. */
            vnfms: components["schemas"]["Vnfm"][];
            /**
             * @description UPSes. A server that none feeds always has power.
             * @default []
             */
            supplies?: components["schemas"]["Supply"][];
            /**
             * @description Zones with cooling, water, gas or a door.
             * @default []
             */
            rooms?: components["schemas"]["Room"][];
        };
        /** @description A server as the gateway knows it, with what only the physics needs. */
        Server: components["schemas"]["ComputeHostRequest"] & {
            id: components["schemas"]["Identifier"];
            /** @description What only the physics needs. Power draw, heat and shutdown time are those of `characteristics`, the height is that of `location`. */
            hardware?: {
                /** @description Seconds from power-on to running functions. Default 3. */
                bootTime?: number;
                /** @description Seconds that it takes longer to start after it died: check of disks, drying, replacement. Default 0. */
                recoveryTime?: number;
                /** @description Room temperature, Cel, at which it trips. Default 45. */
                maximumTemperature?: number;
                /** @description Room temperature, Cel, below which it starts again. Default 10 below the maximum. */
                restartTemperature?: number;
            };
        };
        /** @description A VNF manager and how it behaves. */
        Vnfm: {
            /** @description Identifier. R13. */
            vnfmId: string;
            /**
             * @description How it answers; `slow` takes five times as long. R13.
             * @default normal
             * @enum {string}
             */
            behaviour?: "normal" | "silent" | "rejecting" | "slow" | "failing";
            /**
             * @description Seconds before its first answer. R13.
             * @default 0.1
             */
            replyDelay?: number;
            /**
             * @description Seconds that one migration takes. R14.
             * @default 1
             */
            migrationTime?: number;
            /**
             * @description Migrations at once. R14.
             * @default 4
             */
            parallel?: number;
        };
        /** @description A UPS; exactly one of `computeHostIds` and `resourceZoneIds`. It reports `ups.status` (OL, OB), `battery.charge` (%) and `battery.runtime` (s) about what it feeds. R3. */
        Supply: {
            /** @description Name of the UPS. */
            id: string;
            /** @description Servers fed. */
            computeHostIds?: string[];
            /** @description Zones fed. */
            resourceZoneIds?: string[];
            /** @description Energy of the full battery, Wh. R9. */
            batteryCapacity: number;
            /**
             * @description Charge at first, %.
             * @default 100
             */
            charge?: number;
            /** @description Power that charges the battery while mains is on, W. Default: full in 60 s. */
            rechargePower?: number;
            /**
             * @description Charge, %, from which an empty UPS feeds its servers again. Fig. 2.
             * @default 0
             */
            restartCharge?: number;
        } & (unknown | unknown);
        /** @description A zone with sensors; it reports about the zone what is declared here. R3. */
        Room: {
            /** @description The zone; servers of the zones below it stand in the room too. */
            resourceZoneId: string;
            /** @description Cooling; reported as `temperature`, Cel. R2. */
            cooling?: {
                /** @description Most heat that is extracted, W. R7. */
                coolingPower: number;
                /** @description Energy that warms the room by one degree, J/K. R9. */
                thermalCapacity: number;
                /**
                 * @description Temperature that the cooling holds, Cel.
                 * @default 22
                 */
                temperature?: number;
                /**
                 * @description Heat lost through the walls per degree above that temperature, W/K.
                 * @default 0
                 */
                passiveLoss?: number;
            };
            /** @description Water on the floor; reported as `level`, mm. R2. */
            water?: {
                /**
                 * @description Fall of the level while no water comes in, mm/s.
                 * @default 10
                 */
                drainRate?: number;
            };
            /** @description Gas; reported as `concentration`, %. R2. */
            gas?: {
                /**
                 * @description Fall of the concentration while no gas comes in, %/s.
                 * @default 1
                 */
                ventilationRate?: number;
                /** @description Concentration, %, at which the power of the room is cut. Absent means never. */
                cutOff?: number;
                /**
                 * @description Concentration, %, below which the power of the room comes back.
                 * @default 0
                 */
                release?: number;
            };
            /** @description Door contact; reported as `door`, OPEN or CLOSED. R2. */
            door?: Record<string, unknown>;
        };
        /** @description Parts of the configuration of the gateway; the lab adds inventory, sources and power controllers. */
        Gateway: {
            /** @description Thresholds, each with its `id`. R7. */
            environmentThresholds: components["schemas"]["EnvironmentThresholdRequest"][];
            /**
             * @description Policies. R10.
             * @default []
             */
            policies?: components["schemas"]["Policy"][];
            /** @description As in the configuration of the gateway. R21. */
            restoration?: {
                [key: string]: unknown;
            };
            /** @description As in the configuration of the gateway. R20. */
            limits?: {
                [key: string]: unknown;
            };
            /** @description As in the configuration of the gateway. R9. */
            migration?: {
                [key: string]: unknown;
            };
        };
        /** @description One thing that happens: `at` and one other key. */
        Event: {
            /** @description Seconds after the start. */
            at: number;
            /** @description A UPS loses mains. */
            mainsOff?: string;
            /** @description Mains of a UPS is back. */
            mainsOn?: string;
            /** @description Cooling of a room stops. */
            coolingFails?: string;
            coolingReduced?: components["schemas"]["CoolingReduced"];
            /** @description Cooling of a room works in full again. */
            coolingRestored?: string;
            waterLeak?: components["schemas"]["Leak"];
            /** @description No more water comes into a room. */
            waterLeakStops?: string;
            gasLeak?: components["schemas"]["Leak"];
            /** @description No more gas comes into a room. */
            gasLeakStops?: string;
            /** @description The door of a room is opened. */
            doorOpens?: string;
            /** @description The door of a room is closed. */
            doorCloses?: string;
            /** @description Somebody pulls the plug of a server. */
            plugPulled?: string;
            /** @description The plug of a server is in again. */
            plugBack?: string;
            bmcFault?: components["schemas"]["BmcFault"];
            /** @description The gateway is killed and started again this many seconds later. */
            gatewayKilled?: number;
        };
        /** @description Part of the cooling stops. */
        CoolingReduced: {
            /** @description The room. */
            resourceZoneId: string;
            /** @description Most heat that is still extracted, W. */
            coolingPower: number;
        };
        /** @description A leak. */
        Leak: {
            /** @description The room. */
            resourceZoneId: string;
            /** @description Rise, mm/s of water or %/s of gas. */
            rate: number;
        };
        /** @description A BMC goes wrong. */
        BmcFault: {
            /** @description The server. */
            computeHostId: string;
            /**
             * @description `none` ends the fault; `lying` does nothing but says that it does; `noGraceful` knows no orderly shutdown; `ignoresGraceful` takes it and runs on; `unreachable` answers 503.
             * @enum {string}
             */
            fault: "none" | "lying" | "noGraceful" | "ignoresGraceful" | "unreachable";
        };
        /** @description What the run with the gateway has to show; what is absent is not checked. */
        Expected: {
            /** @description Most required functions that may be on a server when it dies or is switched off. R23. */
            vnfsLost?: number;
            /** @description Longest outage of a required function. R23. */
            vnfOutageSeconds?: number;
            /** @description Most seconds that all servers together may be off or dead. R23. */
            serverOutageSeconds?: number;
            /** @description Exactly the servers that the gateway switches off. R19. */
            poweredOff?: string[];
            /** @description Exactly the servers that the gateway withdraws at some time. R18. */
            withdrawn?: string[];
            /** @description Exactly the servers that the gateway makes able to host again, each once. R21. */
            restored?: string[];
            /** @description Exactly the optional functions, by VNF instance, that stay on a server that is switched off. R15. */
            leftBehind?: string[];
            /** @description Zones to which no function may go. R16. */
            excludedZones?: string[];
            /** @description True: every function asked to leave has left by its deadline. R14. */
            deadlinesMet?: boolean;
            /** @description Most milliseconds from the first event to the first migration request. R9. */
            firstMigrationRequestMs?: number;
        };
        /** @description Identifier, unique in its scope. SOL013 7.2.2. */
        Identifier: string;
        /** @description Free key-value pairs. SOL013 7.2.2. */
        KeyValuePairs: {
            [key: string]: unknown;
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
        /** @description How vital the function is to its service; 0 least, 100 most. R14. */
        Criticality: number;
        /**
         * @description Way of migration. IFA005 7.3.1.8, IFA011 7.1.8.17.
         * @enum {string}
         */
        MigrationType: "LIVE_MIGRATION" | "OFFLINE_MIGRATION" | "NO_MIGRATION";
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
        /**
         * @description POWER, COOLING, WATER_LEVEL, GAS, INTRUSION, or a type that the configuration of the site declares. R2.
         * @example POWER
         */
        ParameterType: string;
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
        /**
         * @description NORMAL; DEGRADED, act; FAILED, the server is gone; UNKNOWN, the sensor is silent or faulty, or no threshold says what the datum means. R8.
         * @enum {string}
         */
        EnvironmentLevel: "NORMAL" | "DEGRADED" | "FAILED" | "UNKNOWN";
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
        /** @description What is done, and by when. R10. */
        Policy: {
            /**
             * @description All that is given must fit. R10.
             * @default {}
             */
            match?: {
                /** @description Parameter types of the cause. R10. */
                parameterTypes?: components["schemas"]["ParameterType"][];
                /** @description Server types. R10. */
                computeHostTypes?: ("PHYSICAL_SERVER" | "VIRTUAL_MACHINE" | "CONTAINER")[];
                /** @description Zones with all below them. R10. */
                resourceZoneIds?: string[];
                /** @description VNF types; for what concerns VNFs. R10. */
                vnfdIds?: string[];
                /** @description Criticality from which it fits; for what concerns VNFs. R10. */
                minimumCriticality?: number;
            };
            /** @description False: only inform the managers and raise the alarm. R10. Default true. */
            evacuate?: boolean;
            /**
             * @description What is asked of the VNF managers. R10. Default MIGRATE.
             * @enum {string}
             */
            requestedAction?: "MIGRATE" | "DUPLICATE";
            /** @description Seconds a VNF manager has to answer. R13. Default 10. */
            replyTime?: number;
            /** @description How often it is asked in all, the first time included, when it is silent, refuses or fails. R13. Default 3. */
            maximumAttempts?: number;
            /** @description Seconds before it is asked anew. R13. Default 5. */
            retryInterval?: number;
            /** @description Share of the time that functions of criticality 100 get; those of 0 get all of it. R14. Default 0.5. */
            criticalShare?: number;
            /** @description Seconds until a DEGRADED server fails when nothing tells. R9. Default 600. */
            defaultFailureTime?: number;
            /** @description Seconds kept free before the predicted failure. R9. Default 30. */
            safetyMargin?: number;
            /** @description Seconds between the end of the migrations and the power-off. R19. Default 10. */
            cleanUpGraceTime?: number;
            /**
             * @description When the server is powered off. R19. Default WHEN_EMPTY.
             * @enum {string}
             */
            powerOffPolicy?: "NEVER" | "WHEN_EMPTY" | "LAST_SAFE_MOMENT";
            /** @description Seconds an orderly shutdown may take before power is cut. R19. Default 60. */
            gracefulShutdownTime?: number;
            /** @description Seconds after which an unconfirmed power state raises an alarm. R19. Default 30. */
            powerConfirmTime?: number;
            /** @description Seconds for which every parameter must be NORMAL before the restoration. R21. Default 300. */
            restoreHoldTime?: number;
            /** @description True: an operator releases the restoration. R21. Default false. */
            manualRelease?: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
