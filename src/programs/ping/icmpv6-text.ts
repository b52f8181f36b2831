/** What ping prints about ICMPv6 errors. */
const UNREACHABLE: readonly string[] = [
  "No route",
  "Administratively prohibited",
  "Beyond scope of source address",
  "Address unreachable",
  "Port unreachable",
  "Source address failed ingress/egress policy",
  "Reject route to destination",
];
const PROBLEMS: readonly string[] = ["Wrong header field ", "Unknown header ", "Unknown option "];
const EXCEEDED: readonly string[] = ["Hop limit", "Defragmentation failure"];
const INFORMATIONAL: Readonly<Record<number, string>> = {
  128: "Echo request",
  129: "Echo reply",
  130: "MLD Query",
  131: "MLD Report",
  132: "MLD Reduction",
};

/**
 * A description without a newline.
 * @param info the MTU or pointer
 */
export function describeIcmpv6(type: number, code: number, info: number): string {
  switch (type) {
    case 1:
      return `Destination unreachable: ${UNREACHABLE[code] ?? `Unknown code ${code}`}`;
    case 2:
      return `Packet too big: mtu=${info}${code ? `, code=${code}` : ""}`;
    case 3:
      return `Time exceeded: ${EXCEEDED[code] ?? `code ${code}`}`;
    case 4:
      return `Parameter problem: ${PROBLEMS[code] ?? `code ${code} `}at ${info}`;
    default:
      return INFORMATIONAL[type] ?? `unknown icmp type: ${type}`;
  }
}
