/**
 * How far apart fragments of one packet may be among those of their sender (`ipfrag_max_dist`): a number of 16 bits that comes again
 * soon is another packet's.
 *
 * Source: `net/ipv4/ip_fragment.c` (`ip_frag_too_far`), `net/ipv4/inetpeer.c`.
 */

/** Fragments of one sender so far, for as long as a packet of his is put together. */
interface Sender {
  fragments: number;
  packets: number;
}

/** The senders of whom a packet is being gathered. */
export class FragmentSenders {
  private readonly senders = new Map<number, Sender>();

  /** A packet of the sender's begins. */
  begin(address: number): void {
    const sender = this.senders.get(address);
    if (sender === undefined) this.senders.set(address, { fragments: 0, packets: 1 });
    else sender.packets++;
  }

  /** Counts a fragment. @returns its number among the sender's */
  next(address: number): number {
    const sender = this.senders.get(address);
    return sender === undefined ? 0 : ++sender.fragments;
  }

  /** One of his packets is whole, or given up. */
  end(address: number): void {
    const sender = this.senders.get(address);
    if (sender !== undefined && --sender.packets === 0) this.senders.delete(address);
  }
}
