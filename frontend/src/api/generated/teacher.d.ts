// Generated from the OpenAPI of the node by `npm run generate`; not to be edited.

export interface paths {
    "/catalogue/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a catalogue file into a term
         * @description All or nothing. Rows with one `crn` are the meetings of one section; see the notes.
         */
        post: operations["post_catalogue_catalogue_import_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Courses, by code
         * @description Courses whose code and title have every word of `search`.
         */
        get: operations["get_courses_courses_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/courses/{course_id}/requirements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a course requires
         * @description As it is offered in one term.
         */
        get: operations["get_one_courses__course_id__requirements_get"];
        /**
         * Say what a course requires
         * @description It replaces what was required. What waits in line is decided by it; seats held stay.
         */
        put: operations["put_one_courses__course_id__requirements_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Seats held, page by page
         * @description By section and student.
         */
        get: operations["get_enrolments_enrolments_get"];
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
         * What a student took before
         * @description By course and term, with the grades.
         */
        get: operations["get_history_history_get"];
        put?: never;
        post?: never;
        /**
         * Remove one course that a student took
         * @description What is left; who removed it and what it was stands in the audit log.
         */
        delete: operations["delete_history_history_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/history/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring in a file of what students took
         * @description All or nothing; the same file again changes nothing. Another grade replaces the one here.
         */
        post: operations["post_history_history_import_post"];
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
         * Holds on students
         * @description The newest first; those that stand, unless asked for the past ones too.
         */
        get: operations["get_holds_holds_get"];
        put?: never;
        /**
         * Place a hold on students
         * @description On all of them or none. While it stands they take and swap no seats; they may drop some.
         */
        post: operations["post_hold_holds_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/holds/{hold_id}": {
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
         * Lift a hold
         * @description It is kept, with who lifted it; lifting it again changes nothing.
         */
        delete: operations["delete_hold_holds__hold_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How every copy of every node is
         * @description Asked side by side; one that is away is offline after a second and holds up nobody.
         */
        get: operations["get_nodes_nodes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How requests ended, page by page
         * @description By ticket id, which is no order; `number` is that of the line.
         */
        get: operations["get_outcomes_outcomes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outcomes/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many requests ended in which way
         * @description By outcome and reason. It counts all outcomes of the term: not to be asked every second.
         */
        get: operations["get_outcome_counts_outcomes_counts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/permits/{permit_id}": {
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
         * Revoke an exception that nobody has used
         * @description Revoking it twice is the same as once.
         */
        delete: operations["delete_permit_permits__permit_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a scratch term with synthetic students
         * @description The term is open at once, and open to its synthetic students alone.
         */
        post: operations["post_rehearsal_rehearsals_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsals/{code}": {
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
         * Remove a scratch term and its tickets
         * @description The tickets go first: the term is what one finds them by, should this be interrupted.
         */
        delete: operations["delete_rehearsal_rehearsals__code__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsals/{code}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Audit a rehearsal
         * @description What clients were told is held against the rosters and the ticket log, as they are now.
         */
        post: operations["audit_rehearsal_rehearsals__code__audit_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsals/{code}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the tickets of a scratch term ended
         * @description By ticket number; `last` is the number to ask after next.
         */
        get: operations["get_outcomes_rehearsals__code__outcomes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsals/{code}/rosters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who holds which seat in a scratch term
         * @description All sections with their counters, times and students.
         */
        get: operations["get_rosters_rehearsals__code__rosters_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsals/{code}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ticket log of a scratch term
         * @description In the recorded order, as the queue node kept it; `last` is the number to ask after next.
         */
        get: operations["get_tickets_rehearsals__code__tickets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rounds/{round_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One round
         * @description Times are Unix seconds.
         */
        get: operations["get_round_rounds__round_id__get"];
        put?: never;
        post?: never;
        /**
         * Remove a round
         * @description The round as it was; without its last one the term takes requests whenever it is open.
         */
        delete: operations["delete_round_rounds__round_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change a round
         * @description What waits in line is decided by the round as it is then.
         */
        patch: operations["patch_round_rounds__round_id__patch"];
        trace?: never;
    };
    "/rounds/{round_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a round now
         * @description What it has collected is drawn as soon as the line is through. One that is over stays.
         */
        post: operations["close_round_rounds__round_id__close_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rounds/{round_id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Draw a round now
         * @description Without waiting for the line: what comes out of it later is decided after the draw.
         */
        post: operations["decide_round_rounds__round_id__decide_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rounds/{round_id}/draw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the draw of a round decided
         * @description In its order, after place `after`; with the seed of the round anybody can draw again.
         */
        get: operations["get_draw_rounds__round_id__draw_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rounds/{round_id}/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The students whom a round names
         * @description By user name; the whole list.
         */
        get: operations["get_round_students_rounds__round_id__students_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Own sections; all of them for administrators
         * @description A teacher sees the own sections alone, whatever `teacher_id` says.
         */
        get: operations["get_sections_sections_get"];
        put?: never;
        /**
         * Make a section
         * @description A teacher makes it for himself; an administrator may name a course that is new.
         */
        post: operations["post_section_sections_post"];
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
         * @description With its meetings and seats.
         */
        get: operations["get_section_sections__section_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a section
         * @description What is left out stays. With fewer seats than are taken nobody loses one.
         *
         *     Those who hold a seat get a notice of what concerns them.
         */
        patch: operations["patch_section_sections__section_id__patch"];
        trace?: never;
    };
    "/sections/{section_id}/cross-listing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let a section share seats with others
         * @description One class that several courses list: each section keeps its own number of seats besides.
         *
         *     Nobody can hold two of them. Replaces what the section shared before.
         */
        put: operations["put_listing_sections__section_id__cross_listing_put"];
        post?: never;
        /**
         * End what a section shares with others
         * @description For all sections that shared; doing it twice is the same as once.
         */
        delete: operations["delete_listing_sections__section_id__cross_listing_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}/effects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a change would do to those who hold a seat or wait for one
         * @description Nothing is changed; it is refused where the change would be.
         */
        post: operations["post_effects_sections__section_id__effects_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}/fill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a section filled
         * @description Seats held at each moment, from all decisions, also of those who have left since.
         */
        get: operations["get_fill_sections__section_id__fill_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}/kept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep seats of a section for some students
         * @description Replaces what was kept; an empty list keeps nothing. When its time is over the rest is free.
         *
         *     Those who hold seats count for what is kept for them.
         */
        put: operations["put_kept_sections__section_id__kept_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}/permits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exceptions granted in a section
         * @description The newest first, also those that are used, revoked or run out.
         */
        get: operations["get_permits_sections__section_id__permits_get"];
        put?: never;
        /**
         * Grant one student an exception
         * @description It is used by the student's next request for the section, or by hand, if that needs it.
         *
         *     With `over_capacity` the section has one seat more, for as long as the student holds it.
         */
        post: operations["post_permit_sections__section_id__permits_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/{section_id}/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who holds the seats of a section
         * @description By name. As CSV it is UTF-8 with a byte order mark, and no cell can act as a formula.
         */
        get: operations["get_roster_sections__section_id__roster_get"];
        put?: never;
        /**
         * Give a student a seat, or take it away, by hand
         * @description Under the rules for everybody, ahead of the line; an outcome `refused` is an answer too.
         *
         *     Teachers decide about their own sections.
         */
        post: operations["post_roster_sections__section_id__roster_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sections/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give sections to a teacher, or to nobody
         * @description All or nothing. Clashes of the teacher's own times are a warning and forbid nothing.
         */
        post: operations["post_assignment_sections_assignment_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How long the line is and how fast it moves
         * @description `drain_per_s` is measured over the latest batches.
         */
        get: operations["get_state_selection_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selection/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the line did, second by second
         * @description Times are from acceptance to decision, by the queue node's clock.
         */
        get: operations["get_figures_selection_figures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selection/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause the line: requests are accepted, none is decided
         * @description The batch under way is still decided. A pause outlives a restart; one that stands goes on.
         */
        post: operations["pause_selection_pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selection/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the line move again
         * @description In the recorded order. Without a pause nothing changes.
         */
        post: operations["resume_selection_resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/students/{student}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many credits a student may hold and has to keep
         * @description Credits a term.
         */
        get: operations["get_rules_students__student__credits_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how many credits a student may hold and has to keep
         * @description What is left out stays; a minimum of null is what each term says.
         */
        patch: operations["patch_rules_students__student__credits_patch"];
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
         * All terms
         * @description All terms, the newest first, those of rehearsals among them.
         */
        get: operations["get_terms_terms_get"];
        put?: never;
        /**
         * Make a term
         * @description It is empty; bring a catalogue into it.
         */
        post: operations["post_term_terms_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/terms/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One term and how much is in it
         * @description Counts of courses, sections, seats and enrolments.
         */
        get: operations["get_term_terms__code__get"];
        put?: never;
        post?: never;
        /**
         * Remove a term with its courses, sections and seats
         * @description The term as it was. Seats that were held are given up with outcomes; the history stays.
         */
        delete: operations["delete_term_terms__code__delete"];
        options?: never;
        head?: never;
        /**
         * Open, close or rename a term
         * @description Requests accepted before a term closes and decided after it are refused.
         */
        patch: operations["patch_term_terms__code__patch"];
        trace?: never;
    };
    "/terms/{code}/below-minimum": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who holds fewer credits of a term than the minimum
         * @description Active students by name, those without any section too.
         */
        get: operations["get_below_minimum_terms__code__below_minimum_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/terms/{code}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The decision log of a term, page by page
         * @description By sequence number; a page may be shorter than asked for, `after` says how to go on.
         */
        get: operations["get_log_terms__code__log_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/terms/{code}/log/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The end of the decision log of a term
         * @description Its hash seals all that was decided before: publish it.
         */
        get: operations["get_head_terms__code__log_head_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/terms/{code}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The fairness report of a term or round, as of now
         * @description Counted from the decision log; groups of fewer than five are told together.
         */
        get: operations["get_report_terms__code__report_get"];
        /**
         * Publish the fairness report of a term or round
         * @description As it is now; one that was published before is replaced.
         */
        put: operations["put_report_terms__code__report_put"];
        post?: never;
        /**
         * Take a published fairness report back
         * @description Administrators can still have it counted.
         */
        delete: operations["delete_report_terms__code__report_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/terms/{code}/requirements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The courses of a term that require something
         * @description By code. A course that is not here requires nothing, but cannot be repeated once passed.
         */
        get: operations["get_list_terms__code__requirements_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/terms/{code}/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rounds of a term
         * @description By their opening. A term without rounds takes requests whenever it is open.
         */
        get: operations["get_rounds_terms__code__rounds_get"];
        put?: never;
        /**
         * Make a round
         * @description From the first round on the term takes requests only while a round permits them.
         */
        post: operations["post_round_terms__code__rounds_post"];
        delete?: never;
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
    post_catalogue_catalogue_import_post: {
        parameters: {
            query: {
                /** @description Change nothing and only report. */
                dry_run?: boolean;
                /** @description Name of the term; kept without. */
                name?: string;
                /** @description Code of the term; a new one is made. */
                term: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
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
                        /**
                         * ImportCounts
                         * @description What an import did: `absent` ones are in the term but not in the file, and stay.
                         */
                        courses: {
                            /** @default 0 */
                            absent: number;
                            /** @default 0 */
                            changed: number;
                            /** @default 0 */
                            created: number;
                            /** @default 0 */
                            unchanged: number;
                        };
                        created_term: boolean;
                        dry_run: boolean;
                        meetings: number;
                        notes: {
                            code: string;
                            count: number;
                            /** @default [] */
                            lines: number[];
                            message: string;
                            /** @default  */
                            names: string;
                        }[];
                        seats: number;
                        /**
                         * ImportCounts
                         * @description What an import did: `absent` ones are in the term but not in the file, and stay.
                         */
                        sections: {
                            /** @default 0 */
                            absent: number;
                            /** @default 0 */
                            changed: number;
                            /** @default 0 */
                            created: number;
                            /** @default 0 */
                            unchanged: number;
                        };
                        term: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `term_is_scratch` */
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
            /** @description `catalogue_invalid`, `invalid_fields` */
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
    get_courses_courses_get: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description How many to pass over. */
                offset?: number;
                /** @description Text to look for. */
                search?: string;
                /** @description Code of a term; all real terms without. */
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
                    "application/json": {
                        items: {
                            code: string;
                            id: number;
                            sections: number;
                            term: string;
                            title: string;
                        }[];
                        limit: number;
                        offset: number;
                        total: number;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_one_courses__course_id__requirements_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a course of a term. */
                course_id: number;
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
                        /** @default  */
                        corequisite: string;
                        course: string;
                        course_id: number;
                        /** @default [] */
                        exclusions: string[];
                        /** @default [] */
                        groups: string[];
                        /** @default  */
                        prerequisite: string;
                        /** @default false */
                        repeats: boolean;
                        /** @default [] */
                        tags: string[];
                        term: string;
                        title: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_course` */
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
    put_one_courses__course_id__requirements_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a course of a term. */
                course_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    corequisite?: string;
                    /** @default [] */
                    exclusions?: string[];
                    /** @default [] */
                    groups?: string[];
                    /** @default  */
                    prerequisite?: string;
                    /** @default false */
                    repeats?: boolean;
                    /** @default [] */
                    tags?: string[];
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
                        /** @default  */
                        corequisite: string;
                        course: string;
                        course_id: number;
                        /** @default [] */
                        exclusions: string[];
                        /** @default [] */
                        groups: string[];
                        /** @default  */
                        prerequisite: string;
                        /** @default false */
                        repeats: boolean;
                        /** @default [] */
                        tags: string[];
                        term: string;
                        title: string;
                        unknown_courses: string[];
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_course` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `term_is_scratch` */
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
    get_enrolments_enrolments_get: {
        parameters: {
            query?: {
                /** @description `after` of the page before; the first page without. */
                after?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description Code of a term; all real terms without. */
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
                    "application/json": {
                        after: string | null;
                        items: {
                            course: string;
                            credits: number;
                            enrolled_at: number;
                            group: string;
                            name: string;
                            number: string;
                            section_id: number;
                            student_id: number;
                            term: string;
                            ticket_id: string;
                            title: string;
                            username: string;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_history_history_get: {
        parameters: {
            query: {
                /** @description User name or id of a student. */
                student: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    delete_history_history_delete: {
        parameters: {
            query: {
                /** @description Code of a course. */
                course: string;
                /** @description User name or id of a student. */
                student: string;
                /** @description When it was taken. */
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_student`, `no_such_history` */
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
    post_history_history_import_post: {
        parameters: {
            query?: {
                /** @description Change nothing and only report. */
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
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
                        changed: number;
                        created: number;
                        dry_run: boolean;
                        students: number;
                        unchanged: number;
                        unknown_count: number;
                        unknown_courses: string[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `file_invalid`, `invalid_fields` */
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
    get_holds_holds_get: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description How many to pass over. */
                offset?: number;
                /** @description Those that were lifted or are over, too. */
                past?: boolean;
                /** @description User name or id of a student; everybody without. */
                student?: string;
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
                    "application/json": {
                        items: {
                            by: string;
                            contact: string;
                            id: number;
                            lifted_at?: number | null;
                            lifted_by?: string | null;
                            name: string;
                            reason: string;
                            since: number;
                            student_id: number;
                            until?: number | null;
                            username: string;
                        }[];
                        limit: number;
                        now: number;
                        offset: number;
                        time_zone: string;
                        total: number;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    post_hold_holds_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    contact: string;
                    reason: string;
                    students: string[];
                    until?: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            by: string;
                            contact: string;
                            id: number;
                            lifted_at?: number | null;
                            lifted_by?: string | null;
                            name: string;
                            reason: string;
                            since: number;
                            student_id: number;
                            until?: number | null;
                            username: string;
                        }[];
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `unknown_people`, `invalid_fields` */
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
    delete_hold_holds__hold_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a hold. */
                hold_id: number;
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
                        by: string;
                        contact: string;
                        id: number;
                        lifted_at?: number | null;
                        lifted_by?: string | null;
                        name: string;
                        reason: string;
                        since: number;
                        student_id: number;
                        until?: number | null;
                        username: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_hold` */
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
    get_nodes_nodes_get: {
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
                            address: string;
                            process?: {
                                memory: number;
                                uptime_s: number;
                            } | null;
                            service: string;
                            trouble: {
                                [key: string]: string;
                            };
                            /** @enum {unknown} */
                            word: "degraded" | "offline" | "online" | "unknown";
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_outcomes_outcomes_get: {
        parameters: {
            query?: {
                /** @description `after` of the page before; the first page without. */
                after?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description Code of a term; all real terms without. */
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
                    "application/json": {
                        after: string | null;
                        items: {
                            /** @enum {unknown} */
                            action: "drop" | "plan" | "select" | "swap";
                            by: string | null;
                            code: string | null;
                            course: string | null;
                            decided_at: number;
                            detail: string | null;
                            instead_of: number | null;
                            number: number;
                            /** @enum {unknown} */
                            outcome: "cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted";
                            reason: string | null;
                            section: string | null;
                            section_id: number;
                            student_id: number;
                            term: string | null;
                            ticket_id: string;
                            username: string | null;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_outcome_counts_outcomes_counts_get: {
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string | null;
                            count: number;
                            /** @enum {unknown} */
                            outcome: "cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted";
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    delete_permit_permits__permit_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a permit. */
                permit_id: number;
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
                        by: string;
                        granted_at: number;
                        id: number;
                        kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[];
                        left_at: number | null;
                        name: string;
                        reason: string;
                        revoked_at: number | null;
                        revoked_by: string | null;
                        section_id: number;
                        /** @enum {unknown} */
                        state: "expired" | "open" | "revoked" | "used";
                        student_id: number;
                        ticket_id: string | null;
                        until: number | null;
                        used_at: number | null;
                        used_kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[] | null;
                        username: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_permit` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `permit_used` */
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
    post_rehearsal_rehearsals_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code?: string | null;
                    sections: {
                        capacity: number | null;
                        name: string;
                    }[];
                    seed?: number | null;
                    students: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sections: {
                            capacity: number | null;
                            id: number;
                            name: string;
                        }[];
                        students: number;
                        term: string;
                        term_id: number;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    delete_rehearsal_rehearsals__code__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Code of a scratch term. */
                code: string;
            };
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `not_a_scratch_term` */
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
    audit_rehearsal_rehearsals__code__audit_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Code of a scratch term. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    sections: {
                        capacity: number | null;
                        name: string;
                    }[];
                    told: {
                        section_id: number;
                        state: "pending" | ("cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted");
                        student_id: number;
                        ticket_id: string;
                    }[];
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
                        clean: boolean;
                        figures: {
                            [key: string]: number;
                        };
                        findings: {
                            [key: string]: string[];
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `not_a_scratch_term` */
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
    get_outcomes_rehearsals__code__outcomes_get: {
        parameters: {
            query?: {
                /** @description The number to start after. */
                after?: number;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Code of a scratch term. */
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
                        last: number;
                        outcomes: {
                            /** @enum {unknown} */
                            action: "drop" | "plan" | "select" | "swap";
                            code: string | null;
                            decided_at: number;
                            detail: string | null;
                            number: number;
                            /** @enum {unknown} */
                            outcome: "cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted";
                            section_id: number;
                            student_id: number;
                            ticket_id: string;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `not_a_scratch_term` */
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
    get_rosters_rehearsals__code__rosters_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Code of a scratch term. */
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
                        sections: {
                            capacity: number | null;
                            course: string;
                            id: number;
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
                            name: string;
                            students: number[];
                            taken: number;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `not_a_scratch_term` */
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
    get_tickets_rehearsals__code__tickets_get: {
        parameters: {
            query?: {
                /** @description The number to start after. */
                after?: number;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Code of a scratch term. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `not_a_scratch_term` */
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
    get_round_rounds__round_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a round. */
                round_id: number;
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
                        actions: ("drop" | "select" | "swap")[];
                        /** @default false */
                        below_minimum: boolean;
                        closes_at: number;
                        credit_limit?: number | null;
                        drawn_at?: number | null;
                        draws_at?: number | null;
                        early_seconds?: number | null;
                        earned_from?: number | null;
                        earned_to?: number | null;
                        /** @default [] */
                        groups: string[];
                        id: number;
                        name: string;
                        /** @default 0 */
                        named: number;
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
                        /** @default [] */
                        tags: string[];
                        term: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_round` */
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
    delete_round_rounds__round_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a round. */
                round_id: number;
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
                        actions: ("drop" | "select" | "swap")[];
                        /** @default false */
                        below_minimum: boolean;
                        closes_at: number;
                        credit_limit?: number | null;
                        drawn_at?: number | null;
                        draws_at?: number | null;
                        early_seconds?: number | null;
                        earned_from?: number | null;
                        earned_to?: number | null;
                        /** @default [] */
                        groups: string[];
                        id: number;
                        name: string;
                        /** @default 0 */
                        named: number;
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
                        /** @default [] */
                        tags: string[];
                        term: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_round` */
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
    patch_round_rounds__round_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a round. */
                round_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    actions?: ("drop" | "select" | "swap")[];
                    below_minimum?: boolean;
                    closes_at?: number;
                    credit_limit?: number | null;
                    early_seconds?: number | null;
                    earned_from?: number | null;
                    earned_to?: number | null;
                    groups?: string[];
                    name?: string;
                    opens_at?: number;
                    /** @enum {unknown} */
                    policy?: "early_lottery" | "first_come" | "groups" | "groups_lottery" | "lottery" | "ranked" | "serial";
                    priorities?: {
                        /** @enum {unknown} */
                        kind: "group" | "tag";
                        name: string;
                    }[];
                    section_limit?: number | null;
                    students?: string[];
                    tags?: string[];
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
                        actions: ("drop" | "select" | "swap")[];
                        /** @default false */
                        below_minimum: boolean;
                        closes_at: number;
                        credit_limit?: number | null;
                        drawn_at?: number | null;
                        draws_at?: number | null;
                        early_seconds?: number | null;
                        earned_from?: number | null;
                        earned_to?: number | null;
                        /** @default [] */
                        groups: string[];
                        id: number;
                        name: string;
                        /** @default 0 */
                        named: number;
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
                        /** @default [] */
                        tags: string[];
                        term: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_round` */
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
            /** @description `unknown_people`, `invalid_fields` */
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
    close_round_rounds__round_id__close_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a round. */
                round_id: number;
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
                        actions: ("drop" | "select" | "swap")[];
                        /** @default false */
                        below_minimum: boolean;
                        closes_at: number;
                        credit_limit?: number | null;
                        drawn_at?: number | null;
                        draws_at?: number | null;
                        early_seconds?: number | null;
                        earned_from?: number | null;
                        earned_to?: number | null;
                        /** @default [] */
                        groups: string[];
                        id: number;
                        name: string;
                        /** @default 0 */
                        named: number;
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
                        /** @default [] */
                        tags: string[];
                        term: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_round` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `round_not_begun` */
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
    decide_round_rounds__round_id__decide_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a round. */
                round_id: number;
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
                        actions: ("drop" | "select" | "swap")[];
                        /** @default false */
                        below_minimum: boolean;
                        closes_at: number;
                        credit_limit?: number | null;
                        drawn_at?: number | null;
                        draws_at?: number | null;
                        early_seconds?: number | null;
                        earned_from?: number | null;
                        earned_to?: number | null;
                        /** @default [] */
                        groups: string[];
                        id: number;
                        name: string;
                        /** @default 0 */
                        named: number;
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
                        /** @default [] */
                        tags: string[];
                        term: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_round` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `round_without_draw`, `round_still_open`, `term_closed` */
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
    get_draw_rounds__round_id__draw_get: {
        parameters: {
            query?: {
                /** @description The number to start after. */
                after?: number;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of a round. */
                round_id: number;
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
                        after: number | null;
                        drawn: number;
                        items: {
                            accepted_at: number;
                            /** @enum {unknown} */
                            action: "drop" | "plan" | "select" | "swap";
                            code: string | null;
                            course: string | null;
                            instead_of: number | null;
                            number: number;
                            /** @enum {unknown} */
                            outcome: "cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted";
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
                            place: number;
                            plan?: {
                                /** @default false */
                                all_or_nothing: boolean;
                                /** @default [] */
                                credits: number[][];
                                wishes: number[][][];
                            } | null;
                            rank: number;
                            section: string | null;
                            section_id: number;
                            student_id: number;
                            ticket_id: string;
                        }[];
                        /**
                         * RoundView
                         * @description A round as staff see it.
                         *
                         *         Attributes:
                         *             groups, tags: it is for students of one of the groups and for those with one of the tags;
                         *                 with neither for everybody.
                         *             earned_from, earned_to: of those, only for students who have earned at least, and at most,
                         *                 as many credits.
                         *             named: how many students it names; it is for them in any case, and without groups, tags and
                         *                 credits for nobody else.
                         */
                        round: {
                            actions: ("drop" | "select" | "swap")[];
                            /** @default false */
                            below_minimum: boolean;
                            closes_at: number;
                            credit_limit?: number | null;
                            drawn_at?: number | null;
                            draws_at?: number | null;
                            early_seconds?: number | null;
                            earned_from?: number | null;
                            earned_to?: number | null;
                            /** @default [] */
                            groups: string[];
                            id: number;
                            name: string;
                            /** @default 0 */
                            named: number;
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
                            /** @default [] */
                            tags: string[];
                            term: string;
                        };
                        waiting: number;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_round` */
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
    get_round_students_rounds__round_id__students_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a round. */
                round_id: number;
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
                        items: {
                            group: string;
                            id: number;
                            name: string;
                            username: string;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_round` */
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
    get_sections_sections_get: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description How many to pass over. */
                offset?: number;
                /** @description Text to look for. */
                search?: string;
                /** @description What to sort by, descending after a `-`; by term and course without. */
                sort?: "" | "course" | "-course" | "number" | "-number" | "title" | "-title" | "teacher" | "-teacher" | "capacity" | "-capacity" | "taken" | "-taken" | "free" | "-free" | "fill" | "-fill";
                /** @description Only sections of the teacher of this user name. */
                teacher?: string | null;
                /** @description Only this teacher's sections. */
                teacher_id?: number | null;
                /** @description Code of a term; all real terms without. */
                term?: string | null;
                /** @description Only open sections of open terms that have a free seat. */
                with_seats?: boolean;
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
                    "application/json": {
                        items: {
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
                        limit: number;
                        offset: number;
                        total: number;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    post_section_sections_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    capacity: number | null;
                    /** @default [] */
                    co_teachers?: string[];
                    /** @default  */
                    component?: string;
                    course: string;
                    credits: number;
                    credits_max?: number | null;
                    /** @default  */
                    instructor?: string;
                    /** @default  */
                    link_label?: string;
                    /** @default  */
                    location?: string;
                    /** @default [] */
                    meetings?: {
                        days: string;
                        end: string;
                        /** @default  */
                        instructor?: string;
                        /** @default  */
                        kind?: string;
                        /** @default  */
                        location?: string;
                        start: string;
                        weeks?: number[] | null;
                    }[];
                    number: string;
                    /** @default open */
                    state?: string;
                    /** @default [] */
                    tags?: string[];
                    teacher?: string | null;
                    term: string;
                    /** @default  */
                    title?: string;
                    waitlist_limit?: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
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
            /** @description `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_term`, `no_such_course`, `no_such_teacher` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `section_exists`, `term_is_scratch` */
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
    get_section_sections__section_id__get: {
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
    patch_section_sections__section_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    capacity?: number | null;
                    co_teachers?: string[];
                    component?: string;
                    course?: string;
                    credits?: number;
                    credits_max?: number;
                    instructor?: string;
                    link_label?: string;
                    location?: string;
                    meetings?: {
                        days: string;
                        end: string;
                        /** @default  */
                        instructor?: string;
                        /** @default  */
                        kind?: string;
                        /** @default  */
                        location?: string;
                        start: string;
                        weeks?: number[] | null;
                    }[];
                    number?: string;
                    state?: string;
                    tags?: string[];
                    teacher?: string | null;
                    title?: string;
                    waitlist_limit?: number | null;
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
            /** @description `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_section`, `no_such_course`, `no_such_teacher` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `section_exists`, `course_change_with_students`, `component_held`, `term_is_scratch` */
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
    put_listing_sections__section_id__cross_listing_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    capacity: number;
                    sections: number[];
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
            /** @description `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
            /** @description `term_is_scratch`, `cross_listed_elsewhere`, `cross_listed_and_kept`, `cross_listed_holders` */
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
    delete_listing_sections__section_id__cross_listing_delete: {
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
    post_effects_sections__section_id__effects_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    capacity?: number | null;
                    co_teachers?: string[];
                    component?: string;
                    course?: string;
                    credits?: number;
                    credits_max?: number;
                    instructor?: string;
                    link_label?: string;
                    location?: string;
                    meetings?: {
                        days: string;
                        end: string;
                        /** @default  */
                        instructor?: string;
                        /** @default  */
                        kind?: string;
                        /** @default  */
                        location?: string;
                        start: string;
                        weeks?: number[] | null;
                    }[];
                    number?: string;
                    state?: string;
                    tags?: string[];
                    teacher?: string | null;
                    title?: string;
                    waitlist_limit?: number | null;
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
                        changed: ("capacity" | "place" | "state" | "teacher" | "times")[];
                        clashes: {
                            id: number;
                            name: string;
                            sections: string[];
                            username: string;
                        }[];
                        keep: number;
                        over: number;
                        /**
                         * WaitlistEffects
                         * @description What a change would do to those who wait for a seat, in their order.
                         *
                         *         Attributes:
                         *             waiting: how many wait before the change.
                         *             promoted: they get a seat at once.
                         *             skipped: they wait on, and the rules would not let them have a seat as things are then.
                         *             removed: they wait no more, and are told.
                         */
                        waitlist: {
                            /** @default [] */
                            promoted: {
                                id: number;
                                name: string;
                                username: string;
                            }[];
                            /** @default [] */
                            removed: {
                                id: number;
                                name: string;
                                username: string;
                            }[];
                            /** @default [] */
                            skipped: {
                                code: string;
                                detail: string;
                                id: number;
                                name: string;
                                username: string;
                                /** @default {} */
                                values: {
                                    [key: string]: string;
                                };
                            }[];
                            waiting: number;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `no_such_section`, `no_such_course`, `no_such_teacher` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `section_exists`, `course_change_with_students`, `component_held`, `term_is_scratch` */
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
    get_fill_sections__section_id__fill_get: {
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
                        points: {
                            at: number;
                            taken: number;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
    put_kept_sections__section_id__kept_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kept: {
                        /** @default [] */
                        groups?: string[];
                        name: string;
                        seats: number;
                        /** @default [] */
                        tags?: string[];
                        until: number;
                    }[];
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
            /** @description `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
            /** @description `term_is_scratch`, `cross_listed_and_kept` */
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
    get_permits_sections__section_id__permits_get: {
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
                        items: {
                            by: string;
                            granted_at: number;
                            id: number;
                            kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[];
                            left_at: number | null;
                            name: string;
                            reason: string;
                            revoked_at: number | null;
                            revoked_by: string | null;
                            section_id: number;
                            /** @enum {unknown} */
                            state: "expired" | "open" | "revoked" | "used";
                            student_id: number;
                            ticket_id: string | null;
                            until: number | null;
                            used_at: number | null;
                            used_kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[] | null;
                            username: string;
                        }[];
                        now: number;
                        time_zone: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
    post_permit_sections__section_id__permits_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[];
                    reason: string;
                    student: string;
                    until?: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        by: string;
                        granted_at: number;
                        id: number;
                        kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[];
                        left_at: number | null;
                        name: string;
                        reason: string;
                        revoked_at: number | null;
                        revoked_by: string | null;
                        section_id: number;
                        /** @enum {unknown} */
                        state: "expired" | "open" | "revoked" | "used";
                        student_id: number;
                        ticket_id: string | null;
                        until: number | null;
                        used_at: number | null;
                        used_kinds: ("clash" | "credit" | "over_capacity" | "prerequisite")[] | null;
                        username: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
            /** @description `term_is_scratch`, `permit_exists`, `permit_not_needed` */
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
    get_roster_sections__section_id__roster_get: {
        parameters: {
            query?: {
                /** @description `csv` is a file for spreadsheets. */
                format?: "json" | "csv";
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
                        students: {
                            credits: number;
                            enrolled_at: number;
                            group: string;
                            id: number;
                            name: string;
                            ticket_id: string;
                            username: string;
                        }[];
                        /** @default [] */
                        waiting: {
                            code?: string | null;
                            detail?: string | null;
                            group: string;
                            id: number;
                            instead_of?: string | null;
                            name: string;
                            place: number;
                            since: number;
                            ticket_id: string;
                            username: string;
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                        }[];
                    };
                    "text/csv": unknown;
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
    post_roster_sections__section_id__roster_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a section. */
                section_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    action: "drop" | "select";
                    credits?: number | null;
                    key: string;
                    /** @default [] */
                    linked?: number[];
                    reason: string;
                    student: string;
                    /** @default false */
                    wait?: boolean;
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
                        by: string;
                        /**
                         * WholeOutcome
                         * @description An outcome as programs outside read it: with what it does not have, too.
                         */
                        outcome: {
                            /** @enum {unknown} */
                            action: "drop" | "plan" | "select" | "swap";
                            code?: string | null;
                            decided_at: number;
                            detail?: string | null;
                            instead_of?: number | null;
                            number: number;
                            /** @enum {unknown} */
                            outcome: "cancelled" | "dropped" | "enrolled" | "refused" | "waitlisted";
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
                            section_id: number;
                            student_id: number;
                            ticket_id: string;
                            /** @default {} */
                            values: {
                                [key: string]: string;
                            };
                        };
                        reason: string;
                        username: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `role_not_allowed`, `not_your_section` */
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
            /** @description `key_reused`, `invalid_fields` */
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
    post_assignment_sections_assignment_post: {
        parameters: {
            query?: {
                /** @description Change nothing and only report. */
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    co_teachers?: string[];
                    sections: number[];
                    teacher: string | null;
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
                        changed: number;
                        clashes: {
                            other: string;
                            section: string;
                            term: string;
                        }[];
                        dry_run: boolean;
                        sections: {
                            before: string | null;
                            before_username: string | null;
                            changed: boolean;
                            course: string;
                            id: number;
                            number: string;
                            term: string;
                            title: string;
                        }[];
                        teacher: string | null;
                        teacher_username: string | null;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_section`, `no_such_teacher` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description `term_is_scratch` */
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
    get_state_selection_get: {
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
                        awaiting_draw: number;
                        drain_per_s: number;
                        last_number: number;
                        paused?: {
                            by: string;
                            reason: string;
                            since: number;
                        } | null;
                        pending: number;
                        trouble: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_figures_selection_figures_get: {
        parameters: {
            query?: {
                /** @description The number to start after. */
                after?: number;
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
                    "application/json": {
                        accepted: number;
                        decided: number;
                        p50_ms: number | null;
                        p99_ms: number | null;
                        seconds: {
                            accepted: number;
                            at: number;
                            decided: number;
                            p50_ms: number | null;
                            p99_ms: number | null;
                            pending: number;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    pause_selection_pause_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    reason?: string;
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
                        /** @default 0 */
                        awaiting_draw: number;
                        drain_per_s: number;
                        last_number: number;
                        paused?: {
                            by: string;
                            reason: string;
                            since: number;
                        } | null;
                        pending: number;
                        trouble: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    resume_selection_resume_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
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
                        /** @default 0 */
                        awaiting_draw: number;
                        drain_per_s: number;
                        last_number: number;
                        paused?: {
                            by: string;
                            reason: string;
                            since: number;
                        } | null;
                        pending: number;
                        trouble: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_rules_students__student__credits_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description User name or id of a student. */
                student: string;
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
                        credit_limit: number;
                        credit_minimum: number | null;
                        id: number;
                        name: string;
                        username: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    patch_rules_students__student__credits_patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description User name or id of a student. */
                student: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credit_limit?: number;
                    credit_minimum?: number | null;
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
                        credit_limit: number;
                        credit_minimum: number | null;
                        id: number;
                        name: string;
                        username: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_terms_terms_get: {
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
                        time_zone: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    post_term_terms_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    credit_minimum?: number | null;
                    first_day?: string | null;
                    /** @default [] */
                    holidays?: string[];
                    last_day?: string | null;
                    /** @default  */
                    name?: string;
                    /**
                     * @default open
                     * @enum {unknown}
                     */
                    state?: "closed" | "open";
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        courses: number;
                        credit_minimum?: number | null;
                        enrolments: number;
                        first_day?: string | null;
                        /** @default [] */
                        holidays: string[];
                        id: number;
                        last_day?: string | null;
                        name: string;
                        scratch: boolean;
                        seats: number;
                        sections: number;
                        state: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `term_exists` */
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
    get_term_terms__code__get: {
        parameters: {
            query?: never;
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
                        code: string;
                        courses: number;
                        credit_minimum?: number | null;
                        enrolments: number;
                        first_day?: string | null;
                        /** @default [] */
                        holidays: string[];
                        id: number;
                        last_day?: string | null;
                        name: string;
                        scratch: boolean;
                        seats: number;
                        sections: number;
                        state: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    delete_term_terms__code__delete: {
        parameters: {
            query?: {
                /** @description Even where students hold seats. */
                force?: boolean;
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
                        code: string;
                        courses: number;
                        credit_minimum?: number | null;
                        enrolments: number;
                        first_day?: string | null;
                        /** @default [] */
                        holidays: string[];
                        id: number;
                        last_day?: string | null;
                        name: string;
                        scratch: boolean;
                        seats: number;
                        sections: number;
                        state: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `term_is_scratch`, `term_has_enrolments` */
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
    patch_term_terms__code__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Code of a term. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credit_minimum?: number | null;
                    first_day?: string | null;
                    holidays?: string[];
                    last_day?: string | null;
                    name?: string;
                    /** @enum {unknown} */
                    state?: "closed" | "open";
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
                        code: string;
                        courses: number;
                        credit_minimum?: number | null;
                        enrolments: number;
                        first_day?: string | null;
                        /** @default [] */
                        holidays: string[];
                        id: number;
                        last_day?: string | null;
                        name: string;
                        scratch: boolean;
                        seats: number;
                        sections: number;
                        state: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `term_is_scratch` */
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
    get_below_minimum_terms__code__below_minimum_get: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description How many to pass over. */
                offset?: number;
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
                        items: {
                            credits: number;
                            group: string;
                            id: number;
                            minimum: number;
                            name: string;
                            username: string;
                        }[];
                        limit: number;
                        offset: number;
                        term: string;
                        total: number;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_log_terms__code__log_get: {
        parameters: {
            query?: {
                /** @description The number to start after. */
                after?: number;
                /** @description How many at most. */
                limit?: number;
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
                        after?: number | null;
                        items: {
                            at: number;
                            body: string;
                            hash: string;
                            previous: string;
                            sequence: number;
                            term: number;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_head_terms__code__log_head_get: {
        parameters: {
            query?: never;
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
                        code: string;
                        hash: string;
                        sequence: number;
                        term: number;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_report_terms__code__report_get: {
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_term`, `no_such_round` */
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
    put_report_terms__code__report_put: {
        parameters: {
            query?: {
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
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_term`, `no_such_round` */
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
    delete_report_terms__code__report_delete: {
        parameters: {
            query?: {
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
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `no_such_term`, `no_such_round` */
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
    get_list_terms__code__requirements_get: {
        parameters: {
            query?: never;
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
                        items: {
                            /** @default  */
                            corequisite: string;
                            course: string;
                            course_id: number;
                            /** @default [] */
                            exclusions: string[];
                            /** @default [] */
                            groups: string[];
                            /** @default  */
                            prerequisite: string;
                            /** @default false */
                            repeats: boolean;
                            /** @default [] */
                            tags: string[];
                            term: string;
                            title: string;
                        }[];
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    get_rounds_terms__code__rounds_get: {
        parameters: {
            query?: never;
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
                        items: {
                            actions: ("drop" | "select" | "swap")[];
                            /** @default false */
                            below_minimum: boolean;
                            closes_at: number;
                            credit_limit?: number | null;
                            drawn_at?: number | null;
                            draws_at?: number | null;
                            early_seconds?: number | null;
                            earned_from?: number | null;
                            earned_to?: number | null;
                            /** @default [] */
                            groups: string[];
                            id: number;
                            name: string;
                            /** @default 0 */
                            named: number;
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
                            /** @default [] */
                            tags: string[];
                            term: string;
                        }[];
                        now: number;
                        time_zone: string;
                    };
                };
            };
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
    post_round_terms__code__rounds_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Code of a term. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    actions?: ("drop" | "select" | "swap")[];
                    /** @default false */
                    below_minimum?: boolean;
                    closes_at: number;
                    credit_limit?: number | null;
                    early_seconds?: number | null;
                    earned_from?: number | null;
                    earned_to?: number | null;
                    /** @default [] */
                    groups?: string[];
                    name: string;
                    opens_at: number;
                    /**
                     * @default first_come
                     * @enum {unknown}
                     */
                    policy?: "early_lottery" | "first_come" | "groups" | "groups_lottery" | "lottery" | "ranked" | "serial";
                    /** @default [] */
                    priorities?: {
                        /** @enum {unknown} */
                        kind: "group" | "tag";
                        name: string;
                    }[];
                    section_limit?: number | null;
                    /** @default [] */
                    students?: string[];
                    /** @default [] */
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actions: ("drop" | "select" | "swap")[];
                        /** @default false */
                        below_minimum: boolean;
                        closes_at: number;
                        credit_limit?: number | null;
                        drawn_at?: number | null;
                        draws_at?: number | null;
                        early_seconds?: number | null;
                        earned_from?: number | null;
                        earned_to?: number | null;
                        /** @default [] */
                        groups: string[];
                        id: number;
                        name: string;
                        /** @default 0 */
                        named: number;
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
                        /** @default [] */
                        tags: string[];
                        term: string;
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
            /** @description `login_required`, `token_expired`, `token_invalid` */
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
            /** @description `term_is_scratch`, `too_many_rounds` */
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
            /** @description `unknown_people`, `invalid_fields` */
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
}
