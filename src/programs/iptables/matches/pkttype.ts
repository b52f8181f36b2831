/** `pkttype`: to whom a frame was sent, as the link layer saw it. */
import type { Extension } from "../extension/extension.ts";

const TYPE = 0;
const INVERT = 4;
/** Names by number; some have a second one that is read only. */
const TYPES: readonly (readonly [string, number])[] = [
  ["unicast", 0],
  ["broadcast", 1],
  ["multicast", 2],
  ["otherhost", 3],
  ["bcast", 1],
  ["mcast", 2],
  ["host", 0],
];

function name(type: number): string {
  return TYPES.find(([, number]) => number === type)?.[0] ?? String(type);
}

export const pkttype: Extension = {
  kind: "match",
  name: "pkttype",
  revision: 0,
  size: 8,
  userSize: 8,
  help: `
pkttype match options:
[!] --pkt-type packettype    match packet type
Valid packet types:
	unicast       		to us
	broadcast     		to all
	multicast     		to group
	otherhost     		to someone else

`,
  options: [{ name: "pkt-type", id: 0, type: "string", mandatory: true, invert: true }],
  parse: ({ argument, data, invert, context }) => {
    const known = TYPES.find(([word]) => word.toLowerCase() === argument.toLowerCase());
    if (!known) return context.wrong(`Bad packet type '${argument}'`);
    data.set32(TYPE, known[1]);
    if (invert) data.set32(INVERT, 1);
  },
  print: ({ data }) => ` PKTTYPE ${data.u32(INVERT) ? "!" : ""}= ${name(data.u32(TYPE))}`,
  save: ({ data }) => `${data.u32(INVERT) ? " !" : ""} --pkt-type ${name(data.u32(TYPE))}`,
};
