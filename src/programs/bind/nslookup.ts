/** `nslookup`: BIND 9.18's, with a name on the command line or commands from standard input. */
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import {
  DNS_AA,
  type DnsRecord,
  parseLabels,
  reverseName,
  TYPE_A,
  TYPE_AAAA,
  TYPE_CNAME,
  TYPE_MX,
  TYPE_NS,
  TYPE_PTR,
  TYPE_SOA,
  TYPE_SRV,
  TYPE_TXT,
} from "../../packet/dns.ts";
import { dataText, RCODES, typeText } from "../../packet/dns-text.ts";
import type { Main, Process } from "../../process/process.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { readResolvConf, searchNamesOfBind } from "../lib/resolv-conf.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import { applySetting, type Settings, settingsText, usualSettings } from "./nslookup-settings.ts";
import { type Asking, resolveName, type Told } from "./resolve-name.ts";
import { usualServers } from "./servers.ts";

/** Seconds. */
const USUAL_TIMEOUT = 5;
/** Commands that BIND's nslookup knows by name only. */
const NOT_IMPLEMENTED: ReadonlySet<string> = new Set(["finger", "ls", "root", "view"]);

/** Between the name and the data. */
const WORDS: ReadonlyMap<number, string> = new Map([
  [TYPE_NS, "nameserver = "],
  [TYPE_CNAME, "canonical name = "],
  [TYPE_PTR, "name = "],
  [TYPE_MX, "mail exchanger = "],
  [TYPE_TXT, "text = "],
  [TYPE_SRV, "service = "],
]);

class Failure {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export const main: Main = async (process) => {
  const settings = usualSettings(process);
  const operands: string[] = [];
  try {
    for (const word of process.argv.slice(1))
      if (word.startsWith("-") && word.length > 1) {
        const wrong = applySetting(settings, word.slice(1));
        if (wrong !== undefined) throw new Failure(wrong);
      } else operands.push(word);
    const nslookup = new Nslookup(process, settings);
    if (operands.length === 0 || operands[0] === "-") return await nslookup.converse(operands[1]);
    return await nslookup.once(operands[0], operands[1]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stdout.write(error.text);
    return 1;
  }
};

class Nslookup {
  private readonly process: Process;
  private readonly settings: Settings;
  private servers: readonly InternetAddress[] = [];
  private failed = false;
  private succeeded = false;
  private headed = false;
  private interactive = false;
  private unreachedTold = false;

  constructor(process: Process, settings: Settings) {
    this.process = process;
    this.settings = settings;
  }

  private get asking(): Asking {
    const { timeout, tries, tcp, recurse, port, class: kind } = this.settings;
    const named = this.serverName;
    return {
      timeout: timeout === 0 ? USUAL_TIMEOUT : timeout,
      tries,
      tcp,
      recurse,
      class: kind,
      servers: this.servers.map((server) => ({ ...server, port })),
      ...(named === undefined ? {} : { named }),
      complain: (text, last) => {
        this.print(text);
        this.unreachedTold = last;
      },
    };
  }

  private print(text: string): void {
    this.process.stdout.write(text);
  }

  /** One name of the command line. @returns the exit status */
  async once(name: string, server: string | undefined): Promise<number> {
    await this.useServer(server);
    await this.look(name);
    return this.failed ? 1 : 0;
  }

  /** Commands from standard input. @returns the exit status, which is bad when nothing was found */
  async converse(server: string | undefined): Promise<number> {
    this.interactive = true;
    await this.useServer(server);
    const { stdin, stdout } = this.process;
    const prompt = stdin.isTerminal;
    for (;;) {
      if (prompt) this.print("> ");
      await stdout.flush();
      const line = await stdin.readLine();
      if (line === undefined || !(await this.command(line.trim().split(/\s+/)))) break;
    }
    this.print("\n");
    return this.failed || !this.succeeded ? 1 : 0;
  }

  /** @returns whether there are more to come */
  private async command([word, ...rest]: readonly string[]): Promise<boolean> {
    const name = word.toLowerCase();
    if (name === "exit") return false;
    if (name === "set") this.set(rest[0]);
    else if (name === "server" || name === "lserver") {
      if (rest.length > 0) await this.useServer(rest[0]);
      this.showServers();
    } else if (name === "help" || name === "?") this.print(`The '${word}' command is not yet implemented.\n`);
    else if (NOT_IMPLEMENTED.has(name)) this.print(`The '${word}' command is not implemented.\n`);
    else if (word !== "") {
      if (rest.length > 0) await this.useServer(rest[0]);
      this.headed = false;
      await this.look(word);
    }
    return true;
  }

  private set(word: string | undefined): void {
    if (word === undefined) return;
    if (/^all$/i.test(word)) {
      this.showServers();
      this.print(settingsText(this.settings));
    } else this.print(applySetting(this.settings, word) ?? "");
  }

  private showServers(): void {
    for (const server of this.servers) {
      const text = formatAddress(this.process.sys, server);
      this.print(`Default server: ${this.serverName ?? text}\nAddress: ${text}#${this.settings.port}\n`);
    }
  }

  private async look(name: string): Promise<void> {
    const v4 = parseIpv4(name);
    const bytes =
      v4 === undefined
        ? parseIpv6(name)?.toBytes()
        : Uint8Array.from([24, 16, 8, 0], (shift) => (v4 >>> shift) & 255);
    const { search, type, domains, ndots } = this.settings;
    const names = search
      ? searchNamesOfBind({ search: domains, ndots }, name)
      : [name.endsWith(".") ? name : `${name}.`];
    this.unreachedTold = false;
    if (bytes !== undefined) await this.ask([reverseName(bytes)], TYPE_PTR, !this.interactive);
    else if (parseLabels(name) === undefined)
      this.print(`nslookup: '${name}' is not a legal name (bad label type)\n`);
    else if (type !== undefined) await this.ask(names, type, false);
    else if (await this.ask(names, TYPE_A, false, true)) {
      const target = this.target ?? names[0];
      await this.ask([target], TYPE_AAAA, false, false, true);
    }
  }

  private target: string | undefined;

  private async useServer(server: string | undefined): Promise<void> {
    const { sys } = this.process;
    if (server === undefined) {
      this.servers = usualServers(readResolvConf(sys), 0);
      return;
    }
    const found = await lookupHost(this.process, server);
    if (typeof found === "string")
      throw new Failure(`nslookup: couldn't get address for '${server}': not found\n`);
    this.servers = found.addresses;
    this.serverName = server;
  }

  private serverName: string | undefined;

  private head({ server }: Told): void {
    if (this.headed) return;
    this.headed = true;
    const text = formatAddress(this.process.sys, server);
    this.print(`Server:\t\t${this.serverName ?? text}\nAddress:\t${text}#${server.port}\n\n`);
  }

  /** @returns whether there is more to ask about the name */
  private async ask(
    names: readonly string[],
    type: number,
    reverse: boolean,
    more = false,
    again = false,
  ): Promise<boolean> {
    const told = await resolveName(this.process, this.asking, names, type);
    if (told === undefined) {
      this.print(
        `${this.unreachedTold ? "" : ";; no servers could be reached\n"}${this.interactive ? "" : "\n"}`,
      );
      this.failed = true;
      return false;
    }
    if (!reverse) this.head(told);
    const rcode = told.message.flags & 15;
    if (rcode !== 0) {
      this.print(
        `** server can't find ${told.name.replace(/\.$/, "")}: ${RCODES[rcode] ?? rcode}\n${this.interactive ? "" : "\n"}`,
      );
      this.failed = true;
      return false;
    }
    this.answer(told, type, again);
    this.succeeded = true;
    if (!more && !this.interactive) this.print("\n");
    return true;
  }

  private answer(told: Told, type: number, again: boolean): void {
    const { answers, flags } = told.message;
    if ((flags & DNS_AA) === 0 && !again) this.print("Non-authoritative answer:\n");
    this.target = told.name;
    for (const record of answers) {
      if (record.type === TYPE_CNAME) this.target = dataText(TYPE_CNAME, record.data);
      if (again && record.type === TYPE_CNAME) continue;
      this.tell(record);
    }
    if (answers.length === 0 && !again && type !== TYPE_A)
      this.print(`*** Can't find ${told.name.replace(/\.$/, "")}: No answer\n`);
  }

  private tell({ name, type, data }: DnsRecord): void {
    const bare = name.replace(/\.$/, "");
    const text = dataText(type, data);
    if (type === TYPE_A || type === TYPE_AAAA) this.print(`Name:\t${bare}\nAddress: ${text}\n`);
    else if (type === TYPE_SOA) this.soa(bare, text);
    else this.print(`${bare}\t${WORDS.get(type) ?? `rdata_${type} = `}${text}\n`);
  }

  private soa(name: string, text: string): void {
    const words = text.split(" ");
    const labels = ["origin", "mail addr", "serial", "refresh", "retry", "expire", "minimum"];
    this.print(
      `${name}\n${labels.map((label, i) => `\t${label} = ${(words[i] ?? typeText(TYPE_SOA)).replace(/\.$/, "")}\n`).join("")}`,
    );
  }
}
