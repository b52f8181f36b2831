/**
 * `ip_local_reserved_ports`: ports that no socket is given unless it asks for them, of both families.
 *
 * Source: `include/net/ip.h` (`inet_is_local_reserved_port`).
 */
import { EINVAL } from "../../../errno.ts";
import type { Net } from "../../core/net.ts";
import type { SysctlEntry } from "../../core/sysctl/sysctl.ts";
import { formatRanges, isBitSet, parseRanges } from "../../core/sysctl/sysctl-bitmap.ts";

const RESERVED = Symbol("ip_local_reserved_ports");
const PORTS = 65536;

function reservedOf(net: Net): Uint32Array | undefined {
  return net.getGeneric(RESERVED) as Uint32Array | undefined;
}

/** Whether a port is kept for those who ask for it. */
export function isReservedPort(net: Net, port: number): boolean {
  const reserved = reservedOf(net);
  return reserved !== undefined && isBitSet(reserved, port);
}

export const RESERVED_PORTS: SysctlEntry = {
  mode: 0o644,
  exact: true,
  read(net) {
    const reserved = reservedOf(net);
    return reserved === undefined ? "" : formatRanges(reserved);
  },
  write(net, _key, text) {
    const reserved = parseRanges(text, PORTS);
    if (reserved === undefined) return -EINVAL;
    net.setGeneric(RESERVED, reserved);
    return 0;
  },
};
