/**
 * The files of /proc/net: one generator of text each, called when the file is opened.
 */
import type { Net } from "./net.ts";

export class ProcNet {
  private readonly files = new Map<string, (net: Net) => string>();
  private readonly directories = new Map<
    string,
    { names(net: Net): string[]; show(net: Net, name: string): string | undefined }
  >();

  /** `path` is relative to /proc/net, e.g. `"arp"` or `"stat/arp_cache"`. */
  register(path: string, show: (net: Net) => string): void {
    this.files.set(path, show);
  }

  /** A directory with a file a name, e.g. `dev_snmp6/<device>`. */
  registerDirectory(
    path: string,
    names: (net: Net) => string[],
    show: (net: Net, name: string) => string | undefined,
  ): void {
    this.directories.set(path, { names, show });
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
