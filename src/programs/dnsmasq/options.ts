/** dnsmasq's options, on the command line and in files. */
import { isErrno, strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { readTextFile } from "../lib/read-file.ts";
import { parseAddress } from "../lib/server-address.ts";
import { type Config, canonical, defaultConfig } from "./config.ts";
import { BadOption } from "./parse-common.ts";
import { parseDhcpOption, parseHost, parseRange } from "./parse-dhcp.ts";
import {
  parseAlias,
  parseDomainAddress,
  parseHostRecord,
  parseMx,
  parsePtr,
  parseServer,
  parseSrv,
  parseTxt,
} from "./parse-dns.ts";

/** Ends the program: what it says and its status. */
export class StartFailure {
  readonly text: string;
  readonly status: number;
  constructor(text: string, status: number) {
    this.text = text;
    this.status = status;
  }
}

interface Context {
  readonly config: Config;
  readonly process: Process;
}

type Setter = (context: Context, value: string) => void;

interface Option {
  readonly name: string;
  readonly letter?: string;
  readonly argument: "none" | "required" | "optional";
  readonly set: Setter;
}

function natural(text: string, limit: number): number {
  if (!/^\d+$/.test(text) || Number(text) > limit) throw new BadOption("try --help");
  return Number(text);
}

function flag(name: string, set: (config: Config) => void, letter?: string): Option {
  const option = { name, argument: "none", set: ({ config }: Context) => set(config) } as const;
  return letter === undefined ? option : { ...option, letter };
}

function value(
  name: string,
  set: (config: Config, value: string, process: Process) => void,
  letter?: string,
): Option {
  const apply: Setter = ({ config, process }, text) => set(config, text, process);
  const option = { name, argument: "required", set: apply } as const;
  return letter === undefined ? option : { ...option, letter };
}

/** Adds each word of a list. */
function list(pick: (config: Config) => string[]): (config: Config, text: string) => void {
  return (config, text) => void pick(config).push(...text.split(",").filter(Boolean));
}

function listen(config: Config, text: string): void {
  for (const word of text.split(",")) {
    const address = parseAddress(word);
    if (address === undefined) throw new BadOption("try --help");
    config.listenAddresses.push(address);
  }
}

const OPTIONS: readonly Option[] = [
  value("listen-address", listen, "a"),
  value("address", parseDomainAddress, "A"),
  flag("bogus-priv", (config) => void (config.bogusPrivate = true), "b"),
  value("cache-size", (config, text) => void (config.cacheSize = Math.min(natural(text, 1e9), 10_000)), "c"),
  value("conf-file", (config, text, process) => readFile({ config, process }, text, 0), "C"),
  flag("no-daemon", (config) => void (config.debug = true), "d"),
  flag("domain-needed", (config) => void (config.domainNeeded = true), "D"),
  flag("expand-hosts", (config) => void (config.expandHosts = true), "E"),
  flag("filter-A", (config) => void (config.filterA = true)),
  flag("filter-AAAA", (config) => void (config.filterAaaa = true)),
  value("dhcp-range", parseRange, "F"),
  value("dhcp-host", parseHost, "G"),
  value("dhcp-hostsfile", (config, text) => void config.dhcpHostsFiles.push(text)),
  value("dhcp-optsfile", (config, text) => void config.dhcpOptionsFiles.push(text)),
  // this server never puts options into the fields of the server and the file
  flag("dhcp-no-override", () => undefined),
  value("conf-dir", (config, text, process) => readDirectory({ config, process }, text), "7"),
  value("group", () => undefined, "g"),
  flag("no-hosts", (config) => void (config.noHosts = true), "h"),
  value("addn-hosts", (config, text) => void config.hostsFiles.push(text), "H"),
  value(
    "interface",
    list((config) => config.interfaces),
    "i",
  ),
  value(
    "except-interface",
    list((config) => config.exceptInterfaces),
    "I",
  ),
  flag("keep-in-foreground", (config) => void (config.foreground = true), "k"),
  flag("dhcp-authoritative", (config) => void (config.authoritative = true), "K"),
  value("dhcp-leasefile", (config, text) => void (config.leaseFile = text), "l"),
  flag("leasefile-ro", (config) => void (config.leaseFileUntouched = true), "9"),
  value("mx-host", (config, text, process) => parseMx(config, text, process.sys.hostname()), "m"),
  // this server reads its upstream servers once: there is nothing to poll
  flag("no-poll", () => undefined, "n"),
  flag("no-negcache", (config) => void (config.negativeCache = false), "N"),
  flag("strict-order", (config) => void (config.strictOrder = true), "o"),
  value("dhcp-option", (config, text) => parseDhcpOption(config, text, false), "O"),
  value("dhcp-option-force", (config, text) => parseDhcpOption(config, text, true)),
  value("port", (config, text) => void (config.port = natural(text, 65_535)), "p"),
  flag("log-queries", (config) => void (config.logQueries = true), "q"),
  flag("no-resolv", (config) => void (config.noResolv = true), "R"),
  value("resolv-file", (config, text) => void (config.resolvFile = text), "r"),
  value("server", (config, text) => parseServer(config, text, false), "S"),
  value("local", (config, text) => parseServer(config, text, true)),
  value("domain", setDomain, "s"),
  value("local-ttl", (config, text) => void (config.localTtl = natural(text, 0x7fff_ffff)), "T"),
  value("dhcp-ttl", (config, text) => void (config.dhcpTtl = natural(text, 0x7fff_ffff))),
  value("max-ttl", (config, text) => void (config.maxTtl = natural(text, 0x7fff_ffff))),
  value("user", (config, text) => void (config.user = text), "u"),
  value("pid-file", (config, text) => void (config.pidFile = text), "x"),
  value("dhcp-lease-max", (config, text) => void (config.leaseMax = natural(text, 0x7fff_ffff)), "X"),
  value("srv-host", parseSrv, "W"),
  value("txt-record", parseTxt, "Y"),
  value("ptr-record", parsePtr),
  flag("bind-interfaces", (config) => void (config.bindInterfaces = true), "z"),
  flag("bind-dynamic", (config) => void (config.bindInterfaces = true)),
  value(
    "no-dhcp-interface",
    list((config) => config.noDhcpInterfaces),
    "2",
  ),
  flag("no-ping", (config) => void (config.noPing = true), "5"),
  value("log-facility", setLog, "8"),
  flag("log-dhcp", (config) => void (config.logDhcp = true)),
  flag("all-servers", (config) => void (config.allServers = true)),
  flag("test", (config) => void (config.test = true)),
  flag("dhcp-sequential-ip", (config) => void (config.sequential = true)),
  flag("quiet-dhcp", (config) => void (config.quietDhcp = true)),
  value("host-record", parseHostRecord),
  value("cname", parseAlias),
];

/** Known to dnsmasq, and not built here. */
const REFUSED: readonly (readonly [
  name: string,
  argument: "none" | "required" | "optional",
  letter?: string,
])[] = [
  ...(
    "bogus-nxdomain=B filter-rr= dhcp-hostsdir= dhcp-optsdir= tag-if= hostsdir= dhcp-userclass=j " +
    "dhcp-circuitid= dhcp-remoteid= dhcp-subscrid= dhcp-pxe-vendor= dhcp-ignore=J dhcp-boot=M edns-packet-max=P query-port=Q port-limit= " +
    "servers-file= rev-server= mx-target=t neg-ttl= max-cache-ttl= min-cache-ttl= fast-dns-retry= dhcp-vendorclass=U alias=V " +
    "interface-name= no-dhcpv6-interface= no-dhcpv4-interface= dhcp-mac=4 bridge-interface= shared-network= dhcp-script=6 dhcp-luascript= " +
    "dhcp-scriptuser= conf-script= dns-forward-max=0 tftp-root= tftp-unique-root= tftp-max= tftp-mtu= tftp-port-range= " +
    "rebind-domain-ok= dhcp-match= dhcp-name-match= naptr-record= min-port= max-port= dhcp-relay= pxe-prompt= pxe-service= add-subnet= " +
    "add-cpe-id= dhcp-duid= dynamic-host= caa-record= dns-rr= auth-server= auth-zone= auth-ttl= auth-soa= auth-sec-servers= auth-peer= " +
    "ipset= nftset= connmark-allowlist= synth-domain= trust-anchor= dnssec-timestamp= dnssec-limits= ra-param= ignore-address= " +
    "dhcp-reply-delay= dumpfile= dumpmask= cache-rr= max-tcp-connections="
  )
    .split(" ")
    .map((word) => [word.split("=")[0], "required", word.split("=")[1] || undefined] as const),
  ...(
    "selfmx:e filterwin2k:f localmx:L localise-queries:y read-ethers:Z clear-on-reload tftp-secure " +
    "tftp-no-fail tftp-no-blocksize tftp-lowercase tftp-single-port stop-dns-rebind rebind-localhost-ok dhcp-fqdn strip-mac strip-subnet " +
    "proxy-dnssec dhcp-ignore-clid conntrack dhcp-client-update enable-ra dnssec dnssec-debug dnssec-check-unsigned dnssec-no-timecheck " +
    "quiet-dhcp6 quiet-ra log-debug local-service dns-loop-detect dhcp-rapid-commit script-on-renewal script-arp quiet-tftp no-round-robin no-ident help:w"
  )
    .split(" ")
    .map((word) => [word.split(":")[0], "none", word.split(":")[1]] as const),
  ...(
    "dhcp-broadcast use-stale-cache enable-dbus:1 enable-ubus bootp-dynamic:3 dhcp-ignore-names enable-tftp log-async " +
    "dhcp-alternate-port dhcp-generate-names dhcp-proxy add-mac connmark-allowlist-enable umbrella"
  )
    .split(" ")
    .map((word) => [word.split(":")[0], "optional", word.split(":")[1]] as const),
];

const ALL: readonly Option[] = [
  ...OPTIONS,
  ...REFUSED.map(([name, argument, letter]) => {
    const set: Setter = () => {
      throw new BadOption(`--${name} is not supported here`);
    };
    return letter === undefined ? { name, argument, set } : { name, argument, set, letter };
  }),
];
const BY_NAME: ReadonlyMap<string, Option> = new Map(ALL.map((option) => [option.name, option]));

function setDomain(config: Config, text: string): void {
  if (text.includes(",")) throw new BadOption("domains of ranges are not supported here");
  config.domain = canonical(text);
}

function setLog(config: Config, text: string): void {
  if (!/^[-/]/.test(text)) throw new BadOption("facilities of the system's log are not supported here");
  config.logFile = text;
}

/** How deep files may name others. */
const NESTED = 20;

/** Reads a configuration file: one long option a line, without its dashes. */
function readFile(context: Context, path: string, depth: number): void {
  const text = readTextFile(context.process.sys, context.process.resolve(path));
  if (typeof text === "number") throw new StartFailure(`cannot read ${path}: ${strerror(-text)}`, 3);
  if (depth > NESTED) throw new StartFailure(`conf-file nested too deeply at ${path}`, 1);
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.replace(/(^|\s)#.*$/, "").trim();
    if (line === "") continue;
    const match = /^([^=]+?)\s*(?:=\s*(.*))?$/s.exec(line);
    const where = `at line ${index + 1} of ${path}`;
    const option = match === null ? undefined : BY_NAME.get(match[1]);
    if (option === undefined || match === null) throw new StartFailure(`bad option ${where}`, 1);
    if (option.argument === "required" && match[2] === undefined)
      throw new StartFailure(`missing parameter ${where}`, 1);
    if (option.argument === "none" && match[2] !== undefined)
      throw new StartFailure(`extraneous parameter ${where}`, 1);
    if (option.name === "conf-file") {
      readFile(context, match[2] ?? "", depth + 1);
      continue;
    }
    try {
      option.set(context, match[2] ?? "");
    } catch (error) {
      if (!(error instanceof BadOption)) throw error;
      throw new StartFailure(`${error.message === "try --help" ? "error" : error.message} ${where}`, 1);
    }
  }
}

/** Whether a name has more than the ending; a `*` before that says only what it is for. */
function hasEnding(pattern: string, name: string): boolean {
  const ending = pattern.replace(/^\*/, "");
  return name.length > ending.length && name.endsWith(ending);
}

/** The files of a directory but those of editors; `*.conf` behind it: only those, `.x`: all but those. */
function readDirectory(context: Context, text: string): void {
  const [path, ...patterns] = text.split(",");
  const entries = context.process.sys.readdir(context.process.resolve(path));
  if (isErrno(entries)) throw new StartFailure(`cannot access directory ${path}: ${strerror(-entries)}`, 3);
  const wanted = patterns.filter((pattern) => pattern.startsWith("*"));
  const unwanted = patterns.filter((pattern) => !pattern.startsWith("*"));
  const names = entries
    .filter(({ name, type }) => type === "file" && !/^[.#]|[~#]$/.test(name))
    .map(({ name }) => name)
    .filter((name) => wanted.length === 0 || wanted.some((pattern) => hasEnding(pattern, name)))
    .filter((name) => !unwanted.some((pattern) => hasEnding(pattern, name)));
  for (const name of names.sort()) readFile(context, `${path}/${name}`, 0);
}

function letters(): string {
  const marks = { none: "", required: ":", optional: "::" };
  return `vw${ALL.map(({ letter, argument }) => (letter === undefined ? "" : letter + marks[argument])).join("")}`;
}

const CONFIGURATION = "/etc/dnsmasq.conf";

/**
 * The configuration of a command line and of the files that it names.
 * @throws {@link StartFailure}
 */
export function parseOptions(process: Process): Config | "version" {
  const config = defaultConfig();
  const context: Context = { config, process };
  const long: LongOption[] = ALL.map(({ name, argument }) => ({ name, argument }));
  long.push({ name: "version", argument: "none", value: "v" });
  const parsed = getopt(process.argv, letters(), long);
  const bad = (message: string) => new StartFailure(`bad command line options: ${message}`, 1);
  if (parsed.errors.length > 0) throw bad("try --help");
  if (parsed.options.some(({ option }) => option === "v")) return "version";
  const files = parsed.options.some(({ option }) => option === "C" || option === "conf-file");
  const main = process.sys.stat(CONFIGURATION);
  for (const { option, argument } of parsed.options) {
    const known = BY_NAME.get(option) ?? ALL.find(({ letter }) => letter === option);
    try {
      known?.set(context, argument ?? "");
    } catch (error) {
      if (!(error instanceof BadOption)) throw error;
      throw bad(error.message);
    }
  }
  if (parsed.operands.length > 0) throw new StartFailure("junk found in command line", 1);
  if (!files && !isErrno(main)) readFile(context, CONFIGURATION, 0);
  return config;
}
