/**
 * What packets under way cost their sender: each is charged to the socket that it left from until it leaves this host, is dropped or
 * is handed to the next device. So one who sends to a neighbour that does not answer is stopped some time.
 *
 * Source: `net/core/sock.c` (`skb_set_owner_w`, `sock_wfree`, `sock_alloc_send_pskb`), `net/core/skbuff.c` (`kmalloc_reserve`).
 */
import { orphanSkb, type SkBuff } from "../skbuff.ts";

/** `sizeof(struct sk_buff)`, and that of `struct skb_shared_info`, in whole cache lines (x86-64). */
const SK_BUFF_SIZE = 256;
const SHARED_INFO_SIZE = 320;
/** The smallest head that Linux keeps a cache of, with the shared information at its end. */
const SMALL_HEAD = 576;
const NEXT_HEAD = 1024;

/** What is kept free around a packet of IPv4 when it is made: for the link header, and to round it up. Bytes. */
export const IPV4_RESERVE = 31;
/** The same for IPv6, where it is the link header's and a fragment header's. */
export const IPV6_RESERVE = 24;
/** The same for a frame of a packet socket. */
export const PACKET_RESERVE = 16;

/** `skb->truesize` of a linear packet with `room` bytes. */
export function truesizeOf(room: number): number {
  const head = room + SHARED_INFO_SIZE;
  if (head <= SMALL_HEAD) return SK_BUFF_SIZE + SMALL_HEAD;
  let size = NEXT_HEAD;
  while (size < head) size *= 2;
  return SK_BUFF_SIZE + size;
}

/** Charges a packet to its sender (`skb_set_owner_w`). `reserve`: what was kept free around it. */
export function chargeSend(owner: SkbOwner, skb: SkBuff, reserve: number): void {
  orphanSkb(skb);
  skb.sk = owner;
  skb.charged = truesizeOf(skb.tail - skb.data + reserve);
  owner.wmemAlloc += skb.charged;
}

/** Who can be charged for a packet: `struct sock` as the sender of one. */
export interface SkbOwner {
  /** Bytes charged for packets that are under way (`sk_wmem_alloc`). */
  wmemAlloc: number;
}

/** `2 * SKB_TRUESIZE(64 * 1024)` */
const CONTROL_BUFFER = 2 * (65536 + SK_BUFF_SIZE + SHARED_INFO_SIZE);

/** The socket that the kernel sends ICMP messages from: one a processor, for all namespaces together (`icmp_sk_init`). */
export class ControlSocket implements SkbOwner {
  wmemAlloc = 0;
  /** Whether a message is being sent. */
  locked = false;

  /** So much is under way that no more is sent. */
  get full(): boolean {
    return this.wmemAlloc >= CONTROL_BUFFER;
  }
}
