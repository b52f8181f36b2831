/** DHCPv6 (RFC 8415): messages, relayed ones with what they carry. The options are in `dhcp6-options.ts`. */
import { printDhcp6Options } from "./dhcp6-options.ts";
import { type Dissector, tokenText } from "./dissector.ts";

const MESSAGES: ReadonlyMap<number, string> = new Map([
  [1, "solicit"],
  [2, "advertise"],
  [3, "request"],
  [4, "confirm"],
  [5, "renew"],
  [6, "rebind"],
  [7, "reply"],
  [8, "release"],
  [9, "decline"],
  [10, "reconfigure"],
  [11, "inf-req"],
  [12, "relay-fwd"],
  [13, "relay-reply"],
  [14, "leasequery"],
  [15, "leasequery-reply"],
]);
const RELAY_FORWARD = 12;
const RELAY_REPLY = 13;
const HEAD = 4;
const LINK_ADDRESS = 2;
const PEER_ADDRESS = 18;
const RELAY_HEAD = 34;

/** Prints the message at `at`. */
export function printDhcp6(d: Dissector, at: number, length: number): void {
  d.protocol = "dhcp6";
  d.print("dhcp6");
  const end = Math.min(at + length, d.end);
  if (at + HEAD > end) return d.truncated();
  const type = d.u8(at);
  d.print(` ${tokenText(MESSAGES, "msgtype-%d", type)}`);
  if (d.options.verbose === 0) return;
  let options = at + HEAD;
  if (type === RELAY_FORWARD || type === RELAY_REPLY) {
    d.print(" (");
    d.print(`linkaddr=${d.ipv6(at + LINK_ADDRESS)}`);
    d.print(` peeraddr=${d.ipv6(at + PEER_ADDRESS)}`);
    options = at + RELAY_HEAD;
  } else d.print(` (xid=${d.u24(at + 1).toString(16)}`);
  printDhcp6Options(d, options, end, (inner, size) => d.nested(() => printDhcp6(d, inner, size)));
  d.print(")");
}
