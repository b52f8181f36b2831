/** How an ethtool command ends. */
export interface Result {
  readonly status: number;
  readonly output: string;
  readonly error: string;
}

/** One with these parts. */
export function result(status: number, output: string, error = ""): Result {
  return { status, output, error };
}

/** What the netlink interface says, which the real ethtool asks first. */
export const NO_DEVICE = "netlink error: no device matches name (offset 24)\nnetlink error: No such device\n";
export const NOT_SUPPORTED = "netlink error: Operation not supported\n";
