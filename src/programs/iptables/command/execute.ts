/** Carries out a command line: `do_commandx` and `nft_cmd_*`. */

import type { Context } from "../context.ts";
import { Listing } from "../list/listing.ts";
import { CHANGE_FORMAT, listRule } from "../list/rule-list.ts";
import type { RuleState } from "../rule-state.ts";
import type { Command } from "./command.ts";
import type { Attempt } from "./errors.ts";
import type { Operations } from "./operations.ts";
import {
  CMD_APPEND,
  CMD_CHECK,
  CMD_DELETE,
  CMD_DELETE_CHAIN,
  CMD_DELETE_NUM,
  CMD_FLUSH,
  CMD_INSERT,
  CMD_LIST,
  CMD_LIST_RULES,
  CMD_NEW_CHAIN,
  CMD_RENAME_CHAIN,
  CMD_REPLACE,
  CMD_SET_POLICY,
  CMD_ZERO,
  CMD_ZERO_NUM,
  OPT_EXPANDED,
  OPT_LINENUMBERS,
  OPT_NUMERIC,
} from "./options.ts";

/** An error of a command, with what was tried. */
export interface Failure {
  readonly attempt: Attempt;
  /** Negative. */
  readonly error: number;
}

type Step = (command: Command, operations: Operations, context: Context) => number;

/** Each address pair is a rule of its own; the first error ends it. What is appended is told before it is tried. */
function eachRule(command: Command, context: Context, action: (rule: RuleState) => number): number {
  const early = command.command === CMD_APPEND;
  for (const source of command.sources)
    for (const destination of command.destinations) {
      const rule: RuleState = {
        ...command.rule,
        source: source.address,
        sourceMask: source.mask,
        destination: destination.address,
        destinationMask: destination.mask,
      };
      const result = action(rule);
      if (command.verbose && (result === 0 || early))
        context.print(`${listRule(context, rule, CHANGE_FORMAT, 0)}\n`);
      if (result !== 0) return result;
    }
  return 0;
}

const STEPS: ReadonlyMap<number, { readonly attempt: Attempt; readonly run: Step }> = new Map([
  [
    CMD_APPEND,
    {
      attempt: "append",
      run: (command, operations, context) =>
        eachRule(command, context, (rule) => operations.append(command.table, command.chain ?? "", rule)),
    },
  ],
  [
    CMD_DELETE,
    {
      attempt: "delete",
      run: (command, operations, context) =>
        eachRule(command, context, (rule) => operations.deleteRule(command.table, command.chain ?? "", rule)),
    },
  ],
  [
    CMD_CHECK,
    {
      attempt: "check",
      run: (command, operations, context) =>
        eachRule(command, context, (rule) => operations.check(command.table, command.chain ?? "", rule)),
    },
  ],
  [
    CMD_REPLACE,
    {
      attempt: "replace",
      run: (command, operations, context) =>
        eachRule(command, context, (rule) =>
          operations.replace(command.table, command.chain ?? "", rule, command.ruleNumber),
        ),
    },
  ],
  [
    CMD_INSERT,
    {
      attempt: "insert",
      run: (command, operations, context) =>
        eachRule(command, context, (rule) =>
          operations.insert(command.table, command.chain ?? "", rule, command.ruleNumber),
        ),
    },
  ],
  [
    CMD_DELETE_NUM,
    {
      attempt: "delete number",
      run: (command, operations) =>
        operations.deleteNumber(command.table, command.chain ?? "", command.ruleNumber),
    },
  ],
  [
    CMD_FLUSH,
    {
      attempt: "other",
      run: (command, operations) => operations.flush(command.table, command.chain, command.verbose > 0),
    },
  ],
  [
    CMD_NEW_CHAIN,
    {
      attempt: "add chain",
      run: (command, operations) => operations.addChain(command.table, command.chain ?? ""),
    },
  ],
  [
    CMD_DELETE_CHAIN,
    {
      attempt: "delete chain",
      run: (command, operations) => operations.deleteChain(command.table, command.chain, command.verbose > 0),
    },
  ],
  [
    CMD_RENAME_CHAIN,
    {
      attempt: "rename chain",
      run: (command, operations) =>
        operations.renameChain(command.table, command.chain ?? "", command.newName),
    },
  ],
  [
    CMD_SET_POLICY,
    {
      attempt: "set policy",
      run: (command, operations) =>
        operations.setPolicy(command.table, command.chain ?? "", command.policy ?? ""),
    },
  ],
] satisfies [number, { attempt: Attempt; run: Step }][]);

/** Whether a chain can be jumped to. */
function checkJump(command: Command, operations: Operations, context: Context): void {
  const { rule, table } = command;
  if (rule.target || rule.jump === "") return;
  if (!operations.ruleset.listed(table).some(({ name }) => name === rule.jump))
    return context.wrong(`Chain '${rule.jump}' does not exist`);
}

/** @returns what went wrong, if it is told by an error number */
export function execute(command: Command, operations: Operations, context: Context): Failure | undefined {
  const step = STEPS.get(command.command);
  if (step) {
    if (command.jumps) checkJump(command, operations, context);
    const error = step.run(command, operations, context);
    return error < 0 ? { attempt: step.attempt, error } : undefined;
  }
  return show(command, operations, context);
}

/** Lists and zeroes, which go together. */
function show(command: Command, operations: Operations, context: Context): Failure | undefined {
  const { command: bits, table, chain, ruleNumber, options } = command;
  const listing = new Listing(context, operations.ruleset);
  if (bits & CMD_LIST)
    listing.list(table, chain, bits & CMD_ZERO_NUM ? 0 : ruleNumber, {
      numeric: (options & OPT_NUMERIC) !== 0,
      verbose: command.verbose > 0,
      exact: (options & OPT_EXPANDED) !== 0,
      lineNumbers: (options & OPT_LINENUMBERS) !== 0,
      noTable: false,
    });
  if (bits & (CMD_LIST | CMD_LIST_RULES)) operations.pretend(table, chain);
  if (bits & CMD_LIST_RULES) listing.listRules(table, chain, ruleNumber, command.verbose > 0);
  const error =
    bits & CMD_ZERO
      ? operations.zero(table, chain, command.verbose > 0)
      : bits & CMD_ZERO_NUM
        ? operations.zeroNumber(table, chain ?? "", ruleNumber)
        : 0;
  const attempt = bits & CMD_ZERO_NUM ? "zero number" : "other";
  return error < 0 ? { attempt, error } : undefined;
}
