/** Answers questions about names as this host would: addresses by its resolver, the rest by its name server. */
import { createSocket } from "node:dgram";
import { getServers } from "node:dns";
import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { ipv4ToBytes, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import {
  buildDns,
  CLASS_IN,
  DNS_QR,
  DNS_RA,
  DNS_RD,
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
  parseDns,
  RCODE_NXDOMAIN,
  RCODE_SERVFAIL,
  TYPE_A,
  TYPE_AAAA,
} from "../../packet/dns.ts";

const TTL = 60;
const TIMEOUT_MS = 5000;
const SIZE = 512;

/** The answer to a question; undefined when it is none. */
export async function answerDns(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const query = parseDns(bytes);
  const question = query?.questions[0];
  if (query === undefined || question === undefined || (query.flags & DNS_QR) !== 0) return undefined;
  const address = question.class === CLASS_IN && (question.type === TYPE_A || question.type === TYPE_AAAA);
  const answer = address ? await addresses(query, question) : await relay(bytes);
  return answer ?? buildDns(reply(query, RCODE_SERVFAIL, []));
}

function reply(query: DnsMessage, rcode: number, answers: readonly DnsRecord[]): DnsMessage {
  const flags = DNS_QR | DNS_RA | (query.flags & DNS_RD) | rcode;
  return { id: query.id, flags, questions: query.questions, answers, authority: [], additional: [] };
}

async function addresses(query: DnsMessage, { name, type }: DnsQuestion): Promise<Uint8Array | undefined> {
  try {
    const found = await lookup(name.replace(/\.$/, ""), { all: true });
    const records: DnsRecord[] = [];
    for (const { address } of found) {
      const v4 = parseIpv4(address);
      const data = v4 === undefined ? parseIpv6(address)?.toBytes() : ipv4ToBytes(v4);
      if (v4 === undefined && !reachable6(address)) continue;
      if (data === undefined || (data.length === 4) !== (type === TYPE_A)) continue;
      records.push({ name, type, class: CLASS_IN, ttl: TTL, data });
    }
    return buildDns(reply(query, 0, records), SIZE);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOTFOUND";
    return missing ? buildDns(reply(query, RCODE_NXDOMAIN, [])) : undefined;
  }
}

/** Where this host has no IPv6, an address would be tried in vain before that of IPv4. */
function reachable6(address: string): boolean {
  if (address === "::1") return true;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.some(
    ({ family, internal, address: text }) => family === "IPv6" && !internal && !text.startsWith("fe80:"),
  );
}

/** Asks the host's name server the same. */
function relay(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const [server] = getServers();
  const address = server?.replace(/^\[?([^\]]*?)\]?(?::\d+)?$/, "$1");
  if (address === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    const end = (answer: Uint8Array | undefined) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => end(undefined), TIMEOUT_MS);
    socket.once("message", (message) => end(Uint8Array.from(message)));
    socket.once("error", () => end(undefined));
    socket.send(bytes, 53, address);
  });
}
