/** `host`: BIND 9.18's. */
import { EBADMSG, EPROTO } from "../../errno.ts";
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import {
  CLASS_IN,
  type DnsMessage,
  type DnsRecord,
  parseLabels,
  reverseName,
  TYPE_A,
  TYPE_AAAA,
  TYPE_ANY,
  TYPE_AXFR,
  TYPE_CNAME,
  TYPE_MX,
  TYPE_OPT,
  TYPE_PTR,
} from "../../packet/dns.ts";
import { classNumber, dataText, RCODES, typeNumber, typeText } from "../../packet/dns-text.ts";
import type { Main, Process } from "../../process/process.ts";
import { queryServer, transferZone } from "../lib/dns-query.ts";
import { getopt } from "../lib/getopt.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { readResolvConf, searchNamesOfBind } from "../lib/resolv-conf.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import { questionLine, recordLine } from "./columns.ts";
import { BIND_VERSION } from "./dig.ts";
import { complaintText } from "./errors.ts";
import { HOST_USAGE } from "./host-usage.ts";
import { headerText } from "./message-text.ts";
import { type Asking, resolveName, type Told } from "./resolve-name.ts";
import { serverText, usualServers } from "./servers.ts";

/** What `-l` lists: addresses and names of servers and hosts. */
const LISTED: ReadonlySet<number> = new Set([TYPE_A, 2, TYPE_PTR, TYPE_AAAA]);

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
  readonly verbose: boolean;
  /** All of a zone is listed. */
  readonly list: boolean;
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
  for (const letter of "ACimD")
    if (has(letter)) throw new Failure(`host: -${letter} is not supported here\n`);
  if (has("V")) throw new Failure(`host ${BIND_VERSION}\n`, 0);
  if (parsed.errors.length > 0 || parsed.operands.length < 1) throw new Failure(HOST_USAGE);
  const list = has("l");
  const typeWord = has("a") ? "ANY" : value("t");
  const type = typeWord === undefined ? undefined : typeNumber(typeWord);
  if (type === TYPE_AXFR) throw new Failure("host: -t AXFR is not supported here; -l lists a zone\n");
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
      verbose: has("v") || has("d") || has("a"),
      list,
      types: type === undefined ? undefined : [type],
      class: kind,
      asking: {
        timeout,
        tries: tries === undefined ? 2 : natural(tries) + 1,
        tcp: has("T") || list || (type === TYPE_ANY && !has("a") && !has("U")),
        recurse: !has("r") && !list,
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
  /** That there is no server was said. */
  private unreachedTold = false;
  /** About the server that was named, until it has answered. */
  private greeting = "";

  constructor(process: Process, options: Options) {
    this.process = process;
    this.options = options;
    this.asking = { ...options.asking, servers: [], complain: (text, last) => this.complain(text, last) };
  }

  private complain(text: string, last: boolean): void {
    this.print(text);
    this.unreachedTold = last;
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
    this.asking = { ...this.asking, named: server };
    this.greeting = `Using domain server:\nName: ${server}\n${list}Aliases: \n\n`;
  }

  private async forward(name: string): Promise<void> {
    if (parseLabels(name) === undefined)
      throw new Failure(`host: '${name}' is not a legal name (bad label type)\n`, 1);
    if (this.options.list) return this.zone(name);
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
    const told = await resolveName(this.process, this.asking, names, type, {
      before: (name) => this.verbose(`Trying "${bare(name)}"\n`),
      after: () => this.heard(),
    });
    if (told === undefined) {
      if (!this.unreachedTold) this.print(";; no servers could be reached\n");
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
      this.received(told, 2);
      this.status = 1;
      return undefined;
    }
    if (this.options.verbose) {
      this.print(`${verboseText(told.message)}`);
      this.received(told, 1);
      return told;
    }
    const shownTypes = told.message.answers.filter(
      (record) => record.type === type || record.type === TYPE_CNAME || type === TYPE_ANY,
    );
    for (const record of shownTypes) this.tell(record);
    if (told.message.answers.length === 0 && this.options.types !== undefined)
      this.print(`${bare(told.name)} has no ${typeText(type)} record\n`);
    return told;
  }

  private verbose(text: string): void {
    if (this.options.verbose) this.print(text);
  }

  /** A server has answered. */
  private heard(): void {
    this.print(this.greeting);
    this.greeting = "";
  }

  private received({ server, size, us }: Told, times: number): void {
    const place = serverText(this.process.sys, server);
    this.verbose(`Received ${size} bytes from ${place} in ${Math.floor(us / 1000)} ms\n`.repeat(times));
  }

  /** `-l`: the records of a zone, of one type or those that name hosts. */
  private async zone(name: string): Promise<void> {
    const { process } = this;
    const { types, verbose } = this.options;
    const { servers, timeout, tries } = this.asking;
    const [type] = types ?? [];
    const wanted = (record: DnsRecord) =>
      type === undefined ? LISTED.has(record.type) : type === TYPE_ANY || record.type === type;
    this.verbose(`Trying "${bare(name)}"\n`);
    for (let attempt = 0; attempt < tries; attempt++)
      for (const server of servers) {
        const query = listQuery(process.sys.random() & 0xffff, name, this.options.class);
        const started = process.sys.realtime();
        const error = await transferZone(process, server, query, { timeout: timeout * 1e9 }, (answer) => {
          const us = process.sys.realtime() - started;
          const told = { ...answer, name, server, us };
          this.heard();
          const records = answer.message.answers.filter(wanted);
          if (verbose) {
            const unasked = type === undefined ? { questions: [] } : {};
            this.print(verboseText({ ...answer.message, ...unasked, answers: records }, answer.message));
            this.received(told, 1);
          } else for (const record of records) this.tell(record);
        });
        if (error === -EPROTO || error === -EBADMSG) return this.refused(name, server, query);
        if (error >= 0) return;
        const { named } = this.asking;
        const { text, last } = complaintText(process.sys, { server, named, name, error, tcp: true });
        this.complain(text, last);
      }
    if (!this.unreachedTold) this.print(";; no servers could be reached\n");
    this.status = 1;
  }

  /** The server gives no zone away: it is asked once more why. */
  private async refused(name: string, server: InternetAddress, query: DnsMessage): Promise<void> {
    const options = { timeout: this.asking.timeout * 1e9, tcp: true };
    const answer = await queryServer(this.process, server, query, options);
    this.print(this.greeting);
    const rcode = typeof answer === "number" ? 0 : answer.message.flags & 15;
    if (rcode !== 0) this.print(`Host ${bare(name)} not found: ${rcode}(${RCODES[rcode] ?? rcode})\n`);
    this.print("; Transfer failed.\n");
    this.status = 1;
  }

  private get firstType(): number {
    return this.options.types?.[0] ?? TYPE_A;
  }

  private tell({ name, type, data }: DnsRecord): void {
    const word = WORDS.get(type) ?? `has ${typeText(type)} record`;
    this.print(`${bare(name)} ${word} ${dataText(type, data)}\n`);
  }
}

function listQuery(id: number, name: string, kind: number): DnsMessage {
  const questions = [{ name: `${bare(name)}.`, type: TYPE_AXFR, class: kind }];
  return { id, flags: 0, questions, answers: [], authority: [], additional: [] };
}

/** All of a message, as `-v` shows it. @param counted whose counts are told */
function verboseText(message: DnsMessage, counted = message): string {
  const shown = { ttl: true, class: true };
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? "" : `;; ${name} SECTION:\n${lines.map((line) => `${line}\n`).join("")}\n`;
  const records = (list: readonly DnsRecord[]) =>
    list.filter(({ type }) => type !== TYPE_OPT).map((record) => recordLine(record, shown));
  return [
    `;; ${headerText(counted, false).replace(/^;; /, "")}`,
    // what a list is not asked for is left out, and so is most of the question
    message.questions.length === 0
      ? ";; QUESTION SECTION:\n;\n"
      : section(
          "QUESTION",
          message.questions.map((question) => questionLine(question, shown)),
        ),
    section("ANSWER", records(message.answers)),
    section("AUTHORITY", records(message.authority)),
    section("ADDITIONAL", records(message.additional)),
  ].join("");
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
