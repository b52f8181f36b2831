/** `sctp`: ports and kinds of chunks. */
import type { Extension, OptionCall } from "../extension/extension.ts";
import { parsePortRange, printPortRange, savePortRange } from "./ports.ts";
import { chunksText, parseChunks } from "./sctp-chunks.ts";

const DPORTS = 0;
const SPORTS = 4;
const MATCH_TYPE = 264;
const FLAGS = 284;
const INVERSE = 288;
export const SCTP_SRC_PORTS = 1;
export const SCTP_DEST_PORTS = 2;
export const SCTP_CHUNK_TYPES = 4;
/** How many of the kinds have to be there: any of them, all, or no other. */
const TYPES: readonly (readonly [string, number])[] = [
  ["any", 1],
  ["all", 2],
  ["only", 4],
];

const SOURCE = 0;
const DESTINATION = 1;
const CHUNK_TYPES = 2;

function take(call: OptionCall, flag: number, name: string): void {
  const { data, context, invert } = call;
  if (data.u32(FLAGS) & flag) return context.wrong(`Only one \`--${name}' allowed`);
  data.set32(FLAGS, data.u32(FLAGS) | flag);
  if (invert) data.set32(INVERSE, data.u32(INVERSE) | flag);
}

function ports(call: OptionCall, flag: number, name: string, at: number): void {
  take(call, flag, name);
  const [low, high] = parsePortRange(call.context, call.argument, "sctp");
  call.data.set16(at, low);
  call.data.set16(at + 2, high);
}

function chunkTypes(call: OptionCall): void {
  const { context, data } = call;
  take(call, SCTP_CHUNK_TYPES, "chunk-types");
  const kinds = call.next();
  if (kinds === undefined || kinds.startsWith("-") || kinds.startsWith("!"))
    return context.wrong("--chunk-types requires two args");
  const type = TYPES.find(([name]) => name === call.argument.toLowerCase());
  if (!type) return context.wrong('Match type has to be one of "ALL", "ANY" or "ONLY"');
  data.set32(MATCH_TYPE, type[1]);
  parseChunks(context, data, kinds);
}

export const sctp: Extension = {
  kind: "match",
  name: "sctp",
  revision: 0,
  size: 292,
  userSize: 292,
  help: `
sctp match options
[!] --source-port port[:port]                          match source port(s)
 --sport ...
[!] --destination-port port[:port]                     match destination port(s)
 --dport ...
[!] --chunk-types (all|any|none) (chunktype[:flags])+	match if all, any or none of
						        chunktypes are present
chunktypes - DATA INIT INIT_ACK SACK HEARTBEAT HEARTBEAT_ACK ABORT SHUTDOWN SHUTDOWN_ACK ERROR COOKIE_ECHO COOKIE_ACK ECN_ECNE ECN_CWR SHUTDOWN_COMPLETE ASCONF ASCONF_ACK FORWARD_TSN ALL NONE
`,
  options: [
    { name: "source-port", id: SOURCE, type: "raw" },
    { name: "sport", id: SOURCE, type: "raw" },
    { name: "destination-port", id: DESTINATION, type: "raw" },
    { name: "dport", id: DESTINATION, type: "raw" },
    { name: "chunk-types", id: CHUNK_TYPES, type: "raw" },
  ],
  parse: (call) => {
    if (call.option.id === SOURCE) ports(call, SCTP_SRC_PORTS, "source-port", SPORTS);
    if (call.option.id === DESTINATION) ports(call, SCTP_DEST_PORTS, "destination-port", DPORTS);
    if (call.option.id === CHUNK_TYPES) chunkTypes(call);
  },
  print: ({ data, context, numeric }) => {
    const flags = data.u32(FLAGS);
    const inverse = data.u32(INVERSE);
    const range = (name: string, at: number, flag: number): string =>
      flags & flag
        ? printPortRange(
            context,
            name,
            data.u16(at),
            data.u16(at + 2),
            (inverse & flag) !== 0,
            numeric,
            "sctp",
          )
        : "";
    let text = ` sctp${range("spt", SPORTS, SCTP_SRC_PORTS)}${range("dpt", DPORTS, SCTP_DEST_PORTS)}`;
    if (flags & SCTP_CHUNK_TYPES) {
      const type = TYPES.find(([, number]) => number === data.u32(MATCH_TYPE))?.[0] ?? "";
      text += `${inverse & SCTP_CHUNK_TYPES ? " !" : ""} ${type} ${chunksText(data, numeric)}`;
    }
    return text;
  },
  save: ({ data }) => {
    const flags = data.u32(FLAGS);
    const inverse = data.u32(INVERSE);
    let text = "";
    for (const [option, at, flag] of [
      ["--sport", SPORTS, SCTP_SRC_PORTS],
      ["--dport", DPORTS, SCTP_DEST_PORTS],
    ] as const)
      if (flags & flag)
        text += savePortRange(option, data.u16(at), data.u16(at + 2), (inverse & flag) !== 0, true);
    if (flags & SCTP_CHUNK_TYPES) {
      const type = TYPES.find(([, number]) => number === data.u32(MATCH_TYPE))?.[0] ?? "";
      text += `${inverse & SCTP_CHUNK_TYPES ? " !" : ""} --chunk-types ${type} ${chunksText(data, false)}`;
    }
    return text;
  },
};
