// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  newDevice,
  newId,
  StampClock,
} from "../../src/liftlog/core/web/static/js/log/sync/outbox.js";

test("stamps go up as text whatever the clock does", (context) => {
  let now = 0;
  context.mock.method(Date, "now", () => now);
  const clock = new StampClock(newDevice());
  const made = [5e12, 5e12, 4e12, 5e12 + 1, 1e12].map((at) => {
    now = at;
    return clock.next();
  });
  clock.seen(6e12);
  made.push(clock.next());
  assert.deepEqual(made, [...new Set(made)].sort());
  assert.ok(made.every((one) => one.length === 15 + 1 + 4 + 1 + 8));
});

test("ids are of version 7, in order, and never the same", () => {
  const ids = Array.from({ length: 10_000 }, newId);
  assert.equal(new Set(ids).size, 10_000);
  assert.deepEqual(ids, [...ids].sort());
  assert.deepEqual(new Set(ids.map((one) => one[14])), new Set("7"));
  assert.ok(ids.every((one) => "89ab".includes(one[19])));
});
