/** The clock goes on while a process may go on, and not for ever when none can. */
import { expect, test } from "vitest";
import { runScript } from "../run-script.ts";

test("timers that only keep the kernel busy do not keep a script alive that waits for ever", async () => {
  const { stderr, exitCode } = await runScript(
    "ip link add br0 type bridge stp_state 1; ip link set br0 up; mkfifo f; read -r line < f",
  );
  expect(stderr).toBe("vethlab: every process waits, and nothing happens that could wake one\n");
  expect(exitCode).toBe(124);
});

test("a long sleep ends, with such timers or without, and so does who waits for the sleeper", async () => {
  const { stdout, exitCode } = await runScript(
    "ip link add br0 type bridge stp_state 1; ip link set br0 up; mkfifo f; (sleep 1000000; echo late > f) & cat f; date +%s",
  );
  expect(stdout).toBe(`late\n${1767225600 + 1000000}\n`);
  expect(exitCode).toBe(0);
});
