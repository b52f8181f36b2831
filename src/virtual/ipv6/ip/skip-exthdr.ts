/**
 * The walk over the extension headers of a packet that is quoted or complained about. Unlike `Ipv6Walk` it looks at no more than the first two
 * bytes of a header, so that it goes on beyond the end of what is there; whoever needs the bytes checks.
 *
 * Source: `net/ipv6/exthdrs_core.c` (`ipv6_skip_exthdr`, `ipv6_ext_hdr`).
 */
import {
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
} from "../../../packet/ipv4.ts";
import { IPV6_HLEN, IPV6_NEXT_HEADER } from "../../../packet/ipv6.ts";

const EXTENSIONS: ReadonlySet<number> = new Set([
  IPPROTO_HOPOPTS,
  IPPROTO_ROUTING,
  IPPROTO_FRAGMENT,
  IPPROTO_AH,
  IPPROTO_NONE,
  IPPROTO_DSTOPTS,
]);

/** One walk at a time: {@link skip} fills in where it ended (`ipv6_skip_exthdr`). */
export class HeaderSkipper {
  /** The protocol behind the headers; a fragment header when it is that of a later fragment. */
  protocol = 0;
  /** Where that protocol's header begins; -1 when the chain could not be followed. */
  offset = 0;
  /** Whether a fragment header with an offset or with more fragments to come was there. */
  fragmented = false;

  /** Walks from the IPv6 header at `header`. @returns whether the chain could be followed */
  skip(bytes: Uint8Array, header: number, end: number): boolean {
    this.protocol = bytes[header + IPV6_NEXT_HEADER];
    this.offset = header + IPV6_HLEN;
    this.fragmented = false;
    while (EXTENSIONS.has(this.protocol)) {
      if (this.protocol === IPPROTO_NONE || this.offset + 2 > end) return this.lost();
      let length = (bytes[this.offset + 1] + 1) << 3;
      if (this.protocol === IPPROTO_FRAGMENT) {
        if (this.offset + 4 > end) return this.lost();
        const field = (bytes[this.offset + 2] << 8) | bytes[this.offset + 3];
        this.fragmented = field !== 0;
        if ((field & 0xfff8) !== 0) return true;
        length = 8;
      } else if (this.protocol === IPPROTO_AH) length = (bytes[this.offset + 1] + 2) << 2;
      this.protocol = bytes[this.offset];
      this.offset += length;
    }
    return true;
  }

  private lost(): boolean {
    this.offset = -1;
    return false;
  }
}
