/**
 * Which of its addresses a host sends from.
 *
 * Source: `net/ipv6/addrconf.c` (`ipv6_dev_get_saddr`, `ipv6_get_saddr_eval`), RFC 6724, section 5.
 */
import {
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_OPTIMISTIC,
  IFA_F_TEMPORARY,
  IFA_F_TENTATIVE,
} from "../../../netlink/addr.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import {
  addressScope,
  addressType,
  commonPrefix,
  IPV6_ADDR_ANY,
  IPV6_ADDR_COMPATV4,
  IPV6_ADDR_LINKLOCAL,
  IPV6_ADDR_LOOPBACK,
  IPV6_ADDR_MAPPED,
  IPV6_ADDR_MULTICAST,
  IPV6_ADDR_SCOPE_LINKLOCAL,
} from "./addrconf-core.ts";
import { hasAddress } from "./addrconf-lookup.ts";
import type { Inet6Address } from "./inet6-device.ts";

interface Wanted {
  readonly address: Ipv6Address;
  readonly dev: NetDevice | null;
  readonly scope: number;
  readonly label: number;
}

/** The rules in order: the first that tells two candidates apart decides. Greater is better. */
const RULES: readonly ((candidate: Inet6Address, wanted: Wanted) => number)[] = [
  (candidate, wanted) => Number(candidate.address.equals(wanted.address)),
  (candidate, wanted) => {
    const scope = addressScope(candidate.address);
    return scope >= wanted.scope ? -scope : scope - 128;
  },
  (candidate) => Number((candidate.flags & avoided(candidate)) === 0 || isAlwaysPreferred(candidate)),
  (candidate, wanted) => Number(wanted.dev === null || candidate.idev.dev === wanted.dev),
  (candidate, wanted) => Number(labelOf(candidate) === wanted.label),
  (candidate) => Number(isTemporary(candidate) === candidate.idev.cnf.useTempaddr >= 2),
  (candidate, wanted) => Number(isOrchid(candidate.address) === isOrchid(wanted.address)),
  (candidate, wanted) => Math.min(commonPrefix(candidate.address, wanted.address), candidate.prefixLength),
  (candidate) => Number((candidate.flags & IFA_F_OPTIMISTIC) === 0),
];

/** Flags that make an address a second choice. */
function avoided({ idev }: Inet6Address): number {
  const { all } = idev.dev.net.ipv6;
  const optimistic =
    (all.optimisticDad !== 0 || idev.cnf.optimisticDad !== 0) &&
    (all.useOptimistic !== 0 || idev.cnf.useOptimistic !== 0);
  return optimistic ? IFA_F_DEPRECATED : IFA_F_DEPRECATED | IFA_F_OPTIMISTIC;
}

/** `ipv6_saddr_preferred` */
function isAlwaysPreferred({ address }: Inet6Address): boolean {
  return (addressType(address) & (IPV6_ADDR_MAPPED | IPV6_ADDR_COMPATV4 | IPV6_ADDR_LOOPBACK)) !== 0;
}

function labelOf({ address, idev }: Inet6Address): number {
  return idev.dev.net.ipv6.labels.label(address, idev.dev.ifindex);
}

function isTemporary(candidate: Inet6Address): boolean {
  return (candidate.flags & IFA_F_TEMPORARY) !== 0;
}

/** Overlay addresses: 2001:10::/28 (`ipv6_addr_orchid`, RFC 4843). */
function isOrchid(address: Ipv6Address): boolean {
  return (address.w0 & 0xfffffff0) === 0x20010010;
}

function isCandidate(ifp: Inet6Address): boolean {
  if ((ifp.flags & IFA_F_TENTATIVE) !== 0 && (ifp.flags & IFA_F_OPTIMISTIC) === 0) return false;
  if ((ifp.flags & IFA_F_DADFAILED) !== 0) return false;
  const type = addressType(ifp.address);
  return type !== IPV6_ADDR_ANY && (type & IPV6_ADDR_MULTICAST) === 0;
}

/** True when `candidate` is better than the best so far. */
function isBetter(candidate: Inet6Address, best: Inet6Address, wanted: Wanted): boolean {
  for (const rule of RULES) {
    const difference = rule(candidate, wanted) - rule(best, wanted);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** The best source address for a destination through `dev`; null: there is none. */
export function selectSource(net: Net, dev: NetDevice | null, destination: Ipv6Address): Ipv6Address | null {
  const type = addressType(destination);
  const wanted: Wanted = {
    address: destination,
    dev,
    scope: addressScope(destination),
    label: net.ipv6.labels.label(destination, dev?.ifindex ?? 0),
  };
  const onlyDevice =
    dev !== null &&
    ((type & IPV6_ADDR_MULTICAST) !== 0 ||
      wanted.scope <= IPV6_ADDR_SCOPE_LINKLOCAL ||
      (dev.in6Dev?.cnf.useOifAddrsOnly ?? 0) !== 0 ||
      (type & IPV6_ADDR_LINKLOCAL) !== 0);
  // the first rule: an address of this host is answered from itself
  if (!onlyDevice && hasAddress(net, destination, null)) return destination;
  let best: Inet6Address | null = null;
  if (onlyDevice) best = bestOf(dev, wanted, null);
  else {
    if (dev !== null) best = bestOf(dev, wanted, null);
    if (best === null || !isClearlyBest(best, wanted)) best = bestOfAll(net, wanted);
  }
  return best?.address ?? null;
}

/** No other device can have a better one: same device, fitting scope and label. Saves a walk over thousands of devices. */
function isClearlyBest(best: Inet6Address, wanted: Wanted): boolean {
  return (
    addressScope(best.address) === wanted.scope &&
    (best.flags & (IFA_F_DEPRECATED | IFA_F_OPTIMISTIC)) === 0 &&
    !best.idev.dev.isLoopback
  );
}

function bestOfAll(net: Net, wanted: Wanted): Inet6Address | null {
  let best: Inet6Address | null = null;
  for (const dev of net.devices.values()) best = bestOf(dev, wanted, best);
  return best;
}

function bestOf(dev: NetDevice, wanted: Wanted, before: Inet6Address | null): Inet6Address | null {
  let best = before;
  for (const ifp of dev.in6Dev?.addresses ?? []) {
    if (!isCandidate(ifp)) continue;
    if (best === null || isBetter(ifp, best, wanted)) best = ifp;
  }
  return best;
}
