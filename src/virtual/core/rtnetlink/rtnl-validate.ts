/**
 * The first lines of every rtnetlink handler: length of the fixed header, policy of the attributes, the table of attributes.
 *
 * Source: `nlmsg_parse`, `nlmsg_parse_deprecated` (`include/net/netlink.h`).
 */
import { EINVAL } from "../../../errno.ts";
import { type AttributeTable, nlAlign } from "../../../netlink/attribute.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import type { Policy } from "../../../netlink/policy.ts";
import { type Strictness, validateAttributes } from "../../../netlink/policy-check.ts";
import type { RtnlRequest } from "./rtnetlink.ts";

const scratch = new ExtendedAck();

/**
 * Checks the request's attributes and reads them into the table.
 * @param headerLength of the fixed structure before the attributes
 * @returns 0 or a negative error, with the reason in the request's extended ack
 */
export function parseRequest(
  request: RtnlRequest,
  headerLength: number,
  table: AttributeTable,
  rules: Policy,
  strict: Strictness = false,
): number {
  const { bytes, start, body, end } = request.message;
  if (end - body < headerLength) {
    request.extack.message = "Invalid header length";
    return -EINVAL;
  }
  const first = body + nlAlign(headerLength);
  scratch.clear();
  const error = validateAttributes(bytes, first, end, rules, strict, scratch, start);
  const { extack } = request;
  if (scratch.message !== "") extack.message = scratch.message;
  if (error !== 0) {
    extack.policy = scratch.policy;
    return extack.fail(error, scratch.message, scratch.offset);
  }
  table.parse(bytes, Math.min(first, end), end);
  return 0;
}
