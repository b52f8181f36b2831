/** `mac`: the sender's link-layer address. */
import { MacAddress } from "../../../packet/address.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";

const INVERT = 8;

function words({ data, not, prefix }: { data: Struct; not: string; prefix: string }): string {
  return `${data.u32(INVERT) ? not : ""} ${prefix} ${MacAddress.fromBytes(data.bytes, 0).toString()}`;
}

export const mac: Extension = {
  kind: "match",
  name: "mac",
  revision: 0,
  size: 12,
  userSize: 12,
  help: `
mac match options:
[!] --mac-source XX:XX:XX:XX:XX:XX
				Match source MAC address
`,
  options: [{ name: "mac-source", id: 0, type: "ethermac", mandatory: true, invert: true, put: 0 }],
  parse: ({ data, invert }) => {
    if (invert) data.set32(INVERT, 1);
  },
  print: ({ data }) => ` MAC${words({ data, not: " !", prefix: "" }).replace("  ", " ")}`,
  save: ({ data }) => words({ data, not: " !", prefix: "--mac-source" }),
};
