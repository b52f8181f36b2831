/** How BIND's network library says what went wrong. */
import { ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, strerror } from "../../errno.ts";

/** A negative error number in its words. */
export function errorText(error: number): string {
  if (error === -ETIMEDOUT) return "timed out";
  if (error === -ECONNREFUSED) return "connection refused";
  if (error === -ENETUNREACH) return "network unreachable";
  if (error === -EHOSTUNREACH) return "host unreachable";
  return strerror(-error);
}
