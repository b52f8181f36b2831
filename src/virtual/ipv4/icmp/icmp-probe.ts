/**
 * PROBE: whether an interface of this host, named in an extended echo request, is active and has addresses.
 *
 * Source: RFC 8335, `net/ipv4/icmp.c` (`icmp_build_probe`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import { IFF_UP, IFNAMSIZ, type NetDevice } from "../../core/dev/netdevice.ts";
import { ipv6Stub } from "../../core/ipv6-stub.ts";
import type { Net } from "../../core/net.ts";
import { deviceOfAddress } from "../devinet/inet-select.ts";

/** Codes of the answer. */
const ICMP_EXT_CODE_MAL_QUERY = 1;
const ICMP_EXT_CODE_NO_IF = 2;
/** How the interface is named: the last byte of the object's header. */
const ICMP_EXT_ECHO_CTYPE_NAME = 1;
const ICMP_EXT_ECHO_CTYPE_INDEX = 2;
const ICMP_EXT_ECHO_CTYPE_ADDR = 3;
/** State of the interface. */
const ICMP_EXT_ECHOREPLY_ACTIVE = 4;
const ICMP_EXT_ECHOREPLY_IPV4 = 2;
const ICMP_EXT_ECHOREPLY_IPV6 = 1;
/** Families of addresses. */
const ICMP_AFI_IP = 1;
const ICMP_AFI_IP6 = 2;

/** `struct icmp_ext_hdr` and `struct icmp_extobj_hdr`, then the identification. */
const OBJECT = 4;
const OBJECT_HLEN = 4;
const OBJECT_CTYPE = OBJECT + 3;
const IDENT = OBJECT + OBJECT_HLEN;
/** `sizeof(struct icmp_ext_echo_iio)`: an object with the longest identification, an address of IPv6. */
const LONGEST_OBJECT = 24;
/** Family, length and a reserved byte before an address. */
const ADDRESS = IDENT + 4;

/** The request names an interface of the one who is asked, not of a neighbour. */
const L_BIT = 1;

/** What an answer says. */
export interface ProbeAnswer {
  readonly code: number;
  /** Sequence number, and the state in the low byte. */
  readonly sequence: number;
}

const MALFORMED = Symbol();

/**
 * @param offset of what follows the ICMP header, up to `end`
 * @param sequence the low 16 bits of the header
 * @returns null: there is no answer
 */
export function answerProbe(
  net: Net,
  bytes: Uint8Array,
  offset: number,
  end: number,
  sequence: number,
): ProbeAnswer | null {
  if (net.ipv4.sysctls.icmpEchoEnableProbe === 0 || (sequence & L_BIT) === 0) return null;
  const answered = sequence & 0xff00;
  const dev = namedDevice(net, bytes, offset, end);
  if (dev === MALFORMED) return { code: ICMP_EXT_CODE_MAL_QUERY, sequence: answered };
  if (dev === null) return { code: ICMP_EXT_CODE_NO_IF, sequence: answered };
  return { code: 0, sequence: answered | stateOf(dev) };
}

function stateOf(dev: NetDevice): number {
  let state = (dev.flags & IFF_UP) !== 0 ? ICMP_EXT_ECHOREPLY_ACTIVE : 0;
  if (dev.inDev !== null && dev.inDev.addresses !== null) state |= ICMP_EXT_ECHOREPLY_IPV4;
  if (dev.in6Dev !== null && dev.in6Dev.addresses.length > 0) state |= ICMP_EXT_ECHOREPLY_IPV6;
  return state;
}

function namedDevice(
  net: Net,
  bytes: Uint8Array,
  at: number,
  end: number,
): NetDevice | null | typeof MALFORMED {
  if (at + IDENT > end) return MALFORMED;
  const length = read16(bytes, at + OBJECT);
  if (length <= OBJECT_HLEN || length > LONGEST_OBJECT || at + OBJECT + length > end) return MALFORMED;
  const identLength = length - OBJECT_HLEN;
  switch (bytes[at + OBJECT_CTYPE]) {
    case ICMP_EXT_ECHO_CTYPE_NAME:
      return identLength >= IFNAMSIZ ? MALFORMED : deviceByName(net, bytes, at + IDENT, identLength);
    case ICMP_EXT_ECHO_CTYPE_INDEX:
      return identLength !== 4 ? MALFORMED : (net.devByIndex(read32(bytes, at + IDENT) | 0) ?? null);
    case ICMP_EXT_ECHO_CTYPE_ADDR:
      return deviceByAddress(net, bytes, at, identLength);
    default:
      return MALFORMED;
  }
}

function deviceByName(net: Net, bytes: Uint8Array, at: number, length: number): NetDevice | null {
  let name = "";
  for (let i = 0; i < length && bytes[at + i] !== 0; i++) name += String.fromCharCode(bytes[at + i]);
  return net.devByName(name) ?? null;
}

function deviceByAddress(
  net: Net,
  bytes: Uint8Array,
  at: number,
  identLength: number,
): NetDevice | null | typeof MALFORMED {
  const addressLength = bytes[at + IDENT + 2];
  if (identLength < ADDRESS - IDENT || identLength !== ADDRESS - IDENT + addressLength) return MALFORMED;
  const family = read16(bytes, at + IDENT);
  if (family === ICMP_AFI_IP && addressLength === 4)
    return deviceOfAddress(net.ipv4, read32(bytes, at + ADDRESS));
  if (family === ICMP_AFI_IP6 && addressLength === 16)
    return ipv6Stub.deviceOfAddress(net, bytes, at + ADDRESS);
  return MALFORMED;
}
