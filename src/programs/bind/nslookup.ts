/** `nslookup`: BIND 9.18's, with a name on the command line. */
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import {
  DNS_AA,
  type DnsRecord,
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
import { dataText, RCODES, typeNumber, typeText } from "../../packet/dns-text.ts";
import type { Main, Process } from "../../process/process.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { readResolvConf, searchNamesOfBind } from "../lib/resolv-conf.ts";
import { formatAddress } from "../lib/resolver.ts";
import { type Asking, resolveName, type Told } from "./resolve-name.ts";
import { usualServers } from "./servers.ts";

/** Between the name and the data. */
const WORDS: ReadonlyMap<number, string> = new Map([
  [TYPE_NS, "nameserver = "],
  [TYPE_CNAME, "canonical name = "],
  [TYPE_PTR, "name = "],
  [TYPE_MX, "mail exchanger = "],
  [TYPE_TXT, "text = "],
  [TYPE_SRV, "service = "],
]);

interface Settings {
  type: number | undefined;
  port: number;
  timeout: number;
  tries: number;
  tcp: boolean;
  recurse: boolean;
  search: boolean;
}

class Failure {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function setting(settings: Settings, word: string): void {
  const [name, value = ""] = word.split("=");
  if (/^(query|q|type|ty|querytype|t)$/i.test(name)) {
    const type = typeNumber(value);
    if (type === undefined) throw new Failure(`unknown query type: ${value}\n`);
    settings.type = type;
  } else if (/^port?$/i.test(name)) settings.port = Number(value);
  else if (/^timeout$/i.test(name)) settings.timeout = Number(value) || 5;
  else if (/^retry$/i.test(name)) settings.tries = Number(value) + 1;
  else if (/^(no)?vc$/i.test(name)) settings.tcp = !name.startsWith("no");
  else if (/^(no)?rec(urse)?$/i.test(name)) settings.recurse = !name.startsWith("no");
  else if (/^(no)?(sea(rch)?|def(name)?)$/i.test(name)) settings.search = !name.startsWith("no");
  else throw new Failure(`*** Invalid option: ${word}\n`);
}

export const main: Main = async (process) => {
  const settings: Settings = {
    type: undefined,
    port: 53,
    timeout: 5,
    tries: 3,
    tcp: false,
    recurse: true,
    search: true,
  };
  const operands: string[] = [];
  try {
    for (const word of process.argv.slice(1))
      if (word.startsWith("-") && word.length > 1) setting(settings, word.slice(1));
      else operands.push(word);
    if (operands.length === 0 || operands[0] === "-")
      throw new Failure("nslookup: the interactive mode is not supported here\n");
    return await new Nslookup(process, settings).run(operands[0], operands[1]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stdout.write(error.text);
    return 1;
  }
};

class Nslookup {
  private readonly process: Process;
  private readonly settings: Settings;
  private asking: Asking;
  private status = 0;
  private headed = false;

  constructor(process: Process, settings: Settings) {
    this.process = process;
    this.settings = settings;
    const { timeout, tries, tcp, recurse } = settings;
    this.asking = { timeout, tries, tcp, recurse, servers: [], complain: (text) => this.print(`${text}\n`) };
  }

  private print(text: string): void {
    this.process.stdout.write(text);
  }

  async run(name: string, server: string | undefined): Promise<number> {
    await this.useServer(server);
    const v4 = parseIpv4(name);
    const bytes =
      v4 === undefined
        ? parseIpv6(name)?.toBytes()
        : Uint8Array.from([24, 16, 8, 0], (shift) => (v4 >>> shift) & 255);
    const conf = readResolvConf(this.process.sys);
    const names = this.settings.search
      ? searchNamesOfBind(conf, name)
      : [name.endsWith(".") ? name : `${name}.`];
    if (bytes !== undefined) await this.ask([reverseName(bytes)], TYPE_PTR, true);
    else if (this.settings.type !== undefined) await this.ask(names, this.settings.type, false);
    else if (await this.ask(names, TYPE_A, false, true)) {
      const target = this.target ?? names[0];
      await this.ask([target], TYPE_AAAA, false, false, true);
    }
    return this.status;
  }

  private target: string | undefined;

  private async useServer(server: string | undefined): Promise<void> {
    const { sys } = this.process;
    const { port } = this.settings;
    if (server === undefined) {
      const servers = usualServers(readResolvConf(sys), 0).map((one) => ({ ...one, port }));
      this.asking = { ...this.asking, servers };
      return;
    }
    const found = await lookupHost(this.process, server);
    if (typeof found === "string")
      throw new Failure(`nslookup: couldn't get address for '${server}': not found\n`);
    this.asking = { ...this.asking, servers: found.addresses.map((one) => ({ ...one, port })) };
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
      this.print(";; no servers could be reached\n\n");
      this.status = 1;
      return false;
    }
    if (!reverse) this.head(told);
    const rcode = told.message.flags & 15;
    if (rcode !== 0) {
      this.print(`** server can't find ${told.name.replace(/\.$/, "")}: ${RCODES[rcode] ?? rcode}\n\n`);
      this.status = 1;
      return false;
    }
    this.answer(told, type, again);
    if (!more) this.print("\n");
    return true;
  }

  private answer(told: Told, type: number, again: boolean): void {
    const { answers, flags } = told.message;
    if (answers.length > 0 && (flags & DNS_AA) === 0 && !again) this.print("Non-authoritative answer:\n");
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
