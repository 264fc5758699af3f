import type { FastifyInstance } from 'fastify';
import type { Plane } from '../config/settings-schema.ts';
import { Refusal } from '../errors.ts';

/**
 * Registers the routes of a plane. A node that does not serve the plane also registers them. It refuses their requests
 * in the form of their interface, before it reads anything else of the request.
 */
export function routesOfPlane(
  plane: Plane,
  serves: ReadonlySet<Plane>,
  addRoutes: (app: FastifyInstance) => Promise<void>,
) {
  return async function register(app: FastifyInstance): Promise<void> {
    if (!serves.has(plane)) {
      app.addHook('onRequest', async () => {
        throw new Refusal('NOT_SERVED_HERE', `This node serves ${[...serves].join(' and ')} only.`);
      });
    }
    await addRoutes(app);
  };
}
