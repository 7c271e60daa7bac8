import assert from "node:assert/strict";
import { test } from "node:test";
import { committedTypes, contractTypes } from "../../tools/js/contract_types.js";

test("the committed types are those of the contract; `make js-types` rewrites them", async () => {
  assert.equal(await committedTypes(), await contractTypes());
});
