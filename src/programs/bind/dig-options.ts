/** dig's command line: what is asked, of whom, and what is shown. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import { CLASS_IN, reverseName, TYPE_A, TYPE_ANY, TYPE_NS, TYPE_PTR } from "../../packet/dns.ts";
import { classNumber, typeNumber } from "../../packet/dns-text.ts";

/** What a `+word` switches. */
export interface Switches {
  /** What holds for all questions, also of lines of a file before and behind the one that says it. */
  readonly shared: { short: boolean; cmd: boolean };
  comments: boolean;
  question: boolean;
  answer: boolean;
  authority: boolean;
  additional: boolean;
  stats: boolean;
  ttl: boolean;
  class: boolean;
  recurse: boolean;
  adFlag: boolean;
  cdFlag: boolean;
  aaFlag: boolean;
  tcp: boolean;
  edns: boolean;
  cookie: boolean;
  dnssec: boolean;
  search: boolean;
  qr: boolean;
  identify: boolean;
  multiline: boolean;
  ignore: boolean;
  bufferSize: number;
  timeout: number;
  tries: number;
  ndots: number | undefined;
  domain: string | undefined;
}

/** One question. */
export interface Lookup {
  name: string;
  type: number | undefined;
  class: number;
  readonly switches: Switches;
}

/** What it says. */
export interface DigOptions {
  server: string | undefined;
  port: number;
  family: number;
  source: string | undefined;
  readonly lookups: Lookup[];
  /** Those of options before any name. */
  readonly switches: Switches;
  version: boolean;
  /** A file of questions. */
  batch: string | undefined;
}

export const DIG_USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]

Use "dig -h" (or "dig -h | more") for complete list of options
`;

/** What dig ends with before it asks. */
export class DigError {
  readonly text: string;
  readonly status: number;
  constructor(text: string, status = 1) {
    this.text = text;
    this.status = status;
  }
}

function defaults(): Switches {
  return {
    shared: { short: false, cmd: true },
    comments: true,
    question: true,
    answer: true,
    authority: true,
    additional: true,
    stats: true,
    ttl: true,
    class: true,
    recurse: true,
    adFlag: true,
    cdFlag: false,
    aaFlag: false,
    tcp: false,
    edns: true,
    cookie: true,
    dnssec: false,
    search: false,
    qr: false,
    identify: false,
    multiline: false,
    ignore: false,
    bufferSize: 1232,
    timeout: 5,
    tries: 3,
    ndots: undefined,
    domain: undefined,
  };
}

type Flag = (switches: Switches, on: boolean, value: string | undefined) => void;

function number(value: string | undefined, usual: number, least: number, most: number): number {
  if (value === undefined) return usual;
  if (!/^\d+$/.test(value)) throw new DigError(`dig: '${value}' is not a valid number\n`);
  return Math.max(least, Math.min(Number(value), most));
}

const FLAGS: Readonly<Record<string, Flag>> = {
  short: (s, on) => {
    s.shared.short = on;
    if (!on) return;
    s.shared.cmd = false;
    for (const key of ["comments", "question", "authority", "additional", "stats"] as const) s[key] = false;
    s.answer = true;
  },
  all: (s, on) => {
    for (const key of ["comments", "question", "answer", "authority", "additional", "stats"] as const)
      s[key] = on;
    s.shared.cmd = on;
  },
  cmd: (s, on) => void (s.shared.cmd = on),
  comments: (s, on) => void (s.comments = on),
  question: (s, on) => void (s.question = on),
  answer: (s, on) => void (s.answer = on),
  authority: (s, on) => void (s.authority = on),
  additional: (s, on) => void (s.additional = on),
  stats: (s, on) => void (s.stats = on),
  ttlid: (s, on) => void (s.ttl = on),
  class: (s, on) => void (s.class = on),
  recurse: (s, on) => void (s.recurse = on),
  adflag: (s, on) => void (s.adFlag = on),
  cdflag: (s, on) => void (s.cdFlag = on),
  aaflag: (s, on) => void (s.aaFlag = on),
  aaonly: (s, on) => void (s.aaFlag = on),
  tcp: (s, on) => void (s.tcp = on),
  vc: (s, on) => void (s.tcp = on),
  cookie: (s, on, value) => {
    if (value !== undefined) throw new DigError("dig: +cookie=VALUE is not supported here\n");
    s.cookie = on;
  },
  dnssec: (s, on) => void (s.dnssec = on),
  search: (s, on) => void (s.search = on),
  qr: (s, on) => void (s.qr = on),
  identify: (s, on) => void (s.identify = on),
  multiline: (s, on) => void (s.multiline = on),
  ignore: (s, on) => void (s.ignore = on),
  edns: (s, on, value) => {
    if (value !== undefined && value !== "0")
      throw new DigError("dig: EDNS versions are not supported here\n");
    s.edns = on;
  },
  bufsize: (s, on, value) => {
    s.bufferSize = on ? number(value, 1232, 0, 65_535) : 1232;
    if (on) s.edns = true;
  },
  timeout: (s, on, value) => void (s.timeout = on ? number(value, 5, 1, 65_535) : 5),
  tries: (s, on, value) => void (s.tries = on ? number(value, 3, 1, 1000) : 1),
  retry: (s, on, value) => void (s.tries = on ? number(value, 2, 0, 999) + 1 : 1),
  ndots: (s, on, value) => void (s.ndots = on ? number(value, 1, 0, 1000) : 1),
  domain: (s, on, value) => void (s.domain = on ? value : undefined),
  defname: (s, on) => void (s.search = on),
};
/** Words that BIND takes shortened, and what for; all others have to be an unambiguous beginning. */
const SHORTENED: Readonly<Record<string, string>> = {
  rec: "recurse",
  time: "timeout",
  ad: "adflag",
  cd: "cdflag",
  aa: "aaflag",
  q: "question",
  com: "comments",
  an: "answer",
  do: "dnssec",
  sea: "search",
  stat: "stats",
  ttl: "ttlid",
};
const REFUSED = new Set(
  (
    "nsid subnet ednsflags ednsnegotiation ednsopt expire expandaaaa fail header-only https https-get https-post http-plain " +
    "http-plain-get http-plain-post idnin idnout keepalive keepopen mapped nssearch onesoa opcode padding raflag rdflag rrcomments " +
    "showsearch split sigchase tcflag tls tls-ca tls-certfile tls-hostname tls-keyfile trace trusted-key ttlunits unexpected unknownformat " +
    "yaml zflag zoneversion badcookie besteffort crypto dns64prefix sit"
  ).split(" "),
);

function plus(switches: Switches, word: string): void {
  const [text, value] = word.split(/=(.*)/s);
  const on = !text.startsWith("no");
  const name = on ? text : text.slice(2);
  const whole = SHORTENED[name] ?? name;
  const key = Object.hasOwn(FLAGS, whole)
    ? whole
    : Object.keys(FLAGS).find((flag) => name.length > 3 && flag.startsWith(name));
  if (key !== undefined && key !== "") return FLAGS[key](switches, on, value);
  if (REFUSED.has(name)) throw new DigError(`dig: +${name} is not supported here\n`);
  throw new DigError(`Invalid option: +${word}\n${DIG_USAGE}`);
}

/** The name of `-x`: of an address, or the labels turned around. */
function reversed(text: string): string {
  const v6 = parseIpv6(text);
  if (v6 !== undefined) return reverseName(v6.toBytes());
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return reverseName(Uint8Array.from([24, 16, 8, 0], (shift) => (v4 >>> shift) & 255));
  return `${text.split(".").filter(Boolean).reverse().join(".")}.in-addr.arpa.`;
}

/** @throws {@link DigError} */
export function parseDig(argv: readonly string[]): DigOptions {
  return new DigParser().parse(argv.slice(1));
}

/** A line of a file of questions, under the options of the command line. @throws {@link DigError} */
export function parseDigLine(line: string, options: DigOptions): DigOptions {
  const words = line.split(/\s+/).filter(Boolean);
  return new DigParser({
    ...options,
    lookups: [],
    batch: undefined,
    switches: { ...options.switches },
  }).parse(words);
}

function usualOptions(): DigOptions {
  return {
    server: undefined,
    port: 53,
    family: AF_UNSPEC,
    source: undefined,
    lookups: [],
    switches: defaults(),
    version: false,
    batch: undefined,
  };
}

class DigParser {
  private readonly options: DigOptions;
  private current: Lookup | undefined;
  /** Type and class that stood before any name. */
  private type: number | undefined;
  private class = CLASS_IN;
  private words: string[] = [];

  constructor(options: DigOptions = usualOptions()) {
    this.options = options;
  }

  parse(words: readonly string[]): DigOptions {
    this.words = [...words];
    for (let word = this.words.shift(); word !== undefined; word = this.words.shift()) this.word(word);
    if (this.options.lookups.length === 0 && this.options.batch === undefined)
      this.options.lookups.push({
        name: ".",
        type: this.type ?? TYPE_NS,
        class: this.class,
        switches: { ...this.options.switches },
      });
    return this.options;
  }

  private word(word: string): void {
    if (word.startsWith("@")) this.options.server = word.slice(1);
    else if (word.startsWith("+")) plus(this.current?.switches ?? this.options.switches, word.slice(1));
    else if (word.startsWith("-") && word !== "-") this.dash(word);
    else this.operand(word);
  }

  private operand(word: string): void {
    const type = typeNumber(word);
    const kind = classNumber(word);
    if (type !== undefined) this.setType(type);
    else if (kind !== undefined) this.setClass(kind);
    else this.add(word);
  }

  private setType(type: number): void {
    if (type === 251) throw new DigError("dig: IXFR is not supported here\n");
    if (type > 252 && type < 255) throw new DigError("dig: MAILA and MAILB are not supported here\n");
    if (this.current === undefined) this.type = type;
    else this.current.type = type;
  }

  private setClass(kind: number): void {
    if (this.current === undefined) this.class = kind;
    else this.current.class = kind;
  }

  private add(name: string): Lookup {
    const lookup = { name, type: this.type, class: this.class, switches: { ...this.options.switches } };
    this.type = undefined;
    this.current = lookup;
    this.options.lookups.push(lookup);
    return lookup;
  }

  private argument(word: string): string {
    const value = word.length > 2 ? word.slice(2) : this.words.shift();
    if (value === undefined) throw new DigError(`Invalid option: ${word}\n${DIG_USAGE}`);
    return value;
  }

  private dash(word: string): void {
    const letter = word[1];
    if (word === "-4") this.options.family = AF_INET;
    else if (word === "-6") this.options.family = AF_INET6;
    else if (word === "-v") this.options.version = true;
    else if (word === "-h") throw new DigError("dig: -h is not supported here\n");
    else if (letter === "x") this.add(reversed(this.argument(word))).type = TYPE_PTR;
    else if (letter === "q") this.add(this.argument(word));
    else if (letter === "b") this.options.source = this.argument(word);
    else if (letter === "p") this.options.port = number(this.argument(word), 53, 0, 65_535);
    else if (letter === "t") this.typed(this.argument(word));
    else if (letter === "c") this.classed(this.argument(word));
    else if (letter === "f") this.options.batch = this.argument(word);
    else if ("kymidru".includes(letter)) throw new DigError(`dig: -${letter} is not supported here\n`);
    else throw new DigError(`Invalid option: ${word}\n${DIG_USAGE}`);
  }

  private typed(text: string): void {
    const type = typeNumber(text);
    if (type === undefined) throw new DigError(`;; Warning, ignoring invalid type ${text}\n`, 0);
    this.setType(type);
  }

  private classed(text: string): void {
    const kind = classNumber(text);
    if (kind === undefined) throw new DigError(`;; Warning, ignoring invalid class ${text}\n`, 0);
    this.setClass(kind);
  }
}

/** The type that is asked for when none was named. */
export function typeOf(lookup: Lookup): number {
  return lookup.type ?? (lookup.class === CLASS_IN ? TYPE_A : lookup.class === 255 ? TYPE_ANY : TYPE_A);
}
