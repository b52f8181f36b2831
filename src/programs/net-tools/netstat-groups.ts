/** `netstat -g`: groups that devices have joined, from /proc/net/igmp and /proc/net/igmp6. */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { formatIpv4, Ipv6Address, ipv4 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { readLines } from "../lib/read-file.ts";
import { type InternetAddress, reverseLookup } from "../lib/resolver.ts";

const HEADER =
  "IPv6/IPv4 Group Memberships\nInterface       RefCnt Group\n--------------- ------ ---------------------\n";

/** Prints the groups of the families. */
export function showGroups(process: Process, families: readonly number[], numeric: boolean): void {
  let text = HEADER;
  const show = (device: string, users: number, address: InternetAddress) => {
    const plain = address.family === AF_INET ? formatIpv4(address.address) : address.address.toString();
    const name = numeric ? plain : (reverseLookup(process.sys, address) ?? plain);
    text += `${device.padEnd(15)} ${String(users).padEnd(6)} ${name}\n`;
  };
  if (families.includes(AF_INET)) groups4(process, show);
  if (families.includes(AF_INET6)) groups6(process, show);
  process.stdout.write(text);
}

type Show = (device: string, users: number, address: InternetAddress) => void;

/** A line for a device, then one for each of its groups, which begins with a tab and has the address in the machine's order. */
function groups4(process: Process, show: Show): void {
  let device = "";
  for (const line of readLines(process.sys, "/proc/net/igmp", 1)) {
    const words = line.trim().split(/\s+/);
    if (!line.startsWith("\t")) {
      device = words[1] ?? "";
      continue;
    }
    const bytes = (words[0]?.match(/../g) ?? []).reverse().join("");
    show(device, Number(words[1]), { family: 2, address: ipv4(Number.parseInt(bytes, 16)), port: 0 });
  }
}

function groups6(process: Process, show: Show): void {
  for (const line of readLines(process.sys, "/proc/net/igmp6")) {
    const [, device, address, users] = line.trim().split(/\s+/);
    const [a, b, c, d] = (address?.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16));
    if (d === undefined) continue;
    show(device, Number(users), { family: 10, address: new Ipv6Address(a, b, c, d), port: 0 });
  }
}
