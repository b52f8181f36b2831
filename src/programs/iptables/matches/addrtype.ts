/** `addrtype`: what the routing table says of an address. */
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";

const SOURCE = 0;
const DESTINATION = 2;
const FLAGS = 4;
const INVERT_SOURCE = 1;
const INVERT_DEST = 2;
const LIMIT_IFACE_IN = 4;
const LIMIT_IFACE_OUT = 8;

/** By number: `RTN_*`. */
export const ADDRESS_TYPES: readonly string[] = [
  "UNSPEC",
  "UNICAST",
  "LOCAL",
  "BROADCAST",
  "ANYCAST",
  "MULTICAST",
  "BLACKHOLE",
  "UNREACHABLE",
  "PROHIBIT",
  "THROW",
  "NAT",
  "XRESOLVE",
];

function parseTypes(context: Context, text: string): number {
  let bits = 0;
  for (let rest = text; ; ) {
    const comma = rest.indexOf(",");
    const wanted = (comma < 0 ? rest : rest.slice(0, comma)).toUpperCase();
    const type = wanted === "" ? -1 : ADDRESS_TYPES.indexOf(wanted);
    // the last word of a list is quoted in another way
    if (type < 0)
      return context.wrong(comma < 0 ? `addrtype: bad type "${rest}"` : `addrtype: bad type \`${rest}'`);
    bits |= 1 << type;
    if (comma < 0) return bits;
    rest = rest.slice(comma + 1);
  }
}

function types(bits: number): string {
  return ADDRESS_TYPES.filter((_, type) => bits & (1 << type)).join(",");
}

export const addrtype: Extension = {
  kind: "match",
  name: "addrtype",
  revision: 1,
  size: 8,
  userSize: 8,
  help: `
Address type match options:
 [!] --src-type type[,...]      Match source address type
 [!] --dst-type type[,...]      Match destination address type
     --limit-iface-in           Match only on the packet's incoming device
     --limit-iface-out          Match only on the packet's outgoing device

Valid types:           
                                UNSPEC
                                UNICAST
                                LOCAL
                                BROADCAST
                                ANYCAST
                                MULTICAST
                                BLACKHOLE
                                UNREACHABLE
                                PROHIBIT
                                THROW
                                NAT
                                XRESOLVE
`,
  options: [
    { name: "src-type", id: 0, type: "string", invert: true },
    { name: "dst-type", id: 1, type: "string", invert: true },
    { name: "limit-iface-in", id: 2, type: "none", excl: 1 << 3 },
    { name: "limit-iface-out", id: 3, type: "none", excl: 1 << 2 },
  ],
  parse: ({ option, argument, invert, data, context }) => {
    const flag = [INVERT_SOURCE, INVERT_DEST, LIMIT_IFACE_IN, LIMIT_IFACE_OUT][option.id];
    if (option.id === 0) data.set16(SOURCE, parseTypes(context, argument));
    if (option.id === 1) data.set16(DESTINATION, parseTypes(context, argument));
    if (invert || option.id > 1) data.set32(FLAGS, data.u32(FLAGS) | flag);
  },
  check: ({ use, context }) => {
    if (!(use.flags & 3)) return context.wrong("addrtype: you must specify --src-type or --dst-type");
  },
  print: ({ data }) => {
    const flags = data.u32(FLAGS);
    let text = " ADDRTYPE match";
    if (data.u16(SOURCE)) text += ` src-type ${flags & INVERT_SOURCE ? "!" : ""}${types(data.u16(SOURCE))}`;
    if (data.u16(DESTINATION))
      text += ` dst-type ${flags & INVERT_DEST ? "!" : ""}${types(data.u16(DESTINATION))}`;
    if (flags & LIMIT_IFACE_IN) text += " limit-in";
    if (flags & LIMIT_IFACE_OUT) text += " limit-out";
    return text;
  },
  save: ({ data }) => {
    const flags = data.u32(FLAGS);
    let text = "";
    if (data.u16(SOURCE))
      text += `${flags & INVERT_SOURCE ? " !" : ""} --src-type ${types(data.u16(SOURCE))}`;
    if (data.u16(DESTINATION))
      text += `${flags & INVERT_DEST ? " !" : ""} --dst-type ${types(data.u16(DESTINATION))}`;
    if (flags & LIMIT_IFACE_IN) text += " --limit-iface-in";
    if (flags & LIMIT_IFACE_OUT) text += " --limit-iface-out";
    return text;
  },
};
