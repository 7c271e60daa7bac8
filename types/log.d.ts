/** Types of the logging screen. What travels is typed by the API's contract: sync.d.ts. */

type Contract = import("./sync.d.ts").components["schemas"];
/** Its fields are of many kinds; what they may be is checked where they are made and by the server. */
type Operation = Omit<Contract["OperationInput"], "fields" | "base_rev"> & {
  base_rev?: number | null;
  fields: Record<string, any>;
  seq?: number;
};
type Answer = Contract["SyncOutput"];
type Ack = Contract["Ack"];
type Best = Contract["Best"];
type User = Contract["SyncUser"];
type Unit = Contract["WeightUnit"];
/** What a view or a model asks for; the store gives it an id and a stamp. */
type Change = Pick<Operation, "kind" | "verb" | "target" | "fields" | "base_rev">;
type Refusal = Operation & { code?: string | null; reason?: string | null };

type SetKind = Contract["SetKind"];
type LoadKind = Contract["LoadKind"];
type Column = "weight" | "reps" | "duration_s" | "distance";

type LoggedSet = Required<Contract["SetDocument"]>;
type PlannedSet = Required<Contract["PlannedSetDocument"]>;

/** What is measured of a set. */
type Measures = Pick<
  LoggedSet,
  "kind" | "weight" | "weight_unit" | "reps" | "rpe" | "duration_s" | "distance" | "distance_unit"
>;

interface Entry extends Omit<Contract["EntryDocument"], "plan" | "sets"> {
  plan: PlannedSet[];
  sets: LoggedSet[];
}

interface Workout extends Omit<Contract["WorkoutDocument"], "exercises"> {
  exercises: Entry[];
}

/** What a search looks at. A device that was told by an older version knows no aliases. */
interface Named {
  name: string;
  aliases?: string[];
}

type Exercise = Omit<Contract["ExerciseDocument"], "aliases"> & Named;

interface RoutineExercise extends Omit<Required<Contract["PlannedExerciseDocument"]>, "sets"> {
  sets: PlannedSet[];
}

interface Routine extends Omit<Required<Contract["RoutineDocument"]>, "exercises"> {
  exercises: RoutineExercise[];
}

type Preferences = Contract["PreferencesDocument"];

interface Documents {
  user: User | null;
  preferences: Preferences;
  workouts: Map<string, Workout>;
  routines: Map<string, Routine>;
  exercises: Map<string, Exercise>;
  bests: Map<string, Best>;
  /** What an operation deleted: one that comes later may bring it back. */
  deleted: Map<string, any>;
}

type Status =
  | "idle"
  | "loading"
  | "sending"
  | "offline"
  | "proxy"
  | "server_error"
  | "signed_out"
  | "other_account"
  | "full";

interface Snapshot extends Omit<Documents, "deleted"> {
  running: Workout | null;
  pending: number;
  unwritten: number;
  refused: Refusal[];
  status: Status;
  storage: "kept" | "none";
  lastSyncAt: string | null;
  userId: string | null;
}

/** A row of an exercise: a set that was logged, one that is planned, or the one that comes next. */
interface Row {
  id: string;
  set: LoggedSet | null;
  plan: PlannedSet | null;
  number: number;
  previous: LoggedSet | null;
}

/** The values that the next set is logged with. */
interface NextSet extends Measures {
  id: string | null;
  plan_id: string | null;
  plan: PlannedSet | null;
  previous: LoggedSet | null;
  number: number;
}

/** A line as it was typed. */
interface TypedLine {
  sets: number;
  reps: number | null;
  weight: number | null;
  weight_unit: Unit | null;
  rpe: number | null;
  kind: SetKind | null;
  duration_s?: number | null;
}

/** A record that a set beat: `line` is its line of the ledger. */
interface Beaten {
  line: string;
  kind: string;
  reps: number | null;
  value: number;
  set: string;
}

interface Rest {
  ends_at: number;
  total_s: number;
}

interface Dialog {
  kind: "set" | "menu" | "rest" | "workout" | "help";
  entry?: string;
  row?: string;
}

interface Wrong {
  text: string;
  words: string;
}

/** What is shown beside the documents. */
interface Ui {
  chosen: string | null;
  draft: {
    key: string;
    values: Partial<NextSet>;
    wrong?: Partial<Record<string, Wrong>>;
  } | null;
  undo: {
    before: Workout;
    after: Workout;
    text: string;
    chosen: string | null;
    rest?: Rest | null;
  } | null;
  doubt: {
    entry: string;
    weight: number | null;
    meant: number;
    unit: Unit | null;
    sets: Partial<NextSet>[];
    number: number;
  } | null;
  dialog: Dialog | null;
  problem: string | null;
  finished: any;
  note: string | null;
  discarding: boolean;
}

type Store = import("../src/liftlog/core/web/static/js/log/sync/store.js").Store;
type Lifting = ReturnType<
  typeof import("../src/liftlog/core/web/static/js/log/lifting.js").lifting
>;

interface LogScreen {
  ui: Ui;
  store: Store;
  snapshot: Snapshot;
  timer: Lifting["timer"];
  act: Lifting["act"];
  current: Lifting["current"];
  records: Lifting["records"];
  say(text: string): void;
  soon(): void;
  root: HTMLElement;
  /** Which part of the screen is asked for, and of what. */
  place(): [string, string];
}

/** An element that the page is known to have. */
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

declare const uPlot: typeof import("uplot");

/** What is looked for in a page is an HTML element where nothing else is said. */
interface ParentNode {
  querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface Element {
  closest<E extends Element = HTMLElement>(selectors: string): E | null;
}

declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): string };
};

/** An event of an element that a template names. */
type On<E extends HTMLElement = HTMLInputElement> = Event & { target: E; currentTarget: E };

interface Form extends HTMLFormElement {
  elements: HTMLFormControlsCollection & Record<string, HTMLInputElement>;
}

type Local = import("../src/liftlog/core/web/static/js/log/sync/local_db.js").Local;

/** What an operation does to documents. */
type Apply = (documents: Documents, id: string, fields: Record<string, any>) => void;

interface InUnit {
  (weight: number, from: Unit | null | undefined, to: Unit): number;
  (weight: number | null | undefined, from: Unit | null | undefined, to: Unit): number | null;
}

type View = (screen: LogScreen, argument: string) => unknown;
