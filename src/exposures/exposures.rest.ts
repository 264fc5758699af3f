import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticateRequest } from '../access/authenticate-request.ts';
import { authorizeService } from '../access/authorize.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import { bodyRoot } from '../http/problem-fields.ts';
import { fastifyPath } from '../http/route.ts';
import { parseInput } from '../input.ts';
import { formatId } from '../lib/ids.ts';
import { type ReportedKey, reportExposures, reportGithubExposures } from './exposures.ts';
import { exposureReport, githubReport, reportExposuresEndpoint } from './exposures-endpoints.rest.ts';
import { createGithubKeys, type GithubKeys } from './github-keys.ts';
import { checkGithubSignature, type GithubSignature } from './github-signature.ts';

const bodyLimit = 1_048_576;

/** `POST /v1/exposures`: secret scanners report what they found, a service or GitHub itself. */
export function exposureRoute(services: Services) {
  const { configuration, clock, log } = services;
  const { githubKeysUrl: url } = configuration;
  const githubKeys = url === null ? null : createGithubKeys({ url, clock, log });
  return async function register(app: FastifyInstance): Promise<void> {
    // GitHub signs the bytes; parsed and written again they would be others.
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    const contexts = new WeakMap<FastifyRequest, RequestContext>();
    app.route({
      method: reportExposuresEndpoint.method,
      url: fastifyPath(reportExposuresEndpoint.path),
      bodyLimit,
      onRequest: async (request) => {
        if (signatureOf(request) !== null) return;
        const context = await authenticateRequest(services, request);
        authorizeService(context.actor, 'REPORT_EXPOSURES');
        contexts.set(request, context);
      },
      handler: async (request) => {
        const body = bytesOf(request);
        const context = contexts.get(request);
        if (context !== undefined) return serviceReport(context, body);
        return githubAnswer(services, githubKeys, signatureOf(request), body);
      },
    });
  };
}

async function serviceReport(context: RequestContext, body: Buffer) {
  const { exposures } = parseInput(exposureReport, parseJson(body), bodyRoot);
  const found = exposures.map(({ token, url = null, source = null }) => ({ token, url, source }));
  const reported = await reportExposures(context, found);
  return {
    data: reported.map(({ tokenHash, key }) => ({
      token_hash: tokenHash,
      result: resultOf(key),
      key_id: key && formatId('apiKey', key.apiKeyId),
      organization_id: key && formatId('organization', key.organizationId),
    })),
  };
}

function resultOf(key: ReportedKey['key']): 'revoked' | 'flagged' | 'unknown' {
  if (key === null) return 'unknown';
  return key.outcome === 'FLAGGED' ? 'flagged' : 'revoked';
}

async function githubAnswer(
  services: Services,
  keys: GithubKeys | null,
  signature: GithubSignature | null,
  body: Buffer,
) {
  if (keys === null || signature === null) {
    throw new Refusal('FORBIDDEN', 'Reports signed by GitHub are not taken here (githubKeysUrl).');
  }
  await checkGithubSignature(keys, signature, body);
  const items = parseInput(githubReport, parseJson(body), bodyRoot);
  const found = items.map(({ token, url = null, source = null }) => ({ token, url, source }));
  const reported = await reportGithubExposures(services, found);
  return reported.map(({ tokenHash, key }, index) => ({
    token_hash: tokenHash,
    token_type: items[index]?.type ?? '',
    label: key === null ? 'false_positive' : 'true_positive',
  }));
}

/** Null when there is none; half a signature is one that does not hold. */
function signatureOf({ headers }: FastifyRequest): GithubSignature | null {
  const identifier = headers['github-public-key-identifier'];
  const signature = headers['github-public-key-signature'];
  if (identifier === undefined && signature === undefined) return null;
  return { identifier: String(identifier ?? ''), signature: String(signature ?? '') };
}

function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal('BAD_USER_INPUT', 'The body is not valid JSON.');
  }
}
