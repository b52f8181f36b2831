/** `devgroup`, `realm` and `cpu`: what devices, routes and processors were put into. */
import { AF_INET } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension, OptionCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { numberPrefix, UINT32_MAX } from "../values/parse-number.ts";

/** Files of names, each with what Debian's has in it. */
interface NameFile {
  readonly path: string;
  readonly builtin: string;
}
const GROUP_FILE: NameFile = { path: "/etc/iproute2/group", builtin: "0 default" };
const REALM_FILE: NameFile = { path: "/etc/iproute2/rt_realms", builtin: "0 cosmos" };
const ALL = 0xffffffff;

/** A number with a mask, or a name of the file (`xtables_parse_mark_mask` with a list of names). */
function readMasked(
  { argument, option, use, context }: OptionCall,
  file: NameFile,
): { value: number; mask: number } {
  const { name } = use.extension;
  const known = context.names.numbered(file.path, file.builtin).get(argument);
  if (known !== undefined) return { value: known, mask: ALL };
  const value = numberPrefix(argument, 0n, UINT32_MAX);
  if (!value)
    return context.wrong(
      `${name}: could not map name ${argument} to an integer value for option "--${option.name}".\n`,
    );
  const mask = value.rest.startsWith("/") ? numberPrefix(value.rest.slice(1), 0n, UINT32_MAX) : undefined;
  if (value.rest.startsWith("/") && !mask)
    return context.wrong(`${name}: bad integer value for option "--${option.name}", or out of range.\n`);
  if ((mask ?? value).rest !== "")
    return context.wrong(`${name}: trailing garbage after value for option "--${option.name}".\n`);
  return { value: Number(value.value), mask: mask ? Number(mask.value) : ALL };
}

/** ` 0x5/0xff`, or the file's name for it. */
export function maskedText(
  context: Context,
  file: NameFile,
  value: number,
  mask: number,
  numeric: boolean,
): string {
  const hex = (number: number): string => `0x${number.toString(16)}`;
  if (mask !== ALL) return `${hex(value)}/${hex(mask)}`;
  return (numeric ? undefined : nameOf(context, file, value)) ?? hex(value);
}

function nameOf(context: Context, file: NameFile, value: number): string | undefined {
  for (const [name, number] of context.names.numbered(file.path, file.builtin))
    if (number === value) return name;
  return undefined;
}

const FLAGS = 0;
/** A side: its bit, that of its inversion, and where group and mask are. */
export const GROUP_SIDES = [
  { name: "src-group", bit: 1, invert: 2, at: 4 },
  { name: "dst-group", bit: 4, invert: 8, at: 12 },
] as const;

function groupWords(data: Struct, context: Context, prefix: string, numeric: boolean): string {
  const flags = data.u32(FLAGS);
  return GROUP_SIDES.filter(({ bit }) => flags & bit)
    .map(({ name, invert, at }) => {
      const text = maskedText(context, GROUP_FILE, data.u32(at), data.u32(at + 4), numeric);
      return `${flags & invert ? " !" : ""} ${prefix}${name} ${text}`;
    })
    .join("");
}

export const devgroup: Extension = {
  kind: "match",
  name: "devgroup",
  revision: 0,
  size: 20,
  userSize: 20,
  help: `
devgroup match options:
[!] --src-group value[/mask]	Match device group of incoming device
[!] --dst-group value[/mask]	Match device group of outgoing device
`,
  options: GROUP_SIDES.map(({ name }, id) => ({ name, id, type: "string", invert: true })),
  parse: (call) => {
    const { option, data, invert } = call;
    const side = GROUP_SIDES[option.id];
    const { value, mask } = readMasked(call, GROUP_FILE);
    data.set32(side.at, value);
    data.set32(side.at + 4, mask);
    data.set32(FLAGS, data.u32(FLAGS) | side.bit | (invert ? side.invert : 0));
  },
  check: ({ use, context }) => {
    if (use.flags === 0)
      context.wrong("devgroup match: You must specify either '--src-group' or '--dst-group'");
  },
  print: ({ data, context, numeric }) => groupWords(data, context, "", numeric),
  save: ({ data, context }) => groupWords(data, context, "--", false),
};

const REALM_INVERT = 8;

function realmWords(data: Struct, context: Context, option: string, numeric: boolean): string {
  const text = maskedText(context, REALM_FILE, data.u32(0), data.u32(4), numeric);
  return `${data.u8(REALM_INVERT) ? " !" : ""} ${option} ${text}`;
}

export const realm: Extension = {
  kind: "match",
  name: "realm",
  family: AF_INET,
  revision: 0,
  size: 12,
  userSize: 12,
  help: `
realm match options:
[!] --realm value[/mask]
				Match realm
`,
  options: [{ name: "realm", id: 0, type: "string", mandatory: true, invert: true }],
  parse: (call) => {
    const { value, mask } = readMasked(call, REALM_FILE);
    call.data.set32(0, value);
    call.data.set32(4, mask);
    if (call.invert) call.data.set8(REALM_INVERT, 1);
  },
  print: ({ data, context, numeric }) => realmWords(data, context, "realm", numeric),
  save: ({ data, context }) => realmWords(data, context, "--realm", false),
};

export const cpu: Extension = {
  kind: "match",
  name: "cpu",
  revision: 0,
  size: 8,
  userSize: 8,
  help: `
cpu match options:
[!] --cpu number   Match CPU number
`,
  options: [{ name: "cpu", id: 0, type: "u32", mandatory: true, invert: true, put: 0 }],
  parse: ({ data, invert }) => {
    if (invert) data.set32(4, 1);
  },
  print: ({ data }) => ` cpu ${data.u32(4) ? "! " : ""}${data.u32(0)}`,
  save: ({ data }) => `${data.u32(4) ? " !" : ""} --cpu ${data.u32(0)}`,
};
