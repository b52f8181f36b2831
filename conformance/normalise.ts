/**
 * Takes out of an output what differs from run to run on Linux itself, and nothing else. The rules and why they hide no real
 * difference: `conformance/README.md`; tests: `normalise.test.ts`.
 *
 * A value is replaced by a placeholder numbered by first appearance, so that equal values stay equal, different ones stay
 * different, and lines, counts and order stay.
 */

/** An output ready to be compared. */
export interface Normalised {
  readonly text: string;
  /** Measured durations that were taken out, in ms, in order: compared with a tolerance. */
  readonly durations: readonly number[];
}

/** Placeholders of one kind of value. */
class Names {
  readonly #numbers = new Map<string, number>();
  readonly #kind: string;
  constructor(kind: string) {
    this.#kind = kind;
  }
  number(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const next = this.#numbers.size + 1;
    this.#numbers.set(value, next);
    return next;
  }
  name(value: string): string {
    return `<${this.#kind}${this.number(value)}>`;
  }
  /** The number of the first value that `test` accepts. */
  find(test: (value: string) => boolean): number | undefined {
    for (const [value, number] of this.#numbers) if (test(value)) return number;
    return undefined;
  }
}

class State {
  readonly script: string;
  readonly macs = new Names("mac");
  readonly groups = new Names("group");
  readonly namespaces = new Names("ns");
  readonly processes = new Names("pid");
  readonly echoes = new Names("echo");
  readonly packets = new Names("ipid");
  readonly flows = new Names("flow");
  readonly ports = new Names("port");
  readonly durations: number[] = [];
  /** The low 24 bits (hex) of the addresses that the script itself sets. */
  readonly fixedSuffixes: ReadonlySet<string>;
  constructor(script: string) {
    this.script = script.toLowerCase();
    const suffixes = new Set<string>();
    for (const [text] of this.script.matchAll(IPV6)) {
      const hex = expandIpv6(text);
      if (hex !== undefined) suffixes.add(hex.slice(26));
    }
    for (const [mac] of this.script.matchAll(MAC)) suffixes.add(mac.replaceAll(":", "").slice(6));
    this.fixedSuffixes = suffixes;
  }
}

interface Rule {
  readonly pattern: RegExp;
  readonly replace: (match: RegExpExecArray, state: State) => string;
}

const MAC = /(?<![0-9a-f:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f]|:[0-9a-f])/gi;
const IPV6 =
  /(?<![0-9a-z:.])(?=[0-9a-f]*:[0-9a-f]*:)[0-9a-f:]*[0-9a-f]|(?<![0-9a-z:.])[0-9a-f:]*::(?![0-9a-f:])/gi;

/** An IPv6 address as 32 hex digits; undefined when the text is none. */
function expandIpv6(text: string): string | undefined {
  const halves = text.toLowerCase().split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  if (head === undefined || [...head, ...(tail ?? [])].some((group) => !/^[0-9a-f]{1,4}$/.test(group)))
    return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(Math.max(missing, 0)).fill("0"), ...(tail ?? [])];
  return groups.map((group) => group.padStart(4, "0")).join("");
}

/** Only a MAC address as Linux makes one at random: unicast and locally administered. */
function isRandomMac(mac: string, state: State): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 3) === 2 && !state.script.includes(mac);
}

/** The MAC address that a modified EUI-64 interface identifier (16 hex digits) was made from. */
function macOfEui64(identifier: string): string | undefined {
  if (identifier.slice(6, 10) !== "fffe") return undefined;
  const first = (Number.parseInt(identifier.slice(0, 2), 16) ^ 2).toString(16).padStart(2, "0");
  const hex = first + identifier.slice(2, 6) + identifier.slice(10);
  return (hex.match(/../g) ?? []).join(":");
}

/** The placeholder for the last 24 bits of a solicited-node group; undefined when the script fixes them. */
function groupSuffix(suffix: string, state: State): string | undefined {
  if (state.fixedSuffixes.has(suffix)) return undefined;
  const owner = state.macs.find((mac) => mac.replaceAll(":", "").endsWith(suffix));
  return owner === undefined ? state.groups.name(suffix) : `<mac${owner}:3>`;
}

function replaceIpv6(text: string, state: State): string {
  const hex = expandIpv6(text);
  if (hex === undefined) return text;
  if (hex.startsWith("ff0200000000000000000001ff")) {
    const suffix = groupSuffix(hex.slice(26), state);
    return suffix === undefined ? text : `ff02::1:ff${suffix}`;
  }
  const mac = macOfEui64(hex.slice(16));
  if (mac === undefined || !isRandomMac(mac, state) || state.script.includes(text.toLowerCase())) return text;
  return `${hex.slice(0, 16).replace(/^fe80000000000000$/, "fe80::")}<eui64 ${state.macs.number(mac)}>`;
}

function replaceMac(text: string, before: string, state: State): string {
  const mac = text.toLowerCase();
  if (mac.startsWith("33:33:ff:")) {
    const suffix = groupSuffix(mac.slice(9).replaceAll(":", ""), state);
    return suffix === undefined ? text : `33:33:ff:${suffix}`;
  }
  if (!isRandomMac(mac, state)) return text;
  // arping alone prints capitals, in brackets; an address of digits only counts as written the right way.
  const capitals = /[a-f]/i.test(text) ? /[A-F]/.test(text) : before.endsWith("[");
  return `<${capitals ? "MAC" : "mac"}${state.macs.number(mac)}>`;
}

function takeDuration(text: string, state: State, unitInMs = 1): string {
  state.durations.push(Number(text) * unitInMs);
  return "<duration>";
}

/** A round-trip time has the digits that its size asks for: three significant ones below 10 ms … none above 10 s. */
const RTT = String.raw`(?:0\.\d{3}|[1-9]\.\d\d|[1-9]\d\.\d|[1-9]\d{2,})`;
const STATISTIC = String.raw`\d+\.\d{3}`;

const RULES: readonly Rule[] = [
  // Namespaces
  {
    pattern: /\b(net|mnt|uts|pid):\[(\d+)\]/g,
    replace: (m, s) => `${m[1]}:[${s.namespaces.name(m[2] ?? "")}]`,
  },
  // Process ids in bash's messages, which are padded to five places
  {
    pattern:
      /(: line \d+: )( {4}\d| {3}\d{2}| {2}\d{3}| \d{4}|\d{5,}) (?=Terminated|Killed|Hangup|Interrupt|Quit|User defined|Alarm|Broken pipe|Done|Exit)/g,
    replace: (m, s) => `${m[1]}${s.processes.name((m[2] ?? "").trim())} `,
  },
  // Clock stamps
  { pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} (?=\S)/gm, replace: () => "<date> <clock> " },
  { pattern: /^( ?| *\d+ {2})\d\d:\d\d:\d\d\.\d{6} (?=\S)/gm, replace: (m) => `${m[1]}<clock> ` },
  { pattern: /^\d{10}\.\d{6} (?=\S)/gm, replace: () => "<epoch> " },
  { pattern: /^\[\d{10}\.\d{6}\] /gm, replace: () => "[<epoch>] " },
  { pattern: /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\] /gm, replace: () => "[<date>] " },
  {
    pattern: /^Timestamp: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} \d+ usec$/gm,
    replace: () => "Timestamp: <date>",
  },
  // Round trips and totals
  { pattern: new RegExp(String.raw`\btime[=<]${RTT} ms`, "g"), replace: () => "time=<rtt> ms" },
  {
    pattern: new RegExp(
      `^(rtt|Round-trip) min/avg/max/mdev = ${STATISTIC}/${STATISTIC}/${STATISTIC}/${STATISTIC} ms`,
      "gm",
    ),
    replace: (m) => `${m[1]} min/avg/max/mdev = <rtt> ms`,
  },
  { pattern: /(, ipg\/ewma )\d+\.\d{3}\/\d+\.\d{3} ms/g, replace: (m) => `${m[1]}<rtt> ms` },
  {
    pattern: /^(\d+\/\d+ packets, \d+% loss, min\/avg\/ewma\/max = )[\d./]+ ms$/gm,
    replace: (m) => `${m[1]}<rtt> ms`,
  },
  { pattern: /(% packet loss, time )(\d+)ms/g, replace: (m, s) => `${m[1]}${takeDuration(m[2] ?? "", s)}ms` },
  // A column of tracepath's
  { pattern: / {1,3}\d+\.\d{3}ms(?= (?:pmtu|reached|asymm)|$)/gm, replace: () => " <rtt>ms" },
  { pattern: /(\] {2})\d+\.\d{3}ms$/gm, replace: (m) => `${m[1]}<rtt>ms` },
  { pattern: /(?<= {2})\d+\.\d{3} ms(?= |$)/gm, replace: () => "<rtt> ms" },
  // What the kernel draws at random for packets
  {
    pattern: /\b(echo (?:request|reply), id )(\d+)(?=, seq)/g,
    replace: (m, s) =>
      m[1] + (new RegExp(`\\b${m[2]}\\b`).test(s.script) ? (m[2] ?? "") : s.echoes.name(m[2] ?? "")),
  },
  {
    pattern: /(ttl \d+, id )(\d+)(?=, offset)/g,
    replace: (m, s) => m[1] + (m[2] === "0" ? "0" : s.packets.name(m[2] ?? "")),
  },
  { pattern: /\b(flowlabel )(0x[0-9a-f]{5})\b/g, replace: (m, s) => m[1] + s.flows.name(m[2] ?? "") },
  {
    pattern:
      /(?<=(?: |^)(?:\d+\.\d+\.\d+\.\d+|[0-9a-f:]*::[0-9a-f:]*|localhost|vethlab)\.)(\d{5})(?= >|: |$)/gm,
    replace: (m, s) => replacePort(m[1] ?? "", s),
  },
  // Addresses that come from random MAC addresses
  {
    pattern: /\b(fe80000000000000)([0-9a-f]{16})\b/g,
    replace: (m, s) => {
      const mac = macOfEui64(m[2] ?? "");
      return mac !== undefined && isRandomMac(mac, s) ? `${m[1]}<eui64 ${s.macs.number(mac)}>` : m[0];
    },
  },
  {
    pattern: /\b(ff0200000000000000000001ff|3333ff)([0-9a-f]{6})\b/g,
    replace: (m, s) => m[1] + (groupSuffix(m[2] ?? "", s) ?? m[2] ?? ""),
  },
];

/** A port that the kernel chose: in `ip_local_port_range`, not among traceroute's, and not named by the script. */
function replacePort(port: string, state: State): string {
  const number = Number(port);
  const chosen = number >= 32768 && number <= 60999 && !(number >= 33434 && number < 33600);
  return chosen && !state.script.includes(port) ? state.ports.name(port) : port;
}

function apply(text: string, pattern: RegExp, replace: (match: RegExpExecArray) => string): string {
  let result = "";
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    result += text.slice(end, match.index) + replace(match as RegExpExecArray);
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

/**
 * Makes a script's output comparable.
 * @param output what the script printed
 * @param script the script's text: what it names itself stays as it is
 */
export function normalise(output: string, script: string): Normalised {
  const state = new State(script);
  const addresses = new RegExp(`${MAC.source}|${IPV6.source}`, "gi");
  const ruled = RULES.reduce(
    (text, rule) => apply(text, rule.pattern, (match) => rule.replace(match, state)),
    output,
  );
  const text = apply(ruled, addresses, (match) =>
    /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(match[0])
      ? replaceMac(match[0], ruled.slice(0, match.index), state)
      : replaceIpv6(match[0], state),
  );
  return { text, durations: state.durations };
}
