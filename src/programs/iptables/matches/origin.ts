/** `realm`, `devgroup`, `cpu`: where packets come from and go to, beside addresses. */
import type { Extension, PrintCall } from "../extension/extension.ts";
import { namedMaskText, parseNamedMask } from "../values/named-mask.ts";

const REALMS = "rt_realms";
const GROUPS = "group";

const realmText = ({ data, context, numeric }: PrintCall, asNumber: boolean): string =>
  namedMaskText(context, REALMS, data.u32(0), data.u32(4), asNumber && numeric);

export const realm: Extension = {
  kind: "match",
  name: "realm",
  revision: 0,
  size: 12,
  userSize: 12,
  help: `
realm match options:
[!] --realm value[/mask]
				Match realm
`,
  options: [{ name: "realm", id: 0, type: "string", invert: true, mandatory: true }],
  parse: ({ argument, context, data, invert }) => {
    const [value, mask] = parseNamedMask(context, argument, { extension: "realm", option: "realm" }, REALMS);
    data.set32(0, value);
    data.set32(4, mask);
    if (invert) data.set8(8, 1);
  },
  print: (call) => `${call.data.u8(8) ? " !" : ""} realm ${realmText(call, true)}`,
  save: (call) => `${call.data.u8(8) ? " !" : ""} --realm ${realmText(call, false)}`,
};

/** What a flag says is matched, and the next one inverts. */
const SIDES = [
  { name: "src-group", flag: 1, at: 4 },
  { name: "dst-group", flag: 4, at: 12 },
] as const;

function groupsText({ data, context }: PrintCall, prefix: string, numeric: boolean): string {
  const flags = data.u32(0);
  return SIDES.filter(({ flag }) => (flags & flag) !== 0)
    .map(({ name, flag, at }) => {
      const text = namedMaskText(context, GROUPS, data.u32(at), data.u32(at + 4), numeric);
      return `${flags & (flag << 1) ? " !" : ""} ${prefix}${name} ${text}`;
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
  options: SIDES.map(({ name }, id) => ({ name, id, type: "string", invert: true })),
  parse: ({ argument, context, data, invert, option }) => {
    const { flag, at } = SIDES[option.id];
    const what = { extension: "devgroup", option: option.name };
    const [value, mask] = parseNamedMask(context, argument, what, GROUPS);
    data.set32(at, value);
    data.set32(at + 4, mask);
    data.set32(0, data.u32(0) | flag | (invert ? flag << 1 : 0));
  },
  check: ({ use, context }) => {
    if (use.flags === 0)
      return context.wrong("devgroup match: You must specify either '--src-group' or '--dst-group'");
  },
  print: (call) => groupsText(call, "", call.numeric),
  save: (call) => groupsText(call, "--", false),
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
  options: [{ name: "cpu", id: 0, type: "u32", invert: true, mandatory: true, put: 0 }],
  parse: ({ data, invert }) => {
    if (invert) data.set32(4, 1);
  },
  print: ({ data }) => ` cpu ${data.u32(4) ? "! " : ""}${data.u32(0)}`,
  save: ({ data }) => `${data.u32(4) ? " !" : ""} --cpu ${data.u32(0)}`,
};
