import { vi } from 'vitest';

// A file that replaces a module shares none of ours with the file before it: what that one replaced, it did not. What is not
// ours stays, so that nothing is started and read from disk anew for a few lines that differ.
vi.resetModules();
