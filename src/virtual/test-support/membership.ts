/** Membership messages as frames, with right lengths and checksums. */
import { checksum } from "../../packet/checksum.ts";
import { writeIcmpv6Checksum } from "../../packet/icmpv6.ts";

/** An IGMP message to a group, from 10.0.0.HOST. */
export function igmp(to: readonly number[], message: Uint8Array, host = 1): Uint8Array {
  const frame = new Uint8Array(14 + 24 + message.length);
  frame.set([1, 0, 0x5e, (to[1] ?? 0) & 0x7f, to[2] ?? 0, to[3] ?? 0, 2, 0, 0, 0, 2, 1, 8, 0, 0x46, 0xc0]);
  frame[16] = (24 + message.length) >> 8;
  frame[17] = (24 + message.length) & 0xff;
  frame.set([1, 2, 0, 0, 10, 0, 0, host, ...to, 0x94, 4, 0, 0], 22);
  const header = checksum(frame, 14, 24);
  frame.set([header >> 8, header & 0xff], 24);
  frame.set(message, 38);
  if (message.length >= 4) {
    frame.set([0, 0], 40);
    const sum = checksum(frame, 38, message.length);
    frame.set([sum >> 8, sum & 0xff], 40);
  }
  return frame;
}

/** An MLD message to ff02::16, from fe80::HOST. */
export function mld(message: Uint8Array, host = 1): Uint8Array {
  const frame = new Uint8Array(14 + 48 + message.length);
  frame.set([0x33, 0x33, 0, 0, 0, 0x16, 2, 0, 0, 0, 2, 1, 0x86, 0xdd, 0x60]);
  frame[18] = (8 + message.length) >> 8;
  frame[19] = 8 + message.length;
  frame.set([0, 1, 0xfe, 0x80], 20);
  frame[37] = host;
  frame.set([0xff, 2], 38);
  frame[53] = 0x16;
  frame.set([58, 0, 5, 2, 0, 0, 1, 0], 54);
  frame.set(message, 62);
  if (message.length >= 4) {
    frame.set([0, 0], 64);
    writeIcmpv6Checksum(frame, 62, message.length, 22);
  }
  return frame;
}
