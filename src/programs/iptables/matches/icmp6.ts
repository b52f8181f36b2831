/** `icmp6`: type and code of ICMPv6. */
import { AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import { icmpNames, parseIcmp, printIcmp } from "./icmp-names.ts";

const NAMES = icmpNames([
  ["destination-unreachable", 1],
  ["no-route", 1, 0],
  ["communication-prohibited", 1, 1],
  ["beyond-scope", 1, 2],
  ["address-unreachable", 1, 3],
  ["port-unreachable", 1, 4],
  ["failed-policy", 1, 5],
  ["reject-route", 1, 6],
  ["packet-too-big", 2],
  ["time-exceeded", 3],
  ["ttl-exceeded", 3],
  ["ttl-zero-during-transit", 3, 0],
  ["ttl-zero-during-reassembly", 3, 1],
  ["parameter-problem", 4],
  ["bad-header", 4, 0],
  ["unknown-header-type", 4, 1],
  ["unknown-option", 4, 2],
  ["echo-request", 128],
  ["ping", 128],
  ["echo-reply", 129],
  ["pong", 129],
  ["mld-listener-query", 130],
  ["mld-listener-report", 131],
  ["mld-listener-done", 132],
  ["mld-listener-reduction", 132],
  ["router-solicitation", 133],
  ["router-advertisement", 134],
  ["neighbour-solicitation", 135],
  ["neighbor-solicitation", 135],
  ["neighbour-advertisement", 136],
  ["neighbor-advertisement", 136],
  ["redirect", 137],
]);

export const icmp6: Extension = {
  kind: "match",
  name: "icmp6",
  family: AF_INET6,
  revision: 0,
  size: 4,
  userSize: 4,
  help: `
icmpv6 match options:
[!] --icmpv6-type typename	match icmpv6 type
				(or numeric type or type/code)
Valid ICMPv6 Types:
destination-unreachable
   no-route
   communication-prohibited
   beyond-scope
   address-unreachable
   port-unreachable
   failed-policy
   reject-route
packet-too-big
time-exceeded (ttl-exceeded)
   ttl-zero-during-transit
   ttl-zero-during-reassembly
parameter-problem
   bad-header
   unknown-header-type
   unknown-option
echo-request (ping)
echo-reply (pong)
router-solicitation
router-advertisement
neighbour-solicitation (neighbor-solicitation)
neighbour-advertisement (neighbor-advertisement)
redirect
`,
  options: [{ name: "icmpv6-type", id: 0, type: "string", mandatory: true, invert: true }],
  init: (data) => data.set8(2, 0xff),
  parse: (call) => parseIcmp(call, NAMES, "ICMPv6"),
  print: (call) => printIcmp(call, NAMES, "ipv6-icmp"),
  save: ({ data }) => {
    const not = data.u8(3) & 1 ? " !" : "";
    const code = data.u8(1) === 0 && data.u8(2) === 0xff ? "" : `/${data.u8(1)}`;
    return `${not} --icmpv6-type ${data.u8(0)}${code}`;
  },
};
