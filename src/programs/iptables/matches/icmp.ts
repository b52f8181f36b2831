/** `icmp`: type and code of ICMP. */
import { AF_INET } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import { icmpNames, parseIcmp, printIcmp } from "./icmp-names.ts";

const NAMES = icmpNames([
  ["any", 0xff],
  ["echo-reply", 0],
  ["pong", 0],
  ["destination-unreachable", 3],
  ["network-unreachable", 3, 0],
  ["host-unreachable", 3, 1],
  ["protocol-unreachable", 3, 2],
  ["port-unreachable", 3, 3],
  ["fragmentation-needed", 3, 4],
  ["source-route-failed", 3, 5],
  ["network-unknown", 3, 6],
  ["host-unknown", 3, 7],
  ["network-prohibited", 3, 9],
  ["host-prohibited", 3, 10],
  ["TOS-network-unreachable", 3, 11],
  ["TOS-host-unreachable", 3, 12],
  ["communication-prohibited", 3, 13],
  ["host-precedence-violation", 3, 14],
  ["precedence-cutoff", 3, 15],
  ["source-quench", 4],
  ["redirect", 5],
  ["network-redirect", 5, 0],
  ["host-redirect", 5, 1],
  ["TOS-network-redirect", 5, 2],
  ["TOS-host-redirect", 5, 3],
  ["echo-request", 8],
  ["ping", 8],
  ["router-advertisement", 9],
  ["router-solicitation", 10],
  ["time-exceeded", 11],
  ["ttl-exceeded", 11],
  ["ttl-zero-during-transit", 11, 0],
  ["ttl-zero-during-reassembly", 11, 1],
  ["parameter-problem", 12],
  ["ip-header-bad", 12, 0],
  ["required-option-missing", 12, 1],
  ["timestamp-request", 13],
  ["timestamp-reply", 14],
  ["address-mask-request", 17],
  ["address-mask-reply", 18],
]);

const ANY = 0xff;

export const icmp: Extension = {
  kind: "match",
  name: "icmp",
  family: AF_INET,
  revision: 0,
  size: 4,
  userSize: 4,
  help: `
icmp match options:
[!] --icmp-type typename	match icmp type
[!] --icmp-type type[/code]	(or numeric type or type/code)
Valid ICMP Types:
any
echo-reply (pong)
destination-unreachable
   network-unreachable
   host-unreachable
   protocol-unreachable
   port-unreachable
   fragmentation-needed
   source-route-failed
   network-unknown
   host-unknown
   network-prohibited
   host-prohibited
   TOS-network-unreachable
   TOS-host-unreachable
   communication-prohibited
   host-precedence-violation
   precedence-cutoff
source-quench
redirect
   network-redirect
   host-redirect
   TOS-network-redirect
   TOS-host-redirect
echo-request (ping)
router-advertisement
router-solicitation
time-exceeded (ttl-exceeded)
   ttl-zero-during-transit
   ttl-zero-during-reassembly
parameter-problem
   ip-header-bad
   required-option-missing
timestamp-request
timestamp-reply
address-mask-request
address-mask-reply
`,
  options: [{ name: "icmp-type", id: 0, type: "string", mandatory: true, invert: true }],
  init: (data) => {
    data.set8(0, ANY);
    data.set8(2, 0xff);
  },
  parse: (call) => parseIcmp(call, NAMES, "ICMP"),
  print: (call) => printIcmp(call, NAMES, "icmp"),
  save: ({ data }) => {
    const type = data.u8(0);
    const not = data.u8(3) & 1 ? " !" : "";
    if (type === ANY) return `${not} --icmp-type any`;
    const code = data.u8(1) === 0 && data.u8(2) === 0xff ? "" : `/${data.u8(1)}`;
    return `${not} --icmp-type ${type}${code}`;
  },
};
