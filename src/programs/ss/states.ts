/** The states of sockets: numbers of the kernel, names of ss. */
export const ESTABLISHED = 1;
export const TIME_WAIT = 6;
export const CLOSE = 7;
export const LISTEN = 10;

/** As the column shows them, by number. */
export const STATE_NAMES: readonly string[] = [
  "UNKNOWN",
  "ESTAB",
  "SYN-SENT",
  "SYN-RECV",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "TIME-WAIT",
  "UNCONN",
  "CLOSE-WAIT",
  "LAST-ACK",
  "LISTEN",
  "CLOSING",
  "SYN-RECV",
];

export const ALL_STATES = (1 << 12) - 1;
const bit = (state: number): number => 1 << state;
const SYN_SENT = 2;
const SYN_RECV = 3;

/** What is shown when nothing is asked for. */
export const CONNECTED = ALL_STATES & ~(bit(LISTEN) | bit(CLOSE) | bit(TIME_WAIT) | bit(SYN_RECV));

const WORDS: Readonly<Record<string, number>> = {
  all: ALL_STATES,
  connected: ALL_STATES & ~(bit(CLOSE) | bit(LISTEN)),
  synchronized: ALL_STATES & ~(bit(CLOSE) | bit(LISTEN) | bit(SYN_SENT)),
  bucket: bit(SYN_RECV) | bit(TIME_WAIT),
  big: ALL_STATES & ~(bit(SYN_RECV) | bit(TIME_WAIT)),
  established: bit(ESTABLISHED),
  "syn-sent": bit(SYN_SENT),
  "syn-recv": bit(SYN_RECV),
  "fin-wait-1": bit(4),
  "fin-wait-2": bit(5),
  "time-wait": bit(TIME_WAIT),
  "close-wait": bit(8),
  "last-ack": bit(9),
  closing: bit(11),
  closed: bit(CLOSE),
  close: bit(CLOSE),
  unconnected: bit(CLOSE),
  listening: bit(LISTEN),
  listen: bit(LISTEN),
};

/** The states that a word means; undefined when it is none. */
export function statesNamed(word: string): number | undefined {
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
