/** `udp`: ports. Sent as native expressions, unless there are none. */
import type { Extension } from "../extension/extension.ts";
import { printPortRange, savePortRange } from "./ports.ts";

export const UDP_SPORTS = 0;
export const UDP_DPORTS = 4;
export const UDP_INVERSE = 8;
export const XT_UDP_INV_SRCPT = 0x01;
export const XT_UDP_INV_DSTPT = 0x02;

const SOURCE = 0;
const DESTINATION = 1;

export const udp: Extension = {
  kind: "match",
  name: "udp",
  revision: 0,
  size: 10,
  userSize: 10,
  help: `
udp match options:
[!] --source-port port[:port]
 --sport ...
				match source port(s)
[!] --destination-port port[:port]
 --dport ...
				match destination port(s)
`,
  options: [
    { name: "source-port", id: SOURCE, type: "portrc", invert: true },
    { name: "sport", id: SOURCE, type: "portrc", invert: true },
    { name: "destination-port", id: DESTINATION, type: "portrc", invert: true },
    { name: "dport", id: DESTINATION, type: "portrc", invert: true },
  ],
  init: (data) => {
    data.set16(UDP_SPORTS + 2, 0xffff);
    data.set16(UDP_DPORTS + 2, 0xffff);
  },
  parse: ({ option, invert, data, value }) => {
    const at = option.id === SOURCE ? UDP_SPORTS : UDP_DPORTS;
    const [low, high = low] = value.range;
    data.set16(at, Number(low));
    data.set16(at + 2, Number(high));
    if (invert)
      data.set8(
        UDP_INVERSE,
        data.u8(UDP_INVERSE) | (option.id === SOURCE ? XT_UDP_INV_SRCPT : XT_UDP_INV_DSTPT),
      );
  },
  print: ({ data, context, numeric }) => {
    const inverse = data.u8(UDP_INVERSE);
    let text = " udp";
    text += printPortRange(context, "spt", data.u16(0), data.u16(2), (inverse & 1) !== 0, numeric, "udp");
    text += printPortRange(context, "dpt", data.u16(4), data.u16(6), (inverse & 2) !== 0, numeric, "udp");
    if (inverse & ~0x03) text += ` Unknown invflags: 0x${(inverse & ~0x03).toString(16).toUpperCase()}`;
    return text;
  },
  save: ({ data }) => {
    const inverse = data.u8(UDP_INVERSE);
    return (
      savePortRange("--sport", data.u16(0), data.u16(2), (inverse & 1) !== 0) +
      savePortRange("--dport", data.u16(4), data.u16(6), (inverse & 2) !== 0)
    );
  },
};
