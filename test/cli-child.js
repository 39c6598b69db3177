import "./polls.js";

// Runs the program on one command line after another, each as if it alone had started in this process.
const program = new URL("../dist/node/main.js", import.meta.url);
const waiting = [];
let runs = 0;

process.on("message", (args) => {
  if (waiting.push(args) === 1) void work();
});

async function work() {
  for (; waiting.length; waiting.shift()) process.send(await outcome(waiting[0]));
}

async function outcome(args) {
  const texts = { out: "", err: "" };
  const undo = [kept(process.stdout, texts, "out"), kept(process.stderr, texts, "err")];
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args);
  process.exitCode = 0;
  // A query makes it a module of its own, which starts again.
  await import(`${program}?${runs++}`);
  const code = process.exitCode;
  process.exitCode = 0;
  for (const one of undo) one();
  return { code, ...texts };
}

/** Keeps what is written to a stream, until it is undone. */
function kept(stream, texts, name) {
  const { write } = stream;
  stream.write = (text, ...more) => {
    texts[name] += text;
    more.findLast((one) => typeof one === "function")?.();
    return true;
  };
  return () => {
    stream.write = write;
    stream.removeAllListeners("error");
  };
}
