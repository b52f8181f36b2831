/**
 * Temporary addresses: random ones beside a public address, replaced before they are deprecated.
 *
 * Source: `net/ipv6/addrconf.c` (`ipv6_create_tempaddr`, `manage_tempaddrs`, `delete_tempaddrs`), RFC 8981.
 */
import {
  IFA_F_DEPRECATED,
  IFA_F_OPTIMISTIC,
  IFA_F_TEMPORARY,
  IFA_F_TENTATIVE,
} from "../../../netlink/addr.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import type { Machine } from "../../core/machine.ts";
import { KERN_INFO, KERN_WARNING } from "../../core/printk/log-level.ts";
import { addAddress, addressEvent, deleteAddress } from "./addrconf.ts";
import { dadStart } from "./addrconf-dad.ts";
import { isReservedIdentifier } from "./addrconf-privacy.ts";
import type { Inet6Address, Inet6Device } from "./inet6-device.ts";

const NS_PER_SECOND = 1_000_000_000;
/** A jiffy on the reference machine, ns: the least interval between probes. */
const LEAST_RETRANS = 10_000_000;

/** How long before its deprecation an address is replaced, s (`ipv6_get_regen_advance`). */
export function regenAdvance(idev: Inet6Device): number {
  const { regenMinAdvance, regenMaxRetry, dadTransmits } = idev.cnf;
  const retrans = Math.max(idev.nd.values.retransTime, LEAST_RETRANS);
  return regenMinAdvance + Math.floor((regenMaxRetry * dadTransmits * retrans) / NS_PER_SECOND);
}

function secondsSince(machine: Machine, then: number): number {
  return Math.floor((machine.now() - then) / NS_PER_SECOND);
}

/** A random identifier behind the address's prefix (`ipv6_gen_rnd_iid`). */
function randomAddress(machine: Machine, prefix: Ipv6Address): Ipv6Address {
  for (;;) {
    const w2 = machine.random() >>> 0;
    const w3 = machine.random() >>> 0;
    if (!isReservedIdentifier(w2, w3)) return new Ipv6Address(prefix.w0, prefix.w1, w2, w3);
  }
}

/** Draws anew by how much lifetimes are shortened, if a setting has made it too large. */
function checkDesync(idev: Inet6Device, advance: number): void {
  const { maxDesyncFactor, tempPreferedLft } = idev.cnf;
  const greatest = Math.min(maxDesyncFactor, tempPreferedLft - advance);
  if (idev.desyncFactor <= greatest) return;
  idev.desyncFactor = greatest > 0 ? (idev.dev.net.machine.random() >>> 0) % greatest : 0;
}

/** Lifetimes in s as they are counted from the public address's last change; null: too short to be of use. */
function lifetimesFor(ifp: Inet6Address): { valid: number; preferred: number } | null {
  const idev = ifp.idev;
  const age = secondsSince(idev.dev.net.machine, ifp.updated);
  const advance = regenAdvance(idev);
  checkDesync(idev, advance);
  const valid = Math.min(ifp.validLifetime, idev.cnf.tempValidLft + age);
  const wanted = idev.cnf.tempPreferedLft + age - idev.desyncFactor;
  const preferred = Math.min(ifp.preferredLifetime, wanted, valid);
  if (preferred > advance + age) return { valid, preferred };
  const least = advance + age + 1;
  return least > valid || least > ifp.preferredLifetime ? null : { valid, preferred: least };
}

/** Makes a temporary address beside a public one (`ipv6_create_tempaddr`). */
export function createTemporary(ifp: Inet6Address): void {
  const idev = ifp.idev;
  const machine = idev.dev.net.machine;
  while (idev.cnf.useTempaddr > 0) {
    if (ifp.regenCount++ >= idev.cnf.regenMaxRetry) {
      idev.writableConf().useTempaddr = -1;
      say(machine, KERN_WARNING, "regeneration time exceeded - disabled temporary address support");
      return;
    }
    const life = lifetimesFor(ifp);
    if (life === null) return;
    const made = addAddress(
      idev,
      {
        address: randomAddress(machine, ifp.address),
        prefixLength: ifp.prefixLength,
        flags: IFA_F_TEMPORARY | (ifp.flags & IFA_F_OPTIMISTIC),
        validLifetime: life.valid,
        preferredLifetime: life.preferred,
      },
      null,
    );
    if (typeof made === "number") {
      say(machine, KERN_INFO, "retry temporary address regeneration");
      continue;
    }
    made.publicAddress = ifp;
    // lifetimes count from the public address's last change; its age still from now
    made.updated = ifp.updated;
    dadStart(made);
    return;
  }
  say(machine, KERN_INFO, "use_tempaddr is disabled");
}

function say(machine: Machine, level: number, text: string): void {
  machine.log.print(level, `IPv6: ipv6_create_tempaddr: ${text}`);
}

function temporariesOf(ifp: Inet6Address): Inet6Address[] {
  return ifp.idev.addresses.filter((each) => each.publicAddress === ifp);
}

/** Temporary addresses follow the lifetimes of their public one, and there is one if there should be (`manage_tempaddrs`). */
export function manageTemporaries(
  ifp: Inet6Address,
  valid: number,
  preferred: number,
  create: boolean,
): void {
  const idev = ifp.idev;
  const machine = idev.dev.net.machine;
  let validLeft = valid;
  let preferredLeft = preferred;
  for (const each of temporariesOf(ifp)) {
    const age = secondsSince(machine, each.created);
    validLeft = Math.min(validLeft, Math.max(0, idev.cnf.tempValidLft - age));
    preferredLeft = Math.min(preferredLeft, Math.max(0, idev.cnf.tempPreferedLft - idev.desyncFactor - age));
    each.validLifetime = validLeft;
    each.preferredLifetime = preferredLeft;
    each.updated = machine.now();
    if (preferredLeft > 0) each.flags &= ~IFA_F_DEPRECATED;
    if ((each.flags & IFA_F_TENTATIVE) === 0) addressEvent(0, each);
  }
  const none = !idev.addresses.some((each) => (each.flags & IFA_F_TEMPORARY) !== 0);
  const wanted = create || (none && (validLeft > 0 || preferredLeft > 0));
  if (wanted && idev.cnf.useTempaddr > 0) createTemporary(ifp);
}

/** The public address goes, or manages no more: its temporary ones go too (`delete_tempaddrs`). */
export function deleteTemporaries(ifp: Inet6Address): void {
  for (const each of temporariesOf(ifp)) deleteAddress(each);
}
