/** How BIND's network library says what went wrong. */
import {
  ECONNREFUSED,
  ECONNRESET,
  EHOSTUNREACH,
  ENETUNREACH,
  ENODATA,
  ETIMEDOUT,
  strerror,
} from "../../errno.ts";
import type { SystemCalls } from "../../kernel.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import { serverText } from "./servers.ts";

/** A negative error number in its words. */
export function errorText(error: number): string {
  if (error === -ETIMEDOUT) return "timed out";
  if (error === -ECONNREFUSED) return "connection refused";
  if (error === -ECONNRESET) return "connection reset";
  if (error === -ENODATA) return "end of file";
  if (error === -ENETUNREACH) return "network unreachable";
  if (error === -EHOSTUNREACH) return "host unreachable";
  return strerror(-error);
}

/** Whether no connection came about, which BIND's tools tell in another way than what failed later. */
function neverConnected(error: number): boolean {
  return error === -ECONNREFUSED || error === -ENETUNREACH || error === -EHOSTUNREACH;
}

/** What failed, and with whom. `named` is the server as the command line has it. */
export interface Complaint {
  readonly server: InternetAddress;
  readonly named: string | undefined;
  /** The name that was asked for. */
  readonly name: string;
  readonly error: number;
  readonly tcp: boolean;
}

/** The lines about a server that did not answer, and whether they end with there being none. */
export function complaintText(sys: SystemCalls, complaint: Complaint): { text: string; last: boolean } {
  const { server, named, name, error, tcp } = complaint;
  const place = serverText(sys, server);
  if (!tcp || !neverConnected(error))
    return { text: `;; communications error to ${place}: ${errorText(error)}\n`, last: false };
  const bare = name === "." ? name : name.replace(/\.$/, "");
  const shown = named ?? formatAddress(sys, server);
  return {
    text: `;; Connection to ${place}(${shown}) for ${bare} failed: ${errorText(error)}.\n;; no servers could be reached\n`,
    last: true,
  };
}
