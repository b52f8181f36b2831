/** Names of protocols and ports in the box: those of Debian's netbase that network lessons meet. */

/** Number, name, and the alias by which the file also knows it. */
const PROTOCOLS: readonly (readonly [number, string, string])[] = [
  [0, "ip", "IP"],
  [0, "hopopt", "HOPOPT"],
  [1, "icmp", "ICMP"],
  [2, "igmp", "IGMP"],
  [4, "ipencap", "IP-ENCAP"],
  [6, "tcp", "TCP"],
  [8, "egp", "EGP"],
  [17, "udp", "UDP"],
  [41, "ipv6", "IPv6"],
  [43, "ipv6-route", "IPv6-Route"],
  [44, "ipv6-frag", "IPv6-Frag"],
  [47, "gre", "GRE"],
  [50, "esp", "IPSEC-ESP"],
  [51, "ah", "IPSEC-AH"],
  [58, "ipv6-icmp", "IPv6-ICMP"],
  [59, "ipv6-nonxt", "IPv6-NoNxt"],
  [60, "ipv6-opts", "IPv6-Opts"],
  [89, "ospf", "OSPFIGP"],
  [103, "pim", "PIM"],
  [132, "sctp", "SCTP"],
  [136, "udplite", "UDPLite"],
];

/** Name, port and the protocols that use it. */
const SERVICES: readonly (readonly [string, number, string])[] = [
  ["echo", 7, "tcp udp"],
  ["discard", 9, "tcp udp"],
  ["daytime", 13, "tcp udp"],
  ["ftp-data", 20, "tcp"],
  ["ftp", 21, "tcp"],
  ["ssh", 22, "tcp"],
  ["telnet", 23, "tcp"],
  ["smtp", 25, "tcp"],
  ["time", 37, "tcp udp"],
  ["domain", 53, "tcp udp"],
  ["bootps", 67, "udp"],
  ["bootpc", 68, "udp"],
  ["tftp", 69, "udp"],
  ["http", 80, "tcp"],
  ["kerberos", 88, "tcp udp"],
  ["pop3", 110, "tcp"],
  ["sunrpc", 111, "tcp udp"],
  ["ntp", 123, "udp"],
  ["imap2", 143, "tcp"],
  ["snmp", 161, "tcp udp"],
  ["snmp-trap", 162, "tcp udp"],
  ["bgp", 179, "tcp"],
  ["ldap", 389, "tcp udp"],
  ["https", 443, "tcp udp"],
  ["syslog", 514, "udp"],
  ["dhcpv6-client", 546, "udp"],
  ["dhcpv6-server", 547, "udp"],
  ["imaps", 993, "tcp"],
  ["pop3s", 995, "tcp"],
  ["mysql", 3306, "tcp"],
  ["postgresql", 5432, "tcp"],
  ["http-alt", 8080, "tcp"],
];

/** The text of /etc/protocols. */
export function protocolsFile(): string {
  return PROTOCOLS.map(([number, name, alias]) => `${name}\t${number}\t${alias}\n`).join("");
}

/** The text of /etc/services. */
export function servicesFile(): string {
  const lines = SERVICES.flatMap(([name, port, protocols]) =>
    protocols.split(" ").map((protocol) => `${name}\t\t${port}/${protocol}\n`),
  );
  return lines.join("");
}
