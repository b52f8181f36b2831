/** Options of DHCPv6. One that is cut off ends the list that it is in, with tcpdump's mark. */
import { DHCP6_OPTIONS as NAMES, STATUS_CODES } from "./dhcp6-tables.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { printName } from "./domain-name.ts";
import { visible } from "./words.ts";

const HEADER = 4;
/** Bytes of what has no other form that are shown. */
const SHOWN = 10;

type PrintMessage = (at: number, length: number) => void;

/** @returns false: it ends here, cut off; its closing parenthesis stays away */
type OptionPrinter = (d: Dissector, at: number, length: number, message: PrintMessage) => unknown;

/** Prints the options from `at` to `end`. @param message prints a message in a relayed one */
export function printDhcp6Options(d: Dissector, at: number, end: number, message: PrintMessage): void {
  for (let next = at; next < end; ) {
    if (next + HEADER > end || !d.has(next, HEADER)) return d.truncated();
    const type = d.u16(next);
    const length = d.u16(next + 2);
    if (next + HEADER + length > end) return d.truncated();
    d.print(` (${tokenText(NAMES, "opt_%d", type)}`);
    if (!d.has(next + HEADER, length)) return d.truncated();
    const printer = PRINTERS.get(type);
    if (printer?.(d, next + HEADER, length, message) === false) return d.truncated();
    d.print(")");
    next += HEADER + length;
  }
}

/** A printer for options that have a length at least, or exactly; others are shown as `?`. */
function sized(fits: (length: number) => boolean, print: OptionPrinter): OptionPrinter {
  return (d, at, length, message) => {
    if (fits(length)) return print(d, at, length, message);
    d.print(" ?");
  };
}

const atLeast = (least: number, print: OptionPrinter): OptionPrinter =>
  sized((length) => length >= least, print);
const exactly = (size: number, print: OptionPrinter): OptionPrinter =>
  sized((length) => length === size, print);

/** The options inside one, behind its own `head` bytes. */
function inner(d: Dissector, at: number, length: number, head: number, message: PrintMessage): void {
  if (length > head) d.nested(() => printDhcp6Options(d, at + head, at + length, message));
}

const identifier = atLeast(2, (d, at, length) => {
  const type = d.u16(at);
  if (type === 1 && length >= 8)
    d.print(` hwaddr/time type ${d.u16(at + 2)} time ${d.u32(at + 4)} ${d.hex(at + 8, length - 8, "")}`);
  else if (type === 2 && length >= 8) d.print(` vid ${d.hex(at + 2, 8, "")}`);
  else if (type === 3 && length >= 4)
    d.print(` hwaddr type ${d.u16(at + 2)} ${d.hex(at + 4, length - 4, "")}`);
  else if (type >= 1 && type <= 3) d.print(" ?");
  else d.print(` type ${type}`);
});

const association = atLeast(12, (d, at, length, message) => {
  d.print(` IAID:${d.u32(at)} T1:${d.u32(at + 4)} T2:${d.u32(at + 8)}`);
  inner(d, at, length, 12, message);
});

const addresses: OptionPrinter = (d, at, length) => {
  if (length % 16 !== 0) return d.print(" ?");
  for (let i = 0; i < length; i += 16) d.print(` ${d.ipv6(at + i)}`);
};

const names: OptionPrinter = (d, at, length) => {
  for (let next = at; next < at + length; ) {
    d.print(" ");
    const after = printName(d, next, next);
    if (after < 0) return false;
    next = after;
  }
};

const number = exactly(4, (d, at) => d.print(` ${d.u32(at)}`));

function someHex(d: Dissector, at: number, length: number): void {
  d.print(`${d.hex(at, Math.min(length, SHOWN), "")}...`);
}

const bytes: OptionPrinter = (d, at, length) => {
  d.print(" ");
  someHex(d, at, length);
};

const text: OptionPrinter = atLeast(5, (d, at, length) => {
  d.print(" ");
  for (let i = 0; i < length; i++) d.print(visible(d.u8(at + i)));
});

const AUTH_DELAYED = 2;
const AUTH_RECONFIGURE = 3;
const AUTH_HEAD = 11;

const authentication = atLeast(AUTH_HEAD, (d, at, length) => {
  const [protocol, algorithm, detection] = [d.u8(at), d.u8(at + 1), d.u8(at + 2)];
  const name =
    protocol === AUTH_DELAYED ? "delayed" : protocol === AUTH_RECONFIGURE ? "reconfigure" : protocol;
  d.print(` proto: ${name}, alg: ${algorithm === 1 ? "HMAC-MD5" : algorithm}`);
  d.print(`, RDM: ${detection === 0 ? "mono" : detection}, RD:`);
  for (let i = 0; i < 4; i++) d.print(` ${hex(d.u16(at + 3 + i * 2), 4)}`);
  const words = (from: number): void => {
    for (let i = 0; i < 4; i++) d.print(` ${hex(d.u32(from + i * 4), 8)}`);
  };
  const info = at + AUTH_HEAD;
  const left = length - AUTH_HEAD;
  if (protocol === AUTH_DELAYED && left === 0) return;
  if (protocol === AUTH_DELAYED && left >= 20) {
    const realm = left - 20;
    if (realm > 0) d.print(`, realm: ${d.hex(info, realm, "")}`);
    d.print(`, key ID: ${hex(d.u32(info + realm), 8)}, HMAC-MD5:`);
    words(info + realm + 4);
  } else if (protocol === AUTH_RECONFIGURE && left === 17) {
    const type = d.u8(info);
    d.print(type === 1 ? " reconfig-key" : type === 2 ? " type: HMAC-MD5" : " type: ??");
    d.print(" value:");
    words(info + 1);
  } else d.print(" ??");
});

const RECONFIGURE: ReadonlyMap<number, string> = new Map([
  [5, "renew"],
  [11, "inf-req"],
]);

const timeServers = atLeast(4, (d, at, length) => {
  const end = at + length;
  for (let next = at; next < end - 4; ) {
    const type = d.u16(next);
    const size = d.u16(next + 2);
    next += 4;
    if (next + size > end) return false;
    d.print(` subopt:${type}`);
    if ((type === 1 || type === 2) && size === 16) d.print(` ${d.ipv6(next)}`);
    else if (type === 3) {
      d.print(" ");
      if (printName(d, next, next) < 0) return false;
    } else d.print(" ?");
    next += size;
  }
});

const tunnelEnd = atLeast(3, (d, at, length) => {
  d.print(" ");
  let left = length;
  let next = at;
  while (left > 0) {
    const size = d.u8(next);
    if (size === 0) return;
    next++;
    if (size >= left - 1) return d.print(" ?");
    // up to a zero
    for (let i = 0; i < size && d.u8(next + i) !== 0; i++) d.print(visible(d.u8(next + i)));
    next += size;
    left -= size + 1;
    if (d.u8(next) !== 0) d.print(".");
  }
});

function statusText(code: number): string {
  return code > 255 ? "INVALID code" : tokenText(STATUS_CODES, "code%d", code);
}

const QUERIES: ReadonlyMap<number, string> = new Map([
  [1, "by-address"],
  [2, "by-clientID"],
]);

const PRINTERS: ReadonlyMap<number, OptionPrinter> = new Map<number, OptionPrinter>([
  [1, identifier],
  [2, identifier],
  [3, association],
  [
    4,
    atLeast(4, (d, at, length, message) => {
      d.print(` IAID:${d.u32(at)}`);
      inner(d, at, length, 4, message);
    }),
  ],
  [
    5,
    atLeast(24, (d, at, length, message) => {
      d.print(` ${d.ipv6(at)} pltime:${d.u32(at + 16)} vltime:${d.u32(at + 20)}`);
      inner(d, at, length, 24, message);
    }),
  ],
  [
    6,
    sized(
      (length) => length % 2 === 0,
      (d, at, length) => {
        for (let i = 0; i < length; i += 2) d.print(` ${tokenText(NAMES, "opt_%d", d.u16(at + i))}`);
      },
    ),
  ],
  [7, exactly(1, (d, at) => d.print(` ${d.u8(at)}`))],
  [8, exactly(2, (d, at) => d.print(` ${d.u16(at)}`))],
  [
    9,
    (d, at, length, message) => {
      d.print(" (");
      message(at, length);
    },
  ],
  [11, authentication],
  [13, atLeast(2, (d, at) => d.print(` ${statusText(d.u16(at))}`))],
  [18, bytes],
  [19, exactly(1, (d, at) => d.print(` for ${tokenText(RECONFIGURE, "???(%02x)", d.u8(at))}`))],
  [21, names],
  [24, names],
  ...[22, 23, 27, 28, 31, 34, 40, 48].map((type) => [type, addresses] as const),
  [25, association],
  [
    26,
    atLeast(25, (d, at, length, message) => {
      d.print(` ${d.ipv6(at + 9)}/${d.u8(at + 8)} pltime:${d.u32(at)} vltime:${d.u32(at + 4)}`);
      inner(d, at, length, 25, message);
    }),
  ],
  [32, number],
  [46, number],
  [
    37,
    atLeast(4, (d, at, length) => {
      d.print(` ${d.u32(at)} `);
      someHex(d, at + 4, length - 4);
    }),
  ],
  [38, bytes],
  [41, text],
  [42, text],
  [
    44,
    atLeast(17, (d, at, length, message) => {
      d.print(` ${tokenText(QUERIES, "type_%d", d.u8(at))} ${d.ipv6(at + 1)}`);
      inner(d, at, length, 17, message);
    }),
  ],
  [45, (d, at, length, message) => inner(d, at, length, 0, message)],
  [
    47,
    atLeast(16, (d, at, length) => {
      d.print(` ${d.ipv6(at)} `);
      someHex(d, at + 16, length - 16);
    }),
  ],
  [56, timeServers],
  [64, tunnelEnd],
]);
