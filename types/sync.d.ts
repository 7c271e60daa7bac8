// Generated from openapi/core-v1.json by `make js-types`. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Ack */
        Ack: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            status: components["schemas"]["Status"];
            /** Rev */
            rev: number;
            /**
             * Code
             * @default null
             */
            code: string | null;
            /**
             * Reason
             * @default null
             */
            reason: string | null;
        };
        /**
         * Best
         * @description The best that stands of an exercise: weights in kilograms, those of a rep count by it.
         */
        Best: {
            /**
             * Exercise Id
             * Format: uuid
             */
            exercise_id: string;
            /** One Rep Max Kg */
            one_rep_max_kg: number | null;
            /** By Reps */
            by_reps: [
                number,
                number
            ][];
            /** Top Weight Kg */
            top_weight_kg: number | null;
        };
        /**
         * Changes
         * @description Whole documents, as they are now.
         */
        Changes: {
            /** Workouts */
            workouts: {
                [key: string]: unknown;
            }[];
            /** Routines */
            routines: {
                [key: string]: unknown;
            }[];
            /** Exercises */
            exercises: {
                [key: string]: unknown;
            }[];
            /** Preferences */
            preferences: {
                [key: string]: unknown;
            } | null;
            /** Bests */
            bests: components["schemas"]["Best"][];
            /** Deleted */
            deleted: components["schemas"]["Deleted"][];
        };
        /**
         * Deleted
         * @description A document that is gone; a `best`, by its exercise, where nothing stands of that any more.
         */
        Deleted: {
            /** Kind */
            kind: components["schemas"]["Kind"] | "best";
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * Kind
         * @enum {string}
         */
        Kind: "workout" | "entry" | "set" | "exercise" | "routine" | "preferences";
        /**
         * OperationInput
         * @description One change. Its `fields` are checked by themselves: one that can't be stops no other.
         */
        OperationInput: {
            /**
             * Id
             * Format: uuid
             * @description Names the operation: sent twice, it is done once.
             */
            id: string;
            kind: components["schemas"]["Kind"];
            verb: components["schemas"]["Verb"];
            /**
             * Target
             * Format: uuid
             */
            target: string;
            /**
             * Stamp
             * @description When it was written, by the device's hybrid logical clock.
             */
            stamp: string;
            /**
             * Base Rev
             * @description For routines: the version it was made from.
             * @default null
             */
            base_rev: number | null;
            /**
             * Fields
             * @description What it writes, no more.
             */
            fields?: {
                [key: string]: unknown;
            };
        };
        /**
         * Problem
         * @description Why a request was refused. `code` is stable; `detail` is for people.
         * @example {
         *       "code": "invalid_input",
         *       "detail": "Something in the request is not valid.",
         *       "fields": {
         *         "exercises.0.sets.1.reps": "Must be 10000 at most."
         *       },
         *       "status": 422,
         *       "title": "Unprocessable Content",
         *       "type": "about:blank"
         *     }
         */
        Problem: {
            /**
             * Type
             * @default about:blank
             */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /**
             * Code
             * @description Never changes its meaning once published.
             */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Fields
             * @description What is wrong, by field.
             */
            fields?: {
                [key: string]: string;
            };
            /**
             * Request Id
             * @description With a status of 500 and more: the id to report it by.
             * @default null
             */
            request_id: string | null;
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "applied" | "duplicate" | "superseded" | "rejected";
        /**
         * SyncInput
         * @example {
         *       "cursor": 41,
         *       "device": "5f0c9a52-4a93-4b0e-9a57-2f5a3d8f0c11",
         *       "operations": [
         *         {
         *           "fields": {
         *             "entry_id": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c7",
         *             "exercise_id": "4e2075a9-7581-57bb-9955-c9f645d2de74",
         *             "position": 0,
         *             "reps": 5,
         *             "weight": 102.5,
         *             "weight_unit": "kg",
         *             "workout_id": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c6"
         *           },
         *           "id": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c4",
         *           "kind": "set",
         *           "stamp": "001763980000000-0001-9f3a2b1c",
         *           "target": "019aa12c-4b67-7c1a-9d6e-5b1de0f8a3c5",
         *           "verb": "put"
         *         }
         *       ],
         *       "user_id": null
         *     }
         */
        SyncInput: {
            /**
             * User Id
             * @description Whose outbox this is, where that is known.
             * @default null
             */
            user_id: string | null;
            /**
             * Device
             * Format: uuid
             */
            device: string;
            /**
             * Cursor
             * @description From the last answer; none for a new device.
             * @default null
             */
            cursor: number | null;
            /**
             * Operations
             * @default []
             */
            operations: components["schemas"]["OperationInput"][];
        };
        /** SyncOutput */
        SyncOutput: {
            user: components["schemas"]["SyncUser"];
            /** Acks */
            acks: components["schemas"]["Ack"][];
            changes: components["schemas"]["Changes"];
            /** Cursor */
            cursor: number;
            /**
             * More
             * @description There is more to come: ask again with the new cursor.
             */
            more: boolean;
            /**
             * Server Time
             * Format: date-time
             */
            server_time: string;
            /**
             * Stamp
             * @description The latest stamp of what was looked at: a device's clock goes on from there.
             * @default null
             */
            stamp: string | null;
        };
        /** SyncUser */
        SyncUser: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Email */
            email: string;
            weight_unit: components["schemas"]["WeightUnit"];
            /** Time Zone */
            time_zone: string;
            /** Week Start */
            week_start: number;
            /** Formula */
            formula: string;
            /** Theme */
            theme: string;
        };
        /**
         * Verb
         * @enum {string}
         */
        Verb: "put" | "delete";
        /**
         * WeightUnit
         * @enum {string}
         */
        WeightUnit: "kg" | "lb";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
