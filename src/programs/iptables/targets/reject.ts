/** `REJECT`: tells the sender that its packet is not wanted. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";

/** Name, second name, number. */
type Kind = readonly [string, string, number];

const KINDS4: readonly Kind[] = [
  ["icmp-net-unreachable", "net-unreach", 0],
  ["icmp-host-unreachable", "host-unreach", 1],
  ["icmp-proto-unreachable", "proto-unreach", 2],
  ["icmp-port-unreachable", "port-unreach", 3],
  ["icmp-net-prohibited", "net-prohib", 5],
  ["icmp-host-prohibited", "host-prohib", 6],
  ["tcp-reset", "tcp-rst", 7],
  ["icmp-admin-prohibited", "admin-prohib", 8],
];
const KINDS6: readonly Kind[] = [
  ["icmp6-no-route", "no-route", 0],
  ["icmp6-adm-prohibited", "adm-prohibited", 1],
  ["icmp6-addr-unreachable", "addr-unreach", 3],
  ["icmp6-port-unreachable", "port-unreach", 4],
  ["tcp-reset", "tcp-reset", 6],
  ["icmp6-policy-fail", "policy-fail", 7],
  ["icmp6-reject-route", "reject-route", 8],
];

function reject(family: number, kinds: readonly Kind[], usual: number, help: string): Extension {
  const nameOf = (number: number): string => kinds.find(([, , known]) => known === number)?.[0] ?? "";
  return {
    kind: "target",
    name: "REJECT",
    family,
    revision: 0,
    size: 4,
    userSize: 4,
    help,
    options: [{ name: "reject-with", id: 0, type: "string" }],
    init: (data) => data.set32(0, usual),
    parse: ({ argument, data, context }) => {
      const wanted = argument.toLowerCase();
      const kind = kinds.find(([name, alias]) => name.startsWith(wanted) || alias.startsWith(wanted));
      if (kind) return data.set32(0, kind[2]);
      if (family === AF_INET && wanted.startsWith("echo-reply"))
        context.warn("--reject-with echo-reply no longer supported\n");
      return context.wrong(`unknown reject type "${argument}"`);
    },
    print: ({ data }) => ` reject-with ${nameOf(data.u32(0))}`,
    save: ({ data }) => ` --reject-with ${nameOf(data.u32(0))}`,
  };
}

export const reject4 = reject(
  AF_INET,
  KINDS4,
  3,
  `
REJECT target options:
--reject-with type              drop input packet and send back
                                a reply packet according to type:
Valid reject types:
    icmp-net-unreachable     	ICMP network unreachable
    net-unreach              	alias
    icmp-host-unreachable    	ICMP host unreachable
    host-unreach             	alias
    icmp-proto-unreachable   	ICMP protocol unreachable
    proto-unreach            	alias
    icmp-port-unreachable    	ICMP port unreachable (default)
    port-unreach             	alias
    icmp-net-prohibited      	ICMP network prohibited
    net-prohib               	alias
    icmp-host-prohibited     	ICMP host prohibited
    host-prohib              	alias
    tcp-reset                	TCP RST packet
    tcp-rst                  	alias
    icmp-admin-prohibited    	ICMP administratively prohibited (*)
    admin-prohib             	alias

(*) See man page or read the INCOMPATIBILITES file for compatibility issues.
`,
);
export const reject6 = reject(
  AF_INET6,
  KINDS6,
  4,
  `
REJECT target options:
--reject-with type              drop input packet and send back
                                a reply packet according to type:
Valid reject types:
    icmp6-no-route           	ICMPv6 no route
    no-route                 	alias
    icmp6-adm-prohibited     	ICMPv6 administratively prohibited
    adm-prohibited           	alias
    icmp6-addr-unreachable   	ICMPv6 address unreachable
    addr-unreach             	alias
    icmp6-port-unreachable   	ICMPv6 port unreachable
    port-unreach             	alias
    tcp-reset                	TCP RST packet
    tcp-reset                	alias
    icmp6-policy-fail        	ICMPv6 policy fail
    policy-fail              	alias
    icmp6-reject-route       	ICMPv6 reject route
    reject-route             	alias

`,
);
