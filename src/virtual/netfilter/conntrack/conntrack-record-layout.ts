/** What the words of a record of `conntrack-records.ts` are: a line of the processor's cache. */

/** Words of a record, as a power of two. */
export const RECORD_SHIFT = 4;
/** The tuples: ports, source and destination of the original, then of the reply. */
export const REC_TUPLE = 0;
/** Words of a tuple. */
export const REC_TUPLE_WORDS = 3;
/** Protocol over IP, and family. */
export const REC_KIND = 6;
/** The number of its namespace ({@link ConntrackRecords.numberNet}); 0: it is not in the table. */
export const REC_NET = 7;
/** Hashes of both tuples. */
export const REC_HASH = 8;
export const REC_TIMEOUT = 10;
export const REC_STATUS = 11;
export const REC_MARK = 12;
export const REC_STREAM = 13;
/** The zone, above it in which directions it counts, and the sign: the connection has extensions. */
export const REC_ZONE = 14;
export const REC_ID = 15;
