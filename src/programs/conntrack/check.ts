/** Which options go with which command: `generic_opt_check`, of all options and of those that protocols bring. */

import type { Command, CommandName } from "./command-name.ts";
import { wrong } from "./failure.ts";
import type { Options } from "./options.ts";

/** In the order in which they are checked. */
const OPTION_NAMES: readonly string[] = [
  "src",
  "dst",
  "reply-src",
  "reply-dst",
  "protonum",
  "timeout",
  "status",
  "zero",
  "event-mask",
  "tuple-src",
  "tuple-dst",
  "mask-src",
  "mask-dst",
  "nat-range",
  "mark",
  "id",
  "family",
  "src-nat",
  "dst-nat",
  "output",
  "secmark",
  "buffer-size",
  "any-nat",
  "zone",
  "label",
  "label-add",
  "label-del",
  "orig-zone",
  "reply-zone",
];

/** By command: 0 not allowed, 1 needed, 2 may be, 3 may be and one whole end must. Without a row none is allowed. */
const ALLOWED: Readonly<Partial<Record<CommandName, string>>> = {
  L: "22222022000220202222202220022",
  I: "33331120000002200220000202022",
  A: "33331120000002200220000202022",
  U: "22222220000220222222000022200",
  D: "22222220000220222222000220022",
  G: "33331000000000020002000020000",
  F: "00000000000000002000000000000",
  E: "22222000200220202222222220022",
  "L expect": "00000000000000002002000000000",
  "I expect": "11221120011110000000000000000",
  "D expect": "11221000000000000000000000000",
  "G expect": "11221000000000000000000000000",
  "E expect": "00000000000000000002000000000",
  h: "00002000000000000000000000000",
};

/** What must be there whole, and what is said when it is not. */
interface Whole {
  readonly original: readonly string[];
  readonly reply: readonly string[];
  readonly missing: readonly [string, string];
}

const ADDRESSES: Whole = {
  original: ["src", "dst"],
  reply: ["reply-src", "reply-dst"],
  missing: ["you have to specify `--src' and `--dst'", "you have to specify `--reply-src' and `--reply-dst'"],
};

function check(
  has: (name: string) => boolean,
  names: readonly string[],
  row: string,
  whole: Whole | undefined,
): void {
  names.forEach((name, i) => {
    const allowed = row[i] ?? "0";
    if (allowed === "1" && !has(name)) wrong(`You need to supply the \`--${name}' option for this command`);
    if (allowed === "0" && has(name)) wrong(`Illegal option \`--${name}' with this command`);
  });
  if (whole === undefined || !row.includes("3")) return;
  if (whole.original.every(has) || whole.reply.every(has)) return;
  const onlyReply = !whole.original.some(has) && whole.reply.some(has);
  wrong(whole.missing[onlyReply ? 1 : 0]);
}

/** Refuses what does not go together. Without a command nothing is allowed. */
export function checkOptions(options: Options, command: Command | undefined): void {
  const { given, protocol, proto } = options;
  if (given.has("any-nat") && (given.has("src-nat") || given.has("dst-nat")))
    wrong("cannot specify `--src-nat' or `--dst-nat' with `--any-nat'");
  const name: CommandName | undefined =
    options.table === "expect" && command !== undefined ? `${command} expect` : command;
  check((option) => given.has(option), OPTION_NAMES, (name && ALLOWED[name]) ?? "", ADDRESSES);
  if (protocol === undefined || command === "h") return;
  const names = protocol.options.map((option) => option.name);
  const row = (name && protocol.allowed[name]) ?? "";
  check((option) => proto.has(option), names, row, protocol.ends);
}
