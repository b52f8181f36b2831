/** `recent`: addresses that were seen of late, in lists by name. */
import type { Extension, PrintCall } from "../extension/extension.ts";

const SECONDS = 0;
const HITCOUNT = 4;
const CHECK_SET = 8;
const INVERT = 9;
const NAME = 10;
const NAME_SIZE = 200;
const SIDE = 210;
const MASK = 212;
const DEST = 1;

const TTL = 1 << 4;
const REAP = 1 << 5;

const O_SECONDS = 4;
const O_REAP = 5;
const O_HITCOUNT = 6;
const O_RTTL = 7;
const O_NAME = 8;
const O_RSOURCE = 9;
const O_RDEST = 10;
const O_MASK = 11;
/** The operations: bits of the structure, of which one is chosen, by the ids of their options. */
const OPERATIONS: readonly (readonly [option: string, shown: string, bit: number])[] = [
  ["set", "SET", 1 << 1],
  ["rcheck", "CHECK", 1 << 0],
  ["update", "UPDATE", 1 << 2],
  ["remove", "REMOVE", 1 << 3],
];
const ANY_OPERATION = 0b1111;

function maskText({ data, context }: PrintCall): string {
  return context.family.format(data.slice(MASK, context.family.addressLength));
}

/** Numbers are shown as signed ones. */
function signed(value: number): number {
  return value | 0;
}

export const recent: Extension = {
  kind: "match",
  name: "recent",
  revision: 1,
  size: 228,
  userSize: 228,
  help: `
recent match options:
[!] --set                       Add source address to list, always matches.
[!] --rcheck                    Match if source address in list.
[!] --update                    Match if source address in list, also update last-seen time.
[!] --remove                    Match if source address in list, also removes that address from list.
    --seconds seconds           For check and update commands above.
                                Specifies that the match will only occur if source address last seen within
                                the last 'seconds' seconds.
    --reap                      Purge entries older then 'seconds'.
                                Can only be used in conjunction with the seconds option.
    --hitcount hits             For check and update commands above.
                                Specifies that the match will only occur if source address seen hits times.
                                May be used in conjunction with the seconds option.
    --rttl                      For check and update commands above.
                                Specifies that the match will only occur if the source address and the TTL
                                match between this packet and the one which was set.
                                Useful if you have problems with people spoofing their source address in order
                                to DoS you via this module.
    --name name                 Name of the recent list to be used.  DEFAULT used if none given.
    --rsource                   Match/Save the source address of each packet in the recent list table (default).
    --rdest                     Match/Save the destination address of each packet in the recent list table.
    --mask netmask              Netmask that will be applied to this recent list.
xt_recent by: Stephen Frost <sfrost@snowman.net>.
`,
  options: [
    ...OPERATIONS.map(
      ([name], id) => ({ name, id, type: "none", invert: true, excl: ANY_OPERATION }) as const,
    ),
    { name: "seconds", id: O_SECONDS, type: "u32", put: SECONDS, min: 1 },
    { name: "reap", id: O_REAP, type: "none", also: 1 << O_SECONDS },
    { name: "hitcount", id: O_HITCOUNT, type: "u32", put: HITCOUNT },
    { name: "rttl", id: O_RTTL, type: "none", excl: (1 << 0) | (1 << 3) },
    { name: "name", id: O_NAME, type: "string", put: NAME, room: NAME_SIZE - 1 },
    { name: "rsource", id: O_RSOURCE, type: "none" },
    { name: "rdest", id: O_RDEST, type: "none" },
    { name: "mask", id: O_MASK, type: "host", put: MASK },
  ],
  init: (data) => {
    data.setText(NAME, NAME_SIZE, "DEFAULT");
    data.bytes.fill(0xff, MASK, MASK + 16);
  },
  parse: ({ option, invert, data }) => {
    const operation = OPERATIONS[option.id];
    if (operation) {
      data.set8(CHECK_SET, data.u8(CHECK_SET) | operation[2]);
      if (invert) data.set8(INVERT, 1);
    }
    if (option.id === O_REAP) data.set8(CHECK_SET, data.u8(CHECK_SET) | REAP);
    if (option.id === O_RTTL) data.set8(CHECK_SET, data.u8(CHECK_SET) | TTL);
    if (option.id === O_RSOURCE) data.set8(SIDE, 0);
    if (option.id === O_RDEST) data.set8(SIDE, DEST);
  },
  check: ({ use, context }) => {
    if (!(use.flags & ANY_OPERATION))
      return context.wrong("recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'");
  },
  print: (call) => {
    const { data } = call;
    const set = data.u8(CHECK_SET);
    let text = `${data.u8(INVERT) ? " !" : ""} recent:`;
    for (const [, shown, bit] of OPERATIONS) if (set & bit) text += ` ${shown}`;
    if (data.u32(SECONDS) !== 0) text += ` seconds: ${signed(data.u32(SECONDS))}`;
    if (set & REAP) text += " reap";
    if (data.u32(HITCOUNT) !== 0) text += ` hit_count: ${signed(data.u32(HITCOUNT))}`;
    if (set & TTL) text += " TTL-Match";
    text += ` name: ${data.text(NAME, NAME_SIZE)}`;
    return `${text} side: ${data.u8(SIDE) === DEST ? "dest" : "source"} mask: ${maskText(call)}`;
  },
  save: (call) => {
    const { data } = call;
    const set = data.u8(CHECK_SET);
    let text = data.u8(INVERT) ? " !" : "";
    for (const [option, , bit] of OPERATIONS) if (set & bit) text += ` --${option}`;
    if (data.u32(SECONDS) !== 0) text += ` --seconds ${signed(data.u32(SECONDS))}`;
    if (set & REAP) text += " --reap";
    if (data.u32(HITCOUNT) !== 0) text += ` --hitcount ${signed(data.u32(HITCOUNT))}`;
    if (set & TTL) text += " --rttl";
    text += ` --name ${data.text(NAME, NAME_SIZE)} --mask ${maskText(call)}`;
    return `${text} ${data.u8(SIDE) === DEST ? "--rdest" : "--rsource"}`;
  },
};
