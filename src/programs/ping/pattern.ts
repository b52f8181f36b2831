/** `-p`: the data of the packets. */
import { HEADER, type Session } from "./session.ts";

/** A pattern has sixteen bytes at most. */
const LONGEST = 16;

/** Fills the data with a pattern of hex digits, and says so. */
export async function fillPattern(session: Session, pattern: string): Promise<void> {
  const wrong = /[^0-9a-fA-F]/.exec(pattern);
  if (wrong) await session.fail(2, `patterns must be specified as hex digits: ${pattern.slice(wrong.index)}`);
  const digits = pattern.match(/..?/g) ?? [];
  const bytes = digits.slice(0, LONGEST).map((pair) => Number.parseInt(pair, 16));
  const { packet } = session;
  if (bytes.length > 0) {
    for (let i = HEADER; i < packet.length; i++) packet[i] = bytes[(i - HEADER) % bytes.length];
  }
  if (session.options.quiet) return;
  const shown = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  session.print(`PATTERN: 0x${shown}\n`);
}
