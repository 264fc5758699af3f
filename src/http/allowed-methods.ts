import type { FastifyInstance } from 'fastify';
import findMyWay from 'find-my-way';

/** Returns the methods that an address serves. */
export type AllowedMethods = (path: string) => string[];

/**
 * Collects the routes as they are registered, and returns the methods of an address. Fastify's router finds an address
 * only with its method, so the same router holds each address here once, with all its methods.
 */
export function allowedMethods(app: FastifyInstance, maxParamLength: number): AllowedMethods {
  const router = findMyWay({ maxParamLength });
  const methodsByUrl = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByUrl.get(url);
    if (methods === undefined) router.on('GET', url, () => {}, url);
    methodsByUrl.set(url, new Set([...(methods ?? []), ...[method].flat()]));
  });
  return (path) => {
    const url: unknown = router.find('GET', path)?.store;
    return typeof url === 'string' ? [...(methodsByUrl.get(url) ?? [])].sort() : [];
  };
}
