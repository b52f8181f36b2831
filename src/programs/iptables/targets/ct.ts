/** `CT`: how a packet's connection is tracked; `NOTRACK`: that it is not. */
import type { Context } from "../context.ts";
import type { Extension, PrintCall } from "../extension/extension.ts";
import { UINT16_MAX, wholeNumber } from "../values/parse-number.ts";

const FLAGS = 0;
const ZONE = 2;
const CT_EVENTS = 4;
const EXP_EVENTS = 8;
const HELPER = 12;
const TIMEOUT = 28;
const HELPER_SIZE = 16;
const TIMEOUT_SIZE = 32;
const NOTRACK = 1;
const NOTRACK_ALIAS = 2;
const ZONE_DIR_ORIG = 4;
const ZONE_DIR_REPL = 8;
const ZONE_MARK = 16;

/** Events by bit; some bits have no name here. */
const EVENTS: readonly (readonly [string, number])[] = [
  ["new", 0],
  ["related", 1],
  ["destroy", 2],
  ["reply", 3],
  ["assured", 4],
  ["protoinfo", 5],
  ["helper", 6],
  ["mark", 7],
  ["natseqinfo", 8],
  ["secmark", 9],
];
const EXPECT_EVENTS: readonly (readonly [string, number])[] = [["new", 0]];

function parseEvents(context: Context, text: string, events: readonly (readonly [string, number])[]): number {
  let bits = 0;
  for (const word of text.split(",")) {
    const known = events.find(([name]) => name === word);
    if (!known) return context.wrong(`Unknown event type "${word}"`);
    bits |= 1 << known[1];
  }
  return bits;
}

function eventNames(bits: number, events: readonly (readonly [string, number])[]): string {
  return events
    .filter(([, bit]) => bits & (1 << bit))
    .map(([name]) => name)
    .join(",");
}

function words({ data }: PrintCall, prefix: string): string {
  const flags = data.u16(FLAGS);
  let text = "";
  if (flags & NOTRACK) text += ` ${prefix}notrack`;
  const helper = data.text(HELPER, HELPER_SIZE);
  if (helper !== "") text += ` ${prefix}helper ${helper}`;
  const timeout = data.text(TIMEOUT, TIMEOUT_SIZE);
  if (timeout !== "") text += ` ${prefix}timeout ${timeout}`;
  if (data.u32(CT_EVENTS)) text += ` ${prefix}ctevents ${eventNames(data.u32(CT_EVENTS), EVENTS)}`;
  if (data.u32(EXP_EVENTS)) text += ` ${prefix}expevents ${eventNames(data.u32(EXP_EVENTS), EXPECT_EVENTS)}`;
  if (flags & (ZONE_DIR_ORIG | ZONE_DIR_REPL | ZONE_MARK) || data.u16(ZONE)) {
    text += ` ${prefix}zone`;
    if (flags & ZONE_DIR_ORIG) text += "-orig";
    if (flags & ZONE_DIR_REPL) text += "-reply";
    text += flags & ZONE_MARK ? " mark" : ` ${data.u16(ZONE)}`;
  }
  return text;
}

const O_ZONE = 5;

export const ct: Extension = {
  kind: "target",
  name: "CT",
  revision: 2,
  size: 72,
  userSize: 60,
  help: `
CT target options:
 --notrack			Don't track connection
 --helper name			Use conntrack helper 'name' for connection
 --timeout name 		Use timeout policy 'name' for connection
 --ctevents event[,event...]	Generate specified conntrack events for connection
 --expevents event[,event...]	Generate specified expectation events for connection
 --zone {ID|mark}		Assign/Lookup connection in zone ID/packet nfmark
 --zone-orig {ID|mark}		Same as 'zone' option, but only applies to ORIGINAL direction
 --zone-reply {ID|mark} 	Same as 'zone' option, but only applies to REPLY direction
`,
  options: [
    { name: "notrack", id: 0, type: "none" },
    { name: "helper", id: 1, type: "string", room: HELPER_SIZE - 1, put: HELPER },
    { name: "timeout", id: 2, type: "string", room: TIMEOUT_SIZE - 1, put: TIMEOUT },
    { name: "ctevents", id: 3, type: "string" },
    { name: "expevents", id: 4, type: "string" },
    { name: "zone-orig", id: O_ZONE + 1, type: "string" },
    { name: "zone-reply", id: O_ZONE + 2, type: "string" },
    { name: "zone", id: O_ZONE, type: "string" },
  ],
  parse: ({ option, argument, data, context }) => {
    const { id } = option;
    if (id === 0) data.set16(FLAGS, data.u16(FLAGS) | NOTRACK);
    if (id === 3) data.set32(CT_EVENTS, parseEvents(context, argument, EVENTS));
    if (id === 4) data.set32(EXP_EVENTS, parseEvents(context, argument, EXPECT_EVENTS));
    if (id < O_ZONE) return;
    if (argument === "mark") data.set16(FLAGS, data.u16(FLAGS) | ZONE_MARK);
    else {
      const zone = wholeNumber(argument, 0n, UINT16_MAX);
      if (zone === undefined) return context.wrong(`Cannot parse ${argument} as a zone ID`);
      data.set16(ZONE, Number(zone));
    }
    if (id === O_ZONE + 1) data.set16(FLAGS, data.u16(FLAGS) | ZONE_DIR_ORIG);
    if (id === O_ZONE + 2) data.set16(FLAGS, data.u16(FLAGS) | ZONE_DIR_REPL);
  },
  alias: (data) => (data.u16(FLAGS) & NOTRACK_ALIAS ? "NOTRACK" : "CT"),
  print: (call) => (call.data.u16(FLAGS) & NOTRACK_ALIAS ? " NOTRACK" : ` CT${words(call, "")}`),
  save: (call) => (call.data.u16(FLAGS) & NOTRACK_ALIAS ? "" : words(call, "--")),
};

export const notrack: Extension = {
  ...ct,
  name: "NOTRACK",
  realName: "CT",
  help: `
NOTRACK does not take any options
`,
  options: [],
  init: (data) => data.set16(FLAGS, NOTRACK | NOTRACK_ALIAS),
  parse: undefined,
};
