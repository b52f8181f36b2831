/**
 * What the `flush` commands of addresses and neighbours have in common: find, delete, look again.
 */
import { EADDRNOTAVAIL, ENOENT, strerror } from "../../errno.ts";
import { nlAlign } from "../../netlink/attribute.ts";
import { NLM_F_REQUEST } from "../../netlink/message.ts";
import { EXIT_FAILURE } from "./arguments.ts";
import type { Ip } from "./context.ts";

export interface FlushTarget {
  /** Plural, for the statistics. */
  readonly what: string;
  readonly deleteType: number;
  /** The exit status when a request fails. */
  readonly failure: number;
  /** One round is all. */
  readonly once: boolean;
  /** The rounds are told also when there was none: something else has been flushed already. */
  readonly tellsNone?: boolean;
  /** The messages of what is to be deleted. */
  collect(): Uint8Array[];
}

/** Sends a message that was received back as a request to delete what it tells of. */
export function deleteReceived(ip: Ip, message: Uint8Array, type: number): number {
  const { client } = ip;
  const writer = client.begin(type, NLM_F_REQUEST);
  writer.rawBytes(message.subarray(16));
  return client.request().error;
}

/** What fits into one request of libnetlink's users, in bytes. */
const BATCH = 4096 - 512;

/** Received messages, as many together as are sent at once. */
function batches(messages: readonly Uint8Array[]): Uint8Array[][] {
  const all: Uint8Array[][] = [];
  let length = BATCH;
  for (const message of messages) {
    length = nlAlign(length) + message.length;
    if (length > BATCH) {
      all.push([]);
      length = message.length;
    }
    all.at(-1)?.push(message);
  }
  return all;
}

export function flushRounds(ip: Ip, target: FlushTarget): number {
  const { options, out } = ip;
  let round = 0;
  while (options.loops === 0 || round < options.loops) {
    const found = target.collect();
    if (found.length === 0) return flushDone(ip, target, round);
    round++;
    for (const batch of batches(found)) {
      const error = ip.client.sendBack(batch, target.deleteType);
      // gone already: deleting a primary address took its secondaries with it
      if (error < 0 && error !== -EADDRNOTAVAIL && error !== -ENOENT) {
        ip.complain(`Failed to send flush request: ${strerror(error)}\n`);
        return target.failure;
      }
    }
    if (options.stats > 0) out.text(`\n*** Round ${round}, deleting ${found.length} ${target.what} ***\n`);
    if (target.once) return flushDone(ip, target, round);
  }
  ip.complain(`*** Flush remains incomplete after ${options.loops} rounds. ***\n`);
  return EXIT_FAILURE;
}

function flushDone(ip: Ip, { tellsNone }: FlushTarget, rounds: number): number {
  if (ip.options.stats > 0)
    ip.out.text(
      rounds === 0 && !tellsNone
        ? "Nothing to flush.\n"
        : `*** Flush is complete after ${rounds} round${rounds > 1 ? "s" : ""} ***\n`,
    );
  return 0;
}
