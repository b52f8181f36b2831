/** `multiport`: up to fifteen ports or halves of ranges. */
import type { Context } from "../context.ts";
import type { Extension, PrintCall } from "../extension/extension.ts";
import { portNumber } from "../extension/option-value.ts";
import type { Struct } from "../extension/struct.ts";
import { IPT_INV_PROTO, type RuleState } from "../rule-state.ts";

const FLAGS = 0;
const COUNT = 1;
const PORTS = 2;
const RANGE_FLAGS = 32;
const INVERT = 47;
const MOST = 15;
const SOURCE = 0;
const DESTINATION = 1;
const EITHER = 2;
const OPTION_NAMES = ["sports", "dports", "ports"];
/** Protocols whose ports are where those of TCP are. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  6: "tcp",
  17: "udp",
  33: "dccp",
  132: "sctp",
  136: "udplite",
};

const NEEDS = "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'";
const ONLY = "multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP";

function protocolOf(context: Context, { protocol, inverse }: RuleState): string {
  if (inverse & IPT_INV_PROTO) return context.wrong(ONLY);
  return PROTOCOLS[protocol] ?? context.wrong(protocol === 0 ? NEEDS : ONLY);
}

function parsePorts(context: Context, data: Struct, text: string, protocol: string): void {
  let count = 0;
  for (const word of text.split(",")) {
    if (count >= MOST) return context.wrong("too many ports specified");
    const colon = word.indexOf(":");
    if (colon < 0) {
      data.set16(PORTS + 2 * count++, port(context, word, protocol));
      continue;
    }
    if (count >= MOST - 1) return context.wrong("too many ports specified");
    const low = port(context, word.slice(0, colon), protocol);
    const high = port(context, word.slice(colon + 1), protocol);
    if (low >= high) return context.wrong("invalid portrange specified");
    data.set8(RANGE_FLAGS + count, 1);
    data.set16(PORTS + 2 * count++, low);
    data.set16(PORTS + 2 * count++, high);
  }
  data.set8(COUNT, count);
}

function port(context: Context, text: string, protocol: string): number {
  const number = portNumber(context, text, protocol);
  if (number === undefined) return context.wrong(`invalid port/service \`${text}' specified`);
  return number;
}

function portList(data: Struct, format: (port: number) => string): string {
  const words: string[] = [];
  for (let i = 0; i < data.u8(COUNT) && i < MOST; i++) {
    let word = format(data.u16(PORTS + 2 * i));
    if (data.u8(RANGE_FLAGS + i)) word += `:${format(data.u16(PORTS + 2 * ++i))}`;
    words.push(word);
  }
  return words.join(",");
}

function print({ data, context, numeric, rule }: PrintCall): string {
  const protocol = PROTOCOLS[rule.protocol];
  const word = OPTION_NAMES[data.u8(FLAGS)] ?? "ERROR";
  const list = portList(
    data,
    (number) => (numeric ? undefined : context.names.serviceName(number, protocol)) ?? String(number),
  );
  return ` multiport ${word} ${data.u8(INVERT) ? "!" : ""}${list}`;
}

export const multiport: Extension = {
  kind: "match",
  name: "multiport",
  revision: 1,
  size: 48,
  userSize: 48,
  help: `
multiport match options:
[!] --source-ports port[,port:port,port...]
 --sports ...
				match source port(s)
[!] --destination-ports port[,port:port,port...]
 --dports ...
				match destination port(s)
[!] --ports port[,port:port,port]
				match both source and destination port(s)
`,
  options: [
    { name: "source-ports", id: SOURCE, type: "string", excl: 0b111, invert: true },
    { name: "sports", id: SOURCE, type: "string", excl: 0b111, invert: true },
    { name: "destination-ports", id: DESTINATION, type: "string", excl: 0b111, invert: true },
    { name: "dports", id: DESTINATION, type: "string", excl: 0b111, invert: true },
    { name: "ports", id: EITHER, type: "string", excl: 0b111, invert: true },
  ],
  parse: ({ option, argument, invert, data, context, rule }) => {
    parsePorts(context, data, argument, protocolOf(context, rule));
    data.set8(FLAGS, option.id);
    if (invert) data.set8(INVERT, 1);
  },
  check: ({ use, context }) => {
    if (use.flags === 0) return context.wrong("multiport expection an option");
  },
  print,
  save: ({ data }) =>
    `${data.u8(INVERT) ? " !" : ""} --${OPTION_NAMES[data.u8(FLAGS)] ?? "ports"} ${portList(data, String)}`,
};
