/** `mark` and `connmark`: the packet's mark, or the connection's. */
import type { Extension } from "../extension/extension.ts";

export const MARK = 0;
export const MARK_MASK = 4;
export const MARK_INVERT = 8;
const ALL = 0xffffffff;

/** `0x1/0xff`, or without the mask when it is all. */
export function formatMark(mark: number, mask: number): string {
  return mask === ALL ? `0x${mark.toString(16)}` : `0x${mark.toString(16)}/0x${mask.toString(16)}`;
}

function markMatch(name: string, word: string, none: string, help: string): Extension {
  return {
    kind: "match",
    name,
    revision: 1,
    size: 12,
    userSize: 12,
    help,
    options: [{ name: "mark", id: 0, type: "markmask32", mandatory: true, invert: true }],
    parse: ({ data, value, invert }) => {
      data.set32(MARK, value.number);
      data.set32(MARK_MASK, value.mask);
      if (invert) data.set8(MARK_INVERT, 1);
    },
    print: ({ data }) =>
      ` ${word} match${data.u8(MARK_INVERT) ? " !" : none} ${formatMark(data.u32(0), data.u32(4))}`,
    save: ({ data }) => `${data.u8(MARK_INVERT) ? " !" : ""} --mark ${formatMark(data.u32(0), data.u32(4))}`,
  };
}

export const mark = markMatch(
  "mark",
  "mark",
  "",
  `
mark match options:
[!] --mark value[/mask]    Match nfmark value with optional mask
`,
);
export const connmark = markMatch(
  "connmark",
  "connmark",
  " ",
  `
connmark match options:
[!] --mark value[/mask]    Match ctmark value with optional mask
`,
);
