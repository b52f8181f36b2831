/** What `nslookup` can be set to, on the command line and by `set`. */
import { CLASS_IN } from "../../packet/dns.ts";
import { classNumber, typeNumber } from "../../packet/dns-text.ts";
import type { Process } from "../../process/process.ts";
import { readResolvConf } from "../lib/resolv-conf.ts";

/** The settings of a run. */
export interface Settings {
  /** undefined: addresses of both families. */
  type: number | undefined;
  /** As it was written. */
  typeText: string;
  class: number;
  classText: string;
  port: number;
  /** Seconds; 0: the usual. */
  timeout: number;
  /** How often a server is asked. */
  tries: number;
  /** What is shown of that. */
  retry: number;
  tcp: boolean;
  recurse: boolean;
  search: boolean;
  domains: readonly string[];
  ndots: number;
}

/** Those that hold before anything is set. */
export function usualSettings(process: Process): Settings {
  const { search, ndots } = readResolvConf(process.sys);
  return {
    type: undefined,
    typeText: "A",
    class: CLASS_IN,
    classText: "IN",
    port: 53,
    timeout: 0,
    tries: 3,
    retry: 3,
    tcp: false,
    recurse: true,
    search: true,
    domains: search,
    ndots,
  };
}

/** Ways to write a setting. */
interface Setting {
  readonly names: RegExp;
  /** @returns what is wrong with it, a whole line */
  set(settings: Settings, value: string, on: boolean): string | undefined;
}

function number(value: string, store: (number: number) => void): string | undefined {
  if (!/^\d+$/.test(value)) return `parse of number failed: ${value}\n`;
  store(Number(value));
  return undefined;
}

const SETTINGS: readonly Setting[] = [
  {
    names: /^(query|q|type|ty|querytype|t)$/i,
    set(settings, value) {
      const type = typeNumber(value);
      if (type === undefined) return `unknown query type: ${value}\n`;
      settings.type = type;
      settings.typeText = value;
      return undefined;
    },
  },
  {
    names: /^(cl|class)$/i,
    set(settings, value) {
      const kind = classNumber(value);
      if (kind === undefined) return `unknown query class: ${value}\n`;
      settings.class = kind;
      settings.classText = value;
      return undefined;
    },
  },
  { names: /^(po|port)$/i, set: (s, value) => number(value, (port) => void (s.port = port)) },
  { names: /^(ti|timeout)$/i, set: (s, value) => number(value, (timeout) => void (s.timeout = timeout)) },
  {
    names: /^(ret|retry)$/i,
    set: (s, value) =>
      number(value, (retry) => {
        s.retry = retry;
        s.tries = retry + 1;
      }),
  },
  { names: /^ndots$/i, set: (s, value) => number(value, (ndots) => void (s.ndots = ndots)) },
  {
    names: /^(do|domain)$/i,
    set(settings, value) {
      settings.domains = [value];
      settings.search = true;
      return undefined;
    },
  },
  { names: /^v(c)?$/i, set: (s, _value, on) => void (s.tcp = on) },
  { names: /^rec(urse)?$/i, set: (s, _value, on) => void (s.recurse = on) },
  { names: /^(sea(rch)?|def(name)?)$/i, set: (s, _value, on) => void (s.search = on) },
  {
    names: /^(deb(ug)?|d2)$/i,
    set: (_s, _value, on) => (on ? "nslookup: debug is not supported here\n" : undefined),
  },
];

/** Applies a word. @returns what is wrong with it, a whole line */
export function applySetting(settings: Settings, word: string): string | undefined {
  const [name, value = ""] = word.split(/=(.*)/s);
  for (const [text, on] of [
    [name, true] as const,
    ...(/^no/i.test(name) ? [[name.slice(2), false] as const] : []),
  ]) {
    const setting = SETTINGS.find(({ names }) => names.test(text));
    if (setting !== undefined) return setting.set(settings, value, on);
  }
  return `*** Invalid option: ${word}\n`;
}

/** What `set all` shows of them. */
export function settingsText(settings: Settings): string {
  const { tcp, search, recurse, timeout, retry, port, ndots, typeText, classText, domains } = settings;
  return [
    "",
    "Set options:",
    `  ${tcp ? "vc" : "novc"}\t\t\tnodebug\t\tnod2`,
    `  ${search ? "search" : "nosearch"}\t\t${recurse ? "recurse" : "norecurse"}`,
    `  timeout = ${timeout}\t\tretry = ${retry}\tport = ${port}\tndots = ${ndots}`,
    `  querytype = ${typeText.padEnd(8)}\tclass = ${classText}`,
    `  srchlist = ${domains.join("/")}`,
    "",
  ].join("\n");
}
