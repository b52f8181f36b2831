/** What `host` and `nslookup` share: one question under the names to try, to the servers in turn. */
import { CLASS_IN, DNS_RD, type DnsMessage, RCODE_NXDOMAIN, RCODE_SERVFAIL } from "../../packet/dns.ts";
import type { Process } from "../../process/process.ts";
import { queryServer } from "../lib/dns-query.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { complaintText } from "./errors.ts";

/** How it is asked. */
export interface Asking {
  readonly servers: readonly InternetAddress[];
  /** Seconds. */
  readonly timeout: number;
  readonly tries: number;
  readonly tcp: boolean;
  readonly recurse: boolean;
  readonly class?: number;
  /** The server as the command line names it. */
  readonly named?: string;
  /** How a failure of a server is told; `last`: that there is no server is told, too. */
  readonly complain: (text: string, last: boolean) => void;
}

/** An answer, and who gave it. */
export interface Told {
  readonly name: string;
  readonly server: InternetAddress;
  readonly message: DnsMessage;
  readonly size: number;
  /** How long it took, µs. */
  readonly us: number;
}

/** Who is told what is done. */
export interface Listener {
  /** A name is asked for. */
  before(name: string): void;
  /** A server has answered. */
  after(told: Told): void;
}

/** @returns the last answer that was had; undefined when no server was reached */
export async function resolveName(
  process: Process,
  asking: Asking,
  names: readonly string[],
  type: number,
  listener?: Listener,
): Promise<Told | undefined> {
  let told: Told | undefined;
  for (const name of names) {
    listener?.before(name);
    told = await askOne(process, asking, name, type);
    if (told !== undefined) listener?.after(told);
    const rcode = (told?.message.flags ?? 0) & 15;
    if (told === undefined || rcode !== RCODE_NXDOMAIN) return told;
  }
  return told;
}

async function askOne(
  process: Process,
  asking: Asking,
  name: string,
  type: number,
): Promise<Told | undefined> {
  const query: DnsMessage = {
    id: process.sys.random() & 0xffff,
    flags: asking.recurse ? DNS_RD : 0,
    questions: [{ name, type, class: asking.class ?? CLASS_IN }],
    answers: [],
    authority: [],
    additional: [],
  };
  for (let attempt = 0; attempt < asking.tries; attempt++)
    for (const [i, server] of asking.servers.entries()) {
      const started = process.sys.realtime();
      const options = { timeout: asking.timeout * 1e9, tcp: asking.tcp, fragments: true };
      const answer = await queryServer(process, server, query, options);
      if (typeof answer === "number") {
        const { named, tcp } = asking;
        const { text, last } = complaintText(process.sys, { server, named, name, error: answer, tcp });
        asking.complain(text, last);
        continue;
      }
      const failed = (answer.message.flags & 15) === RCODE_SERVFAIL;
      if (!failed || i === asking.servers.length - 1) {
        const us = process.sys.realtime() - started;
        return { name, server, us, ...answer };
      }
    }
  return undefined;
}
