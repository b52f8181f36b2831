/** The domain search option (RFC 3397): names of DNS, compressed within the option. */
import { readName } from "../../packet/dns.ts";

/** The names, separated by blanks; undefined when one is malformed. */
export function parseName(data: Uint8Array): string | undefined {
  const names: string[] = [];
  for (let at = 0; at < data.length; ) {
    const read = readName(data, at);
    if (read === undefined) return undefined;
    names.push(read.name.replace(/\.$/, ""));
    at = read.next;
  }
  return names.join(" ");
}
