/** Options of PPP's control protocols. */
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { unknownData } from "./dump.ts";
import * as names from "./ppp-tables.ts";

const HEAD = 2;
const INDENT = "\n\t    ";

/** What is to be said of a length that is wrong; undefined: it was printed; a number: and that is where tcpdump takes it to begin now. */
type Outcome = string | number | undefined;
type Print = (d: Dissector, at: number, length: number) => Outcome;

interface OptionKind {
  /** Undefined: the number is no option, which is said, and no more. */
  name(type: number): string | undefined;
  /** What a cut packet is marked with. */
  readonly mark: string;
  readonly printers: ReadonlyMap<number, Print>;
  /** Options up to this number do not end the list when their length is wrong. */
  readonly goesOnTo: number;
  /** These have nothing but their head, and are not shown as bytes. */
  readonly bare?: ReadonlySet<number>;
}

const bogus = (wanted: string): string => ` (length bogus, should be ${wanted})`;

function exactly(size: number, print: (d: Dissector, at: number, length: number) => void): Print {
  return (d, at, length) => {
    if (length !== size) return bogus(`= ${size}`);
    print(d, at, length);
    return undefined;
  };
}

function atLeast(size: number, print: Print | ((d: Dissector, at: number, length: number) => void)): Print {
  return (d, at, length) => {
    if (length < size) return bogus(`>= ${size}`);
    return print(d, at, length) ?? undefined;
  };
}

const address = exactly(6, (d, at) => d.print(`: ${d.ipv4(at + 2)}`));
const magic = exactly(6, (d, at) => d.print(`: 0x${hex(d.u32(at + 2), 8)}`));

const CHAP = 0xc223;
const KNOWN_AUTH: ReadonlySet<number> = new Set([0xc023, 0xc027, 0xc123, 0xc223, 0xc227]);

const authentication = atLeast(4, (d, at, length) => {
  const protocol = d.u16(at + 2);
  // the form of a number that tcpdump does not fill in
  d.print(`: ${names.PPP_PROTOCOLS.get(protocol) ?? "Unknown Auth Proto (0x04x)"}`);
  if (protocol === CHAP)
    d.print(`, ${tokenText(names.CHAP_ALGORITHMS, "Unknown Auth Alg %d", d.u8(at + 4))}`);
  else if (!KNOWN_AUTH.has(protocol)) unknownData(d, at, "\n\t", length);
});

const CLASSES = ["Null", "Local", "IPv4", "MAC", "Magic-Num-Block", "PSNDN"];

const endpoint = atLeast(3, (d, at, length) => {
  const kind = d.u8(at + 2);
  if (kind === 2 && length !== 7) return bogus("= 7");
  if (kind === 3 && length !== 9) return bogus("= 9");
  d.print(`: ${CLASSES[kind] ?? `Unknown class ${kind}`}`);
  if (kind === 2) d.print(` ${d.ipv4(at + 3)}`);
  if (kind === 3) d.print(` ${d.mac(at + 3)}`);
  return undefined;
});

const LCP: OptionKind = {
  name: (type) => names.LCP_OPTIONS[type],
  mark: "lcp",
  goesOnTo: 3,
  bare: new Set([7, 8]),
  printers: new Map<number, Print>([
    [
      0,
      atLeast(6, (d, at) => {
        const vendor = d.u24(at + 2);
        d.print(`: Vendor: ${tokenText(names.VENDORS, "Unknown", vendor)} (${vendor})`);
      }),
    ],
    [1, exactly(4, (d, at) => d.print(`: ${d.u16(at + 2)}`))],
    [2, magic],
    [3, authentication],
    [4, atLeast(4, (d, at) => d.print(d.u16(at + 2) === 0xc025 ? ": LQR" : ": unknown"))],
    [5, magic],
    [
      13,
      atLeast(3, (d, at) => {
        d.print(": ");
        const operation = d.u8(at + 2);
        d.print(`: Callback Operation ${tokenText(names.CALLBACKS, "Unknown", operation)} (${operation})`);
      }),
    ],
    [17, exactly(4, (d, at) => d.print(`: ${d.u16(at + 2)}`))],
    [19, endpoint],
    [23, exactly(4, (d, at) => d.print(`: 0x${hex(d.u16(at + 2), 4)}`))],
  ]),
};

const COMPRESSIONS: ReadonlyMap<number, string> = new Map([
  [0x2d, "VJ-Comp"],
  [0x61, "IP Header Compression"],
]);
const IPHC = 0x61;
const IPHC_LENGTH = 14;
const SUBOPTIONS: ReadonlyMap<number, string> = new Map([
  [1, "RTP-Compression"],
  [2, "Enhanced RTP-Compression"],
]);

const compression = atLeast(4, (d, at, length) => {
  const protocol = d.u16(at + 2);
  d.print(`: ${tokenText(COMPRESSIONS, "Unknown", protocol)} (0x${hex(protocol, 2)}):`);
  if (protocol !== IPHC) return undefined;
  if (length < IPHC_LENGTH) return bogus(`>= ${IPHC_LENGTH}`);
  if (!d.has(at + 2, IPHC_LENGTH)) return "[|ipcp]";
  const [tcp, other, period, time, header] = [4, 6, 8, 10, 12].map((field) => d.u16(at + field));
  d.print(`${INDENT}TCP Space ${tcp}, non-TCP Space ${other}`);
  d.print(`, maxPeriod ${period}, maxTime ${time}, maxHdr ${header}`);
  return printSuboptions(d, at + IPHC_LENGTH, length - IPHC_LENGTH);
});

/** @returns where they end, or a mark */
function printSuboptions(d: Dissector, at: number, length: number): Outcome {
  d.print(`\n\t      Suboptions, length ${length}`);
  let left = length;
  let next = at;
  while (left >= 2) {
    if (!d.has(next, 2)) return "[|ipcp]";
    const [type, size] = [d.u8(next), d.u8(next + 1)];
    if (size === 0 || size > left) break;
    d.print(`\n\t\t${tokenText(SUBOPTIONS, "Unknown", type)} Suboption #${type}, length ${size}`);
    left -= size;
    next += size;
  }
  return next;
}

const IPCP: OptionKind = {
  name: (type) => names.IPCP_OPTIONS.get(type) ?? "unknown",
  mark: "ipcp",
  goesOnTo: 1,
  printers: new Map<number, Print>([
    [1, exactly(10, (d, at) => d.print(`: src ${d.ipv4(at + 2)}, dst ${d.ipv4(at + 6)}`))],
    [2, compression],
    ...[3, 4, 129, 130, 131, 132].map((type): [number, Print] => [type, address]),
  ]),
};

const IP6CP: OptionKind = {
  name: (type) => names.IP6CP_OPTIONS.get(type) ?? "unknown",
  mark: "ip6cp",
  goesOnTo: 255,
  printers: new Map<number, Print>([
    [
      1,
      exactly(10, (d, at) =>
        d.print(`: ${[2, 4, 6, 8].map((field) => hex(d.u16(at + field), 4)).join(":")}`),
      ),
    ],
  ]),
};

const CCP: OptionKind = {
  name: (type) => names.CCP_OPTIONS.get(type) ?? "Unknown",
  mark: "ccp",
  goesOnTo: 255,
  printers: new Map<number, Print>([
    [
      21,
      atLeast(3, (d, at) => {
        const byte = d.u8(at + 2);
        d.print(`: Version: ${byte >>> 5}, Dictionary Bits: ${byte & 0x1f}`);
      }),
    ],
    [
      24,
      atLeast(4, (d, at) => {
        const byte = d.u8(at + 2);
        d.print(`: Features: ${byte >>> 6}, PxP: ${(byte & 0x20) !== 0 ? "Enabled" : "Disabled"}`);
        d.print(`, History: ${byte & 0x1f}, #CTX-ID: ${d.u8(at + 3)}`);
      }),
    ],
    [
      26,
      atLeast(4, (d, at) => {
        const [window, check] = [d.u8(at + 2), d.u8(at + 3)];
        const method = window & 15;
        d.print(
          `: Window: ${window >>> 4}K, Method: ${method === 8 ? "zlib" : "unknown"} (0x${hex(method, 1)})`,
        );
        d.print(`, MBZ: ${check >>> 2}, CHK: ${check & 3}`);
      }),
    ],
  ]),
};

const BACP: OptionKind = {
  name: (type) => names.BACP_OPTIONS.get(type) ?? "Unknown",
  mark: "bacp",
  goesOnTo: 255,
  printers: new Map<number, Print>([
    [1, exactly(6, (d, at) => d.print(`: Magic-Num 0x${hex(d.u32(at + 2), 8)}`))],
  ]),
};

const KINDS: ReadonlyMap<number, OptionKind> = new Map([
  [0xc021, LCP],
  [0x8021, IPCP],
  [0x8057, IP6CP],
  [0x80fd, CCP],
  [0xc02b, BACP],
]);

/** Prints the options of a control protocol; none of one whose options are not known. */
export function printPppOptions(d: Dissector, protocol: number, at: number, length: number): void {
  const kind = KINDS.get(protocol);
  if (kind === undefined) return;
  let next = at;
  let left = length;
  do {
    const size = printOption(d, kind, next, left);
    if (size === 0) return;
    next += size;
    left -= size;
  } while (left > 0);
}

/** @returns its length; 0: nothing more can be read */
function printOption(d: Dissector, kind: OptionKind, at: number, left: number): number {
  if (!d.has(at, HEAD)) {
    d.print(`[|${kind.mark}]`);
    return 0;
  }
  const [type, length] = [d.u8(at), d.u8(at + 1)];
  if (left < length) return 0;
  const name = kind.name(type);
  if (name === undefined) d.print(`\n\tunknown LCP option 0x${hex(type, 2)}`);
  else d.print(`\n\t  ${name} Option (0x${hex(type, 2)}), length ${length}`);
  if (length < HEAD) {
    if (name !== undefined) d.print(bogus(">= 2"));
    return 0;
  }
  if (name === undefined) return length;
  const printer = kind.printers.get(type);
  const outcome = printer?.(d, at, length);
  if (typeof outcome === "string") {
    d.print(outcome);
    return type > kind.goesOnTo ? 0 : length;
  }
  const shown = printer === undefined && !kind.bare?.has(type) && d.options.verbose < 2;
  if (shown || d.options.verbose > 1) unknownData(d, (outcome ?? at) + HEAD, INDENT, length - HEAD);
  return length;
}
