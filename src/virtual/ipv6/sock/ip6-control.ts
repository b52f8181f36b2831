/**
 * Control messages that go with a message to be sent.
 *
 * Source: `net/ipv6/datagram.c` (`ip6_datagram_send_ctl`), RFC 3542.
 */
import { EINVAL } from "../../../errno.ts";
import type { ControlMessage } from "../../../kernel.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { IPV6_HOPLIMIT, IPV6_PKTINFO, IPV6_TCLASS, SOL_IPV6 } from "./ipv6-socket-options.ts";

/** What they ask for (`struct ipcm6_cookie`). */
export interface OutgoingControl {
  ifindex: number;
  source: Ipv6Address | null;
  /** -1: not given. */
  hopLimit: number;
  trafficClass: number;
}

function readInt(data: Uint8Array, at = 0): number {
  return data[at] | (data[at + 1] << 8) | (data[at + 2] << 16) | (data[at + 3] << 24);
}

/** @returns what the messages say, or a negative error for one that is not known or not valid */
export function readOutgoingControl(
  messages: readonly ControlMessage[] | undefined,
): OutgoingControl | number {
  const control: OutgoingControl = { ifindex: 0, source: null, hopLimit: -1, trafficClass: -1 };
  for (const { level, type, data } of messages ?? []) {
    if (level !== SOL_IPV6) continue;
    if (type === IPV6_PKTINFO && data.length >= 20) {
      const address = Ipv6Address.fromBytes(data);
      control.source = address.isUnspecified ? null : address;
      control.ifindex = readInt(data, 16);
    } else if (type === IPV6_HOPLIMIT && data.length >= 4) {
      control.hopLimit = readInt(data);
      if (control.hopLimit < -1 || control.hopLimit > 255) return -EINVAL;
    } else if (type === IPV6_TCLASS && data.length >= 4) {
      control.trafficClass = readInt(data);
      if (control.trafficClass < -1 || control.trafficClass > 255) return -EINVAL;
    } else return -EINVAL;
  }
  return control;
}
