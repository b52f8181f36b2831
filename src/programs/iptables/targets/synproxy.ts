/** `SYNPROXY`: handshakes are answered for a server. */
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";

/** Places in `struct xt_synproxy_info`. */
const OPTIONS = 0;
const WSCALE = 1;
const MSS = 2;

/** `XT_SYNPROXY_OPT_*` */
const OPT_MSS = 0x01;
const OPT_WSCALE = 0x02;

/** In the order in which they are shown, with their bits. */
const SHOWN = [
  ["sack-perm", 0x04],
  ["timestamp", 0x08],
  ["wscale", OPT_WSCALE],
  ["mss", OPT_MSS],
  ["ecn", 0x10],
] as const;

/** The words of what a rule says. */
export function synproxyWords(data: Struct): string[] {
  const options = data.u8(OPTIONS);
  return SHOWN.filter(([, bit]) => (options & bit) !== 0).map(([name, bit]) => {
    if (bit === OPT_WSCALE) return `${name} ${data.u8(WSCALE)}`;
    return bit === OPT_MSS ? `${name} ${data.u16(MSS)}` : name;
  });
}

export const synproxy: Extension = {
  kind: "target",
  name: "SYNPROXY",
  revision: 0,
  size: 4,
  userSize: 4,
  help: `
SYNPROXY target options:
  --sack-perm                        Set SACK_PERM
  --timestamp                        Set TIMESTAMP
  --wscale value                     Set window scaling factor
  --mss value                        Set MSS value
  --ecn                              Set ECN
`,
  options: [
    { name: "sack-perm", id: 0x04, type: "none" },
    { name: "timestamp", id: 0x08, type: "none" },
    { name: "wscale", id: OPT_WSCALE, type: "u32" },
    { name: "mss", id: OPT_MSS, type: "u32" },
    { name: "ecn", id: 0x10, type: "none" },
  ],
  parse: ({ option: { id }, data, value }) => {
    data.set8(OPTIONS, data.u8(OPTIONS) | id);
    if (id === OPT_WSCALE) data.set8(WSCALE, value.number & 0xff);
    else if (id === OPT_MSS) data.set16(MSS, value.number & 0xffff);
  },
  print: ({ data }) =>
    ` SYNPROXY ${synproxyWords(data)
      .map((word) => `${word} `)
      .join("")}`,
  save: ({ data }) =>
    synproxyWords(data)
      .map((word) => ` --${word}`)
      .join(""),
};
