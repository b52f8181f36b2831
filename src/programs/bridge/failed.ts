/** How commands of `bridge` fail. */
import type { Ip } from "../ip/context.ts";

/** What a command that failed returns: `bridge` hands it to `exit(3)`, and a batch goes on behind it if it may. */
export const FAILED = 255;

/** Complains of a command that can not be done. @returns {@link FAILED} */
export function failed(ip: Ip, text: string): number {
  ip.complain(`${text}\n`);
  return FAILED;
}
