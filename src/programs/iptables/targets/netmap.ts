/** `NETMAP`: translates a whole network, host by host. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import { prefixLength } from "../family.ts";
import { addFlag, initRange, layoutOf, MAP_IPS } from "./nat-range.ts";

function netmap(family: number): Extension {
  const layout = layoutOf(family);
  const length = family === AF_INET ? 4 : 16;
  const text = (
    data: { slice(at: number, length: number): Uint8Array },
    format: (address: Uint8Array) => string,
  ): string => {
    const low = data.slice(layout.minAddress, length);
    const high = data.slice(layout.maxAddress, length);
    const mask = low.map((byte, index) => ~(byte ^ high[index]) & 0xff);
    const bits = prefixLength(mask);
    return `${format(low)}/${bits < 0 ? format(mask) : bits}`;
  };
  return {
    kind: "target",
    name: "NETMAP",
    family,
    revision: 0,
    size: layout.size,
    userSize: layout.size,
    help: `
NETMAP target options:
  --to address[/mask]
				Network address to map to.

`,
    options: [{ name: "to", id: 0, type: "hostmask", mandatory: true }],
    init: initRange(layout),
    parse: ({ data, value }) => {
      const { address, addressMask } = value;
      addFlag(data, layout, MAP_IPS);
      data.set(
        layout.minAddress,
        address.map((byte, index) => byte & addressMask[index]),
      );
      data.set(
        layout.maxAddress,
        address.map((byte, index) => (byte & addressMask[index]) | (~addressMask[index] & 0xff)),
      );
    },
    print: ({ data, context }) => ` to:${text(data, context.family.format)}`,
    save: ({ data, context }) => ` --to ${text(data, context.family.format)}`,
  };
}

export const NETMAP: readonly Extension[] = [netmap(AF_INET), netmap(AF_INET6)];
