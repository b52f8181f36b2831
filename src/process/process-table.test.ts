import { describe, expect, test } from "vitest";
import { VirtualClock } from "../virtual/virtual-clock.ts";
import { createVirtualKernel } from "../virtual/virtual-kernel.ts";
import { CountingHostLoop } from "./host-loop.ts";
import { BaseOpenFile, type OpenFile } from "./open-file.ts";
import { createPipe, PIPE_CAPACITY } from "./pipe.ts";
import type { Main, Signal } from "./process.ts";
import { ProcessTable } from "./process-table.ts";
import { runningProcess } from "./running-process.ts";
import { Terminal } from "./terminal.ts";

class Sink extends BaseOpenFile {
  readonly description = "sink";
  readonly writes: string[] = [];
  protected override writeNow(data: Uint8Array): number {
    this.writes.push(new TextDecoder().decode(data));
    return data.length;
  }
}

async function run(main: Main, fds: ReadonlyMap<number, OpenFile> = new Map()) {
  const loop = new CountingHostLoop((callback) => void setImmediate(callback));
  const init = createVirtualKernel({ clock: new VirtualClock(loop) });
  const table = new ProcessTable({ "/usr/bin/main": async () => ({ main }) }, loop);
  const started = await table.start(init, ["/usr/bin/main"], { env: new Map(), cwd: "/", fds });
  if (typeof started === "number") throw new Error(`start: ${started}`);
  return { state: await started.ended, table };
}

describe("processes", () => {
  test("output and errors reach one file in the order of glibc's buffers", async () => {
    const sink = new Sink();
    await run(
      async (process) => {
        process.stdout.write("first\n");
        process.stderr.write("error\n");
        process.stdout.write("x".repeat(4096));
        return 0;
      },
      new Map([
        [1, sink.retain()],
        [2, sink.retain()],
      ]),
    );
    const text = sink.writes.join("");
    expect(text.indexOf("error")).toBe(0);
    expect(sink.writes[1].length).toBe(4096);
  });

  test("a writer waits for its reader, and SIGPIPE ends it when that goes", async () => {
    const statuses: number[] = [];
    let written = 0;
    await run(async (process) => {
      const self = runningProcess(process);
      const pipe = createPipe();
      const [reader, writer] = [pipe.reader.retain(), pipe.writer.retain()];
      const child = self.fork(
        async (each) => {
          for (;;) {
            each.stdout.write("y".repeat(4096));
            await each.stdout.flush();
            written += 4096;
          }
        },
        { fds: new Map([[1, writer]]) },
      );
      writer.release();
      await process.sleep(1e9);
      expect(written).toBe(PIPE_CAPACITY);
      reader.release();
      statuses.push(await child.wait());
      return 0;
    });
    expect(statuses).toEqual([141]);
  });

  test("signals end waits: handled ones early, others with the process", async () => {
    const seen: (number | string)[] = [];
    await run(async (process) => {
      const self = runningProcess(process);
      const child = self.fork(async (each) => {
        each.onSignal("SIGUSR1", () => void seen.push("handled"));
        await each.sleep(100e9);
        seen.push(each.sys.monotonic() < 150e9 ? "early" : "late");
        await each.sleep(100e9);
        return 0;
      });
      await process.sleep(1e9);
      self.kill(child.pid, "SIGUSR1");
      await process.sleep(1e9);
      self.kill(child.pid, "SIGTERM");
      seen.push(await child.wait(), self.kill(child.pid, 0));
      return 0;
    });
    expect(seen).toEqual(["handled", "early", 143, -3]);
  });

  test("a loop that never waits neither stops timers nor the host", async () => {
    const { state } = await run(async (process) => {
      const self = runningProcess(process);
      const child = self.fork(async (each) => {
        for (;;) {
          each.sys.spend(1e6);
          await runningProcess(each).until((wake) => {
            wake();
            return () => undefined;
          });
        }
      });
      await process.sleep(1e9);
      self.kill(child.pid, "SIGKILL");
      return child.wait();
    });
    expect(state.status).toBe(137);
  });
});

describe("a terminal", () => {
  test("edits lines, echoes and turns Ctrl-C into a signal", async () => {
    let shown = "";
    const signals: Signal[] = [];
    const terminal = new Terminal({
      write: (data) => {
        shown += new TextDecoder().decode(data);
        return data.length;
      },
      signal: (signal) => signals.push(signal),
      size: () => ({ columns: 80, rows: 24 }),
      newlines: true,
      loop: new CountingHostLoop(() => undefined),
    });
    const type = (text: string) => terminal.input(new TextEncoder().encode(text));
    type("ab\x7fc\r");
    expect(new TextDecoder().decode(terminal.tryRead(100) as Uint8Array)).toBe("ac\n");
    expect(shown).toBe("ab\b \bc\r\n");
    type("lost\x03");
    expect(signals).toEqual(["SIGINT"]);
    expect(terminal.tryRead(100)).toBe(-11);
    type("\x04");
    expect(terminal.tryRead(100)).toBeUndefined();
  });
});
