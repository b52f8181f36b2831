/** Targets with one option or none. */
import type { Extension } from "../extension/extension.ts";
import { quote } from "../values/quote.ts";

export const checksum: Extension = {
  kind: "target",
  name: "CHECKSUM",
  revision: 0,
  size: 1,
  userSize: 1,
  help: `
CHECKSUM target options
  --checksum-fill			Fill in packet checksum.
`,
  options: [{ name: "checksum-fill", id: 0, type: "none", mandatory: true }],
  parse: ({ data }) => data.set8(0, 1),
  print: ({ data }) => (data.u8(0) & 1 ? " CHECKSUM fill" : " CHECKSUM"),
  save: ({ data }) => (data.u8(0) & 1 ? " --checksum-fill" : ""),
};

export const trace: Extension = {
  kind: "target",
  name: "TRACE",
  revision: 0,
  size: 0,
  userSize: 0,
  help: `
TRACE does not take any options
`,
  options: [],
};

/** `MAJOR:MINOR`, in hexadecimal. */
function classText(priority: number, digits = 1): string {
  const hex = (value: number): string => value.toString(16).padStart(digits, "0");
  return `${hex(priority >>> 16)}:${hex(priority & 0xffff)}`;
}

export const classify: Extension = {
  kind: "target",
  name: "CLASSIFY",
  revision: 0,
  size: 4,
  userSize: 4,
  help: `
CLASSIFY target options:
--set-class MAJOR:MINOR    Set skb->priority value (always hexadecimal!)
`,
  options: [{ name: "set-class", id: 0, type: "string", mandatory: true }],
  parse: ({ argument, data, context }) => {
    const found = /^([0-9a-f]+):([0-9a-f]+)/i.exec(argument);
    if (!found) return context.wrong(`Bad class value "${argument}"`);
    data.set32(0, ((Number.parseInt(found[1], 16) << 16) | (Number.parseInt(found[2], 16) & 0xffff)) >>> 0);
  },
  print: ({ data }) => ` CLASSIFY set ${classText(data.u32(0))}`,
  save: ({ data }) => ` --set-class ${classText(data.u32(0), 4)}`,
};

export const NFLOG_LEN = 0;
export const NFLOG_GROUP = 4;
export const NFLOG_THRESHOLD = 6;
export const NFLOG_FLAGS = 8;
export const NFLOG_PREFIX = 12;
/** The kernel's own expression is used, which takes more than the target's 64 bytes. */
export const NFLOG_PREFIX_SIZE = 128;
/** The size was given. */
export const NFLOG_F_COPY_LEN = 1;
const O_RANGE = 2;
const O_SIZE = 4;

export const nflog: Extension = {
  kind: "target",
  name: "NFLOG",
  revision: 0,
  size: NFLOG_PREFIX + NFLOG_PREFIX_SIZE,
  userSize: NFLOG_PREFIX + NFLOG_PREFIX_SIZE,
  help: `
NFLOG target options:
 --nflog-group NUM		NETLINK group used for logging
 --nflog-range NUM		This option has no effect, use --nflog-size
 --nflog-size NUM		Number of bytes to copy
 --nflog-threshold NUM		Message threshold of in-kernel queue
 --nflog-prefix STRING		Prefix string for log messages
`,
  options: [
    { name: "nflog-group", id: 0, type: "u16", put: NFLOG_GROUP },
    { name: "nflog-prefix", id: 1, type: "string", min: 1, room: NFLOG_PREFIX_SIZE - 1, put: NFLOG_PREFIX },
    { name: "nflog-range", id: O_RANGE, type: "u32", put: NFLOG_LEN },
    { name: "nflog-size", id: O_SIZE, type: "u32", put: NFLOG_LEN },
    { name: "nflog-threshold", id: 3, type: "u16", put: NFLOG_THRESHOLD },
  ],
  init: (data) => data.set16(NFLOG_THRESHOLD, 0),
  parse: ({ option, argument, data, context }) => {
    if (option.id === 1 && argument.includes("\n"))
      return context.wrong("Newlines not allowed in --log-prefix");
    if (option.id === O_SIZE) data.set32(NFLOG_FLAGS, NFLOG_F_COPY_LEN);
  },
  check: ({ use, context }) => {
    if (use.flags & (1 << O_RANGE))
      context.warn(
        "warn: --nflog-range has never worked and is no longer supported, please use --nflog-size instead\n",
      );
  },
  print: ({ data }) => nflogWords(data, "nflog-"),
  save: ({ data }) => nflogWords(data, "--nflog-"),
};

function nflogWords(
  data: { u16(at: number): number; u32(at: number): number; text(at: number, length: number): string },
  prefix: string,
): string {
  const label = data.text(NFLOG_PREFIX, NFLOG_PREFIX_SIZE);
  let text = label === "" ? "" : ` ${prefix}prefix${quote(label)}`;
  if (data.u16(NFLOG_GROUP)) text += ` ${prefix}group ${data.u16(NFLOG_GROUP)}`;
  if (data.u32(NFLOG_FLAGS) & NFLOG_F_COPY_LEN) text += ` ${prefix}size ${data.u32(NFLOG_LEN)}`;
  else if (data.u32(NFLOG_LEN)) text += ` ${prefix}range ${data.u32(NFLOG_LEN)}`;
  if (data.u16(NFLOG_THRESHOLD)) text += ` ${prefix}threshold ${data.u16(NFLOG_THRESHOLD)}`;
  return text;
}
