/** What echoes of IPv4 and IPv6 have in common. */
import { EMSGSIZE, strerror } from "../../errno.ts";
import { write16 } from "../../packet/bytes.ts";
import { type ErrorReport, HEADER, type Session } from "./session.ts";
import { writeTime } from "./time.ts";

/** Makes the next request; the checksum is 0. */
export function fillRequest(session: Session, packet: Uint8Array, type: number): void {
  packet[0] = type;
  packet[1] = 0;
  write16(packet, 2, 0);
  write16(packet, 4, session.ident);
  write16(packet, 6, session.statistics.transmitted + 1);
  if (session.timing) writeTime(packet, HEADER, session.process.sys.realtime());
}

/**
 * An error that this host's own kernel put into the error queue.
 * @param tooLong what to say of a packet that is longer than the path MTU
 */
export async function reportLocalError(
  session: Session,
  errno: number,
  tooLong: string,
): Promise<ErrorReport> {
  if (!session.options.quiet) {
    if (session.options.flood) await session.writeNow("E");
    else await session.warn(`local error: ${errno === EMSGSIZE ? tooLong : strerror(errno)}`);
    session.statistics.errors++;
  }
  return { count: -1, notOurs: false };
}

/** Whether a message with this identifier answers us: ping sockets get only what does. */
export function isOurs(session: Session, raw: boolean, ident: number): boolean {
  return !raw || ident === session.ident;
}

/** What a reply's line says behind the sender's address. */
export function replyDetails(session: Session, raw: boolean, seq: number): string {
  const { options } = session;
  const showsIdent = options.verbose && (raw || options.ident > 0);
  return ` icmp_seq=${seq}${showsIdent ? ` ident=${session.ident}` : ""}`;
}
