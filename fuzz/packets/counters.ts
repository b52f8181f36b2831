/** The counters of a node: /proc/net/snmp, netstat, snmp6, dev_snmp6 and dev, each number under a name of its own. */
import type { SystemCalls } from "../../src/kernel.ts";
import { readText } from "./text-file.ts";

/** Values by name. */
export type Counters = Map<string, number>;

/** `Ip: Forwarding DefaultTTL …` and below it `Ip: 1 64 …`. */
function readTable(text: string, into: Counters): void {
  const lines = text.split("\n");
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const names = (lines[i] as string).split(" ");
    const values = (lines[i + 1] as string).split(" ");
    for (let k = 1; k < names.length; k++) into.set(`${names[0]}${names[k]}`, Number(values[k]));
  }
}

/** `Ip6InReceives   12` */
function readList(text: string, prefix: string, into: Counters): void {
  for (const line of text.split("\n")) {
    const [name = "", value] = line.split(/\s+/);
    if (value !== undefined && value !== "" && name !== "ifIndex") into.set(prefix + name, Number(value));
  }
}

const DEV_FIELDS =
  "rxBytes rxPackets rxErrs rxDrop rxFifo rxFrame rxCompressed rxMulticast txBytes txPackets txErrs txDrop".split(
    " ",
  );

function readDev(text: string, into: Counters): void {
  for (const line of text.split("\n").slice(2)) {
    const [name, rest] = line.trim().split(/:\s*/);
    if (rest === undefined) continue;
    const values = rest.split(/\s+/);
    for (const [i, field] of DEV_FIELDS.entries()) into.set(`${name}.${field}`, Number(values[i]));
  }
}

export function readCounters(task: SystemCalls, devices: readonly string[]): Counters {
  const counters: Counters = new Map();
  readTable(readText(task, "/proc/net/snmp"), counters);
  readTable(readText(task, "/proc/net/netstat"), counters);
  readList(readText(task, "/proc/net/snmp6"), "", counters);
  for (const device of devices)
    readList(readText(task, `/proc/net/dev_snmp6/${device}`), `${device}.`, counters);
  readDev(readText(task, "/proc/net/dev"), counters);
  return counters;
}

/** What has been counted between two readings, as `name value` in the order of names. */
export function counted(before: Counters, after: Counters): string[] {
  const lines: string[] = [];
  for (const [name, value] of after) {
    const difference = value - (before.get(name) ?? 0);
    if (difference !== 0) lines.push(`${name} ${difference}`);
  }
  return lines.sort();
}
