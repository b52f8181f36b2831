/** curl's command line. */
import { getopt, type LongOption } from "../lib/getopt.ts";

/** What it says. */
export interface CurlOptions {
  verbose: boolean;
  silent: boolean;
  showError: boolean;
  include: boolean;
  head: boolean;
  follow: boolean;
  maxRedirects: number;
  fail: boolean;
  get: boolean;
  http10: boolean;
  method: string | undefined;
  readonly headers: string[];
  readonly data: Datum[];
  readonly form: FormPart[];
  readonly resolve: string[];
  /** One for each address, in the order of the command line: a name, or `true` for the address's own. */
  readonly outputs: (string | true)[];
  agent: string | undefined;
  referer: string | undefined;
  user: string | undefined;
  range: string | undefined;
  /** `-b NAME=VALUE` */
  readonly cookies: string[];
  /** Files of cookies that are read. */
  readonly cookieFiles: string[];
  cookieJar: string | undefined;
  junkSession: boolean;
  dumpHeader: string | undefined;
  /** One for each address, in order. */
  readonly uploads: string[];
  json: boolean;
  proxy: string | undefined;
  proxyUser: string | undefined;
  noProxy: string | undefined;
  readonly connectTo: string[];
  retries: number;
  /** Seconds; 0: longer each time. */
  retryDelay: number;
  /** Seconds in all; 0: no limit. */
  retryTime: number;
  retryRefused: boolean;
  retryAll: boolean;
  failWithBody: boolean;
  /** Seconds since 1970, negative for what was not changed since. */
  timeCondition: string | undefined;
  createFolders: boolean;
  outputFolder: string | undefined;
  /** Brackets and braces stand for themselves. */
  globOff: boolean;
  noMeter: boolean;
  writeOut: string | undefined;
  interface: string | undefined;
  /** First and last port of this side. */
  localPort: readonly [number, number] | undefined;
  keepalive: boolean;
  /** Seconds. */
  keepaliveTime: number;
  /** Path of a socket; an abstract name begins with a zero. */
  unixSocket: string | undefined;
  /** Bytes a second; 0: no limit. */
  limitRate: number;
  /** Where in the file to go on; "-": where the output ends. */
  resume: number | "-" | undefined;
  /** Seconds. */
  maxTime: number | undefined;
  connectTimeout: number | undefined;
  family: number;
  readonly urls: string[];
}

/** A piece of the data of a request. */
export interface Datum {
  readonly kind: "plain" | "raw" | "binary" | "urlencode" | "json";
  readonly text: string;
}

/** A field of a form. */
export interface FormPart {
  readonly name: string;
  readonly text: string;
  /** No sign in it means anything. */
  readonly literal: boolean;
}

function formPart(text: string, literal: boolean): FormPart {
  const equal = text.indexOf("=");
  if (equal < 0) throw new UsageFailure("curl: option -F: is badly used here\n");
  return { name: text.slice(0, equal), text: text.slice(equal + 1), literal };
}

/** Why curl ends: its exit status, and what it says. */
export class CurlFailure {
  readonly code: number;
  /** undefined: nothing is said. */
  readonly text: string | undefined;
  constructor(code: number, text?: string) {
    this.code = code;
    this.text = text;
  }
}

const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n";

/** Ends the program before it begins: text and status 2. */
export class UsageFailure {
  readonly text: string;
  constructor(text: string) {
    this.text = text + HINT;
  }
}

interface Option {
  readonly name: string;
  readonly letter?: string;
  readonly argument: "none" | "required";
  readonly set: (options: CurlOptions, value: string) => void;
}

function seconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageFailure(`curl: expected a proper numerical parameter\n`);
  return Number(text);
}

const BADLY = (name: string) => `curl: option --${name}: is badly used here\n`;
const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes a second. */
function rate(text: string): number {
  const match = /^(\d+)(.*)$/.exec(text);
  if (match === null)
    throw new UsageFailure(`Warning: invalid number specified for rate\n${BADLY("limit-rate")}`);
  const unit = match[2].toLowerCase();
  if (!Object.hasOwn(UNITS, unit))
    throw new UsageFailure(`Warning: unsupported rate unit. Use G, M, K or B!\n${BADLY("limit-rate")}`);
  return Number(match[1]) * UNITS[unit];
}

/** `PORT` or `PORT-PORT` */
function portRange(text: string): readonly [number, number] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? first);
  if (match === null || last > 65_535 || last < first) throw new UsageFailure(BADLY("local-port"));
  return [first, last];
}

/** Names `option` as it was written when the number is none. */
function whole(text: string, option: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageFailure(`curl: option ${option}: expected a proper numerical parameter\n`);
}

const flag = (name: string, set: (options: CurlOptions) => void, letter?: string): Option =>
  letter === undefined ? { name, argument: "none", set } : { name, letter, argument: "none", set };
const value = (name: string, set: (options: CurlOptions, text: string) => void, letter?: string): Option =>
  letter === undefined ? { name, argument: "required", set } : { name, letter, argument: "required", set };

const OPTIONS: readonly Option[] = [
  flag("verbose", (o) => void (o.verbose = true), "v"),
  flag("silent", (o) => void (o.silent = true), "s"),
  flag("show-error", (o) => void (o.showError = true), "S"),
  flag("include", (o) => void (o.include = true), "i"),
  flag("head", (o) => void (o.head = true), "I"),
  flag("location", (o) => void (o.follow = true), "L"),
  flag("fail", (o) => void (o.fail = true), "f"),
  flag("get", (o) => void (o.get = true), "G"),
  flag("http1.0", (o) => void (o.http10 = true), "0"),
  flag("http1.1", (o) => void (o.http10 = false)),
  flag("ipv4", (o) => void (o.family = 2), "4"),
  flag("ipv6", (o) => void (o.family = 10), "6"),
  flag("remote-name", (o) => void o.outputs.push(true), "O"),
  // nothing is asked of certificates, as there is no TLS
  flag("insecure", () => undefined, "k"),
  // output is written as it comes, and there is no configuration file
  flag("no-buffer", () => undefined, "N"),
  flag("disable", () => undefined, "q"),
  value("request", (o, text) => void (o.method = text), "X"),
  value("header", (o, text) => void o.headers.push(text), "H"),
  flag("junk-session-cookies", (o) => void (o.junkSession = true), "j"),
  flag("fail-with-body", (o) => void (o.failWithBody = true)),
  flag("retry-connrefused", (o) => void (o.retryRefused = true)),
  flag("retry-all-errors", (o) => void (o.retryAll = true)),
  flag("create-dirs", (o) => void (o.createFolders = true)),
  flag("globoff", (o) => void (o.globOff = true), "g"),
  flag("no-progress-meter", (o) => void (o.noMeter = true)),
  value("data", (o, text) => void o.data.push({ kind: "plain", text }), "d"),
  value("data-ascii", (o, text) => void o.data.push({ kind: "plain", text })),
  value("data-raw", (o, text) => void o.data.push({ kind: "raw", text })),
  value("data-binary", (o, text) => void o.data.push({ kind: "binary", text })),
  value("data-urlencode", (o, text) => void o.data.push({ kind: "urlencode", text })),
  value("json", (o, text) => {
    o.json = true;
    o.data.push({ kind: "json", text });
  }),
  value("form", (o, text) => void o.form.push(formPart(text, false)), "F"),
  value("form-string", (o, text) => void o.form.push(formPart(text, true))),
  value("upload-file", (o, text) => void o.uploads.push(text), "T"),
  value("dump-header", (o, text) => void (o.dumpHeader = text), "D"),
  value("cookie-jar", (o, text) => void (o.cookieJar = text), "c"),
  value("proxy", (o, text) => void (o.proxy = text), "x"),
  value("proxy-user", (o, text) => void (o.proxyUser = text), "U"),
  value("noproxy", (o, text) => void (o.noProxy = text)),
  value("connect-to", (o, text) => void o.connectTo.push(text)),
  value("retry", (o, text) => void (o.retries = seconds(text))),
  value("retry-delay", (o, text) => void (o.retryDelay = seconds(text))),
  value("retry-max-time", (o, text) => void (o.retryTime = seconds(text))),
  value("time-cond", (o, text) => void (o.timeCondition = text), "z"),
  value("output-dir", (o, text) => void (o.outputFolder = text)),
  value("output", (o, text) => void o.outputs.push(text), "o"),
  value("user-agent", (o, text) => void (o.agent = text), "A"),
  value("referer", (o, text) => void (o.referer = text), "e"),
  value("user", (o, text) => void (o.user = text), "u"),
  value("range", (o, text) => void (o.range = text), "r"),
  value(
    "cookie",
    (o, text) => {
      (text.includes("=") ? o.cookies : o.cookieFiles).push(text);
    },
    "b",
  ),
  value("write-out", (o, text) => void (o.writeOut = text), "w"),
  value("interface", (o, text) => void (o.interface = text)),
  value("local-port", (o, text) => void (o.localPort = portRange(text))),
  flag("keepalive", (o) => void (o.keepalive = true)),
  flag("no-keepalive", (o) => void (o.keepalive = false)),
  value("keepalive-time", (o, text) => void (o.keepaliveTime = whole(text, "--keepalive-time"))),
  value("unix-socket", (o, text) => void (o.unixSocket = text)),
  value("abstract-unix-socket", (o, text) => void (o.unixSocket = `\0${text}`)),
  value("limit-rate", (o, text) => void (o.limitRate = rate(text))),
  value("continue-at", (o, text) => void (o.resume = text === "-" ? "-" : whole(text, "-C")), "C"),
  value("resolve", (o, text) => void o.resolve.push(text)),
  value("max-time", (o, text) => void (o.maxTime = seconds(text)), "m"),
  value("connect-timeout", (o, text) => void (o.connectTimeout = seconds(text))),
  value(
    "max-redirs",
    (o, text) => void (o.maxRedirects = text === "-1" ? Number.POSITIVE_INFINITY : seconds(text)),
  ),
  value("url", (o, text) => void o.urls.push(text)),
];

/** Known to curl, and not built here: letters, and names. */
const REFUSED_LETTERS = "aBEJKlnpPQRtVyYZ#hM";
const REFUSED_WITH_ARGUMENT = "EKPQtyY";
const REFUSED =
  "append anyauth basic ca-native cacert cert compressed config digest doh-url " +
  "expect100-timeout help http2 http3 location-trusted manual " +
  "negotiate netrc next ntlm oauth2-bearer parallel path-as-is post301 post302 post303 " +
  "progress-bar proto raw remote-header-name remote-name-all remote-time speed-limit speed-time ssl stderr " +
  "tcp-fastopen tcp-nodelay telnet-option tftp-blksize tls-max tlsv1.2 trace trace-ascii trace-time version " +
  "haproxy-protocol dns-servers dns-interface styled-output";

function defaults(): CurlOptions {
  return {
    verbose: false,
    silent: false,
    showError: false,
    include: false,
    head: false,
    follow: false,
    maxRedirects: 50,
    fail: false,
    get: false,
    http10: false,
    method: undefined,
    headers: [],
    data: [],
    resolve: [],
    outputs: [],
    agent: undefined,
    referer: undefined,
    user: undefined,
    range: undefined,
    cookies: [],
    cookieFiles: [],
    cookieJar: undefined,
    junkSession: false,
    dumpHeader: undefined,
    uploads: [],
    json: false,
    proxy: undefined,
    proxyUser: undefined,
    noProxy: undefined,
    connectTo: [],
    retries: 0,
    retryDelay: 0,
    retryTime: 0,
    retryRefused: false,
    retryAll: false,
    failWithBody: false,
    timeCondition: undefined,
    createFolders: false,
    outputFolder: undefined,
    globOff: false,
    noMeter: false,
    form: [],
    writeOut: undefined,
    interface: undefined,
    localPort: undefined,
    keepalive: true,
    keepaliveTime: 60,
    unixSocket: undefined,
    limitRate: 0,
    resume: undefined,
    maxTime: undefined,
    connectTimeout: undefined,
    family: 0,
    urls: [],
  };
}

/** @throws {@link UsageFailure} */
export function parseCurl(argv: readonly string[]): CurlOptions {
  if (argv.length === 1) throw new UsageFailure("");
  const long: LongOption[] = OPTIONS.map(({ name, argument }) => ({ name, argument }));
  for (const name of REFUSED.split(" ")) long.push({ name, argument: "none" });
  const marks = OPTIONS.map(
    ({ letter, argument }) => (letter ?? "") + (letter && argument === "required" ? ":" : ""),
  );
  const refused = [...REFUSED_LETTERS].map(
    (letter) => letter + (REFUSED_WITH_ARGUMENT.includes(letter) ? ":" : ""),
  );
  const options = defaults();
  // one word after the other, so that what is wrong is told by the word
  const words = [...argv.slice(1)];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "-" || !word.startsWith("-")) {
      options.urls.push(word);
      continue;
    }
    const parsed = getopt(["curl", word], `+${marks.join("")}${refused.join("")}`, long);
    let list = parsed.options;
    if (parsed.errors.some((text) => /requires an argument/.test(text))) {
      const next = words.shift();
      if (next === undefined) throw new UsageFailure(`curl: option ${word}: requires parameter\n`);
      list = getopt(["curl", word, next], `+${marks.join("")}${refused.join("")}`, long).options;
    } else if (parsed.errors.length > 0) throw new UsageFailure(`curl: option ${word}: is unknown\n`);
    for (const { option, argument } of list) apply(options, word, option, argument ?? "");
  }
  if (options.json) {
    const has = (name: string) => options.headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
    if (!has("content-type")) options.headers.push("Content-Type: application/json");
    if (!has("accept")) options.headers.push("Accept: application/json");
  }
  if (options.urls.length === 0) throw new UsageFailure("curl: no URL specified!\n");
  return options;
}

function apply(options: CurlOptions, word: string, name: string, argument: string): void {
  const known = OPTIONS.find((option) => option.name === name || option.letter === name);
  if (known === undefined) throw new UsageFailure(`curl: option ${word}: is not supported here\n`);
  known.set(options, argument);
}
