/** `netstat -s`: counters of the protocols, from /proc/net/snmp, netstat and snmp6. */
import type { Process } from "../../process/process.ts";
import { readLines } from "../lib/read-file.ts";
import { counterOf, isKnownCounter } from "./netstat-counters.ts";

/** Which counters are wanted; all when none is chosen. */
export interface StatisticsChoice {
  readonly tcp: boolean;
  readonly udp: boolean;
  readonly raw: boolean;
  /** Others were chosen: UDP-Lite or SCTP. */
  readonly other: boolean;
}

type Protocol = "tcp" | "udp" | "raw";

const SECTIONS: Readonly<Record<string, Protocol>> = {
  Ip: "raw",
  Icmp: "raw",
  Tcp: "tcp",
  Udp: "udp",
  TcpExt: "tcp",
  Ip6: "raw",
  Icmp6: "raw",
  Udp6: "udp",
};
const HISTOGRAM_INDENT = 8;
const INDENT = 4;

/** Prints the counters, of IPv6 (with those of TCP, which has one set) or IPv4. */
export function showStatistics(process: Process, choice: StatisticsChoice, ipv6: boolean): void {
  const statistics = new Statistics(choice);
  if (ipv6) statistics.sections6(readLines(process.sys, "/proc/net/snmp6"));
  statistics.sections(readLines(process.sys, "/proc/net/snmp"), ipv6);
  if (!ipv6) statistics.sections(readLines(process.sys, "/proc/net/netstat"), false);
  process.stdout.write(statistics.text);
}

class Statistics {
  text = "";
  private list: "" | "input" | "output" = "";
  private readonly choice: StatisticsChoice;

  constructor(choice: StatisticsChoice) {
    this.choice = choice;
  }

  /** Pairs of lines: names of a section, then its numbers. */
  sections(lines: readonly string[], tcpOnly: boolean): void {
    this.list = "";
    for (let i = 0; i + 1 < lines.length; i += 2) {
      const [title, ...names] = lines[i].split(" ");
      const section = title.replace(/:$/, "");
      const numbers = lines[i + 1].split(" ").slice(1);
      if (tcpOnly && section !== "Tcp") continue;
      if (!this.wanted(section)) continue;
      this.text += `${section}:\n`;
      for (const [index, name] of names.entries()) this.counter(section, name, numbers[index] ?? "0");
    }
  }

  /** A line for a counter, whose name begins with its section. */
  sections6(lines: readonly string[]): void {
    let last = "";
    for (const line of lines) {
      const [name, number] = line.split(/\s+/);
      const section = name.slice(0, name.indexOf("6") + 1);
      if (!this.wanted(section)) continue;
      if (section !== last) this.text += `${section}:\n`;
      last = section;
      this.counter(section, name, number ?? "0");
    }
  }

  private wanted(section: string): boolean {
    const protocol = SECTIONS[section];
    const { tcp, udp, raw, other } = this.choice;
    return protocol === undefined || this.choice[protocol] || !(tcp || udp || raw || other);
  }

  private counter(section: string, name: string, number: string): void {
    const counter = counterOf(section, name);
    if (counter === undefined) return;
    this.enterList(counter.histogram, isKnownCounter(section, name) && number !== "0");
    if (number === "0" && !counter.always) return;
    if (counter.always) this.list = "";
    this.text += `${" ".repeat(this.indent())}${counter.text.replace("%", number)}\n`;
  }

  /** A list's title comes with its first counter, even one of zero; what is no part of a list ends it when it is told. */
  private enterList(list: "" | "input" | "output", told: boolean): void {
    if (list === "") {
      if (told) this.list = "";
      return;
    }
    if (list !== this.list) this.text += `${" ".repeat(this.indent())}ICMP ${list} histogram:\n`;
    this.list = list;
  }

  private indent(): number {
    return this.list === "" ? INDENT : HISTOGRAM_INDENT;
  }
}
