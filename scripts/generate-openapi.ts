import { endpoints, tags, webhooks } from '../src/endpoints.ts';
import { openApiDocument } from '../src/http/openapi.ts';

/** Writes the OpenAPI document that the server serves. */
export async function generateOpenApi(): Promise<Record<string, string>> {
  return { 'openapi.json': `${JSON.stringify(openApiDocument(endpoints, tags, webhooks), null, 2)}\n` };
}
