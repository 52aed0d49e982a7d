/** Generated from spec/config.yaml by `npm run generate`. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The configuration file. */
        Configuration: {
            /**
             * @description Where the interfaces are served.
             * @default {}
             */
            listen: {
                /**
                 * @description Address to listen on.
                 * @default 127.0.0.1
                 */
                host: string;
                /**
                 * @description Port; 0 takes a free one.
                 * @default 8080
                 */
                port: number;
            };
            /** @description apiRoot for links when a proxy stands before the gateway, or it listens on every address of its machine (`0.0.0.0`, `::`). SOL013 4.1. */
            apiRoot?: string;
            /**
             * @description Addresses or networks of proxies (`loopback`, `10.0.0.0/8`) whose X-Forwarded-Proto, -Host and -Prefix tell the apiRoot of links in answers. `apiRoot`, when given, goes before. SOL013 4.1.
             * @default []
             */
            trustedProxies: string[];
            /**
             * @description Where SOL013 leaves a choice, or consumers differ.
             * @default {}
             */
            sol013: {
                /**
                 * @description A request without `Version` is 400 (strict) or means the newest version (lenient). Lenient also takes attribute names as query parameters for filters, as suites of the 2.6.1
                 *     generation send them. SOL013 4.2.2, 9.2.
                 * @default lenient
                 * @enum {string}
                 */
                versionHeader: "strict" | "lenient";
                /**
                 * @description Entries of a page, and the most that are not too big. SOL013 5.4.
                 * @default 100
                 */
                pageSize: number;
                /**
                 * @description What a list with more entries than that is, by API: PAGES with links, or the error RESPONSE_TOO_BIG (400). SOL013 5.4.2.
                 * @default {}
                 */
                largeResults: {
                    envnotif?: components["schemas"]["LargeResults"];
                    vnfmig?: components["schemas"]["LargeResults"];
                    vrinfo?: components["schemas"]["LargeResults"];
                    vrfm?: components["schemas"]["LargeResults"];
                };
            };
            /** @description Serve HTTPS, TLS 1.2 or newer. R5, SOL013 8.1. */
            tls?: {
                /** @description Certificate chain, PEM. */
                certificateFile: string;
                /** @description Private key, PEM. */
                keyFile: string;
                /** @description Ask clients for a certificate signed by this CA, PEM. */
                clientCaFile?: string;
                /**
                 * @description Whether a client without a certificate is refused; one of another CA is in any case. Only with clientCaFile. Default required.
                 * @enum {string}
                 */
                clientCertificate?: "required" | "optional";
            };
            /**
             * @description How callers authenticate. `none` is possible only while listening on loopback. Otherwise OAuth 2.0 bearer tokens, JWT. R5, SOL013 8.3.
             * @default none
             */
            authentication: "none" | components["schemas"]["OAuth2"];
            /**
             * @description sqlite:FILE, or postgres://USER:PASSWORD@HOST:PORT/DATABASE.
             * @default sqlite:nfvi-te-gateway.db
             */
            store: string;
            /**
             * @description Least level logged.
             * @default info
             * @enum {string}
             */
            logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace";
            /**
             * @description Identifier of this NFVI towards its managers. IFA005 8.4.9.
             * @default nfvi
             */
            vimId: string;
            /** @description The server that the gateway itself runs on; it is never powered off. */
            gatewayComputeHostId?: string;
            /**
             * @description Parameter types of this site beside POWER, COOLING, WATER_LEVEL, GAS and INTRUSION. R2.
             * @default []
             */
            parameterTypes: components["schemas"]["ParameterType"][];
            /**
             * @description Servers, zones and virtual computes entered at the first start; an entry that exists is left alone. R17.
             * @default {}
             */
            inventory: components["schemas"]["Inventory"];
            /**
             * @description Thresholds entered at the first start; `id` is required here. R7.
             * @default []
             */
            environmentThresholds: components["schemas"]["EnvironmentThresholdRequest"][];
            /**
             * @description The first policy that matches and has a value gives it; what none gives has the default. R10.
             * @default []
             */
            policies: components["schemas"]["Policy"][];
            /**
             * @description Restoration in waves. R21.
             * @default {}
             */
            restoration: {
                /**
                 * @description Servers restored at once. R21.
                 * @default 5
                 */
                waveSize: number;
                /**
                 * @description Seconds between waves. R21.
                 * @default 30
                 */
                waveInterval: number;
            };
            /**
             * @description Limits of what the gateway does by itself.
             * @default {}
             */
            limits: {
                /** @description Never more servers powered off by the gateway at once than this; absent means no limit. */
                maximumPoweredOffHosts?: number;
                /**
                 * @description Share of the servers of a zone, two at least, from which an event is zone-wide. R11.
                 * @default 0.5
                 */
                zoneWideShare: number;
                /**
                 * @description In a zone-wide POWER or COOLING event, the share of the time that the servers of lowest priority get; 1 switches load shedding off. R20.
                 * @default 0.5
                 */
                sheddingShare: number;
            };
            /**
             * @description Re-issue of migration requests. R9.
             * @default {}
             */
            migration: {
                /**
                 * @description A deadline that moves by less is not sent again.
                 * @default 10
                 */
                deadlineTolerance: number;
            };
            /**
             * @description Delivery of notifications. SOL013 5.6.
             * @default {}
             */
            notification: {
                /**
                 * @description Test the callback with GET when a subscription is created. SOL013 5.6.
                 * @default false
                 */
                testCallbackUri: boolean;
                /**
                 * @description A subscription with the callback and the filter of another of the same caller: 303 and the one that exists, or 201 and a second one. SOL003 7.4.4.3.1.
                 * @default SEE_OTHER
                 * @enum {string}
                 */
                duplicateSubscriptions: "SEE_OTHER" | "CREATE";
                /**
                 * @description Seconds to wait for an answer.
                 * @default 10
                 */
                timeout: number;
                /**
                 * @description Seconds before the second try; doubled each time.
                 * @default 1
                 */
                retryInterval: number;
                /**
                 * @description Longest time between tries.
                 * @default 30
                 */
                maximumRetryInterval: number;
                /**
                 * @description Seconds after which an undeliverable notification is dropped with an alarm.
                 * @default 3600
                 */
                maximumAge: number;
                /** @description Certificate of the gateway for subscribers that want OAUTH2_CLIENT_CERT or TLS_CERT. SOL013 8.3.4, RFC 8705. */
                clientCertificate?: {
                    /** @description Certificate chain, PEM. */
                    certificateFile: string;
                    /** @description Private key, PEM. */
                    keyFile: string;
                };
                /** @description CA that callbacks and token endpoints are checked by, in addition to those of the system, PEM. */
                caFile?: string;
            };
            /**
             * @description Seconds that history is kept, by its kind; null is for ever. What is open is always kept.
             * @default {}
             */
            retention: {
                /**
                 * @description Since they were received; the states that they led to stay.
                 * @default 604800
                 */
                environmentNotifications: number | null;
                /**
                 * @description Since they ended, with their migration requests.
                 * @default 7776000
                 */
                hostEvacuations: number | null;
                /**
                 * @description Since they were cleared.
                 * @default 7776000
                 */
                alarms: number | null;
            };
            /**
             * @description Where environment data come from beside the interface itself. R4.
             * @default []
             */
            environmentSources: (components["schemas"]["NutSource"] | components["schemas"]["ControllerSource"] | components["schemas"]["MqttSource"] | components["schemas"]["SnmpSource"] | components["schemas"]["AlertmanagerSource"] | components["schemas"]["RedfishSource"])[];
            /**
             * @description How servers are powered off and on. R19.
             * @default []
             */
            powerControllers: (components["schemas"]["RedfishPowerController"] | components["schemas"]["IpmiPowerController"] | components["schemas"]["NutPowerController"] | components["schemas"]["IronicPowerController"])[];
            /**
             * @description VNF managers that do not know migration requests, and how each is asked instead. R13.
             * @default []
             */
            vnfManagers: (components["schemas"]["DirectVnfManager"] | components["schemas"]["Sol003VnfManager"] | components["schemas"]["TackerVnfManager"])[];
            /**
             * @description VIMs that withdraw servers, migrate virtual computes and tell where they run. R17, R18.
             * @default []
             */
            vims: (components["schemas"]["OpenStackVim"] | components["schemas"]["KubernetesVim"])[];
        };
        /**
         * @description Pages, or an error. SOL013 5.4.2.
         * @default PAGES
         * @enum {string}
         */
        LargeResults: "PAGES" | "RESPONSE_TOO_BIG";
        /** @description Authorization server whose tokens are accepted. SOL013 8.3. */
        OAuth2: {
            /** @description Issuer of the tokens. RFC 9068. */
            issuer: string;
            /** @description Audience of the tokens. RFC 9068. */
            audience: string;
            /** @description Where its keys are. RFC 7517. */
            jwksUri: string;
            /** @description CA that the server of the keys is checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /**
             * @description Whether tokens that are not bound to the certificate of the client are refused; those that are bound are checked in any case. RFC 8705 3. Default accepted.
             * @enum {string}
             */
            certificateBoundTokens?: "accepted" | "required";
            /** @description client_id → vnfmId of the VNF managers, for tokens with a scope …:vnfm; for a client that is not here they are the same. R13. */
            vnfManagers?: {
                [key: string]: string;
            };
        };
        /** @description Servers, zones and virtual computes entered at the first start; an entry that exists is left alone. R17. */
        Inventory: {
            /**
             * @description Zones. R11.
             * @default []
             */
            resourceZones: components["schemas"]["ResourceZoneRequest"][];
            /**
             * @description Servers; `id` is required here. R1.
             * @default []
             */
            computeHosts: components["schemas"]["ComputeHostRequest"][];
            /**
             * @description What runs on them. R17.
             * @default []
             */
            virtualComputes: components["schemas"]["VirtualComputeRequest"][];
        };
        /** @description What is done, and by when. R10. */
        Policy: {
            /**
             * @description All that is given must fit. R10.
             * @default {}
             */
            match: {
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
        /** @description Network UPS Tools server. RFC 9271. */
        NutSource: {
            /** @description Name of the source. */
            id: string;
            /**
             * @description Kind of source. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "nut";
            /** @description Host of upsd. */
            host: string;
            /**
             * @description Port of upsd.
             * @default 3493
             */
            port: number;
            /**
             * @description Whether upsd is spoken to over TLS.
             * @default never
             */
            tls: components["schemas"]["UpsdTls"];
            /** @description CA that upsd is checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /** @description User. RFC 9271. */
            username?: string;
            /**
             * Format: password
             * @description Password. RFC 9271.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /**
             * @description Seconds between polls.
             * @default 2
             */
            pollInterval: number;
            /** @description UPSes and what they feed. */
            upses: ({
                /** @description Name in upsd. */
                name: string;
                /** @description Servers fed. */
                computeHostIds?: string[];
                /** @description Zones fed. */
                resourceZoneIds?: string[];
            } & (unknown | unknown))[];
        };
        /**
         * @description Whether STARTTLS comes before everything else. With optional, a upsd without a certificate is spoken to in the clear; with required, it is not spoken to. A certificate that is not right is never taken. RFC 9271.
         * @enum {string}
         */
        UpsdTls: "never" | "optional" | "required";
        /**
         * @description Environment controller that is a producer of `envnotif/v1`; the gateway subscribes for the servers that host something. When it does not answer for `checkInterval`, or does not tell within it
         *     what it told before it lost the subscription, that is UNKNOWN until it is told again. R6, R8.
         */
        ControllerSource: {
            /** @description Name of the source. */
            id: string;
            /**
             * @description Kind of source. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "controller";
            /** @description apiRoot of the controller. */
            apiRoot: string;
            authentication?: components["schemas"]["PeerAuthentication"];
            clientCertificate?: components["schemas"]["PeerClientCertificate"];
            /** @description CA that the controller and its token endpoint are checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /**
             * @description Seconds between checks that the subscription still exists.
             * @default 30
             */
            checkInterval: number;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
        };
        /** @description MQTT broker with sensors that publish JSON, plain text or Sparkplug B. Every parameter is UNKNOWN until its sensor has spoken since the start, or since the connection was lost. */
        MqttSource: {
            /** @description Name of the source. */
            id: string;
            /**
             * @description Kind of source. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "mqtt";
            /** @description The broker, e.g. mqtts://broker.example:8883; mqtt, mqtts, ws or wss, without user and password. */
            url: string;
            /** @description User. */
            username?: string;
            /**
             * Format: password
             * @description Password.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /** @description Client identifier, of this gateway alone. Default nfvi-te-gateway- and a random part. */
            clientId?: string;
            /** @description CA that the broker is checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /** @description Certificate of the gateway towards the broker. */
            clientCertificate?: {
                /** @description Certificate chain, PEM. */
                certificateFile: string;
                /** @description Private key, PEM. */
                keyFile: string;
            };
            /**
             * @description Seconds between signs of life; a broker silent for one and a half times as long is lost.
             * @default 15
             */
            keepAlive: number;
            /**
             * @description Seconds to wait for the connection.
             * @default 10
             */
            timeout: number;
            /** @description Topics and what their messages mean. */
            topics?: components["schemas"]["MqttTopic"][];
            sparkplug?: components["schemas"]["Sparkplug"];
        };
        /** @description What the messages of a topic say of servers or zones; exactly one of `computeHostIds`, `resourceZoneIds`, `computeHostIdsBy` and `resourceZoneIdsBy`. */
        MqttTopic: {
            /**
             * @description Topic with placeholders for whole levels, e.g. `sensors/{room}/{rack}/water`, or an MQTT topic filter with + and #. A sensor of which neither the topic nor a table tells the whole topic
             *     is known only once it has been heard: give its threshold a `stalenessTime`. A retained message is news only if it carries a time after the start, or after the loss of the connection.
             */
            topic: string;
            /** @description Servers that it is about. */
            computeHostIds?: string[];
            /** @description Zones that it is about. */
            resourceZoneIds?: string[];
            computeHostIdsBy?: components["schemas"]["IdentifiersByPlaceholder"];
            resourceZoneIdsBy?: components["schemas"]["IdentifiersByPlaceholder"];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter, one per sensor of a server or zone. May contain placeholders of the topic, and `{topic}`; must, where several topics speak of the same server or zone. */
            parameterName: string;
            /** @description JSON pointer to the value; without it the whole message is the value, JSON or plain text. RFC 6901. */
            valuePointer?: string;
            /** @description JSON pointer to when it was measured: RFC 3339, or seconds or milliseconds since 1970. Without it, when it arrived. */
            timePointer?: string;
            /** @description JSON pointer to the unit; one that is neither `unit` nor in `units` is UNKNOWN. */
            unitPointer?: string;
            /**
             * @description Whether it is a number or a state. R3.
             * @default VALUE
             * @enum {string}
             */
            dataType: "VALUE" | "STATE";
            /** @description Unit of a VALUE after `scale`, UCUM case-sensitive code. R3. */
            unit?: string;
            /** @description Unit at `unitPointer` → UCUM code. */
            units?: {
                [key: string]: string;
            };
            /**
             * @description What a VALUE is multiplied by, e.g. 0.1; -1 turns it round.
             * @default 1
             */
            scale: number;
            /** @description What is received → state, e.g. `{ "true": LEAK, "false": DRY }`; anything else is UNKNOWN. Without it a text is the state itself. R3. */
            states?: {
                [key: string]: string;
            };
            /**
             * @description Seconds without news after which it is UNKNOWN. R8.
             * @default 300
             */
            silenceTime: number;
            /** @description Topic that says whether the sensor is there, often its will message. When it is not, what it said is UNKNOWN. */
            availability?: {
                /** @description Topic; may contain the placeholders of `topic` above. */
                topic: string;
                /** @description JSON pointer to the word; without it the whole message is the word. RFC 6901. */
                valuePointer?: string;
                /**
                 * @description Word that says that it is there; any other says that it is not.
                 * @default online
                 */
                online: string;
            };
        } & (unknown | unknown | unknown | unknown);
        /** @description Name of one placeholder of the topic → what may stand there → the servers or zones meant, e.g. `{ rack: { rack-a: [server-1, server-2] } }`. */
        IdentifiersByPlaceholder: {
            [key: string]: {
                [key: string]: string[];
            };
        };
        /** @description Edge nodes that speak Sparkplug B. A metric is UNKNOWN from the death of its edge node or device to the next birth. */
        Sparkplug: {
            /** @description The gateway announces itself as this Sparkplug host, `spBv1.0/STATE/{hostId}`; edge nodes may wait for it. Without it, it does not. */
            hostId?: string;
            /** @description Edge nodes to listen to. */
            edgeNodes: {
                /** @description Group. */
                groupId: string;
                /** @description Edge node. */
                edgeNodeId: string;
                metrics?: components["schemas"]["SparkplugMetrics"];
                /**
                 * @description Devices of the edge node.
                 * @default []
                 */
                devices: {
                    /** @description Device. */
                    deviceId: string;
                    metrics: components["schemas"]["SparkplugMetrics"];
                }[];
            }[];
        };
        /** @description Name of a metric → what it means. */
        SparkplugMetrics: {
            [key: string]: components["schemas"]["SparkplugMetric"];
        };
        /** @description What a metric says of servers or zones; exactly one of `computeHostIds` and `resourceZoneIds`. */
        SparkplugMetric: {
            /** @description Servers that it is about. */
            computeHostIds?: string[];
            /** @description Zones that it is about. */
            resourceZoneIds?: string[];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter, one per sensor of a server or zone. */
            parameterName: string;
            /**
             * @description Whether it is a number or a state. R3.
             * @default VALUE
             * @enum {string}
             */
            dataType: "VALUE" | "STATE";
            /** @description Unit of a VALUE after `scale`, UCUM case-sensitive code. R3. */
            unit?: string;
            /**
             * @description What a VALUE is multiplied by.
             * @default 1
             */
            scale: number;
            /** @description What is received → state; anything else is UNKNOWN. Without it a text is the state itself. R3. */
            states?: {
                [key: string]: string;
            };
            /** @description Seconds without news after which it is UNKNOWN; absent where only changes are published, for then the DEATH tells. R8. */
            silenceTime?: number;
        } & (unknown | unknown);
        /** @description Servers whose power is controlled by Redfish. DMTF DSP0266. */
        RedfishPowerController: {
            /** @description Name of the power controller. */
            id: string;
            /**
             * @description Kind of power controller. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "redfish";
            /** @description Scheme and authority of the Redfish service. */
            baseUrl: string;
            /** @description User. */
            username?: string;
            /**
             * Format: password
             * @description Password.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
            /** @description CA that the service is checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /** @description computeHostId → path of its ComputerSystem, e.g. /redfish/v1/Systems/1. */
            systems: {
                [key: string]: string;
            };
        };
        /** @description Virtual computes without a manager; the VIM itself moves them. R13, IFA005 7.3.1.8. */
        DirectVnfManager: {
            /** @description The `vnfmId` of these virtual computes. */
            vnfmId: string;
            /**
             * @description Kind of VNF manager. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "direct";
            /** @description `id` of the VIM. */
            vimId: string;
        };
        /** @description An OpenStack region, by its Identity (v3), Compute (from 2.60) and Placement interfaces. The clocks of both sides have to agree, as they do by NTP. */
        OpenStackVim: {
            /** @description Name of the VIM. */
            id: string;
            /**
             * @description Kind of VIM. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "openstack";
            /** @description Identity service, with or without /v3. */
            authUrl: string;
            /** @description How the gateway authenticates; it needs the role of an administrator of Compute. R5. */
            authentication: components["schemas"]["OpenStackPassword"] | components["schemas"]["OpenStackApplicationCredential"];
            /** @description Region; may be absent where there is one. */
            region?: string;
            /**
             * @description Which endpoints of the catalogue are used.
             * @default public
             * @enum {string}
             */
            interface: "public" | "internal" | "admin";
            /** @description CA that its services are checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 30
             */
            timeout: number;
            /** @description computeHostId → host name of its nova-compute. */
            computeHosts: {
                [key: string]: string;
            };
            /**
             * @description Seconds between looks at the correspondence of servers and virtual computes. R17.
             * @default 5
             */
            pollInterval: number;
            /** @description VNF manager of virtual computes that do not name one. R17. */
            defaultVnfmId?: string;
            /**
             * @description Under which keys of its metadata a virtual compute tells what it belongs to. R17.
             * @default {}
             */
            metadataKeys: {
                /**
                 * @description Key of the VNF instance.
                 * @default vnf_instance_id
                 */
                vnfInstanceId: string;
                /**
                 * @description Key of the VNFC instance.
                 * @default vnfc_instance_id
                 */
                vnfcInstanceId: string;
                /**
                 * @description Key of the VNFD.
                 * @default vnfd_id
                 */
                vnfdId: string;
                /**
                 * @description Key of the VNF manager.
                 * @default vnfm_id
                 */
                vnfmId: string;
            };
        };
        /** @description User with a password, for a project or a domain. */
        OpenStackPassword: {
            /**
             * @description Kind of authentication. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "password";
            /** @description User. */
            username: string;
            /**
             * @description Domain of the user.
             * @default Default
             */
            userDomainName: string;
            /**
             * Format: password
             * @description Password.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /** @description Project. */
            projectName?: string;
            /**
             * @description Domain of the project.
             * @default Default
             */
            projectDomainName: string;
            /** @description Project, by its identifier. */
            projectId?: string;
            /** @description Domain instead of a project. */
            domainName?: string;
        } & ({
            /** @description Scope of the token. */
            projectName: string;
        } | {
            /** @description Scope of the token. */
            projectId: string;
        } | {
            /** @description Scope of the token. */
            domainName: string;
        });
        /** @description Application credential, which has its user and project within. */
        OpenStackApplicationCredential: {
            /**
             * @description Kind of authentication. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "applicationCredential";
            /** @description Identifier of the credential. */
            applicationCredentialId: string;
            /**
             * Format: password
             * @description Its secret.
             */
            password?: string;
            /** @description File with its secret. */
            passwordFile?: string;
        };
        /** @description A Kubernetes cluster, with KubeVirt where it is installed. Its nodes are the servers; its pods and virtual machine instances are the virtual computes, by their UID. */
        KubernetesVim: {
            /** @description Name of the VIM. */
            id: string;
            /**
             * @description Kind of VIM. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "kubernetes";
            /** @description File that tells where the API server is and how to authenticate; absent: the service account of the pod that the gateway runs in. */
            kubeconfigFile?: string;
            /** @description Context of that file; absent: its current one. */
            context?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
            /** @description computeHostId → name of the node. */
            computeHosts: {
                [key: string]: string;
            };
            /**
             * @description Seconds between looks at the virtual computes. R17.
             * @default 5
             */
            pollInterval: number;
            /** @description VNF manager of virtual computes that name none. R17. */
            defaultVnfmId?: string;
            /**
             * @description Label, or else annotation, of a pod or a virtual machine instance that tells which VNF it belongs to. R17.
             * @default {}
             */
            labelKeys: {
                /**
                 * @description VNF instance.
                 * @default nfvi-te-gateway/vnf-instance-id
                 */
                vnfInstanceId: string;
                /**
                 * @description VNFC instance.
                 * @default nfvi-te-gateway/vnfc-instance-id
                 */
                vnfcInstanceId: string;
                /**
                 * @description VNFD.
                 * @default nfvi-te-gateway/vnfd-id
                 */
                vnfdId: string;
                /**
                 * @description VNF manager.
                 * @default nfvi-te-gateway/vnfm-id
                 */
                vnfmId: string;
            };
            /** @description Namespaces whose pods count and are moved; absent: all. */
            namespaces?: string[];
            /**
             * @description True: pods of a DaemonSet do not count, as they belong to their node. False: they do, and nobody can move them.
             * @default true
             */
            ignoreDaemonSets: boolean;
            /** @description Seconds that a pod gets to end; absent: as the pod says. */
            gracePeriodSeconds?: number;
        };
        /** @description VNF manager that is asked to heal: it makes the VNFCs anew on a server that the VIM chooses, so the VIM has to be configured. SOL002 5.4.9, SOL003 5.4.9. */
        Sol003VnfManager: {
            /** @description The `vnfmId` of the virtual computes that it manages. */
            vnfmId: string;
            /**
             * @description Kind of VNF manager. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "sol003";
            /** @description apiRoot of the VNF manager, without `/vnflcm`. SOL013 4.1. */
            apiRoot: string;
            /**
             * @description Major version of its VNF lifecycle management interface; absent: the newest that it says it has. SOL013 9.1.
             * @enum {string}
             */
            apiMajorVersion?: "v1" | "v2";
            authentication?: components["schemas"]["PeerAuthentication"];
            clientCertificate?: components["schemas"]["PeerClientCertificate"];
            /** @description CA that the VNF manager and its token endpoint are checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
            /**
             * @description Seconds between looks at the operation, and at a VNF that is busy.
             * @default 2
             */
            pollInterval: number;
            /**
             * @description Subscribe to notifications of heals, delivered to …/callback/v1/vnf_lcm_operation_occurrence_notifications/{vnfmId}/… below `apiRoot` of the gateway: an operation that moves on is looked at
             *     at once, and after `pollInterval` all the same. Absent: where the VNF manager can reach that, as far as its address tells. SOL003 5.4.18.
             */
            subscribe?: boolean;
            /**
             * @description Seconds between checks that the subscription still exists.
             * @default 60
             */
            checkInterval: number;
            /**
             * @description Whether the whole VNF is healed when the VNF manager refuses to heal single VNFCs (`vnfcInstanceId`); false: the migration fails then. One that knows SOL003 alone may overlook the
             *     VNFCs and heal the whole VNF in any case. SOL002 5.5.2.9, SOL003 5.5.2.9, SOL013 9.1.
             * @default false
             */
            healWholeVnf: boolean;
            /** @description Sent with each HealVnfRequest, as its VNFD declares it. SOL003 5.5.2.9. */
            additionalParams?: Record<string, unknown>;
            /**
             * @description What becomes of a heal in FAILED_TEMP.
             * @default RETRY
             */
            failedTemporarily: components["schemas"]["FailedTemporarily"];
            /**
             * @description How often an operation in FAILED_TEMP is retried, with failedTemporarily RETRY. SOL003 5.4.14.
             * @default 2
             */
            maximumRetries: number;
        };
        /**
         * @description OpenStack Tacker with Server Notification: it registers each server with the gateway, as its Server Notifier, at `{apiRoot of the gateway}/server_notifier/{notifierId}`, is notified, and
         *     heals by itself. The VIM has to be configured.
         */
        TackerVnfManager: {
            /** @description The `vnfmId` of the virtual computes that it manages. */
            vnfmId: string;
            /**
             * @description Kind of VNF manager. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "tacker";
            /** @description apiRoot of Tacker, without `/vnflcm`. SOL013 4.1. */
            apiRoot: string;
            /** @description Part of the ServerNotifierUri. Tacker shows no credentials when it registers: where others reach the gateway too, something that cannot be guessed. Default vnfmId. */
            notifierId?: string;
            /** @description What Tacker calls itself (`[v2_vnfm] endpoint`): nothing else is notified. Default apiRoot. */
            endpoint?: string;
            /**
             * @description Fault that is told: 10 fault of the server, 11 server out of service.
             * @default 10
             * @enum {string}
             */
            faultType: "10" | "11";
            /**
             * @description Seconds after the notification within which it has to begin to heal; more than its `[server_notification] timer_interval`.
             * @default 60
             */
            healWaitTime: number;
            authentication?: components["schemas"]["PeerAuthentication"];
            clientCertificate?: components["schemas"]["PeerClientCertificate"];
            /** @description CA that Tacker and its token endpoint are checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
            /**
             * @description Seconds between looks at the operation, and at a VNF that is busy.
             * @default 2
             */
            pollInterval: number;
            /**
             * @description Subscribe to notifications of heals, delivered to …/callback/v1/vnf_lcm_operation_occurrence_notifications/{vnfmId}/… below `apiRoot` of the gateway: an operation that moves on is looked at
             *     at once, and after `pollInterval` all the same. Absent: where the VNF manager can reach that, as far as its address tells. SOL003 5.4.18.
             */
            subscribe?: boolean;
            /**
             * @description Seconds between checks that the subscription still exists.
             * @default 60
             */
            checkInterval: number;
            /**
             * @description What becomes of a heal in FAILED_TEMP.
             * @default RETRY
             */
            failedTemporarily: components["schemas"]["FailedTemporarily"];
            /**
             * @description How often an operation in FAILED_TEMP is retried, with failedTemporarily RETRY. SOL003 5.4.14.
             * @default 2
             */
            maximumRetries: number;
        };
        /**
         * @description What becomes of a heal in FAILED_TEMP. RETRY: it is retried, and when that is of no use marked as failed; ROLLBACK: rolled back, and when that fails marked as failed; FAIL: marked as
         *     failed; LEAVE: left to the people of the VNF manager. The migration has failed in each case unless a retry completes. SOL003 5.4.14 to 5.4.16.
         * @enum {string}
         */
        FailedTemporarily: "RETRY" | "ROLLBACK" | "FAIL" | "LEAVE";
        /** @description Certificate of the gateway, shown to the VNF manager and its token endpoint. SOL013 8.3.3, RFC 8705. */
        PeerClientCertificate: {
            /** @description Certificate chain, PEM. */
            certificateFile: string;
            /** @description Private key, PEM. */
            keyFile: string;
        };
        /** @description What the gateway shows of itself beside its certificate; absent, nothing. SOL013 8.3.3. */
        PeerAuthentication: components["schemas"]["PeerOauth2ClientCredentials"] | components["schemas"]["PeerOauth2ClientCert"] | components["schemas"]["PeerBasic"];
        /** @description Bearer token got with a password. RFC 6749 4.4. */
        PeerOauth2ClientCredentials: {
            /**
             * @description Kind of authentication. SOL013 8.3.4. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            authType: "OAUTH2_CLIENT_CREDENTIALS";
            /** @description Token endpoint of the authorization server. RFC 6749 3.2. */
            tokenEndpoint: string;
            /** @description client_id. RFC 6749 2.2. */
            clientId: string;
            /**
             * Format: password
             * @description client_secret. RFC 6749 2.3.1.
             */
            password?: string;
            /** @description File with the client_secret. */
            passwordFile?: string;
            /** @description Scope, where the authorization server has to be told. RFC 6749 3.3. */
            scope?: string;
        };
        /** @description Bearer token got with `clientCertificate`. RFC 8705 2. */
        PeerOauth2ClientCert: {
            /**
             * @description Kind of authentication. SOL013 8.3.4. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            authType: "OAUTH2_CLIENT_CERT";
            /** @description Token endpoint of the authorization server. RFC 6749 3.2. */
            tokenEndpoint: string;
            /** @description client_id. RFC 6749 2.2. */
            clientId: string;
            /** @description Scope, where the authorization server has to be told. RFC 6749 3.3. */
            scope?: string;
        };
        /** @description HTTP Basic. RFC 7617. */
        PeerBasic: {
            /**
             * @description Kind of authentication. SOL013 8.3.4. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            authType: "BASIC";
            /** @description User. RFC 7617. */
            userName: string;
            /**
             * Format: password
             * @description Password. RFC 7617.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
        };
        /** @description Servers whose power is controlled by IPMI 2.0 over LAN (RMCP+), through the program ipmitool. */
        IpmiPowerController: {
            /** @description Name of the power controller. */
            id: string;
            /**
             * @description Kind of power controller. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "ipmi";
            /**
             * @description The program ipmitool, by name or path.
             * @default ipmitool
             */
            program: string;
            /** @description User. */
            username?: string;
            /**
             * Format: password
             * @description Password; IPMI knows 20 bytes at most.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /**
             * @description Cipher suite: 17 (SHA-256), or 3 (SHA-1) for BMCs that know no better. IPMI 2.0, 22.15.2.
             * @default 17
             * @enum {string}
             */
            cipherSuite: "3" | "17";
            /**
             * @description Privilege asked for; OPERATOR is enough for power. IPMI 2.0, 6.8.
             * @default OPERATOR
             * @enum {string}
             */
            privilegeLevel: "OPERATOR" | "ADMINISTRATOR";
            /**
             * @description Seconds a run of the program may take.
             * @default 10
             */
            timeout: number;
            /**
             * @description Runs of the program at once.
             * @default 8
             */
            maximumProcesses: number;
            /** @description computeHostId → its BMC. */
            bmcs: {
                [key: string]: {
                    /** @description Host name or address. */
                    host: string;
                    /**
                     * @description UDP port.
                     * @default 623
                     */
                    port: number;
                };
            };
        };
        /** @description Servers whose power is that of outlets behind a Network UPS Tools server. An outlet knows no orderly shutdown: the power is cut. A server has to come on by itself when its outlet does. RFC 9271. */
        NutPowerController: {
            /** @description Name of the power controller. */
            id: string;
            /**
             * @description Kind of power controller. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "nut";
            /** @description Host of upsd. */
            host: string;
            /**
             * @description Port of upsd.
             * @default 3493
             */
            port: number;
            /**
             * @description Whether upsd is spoken to over TLS.
             * @default never
             */
            tls: components["schemas"]["UpsdTls"];
            /** @description CA that upsd is checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /** @description User whose `instcmds` allow to switch. RFC 9271. */
            username?: string;
            /**
             * Format: password
             * @description Password. RFC 9271.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
            /** @description computeHostId → every outlet that feeds it. */
            outlets: {
                [key: string]: components["schemas"]["NutOutlet"][];
            };
        };
        /** @description An outlet, or with `wholeLoad` all that a UPS feeds; exactly one of both. What feeds another server too is not switched. */
        NutOutlet: {
            /** @description Name in upsd. */
            ups: string;
            /** @description Its number in `outlet.N`. */
            outlet?: number;
            /**
             * @description The UPS feeds this server and nothing else.
             * @enum {boolean}
             */
            wholeLoad?: true;
        } & (unknown | unknown);
        /** @description Servers that are bare metal nodes of OpenStack Ironic, by Keystone (`authUrl`) or standing alone with `auth_strategy` noauth or http_basic (`endpoint`); exactly one of both. */
        IronicPowerController: {
            /** @description Name of the power controller; the reason for maintenance carries it. */
            id: string;
            /**
             * @description Kind of power controller. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "ironic";
            /** @description Identity service, with or without /v3; its catalogue tells where the service `baremetal` is. */
            authUrl?: string;
            /** @description How the gateway authenticates at `authUrl`, required with that; it needs the role of an administrator of Bare Metal. R5. */
            authentication?: components["schemas"]["OpenStackPassword"] | components["schemas"]["OpenStackApplicationCredential"];
            /** @description Region; may be absent where there is one. */
            region?: string;
            /**
             * @description Which endpoints of the catalogue are used.
             * @default public
             * @enum {string}
             */
            interface: "public" | "internal" | "admin";
            /** @description Address of a Bare Metal API that stands alone, without /v1. */
            endpoint?: string;
            /** @description User for http_basic; absent means noauth. */
            username?: string;
            /**
             * Format: password
             * @description Password for http_basic.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /** @description CA that the service is checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
            /**
             * @description Seconds that Ironic waits for an orderly shutdown; it takes no other order meanwhile, so no longer than gracefulShutdownTime.
             * @default 60
             */
            softPowerOffTimeout: number;
            /** @description computeHostId → name or UUID of its node. */
            nodes: {
                [key: string]: string;
            };
        };
        /** @description SNMP agents that are polled, and whose traps and informs are received. RFC 3411, RFC 1628, RFC 3433. */
        SnmpSource: {
            /** @description Name of the source. */
            id: string;
            /**
             * @description Kind of source. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "snmp";
            /** @description Where traps (v1, v2c, v3) and informs are received. Those of v3 are taken from `users`; no trap is taken from an address where none of `agents` is. RFC 3416 4.2.6, 4.2.7. */
            trapListener?: {
                /**
                 * @description Address to listen on.
                 * @default 127.0.0.1
                 */
                host: string;
                /**
                 * @description UDP port.
                 * @default 162
                 */
                port: number;
                /**
                 * @description Communities of traps v1 and v2c that are taken; anybody on the way can read and forge them.
                 * @default []
                 */
                communities: string[];
                /**
                 * @description Files with a community each, read when the listener starts.
                 * @default []
                 */
                communityFiles: string[];
            };
            /**
             * @description Users of SNMPv3, for polls, traps and informs. RFC 3414.
             * @default []
             */
            users: components["schemas"]["SnmpUser"][];
            /** @description Agents and what they are about. */
            agents: components["schemas"]["SnmpAgent"][];
        };
        /** @description A user of SNMPv3; messages are encrypted when there is a privacy key. RFC 3414. */
        SnmpUser: {
            /** @description User name. */
            name: string;
            /**
             * @description HMAC. RFC 3414 7, RFC 7860.
             * @default SHA
             * @enum {string}
             */
            authenticationProtocol: "SHA" | "SHA224" | "SHA256" | "SHA384" | "SHA512";
            /**
             * Format: password
             * @description Passphrase of the authentication key. RFC 3414 A.2.
             */
            authenticationKey?: string;
            /** @description File with that passphrase. */
            authenticationKeyFile?: string;
            /**
             * @description AES is AES-128-CFB, RFC 3826; the others are what vendors made of AES-256.
             * @default AES
             * @enum {string}
             */
            privacyProtocol: "AES" | "AES256_BLUMENTHAL" | "AES256_REEDER";
            /**
             * Format: password
             * @description Passphrase of the privacy key. RFC 3414 A.2.
             */
            privacyKey?: string;
            /** @description File with that passphrase. */
            privacyKeyFile?: string;
        } & (unknown | unknown);
        /** @description An agent. It is spoken to by SNMPv2c when it has a community, by SNMPv3 when it has a `user`. Exactly one of `computeHostIds` and `resourceZoneIds`. */
        SnmpAgent: {
            /** @description Name of the agent; begins the names of its parameters where another agent of the source says the same of the same server or zone. */
            name: string;
            /** @description Where it is polled, and where its traps come from. */
            host: string;
            /**
             * @description UDP port.
             * @default 161
             */
            port: number;
            /**
             * Format: password
             * @description Community of SNMPv2c.
             */
            community?: string;
            /** @description File with the community. */
            communityFile?: string;
            /** @description One of `users`, for SNMPv3. */
            user?: string;
            /**
             * @description Seconds between polls.
             * @default 5
             */
            pollInterval: number;
            /**
             * @description Seconds to wait for an answer; it is asked once more then.
             * @default 2
             */
            timeout: number;
            /**
             * @description What is read: UPS_MIB (RFC 1628), APC_POWERNET (PowerNet-MIB, a UPS of APC; its traps tell water too), ENTITY_SENSOR (RFC 3433), DC_PLANT (ELTEK-DISTRIBUTED-MIB, a -48 V plant of Eltek).
             * @enum {string}
             */
            profile?: "UPS_MIB" | "APC_POWERNET" | "ENTITY_SENSOR" | "DC_PLANT";
            /** @description entPhysicalIndex of the sensors that ENTITY_SENSOR reads; all of a known kind when absent. RFC 6933. */
            entityIndexes?: number[];
            /**
             * @description Objects that are read beside the profile.
             * @default []
             */
            objects: components["schemas"]["SnmpObject"][];
            /**
             * @description Traps and informs that tell a state by themselves. Every other one makes the gateway poll the agent at once.
             * @default []
             */
            traps: components["schemas"]["SnmpTrap"][];
            /** @description Servers that it is about. */
            computeHostIds?: string[];
            /** @description Zones that it is about. */
            resourceZoneIds?: string[];
        } & ((unknown | unknown) & (unknown | unknown | unknown));
        /** @description An object of the agent and what it means; a value that has no meaning, or is not there, is UNKNOWN. RFC 2578. */
        SnmpObject: {
            oid: components["schemas"]["ObjectIdentifier"];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter. R3. */
            parameterName: string;
            /**
             * @description Kind of datum. R3.
             * @enum {string}
             */
            dataType: "VALUE" | "STATE" | "VARIATION" | "CODE";
            /** @description Unit after `scale`, UCUM; for VALUE and VARIATION. R3. */
            unit?: string;
            /**
             * @description What the number is multiplied by, e.g. 0.1 for tenths; for VALUE and VARIATION.
             * @default 1
             */
            scale: number;
            /** @description A number below it, after `scale`, is no reading but UNKNOWN. */
            minimum?: number;
            /** @description A number above it, after `scale`, is no reading but UNKNOWN. */
            maximum?: number;
            /** @description Value → state; for STATE. */
            states?: {
                [key: string]: string;
            };
            /**
             * @description In place of `states`, for a contact of 0 and 1: whether 1 or 0 is ALARM; the other one is NORMAL.
             * @enum {string}
             */
            polarity?: "ACTIVE_HIGH" | "ACTIVE_LOW";
        };
        /** @description A trap or inform and the state that it tells. What only traps tell is UNKNOWN while the agent is not heard. RFC 3416 4.2.6. */
        SnmpTrap: {
            oid: components["schemas"]["ObjectIdentifier"];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter. R3. */
            parameterName: string;
            /** @description State. R3. */
            state: string;
            /**
             * @description True when it tells the end of a trouble. Not believed any more once the agent was not heard for a while, for a trap that told new trouble may have been lost meanwhile.
             * @default false
             */
            clears: boolean;
        };
        /** @description Object identifier in figures, of one instance or notification; of a trap v1 it is enterprise.0.specific. RFC 2578, RFC 3584 3.1. */
        ObjectIdentifier: string;
        /** @description Prometheus Alertmanager, which posts to `/callback/v1/alertmanager_notifications/{id}`. Of its severity nothing is taken: the level comes from the thresholds. Alertmanager webhook version 4. */
        AlertmanagerSource: {
            /** @description Name of the source, and the end of the URL that Alertmanager posts to. */
            id: string;
            /**
             * @description Kind of source. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "alertmanager";
            /** @description What the alerts mean; the first rule that an alert fits. Of several alerts that fire for one parameter, the one with the first rule speaks. */
            rules: components["schemas"]["AlertmanagerRule"][];
            watchdogRule?: components["schemas"]["AlertmanagerWatchdogRule"];
        };
        /** @description What an alert means; exactly one of `computeHostLabel`, `resourceZoneLabel`, `computeHostIds` and `resourceZoneIds`. R3. */
        AlertmanagerRule: {
            match?: components["schemas"]["AlertmanagerMatch"];
            matchRe?: components["schemas"]["AlertmanagerMatchRe"];
            /** @description The label that tells the server. */
            computeHostLabel?: string;
            /** @description The label that tells the zone. */
            resourceZoneLabel?: string;
            /** @description Value of that label → computeHostId or resourceZoneId; without it the value is the identifier. */
            labelValues?: {
                [key: string]: string;
            };
            /** @description The servers that the alert is about. */
            computeHostIds?: string[];
            /** @description The zones that the alert is about. */
            resourceZoneIds?: string[];
            parameterType: components["schemas"]["ParameterType"];
            /** @description Name of the parameter; `{sensor}` in it is replaced by the value of the label `sensor`. R3. */
            parameterName: string;
            /**
             * @description STATE: that it fires or is resolved; VALUE: the measured value, of which Alertmanager knows only what an annotation says. R3.
             * @enum {string}
             */
            dataType: "STATE" | "VALUE";
            /** @description State while it fires, for STATE. Default FIRING. */
            firingState?: string;
            /** @description State once it is resolved. Default RESOLVED for STATE; for VALUE the threshold needs it in its `stateLevels`. */
            resolvedState?: string;
            /**
             * @description The annotation with the value, for VALUE; in the alerting rule `value: "{{ $value }}"`.
             * @default value
             */
            valueAnnotation: string;
            /** @description Unit of the value, UCUM. R3. */
            unit?: string;
            /**
             * @description For VALUE, what the value is taken to be once the alert is resolved; the annotation then still has the last value at which it fired. Goes before `resolvedState`; with neither the parameter is
             *     UNKNOWN until it fires again.
             */
            resolvedValue?: number;
            /** @description Seconds after which an alert that fired and was neither repeated nor resolved makes the parameter UNKNOWN. Longer than `repeat_interval` plus `group_interval` of its route. R8. */
            silenceTime: number;
        } & ((unknown | unknown) & (unknown | unknown | unknown | unknown) & ({
            /** @enum {unknown} */
            dataType: "STATE";
        } | {
            /** @enum {unknown} */
            dataType: "VALUE";
        }));
        /**
         * @description An alert that always fires, by which it is known that Prometheus and Alertmanager are heard. When it is not, every parameter that the source spoke of is UNKNOWN. Without it nobody notices that they are
         *     gone, and Alertmanager calls alerts resolved that Prometheus does not send any more. R8.
         */
        AlertmanagerWatchdogRule: {
            match?: components["schemas"]["AlertmanagerMatch"];
            matchRe?: components["schemas"]["AlertmanagerMatchRe"];
            /**
             * @description Seconds after which the watchdog is missed, and for which it has to be heard again before what was said earlier holds again. Longer than `repeat_interval` plus `group_interval` of its route, and than
             *     `group_interval` of the others.
             */
            silenceTime: number;
            /**
             * @description What an alert says that was not heard for the `silenceTime` of its rule although the watchdog was. RESOLVED also for alerts that never fired; only where nobody silences or inhibits them. R8.
             * @default UNKNOWN
             * @enum {string}
             */
            unheardAlerts: "UNKNOWN" | "RESOLVED";
        } & (unknown | unknown);
        /** @description Label → value; all have to be so. A label that is not there has the empty value. */
        AlertmanagerMatch: {
            [key: string]: string;
        };
        /** @description Label → regular expression that its whole value fits; all have to. */
        AlertmanagerMatchRe: {
            [key: string]: string;
        };
        /** @description Redfish service (BMC, rack or cooling manager) whose chassis are polled, and to whose events the gateway subscribes. DMTF DSP0266. */
        RedfishSource: {
            /** @description Name of the source. */
            id: string;
            /**
             * @description Kind of source. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "redfish";
            /** @description Scheme and authority of the Redfish service. */
            baseUrl: string;
            /** @description User. */
            username?: string;
            /**
             * Format: password
             * @description Password.
             */
            password?: string;
            /** @description File with the password. */
            passwordFile?: string;
            /** @description CA that the service is checked by, in addition to those of the system, PEM. */
            caFile?: string;
            /**
             * @description Seconds to wait for an answer.
             * @default 10
             */
            timeout: number;
            /**
             * @description Seconds between polls.
             * @default 10
             */
            pollInterval: number;
            /**
             * @description Subscribe to the events of the service, delivered to …/callback/v1/redfish_events/{id} below `apiRoot`. Polling goes on all the same.
             * @default true
             */
            events: boolean;
            /**
             * @description Seconds between checks that the subscription still exists.
             * @default 60
             */
            checkInterval: number;
            /**
             * @description Minutes between heartbeats, where the service sends them.
             * @default 1
             */
            heartbeatInterval: number;
            /** @description What is looked at, and whose environment it is. */
            chassis: ({
                /** @description Path of the resource, e.g. /redfish/v1/Chassis/1. */
                path: string;
                /** @description Servers in it. */
                computeHostIds?: string[];
                /** @description Zones in it. */
                resourceZoneIds?: string[];
                /** @description Only these parameters are given, and they are UNKNOWN until they are heard, e.g. temperature.intake, leak.Moisture. Absent means everything that speaks of the environment, from when it was heard first. */
                parameterNames?: string[];
            } & (unknown | unknown))[];
        };
        /**
         * @description POWER, COOLING, WATER_LEVEL, GAS, INTRUSION, or a type that the configuration of the site declares. R2.
         * @example POWER
         */
        ParameterType: string;
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
            priority: number;
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
            operationalState: "ENABLED" | "DISABLED";
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
            required: boolean;
            nfviMaintenanceInfo?: components["schemas"]["NfviMaintenanceInfo"];
        };
        /** @description When a level is entered and left. R8, SOL003 6.5.3. */
        ThresholdCriteria: {
            /** @description The level is entered at this value. With `relativeTo` an offset to the characteristic. R7. */
            thresholdValue?: number;
            /**
             * @description The level is left this far behind `thresholdValue`. R8.
             * @default 0
             */
            hysteresis: number;
            /**
             * @description Seconds for which the condition must hold before the level is entered. R8.
             * @default 0
             */
            dwellTime: number;
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
            requiredSensors: number;
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
