/** Hardware addresses as net-tools reads them: digits in groups, of which too few and too many are taken, too. */
import { MacAddress } from "../../packet/address.ts";

const ETH_ALEN = 6;
/** One or two digits, and a colon that need not be there. */
const GROUP = /([0-9a-f]?)([0-9a-f]|(?=:|$)):?/iy;

/** `INET_ether`'s reader `in_ether`; undefined where it finds something else than digits. */
export function looseMac(text: string): MacAddress | undefined {
  const bytes = new Uint8Array(ETH_ALEN);
  GROUP.lastIndex = 0;
  for (let i = 0; i < ETH_ALEN && GROUP.lastIndex < text.length; i++) {
    const match = GROUP.exec(text);
    if (match === null || match[1] + match[2] === "") return undefined;
    bytes[i] = Number.parseInt(match[1] + match[2], 16);
  }
  return MacAddress.fromBytes(bytes);
}
