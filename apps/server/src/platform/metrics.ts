import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads at `/metrics`. Labels are route patterns and statuses, never an address or an id. */
export interface Metrics {
  request(done: { method: string; route: string; status: number; ms: number }): void;
  fault(): void;
  mail(outcome: 'sent' | 'kept' | 'failed'): void;
  push(outcome: 'delivered' | 'gone' | 'failed'): void;
  /** Registers a figure that is read when it is asked for. */
  gauge(name: string, help: string, read: () => number): void;
  /** The exposition text and its content type. */
  expose(): Promise<{ readonly text: string; readonly contentType: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'postern_request_duration_seconds',
    help: 'Time to answer a request, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const faults = new Counter({
    name: 'postern_faults_total',
    help: 'Requests that failed by our fault.',
    registers,
  });
  const mails = new Counter({
    name: 'postern_mails_total',
    help: 'Mails by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const pushes = new Counter({
    name: 'postern_pushes_total',
    help: 'Pushes to phones by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    request: ({ method, route, status, ms }) => duration.observe({ method, route, status }, ms / 1000),
    fault: () => faults.inc(),
    mail: (outcome) => mails.inc({ outcome }),
    push: (outcome) => pushes.inc({ outcome }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    expose: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  };
}
