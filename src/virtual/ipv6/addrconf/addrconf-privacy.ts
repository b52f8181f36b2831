/**
 * Interface identifiers: from the link-layer address (EUI-64), and opaque ones that are stable per prefix.
 *
 * Source: `net/ipv6/addrconf.c` (`ipv6_generate_eui64`, `ipv6_generate_stable_address`), RFC 4291, RFC 7217.
 */
import { IFA_F_STABLE_PRIVACY } from "../../../netlink/addr.ts";
import { readU32 } from "../../../netlink/attribute.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { ARPHRD_ETHER, type NetDevice } from "../../core/dev/netdevice.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import { addAddress } from "./addrconf.ts";
import type { Inet6Address, Inet6Device } from "./inet6-device.ts";
import { sha1Block } from "./sha1.ts";

/** A device whose address was drawn or set has no permanent one: all zeros. */
const NO_ADDRESS = new Uint8Array(0);

/** The prefix of 64 bits with the device's EUI-64 behind it; null: the device has none. */
export function eui64Address(dev: NetDevice, prefix: Ipv6Address): Ipv6Address | null {
  if (dev.type !== ARPHRD_ETHER || dev.addressLength !== 6) return null;
  const mac = dev.address;
  const high = (((mac[0] ^ 2) << 24) | (mac[1] << 16) | (mac[2] << 8) | 0xff) >>> 0;
  const low = ((0xfe << 24) | (mac[3] << 16) | (mac[4] << 8) | mac[5]) >>> 0;
  return new Ipv6Address(prefix.w0, prefix.w1, high, low);
}

/** The secret from which stable identifiers are made: the device's own, or the namespace's default; null: none. */
function secretOf(idev: Inet6Device): Uint8Array | null {
  return idev.cnf.stableSecret ?? idev.dev.net.ipv6.default.stableSecret;
}

/** For `addr_gen_mode` 3: a secret of the kernel's own (`ipv6_gen_mode_random_init`). */
export function drawSecret(idev: Inet6Device): void {
  if (idev.cnf.stableSecret !== null) return;
  const secret = new Uint8Array(16);
  for (let i = 0; i < 16; i++) secret[i] = idev.dev.net.machine.random();
  idev.writableConf().stableSecret = secret;
}

/** Identifiers that RFC 5453 reserves (`ipv6_reserved_interfaceid`). */
export function isReservedIdentifier(w2: number, w3: number): boolean {
  if ((w2 | w3) === 0) return true;
  if (w2 === 0x02005eff && w3 >>> 24 === 0xfe) return true;
  return w2 === 0xfdffffff && w3 >>> 7 === 0x1ffffff;
}

/** An opaque address in a prefix of 64 bits; null without a secret, or when all tries are reserved. */
export function generateStableAddress(
  idev: Inet6Device,
  prefix: Ipv6Address,
  collisions: number,
): Ipv6Address | null {
  const secret = secretOf(idev);
  if (secret === null) return null;
  const block = new Uint8Array(64);
  block.set(secret, 0);
  prefix
    .toBytes()
    .subarray(0, 8)
    .forEach((byte, i) => {
      block[16 + i] = byte;
    });
  block.set((idev.dev.permanentAddress ?? NO_ADDRESS).subarray(0, 32), 24);
  for (let count = collisions; count <= idev.dev.net.ipv6.sysctls.idgenRetries; count++) {
    block[56] = count;
    const digest = sha1Block(block);
    // Linux stores the words of the digest in the machine's own order: little-endian.
    const w2 = readU32(digest, 0);
    const w3 = readU32(digest, 4);
    if (!isReservedIdentifier(w2, w3)) return new Ipv6Address(prefix.w0, prefix.w1, w2, w3);
  }
  return null;
}

function say(idev: Inet6Device, text: string): void {
  idev.dev.net.machine.log.printNet(KERN_INFO, `IPv6: ${idev.dev.name}: ${text}`);
}

/** After a collision: the next stable address, already added; null when there is none to try. */
export function retryStableAddress(ifp: Inet6Address): Inet6Address | null {
  const { idev } = ifp;
  const retries = ifp.stablePrivacyRetry + 1;
  if ((ifp.flags & IFA_F_STABLE_PRIVACY) === 0) return null;
  if (retries > idev.dev.net.ipv6.sysctls.idgenRetries) {
    say(idev, "privacy stable address generation failed because of DAD conflicts!");
    return null;
  }
  const address = generateStableAddress(idev, ifp.address, retries);
  const { maxAddresses } = idev.cnf;
  if (address === null || (maxAddresses > 0 && idev.addresses.length >= maxAddresses)) return null;
  say(idev, "generating new stable privacy address because of DAD conflict");
  const added = addAddress(
    idev,
    {
      address,
      prefixLength: ifp.prefixLength,
      flags: ifp.flags,
      validLifetime: ifp.validLifetime,
      preferredLifetime: ifp.preferredLifetime,
    },
    null,
  );
  if (typeof added === "number") return null;
  added.stablePrivacyRetry = retries;
  return added;
}
