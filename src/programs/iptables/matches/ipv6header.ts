/** `ipv6header`: which headers an IPv6 packet has; `eui64`: whether its source comes from its sender's link-layer address. */
import { AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";
import { UINT8_MAX, wholeNumber } from "../values/parse-number.ts";

const MATCHES = 0;
const INVERTS = 1;
const MODE = 2;
const SOFT = 1;

/** Headers in the order of listings, each with its number, its bit and its names, the one that is shown first. */
const HEADERS = [
  { number: 0, bit: 0x80, names: ["hop-by-hop", "hop", "ip"] },
  { number: 60, bit: 0x40, names: ["ipv6-opts", "dst"] },
  { number: 43, bit: 0x20, names: ["ipv6-route", "route"] },
  { number: 44, bit: 0x10, names: ["ipv6-frag", "frag"] },
  { number: 51, bit: 0x08, names: ["ah", "auth"] },
  { number: 50, bit: 0x04, names: ["esp"] },
  { number: 59, bit: 0x02, names: ["ipv6-nonxt", "none"] },
  { number: 255, bit: 0x01, names: ["protocol", "prot"] },
];

function readHeader(text: string, context: Context): number {
  const number = wholeNumber(text, 0n, UINT8_MAX);
  const known = HEADERS.find(
    (header) => header.names.includes(text) || (number !== undefined && header.number === Number(number)),
  );
  if (known) return known.bit;
  const other = number ?? context.names.protocolByName(text);
  return context.wrong(`unknown header \`${other ?? text}' specified`);
}

function readHeaders(text: string, context: Context): number {
  const parts = text.split(",").filter((part) => part !== "");
  if (parts.length === 0) return context.wrong("ip6t_ipv6header: cannot parse header names");
  return parts.reduce((bits, part) => bits | readHeader(part, context), 0);
}

function names(bits: number): string {
  return HEADERS.filter(({ bit }) => bits & bit)
    .map((header) => header.names[0])
    .join(",");
}

export const ipv6header: Extension = {
  kind: "match",
  name: "ipv6header",
  family: AF_INET6,
  revision: 0,
  size: 3,
  userSize: 3,
  help: `
ipv6header match options:
[!] --header headers     Type of header to match, by name
                         names: hop,dst,route,frag,auth,esp,none,prot
                    long names: hop-by-hop,ipv6-opts,ipv6-route,
                                ipv6-frag,ah,esp,ipv6-nonxt,protocol
                       numbers: 0,60,43,44,51,50,59
--soft                    The header CONTAINS the specified extensions
`,
  options: [
    { name: "header", id: 0, type: "string", mandatory: true, invert: true },
    { name: "soft", id: SOFT, type: "none" },
  ],
  parse: ({ option, argument, data, invert, context }) => {
    if (option.id === SOFT) return data.set8(MODE, 1);
    data.set8(MATCHES, readHeaders(argument, context));
    if (invert) data.set8(INVERTS, 0xff);
  },
  print: ({ data, numeric }) => {
    const bits = data.u8(MATCHES);
    let text = " ipv6header";
    if (bits !== 0 || data.u8(INVERTS) !== 0) {
      const shown = numeric ? `0x${bits.toString(16).toUpperCase().padStart(2, "0")}` : names(bits);
      text += ` flags:${data.u8(INVERTS) ? "!" : ""}${shown}`;
    }
    return data.u8(MODE) ? `${text} soft` : text;
  },
  save: ({ data }) =>
    `${data.u8(INVERTS) ? " !" : ""} --header ${names(data.u8(MATCHES))}${data.u8(MODE) ? " --soft" : ""}`,
};

export const eui64: Extension = {
  kind: "match",
  name: "eui64",
  family: AF_INET6,
  revision: 0,
  size: 4,
  userSize: 4,
  help: `
eui64 does not take any options
`,
  options: [],
  print: () => "",
};
