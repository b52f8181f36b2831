/** What a message says about the client that sent it. */
import { type Ipv4Address, ipv4 } from "../../packet/address.ts";
import { read32 } from "../../packet/bytes.ts";
import { type DhcpMessage, OPTION_FQDN, OPTION_HOSTNAME, OPTION_REQUESTED_IP } from "../../packet/dhcp.ts";
import type { DhcpHost } from "./config.ts";
import type { DhcpContext } from "./dhcp-context.ts";

/** Everything about the client whose message is being answered. */
export interface Client {
  readonly message: DhcpMessage;
  readonly device: string;
  readonly ifindex: number;
  readonly contexts: readonly DhcpContext[];
  readonly mac: string;
  readonly clientId: string;
  /** The name that it gives itself. */
  readonly given: string | undefined;
  readonly config: DhcpHost | undefined;
}

/** Two digits a byte, with colons. */
export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** The address that the client asks for. */
export function requestedIp(message: DhcpMessage): Ipv4Address | undefined {
  const data = message.options.get(OPTION_REQUESTED_IP);
  return data !== undefined && data.length === 4 ? ipv4(read32(data, 0)) : undefined;
}

/** The name that a client gives itself, when it is a host's. */
export function givenName(message: DhcpMessage): string | undefined {
  const full = message.options.get(OPTION_FQDN);
  const plain = message.options.get(OPTION_HOSTNAME);
  const bytes = full !== undefined && full.length > 3 ? full.subarray(3) : plain;
  if (bytes === undefined) return undefined;
  const wire = full !== undefined && (full[0] & 4) !== 0;
  const text = wire
    ? labels(bytes)
    : new TextDecoder("latin1").decode(bytes).replace(/\0.*$/s, "").replace(/\.$/, "");
  return /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/.test(text) && text.length < 255 ? text : undefined;
}

function labels(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length && bytes[at] !== 0 && at + bytes[at] < bytes.length; at += 1 + bytes[at])
    parts.push(new TextDecoder("latin1").decode(bytes.subarray(at + 1, at + 1 + bytes[at])));
  return parts.join(".");
}
