/** Builtins that POSIX treats specially. */

/** POSIX special builtins. */
export const SPECIAL_BUILTINS = new Set([
  ".",
  ":",
  "break",
  "continue",
  "eval",
  "exec",
  "exit",
  "export",
  "readonly",
  "return",
  "set",
  "shift",
  "source",
  "times",
  "trap",
  "unset",
]);
