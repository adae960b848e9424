import type { FastifyInstance } from 'fastify';
import type { Platform } from './platform/platform.ts';

/** Binds the endpoints of every context. Each context exports one `bind<Context>` and adds its line here. */
const contexts: readonly ((app: FastifyInstance, platform: Platform) => void)[] = [];

export function bindContexts(app: FastifyInstance, platform: Platform): void {
  for (const bind of contexts) bind(app, platform);
}
