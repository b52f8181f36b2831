/** Names of kernel parameters: `net.ipv4.ip_forward` and `net/ipv4/ip_forward` are the file net/ipv4/ip_forward. */

export const ROOT = "/proc/sys/";

function swap(text: string): string {
  return text.replace(/[./]/g, (separator) => (separator === "." ? "/" : "."));
}

/** Whether a key is written with slashes: whichever separator comes first is the one. */
export function isPath(key: string): boolean {
  return /[./]/.exec(key)?.[0] === "/";
}

/** The file of a key: whichever separator comes first is the slash; the other one stands for a dot in a name. */
export function keyToPath(key: string): string {
  return ROOT + (isPath(key) ? key : swap(key));
}

/** The key as it is printed. */
export function pathToKey(path: string): string {
  return swap(path.slice(ROOT.length));
}

/** The part of a key from separators that are repeated, which is complained about. */
export function repeatedSeparators(key: string): string | undefined {
  const match = /[./][./]/.exec(key);
  return match ? key.slice(match.index) : undefined;
}

/** Whether a path is none of a parameter. */
export function isOutside(path: string): boolean {
  return /^\/proc\/sys\/+$/.test(path);
}
