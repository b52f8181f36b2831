/** `host`: BIND 9.18's, in its short form. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import {
  CLASS_IN,
  type DnsRecord,
  parseLabels,
  reverseName,
  TYPE_A,
  TYPE_AAAA,
  TYPE_ANY,
  TYPE_CNAME,
  TYPE_MX,
  TYPE_PTR,
} from "../../packet/dns.ts";
import { classNumber, dataText, RCODES, typeNumber, typeText } from "../../packet/dns-text.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { readResolvConf, searchNamesOfBind } from "../lib/resolv-conf.ts";
import { formatAddress } from "../lib/resolver.ts";
import { BIND_VERSION } from "./dig.ts";
import { HOST_USAGE } from "./host-usage.ts";
import { type Asking, resolveName, type Told } from "./resolve-name.ts";
import { usualServers } from "./servers.ts";

/** How a record of a type is told; others by their type's name. */
const WORDS: ReadonlyMap<number, string> = new Map([
  [TYPE_A, "has address"],
  [TYPE_AAAA, "has IPv6 address"],
  [2, "name server"],
  [TYPE_CNAME, "is an alias for"],
  [6, "has SOA record"],
  [TYPE_PTR, "domain name pointer"],
  [13, "host information"],
  [TYPE_MX, "mail is handled by"],
  [16, "descriptive text"],
]);

interface Options {
  readonly types: readonly number[] | undefined;
  readonly class: number;
  readonly asking: Omit<Asking, "servers" | "complain">;
  readonly family: number;
  readonly port: number;
  readonly ndots: number | undefined;
}

class Failure {
  readonly text: string;
  readonly status: number;
  constructor(text: string, status = 1) {
    this.text = text;
    this.status = status;
  }
}

function natural(text: string): number {
  if (!/^\d+$/.test(text)) throw new Failure(`host: '${text}' is not a valid number\n`);
  return Number(text);
}

function readOptions(process: Process): { options: Options; operands: readonly string[] } {
  const parsed = getopt(process.argv, "ac:dilnm:p:rst:vVwCDN:R:TUW:46A");
  const value = (letter: string) => parsed.options.findLast(({ option }) => option === letter)?.argument;
  const has = (letter: string) => parsed.options.some(({ option }) => option === letter);
  for (const letter of "aACdilmvD")
    if (has(letter)) throw new Failure(`host: -${letter} is not supported here\n`);
  if (has("V")) throw new Failure(`host ${BIND_VERSION}\n`, 0);
  if (parsed.errors.length > 0 || parsed.operands.length < 1) throw new Failure(HOST_USAGE);
  const typeWord = value("t");
  const type = typeWord === undefined ? undefined : typeNumber(typeWord);
  if (typeWord !== undefined && type === undefined)
    throw new Failure(`host: invalid type: ${typeWord}\n\n`, 2);
  const classWord = value("c");
  const kind = classWord === undefined ? CLASS_IN : classNumber(classWord);
  if (kind === undefined) throw new Failure(`host: invalid class: ${classWord}\n\n`, 2);
  const wait = value("W");
  const tries = value("R");
  const port = value("p");
  const ndots = value("N");
  const timeout = has("w") ? 0x7fff_ffff : wait === undefined ? 5 : Math.max(1, natural(wait));
  return {
    operands: parsed.operands,
    options: {
      types: type === undefined ? undefined : [type],
      class: kind,
      asking: {
        timeout,
        tries: tries === undefined ? 2 : natural(tries) + 1,
        tcp: has("T") || type === TYPE_ANY,
        recurse: !has("r"),
        class: kind,
      },
      family: has("4") ? AF_INET : has("6") ? AF_INET6 : AF_UNSPEC,
      port: port === undefined ? 53 : natural(port),
      ndots: ndots === undefined ? undefined : natural(ndots),
    },
  };
}

export const main: Main = async (process) => {
  try {
    const { options, operands } = readOptions(process);
    return await new Host(process, options).run(operands[0], operands[1]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(error.text);
    return error.status;
  }
};

class Host {
  private readonly process: Process;
  private readonly options: Options;
  private asking: Asking;
  private status = 0;

  constructor(process: Process, options: Options) {
    this.process = process;
    this.options = options;
    this.asking = { ...options.asking, servers: [], complain: (text) => this.print(`${text}\n`) };
  }

  private print(text: string): void {
    this.process.stdout.write(text);
  }

  async run(name: string, server: string | undefined): Promise<number> {
    await this.useServer(server);
    const v4 = parseIpv4(name);
    const v6 = v4 === undefined ? parseIpv6(name) : undefined;
    const bytes =
      v4 === undefined ? v6?.toBytes() : Uint8Array.from([24, 16, 8, 0], (shift) => (v4 >>> shift) & 255);
    if (bytes !== undefined) await this.ask([reverseName(bytes)], name, TYPE_PTR);
    else await this.forward(name);
    return this.status;
  }

  private async useServer(server: string | undefined): Promise<void> {
    const { family, port } = this.options;
    const { sys } = this.process;
    if (server === undefined) {
      const servers = usualServers(readResolvConf(sys), family).map((one) => ({ ...one, port }));
      this.asking = { ...this.asking, servers };
      return;
    }
    const found = await lookupHost(this.process, server, family);
    if (typeof found === "string")
      throw new Failure(`host: couldn't get address for '${server}': not found\n`);
    const servers = found.addresses.map((one) => ({ ...one, port }));
    this.asking = { ...this.asking, servers };
    const list = servers.map((one) => `Address: ${formatAddress(sys, one)}#${port}\n`).join("");
    this.print(`Using domain server:\nName: ${server}\n${list}Aliases: \n\n`);
  }

  private async forward(name: string): Promise<void> {
    if (parseLabels(name) === undefined)
      throw new Failure(`host: '${name}' is not a legal name (bad label type)\n`, 1);
    const conf = readResolvConf(this.process.sys);
    const names = searchNamesOfBind({ search: conf.search, ndots: this.options.ndots ?? conf.ndots }, name);
    const types = this.options.types ?? [TYPE_A, TYPE_AAAA, TYPE_MX];
    const first = await this.ask(names, name, types[0]);
    if (first === undefined) return;
    // what an alias leads to is asked about, not the alias again
    const target = aliasEnd(first.message.answers, first.name);
    for (const type of types.slice(1)) await this.ask([target], target, type);
  }

  /** @returns what was answered, when that was no error */
  private async ask(names: readonly string[], shown: string, type: number): Promise<Told | undefined> {
    const told = await resolveName(this.process, this.asking, names, type);
    if (told === undefined) {
      this.print(";; no servers could be reached\n");
      this.status = 1;
      return undefined;
    }
    const rcode = told.message.flags & 15;
    if (rcode !== 0) {
      const plain =
        told.name === `${shown}.` ? shown : names.length > 1 || shown !== told.name ? bare(told.name) : shown;
      const name =
        shown.endsWith(".") && names.length === 1 && told.name === shown && type !== this.firstType
          ? bare(shown)
          : plain;
      this.print(`Host ${name} not found: ${rcode}(${RCODES[rcode] ?? rcode})\n`);
      this.status = 1;
      return undefined;
    }
    const shownTypes = told.message.answers.filter(
      (record) => record.type === type || record.type === TYPE_CNAME || type === TYPE_ANY,
    );
    for (const record of shownTypes) this.tell(record);
    if (told.message.answers.length === 0 && this.options.types !== undefined)
      this.print(`${bare(told.name)} has no ${typeText(type)} record\n`);
    return told;
  }

  private get firstType(): number {
    return this.options.types?.[0] ?? TYPE_A;
  }

  private tell({ name, type, data }: DnsRecord): void {
    const word = WORDS.get(type) ?? `has ${typeText(type)} record`;
    this.print(`${bare(name)} ${word} ${dataText(type, data)}\n`);
  }
}

function bare(name: string): string {
  return name === "." ? name : name.replace(/\.$/, "");
}

function aliasEnd(answers: readonly DnsRecord[], name: string): string {
  let end = name;
  for (const record of answers)
    if (record.type === TYPE_CNAME && record.name.toLowerCase() === end.toLowerCase())
      end = dataText(TYPE_CNAME, record.data);
  return end;
}
