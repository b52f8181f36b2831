/** `MARK`: changes the packet's mark. */
import type { Extension } from "../extension/extension.ts";

const MARK = 0;
const MASK = 4;
const ALL = 0xffffffff;
const SET_XMARK = 0;
const SET_MARK = 1;
const AND_MARK = 2;
const OR_MARK = 3;
const XOR_MARK = 4;
const ANY = 0b11111;

/** Mark and mask of each way to say it: `(mark & ~mask) ^ value`. */
export function markOf(id: number, value: number, mask: number): readonly [number, number] {
  if (id === SET_XMARK) return [value, mask];
  if (id === SET_MARK) return [value, (value | mask) >>> 0];
  if (id === AND_MARK) return [0, ~value >>> 0];
  return [value, id === OR_MARK ? value : 0];
}

const hex = (value: number): string => `0x${value.toString(16)}`;

export const mark: Extension = {
  kind: "target",
  name: "MARK",
  revision: 2,
  size: 8,
  userSize: 8,
  help: `
MARK target options:
  --set-xmark value[/mask]  Clear bits in mask and XOR value into nfmark
  --set-mark value[/mask]   Clear bits in mask and OR value into nfmark
  --and-mark bits           Binary AND the nfmark with bits
  --or-mark bits            Binary OR the nfmark with bits
  --xor-mark bits           Binary XOR the nfmark with bits
`,
  options: [
    { name: "set-xmark", id: SET_XMARK, type: "markmask32", excl: ANY },
    { name: "set-mark", id: SET_MARK, type: "markmask32", excl: ANY },
    { name: "and-mark", id: AND_MARK, type: "u32", excl: ANY },
    { name: "or-mark", id: OR_MARK, type: "u32", excl: ANY },
    { name: "xor-mark", id: XOR_MARK, type: "u32", excl: ANY },
  ],
  parse: ({ option, value, data }) => {
    const [number, mask] = markOf(option.id, value.number, value.mask);
    data.set32(MARK, number);
    data.set32(MASK, mask);
  },
  check: ({ use, context }) => {
    if (use.flags === 0)
      return context.wrong("MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required");
  },
  print: ({ data }) => {
    const number = data.u32(MARK);
    const mask = data.u32(MASK);
    if (number === 0) return ` MARK and ${hex(~mask >>> 0)}`;
    if (number === mask) return ` MARK or ${hex(number)}`;
    if (mask === 0) return ` MARK xor ${hex(number)}`;
    return mask === ALL ? ` MARK set ${hex(number)}` : ` MARK xset ${hex(number)}/${hex(mask)}`;
  },
  save: ({ data }) => ` --set-xmark ${hex(data.u32(MARK))}/${hex(data.u32(MASK))}`,
};
