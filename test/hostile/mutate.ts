/** Byte strings made from real ones by the mistakes that machines make: bits, lengths, pieces. */
import fc from "fast-check";

/** Values that stand at the edges of counters and lengths. */
const EDGES = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 20, 40, 0x45, 0x60, 0x7f, 0x80, 0xfe, 0xff];

type Change = (bytes: number[], at: number, value: number, samples: readonly Uint8Array[]) => void;

const CHANGES: readonly Change[] = [
  (bytes, at, value) => (bytes[at] = value),
  (bytes, at, value) => (bytes[at] = EDGES[value % EDGES.length]),
  (bytes, at, value) => (bytes[at] ^= 1 << (value & 7)),
  (bytes, at, value) => bytes.splice(at, 2, value, 0),
  (bytes, at, value) => bytes.splice(at, 2, EDGES[value % EDGES.length], value & 1 ? 0xff : 0),
  (bytes, at) => bytes.splice(at),
  (bytes, at, value) => bytes.splice(at, (value % 12) + 1),
  (bytes, at, value) => bytes.splice(at, 0, ...new Array<number>((value % 12) + 1).fill(value)),
  (bytes, at, value) => bytes.splice(at, 0, ...bytes.slice(at, at + (value % 40) + 1)),
  (bytes, at, value, samples) => {
    const other = samples[value % samples.length];
    bytes.splice(at, bytes.length, ...other.subarray(Math.min(at, other.length)));
  },
];

const change = fc.tuple(
  fc.nat(CHANGES.length - 1),
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  fc.nat(255),
);

/** One of the samples with up to `most` changes; each byte of it is as likely to change. */
export function mutated(samples: readonly Uint8Array[], most = 5): fc.Arbitrary<Uint8Array> {
  const sample = fc.nat(samples.length - 1);
  return fc.tuple(sample, fc.array(change, { maxLength: most })).map(([which, changes]) => {
    const bytes = [...samples[which]];
    for (const [kind, place, value] of changes) {
      CHANGES[kind](bytes, Math.floor(place * bytes.length), value, samples);
    }
    return Uint8Array.from(bytes.slice(0, 70_000));
  });
}
