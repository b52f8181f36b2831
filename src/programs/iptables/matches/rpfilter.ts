/** `rpfilter`: whether an answer would leave by the device that the packet came from. */
import type { Extension } from "../extension/extension.ts";

const NAMES = ["loose", "validmark", "accept-local", "invert"];

function words(flags: number, prefix: string): string {
  return NAMES.map((name, bit) => (flags & (1 << bit) ? ` ${prefix}${name}` : "")).join("");
}

export const rpfilter: Extension = {
  kind: "match",
  name: "rpfilter",
  revision: 0,
  size: 1,
  userSize: 1,
  help: `
rpfilter match options:
    --loose          permit reverse path via any interface
    --validmark      use skb nfmark when performing route lookup
    --accept-local   do not reject packets with a local source address
    --invert         match packets that failed the reverse path test
`,
  options: NAMES.map((name, id) => ({ name, id, type: "none" })),
  parse: ({ option, data }) => data.set8(0, data.u8(0) | (1 << option.id)),
  print: ({ data }) => ` rpfilter${words(data.u8(0), "")}`,
  save: ({ data }) => words(data.u8(0), "--"),
};
