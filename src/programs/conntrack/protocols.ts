/** Options that protocols bring to the command line: the extensions of conntrack-tools (`extensions/libct_proto_*.c`). */

import type { CommandName } from "./command-name.ts";
import { wrong } from "./failure.ts";
import { DCCP_STATES, SCTP_STATES, TCP_STATES } from "./names.ts";
import { decimal, parseNumber } from "./numbers.ts";

/** What protocols' options say, by the names of the options. */
export type ProtocolOptions = Map<string, number>;

type Parse = (text: string) => number;

interface ProtocolOption {
  /** The name by which it is complained about. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly parse: Parse;
}

/** How a whole end is asked for when it is not there. */
interface Ends {
  readonly original: readonly [string, string];
  readonly reply: readonly [string, string];
  readonly missing: readonly [string, string];
}

/** One extension. */
export interface Protocol {
  readonly number: number;
  readonly name: string;
  readonly options: readonly ProtocolOption[];
  /** By command, as for the options of all (`check.ts`); without a row none is allowed. */
  readonly allowed: Readonly<Partial<Record<CommandName, string>>>;
  readonly ends: Ends | undefined;
}

const u8: Parse = (text) => decimal(text) & 0xff;
const u16: Parse = (text) => decimal(text) & 0xffff;
/** In any base. */
const key: Parse = (text) => parseNumber(text) & 0xffff;
const u32: Parse = (text) => decimal(text) >>> 0;

/** `LISTEN` is what a state was called once. */
const tcpState: Parse = (text) =>
  text === "LISTEN" ? TCP_STATES.indexOf("SYN_SENT2") : oneOf(TCP_STATES, "unknown TCP state")(text);

function oneOf(words: readonly string[], what: string): Parse {
  return (text) => {
    const index = words.indexOf(text);
    return index < 0 ? wrong(`${what} \`${text}'`) : index;
  };
}

function option(name: string, parse: Parse, ...aliases: string[]): ProtocolOption {
  return { name, aliases: [name, ...aliases], parse };
}

const PORTS: readonly ProtocolOption[] = [
  option("sport", u16, "orig-port-src"),
  option("dport", u16, "orig-port-dst"),
  option("reply-port-src", u16),
  option("reply-port-dst", u16),
  option("mask-port-src", u16),
  option("mask-port-dst", u16),
];
const EXPECTED_PORTS: readonly ProtocolOption[] = [
  option("tuple-port-src", u16),
  option("tuple-port-dst", u16),
];

const PORT_ENDS: Ends = {
  original: ["sport", "dport"],
  reply: ["reply-port-src", "reply-port-dst"],
  missing: [
    "you have to specify `--sport' and `--dport'",
    "you have to specify `--reply-src-port' and `--reply-dst-port'",
  ],
};

/**
 * Rows of the commands that have any. `create` and `get` are what making and asking for one need besides the ends.
 * @param may what listing, changing and taking away take
 */
function rows(
  may: string,
  create: string,
  get: string,
  expect: readonly [string, string],
): Protocol["allowed"] {
  const [made, named] = expect;
  return {
    L: may,
    U: may,
    D: may,
    E: may,
    I: create,
    A: create,
    G: get,
    "I expect": made,
    "D expect": named,
    "G expect": named,
  };
}

const PLAIN_PORTS = rows("22220000", "33330000", "33330000", ["11001111", "11110000"]);

function withPorts(number: number, name: string): Protocol {
  return { number, name, options: [...PORTS, ...EXPECTED_PORTS], allowed: PLAIN_PORTS, ends: PORT_ENDS };
}

function icmp(number: number, name: string): Protocol {
  const options = [option(`${name}-type`, u8), option(`${name}-code`, u8), option(`${name}-id`, u16)];
  return { number, name, options, allowed: rows("222", "112", "112", ["000", "000"]), ends: undefined };
}

/** SCTP's options have the state between the ports and those of expectations. */
const PROTOCOLS: readonly Protocol[] = [
  {
    number: 6,
    name: "tcp",
    options: [...PORTS, option("state", tcpState), ...EXPECTED_PORTS],
    allowed: rows("222200200", "333300100", "333300200", ["110011011", "111100000"]),
    ends: PORT_ENDS,
  },
  withPorts(17, "udp"),
  withPorts(136, "udplite"),
  {
    number: 132,
    name: "sctp",
    options: [
      ...PORTS,
      option("state", oneOf(SCTP_STATES, "unknown SCTP state")),
      ...EXPECTED_PORTS,
      option("orig-vtag", u32),
      option("reply-vtag", u32),
    ],
    // changing one alone takes tags besides
    allowed: {
      ...rows("22220020000", "33330010011", "33330020022", ["11001101100", "11110000000"]),
      U: "22220020022",
    },
    ends: PORT_ENDS,
  },
  {
    number: 33,
    name: "dccp",
    options: [
      ...PORTS,
      option("state", oneOf(DCCP_STATES, "Unknown DCCP state")),
      ...EXPECTED_PORTS,
      option("role", oneOf(["client", "server"], "Unknown DCCP role")),
    ],
    allowed: rows("2222002000", "3333001001", "3333001000", ["1100110110", "1111000000"]),
    ends: {
      ...PORT_ENDS,
      missing: [PORT_ENDS.missing[0], "you have to specify `--reply-port-src' and `--report-port-dst'"],
    },
  },
  {
    number: 47,
    name: "gre",
    options: [
      option("srckey", key, "orig-key-src"),
      option("dstkey", key, "orig-key-dst"),
      option("reply-key-src", key),
      option("reply-key-dst", key),
      option("mask-key-src", key),
      option("mask-key-dst", key),
      option("tuple-key-src", key),
      option("tuple-key-dst", key),
    ],
    allowed: PLAIN_PORTS,
    ends: {
      original: ["srckey", "dstkey"],
      reply: ["reply-key-src", "reply-key-dst"],
      missing: [
        "you have to specify `--srckey' and `--dstkey'",
        "you have to specify `--reply-src-key' and `--reply-dst-key'",
      ],
    },
  },
  icmp(1, "icmp"),
  icmp(58, "icmpv6"),
];

/** The protocol of a name that conntrack knows itself. */
export function protocolNamed(name: string): Protocol | undefined {
  const lower = name.toLowerCase();
  return PROTOCOLS.find((protocol) => protocol.name === lower);
}

/** A protocol by its number: of those that it has no options for, one without any. */
export function protocolNumbered(number: number): Protocol {
  const known = PROTOCOLS.find((protocol) => protocol.number === number);
  return known ?? { number, name: "unknown", options: [], allowed: {}, ends: undefined };
}
