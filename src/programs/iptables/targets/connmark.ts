/** `CONNMARK`: changes the connection's mark, or carries marks between packet and connection. */
import type { Extension, OptionCall, PrintCall } from "../extension/extension.ts";
import { markOf } from "./mark.ts";

const CTMARK = 0;
const CTMASK = 4;
const NFMASK = 8;
const SHIFT_DIR = 12;
const SHIFT_BITS = 13;
const MODE = 14;
const SET = 0;
const SAVE = 1;
const RESTORE = 2;
const ALL = 0xffffffff;

// of several that exclude each other, the one with the smaller number is told of
const O_SET_MARK = 0;
const O_SAVE = 1;
const O_RESTORE = 2;
const O_AND_MARK = 3;
const O_OR_MARK = 4;
const O_XOR_MARK = 5;
const O_SET_XMARK = 6;
const O_CTMASK = 7;
const O_NFMASK = 8;
const O_MASK = 9;
const O_LEFT = 10;
const O_RIGHT = 11;
const OPERATIONS = 0b1111111;
const MASKS = (1 << O_CTMASK) | (1 << O_NFMASK);
/** What changes the mark, in the order of `mark.ts`. */
const CHANGES = [O_SET_XMARK, O_SET_MARK, O_AND_MARK, O_OR_MARK, O_XOR_MARK];
const NAMES = ["set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark"];

const hex = (value: number): string => `0x${value.toString(16)}`;

function parse({ option, value, data }: OptionCall): void {
  const { id } = option;
  const change = CHANGES.indexOf(id);
  if (change >= 0) {
    const [number, mask] = markOf(change, value.number, value.mask);
    data.set8(MODE, SET);
    data.set32(CTMARK, number);
    data.set32(CTMASK, mask);
  } else if (id === O_SAVE) data.set8(MODE, SAVE);
  else if (id === O_RESTORE) data.set8(MODE, RESTORE);
  else if (id === O_CTMASK) data.set32(CTMASK, value.number);
  else if (id === O_NFMASK) data.set32(NFMASK, value.number);
  else if (id === O_MASK) {
    data.set32(NFMASK, value.number);
    data.set32(CTMASK, value.number);
  } else {
    data.set8(SHIFT_DIR, id === O_RIGHT ? 1 : 0);
    data.set8(SHIFT_BITS, value.number);
  }
}

function shift({ data }: PrintCall, prefix: string): string {
  const bits = data.u8(SHIFT_BITS);
  return bits === 0 ? "" : ` ${prefix}${data.u8(SHIFT_DIR) ? "right" : "left"}-shift-mark ${bits}`;
}

/** `-L`, when marks are set. */
function printSet({ data }: PrintCall): string {
  const number = data.u32(CTMARK);
  const mask = data.u32(CTMASK);
  if (number === 0) return ` CONNMARK and ${hex(~mask >>> 0)}`;
  if (number === mask) return ` CONNMARK or ${hex(number)}`;
  if (mask === 0) return ` CONNMARK xor ${hex(number)}`;
  return mask === ALL ? ` CONNMARK set ${hex(number)}` : ` CONNMARK xset ${hex(number)}/${hex(mask)}`;
}

/** `-L`, when they are carried. */
function printCarried({ data }: PrintCall): string {
  const ct = data.u32(CTMASK);
  const nf = data.u32(NFMASK);
  const saving = data.u8(MODE) === SAVE;
  const word = saving ? "save" : "restore";
  if (nf === ALL && ct === ALL) return ` CONNMARK ${word}`;
  if (nf === ct) return ` CONNMARK ${word} mask ${hex(nf)}`;
  return saving
    ? ` CONNMARK save nfmask ${hex(nf)} ctmask ~${hex(ct)}`
    : ` CONNMARK restore ctmask ${hex(ct)} nfmask ~${hex(nf)}`;
}

export const connmark: Extension = {
  kind: "target",
  name: "CONNMARK",
  revision: 2,
  size: 16,
  userSize: 16,
  help: `
CONNMARK target options:
  --set-xmark value[/ctmask]    Zero mask bits and XOR ctmark with value
  --save-mark [--ctmask mask] [--nfmask mask]
                                Copy ctmark to nfmark using masks
  --restore-mark [--ctmask mask] [--nfmask mask]
                                Copy nfmark to ctmark using masks
  --set-mark value[/mask]       Set conntrack mark value
  --save-mark [--mask mask]     Save the packet nfmark in the connection
  --restore-mark [--mask mask]  Restore saved nfmark value
  --and-mark value              Binary AND the ctmark with bits
  --or-mark value               Binary OR  the ctmark with bits
  --xor-mark value              Binary XOR the ctmark with bits
  --left-shift-mark value       Left shift the ctmark with bits
  --right-shift-mark value      Right shift the ctmark with bits
`,
  options: [
    ...CHANGES.map((id, i) => ({
      name: NAMES[i],
      id,
      type: i < 2 ? ("markmask32" as const) : ("u32" as const),
      excl: OPERATIONS & ~(1 << id),
    })),
    { name: "save-mark", id: O_SAVE, type: "none", excl: OPERATIONS & ~(1 << O_SAVE) },
    { name: "restore-mark", id: O_RESTORE, type: "none", excl: OPERATIONS & ~(1 << O_RESTORE) },
    { name: "ctmask", id: O_CTMASK, type: "u32", excl: 1 << O_MASK },
    { name: "nfmask", id: O_NFMASK, type: "u32", excl: 1 << O_MASK },
    { name: "mask", id: O_MASK, type: "u32", excl: MASKS },
    { name: "left-shift-mark", id: O_LEFT, type: "u8", max: 32 },
    { name: "right-shift-mark", id: O_RIGHT, type: "u8", max: 32 },
  ],
  init: (data) => {
    data.set32(CTMASK, ALL);
    data.set32(NFMASK, ALL);
  },
  parse,
  check: ({ use, context }) => {
    if (!(use.flags & OPERATIONS)) return context.wrong("CONNMARK target: No operation specified");
  },
  print: (call) => (call.data.u8(MODE) === SET ? printSet(call) : printCarried(call)) + shift(call, ""),
  save: (call) => {
    const { data } = call;
    const ct = data.u32(CTMASK);
    const nf = data.u32(NFMASK);
    const mode = data.u8(MODE);
    const text =
      mode === SET
        ? ` --set-xmark ${hex(data.u32(CTMARK))}/${hex(ct)}`
        : ` --${mode === SAVE ? "save" : "restore"}-mark --nfmask ${hex(nf)} --ctmask ${hex(ct)}`;
    return text + shift(call, "--");
  },
};
