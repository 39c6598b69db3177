// Dawn polls with `setImmediate` for as long as one of its promises is pending, which takes a core while the software
// adapter compiles a shader on another. In tests it waits a millisecond from poll to poll.
globalThis.setImmediate = (poll, ...args) => setTimeout(poll, 1, ...args);
