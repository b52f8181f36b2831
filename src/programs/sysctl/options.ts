/** The command line of sysctl. */

export const SHORT = "bneNwfp::qoxaAXr:Vdh";
const flag = (name: string, value: string) => ({ name, argument: "none", value }) as const;
export const LONG = [
  flag("all", "a"),
  flag("deprecated", "deprecated"),
  flag("dry-run", "dry-run"),
  flag("binary", "b"),
  flag("ignore", "e"),
  flag("names", "N"),
  flag("values", "n"),
  { name: "load", argument: "optional", value: "p" } as const,
  { name: "pattern", argument: "required", value: "r" } as const,
  flag("quiet", "q"),
  flag("write", "w"),
  flag("system", "system"),
  flag("help", "h"),
  flag("version", "V"),
];

/** What it says. */
export interface Options {
  all: boolean;
  deprecated: boolean;
  dryRun: boolean;
  binary: boolean;
  ignore: boolean;
  names: boolean;
  values: boolean;
  quiet: boolean;
  write: boolean;
  load: boolean;
  system: boolean;
  loadFile: string | undefined;
  pattern: RegExp | undefined;
}

/** An empty command line's. */
export function noOptions(): Options {
  return {
    all: false,
    deprecated: false,
    dryRun: false,
    binary: false,
    ignore: false,
    names: false,
    values: false,
    quiet: false,
    write: false,
    load: false,
    system: false,
    loadFile: undefined,
    pattern: undefined,
  };
}

const SWITCHES: Readonly<Record<string, (options: Options) => void>> = {
  a: (o) => void (o.all = true),
  A: (o) => void (o.all = true),
  X: (o) => void (o.all = true),
  b: (o) => void (o.binary = true),
  deprecated: (o) => void (o.deprecated = true),
  "dry-run": (o) => void (o.dryRun = true),
  e: (o) => void (o.ignore = true),
  f: (o) => void (o.load = true),
  n: (o) => void (o.values = true),
  N: (o) => void (o.names = true),
  p: (o) => void (o.load = true),
  q: (o) => void (o.quiet = true),
  system: (o) => void (o.system = true),
  w: (o) => void (o.write = true),
};

/** Takes over one option that getopt found. */
export function applyOption(options: Options, option: string, argument: string | undefined): void {
  if (option === "r") {
    try {
      options.pattern = new RegExp(argument ?? "");
    } catch {
      options.pattern = /^(?!)/;
    }
    return;
  }
  if (option === "p" && argument !== undefined) options.loadFile = argument;
  SWITCHES[option]?.(options);
}
