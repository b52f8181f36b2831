/** What a reply says: the options in dnsmasq's order, and the lines of `--log-dhcp` about them. */
import type { Ipv4Address } from "../../packet/address.ts";
import {
  type DhcpMessage,
  OPTION_BROADCAST,
  OPTION_DNS,
  OPTION_DOMAIN,
  OPTION_FQDN,
  OPTION_HOSTNAME,
  OPTION_LEASE_TIME,
  OPTION_MESSAGE_TYPE,
  OPTION_NETMASK,
  OPTION_REQUESTED,
  OPTION_ROUTER,
  OPTION_SERVER_ID,
  OPTION_T1,
  OPTION_T2,
  option32,
} from "../../packet/dhcp.ts";
import type { Config } from "./config.ts";
import type { DhcpContext } from "./dhcp-context.ts";
import { dhcpOptionName } from "./dhcp-option-names.ts";

/** Options in the order in which they are sent. */
export type OptionList = (readonly [code: number, data: Uint8Array])[];

/** What the server has decided. */
export interface ReplyFacts {
  readonly type: number;
  readonly server: Ipv4Address;
  /** Seconds; undefined: the reply grants nothing (`DHCPINFORM`). */
  readonly lease: number | undefined;
  readonly context: DhcpContext;
  readonly hostname: string | undefined;
  readonly tags: ReadonlySet<string>;
  /** Taken off the times of renewal, so that clients do not all come at once. */
  readonly fuzz: number;
}

const FOREVER = 0xffffffff;
/** Used by the server itself. */
const INTERNAL = new Set([50, 51, 52, 53, 54, 55, 57, 58, 59]);

/** The options of an offer or an acknowledgement. */
export function replyOptions(config: Config, request: DhcpMessage, facts: ReplyFacts): OptionList {
  const { context, lease } = facts;
  const requested = request.options.get(OPTION_REQUESTED);
  const wanted = (code: number) => requested === undefined || requested.includes(code);
  const matching = config.options.filter(({ tags }) => tags.every((tag) => facts.tags.has(tag)));
  // an option for a tag counts more than one for all
  const chosen = matching.filter(
    (option) =>
      option.tags.length > 0 || !matching.some(({ code, tags }) => code === option.code && tags.length > 0),
  );
  const configured = (code: number) => chosen.some((option) => option.code === code);
  const list: OptionList = [
    [OPTION_MESSAGE_TYPE, Uint8Array.of(facts.type)],
    [OPTION_SERVER_ID, option32(facts.server)],
  ];
  if (lease !== undefined) {
    list.push([OPTION_LEASE_TIME, option32(lease)]);
    if (lease !== FOREVER) {
      let { fuzz } = facts;
      while (fuzz > Math.floor(lease / 16)) fuzz >>>= 1;
      list.push([OPTION_T1, option32(Math.floor(lease / 2) - fuzz)]);
      list.push([OPTION_T2, option32(Math.floor((lease * 7) / 8) - fuzz)]);
    }
  }
  const put = (code: number, data: Uint8Array) => {
    if (wanted(code) && !configured(code)) list.push([code, data]);
  };
  put(OPTION_NETMASK, option32(context.netmask));
  put(OPTION_BROADCAST, option32(context.broadcast));
  put(OPTION_ROUTER, option32(context.local));
  if (config.port === 53) put(OPTION_DNS, option32(context.local));
  if (config.domain !== undefined) put(OPTION_DOMAIN, new TextEncoder().encode(config.domain));
  if (facts.hostname !== undefined) {
    put(OPTION_HOSTNAME, new TextEncoder().encode(facts.hostname));
    const fqdn = fullName(config, request.options.get(OPTION_FQDN), facts.hostname);
    if (fqdn !== undefined) list.push([OPTION_FQDN, fqdn]);
  }
  for (const { code, data, force } of chosen)
    if (!INTERNAL.has(code) && (force || wanted(code)) && data.length > 0) list.push([code, data]);
  return list;
}

/** The answer to a client's full name (RFC 4702): who updates, and the name. */
function fullName(config: Config, asked: Uint8Array | undefined, hostname: string): Uint8Array | undefined {
  if (asked === undefined || asked.length < 1) return undefined;
  const name = config.domain === undefined ? hostname : `${hostname}.${config.domain}`;
  const wire = (asked[0] & 4) !== 0;
  const labels = name.split(".").flatMap((label) => [label.length, ...new TextEncoder().encode(label)]);
  const server = (asked[0] & 1) !== 0 ? 1 : 3;
  const text = wire ? [...labels, 0] : [...new TextEncoder().encode(name)];
  return Uint8Array.of(wire ? server | 4 : server, 255, 255, ...text);
}

/** A line is ended behind the option that makes it longer than this. */
const LINE = 40;

/** The lines that say what a client asked for. */
export function requestedLines(requested: Uint8Array): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [i, code] of requested.entries()) {
    const name = dhcpOptionName(code);
    const last = i === requested.length - 1;
    line += `${code}${name === "" ? "" : `:${name}`}${last ? "" : ", "}`;
    if (!last && line.length <= LINE) continue;
    lines.push(`requested options: ${line}`);
    line = "";
  }
  return lines;
}
