import manifest from '../package.json' with { type: 'json' };

/** Version of the program, like `0.1.0`. */
export const version: string = manifest.version;
