/** `set -o` and `shopt` options: those that change something here, and those that bash has on and nobody can see. */

/** Options of `set -o`, with their letters. */
export const SET_OPTIONS: Readonly<Record<string, string>> = {
  allexport: "a",
  braceexpand: "B",
  emacs: "",
  errexit: "e",
  errtrace: "E",
  functrace: "T",
  hashall: "h",
  histexpand: "H",
  history: "",
  ignoreeof: "",
  "interactive-comments": "",
  keyword: "k",
  monitor: "m",
  noclobber: "C",
  noexec: "n",
  noglob: "f",
  nolog: "",
  notify: "b",
  nounset: "u",
  onecmd: "t",
  physical: "P",
  pipefail: "",
  posix: "",
  privileged: "p",
  verbose: "v",
  vi: "",
  xtrace: "x",
};

/** Options that the interpreter does not implement: switching them on is refused. */
export const UNSUPPORTED_SET_OPTIONS = new Set(["keyword", "onecmd", "privileged", "vi", "histexpand"]);

/** Options of `shopt` with their defaults in a script. */
export const SHOPT_DEFAULTS: Readonly<Record<string, boolean>> = {
  autocd: false,
  checkwinsize: true,
  cmdhist: true,
  dotglob: false,
  execfail: false,
  expand_aliases: false,
  extglob: false,
  extquote: true,
  failglob: false,
  globasciiranges: true,
  globskipdots: true,
  globstar: false,
  histappend: false,
  hostcomplete: true,
  huponexit: false,
  inherit_errexit: false,
  interactive_comments: true,
  lastpipe: false,
  localvar_inherit: false,
  nocaseglob: false,
  nocasematch: false,
  nullglob: false,
  patsub_replacement: true,
  progcomp: true,
  promptvars: true,
  sourcepath: true,
  xpg_echo: false,
};

/** Which are on. */
export class ShellOptions {
  readonly set = new Set<string>(["braceexpand", "hashall", "interactive-comments"]);
  readonly shopt = new Map<string, boolean>(Object.entries(SHOPT_DEFAULTS));

  clone(): ShellOptions {
    const copy = new ShellOptions();
    copy.set.clear();
    for (const name of this.set) copy.set.add(name);
    for (const [name, on] of this.shopt) copy.shopt.set(name, on);
    return copy;
  }

  /** Whether a `set -o` option is on. */
  on(name: string): boolean {
    return this.set.has(name);
  }

  /** Whether a `shopt` option is on. */
  shopted(name: string): boolean {
    return this.shopt.get(name) ?? false;
  }

  /** `$-`. */
  letters(extra: string): string {
    let letters = "";
    for (const [name, letter] of Object.entries(SET_OPTIONS)) if (letter && this.on(name)) letters += letter;
    return [...letters].sort(byBashOrder).join("") + extra;
  }
}

const ORDER = "abefhkmnprtuvxBCEHPT";

function byBashOrder(a: string, b: string): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}
