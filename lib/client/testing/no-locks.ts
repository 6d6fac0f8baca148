// Node 24 has navigator.locks, which fake timers do not drive. A test that is about them brings its own.
Object.defineProperty(globalThis.navigator ?? {}, "locks", { value: undefined, configurable: true, writable: true });
