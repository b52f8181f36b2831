/** `TPROXY`: packets go to a socket here without being changed. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { IPV4, IPV6 } from "../family.ts";

/** Places in `struct xt_tproxy_target_info_v1`. */
const MASK = 0;
const VALUE = 4;
const ADDRESS = 8;
const PORT = 24;

const ON_PORT = 0;
const ON_IP = 1;

const mark = (data: Struct): string => `0x${data.u32(VALUE).toString(16)}/0x${data.u32(MASK).toString(16)}`;

function tproxyOf(family: number): Extension {
  const { format } = family === AF_INET ? IPV4 : IPV6;
  const address = (data: Struct): string => format(data.slice(ADDRESS, family === AF_INET ? 4 : 16));
  return {
    kind: "target",
    name: "TPROXY",
    family,
    revision: 1,
    size: 28,
    userSize: 28,
    help: `
TPROXY target options:
  --on-port port		    Redirect connection to port, or the original port if 0
  --on-ip ip			    Optionally redirect to the given IP
  --tproxy-mark value[/mask]	    Mark packets with the given value/mask

`,
    options: [
      { name: "on-port", id: ON_PORT, type: "port", mandatory: true },
      { name: "on-ip", id: ON_IP, type: "host" },
      { name: "tproxy-mark", id: 2, type: "markmask32" },
    ],
    parse: ({ option: { id }, data, value }) => {
      if (id === ON_PORT) data.setBe16(PORT, value.number);
      else if (id === ON_IP) data.slice(ADDRESS, 16).set(value.address);
      else {
        data.set32(VALUE, value.number);
        data.set32(MASK, value.mask);
      }
    },
    print: ({ data }) => ` TPROXY redirect ${address(data)}:${data.be16(PORT)} mark ${mark(data)}`,
    save: ({ data }) => ` --on-port ${data.be16(PORT)} --on-ip ${address(data)} --tproxy-mark ${mark(data)}`,
  };
}

export const TPROXY = [tproxyOf(AF_INET), tproxyOf(AF_INET6)];
