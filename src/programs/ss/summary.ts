/** `-s`: how many sockets there are, from /proc/net/sockstat and sockstat6. */
import type { Process } from "../../process/process.ts";
import { readLines } from "../lib/read-file.ts";

/** The whole text. */
export function summary({ sys }: Process): string {
  const values = new Map<string, number>();
  for (const line of [...readLines(sys, "/proc/net/sockstat"), ...readLines(sys, "/proc/net/sockstat6")]) {
    const [name, ...words] = line.split(/[: ]+/);
    for (let i = 0; i + 1 < words.length; i += 2) values.set(`${name} ${words[i]}`, Number(words[i + 1]));
  }
  const value = (key: string) => values.get(key) ?? 0;
  const tcp = value("TCP inuse") + value("TCP6 inuse");
  const established = countEstablished(sys);
  const closed = value("TCP alloc") - tcp + value("TCP tw");
  let text = `Total: ${value("sockets used")}\n`;
  text += `TCP:   ${value("TCP alloc") + value("TCP tw")} (estab ${established}, closed ${closed}, orphaned ${value("TCP orphan")}, timewait ${value("TCP tw")})\n\n`;
  text += "Transport Total     IP        IPv6\n";
  const line = (name: string, v4: number, v6: number) =>
    `${name}\t  ${String(v4 + v6).padEnd(9)} ${String(v4).padEnd(9)} ${String(v6).padEnd(9)}\n`;
  const rows = ["RAW", "UDP", "TCP"].map(
    (name) => [name, value(`${name} inuse`), value(`${name}6 inuse`)] as const,
  );
  for (const [name, v4, v6] of rows) text += line(name, v4, v6);
  text += line(
    "INET",
    rows.reduce((sum, [, v4]) => sum + v4, 0),
    rows.reduce((sum, [, , v6]) => sum + v6, 0),
  );
  return `${text}${line("FRAG", value("FRAG inuse"), value("FRAG6 inuse"))}\n`;
}

function countEstablished(sys: Process["sys"]): number {
  const line = readLines(sys, "/proc/net/snmp").filter((text) => text.startsWith("Tcp:"));
  const at = (line[0] ?? "").split(" ").indexOf("CurrEstab");
  return at < 0 ? 0 : Number((line[1] ?? "").split(" ")[at]) || 0;
}
