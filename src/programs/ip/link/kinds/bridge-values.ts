/** Values that bridges and their ports share on the command line. */
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { Ip } from "../../context.ts";

const CENTISECONDS = 100;

/** How a value is printed: by one call for text and for JSON. */
export type Show = (ip: Ip, table: AttributeTable, type: number) => void;

/** A number with its label; `key` is the name in JSON. */
export function number(key: string, bytes: 1 | 2 | 4 | 8, label = key): Show {
  return (ip, table, type) => {
    const value =
      bytes === 1
        ? table.u8(type)
        : bytes === 2
          ? table.u16(type)
          : bytes === 4
            ? table.u32(type)
            : table.u64(type);
    ip.out.value(key, value, `${label} ${value} `);
  };
}

/** On or off. */
export function onOff(key: string, label = key): Show {
  return (ip, table, type) => {
    const on = table.u8(type) !== 0;
    ip.out.value(key, on, `${label} ${on ? "on" : "off"} `);
  };
}

/** Hexadecimal, as `%#x` has it: 0 without its mark. */
export function hexText(value: number): string {
  return value === 0 ? "0" : `0x${value.toString(16)}`;
}

/** Shows 16 bits in hexadecimal. */
export function hexNumber(key: string, label = key): Show {
  return (ip, table, type) => {
    const text = hexText(table.u16(type));
    ip.out.value(key, text, `${label} ${text} `);
  };
}

/** Hundredths of a second as seconds. */
export function timer(key: string): Show {
  return (ip, table, type) => {
    const value = table.u64(type);
    const seconds = String(Math.floor(value / CENTISECONDS));
    const rest = String(value % CENTISECONDS).padStart(2, "0");
    ip.out.rawValue(key, `${seconds}.${rest}`, `${key} ${seconds.padStart(4)}.${rest} `);
  };
}

/** An identity of a bridge: `8000.2:0:0:0:0:10`, without leading zeros in the address. */
export function bridgeId(key: string, label: string): Show {
  return (ip, table, type) => {
    const bytes = table.payload(type) ?? new Uint8Array(8);
    const priority = [bytes[0], bytes[1]].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const address = Array.from(bytes.subarray(2, 8), (byte) => byte.toString(16)).join(":");
    ip.out.value(key, `${priority}.${address}`, `${label} ${priority}.${address} `);
  };
}
