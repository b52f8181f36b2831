/** What errors of commands are called: `nft_strerror`. */
import { E2BIG, EEXIST, EINVAL, ELOOP, ENOENT, ENOMEM, ENOSYS, EPERM, strerror } from "../../../errno.ts";

/** What was tried. */
export type Attempt =
  | "add chain"
  | "rename chain"
  | "delete chain"
  | "insert"
  | "append"
  | "replace"
  | "delete number"
  | "delete"
  | "check"
  | "zero number"
  | "set policy"
  | "other";

const OF_ATTEMPT: Partial<Record<Attempt, Readonly<Record<number, string>>>> = {
  "add chain": { [EEXIST]: "Chain already exists" },
  "rename chain": { [EEXIST]: "File exists" },
  "delete chain": { [EINVAL]: "Can't delete built-in chain" },
  insert: { [E2BIG]: "Index of insertion too big" },
  replace: { [E2BIG]: "Index of replacement too big" },
  "delete number": { [E2BIG]: "Index of deletion too big" },
  delete: { [ENOENT]: "Bad rule (does a matching rule exist in that chain?)" },
  check: { [ENOENT]: "Bad rule (does a matching rule exist in that chain?)" },
  "zero number": { [ENOENT]: "Bad rule (does a matching rule exist in that chain?)" },
  "set policy": { [ENOENT]: "Bad built-in chain name", [EINVAL]: "Bad policy name" },
};
const OF_ALL: Readonly<Record<number, string>> = {
  [ELOOP]: "Loop found in table",
  [EPERM]: "Permission denied (you must be root)",
  [EINVAL]: "Invalid argument",
  [ENOMEM]: "Memory allocation problem",
  [ENOENT]: "No chain/target/match by that name",
  [ENOSYS]: "Will be implemented real soon.  I promise ;)",
};

/** @param error negative */
export function nftError(attempt: Attempt, error: number): string {
  return OF_ATTEMPT[attempt]?.[-error] ?? OF_ALL[-error] ?? strerror(error);
}
