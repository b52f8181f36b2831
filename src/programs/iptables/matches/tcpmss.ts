/** `tcpmss`: the maximum segment size of a SYN. */
import type { Extension } from "../extension/extension.ts";
import { rangeText } from "./length.ts";

const INVERT = 4;

export const tcpmss: Extension = {
  kind: "match",
  name: "tcpmss",
  revision: 0,
  size: 6,
  userSize: 6,
  help: `
tcpmss match options:
[!] --mss value[:value]	Match TCP MSS range.
				(only valid for TCP SYN or SYN/ACK packets)
`,
  options: [{ name: "mss", id: 0, type: "u16rc", mandatory: true, invert: true }],
  parse: ({ data, value, invert, context }) => {
    if (value.range.length > 1 && value.range[0] > value.range[1])
      return context.wrong("tcpmss: invalid range given");
    data.set16(0, Number(value.range[0]));
    data.set16(2, Number(value.range[value.range.length - 1]));
    if (invert) data.set8(INVERT, 1);
  },
  print: ({ data }) => ` tcpmss match ${data.u8(INVERT) ? "!" : ""}${rangeText(data)}`,
  save: ({ data }) => `${data.u8(INVERT) ? " !" : ""} --mss ${rangeText(data)}`,
};
