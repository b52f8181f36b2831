import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CAPTURE_END,
  CAPTURE_ERROR,
  CAPTURE_MORE,
  CAPTURE_RECORD,
  type CaptureReader,
  CaptureRecord,
  DLT_EN10MB,
  DLT_RAW,
} from "./capture.ts";
import { PcapReader, writePcapHeader, writePcapRecord } from "./pcap.ts";
import {
  PcapngReader,
  pcapngPacketLength,
  writePcapngInterface,
  writePcapngPacket,
  writePcapngSection,
} from "./pcapng.ts";

interface Packet {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly data: Uint8Array;
}

const packets = fc.array(
  fc.record({
    seconds: fc.nat({ max: 0xffffffff }),
    nanoseconds: fc.nat({ max: 999999999 }),
    data: fc.uint8Array({ maxLength: 100 }),
  }),
  { maxLength: 10 },
);

function classic(list: readonly Packet[], nanosecond: boolean): Uint8Array {
  const bytes = new Uint8Array(24 + list.reduce((sum, { data }) => sum + 16 + data.length, 0));
  let at = writePcapHeader(bytes, 0, DLT_RAW, 65535, nanosecond);
  for (const { seconds, nanoseconds, data } of list) {
    const fraction = nanosecond ? nanoseconds : Math.floor(nanoseconds / 1000);
    at += writePcapRecord(bytes, at, seconds, fraction, data.length, data.length + 3);
    bytes.set(data, at);
    at += data.length;
  }
  return bytes;
}

function nextGeneration(list: readonly Packet[]): Uint8Array {
  const bytes = new Uint8Array(
    100 + list.reduce((sum, { data }) => sum + pcapngPacketLength(data.length), 0),
  );
  let at = writePcapngSection(bytes, 0);
  at += writePcapngInterface(bytes, at, DLT_EN10MB, 1000, new TextEncoder().encode("eth0"));
  for (const { seconds, nanoseconds, data } of list) {
    const record = new CaptureRecord();
    Object.assign(record, {
      seconds,
      nanoseconds,
      bytes: data,
      length: data.length,
      wireLength: data.length + 3,
    });
    at += writePcapngPacket(bytes, at, 0, record);
  }
  return bytes.subarray(0, at);
}

/** Feeds a file in pieces and reads all packets. */
function readAll(
  reader: CaptureReader,
  file: Uint8Array,
  piece: number,
): { packets: Packet[]; result: number } {
  const record = new CaptureRecord();
  const found: Packet[] = [];
  let at = 0;
  for (;;) {
    const result = reader.next(record);
    if (result === CAPTURE_RECORD) {
      const data = record.bytes.slice(record.offset, record.offset + record.length);
      expect(record.wireLength).toBe(data.length + 3);
      found.push({ seconds: record.seconds, nanoseconds: record.nanoseconds, data });
    } else if (result === CAPTURE_MORE) {
      if (at >= file.length) reader.end();
      else reader.push(file.subarray(at, (at += piece)));
    } else return { packets: found, result };
  }
}

describe("capture files", () => {
  it("read what was written, in whatever pieces it comes", () => {
    fc.assert(
      fc.property(packets, fc.integer({ min: 1, max: 50 }), (list, piece) => {
        expect(readAll(new PcapReader(), classic(list, true), piece)).toEqual({
          packets: list,
          result: CAPTURE_END,
        });
        expect(readAll(new PcapngReader(), nextGeneration(list), piece)).toEqual({
          packets: list,
          result: CAPTURE_END,
        });
        const micro = list.map((one) => ({
          ...one,
          nanoseconds: one.nanoseconds - (one.nanoseconds % 1000),
        }));
        expect(readAll(new PcapReader(), classic(list, false), piece).packets).toEqual(micro);
      }),
    );
  });

  it("knows the other byte order and the link type", () => {
    const file = classic([], false);
    const reader = new PcapReader();
    reader.push(file);
    expect(reader.open()).toBe(CAPTURE_RECORD);
    expect([reader.linkType, reader.snaplen]).toEqual([DLT_RAW, 65535]);
    const swapped = file.slice();
    new Uint32Array(swapped.buffer).forEach((word, i, words) => {
      words[i] = ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word & 0xff00) << 8) | (word << 24)) >>> 0;
    });
    swapped.set([0, 2, 0, 4], 4);
    const other = new PcapReader();
    other.push(swapped);
    expect(other.open()).toBe(CAPTURE_RECORD);
    expect([other.linkType, other.snaplen, other.bigEndian]).toEqual([DLT_RAW, 65535, true]);
  });

  it.each([
    [0, "truncated dump file; tried to read 4 file header bytes, only got 0"],
    [10, "truncated dump file; tried to read 24 file header bytes, only got 6"],
    [30, "truncated dump file; tried to read 16 header bytes, only got 6"],
    [43, "truncated dump file; tried to read 4 captured bytes, only got 3"],
  ])("cut off after %i bytes", (length, message) => {
    const file = classic([{ seconds: 1, nanoseconds: 0, data: new Uint8Array(4) }], false).subarray(
      0,
      length,
    );
    const reader = new PcapReader();
    expect(readAll(reader, file, 100).result).toBe(CAPTURE_ERROR);
    expect(reader.error).toBe(message);
  });

  it("cuts packets to the snapshot length of the file", () => {
    const file = classic([{ seconds: 1, nanoseconds: 0, data: new Uint8Array(40) }], false);
    file[16] = 10;
    file[17] = 0;
    const reader = new PcapReader();
    reader.push(file);
    reader.end();
    const record = new CaptureRecord();
    expect(reader.next(record)).toBe(CAPTURE_RECORD);
    expect(record.length).toBe(10);
    expect(reader.next(record)).toBe(CAPTURE_END);
  });

  it("ends on any bytes, within bounds", () => {
    const valid = nextGeneration([{ seconds: 5, nanoseconds: 6, data: new Uint8Array(60) }]);
    const mutation = fc.array(fc.tuple(fc.nat({ max: valid.length - 1 }), fc.nat({ max: 255 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(mutation, (changes) => {
        const file = valid.slice();
        for (const [at, value] of changes) file[at] = value;
        for (const reader of [new PcapngReader(), new PcapReader()]) {
          reader.push(file);
          reader.end();
          const record = new CaptureRecord();
          let result = reader.next(record);
          for (let i = 0; i < 100 && result === CAPTURE_RECORD; i++) {
            expect(record.offset + record.length).toBeLessThanOrEqual(record.bytes.length);
            result = reader.next(record);
          }
          expect([CAPTURE_END, CAPTURE_ERROR]).toContain(result);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
