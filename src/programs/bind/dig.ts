/** `dig`: BIND 9.18's, as Debian 12 has it. */
import { EBADMSG, EMSGSIZE, EPROTO, strerror } from "../../errno.ts";
import { AF_UNSPEC } from "../../kernel.ts";
import {
  CLASS_IN,
  DNS_AA,
  DNS_AD,
  DNS_CD,
  DNS_RD,
  DNS_TC,
  type DnsMessage,
  type DnsRecord,
  parseLabels,
  RCODE_NXDOMAIN,
  TYPE_AXFR,
  TYPE_OPT,
} from "../../packet/dns.ts";
import { dataText } from "../../packet/dns-text.ts";
import type { Main, Process } from "../../process/process.ts";
import { type DnsAnswer, queryServer, transferZone } from "../lib/dns-query.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { readTextFile } from "../lib/read-file.ts";
import { readResolvConf, searchNamesOfBind } from "../lib/resolv-conf.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import { questionLine, recordLine } from "./columns.ts";
import {
  DigError,
  type DigOptions,
  type Lookup,
  parseDig,
  parseDigLine,
  type Switches,
  typeOf,
} from "./dig-options.ts";
import { complaintText } from "./errors.ts";
import { headerText } from "./message-text.ts";
import { optText } from "./opt-text.ts";
import { usualServers } from "./servers.ts";

export const BIND_VERSION = "9.18.49-1~deb12u3-Debian";
/** No server could be reached. */
const UNREACHED = 9;
/** The file of questions can not be read. */
const NO_BATCH = 8;
const COOKIE_LENGTH = 8;
const SHORT_MESSAGE = ";; ERROR: short (< header size) message\n";

export const main: Main = async (process) => {
  try {
    const options = parseDig(process.argv);
    if (options.version) {
      process.stderr.write(`DiG ${BIND_VERSION}\n`);
      return 0;
    }
    return await new Dig(process, options).run();
  } catch (error) {
    if (!(error instanceof DigError)) throw error;
    process.stderr.write(error.text);
    return error.status;
  }
};

/** What a line of a file says at its top. */
interface Greeting {
  readonly words: readonly string[];
  readonly first: boolean;
  /** How many servers there are is told, too. */
  readonly servers: boolean;
}

class Dig {
  private readonly process: Process;
  private readonly options: DigOptions;
  private readonly conf: ReturnType<typeof readResolvConf>;
  private servers: InternetAddress[] = [];
  private greeted = false;
  private readonly greeting: Greeting | undefined;

  /** @param greeting of a line of a file: what is said at its top */
  constructor(process: Process, options: DigOptions, greeting?: Greeting) {
    this.process = process;
    this.options = options;
    this.greeting = greeting;
    this.conf = readResolvConf(process.sys);
  }

  private print(text: string): void {
    this.process.stdout.write(text);
  }

  async run(): Promise<number> {
    await this.findServers();
    let status = 0;
    for (const lookup of this.options.lookups) {
      if (parseLabels(lookup.name) === undefined)
        throw new DigError(`dig: '${lookup.name}' is not a legal name\n`, 10);
      const reached = await this.look(lookup);
      if (!reached) status = UNREACHED;
    }
    const { batch } = this.options;
    return batch === undefined ? status : (await this.runBatch(batch)) || status;
  }

  /** `-f`: every line of a file is a command line. */
  private async runBatch(name: string): Promise<number> {
    const { process } = this;
    const text =
      name === "-" ? await process.stdin.readAll() : readTextFile(process.sys, process.resolve(name));
    if (typeof text === "number")
      throw new DigError(`${name}: ${strerror(-text)}\ndig: couldn't open specified batch file\n`, NO_BATCH);
    let status = 0;
    for (const [i, line] of text.replace(/\n$/, "").split("\n").entries()) {
      const options = parseDigLine(line, this.options);
      const words = line.split(/\s+/).filter(Boolean);
      const one = new Dig(process, options, {
        words,
        first: i === 0,
        servers: i === 0 && this.options.server !== undefined,
      });
      status = (await one.run()) || status;
    }
    return status;
  }

  private async findServers(): Promise<void> {
    const { server, port, family } = this.options;
    const withPort = (address: InternetAddress) => ({ ...address, port });
    if (server === undefined) {
      this.servers = usualServers(this.conf, family).map(withPort);
      return;
    }
    const found = await lookupHost(this.process, server, family);
    if (typeof found === "string")
      throw new DigError(`dig: couldn't get address for '${server}': not found\n`);
    this.servers = found.addresses
      .filter((one) => family === AF_UNSPEC || one.family === family)
      .map(withPort);
  }

  /** The lines at the top: once, before the first thing that is shown. */
  private greet({ shared }: Switches): void {
    if (this.greeted) return;
    this.greeted = true;
    if (!shared.cmd || shared.short) return;
    const words = this.greeting?.words ?? this.process.argv.slice(1);
    const first = this.greeting?.first !== false;
    this.print(
      `${first ? "\n" : ""}; <<>> DiG ${BIND_VERSION} <<>>${words.map((word) => ` ${word}`).join("")}\n`,
    );
    if (this.options.server !== undefined && this.greeting?.servers !== false)
      this.print(`; (${this.servers.length} server${this.servers.length === 1 ? "" : "s"} found)\n`);
    if (first) this.print(";; global options: +cmd\n");
  }

  private names({ name, switches }: Lookup): string[] {
    if (!switches.search) return [name.endsWith(".") ? name : `${name}.`];
    const search = switches.domain === undefined ? this.conf.search : [switches.domain];
    return searchNamesOfBind({ search, ndots: switches.ndots ?? this.conf.ndots }, name);
  }

  /** One question, under each name that is tried. @returns whether a server answered */
  private async look(lookup: Lookup): Promise<boolean> {
    const names = this.names(lookup);
    for (const [i, name] of names.entries()) {
      const answered = await this.ask(lookup, name, i === names.length - 1);
      if (answered !== "next") return answered;
    }
    return true;
  }

  private async ask(lookup: Lookup, name: string, last: boolean): Promise<boolean | "next"> {
    if (typeOf(lookup) === TYPE_AXFR) return this.transfer(lookup, name);
    const { sys } = this.process;
    const { switches } = lookup;
    const cookie = Uint8Array.from({ length: COOKIE_LENGTH }, () => sys.random() & 255);
    const query = buildQuery(lookup, name, sys.random() & 0xffff, cookie);
    if (switches.qr && !switches.shared.short) throw new DigError("dig: +qr is not supported here\n");
    const source = this.options.source === undefined ? undefined : await this.source(this.options.source);
    let told = false;
    for (let attempt = 0; attempt < switches.tries; attempt++)
      for (const server of this.servers) {
        const started = sys.realtime();
        const timeout = switches.timeout * 1e9;
        let tcp = switches.tcp || typeOf(lookup) === 255;
        const asking = { timeout, fragments: true, ...(source === undefined ? {} : { source }) };
        let answer = await queryServer(this.process, server, query, { ...asking, tcp });
        if (!tcp && !switches.ignore && typeof answer !== "number" && (answer.message.flags & DNS_TC) !== 0) {
          this.greet(switches);
          if (switches.comments) this.print(";; Truncated, retrying in TCP mode.\n");
          tcp = true;
          answer = await queryServer(this.process, server, query, { ...asking, tcp });
        }
        if (tcp && answer === -EMSGSIZE) {
          this.greet(switches);
          this.print(SHORT_MESSAGE);
          return true;
        }
        if (typeof answer === "number") {
          told = this.complain(server, name, answer, tcp);
          continue;
        }
        if (!last && (answer.message.flags & 15) === RCODE_NXDOMAIN) return "next";
        this.greet(switches);
        this.show(lookup, answer, cookie);
        const ms = Math.floor((sys.realtime() - started) / 1000);
        if (switches.stats && !switches.shared.short) this.statistics(server, answer, ms, tcp);
        return true;
      }
    if (!told) this.unreached(switches);
    return false;
  }

  private unreached(switches: Switches): void {
    this.greet(switches);
    this.print(switches.shared.short ? "" : ";; no servers could be reached\n");
  }

  /** A whole zone, record by record as they come. */
  private async transfer(lookup: Lookup, name: string): Promise<boolean> {
    const { sys } = this.process;
    const { switches } = lookup;
    const cookie = Uint8Array.from({ length: COOKIE_LENGTH }, () => sys.random() & 255);
    const built = buildQuery(lookup, name, sys.random() & 0xffff, cookie);
    const query = { ...built, flags: built.flags & ~DNS_RD };
    let told = false;
    for (let attempt = 0; attempt < switches.tries; attempt++)
      for (const server of this.servers) {
        const started = sys.realtime();
        const total = { records: 0, messages: 0, bytes: 0 };
        const options = { timeout: switches.timeout * 1e9 };
        let failure: string | undefined;
        const stranger = (id: number) => {
          failure = `;; ERROR: ID mismatch: expected ID ${query.id}, got ${id}\n`;
        };
        const shown = async ({ message, size }: DnsAnswer) => {
          this.greet(switches);
          total.records += message.answers.length;
          total.messages++;
          total.bytes += size;
          for (const record of switches.answer ? message.answers : [])
            this.print(
              `${switches.shared.short ? dataText(record.type, record.data) : recordLine(record, switches)}\n`,
            );
          await this.process.stdout.flush();
        };
        const error = await transferZone(this.process, server, query, options, shown, stranger);
        if (failure === undefined && error === -EMSGSIZE) failure = SHORT_MESSAGE;
        if (failure !== undefined) {
          this.greet(switches);
          this.print(failure);
          return true;
        }
        if (error === -EPROTO || error === -EBADMSG) {
          this.greet(switches);
          this.print("; Transfer failed.\n");
          return true;
        }
        if (error < 0) {
          told = this.complain(server, name, error, true);
          continue;
        }
        const ms = Math.floor((sys.realtime() - started) / 1000);
        if (switches.stats && !switches.shared.short) {
          this.serverLines(server, ms, true);
          this.print(
            `;; XFR size: ${total.records} records (messages ${total.messages}, bytes ${total.bytes})\n\n`,
          );
        }
        return true;
      }
    if (!told) this.unreached(switches);
    return false;
  }

  private async source(text: string): Promise<InternetAddress> {
    const found = await lookupHost(this.process, text);
    if (typeof found === "string") throw new DigError(`dig: invalid address ${text}\n`);
    return found.addresses[0];
  }

  /** @returns whether that there is no server was said, too */
  private complain(server: InternetAddress, name: string, error: number, tcp: boolean): boolean {
    const named = this.options.server;
    const { text, last } = complaintText(this.process.sys, { server, named, name, error, tcp });
    this.print(text);
    return last;
  }

  private show({ switches }: Lookup, { message }: DnsAnswer, cookie: Uint8Array): void {
    if (switches.shared.short) {
      for (const { type, data } of message.answers) this.print(`${dataText(type, data)}\n`);
      return;
    }
    const opt = message.additional.find(({ type }) => type === TYPE_OPT);
    if (switches.comments) {
      this.print(`;; Got answer:\n${headerText(message, true)}`);
      if (opt !== undefined) this.print(`;; OPT PSEUDOSECTION:\n${optText(opt, cookie)}`);
    }
    if (switches.question && message.questions.length > 0) {
      const lines = message.questions.map((question) => `${questionLine(question, switches)}\n`);
      this.section("QUESTION", lines, switches);
    }
    if (switches.answer) this.records("ANSWER", message.answers, switches);
    if (switches.authority) this.records("AUTHORITY", message.authority, switches);
    if (switches.additional)
      this.records(
        "ADDITIONAL",
        message.additional.filter(({ type }) => type !== TYPE_OPT),
        switches,
      );
  }

  private records(name: string, records: readonly DnsRecord[], switches: Switches): void {
    if (records.length === 0) return;
    this.section(
      name,
      records.map((record) => `${recordLine(record, switches)}\n`),
      switches,
    );
  }

  private section(name: string, lines: readonly string[], { comments }: Switches): void {
    this.print(`${comments ? `;; ${name} SECTION:\n` : ""}${lines.join("")}${comments ? "\n" : ""}`);
  }

  private statistics(server: InternetAddress, { size }: DnsAnswer, ms: number, tcp: boolean): void {
    this.serverLines(server, ms, tcp);
    this.print(`;; MSG SIZE  rcvd: ${size}\n\n`);
  }

  private serverLines(server: InternetAddress, ms: number, tcp: boolean): void {
    const { sys } = this.process;
    const shown = formatAddress(sys, server);
    this.print(`;; Query time: ${ms} msec\n`);
    this.print(
      `;; SERVER: ${shown}#${server.port}(${this.options.server ?? shown}) (${tcp ? "TCP" : "UDP"})\n`,
    );
    this.print(`;; WHEN: ${dateText(sys.realtime())}\n`);
  }
}

/** `Sat Nov 21 21:54:22 UTC 2026` */
function dateText(us: number): string {
  const [week, day, month, year, time] = new Date(us / 1000).toUTCString().replace(",", "").split(" ");
  return `${week} ${month} ${day} ${time} UTC ${year}`;
}

function buildQuery(lookup: Lookup, name: string, id: number, cookie: Uint8Array): DnsMessage {
  const { switches } = lookup;
  const flags =
    (switches.recurse ? DNS_RD : 0) |
    (switches.adFlag ? DNS_AD : 0) |
    (switches.cdFlag ? DNS_CD : 0) |
    (switches.aaFlag ? DNS_AA : 0);
  const data = switches.cookie ? Uint8Array.of(0, 10, 0, cookie.length, ...cookie) : new Uint8Array(0);
  const opt = {
    name: ".",
    type: TYPE_OPT,
    class: switches.bufferSize,
    ttl: switches.dnssec ? 0x8000 : 0,
    data,
  };
  return {
    id,
    flags,
    questions: [{ name, type: typeOf(lookup), class: lookup.class ?? CLASS_IN }],
    answers: [],
    authority: [],
    additional: switches.edns || switches.dnssec ? [opt] : [],
  };
}
