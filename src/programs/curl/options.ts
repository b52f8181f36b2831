/** curl's command line. */
import { getopt, type LongOption } from "../lib/getopt.ts";

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
  readonly data: string[];
  readonly resolve: string[];
  /** One for each address, in the order of the command line: a name, or `true` for the address's own. */
  readonly outputs: (string | true)[];
  agent: string | undefined;
  referer: string | undefined;
  user: string | undefined;
  range: string | undefined;
  /** `-b NAME=VALUE` */
  readonly cookies: string[];
  writeOut: string | undefined;
  interface: string | undefined;
  /** Seconds. */
  maxTime: number | undefined;
  connectTimeout: number | undefined;
  family: number;
  readonly urls: string[];
}

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
  value("data", (o, text) => void o.data.push(text), "d"),
  value("data-ascii", (o, text) => void o.data.push(text)),
  value("data-raw", (o, text) => void o.data.push(`\0${text}`)),
  value("data-binary", (o, text) => void o.data.push(`\u0001${text}`)),
  value("output", (o, text) => void o.outputs.push(text), "o"),
  value("user-agent", (o, text) => void (o.agent = text), "A"),
  value("referer", (o, text) => void (o.referer = text), "e"),
  value("user", (o, text) => void (o.user = text), "u"),
  value("range", (o, text) => void (o.range = text), "r"),
  value(
    "cookie",
    (o, text) => {
      if (!text.includes("=")) throw new UsageFailure("curl: files of cookies are not supported here\n");
      o.cookies.push(text);
    },
    "b",
  ),
  value("write-out", (o, text) => void (o.writeOut = text), "w"),
  value("interface", (o, text) => void (o.interface = text)),
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
const REFUSED_LETTERS = "aBcCDEFgjJKlnpPQRtTUVxyYzZ#hM";
const REFUSED_WITH_ARGUMENT = "cCDEFKPQtTUxyYz";
const REFUSED =
  "append anyauth basic ca-native cacert cert compressed config cookie-jar create-dirs data-urlencode digest doh-url dump-header " +
  "expect100-timeout form globoff help http2 http3 json junk-session-cookies keepalive-time limit-rate local-port location-trusted manual " +
  "negotiate netrc next no-keepalive no-progress-meter noproxy ntlm oauth2-bearer output-dir parallel path-as-is post301 post302 post303 " +
  "progress-bar proto proxy raw remote-header-name remote-name-all remote-time retry retry-delay speed-limit speed-time ssl stderr " +
  "tcp-fastopen tcp-nodelay telnet-option tftp-blksize time-cond tls-max tlsv1.2 trace trace-ascii trace-time unix-socket upload-file version " +
  "fail-with-body haproxy-protocol connect-to dns-servers dns-interface abstract-unix-socket styled-output";

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
    writeOut: undefined,
    interface: undefined,
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
  if (options.urls.length === 0) throw new UsageFailure("curl: no URL specified!\n");
  return options;
}

function apply(options: CurlOptions, word: string, name: string, argument: string): void {
  const known = OPTIONS.find((option) => option.name === name || option.letter === name);
  if (known === undefined) throw new UsageFailure(`curl: option ${word}: is not supported here\n`);
  known.set(options, argument);
}
