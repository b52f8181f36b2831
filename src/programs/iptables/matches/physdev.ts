/** `physdev`: the bridge's ports that a frame came from and goes to. */
import type { Extension, OptionCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { interfaceWord } from "../values/interface-name.ts";

const IN = 0;
const OUT = 32;
const MASK = 16;
const NAME = 16;
const INVERT = 64;
const BITMASK = 65;
/** By the option's id. */
const OPTIONS = ["physdev-in", "physdev-out", "physdev-is-in", "physdev-is-out", "physdev-is-bridged"];
const OP_IN = 1;
const OP_OUT = 2;
const OP_BRIDGED = 4;
const OP_ISIN = 8;
const OP_ISOUT = 16;
const BITS = [OP_IN, OP_OUT, OP_ISIN, OP_ISOUT, OP_BRIDGED];

function putInterface({ data, argument, context }: OptionCall, at: number): void {
  const name = interfaceWord(context, argument);
  data.setText(at, NAME, name);
  const exact = !name.endsWith("+");
  // the name with its NUL, or what is before the plus
  data.bytes.fill(0xff, at + MASK, at + MASK + (exact ? name.length + 1 : name.length - 1));
}

/** The name, with a plus when the mask leaves the rest open. */
function interfaceOf(data: Struct, at: number): string {
  return data.text(at, NAME);
}

function words(data: Struct, prefix: string): string {
  const bits = data.u8(BITMASK);
  const inverse = data.u8(INVERT);
  const not = (bit: number): string => (inverse & bit ? " !" : "");
  let text = "";
  if (bits & OP_ISIN) text += `${not(OP_ISIN)} --physdev-is-in`;
  if (bits & OP_IN) text += `${not(OP_IN)} --physdev-in ${interfaceOf(data, IN)}`;
  if (bits & OP_ISOUT) text += `${not(OP_ISOUT)} --physdev-is-out`;
  if (bits & OP_OUT) text += `${not(OP_OUT)} --physdev-out ${interfaceOf(data, OUT)}`;
  if (bits & OP_BRIDGED) text += `${not(OP_BRIDGED)} --physdev-is-bridged`;
  return prefix + text;
}

export const physdev: Extension = {
  kind: "match",
  name: "physdev",
  revision: 0,
  size: 66,
  userSize: 66,
  help: `
physdev match options:
 [!] --physdev-in inputname[+]		bridge port name ([+] for wildcard)
 [!] --physdev-out outputname[+]	bridge port name ([+] for wildcard)
 [!] --physdev-is-in			arrived on a bridge device
 [!] --physdev-is-out			will leave on a bridge device
 [!] --physdev-is-bridged		it's a bridged packet
`,
  options: OPTIONS.map((name, id) => ({
    name,
    id,
    type: id < 2 ? "string" : "none",
    invert: true,
  })),
  parse: (call) => {
    const { option, data, invert } = call;
    if (option.id === 0) putInterface(call, IN);
    if (option.id === 1) putInterface(call, OUT);
    const bit = BITS[option.id];
    data.set8(BITMASK, data.u8(BITMASK) | bit);
    if (invert) data.set8(INVERT, data.u8(INVERT) | bit);
  },
  check: ({ use, context }) => {
    if (use.flags === 0) return context.wrong("PHYSDEV: no physdev option specified");
  },
  print: ({ data }) => words(data, " PHYSDEV match"),
  save: ({ data }) => words(data, ""),
};
