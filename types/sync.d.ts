// Generated from openapi/core-v1.json by `make js-types`. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Ack
         * @description What became of an operation. `reason` says why it was refused, or which values were left out.
         */
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
            /**
             * Standing
             * @description Every record that stands, by its line: `weight:5`, `one_rep_max:epley`, `reps`. Durations are in milliseconds, distances in millimetres.
             */
            standing: {
                [key: string]: number;
            };
        };
        /**
         * Changes
         * @description Whole documents, as they are now.
         */
        Changes: {
            /** Workouts */
            workouts: components["schemas"]["WorkoutDocument"][];
            /** Routines */
            routines: components["schemas"]["RoutineDocument"][];
            /** Exercises */
            exercises: components["schemas"]["ExerciseDocument"][];
            preferences: components["schemas"]["PreferencesDocument"] | null;
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
         * DistanceUnit
         * @enum {string}
         */
        DistanceUnit: "m" | "km" | "yd" | "mi";
        /**
         * EntryDocument
         * @description An exercise of a workout. `name` and `load_kind` are those of the exercise.
         */
        EntryDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Exercise Id
             * Format: uuid
             */
            exercise_id: string;
            /** Name */
            name: string;
            load_kind: components["schemas"]["LoadKind"] | null;
            /** Superset */
            superset: number | null;
            /** Note */
            note: string;
            /** Position */
            position: number;
            /** Rest S */
            rest_s: number | null;
            /** Plan */
            plan: components["schemas"]["PlannedSetDocument"][];
            /** Sets */
            sets: components["schemas"]["SetDocument"][];
        };
        /**
         * Equipment
         * @enum {string}
         */
        Equipment: "barbell" | "dumbbell" | "kettlebell" | "machine" | "smith_machine" | "cable" | "band" | "bodyweight" | "ez_bar" | "trap_bar" | "plate" | "medicine_ball" | "suspension" | "cardio_machine" | "other" | "none";
        /**
         * ExerciseDocument
         * @description An exercise, with the lifter's own settings of it.
         */
        ExerciseDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Aliases
             * @description Other names that a search finds it by.
             */
            aliases: string[];
            load_kind: components["schemas"]["LoadKind"];
            equipment: components["schemas"]["Equipment"];
            pattern: components["schemas"]["MovementPattern"];
            /** Primary Muscles */
            primary_muscles: components["schemas"]["Muscle"][];
            /** Secondary Muscles */
            secondary_muscles: components["schemas"]["Muscle"][];
            /** Increment G */
            increment_g: number | null;
            /** Bar G */
            bar_g: number | null;
            /** Rest S */
            rest_s: number | null;
            /** Note */
            note: string;
            /**
             * Own
             * @description Made by this account, not from the catalogue.
             */
            own: boolean;
            /** Archived */
            archived: boolean;
        };
        /**
         * Kind
         * @enum {string}
         */
        Kind: "workout" | "entry" | "set" | "exercise" | "routine" | "preferences";
        /**
         * LoadKind
         * @description What a set of the exercise is made of.
         * @enum {string}
         */
        LoadKind: "weight_reps" | "bodyweight" | "assisted" | "reps" | "time" | "distance";
        /**
         * MovementPattern
         * @enum {string}
         */
        MovementPattern: "squat" | "hinge" | "lunge" | "horizontal_push" | "vertical_push" | "horizontal_pull" | "vertical_pull" | "olympic" | "carry" | "core" | "isolation" | "cardio";
        /**
         * Muscle
         * @enum {string}
         */
        Muscle: "neck" | "traps" | "front_delts" | "side_delts" | "rear_delts" | "chest" | "biceps" | "triceps" | "forearms" | "abs" | "obliques" | "lats" | "upper_back" | "lower_back" | "hip_flexors" | "glutes" | "quads" | "hamstrings" | "adductors" | "abductors" | "calves";
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
        /** PlannedExerciseDocument */
        PlannedExerciseDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Exercise Id
             * Format: uuid
             */
            exercise_id: string;
            /**
             * Superset
             * @default null
             */
            superset: number | null;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Rest S
             * @default null
             */
            rest_s: number | null;
            /**
             * Sets
             * @default []
             */
            sets: components["schemas"]["PlannedSetDocument"][];
        };
        /**
         * PlannedSetDocument
         * @description A planned set as it was written; limits were checked then.
         */
        PlannedSetDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** @default working */
            kind: components["schemas"]["SetKind"];
            /**
             * Weight
             * @default null
             */
            weight: number | null;
            /** @default null */
            weight_unit: components["schemas"]["WeightUnit"] | null;
            /**
             * Reps Min
             * @default null
             */
            reps_min: number | null;
            /**
             * Reps Max
             * @default null
             */
            reps_max: number | null;
            /**
             * Rpe
             * @default null
             */
            rpe: number | null;
            /**
             * Duration S
             * @default null
             */
            duration_s: number | null;
            /**
             * Distance
             * @default null
             */
            distance: number | null;
            /** @default null */
            distance_unit: components["schemas"]["DistanceUnit"] | null;
        };
        /**
         * PreferencesDocument
         * @description How the lifter logs. Only what was chosen is there.
         */
        PreferencesDocument: {
            /** Bar G */
            bar_g?: number | null;
            /** Plates G */
            plates_g?: number[];
            plates_unit?: components["schemas"]["WeightUnit"] | null;
            /** Rest S */
            rest_s?: number | null;
            /** Rest Timer */
            rest_timer?: boolean;
            /** Rest Sound */
            rest_sound?: boolean;
            /** Rest Vibration */
            rest_vibration?: boolean;
            /** Left Handed */
            left_handed?: boolean;
            /** Shortcuts */
            shortcuts?: boolean;
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
         * RoutineDocument
         * @description A routine. `rev` is the version to send back as `base_rev`.
         */
        RoutineDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Weekdays
             * @default []
             */
            weekdays: number[];
            /**
             * Position
             * @default null
             */
            position: number | null;
            /**
             * Exercises
             * @default []
             */
            exercises: components["schemas"]["PlannedExerciseDocument"][];
            /** Rev */
            rev: number;
        };
        /**
         * SetDocument
         * @description A set with what a device needs of it.
         */
        SetDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["SetKind"];
            /**
             * Weight
             * @description As it was entered, in `weight_unit`.
             */
            weight: number | null;
            weight_unit: components["schemas"]["WeightUnit"] | null;
            /**
             * Weight Kg
             * @description The same weight in kilograms.
             */
            weight_kg: number | null;
            /** Reps */
            reps: number | null;
            /** Rpe */
            rpe: number | null;
            /** Duration S */
            duration_s: number | null;
            /**
             * Distance
             * @description As it was entered, in `distance_unit`.
             */
            distance: number | null;
            distance_unit: components["schemas"]["DistanceUnit"] | null;
            /** Note */
            note: string;
            /** Position */
            position: number;
            /** Logged At */
            logged_at: string | null;
            /**
             * Plan Id
             * @description The planned set that it was logged for.
             */
            plan_id: string | null;
        };
        /**
         * SetKind
         * @enum {string}
         */
        SetKind: "warm_up" | "working" | "drop" | "failure";
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
        /** WorkoutDocument */
        WorkoutDocument: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Title */
            title: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Time Zone */
            time_zone: string;
            /**
             * Day
             * Format: date
             * @description The lifter's own day: `started_at` in `time_zone`.
             */
            day: string;
            /** Duration S */
            duration_s: number | null;
            /** Note */
            note: string;
            /** Running */
            running: boolean;
            /** Routine Id */
            routine_id: string | null;
            /** Rev */
            rev: number;
            /** Exercises */
            exercises: components["schemas"]["EntryDocument"][];
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
