// Made from ../http/openapi/openapi.json by `npm run types`. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountChange
         * @description What to change about an account; what is left out stays.
         *
         *     A `division` or `unit` of null takes it from the account.
         */
        AccountChange: {
            /** Password */
            password?: string | null;
            /** Roles */
            roles?: string[] | null;
            /** Division */
            division?: string | null;
            /** Unit */
            unit?: string | null;
            /** Disabled */
            disabled?: boolean | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * Acknowledge
         * @description The lost end of the chain that somebody has seen; `reason` is kept.
         */
        Acknowledge: {
            /** Position */
            position: number;
            /** Reason */
            reason?: string | null;
        };
        /**
         * ActivateResponse
         * @description 启动响应, or raise it to a higher level.
         */
        ActivateResponse: {
            /**
             * Command
             * @default activate_response
             * @constant
             */
            command: "activate_response";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Level */
            level: string;
            /** Sub State */
            sub_state?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * AddLogEntry
         * @description 值班日志.
         */
        AddLogEntry: {
            /**
             * Command
             * @default add_log_entry
             * @constant
             */
            command: "add_log_entry";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Text */
            text: string;
        };
        /**
         * AdjustResponse
         * @description 响应调整, up or down.
         */
        AdjustResponse: {
            /**
             * Command
             * @default adjust_response
             * @constant
             */
            command: "adjust_response";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Level */
            level: string;
            /** Sub State */
            sub_state?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * ApproveActivation
         * @description 批准 the pending recommendation, where the plan asks for approval.
         */
        ApproveActivation: {
            /**
             * Command
             * @default approve_activation
             * @constant
             */
            command: "approve_activation";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * ApproveEnd
         * @description 批准 the pending recommendation to end the response.
         */
        ApproveEnd: {
            /**
             * Command
             * @default approve_end
             * @constant
             */
            command: "approve_end";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * AskSwap
         * @description A wish that `taker` has one's own duty of a shift, and with `back` one his in return.
         */
        AskSwap: {
            /** Shift */
            shift: string;
            /**
             * Post
             * @enum {string}
             */
            post: "leader" | "duty_officers" | "standby";
            /** Taker */
            taker: string;
            /** Back */
            back?: string | null;
            /** Note */
            note?: string | null;
        };
        /**
         * AssumeCommand
         * @description 接管指挥权; `to` is a holder of the plan, by default the city's.
         */
        AssumeCommand: {
            /**
             * Command
             * @default assume_command
             * @constant
             */
            command: "assume_command";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** To */
            to?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * CallNow
         * @description Whom to call now, and why. Exactly one of `post`, `contact` and `on_duty`.
         *
         *     `post` is a post, a unit or a division of the incident's plan; of no incident, `plan:post`.
         */
        CallNow: {
            /** Incident */
            incident?: string | null;
            /** Post */
            post?: string | null;
            /** Contact */
            contact?: string | null;
            /** On Duty */
            on_duty?: ("leader" | "duty_officers" | "standby") | null;
            /** Reason */
            reason: string;
        };
        /**
         * Caller
         * @description The person who told the duty desk of an incident, as far as he says who he is.
         */
        Caller: {
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Post
             * @default
             */
            post: string;
            /**
             * Phone
             * @default
             */
            phone: string;
        };
        /**
         * ChangeGroup
         * @description 调整工作组 that has been formed.
         */
        ChangeGroup: {
            /**
             * Command
             * @default change_group
             * @constant
             */
            command: "change_group";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Group */
            group: string;
            /** Leader */
            leader?: string | null;
            /** Members */
            members?: string[] | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * CloseIncident
         * @description 办结.
         */
        CloseIncident: {
            /**
             * Command
             * @default close_incident
             * @constant
             */
            command: "close_incident";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * CompleteMeasure
         * @description A measure of the present level is done.
         */
        CompleteMeasure: {
            /**
             * Command
             * @default complete_measure
             * @constant
             */
            command: "complete_measure";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Measure */
            measure: string;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * ConfirmEndCondition
         * @description An end condition of the plan holds, confirmed by name.
         *
         *     `stop_decision` is needed where recorded figures contradict the condition (A31).
         */
        ConfirmEndCondition: {
            /**
             * Command
             * @default confirm_end_condition
             * @constant
             */
            command: "confirm_end_condition";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Condition */
            condition: string;
            stop_decision?: components["schemas"]["StopDecision"] | null;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * ConfirmRecordedOrder
         * @description The holder of the role confirms an order that was recorded for him.
         */
        ConfirmRecordedOrder: {
            /**
             * Command
             * @default confirm_recorded_order
             * @constant
             */
            command: "confirm_recorded_order";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Seq */
            seq: number;
        };
        /**
         * Confirmation
         * @description Why an administrator confirms what another has proposed.
         */
        Confirmation: {
            /** Reason */
            reason?: string | null;
        };
        /**
         * ConfirmingCode
         * @description The first code of a telephone that is to be a second factor.
         */
        ConfirmingCode: {
            /** Code */
            code: string;
        };
        /**
         * ContactChannel
         * @description One number or address, as it is typed.
         */
        ContactChannel: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "mobile" | "landline" | "satellite" | "fax" | "mail" | "dingtalk" | "wecom" | "feishu";
            /** Address */
            address: string;
        };
        /**
         * ControlBody
         * @description One request. Which fields count depends on the action.
         *
         *     `speed`: `speed`; `step`: `minutes`; `jump`: `target` or `to`; `inject` and `skip`: `inject`;
         *     `postpone`: `inject` and `minutes`; `cast`: `part` and `holder`; `hand_over`: `account`;
         *     `word` and `abort`: `word`; in a replay `seek`: `entry` or `to`, `branch`: nothing, `entry` or
         *     `to`. `reason` is kept with every one.
         */
        ControlBody: {
            /**
             * Action
             * @enum {string}
             */
            action: "start" | "pause" | "resume" | "speed" | "step" | "jump" | "inject" | "skip" | "postpone" | "cast" | "word" | "hand_over" | "take_over" | "seek" | "branch" | "end" | "abort";
            /** Speed */
            speed?: number | null;
            /** Minutes */
            minutes?: number | null;
            /** Target */
            target?: ("next_inject" | "next_due") | null;
            /** To */
            to?: string | null;
            /** Inject */
            inject?: string | null;
            /** Part */
            part?: string | null;
            /** Holder */
            holder?: ("person" | "simulated") | null;
            /** Account */
            account?: string | null;
            /** Entry */
            entry?: string | null;
            /** Word */
            word?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * CurrentPassword
         * @description One's present password, before a second factor is set up.
         */
        CurrentPassword: {
            /** Current */
            current: string;
        };
        /**
         * DelegateRole
         * @description Let another account act in a role until an instant.
         */
        DelegateRole: {
            /**
             * Command
             * @default delegate_role
             * @constant
             */
            command: "delegate_role";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Role */
            role: string;
            /** To */
            to: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * DestroyAttachment
         * @description Destroy the content of an attachment; its entry stands.
         *
         *     `attachment` is the number of the entry; `order_number` that of the paper which orders it.
         */
        DestroyAttachment: {
            /**
             * Command
             * @default destroy_attachment
             * @constant
             */
            command: "destroy_attachment";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Attachment */
            attachment: number;
            /** Order Number */
            order_number: string;
            /** Reason */
            reason: string;
        };
        /**
         * EditDocument
         * @description Write into fields of a document; an empty text takes what was written back.
         *
         *     `fields` are the plan's fields of reports by name. The id of a figure that nobody has given
         *     takes `not_yet_known` (待核实) and nothing else. `slot` is the report that the document is for.
         */
        EditDocument: {
            /**
             * Command
             * @default edit_document
             * @constant
             */
            command: "edit_document";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Document
             * @enum {string}
             */
            document: "first_report" | "follow_up" | "correction" | "final_report" | "digest" | "activation_notice" | "end_notice" | "briefing" | "incident_log" | "call_record";
            /** Slot */
            slot?: string | null;
            /** Fields */
            fields: {
                [key: string]: string;
            };
        };
        /**
         * EndResponse
         * @description 响应结束.
         */
        EndResponse: {
            /**
             * Command
             * @default end_response
             * @constant
             */
            command: "end_response";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * FormGroup
         * @description 成立工作组; without leader or members the plan's own are taken.
         */
        FormGroup: {
            /**
             * Command
             * @default form_group
             * @constant
             */
            command: "form_group";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Group */
            group: string;
            /** Leader */
            leader?: string | null;
            /** Members */
            members?: string[] | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * HandOverCommand
         * @description 移交指挥权 to a superior.
         */
        HandOverCommand: {
            /**
             * Command
             * @default hand_over_command
             * @constant
             */
            command: "hand_over_command";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** To */
            to: string;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * ImportContacts
         * @description A spreadsheet (.xlsx) of contacts in Base64.
         *
         *     Without `book` it is only checked; with the `book` that a check has told it is taken over.
         *     With `replace` whoever is not on the sheet is removed.
         */
        ImportContacts: {
            /** File */
            file: string;
            /**
             * Replace
             * @default false
             */
            replace: boolean;
            /** Book */
            book?: string | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * IssueWarning
         * @description 预警, before any level; with a grade where the plan has grades.
         */
        IssueWarning: {
            /**
             * Command
             * @default issue_warning
             * @constant
             */
            command: "issue_warning";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Grade */
            grade?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        JsonValue: unknown;
        /**
         * LiftWarning
         * @description 解除预警.
         */
        LiftWarning: {
            /**
             * Command
             * @default lift_warning
             * @constant
             */
            command: "lift_warning";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * LinkIncidents
         * @description 关联: the incident `other` (its id) runs beside this one; no level changes (A25).
         */
        LinkIncidents: {
            /**
             * Command
             * @default link_incidents
             * @constant
             */
            command: "link_incidents";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Other */
            other: string;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * MessageBody
         * @description What is written to controllers and evaluators at `at`, an instant of drill time.
         */
        MessageBody: {
            /** Key */
            key: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Text */
            text: string;
        };
        /**
         * NewAccount
         * @description An account to be made; `roles` are general roles, or posts written `plan:role`.
         */
        NewAccount: {
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** Roles */
            roles: string[];
            /** Division */
            division?: string | null;
            /** Unit */
            unit?: string | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * NewGrade
         * @description The overall grade, with the reason.
         */
        NewGrade: {
            /** Incident */
            incident?: string | null;
            /**
             * Grade
             * @enum {string}
             */
            grade: "excellent" | "good" | "fair" | "poor";
            /** Reason */
            reason: string;
        };
        /**
         * NewHandover
         * @description Notes for whoever takes over; `sign` by whoever gives over, at once.
         */
        NewHandover: {
            /**
             * Notes
             * @default
             */
            notes: string;
            /**
             * Sign
             * @default true
             */
            sign: boolean;
        };
        /**
         * NewLogEntry
         * @description What is written into the shift log; without `happened_at` it happened now.
         */
        NewLogEntry: {
            /**
             * Kind
             * @default other
             * @enum {string}
             */
            kind: "call" | "paper" | "visit" | "weather" | "check" | "equipment" | "other";
            /** Text */
            text: string;
            /** Happened At */
            happened_at?: string | null;
        };
        /**
         * NewRemark
         * @description What was seen at `at`. Without `incident` it is about the drill as a whole.
         */
        NewRemark: {
            /** Key */
            key: string;
            /** Incident */
            incident?: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Text */
            text: string;
            /** Number */
            number?: string | null;
            /** Entry */
            entry?: number | null;
        };
        /**
         * NewScore
         * @description A score of an item; null points: it does not apply.
         */
        NewScore: {
            /** Incident */
            incident?: string | null;
            /** Sheet */
            sheet: string;
            /** Number */
            number: string;
            /** Points */
            points: (0 | 1 | 3 | 5) | null;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * NewToken
         * @description A token that has just been made.
         */
        NewToken: {
            id: string;
            account: string;
            roles: string[];
            created_at: string;
            expires_at: string | null;
            ends_soon: boolean;
            read_only: boolean;
            last_used_at: string | null;
            /** @description For `Authorization: Bearer`, or the address of a wall screen; shown this once. */
            token: string;
        };
        /**
         * Note
         * @description The comment above a key or an entry.
         */
        Note: {
            /** Place */
            place: (string | number)[];
            /** Text */
            text: string;
        };
        /**
         * OpenIncident
         * @description Open an incident under a plan, as `POST /api/incidents` does.
         *
         *     `occurred_at` is when it happened, `received_at` when the duty desk learned of it;
         *     both aware, neither in the future. `division` is a GB/T 2260 code of the plan's
         *     jurisdiction or the jurisdiction itself, `place` says in words where in it. `facts` as
         *     in `record_facts`.
         *
         *     The plan follows from the `kind` of event, by the plans' own tables. A client that names
         *     the `plan` may leave the kind out; one that names both is refused where they differ.
         */
        OpenIncident: {
            /** Plan */
            plan?: string | null;
            /** Kind */
            kind?: string | null;
            /** Title */
            title: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Division */
            division: string;
            /**
             * Place
             * @default
             */
            place: string;
            /**
             * Exercise
             * @default false
             */
            exercise: boolean;
            /** Facts */
            facts?: {
                [key: string]: boolean | number | string | string[] | null;
            };
            /**
             * Source
             * @default
             */
            source: string;
            caller?: components["schemas"]["Caller"] | null;
        };
        /**
         * PartBody
         * @description An account of the drill: a person of the scenario, or `reporter-` and who reports.
         */
        PartBody: {
            /** Account */
            account: string;
        };
        /**
         * PasswordChange
         * @description A new password for oneself, with the present one.
         */
        PasswordChange: {
            /** Current */
            current: string;
            /** Password */
            password: string;
        };
        /**
         * PreviewIncident
         * @description What is known so far of an incident that may be opened; anything may still be missing.
         *
         *     The fields are those of `OpenIncident`.
         */
        PreviewIncident: {
            /** Plan */
            plan?: string | null;
            /** Kind */
            kind?: string | null;
            /**
             * Title
             * @default
             */
            title: string;
            /** Occurred At */
            occurred_at?: string | null;
            /** Received At */
            received_at?: string | null;
            /** Division */
            division?: string | null;
            /**
             * Place
             * @default
             */
            place: string;
            /**
             * Exercise
             * @default false
             */
            exercise: boolean;
            /** Facts */
            facts?: {
                [key: string]: boolean | number | string | string[] | null;
            };
            /**
             * Source
             * @default
             */
            source: string;
            caller?: components["schemas"]["Caller"] | null;
        };
        /**
         * ReadScenario
         * @description A file in Base64; `compare` names the scenario that it would change.
         */
        ReadScenario: {
            /** File */
            file: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "yaml" | "xlsx";
            /** Compare */
            compare?: string | null;
        };
        /**
         * ReanchorCadence
         * @description Count an every-n-days cadence from another day, `anchor` ("YYYY-MM-DD").
         */
        ReanchorCadence: {
            /**
             * Command
             * @default reanchor_cadence
             * @constant
             */
            command: "reanchor_cadence";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Anchor */
            anchor: string;
            /** Obligation */
            obligation?: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * RecommendActivation
         * @description 建议 / 提请启动.
         */
        RecommendActivation: {
            /**
             * Command
             * @default recommend_activation
             * @constant
             */
            command: "recommend_activation";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Level */
            level: string;
            /** Sub State */
            sub_state?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * RecommendEnd
         * @description 建议结束响应, where the plan asks for it.
         */
        RecommendEnd: {
            /**
             * Command
             * @default recommend_end
             * @constant
             */
            command: "recommend_end";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * RecordAbsence
         * @description The holder of a role cannot act until an instant; a deputy by succession may.
         */
        RecordAbsence: {
            /**
             * Command
             * @default record_absence
             * @constant
             */
            command: "record_absence";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Role */
            role: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * RecordFacts
         * @description Merge figures into what is known; null makes one unknown again.
         *
         *     `received_at` is when the office was told, by default now; deadlines count from it.
         *     `correction` says that the figures replaced were never true, or with false that they are
         *     over. Left out it counts as false, and a figure that falls is marked: nobody said which.
         */
        RecordFacts: {
            /**
             * Command
             * @default record_facts
             * @constant
             */
            command: "record_facts";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Facts */
            facts: {
                [key: string]: boolean | number | string | string[] | null;
            };
            /**
             * Source
             * @default
             */
            source: string;
            /** As Of */
            as_of?: string | null;
            /** Received At */
            received_at?: string | null;
            /** Correction */
            correction?: boolean | null;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * RefuseActivation
         * @description Decline the pending recommendation, with a reason.
         */
        RefuseActivation: {
            /**
             * Command
             * @default refuse_activation
             * @constant
             */
            command: "refuse_activation";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * RefuseEnd
         * @description Decline the pending recommendation to end the response, with a reason.
         */
        RefuseEnd: {
            /**
             * Command
             * @default refuse_end
             * @constant
             */
            command: "refuse_end";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * ReturnCommand
         * @description 收回指挥权 from a superior.
         */
        ReturnCommand: {
            /**
             * Command
             * @default return_command
             * @constant
             */
            command: "return_command";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** To */
            to?: string | null;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * SaveContact
         * @description A contact as it is to be; without a `person` a duty telephone.
         *
         *     `rank` 1 holds the post, 2 and more are its deputies. `roles` are posts of plans, written
         *     `plan:role`, and general roles.
         */
        SaveContact: {
            /** Unit */
            unit: string;
            /** Post */
            post: string;
            /** Person */
            person?: string | null;
            /** Division */
            division?: string | null;
            /**
             * Rank
             * @default 1
             */
            rank: number;
            /**
             * Roles
             * @default []
             */
            roles: string[];
            /**
             * Channels
             * @default []
             */
            channels: components["schemas"]["ContactChannel"][];
            /** Account */
            account?: string | null;
            /** Note */
            note?: string | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * SaveDefaults
         * @description To whom gaps fall, by the ids of contacts; what is left out stays as it is.
         */
        SaveDefaults: {
            /** Leader */
            leader?: string[] | null;
            /** Duty Officers */
            duty_officers?: string[] | null;
            /** Standby */
            standby?: string[] | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * SaveImprovement
         * @description What has to get better. `about` is that of a row of the table, by which it is known again.
         */
        SaveImprovement: {
            /** Key */
            key: string;
            /** Incident */
            incident?: string | null;
            /** About */
            about?: string | null;
            /** Finding */
            finding: string;
            /** Action */
            action: string;
            /** Owner */
            owner: string;
            /**
             * Due
             * Format: date
             */
            due: string;
            /**
             * Done
             * @default false
             */
            done: boolean;
        };
        /**
         * SaveShift
         * @description A shift as it is to be. Who is in it, by the ids of contacts.
         */
        SaveShift: {
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Name */
            name?: string | null;
            /**
             * Leader
             * @default []
             */
            leader: string[];
            /**
             * Duty Officers
             * @default []
             */
            duty_officers: string[];
            /**
             * Standby
             * @default []
             */
            standby: string[];
            /** Note */
            note?: string | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * SaveWebhook
         * @description A subscription as it is to be. Without `types` it is told of every entry.
         *
         *     With `exercises` it is told of exercises and of nothing else, otherwise of real incidents
         *     alone; with a `division` only of incidents that have reached it.
         */
        SaveWebhook: {
            /** Url */
            url: string;
            /**
             * Types
             * @default []
             */
            types: string[];
            /**
             * Exercises
             * @default false
             */
            exercises: boolean;
            /** Division */
            division?: string | null;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /** Reason */
            reason?: string | null;
        };
        /**
         * ScenarioBody
         * @description A scenario as data, as it is to be; `notes` are the comments above its entries.
         */
        ScenarioBody: {
            /** Scenario */
            scenario: {
                /** format */
                format?: unknown;
                /** id */
                id?: unknown;
                /** plan */
                plan?: unknown;
                /** title */
                title?: unknown;
                /** title_en */
                title_en?: unknown;
                /** start */
                start?: unknown;
                /** end_day */
                end_day?: unknown;
                /** seed */
                seed?: unknown;
                /** people */
                people?: unknown;
                /** open */
                open?: unknown;
                /** incidents */
                incidents?: unknown;
                /** branches */
                branches?: unknown;
                /** injects */
                injects?: unknown;
                /** simulated */
                simulated?: unknown;
                /** steps */
                steps?: unknown;
            } & {
                [key: string]: unknown;
            };
            /**
             * Notes
             * @default []
             */
            notes: components["schemas"]["Note"][];
            /** Compare */
            compare?: string | null;
        };
        /**
         * SecondFactorOff
         * @description Sign-ins of the account ask for no one-time code any more.
         */
        SecondFactorOff: {
            account: string;
        };
        /**
         * SetReporters
         * @description Limit who owes `obligation` (all regular ones of divisions if left out).
         *
         *     `reporters` are ids of divisions, units or roles; null lifts the limit.
         */
        SetReporters: {
            /**
             * Command
             * @default set_reporters
             * @constant
             */
            command: "set_reporters";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Reporters */
            reporters?: string[] | null;
            /** Obligation */
            obligation?: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * SetUp
         * @description The first account of a new installation; `code` is on the server's terminal.
         */
        SetUp: {
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
        };
        /**
         * SettleImprovement
         * @description That an improvement is done, with what was done; or that it is not done after all.
         */
        SettleImprovement: {
            /**
             * Done
             * @default true
             */
            done: boolean;
            /** Note */
            note: string;
        };
        /**
         * SignDocument
         * @description 签发: sign the version of a document whose file has this sha256.
         *
         *     A report counts as sent by it: it settles its slot.
         */
        SignDocument: {
            /**
             * Command
             * @default sign_document
             * @constant
             */
            command: "sign_document";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Document
             * @enum {string}
             */
            document: "first_report" | "follow_up" | "correction" | "final_report" | "digest" | "activation_notice" | "end_notice" | "briefing" | "incident_log" | "call_record";
            /** Sha256 */
            sha256: string;
            /** Slot */
            slot?: string | null;
        };
        /**
         * SignHandover
         * @description On which side the account signs.
         */
        SignHandover: {
            /**
             * Side
             * @enum {string}
             */
            side: "giver" | "taker";
        };
        /**
         * SignIn
         * @description Who signs in; `code` is the second factor of accounts that ask for one.
         */
        SignIn: {
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** Code */
            code?: string | null;
        };
        /**
         * StartCall
         * @description 叫应: call until somebody answers. Exactly one of `post`, `contact` and `on_duty`.
         *
         *     `post` is a post, a unit or a division of the plan, `contact` the id of a contact.
         */
        StartCall: {
            /**
             * Command
             * @default start_call
             * @constant
             */
            command: "start_call";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Post */
            post?: string | null;
            /** Contact */
            contact?: string | null;
            /** On Duty */
            on_duty?: ("leader" | "duty_officers" | "standby") | null;
            /** Reason */
            reason: string;
        };
        /**
         * StopDecision
         * @description The government's decision to stop, such as the search for one who is never found.
         */
        StopDecision: {
            /** Document */
            document: string;
            /** Reason */
            reason: string;
        };
        /**
         * Strike
         * @description Why an entry counts no more.
         */
        Strike: {
            /** Reason */
            reason: string;
        };
        /**
         * StrikeEntry
         * @description Strike an entry through; it stays readable.
         */
        StrikeEntry: {
            /**
             * Command
             * @default strike_entry
             * @constant
             */
            command: "strike_entry";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Seq */
            seq: number;
            /** Reason */
            reason: string;
        };
        /**
         * SubmitReport
         * @description 报送 for a slot, or an extra report without one. `nil` is a 零报告.
         *
         *     `corrects` is the entry of the earlier report that a report of kind `correction` says
         *     was wrong.
         */
        SubmitReport: {
            /**
             * Command
             * @default submit_report
             * @constant
             */
            command: "submit_report";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Kind
             * @default scheduled
             * @enum {string}
             */
            kind: "scheduled" | "urgent" | "nil" | "first" | "follow_up" | "final" | "correction";
            content?: components["schemas"]["JsonValue"];
            /** Submitted At */
            submitted_at?: string | null;
            told_by?: components["schemas"]["ToldBy"] | null;
            /**
             * Note
             * @default
             */
            note: string;
            /** Slot */
            slot?: string | null;
            /** Corrects */
            corrects?: number | null;
        };
        /**
         * SubmitReports
         * @description The same report of several reporters, due at one instant: all of them or none.
         *
         *     Not one of `COMMANDS`: `POST /api/incidents/{id}/reports` takes it.
         */
        SubmitReports: {
            /**
             * Command
             * @default submit_reports
             * @constant
             */
            command: "submit_reports";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /**
             * Kind
             * @default scheduled
             * @enum {string}
             */
            kind: "scheduled" | "urgent" | "nil" | "first" | "follow_up" | "final" | "correction";
            content?: components["schemas"]["JsonValue"];
            /** Submitted At */
            submitted_at?: string | null;
            told_by?: components["schemas"]["ToldBy"] | null;
            /**
             * Note
             * @default
             */
            note: string;
            /** Obligation */
            obligation: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Reporters */
            reporters: string[];
        };
        /**
         * TakeSheet
         * @description A spreadsheet (.xlsx) in Base64: looked at, and with `take_over` taken over.
         *
         *     With `replace` shifts of its time that it does not name are removed.
         */
        TakeSheet: {
            /** Content */
            content: string;
            /**
             * Take Over
             * @default false
             */
            take_over: boolean;
            /**
             * Replace
             * @default false
             */
            replace: boolean;
            /** Reason */
            reason?: string | null;
        };
        /**
         * TestChannel
         * @description To whom a test message goes; without an address where the channel has one target.
         */
        TestChannel: {
            /** Address */
            address?: string | null;
        };
        /**
         * ToldBy
         * @description The person who gave a report by telephone.
         */
        ToldBy: {
            /** Name */
            name: string;
            /**
             * Post
             * @default
             */
            post: string;
            /**
             * Phone
             * @default
             */
            phone: string;
        };
        /**
         * TrustClock
         * @description A node's clock that is right, and how far ahead it was seen; `reason` is kept.
         */
        TrustClock: {
            /** Node */
            node: string;
            /** Ahead S */
            ahead_s: number;
            /** Reason */
            reason?: string | null;
        };
        /**
         * TryScenario
         * @description A scenario to be played by the program alone.
         */
        TryScenario: {
            /** Scenario */
            scenario: {
                /** format */
                format?: unknown;
                /** id */
                id?: unknown;
                /** plan */
                plan?: unknown;
                /** title */
                title?: unknown;
                /** title_en */
                title_en?: unknown;
                /** start */
                start?: unknown;
                /** end_day */
                end_day?: unknown;
                /** seed */
                seed?: unknown;
                /** people */
                people?: unknown;
                /** open */
                open?: unknown;
                /** incidents */
                incidents?: unknown;
                /** branches */
                branches?: unknown;
                /** injects */
                injects?: unknown;
                /** simulated */
                simulated?: unknown;
                /** steps */
                steps?: unknown;
            } & {
                [key: string]: unknown;
            };
            /** Seed */
            seed?: number | null;
        };
        /**
         * UnlinkIncidents
         * @description 解除关联 with the incident `other` (its id).
         */
        UnlinkIncidents: {
            /**
             * Command
             * @default unlink_incidents
             * @constant
             */
            command: "unlink_incidents";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Other */
            other: string;
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * VoidIncident
         * @description 作废: the incident was opened by mistake, or twice (`duplicate_of`, the id of the other).
         */
        VoidIncident: {
            /**
             * Command
             * @default void_incident
             * @constant
             */
            command: "void_incident";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Reason */
            reason: string;
            /** Duplicate Of */
            duplicate_of?: string | null;
        };
        /**
         * WaiveMeasure
         * @description A measure is not needed; the note says why.
         */
        WaiveMeasure: {
            /**
             * Command
             * @default waive_measure
             * @constant
             */
            command: "waive_measure";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Measure */
            measure: string;
            /** Note */
            note: string;
        };
        /**
         * AnswerCall
         * @description How the desk has reached somebody, and what he said.
         */
        api__http__request_bodies__AnswerCall: {
            /**
             * Means
             * @default phone
             * @enum {string}
             */
            means: "phone" | "radio" | "in_person" | "written";
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * AnswerCall
         * @description The desk has reached somebody: the call is answered.
         */
        engine__incident__call_commands__AnswerCall: {
            /**
             * Command
             * @default answer_call
             * @constant
             */
            command: "answer_call";
            /** On Behalf Of */
            on_behalf_of?: string | null;
            /** By Means */
            by_means?: ("phone" | "radio" | "in_person" | "written") | null;
            /** Ordered At */
            ordered_at?: string | null;
            /** Call */
            call: string;
            /**
             * Means
             * @default phone
             * @enum {string}
             */
            means: "phone" | "radio" | "in_person" | "written";
            /**
             * Note
             * @default
             */
            note: string;
        };
        /**
         * AbsenceRecorded
         * @description The holder of a role cannot act until an instant; deputies may.
         */
        AbsenceRecorded: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            absent_role?: string;
            until?: string;
            reason?: string;
        };
        /**
         * AbsenceView
         * @description The holder of a role is absent until an instant; the plan's deputies may act.
         */
        AbsenceView: {
            /** @description Id of the role. */
            role: string;
            until: string;
        };
        /**
         * AccountCreated
         * @description A new account; without a password it can be used by tokens only.
         */
        AccountCreated: {
            account: string;
            roles: string[];
            division: string | null;
            unit: string | null;
            disabled: boolean;
            has_password: boolean;
            /** @description The administrator who proposed it, where a second one had to confirm. */
            proposed_by: string | null;
            /** @description Of the stored hash of the password; it says nothing about the password. */
            mark?: string | null;
        };
        /**
         * AccountCreatedEntry
         * @description See `AccountCreated`.
         */
        AccountCreatedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account_created";
            data: components["schemas"]["AccountCreated"];
        };
        /**
         * AccountDisabled
         * @description It cannot sign in any more; `roles` are those that it had.
         */
        AccountDisabled: {
            account: string;
            roles: string[];
        };
        /**
         * AccountDisabledEntry
         * @description See `AccountDisabled`.
         */
        AccountDisabledEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account_disabled";
            data: components["schemas"]["AccountDisabled"];
        };
        /**
         * AccountEnabled
         * @description It may sign in again, with these roles.
         */
        AccountEnabled: {
            account: string;
            roles: string[];
            proposed_by: string | null;
        };
        /**
         * AccountEnabledEntry
         * @description See `AccountEnabled`.
         */
        AccountEnabledEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account_enabled";
            data: components["schemas"]["AccountEnabled"];
        };
        /**
         * AccountFacts
         * @description An account without anything secret.
         */
        AccountFacts: {
            account: string;
            roles: string[];
            division: string | null;
            unit: string | null;
            disabled: boolean;
        };
        /**
         * AccountRenamed
         * @description The account has another name and is the same.
         */
        AccountRenamed: {
            account: string;
            before: string;
        };
        /**
         * AccountRenamedEntry
         * @description See `AccountRenamed`.
         */
        AccountRenamedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account_renamed";
            data: components["schemas"]["AccountRenamed"];
        };
        /**
         * AccountView
         * @description An account, without anything secret.
         */
        AccountView: {
            name: string;
            /** @description Ids of general roles, and `PLAN:ROLE` of posts in a plan. */
            roles: string[];
            /** @description Code of the division (GB/T 2260) that it acts for; null for none. */
            division: string | null;
            /** @description The unit that it reports for, as the plans name it; null for none. */
            unit: string | null;
            /** @description Nobody can sign in with it. */
            disabled: boolean;
            /** @description Other accounts whose names differ in nothing that people notice. */
            reads_like: string[];
        };
        /**
         * AccountsPage
         * @description All accounts, by name.
         */
        AccountsPage: {
            accounts: components["schemas"]["AccountView"][];
        };
        /**
         * Act
         * @description Who may do something that does not change the level, and at which places.
         */
        Act: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            on: ("form_group" | "change_group" | "complete_measure" | "waive_measure" | "set_reporters" | "reanchor_cadence" | "confirm_end_condition" | "assume_command" | "hand_over_command" | "return_command")[];
            /** @default [] */
            by: string[];
            /** @default false */
            desk: boolean;
            /**
             * @default [
             *       "assessing",
             *       "warning",
             *       "responding",
             *       "ended"
             *     ]
             */
            at: string[];
        };
        /**
         * ActivationApproved
         * @description The recommendation was approved.
         */
        ActivationApproved: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            reason?: string;
            /** @description The roles that have still to approve. */
            missing?: string[];
        };
        /**
         * ActivationRecommended
         * @description 建议 / 提请: a level was recommended and waits for a decision.
         */
        ActivationRecommended: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            reason?: string;
            command?: string;
        };
        /**
         * ActivationRefused
         * @description The recommendation was declined; the present level goes on.
         */
        ActivationRefused: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            reason?: string;
        };
        /**
         * ActivationSigned
         * @description One of several posts that all have to sign has signed.
         */
        ActivationSigned: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string | null;
            sub_state?: string | null;
            /** @description Signed for a stage instead of a level: the stage that it leads to. */
            place?: string;
            command?: string;
            signed_by?: string[];
            /** @description The roles that have still to sign. */
            missing?: string[];
            reason?: string;
        };
        /**
         * AfterLast
         * @description Owed this many minutes after the last clock time of another duty on its days.
         */
        AfterLast: {
            after_last: string;
            minutes: number;
        };
        /**
         * All
         * @description Every one must hold.
         */
        All: {
            all: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"])[];
        };
        /**
         * AllowedCommand
         * @description A command that the state allows now.
         */
        AllowedCommand: {
            command: string;
            /** @description The level that it leads to, where it leads to one. */
            level?: string;
            sub_state?: string;
            /** @description The grade of the warning, where the plan has grades. */
            grade?: string;
            /** @description Name of the level or the warning. */
            name?: string;
            /** @description Any of these roles may; empty where the duty desk alone may. */
            roles: components["schemas"]["RoleName"][];
            /** @description The duty officer may too. */
            desk: boolean;
            clause: string | null;
        };
        /**
         * AnyOf
         * @description One is enough (或者).
         */
        AnyOf: {
            any: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"])[];
        };
        /**
         * ArchivedIncident
         * @description An incident whose entries went into an archive, and what proves them.
         */
        ArchivedIncident: {
            incident: string;
            number: string;
            entries: number;
            /** @description sha256 over the hashes of its entries, in order. */
            digest: string;
            /** @description Of the row that stands for it in the database. */
            mark: string;
        };
        /**
         * Assumption
         * @description A reading where the text is silent, shown to users until the owner confirms it.
         */
        Assumption: {
            id: string;
            clause: string[];
            text: string;
            /** @default null */
            text_en: string | null;
        };
        /**
         * AtLeastN
         * @description At least `at_least_n` of the listed ones.
         */
        AtLeastN: {
            at_least_n: number;
            of: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"])[];
        };
        /**
         * AttachmentAdded
         * @description 附件: a file was attached to the incident, and is kept.
         */
        AttachmentAdded: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description The file's name. */
            name?: string;
            /** @description Its media type, found by its content. */
            media?: string;
            /** @description In bytes. */
            size?: number;
            /** @description Of the content as it is kept. */
            sha256?: string;
            /**
             * @description What became of the place where a photo was taken.
             * @enum {string}
             */
            position?: "none" | "removed" | "kept" | "not_searched";
            note?: string;
            /** @description The entry that the file shows. */
            belongs_to?: number | null;
        };
        /**
         * AttachmentDestroyed
         * @description The content of an attachment was destroyed by order; its entry stands.
         */
        AttachmentDestroyed: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description The entry of the attachment. */
            attachment?: number;
            /** @description Of what was destroyed. */
            sha256?: string;
            /** @description The number of the paper that ordered it. */
            order_number?: string;
            reason?: string;
        };
        /**
         * AttachmentView
         * @description An attachment: its entry, what it is, and what became of it.
         */
        AttachmentView: {
            seq: number;
            at: string;
            actor: string;
            role: string;
            name: string;
            /** @description `picture`, `sound`, `pdf`, `ofd`, `document`, `sheet`, `slides` or `other`. */
            kind: string;
            media: string;
            /** @description In bytes. */
            size: number;
            /** @description `GET …/attachments/{sha256}` has the content. */
            sha256: string;
            note: string;
            /** @description The entry that it shows. */
            belongs_to: number | null;
            /** @enum {string} */
            position: "none" | "removed" | "kept" | "not_searched";
            struck: boolean;
            destroyed: components["schemas"]["Destroyed"] | null;
            /** @description False in a replay whose record did not hold the content: there is nothing to open. */
            in_record: boolean;
        };
        /**
         * AttachmentsPage
         * @description The attachments of an incident, the newest first, and what may be attached.
         */
        AttachmentsPage: {
            attachments: components["schemas"]["AttachmentView"][];
            /** @description The kinds of file that are taken, by their endings. */
            accepted: string;
            /** @description Of one file. */
            most_bytes: number;
            /** @description What the attachments of the incident may still take. */
            left_bytes: number;
        };
        /**
         * AttemptRow
         * @description One try of a delivery.
         */
        AttemptRow: {
            number: number;
            at: string;
            result: string;
            /** @description What came of it, in words. */
            said: string;
        };
        /**
         * AttemptView
         * @description How an attempt by a channel ended.
         */
        AttemptView: {
            at: string;
            /** @enum {string} */
            result: "sent" | "answered" | "refused" | "busy" | "no_answer" | "failed" | "limited" | "unknown";
            /** @description The result in words, and what the other side said. */
            sentence: string;
        };
        /**
         * Band
         * @description A figure or a derived figure lies between bounds, in the fact's own unit.
         */
        Band: {
            fact: string;
            /** @default null */
            at_least: number | null;
            /** @default null */
            above: number | null;
            /** @default null */
            below: number | null;
            /** @default null */
            at_most: number | null;
        };
        /**
         * Between
         * @description The date is one from the first to the last, both included, in every year.
         *
         *     Over new year where the first comes later in the year than the last. In a year without
         *     02-29, "up to 02-29" is up to 02-28 and "from 02-29" is from 03-01.
         */
        Between: {
            between: string[];
        };
        /**
         * BreakGlass
         * @description Changes by the command line on the server within the last 24 hours.
         */
        BreakGlass: {
            changes: number;
            /** @description The latest of them. */
            last_at: string;
            /** @description The alarm ends then by itself. */
            until: string;
        };
        /**
         * CadenceReanchored
         * @description An every-n-days report counts from another day.
         */
        CadenceReanchored: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            obligations?: string[];
            /** @description The day, `YYYY-MM-DD`, in the plan's zone. */
            anchor?: string;
            reason?: string;
        };
        /**
         * CadenceView
         * @description When a report obligation falls due.
         */
        CadenceView: {
            /** @description Id of the report obligation. */
            id: string;
            name: string;
            /** @description Ids of the places, such as levels, at which it is owed. */
            at: string[];
            cadence: components["schemas"]["Daily"] | components["schemas"]["EveryDays"] | components["schemas"]["EveryHours"] | components["schemas"]["Within"] | components["schemas"]["TimesPerDay"] | components["schemas"]["Immediately"] | components["schemas"]["SameDay"] | components["schemas"]["AfterLast"];
            /** @description The deadline in words made from the rule, not from the plan's text. */
            reckoned: string;
            /** @description The condition in such words; null where the report is always owed. */
            owed_when: string | null;
            clause: string[];
        };
        /**
         * CallAnswered
         * @description Somebody answered, or the desk reached him.
         */
        CallAnswered: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            call?: string;
            means?: string;
            /** @description Who answered: a name of the chain, or the account that reached him. */
            by?: string;
            note?: string;
            answered_at?: string;
        };
        /**
         * CallAttemptView
         * @description What one channel made of one step.
         */
        CallAttemptView: {
            /** @description Index in `steps`. */
            step: number;
            contact: string | null;
            channel: string;
            at: string;
            outcome: string;
            detail: string;
        };
        /**
         * CallAttempted
         * @description A channel was tried.
         */
        CallAttempted: {
            call?: string;
            /** @description Index in the steps of the call. */
            step?: number;
            contact?: string | null;
            channel?: string;
            /** @description sent, answered, refused, busy, no_answer, failed, limited or unknown. */
            outcome?: string;
            /** @description What the other side said, without secrets. */
            detail?: string;
        };
        /**
         * CallCancelled
         * @description The reason of a call was over before anybody answered.
         */
        CallCancelled: {
            call?: string;
            /** @description `call.cancelled.WHY` of the catalogues. */
            why?: string;
            post?: string;
        };
        /**
         * CallCounts
         * @description How many calls there are, by state.
         */
        CallCounts: {
            /** @description Somebody is being called. */
            open: number;
            /** @description Those of `open` that have had an attempt without an answer. */
            late: number;
            exhausted: number;
            answered: number;
            cancelled: number;
        };
        /**
         * CallExhausted
         * @description Time: everybody was tried and nobody answered.
         */
        CallExhausted: {
            call?: string;
            exhausts_at?: string;
            post?: string;
        };
        /**
         * CallReasonData
         * @description `call.reason.KEY` of the catalogues, and its values.
         */
        CallReasonData: {
            key: string;
            values: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * CallReasonFacts
         * @description Why somebody is called: `call.reason.KEY` of the catalogues, and its values.
         */
        CallReasonFacts: {
            key: string;
            values: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * CallStarted
         * @description 叫应: somebody has to be reached; the chain is resolved here and stays.
         */
        CallStarted: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description Id of the call. */
            call?: string;
            /** @description What made it: a trigger of `calling.yaml`, or `by_hand`. */
            trigger?: string;
            /** @description What it is about: id of a slot, number of an entry, a level. */
            subject?: string | null;
            /** @description Id of the rule; null for a call by hand. */
            rule?: string | null;
            /** @description The sha256 of the `calling.yaml` that the rule stands in. */
            rules_digest?: string | null;
            reason?: components["schemas"]["CallReasonData"];
            /** @description Number of the entry that triggered it; null where time did. */
            cause_seq?: number | null;
            /** @description The post that is called first, in words. */
            post?: string;
            person?: string | null;
            /** @description Who is tried when and by what; `sink` alone in an exercise. */
            steps?: components["schemas"]["CallStepData"][];
            /** @description The rule's deadline. */
            answer_by?: string;
            /** @description Nobody is tried any more after this instant. */
            exhausts_at?: string;
        };
        /**
         * CallStepData
         * @description One contact at one instant, by all its channels at once.
         */
        CallStepData: {
            at: string;
            round: number;
            contact: string | null;
            post: string;
            person: string | null;
            channels: string[];
        };
        /**
         * CallStepView
         * @description One contact at one instant, by all its channels at once.
         */
        CallStepView: {
            at: string;
            round: number;
            /** @description Id of the contact; null where the address book has nobody for the post. */
            contact: string | null;
            post: string;
            /** @description `sink` alone in an exercise: nobody is reached. */
            channels: string[];
        };
        /**
         * CallView
         * @description Somebody who has to be reached. Instants are in UTC.
         */
        CallView: {
            id: string;
            /** @enum {string} */
            state: "queued" | "calling" | "answered" | "exhausted" | "cancelled";
            /** @description What made it: a trigger of `calling.yaml`, or `by_hand`. */
            trigger: string;
            /** @description Id of the rule; null for a call by hand. */
            rule: string | null;
            /** @description Why, in words. */
            reason: string;
            /** @description What it is about: id of a slot, number of an entry, a level. */
            subject: string | null;
            /** @description The first post that is called, in words. */
            post: string;
            person: string | null;
            /** @description Names of the persons in `steps`, by id of the contact. */
            persons: {
                [key: string]: string;
            };
            steps: components["schemas"]["CallStepView"][];
            attempts: components["schemas"]["CallAttemptView"][];
            started_at: string;
            /** @description He has to answer by then. */
            due_at: string;
            /** @description Nobody is tried any more after this instant. */
            exhausts_at: string;
            answered_at: string | null;
            /** @description Name of the account or of the contact. */
            answered_by: string | null;
            means: string | null;
            note: string;
            /** @description It was answered after `due_at`. */
            late: boolean;
            /** @description When it was exhausted or cancelled. */
            ended_at: string | null;
            /** @description Why it was cancelled, in words. */
            why: string | null;
            clause: string | null;
        };
        /**
         * CallerView
         * @description The person who told the duty desk; parts that nobody said are empty.
         */
        CallerView: {
            name: string;
            post: string;
            phone: string;
        };
        /**
         * CallsPage
         * @description Calls, the newest first; `next` is the cursor of the page after it.
         */
        CallsPage: {
            calls: components["schemas"]["ListedCall"][];
            next: string | null;
        };
        /**
         * CasualtyWatch
         * @description After an accident, changes of these facts stay reportable for some days.
         *
         *     Counted in whole days from the day after the accident, in the plan's zone;
         *     `shorter_days` counts where `shorter_when` is met.
         */
        CasualtyWatch: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            days: number;
            /** @default null */
            shorter_days: number | null;
            /** @default null */
            shorter_when: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"]) | null;
            /** @default 24:00 */
            until: string;
        };
        /**
         * ChainLinkView
         * @description One step of the response.
         */
        ChainLinkView: {
            /** @enum {string} */
            step: "received" | "assessed" | "recommended" | "approved" | "activated" | "notified" | "on_scene";
            name: string;
            at: string | null;
            role: string | null;
            role_name: string | null;
            /** @description From the first step that is known. */
            minutes: number | null;
            entries: number[];
        };
        /**
         * ChangeProposed
         * @description One administrator proposed what a second has to confirm.
         */
        ChangeProposed: {
            proposal: string;
            account: string;
            /** @description The account does not exist yet. */
            new: boolean;
            wish: components["schemas"]["Wish"];
            expires_at: string;
            /** @description Of the whole row that waits in the database. */
            mark?: string;
        };
        /**
         * ChangeProposedEntry
         * @description See `ChangeProposed`.
         */
        ChangeProposedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "change_proposed";
            data: components["schemas"]["ChangeProposed"];
        };
        /**
         * ChangeView
         * @description A difference, with the names of the places.
         */
        ChangeView: {
            /** @enum {string} */
            kind: "opened" | "closed" | "moved" | "overdue" | "reported" | "to_decide" | "decided" | "to_sign" | "signed" | "unanswered" | "answered" | "written";
            incident: string;
            number: string;
            title: string;
            exercise: boolean;
            count: number;
            before: string | null;
            after: string | null;
            before_name: string | null;
            after_name: string | null;
        };
        /**
         * ChangedContact
         * @description A contact that would be another.
         */
        ChangedContact: {
            name: string;
            /** @description What is another, in words. */
            fields: string[];
        };
        /**
         * ChangedGroup
         * @description A working group that is formed, or is no longer.
         */
        ChangedGroup: {
            id: string;
            name: string;
            clause: string;
        };
        /**
         * ChangedMeasure
         * @description A measure that comes on the list, or leaves it.
         */
        ChangedMeasure: {
            id: string;
            text: string;
            unit: string;
            /** @enum {string} */
            modality: "required" | "as_needed" | "when_necessary";
            clause: string;
        };
        /**
         * ChangedObligation
         * @description A report obligation that begins, or ends.
         */
        ChangedObligation: {
            id: string;
            name: string;
            clause: string;
        };
        /**
         * ChangedSlot
         * @description A row of the report ledger as it would be, and what the command would have done to it.
         */
        ChangedSlot: {
            id: string;
            incident: string;
            exercise: boolean;
            obligation: string;
            obligation_name: string;
            series: string;
            reporter: string;
            reporter_name: string;
            recipients: string[];
            recipient_names: string[];
            due_at: string;
            data_until: string | null;
            opens_at: string;
            /** @enum {string} */
            state: "upcoming" | "owed" | "submitted" | "submitted_late" | "overdue" | "superseded" | "not_owed" | "ended";
            submitted_at: string | null;
            report_seq: number | null;
            clause: string;
            immediately: boolean;
            past_reminders: boolean;
            reason: string | null;
            /** @enum {string} */
            kind: "scheduled" | "first" | "follow_up" | "final" | "correction";
            /** @enum {string} */
            means: "any" | "phone" | "written";
            content: string[];
            required: string[];
            nil: boolean;
            /**
             * @description `owed` is new; `lapsed` is awaited no more, with its `reason`.
             * @enum {string}
             */
            change: "owed" | "submitted" | "lapsed" | "changed";
        };
        /**
         * Changes
         * @description What begins with a command, or what ends with it.
         */
        Changes: {
            groups: components["schemas"]["ChangedGroup"][];
            measures: components["schemas"]["ChangedMeasure"][];
            obligations: components["schemas"]["ChangedObligation"][];
        };
        /**
         * ChannelStatus
         * @description One means to reach people.
         */
        ChannelStatus: {
            /** @enum {string} */
            name: "desk" | "sink" | "mail" | "dingtalk" | "wecom" | "feishu" | "apprise" | "sms" | "sms_gateway" | "voice" | "webhook";
            title: string;
            set_up: boolean;
            /** @description What is missing, where it is not set up. */
            why: string | null;
            /**
             * @description Whether a test of it needs an address.
             * @enum {string}
             */
            address: "needed" | "possible" | "none";
            /** @description Whether `sent` means that the other side took the message. */
            receipts: boolean;
            /** @description The last attempt on this server since it started. */
            last: components["schemas"]["AttemptView"] | null;
        };
        /**
         * ChannelView
         * @description One way to reach somebody.
         */
        ChannelView: {
            /** @enum {string} */
            kind: "mobile" | "landline" | "satellite" | "fax" | "mail" | "dingtalk" | "wecom" | "feishu";
            /** @description In part hidden (`138****0001`) from whoever does not ring people. */
            address: string;
            /** @description What a telephone dials (RFC 3966); null where nothing is dialled, or the number is hidden. */
            tel: string | null;
        };
        /**
         * ChannelsPage
         * @description All channels, set up or not.
         */
        ChannelsPage: {
            channels: components["schemas"]["ChannelStatus"][];
        };
        /**
         * Choice
         * @description One of the values that a `choices` fact may hold.
         */
        Choice: {
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default [] */
            clause: string[];
        };
        /**
         * ClassView
         * @description A class of a scale, such as 较大事故.
         */
        ClassView: {
            id: string;
            name: string;
            /** @description Name of the scale. */
            scale: string;
        };
        /**
         * Clause
         * @description One clause of the plan's text: where it is and what its text hashes to.
         *
         *     `sha256` is of the clause's text as `engine.plan.clauses` normalises it; the text
         *     itself stays with its owner.
         */
        Clause: {
            number: string;
            heading: string;
            /** @default null */
            sha256: string | null;
        };
        /**
         * ClockMarkView
         * @description Something that happened to a node's clock, or a person's word on it.
         */
        ClockMarkView: {
            node: string;
            /** @description `jumped`, `distrusted`, `waiting`, `stepped`, `trusted` or `word`. */
            kind: string;
            /** @description The time that the node went by. */
            at: string;
            /** @description Its machine's clock at that moment. */
            wall: string;
            /** @description Seconds by which the clock moved; below 0, back. Of a word, how far it was ahead. */
            moved_s: number;
            /** @description Who trusted the clock; null where the system's word was enough. */
            account: string | null;
            reason: string | null;
        };
        /**
         * ClockPage
         * @description This node's clock, the signs of life of all nodes, and the latest marks.
         */
        ClockPage: {
            /** @enum {string} */
            state: "trusted" | "jumped" | "distrusted" | "waiting" | "virtual";
            node: string;
            ahead_s: number;
            since: string | null;
            nodes: components["schemas"]["NodeClockView"][];
            marks: components["schemas"]["ClockMarkView"][];
        };
        /**
         * ClockState
         * @description Whether this node's clock can be right. `virtual` clocks are no concern of anybody.
         */
        ClockState: {
            /** @enum {string} */
            state: "trusted" | "jumped" | "distrusted" | "waiting" | "virtual";
            /** @description Name of this server: as the setting says, or the host's name and the port. */
            node: string;
            /** @description Seconds by which the machine's clock is ahead of the time that the server goes by. */
            ahead_s: number;
            /** @description When the alarm began, by the server's time; null without one. */
            since: string | null;
        };
        /**
         * ClockTrusted
         * @description A person's word that a node's clock is right, by page or command line.
         */
        ClockTrusted: {
            node: string;
            /** @description The number of the mark that the node reads. */
            word: number;
            /** @description How far the machine's clock was ahead of the time that counted. */
            ahead_ms: number;
        };
        /**
         * ClockTrustedEntry
         * @description See `ClockTrusted`.
         */
        ClockTrustedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "clock_trusted";
            data: components["schemas"]["ClockTrusted"];
        };
        /**
         * CommandAssumed
         * @description 接管: a holder of ours took command.
         */
        CommandAssumed: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            held_by?: string;
            previous?: string;
            reason?: string;
        };
        /**
         * CommandChoice
         * @description A command that a scenario may hold.
         */
        CommandChoice: {
            id: string;
            name: string;
            fields: components["schemas"]["CommandField"][];
            /**
             * @description False for what needs something that is known only while the drill runs.
             *
             *     It cannot be added, only changed where a file has it.
             */
            offered: boolean;
        };
        /**
         * CommandDone
         * @description What a command has made: its entries, and the incident as it is now.
         */
        CommandDone: {
            events: components["schemas"]["EventView"][];
            /** @description The view; its id and version alone where the client preferred `return=minimal`. */
            incident: components["schemas"]["IncidentView"] | components["schemas"]["IncidentVersion"];
            /** @description What the command leaves open, in words; mostly none. */
            notices: components["schemas"]["Notice"][];
        };
        /**
         * CommandField
         * @description A field of a command; `kind` is what it is chosen from, or how it is typed.
         */
        CommandField: {
            id: string;
            kind: string;
            required: boolean;
            /** @description What it may be, where that is the same under every plan. */
            options: components["schemas"]["NamedChoice"][];
        };
        /**
         * CommandHandedOver
         * @description 移交: command went to a superior.
         */
        CommandHandedOver: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            held_by?: string;
            previous?: string;
            reason?: string;
        };
        /**
         * CommandHolder
         * @description Somebody who can hold command. A superior's holding blocks `blocks`.
         */
        CommandHolder: {
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default false */
            superior: boolean;
        };
        /**
         * CommandPreview
         * @description What a command would do; nothing has been done.
         */
        CommandPreview: {
            allowed: boolean;
            /** @description Why it would be refused; null if it would not. */
            refusal: components["schemas"]["Problem"] | null;
            starts: components["schemas"]["Changes"];
            ends: components["schemas"]["Changes"];
            /** @description The reports that the command would make owed, settle or let lapse, by due instant. */
            slots: components["schemas"]["ChangedSlot"][];
            /** @description What the command would leave open, in words; mostly none. */
            notices: components["schemas"]["Notice"][];
        };
        /**
         * CommandReturned
         * @description 收回: command came back.
         */
        CommandReturned: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            held_by?: string;
            previous?: string;
            reason?: string;
        };
        /**
         * CommandStructure
         * @description Who holds command at first, and what is refused while a superior holds it.
         */
        CommandStructure: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            initial: string;
            holders: components["schemas"]["CommandHolder"][];
            /** @default [] */
            blocked_while_superior_holds: ("issue_warning" | "lift_warning" | "activate_response" | "adjust_response" | "end_response" | "close_incident")[];
        };
        /**
         * CommandView
         * @description Which holder has command. `held_by` is null for a reporter.
         */
        CommandView: {
            held_by: string | null;
            /** @description Name of the holder; — where `held_by` is null. */
            name: string;
            /** @description The holder is above the plan's own headquarters. */
            superior: boolean;
        };
        /**
         * ComparedFinding
         * @description What was found about one thing: `new`, `gone`, or `came_back` in this run.
         */
        ComparedFinding: {
            about: string;
            /** @enum {string} */
            turn: "new" | "gone" | "came_back";
            turn_name: string;
            sentence: string;
            clause: string | null;
            before: number;
            now: number;
        };
        /**
         * ComparedRun
         * @description One of the two runs.
         */
        ComparedRun: {
            number: string;
            title: string;
            exercise: boolean;
            plan: components["schemas"]["PlanOfEvaluation"];
            until: string;
            shares: components["schemas"]["EvaluationSharesView"];
        };
        /**
         * ComparedStep
         * @description Minutes of one step to one level; null where a run has none.
         */
        ComparedStep: {
            place_name: string;
            name: string;
            before: number | null;
            now: number | null;
        };
        /**
         * ComparedTask
         * @description What was asked of somebody and came out otherwise, in words and by how many.
         */
        ComparedTask: {
            kind_name: string;
            name: string;
            owner_name: string;
            clause: string | null;
            /** @enum {string} */
            trend: "worse" | "better" | "other";
            trend_name: string;
            /** @description How often each verdict; empty where that run never asked for it. */
            before: {
                [key: string]: number;
            };
            now: {
                [key: string]: number;
            };
            before_words: string;
            now_words: string;
        };
        /**
         * ComparisonView
         * @description An earlier run and this one side by side.
         */
        ComparisonView: {
            before: components["schemas"]["ComparedRun"];
            now: components["schemas"]["ComparedRun"];
            steps: components["schemas"]["ComparedStep"][];
            findings: components["schemas"]["ComparedFinding"][];
            tasks: components["schemas"]["ComparedTask"][];
            /** @description How many tasks came out alike. */
            alike: number;
        };
        /**
         * ContactFindingView
         * @description Something that is doubled, missing or unknown in the address book.
         */
        ContactFindingView: {
            sentence: string;
            /** @enum {string} */
            severity: "error" | "warning";
            /** @description The ids that it is about. */
            contacts: string[];
        };
        /**
         * ContactGaps
         * @description What is missing in the address book, by plan, and what is wrong in it.
         */
        ContactGaps: {
            plans: components["schemas"]["PlanGaps"][];
            findings: components["schemas"]["ContactFindingView"][];
        };
        /**
         * ContactImport
         * @description What a sheet would change, or has changed.
         */
        ContactImport: {
            /** @description It was taken over, whole. */
            taken: boolean;
            /** @description Errors first, then by row. */
            problems: components["schemas"]["SheetProblem"][];
            /** @description Contacts on the sheet, without those whose row has a fault. */
            rows: number;
            new: string[];
            changed: components["schemas"]["ChangedContact"][];
            /** @description Of those who are not on the sheet, where the sheet is to replace the book. */
            gone: string[];
            same: number;
            /** @description The state of the address book; a take-over names the one that it was shown. */
            book: string;
        };
        /**
         * ContactRemoved
         * @description A contact is in the address book no more.
         */
        ContactRemoved: {
            contact: string;
            unit: string;
            post: string;
            person: string | null;
        };
        /**
         * ContactRemovedEntry
         * @description See `ContactRemoved`.
         */
        ContactRemovedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact_removed";
            data: components["schemas"]["ContactRemoved"];
        };
        /**
         * ContactSaved
         * @description A contact is new or was changed.
         */
        ContactSaved: {
            contact: string;
            unit: string;
            post: string;
            person: string | null;
            new: boolean;
            /** @description Which of its fields changed; empty for a new one. */
            fields: string[];
            /** @description Of the row as it is stored now. */
            mark: string;
        };
        /**
         * ContactSavedEntry
         * @description See `ContactSaved`.
         */
        ContactSavedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact_saved";
            data: components["schemas"]["ContactSaved"];
        };
        /**
         * ContactView
         * @description Somebody who can be reached, or a duty telephone.
         */
        ContactView: {
            id: string;
            unit: string;
            post: string;
            /** @description Null for a duty telephone, which whoever is there answers. */
            person: string | null;
            /** @description A code of GB/T 2260, for offices of a county. */
            division: string | null;
            division_name: string | null;
            /** @description 1 holds the post; 2 and more are the deputies, in order. */
            rank: number;
            /** @description Posts of plans, `plan:role`, and general roles that the contact holds. */
            roles: string[];
            role_names: string[];
            channels: components["schemas"]["ChannelView"][];
            account: string | null;
            note: string | null;
            /** @description The numbers are hidden in part. */
            masked: boolean;
            /** @description What `If-Match` of a change has to name. */
            version: number;
        };
        /**
         * ContactsPage
         * @description Contacts; for a post or a unit in the order in which they are tried.
         */
        ContactsPage: {
            contacts: components["schemas"]["ContactView"][];
        };
        /**
         * ContentField
         * @description A field of reports on English screens. Its Chinese name is what `content` calls it.
         */
        ContentField: {
            name: string;
            /** @default null */
            name_en: string | null;
        };
        /**
         * ContinuationAcknowledged
         * @description Somebody has seen that the chain lost its end and went on; screens stop saying so.
         */
        ContinuationAcknowledged: {
            /** @description Of the link that says so. */
            position: number;
        };
        /**
         * ContinuationAcknowledgedEntry
         * @description See `ContinuationAcknowledged`.
         */
        ContinuationAcknowledgedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "continuation_acknowledged";
            data: components["schemas"]["ContinuationAcknowledged"];
        };
        /**
         * ContinuationState
         * @description The chain lost its end and goes on; nobody has acknowledged it yet.
         */
        ContinuationState: {
            /** @description Of the link that says so. */
            position: number;
            /** @description The last position that still holds. */
            kept: number;
            /** @enum {string} */
            cause: "restore" | "went_back" | "renewed";
            at: string;
            /** @description Whether the server's key has signed it. */
            signed: boolean;
        };
        /**
         * ContradictionView
         * @description A recorded figure that speaks against an end condition.
         */
        ContradictionView: {
            /** @description Id of the fact. */
            fact: string;
            /** @description The figure and what the plan compares it with, as one sentence. */
            words: string;
            /** @description Who told the office of the figure, in words. */
            source: string;
            /** @description The instant at which the figure was true. */
            as_of: string;
            /** @description Number of the entry that brought the figure. */
            seq: number;
        };
        /**
         * ControlLine
         * @description One entry of the control log.
         */
        ControlLine: {
            /** @enum {string} */
            action: "start" | "pause" | "resume" | "speed" | "step" | "jump" | "inject" | "skip" | "postpone" | "cast" | "word" | "hand_over" | "take_over" | "seek" | "branch" | "end" | "abort" | "alarm" | "contact";
            at: string;
            real_at: string;
            by: string;
            speed: number | null;
            to: string | null;
            inject: string | null;
            part: string | null;
            holder: ("person" | "simulated") | null;
            account: string | null;
            note: string;
            /** @description The entry of a replay that it is about, by its id. */
            entry: string | null;
        };
        /**
         * CorrectedView
         * @description A report that a later one says was wrong.
         */
        CorrectedView: {
            /** @description Number of its entry. */
            seq: number;
            /** @description Numbers of the entries that correct it, the first correction first. */
            by: number[];
        };
        /**
         * CountOf
         * @description How many entries a list fact has, some excluded.
         */
        CountOf: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default null */
            unit: string | null;
            count_of: string;
            /** @default [] */
            excluding: string[];
        };
        /**
         * Coverage
         * @description Which accidents this plan governs; of two that fit, the special one governs.
         *
         *     `special` marks a special plan, `when` what falls under it (on opening; unknown
         *     facts never exclude), `excludes_when` what does not although `when` holds.
         *     `event_code` names the event with its scheme.
         */
        Coverage: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            special: boolean;
            /** @default null */
            when: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"]) | null;
            /** @default null */
            excludes_when: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"]) | null;
            /** @default null */
            event_code: string | null;
        };
        /**
         * Criterion
         * @description One condition under which a level is recommended.
         */
        Criterion: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            text: string;
            /** @default null */
            text_en: string | null;
            when: components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"];
        };
        /**
         * CriterionView
         * @description One criterion of a level, and whether the known figures meet it.
         */
        CriterionView: {
            id: string;
            level: string;
            sub_state: string | null;
            text: string;
            /** @description Null while a figure that decides it is unknown. */
            met: boolean | null;
            clause: string;
            /** @description The figures that decide it, in words. */
            why: string;
            /** @description Numbers of the readings that it rests on. */
            assumption: string[];
        };
        /**
         * CurrentHandover
         * @description What there is to hand over now.
         */
        CurrentHandover: {
            overdue: boolean;
            due_at: string | null;
            /** @description As it stands; its notes are empty. */
            sheet: components["schemas"]["SheetView"];
            /** @description The newest that both have signed. */
            last: components["schemas"]["HandoverRow"] | null;
            /** @description What has changed since the `last`. */
            changes: components["schemas"]["ChangeView"][];
            /** @description The newest, if it waits for a signature. */
            waiting: components["schemas"]["HandoverRow"] | null;
        };
        /**
         * Daily
         * @description Owed at these clock times every day.
         */
        Daily: {
            daily: string[];
        };
        /**
         * DatabaseMoved
         * @description The whole content came here from another database; `cursor` and `seq` are where it stood.
         */
        DatabaseMoved: {
            /** @description The kind of the other database: `sqlite` or `postgresql`. */
            before: string;
            after: string;
            cursor: number;
            seq: number;
        };
        /**
         * DatabaseMovedEntry
         * @description See `DatabaseMoved`.
         */
        DatabaseMovedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "database_moved";
            data: components["schemas"]["DatabaseMoved"];
        };
        /**
         * DatabaseRestored
         * @description A backup took the place of what there was; `cursor` and `seq` are where it stood.
         */
        DatabaseRestored: {
            epoch: string;
            cursor: number;
            seq: number;
            backup_at: string;
        };
        /**
         * DatabaseRestoredEntry
         * @description See `DatabaseRestored`.
         */
        DatabaseRestoredEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "database_restored";
            data: components["schemas"]["DatabaseRestored"];
        };
        /**
         * DateReached
         * @description Time: a day has begun on which a condition of the plan about the date turns.
         */
        DateReached: {
            /** @description The day, `YYYY-MM-DD`, in the plan's zone. */
            date?: string;
        };
        /**
         * DayView
         * @description A day of the calendar.
         */
        DayView: {
            date: string;
            /** @enum {string} */
            kind: "workday" | "weekend" | "holiday" | "worked_in_lieu";
            /** @description The holiday's, of days off and of days worked in lieu. */
            name: string | null;
            /** @description False for years that nobody has announced yet: only the weekday is known. */
            known: boolean;
        };
        /**
         * DecisionAwaited
         * @description Time: a recommendation still waits for a decision.
         */
        DecisionAwaited: {
            level?: string;
            sub_state?: string | null;
            recommended_by?: string;
            /** @description When it was recommended. */
            since?: string;
            /** @description Which reminder it is, from 1. */
            reminder?: number;
            /** @description `end_response` where it is about the end; else it is about opening the level. */
            command?: string;
        };
        /**
         * DecisionView
         * @description A recommendation that waits, with names.
         */
        DecisionView: {
            place: string;
            recommended_by: string;
            since: string;
            approvals: string[];
            place_name: string;
            recommended_by_name: string;
        };
        /**
         * DelegationView
         * @description An account may act in a role until an instant.
         */
        DelegationView: {
            /** @description Id of the role. */
            role: string;
            /** @description Name of the account. */
            to: string;
            until: string;
            reason: string;
            /** @description Whether the role's holder gave or signed it. */
            signed: boolean;
            /** @description `until`, or sooner as long as the holder has not signed it. */
            counts_until: string;
        };
        /**
         * DeliveriesPage
         * @description Deliveries, the newest first.
         */
        DeliveriesPage: {
            deliveries: components["schemas"]["DeliveryRow"][];
            /** @description `before` of the page after it; null at the end. */
            next: string | null;
        };
        /**
         * DeliveryRow
         * @description One entry for one subscription.
         */
        DeliveryRow: {
            /** @description The `webhook-id`, the same for each attempt. */
            id: string;
            /** @description The type of the entry, or `test`. */
            type: string;
            incident: string | null;
            seq: number | null;
            /** @enum {string} */
            state: "queued" | "claimed" | "delivered" | "failed";
            made_at: string;
            /** @description When it is tried next; null unless it waits. */
            next_at: string | null;
            attempts: components["schemas"]["AttemptRow"][];
        };
        /**
         * Destroyed
         * @description The order by which the content of an attachment was destroyed.
         */
        Destroyed: {
            seq: number;
            at: string;
            order_number: string;
            reason: string;
        };
        /**
         * Division
         * @description A division of GB/T 2260 under the jurisdiction.
         *
         *     `parent` is the division that it belongs to, as a county to its city; without it, or
         *     with the jurisdiction's own code, the division is directly under the jurisdiction.
         */
        Division: {
            code: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default null */
            parent: string | null;
        };
        /**
         * DivisionView
         * @description A jurisdiction or one of its divisions.
         */
        DivisionView: {
            /** @description GB/T 2260. */
            code: string;
            name: string;
            name_en: string | null;
            /** @description Code of the jurisdiction that it belongs to; null for a jurisdiction. */
            under: string | null;
        };
        /**
         * DivisionsPage
         * @description All divisions, by code.
         */
        DivisionsPage: {
            divisions: components["schemas"]["DivisionView"][];
        };
        /**
         * Document
         * @description The official document that the plan file encodes.
         */
        Document: {
            number: string;
            issued: string;
            owner: string;
            /** @default null */
            replaces: string | null;
        };
        /**
         * DocumentEdited
         * @description A person wrote into fields of a document.
         */
        DocumentEdited: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @enum {string} */
            document?: "first_report" | "follow_up" | "correction" | "final_report" | "digest" | "activation_notice" | "end_notice" | "briefing" | "incident_log" | "call_record";
            /** @description The report that the document is for; null for a document besides all slots. */
            slot?: string | null;
            /** @description By field what was written; an empty text takes it back. */
            fields?: {
                [key: string]: string;
            };
        };
        /**
         * DocumentField
         * @description A field of a document in which a person may write.
         */
        DocumentField: {
            /** @description Its name, or the id of a figure that nobody has given: answered with `not_yet_known`. */
            field: string;
            label: string;
            figure: boolean;
            blank: boolean;
            /** @description What a person has written last. */
            text: string;
        };
        /**
         * DocumentLine
         * @description One kind of document of an incident.
         */
        DocumentLine: {
            /** @enum {string} */
            kind: "first_report" | "follow_up" | "correction" | "final_report" | "digest" | "activation_notice" | "end_notice" | "briefing" | "incident_log" | "call_record";
            name: string;
            /** @description Places that are still to be filled in; null where there is nothing to make it of yet. */
            blanks: number | null;
            /** @description Why there is no such document yet. */
            why: string | null;
            /** @description The report that it settles when it is signed. */
            slot: string | null;
            reports: components["schemas"]["DocumentReport"][];
        };
        /**
         * DocumentReport
         * @description A report that a document of this kind may settle, or has settled.
         */
        DocumentReport: {
            slot: string;
            name: string;
            reporter_name: string;
            due_at: string;
            /** @description As stored in the ledger: `owed`, `overdue`, `submitted`, `submitted_late`. */
            state: string;
        };
        /**
         * DocumentSigned
         * @description 签发: one version of a document was signed, and its file is kept.
         */
        DocumentSigned: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @enum {string} */
            document?: "first_report" | "follow_up" | "correction" | "final_report" | "digest" | "activation_notice" | "end_notice" | "briefing" | "incident_log" | "call_record";
            slot?: string | null;
            /** @description Of the file that was signed. */
            sha256?: string;
            /** @description Of the document's content, the same in each format. */
            content_sha256?: string;
            /** @description The file's name. */
            file?: string;
            /** @description Of the file, in bytes. */
            size?: number;
            /** @description The entry of the report that was sent by it; null for a document that is no report. */
            report_seq?: number | null;
        };
        /**
         * DocumentView
         * @description One document as it stands: what is missing, what may be written, what it rests on.
         */
        DocumentView: {
            /** @enum {string} */
            kind: "first_report" | "follow_up" | "correction" | "final_report" | "digest" | "activation_notice" | "end_notice" | "briefing" | "incident_log" | "call_record";
            name: string;
            title: string;
            exercise: boolean;
            /** @description What is still to be filled in, in words. */
            blanks: string[];
            fields: components["schemas"]["DocumentField"][];
            slot: string | null;
            /** @description The entries of the journal that it rests on. */
            seqs: number[];
            /** @description The hash of the content, the same in each format. */
            content_sha256: string;
            /** @description The incident's version. */
            version: number;
            /** @description By label what the document says, as it is read out on the telephone. */
            content: {
                [key: string]: string;
            };
        };
        /**
         * DocumentsPage
         * @description The documents of an incident.
         */
        DocumentsPage: {
            documents: components["schemas"]["DocumentLine"][];
            signed: components["schemas"]["SignedDocument"][];
        };
        /**
         * DrillControlled
         * @description One entry of the control log; see `engine.drill.exercise.ControlEntry`.
         */
        DrillControlled: {
            scenario: string;
            action: string;
            /** @description Drill time. */
            at: string;
            /** @description The account; `clock` for an inject whose instant had come. */
            by: string;
            speed: number | null;
            to: string | null;
            inject: string | null;
            part: string | null;
            holder: string | null;
            account: string | null;
            note: string;
            /** @description The entry of a replay that it is about. */
            entry?: string | null;
        };
        /**
         * DrillControlledEntry
         * @description See `DrillControlled`.
         */
        DrillControlledEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "drill_controlled";
            data: components["schemas"]["DrillControlled"];
        };
        /**
         * DrillLook
         * @description A token that shows what a participant sees, and writes nothing.
         */
        DrillLook: {
            account: string;
            token: string;
            /** @description By the real clock. */
            expires_at: string;
        };
        /**
         * DrillMessageSent
         * @description What a controller or evaluator wrote to the others. `at` is drill time.
         */
        DrillMessageSent: {
            /** @description Made by the page: a retry writes nothing twice. */
            key: string;
            at: string;
            text: string;
        };
        /**
         * DrillMessageSentEntry
         * @description See `DrillMessageSent`.
         */
        DrillMessageSentEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "drill_message_sent";
            data: components["schemas"]["DrillMessageSent"];
        };
        /**
         * DrillMessagesView
         * @description What those who conduct and judge wrote to each other, in order.
         */
        DrillMessagesView: {
            messages: components["schemas"]["DrillWords"][];
        };
        /**
         * DrillPass
         * @description A new sign-in for one account, shown this once; the one before it is good no more.
         */
        DrillPass: {
            account: string;
            /** @description Good for one sign-in. */
            password: string;
            /** @description Signs in whoever opens it and presses. */
            address: string;
            /** @description The QR code of the address, as the address of a picture. */
            picture: string;
        };
        /**
         * DrillView
         * @description A live drill as an account sees it.
         *
         *     Controllers and evaluators see every inject, the parts, the log and the abort word;
         *     participants see the injects that were given to them, and their own part.
         */
        DrillView: {
            scenario: string;
            title: string;
            title_en: string | null;
            /** @enum {string} */
            state: "ready" | "running" | "paused" | "ended" | "aborted";
            speed: number;
            controller: string | null;
            alarm: string | null;
            watches: boolean;
            reached: boolean;
            note: string;
            version: number;
            replays: boolean;
            recorded: number;
            /** @description Drill time now. */
            clock: string;
            begins: string;
            ends: string;
            zone: string;
            injects: components["schemas"]["InjectView"][];
            openings: components["schemas"]["OpeningView"][];
            parts: components["schemas"]["PartView"][];
            log: components["schemas"]["ControlLine"][];
            word: string | null;
            /** @description The next instant at which something happens by itself; for controllers and evaluators. */
            next_due: string | null;
            /** @description What this account can do to the drill now. */
            may: ("start" | "pause" | "resume" | "speed" | "step" | "jump" | "inject" | "skip" | "postpone" | "cast" | "word" | "hand_over" | "take_over" | "seek" | "branch" | "end" | "abort" | "alarm" | "contact")[];
            /**
             * @description Of the controller, as this account sees it; `gone` for long enough to be taken over.
             * @enum {string}
             */
            seat: "mine" | "free" | "taken" | "gone";
            controllers: string[];
        };
        /**
         * DrillWords
         * @description What somebody who conducts or judges a drill wrote to the others.
         */
        DrillWords: {
            key: string;
            /** @description Drill time. */
            at: string;
            /** @description Real time. */
            written_at: string;
            by: string;
            text: string;
        };
        /**
         * DurationReached
         * @description Time: the incident has been at a place as long as a rule asks about.
         */
        DurationReached: {
            /** @description The place that has lasted, as the plan's rule names it. */
            lasting?: string;
            hours?: number;
            /** @description True where it has lasted longer than that. */
            more?: boolean;
            /** @description When that began. */
            since?: string;
        };
        /**
         * EarlierImprovementView
         * @description One out of an earlier run, and what this run says about it.
         */
        EarlierImprovementView: {
            key: string;
            subject: string;
            plan: string | null;
            about: string | null;
            finding: string;
            action: string;
            owner: string;
            due: string;
            done: boolean;
            settled: components["schemas"]["SettledView"] | null;
            may_settle: boolean;
            by: string;
            written_at: string;
            /** @enum {string} */
            state: "came_back" | "came_back_though_done" | "mended" | "not_tested";
            state_name: string;
        };
        /**
         * EndApproved
         * @description Ending the response was approved.
         */
        EndApproved: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            reason?: string;
            /** @description The roles that have still to approve. */
            missing?: string[];
        };
        /**
         * EndCondition
         * @description Something to be confirmed by name before the response may end at `at`.
         *
         *     `confirmed_by` names the roles whose word it needs; without it anybody may who may
         *     confirm end conditions at all. `contradicted_by` names recorded figures with which it
         *     cannot hold: it is neither confirmed nor does the response end while one of them is met,
         *     except by a recorded decision to stop. An unknown figure does not contradict.
         */
        EndCondition: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            text: string;
            /** @default null */
            text_en: string | null;
            /**
             * @default [
             *       "responding"
             *     ]
             */
            at: string[];
            /** @default [] */
            confirmed_by: string[];
            /** @default [] */
            contradicted_by: (components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"])[];
        };
        /**
         * EndConditionConfirmed
         * @description An end condition was confirmed by name.
         */
        EndConditionConfirmed: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description Id of the end condition in the plan. */
            condition?: string;
            note?: string;
            /** @description Given where recorded figures contradict the condition. */
            stop_decision?: components["schemas"]["StopDecided"];
        };
        /**
         * EndConditionView
         * @description A condition that has to be confirmed before the response may end.
         */
        EndConditionView: {
            id: string;
            text: string;
            clause: string;
            confirmed: boolean;
            /** @description Ids of the roles whose word it needs; empty where any will do. */
            confirmed_by: string[];
            /** @description Number of the entry that confirmed it. */
            seq: number | null;
            /** @description While there are any, the condition needs newer figures or a decision to stop. */
            contradicted_by: components["schemas"]["ContradictionView"][];
        };
        /**
         * EndRecommended
         * @description 建议结束: ending the response was recommended and waits for a decision.
         */
        EndRecommended: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            reason?: string;
            command?: string;
        };
        /**
         * EndRefused
         * @description Ending the response was declined; it goes on.
         */
        EndRefused: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            reason?: string;
        };
        /**
         * EntryKey
         * @description Something that entries hold and a condition can ask for.
         */
        EntryKey: {
            id: string;
            kind: string;
        };
        /**
         * EntryStruck
         * @description An entry was struck through; what it had entered no longer counts.
         */
        EntryStruck: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description Number of the entry meant. */
            seq?: number;
            /** @description Its type. */
            struck?: string;
            reason?: string;
        };
        /**
         * EvaluatedIncident
         * @description What the journal of one incident tells.
         */
        EvaluatedIncident: {
            id: string;
            number: string;
            title: string;
            exercise: boolean;
            plan: components["schemas"]["PlanOfEvaluation"];
            /** @description The last entry that was read. */
            seq: number;
            until: string;
            over: boolean;
            /** @description sha256 of the `monitors.yaml` that was used; empty for the built-in ones. */
            monitors: string;
            shares: components["schemas"]["EvaluationSharesView"];
            rows: components["schemas"]["EvaluationRowView"][];
            findings: components["schemas"]["EvaluationFindingView"][];
            chains: components["schemas"]["ResponseChainView"][];
        };
        /**
         * EvaluationFindingView
         * @description What a monitor saw.
         */
        EvaluationFindingView: {
            kind: string;
            /** @description `KIND:WHAT` of the row that it is about. */
            about: string;
            monitor: string | null;
            at: string;
            sentence: string;
            clause: string | null;
            entries: number[];
            lasting: boolean;
        };
        /**
         * EvaluationGradeView
         * @description The overall grade, given by a person.
         */
        EvaluationGradeView: {
            /** @enum {string} */
            grade: "excellent" | "good" | "fair" | "poor";
            name: string;
            reason: string;
            by: string;
            written_at: string;
        };
        /**
         * EvaluationGraded
         * @description The overall grade; the last one counts. Why stands in the entry's `reason`.
         */
        EvaluationGraded: {
            subject: string;
            /** @enum {string} */
            grade: "excellent" | "good" | "fair" | "poor";
        };
        /**
         * EvaluationGradedEntry
         * @description See `EvaluationGraded`.
         */
        EvaluationGradedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "evaluation_graded";
            data: components["schemas"]["EvaluationGraded"];
        };
        /**
         * EvaluationRemarkView
         * @description A remark of an evaluator.
         */
        EvaluationRemarkView: {
            key: string;
            at: string;
            text: string;
            number: string | null;
            entry: number | null;
            by: string;
            written_at: string;
        };
        /**
         * EvaluationRemarked
         * @description What an evaluator saw at `seen_at`; `key` is the page's own.
         */
        EvaluationRemarked: {
            key: string;
            subject: string;
            seen_at: string;
            text: string;
            number: string | null;
            entry: number | null;
        };
        /**
         * EvaluationRemarkedEntry
         * @description See `EvaluationRemarked`.
         */
        EvaluationRemarkedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "evaluation_remarked";
            data: components["schemas"]["EvaluationRemarked"];
        };
        /**
         * EvaluationRowView
         * @description One row of the table expected / actual.
         */
        EvaluationRowView: {
            id: string;
            /** @enum {string} */
            kind: "report" | "measure" | "level" | "decision" | "group" | "call" | "notice" | "planned";
            kind_name: string;
            /** @description The id of the obligation, measure, place, group, post or inject. */
            what: string;
            /** @description `KIND:WHAT`, by which an improvement knows it again. */
            about: string;
            name: string;
            owner: string[];
            owner_name: string;
            arose_at: string;
            /** @description null where no text gives a time. */
            due_at: string | null;
            /** @description The deadline is our choice, no clause gives it. */
            ours: boolean;
            immediately: boolean;
            /** @enum {string} */
            modality: "required" | "as_needed" | "when_necessary";
            clause: string | null;
            /** @enum {string} */
            verdict: "met" | "late" | "missing" | "open" | "released" | "unjudged";
            verdict_name: string;
            /** @description In words, where it is released, missing or cannot be judged. */
            why: string | null;
            actual_at: string | null;
            /** @description From when it arose until it was done. */
            minutes: number | null;
            late_by: number | null;
            by: string | null;
            by_name: string | null;
            /** @description Entries of the journal that make it expected or show that it was not done. */
            entries: number[];
            /** @description Entries that show what was done. */
            proof: number[];
        };
        /**
         * EvaluationScoreView
         * @description What an evaluator gave; `points` is null for an item that does not apply.
         */
        EvaluationScoreView: {
            points: number | null;
            note: string;
            by: string;
            written_at: string;
        };
        /**
         * EvaluationScored
         * @description A score of an item of a sheet; the last one counts.
         */
        EvaluationScored: {
            subject: string;
            sheet: string;
            number: string;
            points: (0 | 1 | 3 | 5) | null;
            note: string;
        };
        /**
         * EvaluationScoredEntry
         * @description See `EvaluationScored`.
         */
        EvaluationScoredEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "evaluation_scored";
            data: components["schemas"]["EvaluationScored"];
        };
        /**
         * EvaluationSharesView
         * @description How much could be judged, and how much of that was met.
         */
        EvaluationSharesView: {
            total: number;
            counted: number;
            judged: number;
            met: number;
            judged_percent: number | null;
            met_percent: number | null;
        };
        /**
         * EvaluationSheetView
         * @description A sheet with its scores.
         */
        EvaluationSheetView: {
            id: string;
            name: string;
            standard: string;
            source: string;
            frame: boolean;
            headings: components["schemas"]["SheetHeadingView"][];
            scored: number;
            items: number;
        };
        /**
         * EvaluationView
         * @description A whole evaluation: of one incident, or of a drill with several.
         */
        EvaluationView: {
            /** @description The incident's id, or `drill`. */
            subject: string;
            exercise: boolean;
            may_write: boolean;
            incidents: components["schemas"]["EvaluatedIncident"][];
            sheets: components["schemas"]["EvaluationSheetView"][];
            remarks: components["schemas"]["EvaluationRemarkView"][];
            grade: components["schemas"]["EvaluationGradeView"] | null;
            improvements: components["schemas"]["ImprovementView"][];
            earlier: components["schemas"]["EarlierImprovementView"][];
        };
        /**
         * EventChoice
         * @description A kind of entries, with what they can be told apart by.
         */
        EventChoice: {
            id: string;
            name: string;
            keys: components["schemas"]["EntryKey"][];
        };
        /**
         * EventView
         * @description One entry of an incident's journal. Instants are RFC 3339 in UTC.
         */
        EventView: {
            /** @description Place in the incident's journal, from 1 without gaps. */
            seq: number;
            id: string;
            /** @enum {string} */
            type: "incident_opened" | "facts_recorded" | "warning_issued" | "warning_lifted" | "activation_recommended" | "activation_approved" | "activation_refused" | "activation_signed" | "response_activated" | "response_adjusted" | "command_assumed" | "command_handed_over" | "command_returned" | "group_formed" | "group_changed" | "measure_completed" | "measure_waived" | "report_submitted" | "reporters_set" | "cadence_reanchored" | "end_condition_confirmed" | "end_recommended" | "end_approved" | "end_refused" | "response_ended" | "incident_closed" | "incident_voided" | "entry_struck" | "recorded_order_confirmed" | "role_delegated" | "absence_recorded" | "incidents_linked" | "incidents_unlinked" | "log_entry_added" | "document_edited" | "document_signed" | "attachment_added" | "attachment_destroyed" | "call_started" | "call_attempted" | "call_answered" | "call_cancelled" | "report_due_soon" | "report_overdue" | "measure_due_soon" | "measure_overdue" | "decision_awaited" | "signature_overdue" | "duration_reached" | "date_reached" | "watch_ended" | "call_exhausted";
            incident: string;
            /** @description It became true. */
            occurred_at: string;
            /** @description The engine wrote it down. */
            recorded_at: string;
            /** @description Name of the account, or `clock`, which every audience sees. */
            actor: string;
            /** @description The post or general role acted in. */
            role: string;
            /** @description Clause of the plan that the entry rests on; null where it needs none. */
            clause: string | null;
            /** @description By `type`; an account gets the keys that its audience may see. */
            data: components["schemas"]["IncidentOpened"] | components["schemas"]["FactsRecorded"] | components["schemas"]["WarningIssued"] | components["schemas"]["WarningLifted"] | components["schemas"]["ActivationRecommended"] | components["schemas"]["ActivationApproved"] | components["schemas"]["ActivationRefused"] | components["schemas"]["ActivationSigned"] | components["schemas"]["ResponseActivated"] | components["schemas"]["ResponseAdjusted"] | components["schemas"]["CommandAssumed"] | components["schemas"]["CommandHandedOver"] | components["schemas"]["CommandReturned"] | components["schemas"]["GroupFormed"] | components["schemas"]["GroupChanged"] | components["schemas"]["MeasureCompleted"] | components["schemas"]["MeasureWaived"] | components["schemas"]["ReportSubmitted"] | components["schemas"]["ReportersSet"] | components["schemas"]["CadenceReanchored"] | components["schemas"]["EndConditionConfirmed"] | components["schemas"]["EndRecommended"] | components["schemas"]["EndApproved"] | components["schemas"]["EndRefused"] | components["schemas"]["ResponseEnded"] | components["schemas"]["IncidentClosed"] | components["schemas"]["IncidentVoided"] | components["schemas"]["EntryStruck"] | components["schemas"]["RecordedOrderConfirmed"] | components["schemas"]["RoleDelegated"] | components["schemas"]["AbsenceRecorded"] | components["schemas"]["IncidentsLinked"] | components["schemas"]["IncidentsUnlinked"] | components["schemas"]["LogEntryAdded"] | components["schemas"]["DocumentEdited"] | components["schemas"]["DocumentSigned"] | components["schemas"]["AttachmentAdded"] | components["schemas"]["AttachmentDestroyed"] | components["schemas"]["CallStarted"] | components["schemas"]["CallAttempted"] | components["schemas"]["CallAnswered"] | components["schemas"]["CallCancelled"] | components["schemas"]["ReportDueSoon"] | components["schemas"]["ReportOverdue"] | components["schemas"]["MeasureDueSoon"] | components["schemas"]["MeasureOverdue"] | components["schemas"]["DecisionAwaited"] | components["schemas"]["SignatureOverdue"] | components["schemas"]["DurationReached"] | components["schemas"]["DateReached"] | components["schemas"]["WatchEnded"] | components["schemas"]["CallExhausted"];
            prev_hash: string;
            /** @description sha256 over the canonical JSON of all other fields but `cursor`. */
            hash: string;
            /** @description Server-wide place of the entry; on the live channel only. */
            cursor?: number;
        };
        /**
         * EventsPage
         * @description A page of a journal, in order.
         */
        EventsPage: {
            events: components["schemas"]["EventView"][];
            /** @description The `after` of the page after it; null at the end. */
            next: number | null;
            /** @description The `before` of the page of older entries; null at the beginning. */
            earlier: number | null;
        };
        /**
         * EveryDays
         * @description Owed every n-th day at one clock time, counted from an anchor day.
         */
        EveryDays: {
            every_days: number;
            at: string;
        };
        /**
         * EveryHours
         * @description Owed every n hours from the instant the duty arises.
         */
        EveryHours: {
            every_hours: number;
        };
        /**
         * ExpectedView
         * @description What an inject should make somebody do; for controllers and evaluators.
         */
        ExpectedView: {
            action: string;
            action_en: string | null;
            by: string | null;
            within_minutes: number | null;
            clause: string | null;
        };
        /**
         * Fact
         * @description Something that may be known about an incident. Absent means unknown, never zero.
         *
         *     `kind` says what values look like: `count` whole people or things ≥ 0; `money`
         *     whole yuan ≥ 0; `number` any number; `percent` a number in percent; `flag` true or
         *     false; `text` words; `divisions` a list of division codes; `choices` a list of ids,
         *     `choice` one of them (another plan's level, a kind of hazard).
         */
        Fact: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @enum {string} */
            kind: "count" | "money" | "number" | "percent" | "flag" | "text" | "divisions" | "choices" | "choice";
            /** @default null */
            unit: string | null;
            /** @default null */
            minimum: number | null;
            /** @default null */
            maximum: number | null;
            /** @default [] */
            choices: components["schemas"]["Choice"][];
            /** @default null */
            basis: string | null;
        };
        /**
         * FactChoice
         * @description A figure or fact, with what it may be.
         */
        FactChoice: {
            id: string;
            name: string;
            kind: string;
            unit: string;
            options: components["schemas"]["NamedChoice"][];
        };
        /**
         * FactsRecorded
         * @description Figures came in, each with source and the instant at which it was true.
         */
        FactsRecorded: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description By id of the fact, in the plan's units; null where the fact is said to be unknown. */
            facts?: {
                [key: string]: boolean | number | string | string[] | null;
            };
            /** @description Who told the office, in words. */
            source?: string;
            /** @description The instant at which the figures were true. */
            as_of?: string;
            /** @description The office was told; what the figures make due counts from then. */
            received_at?: string;
            /** @description The entries whose figures are replaced as never true; without any, they are over. */
            corrects?: number[];
            /** @description Facts that became smaller, and nobody said whether they were ever true; else left out. */
            lowered?: string[];
            note?: string;
        };
        /**
         * FieldAnswer
         * @description What answers a field of reports that has this name: figures, and what opening told.
         *
         *     Screens fill the field in with what is known of it, and say so.
         */
        FieldAnswer: {
            field: string;
            /** @default [] */
            facts: string[];
            /** @default [] */
            told: ("title" | "occurred_at" | "place")[];
        };
        /**
         * FigureView
         * @description One fact's value in force, and where it comes from.
         */
        FigureView: {
            value: boolean | number | string | string[];
            /** @description Who told the office, in words. */
            source: string;
            /** @description The instant at which the value was true. */
            as_of: string;
            /** @description The office was told. */
            received_at: string;
            /** @description Number of the entry that brought it. */
            seq: number;
            name: string;
            /** @description What the figure counts, such as 人 or 万元; null where it has no unit. */
            unit: string | null;
        };
        /**
         * FindingView
         * @description One difference between a ledger and what it should be.
         */
        FindingView: {
            incident: string;
            /** @description Of the incident, such as `CM-2026-0001`. */
            number: string;
            kind: string;
            /** @description Null, as `reporter` and `due_at`, where the whole incident cannot be audited. */
            obligation: string | null;
            reporter: string | null;
            due_at: string | null;
            /** @description The watchdog saw it first. */
            found_at: string;
            sentence: string;
        };
        /**
         * FirstSlot
         * @description A11: a first slot nearer than this many minutes is not owed.
         */
        FirstSlot: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            minimum_notice_minutes: number;
        };
        /**
         * Flag
         * @description A yes-or-no fact has this value.
         */
        Flag: {
            fact: string;
            is: boolean;
        };
        /**
         * FoundArchived
         * @description An incident in an archive whose title or number holds the words.
         */
        FoundArchived: {
            number: string;
            title: string;
            plan_title: string;
            exercise: boolean;
            division_name: string;
            occurred_at: string;
            /** @description The name of the archive, in which the journal is. */
            file: string;
        };
        /**
         * FoundEntry
         * @description An entry of a journal that holds the words.
         */
        FoundEntry: {
            incident: string;
            number: string;
            /** @description Of the incident. */
            title: string;
            exercise: boolean;
            seq: number;
            type: string;
            recorded_at: string;
            /** @description The words with some of the text around them. */
            words: string;
        };
        /**
         * FoundIncident
         * @description An incident whose title, number or place holds the words.
         */
        FoundIncident: {
            id: string;
            number: string;
            title: string;
            plan: components["schemas"]["PlanRef"];
            kind: components["schemas"]["KindView"] | null;
            place: string;
            exercise: boolean;
            division: string;
            division_name: string;
            occurred_at: string;
            opened_at: string;
            place_name: string;
            level: string | null;
            stage: string;
            voided: boolean;
        };
        /**
         * GapView
         * @description A span in which nobody has a duty.
         */
        GapView: {
            /** @enum {string} */
            post: "leader" | "duty_officers" | "standby";
            begins_at: string;
            ends_at: string;
        };
        /**
         * GlancesView
         * @description What somebody should look at while an incident runs.
         */
        GlancesView: {
            incident: string;
            at: string;
            findings: components["schemas"]["EvaluationFindingView"][];
        };
        /**
         * GoverningPlan
         * @description The plan that an incident would be opened under, and why this one.
         */
        GoverningPlan: {
            id: string;
            version: string;
            title: string;
            clause: string;
            /** @description The reason in words, in the language of the request. */
            why: string;
        };
        /**
         * Group
         * @description A working group; leader and members by unit id or in words (computed posts).
         */
        Group: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            leader: string[];
            /** @default [] */
            members: string[];
            /** @default null */
            duty: string | null;
        };
        /**
         * GroupChanged
         * @description A working group's leader or members changed.
         */
        GroupChanged: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            group?: string;
            leader?: string[];
            members?: string[];
            reason?: string;
        };
        /**
         * GroupFormed
         * @description A working group was formed.
         */
        GroupFormed: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            group?: string;
            leader?: string[];
            members?: string[];
            reason?: string;
        };
        /**
         * GroupView
         * @description A working group of the plan, formed or not.
         */
        GroupView: {
            id: string;
            name: string;
            /** @description In words, as the plan or the duty desk has it. */
            leader: string;
            /** @description In words. */
            members: string[];
            /** @description What the plan gives it to do; null where it says nothing. */
            duty: string | null;
            clause: string;
            formed: boolean;
            formed_at: string | null;
        };
        /**
         * HandoverIncident
         * @description One incident of a sheet, with the names of the plan that it is pinned to.
         */
        HandoverIncident: {
            id: string;
            number: string;
            title: string;
            exercise: boolean;
            plan: components["schemas"]["engine__handover__shapes__PinnedPlan"];
            place: string;
            since: string;
            held_by: string;
            asked_for: string | null;
            next: components["schemas"]["NextStep"];
            seq: number;
            hash: string;
            plan_title: string;
            stage: string;
            level: string | null;
            colour: string;
            place_name: string;
            held_by_name: string;
            asked_for_name: string | null;
            reports: components["schemas"]["OwedReportsView"][];
            decision: components["schemas"]["DecisionView"] | null;
            signatures: components["schemas"]["engine__handover__sheet_view__SignatureView"][];
            measures: components["schemas"]["OpenMeasureView"][];
            calls: components["schemas"]["OpenCallView"][];
        };
        /**
         * HandoverMade
         * @description A sheet was frozen.
         */
        HandoverMade: {
            handover: number;
            /** @description Of the sheet. */
            hash: string;
            /** @description Of the row that holds it. */
            mark: string;
        };
        /**
         * HandoverMadeEntry
         * @description See `HandoverMade`.
         */
        HandoverMadeEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "handover_made";
            data: components["schemas"]["HandoverMade"];
        };
        /**
         * HandoverRow
         * @description A hand-over without its sheet.
         */
        HandoverRow: {
            number: number;
            /** @description The instant that the sheet is of. */
            at: string;
            made_by: string;
            /**
             * @description `replaced`: a later one was made before both had signed.
             * @enum {string}
             */
            state: "waiting" | "signed" | "replaced";
            /** @description It waits for a signature for longer than half an hour. */
            overdue: boolean;
            giver: components["schemas"]["SignatureAt"] | null;
            taker: components["schemas"]["SignatureAt"] | null;
            /** @description Real incidents on the sheet. */
            incidents: number;
            exercises: number;
            /** @description Of real incidents. */
            reports_overdue: number;
            /** @description The sha256 of the sheet's canonical JSON, as it stands in the server journal. */
            hash: string;
            /** @description The entry of the server journal that holds the hash. */
            seq: number;
        };
        /**
         * HandoverSigned
         * @description Somebody has signed a sheet.
         */
        HandoverSigned: {
            handover: number;
            /** @enum {string} */
            side: "giver" | "taker";
        };
        /**
         * HandoverSignedEntry
         * @description See `HandoverSigned`.
         */
        HandoverSignedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "handover_signed";
            data: components["schemas"]["HandoverSigned"];
        };
        /**
         * HandoverView
         * @description A hand-over as it was frozen.
         */
        HandoverView: {
            number: number;
            at: string;
            made_by: string;
            /** @enum {string} */
            state: "waiting" | "signed" | "replaced";
            overdue: boolean;
            giver: components["schemas"]["SignatureAt"] | null;
            taker: components["schemas"]["SignatureAt"] | null;
            incidents: number;
            exercises: number;
            reports_overdue: number;
            hash: string;
            seq: number;
            sheet: components["schemas"]["SheetView"];
            /** @description What has changed since it was frozen; empty for one that both have signed. */
            since: components["schemas"]["ChangeView"][];
        };
        /**
         * HandoversPage
         * @description Hand-overs, the newest first.
         */
        HandoversPage: {
            overdue: boolean;
            due_at: string | null;
            handovers: components["schemas"]["HandoverRow"][];
            /** @description `before` of the page after it; null at the end. */
            next: number | null;
        };
        /**
         * HoldsWhen
         * @description A yes-or-no figure that nobody records: true while a condition holds.
         */
        HoldsWhen: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            when: components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"];
        };
        /**
         * IdentityLinked
         * @description A person at an identity provider signs in as this account from now on.
         */
        IdentityLinked: {
            account: string;
            issuer: string;
            /** @description A mark of issuer and subject. */
            identity: string;
        };
        /**
         * IdentityLinkedEntry
         * @description See `IdentityLinked`.
         */
        IdentityLinkedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "identity_linked";
            data: components["schemas"]["IdentityLinked"];
        };
        /**
         * Immediately
         * @description Owed once, at once (立即). No number is invented: it never counts as late.
         */
        Immediately: {
            /** @constant */
            immediately: true;
        };
        /**
         * ImprovementSaved
         * @description Something that has to get better; the last entry with its `key` counts.
         */
        ImprovementSaved: {
            key: string;
            subject: string;
            plan: string | null;
            about: string | null;
            finding: string;
            action: string;
            owner: string;
            due: string;
            done: boolean;
        };
        /**
         * ImprovementSavedEntry
         * @description See `ImprovementSaved`.
         */
        ImprovementSavedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "improvement_saved";
            data: components["schemas"]["ImprovementSaved"];
        };
        /**
         * ImprovementSettled
         * @description It is said to be done, or not done after all; the last entry with its `key` counts.
         */
        ImprovementSettled: {
            key: string;
            subject: string;
            finding: string;
            done: boolean;
            note: string;
        };
        /**
         * ImprovementSettledEntry
         * @description See `ImprovementSettled`.
         */
        ImprovementSettledEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "improvement_settled";
            data: components["schemas"]["ImprovementSettled"];
        };
        /**
         * ImprovementView
         * @description Something that has to get better.
         */
        ImprovementView: {
            key: string;
            subject: string;
            plan: string | null;
            about: string | null;
            finding: string;
            action: string;
            owner: string;
            due: string;
            done: boolean;
            settled: components["schemas"]["SettledView"] | null;
            /** @description Whether the reader may say that it is done: its owner, or an administrator. */
            may_settle: boolean;
            by: string;
            written_at: string;
        };
        /**
         * ImprovementsPage
         * @description The improvements that an account may read, those that are not done first, by their day.
         */
        ImprovementsPage: {
            improvements: components["schemas"]["ImprovementView"][];
        };
        /**
         * In
         * @description The incident is at one of these places now.
         */
        In: {
            in: string[];
        };
        /**
         * IncidentClosed
         * @description The incident was closed.
         */
        IncidentClosed: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            reason?: string;
        };
        /**
         * IncidentOpened
         * @description An incident was opened; reports begin to be owed.
         */
        IncidentOpened: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            number?: string;
            plan?: components["schemas"]["engine__presentation__entry_data__PinnedPlan"];
            title?: string;
            exercise?: boolean;
            /** @description Code of the division (GB/T 2260) where it happened. */
            division?: string;
            occurred_at?: string;
            received_at?: string;
            /** @description By id of the fact, in the plan's units; null where the fact is said to be unknown. */
            facts?: {
                [key: string]: boolean | number | string | string[] | null;
            };
            /** @description Who told the office, in words. */
            source?: string;
            /** @description The kind of event as the plan names it; left out where the plan was named instead. */
            kind_of_event?: components["schemas"]["KindOfEventData"];
            /** @description Where it happened, in words; left out where nobody said. */
            site?: string;
            /** @description The person who told the duty desk; left out where nothing is known of him. */
            caller?: components["schemas"]["CallerView"] | null;
        };
        /**
         * IncidentVersion
         * @description An incident by id and version: what a minimal reply has in place of the view.
         */
        IncidentVersion: {
            id: string;
            version: number;
        };
        /**
         * IncidentView
         * @description An incident as clients see it.
         */
        IncidentView: {
            number: string;
            plan: components["schemas"]["PlanRef"];
            title: string;
            exercise: boolean;
            division: string;
            division_name: string;
            kind: components["schemas"]["KindView"] | null;
            place: string;
            caller: components["schemas"]["CallerView"] | null;
            occurred_at: string;
            received_at: string;
            opened_at: string;
            activated_at: string | null;
            ended_at: string | null;
            closed_at: string | null;
            highest_level: string | null;
            /** @enum {string} */
            stage: "assessing" | "warning" | "responding" | "ended" | "closed";
            grade: string | null;
            level: string | null;
            sub_state: string | null;
            place_name: string;
            since: string;
            /** @enum {string} */
            colour: "red" | "orange" | "yellow" | "blue" | "grey";
            facts: {
                [key: string]: boolean | number | string | string[];
            };
            figures: {
                [key: string]: components["schemas"]["FigureView"];
            };
            id: string;
            command: components["schemas"]["CommandView"];
            classes: {
                [key: string]: components["schemas"]["ClassView"] | null;
            };
            recommendation: components["schemas"]["RecommendationView"];
            pending: components["schemas"]["PendingView"] | null;
            groups: components["schemas"]["GroupView"][];
            measures: components["schemas"]["MeasureView"][];
            end_conditions: components["schemas"]["EndConditionView"][];
            voided_by: components["schemas"]["VoidedView"] | null;
            casualty_watch_until: string | null;
            casualty_watching: boolean;
            unsigned: components["schemas"]["UnsignedView"][];
            struck: number[];
            corrected: components["schemas"]["CorrectedView"][];
            delegations: components["schemas"]["DelegationView"][];
            links: components["schemas"]["LinkView"][];
            to_verify: components["schemas"]["OpenFieldView"][];
            prefill: components["schemas"]["KnownField"][];
            signatures: components["schemas"]["engine__presentation__incident_parts__SignatureView"][];
            allowed: components["schemas"]["AllowedCommand"][];
            next_slots: components["schemas"]["SlotView"][];
            reporting: components["schemas"]["ReportingRow"][];
            open_slots: components["schemas"]["SlotCounts"];
            absences: components["schemas"]["AbsenceView"][];
            calls: components["schemas"]["CallView"][];
            call_counts: components["schemas"]["CallCounts"];
            version: number;
        };
        /**
         * IncidentVoided
         * @description The incident was opened by mistake or twice; nothing is owed any more.
         */
        IncidentVoided: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            reason?: string;
            /** @description The incident that is meant instead; left out where it was a mistake. */
            duplicate_of?: components["schemas"]["OtherIncident"];
        };
        /**
         * IncidentsArchived
         * @description Closed incidents of a year went into one archive file.
         */
        IncidentsArchived: {
            /** @description Its name when it was written, without a folder. */
            file: string;
            sha256: string;
            /** @description In which, by the clock of their plans, they had their last entry. */
            year: number;
            incidents: components["schemas"]["ArchivedIncident"][];
        };
        /**
         * IncidentsArchivedEntry
         * @description See `IncidentsArchived`.
         */
        IncidentsArchivedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "incidents_archived";
            data: components["schemas"]["IncidentsArchived"];
        };
        /**
         * IncidentsLinked
         * @description Another incident runs beside this one; its journal has such an entry too.
         */
        IncidentsLinked: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            other?: components["schemas"]["OtherIncident"];
            note?: string;
            entry?: string | null;
        };
        /**
         * IncidentsPage
         * @description A page of incidents, newest first.
         */
        IncidentsPage: {
            incidents: components["schemas"]["IncidentView"][];
            /** @description Cursor of the page after it; null at the end. */
            next: string | null;
        };
        /**
         * IncidentsReturned
         * @description The incidents of an archive are back in the database.
         */
        IncidentsReturned: {
            file: string;
            sha256: string;
            /** @description Their ids. */
            incidents: string[];
        };
        /**
         * IncidentsReturnedEntry
         * @description See `IncidentsReturned`.
         */
        IncidentsReturnedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "incidents_returned";
            data: components["schemas"]["IncidentsReturned"];
        };
        /**
         * IncidentsUnlinked
         * @description The link with another incident has ended.
         */
        IncidentsUnlinked: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            other?: components["schemas"]["OtherIncident"];
            note?: string;
            entry?: string | null;
        };
        /**
         * Includes
         * @description A list fact holds all of these.
         */
        Includes: {
            fact: string;
            includes: string[];
        };
        /**
         * Inheritance
         * @description Measures of `of` are also measures of `position`; transitive.
         */
        Inheritance: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            position: string[];
            of: string[];
        };
        /** InjectView */
        InjectView: {
            id: string;
            plan: string;
            /** @enum {string} */
            status: "waiting" | "due" | "given" | "skipped" | "in_pool";
            due_at: string | null;
            given_at: string | null;
            from: string;
            to: string;
            /** @enum {string} */
            means: "phone" | "radio" | "in_person" | "written" | "message" | "media" | "screen";
            text: string;
            text_en: string | null;
            facts: {
                [key: string]: boolean | number | string | string[];
            };
            source: string | null;
            incident: string | null;
            hidden: boolean;
            pool: boolean;
            expected: components["schemas"]["ExpectedView"][];
        };
        /**
         * JournalBegun
         * @description What there was before the journal began.
         */
        JournalBegun: {
            accounts: components["schemas"]["AccountFacts"][];
            tokens: components["schemas"]["TokenFacts"][];
            plans: components["schemas"]["PlanFacts"][];
        };
        /**
         * JournalBegunEntry
         * @description See `JournalBegun`.
         */
        JournalBegunEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "journal_begun";
            data: components["schemas"]["JournalBegun"];
        };
        /**
         * JournalEnd
         * @description The last link of the server's chain, which covers every entry of every journal.
         */
        JournalEnd: {
            /** @description Id of the server; another id is another server. */
            server: string;
            /** @description From 1; each link has the next. */
            position: number;
            hash: string;
            /** @description How often the chain says itself that it lost its end. */
            losses: number;
        };
        /**
         * JournalScoreView
         * @description What the journal of `incident` proposes for an item.
         */
        JournalScoreView: {
            incident: string;
            points: number | null;
            reason: string;
            entries: number[];
        };
        /**
         * Judgement
         * @description A named office judges; the engine never does, so this is always unknown.
         */
        Judgement: {
            judgement: string;
        };
        /**
         * Jurisdiction
         * @description Where the plan applies: one division and those under it that have a code.
         */
        Jurisdiction: {
            code: string;
            name: string;
            /** @default null */
            name_en: string | null;
            divisions: components["schemas"]["Division"][];
        };
        /**
         * Kind
         * @description A kind of event that falls under this plan, such as 煤矿; no two plans have the same.
         *
         *     `why` says in words why the plan follows from it, `aliases` are further words to find it
         *     by. `sets` holds what is known of the event by its kind alone.
         */
        Kind: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default [] */
            aliases: string[];
            why: string;
            /** @default null */
            why_en: string | null;
            /** @default [] */
            sets: components["schemas"]["KindFact"][];
        };
        /**
         * KindFact
         * @description A figure that is known as soon as the kind of event is.
         */
        KindFact: {
            fact: string;
            value: boolean | number | string;
        };
        /**
         * KindOfEventData
         * @description A kind of event as the plan named it, with the clause by which the plan follows.
         */
        KindOfEventData: {
            id: string;
            name: string;
            name_en: string | null;
            clause: string;
        };
        /**
         * KindSummary
         * @description A kind of event: the plan follows from it.
         */
        KindSummary: {
            id: string;
            name: string;
            /** @description Further words to find it by; Chinese. */
            aliases: string[];
            /** @description Why the plan follows, in words. */
            why: string;
            clause: string[];
            /** @description What is known of the event by its kind alone. */
            sets: components["schemas"]["KindFact"][];
        };
        /**
         * KindView
         * @description A kind of event, and the clause by which the plan follows from it.
         */
        KindView: {
            id: string;
            name: string;
            clause: string;
        };
        /**
         * KnownField
         * @description A field of reports, by its name in the plan, and what is known of it.
         */
        KnownField: {
            field: string;
            /** @description All that is known, each figure with its source and instant; to be marked as filled in. */
            text: string;
            /** @description Ids of the figures in it, which `figures` has with source and instant. */
            facts: string[];
        };
        /**
         * Lasting
         * @description For `hours` without a break the incident has been at this place, or the flag true.
         *
         *     `hours` is met from the instant on at which they are full, `more_than_hours` just
         *     after it; one of the two. A name that is both is the place's. The hours of a flag
         *     count from the instant at which the figure that made it true was true.
         */
        Lasting: {
            lasting: string;
            /** @default null */
            hours: number | null;
            /** @default null */
            more_than_hours: number | null;
        };
        /**
         * Law
         * @description A law or order outside the plan that rules cite as `id:article`.
         */
        Law: {
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default null */
            in_force: string | null;
        };
        /**
         * Level
         * @description A response level. `colour` is for screens only.
         */
        Level: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /**
             * @default grey
             * @enum {string}
             */
            colour: "red" | "orange" | "yellow" | "blue" | "grey";
            /** @default null */
            tier: ("national" | "provincial" | "municipal" | "county") | null;
            /** @default [] */
            criteria: components["schemas"]["Criterion"][];
            /** @default [] */
            sub_states: components["schemas"]["SubState"][];
        };
        /**
         * LevelChoice
         * @description A level, with its sub-states.
         */
        LevelChoice: {
            id: string;
            name: string;
            sub_states: components["schemas"]["NamedChoice"][];
        };
        /**
         * LevelSummary
         * @description A level of a plan.
         */
        LevelSummary: {
            id: string;
            name: string;
            /** @enum {string} */
            colour: "red" | "orange" | "yellow" | "blue" | "grey";
            clause: string[];
            sub_states: components["schemas"]["SubStateName"][];
        };
        /**
         * LinkView
         * @description Another incident beside this one, as it was named when they were linked.
         */
        LinkView: {
            id: string;
            number: string;
            title: string;
            plan: components["schemas"]["PlanRef"];
            /** @description Why they were linked; empty where nobody said. */
            note: string;
            /** @description When they were linked. */
            at: string;
            /** @description Number of the entry in this incident's journal. */
            seq: number;
        };
        /**
         * ListedAttempt
         * @description One attempt, with the address that it went to.
         */
        ListedAttempt: {
            step: number;
            contact: string | null;
            channel: string;
            at: string;
            outcome: string;
            detail: string;
            /** @description In part hidden from whoever does not ring people; null where a channel has no address. */
            address: string | null;
            /** @description `outcome` and `detail` in words. */
            said: string;
        };
        /**
         * ListedCall
         * @description A call with what it belongs to.
         */
        ListedCall: {
            id: string;
            /** @enum {string} */
            state: "queued" | "calling" | "answered" | "exhausted" | "cancelled";
            trigger: string;
            rule: string | null;
            reason: string;
            subject: string | null;
            post: string;
            person: string | null;
            persons: {
                [key: string]: string;
            };
            steps: components["schemas"]["CallStepView"][];
            attempts: components["schemas"]["CallAttemptView"][];
            started_at: string;
            due_at: string;
            exhausts_at: string;
            answered_at: string | null;
            answered_by: string | null;
            means: string | null;
            note: string;
            late: boolean;
            ended_at: string | null;
            why: string | null;
            clause: string | null;
            /** @description Id of the incident; null for a call that belongs to none. */
            incident: string | null;
            number: string | null;
            title: string | null;
            exercise: boolean;
            /** @description The attempts with addresses, in the order in which they were made. */
            tried: components["schemas"]["ListedAttempt"][];
        };
        /**
         * Live
         * @description The process answers.
         */
        Live: {
            /** @constant */
            live: true;
        };
        /**
         * LogEntryAdded
         * @description A line of the duty log.
         */
        LogEntryAdded: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            text?: string;
        };
        /**
         * LogEntryView
         * @description An entry of the shift log.
         */
        LogEntryView: {
            /** @description Its number in the server journal. */
            seq: number;
            /** @enum {string} */
            kind: "call" | "paper" | "visit" | "weather" | "check" | "equipment" | "other";
            text: string;
            happened_at: string;
            /** @description By the real clock. */
            written_at: string;
            account: string;
            /** @description Who struck it; null for an entry that counts. */
            struck: components["schemas"]["StruckView"] | null;
            hash: string;
        };
        /**
         * MapView
         * @description Outlines of divisions, and where they come from.
         */
        MapView: {
            source: string;
            /** @description The approval number (审图号). */
            approval: string;
            outlines: components["schemas"]["OutlineView"][];
        };
        /** MayRise */
        MayRise: {
            class: string;
            name: string;
            level: string | null;
            sub_state: string | null;
            clause: string;
            why: string;
        };
        /**
         * Measure
         * @description Something to be done at `at`. `unit` is a unit's or a role's id.
         *
         *     With `when` it is asked for only where the condition is met; while a figure is unknown
         *     it is listed as one that may be asked for, and its time does not run. `within` is the
         *     time that it may take. `decided_by` names roles whose order it needs although the
         *     response is open.
         */
        Measure: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            text: string;
            /** @default null */
            text_en: string | null;
            unit: string[];
            /** @enum {string} */
            modality: "required" | "as_needed" | "when_necessary";
            at: string[];
            /** @default null */
            when: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"]) | null;
            /** @default false */
            immediately: boolean;
            /** @default null */
            within: components["schemas"]["TimeLimit"] | null;
            /** @default [] */
            decided_by: string[];
        };
        /**
         * MeasureCompleted
         * @description A measure was done.
         */
        MeasureCompleted: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            measure?: string;
            note?: string;
        };
        /**
         * MeasureDueSoon
         * @description Time: a measure has to be done soon.
         */
        MeasureDueSoon: {
            measure?: string;
            due_at?: string;
            minutes?: number;
            stage?: number;
            known_late?: boolean;
        };
        /**
         * MeasureOverdue
         * @description Time: a measure's due instant has passed.
         */
        MeasureOverdue: {
            measure?: string;
            due_at?: string;
            minutes?: number;
            stage?: number;
            known_late?: boolean;
        };
        /**
         * MeasureView
         * @description A measure that the plan asks for at this level, or may ask for.
         */
        MeasureView: {
            id: string;
            text: string;
            /** @description The unit that the plan charges with it, in words. */
            unit: string;
            /** @enum {string} */
            modality: "required" | "as_needed" | "when_necessary";
            /** @description The plan says 立即 of it. */
            immediately: boolean;
            /** @description In words, what the figures have to say for it; null where it is always asked for. */
            condition: string | null;
            /** @description Null while the figures do not tell: then it may be asked for, and its time stands still. */
            condition_met: boolean | null;
            /** @description The time that it may take, in words; null where the plan names none. */
            limit: string | null;
            /** @description When it has to be done; null without a limit, or before its time has begun. */
            due_at: string | null;
            clause: string;
            done: boolean;
            /**
             * @description `overdue` is open still.
             * @enum {string}
             */
            state: "open" | "overdue" | "done" | "done_late" | "waived";
            /** @description When it was done or waived; null while it is open. */
            at: string | null;
            /** @description What was said then; null while it is open. */
            note: string | null;
            /** @description Ids of the roles that alone may settle it; empty where any may. */
            decided_by: string[];
        };
        /**
         * MeasureWaived
         * @description A measure was not needed; the note says why.
         */
        MeasureWaived: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            measure?: string;
            note?: string;
        };
        /**
         * MemberView
         * @description Somebody in a shift.
         */
        MemberView: {
            contact: string;
            /** @description The name that the contact had when the shift was written. */
            name: string;
            /** @description False if the address book has the contact no more, so that he counts as nobody. */
            known: boolean;
        };
        /**
         * MonthIn
         * @description The month is one of these, 1 to 12.
         */
        MonthIn: {
            month_in: number[];
        };
        /**
         * NamedChoice
         * @description Something to choose.
         */
        NamedChoice: {
            id: string;
            name: string;
        };
        /**
         * NewSession
         * @description A new sign-in.
         */
        NewSession: {
            virtual_clock: boolean;
            clock_speed: number;
            exercises_only: boolean;
            /** @description For `Authorization: Bearer`; browsers get it as a cookie. */
            token: string;
            /** @description By the real clock. */
            expires_at: string;
            name: string;
            roles: string[];
            division: string | null;
            unit: string | null;
            /** @description The time that counts, at this moment. */
            server_time: string;
        };
        /**
         * NewWebhook
         * @description A subscription that was just made.
         */
        NewWebhook: {
            id: string;
            url: string;
            types: string[];
            exercises: boolean;
            division: string | null;
            enabled: boolean;
            made_at: string;
            failing_since: string | null;
            waiting: number;
            failed: number;
            /** @description Signs what is sent; shown this once. */
            secret: string;
        };
        /**
         * NextStep
         * @description What an incident asks for first, and by when, where it has a time.
         */
        NextStep: {
            /** @enum {string} */
            kind: "call" | "overdue" | "decide" | "raise" | "sign" | "measure" | "report" | "assess" | "none";
            due_at: string | null;
        };
        /**
         * NodeClockView
         * @description A node's last sign of life.
         */
        NodeClockView: {
            /** @description Its name: as the setting says, or the host's name and the port. */
            node: string;
            /** @description As `state` of the clock itself. */
            state: string;
            /** @description The time that the node went by. */
            seen_at: string;
            /** @description Its machine's clock at that moment. */
            wall: string;
            /** @description Seconds by which its machine's clock was ahead; below 0, behind. */
            ahead_s: number;
        };
        /**
         * Not
         * @description The contrary; unknown stays unknown.
         */
        Not: {
            not: components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"];
        };
        /**
         * NotEncoded
         * @description A clause that no rule cites, with the reason why.
         */
        NotEncoded: {
            clause: string[];
            /** @enum {string} */
            reason: "purpose" | "preparedness" | "standing_duty" | "heading" | "published_elsewhere";
            why: string;
        };
        /**
         * Notice
         * @description A question that an accepted command leaves open.
         */
        Notice: {
            /** @constant */
            code: "lowered_without_word";
            /** @description Number of the entry that it is about. */
            seq: number;
            /** @description The question in words, in the language of the request. */
            detail: string;
            /** @description Ids of the slots that stay owed, and would not if the figure was never true. */
            kept: string[];
        };
        /**
         * OnDutyPage
         * @description Who is on duty now.
         */
        OnDutyPage: {
            /** @description The first of `leaders`. */
            leader: components["schemas"]["OnDutyPerson"] | null;
            leaders: components["schemas"]["OnDutyPerson"][];
            duty_officers: components["schemas"]["OnDutyPerson"][];
            standby: components["schemas"]["OnDutyPerson"][];
            /** @description Duties that no shift gives to anybody now; they fall to those named for it. */
            by_default: ("leader" | "duty_officers" | "standby")[];
            /** @description When the next shift begins or ends. */
            until: string | null;
            /** @description What the shift is called. */
            shift: string | null;
            /** @description The shift after this one. */
            next: components["schemas"]["ShiftView"] | null;
            /** @description Those within the next 24 hours: an alarm. */
            gaps: components["schemas"]["GapView"][];
            kept: boolean;
            /**
             * @description Whether the account is on duty; unknown without a roster, or where no contact names it.
             * @enum {string}
             */
            you: "on" | "off" | "unknown";
            /** @description The account's own shift, now or next, within 60 days. */
            yours: components["schemas"]["ShiftView"] | null;
        };
        /**
         * OnDutyPerson
         * @description Somebody who is on duty, with his numbers.
         */
        OnDutyPerson: {
            contact: string;
            name: string;
            unit: string | null;
            post: string | null;
            channels: components["schemas"]["ChannelView"][];
            masked: boolean;
        };
        /**
         * OneOf
         * @description A text fact is one of these words.
         */
        OneOf: {
            fact: string;
            one_of: string[];
        };
        /**
         * OpenAlarm
         * @description An alarm of the server itself.
         */
        OpenAlarm: {
            /** @enum {string} */
            kind: "watchdog" | "watchdog_silent" | "clock" | "store" | "journal_end";
            count: number;
        };
        /**
         * OpenCallView
         * @description A call without an answer, and why it was made.
         */
        OpenCallView: {
            id: string;
            /** @enum {string} */
            state: "queued" | "calling" | "answered" | "exhausted" | "cancelled";
            reason: components["schemas"]["CallReasonFacts"];
            post: string;
            person: string | null;
            since: string;
            answer_by: string;
            words: string;
        };
        /**
         * OpenFieldView
         * @description A field that a report answered with 待核实.
         */
        OpenFieldView: {
            /** @description The field's name, as the plan has it. */
            field: string;
            /** @description Id of the report obligation; null for an extra report. */
            obligation: string | null;
            obligation_name: string | null;
            /** @description A division's code, or the id of a unit or post; null where nobody is named. */
            reporter: string | null;
            reporter_name: string | null;
            /** @description The instant at which the report was given. */
            since: string;
            /** @description Number of the entry that holds the report. */
            seq: number;
        };
        /**
         * OpenMeasureView
         * @description A measure with a time limit, with its words.
         */
        OpenMeasureView: {
            measure: string;
            due_at: string;
            overdue: boolean;
            text: string;
        };
        /**
         * OpeningPreview
         * @description What opening an incident would mean; nothing has been opened.
         */
        OpeningPreview: {
            /** @description Null while neither plan nor kind is given, or where no plan covers the event. */
            governing_plan: components["schemas"]["GoverningPlan"] | null;
            /** @description Null where nothing can be said under any plan. */
            recommendation: components["schemas"]["RecommendationView"] | null;
            /** @description The reports that would be owed at once, by obligation and due instant. */
            obligations: components["schemas"]["ReportingRow"][];
            /** @description Open incidents that this may be the same as, the nearest in time first. */
            similar: components["schemas"]["SimilarIncident"][];
            /** @description Why opening would be refused as it stands; null if it would not. */
            refusal: components["schemas"]["Problem"] | null;
        };
        /**
         * OpeningView
         * @description What a participant is told of, to open an incident of the exercise by it.
         */
        OpeningView: {
            key: string;
            plan: string;
            title: string;
            division: string;
            place: string;
            kind: string | null;
            caller: string;
            occurred_at: string;
            facts: {
                [key: string]: boolean | number | string | string[];
            };
        };
        /**
         * OtherIncident
         * @description Another incident, as it was named when they were linked.
         */
        OtherIncident: {
            id: string;
            number: string;
            title: string;
            plan: components["schemas"]["PlanRef"];
        };
        /**
         * OtherIncidentView
         * @description Another incident, as it was named when this one was voided.
         */
        OtherIncidentView: {
            id: string;
            number: string;
            title: string;
            plan: components["schemas"]["PlanRef"];
        };
        /**
         * OutlineView
         * @description The outline of a division.
         */
        OutlineView: {
            /** @description GB/T 2260. */
            code: string;
            /** @description Closed lines of points: longitude and latitude in degrees, WGS 84. */
            rings: [
                number,
                number
            ][][];
        };
        /**
         * OwedReportsView
         * @description Reports that have not come in, with names.
         */
        OwedReportsView: {
            obligation: string;
            due_at: string;
            overdue: boolean;
            immediately: boolean;
            reporters: string[];
            clause: string;
            name: string;
            reporter_names: string[];
        };
        /**
         * OwnSession
         * @description A sign-in or a machine's token; of one's own unless an administrator asks for all.
         */
        OwnSession: {
            /** @description Names it; it is no secret. */
            id: string;
            /** @description Name of the account that it acts as. */
            account: string;
            /** @enum {string} */
            kind: "session" | "token";
            /** @description It is the one that asks. */
            current: boolean;
            /** @description When it was signed in or made. */
            created_at: string;
            /** @description By the real clock; null until it is ended. */
            expires_at: string | null;
            /** @description It may not write. */
            read_only: boolean;
            /** @description The network address that it was made from; null where it is not known. */
            address: string | null;
            /** @description The browser or program, as it calls itself. */
            agent: string | null;
            /** @description Of a token, to the hour or so; null of sign-ins, and while nobody noted it. */
            last_used_at: string | null;
        };
        /**
         * OwnSessions
         * @description All sign-ins and tokens of one's own, or of everybody, that are valid, newest first.
         */
        OwnSessions: {
            sessions: components["schemas"]["OwnSession"][];
        };
        /**
         * PartView
         * @description A part of the scenario, and who has it.
         */
        PartView: {
            /** @description Also the account. `reporters` are all that report, `reporter-…` one of them. */
            part: string;
            /** @description The posts, or the reporter, as plans call them; null for `reporters`. */
            name: string | null;
            name_en: string | null;
            roles: string[];
            division: string | null;
            unit: string | null;
            /** @enum {string} */
            holder: "person" | "simulated";
            connected: boolean;
        };
        /**
         * ParticipantIncident
         * @description An incident as a participant sees it; its reports are those that it sees.
         */
        ParticipantIncident: {
            id: string;
            number: string;
            title: string;
            /** @enum {string} */
            stage: "assessing" | "warning" | "responding" | "ended" | "closed";
            level: string | null;
            owed: number;
            overdue: number;
            /** @description Something at it is for this participant to do now. */
            waits: boolean;
            /** @description Commands that the participant may give now. */
            may: string[];
        };
        /**
         * ParticipantView
         * @description What a participant has before it.
         */
        ParticipantView: {
            part: string;
            /** @description The program has the part. */
            played: boolean;
            connected: boolean;
            /** @description Titles of incidents that it has been told of and has not opened. */
            told: string[];
            /** @description How many injects were given to it. */
            messages: number;
            last_message: string | null;
            /** @description Drill time of its last entry. */
            last_entry_at: string | null;
            incidents: components["schemas"]["ParticipantIncident"][];
        };
        /**
         * ParticipantsView
         * @description What each participant has before it now.
         */
        ParticipantsView: {
            participants: components["schemas"]["ParticipantView"][];
        };
        /**
         * PartyView
         * @description A post, a unit or a division whom a plan names.
         */
        PartyView: {
            /** @enum {string} */
            kind: "role" | "unit" | "division";
            id: string;
            name: string;
        };
        /**
         * PasswordSet
         * @description A new password; `own` if the account did it itself.
         */
        PasswordSet: {
            account: string;
            own: boolean;
            proposed_by: string | null;
            /** @description As in `AccountCreated`. */
            mark?: string | null;
        };
        /**
         * PasswordSetEntry
         * @description See `PasswordSet`.
         */
        PasswordSetEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "password_set";
            data: components["schemas"]["PasswordSet"];
        };
        /**
         * PendingView
         * @description A recommendation that waits for a decision.
         */
        PendingView: {
            /** @enum {string} */
            command: "activate_response" | "adjust_response" | "end_response";
            /** @description The level to be opened; for `end_response` the one that is to end. */
            level: string;
            sub_state: string | null;
            /** @description Id of the role. */
            recommended_by: string;
            /** @description When it was recommended. */
            since: string;
            /** @description The role whose approval was the last that the plan asks for; null while one is missing. */
            approved_by: string | null;
            /** @description Ids of the roles that have approved it. */
            approvals: string[];
        };
        /**
         * PercentOf
         * @description A figure as a percentage of a base, e.g. of the population.
         */
        PercentOf: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default % */
            unit: string | null;
            percent_of: string;
            part: string;
        };
        /**
         * Place
         * @description Where an account belongs.
         */
        Place: {
            division: string | null;
            unit: string | null;
        };
        /**
         * PlaceChanged
         * @description Another division or unit.
         */
        PlaceChanged: {
            account: string;
            before: components["schemas"]["Place"];
            after: components["schemas"]["Place"];
            proposed_by: string | null;
        };
        /**
         * PlaceChangedEntry
         * @description See `PlaceChanged`.
         */
        PlaceChangedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "place_changed";
            data: components["schemas"]["PlaceChanged"];
        };
        /**
         * PlanChoices
         * @description What a plan offers.
         */
        PlanChoices: {
            id: string;
            name: string;
            kinds: components["schemas"]["NamedChoice"][];
            divisions: components["schemas"]["NamedChoice"][];
            units: components["schemas"]["NamedChoice"][];
            posts: components["schemas"]["NamedChoice"][];
            facts: components["schemas"]["FactChoice"][];
            reports: components["schemas"]["ReportChoice"][];
            measures: components["schemas"]["NamedChoice"][];
            groups: components["schemas"]["NamedChoice"][];
            levels: components["schemas"]["LevelChoice"][];
            places: components["schemas"]["NamedChoice"][];
            end_conditions: components["schemas"]["NamedChoice"][];
            grades: components["schemas"]["NamedChoice"][];
            holders: components["schemas"]["NamedChoice"][];
            clauses: components["schemas"]["NamedChoice"][];
        };
        /**
         * PlanCriterionView
         * @description A criterion of a level, as the plan words it.
         */
        PlanCriterionView: {
            id: string;
            level: string;
            sub_state: string | null;
            text: string;
            /** @description The condition in words made from the rule: a mistyped number shows beside `text`. */
            reckoned: string;
            clause: string[];
        };
        /**
         * PlanFacts
         * @description An edition of a plan; `digest` is the sha256 of its files.
         */
        PlanFacts: {
            plan: string;
            version: string;
            digest: string;
        };
        /**
         * PlanGaps
         * @description Whom a plan names and nobody can ring.
         */
        PlanGaps: {
            plan: string;
            title: string;
            /** @description Posts, units and divisions that the plan names. */
            total: number;
            missing: components["schemas"]["PartyView"][];
        };
        /**
         * PlanOfEvaluation
         * @description The pinned plan.
         */
        PlanOfEvaluation: {
            id: string;
            version: string;
            title: string;
        };
        /**
         * PlanRef
         * @description The plan that an incident is pinned to.
         */
        PlanRef: {
            id: string;
            /** @description The edition of the plan's file, such as 2021.4. */
            version: string;
            title: string;
        };
        /**
         * PlanStoredEntry
         * @description See `PlanFacts`.
         */
        PlanStoredEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "plan_stored";
            data: components["schemas"]["PlanFacts"];
        };
        /**
         * PlanSummary
         * @description A plan in short.
         */
        PlanSummary: {
            id: string;
            /** @description The edition of the plan's file, such as 2021.4. */
            version: string;
            /** @description sha256 of the plan file. */
            digest: string;
            title: string;
            document: components["schemas"]["Document"];
            kinds: components["schemas"]["KindSummary"][];
            levels: components["schemas"]["LevelSummary"][];
            roles: components["schemas"]["RoleSummary"][];
            positions: components["schemas"]["PositionView"][];
            criteria: components["schemas"]["PlanCriterionView"][];
            groups: components["schemas"]["Group"][];
            cadences: components["schemas"]["CadenceView"][];
            assumptions: components["schemas"]["Assumption"][];
        };
        /**
         * PlanView
         * @description A plan: the parts of its file as JSON, without nulls, and four parts made from them.
         */
        PlanView: {
            /** @constant */
            format: "1";
            id: string;
            /** @description The edition of the plan's file, such as 2021.4. */
            version: string;
            title: string;
            title_en?: string;
            /** @description The beginning of its incidents' numbers. */
            number_prefix: string;
            /** @description An IANA time zone; the plan's clock times are in it. */
            zone: string;
            document: components["schemas"]["Document"];
            jurisdiction: components["schemas"]["Jurisdiction"];
            laws: components["schemas"]["Law"][];
            clauses: components["schemas"]["Clause"][];
            not_encoded: components["schemas"]["NotEncoded"][];
            coverage: components["schemas"]["Coverage"];
            kinds: components["schemas"]["Kind"][];
            roles: components["schemas"]["Role"][];
            units: components["schemas"]["Unit"][];
            facts: components["schemas"]["Fact"][];
            derived: (components["schemas"]["SumOf"] | components["schemas"]["CountOf"] | components["schemas"]["PercentOf"] | components["schemas"]["HoldsWhen"])[];
            scales: components["schemas"]["Scale"][];
            projections: components["schemas"]["Projection"][];
            warnings: components["schemas"]["WarningGrade"][];
            levels: components["schemas"]["Level"][];
            lifecycle: components["schemas"]["Transition"][];
            acts: components["schemas"]["Act"][];
            command: components["schemas"]["CommandStructure"];
            groups: components["schemas"]["Group"][];
            measures: components["schemas"]["Measure"][];
            inheritance: components["schemas"]["Inheritance"][];
            reports: components["schemas"]["ReportObligation"][];
            answers: components["schemas"]["FieldAnswer"][];
            content_fields: components["schemas"]["ContentField"][];
            reminders: components["schemas"]["Reminders"];
            first_slot: components["schemas"]["FirstSlot"];
            end_conditions: components["schemas"]["EndCondition"][];
            casualty_watch?: components["schemas"]["CasualtyWatch"];
            assumptions: components["schemas"]["Assumption"][];
            /** @description sha256 of the plan file. */
            digest: string;
            /** @description Lowest first. */
            positions: components["schemas"]["PositionView"][];
            cadences: components["schemas"]["CadenceView"][];
            criteria: components["schemas"]["PlanCriterionView"][];
            /** @description The plan's own words by clause, where the server has been given them. */
            texts?: {
                [key: string]: string;
            };
            /** @description What the plan file's editors ask the plan's owner, Markdown in Chinese. */
            open_questions?: string;
        };
        /**
         * PlansPage
         * @description The plans in force.
         */
        PlansPage: {
            plans: components["schemas"]["PlanSummary"][];
        };
        /**
         * Position
         * @description A level of the response, and its sub-state where it has them.
         */
        Position: {
            level: string;
            sub_state: string | null;
        };
        /**
         * PositionView
         * @description A place that a response can be at.
         */
        PositionView: {
            id: string;
            name: string;
        };
        /**
         * Problem
         * @description RFC 9457. `code` is stable; `title` and `detail` are for people, in their language.
         */
        Problem: {
            /** @description `urn:zhiban:problem:` and the code. */
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            /** @description The plan's rule that refused. */
            clause?: string;
            /** @description A path such as `facts.deaths`. */
            field?: string;
            accepted?: string;
            /** @description What was probably meant. */
            nearest?: string;
            /** @description The incident's version, where `If-Match` named another. */
            current?: number;
            /** @description What the state allows now, and by which role. */
            allowed?: components["schemas"]["AllowedCommand"][];
            /** @description All that is wrong with a malformed request; the first of them is the problem. */
            errors?: components["schemas"]["ProblemEntry"][];
            /**
             * @description Of the readiness call.
             * @constant
             */
            ready?: false;
            /**
             * @description Of the readiness call: what the server cannot do.
             * @enum {string}
             */
            check?: "start" | "write" | "read" | "follow";
            /** @description Of the readiness call, for administrators: the fault in full, without passwords. */
            cause?: string;
        };
        /**
         * ProblemEntry
         * @description One thing that is wrong with a malformed request.
         */
        ProblemEntry: {
            code: string;
            detail: string;
            field?: string;
            accepted?: string;
            nearest?: string;
        };
        /**
         * Projection
         * @description What the class may rise to: a scale read again with figures replaced by sums of figures.
         */
        Projection: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            text: string;
            /** @default null */
            text_en: string | null;
            scale: string;
            replace: string;
            by_sum_of: string[];
        };
        /**
         * ProposalConfirmed
         * @description A second administrator confirmed; the entries about the account come before it.
         */
        ProposalConfirmed: {
            proposal: string;
            account: string;
            proposed_by: string;
        };
        /**
         * ProposalConfirmedEntry
         * @description See `ProposalConfirmed`.
         */
        ProposalConfirmedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "proposal_confirmed";
            data: components["schemas"]["ProposalConfirmed"];
        };
        /**
         * ProposalView
         * @description A change of an account that waits for a second administrator.
         */
        ProposalView: {
            id: string;
            /** @description Name of the account. */
            account: string;
            /** @description The account does not exist yet. */
            new: boolean;
            wish: components["schemas"]["Wish"];
            /** @description The wish in words, in the language of the request. */
            sentence: string;
            proposed_by: string;
            proposed_at: string;
            /** @description Nobody can confirm it from then on. */
            expires_at: string;
            /** @description In the proposer's words; null where none were given. */
            reason: string | null;
        };
        /**
         * ProposalWithdrawn
         * @description A proposal was taken back or refused.
         */
        ProposalWithdrawn: {
            proposal: string;
            account: string;
            proposed_by: string;
        };
        /**
         * ProposalWithdrawnEntry
         * @description See `ProposalWithdrawn`.
         */
        ProposalWithdrawnEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "proposal_withdrawn";
            data: components["schemas"]["ProposalWithdrawn"];
        };
        /**
         * ProposalsPage
         * @description What waits for a second administrator, oldest first.
         */
        ProposalsPage: {
            proposals: components["schemas"]["ProposalView"][];
        };
        /**
         * Proposed
         * @description Nothing has changed yet: a second administrator has to confirm it.
         */
        Proposed: {
            proposal: components["schemas"]["ProposalView"];
        };
        /** PunctualityPage */
        PunctualityPage: {
            from: string | null;
            to: string | null;
            exercise: boolean;
            reporters: components["schemas"]["PunctualityRow"][];
        };
        /**
         * PunctualityRow
         * @description How one reporter has reported: numbers of reports.
         */
        PunctualityRow: {
            /** @description A division's code, or the id of a unit or post. */
            reporter: string;
            /** @description Its name in the language of the request. */
            name: string;
            /** @description At or before the due instant. */
            submitted: number;
            late: number;
            /** @description Overdue, and not in yet. */
            missing: number;
            /** @description Too near to the opening, or the reporter was exempt. */
            not_owed: number;
        };
        /**
         * Ready
         * @description The server reads and writes.
         */
        Ready: {
            virtual_clock: boolean;
            clock_speed: number;
            exercises_only: boolean;
            /** @constant */
            ready: true;
            /** @description Of the program, as `zhiban --version` says it. */
            version: string;
            /** @description The last entry in the database. */
            cursor: number;
            /** @description The last entry that this node's screens have. */
            published: number;
            /** @description Other nodes' entries come at once, not by the poll. */
            listening: boolean;
            /** @description An alarm for people: the watchdog has found differences or is silent. */
            degraded: boolean;
            watchdog: components["schemas"]["WatchdogAge"];
            clock: components["schemas"]["ClockState"];
            store: components["schemas"]["StoreHealth"];
            journal: components["schemas"]["JournalEnd"] | null;
            /** @description An alarm: entries were lost, and nobody has acknowledged it yet; null for none. */
            continuation: components["schemas"]["ContinuationState"] | null;
            /** @description An alarm: accounts were changed by the command line on the server; null for none. */
            break_glass: components["schemas"]["BreakGlass"] | null;
        };
        /**
         * RecommendationView
         * @description The highest level whose criteria are met; `level` is null where none is, or `settled`.
         */
        RecommendationView: {
            level: string | null;
            sub_state: string | null;
            name: string | null;
            /**
             * @description The response has ended, and the figures ask for no more than they did then (A19, A26);
             *     or the incident is void. Nothing is recommended, whatever criteria are met.
             */
            settled: boolean;
            criteria: components["schemas"]["CriterionView"][];
            may_rise_to: components["schemas"]["MayRise"][];
        };
        /**
         * RecordedEntry
         * @description One entry of the recording.
         */
        RecordedEntry: {
            id: string;
            incident: string;
            /** @description Of the incident, such as `CM-2026-0001`. */
            number: string;
            seq: number;
            type: string;
            /** @description When it was written down, which is when it is replayed. */
            at: string;
            sentence: string;
        };
        /**
         * RecordedOrderConfirmed
         * @description The holder of a role confirmed an order recorded for him.
         */
        RecordedOrderConfirmed: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description Number of the entry meant. */
            seq?: number;
            /** @description Confirmed delegation: the entries done under it, which this signs too. */
            covers?: number[];
        };
        /**
         * RecordingView
         * @description What is replayed, in the order in which it is.
         */
        RecordingView: {
            /** @description Of all entries: tells this recording from another. */
            digest: string;
            entries: components["schemas"]["RecordedEntry"][];
        };
        /**
         * RecoveryCodeUsed
         * @description A code in place of a lost telephone was used up; `code` is as in `SecondFactorOn`.
         */
        RecoveryCodeUsed: {
            account: string;
            code: string;
        };
        /**
         * RecoveryCodeUsedEntry
         * @description See `RecoveryCodeUsed`.
         */
        RecoveryCodeUsedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "recovery_code_used";
            data: components["schemas"]["RecoveryCodeUsed"];
        };
        /**
         * RecoveryCodes
         * @description Codes in place of a lost telephone, each good once; shown this once.
         */
        RecoveryCodes: {
            recovery_codes: string[];
        };
        /**
         * Reminders
         * @description Defaults of the reminder ladder, in minutes before and after a due instant.
         *
         *     `decision_minutes` count from a recommendation, `unsigned_orders` from the entry of a
         *     recorded order, or from the move to the place.
         */
        Reminders: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            /**
             * @default [
             *       30
             *     ]
             */
            due_soon_minutes: number[];
            /** @default [] */
            overdue_again_minutes: number[];
            /** @default [] */
            decision_minutes: number[];
            /** @default [] */
            unsigned_orders: components["schemas"]["UnsignedWait"][];
        };
        /**
         * ReportChoice
         * @description A report of a plan, with the fields that it is filled in by; their ids are Chinese names.
         */
        ReportChoice: {
            id: string;
            name: string;
            content: components["schemas"]["NamedChoice"][];
        };
        /**
         * ReportDueSoon
         * @description Time: a report is due soon, or is owed 立即 and still awaited.
         */
        ReportDueSoon: {
            slot?: string;
            obligation?: string;
            reporter?: string;
            due_at?: string;
            minutes?: number;
            stage?: number;
            immediately?: boolean;
            known_late?: boolean;
        };
        /**
         * ReportObligation
         * @description A report obligation: who owes whom what, when, and where in the lifecycle.
         *
         *     `data_until` is the clock time up to which its figures count (数据截止).
         *     `only_when_raised` owes a one-time report only where the place was reached from below,
         *     `again_when_raised` owes it again at each rise to a place of `at` (A28).
         *     `until_sent` keeps a one-time report owed until it is sent, whatever ends meanwhile
         *     (A17); at `ended` and `closed` it arises only while the casualty watch runs (A26).
         *     `kind: correction` is owed when a figure is corrected, to those of the recipients that
         *     were told since (A27).
         *     `content` names the fields of the report, `required` those that must not be blank: `all`
         *     or some of them; without it any content settles the report. `nil` says whether a nil
         *     report (零报告) settles it too; without it only where nothing is required.
         *     `series` ties obligations that replace each other when the level changes (A13).
         *     `due_soon_minutes` before it is due, and `overdue_again_minutes` after, reminders
         *     are sent; None takes the plan's own.
         */
        ReportObligation: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default null */
            series: string | null;
            /** @default null */
            data_until: string | null;
            /**
             * @default scheduled
             * @enum {string}
             */
            kind: "scheduled" | "first" | "follow_up" | "final" | "correction";
            reporters: components["schemas"]["Reporters"];
            recipients: string[];
            at: string[];
            /** @default null */
            when: (components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"]) | null;
            cadence: components["schemas"]["Daily"] | components["schemas"]["EveryDays"] | components["schemas"]["EveryHours"] | components["schemas"]["Within"] | components["schemas"]["TimesPerDay"] | components["schemas"]["Immediately"] | components["schemas"]["SameDay"] | components["schemas"]["AfterLast"];
            /** @default false */
            only_when_raised: boolean;
            /** @default false */
            again_when_raised: boolean;
            /** @default false */
            until_sent: boolean;
            /**
             * @default any
             * @enum {string}
             */
            means: "any" | "phone" | "written";
            /** @default [] */
            content: string[];
            /** @default [] */
            required: "all" | string[];
            /** @default null */
            nil: boolean | null;
            /** @default null */
            due_soon_minutes: number[] | null;
            /** @default null */
            overdue_again_minutes: number[] | null;
        };
        /**
         * ReportOverdue
         * @description Time: a report's due instant has passed; again later while it is.
         */
        ReportOverdue: {
            slot?: string;
            obligation?: string;
            reporter?: string;
            due_at?: string;
            minutes?: number;
            stage?: number;
            immediately?: boolean;
            known_late?: boolean;
        };
        /**
         * ReportSubmitted
         * @description A report came in, for a slot or besides all slots.
         */
        ReportSubmitted: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            /** @description Id of the slot; null for an extra report. */
            slot?: string | null;
            /** @description Id of the report obligation in the plan; null for an extra report. */
            obligation?: string | null;
            /** @description A division's code, or the id of a unit or post. */
            reporter?: string | null;
            /** @description The slot's due instant; null for an extra report. */
            due_at?: string | null;
            /** @description The slot was owed 立即: `due_at` is when the duty arose. */
            immediately?: boolean;
            /** @enum {string} */
            kind?: "scheduled" | "urgent" | "nil" | "first" | "follow_up" | "final" | "correction";
            /** @description What was reported; 待核实 where the client sent `not_yet_known`. */
            content?: components["schemas"]["JsonValue"];
            /** @description Names of the fields that were answered with 待核实; left out without any. */
            to_verify?: string[];
            /** @description The person who gave the report by telephone; left out where nobody is named. */
            told_by?: components["schemas"]["Teller"] | null;
            /** @description The entry of the earlier report that was wrong; left out where none is named. */
            corrects?: number;
            note?: string;
            /** @description When it came in; no earlier than the incident's receipt, and never ahead. */
            submitted_at?: string;
        };
        /**
         * Reporters
         * @description Who owes: divisions, units or roles.
         *
         *     `divisions` is `all` (of the jurisdiction), `lowest` (those without divisions of their
         *     own), `parents` (those with), `incident` (the one it happened in), `parent_of_incident`
         *     (the one that this one belongs to), or `parent_of_reporter`: only the one to which the
         *     division belongs whose report is passed on. `divisions_in` names a fact, a list of
         *     divisions: those on it now; `divisions_not_in` takes those on such a list out. `units`
         *     ids of units; `members` all units marked as members.
         */
        Reporters: {
            /** @default null */
            divisions: ("all" | "lowest" | "parents" | "incident" | "parent_of_incident" | "parent_of_reporter") | null;
            /** @default null */
            divisions_in: string | null;
            /** @default null */
            divisions_not_in: string | null;
            /** @default [] */
            units: string[];
            /** @default false */
            members: boolean;
        };
        /**
         * ReportersSet
         * @description The list of who owes a report was limited, or the limit lifted.
         */
        ReportersSet: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            obligations?: string[];
            /** @description Who owes; null for no limit. */
            reporters?: string[] | null;
            reason?: string;
        };
        /**
         * ReportingRow
         * @description One obligation at one due instant, and who has reported. Instants are in UTC.
         */
        ReportingRow: {
            /** @description The obligation and the due instant: the row's name within the incident. */
            id: string;
            /** @description Id of the report obligation in the plan. */
            obligation: string;
            name: string;
            /** @description The due instant of all reports of the row. */
            due_at: string;
            /** @description Reporters that owe this report, or have submitted it. */
            total: number;
            /** @description Reports that came in, the late ones among them. */
            submitted: number;
            /** @description Reports that came in after the due instant. */
            late: number;
            /** @description Codes of divisions, ids of units or posts that have not reported; `next_slots` has names. */
            missing: string[];
            clause: string;
        };
        /**
         * ResponseActivated
         * @description A level was activated, from no level or from a lower one.
         */
        ResponseActivated: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            previous?: components["schemas"]["Position"] | null;
            reason?: string;
            recommended_by?: string | null;
            approved_by?: string | null;
            criteria_met?: string[];
        };
        /**
         * ResponseAdjusted
         * @description The level was adjusted, up or down.
         */
        ResponseAdjusted: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string;
            sub_state?: string | null;
            previous?: components["schemas"]["Position"] | null;
            reason?: string;
            recommended_by?: string | null;
            approved_by?: string | null;
            criteria_met?: string[];
        };
        /**
         * ResponseChainView
         * @description How one level came about.
         */
        ResponseChainView: {
            place: string;
            place_name: string;
            seq: number;
            links: components["schemas"]["ChainLinkView"][];
        };
        /**
         * ResponseEnded
         * @description The response ended.
         */
        ResponseEnded: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            level?: string | null;
            sub_state?: string | null;
            reason?: string;
            /** @description Ids of the slots that were overdue at the end. */
            overdue?: string[];
            /** @description The role that recommended the end, where one did. */
            recommended_by?: string;
            approved_by?: string | null;
        };
        /**
         * Role
         * @description A post that decides. `holders` are the people who hold it, any of whom may act.
         */
        Role: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default [] */
            holders: string[];
            /** @default true */
            signs_in: boolean;
            /**
             * @default everywhere
             * @enum {string}
             */
            scope: "everywhere" | "division";
        };
        /**
         * RoleDelegated
         * @description An account may act in a role until an instant.
         */
        RoleDelegated: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            delegated_role?: string;
            /** @description Name of the account. */
            to?: string;
            until?: string;
            reason?: string;
        };
        /**
         * RoleName
         * @description A role of the plan.
         */
        RoleName: {
            id: string;
            name: string;
        };
        /**
         * RoleSummary
         * @description A role of a plan.
         */
        RoleSummary: {
            id: string;
            name: string;
            /** @description Accounts can have it. */
            signs_in: boolean;
            clause: string[];
        };
        /**
         * RolesChanged
         * @description Roles were given or taken.
         */
        RolesChanged: {
            account: string;
            before: string[];
            after: string[];
            proposed_by: string | null;
        };
        /**
         * RolesChangedEntry
         * @description See `RolesChanged`.
         */
        RolesChangedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "roles_changed";
            data: components["schemas"]["RolesChanged"];
        };
        /**
         * RosterDefaultSaved
         * @description Gaps in a duty fall to others from now on.
         */
        RosterDefaultSaved: {
            /** @enum {string} */
            post: "leader" | "duty_officers" | "standby";
            people: string[];
            mark: string;
        };
        /**
         * RosterDefaultSavedEntry
         * @description See `RosterDefaultSaved`.
         */
        RosterDefaultSavedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "roster_default_saved";
            data: components["schemas"]["RosterDefaultSaved"];
        };
        /**
         * RosterDefaults
         * @description To whom gaps fall.
         */
        RosterDefaults: {
            leader: components["schemas"]["MemberView"][];
            duty_officers: components["schemas"]["MemberView"][];
            standby: components["schemas"]["MemberView"][];
        };
        /**
         * RosterFeed
         * @description The account's address for calendar programs.
         */
        RosterFeed: {
            /** @description Null without one. */
            made_at: string | null;
            /** @description Told once, when it is made; whoever has it reads the account's shifts. */
            path: string | null;
            /** @description Told once; whoever has it reads the deadlines that the account sees. */
            deadlines: string | null;
        };
        /**
         * RosterFeedEnded
         * @description An account's address for its calendar program is void.
         */
        RosterFeedEnded: {
            feed: string;
            account: string;
        };
        /**
         * RosterFeedEndedEntry
         * @description See `RosterFeedEnded`.
         */
        RosterFeedEndedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "roster_feed_ended";
            data: components["schemas"]["RosterFeedEnded"];
        };
        /**
         * RosterFeedMade
         * @description An account has an address for its calendar program; one made before is void.
         */
        RosterFeedMade: {
            feed: string;
            account: string;
            mark: string;
        };
        /**
         * RosterFeedMadeEntry
         * @description See `RosterFeedMade`.
         */
        RosterFeedMadeEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "roster_feed_made";
            data: components["schemas"]["RosterFeedMade"];
        };
        /**
         * RosterFindingView
         * @description Something about shifts that their keeper should look at.
         */
        RosterFindingView: {
            sentence: string;
            /** @enum {string} */
            severity: "error" | "warning";
            shifts: string[];
        };
        /**
         * RosterPage
         * @description The roster of a span.
         */
        RosterPage: {
            begin: string;
            end: string;
            shifts: components["schemas"]["ShiftView"][];
            gaps: components["schemas"]["GapView"][];
            days: components["schemas"]["DayView"][];
            defaults: components["schemas"]["RosterDefaults"];
            /** @description Those that wait, and those of the account itself; newest first. */
            swaps: components["schemas"]["SwapView"][];
            findings: components["schemas"]["RosterFindingView"][];
            /** @description Whether any shift was ever entered; without one there are no gaps. */
            kept: boolean;
            /** @description The end of the last shift that is known. */
            last_end: string | null;
            /** @description The last day whose holidays are known. */
            holidays_until: string;
            /** @description The account's own contacts. */
            mine: string[];
        };
        /**
         * RosterSheet
         * @description What a sheet holds, and whether it was taken over.
         */
        RosterSheet: {
            faults: components["schemas"]["SheetFaultView"][];
            changes: components["schemas"]["SheetChangeView"][];
            /** @description Shifts of the sheet that are on the roster already. */
            same: number;
            taken_over: boolean;
        };
        /**
         * SameDay
         * @description Owed on the day of each change of one of these facts, by the clock time.
         */
        SameDay: {
            same_day: string;
            on_change_of: string[];
        };
        /**
         * SavedDefaults
         * @description To whom gaps fall from now on.
         */
        SavedDefaults: {
            defaults: components["schemas"]["RosterDefaults"];
        };
        /**
         * Scale
         * @description A classification, lowest class first; when several hold, the highest counts.
         */
        Scale: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            classes: components["schemas"]["ScaleClass"][];
        };
        /**
         * ScaleAtLeast
         * @description This class or a higher one holds.
         */
        ScaleAtLeast: {
            scale: string;
            at_least: string;
        };
        /**
         * ScaleClass
         * @description One class of a scale, e.g. 较大事故.
         */
        ScaleClass: {
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            when: components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"];
        };
        /**
         * ScaleCurrent
         * @description The highest class that is known to hold is one of these; true or false, never unknown.
         */
        ScaleCurrent: {
            scale: string;
            current: string[];
        };
        /**
         * ScaleIs
         * @description The conditions of exactly this class hold (a higher one may hold as well).
         */
        ScaleIs: {
            scale: string;
            is: string;
        };
        /**
         * ScenarioChecked
         * @description What the check says.
         */
        ScenarioChecked: {
            findings: components["schemas"]["ScenarioFinding"][];
        };
        /**
         * ScenarioChoices
         * @description Everything that the forms offer.
         */
        ScenarioChoices: {
            /** @description General roles. */
            roles: components["schemas"]["NamedChoice"][];
            plans: components["schemas"]["PlanChoices"][];
            commands: components["schemas"]["CommandChoice"][];
            means: components["schemas"]["NamedChoice"][];
            /** @description Kinds of entries that a condition may wait for. */
            events: components["schemas"]["EventChoice"][];
            /** @description Refusals that a step may expect. */
            refusals: components["schemas"]["NamedChoice"][];
            report_kinds: components["schemas"]["NamedChoice"][];
        };
        /**
         * ScenarioDifference
         * @description One thing that an upload has otherwise than what is kept.
         */
        ScenarioDifference: {
            /** @enum {string} */
            kind: "new" | "gone" | "changed" | "moved";
            place: (string | number)[];
            /** @description What it is about, in words. */
            name: string;
            before: string | null;
            after: string | null;
        };
        /**
         * ScenarioFinding
         * @description One thing that is wrong, at its place in `scenario`.
         */
        ScenarioFinding: {
            /** @description The way to the field, such as `["injects", 2, "at", "time"]`; empty: the whole file. */
            place: (string | number)[];
            /** @description In the file. */
            line: number;
            code: string;
            sentence: string;
        };
        /**
         * ScenarioNote
         * @description The comment above a key or an entry of the file; `place` is empty for the file's own.
         */
        ScenarioNote: {
            place: (string | number)[];
            text: string;
        };
        /**
         * ScenarioRead
         * @description What a file or workbook holds. Nothing was kept.
         */
        ScenarioRead: {
            /** @description null where it cannot be read at all. */
            scenario: ({
                /** format */
                format?: unknown;
                /** id */
                id?: unknown;
                /** plan */
                plan?: unknown;
                /** title */
                title?: unknown;
                /** title_en */
                title_en?: unknown;
                /** start */
                start?: unknown;
                /** end_day */
                end_day?: unknown;
                /** seed */
                seed?: unknown;
                /** people */
                people?: unknown;
                /** open */
                open?: unknown;
                /** incidents */
                incidents?: unknown;
                /** branches */
                branches?: unknown;
                /** injects */
                injects?: unknown;
                /** simulated */
                simulated?: unknown;
                /** steps */
                steps?: unknown;
            } & {
                [key: string]: unknown;
            }) | null;
            notes: components["schemas"]["ScenarioNote"][];
            findings: components["schemas"]["ScenarioFinding"][];
            /** @description What is wrong with a workbook, cell by cell. */
            faults: string[];
            differences: components["schemas"]["ScenarioDifference"][];
        };
        /**
         * ScenarioRemoved
         * @description It is in no list any more; its editions stay in the journal.
         */
        ScenarioRemoved: {
            scenario: string;
            version: number;
            title: string;
        };
        /**
         * ScenarioRemovedEntry
         * @description See `ScenarioRemoved`.
         */
        ScenarioRemovedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "scenario_removed";
            data: components["schemas"]["ScenarioRemoved"];
        };
        /**
         * ScenarioSaved
         * @description One edition of a scenario; the last one counts.
         */
        ScenarioSaved: {
            scenario: string;
            /** @description From 1; a scenario that was removed and comes again goes on counting. */
            version: number;
            title: string;
            /** @description The check finds something: it cannot be played. */
            draft: boolean;
            /** @description Of the text. */
            sha256: string;
            /** @description The scenario file. */
            text: string;
        };
        /**
         * ScenarioSavedEntry
         * @description See `ScenarioSaved`.
         */
        ScenarioSavedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "scenario_saved";
            data: components["schemas"]["ScenarioSaved"];
        };
        /**
         * ScenarioSummary
         * @description A scenario in the list.
         */
        ScenarioSummary: {
            id: string;
            title: string;
            title_en: string | null;
            /**
             * @description `shipped` ones come with the plans and cannot be changed, only copied.
             * @enum {string}
             */
            origin: "office" | "shipped";
            /** @description 0 for a shipped one. */
            version: number;
            plans: string[];
            days: number | null;
            incidents: number;
            injects: number;
            /** @description How many things are wrong; with any it is a draft and cannot be started. */
            findings: number;
            changed_by: string | null;
            changed_at: string | null;
        };
        /**
         * ScenarioView
         * @description A whole scenario.
         */
        ScenarioView: {
            summary: components["schemas"]["ScenarioSummary"];
            scenario: {
                /** format */
                format?: unknown;
                /** id */
                id?: unknown;
                /** plan */
                plan?: unknown;
                /** title */
                title?: unknown;
                /** title_en */
                title_en?: unknown;
                /** start */
                start?: unknown;
                /** end_day */
                end_day?: unknown;
                /** seed */
                seed?: unknown;
                /** people */
                people?: unknown;
                /** open */
                open?: unknown;
                /** incidents */
                incidents?: unknown;
                /** branches */
                branches?: unknown;
                /** injects */
                injects?: unknown;
                /** simulated */
                simulated?: unknown;
                /** steps */
                steps?: unknown;
            } & {
                [key: string]: unknown;
            };
            notes: components["schemas"]["ScenarioNote"][];
            findings: components["schemas"]["ScenarioFinding"][];
            /** @description Of the file. */
            sha256: string;
            may_write: boolean;
        };
        /**
         * ScenariosPage
         * @description All scenarios.
         */
        ScenariosPage: {
            may_write: boolean;
            scenarios: components["schemas"]["ScenarioSummary"][];
        };
        /**
         * ScreenView
         * @description A screen, as administrators see it. Instants are RFC 3339 in UTC, of the real clock.
         */
        ScreenView: {
            /** @description Id of its token or sign-in. */
            session: string;
            account: string;
            connected: boolean;
            /** @description It connected. */
            since: string;
            /** @description Its last report, or the end of its connection. */
            last_alive_at: string;
            shows: components["schemas"]["Shows"];
        };
        /**
         * ScreensPage
         * @description The screens that have reported to this node since it started.
         */
        ScreensPage: {
            screens: components["schemas"]["ScreenView"][];
        };
        /**
         * SearchPage
         * @description What was found, newest first.
         */
        SearchPage: {
            /** @description On the first page only, and at most fifty. */
            incidents: components["schemas"]["FoundIncident"][];
            /**
             * @description Incidents of old years, on the first page only, and at most fifty; empty for accounts that
             *     see some incidents only.
             */
            archived: components["schemas"]["FoundArchived"][];
            /** @description On the first page only, and at most fifty; also by a number or by initials in pinyin. */
            contacts: components["schemas"]["ContactView"][];
            /** @description On the first page only, and at most fifty; empty for accounts that do not read the log. */
            shift_log: components["schemas"]["LogEntryView"][];
            entries: components["schemas"]["FoundEntry"][];
            /** @description The `cursor` of the page after it; null at the end. A page may be empty and not the last. */
            next: number | null;
        };
        /**
         * SecondFactorOffEntry
         * @description See `SecondFactorOff`.
         */
        SecondFactorOffEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "second_factor_off";
            data: components["schemas"]["SecondFactorOff"];
        };
        /**
         * SecondFactorOn
         * @description Sign-ins of the account ask for a one-time code besides the password.
         */
        SecondFactorOn: {
            account: string;
            /** @description Of the secret, and since when it is in force. Entries of before schema 0010 lack it. */
            mark?: string;
            /** @description The recovery codes, each by the beginning of the sha256 that is stored of it. */
            recovery_codes?: string[];
        };
        /**
         * SecondFactorOnEntry
         * @description See `SecondFactorOn`.
         */
        SecondFactorOnEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "second_factor_on";
            data: components["schemas"]["SecondFactorOn"];
        };
        /**
         * SecondFactorSecret
         * @description What an authenticator program needs; in force once a code has confirmed it.
         */
        SecondFactorSecret: {
            /** @description In base32, to be typed. */
            secret: string;
            /** @description `otpauth:` address. */
            uri: string;
            /** @description A picture of that address, as a `data:` address. */
            qr: string;
        };
        /**
         * SecondFactorState
         * @description Whether signing in with one's password asks for a code as well.
         */
        SecondFactorState: {
            enabled: boolean;
            /** @description When it was put in force; null while it is not. */
            since: string | null;
            /** @description How many recovery codes are still good. */
            recovery_left: number;
        };
        /**
         * ServerCallAnswered
         * @description Somebody was reached.
         */
        ServerCallAnswered: {
            call: string;
            means: string;
            by: string;
            note: string;
            answered_at: string;
        };
        /**
         * ServerCallAnsweredEntry
         * @description See `ServerCallAnswered`.
         */
        ServerCallAnsweredEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call_answered";
            data: components["schemas"]["ServerCallAnswered"];
        };
        /**
         * ServerCallAttempted
         * @description What one channel made of one step.
         */
        ServerCallAttempted: {
            call: string;
            step: number;
            contact: string | null;
            channel: string;
            outcome: string;
            detail: string;
        };
        /**
         * ServerCallAttemptedEntry
         * @description See `ServerCallAttempted`.
         */
        ServerCallAttemptedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call_attempted";
            data: components["schemas"]["ServerCallAttempted"];
        };
        /**
         * ServerCallCancelled
         * @description Its reason was over before anybody answered.
         */
        ServerCallCancelled: {
            call: string;
            why: string;
            post: string;
        };
        /**
         * ServerCallCancelledEntry
         * @description See `ServerCallCancelled`.
         */
        ServerCallCancelledEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call_cancelled";
            data: components["schemas"]["ServerCallCancelled"];
        };
        /**
         * ServerCallExhausted
         * @description Nobody has answered in time.
         */
        ServerCallExhausted: {
            call: string;
            exhausts_at: string;
            post: string;
        };
        /**
         * ServerCallExhaustedEntry
         * @description See `ServerCallExhausted`.
         */
        ServerCallExhaustedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call_exhausted";
            data: components["schemas"]["ServerCallExhausted"];
        };
        /**
         * ServerCallReason
         * @description Why somebody is called: `call.reason.KEY` of the catalogues, and its values.
         */
        ServerCallReason: {
            key: string;
            values: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * ServerCallStarted
         * @description Somebody has to be reached; whom and by what is settled here.
         */
        ServerCallStarted: {
            call: string;
            trigger: string;
            subject: string | null;
            rule: string | null;
            rules_digest: string | null;
            reason: components["schemas"]["ServerCallReason"];
            cause_seq: number | null;
            post: string;
            person: string | null;
            steps: components["schemas"]["ServerCallStep"][];
            answer_by: string;
            exhausts_at: string;
        };
        /**
         * ServerCallStartedEntry
         * @description See `ServerCallStarted`.
         */
        ServerCallStartedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call_started";
            data: components["schemas"]["ServerCallStarted"];
        };
        /**
         * ServerCallStep
         * @description One contact at one instant, by all its channels at once.
         */
        ServerCallStep: {
            at: string;
            round: number;
            contact: string | null;
            post: string;
            person: string | null;
            channels: string[];
        };
        /**
         * ServerEntryView
         * @description An entry of the server journal, and what it says in a sentence.
         */
        ServerEntryView: {
            entry: components["schemas"]["JournalBegunEntry"] | components["schemas"]["AccountCreatedEntry"] | components["schemas"]["RolesChangedEntry"] | components["schemas"]["PlaceChangedEntry"] | components["schemas"]["PasswordSetEntry"] | components["schemas"]["AccountDisabledEntry"] | components["schemas"]["AccountEnabledEntry"] | components["schemas"]["AccountRenamedEntry"] | components["schemas"]["SecondFactorOnEntry"] | components["schemas"]["SecondFactorOffEntry"] | components["schemas"]["RecoveryCodeUsedEntry"] | components["schemas"]["IdentityLinkedEntry"] | components["schemas"]["SignInsEndedEntry"] | components["schemas"]["SignedInEntry"] | components["schemas"]["SignedOutEntry"] | components["schemas"]["TokenCreatedEntry"] | components["schemas"]["TokenRevokedEntry"] | components["schemas"]["ChangeProposedEntry"] | components["schemas"]["ProposalConfirmedEntry"] | components["schemas"]["ProposalWithdrawnEntry"] | components["schemas"]["PlanStoredEntry"] | components["schemas"]["SettingsChangedEntry"] | components["schemas"]["DatabaseRestoredEntry"] | components["schemas"]["ClockTrustedEntry"] | components["schemas"]["ContinuationAcknowledgedEntry"] | components["schemas"]["ContactSavedEntry"] | components["schemas"]["ContactRemovedEntry"] | components["schemas"]["ServerCallStartedEntry"] | components["schemas"]["ServerCallAttemptedEntry"] | components["schemas"]["ServerCallAnsweredEntry"] | components["schemas"]["ServerCallExhaustedEntry"] | components["schemas"]["ServerCallCancelledEntry"] | components["schemas"]["HandoverMadeEntry"] | components["schemas"]["HandoverSignedEntry"] | components["schemas"]["ShiftLoggedEntry"] | components["schemas"]["ShiftStruckEntry"] | components["schemas"]["EvaluationRemarkedEntry"] | components["schemas"]["EvaluationScoredEntry"] | components["schemas"]["EvaluationGradedEntry"] | components["schemas"]["ImprovementSavedEntry"] | components["schemas"]["ImprovementSettledEntry"] | components["schemas"]["ShiftSavedEntry"] | components["schemas"]["ShiftRemovedEntry"] | components["schemas"]["RosterDefaultSavedEntry"] | components["schemas"]["SwapAskedEntry"] | components["schemas"]["SwapAnsweredEntry"] | components["schemas"]["RosterFeedMadeEntry"] | components["schemas"]["RosterFeedEndedEntry"] | components["schemas"]["ScenarioSavedEntry"] | components["schemas"]["ScenarioRemovedEntry"] | components["schemas"]["WebhookSavedEntry"] | components["schemas"]["WebhookRemovedEntry"] | components["schemas"]["DrillControlledEntry"] | components["schemas"]["DrillMessageSentEntry"] | components["schemas"]["DatabaseMovedEntry"] | components["schemas"]["IncidentsArchivedEntry"] | components["schemas"]["IncidentsReturnedEntry"];
            /** @description In the language of the request; no part of the entry. */
            sentence: string;
        };
        /**
         * ServerJournalPage
         * @description A page of the server journal.
         */
        ServerJournalPage: {
            entries: components["schemas"]["ServerEntryView"][];
            /** @description The `before` (or `after`) of the page after it; null at the end. */
            next: number | null;
            /** @description An alarm; null for none. */
            break_glass: components["schemas"]["BreakGlass"] | null;
        };
        /**
         * Session
         * @description The account that is signed in; `name` is null for nobody.
         */
        Session: {
            virtual_clock: boolean;
            clock_speed: number;
            exercises_only: boolean;
            name: string | null;
            /** @description Ids of general roles, and `PLAN:ROLE` of posts in a plan. */
            roles: string[];
            /** @description Code of the division (GB/T 2260) that the account acts for; null for none. */
            division: string | null;
            /** @description The unit that the account reports for, as the plans name it; null for none. */
            unit: string | null;
            /** @description There is no account yet. */
            setup_required: boolean;
            /** @description When this sign-in or token ends by itself, by the real clock. */
            expires_at: string | null;
            /** @description A token that may not write. */
            read_only: boolean;
            /** @description Passwords are good for one sign-in here: the server plays a live drill. */
            sign_in_once: boolean;
            /** @description The name of an identity provider beside passwords; null if there is none. */
            sign_in_with: string | null;
            /** @description The time that counts, at this moment. */
            server_time: string;
        };
        /**
         * Setting
         * @description A setting that has another value than at the last start.
         */
        Setting: {
            setting: string;
            before: string | null;
            after: string | null;
        };
        /**
         * SettingsChanged
         * @description The server started with other settings than before.
         */
        SettingsChanged: {
            changes: components["schemas"]["Setting"][];
        };
        /**
         * SettingsChangedEntry
         * @description See `SettingsChanged`.
         */
        SettingsChangedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "settings_changed";
            data: components["schemas"]["SettingsChanged"];
        };
        /**
         * SettledView
         * @description Who said that it is done, when, and what was done.
         */
        SettledView: {
            by: string;
            written_at: string;
            note: string;
        };
        /**
         * SheetChangeView
         * @description What taking the sheet over does to a shift.
         */
        SheetChangeView: {
            /** @enum {string} */
            change: "new" | "changed" | "removed";
            shift: components["schemas"]["ShiftView"];
        };
        /**
         * SheetFaultView
         * @description What is wrong with a sheet, by its cell or row.
         */
        SheetFaultView: {
            cell: string;
            sentence: string;
            /** @enum {string} */
            severity: "error" | "warning";
        };
        /**
         * SheetHeadingView
         * @description A heading with its items.
         */
        SheetHeadingView: {
            number: string;
            name: string | null;
            shows: string[];
            items: components["schemas"]["SheetItemView"][];
        };
        /**
         * SheetItemView
         * @description One item of a sheet, or a heading that is scored as a whole.
         */
        SheetItemView: {
            number: string;
            /** @description null where the standard's words were not at hand. */
            text: string | null;
            heading: boolean;
            journal: components["schemas"]["JournalScoreView"] | null;
            score: components["schemas"]["EvaluationScoreView"] | null;
        };
        /**
         * SheetLogEntry
         * @description An entry of the shift log since the last hand-over.
         */
        SheetLogEntry: {
            seq: number;
            at: string;
            kind: string;
            text: string;
            actor: string;
            struck: boolean;
        };
        /**
         * SheetProblem
         * @description Something that is missing, doubled or misshapen on a sheet.
         */
        SheetProblem: {
            /**
             * @description An error stops the sheet from being taken over.
             * @enum {string}
             */
            severity: "error" | "warning";
            /** @description As the spreadsheet counts them; empty for the sheet as a whole. */
            rows: number[];
            cell: string | null;
            sentence: string;
        };
        /**
         * SheetView
         * @description A sheet with names.
         */
        SheetView: {
            /** @constant */
            form: 1;
            at: string;
            until: string;
            alarms: components["schemas"]["OpenAlarm"][];
            log: components["schemas"]["SheetLogEntry"][];
            notes: string;
            calls: components["schemas"]["OpenCallView"][];
            incidents: components["schemas"]["HandoverIncident"][];
        };
        /**
         * ShiftLogPage
         * @description Entries, the newest first.
         */
        ShiftLogPage: {
            entries: components["schemas"]["LogEntryView"][];
            /** @description `before` of the page after it; null at the end. */
            next: number | null;
        };
        /**
         * ShiftLogged
         * @description An entry of the shift log.
         */
        ShiftLogged: {
            /** @enum {string} */
            kind: "call" | "paper" | "visit" | "weather" | "check" | "equipment" | "other";
            text: string;
            happened_at: string;
        };
        /**
         * ShiftLoggedEntry
         * @description See `ShiftLogged`.
         */
        ShiftLoggedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "shift_logged";
            data: components["schemas"]["ShiftLogged"];
        };
        /**
         * ShiftRemoved
         * @description A shift is on the roster no more.
         */
        ShiftRemoved: {
            shift: string;
            starts_at: string;
            ends_at: string;
            name: string | null;
        };
        /**
         * ShiftRemovedEntry
         * @description See `ShiftRemoved`.
         */
        ShiftRemovedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "shift_removed";
            data: components["schemas"]["ShiftRemoved"];
        };
        /**
         * ShiftSaved
         * @description A shift is new or was changed. Who is in it, by name.
         */
        ShiftSaved: {
            shift: string;
            starts_at: string;
            ends_at: string;
            name: string | null;
            leader: string[];
            duty_officers: string[];
            standby: string[];
            new: boolean;
            /** @description What changed about it; empty for a new one. */
            fields: string[];
            /** @description Of the row as it is stored now. */
            mark: string;
        };
        /**
         * ShiftSavedEntry
         * @description See `ShiftSaved`.
         */
        ShiftSavedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "shift_saved";
            data: components["schemas"]["ShiftSaved"];
        };
        /**
         * ShiftStruck
         * @description An entry of the shift log counts no more; the reason stands in the entry's `reason`.
         */
        ShiftStruck: {
            entry: number;
        };
        /**
         * ShiftStruckEntry
         * @description See `ShiftStruck`.
         */
        ShiftStruckEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "shift_struck";
            data: components["schemas"]["ShiftStruck"];
        };
        /**
         * ShiftView
         * @description A shift, from `starts_at` until just before `ends_at`.
         */
        ShiftView: {
            id: string;
            starts_at: string;
            ends_at: string;
            name: string | null;
            leader: components["schemas"]["MemberView"][];
            duty_officers: components["schemas"]["MemberView"][];
            standby: components["schemas"]["MemberView"][];
            note: string | null;
            /** @description The duties that the account's own contacts have in it. */
            mine: ("leader" | "duty_officers" | "standby")[];
            /** @description What `If-Match` of a change has to name. */
            version: number;
        };
        /**
         * Shows
         * @description What a wall says that it shows.
         */
        Shows: {
            /** @enum {string} */
            kind: "all" | "real" | "exercise";
            incidents: number;
            page: number;
            pages: number;
            map: boolean;
            width: number;
            height: number;
        };
        /**
         * SignInsEnded
         * @description All sign-ins of the account were ended, and these tokens with them.
         */
        SignInsEnded: {
            account: string;
            sign_ins: number;
            tokens: string[];
            /** @description The sign-ins. Entries from before sign-ins were entries lack them. */
            names?: string[];
        };
        /**
         * SignInsEndedEntry
         * @description See `SignInsEnded`.
         */
        SignInsEndedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "sign_ins_ended";
            data: components["schemas"]["SignInsEnded"];
        };
        /**
         * SignatureAt
         * @description Who has signed, and when, by the real clock.
         */
        SignatureAt: {
            account: string;
            signed_at: string;
        };
        /**
         * SignatureOverdue
         * @description Time: an entry has waited too long for the signature of a role's holder.
         */
        SignatureOverdue: {
            /** @description Number of the entry that nobody has signed. */
            seq?: number;
            unsigned_role?: string;
        };
        /**
         * SignedDocument
         * @description A document that was signed; its file is kept.
         */
        SignedDocument: {
            seq: number;
            kind: string;
            name: string;
            /** @description Of the file: `GET …/documents/signed/{sha256}` has it. */
            sha256: string;
            file: string;
            at: string;
            slot: string | null;
            /** @description False in a replay whose record did not hold the file: there is nothing to open. */
            in_record: boolean;
        };
        /**
         * SignedIn
         * @description An account signed in; `address` is where from, as a trusted proxy tells it.
         */
        SignedIn: {
            sign_in: string;
            account: string;
            expires_at: string | null;
            address: string | null;
        };
        /**
         * SignedInEntry
         * @description See `SignedIn`.
         */
        SignedInEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "signed_in";
            data: components["schemas"]["SignedIn"];
        };
        /**
         * SignedOut
         * @description A sign-in ended before its time.
         */
        SignedOut: {
            sign_in: string;
            account: string;
        };
        /**
         * SignedOutEntry
         * @description See `SignedOut`.
         */
        SignedOutEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "signed_out";
            data: components["schemas"]["SignedOut"];
        };
        /**
         * SimilarIncident
         * @description An open incident that the one to be opened may be the same as.
         */
        SimilarIncident: {
            id: string;
            number: string;
            title: string;
            plan: components["schemas"]["PlanRef"];
            kind: components["schemas"]["KindView"] | null;
            place: string;
            exercise: boolean;
            /** @description Code of the division (GB/T 2260). */
            division: string;
            division_name: string;
            occurred_at: string;
            opened_at: string;
            /** @description Where its response stands, in words. */
            place_name: string;
            /** @description Id of the level in force; null where there is no response. */
            level: string | null;
        };
        /**
         * SlotCounts
         * @description How many reports are awaited.
         */
        SlotCounts: {
            /** @description Awaited, and not overdue. */
            owed: number;
            /** @description Awaited after their due instants. */
            overdue: number;
            /** @description Those of `owed` that are owed 立即 and were not sent by their last reminder. */
            past_reminders: number;
        };
        /**
         * SlotView
         * @description One report that one reporter owes at one instant. Instants are RFC 3339 in UTC.
         */
        SlotView: {
            id: string;
            /** @description Id of the incident. */
            incident: string;
            /** @description The incident is an exercise. */
            exercise: boolean;
            /** @description Id of the report obligation in the plan. */
            obligation: string;
            obligation_name: string;
            /** @description Slots of one series follow one another: a later one supersedes the earlier ones. */
            series: string;
            /** @description A division's code, or the id of a unit or post. */
            reporter: string;
            reporter_name: string;
            /** @description Ids of those who get the report: units or posts. */
            recipients: string[];
            recipient_names: string[];
            due_at: string;
            /** @description The figures in the report are as of this instant; null where the plan names none. */
            data_until: string | null;
            /** @description The period of the report begins; before, the slot is `upcoming`. */
            opens_at: string;
            /** @enum {string} */
            state: "upcoming" | "owed" | "submitted" | "submitted_late" | "overdue" | "superseded" | "not_owed" | "ended";
            /** @description When the report came in; null while it is awaited. */
            submitted_at: string | null;
            /** @description Number of the entry that holds the report. */
            report_seq: number | null;
            clause: string;
            /** @description The plan says 立即 and no number: `due_at` is when the duty arose; never overdue. */
            immediately: boolean;
            /** @description Owed 立即, and not sent by its last reminder. */
            past_reminders: boolean;
            /** @description Why it is superseded or no longer owed, or was late from the start. */
            reason: string | null;
            /** @enum {string} */
            kind: "scheduled" | "first" | "follow_up" | "final" | "correction";
            /**
             * @description How the plan wants it sent: by telephone, in writing, or as one likes.
             * @enum {string}
             */
            means: "any" | "phone" | "written";
            /** @description What the plan asks the report to say: the names of its fields. */
            content: string[];
            /** @description The fields that must not be blank; 待核实 (`not_yet_known`) is an answer. */
            required: string[];
            /** @description Whether a nil report settles the slot. */
            nil: boolean;
        };
        /**
         * SlotsPage
         * @description A page of the report ledger, by due instant.
         */
        SlotsPage: {
            slots: components["schemas"]["SlotView"][];
            /** @description Cursor of the page after it; null at the end. */
            next: string | null;
        };
        /**
         * StopDecided
         * @description The government's decision to stop: its document and reason.
         */
        StopDecided: {
            document: string;
            reason: string;
        };
        /**
         * StoreHealth
         * @description Whether the database takes what is entered, and shows what others enter.
         */
        StoreHealth: {
            well: boolean;
            /** @description What is entered is kept. */
            writes: boolean;
            /** @description What other servers enter is seen here. */
            reads: boolean;
        };
        /**
         * StruckView
         * @description Who struck an entry, when, and why.
         */
        StruckView: {
            account: string;
            struck_at: string;
            reason: string;
        };
        /**
         * SubState
         * @description A sub-state of a level, e.g. 紧张状态.
         */
        SubState: {
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default [] */
            criteria: components["schemas"]["Criterion"][];
        };
        /**
         * SubStateName
         * @description A sub-state of a level.
         */
        SubStateName: {
            id: string;
            name: string;
        };
        /**
         * SumOf
         * @description A figure that is the sum of others; unknown ones leave it a lower bound.
         */
        SumOf: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default null */
            unit: string | null;
            sum_of: string[];
        };
        /**
         * SwapAnswered
         * @description A swap was consented to, and made; or it was refused or withdrawn.
         */
        SwapAnswered: {
            swap: string;
            /** @enum {string} */
            state: "consented" | "refused" | "withdrawn";
            shift: string;
            /** @enum {string} */
            post: "leader" | "duty_officers" | "standby";
            giver: string;
            taker: string;
            mark: string;
        };
        /**
         * SwapAnsweredEntry
         * @description See `SwapAnswered`.
         */
        SwapAnsweredEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "swap_answered";
            data: components["schemas"]["SwapAnswered"];
        };
        /**
         * SwapAsked
         * @description Somebody wishes that another has a duty of his.
         */
        SwapAsked: {
            swap: string;
            shift: string;
            /** @enum {string} */
            post: "leader" | "duty_officers" | "standby";
            giver: string;
            taker: string;
            /** @description The other's shift that he has in return. */
            back: string | null;
            mark: string;
        };
        /**
         * SwapAskedEntry
         * @description See `SwapAsked`.
         */
        SwapAskedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "swap_asked";
            data: components["schemas"]["SwapAsked"];
        };
        /**
         * SwapView
         * @description A wish to swap a duty.
         */
        SwapView: {
            id: string;
            shift: string;
            /** @enum {string} */
            post: "leader" | "duty_officers" | "standby";
            giver: string;
            taker: string;
            /** @description The taker's shift that the giver has in return. */
            back: string | null;
            note: string | null;
            /** @enum {string} */
            state: "asked" | "consented" | "refused" | "withdrawn";
            asked_at: string;
            answered_at: string | null;
            /** @description What the account may answer. */
            may: ("consented" | "refused" | "withdrawn")[];
        };
        /**
         * Teller
         * @description A person who gave a report by telephone.
         */
        Teller: {
            name: string;
            post: string;
            phone: string;
        };
        /**
         * TestSent
         * @description A test that is on its way.
         */
        TestSent: {
            /** @description Its `webhook-id`, by which the log shows what came of it. */
            delivery: string;
        };
        /**
         * TimeLimit
         * @description One length of time, and what it is counted from.
         *
         *     `of` is `arising`, the instant at which the measure came to apply (its level was opened,
         *     its condition met), `received`, when the report of the incident came in, or `occurred`,
         *     when it happened. With the last two, a measure whose condition a later figure meets
         *     counts from when the office received that figure: nobody can be late for what nobody
         *     could know. Days and months are the calendar's in the plan's zone; the day that they
         *     are counted from is none of them, and the last is whole.
         */
        TimeLimit: {
            /** @default null */
            minutes: number | null;
            /** @default null */
            days: number | null;
            /** @default null */
            months: number | null;
            /**
             * @default arising
             * @enum {string}
             */
            of: "occurred" | "received" | "arising";
        };
        /**
         * TimesPerDay
         * @description Owed so often a day where the text gives no clock times.
         *
         *     The day is cut into as many equal parts and one report is owed by the end of each:
         *     a reading, so the obligation has to name the assumption.
         */
        TimesPerDay: {
            /** @enum {integer} */
            times_per_day: 1 | 2 | 3 | 4 | 6 | 8 | 12 | 24;
        };
        /**
         * TokenCreatedEntry
         * @description See `TokenFacts`.
         */
        TokenCreatedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "token_created";
            data: components["schemas"]["TokenFacts"];
        };
        /**
         * TokenFacts
         * @description A token that was not revoked; without `expires_at` it lasts until it is.
         */
        TokenFacts: {
            token: string;
            account: string;
            expires_at: string | null;
            /** @description Entries of before schema 0010 lack it. */
            read_only?: boolean;
        };
        /**
         * TokenRevoked
         * @description A token ended.
         */
        TokenRevoked: {
            token: string;
            account: string;
        };
        /**
         * TokenRevokedEntry
         * @description See `TokenRevoked`.
         */
        TokenRevokedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "token_revoked";
            data: components["schemas"]["TokenRevoked"];
        };
        /**
         * TokenView
         * @description A machine's token, without its secret.
         */
        TokenView: {
            /** @description Names it; it is no secret. */
            id: string;
            /** @description Name of the account that it acts as. */
            account: string;
            /** @description The account's. */
            roles: string[];
            created_at: string;
            /** @description By the real clock; null until it is ended. */
            expires_at: string | null;
            /** @description It is time to make a new one. */
            ends_soon: boolean;
            read_only: boolean;
            /** @description To the hour or so; null while nobody noted it. */
            last_used_at: string | null;
        };
        /**
         * TokensPage
         * @description All tokens of machines that are valid, newest first.
         */
        TokensPage: {
            tokens: components["schemas"]["TokenView"][];
        };
        /**
         * Transition
         * @description One row of the lifecycle table.
         *
         *     `on` the commands, `from` the places it starts at, `to` the place it leads to (with
         *     several, one row each; a place that is also in `from` leads elsewhere only). `by`
         *     are the roles that may, `recommended_by` and `approved_by` those whose own acts come
         *     before; `recommendation_required` refuses without the former, an approval is always
         *     required where `approved_by` is set: for opening, changing and ending a response.
         *     `desk` lets the duty officer act alone.
         *
         *     `approvals` says how several roles in `approved_by` stand to each other: `any` of
         *     them approves; `all` have to, in any order; `in_order`: each after the one before it.
         *     `signatures` says how several roles in `by` stand to each other: `any` of them may
         *     act; `all` have to sign, the last signature opens; `succession`: each but the first
         *     may act only while the absence of all before it is recorded.
         */
        Transition: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            on: ("issue_warning" | "lift_warning" | "activate_response" | "adjust_response" | "end_response" | "close_incident")[];
            from: string[];
            to: string[];
            /** @default [] */
            by: string[];
            /**
             * @default any
             * @enum {string}
             */
            signatures: "any" | "all" | "succession";
            /** @default [] */
            recommended_by: string[];
            /** @default false */
            recommendation_required: boolean;
            /** @default [] */
            approved_by: string[];
            /**
             * @default any
             * @enum {string}
             */
            approvals: "any" | "all" | "in_order";
            /** @default false */
            desk: boolean;
            /** @default false */
            requires_end_conditions: boolean;
        };
        /**
         * TrialCoverage
         * @description How much of a plan the trial visits, of one kind of things.
         */
        TrialCoverage: {
            plan: string;
            plan_name: string;
            kind: string;
            kind_name: string;
            visited: number;
            total: number;
            missing: string[];
        };
        /**
         * TrialEntry
         * @description An entry of the journal of a trial.
         */
        TrialEntry: {
            at: string;
            who: string;
            sentence: string;
        };
        /**
         * TrialIncident
         * @description One incident of a trial.
         */
        TrialIncident: {
            key: string;
            title: string;
            /** @description Its entries before the first inject. */
            opening: components["schemas"]["TrialEntry"][];
            evaluation: components["schemas"]["EvaluatedIncident"];
        };
        /**
         * TrialInject
         * @description What became of an inject.
         */
        TrialInject: {
            id: string;
            incident: string;
            /** @description null where it was not given. */
            given_at: string | null;
            text: string;
            /** @description What its incident's journal has from then until the next inject of that incident. */
            entries: components["schemas"]["TrialEntry"][];
        };
        /**
         * TrialProgress
         * @description How far the trial of this server is that runs now.
         */
        TrialProgress: {
            running: boolean;
            /** @description Seconds of the scenario's time that have been played; 0 where none runs. */
            played_s: number;
            /** @description Seconds from the scenario's beginning to its end; 0 until the program has read it. */
            whole_s: number;
        };
        /**
         * TrialView
         * @description A scenario that was played by the program alone, in memory, and thrown away.
         */
        TrialView: {
            seed: number;
            ended_at: string;
            entries: number;
            injects: components["schemas"]["TrialInject"][];
            incidents: components["schemas"]["TrialIncident"][];
            coverage: components["schemas"]["TrialCoverage"][];
            /** @description Where it went otherwise than its steps say. */
            mismatches: string[];
            /**
             * @description It ran in a process of its own that was given no database.
             * @constant
             */
            journal_untouched: true;
        };
        /**
         * Unit
         * @description An office or body; `aliases` are the other names that the text uses.
         *
         *     `stands_for` are words of the text that are wider or narrower than the unit's name and are
         *     read as meaning it. A unit of the scope `division` is one of each county.
         */
        Unit: {
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /** @default [] */
            aliases: string[];
            /** @default [] */
            stands_for: string[];
            /**
             * @default everywhere
             * @enum {string}
             */
            scope: "everywhere" | "division";
            /** @default false */
            member: boolean;
            /** @default [] */
            clause: string[];
        };
        /**
         * Unless
         * @description True as long as the condition is not known to hold; never unknown (for "until …").
         */
        Unless: {
            unless: components["schemas"]["All"] | components["schemas"]["AnyOf"] | components["schemas"]["AtLeastN"] | components["schemas"]["Not"] | components["schemas"]["Band"] | components["schemas"]["Flag"] | components["schemas"]["OneOf"] | components["schemas"]["Includes"] | components["schemas"]["ScaleIs"] | components["schemas"]["ScaleAtLeast"] | components["schemas"]["ScaleCurrent"] | components["schemas"]["In"] | components["schemas"]["Unless"] | components["schemas"]["Lasting"] | components["schemas"]["Between"] | components["schemas"]["MonthIn"] | components["schemas"]["Judgement"];
        };
        /**
         * UnsignedView
         * @description An entry that the role's holder has still to sign.
         */
        UnsignedView: {
            /** @description Number of the entry. */
            seq: number;
            /** @description Id of the role whose holder has to sign. */
            role: string;
            /** @description Number of the unsigned delegation that it was done under; null for a recorded order. */
            under: number | null;
            /** @description When the missing signature is an alarm, by the plan. */
            alarm_at: string | null;
            /** @description Whether that alarm was entered in the journal. */
            alarmed: boolean;
        };
        /**
         * UnsignedWait
         * @description How long a recorded order may wait for its signature before it is an alarm, in minutes.
         *
         *     `at` limits it to places; where several fit, the shortest counts.
         */
        UnsignedWait: {
            /** @default [] */
            at: string[];
            minutes: number;
        };
        /**
         * VoidedView
         * @description The incident was opened by mistake or twice, and owes nothing.
         */
        VoidedView: {
            /** @description The post or general role acted in. */
            role: string;
            at: string;
            reason: string;
            /** @description The incident that is meant instead. */
            duplicate_of: components["schemas"]["OtherIncidentView"] | null;
            /** @description Number of the entry that voided it. */
            seq: number;
        };
        /**
         * WarningGrade
         * @description A grade of warnings (预警级别), e.g. 蓝色预警; its place is `warning.` and its id.
         *
         *     `colour` is for screens only. A plan without any has one kind of warning.
         */
        WarningGrade: {
            clause: string[];
            /** @default [] */
            assumption: string[];
            /** @default null */
            confidence: ("L" | "M" | "H") | null;
            /** @default null */
            note: string | null;
            id: string;
            name: string;
            /** @default null */
            name_en: string | null;
            /**
             * @default grey
             * @enum {string}
             */
            colour: "red" | "orange" | "yellow" | "blue" | "grey";
        };
        /**
         * WarningIssued
         * @description 预警 was issued.
         */
        WarningIssued: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            grade?: string;
            reason?: string;
        };
        /**
         * WarningLifted
         * @description 预警 was lifted.
         */
        WarningLifted: {
            on_behalf_of?: string;
            /** @enum {string} */
            by_means?: "phone" | "radio" | "in_person" | "written";
            ordered_at?: string;
            signed?: boolean;
            delegated?: boolean;
            delegation?: number;
            roles_held?: string[];
            post_since?: string | null;
            reason?: string;
        };
        /**
         * WatchEnded
         * @description Time: the casualty watch is over.
         */
        WatchEnded: {
            /** @description Changes of casualties were reported until this instant. */
            watch_until?: string;
        };
        /**
         * WatchdogAge
         * @description The watchdog's state, and seconds since its last round.
         */
        WatchdogAge: {
            well: boolean;
            silent: boolean;
            differences: number;
            age_s: number;
        };
        /**
         * WatchdogPage
         * @description The watchdog's state, and at most a hundred differences, oldest first.
         */
        WatchdogPage: {
            well: boolean;
            silent: boolean;
            differences: number;
            found: components["schemas"]["FindingView"][];
        };
        /**
         * WebhookRemoved
         * @description A subscription is no more, with the log of its deliveries.
         */
        WebhookRemoved: {
            webhook: string;
            host: string;
        };
        /**
         * WebhookRemovedEntry
         * @description See `WebhookRemoved`.
         */
        WebhookRemovedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "webhook_removed";
            data: components["schemas"]["WebhookRemoved"];
        };
        /**
         * WebhookSaved
         * @description A subscription is new, was changed, or was disabled.
         */
        WebhookSaved: {
            webhook: string;
            host: string;
            /** @description Types of entries; empty for all. */
            types: string[];
            exercises: boolean;
            division: string | null;
            enabled: boolean;
            new: boolean;
            /** @description Of the row as it is stored now, with address and secret. */
            mark: string;
        };
        /**
         * WebhookSavedEntry
         * @description See `WebhookSaved`.
         */
        WebhookSavedEntry: {
            /** @constant */
            journal: "server";
            seq: number;
            at: string;
            actor: string;
            /** @enum {string} */
            way: "page" | "api" | "command_line" | "setup" | "server";
            reason: string | null;
            prev_hash: string;
            hash: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "webhook_saved";
            data: components["schemas"]["WebhookSaved"];
        };
        /**
         * WebhookView
         * @description A subscription; its secret is shown once, when it is made.
         */
        WebhookView: {
            id: string;
            url: string;
            /** @description Types of entries; empty for all. */
            types: string[];
            /** @description It is told of exercises and of nothing else; otherwise of real incidents alone. */
            exercises: boolean;
            /** @description Only incidents that have reached this division. */
            division: string | null;
            enabled: boolean;
            made_at: string;
            /** @description Every attempt since then has failed. */
            failing_since: string | null;
            /** @description Deliveries that are to be sent. */
            waiting: number;
            /** @description Deliveries that were given up. */
            failed: number;
        };
        /**
         * WebhooksPage
         * @description All subscriptions.
         */
        WebhooksPage: {
            webhooks: components["schemas"]["WebhookView"][];
            /** @description Hosts of the office's own network that subscriptions may name. */
            hosts: string[];
        };
        /**
         * Wish
         * @description What a proposal would change; null stays, but in `place`, which is both or null.
         */
        Wish: {
            roles: string[] | null;
            place: components["schemas"]["Place"] | null;
            disabled: boolean | null;
            password: boolean;
        };
        /**
         * Within
         * @description Owed once, this many minutes after the duty arises.
         *
         *     `of` says what it is counted from: `occurred`, the instant it happened, `received`, the
         *     instant the report came in, or `arising`, the instant the duty was entered. With the
         *     first two, a duty that a later figure makes (the class rises) counts from when the
         *     office received that figure: nobody can be late for what nobody could know.
         *     With `on_change_of` it is owed after each change of one of these facts instead, with
         *     `after_report_of` after each report of that other obligation is submitted: the next
         *     rung of a cascade. Who has handed that report in and owes this one owes it alone.
         */
        Within: {
            within_minutes: number;
            /**
             * @default arising
             * @enum {string}
             */
            of: "occurred" | "received" | "arising";
            /** @default [] */
            on_change_of: string[];
            /** @default null */
            after_report_of: string | null;
        };
        /**
         * PinnedPlan
         * @description The exact plan of an incident.
         */
        engine__handover__shapes__PinnedPlan: {
            id: string;
            version: string;
            digest: string;
        };
        /**
         * SignatureView
         * @description A recorded order that nobody has signed, with the post's name.
         */
        engine__handover__sheet_view__SignatureView: {
            seq: number;
            role: string;
            alarmed: boolean;
            role_name: string;
        };
        /**
         * PinnedPlan
         * @description The plan that an incident is pinned to; `digest` is the sha256 of its file.
         */
        engine__presentation__entry_data__PinnedPlan: {
            id: string;
            version: string;
            digest: string;
        };
        /**
         * SignatureView
         * @description The roles that have signed for a place that needs several signatures.
         */
        engine__presentation__incident_parts__SignatureView: {
            /** @description Name of the place, such as 三级响应. */
            name: string;
            /** @description Ids of the roles. */
            signed_by: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccountChange = components['schemas']['AccountChange'];
export type Acknowledge = components['schemas']['Acknowledge'];
export type ActivateResponse = components['schemas']['ActivateResponse'];
export type AddLogEntry = components['schemas']['AddLogEntry'];
export type AdjustResponse = components['schemas']['AdjustResponse'];
export type ApproveActivation = components['schemas']['ApproveActivation'];
export type ApproveEnd = components['schemas']['ApproveEnd'];
export type AskSwap = components['schemas']['AskSwap'];
export type AssumeCommand = components['schemas']['AssumeCommand'];
export type CallNow = components['schemas']['CallNow'];
export type Caller = components['schemas']['Caller'];
export type ChangeGroup = components['schemas']['ChangeGroup'];
export type CloseIncident = components['schemas']['CloseIncident'];
export type CompleteMeasure = components['schemas']['CompleteMeasure'];
export type ConfirmEndCondition = components['schemas']['ConfirmEndCondition'];
export type ConfirmRecordedOrder = components['schemas']['ConfirmRecordedOrder'];
export type Confirmation = components['schemas']['Confirmation'];
export type ConfirmingCode = components['schemas']['ConfirmingCode'];
export type ContactChannel = components['schemas']['ContactChannel'];
export type ControlBody = components['schemas']['ControlBody'];
export type CurrentPassword = components['schemas']['CurrentPassword'];
export type DelegateRole = components['schemas']['DelegateRole'];
export type DestroyAttachment = components['schemas']['DestroyAttachment'];
export type EditDocument = components['schemas']['EditDocument'];
export type EndResponse = components['schemas']['EndResponse'];
export type FormGroup = components['schemas']['FormGroup'];
export type HandOverCommand = components['schemas']['HandOverCommand'];
export type ImportContacts = components['schemas']['ImportContacts'];
export type IssueWarning = components['schemas']['IssueWarning'];
export type JsonValue = components['schemas']['JsonValue'];
export type LiftWarning = components['schemas']['LiftWarning'];
export type LinkIncidents = components['schemas']['LinkIncidents'];
export type MessageBody = components['schemas']['MessageBody'];
export type NewAccount = components['schemas']['NewAccount'];
export type NewGrade = components['schemas']['NewGrade'];
export type NewHandover = components['schemas']['NewHandover'];
export type NewLogEntry = components['schemas']['NewLogEntry'];
export type NewRemark = components['schemas']['NewRemark'];
export type NewScore = components['schemas']['NewScore'];
export type NewToken = components['schemas']['NewToken'];
export type Note = components['schemas']['Note'];
export type OpenIncident = components['schemas']['OpenIncident'];
export type PartBody = components['schemas']['PartBody'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type PreviewIncident = components['schemas']['PreviewIncident'];
export type ReadScenario = components['schemas']['ReadScenario'];
export type ReanchorCadence = components['schemas']['ReanchorCadence'];
export type RecommendActivation = components['schemas']['RecommendActivation'];
export type RecommendEnd = components['schemas']['RecommendEnd'];
export type RecordAbsence = components['schemas']['RecordAbsence'];
export type RecordFacts = components['schemas']['RecordFacts'];
export type RefuseActivation = components['schemas']['RefuseActivation'];
export type RefuseEnd = components['schemas']['RefuseEnd'];
export type ReturnCommand = components['schemas']['ReturnCommand'];
export type SaveContact = components['schemas']['SaveContact'];
export type SaveDefaults = components['schemas']['SaveDefaults'];
export type SaveImprovement = components['schemas']['SaveImprovement'];
export type SaveShift = components['schemas']['SaveShift'];
export type SaveWebhook = components['schemas']['SaveWebhook'];
export type ScenarioBody = components['schemas']['ScenarioBody'];
export type SecondFactorOff = components['schemas']['SecondFactorOff'];
export type SetReporters = components['schemas']['SetReporters'];
export type SetUp = components['schemas']['SetUp'];
export type SettleImprovement = components['schemas']['SettleImprovement'];
export type SignDocument = components['schemas']['SignDocument'];
export type SignHandover = components['schemas']['SignHandover'];
export type SignIn = components['schemas']['SignIn'];
export type StartCall = components['schemas']['StartCall'];
export type StopDecision = components['schemas']['StopDecision'];
export type Strike = components['schemas']['Strike'];
export type StrikeEntry = components['schemas']['StrikeEntry'];
export type SubmitReport = components['schemas']['SubmitReport'];
export type SubmitReports = components['schemas']['SubmitReports'];
export type TakeSheet = components['schemas']['TakeSheet'];
export type TestChannel = components['schemas']['TestChannel'];
export type ToldBy = components['schemas']['ToldBy'];
export type TrustClock = components['schemas']['TrustClock'];
export type TryScenario = components['schemas']['TryScenario'];
export type UnlinkIncidents = components['schemas']['UnlinkIncidents'];
export type VoidIncident = components['schemas']['VoidIncident'];
export type WaiveMeasure = components['schemas']['WaiveMeasure'];
export type ApiHttpRequestBodiesAnswerCall = components['schemas']['api__http__request_bodies__AnswerCall'];
export type EngineIncidentCallCommandsAnswerCall = components['schemas']['engine__incident__call_commands__AnswerCall'];
export type AbsenceRecorded = components['schemas']['AbsenceRecorded'];
export type AbsenceView = components['schemas']['AbsenceView'];
export type AccountCreated = components['schemas']['AccountCreated'];
export type AccountCreatedEntry = components['schemas']['AccountCreatedEntry'];
export type AccountDisabled = components['schemas']['AccountDisabled'];
export type AccountDisabledEntry = components['schemas']['AccountDisabledEntry'];
export type AccountEnabled = components['schemas']['AccountEnabled'];
export type AccountEnabledEntry = components['schemas']['AccountEnabledEntry'];
export type AccountFacts = components['schemas']['AccountFacts'];
export type AccountRenamed = components['schemas']['AccountRenamed'];
export type AccountRenamedEntry = components['schemas']['AccountRenamedEntry'];
export type AccountView = components['schemas']['AccountView'];
export type AccountsPage = components['schemas']['AccountsPage'];
export type Act = components['schemas']['Act'];
export type ActivationApproved = components['schemas']['ActivationApproved'];
export type ActivationRecommended = components['schemas']['ActivationRecommended'];
export type ActivationRefused = components['schemas']['ActivationRefused'];
export type ActivationSigned = components['schemas']['ActivationSigned'];
export type AfterLast = components['schemas']['AfterLast'];
export type All = components['schemas']['All'];
export type AllowedCommand = components['schemas']['AllowedCommand'];
export type AnyOf = components['schemas']['AnyOf'];
export type ArchivedIncident = components['schemas']['ArchivedIncident'];
export type Assumption = components['schemas']['Assumption'];
export type AtLeastN = components['schemas']['AtLeastN'];
export type AttachmentAdded = components['schemas']['AttachmentAdded'];
export type AttachmentDestroyed = components['schemas']['AttachmentDestroyed'];
export type AttachmentView = components['schemas']['AttachmentView'];
export type AttachmentsPage = components['schemas']['AttachmentsPage'];
export type AttemptRow = components['schemas']['AttemptRow'];
export type AttemptView = components['schemas']['AttemptView'];
export type Band = components['schemas']['Band'];
export type Between = components['schemas']['Between'];
export type BreakGlass = components['schemas']['BreakGlass'];
export type CadenceReanchored = components['schemas']['CadenceReanchored'];
export type CadenceView = components['schemas']['CadenceView'];
export type CallAnswered = components['schemas']['CallAnswered'];
export type CallAttemptView = components['schemas']['CallAttemptView'];
export type CallAttempted = components['schemas']['CallAttempted'];
export type CallCancelled = components['schemas']['CallCancelled'];
export type CallCounts = components['schemas']['CallCounts'];
export type CallExhausted = components['schemas']['CallExhausted'];
export type CallReasonData = components['schemas']['CallReasonData'];
export type CallReasonFacts = components['schemas']['CallReasonFacts'];
export type CallStarted = components['schemas']['CallStarted'];
export type CallStepData = components['schemas']['CallStepData'];
export type CallStepView = components['schemas']['CallStepView'];
export type CallView = components['schemas']['CallView'];
export type CallerView = components['schemas']['CallerView'];
export type CallsPage = components['schemas']['CallsPage'];
export type CasualtyWatch = components['schemas']['CasualtyWatch'];
export type ChainLinkView = components['schemas']['ChainLinkView'];
export type ChangeProposed = components['schemas']['ChangeProposed'];
export type ChangeProposedEntry = components['schemas']['ChangeProposedEntry'];
export type ChangeView = components['schemas']['ChangeView'];
export type ChangedContact = components['schemas']['ChangedContact'];
export type ChangedGroup = components['schemas']['ChangedGroup'];
export type ChangedMeasure = components['schemas']['ChangedMeasure'];
export type ChangedObligation = components['schemas']['ChangedObligation'];
export type ChangedSlot = components['schemas']['ChangedSlot'];
export type Changes = components['schemas']['Changes'];
export type ChannelStatus = components['schemas']['ChannelStatus'];
export type ChannelView = components['schemas']['ChannelView'];
export type ChannelsPage = components['schemas']['ChannelsPage'];
export type Choice = components['schemas']['Choice'];
export type ClassView = components['schemas']['ClassView'];
export type Clause = components['schemas']['Clause'];
export type ClockMarkView = components['schemas']['ClockMarkView'];
export type ClockPage = components['schemas']['ClockPage'];
export type ClockState = components['schemas']['ClockState'];
export type ClockTrusted = components['schemas']['ClockTrusted'];
export type ClockTrustedEntry = components['schemas']['ClockTrustedEntry'];
export type CommandAssumed = components['schemas']['CommandAssumed'];
export type CommandChoice = components['schemas']['CommandChoice'];
export type CommandDone = components['schemas']['CommandDone'];
export type CommandField = components['schemas']['CommandField'];
export type CommandHandedOver = components['schemas']['CommandHandedOver'];
export type CommandHolder = components['schemas']['CommandHolder'];
export type CommandPreview = components['schemas']['CommandPreview'];
export type CommandReturned = components['schemas']['CommandReturned'];
export type CommandStructure = components['schemas']['CommandStructure'];
export type CommandView = components['schemas']['CommandView'];
export type ComparedFinding = components['schemas']['ComparedFinding'];
export type ComparedRun = components['schemas']['ComparedRun'];
export type ComparedStep = components['schemas']['ComparedStep'];
export type ComparedTask = components['schemas']['ComparedTask'];
export type ComparisonView = components['schemas']['ComparisonView'];
export type ContactFindingView = components['schemas']['ContactFindingView'];
export type ContactGaps = components['schemas']['ContactGaps'];
export type ContactImport = components['schemas']['ContactImport'];
export type ContactRemoved = components['schemas']['ContactRemoved'];
export type ContactRemovedEntry = components['schemas']['ContactRemovedEntry'];
export type ContactSaved = components['schemas']['ContactSaved'];
export type ContactSavedEntry = components['schemas']['ContactSavedEntry'];
export type ContactView = components['schemas']['ContactView'];
export type ContactsPage = components['schemas']['ContactsPage'];
export type ContentField = components['schemas']['ContentField'];
export type ContinuationAcknowledged = components['schemas']['ContinuationAcknowledged'];
export type ContinuationAcknowledgedEntry = components['schemas']['ContinuationAcknowledgedEntry'];
export type ContinuationState = components['schemas']['ContinuationState'];
export type ContradictionView = components['schemas']['ContradictionView'];
export type ControlLine = components['schemas']['ControlLine'];
export type CorrectedView = components['schemas']['CorrectedView'];
export type CountOf = components['schemas']['CountOf'];
export type Coverage = components['schemas']['Coverage'];
export type Criterion = components['schemas']['Criterion'];
export type CriterionView = components['schemas']['CriterionView'];
export type CurrentHandover = components['schemas']['CurrentHandover'];
export type Daily = components['schemas']['Daily'];
export type DatabaseMoved = components['schemas']['DatabaseMoved'];
export type DatabaseMovedEntry = components['schemas']['DatabaseMovedEntry'];
export type DatabaseRestored = components['schemas']['DatabaseRestored'];
export type DatabaseRestoredEntry = components['schemas']['DatabaseRestoredEntry'];
export type DateReached = components['schemas']['DateReached'];
export type DayView = components['schemas']['DayView'];
export type DecisionAwaited = components['schemas']['DecisionAwaited'];
export type DecisionView = components['schemas']['DecisionView'];
export type DelegationView = components['schemas']['DelegationView'];
export type DeliveriesPage = components['schemas']['DeliveriesPage'];
export type DeliveryRow = components['schemas']['DeliveryRow'];
export type Destroyed = components['schemas']['Destroyed'];
export type Division = components['schemas']['Division'];
export type DivisionView = components['schemas']['DivisionView'];
export type DivisionsPage = components['schemas']['DivisionsPage'];
export type Document = components['schemas']['Document'];
export type DocumentEdited = components['schemas']['DocumentEdited'];
export type DocumentField = components['schemas']['DocumentField'];
export type DocumentLine = components['schemas']['DocumentLine'];
export type DocumentReport = components['schemas']['DocumentReport'];
export type DocumentSigned = components['schemas']['DocumentSigned'];
export type DocumentView = components['schemas']['DocumentView'];
export type DocumentsPage = components['schemas']['DocumentsPage'];
export type DrillControlled = components['schemas']['DrillControlled'];
export type DrillControlledEntry = components['schemas']['DrillControlledEntry'];
export type DrillLook = components['schemas']['DrillLook'];
export type DrillMessageSent = components['schemas']['DrillMessageSent'];
export type DrillMessageSentEntry = components['schemas']['DrillMessageSentEntry'];
export type DrillMessagesView = components['schemas']['DrillMessagesView'];
export type DrillPass = components['schemas']['DrillPass'];
export type DrillView = components['schemas']['DrillView'];
export type DrillWords = components['schemas']['DrillWords'];
export type DurationReached = components['schemas']['DurationReached'];
export type EarlierImprovementView = components['schemas']['EarlierImprovementView'];
export type EndApproved = components['schemas']['EndApproved'];
export type EndCondition = components['schemas']['EndCondition'];
export type EndConditionConfirmed = components['schemas']['EndConditionConfirmed'];
export type EndConditionView = components['schemas']['EndConditionView'];
export type EndRecommended = components['schemas']['EndRecommended'];
export type EndRefused = components['schemas']['EndRefused'];
export type EntryKey = components['schemas']['EntryKey'];
export type EntryStruck = components['schemas']['EntryStruck'];
export type EvaluatedIncident = components['schemas']['EvaluatedIncident'];
export type EvaluationFindingView = components['schemas']['EvaluationFindingView'];
export type EvaluationGradeView = components['schemas']['EvaluationGradeView'];
export type EvaluationGraded = components['schemas']['EvaluationGraded'];
export type EvaluationGradedEntry = components['schemas']['EvaluationGradedEntry'];
export type EvaluationRemarkView = components['schemas']['EvaluationRemarkView'];
export type EvaluationRemarked = components['schemas']['EvaluationRemarked'];
export type EvaluationRemarkedEntry = components['schemas']['EvaluationRemarkedEntry'];
export type EvaluationRowView = components['schemas']['EvaluationRowView'];
export type EvaluationScoreView = components['schemas']['EvaluationScoreView'];
export type EvaluationScored = components['schemas']['EvaluationScored'];
export type EvaluationScoredEntry = components['schemas']['EvaluationScoredEntry'];
export type EvaluationSharesView = components['schemas']['EvaluationSharesView'];
export type EvaluationSheetView = components['schemas']['EvaluationSheetView'];
export type EvaluationView = components['schemas']['EvaluationView'];
export type EventChoice = components['schemas']['EventChoice'];
export type EventView = components['schemas']['EventView'];
export type EventsPage = components['schemas']['EventsPage'];
export type EveryDays = components['schemas']['EveryDays'];
export type EveryHours = components['schemas']['EveryHours'];
export type ExpectedView = components['schemas']['ExpectedView'];
export type Fact = components['schemas']['Fact'];
export type FactChoice = components['schemas']['FactChoice'];
export type FactsRecorded = components['schemas']['FactsRecorded'];
export type FieldAnswer = components['schemas']['FieldAnswer'];
export type FigureView = components['schemas']['FigureView'];
export type FindingView = components['schemas']['FindingView'];
export type FirstSlot = components['schemas']['FirstSlot'];
export type Flag = components['schemas']['Flag'];
export type FoundArchived = components['schemas']['FoundArchived'];
export type FoundEntry = components['schemas']['FoundEntry'];
export type FoundIncident = components['schemas']['FoundIncident'];
export type GapView = components['schemas']['GapView'];
export type GlancesView = components['schemas']['GlancesView'];
export type GoverningPlan = components['schemas']['GoverningPlan'];
export type Group = components['schemas']['Group'];
export type GroupChanged = components['schemas']['GroupChanged'];
export type GroupFormed = components['schemas']['GroupFormed'];
export type GroupView = components['schemas']['GroupView'];
export type HandoverIncident = components['schemas']['HandoverIncident'];
export type HandoverMade = components['schemas']['HandoverMade'];
export type HandoverMadeEntry = components['schemas']['HandoverMadeEntry'];
export type HandoverRow = components['schemas']['HandoverRow'];
export type HandoverSigned = components['schemas']['HandoverSigned'];
export type HandoverSignedEntry = components['schemas']['HandoverSignedEntry'];
export type HandoverView = components['schemas']['HandoverView'];
export type HandoversPage = components['schemas']['HandoversPage'];
export type HoldsWhen = components['schemas']['HoldsWhen'];
export type IdentityLinked = components['schemas']['IdentityLinked'];
export type IdentityLinkedEntry = components['schemas']['IdentityLinkedEntry'];
export type Immediately = components['schemas']['Immediately'];
export type ImprovementSaved = components['schemas']['ImprovementSaved'];
export type ImprovementSavedEntry = components['schemas']['ImprovementSavedEntry'];
export type ImprovementSettled = components['schemas']['ImprovementSettled'];
export type ImprovementSettledEntry = components['schemas']['ImprovementSettledEntry'];
export type ImprovementView = components['schemas']['ImprovementView'];
export type ImprovementsPage = components['schemas']['ImprovementsPage'];
export type In = components['schemas']['In'];
export type IncidentClosed = components['schemas']['IncidentClosed'];
export type IncidentOpened = components['schemas']['IncidentOpened'];
export type IncidentVersion = components['schemas']['IncidentVersion'];
export type IncidentView = components['schemas']['IncidentView'];
export type IncidentVoided = components['schemas']['IncidentVoided'];
export type IncidentsArchived = components['schemas']['IncidentsArchived'];
export type IncidentsArchivedEntry = components['schemas']['IncidentsArchivedEntry'];
export type IncidentsLinked = components['schemas']['IncidentsLinked'];
export type IncidentsPage = components['schemas']['IncidentsPage'];
export type IncidentsReturned = components['schemas']['IncidentsReturned'];
export type IncidentsReturnedEntry = components['schemas']['IncidentsReturnedEntry'];
export type IncidentsUnlinked = components['schemas']['IncidentsUnlinked'];
export type Includes = components['schemas']['Includes'];
export type Inheritance = components['schemas']['Inheritance'];
export type InjectView = components['schemas']['InjectView'];
export type JournalBegun = components['schemas']['JournalBegun'];
export type JournalBegunEntry = components['schemas']['JournalBegunEntry'];
export type JournalEnd = components['schemas']['JournalEnd'];
export type JournalScoreView = components['schemas']['JournalScoreView'];
export type Judgement = components['schemas']['Judgement'];
export type Jurisdiction = components['schemas']['Jurisdiction'];
export type Kind = components['schemas']['Kind'];
export type KindFact = components['schemas']['KindFact'];
export type KindOfEventData = components['schemas']['KindOfEventData'];
export type KindSummary = components['schemas']['KindSummary'];
export type KindView = components['schemas']['KindView'];
export type KnownField = components['schemas']['KnownField'];
export type Lasting = components['schemas']['Lasting'];
export type Law = components['schemas']['Law'];
export type Level = components['schemas']['Level'];
export type LevelChoice = components['schemas']['LevelChoice'];
export type LevelSummary = components['schemas']['LevelSummary'];
export type LinkView = components['schemas']['LinkView'];
export type ListedAttempt = components['schemas']['ListedAttempt'];
export type ListedCall = components['schemas']['ListedCall'];
export type Live = components['schemas']['Live'];
export type LogEntryAdded = components['schemas']['LogEntryAdded'];
export type LogEntryView = components['schemas']['LogEntryView'];
export type MapView = components['schemas']['MapView'];
export type MayRise = components['schemas']['MayRise'];
export type Measure = components['schemas']['Measure'];
export type MeasureCompleted = components['schemas']['MeasureCompleted'];
export type MeasureDueSoon = components['schemas']['MeasureDueSoon'];
export type MeasureOverdue = components['schemas']['MeasureOverdue'];
export type MeasureView = components['schemas']['MeasureView'];
export type MeasureWaived = components['schemas']['MeasureWaived'];
export type MemberView = components['schemas']['MemberView'];
export type MonthIn = components['schemas']['MonthIn'];
export type NamedChoice = components['schemas']['NamedChoice'];
export type NewSession = components['schemas']['NewSession'];
export type NewWebhook = components['schemas']['NewWebhook'];
export type NextStep = components['schemas']['NextStep'];
export type NodeClockView = components['schemas']['NodeClockView'];
export type Not = components['schemas']['Not'];
export type NotEncoded = components['schemas']['NotEncoded'];
export type Notice = components['schemas']['Notice'];
export type OnDutyPage = components['schemas']['OnDutyPage'];
export type OnDutyPerson = components['schemas']['OnDutyPerson'];
export type OneOf = components['schemas']['OneOf'];
export type OpenAlarm = components['schemas']['OpenAlarm'];
export type OpenCallView = components['schemas']['OpenCallView'];
export type OpenFieldView = components['schemas']['OpenFieldView'];
export type OpenMeasureView = components['schemas']['OpenMeasureView'];
export type OpeningPreview = components['schemas']['OpeningPreview'];
export type OpeningView = components['schemas']['OpeningView'];
export type OtherIncident = components['schemas']['OtherIncident'];
export type OtherIncidentView = components['schemas']['OtherIncidentView'];
export type OutlineView = components['schemas']['OutlineView'];
export type OwedReportsView = components['schemas']['OwedReportsView'];
export type OwnSession = components['schemas']['OwnSession'];
export type OwnSessions = components['schemas']['OwnSessions'];
export type PartView = components['schemas']['PartView'];
export type ParticipantIncident = components['schemas']['ParticipantIncident'];
export type ParticipantView = components['schemas']['ParticipantView'];
export type ParticipantsView = components['schemas']['ParticipantsView'];
export type PartyView = components['schemas']['PartyView'];
export type PasswordSet = components['schemas']['PasswordSet'];
export type PasswordSetEntry = components['schemas']['PasswordSetEntry'];
export type PendingView = components['schemas']['PendingView'];
export type PercentOf = components['schemas']['PercentOf'];
export type Place = components['schemas']['Place'];
export type PlaceChanged = components['schemas']['PlaceChanged'];
export type PlaceChangedEntry = components['schemas']['PlaceChangedEntry'];
export type PlanChoices = components['schemas']['PlanChoices'];
export type PlanCriterionView = components['schemas']['PlanCriterionView'];
export type PlanFacts = components['schemas']['PlanFacts'];
export type PlanGaps = components['schemas']['PlanGaps'];
export type PlanOfEvaluation = components['schemas']['PlanOfEvaluation'];
export type PlanRef = components['schemas']['PlanRef'];
export type PlanStoredEntry = components['schemas']['PlanStoredEntry'];
export type PlanSummary = components['schemas']['PlanSummary'];
export type PlanView = components['schemas']['PlanView'];
export type PlansPage = components['schemas']['PlansPage'];
export type Position = components['schemas']['Position'];
export type PositionView = components['schemas']['PositionView'];
export type Problem = components['schemas']['Problem'];
export type ProblemEntry = components['schemas']['ProblemEntry'];
export type Projection = components['schemas']['Projection'];
export type ProposalConfirmed = components['schemas']['ProposalConfirmed'];
export type ProposalConfirmedEntry = components['schemas']['ProposalConfirmedEntry'];
export type ProposalView = components['schemas']['ProposalView'];
export type ProposalWithdrawn = components['schemas']['ProposalWithdrawn'];
export type ProposalWithdrawnEntry = components['schemas']['ProposalWithdrawnEntry'];
export type ProposalsPage = components['schemas']['ProposalsPage'];
export type Proposed = components['schemas']['Proposed'];
export type PunctualityPage = components['schemas']['PunctualityPage'];
export type PunctualityRow = components['schemas']['PunctualityRow'];
export type Ready = components['schemas']['Ready'];
export type RecommendationView = components['schemas']['RecommendationView'];
export type RecordedEntry = components['schemas']['RecordedEntry'];
export type RecordedOrderConfirmed = components['schemas']['RecordedOrderConfirmed'];
export type RecordingView = components['schemas']['RecordingView'];
export type RecoveryCodeUsed = components['schemas']['RecoveryCodeUsed'];
export type RecoveryCodeUsedEntry = components['schemas']['RecoveryCodeUsedEntry'];
export type RecoveryCodes = components['schemas']['RecoveryCodes'];
export type Reminders = components['schemas']['Reminders'];
export type ReportChoice = components['schemas']['ReportChoice'];
export type ReportDueSoon = components['schemas']['ReportDueSoon'];
export type ReportObligation = components['schemas']['ReportObligation'];
export type ReportOverdue = components['schemas']['ReportOverdue'];
export type ReportSubmitted = components['schemas']['ReportSubmitted'];
export type Reporters = components['schemas']['Reporters'];
export type ReportersSet = components['schemas']['ReportersSet'];
export type ReportingRow = components['schemas']['ReportingRow'];
export type ResponseActivated = components['schemas']['ResponseActivated'];
export type ResponseAdjusted = components['schemas']['ResponseAdjusted'];
export type ResponseChainView = components['schemas']['ResponseChainView'];
export type ResponseEnded = components['schemas']['ResponseEnded'];
export type Role = components['schemas']['Role'];
export type RoleDelegated = components['schemas']['RoleDelegated'];
export type RoleName = components['schemas']['RoleName'];
export type RoleSummary = components['schemas']['RoleSummary'];
export type RolesChanged = components['schemas']['RolesChanged'];
export type RolesChangedEntry = components['schemas']['RolesChangedEntry'];
export type RosterDefaultSaved = components['schemas']['RosterDefaultSaved'];
export type RosterDefaultSavedEntry = components['schemas']['RosterDefaultSavedEntry'];
export type RosterDefaults = components['schemas']['RosterDefaults'];
export type RosterFeed = components['schemas']['RosterFeed'];
export type RosterFeedEnded = components['schemas']['RosterFeedEnded'];
export type RosterFeedEndedEntry = components['schemas']['RosterFeedEndedEntry'];
export type RosterFeedMade = components['schemas']['RosterFeedMade'];
export type RosterFeedMadeEntry = components['schemas']['RosterFeedMadeEntry'];
export type RosterFindingView = components['schemas']['RosterFindingView'];
export type RosterPage = components['schemas']['RosterPage'];
export type RosterSheet = components['schemas']['RosterSheet'];
export type SameDay = components['schemas']['SameDay'];
export type SavedDefaults = components['schemas']['SavedDefaults'];
export type Scale = components['schemas']['Scale'];
export type ScaleAtLeast = components['schemas']['ScaleAtLeast'];
export type ScaleClass = components['schemas']['ScaleClass'];
export type ScaleCurrent = components['schemas']['ScaleCurrent'];
export type ScaleIs = components['schemas']['ScaleIs'];
export type ScenarioChecked = components['schemas']['ScenarioChecked'];
export type ScenarioChoices = components['schemas']['ScenarioChoices'];
export type ScenarioDifference = components['schemas']['ScenarioDifference'];
export type ScenarioFinding = components['schemas']['ScenarioFinding'];
export type ScenarioNote = components['schemas']['ScenarioNote'];
export type ScenarioRead = components['schemas']['ScenarioRead'];
export type ScenarioRemoved = components['schemas']['ScenarioRemoved'];
export type ScenarioRemovedEntry = components['schemas']['ScenarioRemovedEntry'];
export type ScenarioSaved = components['schemas']['ScenarioSaved'];
export type ScenarioSavedEntry = components['schemas']['ScenarioSavedEntry'];
export type ScenarioSummary = components['schemas']['ScenarioSummary'];
export type ScenarioView = components['schemas']['ScenarioView'];
export type ScenariosPage = components['schemas']['ScenariosPage'];
export type ScreenView = components['schemas']['ScreenView'];
export type ScreensPage = components['schemas']['ScreensPage'];
export type SearchPage = components['schemas']['SearchPage'];
export type SecondFactorOffEntry = components['schemas']['SecondFactorOffEntry'];
export type SecondFactorOn = components['schemas']['SecondFactorOn'];
export type SecondFactorOnEntry = components['schemas']['SecondFactorOnEntry'];
export type SecondFactorSecret = components['schemas']['SecondFactorSecret'];
export type SecondFactorState = components['schemas']['SecondFactorState'];
export type ServerCallAnswered = components['schemas']['ServerCallAnswered'];
export type ServerCallAnsweredEntry = components['schemas']['ServerCallAnsweredEntry'];
export type ServerCallAttempted = components['schemas']['ServerCallAttempted'];
export type ServerCallAttemptedEntry = components['schemas']['ServerCallAttemptedEntry'];
export type ServerCallCancelled = components['schemas']['ServerCallCancelled'];
export type ServerCallCancelledEntry = components['schemas']['ServerCallCancelledEntry'];
export type ServerCallExhausted = components['schemas']['ServerCallExhausted'];
export type ServerCallExhaustedEntry = components['schemas']['ServerCallExhaustedEntry'];
export type ServerCallReason = components['schemas']['ServerCallReason'];
export type ServerCallStarted = components['schemas']['ServerCallStarted'];
export type ServerCallStartedEntry = components['schemas']['ServerCallStartedEntry'];
export type ServerCallStep = components['schemas']['ServerCallStep'];
export type ServerEntryView = components['schemas']['ServerEntryView'];
export type ServerJournalPage = components['schemas']['ServerJournalPage'];
export type Session = components['schemas']['Session'];
export type Setting = components['schemas']['Setting'];
export type SettingsChanged = components['schemas']['SettingsChanged'];
export type SettingsChangedEntry = components['schemas']['SettingsChangedEntry'];
export type SettledView = components['schemas']['SettledView'];
export type SheetChangeView = components['schemas']['SheetChangeView'];
export type SheetFaultView = components['schemas']['SheetFaultView'];
export type SheetHeadingView = components['schemas']['SheetHeadingView'];
export type SheetItemView = components['schemas']['SheetItemView'];
export type SheetLogEntry = components['schemas']['SheetLogEntry'];
export type SheetProblem = components['schemas']['SheetProblem'];
export type SheetView = components['schemas']['SheetView'];
export type ShiftLogPage = components['schemas']['ShiftLogPage'];
export type ShiftLogged = components['schemas']['ShiftLogged'];
export type ShiftLoggedEntry = components['schemas']['ShiftLoggedEntry'];
export type ShiftRemoved = components['schemas']['ShiftRemoved'];
export type ShiftRemovedEntry = components['schemas']['ShiftRemovedEntry'];
export type ShiftSaved = components['schemas']['ShiftSaved'];
export type ShiftSavedEntry = components['schemas']['ShiftSavedEntry'];
export type ShiftStruck = components['schemas']['ShiftStruck'];
export type ShiftStruckEntry = components['schemas']['ShiftStruckEntry'];
export type ShiftView = components['schemas']['ShiftView'];
export type Shows = components['schemas']['Shows'];
export type SignInsEnded = components['schemas']['SignInsEnded'];
export type SignInsEndedEntry = components['schemas']['SignInsEndedEntry'];
export type SignatureAt = components['schemas']['SignatureAt'];
export type SignatureOverdue = components['schemas']['SignatureOverdue'];
export type SignedDocument = components['schemas']['SignedDocument'];
export type SignedIn = components['schemas']['SignedIn'];
export type SignedInEntry = components['schemas']['SignedInEntry'];
export type SignedOut = components['schemas']['SignedOut'];
export type SignedOutEntry = components['schemas']['SignedOutEntry'];
export type SimilarIncident = components['schemas']['SimilarIncident'];
export type SlotCounts = components['schemas']['SlotCounts'];
export type SlotView = components['schemas']['SlotView'];
export type SlotsPage = components['schemas']['SlotsPage'];
export type StopDecided = components['schemas']['StopDecided'];
export type StoreHealth = components['schemas']['StoreHealth'];
export type StruckView = components['schemas']['StruckView'];
export type SubState = components['schemas']['SubState'];
export type SubStateName = components['schemas']['SubStateName'];
export type SumOf = components['schemas']['SumOf'];
export type SwapAnswered = components['schemas']['SwapAnswered'];
export type SwapAnsweredEntry = components['schemas']['SwapAnsweredEntry'];
export type SwapAsked = components['schemas']['SwapAsked'];
export type SwapAskedEntry = components['schemas']['SwapAskedEntry'];
export type SwapView = components['schemas']['SwapView'];
export type Teller = components['schemas']['Teller'];
export type TestSent = components['schemas']['TestSent'];
export type TimeLimit = components['schemas']['TimeLimit'];
export type TimesPerDay = components['schemas']['TimesPerDay'];
export type TokenCreatedEntry = components['schemas']['TokenCreatedEntry'];
export type TokenFacts = components['schemas']['TokenFacts'];
export type TokenRevoked = components['schemas']['TokenRevoked'];
export type TokenRevokedEntry = components['schemas']['TokenRevokedEntry'];
export type TokenView = components['schemas']['TokenView'];
export type TokensPage = components['schemas']['TokensPage'];
export type Transition = components['schemas']['Transition'];
export type TrialCoverage = components['schemas']['TrialCoverage'];
export type TrialEntry = components['schemas']['TrialEntry'];
export type TrialIncident = components['schemas']['TrialIncident'];
export type TrialInject = components['schemas']['TrialInject'];
export type TrialProgress = components['schemas']['TrialProgress'];
export type TrialView = components['schemas']['TrialView'];
export type Unit = components['schemas']['Unit'];
export type Unless = components['schemas']['Unless'];
export type UnsignedView = components['schemas']['UnsignedView'];
export type UnsignedWait = components['schemas']['UnsignedWait'];
export type VoidedView = components['schemas']['VoidedView'];
export type WarningGrade = components['schemas']['WarningGrade'];
export type WarningIssued = components['schemas']['WarningIssued'];
export type WarningLifted = components['schemas']['WarningLifted'];
export type WatchEnded = components['schemas']['WatchEnded'];
export type WatchdogAge = components['schemas']['WatchdogAge'];
export type WatchdogPage = components['schemas']['WatchdogPage'];
export type WebhookRemoved = components['schemas']['WebhookRemoved'];
export type WebhookRemovedEntry = components['schemas']['WebhookRemovedEntry'];
export type WebhookSaved = components['schemas']['WebhookSaved'];
export type WebhookSavedEntry = components['schemas']['WebhookSavedEntry'];
export type WebhookView = components['schemas']['WebhookView'];
export type WebhooksPage = components['schemas']['WebhooksPage'];
export type Wish = components['schemas']['Wish'];
export type Within = components['schemas']['Within'];
export type EngineHandoverShapesPinnedPlan = components['schemas']['engine__handover__shapes__PinnedPlan'];
export type EngineHandoverSheetViewSignatureView = components['schemas']['engine__handover__sheet_view__SignatureView'];
export type EnginePresentationEntryDataPinnedPlan = components['schemas']['engine__presentation__entry_data__PinnedPlan'];
export type EnginePresentationIncidentPartsSignatureView = components['schemas']['engine__presentation__incident_parts__SignatureView'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
