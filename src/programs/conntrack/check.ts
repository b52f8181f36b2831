/** Which options go with which command: `generic_opt_check`, and what protocols want. */
import { wrong } from "./failure.ts";
import type { Command, Options } from "./options.ts";

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

/** By command: 0 not allowed, 1 needed, 2 may be. */
const ALLOWED: Readonly<Partial<Record<Command, string>>> = {
  L: "22222022000222202222202222222",
  I: "22221120000002200220000222222",
  A: "22221120000002200220000222222",
  U: "22222220000222222222000022200",
  D: "22222220000222222222000222222",
  G: "22221000000002020002000022200",
  F: "00000000000002002000000022200",
  E: "22222000200222202222222222222",
  C: "00000000000002000000000022200",
  S: "00000000000002000000000022200",
};

function checkGeneric(options: Options, allowed: string): void {
  OPTION_NAMES.forEach((name, i) => {
    if (allowed[i] === "1" && !options.given.has(name))
      wrong(`You need to supply the \`--${name}' option for this command`);
    if (allowed[i] === "0" && options.given.has(name)) wrong(`Illegal option \`--${name}' with this command`);
  });
}

const PORTS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);

/** A connection is named by both ends, and by what its protocol has. */
function checkTuple(options: Options, create: boolean): void {
  const { addresses, proto, protocol } = options;
  const named = (addresses.src && addresses.dst) || (addresses["reply-src"] && addresses["reply-dst"]);
  if (!named) wrong("you have to specify `--src' and `--dst'");
  if (protocol === 1 || protocol === 58)
    for (const field of ["type", "code", "id"]) {
      if (!proto.has(field))
        wrong(
          `You need to supply the \`--${protocol === 1 ? "icmp" : "icmpv6"}-${field}' option for this command`,
        );
    }
  else if (protocol === 47) wrong("you have to specify `--srckey' and `--dstkey'");
  else if (protocol !== undefined && PORTS.has(protocol)) {
    const original = proto.has("sport") && proto.has("dport");
    const reply = proto.has("reply-port-src") && proto.has("reply-port-dst");
    if (!original && !reply) wrong("you have to specify `--sport' and `--dport'");
    if (protocol === 6 && create && !proto.has("state"))
      wrong("You need to supply the `--state' option for this command");
  }
}

/** Refuses what does not go together. */
export function checkOptions(options: Options, command: Command): void {
  if (options.table === "expect") return checkExpect(command);
  for (const side of ["src", "dst"] as const)
    if (options.masks[`mask-${side}`] && !options.addresses[side])
      wrong(`Can't use --mask-${side} without --${side}`);
  const allowed = ALLOWED[command];
  if (allowed !== undefined) checkGeneric(options, allowed);
  if (command === "I" || command === "A" || command === "G") checkTuple(options, command !== "G");
}

/** Nothing is expected where there are no helpers: expectations are listed, counted and emptied, but not made. */
function checkExpect(command: Command): void {
  if (command === "U") wrong("Can't do --update on expectations");
  if (command === "I" || command === "D" || command === "G")
    wrong("You need to supply the `--src' option for this command");
}
