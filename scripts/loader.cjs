#!/usr/bin/env node
// Starts the command from one bundle with V8's compiled code beside it, so that a short script costs little more than an empty node
// process. The code was compiled by the Node that built the package; any other Node compiles anew, with the same result.
"use strict";
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const vm = require("node:vm");

const file = join(__dirname, "vethlab.cjs");
let cachedData;
try {
  cachedData = readFileSync(join(__dirname, "vethlab.cache"));
} catch {
  // not built with a cache
}
const script = new vm.Script(`(function(require,module,exports){${readFileSync(file, "latin1")}\n})`, {
  filename: file,
  cachedData,
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
const record = process.env.VETHLAB_RECORD_CODE_CACHE;
if (record) {
  process.on("exit", () => require("node:fs").writeFileSync(record, script.createCachedData()));
}
script.runInThisContext()(createRequire(file), module, exports);
