/** Hardware addresses as net-tools reads them: digits in groups, of which too few and too many are taken, too. */
import { type Ipv4Address, ipv4ToBytes, MacAddress } from "../../packet/address.ts";

const ETH_ALEN = 6;
/** Length of what stands before the address in a `struct sockaddr_in`. */
const PORT_LENGTH = 2;
/** One or two digits, and a colon that need not be there. */
const GROUP = /([0-9a-f]?)([0-9a-f]|(?=:|$)):?/iy;

/**
 * `in_ether`; undefined where it finds something else than digits.
 * @param before the IPv4 address that was read last: it stands where the hardware address is written, and what is not written over stays
 */
export function looseMac(text: string, before: Ipv4Address): MacAddress | undefined {
  const bytes = new Uint8Array(ETH_ALEN);
  bytes.set(ipv4ToBytes(before), PORT_LENGTH);
  GROUP.lastIndex = 0;
  for (let i = 0; i < ETH_ALEN && GROUP.lastIndex < text.length; i++) {
    const match = GROUP.exec(text);
    if (match === null || match[1] + match[2] === "") return undefined;
    bytes[i] = Number.parseInt(match[1] + match[2], 16);
  }
  return MacAddress.fromBytes(bytes);
}
