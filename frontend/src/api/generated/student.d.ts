// Generated from the OpenAPI of the node by `npm run generate`; not to be edited.

export interface paths {
    "/browser-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The key for what one's own browser keeps
         * @description A browser that forgets it when the student logs out cannot read its own notes any more.
         */
        get: operations["browser_key_browser_key_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{secret}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The calendar at a secret address
         * @description Without logging in: the address is the secret.
         */
        get: operations["subscribed_calendar__secret__ics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the sections
         * @description From memory, with the seats as they are now; `number` is the change that it knows of.
         */
        get: operations["search_catalogue_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalogue/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Seats that changed since a number
         * @description Section, seats taken, ceiling (null is unlimited); ask again after `number`.
         */
        get: operations["seat_changes_catalogue_changes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/catalogue/whole": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All sections of a term at once
         * @description The tag changes with the descriptions only; ask for the seats since `number` then.
         */
        get: operations["whole_catalogue_whole_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answers and seat counts as they happen
         * @description The stream ends with the token; come back with `Last-Event-ID` and nothing is missed.
         *
         *     Outcomes come at once, seats within a second.
         */
        get: operations["events_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I took before
         * @description By course and term, with grades and credits, and how many credits I have earned.
         */
        get: operations["get_history_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What keeps me from taking seats
         * @description The holds that stand, the oldest first; without any I may take seats.
         */
        get: operations["get_holds_holds_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I have not read yet
         * @description Changes of sections in which I hold a seat, oldest first, until I say that I read them.
         */
        get: operations["get_notices_notices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notices/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * I have read these
         * @description They do not come again, on no device.
         */
        post: operations["post_read_notices_read_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/permits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exceptions that I was granted and can use
         * @description Each is used by the next request for its section that needs it.
         */
        get: operations["own_permits_permits_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/plans/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would this plan get?
         * @description The same search and the same checks that decide, on what is known now.
         */
        post: operations["preview_plans_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receipts/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys of receipts
         * @description For everybody, without a login.
         */
        get: operations["get_keys_receipts_keys_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The fairness reports that are published
         * @description For everybody, the newest first.
         */
        get: operations["get_reports_reports_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A published fairness report
         * @description For everybody; nobody can be told in it. As CSV: its sections.
         */
        get: operations["get_report_reports__code__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One section
         * @description With its seats as they are now.
         */
        get: operations["section_sections__section_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can I take this, and why not?
         * @description The same checks that decide, on what is known now; every reason against it is listed.
         *
         *     In a round that collects requests its draw decides; being full now is no reason then.
         */
        get: operations["preview_sections__section_id__preview_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}/requirements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a course requires, and what of it I have
         * @description The lines of a need come as in a list: what is deeper belongs to what stands before it.
         */
        get: operations["get_requirements_sections__section_id__requirements_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My requests, newest first
         * @description Pending ones with their position and an estimate.
         */
        get: operations["own_selections_selections_get"];
        put?: never;
        /**
         * Ask for a seat, give one back, swap, or submit a plan
         * @description When this answers 202, the request is on disk and will get exactly one answer.
         *
         *     A swap takes a seat in `section_id` and gives back that of `instead_of`, both or neither.
         *     A plan is one request for several wishes, decided in one turn with nobody in between; `parts` of
         *     its ticket tell what became of each. A list of at most 50 is numbered in its order and answered
         *     by `{"tickets": […]}`, each a ticket or a problem.
         */
        post: operations["select_selections_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selections/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of my requests
         * @description With its position and an estimate while it waits.
         */
        get: operations["own_selection_selections__ticket_id__get"];
        put?: never;
        post?: never;
        /**
         * Cancel a request that waits
         * @description The ticket as it stands afterwards; one that was decided before keeps its decision.
         */
        delete: operations["cancel_selections__ticket_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The terms there are, the newest first
         * @description Those whose catalogue one can look at, and the rounds for whoever asks; no rehearsals.
         */
        get: operations["terms_terms_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/{ticket_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A signed receipt of how my request ended
         * @description Whoever has the public key can check it, with `course-cli verify --receipt`.
         */
        get: operations["get_receipt_tickets__ticket_id__receipt_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/timetable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I hold
         * @description The sections with their times, and the credits against the limit of a term.
         */
        get: operations["timetable_timetable_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/timetable.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I hold, as a file for calendars
         * @description As RFC 5545 has it, a weekly event a meeting; without a term, of all whose days are known.
         *
         *     Downloading it again changes the same events.
         */
        get: operations["download_timetable_ics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/timetable/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether my calendar has an address
         * @description Since when; the address itself is told once, when it is made.
         */
        get: operations["feed_state_timetable_feed_get"];
        put?: never;
        /**
         * Give my calendar a new secret address
         * @description Whoever knows it can read the calendar and nothing else; the address before it ends.
         */
        post: operations["make_feed_timetable_feed_post"];
        /**
         * End the address of my calendar
         * @description Calendars that subscribed to it get nothing any more.
         */
        delete: operations["end_feed_timetable_feed_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    browser_key_browser_key_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key: string;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    subscribed_calendar__secret__ics_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret of the address. */
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": unknown;
                };
            };
            /** @description Nothing changed. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `no_such_calendar` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `too_many_requests` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    search_catalogue_get: {
        parameters: {
            query?: {
                credits?: number | null;
                /** @description Meets on no other days. */
                days?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description How many to pass over. */
                offset?: number;
                /** @description Only with a free seat. */
                open?: boolean;
                /** @description Words in code, title, number, people, tags. */
                q?: string;
                /** @description The course code's first part, `CSCI`. */
                subject?: string;
                /** @description With this tag, `online`. */
                tag?: string;
                /** @description A term's code. */
                term?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Nothing changed. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_term` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    seat_changes_catalogue_changes_get: {
        parameters: {
            query: {
                /** @description The number one has. */
                after: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `feed_gap` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    whole_catalogue_whole_get: {
        parameters: {
            query: {
                /** @description A term's code. */
                term: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description No description changed. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_term` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    events_events_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description The last event seen. */
                "last-event-id"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `outcome` (one of my requests was decided), `seats` (a list of section, taken, ceiling), `waiting` (my place on a waitlist is different now), `changed` (a section that I hold is different now), `permits` (I was granted an exception, or one was revoked), `rounds` (those of a term changed), `resync` (events were missed; load again). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_history_history_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default 0 */
                        earned: number;
                        id: number;
                        items: {
                            course: string;
                            credits?: number | null;
                            grade: string;
                            passed: boolean;
                            term: string;
                        }[];
                        name: string;
                        username: string;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_student` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_holds_holds_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            contact: string;
                            reason: string;
                            since: number;
                            until?: number | null;
                        }[];
                        time_zone: string;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_student` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_notices_notices_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default [] */
                        below: {
                            at: number;
                            credits: number;
                            minimum: number;
                            round: string;
                            round_id: number;
                            term: string;
                        }[];
                        items: {
                            at: number;
                            id: number;
                            /**
                             * SectionNews
                             * @description One change of a section, as one student is told it.
                             *
                             *         Attributes:
                             *             changed: what is different.
                             *             clashes: the student's other sections that meet at the same time now and did not before,
                             *                 `CS-101 (2)`.
                             *             waited: the student held no seat and waited for one; the waitlist has ended.
                             */
                            news: {
                                /**
                                 * SectionFacts
                                 * @description What of a section concerns those who hold a seat, at one moment.
                                 *
                                 *         Attributes:
                                 *             teachers: names; of changes told by an earlier version there are none.
                                 */
                                after: {
                                    capacity: number | null;
                                    location: string;
                                    meetings: {
                                        days: string;
                                        end: string;
                                        /** @default  */
                                        instructor: string;
                                        /** @default  */
                                        kind: string;
                                        /** @default  */
                                        location: string;
                                        start: string;
                                        weeks?: number[] | null;
                                    }[];
                                    state: string;
                                    /** @default [] */
                                    teachers: string[];
                                };
                                /**
                                 * SectionFacts
                                 * @description What of a section concerns those who hold a seat, at one moment.
                                 *
                                 *         Attributes:
                                 *             teachers: names; of changes told by an earlier version there are none.
                                 */
                                before: {
                                    capacity: number | null;
                                    location: string;
                                    meetings: {
                                        days: string;
                                        end: string;
                                        /** @default  */
                                        instructor: string;
                                        /** @default  */
                                        kind: string;
                                        /** @default  */
                                        location: string;
                                        start: string;
                                        weeks?: number[] | null;
                                    }[];
                                    state: string;
                                    /** @default [] */
                                    teachers: string[];
                                };
                                changed: ("capacity" | "place" | "state" | "teacher" | "times")[];
                                /** @default [] */
                                clashes: string[];
                                course: string;
                                number: string;
                                title: string;
                                /** @default false */
                                waited: boolean;
                            };
                            section_id: number;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    post_read_notices_read_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: number[];
                    /** @default [] */
                    rounds?: number[];
                };
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    own_permits_permits_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[];
                            section_id: number;
                            until: number | null;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    preview_plans_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    all_or_nothing?: boolean;
                    /**
                     * @description By id of the section.
                     * @default {}
                     */
                    credits_of?: {
                        [key: string]: number;
                    };
                    instead_of?: number | null;
                    /** @default false */
                    wait?: boolean;
                    wishes: number[][][];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allowed: boolean;
                        code?: string | null;
                        detail?: string | null;
                        draw?: {
                            at: number;
                            name: string;
                            round: number;
                        } | null;
                        parts: {
                            code?: string | null;
                            detail?: string | null;
                            /** @default [] */
                            left: number[];
                            /** @default [] */
                            took: number[];
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                            /** @default [] */
                            waits: number[];
                        }[];
                        /** @default {} */
                        values: {
                            [key: string]: string;
                        };
                    };
                };
            };
            /** @description `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_section` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready`, `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_keys_receipts_keys_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: Record<string, never>[];
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_reports_reports_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            published_at: number;
                            round: number | null;
                            term: string;
                        }[];
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_report_reports__code__get: {
        parameters: {
            query?: {
                format?: "json" | "csv";
                /** @description Id of a round; the whole term without. */
                round?: number | null;
            };
            header?: never;
            path: {
                /** @description Code of a term. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        drawn: number;
                        given: number;
                        hash: string;
                        inversions: number;
                        made_at: number;
                        published_at?: number | null;
                        refusals: {
                            code: string;
                            count: number;
                        }[];
                        refused: number;
                        requests: number;
                        round: {
                            closes_at: number;
                            id: number;
                            name: string;
                            opens_at: number;
                            /** @enum {unknown} */
                            policy: "early_lottery" | "first_come" | "groups" | "groups_lottery" | "lottery" | "ranked" | "serial";
                        } | null;
                        seats: number | null;
                        sections: {
                            given: number;
                            refused: number;
                            requests: number;
                            seats: number | null;
                            section: string;
                            waiting: number;
                        }[];
                        sequence: number;
                        students: number;
                        term: string;
                        waiting: number;
                    };
                    "text/csv": unknown;
                };
            };
            /** @description `report_not_published` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    section_sections__section_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        capacity: number | null;
                        ceiling: number | null;
                        /** @default [] */
                        co_teachers: {
                            id: number;
                            name: string;
                            username?: string;
                        }[];
                        /** @default  */
                        component: string;
                        /** @default [] */
                        components: string[];
                        course: string;
                        course_id: number;
                        credits: number;
                        credits_max: number;
                        /**
                         * CrossListing
                         * @description One class that several courses list, with seats for all of them together.
                         *
                         *         Attributes:
                         *             capacity: the seats that its sections share.
                         *             sections: all of them, by course and number.
                         */
                        cross_listed?: {
                            capacity: number;
                            sections: {
                                course: string;
                                id: number;
                                number: string;
                            }[];
                        };
                        id: number;
                        /** @default  */
                        instructor: string;
                        kept?: {
                            groups?: string[];
                            id: number;
                            name: string;
                            seats: number;
                            tags?: string[];
                            taken: number;
                            until: number;
                        }[];
                        /** @default  */
                        link_label: string;
                        /** @default  */
                        location: string;
                        /** @default [] */
                        meetings: {
                            days: string;
                            end: string;
                            /** @default  */
                            instructor: string;
                            /** @default  */
                            kind: string;
                            /** @default  */
                            location: string;
                            start: string;
                            weeks?: number[] | null;
                        }[];
                        number: string;
                        state: string;
                        /** @default [] */
                        tags: string[];
                        taken: number;
                        teacher?: string | null;
                        teacher_id?: number | null;
                        teacher_username?: string | null;
                        term: string;
                        title: string;
                        /** @default 0 */
                        waiting: number;
                        waitlist_limit?: number | null;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_section` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    preview_sections__section_id__preview_get: {
        parameters: {
            query?: {
                /** @description `drop`: can I give back what I hold? */
                action?: "drop" | null;
                /** @description How many of a range; the lowest. */
                credits?: number | null;
                /** @description A section to give back: a swap. */
                instead_of?: number | null;
                /** @description What is given back with it; with `drop`. */
                linked?: number[];
            };
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allowed: boolean;
                        draw?: {
                            at: number;
                            name: string;
                            round: number;
                        } | null;
                        refusals: {
                            code: string;
                            detail: string;
                            values: {
                                [key: string]: string;
                            };
                        }[];
                        waiting?: number | null;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_section` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_requirements_sections__section_id__requirements_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        corequisite: {
                            /** @default  */
                            course: string;
                            depth: number;
                            /** @default  */
                            grade: string;
                            /** @enum {unknown} */
                            kind: "course" | "either" | "every";
                            met: boolean;
                            /** @default  */
                            title: string;
                        }[];
                        exclusions: {
                            /** @default  */
                            course: string;
                            depth: number;
                            /** @default  */
                            grade: string;
                            /** @enum {unknown} */
                            kind: "course" | "either" | "every";
                            met: boolean;
                            /** @default  */
                            title: string;
                        }[];
                        group_fits: boolean;
                        groups: string[];
                        passed: boolean;
                        prerequisite: {
                            /** @default  */
                            course: string;
                            depth: number;
                            /** @default  */
                            grade: string;
                            /** @enum {unknown} */
                            kind: "course" | "either" | "every";
                            met: boolean;
                            /** @default  */
                            title: string;
                        }[];
                        repeats: boolean;
                        tags: string[];
                        tags_fit: boolean;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_section`, `no_such_student` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready`, `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    own_selections_selections_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: {
                            accepted_at: number;
                            /** @enum {unknown} */
                            action: "drop" | "plan" | "select" | "swap";
                            code?: string | null;
                            credits?: number | null;
                            decided_at?: number | null;
                            detail?: string | null;
                            draw?: {
                                at: number;
                                name: string;
                                round: number;
                            } | null;
                            estimate_s?: number | null;
                            id: string;
                            instead_of?: number | null;
                            number: number;
                            /** @default [] */
                            parts: {
                                code?: string | null;
                                detail?: string | null;
                                /** @default [] */
                                left: number[];
                                /** @default [] */
                                took: number[];
                                /** @default {} */
                                values: {
                                    [key: string]: string;
                                };
                                /** @default [] */
                                waits: number[];
                            }[];
                            plan?: {
                                /** @default false */
                                all_or_nothing: boolean;
                                /** @default [] */
                                credits: number[][];
                                wishes: number[][][];
                            } | null;
                            /** @default 0 */
                            position: number;
                            promotion?: {
                                at: number;
                                instead_of?: number | null;
                            } | null;
                            section_id: number;
                            state: "pending" | ("cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted");
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                            /** @default false */
                            wait: boolean;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    select_selections_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again gives the same ticket, however often. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default select
                     * @enum {unknown}
                     */
                    action?: "drop" | "plan" | "select" | "swap";
                    /** @default false */
                    all_or_nothing?: boolean;
                    credits?: number | null;
                    /**
                     * @description By id of the section.
                     * @default {}
                     */
                    credits_of?: {
                        [key: string]: number;
                    };
                    instead_of?: number | null;
                    /** @default [] */
                    linked?: number[];
                    section_id?: number | null;
                    /** @default false */
                    wait?: boolean;
                    wishes?: number[][][] | null;
                }[] | {
                    /**
                     * @default select
                     * @enum {unknown}
                     */
                    action?: "drop" | "plan" | "select" | "swap";
                    /** @default false */
                    all_or_nothing?: boolean;
                    credits?: number | null;
                    /**
                     * @description By id of the section.
                     * @default {}
                     */
                    credits_of?: {
                        [key: string]: number;
                    };
                    instead_of?: number | null;
                    /** @default [] */
                    linked?: number[];
                    section_id?: number | null;
                    /** @default false */
                    wait?: boolean;
                    wishes?: number[][][] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted_at: number;
                        /** @enum {unknown} */
                        action: "drop" | "plan" | "select" | "swap";
                        code?: string | null;
                        credits?: number | null;
                        decided_at?: number | null;
                        detail?: string | null;
                        draw?: {
                            at: number;
                            name: string;
                            round: number;
                        } | null;
                        estimate_s?: number | null;
                        id: string;
                        instead_of?: number | null;
                        number: number;
                        /** @default [] */
                        parts: {
                            code?: string | null;
                            detail?: string | null;
                            /** @default [] */
                            left: number[];
                            /** @default [] */
                            took: number[];
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                            /** @default [] */
                            waits: number[];
                        }[];
                        plan?: {
                            /** @default false */
                            all_or_nothing: boolean;
                            /** @default [] */
                            credits: number[][];
                            wishes: number[][][];
                        } | null;
                        /** @default 0 */
                        position: number;
                        promotion?: {
                            at: number;
                            instead_of?: number | null;
                        } | null;
                        section_id: number;
                        state: "pending" | ("cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted");
                        /** @default {} */
                        values: {
                            [key: string]: string;
                        };
                        /** @default false */
                        wait: boolean;
                    } | {
                        tickets: ({
                            accepted_at: number;
                            /** @enum {unknown} */
                            action: "drop" | "plan" | "select" | "swap";
                            code?: string | null;
                            credits?: number | null;
                            decided_at?: number | null;
                            detail?: string | null;
                            draw?: {
                                at: number;
                                name: string;
                                round: number;
                            } | null;
                            estimate_s?: number | null;
                            id: string;
                            instead_of?: number | null;
                            number: number;
                            /** @default [] */
                            parts: {
                                code?: string | null;
                                detail?: string | null;
                                /** @default [] */
                                left: number[];
                                /** @default [] */
                                took: number[];
                                /** @default {} */
                                values: {
                                    [key: string]: string;
                                };
                                /** @default [] */
                                waits: number[];
                            }[];
                            plan?: {
                                /** @default false */
                                all_or_nothing: boolean;
                                /** @default [] */
                                credits: number[][];
                                wishes: number[][][];
                            } | null;
                            /** @default 0 */
                            position: number;
                            promotion?: {
                                at: number;
                                instead_of?: number | null;
                            } | null;
                            section_id: number;
                            state: "pending" | ("cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted");
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                            /** @default false */
                            wait: boolean;
                        } | {
                            code: string;
                            detail: string;
                            errors?: Record<string, never>[];
                            status: number;
                            title: string;
                            type: string;
                            values?: Record<string, never>;
                        })[];
                    };
                };
            };
            /** @description `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_section` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields`, `key_reused`, `same_section` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `too_many_requests` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away`, `not_ready` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    own_selection_selections__ticket_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted_at: number;
                        /** @enum {unknown} */
                        action: "drop" | "plan" | "select" | "swap";
                        code?: string | null;
                        credits?: number | null;
                        decided_at?: number | null;
                        detail?: string | null;
                        draw?: {
                            at: number;
                            name: string;
                            round: number;
                        } | null;
                        estimate_s?: number | null;
                        id: string;
                        instead_of?: number | null;
                        number: number;
                        /** @default [] */
                        parts: {
                            code?: string | null;
                            detail?: string | null;
                            /** @default [] */
                            left: number[];
                            /** @default [] */
                            took: number[];
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                            /** @default [] */
                            waits: number[];
                        }[];
                        plan?: {
                            /** @default false */
                            all_or_nothing: boolean;
                            /** @default [] */
                            credits: number[][];
                            wishes: number[][][];
                        } | null;
                        /** @default 0 */
                        position: number;
                        promotion?: {
                            at: number;
                            instead_of?: number | null;
                        } | null;
                        section_id: number;
                        state: "pending" | ("cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted");
                        /** @default {} */
                        values: {
                            [key: string]: string;
                        };
                        /** @default false */
                        wait: boolean;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_ticket` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    cancel_selections__ticket_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted_at: number;
                        /** @enum {unknown} */
                        action: "drop" | "plan" | "select" | "swap";
                        code?: string | null;
                        credits?: number | null;
                        decided_at?: number | null;
                        detail?: string | null;
                        draw?: {
                            at: number;
                            name: string;
                            round: number;
                        } | null;
                        estimate_s?: number | null;
                        id: string;
                        instead_of?: number | null;
                        number: number;
                        /** @default [] */
                        parts: {
                            code?: string | null;
                            detail?: string | null;
                            /** @default [] */
                            left: number[];
                            /** @default [] */
                            took: number[];
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                            /** @default [] */
                            waits: number[];
                        }[];
                        plan?: {
                            /** @default false */
                            all_or_nothing: boolean;
                            /** @default [] */
                            credits: number[][];
                            wishes: number[][][];
                        } | null;
                        /** @default 0 */
                        position: number;
                        promotion?: {
                            at: number;
                            instead_of?: number | null;
                        } | null;
                        section_id: number;
                        state: "pending" | ("cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted");
                        /** @default {} */
                        values: {
                            [key: string]: string;
                        };
                        /** @default false */
                        wait: boolean;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_ticket` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    terms_terms_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        in_rounds: string[];
                        items: {
                            code: string;
                            credit_minimum?: number | null;
                            first_day?: string | null;
                            /** @default [] */
                            holidays: string[];
                            id: number;
                            last_day?: string | null;
                            name: string;
                            scratch: boolean;
                            state: string;
                        }[];
                        now: number;
                        rounds: {
                            actions: ("drop" | "select" | "swap")[];
                            /** @default false */
                            below_minimum: boolean;
                            closes_at: number;
                            credit_limit?: number | null;
                            drawn_at?: number | null;
                            draws_at?: number | null;
                            early_seconds?: number | null;
                            id: number;
                            name: string;
                            opens_at: number;
                            /**
                             * @default first_come
                             * @enum {unknown}
                             */
                            policy: "early_lottery" | "first_come" | "groups" | "groups_lottery" | "lottery" | "ranked" | "serial";
                            /** @default [] */
                            priorities: {
                                /** @enum {unknown} */
                                kind: "group" | "tag";
                                name: string;
                            }[];
                            section_limit?: number | null;
                            seed?: string | null;
                            seed_hash?: string | null;
                            term: string;
                        }[] | null;
                        time_zone: string;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_student` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    get_receipt_tickets__ticket_id__receipt_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Receipt
                         * @description An outcome and where it stands in the decision log.
                         *
                         *         Attributes:
                         *             ticket_id: of the request; number: its place in the line.
                         *             section, term: names of what was asked for; instead_of: what a swap gives back.
                         *             accepted_at, decided_at: Unix seconds.
                         *             outcome, code: how it ended, and why it was refused.
                         *             log, sequence: id of the term of the log, and the entry with the decision.
                         *             hash: of that entry; it seals all before it.
                         */
                        receipt: {
                            accepted_at: number;
                            /** @enum {unknown} */
                            action: "drop" | "plan" | "select" | "swap";
                            code: string | null;
                            decided_at: number;
                            /**
                             * @default 1
                             * @enum {unknown}
                             */
                            form: 1;
                            hash: string;
                            instead_of: number | null;
                            log: number;
                            number: number;
                            /** @enum {unknown} */
                            outcome: "cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted";
                            section: string;
                            section_id: number;
                            sequence: number;
                            student_id: number;
                            term: string;
                            ticket_id: string;
                        };
                        signed: string;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_receipt` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    timetable_timetable_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        credit_limit: number;
                        credit_minimum?: number | null;
                        credits: number;
                        sections: {
                            capacity: number | null;
                            ceiling: number | null;
                            /** @default [] */
                            co_teachers: {
                                id: number;
                                name: string;
                                username?: string;
                            }[];
                            /** @default  */
                            component: string;
                            /** @default [] */
                            components: string[];
                            course: string;
                            course_id: number;
                            credits: number;
                            credits_max: number;
                            /**
                             * CrossListing
                             * @description One class that several courses list, with seats for all of them together.
                             *
                             *         Attributes:
                             *             capacity: the seats that its sections share.
                             *             sections: all of them, by course and number.
                             */
                            cross_listed?: {
                                capacity: number;
                                sections: {
                                    course: string;
                                    id: number;
                                    number: string;
                                }[];
                            };
                            id: number;
                            /** @default  */
                            instructor: string;
                            kept?: {
                                groups?: string[];
                                id: number;
                                name: string;
                                seats: number;
                                tags?: string[];
                                taken: number;
                                until: number;
                            }[];
                            /** @default  */
                            link_label: string;
                            /** @default  */
                            location: string;
                            /** @default [] */
                            meetings: {
                                days: string;
                                end: string;
                                /** @default  */
                                instructor: string;
                                /** @default  */
                                kind: string;
                                /** @default  */
                                location: string;
                                start: string;
                                weeks?: number[] | null;
                            }[];
                            number: string;
                            state: string;
                            /** @default [] */
                            tags: string[];
                            taken: number;
                            teacher?: string | null;
                            teacher_id?: number | null;
                            teacher_username?: string | null;
                            term: string;
                            title: string;
                            /** @default 0 */
                            waiting: number;
                            waitlist_limit?: number | null;
                        }[];
                        /** @default [] */
                        waiting: {
                            code?: string | null;
                            detail?: string | null;
                            /** @default [] */
                            gives: number[];
                            instead_of?: number | null;
                            of: number;
                            place: number;
                            /**
                             * SectionView
                             * @description A section as everybody sees it.
                             *
                             *         Attributes:
                             *             term: the term's code.
                             *             course: the course's code.
                             *             number: the section's number in its term.
                             *             credits: what it counts towards the credit limit.
                             *             credits_max: the upper end of a listed range, otherwise `credits`.
                             *             capacity: seats as planned; None is unlimited.
                             *             ceiling: how many seats may be held now: the capacity plus permits, never below `taken`, or
                             *                 what is left of shared seats if that is less; None is unlimited.
                             *             taken: how many seats are held.
                             *             state: open, closed or cancelled.
                             *             teacher: name of the teacher with id `teacher_id`.
                             *             teacher_username: the user name; for staff, students are not told it.
                             *             instructor: who teaches it as the catalogue says, whether there is an account or not.
                             *             co_teachers: those who look after it beside the teacher, by name.
                             *             tags: what one can look for, such as `online`; a data node of an earlier version has none.
                             *             component: which part of its course it is, such as `lab`; "" stands alone.
                             *             link_label: of the parts that it goes with; "" goes with all.
                             *             components: the parts of the course that are to be had together; none if it stands alone.
                             *             waitlist_limit: how many may wait for a seat; None where there is no waitlist, 0 where
                             *                 nobody new may.
                             *             waiting: how many wait.
                             *             cross_listed: with what it shares seats; not there where it shares none.
                             *             kept: seats kept for some students; not there where none are.
                             */
                            section: {
                                capacity: number | null;
                                ceiling: number | null;
                                /** @default [] */
                                co_teachers: {
                                    id: number;
                                    name: string;
                                    username?: string;
                                }[];
                                /** @default  */
                                component: string;
                                /** @default [] */
                                components: string[];
                                course: string;
                                course_id: number;
                                credits: number;
                                credits_max: number;
                                /**
                                 * CrossListing
                                 * @description One class that several courses list, with seats for all of them together.
                                 *
                                 *         Attributes:
                                 *             capacity: the seats that its sections share.
                                 *             sections: all of them, by course and number.
                                 */
                                cross_listed?: {
                                    capacity: number;
                                    sections: {
                                        course: string;
                                        id: number;
                                        number: string;
                                    }[];
                                };
                                id: number;
                                /** @default  */
                                instructor: string;
                                kept?: {
                                    groups?: string[];
                                    id: number;
                                    name: string;
                                    seats: number;
                                    tags?: string[];
                                    taken: number;
                                    until: number;
                                }[];
                                /** @default  */
                                link_label: string;
                                /** @default  */
                                location: string;
                                /** @default [] */
                                meetings: {
                                    days: string;
                                    end: string;
                                    /** @default  */
                                    instructor: string;
                                    /** @default  */
                                    kind: string;
                                    /** @default  */
                                    location: string;
                                    start: string;
                                    weeks?: number[] | null;
                                }[];
                                number: string;
                                state: string;
                                /** @default [] */
                                tags: string[];
                                taken: number;
                                teacher?: string | null;
                                teacher_id?: number | null;
                                teacher_username?: string | null;
                                term: string;
                                title: string;
                                /** @default 0 */
                                waiting: number;
                                waitlist_limit?: number | null;
                            };
                            since: number;
                            ticket_id: string;
                            /** @default [] */
                            together: number[];
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready`, `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    download_timetable_ics_get: {
        parameters: {
            query?: {
                /** @description Code of a term; all real terms without. */
                term?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": unknown;
                };
            };
            /** @description Nothing changed. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_term` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `term_without_days` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `invalid_fields` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `not_ready`, `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    feed_state_timetable_feed_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        made_at: number | null;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    make_feed_timetable_feed_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        made_at: number;
                        path: string;
                    };
                };
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_student` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    end_feed_timetable_feed_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `login_required`, `token_invalid`, `token_expired` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `service_away` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
}
