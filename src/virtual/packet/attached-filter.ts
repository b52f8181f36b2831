/** The filter of a packet socket (`SO_ATTACH_FILTER`). Source: `net/core/filter.c` (`sk_attach_filter`), `net/packet/af_packet.c` (`run_filter`). */
import { EINVAL } from "../../errno.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { checkFilter, FilterAncillary, type FilterProgram } from "../core/sock/filter.ts";

const NO_FILTER = new Uint8Array(0);
/** Filled again for each frame. */
const ancillary = new FilterAncillary();

/** Which frames a socket gets, and how much of each; everything while no filter is attached. */
export class AttachedFilter {
  /** The filter as the program gave it; nothing when there is none. */
  text: Uint8Array = NO_FILTER;
  private program: FilterProgram | null = null;

  /** @returns how many bytes of the frame are kept; 0: it is not for the socket */
  run(skb: SkBuff, dev: NetDevice): number {
    const { program } = this;
    if (program === null) return skb.length;
    ancillary.protocol = skb.protocol;
    ancillary.packetType = skb.packetType;
    ancillary.ifindex = dev.ifindex;
    ancillary.mark = skb.mark;
    ancillary.hardwareType = dev.type;
    ancillary.vlanPresent = skb.vlanTag !== 0;
    ancillary.vlanTag = skb.vlanTag & 0xffff;
    ancillary.vlanProtocol = skb.vlanProtocol;
    ancillary.macHeader = skb.macHeader;
    ancillary.networkHeader = skb.networkHeader;
    return Math.min(program.run(skb.bytes, skb.data, skb.length, skb.length, ancillary), skb.length);
  }

  /** Takes an array of `struct sock_filter`. @returns 0, or `-EINVAL` and the old filter stays */
  attach(value: number | Uint8Array): number {
    if (typeof value === "number") return -EINVAL;
    const program = checkFilter(value, 0, Math.floor(value.length / 8));
    if (typeof program === "number") return program;
    this.program = program;
    this.text = value.slice(0, value.length & ~7);
    return 0;
  }

  /** Every frame is kept again. */
  detach(): void {
    this.program = null;
    this.text = NO_FILTER;
  }
}
