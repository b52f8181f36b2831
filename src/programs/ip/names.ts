/**
 * The name tables of /etc/iproute2: read from the file system when they are there, else those of Debian 12.
 */
import { isErrno } from "../../errno.ts";
import { O_RDONLY, type SystemCalls } from "../../kernel.ts";
import { strtolSaturated, strtoulSaturated } from "../lib/numbers.ts";
import { parseUnsigned } from "./arguments.ts";

const TABLES = "255 local\n254 main\n253 default\n0 unspec";
const PROTOCOLS =
  "0 unspec\n1 redirect\n2 kernel\n3 boot\n4 static\n8 gated\n9 ra\n10 mrt\n11 zebra\n12 bird\n13 dnrouted\n14 xorp\n15 ntk\n16 dhcp\n" +
  "18 keepalived\n42 babel\n99 openr\n186 bgp\n187 isis\n188 ospf\n189 rip\n192 eigrp";
const SCOPES = "0 global\n255 nowhere\n254 host\n253 link\n200 site";
const GROUPS = "0 default";
const REALMS = "0 cosmos";
const DSFIELDS =
  "0x0 default\n0x28 AF11\n0x30 AF12\n0x38 AF13\n0x48 AF21\n0x50 AF22\n0x58 AF23\n0x68 AF31\n0x70 AF32\n0x78 AF33\n0x88 AF41\n0x90 AF42\n" +
  "0x98 AF43\n0x20 CS1\n0x40 CS2\n0x60 CS3\n0x80 CS4\n0xA0 CS5\n0xC0 CS6\n0xE0 CS7\n0xB8 EF";

/** One table: numbers to names and back. */
export class NameTable {
  private readonly byNumber = new Map<number, string>();
  private readonly byName = new Map<string, number>();

  add(text: string): void {
    for (const line of text.split("\n")) {
      const match = /^\s*(0[xX][0-9a-fA-F]+|\d+)\s+([^\s#]+)/.exec(line);
      if (!match) continue;
      this.byNumber.set(Number(match[1]), match[2]);
      this.byName.set(match[2], Number(match[1]));
    }
  }

  name(number: number): string | undefined {
    return this.byNumber.get(number);
  }

  number(name: string): number | undefined {
    return this.byName.get(name);
  }
}

/** The tables, each loaded when it is first needed. */
export class Names {
  private readonly sys: SystemCalls;
  /** `-Numeric`: print numbers. */
  numeric = false;
  private readonly loaded = new Map<string, NameTable>();

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  private table(file: string, builtin: string): NameTable {
    let table = this.loaded.get(file);
    if (table) return table;
    table = new NameTable();
    table.add(readText(this.sys, `/etc/iproute2/${file}`) ?? builtin);
    const directory = this.sys.readdir(`/etc/iproute2/${file}.d`);
    if (!isErrno(directory))
      for (const entry of directory)
        if (entry.name.endsWith(".conf") && !entry.name.startsWith("."))
          table.add(readText(this.sys, `/etc/iproute2/${file}.d/${entry.name}`) ?? "");
    this.loaded.set(file, table);
    return table;
  }

  private show(table: NameTable, number: number, other = String(number)): string {
    return (this.numeric ? undefined : table.name(number)) ?? other;
  }

  routeTable(number: number): string {
    return this.show(this.table("rt_tables", TABLES), number);
  }

  protocol(number: number): string {
    return this.show(this.table("rt_protos", PROTOCOLS), number);
  }

  scope(number: number): string {
    return this.show(this.table("rt_scopes", SCOPES), number);
  }

  group(number: number): string {
    // an int to iproute2
    return this.show(this.table("group", GROUPS), number | 0);
  }

  realm(number: number): string {
    if (number > 255) return String(number);
    // iproute2 has this name for 0 until it has looked up another one
    if (number === 0 && !this.numeric && !this.loaded.has("rt_realms")) return "unknown";
    return this.show(this.table("rt_realms", REALMS), number);
  }

  dsfield(number: number): string {
    return this.show(this.table("rt_dsfield", DSFIELDS), number, `0x${number.toString(16).padStart(2, "0")}`);
  }

  /** The name of a DS field, or undefined when it has none (or with `-Numeric`). */
  dsfieldName(number: number): string | undefined {
    return this.numeric ? undefined : this.table("rt_dsfield", DSFIELDS).name(number);
  }

  parseRouteTable(text: string): number | undefined {
    return this.table("rt_tables", TABLES).number(text) ?? parseUnsigned(text);
  }

  parseProtocol(text: string): number | undefined {
    return this.table("rt_protos", PROTOCOLS).number(text) ?? parseUnsigned(text, 255);
  }

  parseScope(text: string): number | undefined {
    return this.table("rt_scopes", SCOPES).number(text) ?? parseUnsigned(text, 255);
  }

  parseGroup(text: string): number | undefined {
    const named = this.table("group", GROUPS).number(text);
    if (named !== undefined) return named;
    // read as a long that is cut to an int, which must not be negative
    const cut = Number(BigInt.asIntN(32, strtolSaturated(text, 0) ?? -1n));
    return cut < 0 ? undefined : cut;
  }

  parseRealm(text: string): number | undefined {
    return this.table("rt_realms", REALMS).number(text) ?? parseUnsigned(text, 255);
  }

  /** A number is hexadecimal here. */
  parseDsfield(text: string): number | undefined {
    const named = this.table("rt_dsfield", DSFIELDS).number(text);
    if (named !== undefined) return named;
    const read = strtoulSaturated(text, 16);
    return read === undefined || read > 255n ? undefined : Number(read);
  }
}

/** A whole text file; undefined when it cannot be read. */
export function readText(sys: SystemCalls, path: string): string | undefined {
  const file = sys.open(path, O_RDONLY);
  if (isErrno(file)) return undefined;
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(4096);
  let text = "";
  for (;;) {
    const count = file.read(chunk);
    if (count <= 0) break;
    text += decoder.decode(chunk.subarray(0, count), { stream: true });
  }
  file.close();
  return text;
}
