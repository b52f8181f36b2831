/**
 * The files of /proc/net: one generator of text each, called when the file is opened.
 */
import type { Net } from "./net.ts";

/** A directory with a file a name. */
export interface ProcNetDirectory {
  names(net: Net): string[];
  show(net: Net, name: string): string | undefined;
  /** Takes what is written. @returns 0 or a negative error */
  store?(net: Net, name: string, text: string): number;
}

/** The names of /proc/net, to which families add theirs. */
export class ProcNet {
  private readonly files = new Map<string, (net: Net) => string>();
  private readonly directories = new Map<string, ProcNetDirectory>();

  /** `path` is relative to /proc/net, e.g. `"arp"` or `"stat/arp_cache"`. */
  register(path: string, show: (net: Net) => string): void {
    this.files.set(path, show);
  }

  /** A directory with a file a name, e.g. `dev_snmp6/<device>`. */
  registerDirectory(path: string, directory: ProcNetDirectory): void {
    this.directories.set(path, directory);
  }

  /** Directories of files by name, which may be empty. */
  get directoryPaths(): string[] {
    return [...this.directories.keys()];
  }

  /** What takes what is written into a file; undefined when it can not be written. */
  writer(net: Net, path: string): ((text: string) => number) | undefined {
    const slash = path.lastIndexOf("/");
    const store = slash < 0 ? undefined : this.directories.get(path.slice(0, slash))?.store;
    return store && ((text) => store(net, path.slice(slash + 1), text));
  }

  /** The text of a file; undefined when there is none. */
  show(net: Net, path: string): string | undefined {
    const file = this.files.get(path);
    if (file !== undefined) return file(net);
    const slash = path.lastIndexOf("/");
    return slash < 0
      ? undefined
      : this.directories.get(path.slice(0, slash))?.show(net, path.slice(slash + 1));
  }

  /** Paths of all files, sorted. */
  paths(net: Net): string[] {
    const paths = [...this.files.keys()];
    for (const [path, { names }] of this.directories)
      paths.push(...names(net).map((name) => `${path}/${name}`));
    return paths.sort();
  }
}
