/**
 * vethlab as a library: a virtual Linux box that runs bash scripts.
 *
 * @packageDocumentation
 */
export { runScript, type ScriptOptions, type ScriptResult } from "./run-script.ts";
export { System } from "./system.ts";
