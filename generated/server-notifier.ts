/** Generated from spec/server-notifier.yaml by `npm run generate`. */

export interface paths {
    "/{notifierId}/v2/{tenant}/servers/{serverId}/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a server
         * @description Registers a virtual server of a VNF. The same registration again is the same alarm. It is refused when `fault_action` is not below the `endpoint` that is configured for this Tacker. It carries
         *     no credentials: Tacker has none to show.
         */
        post: operations["registerServerAlarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/{notifierId}/v2/{tenant}/servers/{serverId}/alarms/{alarmId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a registration
         * @description Tacker is not notified of this server by this alarm any more.
         */
        delete: operations["removeServerAlarm"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The ServerNotifierFaultID of the VNF, by which Tacker knows a notification as meant for it. */
        FaultId: string;
        /** @description A server to be notified of. */
        ServerAlarmRequest: {
            /**
             * Format: uri
             * @description Where to notify.
             */
            fault_action: string;
            /** @description Faults to be notified of, by their identifiers. */
            fault_id: components["schemas"]["FaultId"] | components["schemas"]["FaultId"][];
        };
        /** @description The registration. */
        ServerAlarmResponse: {
            /** @description By which it is removed and notified. */
            alarm_id: string;
        };
        /** @description What is posted to `fault_action`; it is answered with 204. */
        ServerNotification: {
            /** @description The fault. */
            notification: {
                /** @description The server that has to be left. */
                host_id?: string;
                /** @description That of the registration. */
                alarm_id: string;
                fault_id: components["schemas"]["FaultId"];
                /**
                 * @description 10 fault of the server, 11 server out of service.
                 * @enum {string}
                 */
                fault_type: "10" | "11";
                /** @description More of the fault. */
                fault_option?: Record<string, unknown>;
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
         * @description `notifierId` of the Tacker in the configuration of the gateway.
         * @example vnfm-tacker
         */
        NotifierId: string;
        /**
         * @description Project of the VIM connection that the server belongs to.
         * @example nfv
         */
        Tenant: string;
        /**
         * @description The virtual server, by its identifier in the VIM. SOL003 4.4.1.7, resourceId.
         * @example 0ed5ba63-1ef9-4d2d-9f5d-8d9e4ea5f9b7
         */
        ServerId: string;
        /**
         * @description `alarm_id` that the registration was answered with.
         * @example 78b6e1d4-4b1f-4a6c-8f0a-1f6b3a0f5a0c
         */
        AlarmId: string;
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
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    registerServerAlarm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `notifierId` of the Tacker in the configuration of the gateway.
                 * @example vnfm-tacker
                 */
                notifierId: components["parameters"]["NotifierId"];
                /**
                 * @description Project of the VIM connection that the server belongs to.
                 * @example nfv
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The virtual server, by its identifier in the VIM. SOL003 4.4.1.7, resourceId.
                 * @example 0ed5ba63-1ef9-4d2d-9f5d-8d9e4ea5f9b7
                 */
                serverId: components["parameters"]["ServerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fault_action": "http://127.0.0.1:9890/server_notification/vnf_instances/c61314d0-f583-4ab3-a457-46426bce02d3/servers/0ed5ba63-1ef9-4d2d-9f5d-8d9e4ea5f9b7/notify",
                 *       "fault_id": "1234"
                 *     }
                 */
                "application/json": components["schemas"]["ServerAlarmRequest"];
            };
        };
        responses: {
            /** @description The server is registered. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alarm_id": "78b6e1d4-4b1f-4a6c-8f0a-1f6b3a0f5a0c"
                     *     }
                     */
                    "application/json": components["schemas"]["ServerAlarmResponse"];
                };
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    removeServerAlarm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `notifierId` of the Tacker in the configuration of the gateway.
                 * @example vnfm-tacker
                 */
                notifierId: components["parameters"]["NotifierId"];
                /**
                 * @description Project of the VIM connection that the server belongs to.
                 * @example nfv
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The virtual server, by its identifier in the VIM. SOL003 4.4.1.7, resourceId.
                 * @example 0ed5ba63-1ef9-4d2d-9f5d-8d9e4ea5f9b7
                 */
                serverId: components["parameters"]["ServerId"];
                /**
                 * @description `alarm_id` that the registration was answered with.
                 * @example 78b6e1d4-4b1f-4a6c-8f0a-1f6b3a0f5a0c
                 */
                alarmId: components["parameters"]["AlarmId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registration is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            406: components["responses"]["406"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
}
