/** The ranges that serve a request, with what the interface adds to them. */

import type { SystemCalls } from "../../kernel.ts";
import type { Ipv4Address } from "../../packet/address.ts";
import { ipv4, ipv4Mask } from "../../packet/address.ts";
import { localAddresses } from "../lib/local-addresses.ts";
import type { Config, DhcpHost, DhcpRange } from "./config.ts";
import type { Leases } from "./leases.ts";

/** A range on the network of an interface. */
export interface DhcpContext {
  readonly range: DhcpRange;
  /** This host's address there. */
  readonly local: Ipv4Address;
  readonly netmask: number;
  readonly broadcast: number;
}

/** The ranges on the networks of an interface's addresses; undefined when it has no address. */
export function contextsOf(sys: SystemCalls, config: Config, ifindex: number): DhcpContext[] | undefined {
  const own = localAddresses(sys).filter(({ index, address }) => index === ifindex && address.family === 2);
  if (own.length === 0) return undefined;
  const contexts: DhcpContext[] = [];
  for (const range of config.ranges)
    for (const { address, prefixLength } of own) {
      if (address.family !== 2) continue;
      const netmask = range.netmask ?? ipv4Mask(prefixLength);
      if ((range.start & netmask) !== (address.address & netmask)) continue;
      const broadcast = range.broadcast ?? (address.address | ~netmask) >>> 0;
      contexts.push({ range, local: address.address, netmask, broadcast });
      break;
    }
  return contexts;
}

/** The context of an address: one whose range it is in, or for a fixed one whose network it is in. */
export function contextOf(
  contexts: readonly DhcpContext[],
  address: number,
  fixed: boolean,
): DhcpContext | undefined {
  const inRange = contexts.find(
    ({ range }) => !range.staticOnly && address >= range.start && address <= range.end,
  );
  if (inRange !== undefined || !fixed) return inRange;
  return contexts.find(({ range, netmask }) => (address & netmask) === (range.start & netmask));
}

/** What `--dhcp-host` says of a client. */
export function hostConfig(
  config: Config,
  mac: string,
  clientId: string,
  name: string | undefined,
): DhcpHost | undefined {
  const byId = config.hosts.find((host) => host.clientId !== undefined && idMatches(host.clientId, clientId));
  const byMac = byId ?? config.hosts.find((host) => host.macs.includes(mac));
  if (byMac !== undefined || name === undefined) return byMac;
  return config.hosts.find(
    (host) => host.macs.length === 0 && host.clientId === undefined && host.name === name,
  );
}

function idMatches(wanted: string, clientId: string): boolean {
  if (wanted === "*") return clientId === "";
  const text = [...new TextEncoder().encode(wanted)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(":");
  return clientId !== "" && (clientId === wanted.toLowerCase() || clientId === text);
}

/** The first address to try for a client: the same one each time it asks (`hash_init` of `address_allocate`). */
function firstFor(context: DhcpContext, hardware: Uint8Array): number {
  let hash = 0;
  for (const byte of hardware) hash = (byte + (hash << 6) + (hash << 16) - hash) | 0;
  const seed = hash >>> 0 || 1;
  return context.range.start + (seed % (1 + context.range.end - context.range.start));
}

/** Whether nobody has or is meant to have the address. */
export function isFree(config: Config, leases: Leases, context: DhcpContext, address: number): boolean {
  if (address === context.local || leases.at(address) !== undefined) return false;
  return !config.hosts.some((host) => host.address === address);
}

/** Candidates for a client in the order in which they are tried. */
export function* candidates(
  config: Config,
  leases: Leases,
  contexts: readonly DhcpContext[],
  hardware: Uint8Array,
): Generator<Ipv4Address> {
  for (const context of contexts) {
    const { start, end, staticOnly } = context.range;
    if (staticOnly) continue;
    const first = config.sequential ? start : firstFor(context, hardware);
    const count = end - start + 1;
    for (let i = 0; i < count; i++) {
      const address = start + ((first - start + i) % count);
      // Windows does not like the ends of what was once a class C network
      const odd = address >>> 29 === 6 && [0, 255].includes(address & 255);
      if (!odd && isFree(config, leases, context, address)) yield ipv4(address);
    }
  }
}
