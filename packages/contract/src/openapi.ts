import type { Json } from '@postern/core';
import { z } from 'zod';
import { defaultBodyLimitBytes, type Endpoint } from './endpoint.ts';
import { problem, problemContentType } from './problem.ts';
import { packContentType } from './vault/pack.ts';

/**
 * The OpenAPI 3.1 description of the endpoints. Schemas are those of what arrives (before it is normalised). Signed and
 * sealed objects and packs are bytes to it; their layouts are in docs/protocol.
 */
export function describeApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Postern', version, description: 'Everything secret in it is sealed before it is sent.' },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem) },
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of a sign-in; browsers use a cookie.',
        },
      },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const { body, refusals } = endpoint;
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    security: endpoint.access === 'anyone' ? [] : [{ session: [] }],
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(body
      ? {
          requestBody: {
            required: true,
            description: `At most ${endpoint.bodyLimitBytes ?? defaultBodyLimitBytes} bytes.`,
            content: { 'application/json': { schema: schemaOf(body) } },
          },
        }
      : {}),
    responses: {
      '200': { description: 'Done.', content: answerContent(endpoint) },
      default: {
        description:
          refusals.length > 0 ? `Refused. Besides the general ones: ${refusals.join(', ')}.` : 'Refused.',
        content: { [problemContentType]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function answerContent(endpoint: Endpoint): Json {
  switch (endpoint.answerForm) {
    case 'pack':
      return { [packContentType]: { schema: { type: 'string', format: 'binary' } } };
    case 'stream':
      return { 'text/event-stream': { schema: schemaOf(endpoint.answer) } };
    default:
      return { 'application/json': { schema: schemaOf(endpoint.answer) } };
  }
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: schemaOf(field),
  }));
}

function schemaOf(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
}
