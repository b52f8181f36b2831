/**
 * Prefixes in router advertisements: what is on the link, and addresses made of them (SLAAC).
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_prefix_rcv`, `addrconf_prefix_rcv_add_addr`), RFC 4861, 6.3.4, RFC 4862, 5.5.3.
 */
import {
  IFA_F_DEPRECATED,
  IFA_F_MANAGETEMPADDR,
  IFA_F_OPTIMISTIC,
  IFA_F_STABLE_PRIVACY,
  IFA_F_TENTATIVE,
  IFAPROT_KERNEL_RA,
  INFINITY_LIFE_TIME,
} from "../../../netlink/addr.ts";
import {
  IN6_ADDR_GEN_MODE_RANDOM,
  IN6_ADDR_GEN_MODE_STABLE_PRIVACY,
} from "../../../netlink/link-attributes.ts";
import { RTN_UNICAST, RTPROT_KERNEL } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import {
  ND_PREFIX_ADDRESS,
  ND_PREFIX_FLAG_AUTONOMOUS,
  ND_PREFIX_FLAG_ONLINK,
  ND_PREFIX_FLAGS,
  ND_PREFIX_LENGTH,
  ND_PREFIX_PREFERRED,
  ND_PREFIX_VALID,
} from "../../../packet/ndisc.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import { addAddress, addressEvent, IP6_RT_PRIO_ADDRCONF } from "../addrconf/addrconf.ts";
import { addressPrefix } from "../addrconf/addrconf-core.ts";
import { dadStart } from "../addrconf/addrconf-dad.ts";
import { addressOn } from "../addrconf/addrconf-lookup.ts";
import { eui64Address, generateStableAddress } from "../addrconf/addrconf-privacy.ts";
import { manageTemporaries } from "../addrconf/addrconf-temporary.ts";
import { planVerify } from "../addrconf/addrconf-verify.ts";
import type { Inet6Address, Inet6Device } from "../addrconf/inet6-device.ts";
import { notifyPrefix, type PrefixInformation } from "../addrconf/prefix-notify.ts";
import { Fib6Info, RTF_ADDRCONF, RTF_DEFAULT, RTF_PREFIX_RT, RTF_UP } from "../route/fib6-info.ts";
import { armGc, fib6Add, fib6Delete, KERNEL_ORIGIN } from "../route/ip6-fib-update.ts";

const NS_PER_SECOND = 1_000_000_000;
/** An advertisement that nobody signed can not shorten the life of an address below this, s (`MIN_VALID_LIFETIME`). */
const MIN_VALID_LIFETIME = 7200;
/** A router's own hint: addresses of this prefix come from DHCPv6 (RFC 9762). */
const ND_PREFIX_FLAG_DHCPV6_PD = 0x10;

/** Reads an option of 32 bytes at `at`. */
function readPrefix(bytes: Uint8Array, at: number): PrefixInformation {
  return {
    prefix: Ipv6Address.fromBytes(bytes, at + ND_PREFIX_ADDRESS),
    length: bytes[at + ND_PREFIX_LENGTH],
    flags: bytes[at + ND_PREFIX_FLAGS],
    valid: read32(bytes, at + ND_PREFIX_VALID),
    preferred: read32(bytes, at + ND_PREFIX_PREFERRED),
  };
}

/**
 * Takes the prefix information option of 32 bytes at `at`.
 * @param named the advertisement tells the router's link-layer address, so that an address may be used before it is checked
 */
export function takePrefix(idev: Inet6Device, bytes: Uint8Array, at: number, named: boolean): void {
  const info = readPrefix(bytes, at);
  const { cnf } = idev;
  if (info.prefix.isMulticast || info.prefix.isLinkLocal) return;
  if (info.preferred > info.valid) {
    idev.dev.net.machine.log.printNet(KERN_WARNING, "IPv6: addrconf: prefix option has invalid lifetime");
    return;
  }
  if (info.valid !== 0 && info.valid < cnf.acceptRaMinLft) return;
  if ((info.flags & ND_PREFIX_FLAG_ONLINK) !== 0 && info.length <= 128) takeOnLink(idev, info);
  const delegated = cnf.raHonorPioPflag !== 0 && (info.flags & ND_PREFIX_FLAG_DHCPV6_PD) !== 0;
  const autonomous = (info.flags & ND_PREFIX_FLAG_AUTONOMOUS) !== 0 && cnf.autoconf !== 0 && !delegated;
  if (autonomous && !autoconfigure(idev, info, named)) return;
  notifyPrefix(idev, info);
}

function findOnLinkRoute(idev: Inet6Device, network: Ipv6Address, length: number): Fib6Info | undefined {
  const table = idev.dev.net.ipv6.mainTable;
  const wanted = RTF_ADDRCONF | RTF_PREFIX_RT;
  return idev.routes.find(
    (route) =>
      route.table === table &&
      route.destinationLength === length &&
      (route.flags & (wanted | RTF_DEFAULT)) === wanted &&
      route.gateway === null &&
      route.destination.equals(network),
  );
}

function takeOnLink(idev: Inet6Device, { prefix, length, valid }: PrefixInformation): void {
  const { dev } = idev;
  const { net } = dev;
  const network = addressPrefix(prefix, length);
  const expires = valid === INFINITY_LIFE_TIME ? 0 : net.machine.now() + valid * NS_PER_SECOND;
  const present = findOnLinkRoute(idev, network, length);
  if (present !== undefined) {
    if (valid === 0) fib6Delete(net, present, KERNEL_ORIGIN);
    else {
      present.expires = expires;
      if (expires !== 0) armGc(net);
    }
    return;
  }
  if (valid === 0) return;
  const flags = RTF_ADDRCONF | RTF_PREFIX_RT | RTF_UP;
  const table = net.ipv6.mainTable;
  const route = new Fib6Info(table, network, length, IP6_RT_PRIO_ADDRCONF, RTN_UNICAST, flags, dev);
  route.protocol = RTPROT_KERNEL;
  if (expires !== 0) route.expires = expires;
  fib6Add(net, route, KERNEL_ORIGIN, null);
}

/** An address in the prefix: of the token, a stable secret, or the link-layer address. */
interface MadeAddress {
  readonly address: Ipv6Address;
  readonly flags: number;
  readonly tokenized: boolean;
}

function makeAddress(idev: Inet6Device, prefix: Ipv6Address): MadeAddress | null {
  const { token, dev } = idev;
  if (token !== null) {
    const address = new Ipv6Address(prefix.w0, prefix.w1, token.w2, token.w3);
    return { address, flags: 0, tokenized: true };
  }
  const mode = idev.cnf.addrGenMode;
  if (mode === IN6_ADDR_GEN_MODE_STABLE_PRIVACY || mode === IN6_ADDR_GEN_MODE_RANDOM) {
    const address = generateStableAddress(idev, prefix, 0);
    if (address !== null) return { address, flags: IFA_F_STABLE_PRIVACY, tokenized: false };
  }
  const address = eui64Address(dev, prefix) ?? inheritedAddress(idev, prefix);
  return address === null ? null : { address, flags: 0, tokenized: false };
}

/** A device without an identifier of its own takes that of its link-local address (`ipv6_inherit_eui64`). */
function inheritedAddress(idev: Inet6Device, prefix: Ipv6Address): Ipv6Address | null {
  const own = idev.addresses.findLast(
    (ifp) => ifp.address.isLinkLocal && (ifp.flags & IFA_F_TENTATIVE) === 0,
  );
  return own === undefined ? null : new Ipv6Address(prefix.w0, prefix.w1, own.address.w2, own.address.w3);
}

/** Makes an address in the prefix, or renews it. @returns whether the prefix could be used */
function autoconfigure(idev: Inet6Device, info: PrefixInformation, named: boolean): boolean {
  const made = info.length === 64 ? makeAddress(idev, info.prefix) : null;
  if (made === null) return false;
  const present = addressOn(idev.dev, made.address);
  if (present !== null) {
    renew(present, info);
    return true;
  }
  if (info.valid === 0) return true;
  const ifp = add(idev, made, info, named);
  if (ifp === null) return false;
  dadStart(ifp);
  manageTemporaries(ifp, info.valid, info.preferred, true);
  planVerify(idev.dev.net);
  return true;
}

function add(
  idev: Inet6Device,
  made: MadeAddress,
  info: PrefixInformation,
  named: boolean,
): Inet6Address | null {
  const { cnf, dev } = idev;
  const { all } = dev.net.ipv6;
  if (cnf.maxAddresses !== 0 && idev.addresses.length >= cnf.maxAddresses) return null;
  const optimistic =
    named && (all.optimisticDad !== 0 || cnf.optimisticDad !== 0) && all.forwarding === 0
      ? IFA_F_OPTIMISTIC
      : 0;
  const ifp = addAddress(
    idev,
    {
      address: made.address,
      prefixLength: info.length,
      flags: made.flags | optimistic,
      protocol: IFAPROT_KERNEL_RA,
      validLifetime: info.valid,
      preferredLifetime: info.preferred,
    },
    null,
  );
  if (typeof ifp === "number") return null;
  ifp.flags |= IFA_F_MANAGETEMPADDR;
  if (made.tokenized) ifp.tokenized = true;
  return ifp;
}

/** What is left of an address's life, s. */
function lifeLeft(ifp: Inet6Address): number {
  const age = Math.floor((ifp.idev.dev.net.machine.now() - ifp.updated) / NS_PER_SECOND);
  return Math.max(0, ifp.validLifetime - age);
}

/** The prefix was told again (RFC 4862, 5.5.3 e). */
function renew(ifp: Inet6Address, info: PrefixInformation): void {
  const { idev } = ifp;
  const { net } = idev.dev;
  const left = lifeLeft(ifp);
  let { valid } = info;
  if (left > 0) {
    if (idev.cnf.raHonorPioLife === 0) valid = Math.max(valid, Math.min(left, MIN_VALID_LIFETIME));
    ifp.validLifetime = valid;
    ifp.preferredLifetime = info.preferred;
    ifp.updated = net.machine.now();
    ifp.flags &= ~IFA_F_DEPRECATED;
    if ((ifp.flags & IFA_F_TENTATIVE) === 0) addressEvent(0, ifp);
  }
  manageTemporaries(ifp, valid, info.preferred, false);
  planVerify(net);
}
