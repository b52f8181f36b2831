/**
 * What the `flush` commands of addresses and neighbours have in common: find, delete, look again.
 */
import { EADDRNOTAVAIL, ENOENT, strerror } from "../../errno.ts";
import { nlAlign } from "../../netlink/attribute.ts";
import { NLM_F_REQUEST } from "../../netlink/message.ts";
import { EXIT_FAILURE } from "./arguments.ts";
import type { Ip } from "./context.ts";

/** What is flushed. */
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

/** Asks for all to be deleted. @returns whether the kernel could; if not, it was said why */
function deleteFound(ip: Ip, target: FlushTarget, found: readonly Uint8Array[]): boolean {
  for (const batch of batches(found)) {
    const error = ip.client.sendBack(batch, target.deleteType);
    // gone already: deleting a primary address took its secondaries with it
    if (error >= 0 || error === -EADDRNOTAVAIL || error === -ENOENT) continue;
    ip.complain(`Failed to send flush request: ${strerror(error)}\n`);
    return false;
  }
  return true;
}

function tellRound({ options, out }: Ip, round: number, count: number, what: string): void {
  if (options.stats > 0) out.text(`\n*** Round ${round}, deleting ${count} ${what} ***\n`);
}

/** Deletes until nothing is left, or as often as `-loops` says. @returns the exit status */
export function flushRounds(ip: Ip, target: FlushTarget): number {
  const { options } = ip;
  let round = 0;
  while (options.loops === 0 || round < options.loops) {
    const found = target.collect();
    if (found.length === 0) return flushDone(ip, target, round);
    round++;
    if (!deleteFound(ip, target, found)) return target.failure;
    tellRound(ip, round, found.length, target.what);
    if (target.once) return flushDone(ip, target, round);
  }
  ip.complain(`*** Flush remains incomplete after ${options.loops} rounds. ***\n`);
  return EXIT_FAILURE;
}

/** Whole seconds that a flush goes on while there is something left. */
const PATIENCE = 30;
const US_PER_SECOND = 1e6;
/** After so many rounds, what is left stays for a while: there is no use in asking all the time. */
const EAGER_ROUNDS = 10;
const PAUSE_NS = 50e6;

/** Goes on as long as there is something left, for half a minute, as is done with routes. */
export async function flushPatiently(ip: Ip, target: FlushTarget): Promise<number> {
  const seconds = (): number => Math.floor(ip.sys.realtime() / US_PER_SECOND);
  const start = seconds();
  for (let round = 0; ; ) {
    const found = target.collect();
    if (found.length === 0) return flushDone(ip, target, round);
    round++;
    if (!deleteFound(ip, target, found)) return target.failure;
    const passed = seconds() - start;
    if (passed > PATIENCE) {
      ip.out.text(
        `\n*** Flush not completed after ${passed} seconds, ${found.length} ${target.what} remain ***\n`,
      );
      return EXIT_FAILURE;
    }
    tellRound(ip, round, found.length, target.what);
    if (round > EAGER_ROUNDS) await ip.process.sleep(PAUSE_NS);
  }
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
